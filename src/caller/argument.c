/*
 * argument.c
 *		Checks of what callers hand in, before anything is locked or written.
 *
 * Each raises one clear error: 22004 for a missing value, 22xxx for a bad
 * one, P0002 for an unknown id. The CHECK constraints of the tables hold the
 * same limits for every other path.
 */
#include "postgres.h"

#include "caller/argument.h"

#include "base/local_time.h"
#include "base/settings.h"
#include "base/text_value.h"
#include "rows/erased_member.h"
#include "rows/settled_row.h"

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_is_booking_period);
PG_FUNCTION_INFO_V1(fitclub_is_date);
PG_FUNCTION_INFO_V1(fitclub_is_email);
PG_FUNCTION_INFO_V1(fitclub_is_instant);
PG_FUNCTION_INFO_V1(fitclub_is_text);
PG_FUNCTION_INFO_V1(fitclub_require_choice);
PG_FUNCTION_INFO_V1(fitclub_require_order);
PG_FUNCTION_INFO_V1(fitclub_require_search);

#define LONGEST_EMAIL 254
#define LONGEST_LOCAL_PART 64
#define LONGEST_LABEL 63

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

/* Whether an argument is there to be checked further. */
bool
check_given(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
			const char *column)
{
	if (!PG_ARGISNULL(argument))
		return true;
	if (need == REQUIRED)
		refuse(refusal_null(table, column));
	return false;
}

/* An id, or NO_ID for null. */
int64
id_argument(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? NO_ID : PG_GETARG_INT64(argument);
}

/* The key of a row that has to be there. */
int64
present_key_argument(FunctionCallInfo fcinfo, int argument, TableId table)
{
	(void) check_given(fcinfo, argument, REQUIRED, table, table_key(table));
	require_row(table, PG_GETARG_INT64(argument));
	return PG_GETARG_INT64(argument);
}

/* The key of a row that has to be there, to be changed. */
int64
key_argument(FunctionCallInfo fcinfo, int argument, TableId table)
{
	(void) present_key_argument(fcinfo, argument, table);
	if (table == TABLE_MEMBER)
		refuse_erased(PG_GETARG_INT64(argument));
	return PG_GETARG_INT64(argument);
}

/* A reference to a row of another table, which is there. */
RowPlace
require_row_place(FunctionCallInfo fcinfo, int argument, Need need,
				  TableId table, const char *column, TableId referenced)
{
	if (check_given(fcinfo, argument, need, table, column))
		return require_row(referenced, PG_GETARG_INT64(argument));
	return (RowPlace){.id = NO_ID};
}

/*
 * A reference to a row of another table, which is there: raises P0002 if not.
 */
void
check_row(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
		  const char *column, TableId referenced)
{
	(void) require_row_place(fcinfo, argument, need, table, column,
							 referenced);
}

/* What a text may be; those that have no rule of their own are names. */
typedef struct TextRule
{
	const char *column;
	int longest; /* characters */
	bool has_lines;
} TextRule;

static const TextRule default_text_rule = {NULL, 200, false};

static const TextRule text_rules[] = {
	{"phone_number", 50, false},
	{"description", 2000, true},
	{"notes", 10000, true},
};

static const TextRule *
text_rule(const char *column)
{
	for (size_t i = 0; i < lengthof(text_rules); i++)
		if (strcmp(text_rules[i].column, column) == 0)
			return &text_rules[i];
	return &default_text_rule;
}

/* Why a text cannot stand in a column, or NULL. */
static Refusal *
check_text_value(const text *value, TableId table, const char *column,
				 const TextRule *rule)
{
	if (text_is_longer(value, rule->longest))
		return refusal_value(ERRCODE_STRING_DATA_RIGHT_TRUNCATION, table,
							 column, psprintf("%s is too long", column),
							 psprintf("It has at most %d characters.",
									  rule->longest));
	if (text_has_control(value, rule->has_lines))
		return refusal_value(
			ERRCODE_INVALID_PARAMETER_VALUE, table, column,
			psprintf("%s must not contain control characters", column),
			rule->has_lines ? "It may have line ends and tabs." : NULL);
	return NULL;
}

/* A text that may say nothing. */
void
check_free_text(FunctionCallInfo fcinfo, int argument, TableId table,
				const char *column)
{
	if (!PG_ARGISNULL(argument))
		refuse_if(check_text_value(PG_GETARG_TEXT_PP(argument), table, column,
								   text_rule(column)));
}

