/*
 * busy_refusal.h
 *		What is said of the calendar: who is taken, and rooms and classes that do not fit.
 */
#ifndef FITCLUB_BUSY_REFUSAL_H
#define FITCLUB_BUSY_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_double_booked(TableId table, const char *resource,
									  int64 id, Period window);
extern Refusal *refusal_closed(TableId table, const char *resource, int64 id,
							   Period window);
extern Refusal *refusal_class_over_room(int64 room_id, int capacity,
										int room_capacity);
extern Refusal *refusal_room_under_class(int64 room_id, int capacity);

#endif /* FITCLUB_BUSY_REFUSAL_H */
