/*
 * bill.c
 *		Bills that staff make or cancel.
 *
 * Every writer of a bill or of its payments holds the bill's short lock while
 * it checks and writes.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "calendar/seat_count.h"
#include "caller/permission.h"
#include "money/booking_bill.h"
#include "money/money_refusal.h"
#include "money/paid.h"
#include "rows/bill.h"
#include "rows/class.h"
#include "rows/club.h"
#include "rows/erased_member.h"
#include "rows/seat.h"
#include "rows/session.h"
#include "write/admission.h"

#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_create_billing_item);
PG_FUNCTION_INFO_V1(fitclub_create_bill);
PG_FUNCTION_INFO_V1(fitclub_cancel_billing_item);

/* A bill for a booking that has none, such as one that was imported. */
typedef struct BookingBill
{
	int64 member_id;
	Numeric amount;
	int64 session_id; /* NO_ID: for a class */
	int64 class_id;
	int64 trainer_id; /* NO_ID: not given */
	int64 session_trainer_id;
	Bill closed; /* of the session, to be taken up again, if there is one */
	Numeric paid;
	ShortLocks locks;
} BookingBill;

static Refusal *
check_billed_price(const BookingBill *bill, Numeric price)
{
	if (amount_compare(bill->amount, price) == 0)
		return NULL;
	return refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_BILL, "amount",
						 "amount is not the price of the booking",
						 psprintf("The price is %s.",
								  club_amount_text(price)));
}

static Refusal *
refusal_not_booked(void)
{
	return refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_BILL,
						 "member_id", "the member has no such booking",
						 "A booking is billed to its own member.");
}

/*
 * The session's only bill is taken up again, if nothing is owed on it nor was
 * kept of it.
 */
static Refusal *
check_closed_bill(BookingBill *bill, Blocker *blocker)
{
	Bill *closed = &bill->closed;

	*closed = bill_of_session(bill->session_id, blocker);
	if (closed->id == NO_ID || blocker_is_set(blocker))
		return NULL;
	if (bill_stands(closed) || closed->member_id != bill->member_id)
		return refusal_billed_already("billing_item_session_once");
	(void) bill_lock(&bill->locks, closed);
	bill->paid = bill_paid(closed->id, blocker);
	bill_lock_member(&bill->locks, closed->member_id, blocker);
	return NULL;
}

static Refusal *
check_billed_session(BookingBill *bill, Blocker *blocker)
{
	Session session;
	Refusal *refusal;

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
	if (session.lot_id != NO_ID || session.membership_id != NO_ID)
		return refusal_covered(TABLE_SESSION, session.id);
	refusal = check_closed_bill(bill, blocker);
	if (refusal != NULL)
		return refusal;
	bill->session_trainer_id = session.trainer_id;
	return check_billed_price(bill, session.price);
}

static Refusal *
check_billed_seat(BookingBill *bill, Blocker *blocker)
{
	ListCell *cell;

	if (bill_of_class(bill->class_id, bill->member_id, blocker).id != NO_ID &&
		!blocker_is_set(blocker))
		return refusal_billed_already("billing_item_class_once");
	foreach(cell, calendar_seats(bill->class_id, blocker))
	{
		Seat *seat = lfirst(cell);
		Registration registration;
		ClassRow class;

		if (seat->member_id != bill->member_id ||
			!read_registration(seat->registration_id, &registration,
							   blocker) ||
			!read_class(bill->class_id, &class, blocker))
			continue;
		if (registration.lot_id != NO_ID ||
			registration.membership_id != NO_ID)
			return refusal_covered(TABLE_REGISTRATION, registration.id);
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

static int64
insert_booking_bill(WriterState *writing, const BookingBill *bill,
					const char *description)
{
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id, bill->member_id),
		column_amount(Anum_billing_item_amount, bill->amount),
		column_text(Anum_billing_item_description, description),
		column_id(Anum_billing_item_trainer_id, bill->trainer_id),
		column_id(Anum_billing_item_class_id, bill->class_id),
		column_id(Anum_billing_item_private_session_id, bill->session_id),
	};

	return bill_insert(writing, values, lengthof(values), current_instant());
}

static int64
write_booking_bill(BookingBill *bill, const char *description)
{
	static Writer writer = {2, {TABLE_BILL, TABLE_CREDIT}};
	WriterState *writing =
		admit(&bill->locks, &writer, check_booking_bill, bill);
	int64 billing_id = bill->closed.id;

	if (billing_id == NO_ID)
		billing_id = insert_booking_bill(writing, bill, description);
	else
		bill_reopen(writing, &bill->closed,
					bill->trainer_id != NO_ID ? bill->trainer_id
											  : bill->session_trainer_id,
					description, bill->amount, bill->paid);
	locks_release(&bill->locks);
	writer_end(&writer, writing);
	refuse_erased_meanwhile(bill->member_id);
	return billing_id;
}

/* The arguments of a bill, for a member who is not erased. */
static void
check_new_bill(FunctionCallInfo fcinfo, const ArgumentTable *arguments)
{
	permit_staff(TABLE_BILL);
	check_arguments(fcinfo, 0, REQUIRED, arguments);
	refuse_erased(PG_GETARG_INT64(0));
}

/*
 * Write a bill for what is no booking: the arguments are columns, a member, an
 * amount, a description and what else is given. An erasure meanwhile has kept
 * the foreign key waiting for the member.
 */
