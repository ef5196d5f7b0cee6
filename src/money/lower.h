/*
 * lower.h
 *		Less is owed on a bill than it was made for.
 */
#ifndef FITCLUB_LOWER_H
#define FITCLUB_LOWER_H

#include "money/paid.h"
#include "rows/bill.h"
#include "write/writer.h"

extern Numeric bill_net(const Bill *bill, const BillPayments *payments);
extern void bill_set_net(WriterState *writing, const Bill *bill, Numeric net,
						 Numeric left, TimestampTz now);
extern void bill_lower(WriterState *writing, const Bill *bill,
					   const BillPayments *payments, Numeric net,
					   const char *reason, const char *description,
					   TimestampTz now);

#endif /* FITCLUB_LOWER_H */
