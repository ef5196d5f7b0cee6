/*
 * payments.c
 *		Payments, with what went back of them.
 *
 * A payment never changes; what goes back of it are rows of negative amounts
 * that name it. One on the payment's bill takes it off the bill: the money
 * goes out, or, if the row is of type credit, on the payer's account. From there
 * it goes out by a row without a bill.
 */
#include "postgres.h"

#include "payment/payments.h"

#include "base/amount.h"
#include "money/paid.h"
#include "rows/settled_row.h"

#include "utils/builtins.h"

/* What went back of a payment. */
static void
read_refunds(Payment *payment, Blocker *blocker)
{
	payment->standing = payment_standing(payment->id, payment->billing_id,
										 payment->amount, blocker);
	payment->left = payment_kept(payment->id, payment->amount, blocker);
	payment->is_refunded =
		amount_sign(payment_refunded(payment->id, blocker)) != 0;
}

/* Read a payment; false if there is none. */
bool
payment_read(int64 id, Payment *payment, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_payment_member_id, Anum_payment_billing_id,
		Anum_payment_amount,    Anum_payment_payment_type,
		Anum_payment_paid_at,   Anum_payment_refund_of,
		Anum_payment_reason,    Anum_payment_rounding,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!settled_row(TABLE_PAYMENT, id, columns, lengthof(columns), 0, values,
					 nulls, &payment->place, blocker))
		return false;
	payment->id = id;
	payment->member_id = DatumGetInt64(values[0]);
	payment->billing_id = nulls[1] ? NO_ID : DatumGetInt64(values[1]);
	payment->amount = DatumGetNumeric(values[2]);
	payment->type = values[3];
	payment->is_credit =
		strcmp(TextDatumGetCString(values[3]), PAYMENT_CREDIT) == 0;
	payment->paid_at = DatumGetTimestampTz(values[4]);
	payment->refund_of = nulls[5] ? NO_ID : DatumGetInt64(values[5]);
	payment->is_reversal =
		!nulls[6] && strcmp(TextDatumGetCString(values[6]), "refund") != 0;
	payment->rounding = nulls[7] ? amount_zero() : DatumGetNumeric(values[7]);
	read_refunds(payment, blocker);
	return true;
}

static int
compare_payment_ids(const ListCell *a, const ListCell *b)
{
	int64 left = *(int64 *) lfirst(a);
	int64 right = *(int64 *) lfirst(b);

	return (left > right) - (left < right);
}

/* The payments that rows are, or take something back of; in order of ids. */
static List *
payments_of_rows(IndexId index, AttrNumber column, int64 id, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	List *ids;

	key_int64(&key, column, id);
	do
	{
		ids = NIL;
		dirty_scan_begin(&scan, TABLE_PAYMENT, index, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			int64 *payment_id = palloc(sizeof(int64));

			dirty_scan_note(&scan, row, blocker);
			*payment_id = row_int64(row, RelationGetDescr(scan.heap),
									row_is_null(row, Anum_payment_refund_of)
										? Anum_any_key
										: Anum_payment_refund_of);
			ids = lappend(ids, payment_id);
		}
	} while (dirty_scan_end(&scan));
	list_sort(ids, compare_payment_ids);
	return ids;
}

static int
compare_newest_first(const ListCell *a, const ListCell *b)
{
	const Payment *left = lfirst(a);
	const Payment *right = lfirst(b);

	if (left->paid_at != right->paid_at)
		return left->paid_at < right->paid_at ? 1 : -1;
	return (left->id < right->id) - (left->id > right->id);
}

/* Read payments, each of them once; newest first. */
static List *
read_payments(const List *ids, Blocker *blocker)
{
	List *payments = NIL;
	ListCell *cell;
	int64 last = NO_ID;

	foreach(cell, ids)
	{
		Payment *payment = palloc(sizeof(Payment));
		int64 id = *(int64 *) lfirst(cell);

		if (id != last && payment_read(id, payment, blocker))
			payments = lappend(payments, payment);
		last = id;
	}
	list_sort(payments, compare_newest_first);
	return payments;
}

/* The payments on a bill, newest first. */
List *
payment_list_of_bill(int64 billing_id, Blocker *blocker)
{
	return read_payments(payments_of_rows(INDEX_PAYMENT_BILL,
										  Anum_payment_billing_id, billing_id,
										  blocker),
						 blocker);
}

/* The payments to or from a payer's account, newest first. */
List *
payment_list_of_account(int64 member_id, Blocker *blocker)
{
	return read_payments(payments_of_rows(INDEX_PAYMENT_ON_ACCOUNT,
										  Anum_payment_member_id, member_id,
										  blocker),
						 blocker);
}

static int
counts_as_given_back(HeapTuple row, TupleDesc desc, int64 at)
{
	return !row_is_null(row, Anum_payment_refund_of) &&
				   row_int64(row, desc, Anum_payment_paid_at) == at
			   ? -1
			   : 0;
}

/* What went back by rows of one instant, as one call writes them. */
Numeric
payment_sum_given_back(IndexId index, AttrNumber column, int64 id,
					   TimestampTz at)
{
	ScanKeyData key;
	Blocker ignored = NO_BLOCKER;

	key_int64(&key, column, id);
	return payment_sum(index, &key, counts_as_given_back, at, &ignored);
}
