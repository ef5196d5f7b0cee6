/*
 * standing_price.c
 *		What the periods of a membership cost.
 */
#include "postgres.h"

#include "plan/standing.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "write/statement.h"

#include "catalog/pg_type.h"

/*
 * The list's price: the newest one that holds when the period begins. One that
 * was announced after the membership was made holds from a date of its own. A
 * period before all prices has the first.
 */
static Numeric
list_price(const Standing *standing, const StandingPeriod *period,
		   const Club *club)
{
	static SavedStatement query = {
		"SELECT p.amount FROM fitclub.plan_price AS p"
		" CROSS JOIN LATERAL (SELECT CASE WHEN p.valid_from <= $3"
		"   THEN p.valid_from ELSE p.existing_from END <= $2) AS h (holds)"
		" WHERE p.plan_id = $1"
		" ORDER BY CASE WHEN h.holds THEN p.valid_from END DESC NULLS LAST,"
		"  p.valid_from"
		" LIMIT 1",
		3,
		{INT8OID, DATEOID, DATEOID}};
	Datum arguments[] = {
		Int64GetDatum(period->plan->plan_id),
		DateADTGetDatum(period->starts_on),
		DateADTGetDatum(local_time(standing->made_at, club->zone).date),
	};
	Datum amount;
	bool isnull;

	if (!statement_values(&query, arguments, 1, &amount, &isnull))
		return amount_zero();
	return DatumGetNumeric(amount);
}

/* What a whole period costs. */
Numeric
standing_price(const Standing *standing, const StandingPeriod *period,
			   const Club *club)
{
	return period->plan->price != NULL ? period->plan->price
									   : list_price(standing, period, club);
}

static Numeric
share_until(Numeric price, const StandingPeriod *period, DateADT nominal,
			const Club *club)
{
	return amount_share(
		price, int64_to_numeric(nominal - period->whole_start),
		int64_to_numeric(period->whole_end - period->whole_start),
		club->decimals);
}

/*
 * What a period costs: of the whole, the share until its end less the share
 * until its start. So the parts of a whole sum up to its price.
 */
Numeric
standing_dues(const Standing *standing, const StandingPeriod *period,
			  const Club *club)
{
	Numeric price = standing_price(standing, period, club);

	return amount_subtract(
		share_until(price, period, period->nominal_end, club),
		share_until(price, period, period->nominal_start, club));
}
