/*
 * till.c
 *		The till: what is counted in it, and what should be in it.
 *
 * A function that takes or gives out cash holds the till's short lock from the
 * look at the last count until the row is written, and dates the row after that
 * count. A count holds the lock, too, and waits for cash that others have
 * written and not committed. So each count has all cash dated before it, and
 * none falls behind a count. Other kinds of money never touch the lock.
 */
#include "postgres.h"

#include "money/till.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "rows/club.h"
#include "write/admission.h"

#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"

PG_FUNCTION_INFO_V1(fitclub_count_till);

/* There is one till. */
#define THE_TILL INT64CONST(1)

/* A count on its way in. */
typedef struct TillCount
{
	TimestampTz since; /* the count before; DT_NOBEGIN: there is none */
	TimestampTz at;
	Numeric expected;
	ShortLocks locks;
} TillCount;

/* Whether money of a type is in the till. */
static bool
is_cash(Datum payment_type)
{
	return strcmp(TextDatumGetCString(payment_type), "cash") == 0;
}

/*
 * Wait for the writer of a row. A row newer than our snapshot is no obstacle:
 * nothing refers to it.
 */
static void
wait_for_row(const DirtyScan *scan, HeapTuple row, Blocker *blocker)
{
	Blocker writer = NO_BLOCKER;

	dirty_scan_note(scan, row, &writer);
	if (blocker != NULL && blocker_is_set(&writer))
		blocker_take(blocker, &writer);
}

/*
 * The last count, as others are about to leave it: when it was, DT_NOBEGIN if
 * there is none, and what was left in the till. Without a blocker, a count that
 * may yet be taken back counts as well.
 */
static TimestampTz
read_last_count(Numeric *left, Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	TimestampTz counted_at;

	do
	{
		counted_at = DT_NOBEGIN;
		*left = amount_zero();
		dirty_scan_begin(&scan, TABLE_TILL_COUNT, INDEX_TILL_COUNT_TIME, 0,
						 NULL);
		row = dirty_scan_next(&scan, BackwardScanDirection);
		if (row != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);

			wait_for_row(&scan, row, blocker);
			counted_at = row_int64(row, desc, Anum_till_count_counted_at);
			*left = amount_subtract(
				DatumGetNumeric(row_datum(row, desc, Anum_till_count_counted)),
				DatumGetNumeric(row_datum(row, desc, Anum_till_count_banked)));
		}
	} while (dirty_scan_end(&scan));
	return counted_at;
}

/* What changed hands by a payment: its amount, less what cash was rounded by. */
Numeric
till_received(HeapTuple row, TupleDesc desc)
{
	Numeric amount =
		DatumGetNumeric(row_datum(row, desc, Anum_payment_amount));

	if (row_is_null(row, Anum_payment_rounding))
		return amount;
	return amount_subtract(
		amount, DatumGetNumeric(row_datum(row, desc, Anum_payment_rounding)));
}

/* Add the cash since the count before. What is dated later is for the next. */
static void
add_cash(TillCount *count, Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	Numeric left = count->expected;
	ScanKeyData keys[2];
	HeapTuple row;

	ScanKeyInit(&keys[0], Anum_payment_paid_at, BTGreaterStrategyNumber,
				F_TIMESTAMPTZ_GT, TimestampTzGetDatum(count->since));
	ScanKeyInit(&keys[1], Anum_payment_paid_at, BTLessEqualStrategyNumber,
				F_TIMESTAMPTZ_LE, TimestampTzGetDatum(count->at));
	do
	{
		count->expected = left;
		dirty_scan_begin(&scan, TABLE_PAYMENT, INDEX_PAYMENT_TIME,
						 lengthof(keys), keys);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);

			if (!is_cash(row_datum(row, desc, Anum_payment_payment_type)))
				continue;
			wait_for_row(&scan, row, blocker);
			count->expected =
				amount_add(count->expected, till_received(row, desc));
		}
	} while (dirty_scan_end(&scan));
}

/* From when on cash is for the count after the last one. */
static TimestampTz
opened_by(TimestampTz last_count)
{
	return TIMESTAMP_IS_NOBEGIN(last_count) ? last_count : last_count + 1;
}

static Refusal *
check_till_count(void *state, Blocker *blocker)
{
	TillCount *count = state;

	count->since = read_last_count(&count->expected, blocker);
	count->at = Max(current_instant(), opened_by(count->since));
	if (!blocker_is_set(blocker))
		add_cash(count, blocker);
	return NULL;
}

/* Money of a type is about to change hands: have the till locked for cash. */
void
till_begin(TillUse *use, ShortLocks *locks, Datum payment_type)
{
	*use = TILL_UNUSED;
	use->is_cash = is_cash(payment_type);
	if (!use->is_cash)
		return;
	use->step = read_club().cash_step;
	(void) locks_need(locks, LOCK_TILL, THE_TILL);
}

