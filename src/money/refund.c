/*
 * refund.c
 *		Refunds: nobody gets back more than was paid.
 *
 * Every writer of a bill or of its payments holds the bill's short lock while
 * it checks and writes.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "money/credit.h"
#include "money/money_refusal.h"
#include "money/paid.h"
#include "rows/bill.h"
#include "rows/settled_row.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_refund_payment);

/* Money on its way back. */
typedef struct RefundRequest
{
	int64 payment_id;
	Numeric asked; /* NULL: all that is left */
	int64 billing_id;
	int64 member_id;
	Datum payment_type;
	Bill bill;
	Numeric amount;
	Numeric remaining;     /* paid of the bill afterwards */
	ItemPointerData place; /* of the payment */
	ShortLocks locks;
} RefundRequest;

/* The payment, which never changes once it is there; false if it is not. */
static bool
read_payment(RefundRequest *request, Numeric *amount)
{
	static const AttrNumber columns[] = {
		Anum_payment_billing_id,
		Anum_payment_amount,
		Anum_payment_member_id,
		Anum_payment_payment_type,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];
	Blocker ignored = NO_BLOCKER;

	if (!settled_row(TABLE_PAYMENT, request->payment_id, columns,
					 lengthof(columns), 0, values, nulls, &request->place,
					 &ignored))
		return false;
	request->billing_id = DatumGetInt64(values[0]);
	*amount = DatumGetNumeric(values[1]);
	request->member_id = DatumGetInt64(values[2]);
	request->payment_type = values[3];
	return true;
}

static Refusal *
check_refund_request(void *state, Blocker *blocker)
{
	RefundRequest *request = state;
	Numeric left;

	if (!read_payment(request, &left))
		return refusal_unknown(TABLE_PAYMENT, request->payment_id);
	left = amount_least(payment_standing(request->payment_id,
										 request->billing_id, left, blocker),
						payment_kept(request->payment_id, left, blocker));
	request->remaining = bill_paid(request->billing_id, blocker);
	if (!read_bill(request->billing_id, &request->bill, blocker))
		return refusal_unknown(TABLE_BILL, request->billing_id);
	if (blocker_is_set(blocker))
		return NULL;
	request->amount = request->asked != NULL ? request->asked : left;
	if (amount_sign(left) <= 0 || amount_compare(request->amount, left) > 0)
		return refusal_refund(request->payment_id, amount_sign(left) < 0
													   ? "0.00"
													   : amount_text(left));
	request->remaining = amount_subtract(request->remaining, request->amount);
	(void) bill_lock(&request->locks, &request->bill);
	/* a session that changes the payment waits for us, and not we for it */
	locks_need_row(&request->locks, TABLE_PAYMENT, request->payment_id,
				   &request->place, LockTupleKeyShare);
	return NULL;
}

/*
 * What a refund makes of a bill. One that was paid in full is not owed again,
 * whatever is given back; one that was not is owed as before the payment.
 */
static BillStatus
status_after_refund(const RefundRequest *request)
{
	bool nothing_left = amount_sign(request->remaining) == 0;

	if (request->bill.status != BILL_PARTIALLY_PAID)
		return nothing_left ? BILL_REFUNDED : BILL_PAID;
	return nothing_left ? BILL_PENDING : BILL_PARTIALLY_PAID;
}

static int64
insert_refund(WriterState *writing, FunctionCallInfo fcinfo,
			  const RefundRequest *request)
{
	ColumnValue values[] = {
		column_id(Anum_payment_billing_id, request->billing_id),
		column_id(Anum_payment_member_id, request->member_id),
		column_amount(Anum_payment_amount,
					  amount_subtract(amount_zero(), request->amount)),
		column_datum(Anum_payment_payment_type, request->payment_type),
		column_argument(fcinfo, Anum_payment_staff_id, 2),
		column_argument(fcinfo, Anum_payment_notes, 3),
		column_text(Anum_payment_description, "Refund"),
		column_id(Anum_payment_refund_of, request->payment_id),
	};

	return writer_insert(writing, TABLE_PAYMENT, GUARDED, values,
						 lengthof(values));
}

static void
bill_refund(WriterState *writing, const RefundRequest *request)
{
	TimestampTz now = current_instant();
	ColumnValue values[] = {
		column_text(Anum_billing_item_status,
					bill_status_name(status_after_refund(request))),
		column_instant(Anum_billing_item_updated_at, now),
	};

	writer_update(writing, TABLE_BILL, GUARDED, &request->bill.place, values,
				  lengthof(values));
	if (!bill_is_open(&request->bill))
		bill_credit(writing, &request->bill, request->amount, "refunded", now);
}

/*
 * refund_payment(payment_id, amount, staff_id, notes): gives money back to
 * its payer. Short-locks the bill. Returns the id of the refund, which
 * is a payment of a negative amount.
 */
Datum
fitclub_refund_payment(PG_FUNCTION_ARGS)
{
	static Writer writer = {3, {TABLE_BILL, TABLE_PAYMENT, TABLE_CREDIT}};
	RefundRequest request = {0};
	Numeric ignored;
	WriterState *writing;
	int64 refund_id;

	permit_cashier(fcinfo, 2);
	request.payment_id = argument_key(fcinfo, 0, TABLE_PAYMENT);
	check_money(fcinfo, 1, OPTIONAL, TABLE_PAYMENT, "amount", false);
	check_row(fcinfo, 2, OPTIONAL, TABLE_PAYMENT, "staff_id", TABLE_STAFF);
	check_free_text(fcinfo, 3, TABLE_PAYMENT, "notes");
	request.asked = PG_ARGISNULL(1) ? NULL : PG_GETARG_NUMERIC(1);

	if (!read_payment(&request, &ignored))
		refuse(refusal_unknown(TABLE_PAYMENT, request.payment_id));
	locks_init(&request.locks);
	(void) locks_need(&request.locks, LOCK_BILL, request.billing_id);
	writing = admit(&request.locks, &writer, check_refund_request, &request);
	refund_id = insert_refund(writing, fcinfo, &request);
	bill_refund(writing, &request);
	locks_release(&request.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(refund_id);
}
