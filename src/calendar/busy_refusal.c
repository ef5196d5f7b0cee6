/*
 * busy_refusal.c
 *		What is said of the calendar: who is taken, and rooms and classes that do not fit.
 */
#include "postgres.h"

#include "calendar/busy_refusal.h"

Refusal *
refusal_double_booked(TableId table, const char *resource, int64 id,
					  Period window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_EXCLUSION_VIOLATION, table,
		psprintf("%s_double_booked", resource),
		psprintf("%s " INT64_FORMAT " is already booked", resource, id));

	refusal->detail =
		psprintf("A %s has one booking at a time, and there is one %s.",
				 resource, window_text(window));
	refusal->hint =
		strcmp(resource, "member") == 0
			? "Choose another time."
			: psprintf("Choose another time or another %s.", resource);
	refusal->resource = resource;
	refusal->resource_id = id;
	refusal->window = window;
	return refusal;
}

/* What is closed, or who is away; nothing says why. */
Refusal *
refusal_closed(TableId table, const char *resource, int64 id, Period window)
{
	bool is_club = strcmp(resource, "club") == 0;
	Refusal *refusal;

	if (is_club)
		refusal = make_refusal(ERRCODE_EXCLUSION_VIOLATION, table,
							   "club_closed",
							   "the club is closed at that time");
	else if (strcmp(resource, "trainer") == 0)
		refusal = make_refusal(
			ERRCODE_EXCLUSION_VIOLATION, table, "trainer_away",
			psprintf("trainer " INT64_FORMAT " is away at that time", id));
	else
		refusal = make_refusal(
			ERRCODE_EXCLUSION_VIOLATION, table, "room_closed",
			psprintf("room " INT64_FORMAT " is closed at that time", id));
	refusal->detail = psprintf("The closure lasts %s.", window_text(window));
	refusal->hint =
		is_club ? "Choose another time."
				: psprintf("Choose another time or another %s.", resource);
	if (!is_club)
	{
		refusal->resource = resource;
		refusal->resource_id = id;
	}
	refusal->window = window;
	return refusal;
}

Refusal *
refusal_class_over_room(int64 room_id, int capacity, int room_capacity)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_CLASS, "class_room_capacity",
		psprintf("a class of %d is too large for room " INT64_FORMAT, capacity,
				 room_id));

	refusal->column = "capacity";
	refusal->detail = psprintf("The room holds %d people.", room_capacity);
	refusal->hint =
		"Choose a smaller capacity or a larger room, or set allow_class_over_room with update_club().";
	refusal->resource = "room";
	refusal->resource_id = room_id;
	return refusal;
}

Refusal *
refusal_room_under_class(int64 room_id, int capacity)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_ROOM, "class_room_capacity",
		psprintf("room " INT64_FORMAT " has classes of more than %d", room_id,
				 capacity));

	refusal->column = "capacity";
	refusal->detail = "A class is not larger than its room.";
	refusal->hint = "Move or shrink those classes first.";
	refusal->resource = "room";
	refusal->resource_id = room_id;
	return refusal;
}
