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
#include "rows/room.h"

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
check_room_turnaround(const Booking *booking, Blocker *blocker)
{
	Blocker changing = NO_BLOCKER;
	RoomUse use = {
		.room_id = booking->resources[RESOURCE_ROOM],
		.period = booking->period,
		.ignored = &booking->occupant,
		.ignored_count = 1,
	};

	if (use.room_id == NO_ID)
		return NULL;
	use.turnaround = read_room_turnaround(use.room_id, &changing);
	if (blocker_is_set(&changing))
		blocker_take(blocker, &changing);
	else if (use.turnaround > 0)
		return calendar_check_room(booking->reported_table, &use, blocker);
	return NULL;
}

/*
 * Check all the resources of a booking, and the turnaround of those for whom it
 * is new.
 */
Refusal *
calendar_check_new(const Booking *booking, NewFor is_new,
				   const Trainer *trainer, Blocker *blocker)
{
	Refusal *refusal = calendar_check(booking, blocker);

	if (refusal == NULL && is_new.room)
		refusal = check_room_turnaround(booking, blocker);
	if (refusal == NULL && is_new.trainer)
		refusal = check_trainer_turnaround(booking, trainer, blocker);
	return refusal;
}
