/*
 * hold.c
 *		Holds: days on which a membership stands still.
 *
 * Nominal time stands still on hold, so boundaries come later by its days, and
 * so do a change of plan and an end that are to come.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "argument/time_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "membership/booking.h"
#include "membership/change.h"
#include "membership/membership_refusal.h"

PG_FUNCTION_INFO_V1(fitclub_hold_membership);
PG_FUNCTION_INFO_V1(fitclub_end_hold);

/* A hold that comes, or one that ends on another day. */
typedef struct HoldRequest
{
	MembershipChange change;
	DateADT starts_on;
	DateADT ends_on; /* DATEVAL_NOEND: open */
	DatedRow row;    /* the one that there is */
	List *plans;     /* rows of membership_plan that come on another day, */
	List *days;      /* and on which */
	StandingPlan *split; /* the plan again, if days come back; or NULL */
	bool moves_end;      /* of a membership that is cancelled, */
	DateADT membership_ends_on; /* to this day */
} HoldRequest;

/*
 * A membership that is cancelled ends when the nominal day of its end comes,
 * unless that is within the hold.
 */
static void
move_end(HoldRequest *request, DateADT hold_ends_on)
{
	const Standing *before = &request->change.before;
	Standing *after = &request->change.after;

	request->moves_end = before->cancelled_on != DATEVAL_NOEND &&
						 before->cancelled_on > hold_ends_on;
	if (!request->moves_end)
		return;
	after->cancelled_on =
		standing_real(after, standing_nominal(before, before->cancelled_on));
	request->membership_ends_on = after->cancelled_on;
}

static void
write_moved_end(WriterState *writing, const HoldRequest *request)
{
	ColumnValue value = column_datum(
		Anum_membership_ends_on, DateADTGetDatum(request->membership_ends_on));

	if (request->moves_end)
		writer_update(writing, TABLE_MEMBERSHIP, GUARDED,
					  &request->change.before.place, &value, 1);
}

/* A change of plan that is planned comes when its nominal day does. */
static void
move_planned(HoldRequest *request, const Standing *planned_for,
			 Blocker *blocker)
{
	MembershipChange *change = &request->change;
	Standing *after = &change->after;
	List *rows = membership_rows(change, TABLE_MEMBERSHIP_PLAN, blocker);

	request->plans = NIL;
	request->days = NIL;
	for (int i = 0; i < Min(after->plan_count, list_length(rows)); i++)
	{
		DatedRow *row = list_nth(rows, i);
		DateADT day;

		if (row->starts_on <= request->starts_on)
			continue;
		day = standing_real(after,
							standing_nominal(planned_for, row->starts_on));
		if (day == row->starts_on || day == DATEVAL_NOEND)
			continue;
		after->plans[i].from_on = day;
		membership_lock_row(change, row);
		request->plans = lappend(request->plans, row);
		request->days = lappend_int(request->days, day);
	}
}

static void
write_planned(WriterState *writing, const HoldRequest *request)
{
	int count = list_length(request->plans);
	/* in the order in which none gets in the way of the next */
	bool backward = count > 0 &&
					linitial_int(request->days) >
						((DatedRow *) linitial(request->plans))->starts_on;

	for (int i = 0; i < count; i++)
	{
		int n = backward ? count - 1 - i : i;
		const DatedRow *row = list_nth(request->plans, n);
		ColumnValue value =
			column_datum(Anum_membership_plan_from_on,
						 DateADTGetDatum(list_nth_int(request->days, n)));

		writer_update(writing, TABLE_MEMBERSHIP_PLAN, GUARDED, &row->place,
					  &value, 1);
	}
}

/* Put a hold among the others, in order. */
static void
add_hold(Standing *standing, StandingHold hold)
{
	int i = standing->hold_count++;

	for (; i > 0 && standing->holds[i - 1].starts_on > hold.starts_on; i--)
		standing->holds[i] = standing->holds[i - 1];
	standing->holds[i] = hold;
}

