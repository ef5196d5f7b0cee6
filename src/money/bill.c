/*
 * bill.c
 *		Bills as bookings and payments see them.
 */
#include "postgres.h"

#include "money/bill.h"

#include "base/local_time.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

static const char *const status_names[] = {
	[BILL_PENDING] = "pending",   [BILL_PARTIALLY_PAID] = "partially_paid",
	[BILL_PAID] = "paid",         [BILL_CANCELLED] = "cancelled",
	[BILL_REFUNDED] = "refunded",
};

/* A status as the table has it. */
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

/* The columns of a bill that are read. */
static const AttrNumber bill_columns[] = {
	Anum_billing_item_member_id,   Anum_billing_item_amount,
	Anum_billing_item_status,      Anum_billing_item_trainer_id,
	Anum_billing_item_description,
};

static void
set_bill(Bill *bill, int64 id, const Datum *values, const bool *nulls)
{
	bill->id = id;
	bill->member_id = DatumGetInt64(values[0]);
	bill->amount = DatumGetNumeric(values[1]);
	bill->status = status_by_name(TextDatumGetCString(values[2]));
	bill->trainer_id = nulls[3] ? NO_ID : DatumGetInt64(values[3]);
	bill->description = TextDatumGetCString(values[4]);
}

/*
 * Read a bill that is going to be changed; false if there is none. A
 * transaction that is changing it is the blocker.
 */
bool
read_bill(int64 id, Bill *bill, Blocker *blocker)
{
	Datum values[lengthof(bill_columns)];
	bool nulls[lengthof(bill_columns)];

	if (!settled_row(TABLE_BILL, id, bill_columns, lengthof(bill_columns),
					 FOR_WRITE, values, nulls, &bill->place, blocker))
		return false;
	set_bill(bill, id, values, nulls);
	return true;
}

/* The bill that an index gives; one that is changing is a blocker. */
static Bill
find_bill(IndexId index, int nkeys, ScanKey keys, Blocker *blocker)
{
	Datum values[lengthof(bill_columns)];
	bool nulls[lengthof(bill_columns)];
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	Bill bill;

	do
	{
		bill = (Bill){.id = NO_ID};
		dirty_scan_begin(&scan, TABLE_BILL, index, nkeys, keys);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);

			dirty_scan_note(&scan, row, blocker);
			row_columns(row, desc, bill_columns, lengthof(bill_columns),
						values, nulls);
			set_bill(&bill, row_int64(row, desc, Anum_any_key), values, nulls);
			bill.place = row->t_self;
		}
	} while (dirty_scan_end(&scan));
	return bill;
}

/* The bill of a private session. */
Bill
bill_of_session(int64 session_id, Blocker *blocker)
{
	ScanKeyData key;

	key_int64(&key, Anum_billing_item_private_session_id, session_id);
	return find_bill(INDEX_BILL_SESSION, 1, &key, blocker);
}

/* A member's bill for a class that is neither cancelled nor refunded. */
Bill
bill_of_class(int64 class_id, int64 member_id, Blocker *blocker)
{
	ScanKeyData keys[2];

	key_int64(&keys[0], Anum_billing_item_class_id, class_id);
	key_int64(&keys[1], Anum_billing_item_member_id, member_id);
	return find_bill(INDEX_BILL_CLASS, 2, keys, blocker);
}

/*
 * Need a bill that is going to be changed, and its row; true if it is locked,
 * or if there is none.
 */
bool
bill_lock(ShortLocks *locks, const Bill *bill)
{
	if (bill->id == NO_ID)
		return true;
	locks_need_row(locks, TABLE_BILL, bill->id, &bill->place,
				   LockTupleNoKeyExclusive);
	return locks_need(locks, LOCK_BILL, bill->id);
}

/* The sum of the payments that an index gives for a key. */
static Numeric
sum_payments(IndexId index, AttrNumber column, int64 id, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	Numeric sum;

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

static ColumnValue
status_value(BillStatus status)
{
	return column_text(Anum_billing_item_status, status_names[status]);
}

/*
 * Close the bill of a cancelled booking, if it is open: nothing more is owed
 * on it. One of which something was paid stands for just that much, until it
 * is refunded.
 */
void
bill_close(WriterState *writing, const Bill *bill, Numeric paid)
{
	TimestampTz now = current_instant();
	bool is_paid = amount_sign(paid) > 0;
	ColumnValue values[] = {
		status_value(is_paid ? BILL_PAID : BILL_CANCELLED),
		column_amount(Anum_billing_item_amount, is_paid ? paid : bill->amount),
		is_paid ? column_instant(Anum_billing_item_paid_at, now)
				: column_null(Anum_billing_item_paid_at),
		column_instant(Anum_billing_item_updated_at, now),
	};

	if (bill->status == BILL_PENDING || bill->status == BILL_PARTIALLY_PAID)
		writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values,
					  lengthof(values));
}

