/*
 * late_fee.h
 *		The fee for a late cancellation.
 */
#ifndef FITCLUB_LATE_FEE_H
#define FITCLUB_LATE_FEE_H

#include "money/paid.h"
#include "rows/bill.h"
#include "rows/club.h"
#include "write/writer.h"

extern bool late_fee_notice_missed(const Club *club, TimestampTz start,
								   TimestampTz now);
extern Numeric late_fee_due(const Bill *bill, const Club *club,
							TimestampTz start, bool waive_fee);
extern void bill_cancel_booking(WriterState *writing, const Bill *bill,
								const BillPayments *payments, const Club *club,
								Numeric fee, TimestampTz now);

#endif /* FITCLUB_LATE_FEE_H */
