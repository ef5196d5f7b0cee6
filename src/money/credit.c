/*
 * credit.c
 *		Changes of what is owed on a bill.
 *
 * What a bill was made for never changes; what is no longer owed of it, or is
 * owed again, is a row of its own, at the time at which it changed. So a
 * balance of the past can be told at any time.
 */
#include "postgres.h"

#include "money/credit.h"

#include "base/amount.h"
#include "caller/permission.h"
#include "engine/dirty_scan.h"
#include "write/statement.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"

PG_FUNCTION_INFO_V1(fitclub_complete_books);
PG_FUNCTION_INFO_V1(fitclub_complete_bills);

/* What a bill whose amount changes was made for. */
ColumnValue
bill_original_value(const Bill *bill)
{
	return column_amount(Anum_billing_item_original_amount,
						 bill->original != NULL ? bill->original
												: bill->amount);
}

/* What was credited on a bill for other reasons than this one. */
Numeric
bill_credited_beside(int64 billing_id, const char *reason, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	Numeric sum;

	key_int64(&key, Anum_bill_credit_billing_id, billing_id);
	do
	{
		sum = amount_zero();
		dirty_scan_begin(&scan, TABLE_CREDIT, INDEX_CREDIT_BILL, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);
			Datum said = row_datum(row, desc, Anum_bill_credit_reason);
			Datum amount = row_datum(row, desc, Anum_bill_credit_amount);

			dirty_scan_note(&scan, row, blocker);
			if (strcmp(TextDatumGetCString(said), reason) != 0)
				sum = amount_add(sum, DatumGetNumeric(amount));
		}
	} while (dirty_scan_end(&scan));
	return sum;
}

/*
 * An amount is no longer owed, or if it is negative, owed again; with at most two
 * other columns of the row.
 */
void
bill_credit_with(WriterState *writing, const Bill *bill, Numeric amount,
				 const char *reason, TimestampTz at, const ColumnValue *others,
				 int other_count)
{
	ColumnValue values[6] = {
		column_id(Anum_bill_credit_billing_id, bill->id),
		column_amount(Anum_bill_credit_amount, amount),
		column_text(Anum_bill_credit_reason, reason),
		column_instant(Anum_bill_credit_made_at, at),
	};
	int count = 4;

	Assert(other_count <= (int) lengthof(values) - count);
	for (int i = 0; i < other_count; i++)
		values[count++] = others[i];
	if (amount_sign(amount) != 0)
		(void) writer_insert(writing, TABLE_CREDIT, GUARDED, values, count);
}

/* The same without others. */
void
bill_credit(WriterState *writing, const Bill *bill, Numeric amount,
			const char *reason, TimestampTz at)
{
	bill_credit_with(writing, bill, amount, reason, at, NULL, 0);
}

/*
 * A bill that was closed before credits were kept, by an older version or an
 * import, lacks one: what is owed on it is what was paid. Books that are closed
 * stay as they are.
 */
static uint64
complete_bills(Datum billing_ids, bool all)
{
	static SavedStatement complete = {
		"INSERT INTO fitclub.bill_credit (billing_id, amount, reason, made_at)"
		" SELECT b.billing_id, n.owed, 'closed', greatest(b.updated_at,"
		"  (SELECT max(closed_until) FROM fitclub.book_close))"
		" FROM fitclub.billing_item AS b"
		" CROSS JOIN LATERAL (SELECT coalesce(b.original_amount, b.amount)"
		"   - coalesce((SELECT sum(c.amount) FROM fitclub.bill_credit AS c"
		"      WHERE c.billing_id = b.billing_id), 0)"
		"   - coalesce((SELECT sum(p.amount) FROM fitclub.payment AS p"
		"      WHERE p.billing_id = b.billing_id), 0)) AS n (owed)"
		" WHERE b.status IN ('paid', 'cancelled', 'refunded') AND n.owed <> 0"
		"  AND ($1 IS NULL OR b.billing_id = ANY ($1))"
		" ORDER BY b.billing_id",
		1,
		{INT8ARRAYOID}};

	return statement_execute(&complete, &billing_ids, &all);
}

/*
 * complete_books(): adds the credits that are missing. Keeps others from
 * adding any, and from closing the books, until the transaction ends. Returns
 * how many it has added.
 */
Datum
fitclub_complete_books(PG_FUNCTION_ARGS)
{
	static SavedStatement lock = {
		"LOCK TABLE fitclub.book_close, fitclub.bill_credit"
		" IN SHARE ROW EXCLUSIVE MODE",
		0,
		{InvalidOid}};

	permit_application(TABLE_CREDIT);
	if (IsolationUsesXactSnapshot())
		refuse(refusal_values(
			ERRCODE_INVALID_TRANSACTION_STATE, TABLE_CREDIT, NULL,
			"books can be completed at READ COMMITTED only",
			"What was written since the transaction's snapshot would be added twice."));
	PreventCommandIfReadOnly("INSERT");
	(void) statement_execute(&lock, NULL, NULL);
	PG_RETURN_INT64((int64) complete_bills((Datum) 0, true));
}

/* complete_bills(billing_ids): the same for bills that are new. */
Datum
fitclub_complete_bills(PG_FUNCTION_ARGS)
{
	permit_application(TABLE_CREDIT);
	PG_RETURN_INT64((int64) complete_bills(PG_GETARG_DATUM(0), false));
}
