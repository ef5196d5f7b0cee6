/*
 * argument.c
 *		Checks of what callers hand in, before anything is locked or written.
 *
 * Each raises one clear error: 22004 for a missing value, 22xxx for a bad
 * one, P0002 for an unknown id. The CHECK constraints of the tables hold the
 * same limits for every other path.
 */
#include "postgres.h"

#include "argument/argument.h"

#include "rows/club.h"
#include "rows/erased_member.h"
#include "rows/settled_row.h"

#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

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
argument_id(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? NO_ID : PG_GETARG_INT64(argument);
}

/* The key of a row that has to be there. */
int64
argument_present_key(FunctionCallInfo fcinfo, int argument, TableId table)
{
	(void) check_given(fcinfo, argument, REQUIRED, table, table_key(table));
	require_row(table, PG_GETARG_INT64(argument));
	return PG_GETARG_INT64(argument);
}

/* The key of a row that has to be there, to be changed. */
int64
argument_key(FunctionCallInfo fcinfo, int argument, TableId table)
{
	(void) argument_present_key(fcinfo, argument, table);
	if (table == TABLE_MEMBER)
		refuse_erased(PG_GETARG_INT64(argument));
	return PG_GETARG_INT64(argument);
}

/* A reference to a row of another table, which is there. */
RowPlace
argument_row_place(FunctionCallInfo fcinfo, int argument, Need need,
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
	(void) argument_row_place(fcinfo, argument, need, table, column,
							  referenced);
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

static int
decimals_of(Numeric value)
{
	return DatumGetInt32(
		DirectFunctionCall1(numeric_min_scale, NumericGetDatum(value)));
}

/* Rule: an amount has no more decimals than its currency. */
Refusal *
check_minor_units(Numeric amount, const char *currency, TableId table,
				  const char *column)
{
	if (decimals_of(amount) <= club_decimals(currency))
		return NULL;
	return refusal_value(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, table, column,
						 psprintf("%s has decimals", column),
						 psprintf("%s has no decimals.", currency));
}

/* An amount: finite, not negative, below ten billion, in whole cents. */
void
check_amount(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
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

/* The same in the club's currency. */
void
check_money(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
			const char *column, bool may_be_zero)
{
	check_amount(fcinfo, argument, need, table, column, may_be_zero);
	/* what is whole is so in every currency */
	if (!PG_ARGISNULL(argument) &&
		decimals_of(PG_GETARG_NUMERIC(argument)) > 0)
		refuse_if(check_minor_units(PG_GETARG_NUMERIC(argument),
									read_club().currency, table, column));
}

/* What is kept with two decimals is given with no more: nothing is rounded. */
void
check_decimals(FunctionCallInfo fcinfo, int argument, TableId table,
			   const char *column)
{
	if (!PG_ARGISNULL(argument) &&
		decimals_of(PG_GETARG_NUMERIC(argument)) > 2)
		refuse(
			refusal_value(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, table, column,
						  psprintf("%s has more than two decimals", column),
						  "Two decimals are kept, and nothing is rounded."));
}
