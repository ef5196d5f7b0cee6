/*
 * hours_refusal.c
 *		What is said of the hours in which trainers work.
 */
#include "postgres.h"

#include "hours/hours_refusal.h"

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
