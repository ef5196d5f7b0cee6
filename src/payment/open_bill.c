/*
 * open_bill.c
 *		The bills that a payer pays: their own, and those of the members whose
 *		payer they are.
 */
#include "postgres.h"

#include "payment/open_bill.h"

#include "base/local_time.h"
#include "rows/payer.h"

/* An open bill, and the day on which it is to be paid. */
typedef struct OpenBill
{
	int64 id;
	DateADT due_on;
} OpenBill;

/*
 * The open bills of a member. Those that another transaction is making are not
 * there yet; a payment of one checks whether another is changing it.
 */
static List *
add_open_bills(List *bills, int64 member_id, pg_tz *zone)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	List *found;

	key_int64(&key, Anum_billing_item_member_id, member_id);
	do
	{
		found = NIL;
		dirty_scan_begin(&scan, TABLE_BILL, INDEX_BILL_MEMBER_OPEN, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);
			OpenBill *bill;

			if (dirty_scan_state(&scan) == ROW_ARRIVING)
				continue;
			bill = palloc(sizeof(OpenBill));
			bill->id = row_int64(row, desc, Anum_any_key);
			bill->due_on =
				row_is_null(row, Anum_billing_item_due_on)
					? local_time(row_int64(row, desc,
										   Anum_billing_item_created_at),
								 zone)
						  .date
					: row_int32(row, desc, Anum_billing_item_due_on);
			found = lappend(found, bill);
		}
	} while (dirty_scan_end(&scan));
	return list_concat(bills, found);
}

/* The bill that is due first, and of those of a day the first that was made. */
static int
compare_due(const ListCell *left, const ListCell *right)
{
	const OpenBill *a = lfirst(left);
	const OpenBill *b = lfirst(right);

	if (a->due_on != b->due_on)
		return a->due_on < b->due_on ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

/* The ids of the open bills that a payer pays, as pointers to int64. */
List *
bill_list_open(int64 payer_id, pg_tz *zone)
{
	List *bills = add_open_bills(NIL, payer_id, zone);
	List *ids = NIL;
	ListCell *cell;

	foreach(cell, payer_members(payer_id))
		bills = add_open_bills(bills, *(int64 *) lfirst(cell), zone);
	list_sort(bills, compare_due);
	foreach(cell, bills)
		ids = lappend(ids, &((OpenBill *) lfirst(cell))->id);
	return ids;
}