/* A text that says something. */
void
check_text(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
		   const char *column)
{
	if (!check_given(fcinfo, argument, need, table, column))
		return;
	if (text_is_blank(PG_GETARG_TEXT_PP(argument)))
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, table, column,
							 psprintf("%s must not be blank", column), NULL));
	check_free_text(fcinfo, argument, table, column);
}

/*
 * Whether a text has the form of an e-mail address as 1.0 took it: something,
 * one @, and a domain with a dot inside it; no blanks and nothing unprintable.
 */
static bool
email_is_well_formed(const char *email)
{
	const char *at = strchr(email, '@');
	const char *dot;

	if (at == NULL || at == email || strchr(at + 1, '@') != NULL ||
		strlen(email) > LONGEST_EMAIL)
		return false;
	for (const char *c = email; *c != '\0'; c++)
		if ((unsigned char) *c <= ' ' || *c == 0x7f ||
			strchr("<>()[],;:\\\"", *c) != NULL)
			return false;
	dot = strrchr(at, '.');
	return email[0] != '.' && at[-1] != '.' && dot != NULL && dot > at + 1 &&
		   dot[1] != '\0' && at[1] != '.' && strstr(email, "..") == NULL;
}

/* Characters that nobody sees: an address with one is not what it seems. */
static bool
is_invisible(pg_wchar c)
{
	return (c >= 0x80 && c <= 0xa0) || c == 0x1680 ||
		   (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f) ||
		   (c >= 0x205f && c <= 0x206f) || c == 0x3000 || c == 0xfeff;
}

static bool
has_invisible(const char *email)
{
	const unsigned char *c = (const unsigned char *) email;

	if (GetDatabaseEncoding() != PG_UTF8)
		return false;
	for (; *c != '\0'; c += pg_utf_mblen(c))
		if (*c >= 0x80 && is_invisible(utf8_to_unicode(c)))
			return true;
	return false;
}

/* A label between the dots of a domain; other scripts have letters, too. */
static bool
is_domain_label(const char *label, int length)
{
	for (int i = 0; i < length; i++)
		if (!IS_HIGHBIT_SET(label[i]) && label[i] != '-' &&
			!isalnum((unsigned char) label[i]))
			return false;
	return length > 0 && label[0] != '-' && label[length - 1] != '-' &&
		   pg_mbstrlen_with_len(label, length) <= LONGEST_LABEL;
}

/*
 * Whether there can be such an address. More than that only a message sent
 * there can tell.
 */
static bool
email_is_possible(const char *email)
{
	const char *at = strchr(email, '@');
	const char *label;

	if (!email_is_well_formed(email) || has_invisible(email) ||
		at - email > LONGEST_LOCAL_PART)
		return false;
	for (label = at + 1;; label++)
	{
		int length = (int) strcspn(label, ".");

		if (!is_domain_label(label, length))
			return false;
		label += length;
		if (*label == '\0')
			break;
	}
	/* What ends in a number is an address of the network. */
	label = strrchr(at, '.') + 1;
	return strspn(label, "0123456789") != strlen(label);
}

/* An e-mail address, as the tables take it. */
void
check_email(FunctionCallInfo fcinfo, int argument, Need need, TableId table)
{
	if (check_given(fcinfo, argument, need, table, "email") &&
		!email_is_possible(text_to_cstring(PG_GETARG_TEXT_PP(argument))))
		refuse(
			refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, table, "email",
						  "email is not an e-mail address",
						  "An e-mail address looks like name@example.org."));
}

static char *
list_choices(const char *const *choices)
{
	char *list = pstrdup(choices[0]);

	for (int i = 1; choices[i] != NULL; i++)
		list = psprintf("%s, %s", list, choices[i]);
	return list;
}

static bool
is_choice(const char *value, const char *const *choices)
{
	for (int i = 0; choices[i] != NULL; i++)
		if (strcmp(value, choices[i]) == 0)
			return true;
	return false;
}

/* A text out of a NULL-terminated list. */
void
check_choice(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
			 const char *column, const char *const *choices)
{
	char *value;

	if (!check_given(fcinfo, argument, need, table, column))
		return;
	refuse_if(check_text_value(PG_GETARG_TEXT_PP(argument), table, column,
							   &default_text_rule));
	value = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	if (!is_choice(value, choices))
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, table, column,
							 psprintf("%s must not be \"%s\"", column, value),
							 psprintf("It is one of: %s.",
									  list_choices(choices))));
}

