/*
 * billing.c
 *		Bills and payments: nobody pays more than is owed, pays twice, or gets
 *		back more than was paid.
 *
 * Every writer of a bill or of its payments holds the bill's short lock while
 * it checks and writes.
 */
#include "postgres.h"

#include "admission.h"
#include "argument.h"
#include "bill.h"
#include "directory.h"
#include "erased.h"
#include "permission.h"
#include "plan.h"
#include "roster.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_create_billing_item);
PG_FUNCTION_INFO_V1(fitclub_record_payment);
PG_FUNCTION_INFO_V1(fitclub_cancel_billing_item);
PG_FUNCTION_INFO_V1(fitclub_refund_payment);

/* A bill for a booking that has none, such as one that was imported. */
typedef struct BookingBill
{
	int64 member_id;
	Numeric amount;
	int64 session_id; /* NO_ID: for a class */
	int64 class_id;
	ShortLocks locks;
} BookingBill;

static Refusal *
check_billed_price(const BookingBill *bill, Numeric price)
{
	if (amount_compare(bill->amount, price) == 0)
		return NULL;
	return refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_BILL, "amount",
						 "amount is not the price of the booking",
						 psprintf("The price is %s.", amount_text(price)));
}

static Refusal *
refusal_not_booked(void)
{
	return refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_BILL,
						 "member_id", "the member has no such booking",
						 "A booking is billed to its own member.");
}

static Refusal *
check_billed_session(BookingBill *bill, Blocker *blocker)
{
	Session session;

	if (!read_session(bill->session_id, &session, blocker))
		return refusal_unknown(TABLE_SESSION, bill->session_id);
	if (blocker_is_set(blocker))
		return NULL;
	if (!locks_need(&bill->locks, LOCK_TRAINER, session.trainer_id))
		return NULL;
	if (session.is_cancelled)
		return refusal_cancelled_already(TABLE_SESSION, session.id);
	if (session.member_id != bill->member_id)
		return refusal_not_booked();
	if (bill_of_session(bill->session_id, blocker).id != NO_ID &&
		!blocker_is_set(blocker))
		return refusal_billed_already("billing_item_session_once");
	return check_billed_price(bill, session.price);
}

static Refusal *
check_billed_seat(BookingBill *bill, Blocker *blocker)
{
	ListCell *cell;

	if (bill_of_class(bill->class_id, bill->member_id, blocker).id != NO_ID &&
		!blocker_is_set(blocker))
		return refusal_billed_already("billing_item_class_once");
	foreach(cell, roster_seats(bill->class_id, blocker))
	{
		Seat *seat = lfirst(cell);
		Registration registration;
		ClassRow class;

		if (seat->member_id == bill->member_id &&
			read_registration(seat->registration_id, &registration, blocker) &&
			read_class(bill->class_id, &class, blocker))
			return check_billed_price(bill, registration.price != NULL
												? registration.price
												: class.price);
	}
	return blocker_is_set(blocker) ? NULL : refusal_not_booked();
}

static Refusal *
check_booking_bill(void *state, Blocker *blocker)
{
	BookingBill *bill = state;

	return bill->session_id != NO_ID ? check_billed_session(bill, blocker)
									 : check_billed_seat(bill, blocker);
}

/* An erasure meanwhile has kept the foreign key waiting for the member. */
static Datum
insert_bill(FunctionCallInfo fcinfo)
{
	static SavedPlan insert = {
		"INSERT INTO fitclub.billing_item"
		"  (member_id, amount, description, trainer_id, class_id,"
		"   private_session_id)"
		" VALUES ($1, $2, $3, $4, $5, $6) RETURNING billing_id",
		6,
		{INT8OID, NUMERICOID, TEXTOID, INT8OID, INT8OID, INT8OID}};
	Datum billing_id = plan_call(&insert, fcinfo);

	refuse_erased_meanwhile(PG_GETARG_INT64(0));
	return billing_id;
}

/*
 * create_billing_item(member_id, amount, description, trainer_id, class_id,
 * private_session_id): bills a member. Short-locks the booking's trainer or
 * class, if it is for one. Returns the bill's id.
 */
