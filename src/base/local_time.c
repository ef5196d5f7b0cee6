/*
 * local_time.c
 *		Wall-clock time in the club's time zone.
 *
 * Nothing here looks at the session's own TimeZone: the answer must not
 * depend on who asks.
 */
#include "postgres.h"

#include "base/local_time.h"

#include "base/settings.h"

#include "access/xact.h"
#include "common/int.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_is_time_zone);

#define FIRST_DATE (date2j(1900, 1, 1) - POSTGRES_EPOCH_JDATE)
#define LAST_DATE (date2j(9998, 12, 31) - POSTGRES_EPOCH_JDATE)

/*
 * What time it is: the transaction's, or the clock's if that is later. A
 * transaction that is kept open must not hold the time back.
 */
TimestampTz
current_instant(void)
{
	return Max(GetCurrentTransactionStartTimestamp(), GetCurrentTimestamp());
}

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

static void
refuse_out_of_range(void)
{
	ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
					errmsg("timestamp out of range")));
}

static fsec_t
break_down(TimestampTz instant, pg_tz *zone, struct pg_tm *tm)
{
	int offset;
	fsec_t fraction;

	if (timestamp2tm(instant, &offset, tm, &fraction, NULL, zone) != 0)
		refuse_out_of_range();
	return fraction;
}

/* What the clock on the club's wall reads at an instant. */
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

/* A reading as one number, by which readings compare. */
int64
local_microseconds(LocalTime local)
{
	return local.date * USECS_PER_DAY + local.time;
}

/*
 * Whether a date is one that a club deals with. Drivers cannot read years of
 * five digits.
 */
bool
is_club_date(DateADT date)
{
	return date >= FIRST_DATE && date <= LAST_DATE;
}

/*
 * The same of an instant, by whatever clock: there the date may be one more
 * or less than in UTC.
 */
bool
is_club_instant(TimestampTz instant)
{
	return instant >= (FIRST_DATE - 1) * USECS_PER_DAY &&
		   instant < (LAST_DATE + 2) * USECS_PER_DAY;
}

/*
 * The instant that comes an interval before another: its months and days by
 * the clock of a zone, whatever their length, and its hours as they are.
 */
TimestampTz
instant_before(TimestampTz instant, const Interval *interval, pg_tz *zone)
{
	Interval days = *interval;
	struct pg_tm tm;
	fsec_t fraction;
	int offset;
	Timestamp local = local_microseconds(local_time(instant, zone));
	TimestampTz result;

	days.time = 0;
	local = DatumGetTimestamp(DirectFunctionCall2(timestamp_mi_interval,
												  TimestampGetDatum(local),
												  IntervalPGetDatum(&days)));
	if (timestamp2tm(local, NULL, &tm, &fraction, NULL, NULL) != 0)
		refuse_out_of_range();
	offset = DetermineTimeZoneOffset(&tm, zone);
	if (tm2timestamp(&tm, fraction, &offset, &result) != 0)
		refuse_out_of_range();
	return result - interval->time;
}

/*
 * By how much the clock of a zone is ahead of UTC at an instant, and until
 * when; DT_NOEND if that does not change.
 */
int64
clock_offset(TimestampTz instant, pg_tz *zone, TimestampTz *until)
{
	const int64 epoch = (int64) (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) *
						SECS_PER_DAY;
	TimestampTz fraction = instant % USECS_PER_SEC;
	pg_time_t at = (instant - fraction) / USECS_PER_SEC + epoch -
				   (fraction < 0 ? 1 : 0);
	pg_time_t boundary;
	long before;
	long after;
	int before_is_dst;
	int after_is_dst;

	*until = DT_NOEND;
	switch (pg_next_dst_boundary(&at, &before, &before_is_dst, &boundary,
								 &after, &after_is_dst, zone))
	{
		case -1:
			refuse_out_of_range();
			break;
		case 1:
			*until = (boundary - epoch) * USECS_PER_SEC;
			break;
	}
	return before * USECS_PER_SEC;
}

/* 0 Monday to 6 Sunday. */
int
day_of_week(DateADT date)
{
	return (j2day(date + POSTGRES_EPOCH_JDATE) + 6) % 7;
}

static const char *
day_name(int day_of_week)
{
	return days[(day_of_week + 1) % 7];
}

