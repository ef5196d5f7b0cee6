/*
 * take_back.c
 *		Payments that never were, and those that a bank has taken back.
 *
 * Both undo what the payment did: what it paid is owed again. What stands on
 * its bill is taken off that; the rest is taken from the payer's account, and
 * where that does not bear it, from the bills that were paid from there last.
 */
#include "postgres.h"

#include "argument/argument_table.h"
#include "argument/text_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "money/booking_bill.h"
#include "money/money_refusal.h"
#include "money/paid.h"
#include "payment/money_back.h"
#include "payment/payment_refusal.h"
#include "people/notification.h"
#include "rows/club.h"
#include "rows/erased_member.h"

PG_FUNCTION_INFO_V1(fitclub_void_payment);
PG_FUNCTION_INFO_V1(fitclub_record_chargeback);

/* A payment that is undone, in whole or in part. */
typedef struct Reversal
{
	MoneyBack back;
	Payment payment;
	Numeric asked; /* NULL: all that is left */
	Numeric amount;
	PaymentOnce once;
	bool payer_is_erased;
	pg_tz *zone; /* of the club */
} Reversal;

/* From the bills that were paid from an account, the newest first. */
static void
take_back_credits(MoneyBack *back, int64 payer_id, Numeric missing,
				  Blocker *blocker)
{
	ListCell *cell;

	foreach(cell, payment_list_of_account(payer_id, blocker))
	{
		const Payment *payment = lfirst(cell);
		Numeric amount;

		if (amount_sign(missing) <= 0)
			return;
		if (!payment->is_credit)
			continue;
		amount = amount_least(payment->standing, missing);
		payment_back_add(back, payment, amount, OFF_BILL, blocker);
		missing = amount_subtract(missing, amount);
	}
}

/* Take the amount of the payment back. */
static void
take_back(Reversal *reversal, Blocker *blocker)
{
	MoneyBack *back = &reversal->back;
	const Payment *payment = &reversal->payment;
	TimestampTz erased_at;
	Numeric off_bill = payment->billing_id == NO_ID
						   ? amount_zero()
						   : amount_least(payment->standing, reversal->amount);
	Numeric rest = amount_subtract(reversal->amount, off_bill);

	/* no row leaves the account with less than nothing */
	if (amount_sign(rest) > 0)
		take_back_credits(
			back, payment->member_id,
			amount_subtract(rest,
							payment_on_account(payment->member_id, blocker)),
			blocker);
	payment_back_add(back, payment, off_bill, OFF_BILL, blocker);
	payment_back_add(back, payment, rest, OUT_OF_ACCOUNT, blocker);
	reversal->payer_is_erased =
		member_is_erased(payment->member_id, &erased_at, blocker);
}

static Refusal *
check_void(void *state, Blocker *blocker)
{
	Reversal *reversal = state;
	Payment *payment = &reversal->payment;
	bool was_counted;

	payment_back_clear(&reversal->back);
	if (!payment_read(payment->id, payment, blocker))
		return refusal_unknown(TABLE_PAYMENT, payment->id);
	was_counted = till_was_counted(payment->type, payment->paid_at,
								   &reversal->back.locks, blocker);
	if (blocker_is_set(blocker))
		return NULL;
	if (payment->refund_of != NO_ID)
		return refusal_void(payment->id, "It is a refund.",
							"Record the money as a new payment.");
	if (payment->is_refunded)
		return refusal_void(
			payment->id, "Some of it was given back or moved.",
			"Refund what is left on its bill with refund_payment(), and what "
			"is on account with refund_credit().");
	if (was_counted)
		return refusal_void(payment->id, "The till has been counted since.",
							"Refund it with refund_payment().");
	reversal->amount = payment->amount;
	take_back(reversal, blocker);
	return NULL;
}

static Refusal *
check_chargeback(void *state, Blocker *blocker)
{
	Reversal *reversal = state;
	Payment *payment = &reversal->payment;
	BackAsked asked = {INDEX_PAYMENT_REFUND_OF,
					   Anum_payment_refund_of,
					   payment->id,
					   reversal->asked,
					   OFF_BILL,
					   true};
	Refusal *refusal =
		payment_back_check_request(&reversal->once, &asked, blocker);

	payment_back_clear(&reversal->back);
	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	if (!payment_read(payment->id, payment, blocker))
		return refusal_unknown(TABLE_PAYMENT, payment->id);
	if (blocker_is_set(blocker))
		return NULL;
	/* no bank has anything to do with what is paid from an account */
	if (payment->is_credit || amount_sign(payment->left) <= 0)
		return refusal_refund(payment->id, club_amount_text(amount_zero()));
	if (reversal->asked == NULL)
		reversal->amount = payment->left;
	else if (amount_compare(reversal->asked, payment->left) <= 0)
		reversal->amount = reversal->asked;
	else
		return refusal_refund(payment->id, club_amount_text(payment->left));
	take_back(reversal, blocker);
	return NULL;
}

/* What is undone, as messages say it. */
static char *
reversed_text(const Reversal *reversal)
{
	const Payment *payment = &reversal->payment;
	char *text = psprintf("the payment of %s on %s",
						  club_amount_text(payment->amount),
						  local_date_label(payment->paid_at, reversal->zone));

	if (amount_compare(reversal->amount, payment->amount) == 0)
		return text;
	return psprintf("%s of %s", club_amount_text(reversal->amount), text);
}

