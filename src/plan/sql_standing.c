/*
 * sql_standing.c
 *		The periods of a membership and its end, for SQL.
 */
#include "postgres.h"

#include "plan/standing.h"

#include "funcapi.h"
#include "miscadmin.h"

PG_FUNCTION_INFO_V1(fitclub_membership_periods);
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
 * membership_periods(membership_id, until): its periods that begin until then,
 * whether they are billed or not, and what each costs. Of the rows that the
 * caller's snapshot sees. Locks nothing.
 */
Datum
fitclub_membership_periods(PG_FUNCTION_ARGS)
{
	DateADT until = PG_GETARG_DATEADT(1);
	Club club = read_club();
	Standing standing;
	StandingPeriod period;
	bool found;

	InitMaterializedSRF(fcinfo, 0);
	if (!standing_read(PG_GETARG_INT64(0), &standing, NULL))
		return (Datum) 0;
	for (found = standing_first_period(&standing, &period);
		 found && period.starts_on <= until;
		 found = standing_next_period(&standing, period.ends_on, &period))
	{
		CHECK_FOR_INTERRUPTS();
		put_period((ReturnSetInfo *) fcinfo->resultinfo, &standing, &period,
				   &club);
	}
	return (Datum) 0;
}

/*
 * membership_end(membership_id): the first day without it; null if none is
 * known, or if there is no such membership. Locks nothing.
 */
Datum
fitclub_membership_end(PG_FUNCTION_ARGS)
{
	Standing standing;

	if (!standing_read(PG_GETARG_INT64(0), &standing, NULL) ||
		standing.ends_on == DATEVAL_NOEND)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(standing.ends_on);
}
