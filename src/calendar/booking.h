/*
 * booking.h
 *		What someone wants to write into the calendar, and whether it may stand there.
 */
#ifndef FITCLUB_BOOKING_H
#define FITCLUB_BOOKING_H

#include "calendar/busy.h"
#include "refusal/refusal.h"

/* What someone wants to write, and the table that an error will name. */
typedef struct Booking
{
	Occupant occupant;
	TableId reported_table;
	Period period;
	int64 resources[RESOURCE_KINDS]; /* NO_ID where none */
} Booking;

extern Booking calendar_session_booking(int64 session_id, int64 member_id,
										int64 trainer_id, int64 room_id,
										Period period);
extern Booking calendar_class_booking(int64 class_id, int64 trainer_id,
									  int64 room_id, Period period);
extern Booking calendar_seat_booking(int64 class_id, int64 member_id,
									 Period period);
extern Refusal *refusal_clash(TableId table, ResourceKind kind, int64 id,
							  const Clash *clash);
extern Refusal *calendar_check(const Booking *booking, Blocker *blocker);

#endif /* FITCLUB_BOOKING_H */
