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
	refusal->detail = there == NULL ? "An account cannot be overdrawn."
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
	Refusal *refusal = refusal_value(ERRCODE_INVALID_PARAMETER_VALUE,
									 TABLE_PAYMENT, "request_key",
									 "request_key belongs to another request",
									 "A key stands for a single request.");

	refusal->hint = "Give each request a key of its own.";
	return refusal;
}

/* A booking that is covered has no price and no bill. */
Refusal *
refusal_covered(TableId table, int64 id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, table, "price_of_covered_booking",
		psprintf("%s " INT64_FORMAT " is covered by a pack or a membership",
				 table_label(table), id));

	refusal->detail = "What is covered has no price and no bill.";
	refusal->hint = "Call set_cover(pay_with => 'bill') first.";
	return refusal;
}
