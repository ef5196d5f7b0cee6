/*
 * time_argument.c
 *		Checks of instants, dates and periods that callers hand in.
 */
#include "postgres.h"

#include "argument/time_argument.h"

#include "argument/argument.h"
#include "base/local_time.h"
#include "rows/club.h"

#include "utils/date.h"
#include "utils/timestamp.h"

/* Clocks differ; what is further ahead than this is a mistake. */
#define CLOCK_TOLERANCE (INT64CONST(1) * USECS_PER_HOUR)

/*
 * Whether a booking may start then: in the years of a club, by its own clock,
 * which is looked at only where it matters.
 */
static bool
starts_in_range(TimestampTz start)
{
	if (is_club_instant(start - 2 * USECS_PER_DAY) &&
		is_club_instant(start + 2 * USECS_PER_DAY))
		return true;
	return is_club_instant(start) &&
		   is_club_date(local_time(start, read_club().zone).date);
}

/*
 * Whether a period of more than 24 hours is no longer than a day by the club's
 * clock: clocks that go back make a day longer.
 */
static bool
is_one_day_by_clock(Period period)
{
	pg_tz *zone = read_club().zone;

	return local_microseconds(local_time(period.end, zone)) -
			   local_microseconds(local_time(period.start, zone)) <=
		   USECS_PER_DAY;
}

/* Why a period cannot be a booking's, or NULL. */
Refusal *
check_period(TableId table, Period period)
{
	if (TIMESTAMP_NOT_FINITE(period.start) || TIMESTAMP_NOT_FINITE(period.end))
		return refusal_period_infinite(table);
	if (period.end <= period.start)
		return refusal_period_order(table);
	if (!starts_in_range(period.start))
		return refusal_period_range(table);
	if (period.end > period.start + USECS_PER_DAY &&
		(period.end > period.start + LONGEST_BOOKING ||
		 !is_one_day_by_clock(period)))
		return refusal_period_length(table);
	return NULL;
}

static void
refuse_years(TableId table, const char *column)
{
	refuse(refusal_value(
		ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, table, column,
		psprintf("%s must be in the years 1900 to 9998", column), NULL));
}

/* An instant at which something has happened. */
void
check_past(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
		   const char *column)
{
	if (!check_given(fcinfo, argument, need, table, column))
		return;
	if (TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(argument)))
		refuse(refusal_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, table,
							 column, psprintf("%s must be finite", column),
							 NULL));
	if (!is_club_instant(PG_GETARG_TIMESTAMPTZ(argument)))
		refuse_years(table, column);
	if (PG_GETARG_TIMESTAMPTZ(argument) > current_instant() + CLOCK_TOLERANCE)
		refuse(refusal_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, table,
							 column, psprintf("%s is in the future", column),
							 NULL));
}

/* A date, which the type allows to be infinite. */
void
check_date(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
		   const char *column)
{
	if (!check_given(fcinfo, argument, need, table, column))
		return;
	if (DATE_NOT_FINITE(PG_GETARG_DATEADT(argument)))
		refuse(refusal_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, table,
							 column, psprintf("%s must be finite", column),
							 NULL));
	if (!is_club_date(PG_GETARG_DATEADT(argument)))
		refuse_years(table, column);
}

/* A date that has come, by the club's clock. */
void
check_past_date(FunctionCallInfo fcinfo, int argument, Need need,
				TableId table, const char *column)
{
	check_date(fcinfo, argument, need, table, column);
	if (!PG_ARGISNULL(argument) &&
		PG_GETARG_DATEADT(argument) >
			local_time(current_instant(), read_club().zone).date)
		refuse(refusal_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, table,
							 column, psprintf("%s is in the future", column),
							 NULL));
}

/* A length of time, in microseconds; the range is for DETAIL. */
void
check_interval(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
			   const char *column, int64 shortest, int64 longest,
			   const char *range)
{
	int64 length;

	if (!check_given(fcinfo, argument, need, table, column))
		return;
	length = interval_length(PG_GETARG_INTERVAL_P(argument));
	if (length < shortest || length > longest)
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, table, column,
							 psprintf("%s is out of range", column),
							 psprintf("It is from %s.", range)));
}

/* An interval of whole days, from a day to a hundred years. */
void
check_days(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
		   const char *column)
{
	check_interval(fcinfo, argument, need, table, column, USECS_PER_DAY,
				   INT64CONST(36000) * USECS_PER_DAY, "1 day to 100 years");
	if (!PG_ARGISNULL(argument) && PG_GETARG_INTERVAL_P(argument)->time != 0)
		refuse(refusal_value(
			ERRCODE_INVALID_PARAMETER_VALUE, table, column,
			psprintf("%s has parts of a day", column),
			"It is whole days, such as 30 days, 3 months or 1 year."));
}

/* A booking's start and end, both given and in order. */
Period
argument_period(FunctionCallInfo fcinfo, int start_argument, int end_argument,
				TableId table)
{
	Period period;

	(void) check_given(fcinfo, start_argument, REQUIRED, table, "start_time");
	(void) check_given(fcinfo, end_argument, REQUIRED, table, "end_time");
	period.start = PG_GETARG_TIMESTAMPTZ(start_argument);
	period.end = PG_GETARG_TIMESTAMPTZ(end_argument);
	refuse_if(check_period(table, period));
	return period;
}

static bool
take_time(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
		  const char *column, TimestampTz *time)
{
	if (!check_given(fcinfo, argument, need, table, column))
		return false;
	*time = PG_GETARG_TIMESTAMPTZ(argument);
	if (TIMESTAMP_NOT_FINITE(*time))
		refuse(refusal_period_infinite(table));
	return true;
}

/* The times to which a booking is moved; the end may always be left out. */
NewTimes
argument_new_times(FunctionCallInfo fcinfo, int start_argument,
				   int end_argument, Need need, TableId table)
{
	NewTimes times = {0};

	times.has_start = take_time(fcinfo, start_argument, need, table,
								"start_time", &times.start);
	times.has_end = take_time(fcinfo, end_argument, OPTIONAL, table,
							  "end_time", &times.end);
	return times;
}
