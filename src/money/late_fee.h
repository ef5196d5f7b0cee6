/*
 * late_fee.h
 *		The fee for a late cancellation.
 */
#ifndef FITCLUB_LATE_FEE_H
#define FITCLUB_LATE_FEE_H

#include "rows/bill.h"
#include "rows/club.h"
#include "write/writer.h"

extern bool late_fee_notice_missed(const Club *club, TimestampTz start,
								   TimestampTz now);
extern void bill_cancel_booking(WriterState *writing, const Bill *bill,
								Numeric paid, const Club *club,
								TimestampTz start, TimestampTz now,
								bool waive_fee);

#endif /* FITCLUB_LATE_FEE_H */
