/*
 * money_back.c
 *		Money that goes back, and what becomes of its bills.
 *
 * What stands on a bill changes under the bill's short lock; what goes out of
 * an account does under the payer's, so no more leaves it than is there.
 */
#include "postgres.h"

#include "payment/money_back.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "money/credit.h"
#include "money/money_refusal.h"
#include "money/paid.h"
#include "money/till.h"

/* One row: part of one payment. */
typedef struct BackPart
{
	const Payment *payment;
	Numeric amount;
	Numeric rounding; /* of the payment, on what goes out last */
	BackWay way;
} BackPart;

/* A bill, and what is taken off it by all parts. */
typedef struct BackBill
{
	Bill bill;
	Numeric paid; /* before */
	Numeric amount;
} BackBill;

/* How much of a payment can go this way. */
Numeric
payment_back_most(const Payment *payment, BackWay way)
{
	if (way == OFF_BILL_ON_ACCOUNT || payment->is_credit)
		return way == OUT_OF_ACCOUNT ? amount_zero() : payment->standing;
	if (way == OFF_BILL)
		return amount_least(payment->standing, payment->left);
	return payment->billing_id == NO_ID
			   ? payment->left
			   : amount_subtract(payment->left, payment->standing);
}

/* Whether the rows of which this is one are what is asked for. */
static bool
is_as_asked_for(int64 payment_id, const BackAsked *asked)
{
	Blocker ignored = NO_BLOCKER;
	Payment row;
	Payment payment;

	if (!payment_read(payment_id, &row, &ignored) ||
		!payment_read(row.refund_of, &payment, &ignored) ||
		row.is_reversal != asked->is_reversal ||
		(asked->way == OUT_OF_ACCOUNT && row.billing_id != NO_ID))
		return false;
	if (asked->way == OFF_BILL
			? row.is_credit != payment.is_credit
			: row.is_credit != (asked->way == OFF_BILL_ON_ACCOUNT))
		return false;
	return asked->amount == NULL ||
		   amount_compare(asked->amount,
						  payment_sum_given_back(asked->index, asked->column,
												 asked->id, row.paid_at)) == 0;
}

/* Look whether this was asked for before, and then for the same. */
Refusal *
payment_back_check_request(PaymentOnce *once, const BackAsked *asked,
						   Blocker *blocker)
{
	Refusal *refusal = payment_check_request(once, blocker);

	if (once->payment_id != NO_ID && !blocker_is_set(blocker) &&
		!is_as_asked_for(once->payment_id, asked))
		return refusal_request_key();
	return refusal;
}

/* Nothing goes back yet, and the locks stay. */
void
payment_back_clear(MoneyBack *back)
{
	back->parts = NIL;
	back->bills = NIL;
	back->till = TILL_UNUSED;
}

static void
take_off_bill(MoneyBack *back, int64 billing_id, Numeric amount,
			  Blocker *blocker)
{
	BackBill *taken;
	ListCell *cell;

	foreach(cell, back->bills)
	{
		taken = lfirst(cell);
		if (taken->bill.id != billing_id)
			continue;
		taken->amount = amount_add(taken->amount, amount);
		return;
	}
	taken = palloc(sizeof(BackBill));
	taken->paid = bill_paid(billing_id, blocker);
	taken->amount = amount;
	if (!read_bill(billing_id, &taken->bill, blocker))
		refuse(refusal_unknown(TABLE_BILL, billing_id));
	(void) bill_lock(&back->locks, &taken->bill);
	back->bills = lappend(back->bills, taken);
}

/* What is left of a payment once all that goes out has gone. */
static Numeric
left_after(const MoneyBack *back, const Payment *payment)
{
	Numeric left = payment->left;
	ListCell *cell;

	foreach(cell, back->parts)
	{
		const BackPart *part = lfirst(cell);

		if (part->payment == payment && part->way != OFF_BILL_ON_ACCOUNT)
			left = amount_subtract(left, part->amount);
	}
	return left;
}

/* Money goes out: cash from the till, and the last of it as it was rounded. */
static void
take_out(MoneyBack *back, BackPart *part)
{
	const Payment *payment = part->payment;

	if (part->way == OFF_BILL_ON_ACCOUNT)
		return;
	till_join(&back->till, &back->locks, payment->type);
	if (amount_sign(left_after(back, payment)) == 0)
		part->rounding = amount_subtract(amount_zero(), payment->rounding);
}

