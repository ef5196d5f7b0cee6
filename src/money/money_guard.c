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

#include "commands/trigger.h"
#include "utils/builtins.h"

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

/* What a payer has on account is not negative. */
static Refusal *
check_account(void *state, Blocker *blocker)
{
	int64 payer_id = *(int64 *) state;
	Numeric there = payment_on_account(payer_id, blocker);

	return amount_sign(there) < 0 && !blocker_is_set(blocker)
			   ? refusal_account(payer_id, NULL)
			   : NULL;
}

/*
 * A row that came, or went, has less on its payer's account than there was.
 * Those that add to an account need no check, and so wait for nobody.
 */
static void
guard_account(HeapTuple row, TupleDesc desc, bool came)
{
	bool has_bill = !row_is_null(row, Anum_payment_billing_id);
	Numeric amount =
		DatumGetNumeric(row_datum(row, desc, Anum_payment_amount));
	bool adds = (amount_sign(amount) > 0) == came;
	int64 payer_id = row_int64(row, desc, Anum_payment_member_id);

	if (has_bill ? payment_is_credit(row, desc) && adds : !adds)
		guard(check_account, &payer_id);
}

/*
 * A refund, and the payment of which it gives money back. Without a bill it
 * gives back what was moved from the payment's bill on account; what was paid
 * from an account goes back there.
 */
static Refusal *
check_refund(void *state, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_payment_billing_id,
		Anum_payment_amount,
		Anum_payment_payment_type,
	};
	GuardedRow *refund = state;
	int64 payment_id = guarded_int64(refund, Anum_payment_refund_of);
	int64 refunded_bill = guarded_int64(refund, Anum_payment_billing_id);
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];
	int64 billing_id;
	Numeric standing;
	Numeric kept;

	if (!settled_row(TABLE_PAYMENT, payment_id, columns, lengthof(columns),
					 lengthof(columns), values, nulls, NULL, blocker))
		return NULL;
	billing_id = nulls[0] ? NO_ID : DatumGetInt64(values[0]);
	standing = payment_standing(payment_id, billing_id,
								DatumGetNumeric(values[1]), blocker);
	kept = payment_kept(payment_id, DatumGetNumeric(values[1]), blocker);
	if (blocker_is_set(blocker))
		return NULL;
	if (amount_sign(standing) < 0 || amount_sign(kept) < 0 ||
		(refunded_bill != NO_ID && refunded_bill != billing_id) ||
		(strcmp(TextDatumGetCString(values[2]), PAYMENT_CREDIT) == 0 &&
		 !payment_is_credit(refund->row, refund->desc)))
		return refusal_refund(payment_id, NULL);
	return NULL;
}

/* A payment that was changed, of which money may have been given back. */
static Refusal *
check_refunded(void *state, Blocker *blocker)
{
	GuardedRow *payment = state;
	int64 id = guarded_int64(payment, Anum_any_key);
	int64 billing_id = guarded_int64(payment, Anum_payment_billing_id);
	Numeric amount = DatumGetNumeric(
		row_datum(payment->row, payment->desc, Anum_payment_amount));

	if (amount_sign(payment_refunded(id, blocker)) == 0 ||
		blocker_is_set(blocker))
		return NULL;
	if (amount_sign(payment_standing(id, billing_id, amount, blocker)) < 0 ||
		amount_sign(payment_kept(id, amount, blocker)) < 0 ||
		billing_id !=
			row_int64(payment->before, payment->desc, Anum_payment_billing_id))
		return refusal_refund(id, NULL);
	return NULL;
}

/* The bill of a row that came or went, and the account of its payer. */
static void
guard_sums(HeapTuple row, TupleDesc desc, bool came)
{
	int64 billing_id = row_int64(row, desc, Anum_payment_billing_id);

	if (billing_id != NO_ID)
		guard(check_payment, &billing_id);
	guard_account(row, desc, came);
}

/*
 * Trigger on payment. Waits for other payments of the same bill, and for others
 * of the payer that are on account where something is taken from there.
 */
Datum
fitclub_guard_payment(PG_FUNCTION_ARGS)
{
	GuardedRow guarded =
		guarded_row(fcinfo, TABLE_PAYMENT, ON_INSERT | ON_UPDATE | ON_DELETE);
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	guard_sums(guarded.row, guarded.desc,
			   !TRIGGER_FIRED_BY_DELETE(trigger->tg_event));
	if (guarded.before != NULL)
	{
		guard_sums(guarded.before, guarded.desc, false);
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