/* Write what was admitted; the id of the last row, which is the payment's. */
static int64
write_reversal(WriterState *writing, const Reversal *reversal,
			   const ColumnValue *said, int count)
{
	int64 payer_id = reversal->payment.member_id;
	char *message = psprintf("%s was reversed", reversed_text(reversal));
	int64 id = payment_back_write(writing, &reversal->back, said, count,
								  column_given(Anum_payment_request_key,
											   reversal->once.key));

	message[0] = (char) pg_toupper((unsigned char) message[0]);
	payment_back_reopen_bills(writing, &reversal->back);
	if (!reversal->payer_is_erased)
		notify_member(writing, payer_id, message);
	return id;
}

/*
 * void_payment(payment_id, staff_id, notes): a payment that was recorded by
 * mistake never was. Short-locks the payer, and the bills that are owed again.
 * Returns the id of the row that takes it back.
 */
Datum
fitclub_void_payment(PG_FUNCTION_ARGS)
{
	static Writer writer = {3,
							{TABLE_BILL, TABLE_PAYMENT, TABLE_NOTIFICATION}};
	Reversal reversal = {0};
	WriterState *writing;
	int64 id;

	permit_cashier(fcinfo, 1);
	reversal.payment.id = argument_key(fcinfo, 0, TABLE_PAYMENT);
	check_row(fcinfo, 1, OPTIONAL, TABLE_PAYMENT, "staff_id", TABLE_STAFF);
	check_free_text(fcinfo, 2, TABLE_PAYMENT, "notes");

	reversal.zone = read_club().zone;
	locks_init(&reversal.back.locks);
	writing = admit(&reversal.back.locks, &writer, check_void, &reversal);
	id = write_reversal(
		writing, &reversal,
		(ColumnValue[]){column_text(Anum_payment_description, "Void"),
						column_text(Anum_payment_reason, "void"),
						column_id(Anum_payment_staff_id,
								  caller_cashier(fcinfo, 1)),
						column_argument(fcinfo, Anum_payment_notes, 2)},
		4);
	locks_release(&reversal.back.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(id);
}

/* The payer owes what the bank asks for a chargeback. */
static void
bill_fee(WriterState *writing, const Reversal *reversal, Numeric fee)
{
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id, reversal->payment.member_id),
		column_amount(Anum_billing_item_amount, fee),
		column_text(Anum_billing_item_description,
					psprintf("Chargeback of %s", reversed_text(reversal))),
		column_text(Anum_billing_item_kind, "chargeback"),
	};

	(void) bill_insert(writing, values, lengthof(values), current_instant());
}

static int64
write_chargeback(WriterState *writing, FunctionCallInfo fcinfo,
				 const Reversal *reversal, Numeric fee)
{
	ColumnValue said[] = {
		column_text(Anum_payment_description, "Chargeback"),
		column_text(Anum_payment_reason, "chargeback"),
		column_argument(fcinfo, Anum_payment_external_ref, 3),
		column_id(Anum_payment_staff_id, caller_staff_id()),
	};
	int64 id = write_reversal(writing, reversal, said, lengthof(said));

	if (fee != NULL)
		bill_fee(writing, reversal, fee);
	return id;
}

/*
 * record_chargeback(payment_id, amount, fee, external_ref, request_key): a
 * bank has taken a payment back. Locks like void_payment(). Returns the id of
 * the last row that takes something back.
 */
Datum
fitclub_record_chargeback(PG_FUNCTION_ARGS)
{
	static const ArgumentTable arguments = {
		TABLE_PAYMENT,
		{
			{"amount", OPTIONAL, MONEY},
			{"fee", OPTIONAL, PRICE},
			{"external_ref", OPTIONAL, TEXT},
			{"request_key", OPTIONAL, TEXT},
		}};
	static Writer writer = {3,
							{TABLE_BILL, TABLE_PAYMENT, TABLE_NOTIFICATION}};
	Reversal reversal = {.once = {.gives_back = true}};
	Numeric fee = PG_ARGISNULL(2) ? NULL : PG_GETARG_NUMERIC(2);
	Blocker ignored = NO_BLOCKER;
	WriterState *writing;
	int64 id;

	permit_staff(TABLE_PAYMENT);
	reversal.payment.id = argument_key(fcinfo, 0, TABLE_PAYMENT);
	check_arguments(fcinfo, 1, REQUIRED, &arguments);
	if (fee != NULL && amount_sign(fee) == 0)
		fee = NULL;
	reversal.asked = PG_ARGISNULL(1) ? NULL : PG_GETARG_NUMERIC(1);
	reversal.once.refund_of = reversal.payment.id;
	reversal.once.key = PG_ARGISNULL(4) ? NULL : PG_GETARG_TEXT_PP(4);
	if (fee != NULL &&
		payment_read(reversal.payment.id, &reversal.payment, &ignored))
		refuse_erased(reversal.payment.member_id);

	reversal.zone = read_club().zone;
	locks_init(&reversal.back.locks);
	payment_lock_request(&reversal.back.locks, &reversal.once);
	writing = payment_admit(&reversal.back.locks, &writer, check_chargeback,
							&reversal, &reversal.once);
	if (writing == NULL)
		PG_RETURN_INT64(reversal.once.payment_id);
	id = write_chargeback(writing, fcinfo, &reversal, fee);
	locks_release(&reversal.back.locks);
	writer_end(&writer, writing);
	if (fee != NULL)
		refuse_erased_meanwhile(reversal.payment.member_id);
	PG_RETURN_INT64(id);
}
