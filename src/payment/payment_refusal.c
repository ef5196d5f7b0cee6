/*
 * payment_refusal.c
 *		What is said of money that comes in or goes back.
 */
#include "postgres.h"

#include "payment/payment_refusal.h"

#include "money/money_refusal.h"

/* A closed bill cannot be paid. */
Refusal *
refusal_not_payable(const Bill *bill)
{
	return refusal_bill_status(
		bill->id, bill_status_label(bill->status),
		"Only a pending or partially paid bill can be paid.");
}

/* More than stands on a bill. */
Refusal *
refusal_bill_refund(int64 billing_id, const char *paid)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_PAYMENT, "refund_not_over_payment",
		psprintf("refund is more than was paid on billing item " INT64_FORMAT,
				 billing_id));

	refusal->column = "amount";
	refusal->detail = psprintf("%s is paid.", paid);
	refusal->hint = "Refund at most what is paid.";
	refusal->resource = "billing_item";
	refusal->resource_id = billing_id;
	return refusal;
}

/* A payment that cannot be said never to have been. */
Refusal *
refusal_void(int64 payment_id, const char *detail, const char *hint)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_PAYMENT, "payment_void",
		psprintf("payment " INT64_FORMAT " cannot be voided", payment_id));

	refusal->detail = detail;
	refusal->hint = hint;
	refusal->resource = "payment";
	refusal->resource_id = payment_id;
	return refusal;
}
