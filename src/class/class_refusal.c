/*
 * class_refusal.c
 *		What is said of classes and their seats.
 */
#include "postgres.h"

#include "class/class_refusal.h"

/* The move of a class that its registered members cannot follow. */
Refusal *
refusal_members_double_booked(int members, Period window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_EXCLUSION_VIOLATION, TABLE_REGISTRATION,
		"member_double_booked",
		psprintf("%d registered %s another booking at that time", members,
				 members == 1 ? "member has" : "members have"));

	refusal->detail = psprintf(
		"A member has one booking at a time, and the class would be %s.",
		window_text(window));
	refusal->hint =
		"Choose another time, or cancel their registrations with on_member_conflict => 'cancel'.";
	refusal->resource = "member";
	refusal->window = window;
	return refusal;
}

Refusal *
refusal_registered_already(int64 class_id, Period window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_UNIQUE_VIOLATION, TABLE_REGISTRATION,
		"class_registration_once",
		psprintf("the member is already registered for class " INT64_FORMAT,
				 class_id));

	refusal->detail =
		psprintf("A member has one seat in a class; this one is %s.",
				 window_text(window));
	refusal->resource = "class";
	refusal->resource_id = class_id;
	refusal->window = window;
	return refusal;
}

Refusal *
refusal_class_full(int64 class_id, int capacity, Period window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_REGISTRATION, "class_capacity",
		psprintf("class " INT64_FORMAT " is full", class_id));

	refusal->detail = psprintf("All %d seats of the class %s are taken.",
							   capacity, window_text(window));
	refusal->hint = "Choose another class.";
	refusal->resource = "class";
	refusal->resource_id = class_id;
	refusal->window = window;
	return refusal;
}

Refusal *
refusal_roster_over_capacity(int64 class_id, int capacity)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_CLASS, "class_capacity",
		psprintf("class " INT64_FORMAT " has more than %d registered members",
				 class_id, capacity));

	refusal->column = "capacity";
	refusal->detail = "The capacity of a class is never below its roster.";
	refusal->hint = "Choose a larger capacity, or cancel registrations first.";
	refusal->resource = "class";
	refusal->resource_id = class_id;
	return refusal;
}

Refusal *
refusal_class_cancelled(int64 class_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_REGISTRATION, "class_cancelled",
		psprintf("class " INT64_FORMAT " is cancelled", class_id));

	refusal->hint = "Choose another class.";
	refusal->resource = "class";
	refusal->resource_id = class_id;
	return refusal;
}

Refusal *
refusal_class_has_roster(int64 class_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_CLASS, "class_cancelled",
		psprintf("class " INT64_FORMAT " still has registered members",
				 class_id));

	refusal->detail = "A cancelled class has no registrations.";
	refusal->hint = "Use cancel_class(), which cancels them and their bills.";
	refusal->resource = "class";
	refusal->resource_id = class_id;
	return refusal;
}

Refusal *
refusal_not_begun(int64 registration_id)
{
	Refusal *refusal = refusal_time(
		TABLE_REGISTRATION, "booking_not_begun", "attended",
		psprintf("the class of %s " INT64_FORMAT " has not begun",
				 table_label(TABLE_REGISTRATION), registration_id));

	refusal->detail =
		"Attendance can be recorded from an hour before the class begins.";
	refusal->hint = "Record it then.";
	return refusal;
}

Refusal *
refusal_attended(int64 class_id)
{
	Refusal *refusal = refusal_time(
		TABLE_CLASS, "booking_attended", "start_time",
		psprintf("class " INT64_FORMAT " has been attended", class_id));

	refusal->detail =
		"A class with recorded attendance cannot be moved into the future.";
	refusal->hint = "Create another class.";
	return refusal;
}
