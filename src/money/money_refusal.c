/*
 * money_refusal.c
 *		What is said of bills, payments and refunds.
 */
#include "postgres.h"

#include "money/money_refusal.h"

static Refusal *
refusal_bill(const char *constraint, TableId table, int64 billing_id,
			 const char *message)
{
	Refusal *refusal =
		make_refusal(ERRCODE_CHECK_VIOLATION, table, constraint, message);

	refusal->resource = "billing_item";
	refusal->resource_id = billing_id;
	return refusal;
}

Refusal *
refusal_overpayment(int64 billing_id, const char *owed)
{
	Refusal *refusal = refusal_bill(
		"payment_not_over_bill", TABLE_PAYMENT, billing_id,
		psprintf("payment is more than is owed on billing item " INT64_FORMAT,
				 billing_id));

	refusal->column = "amount";
	refusal->detail = owed == NULL ? "Nobody pays more than is owed."
								   : psprintf("%s is owed.", owed);
	refusal->hint = "Pay at most what is owed.";
	return refusal;
}

Refusal *
refusal_billed_already(const char *constraint)
{
	Refusal *refusal = make_refusal(ERRCODE_UNIQUE_VIOLATION, TABLE_BILL,
									constraint,
									"the booking already has a bill");

	refusal->detail = "Every booking has one bill.";
	return refusal;
}

/* A bill that can no longer be paid, or not yet be cancelled. */
Refusal *
refusal_bill_status(int64 billing_id, const char *status, const char *detail)
{
	Refusal *refusal = refusal_bill(
		"billing_item_open", TABLE_BILL, billing_id,
		psprintf("billing item " INT64_FORMAT " is %s", billing_id, status));

	refusal->column = "status";
	refusal->detail = detail;
	return refusal;
}

Refusal *
refusal_bill_under_payments(int64 billing_id)
{
	Refusal *refusal = refusal_bill(
		"payment_not_over_bill", TABLE_BILL, billing_id,
		psprintf("more has been paid on billing item " INT64_FORMAT,
				 billing_id));

	refusal->column = "amount";
	refusal->detail = "A bill cannot be less than what has been paid on it.";
	refusal->hint = "Refund the difference first with refund_payment().";
	return refusal;
}

Refusal *
refusal_refund(int64 payment_id, const char *left)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_PAYMENT, "refund_not_over_payment",
		psprintf("refund is more than is left of payment " INT64_FORMAT,
				 payment_id));

	refusal->column = "amount";
	refusal->detail = left == NULL ? "Nobody gets back more than was paid."
								   : psprintf("%s is left.", left);
	refusal->hint = "Refund at most what is left.";
	refusal->resource = "payment";
	refusal->resource_id = payment_id;
	return refusal;
}

Refusal *
refusal_net_negative(int64 billing_id)
{
	Refusal *refusal = refusal_bill(
		"refund_not_over_payment", TABLE_PAYMENT, billing_id,
		psprintf(
			"more would be refunded than was paid on billing item " INT64_FORMAT,
			billing_id));

	refusal->column = "amount";
	refusal->detail = "Nobody gets back more than was paid.";
	return refusal;
}

/* More than there is would be taken from an account. */
Refusal *
refusal_account(int64 payer_id, const char *there)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_PAYMENT, "credit_not_negative",
		psprintf("member " INT64_FORMAT " has less on account", payer_id));

	refusal->column = "amount";
	refusal->detail = there == NULL
						  ? "Nobody pays more from an account than is there."
						  : psprintf("%s is on account.", there);
	refusal->hint = "Take at most what is on account.";
	refusal->resource = "member";
	refusal->resource_id = payer_id;
	return refusal;
}

/* A key that something else was asked for with. */
Refusal *
refusal_request_key(void)
{
	Refusal *refusal =
		refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_PAYMENT,
					  "request_key", "request_key belongs to another request",
					  "A key stands for one request, and always the same.");

	refusal->hint = "Give each request a key of its own.";
	return refusal;
}

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
		"They are closed later than the last time, and an hour ago or more.");
}

/* Somebody may still write what belongs to the time. */
Refusal *
refusal_books_busy(void)
{
	Refusal *refusal = make_refusal(
		ERRCODE_OBJECT_IN_USE, TABLE_BOOK_CLOSE, "book_close_busy",
		"a transaction from before then is still open");

	refusal->detail = "It may have written bills or payments.";
	refusal->hint = "End it, or try again later.";
	return refusal;
}
