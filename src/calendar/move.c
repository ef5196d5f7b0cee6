/*
 * move.c
 *		What moving a session and moving a class have in common.
 */
#include "postgres.h"

#include "base/local_time.h"
#include "calendar/move.h"
#include "caller/own_booking.h"
#include "people/notification.h"
#include "rows/room.h"

/* A new start alone keeps the length. */
static Period
argument_moved_period(Period before, const NewTimes *times)
{
	Period after = before;

	if (times->has_start)
	{
		after.start = times->start;
		after.end = times->start + (before.end - before.start);
	}
	if (times->has_end)
		after.end = times->end;
	return after;
}

/* The booking as it would be, from what it is and what is asked. */
Booking
calendar_move_apply(const Move *move, const Booking *before)
{
	Booking after = *before;

	after.period = argument_moved_period(before->period, &move->times);
	if (move->trainer_id != NO_ID)
		after.resources[RESOURCE_TRAINER] = move->trainer_id;
	if (move->room_id != NO_ID || move->online)
		after.resources[RESOURCE_ROOM] = move->room_id;
	return after;
}

/* For whom it is another booking, or another time. */
NewFor
calendar_move_is_new_for(const Booking *before, const Booking *after)
{
	bool is_moved = !periods_equal(after->period, before->period);
	NewFor is_new;

	is_new.trainer = is_moved || after->resources[RESOURCE_TRAINER] !=
									 before->resources[RESOURCE_TRAINER];
	is_new.room = is_moved || after->resources[RESOURCE_ROOM] !=
								  before->resources[RESOURCE_ROOM];
	return is_new;
}

/* Whether there is anything to write. */
bool
calendar_move_changes(const Booking *before, const Booking *after)
{
	NewFor is_new = calendar_move_is_new_for(before, after);

	return is_new.trainer || is_new.room;
}

/* What members and trainers may not make of a booking of theirs. */
Refusal *
calendar_move_check(const Booking *before, const Booking *after)
{
	Refusal *refusal = check_same_trainer(after->reported_table,
										  before->resources[RESOURCE_TRAINER],
										  after->resources[RESOURCE_TRAINER]);

	return refusal != NULL
			   ? refusal
			   : check_not_past(after->reported_table, after->period.start);
}

/* What people are told of it. */
char *
calendar_move_message(const char *what, const Booking *before,
					  const Booking *after, const char *trainer, pg_tz *zone)
{
	int64 room_id = after->resources[RESOURCE_ROOM];

	return psprintf("%s on %s is now on %s with %s%s", what,
					local_date_label(before->period.start, zone),
					local_span(after->period, zone), trainer,
					room_id == before->resources[RESOURCE_ROOM]
						? ""
						: psprintf(", %s", place_name(room_id)));
}

/* Tell the trainer, and the one before. */
void
calendar_move_tell_trainers(WriterState *writing, const Booking *before,
							const Booking *after, const char *message)
{
	int64 trainer_id = after->resources[RESOURCE_TRAINER];

	notify_trainer(writing, trainer_id, message);
	if (trainer_id != before->resources[RESOURCE_TRAINER])
		notify_trainer(writing, before->resources[RESOURCE_TRAINER], message);
}
