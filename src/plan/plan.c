/*
 * plan.c
 *		Plans that members join, and what they cost and include.
 *
 * Plans are settings. Their terms do not change once they are made, as members
 * have joined on them; prices begin on a day, and those of the past stay.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "argument/text_argument.h"
#include "argument/time_argument.h"
#include "base/amount.h"
#include "caller/permission.h"
#include "plan/plan_refusal.h"
#include "rows/club.h"
#include "rows/settled_row.h"
#include "service/scope.h"
#include "write/writer.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"

PG_FUNCTION_INFO_V1(fitclub_create_plan);
PG_FUNCTION_INFO_V1(fitclub_update_plan);
PG_FUNCTION_INFO_V1(fitclub_set_plan_price);
PG_FUNCTION_INFO_V1(fitclub_add_plan_scope);

#define LONGEST_NOTICE (INT64CONST(366) * USECS_PER_DAY)

/* The arguments of create_plan(), of which the price is no column of a plan. */
static void
check_terms(FunctionCallInfo fcinfo)
{
	static const char *const units[] = {"week", "month", "year", NULL};
	static const ArgumentTable numbers = {
		TABLE_PLAN,
		{
			{"every", REQUIRED, INTEGER, 1, 12, ""},
			{"visits", OPTIONAL, INTEGER, 1, 10000, ""},
			{"joining_fee", OPTIONAL, PRICE},
		}};

	check_text(fcinfo, 0, REQUIRED, TABLE_PLAN, "name");
	check_money(fcinfo, 1, REQUIRED, TABLE_PLAN_PRICE, "amount", true);
	check_choice(fcinfo, 2, REQUIRED, TABLE_PLAN, "unit", units);
	check_arguments(fcinfo, 3, REQUIRED, &numbers);
	check_interval(fcinfo, 6, REQUIRED, TABLE_PLAN, "notice", 0,
				   LONGEST_NOTICE, "0 to 366 days");
	check_integer(fcinfo, 7, REQUIRED, TABLE_PLAN, "min_periods", 0, 120, "");
	check_money(fcinfo, 8, OPTIONAL, TABLE_PLAN, "late_fee", true);
}

/*
 * create_plan(name, price, unit, every, visits, joining_fee, notice,
 * min_periods, late_fee): adds a plan, with its price from today on. With the
 * first one, bookings begin to ask what covers them. Returns the plan's id.
 */
Datum
fitclub_create_plan(PG_FUNCTION_ARGS)
{
	static SavedStatement insert = {
		"WITH made AS ("
		" INSERT INTO fitclub.plan (name, unit, every, visits, joining_fee,"
		"  notice, min_periods, late_fee)"
		" VALUES ($1, $3, $4, $5, $6, $7, $8, $9) RETURNING plan_id)"
		"INSERT INTO fitclub.plan_price (plan_id, valid_from, amount,"
		"  existing_from)"
		" SELECT m.plan_id, $10, $2, $10 FROM made AS m RETURNING plan_id",
		10,
		{TEXTOID, NUMERICOID, TEXTOID, INT4OID, INT4OID, NUMERICOID,
		 INTERVALOID, INT4OID, NUMERICOID, DATEOID}};
	Datum values[10];
	bool nulls[10];
	int64 plan_id;

	permit_staff(TABLE_PLAN);
	check_terms(fcinfo);
	statement_arguments(fcinfo, 9, values, nulls);
	values[9] = DateADTGetDatum(club_today());
	nulls[9] = false;
	if (!statement_fetch_id(&insert, values, nulls, &plan_id))
		refuse(refusal_row_skipped(TABLE_PLAN));
	club_start_cover();
	PG_RETURN_INT64(plan_id);
}

/*
 * update_plan(plan_id, name, is_active): changes what is given. Locks the row
 * until the transaction ends. Returns the plan's id.
 */
Datum
fitclub_update_plan(PG_FUNCTION_ARGS)
{
	static SavedStatement update = {
		"UPDATE fitclub.plan SET name = coalesce($2, name),"
		" is_active = coalesce($3, is_active)"
		" WHERE plan_id = $1 RETURNING plan_id",
		3,
		{INT8OID, TEXTOID, BOOLOID}};

	permit_staff(TABLE_PLAN);
	(void) argument_key(fcinfo, 0, TABLE_PLAN);
	check_text(fcinfo, 1, OPTIONAL, TABLE_PLAN, "name");
	return statement_update(&update, fcinfo, TABLE_PLAN);
}

