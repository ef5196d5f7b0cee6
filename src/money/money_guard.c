/*
 * money_guard.c
 *		The rules of bills and payments, on every path.
 */
#include "postgres.h"

#include "base/amount.h"
#include "engine/guarded_row.h"
#include "money/money_refusal.h"
#include "money/paid.h"
#include "rows/bill.h"
#include "rows/settled_row.h"
#include "schema/trigger.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_guard_payment);
PG_FUNCTION_INFO_V1(fitclub_guard_billing_item);

/* What has been paid of a bill is neither negative nor more than it. */
static Refusal *
check_bill(int64 billing_id, TableId written, Blocker *blocker)
{
	Bill bill;
	Numeric paid = bill_paid(billing_id, blocker);

	if (!read_bill(billing_id, &bill, blocker) || blocker_is_set(blocker))
		return NULL;
	if (amount_sign(paid) < 0)
		return refusal_net_negative(billing_id);
	if (amount_compare(paid, bill.amount) <= 0)
		return NULL;
	if (written == TABLE_BILL)
		return refusal_bill_under_payments(billing_id);
	return refusal_overpayment(billing_id, NULL);
}

static Refusal *
check_payment(void *state, Blocker *blocker)
{
	return check_bill(*(int64 *) state, TABLE_PAYMENT, blocker);
}

static Refusal *
check_lowered_bill(void *state, Blocker *blocker)
{
	return check_bill(*(int64 *) state, TABLE_BILL, blocker);
}

/* A refund, and the payment of which it gives money back. */
static Refusal *
check_refund(void *state, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_payment_billing_id,
		Anum_payment_amount,
	};
	GuardedRow *refund = state;
	int64 payment_id = guarded_int64(refund, Anum_payment_refund_of);
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];
	Numeric left = payment_refunded(payment_id, blocker);

	if (!settled_row(TABLE_PAYMENT, payment_id, columns, lengthof(columns),
					 lengthof(columns), values, nulls, NULL, blocker) ||
		blocker_is_set(blocker))
		return NULL;
	left = amount_add(DatumGetNumeric(values[1]), left);
	if (amount_sign(left) < 0 ||
		DatumGetInt64(values[0]) !=
			guarded_int64(refund, Anum_payment_billing_id))
		return refusal_refund(payment_id, NULL);
	return NULL;
}

/* A payment that was changed, of which money may have been given back. */
static Refusal *
check_refunded(void *state, Blocker *blocker)
{
	GuardedRow *payment = state;
	int64 id = guarded_int64(payment, Anum_any_key);
	Numeric left = payment_refunded(id, blocker);

	if (amount_sign(left) == 0 || blocker_is_set(blocker))
		return NULL;
	left =
		amount_add(left, DatumGetNumeric(row_datum(payment->row, payment->desc,
												   Anum_payment_amount)));
	if (amount_sign(left) < 0 ||
		guarded_int64(payment, Anum_payment_billing_id) !=
			row_int64(payment->before, payment->desc, Anum_payment_billing_id))
		return refusal_refund(id, NULL);
	return NULL;
}

/* Trigger on payment. Waits for other payments of the same bill. */
Datum
fitclub_guard_payment(PG_FUNCTION_ARGS)
{
	GuardedRow guarded =
		guarded_row(fcinfo, TABLE_PAYMENT, ON_INSERT | ON_UPDATE | ON_DELETE);
	int64 billing_id = guarded_int64(&guarded, Anum_payment_billing_id);

	guard(check_payment, &billing_id);
	if (guarded.before != NULL)
	{
		billing_id =
			row_int64(guarded.before, guarded.desc, Anum_payment_billing_id);
		guard(check_payment, &billing_id);
		guard(check_refunded, &guarded);
	}
	if (!row_is_null(guarded.row, Anum_payment_refund_of))
		guard(check_refund, &guarded);
	return PointerGetDatum(NULL);
}

/* Trigger on billing_item, when its amount was lowered. */
Datum
fitclub_guard_billing_item(PG_FUNCTION_ARGS)
{
	GuardedRow guarded = guarded_row(fcinfo, TABLE_BILL, ON_UPDATE);
	int64 billing_id = guarded_int64(&guarded, Anum_any_key);

	guard(check_lowered_bill, &billing_id);
	return PointerGetDatum(NULL);
}
