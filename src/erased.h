/*
 * erased.h
 *		Members whose person was removed.
 */
#ifndef FITCLUB_ERASED_H
#define FITCLUB_ERASED_H

#include "report.h"
#include "scan.h"


extern bool member_is_erased(int64 member_id, TimestampTz *erased_at,
							 Blocker *blocker);
extern Refusal *erased_check_booking(int64 member_id, TimestampTz start,
									 Blocker *blocker);
extern void refuse_erased(int64 member_id);
extern void refuse_erased_meanwhile(int64 member_id);

#endif /* FITCLUB_ERASED_H */
