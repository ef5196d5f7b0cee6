/*
 * local_time.c
 *		Wall-clock time in the club's time zone.
 *
 * Nothing here looks at the session's own TimeZone: the answer must not
 * depend on who asks.
 */
#include "local_time.h"

#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_is_time_zone);

/* The time zone of that name, or NULL. Leap-second zones are not for us. */
pg_tz *
find_time_zone(const char *name)
{
	pg_tz *zone;

	if (strlen(name) > TZ_STRLEN_MAX)
		return NULL;
	zone = pg_tzset(name);
	return (zone != NULL && pg_tz_acceptable(zone)) ? zone : NULL;
}

static fsec_t
break_down(TimestampTz instant, pg_tz *zone, struct pg_tm *tm)
{
	int offset;
	fsec_t fraction;

	if (timestamp2tm(instant, &offset, tm, &fraction, NULL, zone) != 0)
		ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
						errmsg("timestamp out of range")));
	return fraction;
}

LocalTime
local_time(TimestampTz instant, pg_tz *zone)
{
	struct pg_tm tm;
	LocalTime local;
	fsec_t fraction = break_down(instant, zone, &tm);

	local.date = date2j(tm.tm_year, tm.tm_mon, tm.tm_mday) -
				 POSTGRES_EPOCH_JDATE;
	local.time = ((tm.tm_hour * INT64CONST(60) + tm.tm_min) * 60 + tm.tm_sec) *
					 USECS_PER_SEC +
				 fraction;
	return local;
}

/* 0 Monday to 6 Sunday. */
int
day_of_week(DateADT date)
{
	return (j2day(date + POSTGRES_EPOCH_JDATE) + 6) % 7;
}

const char *
day_name(int day_of_week)
{
	return days[(day_of_week + 1) % 7];
}

/* An instant as bills and notifications write it: Dec 01 09:00 AM. */
char *
local_label(TimestampTz instant, pg_tz *zone)
{
	struct pg_tm tm;

	(void) break_down(instant, zone, &tm);
	return psprintf("%s %02d %02d:%02d %s", months[tm.tm_mon - 1], tm.tm_mday,
					tm.tm_hour % 12 == 0 ? 12 : tm.tm_hour % 12, tm.tm_min,
					tm.tm_hour < 12 ? "AM" : "PM");
}

/* A period as an error's detail writes it: Monday 2025-12-01 09:00 to ... */
char *
local_window(Period period, pg_tz *zone)
{
	struct pg_tm start;
	struct pg_tm end;

	(void) break_down(period.start, zone, &start);
	(void) break_down(period.end, zone, &end);
	return psprintf("%s %04d-%02d-%02d %02d:%02d to %04d-%02d-%02d %02d:%02d",
					day_name(day_of_week(local_time(period.start, zone).date)),
					start.tm_year, start.tm_mon, start.tm_mday, start.tm_hour,
					start.tm_min, end.tm_year, end.tm_mon, end.tm_mday,
					end.tm_hour, end.tm_min);
}

/* A weekly window as an error's detail writes it: Monday 09:00 to 17:00. */
char *
clock_window(int day_of_week, TimeADT start, TimeADT end)
{
	return psprintf("%s %02d:%02d to %02d:%02d", day_name(day_of_week),
					(int) (start / USECS_PER_HOUR),
					(int) (start / USECS_PER_MINUTE % 60),
					(int) (end / USECS_PER_HOUR),
					(int) (end / USECS_PER_MINUTE % 60));
}

/* is_time_zone(text) */
Datum
fitclub_is_time_zone(PG_FUNCTION_ARGS)
{
	char *name = text_to_cstring(PG_GETARG_TEXT_PP(0));

	PG_RETURN_BOOL(find_time_zone(name) != NULL);
}
