/*
 * hours_refusal.c
 *		What is said of the hours in which trainers work.
 */
#include "postgres.h"

#include "hours/hours_refusal.h"

#include "calendar/busy_refusal.h"

/* The same of an availability window, which has wall-clock times. */
Refusal *
refusal_window_order(void)
{
	Refusal *refusal = refusal_period_order(TABLE_AVAILABILITY);

	refusal->detail =
		"A window ends after it starts, on the same day; 24:00 is midnight.";
	return refusal;
}

Refusal *
refusal_trainer_inactive(TableId table, int64 trainer_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, table, "trainer_inactive",
		psprintf("trainer " INT64_FORMAT " is not active", trainer_id));

	refusal->column = "trainer_id";
	refusal->detail = "An inactive trainer takes no new work.";
	refusal->hint = "Choose another trainer.";
	refusal->resource = "trainer";
	refusal->resource_id = trainer_id;
	return refusal;
}

Refusal *
refusal_trainer_unavailable(TableId table, int64 trainer_id, Period window,
							const char *local_window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, table, "trainer_availability",
		psprintf("trainer " INT64_FORMAT " is not available at that time",
				 trainer_id));

	refusal->detail = psprintf(
		"A trainer works only inside availability windows, and none covers %s, club time.",
		local_window);
	refusal->hint =
		"Choose a time inside a window, or add one with set_availability().";
	refusal->resource = "trainer";
	refusal->resource_id = trainer_id;
	refusal->window = window;
	return refusal;
}

Refusal *
refusal_window_overlaps(int64 trainer_id, const char *local_window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_EXCLUSION_VIOLATION, TABLE_AVAILABILITY,
		"trainer_availability_overlap",
		psprintf("trainer " INT64_FORMAT " already has a window at that time",
				 trainer_id));

	refusal->detail = psprintf(
		"Windows of one trainer on one day never overlap, and there is one %s.",
		local_window);
	refusal->hint =
		"Choose other times, or change that window with update_availability().";
	refusal->resource = "trainer";
	refusal->resource_id = trainer_id;
	return refusal;
}

Refusal *
refusal_window_in_use(int64 trainer_id, int bookings)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_AVAILABILITY,
		"trainer_availability_in_use",
		psprintf("%d upcoming %s that window", bookings,
				 bookings == 1 ? "booking needs" : "bookings need"));

	refusal->detail = psprintf("Trainer " INT64_FORMAT
							   " works only inside availability windows.",
							   trainer_id);
	refusal->hint = "Move or cancel those bookings first.";
	refusal->resource = "trainer";
	refusal->resource_id = trainer_id;
	return refusal;
}

Refusal *
refusal_closure_length(void)
{
	Refusal *refusal = make_refusal(
		ERRCODE_INVALID_PARAMETER_VALUE, TABLE_CLOSURE, "closure_period_check",
		"a closure must not be longer than 366 days");

	refusal->hint = "Check start_time and end_time.";
	return refusal;
}

Refusal *
refusal_closure_overlaps(const char *resource, int64 id, Period window)
{
	Refusal *refusal = refusal_closed(TABLE_CLOSURE, resource, id, window);

	refusal->constraint = "closure_overlap";
	refusal->hint = "Choose other times, or lift that closure first.";
	return refusal;
}

Refusal *
refusal_closure_in_use(int bookings)
{
	Refusal *refusal = make_refusal(
		ERRCODE_EXCLUSION_VIOLATION, TABLE_CLOSURE, "closure_in_use",
		psprintf("%d %s in that time", bookings,
				 bookings == 1 ? "booking is" : "bookings are"));

	refusal->detail = "Nothing is booked where a closure is.";
	refusal->hint =
		"Move or cancel what find_affected() lists, or close with on_conflict => 'cancel'.";
	return refusal;
}

Refusal *
refusal_closure_over_begun(int bookings)
{
	Refusal *refusal = refusal_closure_in_use(bookings);

	refusal->message = psprintf("%d %s in that time and %s begun", bookings,
								bookings == 1 ? "booking is" : "bookings are",
								bookings == 1 ? "has" : "have");
	refusal->detail = "Only what has not begun is cancelled for a closure.";
	refusal->hint = "Choose a later start, or end those bookings first.";
	return refusal;
}

Refusal *
refusal_leave_past(void)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE,
									TABLE_CLOSURE, "booking_begun",
									"the leave would begin in the past");

	refusal->column = "start_time";
	refusal->detail = "Only staff may enter leave that has begun.";
	refusal->hint = "Choose another time, or ask the desk.";
	return refusal;
}
