/*
 * money_refusal.h
 *		What is said of bills, payments and refunds.
 */
#ifndef FITCLUB_MONEY_REFUSAL_H
#define FITCLUB_MONEY_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_overpayment(int64 billing_id, const char *owed);
extern Refusal *refusal_covered(TableId table, int64 id);
extern Refusal *refusal_billed_already(const char *constraint);
extern Refusal *refusal_bill_status(int64 billing_id, const char *status,
									const char *detail);
extern Refusal *refusal_bill_under_payments(int64 billing_id);
extern Refusal *refusal_refund(int64 payment_id, const char *left);
extern Refusal *refusal_account(int64 payer_id, const char *there);
extern Refusal *refusal_request_key(void);
extern Refusal *refusal_net_negative(int64 billing_id);

#endif /* FITCLUB_MONEY_REFUSAL_H */
