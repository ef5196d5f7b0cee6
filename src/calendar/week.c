/*
 * week.c
 *		The bookings of a week, as they are drawn.
 */
#include "postgres.h"

#include "calendar/week.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

static const char *const month_names[] = {"January", "February", "March",
										  "April",   "May",      "June",
										  "July",    "August",   "September",
										  "October", "November", "December"};

/* A text without what a terminal would obey: a space in its place. */
static char *
printable_text(Datum value)
{
	char *result = TextDatumGetCString(value);

	for (char *c = result; *c != '\0';)
	{
		int bytes = pg_mblen(c);

		if (pg_dsplen(c) < 0)
			memset(c, ' ', bytes);
		c += bytes;
	}
	return result;
}

static void
refuse_drawing(void)
{
	ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					errmsg("a booking to draw lacks something")));
}

/* An array of an argument, of which no element is null. */
static Datum *
array_elements(FunctionCallInfo fcinfo, int argument, Oid type, int *count)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(argument);
	Datum *elements;
	bool *nulls;

	if (array_contains_nulls(array))
		refuse_drawing();
	if (type == TEXTOID)
		deconstruct_array(array, type, -1, false, TYPALIGN_INT, &elements,
						  &nulls, count);
	else if (type == INT4OID)
		deconstruct_array(array, type, sizeof(int32), true, TYPALIGN_INT,
						  &elements, &nulls, count);
	else
		deconstruct_array(array, type, sizeof(int64), FLOAT8PASSBYVAL,
						  TYPALIGN_DOUBLE, &elements, &nulls, count);
	return elements;
}

static void
check_item(const CalendarWeek *week, const CalendarItem *item)
{
	Period period = item->period;

	if (item->position < 1 || item->position > week->item_count ||
		TIMESTAMP_NOT_FINITE(period.start) ||
		TIMESTAMP_NOT_FINITE(period.end) || period.end <= period.start ||
		period.end - period.start > LONGEST_BOOKING)
		refuse_drawing();
}

/*
 * The week of a function with the arguments first_day, time_zone, positions,
 * titles, heads, tails, starts and ends: arrays with an element for each
 * booking, in order of the start.
 */
CalendarWeek
calendar_week(FunctionCallInfo fcinfo)
{
	static const Oid types[] = {INT4OID, TEXTOID,        TEXTOID,
								TEXTOID, TIMESTAMPTZOID, TIMESTAMPTZOID};
	CalendarWeek week = {0};
	Datum *values[lengthof(types)];

	week.first_day = PG_GETARG_DATEADT(0);
	week.zone = find_time_zone(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	if (week.zone == NULL || DATE_NOT_FINITE(week.first_day))
		refuse_drawing();
	for (int i = 0; i < (int) lengthof(types); i++)
	{
		int count;

		values[i] = array_elements(fcinfo, 2 + i, types[i], &count);
		if (i > 0 && count != week.item_count)
			refuse_drawing();
		week.item_count = count;
	}
	week.items = palloc0(Max(week.item_count, 1) * sizeof(CalendarItem));
	for (int i = 0; i < week.item_count; i++)
	{
		CalendarItem *item = &week.items[i];

		item->position = DatumGetInt32(values[0][i]);
		item->title = printable_text(values[1][i]);
		item->head = printable_text(values[2][i]);
		item->tail = printable_text(values[3][i]);
		item->period.start = DatumGetTimestampTz(values[4][i]);
		item->period.end = DatumGetTimestampTz(values[5][i]);
		check_item(&week, item);
	}
	return week;
}

/*
 * What the clock on the wall reads at an instant, from midnight of a day of the
 * week on. Days that are not close are not told apart.
 */
int64
calendar_time_since(const CalendarWeek *week, int day, TimestampTz instant)
{
	LocalTime local = local_time(instant, week->zone);
	int days = local.date - week->first_day;

	days = Min(Max(days, -DAYS_OF_WEEK), 2 * DAYS_OF_WEEK);
	return (days - day) * USECS_PER_DAY + local.time;
}

/* A day as a heading: Monday 1 December 2025. */
char *
calendar_day_label(DateADT day)
{
	int year;
	int month;
	int day_of_month;

	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &day_of_month);
	return psprintf("%s %d %s %04d", days[(day_of_week(day) + 1) % 7],
					day_of_month, month_names[month - 1], year);
}
