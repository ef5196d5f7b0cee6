/*
 * billing.c
 *		Bills and payments: nobody pays more than is owed, pays twice, or gets
 *		back more than was paid.
 *
 * Every writer of a bill or of its payments holds the bill's short lock while
 * it checks and writes.
 */
#include "postgres.h"

#include "base/local_time.h"
#include "calendar/roster.h"
#include "caller/argument.h"
#include "caller/permission.h"
#include "money/bill.h"
#include "money/money_refusal.h"
#include "rows/erased_member.h"
#include "rows/settled_row.h"
#include "write/admission.h"
#include "write/statement.h"

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

		if (seat->member_id != bill->member_id ||
			!read_registration(seat->registration_id, &registration,
							   blocker) ||
			!read_class(bill->class_id, &class, blocker))
			continue;
		/* a session that moves the class waits for us, and not we for the class */
		locks_need_row(&bill->locks, TABLE_CLASS, class.id, &class.place,
					   LockTupleKeyShare);
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

/* An argument as the value of a column. */
static ColumnValue
column_argument(FunctionCallInfo fcinfo, AttrNumber column, int argument)
{
	return (ColumnValue){column, PG_GETARG_DATUM(argument),
						 PG_ARGISNULL(argument)};
}

static int64
write_booking_bill(FunctionCallInfo fcinfo, BookingBill *bill)
{
	static Writer writer = {1, {TABLE_BILL}};
	WriterState *writing =
		admit(&bill->locks, &writer, check_booking_bill, bill);
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id, bill->member_id),
		column_amount(Anum_billing_item_amount, bill->amount),
		column_argument(fcinfo, Anum_billing_item_description, 2),
		column_argument(fcinfo, Anum_billing_item_trainer_id, 3),
		column_id(Anum_billing_item_class_id, bill->class_id),
		column_id(Anum_billing_item_private_session_id, bill->session_id),
	};
	int64 billing_id =
		writer_insert(writing, TABLE_BILL, GUARDED, values, lengthof(values));

	locks_release(&bill->locks);
	writer_end(&writer, writing);
	refuse_erased_meanwhile(bill->member_id);
	return billing_id;
}

/* An erasure meanwhile has kept the foreign key waiting for the member. */
static Datum
insert_bill(FunctionCallInfo fcinfo)
{
	static SavedStatement insert = {
		"INSERT INTO fitclub.billing_item"
		"  (member_id, amount, description, trainer_id, class_id,"
		"   private_session_id)"
		" VALUES ($1, $2, $3, $4, $5, $6) RETURNING billing_id",
		6,
		{INT8OID, NUMERICOID, TEXTOID, INT8OID, INT8OID, INT8OID}};
	Datum billing_id = statement_insert(&insert, fcinfo, TABLE_BILL);

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
	PG_RETURN_INT64(write_booking_bill(fcinfo, &bill));
}

/* A payment on its way in. */
typedef struct PaymentRequest
{
	Bill bill;
	Numeric amount;
	Numeric paid; /* before it */
	ShortLocks locks;
} PaymentRequest;

static Refusal *
check_payment_request(void *state, Blocker *blocker)
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
	(void) bill_lock(&request->locks, bill);
	return NULL;
}

static int64
insert_payment(WriterState *writing, FunctionCallInfo fcinfo,
			   const PaymentRequest *request, TimestampTz now)
{
	ColumnValue values[] = {
		column_id(Anum_payment_billing_id, request->bill.id),
		column_amount(Anum_payment_amount, request->amount),
		column_instant(Anum_payment_paid_at, now),
		column_argument(fcinfo, Anum_payment_payment_type, 2),
		column_argument(fcinfo, Anum_payment_staff_id, 3),
		column_id(Anum_payment_member_id, PG_ARGISNULL(4)
											  ? request->bill.member_id
											  : PG_GETARG_INT64(4)),
		column_argument(fcinfo, Anum_payment_description, 5),
		column_argument(fcinfo, Anum_payment_notes, 6),
	};

	return writer_insert(writing, TABLE_PAYMENT, GUARDED, values,
						 lengthof(values));
}

