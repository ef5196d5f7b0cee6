/*
 * booking_bill.h
 *		What becomes of a booking's bill when the booking moves or is cancelled.
 */
#ifndef FITCLUB_BOOKING_BILL_H
#define FITCLUB_BOOKING_BILL_H

#include "refusal/refusal.h"
#include "rows/bill.h"
#include "write/writer.h"

#include "pgtime.h"

extern void bill_close(WriterState *writing, const Bill *bill, Numeric paid,
					   Numeric left, TimestampTz now);
extern void bill_close_unpaid(WriterState *writing, const Bill *bill,
							  const char *reason, TimestampTz now);
extern Refusal *bill_check_amount(const Bill *bill, Numeric amount,
								  Numeric paid);
extern void bill_set_amount(WriterState *writing, const Bill *bill,
							Numeric amount, Numeric paid, TimestampTz now);
extern void bill_correct(WriterState *writing, const Bill *bill,
						 Numeric amount, Numeric paid);
extern int64 bill_insert(WriterState *writing, const ColumnValue *given,
						 int count, TimestampTz now);
extern void bill_insert_for_session(WriterState *writing, int64 session_id,
									int64 member_id, int64 trainer_id,
									Numeric price, const char *description);
extern void bill_update_booking(WriterState *writing, const Bill *bill,
								int64 trainer_id, const char *description);
extern void bill_reopen(WriterState *writing, const Bill *bill,
						int64 trainer_id, const char *description,
						Numeric amount, Numeric paid);
extern char *bill_session_description(const char *trainer, TimestampTz start,
									  pg_tz *zone);
extern char *bill_class_description(const char *name, TimestampTz start,
									pg_tz *zone);

#endif /* FITCLUB_BOOKING_BILL_H */
