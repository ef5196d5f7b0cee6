/*
 * moved.h
 *		What covers a session that moves to another date.
 */
#ifndef FITCLUB_COVER_MOVED_H
#define FITCLUB_COVER_MOVED_H

#include "cover/cover.h"

extern Refusal *cover_check_moved(CoverFor *what, const Cover *before,
								  TimestampTz start_before, ShortLocks *locks,
								  Cover *after, Blocker *blocker);

#endif /* FITCLUB_COVER_MOVED_H */
