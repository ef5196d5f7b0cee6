/*
 * move.h
 *		What moving a session and moving a class have in common.
 */
#ifndef FITCLUB_MOVE_H
#define FITCLUB_MOVE_H

#include "argument/time_argument.h"
#include "calendar/booking.h"
#include "calendar/turnaround.h"
#include "write/writer.h"

#include "pgtime.h"

/* What a booking is to become; a value that is not given is kept. */
typedef struct Move
{
	NewTimes times;
	int64 room_id;
	int64 trainer_id;
	bool online; /* the room is given up */
} Move;

extern Booking calendar_move_apply(const Move *move, const Booking *before);
extern NewFor calendar_move_is_new_for(const Booking *before,
									   const Booking *after);
extern bool calendar_move_changes(const Booking *before, const Booking *after);
extern Refusal *calendar_move_check(const Booking *before,
									const Booking *after);
extern char *calendar_move_message(const char *what, const Booking *before,
								   const Booking *after, const char *trainer,
								   pg_tz *zone);
extern void calendar_move_tell_trainers(WriterState *writing,
										const Booking *before,
										const Booking *after,
										const char *message);

#endif /* FITCLUB_MOVE_H */
