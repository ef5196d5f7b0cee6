/*
 * money_back.h
 *		Money that goes back, and what becomes of its bills.
 */
#ifndef FITCLUB_MONEY_BACK_H
#define FITCLUB_MONEY_BACK_H

#include "engine/short_lock.h"
#include "payment/request_key.h"
#include "money/till.h"
#include "payment/payments.h"
#include "rows/bill.h"
#include "write/writer.h"

/* Where it comes from, and where it goes. */
typedef enum BackWay
{
	OFF_BILL,            /* the way it came; from the account, on that again */
	OFF_BILL_ON_ACCOUNT, /* stays in the club */
	OUT_OF_ACCOUNT       /* the way it came */
} BackWay;

/* What a call asks for, to be compared with what one with its key did before. */
typedef struct BackAsked
{
	IndexId index; /* by which the rows of that are found, */
	AttrNumber column;
	int64 id;       /* with this value */
	Numeric amount; /* NULL: all there is */
	BackWay way;
	bool is_reversal; /* and no refund */
} BackAsked;

/* All that goes back by one call; a check begins with an empty one. */
typedef struct MoneyBack
{
	List *parts; /* one for each row that is written */
	List *bills; /* from which something is taken */
	TillUse till;
	ShortLocks locks;
} MoneyBack;

extern Numeric payment_back_most(const Payment *payment, BackWay way);
extern Refusal *payment_back_check_request(PaymentOnce *once,
										   const BackAsked *asked,
										   Blocker *blocker);
extern void payment_back_clear(MoneyBack *back);
extern void payment_back_add(MoneyBack *back, const Payment *payment,
							 Numeric amount, BackWay way, Blocker *blocker);
extern Numeric payment_back_take(MoneyBack *back, const List *payments,
								 Numeric rest, BackWay way, Blocker *blocker);
extern int64 payment_back_write(WriterState *writing, const MoneyBack *back,
								const ColumnValue *said, int count,
								ColumnValue request_key);
extern void payment_back_refund_bills(WriterState *writing,
									  const MoneyBack *back);
extern void payment_back_reopen_bills(WriterState *writing,
									  const MoneyBack *back);

#endif /* FITCLUB_MONEY_BACK_H */