Datum
fitclub_create_billing_item(PG_FUNCTION_ARGS)
{
	BookingBill bill;
	Datum billing_id;

	permit_staff(TABLE_BILL);
	check_row(fcinfo, 0, REQUIRED, TABLE_BILL, "member_id", TABLE_MEMBER);
	refuse_erased(PG_GETARG_INT64(0));
	check_money(fcinfo, 1, REQUIRED, TABLE_BILL, "amount", false);
	check_text(fcinfo, 2, REQUIRED, TABLE_BILL, "description");
	check_row(fcinfo, 3, OPTIONAL, TABLE_BILL, "trainer_id", TABLE_TRAINER);
	check_row(fcinfo, 4, OPTIONAL, TABLE_BILL, "class_id", TABLE_CLASS);
	check_row(fcinfo, 5, OPTIONAL, TABLE_BILL, "private_session_id",
			  TABLE_SESSION);
	if (PG_ARGISNULL(4) && PG_ARGISNULL(5))
		return insert_bill(fcinfo);
	if (!PG_ARGISNULL(4) && !PG_ARGISNULL(5))
		refuse(refusal_values(
			ERRCODE_INVALID_PARAMETER_VALUE, TABLE_BILL,
			"billing_item_one_booking_check",
			"a bill is for a class or for a private session, not for both",
			NULL));

	bill.member_id = PG_GETARG_INT64(0);
	bill.amount = PG_GETARG_NUMERIC(1);
	bill.class_id = id_argument(fcinfo, 4);
	bill.session_id = id_argument(fcinfo, 5);
	locks_init(&bill.locks);
	(void) locks_need(&bill.locks, LOCK_CLASS, bill.class_id);
	admit(&bill.locks, check_booking_bill, &bill);
	billing_id = insert_bill(fcinfo);
	locks_release(&bill.locks);
	return billing_id;
}

/* A payment on its way in. */
typedef struct PaymentRequest
{
	Bill bill;
	Numeric amount;
	Numeric paid; /* before it */
} PaymentRequest;

static Refusal *
check_payment(void *state, Blocker *blocker)
{
	PaymentRequest *request = state;
	Bill *bill = &request->bill;
	Numeric owed;

	if (!read_bill(bill->id, bill, blocker))
		return refusal_unknown(TABLE_BILL, bill->id);
	request->paid = bill_paid(bill->id, blocker);
	if (blocker_is_set(blocker))
		return NULL;
	if (bill->status != BILL_PENDING && bill->status != BILL_PARTIALLY_PAID)
		return refusal_bill_status(
			bill->id, bill_status_label(bill->status),
			"Only a pending or partially paid bill can be paid.");
	owed = amount_subtract(bill->amount, request->paid);
	if (amount_compare(request->amount, owed) > 0)
		return refusal_overpayment(bill->id, amount_text(owed));
	return NULL;
}

/* Write the payment and what it makes of the bill in one statement. */
static int64
insert_payment(FunctionCallInfo fcinfo, const PaymentRequest *request)
{
	static SavedPlan insert = {
		"WITH paid AS ("
		" INSERT INTO fitclub.payment"
		"  (billing_id, amount, payment_type, staff_id, member_id,"
		"   description, notes)"
		"  VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING payment_id, paid_at"
		"), billed AS ("
		" UPDATE fitclub.billing_item"
		"  SET status = $8, updated_at = DEFAULT,"
		"   paid_at = CASE WHEN $8 = 'paid' THEN paid.paid_at END"
		"  FROM paid WHERE billing_id = $1"
		") SELECT payment_id FROM paid",
		8,
		{INT8OID, NUMERICOID, TEXTOID, INT8OID, INT8OID, TEXTOID, TEXTOID,
		 TEXTOID}};
	const Bill *bill = &request->bill;
	bool is_full = amount_compare(amount_add(request->paid, request->amount),
								  bill->amount) == 0;
	Datum values[8];
	bool nulls[8] = {false};

	plan_arguments(fcinfo, 7, values, nulls);
	if (nulls[4])
	{
		values[4] = Int64GetDatum(bill->member_id);
		nulls[4] = false;
	}
	values[7] = CStringGetTextDatum(
		bill_status_name(is_full ? BILL_PAID : BILL_PARTIALLY_PAID));
	return plan_returning_id(&insert, values, nulls);
}

/*
 * record_payment(billing_id, amount, payment_type, staff_id, member_id,
 * description, notes): takes money for a bill. Short-locks the bill. Returns
 * the payment's id.
 */
Datum
fitclub_record_payment(PG_FUNCTION_ARGS)
{
	static const char *const types[] = {
		"cash", "card", "bank_transfer", "cheque", "online", "other", NULL};
	PaymentRequest request;
	ShortLocks locks;
	int64 payment_id;

	permit_cashier(fcinfo, 3);
	request.bill.id = key_argument(fcinfo, 0, TABLE_BILL);
	check_money(fcinfo, 1, REQUIRED, TABLE_PAYMENT, "amount", false);
	check_choice(fcinfo, 2, REQUIRED, TABLE_PAYMENT, "payment_type", types);
	check_row(fcinfo, 3, OPTIONAL, TABLE_PAYMENT, "staff_id", TABLE_STAFF);
	check_row(fcinfo, 4, OPTIONAL, TABLE_PAYMENT, "member_id", TABLE_MEMBER);
	request.amount = PG_GETARG_NUMERIC(1);

	locks_init(&locks);
	(void) locks_need(&locks, LOCK_BILL, request.bill.id);
	admit(&locks, check_payment, &request);
	payment_id = insert_payment(fcinfo, &request);
	locks_release(&locks);
	PG_RETURN_INT64(payment_id);
}

