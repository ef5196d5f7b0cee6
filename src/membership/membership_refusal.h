/*
 * membership_refusal.h
 *		What is said of memberships that change.
 */
#ifndef FITCLUB_MEMBERSHIP_REFUSAL_H
#define FITCLUB_MEMBERSHIP_REFUSAL_H

#include "refusal/refusal.h"

#include "utils/date.h"

extern Refusal *refusal_membership_ended(int64 membership_id, DateADT ends_on,
										 DateADT today);
extern Refusal *refusal_hold_overlap(DateADT starts_on, DateADT ends_on);
extern Refusal *refusal_not_on_hold(int64 membership_id);
extern Refusal *refusal_on_hold(int64 membership_id, DateADT ends_on);
extern Refusal *refusal_never_reached(int64 membership_id,
									  DateADT planned_for);
extern Refusal *refusal_membership_notice(int64 membership_id,
										  DateADT earliest);
extern Refusal *refusal_membership_bookings(int64 membership_id, int count);

#endif /* FITCLUB_MEMBERSHIP_REFUSAL_H */