static void
refuse_range(TableId table, const char *column, int lowest, int highest,
			 const char *unit)
{
	refuse(refusal_value(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, table, column,
						 psprintf("%s is out of range", column),
						 psprintf("It is from %d to %d%s%s.", lowest, highest,
								  *unit ? " " : "", unit)));
}

/*
 * A whole number from lowest to highest; the unit is for the error's detail.
 */
void
check_integer(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
			  const char *column, int lowest, int highest, const char *unit)
{
	if (check_given(fcinfo, argument, need, table, column) &&
		(PG_GETARG_INT32(argument) < lowest ||
		 PG_GETARG_INT32(argument) > highest))
		refuse_range(table, column, lowest, highest, unit);
}

static int
compare_numeric(Numeric value, int64 limit)
{
	return DatumGetInt32(
		DirectFunctionCall2(numeric_cmp, NumericGetDatum(value),
							NumericGetDatum(int64_to_numeric(limit))));
}

/*
 * The same of a number with decimals, which may be neither NaN nor infinite.
 */
void
check_numeric(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
			  const char *column, int lowest, int highest, const char *unit)
{
	Numeric value;

	if (!check_given(fcinfo, argument, need, table, column))
		return;
	value = PG_GETARG_NUMERIC(argument);
	if (numeric_is_nan(value) || compare_numeric(value, lowest) < 0 ||
		compare_numeric(value, highest) > 0)
		refuse_range(table, column, lowest, highest, unit);
}

/* An amount: finite, not negative, below ten billion, in whole cents. */
void
check_money(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
			const char *column, bool may_be_zero)
{
	Numeric value;

	if (!check_given(fcinfo, argument, need, table, column))
		return;
	value = PG_GETARG_NUMERIC(argument);
	if (numeric_is_nan(value) ||
		compare_numeric(value, 0) < (may_be_zero ? 0 : 1) ||
		compare_numeric(value, INT64CONST(10000000000)) >= 0)
		refuse(refusal_value(
			ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, table, column,
			psprintf("%s is out of range", column),
			may_be_zero ? "An amount is from 0 to 9999999999.99."
						: "An amount is from 0.01 to 9999999999.99."));
	check_decimals(fcinfo, argument, table, column);
}

/* What is kept with two decimals is given with no more: nothing is rounded. */
void
check_decimals(FunctionCallInfo fcinfo, int argument, TableId table,
			   const char *column)
{
	if (!PG_ARGISNULL(argument) &&
		DatumGetInt32(DirectFunctionCall1(numeric_min_scale,
										  PG_GETARG_DATUM(argument))) > 2)
		refuse(
			refusal_value(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, table, column,
						  psprintf("%s has more than two decimals", column),
						  "Two decimals are kept, and nothing is rounded."));
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

/* The columns that an update is to empty, out of those that it may. */
void
check_clear(FunctionCallInfo fcinfo, int argument, TableId table,
			const char *const *columns)
{
	ArrayType *array;
	Datum *names;
	bool *nulls;
	int count;

	(void) check_given(fcinfo, argument, REQUIRED, table, "clear");
	array = PG_GETARG_ARRAYTYPE_P(argument);
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &names, &nulls,
					  &count);
	for (int i = 0; i < count; i++)
	{
		if (!nulls[i] && is_choice(TextDatumGetCString(names[i]), columns))
			continue;
		if (!nulls[i])
			refuse_if(check_text_value(DatumGetTextPP(names[i]), table,
									   "clear", &default_text_rule));
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, table, "clear",
							 nulls[i]
								 ? "clear must not contain null"
								 : psprintf("column \"%s\" cannot be cleared",
											TextDatumGetCString(names[i])),
							 psprintf("The columns that can be are: %s.",
									  list_choices(columns))));
	}
}

