/*
 * credit.h
 *		Changes of what is owed on a bill.
 */
#ifndef FITCLUB_CREDIT_H
#define FITCLUB_CREDIT_H

#include "rows/bill.h"
#include "write/writer.h"

extern Numeric bill_credited_beside(int64 billing_id, const char *reason,
									Blocker *blocker);
extern ColumnValue bill_original_value(const Bill *bill);
extern void bill_credit_with(WriterState *writing, const Bill *bill,
							 Numeric amount, const char *reason,
							 TimestampTz at, const ColumnValue *others,
							 int other_count);
extern void bill_credit(WriterState *writing, const Bill *bill, Numeric amount,
						const char *reason, TimestampTz at);

#endif /* FITCLUB_CREDIT_H */
