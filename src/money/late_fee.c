/*
 * late_fee.c
 *		The fee for a late cancellation.
 */
#include "postgres.h"

#include "money/late_fee.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "money/booking_bill.h"
#include "rows/bill.h"
#include "rows/club.h"

#include "mb/pg_wchar.h"

PG_FUNCTION_INFO_V1(fitclub_late_fee);

/* Whether a cancellation comes later than the club wants notice of it. */
bool
late_fee_notice_missed(const Club *club, TimestampTz start, TimestampTz now)
{
	return now > instant_before(start, &club->cancellation_notice, club->zone);
}

/* The fee for a late cancellation, less what was paid of the bill. */
static Numeric
late_fee(Numeric amount, Numeric paid, const Club *club)
{
	Numeric fee = amount_share(amount, club->late_fee_percent,
							   int64_to_numeric(100), club->decimals);

	return amount_subtract(fee, paid);
}

/* Bill the fee for a late cancellation, if the booking's bill stood. */
static void
charge_late_fee(WriterState *writing, const Bill *bill, Numeric fee)
{
	/* the longest description there may be, less what is put before it */
	int described = pg_mbcharcliplen(bill->description,
									 (int) strlen(bill->description), 1980);
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id, bill->member_id),
		column_id(Anum_billing_item_trainer_id, bill->trainer_id),
		column_amount(Anum_billing_item_amount, fee),
		column_text(Anum_billing_item_description,
					psprintf("Late cancellation: %.*s", described,
							 bill->description)),
		column_text(Anum_billing_item_kind, "late_cancel"),
	};

	if (bill->status != BILL_CANCELLED && bill->status != BILL_REFUNDED &&
		amount_sign(fee) > 0)
		(void) writer_insert(writing, TABLE_BILL, GUARDED, values,
							 lengthof(values));
}

/* What becomes of the bill, if any, of a booking that its member cancels. */
void
bill_cancel_booking(WriterState *writing, const Bill *bill, Numeric paid,
					const Club *club, TimestampTz start, TimestampTz now,
					bool waive_fee)
{
	if (bill->id == NO_ID)
		return;
	if (!waive_fee && amount_sign(club->late_fee_percent) > 0 &&
		late_fee_notice_missed(club, start, now))
		charge_late_fee(writing, bill, late_fee(bill->amount, paid, club));
	bill_close(writing, bill, paid);
}

/*
 * late_fee(start_time, amount, paid): what a member is charged who cancels now,
 * by the start of the booking and the amount of its open bill. Locks nothing.
 */
Datum
fitclub_late_fee(PG_FUNCTION_ARGS)
{
	Club club = read_club();
	Numeric fee = late_fee(PG_GETARG_NUMERIC(1), PG_GETARG_NUMERIC(2), &club);

	if (amount_sign(fee) < 0 ||
		!late_fee_notice_missed(&club, PG_GETARG_TIMESTAMPTZ(0),
								current_instant()))
		fee = amount_subtract(fee, fee);
	PG_RETURN_NUMERIC(fee);
}
