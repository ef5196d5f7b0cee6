/*
 * dues.c
 *		Periods of memberships, written with their bills.
 *
 * A period is billed once: whoever writes one holds the membership's row and its
 * member's short lock, and the keys of periods and of bills stand behind that.
 */
#include "postgres.h"

#include "membership/dues.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "money/booking_bill.h"
#include "money/paid.h"
#include "people/notification.h"
#include "rows/payer.h"

#include "miscadmin.h"

/*
 * What the member and the payer have on account. Needs the short locks of both,
 * as whoever takes something from an account does.
 */
void
membership_look_at_accounts(int64 member_id, ShortLocks *locks,
							MembershipAccounts *accounts, Blocker *blocker)
{
	int64 payer_id = payer_of_member(member_id, blocker);

	accounts->count = 0;
	accounts->payer_ids[accounts->count++] = member_id;
	if (payer_id != NO_ID)
		accounts->payer_ids[accounts->count++] = payer_id;
	for (int i = 0; i < accounts->count; i++)
	{
		(void) locks_need(locks, LOCK_MEMBER, accounts->payer_ids[i]);
		accounts->amounts[i] =
			payment_on_account(accounts->payer_ids[i], blocker);
	}
}

/*
 * When the last of its periods ends; DATEVAL_NOBEGIN if it has none. Whoever is
 * writing one is the blocker.
 */
DateADT
membership_billed_until(int64 membership_id, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	DateADT until;
	bool found;

	key_int64(&key, Anum_membership_period_membership_id, membership_id);
	do
	{
		until = DATEVAL_NOBEGIN;
		found = false;
		dirty_scan_begin(&scan, TABLE_MEMBERSHIP_PERIOD,
						 INDEX_MEMBERSHIP_PERIODS, 1, &key);
		while (!found &&
			   (row = dirty_scan_next(&scan, BackwardScanDirection)) != NULL)
		{
			dirty_scan_note(&scan, row, blocker);
			found = dirty_scan_state(&scan) != ROW_ARRIVING;
			if (found)
				until =
					DatumGetDateADT(row_datum(row, RelationGetDescr(scan.heap),
											  Anum_membership_period_ends_on));
		}
	} while (dirty_scan_end(&scan));
	return until;
}

/* What the bill says: Dues Gold Jan 17 - Jan 31, the last day included. */
static char *
dues_description(const StandingPeriod *period)
{
	if (period->ends_on == DATEVAL_NOEND)
		return psprintf("Dues %s from %.6s", period->plan->name,
						day_label(period->starts_on));
	return psprintf("Dues %s %.6s - %.6s", period->plan->name,
					day_label(period->starts_on),
					day_label(period->ends_on - 1));
}

/* Take from the accounts what they have of an amount. Returns how much each gives. */
static Numeric
take_from_accounts(MembershipAccounts *accounts, Numeric amount,
				   Numeric *shares)
{
	Numeric paid = amount_zero();

	for (int i = 0; i < accounts->count; i++)
	{
		shares[i] =
			amount_least(accounts->amounts[i], amount_subtract(amount, paid));
		if (amount_sign(shares[i]) <= 0)
			shares[i] = amount_zero();
		accounts->amounts[i] =
			amount_subtract(accounts->amounts[i], shares[i]);
		paid = amount_add(paid, shares[i]);
	}
	return paid;
}

static void
insert_account_payment(WriterState *writing, int64 billing_id, int64 payer_id,
					   Numeric amount, TimestampTz now)
{
	ColumnValue values[] = {
		column_id(Anum_payment_billing_id, billing_id),
		column_id(Anum_payment_member_id, payer_id),
		column_id(Anum_payment_staff_id, caller_staff_id()),
		column_amount(Anum_payment_amount, amount),
		column_instant(Anum_payment_paid_at, now),
		column_text(Anum_payment_payment_type, PAYMENT_CREDIT),
	};

	if (amount_sign(amount) > 0)
		(void) writer_insert(writing, TABLE_PAYMENT, GUARDED, values,
							 lengthof(values));
}

/* Bill a period, and pay of it what the accounts have. */
static int64
insert_dues(WriterState *writing, const Standing *standing,
			const StandingPeriod *period, Numeric amount,
			const char *description, MembershipAccounts *accounts,
			TimestampTz now)
{
	static MembershipAccounts none = {0};
	Numeric shares[lengthof(accounts->amounts)];
	Numeric paid = take_from_accounts(accounts != NULL ? accounts : &none,
									  amount, shares);
	bool is_paid = amount_compare(paid, amount) == 0;
	BillStatus status = is_paid                  ? BILL_PAID
						: amount_sign(paid) == 0 ? BILL_PENDING
												 : BILL_PARTIALLY_PAID;
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id, standing->member_id),
		column_id(Anum_billing_item_membership_id, standing->id),
		column_datum(Anum_billing_item_period_on,
					 DateADTGetDatum(period->starts_on)),
		column_datum(Anum_billing_item_due_on,
					 DateADTGetDatum(period->starts_on)),
		column_amount(Anum_billing_item_amount, amount),
		column_text(Anum_billing_item_description, description),
		column_text(Anum_billing_item_status, bill_status_name(status)),
		column_instant(Anum_billing_item_paid_at, now),
	};
	int64 billing_id = bill_insert(writing, values,
								   lengthof(values) - (is_paid ? 0 : 1), now);

	for (int i = 0; accounts != NULL && i < accounts->count; i++)
		insert_account_payment(writing, billing_id, accounts->payer_ids[i],
							   shares[i], now);
	return billing_id;
}

/*
 * Write a period with its bill, which the accounts pay as far as they go; without
 * accounts nothing is paid. The member is told. Returns the bill's id; NO_ID if
 * the period costs nothing.
 */
int64
membership_write_period(WriterState *writing, const Standing *standing,
						const StandingPeriod *period, const Club *club,
						MembershipAccounts *accounts, TimestampTz now)
{
	Numeric amount = standing_dues(standing, period, club);
	char *description = dues_description(period);
	ColumnValue values[] = {
		column_id(Anum_membership_period_membership_id, standing->id),
		column_datum(Anum_membership_period_starts_on,
					 DateADTGetDatum(period->starts_on)),
		column_datum(Anum_membership_period_ends_on,
					 DateADTGetDatum(period->ends_on)),
		column_id(Anum_membership_period_plan_id, period->plan->plan_id),
	};

	(void) writer_insert(writing, TABLE_MEMBERSHIP_PERIOD, GUARDED, values,
						 lengthof(values));
	if (amount_sign(amount) <= 0)
		return NO_ID;
	notify_member(writing, standing->member_id,
				  psprintf("%s: %s %s", description,
						   amount_label(amount, club->decimals),
						   club->currency));
	return insert_dues(writing, standing, period, amount, description,
					   accounts, now);
}

/*
 * Write the periods that come after a date and begin until another, but no more
 * than a number of them; 0: any number. Returns how many.
 */
int
membership_write_periods(WriterState *writing, const Standing *standing,
						 DateADT ended_on, DateADT until, int most,
						 const Club *club, MembershipAccounts *accounts,
						 TimestampTz now)
{
	StandingPeriod period;
	int count = 0;

	while ((most == 0 || count < most) &&
		   standing_next_period(standing, ended_on, &period) &&
		   period.starts_on <= until)
	{
		CHECK_FOR_INTERRUPTS();
		(void) membership_write_period(writing, standing, &period, club,
									   accounts, now);
		ended_on = period.ends_on;
		count++;
	}
	return count;
}
