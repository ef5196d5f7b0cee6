/*
 * busy_refusal.c
 *		What is said of the calendar: who is taken, and rooms and classes that do not fit.
 */
#include "postgres.h"

#include "calendar/busy_refusal.h"

#include "utils/fmgrprotos.h"

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

static const char *
length_text(const Interval *length)
{
	return DatumGetCString(
		DirectFunctionCall1(interval_out, IntervalPGetDatum(length)));
}

/* A booking that leaves too little time before or after another. */
Refusal *
refusal_turnaround(TableId table, const char *resource, int64 id,
				   int64 turnaround, Period window)
{
	Interval length = {.time = turnaround};
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, table, psprintf("%s_turnaround", resource),
		psprintf("%s " INT64_FORMAT " has a booking too close to that time",
				 resource, id));

	refusal->detail =
		psprintf("The %s needs %s between two bookings, and is booked %s.",
				 resource, length_text(&length), window_text(window));
	refusal->hint = psprintf("Choose another time or another %s.", resource);
	refusal->resource = resource;
	refusal->resource_id = id;
	refusal->window = window;
	return refusal;
}

/* A room that holds several bookings, and has no place for another. */
Refusal *
refusal_room_full(TableId table, int64 room_id, int most, Period window)
{
	Refusal *refusal = refusal_double_booked(table, "room", room_id, window);

	refusal->detail =
		psprintf("The room holds %d bookings at once, and is full %s.", most,
				 window_text(window));
	return refusal;
}

Refusal *
refusal_room_under_bookings(int64 room_id, int most, Period window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_ROOM, "room_max_bookings_in_use",
		psprintf("room " INT64_FORMAT " has more than %d %s at once", room_id,
				 most, most == 1 ? "booking" : "bookings"));

	refusal->column = "max_bookings";
	refusal->detail =
		psprintf("It has more %s. What was held before counts as well.",
				 window_text(window));
	refusal->hint =
		"Move or cancel bookings that are to come first; for what was held, add another room.";
	refusal->resource = "room";
	refusal->resource_id = room_id;
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

/* What only the desk may book for a member: too soon, too far ahead, too much. */
Refusal *
refusal_lead_time(TableId table, const Interval *notice)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table,
									"booking_lead_time",
									"the booking would begin too soon");

	refusal->column = "start_time";
	refusal->detail = psprintf("Members book at least %s before the start.",
							   length_text(notice));
	refusal->hint = "Choose a later time, or ask the desk.";
	return refusal;
}

Refusal *
refusal_horizon(TableId table, const Interval *horizon)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table,
									"booking_horizon",
									"the booking would begin too far ahead");

	refusal->column = "start_time";
	refusal->detail = psprintf("Members book at most %s before the start.",
							   length_text(horizon));
	refusal->hint = "Choose an earlier time, or ask the desk.";
	return refusal;
}

Refusal *
refusal_booking_limit(TableId table, const char *detail)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table,
									"booking_limit",
									"the member has no more bookings left");

	refusal->detail = detail;
	refusal->hint = "Cancel another booking, or ask the desk.";
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