static void
remove_hold(Standing *standing, DateADT starts_on)
{
	int kept = 0;

	for (int i = 0; i < standing->hold_count; i++)
		if (standing->holds[i].starts_on != starts_on)
			standing->holds[kept++] = standing->holds[i];
	standing->hold_count = kept;
}

/* Rule: holds are apart from each other. */
static Refusal *
check_apart(const HoldRequest *request)
{
	const Standing *before = &request->change.before;

	for (int i = 0; i < before->hold_count; i++)
	{
		const StandingHold *hold = &before->holds[i];

		if (hold->starts_on != request->row.starts_on &&
			request->starts_on <= hold->ends_on &&
			hold->starts_on <= request->ends_on)
			return refusal_hold_overlap(hold->starts_on, hold->ends_on);
	}
	return NULL;
}

/* Rule: what comes before the period that is running is settled. */
static Refusal *
check_not_settled(HoldRequest *request, Blocker *blocker)
{
	MembershipChange *change = &request->change;
	DateADT settled_until = change->before.starts_on;
	ListCell *cell;

	foreach(cell, membership_rows(change, TABLE_MEMBERSHIP_PERIOD, blocker))
	{
		const DatedRow *row = lfirst(cell);

		if (row->starts_on <= change->today)
			settled_until = row->starts_on;
	}
	if (request->starts_on >= Min(settled_until, change->today) &&
		request->starts_on >= change->before.starts_on)
		return NULL;
	return refusal_value(
		ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, TABLE_HOLD, "starts_on",
		"starts_on is too early",
		psprintf(
			"What comes before %s is billed and over, or before its start.",
			day_label(settled_until)));
}

/* Rule: a plan that is to come comes, and so does an end. */
static Refusal *
check_planned(const HoldRequest *request)
{
	const Standing *before = &request->change.before;
	const StandingPlan *last = &before->plans[before->plan_count - 1];

	if (request->ends_on != DATEVAL_NOEND)
		return NULL;
	if (before->plan_count > 0 && last->from_on > request->starts_on &&
		last->from_on < before->ends_on)
		return refusal_never_reached(before->id, last->from_on);
	if (before->cancelled_on != DATEVAL_NOEND)
		return refusal_never_reached(before->id, before->cancelled_on);
	return NULL;
}

/* Whether less was billed for a period than it will cost. */
static bool
costs_more(const MembershipChange *change, const DatedRow *row,
		   Blocker *blocker)
{
	Bill bill = bill_of_period(change->id, row->starts_on, blocker);
	StandingPeriod period;

	return bill.id != NO_ID &&
		   standing_next_period(&change->after, row->starts_on, &period) &&
		   amount_compare(bill.original != NULL ? bill.original : bill.amount,
						  standing_dues(&change->after, &period,
										&change->club)) < 0;
}

/* Have the plan begin again on the first day of the hold. */
static void
split_at_hold(HoldRequest *request)
{
	Standing *after = &request->change.after;
	int count = after->plan_count;

	while (count > 0 && after->plans[count - 1].from_on > request->starts_on)
	{
		after->plans[count] = after->plans[count - 1];
		count--;
	}
	if (count == 0)
		return;
	after->plans[count] = after->plans[count - 1];
	after->plans[count].from_on = request->starts_on;
	after->plan_count++;
	request->split = &after->plans[count];
}

/*
 * Of a membership that ends while it is on hold, days come back if the hold ends
 * earlier. If a period was billed without them, they are another period, which
 * begins where the hold did.
 */
static void
find_days_back(HoldRequest *request, Blocker *blocker)
{
	MembershipChange *change = &request->change;
	ListCell *cell;

	request->split = NULL;
	if (change->before.cancelled_on == DATEVAL_NOEND)
		return;
	foreach(cell, membership_rows(change, TABLE_MEMBERSHIP_PERIOD, blocker))
	{
		const DatedRow *row = lfirst(cell);

		if (request->split == NULL && row->starts_on < request->starts_on &&
			request->starts_on < row->ends_on &&
			costs_more(change, row, blocker))
			split_at_hold(request);
	}
}

