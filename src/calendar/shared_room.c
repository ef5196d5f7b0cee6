/*
 * shared_room.c
 *		Whether a room has place for a booking; it may hold several at once.
 *
 * How many a room holds is asked only where the probe has found something in
 * the way. If it has not, the booking fits into any room: what reaches into its
 * time started before the settled row at which the probe ended, so the room
 * held all of it beside that row, and now holds as much beside this one.
 *
 * A turnaround is as if each booking kept its place for so much longer.
 */
#include "postgres.h"

#include "calendar/shared_room.h"

#include "calendar/busy_refusal.h"
#include "calendar/busy_time.h"
#include "rows/room.h"

#include "utils/timestamp.h"

/* No booking starts earlier, and a probe can look back from there. */
#define FIRST_BOOKING (DT_NOBEGIN + LONGEST_BOOKING)

/*
 * The first stretch of time in which a number of bookings are held at once, each
 * for so much longer: of the settled ones, or of all. False if there is none.
 */
static bool
find_full(List *bookings, int64 longer, int number, bool of_all, Period *full)
{
	Periods held = {0};
	Periods stretches;
	ListCell *cell;

	foreach(cell, bookings)
	{
		const Clash *booking = lfirst(cell);

		if (of_all || !blocker_is_set(&booking->holder))
			periods_add(&held, booking->period);
	}
	stretches = calendar_full(&held, longer, number);
	if (stretches.count > 0)
		*full = stretches.list[0];
	return stretches.count > 0;
}

/* Who is changing one of these bookings, of those in a stretch of time. */
static Blocker
holder_within(List *bookings, int64 longer, Period full)
{
	ListCell *cell;

	foreach(cell, bookings)
	{
		const Clash *booking = lfirst(cell);
		Period held = {booking->period.start, booking->period.end + longer};

		if (blocker_is_set(&booking->holder) && periods_overlap(held, full))
			return booking->holder;
	}
	return NO_BLOCKER;
}

/*
 * Whether a room holds a number of bookings at any one moment of those that it
 * is wanted for; full is then when. Bookings in other transactions' hands are
 * waited for only if they decide it. Without a blocker to note they count as
 * held.
 */
bool
calendar_room_is_full(const RoomUse *use, int most, Period *full,
					  Blocker *blocker)
{
	List *bookings =
		calendar_clashes(RESOURCE_ROOM, use->room_id,
						 calendar_with_margin(use->period, use->turnaround),
						 use->ignored, use->ignored_count);
	Blocker holder;

	if (blocker == NULL)
		return find_full(bookings, use->turnaround, most, true, full);
	if (find_full(bookings, use->turnaround, most, false, full))
		return true;
	if (find_full(bookings, use->turnaround, most, true, full))
	{
		holder = holder_within(bookings, use->turnaround, *full);
		blocker_take(blocker, &holder);
	}
	return false;
}

static Refusal *
refusal_no_place(TableId table, const RoomUse *use, int most, Period window)
{
	const char *room = calendar_resource_name(RESOURCE_ROOM);

	if (use->turnaround > 0)
		return refusal_turnaround(table, room, use->room_id, use->turnaround,
								  window);
	if (most > 1)
		return refusal_room_full(table, use->room_id, most, window);
	return refusal_double_booked(table, room, use->room_id, window);
}

/* Whether a room has place for a booking, apart from the one it ignores. */
Refusal *
calendar_check_room(TableId table, const RoomUse *use, Blocker *blocker)
{
	Blocker undecided = NO_BLOCKER;
	Blocker changing = NO_BLOCKER;
	Clash clash;
	Period full;
	int most;
	bool is_busy =
		calendar_probe(RESOURCE_ROOM, use->room_id,
					   calendar_with_margin(use->period, use->turnaround),
					   use->ignored, &clash, &undecided);

	blocker->unseen |= undecided.unseen;
	if (!is_busy && !blocker_is_set(&undecided))
		return NULL;
	most = read_room_max_bookings(use->room_id, &changing);
	if (blocker_is_set(&changing))
		blocker_take(blocker, &changing);
	else if (most == 1 && is_busy)
		return refusal_no_place(table, use, most, clash.period);
	else if (most == 1)
		blocker_take(blocker, &undecided);
	else if (calendar_room_is_full(use, most, &full, blocker))
		return refusal_no_place(table, use, most, full);
	else
		blocker->unseen |= changing.unseen;
	return NULL;
}

/*
 * The same from the room's side: there never are more bookings in it at once,
 * nor were there, for what is stored has to stand when it is restored.
 */
Refusal *
calendar_check_room_bookings(int64 room_id, int most, Blocker *blocker)
{
	RoomUse always = {.room_id = room_id, .period = {FIRST_BOOKING, DT_NOEND}};
	Period full;

	return calendar_room_is_full(&always, most + 1, &full, blocker)
			   ? refusal_room_under_bookings(room_id, most, full)
			   : NULL;
}
