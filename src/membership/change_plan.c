/*
 * change_plan.c
 *		Another plan for a membership, or the same at another price.
 *
 * A plan begins on a day, and replaces those that were planned for that day or
 * later. A period that was billed ends on that day, and what it costs less is
 * credited.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/time_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "membership/booking.h"
#include "membership/change.h"
#include "membership/dues.h"
#include "membership/membership_refusal.h"
#include "plan/plan_refusal.h"

PG_FUNCTION_INFO_V1(fitclub_change_plan);

typedef struct PlanRequest
{
	MembershipChange change;
	bool is_given; /* from_on */
	DateADT from_on;
	Numeric price;     /* NULL: the list's, or if the plan stays as it is */
	StandingPlan plan; /* from then on */
	StandingPlan *plan_before; /* until then; NULL: none */
	List *later;               /* rows of membership_plan that go */
	DatedRow *row;             /* of that day; NULL: none */
	bool changes;              /* anything */
	bool is_taken_back;        /* what was planned, so that no row is needed */
	MembershipAccounts accounts; /* that pay what is billed at once */
} PlanRequest;

static bool
same_price(Numeric a, Numeric b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return amount_compare(a, b) == 0;
}

/* Whether a change asks for nothing but the plan that there is. */
static bool
is_as_before(const PlanRequest *request, const StandingPlan *plan)
{
	return plan->plan_id == request->plan.plan_id &&
		   (request->price == NULL || same_price(request->price, plan->price));
}

/* The plan from a day on, in place of all that were planned for it or later. */
static void
apply_plan(PlanRequest *request, DateADT from_on)
{
	const Standing *before = &request->change.before;
	Standing *after = &request->change.after;
	StandingPlan *plan = &request->plan;
	const StandingPlan *like;
	int count = 0;

	while (count < before->plan_count &&
		   before->plans[count].from_on < from_on)
		count++;
	/* another day may have been tried before */
	memcpy(after->plans, before->plans, sizeof(StandingPlan) * count);
	request->plan_before = count > 0 ? &before->plans[count - 1] : NULL;
	like = count > 0 ? request->plan_before : &before->plans[0];
	plan->from_on = from_on;
	plan->anchor_on = plan->unit == like->unit && plan->every == like->every
						  ? like->anchor_on
						  : standing_nominal(before, from_on);
	plan->price = request->price == NULL && is_as_before(request, like)
					  ? like->price
					  : request->price;
	after->plans[count] = *plan;
	after->plan_count = count + 1;
}

/* Whether a period around a day costs more with the plan than without, per day. */
static bool
is_dearer(PlanRequest *request, DateADT date)
{
	const MembershipChange *change = &request->change;
	StandingPeriod before;
	StandingPeriod after;

	apply_plan(request, date);
	if (!standing_period_around(&change->before, date, &before) ||
		!standing_period_around(&change->after, date, &after))
		return true;
	return amount_compare(amount_times(standing_price(&change->after, &after,
													  &change->club),
									   before.whole_end - before.whole_start),
						  amount_times(standing_price(&change->before, &before,
													  &change->club),
									   after.whole_end - after.whole_start)) >
		   0;
}

/*
 * When a change begins for which no day is given: at once if it costs more, or
 * at the next boundary. To the plan that there is, it takes back what is planned.
 */
static DateADT
choose_day(PlanRequest *request)
{
	const MembershipChange *change = &request->change;
	const Standing *before = &change->before;
	DateADT now = Max(change->today, before->starts_on);
	const StandingPlan *plan = standing_plan_on(before, now);
	const StandingPlan *next = plan + 1;

	if (is_as_before(request, plan) &&
		next < before->plans + before->plan_count &&
		next->from_on < before->ends_on)
		return next->from_on;
	if (before->starts_on > change->today || is_dearer(request, now))
		return now;
	return standing_first_boundary_from(before, now + 1);
}

