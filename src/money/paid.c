/*
 * paid.c
 *		What has been paid and given back, as others are about to leave it.
 */
#include "postgres.h"

#include "money/paid.h"

#include "base/amount.h"
#include "rows/bill.h"
#include "rows/settled_row.h"

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
bill_lock_member(ShortLocks *locks, const Bill *bill, Blocker *blocker)
{
	ItemPointerData place;

	if (settled_row(TABLE_MEMBER, bill->member_id, NULL, 0, 0, NULL, NULL,
					&place, blocker))
		locks_need_row(locks, TABLE_MEMBER, bill->member_id, &place,
					   LockTupleKeyShare);
}
