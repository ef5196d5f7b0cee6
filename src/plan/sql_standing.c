/*
 * sql_standing.c
 *		The periods of a membership and its end, for SQL.
 */
#include "postgres.h"

#include "plan/standing.h"

#include "funcapi.h"
#include "miscadmin.h"

PG_FUNCTION_INFO_V1(fitclub_membership_periods);
PG_FUNCTION_INFO_V1(fitclub_membership_period_on);
PG_FUNCTION_INFO_V1(fitclub_membership_end);

#define PERIOD_COLUMNS 4

static void
put_period(ReturnSetInfo *result, const Standing *standing,
		   const StandingPeriod *period, const Club *club)
{
	Datum values[PERIOD_COLUMNS] = {
		DateADTGetDatum(period->starts_on),
		DateADTGetDatum(period->ends_on),
		Int64GetDatum(period->plan->plan_id),
		NumericGetDatum(standing_dues(standing, period, club)),
	};
	bool nulls[PERIOD_COLUMNS] = {false};

	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/*
 * membership_periods(membership_id, until, after, most): the periods that come
 * after a date and begin until another, whether they are billed or not, and what
 * each costs. Of the rows that the caller's snapshot sees. Locks nothing.
 */
Datum
fitclub_membership_periods(PG_FUNCTION_ARGS)
{
	DateADT until = PG_GETARG_DATEADT(1);
	DateADT ended_on = PG_GETARG_DATEADT(2);
	Club club = read_club();
	Standing standing;
	StandingPeriod period;

	InitMaterializedSRF(fcinfo, 0);
	if (!standing_read(PG_GETARG_INT64(0), &standing, NULL))
		return (Datum) 0;
	for (int left = PG_GETARG_INT32(3);
		 left > 0 && standing_next_period(&standing, ended_on, &period) &&
		 period.starts_on <= until;
		 left--)
	{
		CHECK_FOR_INTERRUPTS();
		put_period((ReturnSetInfo *) fcinfo->resultinfo, &standing, &period,
				   &club);
		ended_on = period.ends_on;
	}
	return (Datum) 0;
}

/*
 * Whether a membership can be read. verify() says itself what is wrong with the
 * catalogs and the club's settings, and goes on without memberships then; for
 * anybody else it is an error.
 */
static bool
can_read(bool is_verifying, Club *club)
{
	if (is_verifying)
		return catalog_is_whole() && find_club(club);
	*club = read_club();
	return true;
}

/*
 * membership_period_on(membership_id, on_date, is_verifying): the period in which
 * a date is, a day on hold as well, as a row; none if it is in none. Locks
 * nothing.
 */
Datum
fitclub_membership_period_on(PG_FUNCTION_ARGS)
{
	Club club;
	Standing standing;
	StandingPeriod period;

	InitMaterializedSRF(fcinfo, 0);
	if (can_read(PG_GETARG_BOOL(2), &club) &&
		standing_read(PG_GETARG_INT64(0), &standing, NULL) &&
		standing_period_around(&standing, PG_GETARG_DATEADT(1), &period))
		put_period((ReturnSetInfo *) fcinfo->resultinfo, &standing, &period,
				   &club);
	return (Datum) 0;
}

/*
 * membership_end(membership_id, is_verifying): the first day without it; null if
 * none is known, or if there is no such membership. Locks nothing.
 */
Datum
fitclub_membership_end(PG_FUNCTION_ARGS)
{
	Club club;
	Standing standing;

	if (!can_read(PG_GETARG_BOOL(1), &club) ||
		!standing_read(PG_GETARG_INT64(0), &standing, NULL) ||
		standing.ends_on == DATEVAL_NOEND)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(standing.ends_on);
}
