/*
 * past_due.c
 *		Bills that are past due for longer than the club puts up with.
 *
 * Whoever has one books nothing that makes another. A bill that is being paid,
 * or taken back, says nothing yet: its transaction is the blocker.
 */
#include "postgres.h"

#include "dunning/past_due.h"

#include "base/local_time.h"

/* A bill that is past due, and what it is for. */
typedef struct PastDueBill
{
	int64 membership_id; /* NO_ID: not for dues */
	int64 sale_id;       /* NO_ID: not for a pack */
} PastDueBill;

static DateADT
due_on(HeapTuple row, TupleDesc desc, pg_tz *zone)
{
	TimestampTz created_at;

	if (!row_is_null(row, Anum_billing_item_due_on))
		return row_int32(row, desc, Anum_billing_item_due_on);
	created_at = row_int64(row, desc, Anum_billing_item_created_at);
	return local_time(created_at, zone).date;
}

/*
 * A member's open bills that were to be paid more than club.block_past_due_days
 * ago; none if that is 0.
 */
List *
past_due_bills(int64 member_id, const Club *club, Blocker *blocker)
{
	DateADT today = local_time(current_instant(), club->zone).date;
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	List *bills = NIL;

	if (club->block_past_due_days == 0)
		return NIL;
	key_int64(&key, Anum_billing_item_member_id, member_id);
	do
	{
		bills = NIL;
		dirty_scan_begin(&scan, TABLE_BILL, INDEX_BILL_MEMBER_OPEN, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);
			PastDueBill *bill;

			if (today - due_on(row, desc, club->zone) <=
				club->block_past_due_days)
				continue;
			dirty_scan_note(&scan, row, blocker);
			if (dirty_scan_state(&scan) != ROW_SETTLED)
				continue;
			bill = palloc(sizeof(PastDueBill));
			bill->membership_id =
				row_int64(row, desc, Anum_billing_item_membership_id);
			bill->sale_id = row_int64(row, desc, Anum_billing_item_sale_id);
			bills = lappend(bills, bill);
		}
	} while (dirty_scan_end(&scan));
	return bills;
}

/* Whether one of them is for dues of a membership. */
bool
past_due_is_membership(List *bills, int64 membership_id)
{
	ListCell *cell;

	foreach(cell, bills)
		if (((PastDueBill *) lfirst(cell))->membership_id == membership_id)
			return true;
	return false;
}

/* Whether one of them is for a pack that was sold. */
bool
past_due_is_sale(List *bills, int64 sale_id)
{
	ListCell *cell;

	foreach(cell, bills)
		if (((PastDueBill *) lfirst(cell))->sale_id == sale_id)
			return true;
	return false;
}
