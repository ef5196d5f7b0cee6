/*
 * refund.c
 *		Refunds: nobody gets back more than was paid.
 *
 * Every writer of a bill or of its payments holds the bill's short lock while
 * it checks and writes, and one that takes money from an account the payer's.
 */
#include "postgres.h"

#include "argument/argument_table.h"
#include "base/amount.h"
#include "caller/permission.h"
#include "money/money_refusal.h"
#include "money/paid.h"
#include "payment/request_key.h"
#include "payment/money_back.h"
#include "payment/payment_refusal.h"
#include "rows/club.h"

PG_FUNCTION_INFO_V1(fitclub_refund_payment);
PG_FUNCTION_INFO_V1(fitclub_refund_bill);
PG_FUNCTION_INFO_V1(fitclub_refund_credit);

/* Money on its way back. */
typedef struct RefundRequest
{
	MoneyBack back;
	int64 id;      /* of the payment, bill or payer */
	Numeric asked; /* NULL: all that is left */
	BackWay way;
	PaymentOnce once;
} RefundRequest;

static Writer refund_writer = {3, {TABLE_BILL, TABLE_PAYMENT, TABLE_CREDIT}};

/* What is asked for, or all; NULL if that is more than there is. */
static Numeric
amount_asked(const RefundRequest *request, Numeric left)
{
	Numeric amount = request->asked != NULL ? request->asked : left;

	return amount_sign(left) <= 0 || amount_compare(amount, left) > 0 ? NULL
																	  : amount;
}

static char *
text_of_left(Numeric left)
{
	return club_amount_text(amount_sign(left) <= 0 ? amount_zero() : left);
}

static Refusal *
check_payment_refund(void *state, Blocker *blocker)
{
	RefundRequest *request = state;
	Payment *payment = palloc(sizeof(Payment));
	Numeric account = NULL;
	Numeric most;
	Numeric amount;

	payment_back_clear(&request->back);
	if (!payment_read(request->id, payment, blocker))
		return refusal_unknown(TABLE_PAYMENT, request->id);
	if (payment->billing_id == NO_ID)
		account = payment_on_account(payment->member_id, blocker);
	if (blocker_is_set(blocker))
		return NULL;
	request->way = account != NULL ? OUT_OF_ACCOUNT : OFF_BILL;
	most = payment_back_most(payment, request->way);
	amount = amount_asked(request, most);
	if (amount == NULL)
		return refusal_refund(payment->id, text_of_left(most));
	if (account != NULL && amount_compare(amount, account) > 0)
		return refusal_account(payment->member_id, club_amount_text(account));
	payment_back_add(&request->back, payment, amount, request->way, blocker);
	return NULL;
}

/* Write what was admitted; the id of the last row. */
static int64
write_refund(WriterState *writing, FunctionCallInfo fcinfo,
			 RefundRequest *request, int staff, int notes)
{
	ColumnValue said[] = {
		column_text(Anum_payment_description, "Refund"),
		column_id(Anum_payment_staff_id, caller_cashier(fcinfo, staff)),
		column_argument(fcinfo, Anum_payment_notes, notes),
	};
	int64 id = payment_back_write(
		writing, &request->back, said, lengthof(said),
		column_given(Anum_payment_request_key, request->once.key));

	payment_back_refund_bills(writing, &request->back);
	locks_release(&request->back.locks);
	writer_end(&refund_writer, writing);
	return id;
}

/*
 * refund_payment(payment_id, amount, staff_id, notes): gives money back to
 * its payer, or on the payer's account if it was paid from there. Short-locks
 * the bill, or the payer of money on account. Returns the id of the refund,
 * which is a payment of a negative amount.
 */
Datum
fitclub_refund_payment(PG_FUNCTION_ARGS)
{
	static const ArgumentTable arguments = {
		TABLE_PAYMENT,
		{
			{"amount", OPTIONAL, MONEY},
			{"staff_id", OPTIONAL, ROW, .referenced = TABLE_STAFF},
			{"notes", OPTIONAL, FREE_TEXT},
		}};
	RefundRequest request = {0};
	WriterState *writing;

	permit_cashier(fcinfo, 2);
	request.id = argument_key(fcinfo, 0, TABLE_PAYMENT);
	check_arguments(fcinfo, 1, REQUIRED, &arguments);
	request.asked = PG_ARGISNULL(1) ? NULL : PG_GETARG_NUMERIC(1);

	locks_init(&request.back.locks);
	writing = admit(&request.back.locks, &refund_writer, check_payment_refund,
					&request);
	PG_RETURN_INT64(write_refund(writing, fcinfo, &request, 2, 3));
}

