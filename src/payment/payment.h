/*
 * payment.h
 *		Payments on bills.
 */
#ifndef FITCLUB_PAYMENT_H
#define FITCLUB_PAYMENT_H

#include "rows/bill.h"
#include "write/writer.h"

/* How money comes in; a NULL-terminated list. */
extern const char *const payment_types[];

extern void payment_update_bill(WriterState *writing, const Bill *bill,
								Numeric paid, Numeric amount, TimestampTz now);

#endif /* FITCLUB_PAYMENT_H */