static void
write_days_back(WriterState *writing, const HoldRequest *request)
{
	const StandingPlan *plan = request->split;
	ColumnValue values[] = {
		column_id(Anum_membership_plan_membership_id, request->change.id),
		column_datum(Anum_membership_plan_from_on,
					 DateADTGetDatum(request->starts_on)),
		column_id(Anum_membership_plan_plan_id,
				  plan == NULL ? NO_ID : plan->plan_id),
		{Anum_membership_plan_price,
		 NumericGetDatum(plan == NULL ? NULL : plan->price),
		 plan == NULL || plan->price == NULL},
	};

	if (plan != NULL)
		(void) writer_insert(writing, TABLE_MEMBERSHIP_PLAN, GUARDED, values,
							 lengthof(values));
}

/* What hangs on the days of the hold, which are set. */
static Refusal *
find_what_moves(HoldRequest *request, DateADT hold_ends_on,
				const Standing *planned_for, Blocker *blocker)
{
	MembershipChange *change = &request->change;

	move_end(request, hold_ends_on);
	move_planned(request, planned_for, blocker);
	standing_set_end(&change->after);
	find_days_back(request, blocker);
	membership_find_periods(change, request->starts_on, DUES_MOVE, blocker);
	return membership_find_bookings(change, request->starts_on, blocker);
}

static Refusal *
check_hold(void *state, Blocker *blocker)
{
	HoldRequest *request = state;
	MembershipChange *change = &request->change;
	Refusal *refusal = membership_read_kept(change, blocker);

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	if (request->starts_on >= change->before.ends_on)
		return refusal_membership_ended(change->id, change->before.ends_on,
										change->today);
	refusal = check_not_settled(request, blocker);
	if (refusal == NULL)
		refusal = check_apart(request);
	if (refusal == NULL)
		refusal = check_planned(request);
	if (refusal != NULL)
		return refusal;
	add_hold(&change->after,
			 (StandingHold){request->starts_on, request->ends_on});
	return find_what_moves(request, request->starts_on, &change->before,
						   blocker);
}

static void
insert_hold(WriterState *writing, FunctionCallInfo fcinfo,
			const HoldRequest *request)
{
	ColumnValue values[] = {
		column_id(Anum_membership_hold_membership_id, request->change.id),
		column_datum(Anum_membership_hold_starts_on,
					 DateADTGetDatum(request->starts_on)),
		column_datum(Anum_membership_hold_ends_on,
					 DateADTGetDatum(request->ends_on)),
		column_argument(fcinfo, Anum_membership_hold_reason, 3),
	};

	(void) writer_insert(writing, TABLE_HOLD, GUARDED, values,
						 lengthof(values));
}

static char *
hold_message(const HoldRequest *request)
{
	const char *name =
		membership_plan_name(&request->change.after, request->starts_on);

	if (request->ends_on == DATEVAL_NOEND)
		return psprintf("The membership %s is on hold from %s on", name,
						day_label(request->starts_on));
	return psprintf("The membership %s is on hold from %s until %s", name,
					day_label(request->starts_on),
					day_label(request->ends_on));
}

/*
 * hold_membership(membership_id, starts_on, ends_on, reason, on_bookings): a
 * membership stands still. Short-locks the member, and the bills of periods
 * that are taken back. Returns the membership's id.
 */
Datum
fitclub_hold_membership(PG_FUNCTION_ARGS)
{
	HoldRequest request = {.row = {.starts_on = DATEVAL_NOEND}};
	WriterState *writing;

	permit_staff(TABLE_HOLD);
	(void) argument_present_key(fcinfo, 0, TABLE_MEMBERSHIP);
	check_date(fcinfo, 1, REQUIRED, TABLE_HOLD, "starts_on");
	check_date(fcinfo, 2, OPTIONAL, TABLE_HOLD, "ends_on");
	check_text(fcinfo, 3, OPTIONAL, TABLE_HOLD, "reason");
	request.change = membership_change(fcinfo, 4);
	request.starts_on = PG_GETARG_DATEADT(1);
	request.ends_on = PG_ARGISNULL(2) ? DATEVAL_NOEND : PG_GETARG_DATEADT(2);
	if (request.ends_on <= request.starts_on)
		refuse(refusal_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, TABLE_HOLD,
							 "ends_on", "ends_on is not after starts_on",
							 NULL));

	writing = membership_admit(&request.change, check_hold, &request);
	insert_hold(writing, fcinfo, &request);
	write_moved_end(writing, &request);
	write_planned(writing, &request);
	membership_write_changes(writing, &request.change);
	membership_end_change(writing, &request.change, hold_message(&request));
	PG_RETURN_INT64(request.change.id);
}

