/*
 * turnaround.h
 *		The time that rooms and trainers need between two bookings.
 */
#ifndef FITCLUB_TURNAROUND_H
#define FITCLUB_TURNAROUND_H

#include "calendar/booking.h"
#include "rows/room.h"
#include "rows/trainer.h"

/* For whom a booking is new, or at a new time, so that it is asked for. */
typedef struct NewFor
{
	bool trainer;
	bool room;
} NewFor;

extern Refusal *calendar_check_new(const Booking *booking, NewFor is_new,
								   Room *room, const Trainer *trainer,
								   Blocker *blocker);

#endif /* FITCLUB_TURNAROUND_H */