static Refusal *
check_bill_cancellation(void *state, Blocker *blocker)
{
	Bill *bill = state;
	Numeric paid;
	Refusal *refusal;

	if (!read_bill(bill->id, bill, blocker))
		return refusal_unknown(TABLE_BILL, bill->id);
	paid = bill_paid(bill->id, blocker);
	if (blocker_is_set(blocker))
		return NULL;
	if (bill->status == BILL_PENDING && amount_sign(paid) == 0)
		return NULL;
	refusal = refusal_bill_status(
		bill->id, bill_status_label(bill->status),
		"Only a bill of which nothing is paid can be cancelled.");
	if (amount_sign(paid) > 0)
		refusal->hint = "Refund its payments first with refund_payment().";
	return refusal;
}

/*
 * cancel_billing_item(billing_id): cancels a bill of which nothing is paid.
 * Short-locks the bill. Returns its id.
 */
Datum
fitclub_cancel_billing_item(PG_FUNCTION_ARGS)
{
	static Writer writer = {1, {TABLE_BILL}};
	WriterState *writing;
	Bill bill;
	ShortLocks locks;

	permit_staff(TABLE_BILL);
	bill.id = key_argument(fcinfo, 0, TABLE_BILL);
	locks_init(&locks);
	(void) locks_need(&locks, LOCK_BILL, bill.id);
	admit(&locks, check_bill_cancellation, &bill);
	writing = writer_begin(&writer);
	bill_close(writing, &bill, amount_zero());
	writer_end(&writer, writing);
	locks_release(&locks);
	PG_RETURN_INT64(bill.id);
}

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
	Numeric remaining; /* paid of the bill afterwards */
} RefundRequest;

/* The payment, which never changes once it is there. */
static void
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
					 lengthof(columns), 0, values, nulls, NULL, &ignored))
		refuse(refusal_unknown(TABLE_PAYMENT, request->payment_id));
	request->billing_id = DatumGetInt64(values[0]);
	*amount = DatumGetNumeric(values[1]);
	request->member_id = DatumGetInt64(values[2]);
	request->payment_type = values[3];
}

static Refusal *
check_refund(void *state, Blocker *blocker)
{
	RefundRequest *request = state;
	Numeric left;

	read_payment(request, &left);
	left = amount_add(left, payment_refunded(request->payment_id, blocker));
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
insert_refund(FunctionCallInfo fcinfo, const RefundRequest *request)
{
	static SavedPlan insert = {
		"WITH refunded AS ("
		" INSERT INTO fitclub.payment"
		"  (billing_id, member_id, amount, payment_type, staff_id, notes,"
		"   description, refund_of)"
		"  VALUES ($1, $2, - $3, $4, $5, $6, 'Refund', $7)"
		"  RETURNING payment_id"
		"), billed AS ("
		" UPDATE fitclub.billing_item SET status = $8, updated_at = DEFAULT"
		"  FROM refunded WHERE billing_id = $1"
		") SELECT payment_id FROM refunded",
		8,
		{INT8OID, INT8OID, NUMERICOID, TEXTOID, INT8OID, TEXTOID, INT8OID,
		 TEXTOID}};
	Datum values[] = {
		Int64GetDatum(request->billing_id),
		Int64GetDatum(request->member_id),
		NumericGetDatum(request->amount),
		request->payment_type,
		PG_GETARG_DATUM(2),
		PG_GETARG_DATUM(3),
		Int64GetDatum(request->payment_id),
		CStringGetTextDatum(bill_status_name(status_after_refund(request))),
	};
	bool nulls[lengthof(values)] = {false};

	nulls[4] = PG_ARGISNULL(2);
	nulls[5] = PG_ARGISNULL(3);
	return plan_returning_id(&insert, values, nulls);
}

/*
 * refund_payment(payment_id, amount, staff_id, notes): gives money back to
 * whoever paid it. Short-locks the bill. Returns the id of the refund, which
 * is a payment of a negative amount.
 */
Datum
fitclub_refund_payment(PG_FUNCTION_ARGS)
{
	RefundRequest request = {0};
	Numeric ignored;
	ShortLocks locks;
	int64 refund_id;

	permit_cashier(fcinfo, 2);
	request.payment_id = key_argument(fcinfo, 0, TABLE_PAYMENT);
	check_money(fcinfo, 1, OPTIONAL, TABLE_PAYMENT, "amount", false);
	check_row(fcinfo, 2, OPTIONAL, TABLE_PAYMENT, "staff_id", TABLE_STAFF);
	request.asked = PG_ARGISNULL(1) ? NULL : PG_GETARG_NUMERIC(1);

	read_payment(&request, &ignored);
	locks_init(&locks);
	(void) locks_need(&locks, LOCK_BILL, request.billing_id);
	admit(&locks, check_refund, &request);
	refund_id = insert_refund(fcinfo, &request);
	locks_release(&locks);
	PG_RETURN_INT64(refund_id);
}
