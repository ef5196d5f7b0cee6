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

static Numeric
multiply(Numeric a, Numeric b)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_mul, NumericGetDatum(a),
											   NumericGetDatum(b)));
}

/* An amount, a number of times. */
Numeric
amount_times(Numeric amount, int64 count)
{
	return multiply(amount, int64_to_numeric(count));
}

static Numeric
absolute(Numeric a)
{
	return DatumGetNumeric(
		DirectFunctionCall1(numeric_abs, NumericGetDatum(a)));
}

/* The integer nearest to a quotient, half away from zero, without its sign. */
static Numeric
nearest(Numeric dividend, Numeric divisor)
{
	Numeric twice = int64_to_numeric(2);
	Numeric doubled =
		amount_add(multiply(twice, absolute(dividend)), absolute(divisor));

	return DatumGetNumeric(DirectFunctionCall2(
		numeric_div_trunc, NumericGetDatum(doubled),
		NumericGetDatum(multiply(twice, absolute(divisor)))));
}

/*
 * What the first part of a whole has of a total, rounded half away from zero
 * once: a quotient with a limited number of digits would be rounded before.
 * Differences of the shares of growing parts sum up to the total.
 */
Numeric
amount_share(Numeric total, Numeric part, Numeric whole, int decimals)
{
	Numeric unit = int64_to_numeric(1);
	Numeric product = multiply(total, part);
	Datum share;

	for (int i = 0; i < decimals; i++)
		unit = multiply(unit, int64_to_numeric(10));
	share = DirectFunctionCall2(
		numeric_div, NumericGetDatum(nearest(multiply(product, unit), whole)),
		NumericGetDatum(unit));
	share = DirectFunctionCall2(numeric_round, share, Int32GetDatum(decimals));
	if (amount_sign(product) * amount_sign(whole) < 0)
		share = DirectFunctionCall1(numeric_uminus, share);
	return DatumGetNumeric(share);
}

/* The multiple of a unit that is nearest to an amount, half away from zero. */
Numeric
amount_nearest(Numeric amount, Numeric unit)
{
	return multiply(nearest(amount, unit), unit);
}

int
amount_compare(Numeric a, Numeric b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(a),
											 NumericGetDatum(b)));
}

Numeric
amount_least(Numeric a, Numeric b)
{
	return amount_compare(a, b) < 0 ? a : b;
}

int
amount_sign(Numeric amount)
{
	return amount_compare(amount, amount_zero());
}

/* An amount, with as many decimals as the currency has. */
char *
amount_label(Numeric amount, int decimals)
{
	Datum rounded = DirectFunctionCall2(numeric_round, NumericGetDatum(amount),
										Int32GetDatum(decimals));

	return DatumGetCString(DirectFunctionCall1(numeric_out, rounded));
}