/* The hold that is running, or else the next. */
static bool
find_hold(HoldRequest *request, Blocker *blocker)
{
	MembershipChange *change = &request->change;
	ListCell *cell;

	foreach(cell, membership_rows(change, TABLE_HOLD, blocker))
	{
		request->row = *(DatedRow *) lfirst(cell);
		request->starts_on = request->row.starts_on;
		if (request->row.ends_on > change->today)
			return true;
	}
	return false;
}

static Refusal *
check_end_of_hold(void *state, Blocker *blocker)
{
	HoldRequest *request = state;
	MembershipChange *change = &request->change;
	Standing planned_for;
	Refusal *refusal = membership_read_running(change, blocker);

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	if (!find_hold(request, blocker))
		return blocker_is_set(blocker) ? NULL
									   : refusal_not_on_hold(change->id);
	refusal = check_apart(request);
	if (refusal != NULL)
		return refusal;
	membership_lock_row(change, &request->row);
	/* what was planned before a hold that was open has kept its day */
	planned_for = membership_copy(&change->before);
	if (request->row.ends_on == DATEVAL_NOEND)
		remove_hold(&planned_for, request->starts_on);
	remove_hold(&change->after, request->starts_on);
	if (request->ends_on > request->starts_on)
		add_hold(&change->after,
				 (StandingHold){request->starts_on, request->ends_on});
	return find_what_moves(request, request->row.ends_on, &planned_for,
						   blocker);
}

/* A hold that would have no days is none. */
static void
write_end_of_hold(WriterState *writing, const HoldRequest *request)
{
	ColumnValue value = column_datum(Anum_membership_hold_ends_on,
									 DateADTGetDatum(request->ends_on));

	if (request->ends_on <= request->starts_on)
		writer_delete(writing, TABLE_HOLD, &request->row.place);
	else
		writer_update(writing, TABLE_HOLD, GUARDED, &request->row.place,
					  &value, 1);
}

static char *
end_of_hold_message(const HoldRequest *request)
{
	const char *name =
		membership_plan_name(&request->change.after, request->starts_on);

	if (request->ends_on <= request->starts_on)
		return psprintf("The membership %s is not on hold from %s on", name,
						day_label(request->starts_on));
	return psprintf("The hold of the membership %s ends on %s", name,
					day_label(request->ends_on));
}

/*
 * end_hold(membership_id, ends_on, on_bookings): the hold that is running, or
 * else the next, ends on another day. Locks like hold_membership(). Returns the
 * membership's id.
 */
Datum
fitclub_end_hold(PG_FUNCTION_ARGS)
{
	HoldRequest request = {0};
	WriterState *writing;

	permit_staff(TABLE_HOLD);
	(void) argument_present_key(fcinfo, 0, TABLE_MEMBERSHIP);
	check_date(fcinfo, 1, OPTIONAL, TABLE_HOLD, "ends_on");
	request.change = membership_change(fcinfo, 2);
	request.ends_on = PG_ARGISNULL(1) ? request.change.today
									  : PG_GETARG_DATEADT(1);

	writing = membership_admit(&request.change, check_end_of_hold, &request);
	write_end_of_hold(writing, &request);
	write_moved_end(writing, &request);
	write_planned(writing, &request);
	write_days_back(writing, &request);
	membership_write_changes(writing, &request.change);
	membership_end_change(writing, &request.change,
						  end_of_hold_message(&request));
	PG_RETURN_INT64(request.change.id);
}