static int64
insert_bill(FunctionCallInfo fcinfo, const AttrNumber *columns, int count)
{
	static Writer writer = {1, {TABLE_BILL}};
	ColumnValue values[6];
	WriterState *writing;
	int64 billing_id;

	Assert(count <= lengthof(values));
	for (int i = 0; i < count; i++)
		values[i] = column_argument(fcinfo, columns[i], i);
	writing = writer_begin(&writer);
	billing_id = bill_insert(writing, values, count, current_instant());
	writer_end(&writer, writing);
	refuse_erased_meanwhile(PG_GETARG_INT64(0));
	return billing_id;
}

/*
 * create_billing_item(member_id, amount, description, trainer_id, class_id,
 * private_session_id): bills a member. Short-locks the booking's trainer or
 * class, if it is for one, and a bill to be taken up again. Returns the bill's
 * id.
 */
Datum
fitclub_create_billing_item(PG_FUNCTION_ARGS)
{
	static ArgumentTable arguments = {
		TABLE_BILL,
		{
			{"member_id", REQUIRED, ROW, .referenced = TABLE_MEMBER},
			{"amount", REQUIRED, MONEY},
			{"description", REQUIRED, TEXT},
			{"trainer_id", OPTIONAL, ROW, .referenced = TABLE_TRAINER},
			{"class_id", OPTIONAL, ROW, .referenced = TABLE_CLASS},
			{"private_session_id", OPTIONAL, ROW, .referenced = TABLE_SESSION},
		}};
	static const AttrNumber columns[] = {Anum_billing_item_member_id,
										 Anum_billing_item_amount,
										 Anum_billing_item_description,
										 Anum_billing_item_trainer_id};
	BookingBill bill = {0};

	check_new_bill(fcinfo, &arguments);
	if (PG_ARGISNULL(4) && PG_ARGISNULL(5))
		PG_RETURN_INT64(insert_bill(fcinfo, columns, lengthof(columns)));
	if (!PG_ARGISNULL(4) && !PG_ARGISNULL(5))
		refuse(refusal_values(
			ERRCODE_INVALID_PARAMETER_VALUE, TABLE_BILL,
			"billing_item_one_booking_check",
			"a bill is for a class or for a private session, not for both",
			NULL));

	bill.member_id = PG_GETARG_INT64(0);
	bill.amount = PG_GETARG_NUMERIC(1);
	bill.class_id = argument_id(fcinfo, 4);
	bill.session_id = argument_id(fcinfo, 5);
	bill.trainer_id = argument_id(fcinfo, 3);
	locks_init(&bill.locks);
	(void) locks_need(&bill.locks, LOCK_CLASS, bill.class_id);
	PG_RETURN_INT64(
		write_booking_bill(&bill, text_to_cstring(PG_GETARG_TEXT_PP(2))));
}

/*
 * create_bill(member_id, amount, description, kind, trainer_id, due_on): bills
 * a member for what is no booking. Returns the bill's id.
 */
Datum
fitclub_create_bill(PG_FUNCTION_ARGS)
{
	/* The engine alone makes bills of the other kinds. */
	static const char *const kinds[] = {"late_cancel", "late_fee", "joining",
										"retail",      "tip",      NULL};
	static ArgumentTable arguments = {
		TABLE_BILL,
		{
			{"member_id", REQUIRED, ROW, .referenced = TABLE_MEMBER},
			{"amount", REQUIRED, MONEY},
			{"description", REQUIRED, TEXT},
			{"kind", OPTIONAL, CHOICE, .choices = kinds},
			{"trainer_id", OPTIONAL, ROW, .referenced = TABLE_TRAINER},
			{"due_on", OPTIONAL, DATE},
		}};
	static const AttrNumber columns[] = {
		Anum_billing_item_member_id,   Anum_billing_item_amount,
		Anum_billing_item_description, Anum_billing_item_kind,
		Anum_billing_item_trainer_id,  Anum_billing_item_due_on};

	check_new_bill(fcinfo, &arguments);
	if (!PG_ARGISNULL(3) &&
		strcmp(text_to_cstring(PG_GETARG_TEXT_PP(3)), "tip") == 0)
		(void) check_given(fcinfo, 4, REQUIRED, TABLE_BILL, "trainer_id");
	PG_RETURN_INT64(insert_bill(fcinfo, columns, lengthof(columns)));
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
	refusal = refusal_bill_status(bill->id, bill_status_label(bill->status),
								  "Only an unpaid bill can be cancelled.");
	if (amount_sign(paid) > 0)
		refusal->hint = "Refund its payments first with refund_payment().";
	return refusal;
}

/*
 * cancel_billing_item(billing_id): cancels an unpaid bill. Short-locks the
 * bill. Returns its id.
 */
Datum
fitclub_cancel_billing_item(PG_FUNCTION_ARGS)
{
	static Writer writer = {2, {TABLE_BILL, TABLE_CREDIT}};
	BillCancellation cancellation;
	WriterState *writing;

	permit_staff(TABLE_BILL);
	cancellation.bill.id = argument_key(fcinfo, 0, TABLE_BILL);
	locks_init(&cancellation.locks);
	(void) locks_need(&cancellation.locks, LOCK_BILL, cancellation.bill.id);
	writing = admit(&cancellation.locks, &writer, check_bill_cancellation,
					&cancellation);
	bill_close(writing, &cancellation.bill, amount_zero(), amount_zero(),
			   current_instant());
	locks_release(&cancellation.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(cancellation.bill.id);
}
