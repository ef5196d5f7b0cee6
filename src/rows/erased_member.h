/*
 * erased_member.h
 *		Members whose person was removed.
 */
#ifndef FITCLUB_ERASED_MEMBER_H
#define FITCLUB_ERASED_MEMBER_H

#include "engine/dirty_scan.h"
#include "refusal/refusal.h"


extern Refusal *refusal_member_erased(int64 member_id);
extern bool member_is_erased(int64 member_id, TimestampTz *erased_at,
							 Blocker *blocker);
extern Refusal *erased_check_booking(int64 member_id, TimestampTz start,
									 Blocker *blocker);
extern void refuse_erased(int64 member_id);
extern void refuse_erased_meanwhile(int64 member_id);

#endif /* FITCLUB_ERASED_MEMBER_H */