/* Whether anybody has or is just getting a plan. */
static bool
has_members(int64 plan_id)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	bool found;

	key_int64(&key, Anum_membership_plan_plan_id, plan_id);
	do
	{
		dirty_scan_begin(&scan, TABLE_MEMBERSHIP_PLAN,
						 INDEX_MEMBERSHIP_PLAN_PLAN, 1, &key);
		found = dirty_scan_next(&scan, ForwardScanDirection) != NULL;
	} while (dirty_scan_end(&scan) && !found);
	return found;
}

/*
 * Whether dues have been billed that a price changes, or another one than there
 * is from the day on.
 */
static bool
is_billed(const Datum *values)
{
	static SavedStatement query = {
		"SELECT FROM fitclub.membership_period AS p"
		" JOIN fitclub.membership AS m USING (membership_id)"
		" CROSS JOIN fitclub.club AS c"
		" WHERE p.plan_id = $1 AND p.starts_on >= $3"
		"  AND ((m.made_at AT TIME ZONE c.time_zone)::date >= $3"
		"   OR p.starts_on >= least($4, (SELECT o.existing_from"
		"    FROM fitclub.plan_price AS o"
		"    WHERE o.plan_id = $1 AND o.valid_from = $3)))"
		"  AND (SELECT s.price FROM fitclub.membership_plan AS s"
		"   WHERE s.membership_id = p.membership_id"
		"    AND s.from_on <= p.starts_on"
		"   ORDER BY s.from_on DESC LIMIT 1) IS NULL"
		" LIMIT 1",
		4,
		{INT8OID, NUMERICOID, DATEOID, DATEOID}};

	return statement_execute(&query, values, NULL) > 0;
}

/*
 * Keep dues from being written meanwhile: those that are there count, and those
 * to come will find the price.
 */
static void
exclude_dues(void)
{
	static SavedStatement lock = {
		"LOCK TABLE fitclub.membership_period, fitclub.plan_price"
		" IN SHARE ROW EXCLUSIVE MODE",
		0,
		{InvalidOid}};

	if (IsolationUsesXactSnapshot())
		refuse(refusal_values(
			ERRCODE_INVALID_TRANSACTION_STATE, TABLE_PLAN_PRICE, NULL,
			"prices of plans can be set at READ COMMITTED only",
			"Dues that were billed since the transaction's snapshot would be overlooked."));
	(void) statement_execute(&lock, NULL, NULL);
}

/* When a price begins, for new members and for those there are. */
static void
check_price_dates(FunctionCallInfo fcinfo)
{
	check_date(fcinfo, 2, REQUIRED, TABLE_PLAN_PRICE, "valid_from");
	if (PG_ARGISNULL(3))
		return;
	if (PG_GETARG_DATEADT(3) != DATEVAL_NOEND)
		check_date(fcinfo, 3, REQUIRED, TABLE_PLAN_PRICE, "existing_from");
	if (PG_GETARG_DATEADT(3) < PG_GETARG_DATEADT(2))
		refuse(refusal_value(
			ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, TABLE_PLAN_PRICE,
			"existing_from",
			"the price would begin earlier for those who are members",
			"existing_from is valid_from or later, and infinity for never."));
}

/* The price that begins on a day, and where it is; NO_ID if none does. */
static int64
find_plan_price(int64 plan_id, DateADT valid_from, ItemPointer place)
{
	ScanKeyData keys[2];
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	int64 price_id = NO_ID;

	key_int64(&keys[0], Anum_plan_price_plan_id, plan_id);
	key_date(&keys[1], Anum_plan_price_valid_from, valid_from);
	do
	{
		dirty_scan_begin(&scan, TABLE_PLAN_PRICE, INDEX_PLAN_PRICES, 2, keys);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			price_id =
				row_int64(row, RelationGetDescr(scan.heap), Anum_any_key);
			*place = row->t_self;
		}
	} while (dirty_scan_end(&scan));
	return price_id;
}

