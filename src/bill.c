/*
 * bill.c
 *		Bills as bookings and payments see them.
 */
#include "bill.h"

#include "local_time.h"
#include "plan.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

static const char *const status_names[] = {
	[BILL_PENDING] = "pending",   [BILL_PARTIALLY_PAID] = "partially_paid",
	[BILL_PAID] = "paid",         [BILL_CANCELLED] = "cancelled",
	[BILL_REFUNDED] = "refunded",
};

const char *
bill_status_name(BillStatus status)
{
	return status_names[status];
}

/* The same as messages say it. */
const char *
bill_status_label(BillStatus status)
{
	return status == BILL_PARTIALLY_PAID ? "partially paid"
										 : status_names[status];
}

static BillStatus
status_by_name(const char *name)
{
	for (size_t i = 0; i < lengthof(status_names); i++)
		if (strcmp(status_names[i], name) == 0)
			return (BillStatus) i;
	elog(ERROR, "unknown bill status \"%s\"", name);
}

bool
read_bill(int64 id, Bill *bill, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_billing_item_member_id,
		Anum_billing_item_amount,
		Anum_billing_item_status,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!settled_row(TABLE_BILL, id, columns, lengthof(columns), FOR_WRITE,
					 values, nulls, blocker))
		return false;
	bill->id = id;
	bill->member_id = DatumGetInt64(values[0]);
	bill->amount = DatumGetNumeric(values[1]);
	bill->status = status_by_name(TextDatumGetCString(values[2]));
	return true;
}

/* The id that an index gives, or NO_ID; one that is changing is a blocker. */
static int64
find_bill(IndexId index, int nkeys, ScanKey keys, Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	int64 id = NO_ID;

	do
	{
		id = NO_ID;
		dirty_scan_begin(&scan, TABLE_BILL, index, nkeys, keys);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			dirty_scan_note(&scan, row, blocker);
			id = row_int64(row, RelationGetDescr(scan.heap), Anum_any_key);
		}
	} while (dirty_scan_end(&scan));
	return id;
}

/* The bill of a private session, or NO_ID. */
int64
bill_of_session(int64 session_id, Blocker *blocker)
{
	ScanKeyData key;

	key_int64(&key, Anum_billing_item_private_session_id, session_id);
	return find_bill(INDEX_BILL_SESSION, 1, &key, blocker);
}

/* A member's bill for a class that is neither cancelled nor refunded. */
int64
bill_of_class(int64 class_id, int64 member_id, Blocker *blocker)
{
	ScanKeyData keys[2];

	key_int64(&keys[0], Anum_billing_item_class_id, class_id);
	key_int64(&keys[1], Anum_billing_item_member_id, member_id);
	return find_bill(INDEX_BILL_CLASS, 2, keys, blocker);
}

/* The sum of the payments that an index gives for a key. */
static Numeric
sum_payments(IndexId index, AttrNumber column, int64 id, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	Numeric sum = amount_zero();

	key_int64(&key, column, id);
	do
	{
		sum = amount_zero();
		dirty_scan_begin(&scan, TABLE_PAYMENT, index, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			dirty_scan_note(&scan, row, blocker);
			sum = amount_add(sum, DatumGetNumeric(row_datum(
									  row, RelationGetDescr(scan.heap),
									  Anum_payment_amount)));
		}
	} while (dirty_scan_end(&scan));
	return sum;
}

/* What has been paid of a bill, less what was given back. */
Numeric
bill_paid(int64 id, Blocker *blocker)
{
	return sum_payments(INDEX_PAYMENT_BILL, Anum_payment_billing_id, id,
						blocker);
}

/* What has been given back of a payment, as a negative amount. */
Numeric
payment_refunded(int64 payment_id, Blocker *blocker)
{
	return sum_payments(INDEX_PAYMENT_REFUND_OF, Anum_payment_refund_of,
						payment_id, blocker);
}

