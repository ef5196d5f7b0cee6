/*
 * booking.h
 *		Bookings that a membership covers, and would not any longer.
 */
#ifndef FITCLUB_MEMBERSHIP_BOOKING_H
#define FITCLUB_MEMBERSHIP_BOOKING_H

#include "membership/change.h"

extern List *membership_booking_scopes(int64 membership_id);
extern bool membership_misses_scopes(const Refusal *refusal);
extern Refusal *membership_find_bookings(MembershipChange *change,
										 DateADT from_on, Blocker *blocker);
extern void membership_settle_bookings(const MembershipChange *change);

#endif /* FITCLUB_MEMBERSHIP_BOOKING_H */
