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

/* The bill of a booking that is being cancelled. */
typedef struct CancelledBill
{
	Bill bill; /* NO_ID: it has none */
	BillPayments payments;
	Numeric fee;
	Numeric plan_fee; /* of a membership that covered it; NULL: none */
	bool waive_fee;
	Club club;
} CancelledBill;

extern bool late_fee_notice_missed(const Club *club, TimestampTz start,
								   TimestampTz now);
extern void bill_prepare_cancellation(CancelledBill *cancelled,
									  TimestampTz start, ShortLocks *locks,
									  Blocker *blocker);
extern void bill_charge_late_cancel(WriterState *writing, int64 member_id,
									int64 trainer_id, Numeric fee,
									const char *description, TimestampTz now);
extern void bill_cancel_booking(WriterState *writing, const Bill *bill,
								const BillPayments *payments, const Club *club,
								Numeric fee, TimestampTz now);

#endif /* FITCLUB_LATE_FEE_H */