/* An instant as bills write it: Dec 01 09:00 AM. */
char *
local_label(TimestampTz instant, pg_tz *zone)
{
	struct pg_tm tm;

	(void) break_down(instant, zone, &tm);
	return psprintf("%s %02d %02d:%02d %s", months[tm.tm_mon - 1], tm.tm_mday,
					tm.tm_hour % 12 == 0 ? 12 : tm.tm_hour % 12, tm.tm_min,
					tm.tm_hour < 12 ? "AM" : "PM");
}

/* An instant as notifications write it: Dec 01 2025 09:00 AM. */
char *
local_date_label(TimestampTz instant, pg_tz *zone)
{
	char *label = local_label(instant, zone);
	const int day = strlen("Dec 01");
	struct pg_tm tm;

	(void) break_down(instant, zone, &tm);
	return psprintf("%.*s %04d%s", day, label, tm.tm_year, label + day);
}

/* A date as notifications write it: Dec 01 2025. */
char *
day_label(DateADT date)
{
	int year;
	int month;
	int day;

	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return psprintf("%s %02d %04d", months[month - 1], day, year);
}

/* A period as notifications write it: Dec 01 2025 09:00 AM to 10:00 AM. */
char *
local_span(Period period, pg_tz *zone)
{
	bool same_day = local_time(period.start, zone).date ==
					local_time(period.end, zone).date;

	return psprintf("%s to %s", local_date_label(period.start, zone),
					same_day
						? local_label(period.end, zone) + strlen("Dec 01 ")
						: local_date_label(period.end, zone));
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

/* Whether SQL's AT TIME ZONE reads the same clock at an instant. */
static bool
clocks_agree(text *name, pg_tz *zone, TimestampTz instant)
{
	Timestamp sql = DatumGetTimestamp(
		DirectFunctionCall2(timestamptz_zone, PointerGetDatum(name),
							TimestampTzGetDatum(instant)));
	LocalTime local = local_time(instant, zone);

	return sql == local_microseconds(local);
}

/*
 * Whether a club can live by this time zone. A few names, such as CET, are
 * also abbreviations, which SQL takes for a fixed offset: readers and engine
 * would not mean the same time.
 */
static bool
zone_is_the_same(text *name, pg_tz *zone)
{
	TimestampTz half_year = INT64CONST(182) * USECS_PER_DAY;

	return zone != NULL && clocks_agree(name, zone, 0) &&
		   clocks_agree(name, zone, half_year);
}

/*
 * Whether a name is that of a zone's file, and not a rule such as UTC+3, which
 * means three hours west. Three of the files are no zone for a club.
 */
static bool
zone_is_listed(const char *name)
{
	static const char *const others[] = {"localtime", "posixrules", "Factory"};
	pg_tzenum *list;
	pg_tz *zone;
	bool found = false;

	for (size_t i = 0; i < lengthof(others); i++)
		if (pg_strcasecmp(name, others[i]) == 0)
			return false;
	/* Rules have an offset. Reading all files takes a fifth of a second. */
	if (strpbrk(name, "0123456789") == NULL)
		return true;
	list = pg_tzenumerate_start();
	while (!found && (zone = pg_tzenumerate_next(list)) != NULL)
		found = pg_strcasecmp(pg_get_timezone_name(zone), name) == 0;
	pg_tzenumerate_end(list);
	return found;
}

bool
time_zone_is_usable(text *name)
{
	const char *zone = text_to_cstring(name);

	return zone_is_the_same(name, find_time_zone(zone)) &&
		   zone_is_listed(zone);
}

/*
 * The length of an interval in microseconds, with months of 30 days; one that
 * is too long to be told has the greatest length, or the smallest.
 */
int64
interval_length(const Interval *interval)
{
	int64 days = (int64) interval->month * DAYS_PER_MONTH + interval->day;
	int64 length;

	if (pg_mul_s64_overflow(days, USECS_PER_DAY, &length) ||
		pg_add_s64_overflow(length, interval->time, &length))
		return days < 0 ? PG_INT64_MIN : PG_INT64_MAX;
	return length;
}

/* is_time_zone(text) */
Datum
fitclub_is_time_zone(PG_FUNCTION_ARGS)
{
	text *name = PG_GETARG_TEXT_PP(0);

	PG_RETURN_BOOL(
		takes_old_values()
			? zone_is_the_same(name, find_time_zone(text_to_cstring(name)))
			: time_zone_is_usable(name));
}
