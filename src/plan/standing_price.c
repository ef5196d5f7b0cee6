/*
 * standing_price.c
 *		What the periods of a membership cost.
 */
#include "postgres.h"

#include "plan/standing.h"

#include "base/amount.h"
#include "base/local_time.h"

/*
 * Whether a price of the list holds from a date on. One that was announced after
 * the membership was made holds from a date of its own.
 */
static bool
price_holds(HeapTuple row, TupleDesc desc, DateADT made_on, DateADT date)
{
	DateADT valid_from =
		DatumGetDateADT(row_datum(row, desc, Anum_plan_price_valid_from));

	return made_on >= valid_from
			   ? valid_from <= date
			   : DatumGetDateADT(row_datum(
					 row, desc, Anum_plan_price_existing_from)) <= date;
}

/*
 * The list's price: the newest one that holds when the period begins, and before
 * all of them the first. Prices are settings, for which nobody waits, and are
 * read without a query, as checks ask under short locks.
 */
static Numeric
list_price(const Standing *standing, const StandingPeriod *period,
		   const Club *club)
{
	static const AttrNumber amount = Anum_plan_price_amount;
	DateADT made_on = local_time(standing->made_at, club->zone).date;
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	Datum price;
	bool isnull;
	bool found;

	key_int64(&key, Anum_plan_price_plan_id, period->plan->plan_id);
	do
	{
		found = false;
		dirty_scan_begin(&scan, TABLE_PLAN_PRICE, INDEX_PLAN_PRICES, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);

			if (dirty_scan_state(&scan) != ROW_ARRIVING &&
				(!found || price_holds(row, desc, made_on, period->starts_on)))
			{
				row_columns(row, desc, &amount, 1, &price, &isnull);
				found = !isnull;
			}
		}
	} while (dirty_scan_end(&scan));
	return found ? DatumGetNumeric(price) : amount_zero();
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
