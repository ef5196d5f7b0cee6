/*
 * lower.c
 *		Less is owed on a bill than it was made for.
 *
 * Dues of days that are not used, and credits of a pack that are given back,
 * are credited. What was paid above the rest goes on account of its payers
 * first, so that no bill is ever paid with more than is owed on it.
 */
#include "postgres.h"

#include "money/lower.h"

#include "base/amount.h"
#include "money/cancelled_payment.h"
#include "money/credit.h"

/* What is owed on a bill in all, paid or not; of a closed one what is paid. */
Numeric
bill_net(const Bill *bill, const BillPayments *payments)
{
	return bill_is_open(bill) ? bill->amount : payments->sum;
}

static BillStatus
status_when_lowered(const Bill *bill, Numeric net, Numeric left)
{
	if (amount_sign(net) == 0)
		return bill_is_open(bill) ? BILL_CANCELLED : BILL_REFUNDED;
	if (amount_compare(left, net) == 0)
		return BILL_PAID;
	return amount_sign(left) > 0 ? BILL_PARTIALLY_PAID : BILL_PENDING;
}

/* Have a bill say that no more is owed on it than net, of which left is paid. */
static void
set_net(WriterState *writing, const Bill *bill, Numeric net, Numeric left,
		TimestampTz now)
{
	BillStatus status = status_when_lowered(bill, net, left);
	ColumnValue values[5] = {
		column_text(Anum_billing_item_status, bill_status_name(status)),
		column_instant(Anum_billing_item_updated_at, now),
	};
	int count = 2;

	if (bill_is_open(bill) && status == BILL_PAID)
		values[count++] = column_instant(Anum_billing_item_paid_at, now);
	if (amount_sign(net) > 0)
	{
		values[count++] = column_amount(Anum_billing_item_amount, net);
		values[count++] = bill_original_value(bill);
	}
	writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values, count);
}

/*
 * Have no more owed on a locked bill than net, of which left is paid; if that is
 * 0 the bill is closed. The difference to what was owed is a credit, which may
 * have other columns. What was paid above net has gone back.
 */
void
bill_lower(WriterState *writing, const LoweredBill *lowered,
		   const char *reason, TimestampTz now, const ColumnValue *others,
		   int other_count)
{
	set_net(writing, lowered->bill, lowered->net, lowered->left, now);
	bill_credit_with(writing, lowered->bill,
					 amount_subtract(lowered->owed, lowered->net), reason, now,
					 others, other_count);
}

/*
 * The same, as far as more is owed, with what was paid above net put on account
 * of its payers. The caller has the bill locked, and its payments by
 * payment_lock(). Payments that go on account have the description.
 */
void
bill_lower_on_account(WriterState *writing, const Bill *bill,
					  const BillPayments *payments, Numeric net,
					  const char *reason, const char *description,
					  TimestampTz now)
{
	LoweredBill lowered = {bill, bill_net(bill, payments), net, payments->sum};

	if (bill->id == NO_ID || !bill_stands(bill) ||
		amount_compare(net, lowered.owed) >= 0)
		return;
	if (amount_compare(lowered.left, net) > 0)
		lowered.left = payment_take_off(writing, bill, payments,
										amount_subtract(lowered.left, net),
										NO_ID, amount_zero(), description,
										now);
	bill_lower(writing, &lowered, reason, now, NULL, 0);
}
