/*
 * paid.h
 *		What has been paid and given back, as others are about to leave it.
 */
#ifndef FITCLUB_PAID_H
#define FITCLUB_PAID_H

#include "engine/short_lock.h"
#include "rows/bill.h"

/* The payment_type of what moves between an account and a bill. */
#define PAYMENT_CREDIT "credit"

/* A payment, and what of it stands on its bill. */
typedef struct StandingPayment
{
	int64 id;
	int64 member_id;
	Numeric amount;
	ItemPointerData place;
} StandingPayment;

/* What has been paid of a bill, less what was given back. */
typedef struct BillPayments
{
	Numeric sum;
	List *standing; /* of StandingPayment, in the order of their ids */
} BillPayments;

/*
 * Which way a row counts in a sum: 1, -1, or 0 for not at all. What is asked
 * depends on the sum.
 */
typedef int (*PaymentSign)(HeapTuple row, TupleDesc desc, int64 asked);

extern bool bill_lock(ShortLocks *locks, const Bill *bill);
extern void bill_lock_member(ShortLocks *locks, int64 member_id,
							 Blocker *blocker);
extern bool payment_is_credit(HeapTuple row, TupleDesc desc);
extern Numeric payment_sum(IndexId index, const ScanKeyData *key,
						   PaymentSign sign, int64 asked, Blocker *blocker);
extern Numeric bill_paid(int64 id, Blocker *blocker);
extern Numeric payment_on_account(int64 payer_id, Blocker *blocker);
extern BillPayments bill_payments(int64 id, Blocker *blocker);
extern Numeric payment_refunded(int64 payment_id, Blocker *blocker);
extern Numeric payment_standing(int64 payment_id, int64 billing_id,
								Numeric amount, Blocker *blocker);
extern Numeric payment_kept(int64 payment_id, Numeric amount,
							Blocker *blocker);

#endif /* FITCLUB_PAID_H */
