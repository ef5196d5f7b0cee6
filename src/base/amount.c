/*
 * amount.c
 *		Amounts of money: the server's numerics, exact, and its own functions
 *		compute.
 */
#include "postgres.h"

#include "base/amount.h"

#include "utils/fmgrprotos.h"

Numeric
amount_zero(void)
{
	return int64_to_numeric(0);
}

Numeric
amount_add(Numeric a, Numeric b)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_add, NumericGetDatum(a),
											   NumericGetDatum(b)));
}

Numeric
amount_subtract(Numeric a, Numeric b)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_sub, NumericGetDatum(a),
											   NumericGetDatum(b)));
}

int
amount_compare(Numeric a, Numeric b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(a),
											 NumericGetDatum(b)));
}

int
amount_sign(Numeric amount)
{
	return amount_compare(amount, amount_zero());
}

char *
amount_text(Numeric amount)
{
	return DatumGetCString(
		DirectFunctionCall1(numeric_out, NumericGetDatum(amount)));
}
