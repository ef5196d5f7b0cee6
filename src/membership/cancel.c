/*
 * cancel.c
 *		The end of a membership, and taking it back.
 *
 * Dues of days after the end are credited only if that is asked for, but those of
 * periods that have not begun always are. A period that is cut and credited ends
 * where a row of membership_plan begins, as where the plan changes: if the
 * membership is kept after all, the days that were credited are another period.
 * So are the days after one that was billed when its end was known, though an
 * earlier end may have cut it since.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "argument/time_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/access_refusal.h"
#include "caller/permission.h"
#include "membership/booking.h"
#include "membership/change.h"
#include "membership/membership_refusal.h"

#include "utils/fmgrprotos.h"

PG_FUNCTION_INFO_V1(fitclub_cancel_membership);
PG_FUNCTION_INFO_V1(fitclub_keep_membership);

typedef struct EndRequest
{
	MembershipChange change;
	bool is_given;
	DateADT ends_on;
	bool credit_unused;
	StandingPlan *split; /* the plan again, if days are credited; or NULL */
} EndRequest;

static DateADT
date_after(DateADT date, const Interval *interval)
{
	Timestamp later = DatumGetTimestamp(DirectFunctionCall2(
		date_pl_interval, DateADTGetDatum(date), IntervalPGetDatum(interval)));

	return DatumGetDateADT(
		DirectFunctionCall1(timestamp_date, TimestampGetDatum(later)));
}

/*
 * The first day on which it may end by its plan: at a boundary, when notice was
 * given and its shortest time is over. A hold that has no end has no boundaries,
 * nor dues. DATEVAL_NOEND: nobody can tell.
 */
static DateADT
earliest_end(const MembershipChange *change)
{
	const Standing *before = &change->before;
	DateADT today = Max(change->today, before->starts_on);
	const StandingPlan *plan = standing_plan_on(before, today);
	DateADT noticed;
	DateADT shortest;
	DateADT boundary;

	if (plan == NULL)
		return today;
	/* what begins today has begun */
	noticed = Max(date_after(change->today, &plan->notice), change->today + 1);
	shortest = standing_min_end(before, today);
	if (shortest == DATEVAL_NOEND)
		return DATEVAL_NOEND;
	noticed = Max(noticed, shortest);
	boundary = standing_first_boundary_from(before, noticed);
	return boundary == DATEVAL_NOEND ? noticed : boundary;
}

/* Choose the end, or check the one that is given. */
static Refusal *
find_end(EndRequest *request)
{
	const MembershipChange *change = &request->change;
	const Standing *before = &change->before;
	DateADT earliest = earliest_end(change);

	if (request->is_given && request->ends_on >= change->today)
		request->ends_on = Max(request->ends_on, before->starts_on);
	if (!request->is_given && earliest == DATEVAL_NOEND)
		return refusal_membership_notice(change->id, earliest);
	if (!request->is_given)
		request->ends_on = Min(earliest, before->ends_on);
	if (request->ends_on < change->today)
		return refusal_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
							 TABLE_MEMBERSHIP, "ends_on",
							 "ends_on is too early",
							 "A membership ends today or later.");
	if (request->ends_on > before->ends_on)
		return refusal_membership_ended(change->id, before->ends_on,
										change->today);
	if (request->ends_on < Min(earliest, before->ends_on) &&
		!caller_is_trusted())
		return refusal_membership_notice(change->id, earliest);
	return NULL;
}

/* The day itself, or the first one of the hold in which it is. */
static DateADT
split_day(const Standing *standing, DateADT date)
{
	for (int i = 0; i < standing->hold_count; i++)
		if (standing->holds[i].starts_on < date &&
			date < standing->holds[i].ends_on)
			return standing->holds[i].starts_on;
	return date;
}

/*
 * Have a plan begin on a day of a period, so that the days after it are another
 * period if the membership goes on. No plan begins within a hold. Returns the
 * day.
 */
static DateADT
split_period(EndRequest *request, DateADT date)
{
	const Standing *before = &request->change.before;
	DateADT day = split_day(before, date);
	const StandingPlan *plan = standing_plan_on(before, day);

	if (plan == NULL || plan->from_on == day)
		return day;
	request->split = palloc(sizeof(StandingPlan));
	*request->split = *plan;
	request->split->from_on = day;
	return day;
}

/*
 * What was billed for a period that costs something. NULL: nothing, and so staff
 * have decided, as it has days that cost.
 */
static Numeric
billed_amount(const MembershipChange *change, const PeriodChange *period,
			  const StandingPeriod *whole, Blocker *blocker)
{
	Bill bill = bill_of_period(change->id, period->row.starts_on, blocker);
	StandingPeriod cut = *whole;
	Numeric dues;

	if (bill.id != NO_ID)
		return bill.original != NULL ? bill.original : bill.amount;
	if (period->row.ends_on != DATEVAL_NOEND)
		cut.nominal_end =
			standing_nominal(&change->before, period->row.ends_on);
	dues = standing_dues(&change->before, &cut, &change->club);
	return amount_sign(dues) == 0 ? dues : NULL;
}

/* Whether less was billed for a period than it costs if it is not cut. */
static bool
is_billed_in_part(const MembershipChange *change, const PeriodChange *period,
				  Blocker *blocker)
{
	StandingPeriod whole;
	Numeric billed;

	if (!membership_whole_period(&change->before, period->row.starts_on,
								 &whole))
		return false;
	billed = billed_amount(change, period, &whole, blocker);
	return billed != NULL &&
		   amount_compare(billed, standing_dues(&change->before, &whole,
												&change->club)) < 0;
}