/*
 * To be called by the check. A count in progress counts, as cash may well be
 * dated later than necessary: cash never waits for a count.
 */
void
till_look(TillUse *use, ShortLocks *locks)
{
	Numeric ignored;

	if (use->is_cash && locks_need(locks, LOCK_TILL, THE_TILL))
		use->opened = opened_by(read_last_count(&ignored, NULL));
}

/* A check finds out that money of this type goes out as well. */
void
till_join(TillUse *use, ShortLocks *locks, Datum payment_type)
{
	use->is_cash |= is_cash(payment_type);
	till_look(use, locks);
}

/* The time of the money that changes hands. */
TimestampTz
till_instant(const TillUse *use)
{
	return Max(current_instant(), use->opened);
}

/* Whether there are amounts that cannot be paid. */
bool
till_rounds(const TillUse *use)
{
	return use->is_cash && amount_sign(use->step) != 0;
}

/*
 * By how much what is owed is more than the cash that settles it, where there
 * are no coins for the rest; 0 if it does not, or if there are. Without an
 * amount the cash is what can be paid of it.
 */
Numeric
till_rounding(const TillUse *use, Numeric owed, Numeric cash)
{
	Numeric rounding;
	Numeric twice;

	if (!till_rounds(use))
		return amount_zero();
	if (cash == NULL)
		cash = amount_nearest(owed, use->step);
	rounding = amount_subtract(owed, cash);
	twice = amount_add(rounding, rounding);
	if (amount_compare(amount_nearest(cash, use->step), cash) != 0 ||
		amount_compare(twice, use->step) > 0 ||
		amount_sign(amount_add(twice, use->step)) < 0)
		return amount_zero();
	return rounding;
}

ColumnValue
till_rounding_value(Numeric rounding)
{
	return amount_sign(rounding) == 0
			   ? column_null(Anum_payment_rounding)
			   : column_amount(Anum_payment_rounding, rounding);
}

/*
 * Whether money is cash that has been counted; of a check that asks for the
 * till's lock by it. A count in progress is waited for.
 */
bool
till_was_counted(Datum payment_type, TimestampTz at, ShortLocks *locks,
				 Blocker *blocker)
{
	Numeric ignored;

	return is_cash(payment_type) && locks_need(locks, LOCK_TILL, THE_TILL) &&
		   at < opened_by(read_last_count(&ignored, blocker));
}

/* Rule: nobody takes more to the bank than is in the till. */
static void
check_banked(FunctionCallInfo fcinfo)
{
	check_money(fcinfo, 1, REQUIRED, TABLE_TILL_COUNT, "banked", true);
	if (amount_compare(PG_GETARG_NUMERIC(1), PG_GETARG_NUMERIC(0)) > 0)
		refuse(refusal_value(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
							 TABLE_TILL_COUNT, "banked",
							 "banked is out of range",
							 "No more can be banked than was counted."));
}

static int64
insert_till_count(WriterState *writing, FunctionCallInfo fcinfo,
				  const TillCount *count)
{
	ColumnValue values[] = {
		column_id(Anum_till_count_staff_id, caller_cashier(fcinfo, 2)),
		column_instant(Anum_till_count_counted_at, count->at),
		column_amount(Anum_till_count_expected, count->expected),
		column_argument(fcinfo, Anum_till_count_counted, 0),
		column_argument(fcinfo, Anum_till_count_banked, 1),
		column_argument(fcinfo, Anum_till_count_notes, 3),
	};

	return writer_insert(writing, TABLE_TILL_COUNT, GUARDED, values,
						 lengthof(values));
}

/*
 * count_till(counted, banked, staff_id, notes): notes what is in the till.
 * Short-locks the till, and waits for cash that others have not committed.
 * Returns the id of the count.
 */
Datum
fitclub_count_till(PG_FUNCTION_ARGS)
{
	static Writer writer = {1, {TABLE_TILL_COUNT}};
	TillCount count;
	WriterState *writing;
	int64 id;

	permit_cashier(fcinfo, 2);
	check_money(fcinfo, 0, REQUIRED, TABLE_TILL_COUNT, "counted", true);
	check_banked(fcinfo);
	check_row(fcinfo, 2, OPTIONAL, TABLE_TILL_COUNT, "staff_id", TABLE_STAFF);
	check_free_text(fcinfo, 3, TABLE_TILL_COUNT, "notes");

	locks_init(&count.locks);
	(void) locks_need(&count.locks, LOCK_TILL, THE_TILL);
	writing = admit(&count.locks, &writer, check_till_count, &count);
	id = insert_till_count(writing, fcinfo, &count);
	locks_release(&count.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(id);
}
