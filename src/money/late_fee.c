/*
 * late_fee.c
 *		The fee for a late cancellation.
 */
#include "postgres.h"

#include "money/late_fee.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "money/booking_bill.h"
#include "money/cancelled_payment.h"
#include "rows/bill.h"
#include "rows/club.h"

#include "mb/pg_wchar.h"

PG_FUNCTION_INFO_V1(fitclub_late_fee);
PG_FUNCTION_INFO_V1(fitclub_is_late_to_cancel);

/* Whether a cancellation comes later than the club wants notice of it. */
bool
late_fee_notice_missed(const Club *club, TimestampTz start, TimestampTz now)
{
	return now > instant_before(start, &club->cancellation_notice, club->zone);
}

/* The fee for a late cancellation of what was billed. */
static Numeric
late_fee(Numeric amount, const Club *club)
{
	return amount_share(amount, club->late_fee_percent, int64_to_numeric(100),
						club->decimals);
}

/*
 * Bill the fee for a late cancellation of what is described, of which some is
 * paid at once.
 */
static int64
charge_late_fee(WriterState *writing, int64 member_id, int64 trainer_id,
				const char *description, Numeric fee, Numeric paid,
				TimestampTz now)
{
	/* the longest description there may be, less what is put before it */
	int described =
		pg_mbcharcliplen(description, (int) strlen(description), 1980);
	BillStatus status = amount_sign(paid) == 0           ? BILL_PENDING
						: amount_compare(paid, fee) == 0 ? BILL_PAID
														 : BILL_PARTIALLY_PAID;
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id, member_id),
		column_id(Anum_billing_item_trainer_id, trainer_id),
		column_amount(Anum_billing_item_amount, fee),
		column_text(Anum_billing_item_description,
					psprintf("Late cancellation: %.*s", described,
							 description)),
		column_text(Anum_billing_item_kind, "late_cancel"),
		column_text(Anum_billing_item_status, bill_status_name(status)),
		status == BILL_PAID ? column_instant(Anum_billing_item_paid_at, now)
							: column_null(Anum_billing_item_paid_at),
	};

	return bill_insert(writing, values, lengthof(values), now);
}

/* Bill the fee of a plan for the late cancellation of what it covered. */
void
bill_charge_late_cancel(WriterState *writing, int64 member_id,
						int64 trainer_id, Numeric fee, const char *description,
						TimestampTz now)
{
	(void) charge_late_fee(writing, member_id, trainer_id, description, fee,
						   amount_zero(), now);
}

/*
 * Have locked what bill_cancel_booking() is going to refer to, and spared what
 * it leaves alone: payments that do not move, and a bill on which nothing is
 * owed and from which nothing is taken.
 */
static void
lock_cancelled_bill(const CancelledBill *cancelled, ShortLocks *locks,
					Blocker *blocker)
{
	bool is_billed = cancelled->bill.id != NO_ID;
	bool has_fee = is_billed && amount_sign(cancelled->fee) > 0;
	bool moves_payments = is_billed &&
						  amount_sign(cancelled->payments.sum) > 0 &&
						  (has_fee || cancelled->club.cancelled_to_credit);
	bool closes_bill = moves_payments ||
					   (is_billed && bill_is_open(&cancelled->bill));

	if (moves_payments)
		payment_lock(locks, &cancelled->payments, has_fee, blocker);
	else
		locks_spare_table(locks, TABLE_PAYMENT);
	if (!closes_bill)
		locks_spare_table(locks, TABLE_CREDIT);
	if (!closes_bill && !has_fee && cancelled->plan_fee == NULL)
		locks_spare_table(locks, TABLE_BILL);
}

/*
 * Look at what was paid of a bill, if there is one, that is locked, and at the
 * fee that a member owes who cancels now, and have locked what closing the
 * bill refers to.
 */
void
bill_prepare_cancellation(CancelledBill *cancelled, TimestampTz start,
						  ShortLocks *locks, Blocker *blocker)
{
	const Bill *bill = &cancelled->bill;
	const Club *club = &cancelled->club;

	if (bill->id != NO_ID)
	{
		cancelled->payments = bill_payments(bill->id, blocker);
		cancelled->fee =
			!bill_stands(bill) || cancelled->waive_fee ||
					!late_fee_notice_missed(club, start, current_instant())
				? amount_zero()
				: late_fee(bill->amount, club);
	}
	lock_cancelled_bill(cancelled, locks, blocker);
}

/*
 * What becomes of the bill, if any, of a booking that is cancelled. A fee is
 * billed whole, and paid with what was paid of the booking, as far as that
 * goes. Of the rest the club says whether it stays or goes on account.
 */
void
bill_cancel_booking(WriterState *writing, const Bill *bill,
					const BillPayments *payments, const Club *club,
					Numeric fee, TimestampTz now)
{
	Numeric fee_paid;
	Numeric left;
	int64 fee_id = NO_ID;

	if (bill->id == NO_ID)
		return;
	fee_paid = amount_least(fee, payments->sum);
	if (amount_sign(fee) > 0)
		fee_id = charge_late_fee(writing, bill->member_id, bill->trainer_id,
								 bill->description, fee, fee_paid, now);
	left =
		payment_take_off(writing, bill, payments,
						 club->cancelled_to_credit ? payments->sum : fee_paid,
						 fee_id, fee_paid, "Cancellation", now);
	bill_close(writing, bill, payments->sum, left, now);
}

/*
 * late_fee(start_time, amount): what a member is charged who cancels now, by
 * the start of the booking and the amount of its bill. Locks nothing.
 */
Datum
fitclub_late_fee(PG_FUNCTION_ARGS)
{
	Club club = read_club();
	Numeric fee = late_fee(PG_GETARG_NUMERIC(1), &club);

	if (!late_fee_notice_missed(&club, PG_GETARG_TIMESTAMPTZ(0),
								current_instant()))
		fee = amount_subtract(fee, fee);
	PG_RETURN_NUMERIC(fee);
}

/*
 * is_late_to_cancel(start_time): whether a booking that starts then can no
 * longer be cancelled in time. Locks nothing.
 */
Datum
fitclub_is_late_to_cancel(PG_FUNCTION_ARGS)
{
	Club club = read_club();

	PG_RETURN_BOOL(late_fee_notice_missed(&club, PG_GETARG_TIMESTAMPTZ(0),
										  current_instant()));
}
