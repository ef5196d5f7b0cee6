/*
 * payment_refusal.h
 *		What is said of money that comes in or goes back.
 */
#ifndef FITCLUB_PAYMENT_REFUSAL_H
#define FITCLUB_PAYMENT_REFUSAL_H

#include "refusal/refusal.h"
#include "rows/bill.h"

extern Refusal *refusal_not_payable(const Bill *bill);
extern Refusal *refusal_bill_refund(int64 billing_id, const char *paid);
extern Refusal *refusal_void(int64 payment_id, const char *detail,
							 const char *hint);

#endif /* FITCLUB_PAYMENT_REFUSAL_H */