/* A booking's start and end, both given and in order. */
Period
period_argument(FunctionCallInfo fcinfo, int start_argument, int end_argument,
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
new_times_argument(FunctionCallInfo fcinfo, int start_argument,
				   int end_argument, Need need, TableId table)
{
	NewTimes times = {0};

	times.has_start = take_time(fcinfo, start_argument, need, table,
								"start_time", &times.start);
	times.has_end = take_time(fcinfo, end_argument, OPTIONAL, table,
							  "end_time", &times.end);
	return times;
}

/* A new start alone keeps the length. */
Period
move_period(Period before, const NewTimes *times)
{
	Period after = before;

	if (times->has_start)
	{
		after.start = times->start;
		after.end = times->start + (before.end - before.start);
	}
	if (times->has_end)
		after.end = times->end;
	return after;
}

/* is_booking_period(timestamptz, timestamptz) */
Datum
fitclub_is_booking_period(PG_FUNCTION_ARGS)
{
	TimestampTz start = PG_GETARG_TIMESTAMPTZ(0);
	TimestampTz end = PG_GETARG_TIMESTAMPTZ(1);

	PG_RETURN_BOOL(!TIMESTAMP_NOT_FINITE(start) &&
				   !TIMESTAMP_NOT_FINITE(end) && start < end &&
				   end <= start + LONGEST_BOOKING &&
				   (is_club_instant(start) || takes_old_values()));
}

/* is_instant(timestamptz) */
Datum
fitclub_is_instant(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(takes_old_values() ||
				   is_club_instant(PG_GETARG_TIMESTAMPTZ(0)));
}

/* is_date(date) */
Datum
fitclub_is_date(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(takes_old_values() || is_club_date(PG_GETARG_DATEADT(0)));
}

/* is_email(text) */
Datum
fitclub_is_email(PG_FUNCTION_ARGS)
{
	const char *email = text_to_cstring(PG_GETARG_TEXT_PP(0));

	PG_RETURN_BOOL(takes_old_values() ? email_is_well_formed(email)
									  : email_is_possible(email));
}

/* is_text(value text, longest integer, has_lines bool, may_be_blank bool) */
Datum
fitclub_is_text(PG_FUNCTION_ARGS)
{
	text *value = PG_GETARG_TEXT_PP(0);

	PG_RETURN_BOOL(
		(PG_GETARG_BOOL(3) || !text_is_blank(value)) &&
		(takes_old_values() || (!text_is_longer(value, PG_GETARG_INT32(1)) &&
								!text_has_control(value, PG_GETARG_BOOL(2)))));
}

/* require_search(text): a text to look for, or an error. */
Datum
fitclub_require_search(PG_FUNCTION_ARGS)
{
	if (text_is_longer(PG_GETARG_TEXT_PP(0), default_text_rule.longest))
		ereport(ERROR, (errcode(ERRCODE_STRING_DATA_RIGHT_TRUNCATION),
						errmsg("the text to look for is too long"),
						errdetail("It has at most %d characters.",
								  default_text_rule.longest)));
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/* require_order(from_time, to_time): an error if the end is before the start */
Datum
fitclub_require_order(PG_FUNCTION_ARGS)
{
	if (PG_GETARG_TIMESTAMPTZ(1) < PG_GETARG_TIMESTAMPTZ(0))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("to_time must not be before from_time"),
			 errhint(
				 "Check from_time and to_time, and what they are when left out."),
			 err_generic_string(PG_DIAG_CONSTRAINT_NAME, "to_time_check")));
	PG_RETURN_VOID();
}

/*
 * require_choice(name text, value text, choices text[]): the value, or an
 * error. For SQL functions, which cannot raise by themselves.
 */
Datum
fitclub_require_choice(PG_FUNCTION_ARGS)
{
	char *name;
	Datum *choices;
	bool *nulls;
	int count;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
						errmsg("%s must not be null",
							   PG_ARGISNULL(0)
								   ? "name"
								   : text_to_cstring(PG_GETARG_TEXT_PP(0)))));
	name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(2), TEXTOID, -1, false,
					  TYPALIGN_INT, &choices, &nulls, &count);
	for (int i = 0; i < count; i++)
		if (!nulls[i] &&
			DatumGetBool(DirectFunctionCall2Coll(
				texteq, C_COLLATION_OID, PG_GETARG_DATUM(1), choices[i])))
			PG_RETURN_DATUM(PG_GETARG_DATUM(1));
	if (text_is_longer(PG_GETARG_TEXT_PP(1), default_text_rule.longest) ||
		text_has_control(PG_GETARG_TEXT_PP(1), false))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("%s is not one of the choices", name)));
	ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					errmsg("%s must not be \"%s\"", name,
						   text_to_cstring(PG_GETARG_TEXT_PP(1)))));
}
