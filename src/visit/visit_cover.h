/*
 * visit_cover.h
 *		What lets a member in.
 */
#ifndef FITCLUB_VISIT_COVER_H
#define FITCLUB_VISIT_COVER_H

#include "engine/dirty_scan.h"
#include "rows/club.h"

extern bool visit_is_covered(int64 member_id, const Club *club,
							 TimestampTz now, Blocker *blocker);

#endif /* FITCLUB_VISIT_COVER_H */