/* Have an amount of a payment go back, unless it is nothing. */
void
payment_back_add(MoneyBack *back, const Payment *payment, Numeric amount,
				 BackWay way, Blocker *blocker)
{
	BackPart *part;

	if (amount_sign(amount) <= 0)
		return;
	part = palloc(sizeof(BackPart));
	*part = (BackPart){payment, amount, amount_zero(), way};
	back->parts = lappend(back->parts, part);
	take_out(back, part);
	/* a session that changes the payment waits for us, and not we for it */
	locks_need_row(&back->locks, TABLE_PAYMENT, payment->id, &payment->place,
				   LockTupleKeyShare);
	if (way == OUT_OF_ACCOUNT)
		(void) locks_need(&back->locks, LOCK_MEMBER, payment->member_id);
	else
		take_off_bill(back, payment->billing_id, amount, blocker);
}

/*
 * Have an amount go back, of the first payments of a list first. Returns what
 * they lack of it.
 */
Numeric
payment_back_take(MoneyBack *back, const List *payments, Numeric rest,
				  BackWay way, Blocker *blocker)
{
	ListCell *cell;

	foreach(cell, payments)
	{
		const Payment *payment = lfirst(cell);
		Numeric amount = amount_least(payment_back_most(payment, way), rest);

		if (amount_sign(amount) <= 0)
			continue;
		payment_back_add(back, payment, amount, way, blocker);
		rest = amount_subtract(rest, amount);
	}
	return rest;
}

/* Write the rows, with what is said of all of them; the id of the last. */
int64
payment_back_write(WriterState *writing, const MoneyBack *back,
				   const ColumnValue *said, int count, ColumnValue request_key)
{
	TimestampTz now = till_instant(&back->till);
	ListCell *cell;
	int64 id = NO_ID;

	foreach(cell, back->parts)
	{
		const BackPart *part = lfirst(cell);
		const Payment *payment = part->payment;
		ColumnValue values[16] = {
			column_id(Anum_payment_billing_id, part->way == OUT_OF_ACCOUNT
												   ? NO_ID
												   : payment->billing_id),
			column_id(Anum_payment_member_id, payment->member_id),
			column_amount(Anum_payment_amount,
						  amount_subtract(amount_zero(), part->amount)),
			column_instant(Anum_payment_paid_at, now),
			part->way == OFF_BILL_ON_ACCOUNT
				? column_text(Anum_payment_payment_type, "credit")
				: column_datum(Anum_payment_payment_type, payment->type),
			column_id(Anum_payment_refund_of, payment->id),
			till_rounding_value(part->rounding),
		};
		int filled = 7;

		for (int i = 0; i < count; i++)
			values[filled++] = said[i];
		/* a key is that of one row */
		if (part == llast(back->parts))
			values[filled++] = request_key;
		id = writer_insert(writing, TABLE_PAYMENT, GUARDED, values, filled);
	}
	return id;
}

/*
 * What a refund makes of a bill. One that was paid in full is not owed again,
 * whatever is given back; one that was not is owed as before the payment.
 */
static BillStatus
status_after_refund(const BackBill *taken)
{
	bool nothing_left = amount_compare(taken->paid, taken->amount) == 0;

	if (taken->bill.status != BILL_PARTIALLY_PAID)
		return nothing_left ? BILL_REFUNDED : BILL_PAID;
	return nothing_left ? BILL_PENDING : BILL_PARTIALLY_PAID;
}

/* Money was given back: what was paid in full stays settled. */
void
payment_back_refund_bills(WriterState *writing, const MoneyBack *back)
{
	TimestampTz now = current_instant();
	ListCell *cell;

	foreach(cell, back->bills)
	{
		const BackBill *taken = lfirst(cell);
		ColumnValue values[] = {
			column_text(Anum_billing_item_status,
						bill_status_name(status_after_refund(taken))),
			column_instant(Anum_billing_item_updated_at, now),
		};

		writer_update(writing, TABLE_BILL, GUARDED, &taken->bill.place, values,
					  lengthof(values));
		if (!bill_is_open(&taken->bill))
			bill_credit(writing, &taken->bill, taken->amount, "refunded", now);
	}
}

/* Money never came, or was taken back: what was paid of a bill is owed again. */
void
payment_back_reopen_bills(WriterState *writing, const MoneyBack *back)
{
	ListCell *cell;

	foreach(cell, back->bills)
	{
		const BackBill *taken = lfirst(cell);
		const Bill *bill = &taken->bill;
		bool nothing_left = amount_compare(taken->paid, taken->amount) == 0;
		/* on a closed bill nothing is owed but what was paid */
		bool changes = !bill_is_open(bill) &&
					   amount_compare(bill->amount, taken->paid) != 0;
		ColumnValue values[] = {
			column_text(Anum_billing_item_status,
						bill_status_name(nothing_left ? BILL_PENDING
													  : BILL_PARTIALLY_PAID)),
			column_null(Anum_billing_item_paid_at),
			column_instant(Anum_billing_item_updated_at, current_instant()),
			column_amount(Anum_billing_item_amount, taken->paid),
			bill_original_value(bill),
		};

		writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values,
					  changes ? lengthof(values) : 3);
	}
}