/* What a payment makes of its bill. */
static void
bill_payment(WriterState *writing, const PaymentRequest *request,
			 TimestampTz now)
{
	const Bill *bill = &request->bill;
	bool is_full = amount_compare(amount_add(request->paid, request->amount),
								  bill->amount) == 0;
	ColumnValue values[] = {
		column_text(Anum_billing_item_status,
					bill_status_name(is_full ? BILL_PAID
											 : BILL_PARTIALLY_PAID)),
		is_full ? column_instant(Anum_billing_item_paid_at, now)
				: column_null(Anum_billing_item_paid_at),
		column_instant(Anum_billing_item_updated_at, now),
	};

	writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values,
				  lengthof(values));
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
	static Writer writer = {2, {TABLE_BILL, TABLE_PAYMENT}};
	PaymentRequest request;
	WriterState *writing;
	TimestampTz now;
	int64 payment_id;

	permit_cashier(fcinfo, 3);
	request.bill.id = key_argument(fcinfo, 0, TABLE_BILL);
	check_money(fcinfo, 1, REQUIRED, TABLE_PAYMENT, "amount", false);
	check_choice(fcinfo, 2, REQUIRED, TABLE_PAYMENT, "payment_type", types);
	check_row(fcinfo, 3, OPTIONAL, TABLE_PAYMENT, "staff_id", TABLE_STAFF);
	check_row(fcinfo, 4, OPTIONAL, TABLE_PAYMENT, "member_id", TABLE_MEMBER);
	check_free_text(fcinfo, 5, TABLE_PAYMENT, "description");
	check_free_text(fcinfo, 6, TABLE_PAYMENT, "notes");
	request.amount = PG_GETARG_NUMERIC(1);

	locks_init(&request.locks);
	(void) locks_need(&request.locks, LOCK_BILL, request.bill.id);
	writing = admit(&request.locks, &writer, check_payment_request, &request);
	now = current_instant();
	payment_id = insert_payment(writing, fcinfo, &request, now);
	bill_payment(writing, &request, now);
	locks_release(&request.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(payment_id);
}

/* A bill that is taken back. */
typedef struct BillCancellation
{
	Bill bill;
	ShortLocks locks;
} BillCancellation;

static Refusal *
check_bill_cancellation(void *state, Blocker *blocker)
{
	BillCancellation *cancellation = state;
	Bill *bill = &cancellation->bill;
	Numeric paid;
	Refusal *refusal;

	if (!read_bill(bill->id, bill, blocker))
		return refusal_unknown(TABLE_BILL, bill->id);
	paid = bill_paid(bill->id, blocker);
	if (blocker_is_set(blocker))
		return NULL;
	(void) bill_lock(&cancellation->locks, bill);
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
	BillCancellation cancellation;
	WriterState *writing;

	permit_staff(TABLE_BILL);
	cancellation.bill.id = key_argument(fcinfo, 0, TABLE_BILL);
	locks_init(&cancellation.locks);
	(void) locks_need(&cancellation.locks, LOCK_BILL, cancellation.bill.id);
	writing = admit(&cancellation.locks, &writer, check_bill_cancellation,
					&cancellation);
	bill_close(writing, &cancellation.bill, amount_zero());
	locks_release(&cancellation.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(cancellation.bill.id);
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
	ColumnValue values[] = {
		column_text(Anum_billing_item_status,
					bill_status_name(status_after_refund(request))),
		column_instant(Anum_billing_item_updated_at, current_instant()),
	};

	writer_update(writing, TABLE_BILL, GUARDED, &request->bill.place, values,
				  lengthof(values));
}

/*
 * refund_payment(payment_id, amount, staff_id, notes): gives money back to
 * its payer. Short-locks the bill. Returns the id of the refund, which
 * is a payment of a negative amount.
 */
Datum
fitclub_refund_payment(PG_FUNCTION_ARGS)
{
	static Writer writer = {2, {TABLE_BILL, TABLE_PAYMENT}};
	RefundRequest request = {0};
	Numeric ignored;
	WriterState *writing;
	int64 refund_id;

	permit_cashier(fcinfo, 2);
	request.payment_id = key_argument(fcinfo, 0, TABLE_PAYMENT);
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