/* A refund of what is paid of a bill, or of what is on a payer's account. */
static Refusal *
check_sum_refund(void *state, Blocker *blocker)
{
	RefundRequest *request = state;
	bool of_bill = request->way != OUT_OF_ACCOUNT;
	BackAsked asked = {of_bill ? INDEX_PAYMENT_BILL : INDEX_PAYMENT_ON_ACCOUNT,
					   of_bill ? Anum_payment_billing_id
							   : Anum_payment_member_id,
					   request->id, request->asked, request->way};
	Refusal *refusal =
		payment_back_check_request(&request->once, &asked, blocker);
	Numeric left;
	Numeric amount;
	List *payments;

	payment_back_clear(&request->back);
	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	left = of_bill ? bill_paid(request->id, blocker)
				   : payment_on_account(request->id, blocker);
	payments = of_bill ? payment_list_of_bill(request->id, blocker)
					   : payment_list_of_account(request->id, blocker);
	if (blocker_is_set(blocker))
		return NULL;
	amount = amount_asked(request, left);
	if (amount != NULL &&
		amount_sign(payment_back_take(&request->back, payments, amount,
									  request->way, blocker)) == 0)
		return NULL;
	return of_bill ? refusal_bill_refund(request->id, text_of_left(left))
				   : refusal_account(request->id, text_of_left(left));
}

/* Carry out a request that may come again; the id of its last row. */
static int64
refund_once(FunctionCallInfo fcinfo, RefundRequest *request, int staff,
			int notes, int request_key)
{
	WriterState *writing;

	request->asked = PG_ARGISNULL(1) ? NULL : PG_GETARG_NUMERIC(1);
	request->once.gives_back = true;
	request->once.key =
		PG_ARGISNULL(request_key) ? NULL : PG_GETARG_TEXT_PP(request_key);
	payment_lock_request(&request->back.locks, &request->once);
	writing = payment_admit(&request->back.locks, &refund_writer,
							check_sum_refund, request, &request->once);
	if (writing == NULL)
		return request->once.payment_id;
	return write_refund(writing, fcinfo, request, staff, notes);
}

/*
 * refund_bill(billing_id, amount, refund_to, staff_id, notes, request_key):
 * gives back what was paid of a bill, newest payments first. Short-locks the
 * bill. Returns the id of the last refund.
 */
Datum
fitclub_refund_bill(PG_FUNCTION_ARGS)
{
	static const char *const ways[] = {"method", "credit", NULL};
	static const ArgumentTable arguments = {
		TABLE_PAYMENT,
		{
			{"amount", OPTIONAL, MONEY},
			{"refund_to", REQUIRED, CHOICE, .choices = ways},
			{"staff_id", OPTIONAL, ROW, .referenced = TABLE_STAFF},
			{"notes", OPTIONAL, FREE_TEXT},
			{"request_key", OPTIONAL, TEXT},
		}};
	RefundRequest request = {0};

	permit_cashier(fcinfo, 3);
	request.id = argument_key(fcinfo, 0, TABLE_BILL);
	check_arguments(fcinfo, 1, REQUIRED, &arguments);
	request.way = strcmp(TextDatumGetCString(PG_GETARG_DATUM(2)), "credit") ==
						  0
					  ? OFF_BILL_ON_ACCOUNT
					  : OFF_BILL;
	request.once.billing_id = request.id;
	locks_init(&request.back.locks);
	(void) locks_need(&request.back.locks, LOCK_BILL, request.id);
	PG_RETURN_INT64(refund_once(fcinfo, &request, 3, 4, 5));
}

/*
 * refund_credit(member_id, amount, staff_id, notes, request_key): gives back
 * what a payer has on account, newest payments first. Short-locks the payer.
 * Returns the id of the last refund.
 */
Datum
fitclub_refund_credit(PG_FUNCTION_ARGS)
{
	static const ArgumentTable arguments = {
		TABLE_PAYMENT,
		{
			{"amount", OPTIONAL, MONEY},
			{"staff_id", OPTIONAL, ROW, .referenced = TABLE_STAFF},
			{"notes", OPTIONAL, FREE_TEXT},
			{"request_key", OPTIONAL, TEXT},
		}};
	RefundRequest request = {.way = OUT_OF_ACCOUNT};

	permit_cashier(fcinfo, 2);
	request.id = argument_present_key(fcinfo, 0, TABLE_MEMBER);
	check_arguments(fcinfo, 1, REQUIRED, &arguments);
	request.once.payer_id = request.id;
	locks_init(&request.back.locks);
	(void) locks_need(&request.back.locks, LOCK_MEMBER, request.id);
	PG_RETURN_INT64(refund_once(fcinfo, &request, 2, 3, 4));
}