/* Rules: what begins, begins from today on, and while there is a membership. */
static Refusal *
check_day(const PlanRequest *request)
{
	const MembershipChange *change = &request->change;
	const Standing *before = &change->before;

	if (request->from_on < Max(change->today, before->starts_on))
		return refusal_value(
			ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, TABLE_MEMBERSHIP_PLAN,
			"from_on", "from_on is too early",
			"A plan changes from today on, and not before the membership starts.");
	if (standing_is_on_hold(before, request->from_on) ||
		request->from_on == DATEVAL_NOEND)
		return refusal_on_hold(change->id,
							   standing_after_hold(before, request->from_on));
	if (request->from_on >= before->ends_on)
		return refusal_membership_ended(change->id, before->ends_on,
										change->today);
	if (!request->plan.is_active &&
		(request->plan_before == NULL ||
		 request->plan_before->plan_id != request->plan.plan_id))
		return refusal_plan_inactive(request->plan.plan_id);
	return NULL;
}

/* The rows of plans that were planned for the day or later. */
static void
find_planned(PlanRequest *request, Blocker *blocker)
{
	MembershipChange *change = &request->change;
	ListCell *cell;

	request->later = NIL;
	request->row = NULL;
	foreach(cell, membership_rows(change, TABLE_MEMBERSHIP_PLAN, blocker))
	{
		DatedRow *row = lfirst(cell);

		if (row->starts_on < request->from_on)
			continue;
		membership_lock_row(change, row);
		if (row->starts_on == request->from_on)
			request->row = row;
		else
			request->later = lappend(request->later, row);
	}
}

/*
 * Whether a period that was billed ends earlier by what was planned: the days
 * after that have been credited, or were not billed.
 */
static bool
planned_cuts_billed(PlanRequest *request, Blocker *blocker)
{
	MembershipChange *change = &request->change;
	ListCell *cell;

	foreach(cell, membership_rows(change, TABLE_MEMBERSHIP_PERIOD, blocker))
	{
		DateADT starts_on = ((DatedRow *) lfirst(cell))->starts_on;
		StandingPeriod planned;
		StandingPeriod period;

		if (starts_on < request->from_on &&
			membership_whole_period(&change->before, starts_on, &planned) &&
			membership_whole_period(&change->after, starts_on, &period) &&
			planned.ends_on < period.ends_on)
			return true;
	}
	return false;
}

/* Whether two plans are one, at one price. */
static bool
is_same(const StandingPlan *a, const StandingPlan *b)
{
	return a->plan_id == b->plan_id && same_price(a->price, b->price);
}

/*
 * Find what the plan changes. One that is as the plan before it takes back what
 * was planned, and needs no row of its own, unless that cuts what was billed: then
 * the days after it have to be billed, as another period.
 */
static void
find_changes(PlanRequest *request, Blocker *blocker)
{
	MembershipChange *change = &request->change;
	const Standing *before = &change->before;

	find_planned(request, blocker);
	request->is_taken_back = false;
	request->changes =
		request->later != NIL ||
		!is_same(standing_plan_on(before, request->from_on), &request->plan);
	if (request->plan_before == NULL ||
		!is_same(request->plan_before, &request->plan))
		return;
	change->after.plan_count--;
	request->is_taken_back = !planned_cuts_billed(request, blocker);
	if (!request->is_taken_back)
		change->after.plan_count++;
}

/* Whether the day has come, of which dues have been billed. */
static bool
is_billed_at_once(const PlanRequest *request)
{
	return request->from_on <= request->change.today &&
		   request->change.periods != NIL;
}

static Refusal *
check_plan_request(void *state, Blocker *blocker)
{
	PlanRequest *request = state;
	MembershipChange *change = &request->change;
	Refusal *refusal = membership_read_kept(change, blocker);

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	if (change->before.ends_on <= change->today ||
		change->before.plan_count == 0)
		return refusal_membership_ended(change->id, change->before.ends_on,
										change->today);
	if (!request->is_given)
		request->from_on = choose_day(request);
	apply_plan(request, request->from_on);
	refusal = check_day(request);
	if (refusal != NULL)
		return refusal;
	find_changes(request, blocker);
	if (blocker_is_set(blocker) || !request->changes)
		return NULL;
	standing_set_end(&change->after);
	membership_find_periods(change, request->from_on, DUES_CREDITED, blocker);
	if (is_billed_at_once(request))
		membership_look_at_accounts(change->before.member_id, &change->locks,
									&request->accounts, blocker);
	return membership_find_bookings(change, request->from_on, blocker);
}

