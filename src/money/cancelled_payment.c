/*
 * cancelled_payment.c
 *		What was paid for a booking that is cancelled, or on another bill of
 *		which less is owed.
 *
 * Money leaves a bill by a negative row of type credit, which puts it on
 * account of its payer, and pays another bill by a positive one, which takes it
 * from there. The account holds no less afterwards, but others may be taking
 * from it, whom the guard waits for: so they take turns.
 */
#include "postgres.h"

#include "money/cancelled_payment.h"

#include "base/amount.h"

/*
 * Have the payments locked that are going to be referred to, and the accounts
 * that a fee is paid from. Looks at all that the guard will look at, which must
 * find nobody to wait for.
 */
void
payment_lock(ShortLocks *locks, const BillPayments *payments, bool pays_fee,
			 Blocker *blocker)
{
	ListCell *cell;

	foreach(cell, payments->standing)
	{
		StandingPayment *payment = lfirst(cell);

		if (amount_sign(payment->amount) <= 0)
			continue;
		locks_need_row(locks, TABLE_PAYMENT, payment->id, &payment->place,
					   LockTupleKeyShare);
		(void) payment_refunded(payment->id, blocker);
		if (pays_fee && locks_need(locks, LOCK_MEMBER, payment->member_id))
			(void) payment_on_account(payment->member_id, blocker);
	}
}

/* What moves of a payment: onto its payer's account, or onto a bill. */
static void
move_payment(WriterState *writing, const StandingPayment *payment,
			 int64 billing_id, Numeric amount, const char *description,
			 TimestampTz now)
{
	bool is_taken = amount_sign(amount) < 0;
	ColumnValue values[] = {
		column_id(Anum_payment_billing_id, billing_id),
		column_id(Anum_payment_member_id, payment->member_id),
		column_amount(Anum_payment_amount, amount),
		column_instant(Anum_payment_paid_at, now),
		column_text(Anum_payment_payment_type, PAYMENT_CREDIT),
		column_text(Anum_payment_description, description),
		column_id(Anum_payment_refund_of, is_taken ? payment->id : NO_ID),
	};

	(void) writer_insert(writing, TABLE_PAYMENT, GUARDED, values,
						 lengthof(values));
}

/*
 * Take an amount off a bill, from the earliest payments first, and pay the
 * bill of a fee with the first of it. The description says why. Returns what
 * is left on the bill.
 */
Numeric
payment_take_off(WriterState *writing, const Bill *bill,
				 const BillPayments *payments, Numeric amount, int64 fee_id,
				 Numeric fee_paid, const char *description, TimestampTz now)
{
	Numeric left = payments->sum;
	ListCell *cell;

	foreach(cell, payments->standing)
	{
		const StandingPayment *payment = lfirst(cell);
		Numeric taken = amount_least(payment->amount, amount);
		Numeric for_fee = amount_least(taken, fee_paid);

		if (amount_sign(taken) <= 0)
			continue;
		move_payment(writing, payment, bill->id,
					 amount_subtract(amount_zero(), taken), description, now);
		if (amount_sign(for_fee) > 0)
			move_payment(writing, payment, fee_id, for_fee,
						 "Late cancellation", now);
		amount = amount_subtract(amount, taken);
		fee_paid = amount_subtract(fee_paid, for_fee);
		left = amount_subtract(left, taken);
	}
	return left;
}
