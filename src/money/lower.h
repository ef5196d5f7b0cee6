/*
 * lower.h
 *		Less is owed on a bill than it was made for.
 */
#ifndef FITCLUB_LOWER_H
#define FITCLUB_LOWER_H

#include "money/paid.h"
#include "rows/bill.h"
#include "write/writer.h"

/* A bill on its way to a smaller amount. */
typedef struct LoweredBill
{
	const Bill *bill;
	Numeric owed; /* in all so far, paid or not */
	Numeric net;  /* from now on */
	Numeric left; /* paid of that */
} LoweredBill;

extern Numeric bill_net(const Bill *bill, const BillPayments *payments);
extern void bill_lower(WriterState *writing, const LoweredBill *lowered,
					   const char *reason, TimestampTz now,
					   const ColumnValue *others, int other_count);
extern void bill_lower_on_account(WriterState *writing, const Bill *bill,
								  const BillPayments *payments, Numeric net,
								  const char *reason, const char *description,
								  TimestampTz now);

#endif /* FITCLUB_LOWER_H */
