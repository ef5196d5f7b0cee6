/*
 * paid.c
 *		What has been paid and given back, as others are about to leave it.
 */
#include "postgres.h"

#include "money/paid.h"

#include "base/amount.h"
#include "rows/bill.h"
#include "rows/settled_row.h"

#include "utils/builtins.h"

/* Whether a payment is from, or to, what its payer has on account. */
bool
payment_is_credit(HeapTuple row, TupleDesc desc)
{
	Datum type = row_datum(row, desc, Anum_payment_payment_type);

	return strcmp(TextDatumGetCString(type), PAYMENT_CREDIT) == 0;
}

static int
counts_always(HeapTuple row, TupleDesc desc, int64 asked)
{
	return 1;
}

static int
counts_on_bill(HeapTuple row, TupleDesc desc, int64 billing_id)
{
	return row_int64(row, desc, Anum_payment_billing_id) == billing_id;
}

static int
counts_as_money(HeapTuple row, TupleDesc desc, int64 asked)
{
	return !payment_is_credit(row, desc);
}

/* On account is money without a bill, less what was paid from there. */
static int
counts_on_account(HeapTuple row, TupleDesc desc, int64 asked)
{
	return row_is_null(row, Anum_payment_billing_id) ? 1 : -1;
}

/* The sum of the payments that an index gives for a key. */
Numeric
payment_sum(IndexId index, const ScanKeyData *key, PaymentSign sign,
			int64 asked, Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	Numeric sum;

	do
	{
		sum = amount_zero();
		dirty_scan_begin(&scan, TABLE_PAYMENT, index, 1, key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);
			Numeric amount =
				DatumGetNumeric(row_datum(row, desc, Anum_payment_amount));
			int counted = sign(row, desc, asked);

			dirty_scan_note(&scan, row, blocker);
			if (counted > 0)
				sum = amount_add(sum, amount);
			else if (counted < 0)
				sum = amount_subtract(sum, amount);
		}
	} while (dirty_scan_end(&scan));
	return sum;
}

/* What has been paid of a bill, less what was given back. */
Numeric
bill_paid(int64 id, Blocker *blocker)
{
	ScanKeyData key;

	key_int64(&key, Anum_payment_billing_id, id);
	return payment_sum(INDEX_PAYMENT_BILL, &key, counts_always, NO_ID,
					   blocker);
}

/* What a payer has on account. */
Numeric
payment_on_account(int64 payer_id, Blocker *blocker)
{
	ScanKeyData key;

	key_int64(&key, Anum_payment_member_id, payer_id);
	return payment_sum(INDEX_PAYMENT_ON_ACCOUNT, &key, counts_on_account,
					   NO_ID, blocker);
}

static Numeric
sum_refunds(int64 payment_id, PaymentSign sign, int64 billing_id,
			Blocker *blocker)
{
	ScanKeyData key;

	key_int64(&key, Anum_payment_refund_of, payment_id);
	return payment_sum(INDEX_PAYMENT_REFUND_OF, &key, sign, billing_id,
					   blocker);
}

static int
compare_payments(const ListCell *left, const ListCell *right)
{
	const StandingPayment *a = lfirst(left);
	const StandingPayment *b = lfirst(right);

	return (a->id > b->id) - (a->id < b->id);
}

/* A row of a bill, added to those of its payment, which may come after it. */
static void
add_payment(BillPayments *payments, HeapTuple row, TupleDesc desc)
{
	bool is_refund = !row_is_null(row, Anum_payment_refund_of);
	int64 id = row_int64(row, desc,
						 is_refund ? Anum_payment_refund_of : Anum_any_key);
	Numeric amount =
		DatumGetNumericCopy(row_datum(row, desc, Anum_payment_amount));
	StandingPayment *payment = NULL;
	ListCell *cell;

	payments->sum = amount_add(payments->sum, amount);
	foreach(cell, payments->standing)
	{
		if (((StandingPayment *) lfirst(cell))->id == id)
			payment = lfirst(cell);
	}
	if (payment == NULL)
	{
		payment = palloc0(sizeof(StandingPayment));
		payment->id = id;
		payment->amount = amount_zero();
		payments->standing = lappend(payments->standing, payment);
	}
	payment->amount = amount_add(payment->amount, amount);
	if (is_refund)
		return;
	payment->member_id = row_int64(row, desc, Anum_payment_member_id);
	payment->place = row->t_self;
}

/* The same, payment by payment. */
BillPayments
bill_payments(int64 id, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	BillPayments payments;

	key_int64(&key, Anum_payment_billing_id, id);
	do
	{
		payments = (BillPayments){amount_zero(), NIL};
		dirty_scan_begin(&scan, TABLE_PAYMENT, INDEX_PAYMENT_BILL, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			dirty_scan_note(&scan, row, blocker);
			add_payment(&payments, row, RelationGetDescr(scan.heap));
		}
	} while (dirty_scan_end(&scan));
	list_sort(payments.standing, compare_payments);
	return payments;
}

/* What has been given back of a payment, as a negative amount. */
Numeric
payment_refunded(int64 payment_id, Blocker *blocker)
{
	return sum_refunds(payment_id, counts_always, NO_ID, blocker);
}

/* How much of a payment still stands on its bill, or on account without one. */
Numeric
payment_standing(int64 payment_id, int64 billing_id, Numeric amount,
				 Blocker *blocker)
{
	return amount_add(amount, sum_refunds(payment_id, counts_on_bill,
										  billing_id, blocker));
}

/* How much of a payment has not left the club. */
Numeric
payment_kept(int64 payment_id, Numeric amount, Blocker *blocker)
{
	return amount_add(amount, sum_refunds(payment_id, counts_as_money, NO_ID,
										  blocker));
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

/*
 * Need the row of the member billed: an erasure then waits for us, and removes
 * what is noted.
 */
void
bill_lock_member(ShortLocks *locks, int64 member_id, Blocker *blocker)
{
	ItemPointerData place;

	if (settled_row(TABLE_MEMBER, member_id, NULL, 0, 0, NULL, NULL, &place,
					blocker))
		locks_need_row(locks, TABLE_MEMBER, member_id, &place,
					   LockTupleKeyShare);
}