/*
 * Of a period that the end cuts, the rest is credited, or was billed only until
 * an end that the membership had before.
 */
static void
split_cut(EndRequest *request, Blocker *blocker)
{
	ListCell *cell;

	request->split = NULL;
	foreach(cell, request->change.periods)
	{
		PeriodChange *period = lfirst(cell);

		if (period->is_taken_back)
			continue;
		if (period->net != NULL)
			period->ends_on = split_period(request, request->ends_on);
		else if (is_billed_in_part(&request->change, period, blocker))
			(void) split_period(request, period->row.ends_on);
	}
}

static Refusal *
check_cancellation(void *state, Blocker *blocker)
{
	EndRequest *request = state;
	MembershipChange *change = &request->change;
	Refusal *refusal = membership_read(change, blocker);

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	if (change->before.ends_on <= change->today)
		return refusal_membership_ended(change->id, change->before.ends_on,
										change->today);
	refusal = find_end(request);
	if (refusal != NULL)
		return refusal;
	change->after.cancelled_on = request->ends_on;
	standing_set_end(&change->after);
	membership_find_periods(change, request->ends_on,
							request->credit_unused ? DUES_CREDITED : DUES_STAY,
							blocker);
	split_cut(request, blocker);
	return membership_find_bookings(change, request->ends_on, blocker);
}

static void
set_end(WriterState *writing, const MembershipChange *change, DateADT ends_on,
		const text *reason)
{
	ColumnValue values[] = {
		{Anum_membership_ends_on, DateADTGetDatum(ends_on),
		 ends_on == DATEVAL_NOEND},
		column_given(Anum_membership_end_reason, reason),
	};

	writer_update(writing, TABLE_MEMBERSHIP, GUARDED, &change->before.place,
				  values, lengthof(values));
}

/*
 * cancel_membership(membership_id, ends_on, credit_unused, reason,
 * on_bookings): a membership ends. Short-locks the member, and the bills that are
 * credited. Returns the membership's id.
 */
Datum
fitclub_cancel_membership(PG_FUNCTION_ARGS)
{
	EndRequest request = {.is_given = !PG_ARGISNULL(1)};
	MembershipChange *change = &request.change;
	WriterState *writing;

	(void) permit_own_key(fcinfo, 0, TABLE_MEMBERSHIP);
	check_date(fcinfo, 1, OPTIONAL, TABLE_MEMBERSHIP, "ends_on");
	(void) check_given(fcinfo, 2, REQUIRED, TABLE_MEMBERSHIP, "credit_unused");
	if (PG_GETARG_BOOL(2) && !caller_is_trusted())
		refuse(refusal_staff_argument(TABLE_MEMBERSHIP, "credit_unused"));
	check_text(fcinfo, 3, OPTIONAL, TABLE_MEMBERSHIP, "end_reason");
	request.change = membership_change(fcinfo, 4);
	if (request.is_given)
		request.ends_on = PG_GETARG_DATEADT(1);
	request.credit_unused = PG_GETARG_BOOL(2);

	writing = membership_admit(change, check_cancellation, &request);
	set_end(writing, change, request.ends_on,
			PG_ARGISNULL(3) ? NULL : PG_GETARG_TEXT_PP(3));
	if (request.split != NULL)
		membership_insert_plan(writing, request.change.id, request.split);
	membership_write_changes(writing, change);
	membership_end_change(
		writing, change,
		psprintf("The membership %s ends on %s",
				 membership_plan_name(&change->before, request.ends_on),
				 day_label(request.ends_on)));
	PG_RETURN_INT64(change->id);
}

/* A period that was billed after the cancellation ends where it was to end. */
static void
split_billed_in_part(EndRequest *request, Blocker *blocker)
{
	ListCell *cell;

	request->split = NULL;
	foreach(cell, request->change.periods)
	{
		PeriodChange *period = lfirst(cell);

		if (is_billed_in_part(&request->change, period, blocker))
			period->ends_on = split_period(request, period->row.ends_on);
	}
}

static Refusal *
check_keeping(void *state, Blocker *blocker)
{
	EndRequest *request = state;
	MembershipChange *change = &request->change;
	Refusal *refusal = membership_read_running(change, blocker);

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	change->after.cancelled_on = DATEVAL_NOEND;
	standing_set_end(&change->after);
	membership_find_periods(change, DATEVAL_NOEND, DUES_STAY, blocker);
	split_billed_in_part(request, blocker);
	return NULL;
}

/*
 * keep_membership(membership_id): a membership that was to end does not, or when
 * it was to end at first. Locks like cancel_membership(). Returns the
 * membership's id.
 */
Datum
fitclub_keep_membership(PG_FUNCTION_ARGS)
{
	EndRequest request = {0};
	MembershipChange *change = &request.change;
	WriterState *writing;
	const char *message = NULL;

	(void) permit_own_key(fcinfo, 0, TABLE_MEMBERSHIP);
	request.change = membership_change(fcinfo, 0);

	writing = membership_admit(change, check_keeping, &request);
	if (change->before.cancelled_on != DATEVAL_NOEND)
	{
		set_end(writing, change, DATEVAL_NOEND, NULL);
		if (request.split != NULL)
			membership_insert_plan(writing, request.change.id, request.split);
		membership_write_changes(writing, change);
		message =
			psprintf("The membership %s goes on",
					 membership_plan_name(&change->before, change->today));
	}
	membership_end_change(writing, change, message);
	PG_RETURN_INT64(change->id);
}