static int64
write_price(const Datum *given)
{
	static Writer writer = {1, {TABLE_PLAN_PRICE}};
	ColumnValue values[] = {
		column_datum(Anum_plan_price_amount, given[1]),
		column_datum(Anum_plan_price_existing_from, given[3]),
		column_datum(Anum_plan_price_plan_id, given[0]),
		column_datum(Anum_plan_price_valid_from, given[2]),
	};
	ItemPointerData place;
	int64 price_id = find_plan_price(DatumGetInt64(given[0]),
									 DatumGetDateADT(given[2]), &place);
	WriterState *writing = writer_begin(&writer);

	if (price_id == NO_ID)
		price_id = writer_insert(writing, TABLE_PLAN_PRICE, GUARDED, values,
								 lengthof(values));
	else
		writer_update(writing, TABLE_PLAN_PRICE, GUARDED, &place, values, 2);
	writer_end(&writer, writing);
	return price_id;
}

/*
 * set_plan_price(plan_id, amount, valid_from, existing_from): what a plan costs
 * from a day on; if a price begins on that day, in its place. Locks the periods
 * of memberships and the prices against writers until the transaction ends.
 * Returns the price's id.
 */
Datum
fitclub_set_plan_price(PG_FUNCTION_ARGS)
{
	Datum values[4];
	bool nulls[4];

	permit_staff(TABLE_PLAN_PRICE);
	check_row(fcinfo, 0, REQUIRED, TABLE_PLAN_PRICE, "plan_id", TABLE_PLAN);
	check_money(fcinfo, 1, REQUIRED, TABLE_PLAN_PRICE, "amount", true);
	check_price_dates(fcinfo);
	statement_arguments(fcinfo, 4, values, nulls);
	if (nulls[3])
		values[3] = values[2];
	exclude_dues();
	if (PG_GETARG_DATEADT(2) <= club_today() &&
		has_members(DatumGetInt64(values[0])))
		refuse(refusal_plan_price_past());
	if (is_billed(values))
		refuse(refusal_plan_price_billed());
	PG_RETURN_INT64(write_price(values));
}

static bool
has_scopes(Datum plan_id)
{
	static SavedStatement query = {
		"SELECT FROM fitclub.plan_scope WHERE plan_id = $1 LIMIT 1",
		1,
		{INT8OID}};

	return statement_execute(&query, &plan_id, NULL) > 0;
}

/* In percent: more than nothing, and 100 for what is included. */
static void
check_discount(FunctionCallInfo fcinfo)
{
	check_numeric(fcinfo, 4, REQUIRED, TABLE_PLAN_SCOPE, "discount", 0, 100,
				  "");
	if (amount_sign(DatumGetNumeric(DirectFunctionCall2(
			numeric_round, PG_GETARG_DATUM(4), Int32GetDatum(2)))) == 0)
		refuse(refusal_value(
			ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, TABLE_PLAN_SCOPE, "discount",
			"discount is out of range",
			"It is in percent: more than 0, and 100 for what is included."));
}

/*
 * add_plan_scope(plan_id, kind, service_id, trainer_id, discount): the plan
 * includes this, too, or makes it cheaper; the first one says that it does not
 * include all. Locks the plan's row until the transaction ends, for which the
 * foreign keys of memberships wait. Returns the scope's id.
 */
Datum
fitclub_add_plan_scope(PG_FUNCTION_ARGS)
{
	static SavedStatement lock = {
		"SELECT FROM fitclub.plan WHERE plan_id = $1 FOR UPDATE",
		1,
		{INT8OID}};
	static SavedStatement insert = {
		"INSERT INTO fitclub.plan_scope"
		"  (plan_id, kind, service_id, trainer_id, discount)"
		" VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
		" RETURNING plan_scope_id",
		5,
		{INT8OID, TEXTOID, INT8OID, INT8OID, NUMERICOID}};
	Datum plan_id;
	int64 scope_id;

	permit_staff(TABLE_PLAN_SCOPE);
	plan_id = Int64GetDatum(argument_key(fcinfo, 0, TABLE_PLAN));
	service_check_scope(fcinfo, TABLE_PLAN_SCOPE);
	check_discount(fcinfo);
	(void) statement_execute(&lock, &plan_id, NULL);
	if (has_members(DatumGetInt64(plan_id)) && !has_scopes(plan_id))
		refuse(refusal_plan_sold(DatumGetInt64(plan_id)));
	if (!statement_try(&insert, fcinfo, &scope_id))
		refuse(refusal_plan_scope_taken());
	PG_RETURN_INT64(scope_id);
}
