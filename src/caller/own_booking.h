/*
 * own_booking.h
 *		What members and trainers may do with their own bookings.
 */
#ifndef FITCLUB_OWN_BOOKING_H
#define FITCLUB_OWN_BOOKING_H

#include "refusal/refusal.h"

extern bool caller_waives_fee(FunctionCallInfo fcinfo, int argument,
							  TableId table);
extern text *caller_reason(FunctionCallInfo fcinfo, int argument,
						   TableId table);
extern Refusal *check_own_booking(TableId table, int64 id, int64 member_id,
								  int64 trainer_id, TimestampTz start);
extern Refusal *check_over(TableId table, int64 id, TimestampTz end,
						   const text *reason);
extern Refusal *check_not_past(TableId table, TimestampTz start);
extern Refusal *check_same_trainer(TableId table, int64 before, int64 after);
extern Refusal *check_notice_kept(TableId table, int64 id, bool is_late);

#endif /* FITCLUB_OWN_BOOKING_H */
