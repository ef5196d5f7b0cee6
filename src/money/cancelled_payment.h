/*
 * cancelled_payment.h
 *		What was paid for a booking that is cancelled.
 */
#ifndef FITCLUB_CANCELLED_PAYMENT_H
#define FITCLUB_CANCELLED_PAYMENT_H

#include "money/paid.h"
#include "rows/bill.h"
#include "write/writer.h"

extern void payment_lock(ShortLocks *locks, const BillPayments *payments,
						 bool pays_fee, Blocker *blocker);
extern Numeric payment_take_off(WriterState *writing, const Bill *bill,
								const BillPayments *payments, Numeric amount,
								int64 fee_id, Numeric fee_paid,
								const char *description, TimestampTz now);

#endif /* FITCLUB_CANCELLED_PAYMENT_H */
