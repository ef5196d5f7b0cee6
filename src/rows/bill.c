/*
 * bill.c
 *		Bills that are going to be changed.
 */
#include "postgres.h"

#include "rows/bill.h"

#include "rows/settled_row.h"

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

/* Whether more can be paid on it. */
bool
bill_is_open(const Bill *bill)
{
	return bill->status == BILL_PENDING || bill->status == BILL_PARTIALLY_PAID;
}

/* Whether it is neither cancelled nor refunded. */
bool
bill_stands(const Bill *bill)
{
	return bill->status != BILL_CANCELLED && bill->status != BILL_REFUNDED;
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
	Anum_billing_item_description, Anum_billing_item_original_amount,
	Anum_billing_item_class_id,    Anum_billing_item_private_session_id,
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
	bill->original = nulls[5] ? NULL : DatumGetNumeric(values[5]);
	bill->is_of_booking = !nulls[6] || !nulls[7];
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

/* The bill of a pack's sale that is neither cancelled nor refunded. */
Bill
bill_of_sale(int64 sale_id, Blocker *blocker)
{
	ScanKeyData keys[3];

	key_null(&keys[0], Anum_billing_item_membership_id);
	key_null(&keys[1], Anum_billing_item_period_on);
	key_int64(&keys[2], Anum_billing_item_sale_id, sale_id);
	return find_bill(INDEX_BILL_SOLD, 3, keys, blocker);
}

/* The bill of the dues for the period of a membership that begins on a day. */
Bill
bill_of_period(int64 membership_id, DateADT period_on, Blocker *blocker)
{
	ScanKeyData keys[2];

	key_int64(&keys[0], Anum_billing_item_membership_id, membership_id);
	key_date(&keys[1], Anum_billing_item_period_on, period_on);
	return find_bill(INDEX_BILL_SOLD, 2, keys, blocker);
}
