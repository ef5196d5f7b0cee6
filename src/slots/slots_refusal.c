/*
 * slots_refusal.c
 *		What is said where nothing is free, or cannot be searched for.
 */
#include "postgres.h"

#include "slots/slots_refusal.h"

Refusal *
refusal_slot_duration(void)
{
	return refusal_values(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_SESSION,
						  "find_slots_duration_check",
						  "duration is out of range",
						  "It is more than 0 and at most 24 hours.");
}

Refusal *
refusal_slot_step(void)
{
	return refusal_values(
		ERRCODE_INVALID_PARAMETER_VALUE, TABLE_SESSION,
		"find_slots_step_check", "step is out of range",
		"It is from 1 minute to 24 hours, in whole minutes.");
}

Refusal *
refusal_slot_range(void)
{
	return refusal_values(
		ERRCODE_INVALID_PARAMETER_VALUE, TABLE_SESSION,
		"find_slots_range_check", "from_time and to_time are no range",
		"They are finite, in the years 1900 to 9998, in order and at most 366 days apart.");
}

Refusal *
refusal_null_element(const char *argument)
{
	Refusal *refusal = refusal_null(TABLE_SESSION, argument);

	refusal->message = psprintf("%s must not contain null", argument);
	refusal->hint = "Leave nulls out, or give null in place of the array.";
	return refusal;
}

Refusal *
refusal_online_with_rooms(void)
{
	return refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_SESSION,
						 "room_id", "an online session has no room", NULL);
}

/* Say what time it is about, and where others are found. */
static void
tell_time(Refusal *refusal, const char *column, Period window)
{
	refusal->column = column;
	refusal->detail =
		psprintf("The time asked for is %s.", window_text(window));
	refusal->hint = "Choose a time that find_slots() lists.";
	refusal->window = window;
}

Refusal *
refusal_no_trainer_free(Period window)
{
	Refusal *refusal = make_refusal(ERRCODE_EXCLUSION_VIOLATION, TABLE_SESSION,
									"no_trainer_free",
									"no trainer is free at that time");

	tell_time(refusal, "trainer_id", window);
	return refusal;
}

Refusal *
refusal_no_room_free(Period window)
{
	Refusal *refusal = make_refusal(ERRCODE_EXCLUSION_VIOLATION, TABLE_SESSION,
									"no_room_free",
									"no room is free at that time");

	tell_time(refusal, "room_id", window);
	return refusal;
}
