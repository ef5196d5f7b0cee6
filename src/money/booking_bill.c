/*
 * booking_bill.c
 *		What becomes of a booking's bill when the booking moves or is cancelled.
 */
#include "postgres.h"

#include "money/booking_bill.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "rows/bill.h"

static ColumnValue
status_value(BillStatus status)
{
	return column_text(Anum_billing_item_status, bill_status_name(status));
}

/*
 * Close the bill of a cancelled booking, if it is open: nothing more is owed
 * on it. One of which something was paid stands for just that much, until it
 * is refunded.
 */
void
bill_close(WriterState *writing, const Bill *bill, Numeric paid)
{
	TimestampTz now = current_instant();
	bool is_paid = amount_sign(paid) > 0;
	ColumnValue values[] = {
		status_value(is_paid ? BILL_PAID : BILL_CANCELLED),
		column_amount(Anum_billing_item_amount, is_paid ? paid : bill->amount),
		is_paid ? column_instant(Anum_billing_item_paid_at, now)
				: column_null(Anum_billing_item_paid_at),
		column_instant(Anum_billing_item_updated_at, now),
	};

	if (bill->status == BILL_PENDING || bill->status == BILL_PARTIALLY_PAID)
		writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values,
					  lengthof(values));
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

	if (bill->id != NO_ID && bill->status != BILL_CANCELLED &&
		bill->status != BILL_REFUNDED)
		writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values,
					  lengthof(values));
}

/*
 * Take up the bill of a seat given back for the same seat taken again. If less
 * was paid of it than the seat costs, the rest is owed.
 */
void
bill_reopen(WriterState *writing, const Bill *bill, int64 trainer_id,
			const char *description, Numeric amount, Numeric paid)
{
	bool is_covered = amount_compare(paid, amount) >= 0;
	ColumnValue values[] = {
		column_id(Anum_billing_item_trainer_id, trainer_id),
		column_text(Anum_billing_item_description, description),
		column_amount(Anum_billing_item_amount, amount),
		column_instant(Anum_billing_item_updated_at, current_instant()),
		status_value(amount_sign(paid) > 0 ? BILL_PARTIALLY_PAID
										   : BILL_PENDING),
		column_null(Anum_billing_item_paid_at),
	};

	/* What is covered stays paid, and since when. */
	writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values,
				  is_covered ? 4 : lengthof(values));
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