/* Update an open bill's description when its booking moves. */
void
bill_update_booking(WriterState *writing, const Bill *bill, int64 trainer_id,
					const char *description)
{
	ColumnValue values[] = {
		column_id(Anum_billing_item_trainer_id, trainer_id),
		column_text(Anum_billing_item_description, description),
		column_instant(Anum_billing_item_updated_at, current_instant()),
	};

	if (bill->id != NO_ID && bill->status != BILL_CANCELLED &&
		bill->status != BILL_REFUNDED)
		writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values,
					  lengthof(values));
}

/*
 * Take up the bill of a seat given back for the same seat taken again. If less
 * was paid of it than the seat costs, the rest is owed.
 */
void
bill_reopen(WriterState *writing, const Bill *bill, int64 trainer_id,
			const char *description, Numeric amount, Numeric paid)
{
	bool is_covered = amount_compare(paid, amount) >= 0;
	ColumnValue values[] = {
		column_id(Anum_billing_item_trainer_id, trainer_id),
		column_text(Anum_billing_item_description, description),
		column_amount(Anum_billing_item_amount, amount),
		column_instant(Anum_billing_item_updated_at, current_instant()),
		status_value(amount_sign(paid) > 0 ? BILL_PARTIALLY_PAID
										   : BILL_PENDING),
		column_null(Anum_billing_item_paid_at),
	};

	/* What is covered stays paid, and since when. */
	writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values,
				  is_covered ? 4 : lengthof(values));
}

/* Whether a cancellation comes later than the club wants notice of it. */
bool
cancellation_is_late(const Club *club, TimestampTz start, TimestampTz now)
{
	return now > instant_before(start, &club->cancellation_notice, club->zone);
}

/* The fee for a late cancellation, less what was paid of the bill. */
static Numeric
late_fee(const Bill *bill, Numeric paid, const Club *club)
{
	Datum share = DirectFunctionCall2(numeric_mul,
									  NumericGetDatum(bill->amount),
									  NumericGetDatum(club->late_fee_percent));
	Datum fee = DirectFunctionCall2(numeric_div, share,
									NumericGetDatum(int64_to_numeric(100)));

	fee = DirectFunctionCall2(numeric_round, fee, Int32GetDatum(2));
	return amount_subtract(DatumGetNumeric(fee), paid);
}

/* Bill the fee for a late cancellation, if the booking's bill stood. */
static void
charge_late_fee(WriterState *writing, const Bill *bill, Numeric fee)
{
	/* the longest description there may be, less what is put before it */
	int described = pg_mbcharcliplen(bill->description,
									 (int) strlen(bill->description), 1980);
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id, bill->member_id),
		column_id(Anum_billing_item_trainer_id, bill->trainer_id),
		column_amount(Anum_billing_item_amount, fee),
		column_text(Anum_billing_item_description,
					psprintf("Late cancellation: %.*s", described,
							 bill->description)),
	};

	if (bill->status != BILL_CANCELLED && bill->status != BILL_REFUNDED &&
		amount_sign(fee) > 0)
		(void) writer_insert(writing, TABLE_BILL, GUARDED, values,
							 lengthof(values));
}

/* What becomes of the bill, if any, of a booking that its member cancels. */
void
bill_cancel_booking(WriterState *writing, const Bill *bill, Numeric paid,
					const Club *club, TimestampTz start, TimestampTz now,
					bool waive_fee)
{
	if (bill->id == NO_ID)
		return;
	if (!waive_fee && amount_sign(club->late_fee_percent) > 0 &&
		cancellation_is_late(club, start, now))
		charge_late_fee(writing, bill, late_fee(bill, paid, club));
	bill_close(writing, bill, paid);
}

/* What a bill says it is for. */
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

/* Amounts are the server's numerics: exact, and its own functions compute. */
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
