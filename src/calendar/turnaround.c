/*
 * turnaround.c
 *		The time that rooms and trainers need between two bookings.
 *
 * It is asked for when work is taken on, and no guard asks for it: it may be
 * longer than it was, and what is stored has to stand when it is restored. The
 * probe is asked for the period with the margin before and after it, when the
 * period itself has turned out to be free.
 */
#include "postgres.h"

#include "calendar/turnaround.h"

#include "calendar/busy_refusal.h"
#include "calendar/shared_room.h"

static Refusal *
check_trainer_turnaround(const Booking *booking, const Trainer *trainer,
						 Blocker *blocker)
{
	Clash clash;

	if (trainer->turnaround == 0 ||
		!calendar_probe(RESOURCE_TRAINER, trainer->id,
						calendar_with_margin(booking->period,
											 trainer->turnaround),
						&booking->occupant, &clash, blocker))
		return NULL;
	return refusal_turnaround(booking->reported_table,
							  calendar_resource_name(RESOURCE_TRAINER),
							  trainer->id, trainer->turnaround, clash.period);
}

static Refusal *
check_room_turnaround(const Booking *booking, const Room *room,
					  Blocker *blocker)
{
	RoomUse use = {
		.room_id = room->id,
		.period = booking->period,
		.turnaround = room->turnaround,
		.ignored = &booking->occupant,
		.ignored_count = 1,
	};

	return room->turnaround == 0
			   ? NULL
			   : calendar_check_room(booking->reported_table, &use, blocker);
}

/*
 * Check all the resources of a booking, and the turnaround of those for whom it
 * is new. Reads a room for which it is new on the way.
 */
Refusal *
calendar_check_new(const Booking *booking, NewFor is_new, Room *room,
				   const Trainer *trainer, Blocker *blocker)
{
	int64 room_id = booking->resources[RESOURCE_ROOM];
	Refusal *refusal;

	*room = (Room){.id = NO_ID};
	if (is_new.room && room_id != NO_ID && !read_room(room_id, room, blocker))
		return refusal_unknown(TABLE_ROOM, room_id);
	refusal = calendar_check(booking, blocker);
	if (refusal == NULL)
		refusal = check_room_turnaround(booking, room, blocker);
	if (refusal == NULL && is_new.trainer)
		refusal = check_trainer_turnaround(booking, trainer, blocker);
	return refusal;
}
