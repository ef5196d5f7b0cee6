/*
 * bill.h
 *		Bills as bookings and payments see them.
 */
#ifndef FITCLUB_BILL_H
#define FITCLUB_BILL_H

#include "rows/settled_row.h"
#include "write/writer.h"

typedef enum BillStatus
{
	BILL_PENDING,
	BILL_PARTIALLY_PAID,
	BILL_PAID,
	BILL_CANCELLED,
	BILL_REFUNDED
} BillStatus;

typedef struct Bill
{
	int64 id; /* NO_ID: there is none */
	int64 member_id;
	int64 trainer_id;
	Numeric amount;
	char *description;
	BillStatus status;
	ItemPointerData place;
} Bill;

extern const char *bill_status_name(BillStatus status);
extern const char *bill_status_label(BillStatus status);
extern bool read_bill(int64 id, Bill *bill, Blocker *blocker);
extern Bill bill_of_session(int64 session_id, Blocker *blocker);
extern Bill bill_of_class(int64 class_id, int64 member_id, Blocker *blocker);
extern bool bill_lock(ShortLocks *locks, const Bill *bill);
extern Numeric bill_paid(int64 id, Blocker *blocker);
extern Numeric payment_refunded(int64 payment_id, Blocker *blocker);
extern void bill_close(WriterState *writing, const Bill *bill, Numeric paid);
extern void bill_update_booking(WriterState *writing, const Bill *bill,
								int64 trainer_id, const char *description);
extern void bill_reopen(WriterState *writing, const Bill *bill,
						int64 trainer_id, const char *description,
						Numeric amount, Numeric paid);
extern void bill_cancel_booking(WriterState *writing, const Bill *bill,
								Numeric paid, const Club *club,
								TimestampTz start, TimestampTz now,
								bool waive_fee);
extern bool cancellation_is_late(const Club *club, TimestampTz start,
								 TimestampTz now);
extern char *session_bill_description(const char *trainer, TimestampTz start,
									  pg_tz *zone);
extern char *class_bill_description(const char *name, TimestampTz start,
									pg_tz *zone);

extern Numeric amount_zero(void);
extern Numeric amount_add(Numeric a, Numeric b);
extern Numeric amount_subtract(Numeric a, Numeric b);
extern int amount_compare(Numeric a, Numeric b);
extern int amount_sign(Numeric amount);
extern char *amount_text(Numeric amount);

#endif /* FITCLUB_BILL_H */
