/*
 * membership_refusal.c
 *		What is said of memberships that change.
 */
#include "postgres.h"

#include "membership/membership_refusal.h"

#include "base/local_time.h"

/* What a membership is asked for when it has ended, or for a day after its end. */
Refusal *
refusal_membership_ended(int64 membership_id, DateADT ends_on, DateADT today)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_MEMBERSHIP, "membership_ended",
		psprintf("membership " INT64_FORMAT " has ended by then",
				 membership_id));

	refusal->column = "ends_on";
	refusal->detail =
		psprintf("The first day without it is %s.", day_label(ends_on));
	refusal->hint = ends_on <= today
						? "Make a new membership with join_plan()."
						: "Choose an earlier day, or take the cancellation "
						  "back with keep_membership().";
	return refusal;
}

static char *
days_of_hold(DateADT starts_on, DateADT ends_on)
{
	return ends_on == DATEVAL_NOEND
			   ? psprintf("from %s on", day_label(starts_on))
			   : psprintf("from %s until %s", day_label(starts_on),
						  day_label(ends_on));
}

Refusal *
refusal_hold_overlap(DateADT starts_on, DateADT ends_on)
{
	Refusal *refusal = make_refusal(
		ERRCODE_EXCLUSION_VIOLATION, TABLE_HOLD, "membership_hold_overlap",
		"the hold overlaps another one, or begins or ends with it");

	refusal->detail = psprintf("The membership is on hold %s.",
							   days_of_hold(starts_on, ends_on));
	refusal->hint = "Choose other days, or have the other hold end on another "
					"day with end_hold().";
	return refusal;
}

Refusal *
refusal_not_on_hold(int64 membership_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_HOLD, "membership_hold",
		psprintf("membership " INT64_FORMAT " is not on hold", membership_id));

	refusal->detail = "It has no hold that is running or to come.";
	return refusal;
}

Refusal *
refusal_on_hold(int64 membership_id, DateADT ends_on)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_HOLD, "membership_hold",
		psprintf("membership " INT64_FORMAT " is on hold on that day",
				 membership_id));

	refusal->detail =
		ends_on == DATEVAL_NOEND
			? "The hold has no end."
			: psprintf("The hold ends on %s.", day_label(ends_on));
	refusal->hint = "Choose the day on which the hold ends, or end it with "
					"end_hold().";
	return refusal;
}

/* A hold without an end, after which nothing could begin or end. */
Refusal *
refusal_never_reached(int64 membership_id, DateADT planned_for)
{
	Refusal *refusal =
		make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_HOLD, "membership_hold",
					 psprintf("membership " INT64_FORMAT
							  " has another plan or its end to come",
							  membership_id));

	refusal->detail =
		psprintf("That is planned for %s, which a hold without an end would "
				 "never reach.",
				 day_label(planned_for));
	refusal->hint = "Give the hold an end, or take back what is planned with "
					"change_plan() or keep_membership().";
	return refusal;
}

/* NOEND: nobody can tell when. */
Refusal *
refusal_membership_notice(int64 membership_id, DateADT earliest)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_MEMBERSHIP, "membership_notice",
		psprintf("membership " INT64_FORMAT " cannot end that early",
				 membership_id));

	refusal->column = "ends_on";
	if (earliest == DATEVAL_NOEND)
	{
		refusal->detail = "Its shortest time is not over before a hold that "
						  "has no end.";
		refusal->hint = "End the hold, or ask the desk for an end.";
		return refusal;
	}
	refusal->detail = psprintf("By its plan, it ends on %s at the earliest.",
							   day_label(earliest));
	refusal->hint = "Choose that day or a later one, or ask the desk.";
	return refusal;
}

Refusal *
refusal_membership_bookings(int64 membership_id, int count)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_MEMBERSHIP, "membership_bookings",
		psprintf("membership " INT64_FORMAT
				 " covers bookings that it would no longer",
				 membership_id));

	refusal->detail = psprintf("%d %s to come would be without cover.", count,
							   count == 1 ? "booking" : "bookings");
	refusal->hint = "Cancel or bill them with on_bookings => 'cancel' or "
					"'bill', or choose another day.";
	return refusal;
}