/*
 * Close the bill of a cancelled booking: nothing more is owed on it. One of
 * which something was paid stands for just that much, until it is refunded.
 */
void
bill_close(int64 id, Numeric paid)
{
	static SavedPlan close = {
		"UPDATE fitclub.billing_item"
		" SET status = CASE WHEN $2 > 0 THEN 'paid' ELSE 'cancelled' END,"
		"  amount = CASE WHEN $2 > 0 THEN $2 ELSE amount END,"
		"  paid_at = CASE WHEN $2 > 0 THEN now() END,"
		"  updated_at = now()"
		" WHERE billing_id = $1 AND status || '' IN ('pending', 'partially_paid')",
		2,
		{INT8OID, NUMERICOID}};
	Datum values[] = {Int64GetDatum(id), NumericGetDatum(paid)};

	(void) plan_execute(&close, values, NULL);
}

/*
 * Take up the bill of a seat given back for the same seat taken again. If less
 * was paid of it than the seat costs, the rest is owed.
 */
void
bill_take_up(int64 id, int64 trainer_id, const char *description,
			 Numeric amount, Numeric paid)
{
	static SavedPlan update = {
		"UPDATE fitclub.billing_item"
		" SET trainer_id = $2, description = $3, amount = $4,"
		"  status = CASE WHEN $5 >= $4 THEN status"
		"   WHEN $5 > 0 THEN 'partially_paid' ELSE 'pending' END,"
		"  paid_at = CASE WHEN $5 >= $4 THEN paid_at END, updated_at = now()"
		" WHERE billing_id = $1",
		5,
		{INT8OID, INT8OID, TEXTOID, NUMERICOID, NUMERICOID}};
	Datum values[] = {Int64GetDatum(id), Int64GetDatum(trainer_id),
					  CStringGetTextDatum(description),
					  NumericGetDatum(amount), NumericGetDatum(paid)};

	(void) plan_execute(&update, values, NULL);
}

/* Whether a cancellation now comes later than the club wants notice of it. */
static bool
is_late(const Club *club, TimestampTz start)
{
	return start - GetCurrentTransactionStartTimestamp() <
		   interval_length(&club->cancellation_notice);
}

/*
 * Bill the fee for a late cancellation, if the club has one, less what was
 * paid of the booking's bill, which is still open.
 */
static void
charge_late_fee(int64 id, Numeric paid, const Club *club)
{
	static SavedPlan charge = {
		"INSERT INTO fitclub.billing_item"
		"  (member_id, trainer_id, amount, description)"
		" SELECT member_id, trainer_id, round(amount * $2 / 100, 2) - $3,"
		"  'Late cancellation: ' || description"
		" FROM fitclub.billing_item"
		" WHERE billing_id = $1 AND status NOT IN ('cancelled', 'refunded')"
		"  AND round(amount * $2 / 100, 2) > $3",
		3,
		{INT8OID, NUMERICOID, NUMERICOID}};
	Datum values[] = {Int64GetDatum(id),
					  NumericGetDatum(club->late_fee_percent),
					  NumericGetDatum(paid)};

	(void) plan_execute(&charge, values, NULL);
}

/* What becomes of the bill of a booking that its member cancels. */
void
bill_cancel_booking(int64 id, Numeric paid, const Club *club,
					TimestampTz start, bool waive_fee)
{
	if (!waive_fee && amount_sign(club->late_fee_percent) > 0 &&
		is_late(club, start))
		charge_late_fee(id, paid, club);
	bill_close(id, paid);
}

char *
session_bill_description(const char *trainer, TimestampTz start, pg_tz *zone)
{
	return psprintf("Private session with %s on %s", trainer,
					local_label(start, zone));
}

char *
class_bill_description(const char *name, TimestampTz start, pg_tz *zone)
{
	return psprintf("Class %s on %s", name, local_label(start, zone));
}

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
