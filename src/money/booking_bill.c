/*
 * booking_bill.c
 *		What becomes of a booking's bill when the booking moves or is cancelled.
 */
#include "postgres.h"

#include "money/booking_bill.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "money/credit.h"
#include "money/money_refusal.h"
#include "rows/bill.h"

static ColumnValue
status_value(BillStatus status)
{
	return column_text(Anum_billing_item_status, bill_status_name(status));
}

/*
 * Close the bill of a booking: nothing more is owed on it, and it
 * stands for just what is left of what was paid, until that is refunded.
 */
static void
close_bill(WriterState *writing, const Bill *bill, Numeric paid, Numeric left,
		   const char *reason, TimestampTz now)
{
	bool was_open = bill_is_open(bill);
	bool is_paid = amount_sign(left) > 0;
	ColumnValue values[5] = {
		status_value(is_paid    ? BILL_PAID
					 : was_open ? BILL_CANCELLED
								: BILL_REFUNDED),
		column_instant(Anum_billing_item_updated_at, now),
	};
	int count = 2;

	if (!was_open && amount_compare(paid, left) == 0)
		return;
	if (was_open)
		values[count++] = is_paid
							  ? column_instant(Anum_billing_item_paid_at, now)
							  : column_null(Anum_billing_item_paid_at);
	if (is_paid && amount_compare(bill->amount, left) != 0)
	{
		values[count++] = column_amount(Anum_billing_item_amount, left);
		values[count++] = bill_original_value(bill);
	}
	writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values, count);
	bill_credit(writing, bill,
				amount_subtract(was_open ? bill->amount : paid, left), reason,
				now);
}

/* The same, as a booking or a bill is cancelled. */
void
bill_close(WriterState *writing, const Bill *bill, Numeric paid, Numeric left,
		   TimestampTz now)
{
	close_bill(writing, bill, paid, left, "cancelled", now);
}

/* Close a bill on which nothing is paid, for a reason of credits. */
void
bill_close_unpaid(WriterState *writing, const Bill *bill, const char *reason,
				  TimestampTz now)
{
	close_bill(writing, bill, amount_zero(), amount_zero(), reason, now);
}

/* Rule: an open bill can have another amount, which is not below what is paid. */
Refusal *
bill_check_amount(const Bill *bill, Numeric amount, Numeric paid)
{
	if (!bill_is_open(bill))
		return refusal_bill_status(
			bill->id, bill_status_label(bill->status),
			"Only a pending or partially paid bill can be corrected.");
	if (amount_compare(amount, paid) < 0)
		return refusal_bill_under_payments(bill->id);
	return NULL;
}

/* Give it that amount; the credit is the caller's. Paid in full by it, it is paid. */
void
bill_set_amount(WriterState *writing, const Bill *bill, Numeric amount,
				Numeric paid, TimestampTz now)
{
	ColumnValue values[] = {
		column_amount(Anum_billing_item_amount, amount),
		bill_original_value(bill),
		column_instant(Anum_billing_item_updated_at, now),
		status_value(BILL_PAID),
		column_instant(Anum_billing_item_paid_at, now),
	};
	bool is_paid = amount_compare(amount, paid) == 0;

	writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values,
				  is_paid ? lengthof(values) : 3);
}

/* The bill of a booking that costs something else. */
void
bill_correct(WriterState *writing, const Bill *bill, Numeric amount,
			 Numeric paid)
{
	TimestampTz now = current_instant();

	bill_set_amount(writing, bill, amount, paid, now);
	bill_credit(writing, bill, amount_subtract(bill->amount, amount),
				"correction", now);
}

/* Insert a bill, dated when it is written. Returns its id. */
int64
bill_insert(WriterState *writing, const ColumnValue *given, int count,
			TimestampTz now)
{
	ColumnValue values[10];

	Assert(count + 2 <= lengthof(values));
	memcpy(values, given, count * sizeof(ColumnValue));
	values[count++] = column_instant(Anum_billing_item_created_at, now);
	values[count++] = column_instant(Anum_billing_item_updated_at, now);
	return writer_insert(writing, TABLE_BILL, GUARDED, values, count);
}

/* Bill a session. */
void
bill_insert_for_session(WriterState *writing, int64 session_id,
						int64 member_id, int64 trainer_id, Numeric price,
						const char *description)
{
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id, member_id),
		column_id(Anum_billing_item_private_session_id, session_id),
		column_id(Anum_billing_item_trainer_id, trainer_id),
		column_amount(Anum_billing_item_amount, price),
		column_text(Anum_billing_item_description, description),
	};

	(void) bill_insert(writing, values, lengthof(values), current_instant());
}

/* Update an open bill's description when its booking moves. */
void
bill_update_booking(WriterState *writing, const Bill *bill, int64 trainer_id,
					const char *description)
{
	ColumnValue values[] = {
		column_id(Anum_billing_item_trainer_id, trainer_id),
		column_text(Anum_billing_item_description, description),
		column_instant(Anum_billing_item_updated_at, current_instant()),
	};

	if (bill->id != NO_ID && bill_stands(bill))
		writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values,
					  lengthof(values));
}

/*
 * Take up the bill of a seat given back for the same seat taken again, or a
 * session's that was closed by mistake. If less was paid of it than the booking
 * costs, the rest is owed.
 */
void
bill_reopen(WriterState *writing, const Bill *bill, int64 trainer_id,
			const char *description, Numeric amount, Numeric paid)
{
	TimestampTz now = current_instant();
	Numeric owed = bill_is_open(bill) ? bill->amount : paid;
	ColumnValue values[7] = {
		column_id(Anum_billing_item_trainer_id, trainer_id),
		column_text(Anum_billing_item_description, description),
		column_instant(Anum_billing_item_updated_at, now),
	};
	int count = 3;

	if (amount_compare(bill->amount, amount) != 0)
	{
		values[count++] = column_amount(Anum_billing_item_amount, amount);
		values[count++] = bill_original_value(bill);
	}
	/* What is covered stays paid, and since when. */
	if (amount_compare(paid, amount) < 0)
	{
		values[count++] = status_value(
			amount_sign(paid) > 0 ? BILL_PARTIALLY_PAID : BILL_PENDING);
		values[count++] = column_null(Anum_billing_item_paid_at);
	}
	writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values, count);
	bill_credit(writing, bill, amount_subtract(owed, amount), "reopened", now);
}

/* What the bill of a booking says it is for. */
char *
bill_session_description(const char *trainer, TimestampTz start, pg_tz *zone)
{
	return psprintf("Private session with %s on %s", trainer,
					local_label(start, zone));
}

char *
bill_class_description(const char *name, TimestampTz start, pg_tz *zone)
{
	return psprintf("Class %s on %s", name, local_label(start, zone));
}