/* The row of the day, and none later. */
static void
write_plans(WriterState *writing, const PlanRequest *request)
{
	const StandingPlan *plan = &request->plan;
	const StandingPlan *before = request->plan_before;
	DateADT inherited = before != NULL ? before->anchor_on
									   : request->change.before.anchor_on;
	ColumnValue values[] = {
		column_id(Anum_membership_plan_plan_id, plan->plan_id),
		{Anum_membership_plan_price, NumericGetDatum(plan->price),
		 plan->price == NULL},
		{Anum_membership_plan_anchor_on, DateADTGetDatum(plan->anchor_on),
		 plan->anchor_on == inherited},
		column_datum(Anum_membership_plan_from_on,
					 DateADTGetDatum(plan->from_on)),
		column_id(Anum_membership_plan_membership_id, request->change.id),
	};
	ListCell *cell;

	foreach(cell, request->later)
		writer_delete(writing, TABLE_MEMBERSHIP_PLAN,
					  &((DatedRow *) lfirst(cell))->place);
	if (request->row == NULL && !request->is_taken_back)
		(void) writer_insert(writing, TABLE_MEMBERSHIP_PLAN, GUARDED, values,
							 lengthof(values));
	else if (request->row != NULL && request->is_taken_back)
		writer_delete(writing, TABLE_MEMBERSHIP_PLAN, &request->row->place);
	else if (request->row != NULL)
		writer_update(writing, TABLE_MEMBERSHIP_PLAN, GUARDED,
					  &request->row->place, values, 3);
}

/* What was paid above what is owed pays what is billed now. */
static void
bill_at_once(WriterState *writing, PlanRequest *request)
{
	MembershipChange *change = &request->change;
	Blocker ignored = NO_BLOCKER;

	membership_look_at_accounts(change->before.member_id, &change->locks,
								&request->accounts, &ignored);
	(void) membership_write_periods(writing, &change->after,
									change->billed_until, change->today, 0,
									&change->club, &request->accounts,
									current_instant());
}

static char *
plan_message(const PlanRequest *request)
{
	const StandingPlan *before = request->plan_before;
	const StandingPlan *plan = &request->plan;

	if (before != NULL && before->plan_id != plan->plan_id)
		return psprintf("The membership %s changes to %s on %s", before->name,
						plan->name, day_label(plan->from_on));
	if (request->is_taken_back || plan->price == NULL)
		return psprintf("The membership stays %s on %s", plan->name,
						day_label(plan->from_on));
	return psprintf("The membership %s costs %s from %s on", plan->name,
					amount_label(plan->price, request->change.club.decimals),
					day_label(plan->from_on));
}

/*
 * change_plan(membership_id, plan_id, from_on, price, on_bookings): another
 * plan, or price. Short-locks the member, and the bills that are credited.
 * Returns the membership's id.
 */
Datum
fitclub_change_plan(PG_FUNCTION_ARGS)
{
	PlanRequest request = {.is_given = !PG_ARGISNULL(2)};
	MembershipChange *change = &request.change;
	WriterState *writing;
	char *message = NULL;

	permit_staff(TABLE_MEMBERSHIP);
	(void) argument_present_key(fcinfo, 0, TABLE_MEMBERSHIP);
	check_row(fcinfo, 1, REQUIRED, TABLE_MEMBERSHIP_PLAN, "plan_id",
			  TABLE_PLAN);
	check_date(fcinfo, 2, OPTIONAL, TABLE_MEMBERSHIP_PLAN, "from_on");
	check_money(fcinfo, 3, OPTIONAL, TABLE_MEMBERSHIP_PLAN, "price", true);
	request.change = membership_change(fcinfo, 4);
	(void) standing_read_plan(PG_GETARG_INT64(1), &request.plan);
	if (request.is_given)
		request.from_on = PG_GETARG_DATEADT(2);
	if (!PG_ARGISNULL(3))
		request.price = PG_GETARG_NUMERIC(3);

	writing = membership_admit(change, check_plan_request, &request);
	if (request.changes)
	{
		write_plans(writing, &request);
		membership_write_changes(writing, change);
		if (is_billed_at_once(&request))
			bill_at_once(writing, &request);
		message = plan_message(&request);
	}
	membership_end_change(writing, change, message);
	PG_RETURN_INT64(change->id);
}
