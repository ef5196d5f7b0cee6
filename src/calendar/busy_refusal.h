/*
 * busy_refusal.h
 *		What is said of the calendar: who is taken, and rooms and classes that do not fit.
 */
#ifndef FITCLUB_BUSY_REFUSAL_H
#define FITCLUB_BUSY_REFUSAL_H

#include "refusal/refusal.h"

#include "utils/timestamp.h"

extern Refusal *refusal_double_booked(TableId table, const char *resource,
									  int64 id, Period window);
extern Refusal *refusal_turnaround(TableId table, const char *resource,
								   int64 id, int64 turnaround, Period window);
extern Refusal *refusal_room_full(TableId table, int64 room_id, int most,
								  Period window);
extern Refusal *refusal_room_under_bookings(int64 room_id, int most,
											Period window);
extern Refusal *refusal_lead_time(TableId table, const Interval *notice);
extern Refusal *refusal_horizon(TableId table, const Interval *horizon);
extern Refusal *refusal_booking_limit(TableId table, const char *detail);
extern Refusal *refusal_closed(TableId table, const char *resource, int64 id,
							   Period window);
extern Refusal *refusal_class_over_room(int64 room_id, int capacity,
										int room_capacity);
extern Refusal *refusal_room_under_class(int64 room_id, int capacity);

#endif /* FITCLUB_BUSY_REFUSAL_H */
