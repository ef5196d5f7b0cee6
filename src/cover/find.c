/*
 * find.c
 *		find_cover(): what could pay for a booking, and what would.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "cover/cover_refusal.h"
#include "cover/row.h"
#include "rows/class.h"

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(fitclub_find_cover);

#define FOUND_COLUMNS 7

/* Nobody is waited for: what others are about to use is used. */
static int
find_left(const CoverCandidate *candidate, const CoverFor *what)
{
	Blocker ignored = NO_BLOCKER;
	int left = candidate->is_lot
				   ? lot_left(&candidate->lot, &ignored)
				   : cover_visits_left(candidate->id, &candidate->period,
									   what->club->zone);

	return Max(left, 0);
}

static void
put_cover(ReturnSetInfo *result, const CoverCandidate *candidate,
		  const CoverRequest *request, const char *why_not)
{
	const CoverFor *what = &request->what;
	Datum values[FOUND_COLUMNS] = {0};
	bool nulls[FOUND_COLUMNS] = {false};
	bool has_left = candidate->is_lot || (candidate->period.plan != NULL &&
										  candidate->period.plan->visits > 0);

	values[0] = CStringGetTextDatum(candidate->is_lot ? "lot" : "membership");
	values[1] = Int64GetDatum(candidate->id);
	nulls[2] = candidate->name == NULL;
	if (!nulls[2])
		values[2] = CStringGetTextDatum(candidate->name);
	nulls[3] = !has_left;
	if (has_left)
		values[3] = Int32GetDatum(find_left(candidate, what));
	nulls[4] = candidate->last_day == DATEVAL_NOEND;
	values[4] = DateADTGetDatum(candidate->last_day);
	nulls[5] = why_not != NULL;
	values[5] =
		NumericGetDatum(amount_subtract(request->price, request->price));
	nulls[6] = why_not == NULL;
	if (why_not != NULL)
		values[6] = CStringGetTextDatum(why_not);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
put_bill(ReturnSetInfo *result, const CoverRequest *request,
		 const Refusal *refusal)
{
	Datum values[FOUND_COLUMNS] = {0};
	bool nulls[FOUND_COLUMNS] = {false, true, true, true, true, false};

	values[0] = CStringGetTextDatum("bill");
	values[5] = NumericGetDatum(request->cost);
	nulls[6] = refusal == NULL;
	if (refusal != NULL)
		values[6] = CStringGetTextDatum(refusal->constraint);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* Whether it was over before the booking and is over today. */
static bool
is_over(const CoverCandidate *candidate, const CoverFor *what)
{
	DateADT today = local_time(current_instant(), what->club->zone).date;
	DateADT last = candidate->is_lot ? candidate->lot.expires_on
									 : candidate->standing->ends_on - 1;

	if (!candidate->is_lot && candidate->standing->ends_on == DATEVAL_NOEND)
		return false;
	return last < Min(today, what->date);
}

/* The lots and memberships of the member, in the order in which they are used. */
static void
put_covers(ReturnSetInfo *result, const CoverRequest *request)
{
	const CoverFor *what = &request->what;
	Blocker ignored = NO_BLOCKER;
	List *candidates = list_concat(cover_list_memberships(what, &ignored),
								   cover_list_lots(what, NULL, &ignored));
	ListCell *cell;

	list_sort(candidates, cover_compare);
	foreach(cell, candidates)
	{
		CoverCandidate *candidate = lfirst(cell);
		CoverObstacle obstacle =
			cover_find_obstacle(candidate, what, &ignored);

		if (obstacle == COVER_FOREIGN || is_over(candidate, what))
			continue;
		put_cover(result, candidate, request,
				  obstacle == COVER_FITS
					  ? NULL
					  : refusal_obstacle(candidate->is_lot, candidate->id,
										 obstacle, what)
							->constraint);
	}
}

/* A seat that is to be taken. */
static CoverRow
argument_seat(FunctionCallInfo fcinfo, int argument, int64 member_id)
{
	CoverRow row = {.booking = {TABLE_REGISTRATION, NO_ID},
					.member_id = member_id,
					.class_id = PG_GETARG_INT64(argument)};
	ClassRow class;

	if (!read_class(row.class_id, &class, NULL))
		refuse(refusal_unknown(TABLE_CLASS, row.class_id));
	row.trainer_id = class.trainer_id;
	row.period = class.period;
	row.class_price = class.price;
	return row;
}

/* A session that is to be booked; of its service it has the length. */
static CoverRow
argument_session(FunctionCallInfo fcinfo, int trainer, int start, int activity,
				 int64 member_id, Service *service)
{
	CoverRow row = {.booking = {TABLE_SESSION, NO_ID}, .member_id = member_id};

	check_row(fcinfo, trainer, OPTIONAL, TABLE_SESSION, "trainer_id",
			  TABLE_TRAINER);
	(void) check_given(fcinfo, start, REQUIRED, TABLE_SESSION, "start_time");
	check_text(fcinfo, activity, REQUIRED, TABLE_SESSION, "activity_type");
	row.trainer_id = argument_id(fcinfo, trainer);
	row.period.start = PG_GETARG_TIMESTAMPTZ(start);
	if (!is_club_instant(row.period.start))
		refuse(refusal_period_range(TABLE_SESSION));
	*service = service_of_name(TABLE_SESSION, PG_GETARG_DATUM(activity),
							   row.trainer_id);
	row.period.end = row.period.start + service->duration;
	return row;
}

/*
 * find_cover(member_id, class_id, trainer_id, start_time, activity_type): what
 * could pay for a seat in a class or for a session, what of it does not, and
 * why. Locks nothing and waits for nobody. Returns rows.
 */
Datum
fitclub_find_cover(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Blocker ignored = NO_BLOCKER;
	Club club;
	Service service;
	CoverRow row;
	CoverRequest request;
	Refusal *refusal;

	permit_member(fcinfo, 0);
	check_row(fcinfo, 0, REQUIRED, TABLE_SESSION, "member_id", TABLE_MEMBER);
	if (PG_ARGISNULL(1))
		row = argument_session(fcinfo, 2, 3, 4, PG_GETARG_INT64(0), &service);
	else
	{
		row = argument_seat(fcinfo, 1, PG_GETARG_INT64(0));
		service = cover_row_service(&row);
	}
	club = read_club();
	request = cover_request_of_row(&row, &service, &club);
	cover_for_prepare(&request.what, &ignored);
	InitMaterializedSRF(fcinfo, 0);
	if (club.uses_cover && amount_sign(request.price) > 0)
		put_covers(result, &request);
	refusal = cover_check_bill(&request, &ignored);
	put_bill(result, &request, refusal);
	return (Datum) 0;
}
