/*
 * ledger_refusal.c
 *		What is said of books that are kept and closed.
 */
#include "postgres.h"

#include "ledger/ledger_refusal.h"

/* A change of what is recorded; a deletion if no column is given. */
Refusal *
refusal_books(TableId table, int64 id, const char *column)
{
	Refusal *refusal =
		column == NULL
			? make_refusal(ERRCODE_CHECK_VIOLATION, table, "books_append_only",
						   psprintf("%s " INT64_FORMAT " cannot be deleted",
									table_label(table), id))
			: make_refusal(ERRCODE_CHECK_VIOLATION, table, "books_append_only",
						   psprintf("%s of %s " INT64_FORMAT
									" cannot be changed",
									column, table_label(table), id));

	refusal->column = column;
	refusal->detail = "The books are append-only.";
	if (table == TABLE_PAYMENT)
		refusal->hint = "Give money back with refund_payment().";
	else if (table == TABLE_TILL_COUNT)
		refusal->hint = "Count the till again with count_till().";
	else if (table == TABLE_PACK_SALE || table == TABLE_LOT ||
			 table == TABLE_LOT_OUT)
		refusal->hint = "Take credits back with refund_pack().";
	else if (table == TABLE_BILL || table == TABLE_CREDIT)
		refusal->hint = "Correct an open bill with correct_bill(), or cancel "
						"it with cancel_billing_item().";
	refusal->resource = table_name(table);
	refusal->resource_id = id;
	return refusal;
}

/* All that is recorded, at once. */
Refusal *
refusal_books_emptied(TableId table)
{
	Refusal *refusal =
		make_refusal(ERRCODE_CHECK_VIOLATION, table, "books_append_only",
					 psprintf("%s.%s cannot be truncated", FITCLUB_SCHEMA,
							  table_name(table)));

	refusal->detail = "The books are append-only.";
	refusal->hint = "Empty a whole club with clear_data().";
	return refusal;
}

Refusal *
refusal_closed_until(void)
{
	return refusal_value(
		ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, TABLE_BOOK_CLOSE, "closed_until",
		"books cannot be closed until then",
		"The instant has to be after the last close and at least an hour ago.");
}

/* Somebody may still write what belongs to the time. */
Refusal *
refusal_books_busy(void)
{
	Refusal *refusal = make_refusal(
		ERRCODE_OBJECT_IN_USE, TABLE_BOOK_CLOSE, "book_close_busy",
		"a transaction that began before then is still open");

	refusal->detail = "It may have written to the books.";
	refusal->hint = "End it, or try again later.";
	return refusal;
}
