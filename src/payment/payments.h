/*
 * payments.h
 *		Payments, with what went back of them.
 */
#ifndef FITCLUB_PAYMENTS_H
#define FITCLUB_PAYMENTS_H

#include "engine/dirty_scan.h"

#include "utils/numeric.h"
#include "utils/timestamp.h"

typedef struct Payment
{
	int64 id;
	int64 member_id;  /* who paid */
	int64 billing_id; /* NO_ID: the money is on account */
	int64 refund_of;  /* NO_ID: it is no refund */
	Numeric amount;
	Datum type;
	bool is_credit; /* paid from the account: no money came in */
	TimestampTz paid_at;
	ItemPointerData place;
	bool is_refunded;
	bool is_reversal; /* void or chargeback */
	Numeric rounding; /* of cash; 0: none */
	Numeric standing; /* amount less what was taken off its bill */
	Numeric left;     /* amount less the money that went out */
} Payment;

extern bool payment_read(int64 id, Payment *payment, Blocker *blocker);
extern List *payment_list_of_bill(int64 billing_id, Blocker *blocker);
extern List *payment_list_of_account(int64 member_id, Blocker *blocker);
extern Numeric payment_sum_given_back(IndexId index, AttrNumber column,
									  int64 id, TimestampTz at);

#endif /* FITCLUB_PAYMENTS_H */
