/*
 * registration.c
 *		Seats in classes: taking one, giving it back, attendance.
 */
#include "admission.h"
#include "argument.h"
#include "bill.h"
#include "calendar.h"
#include "directory.h"
#include "plan.h"
#include "roster.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_register_for_class);
PG_FUNCTION_INFO_V1(fitclub_cancel_registration);
PG_FUNCTION_INFO_V1(fitclub_record_attendance);

typedef struct SeatRequest
{
	int64 member_id;
	ClassRow class;
	int64 billing_id; /* of a seat given back on which money was paid */
	Numeric paid;
	Numeric price;
	ShortLocks locks;
} SeatRequest;

/*
 * What the seat costs. A bill on which money was paid for a seat given back is
 * taken up again, so that nobody pays twice for one class, nor less than once.
 * Whoever paid more, when the price was higher, has a seat at that price.
 */
static void
find_price(SeatRequest *request, Blocker *blocker)
{
	const ClassRow *class = &request->class;

	request->price = class->price;
	request->billing_id =
		bill_of_class(class->id, request->member_id, blocker);
	if (!locks_need(&request->locks, LOCK_BILL, request->billing_id) ||
		request->billing_id == NO_ID)
		return;
	request->paid = bill_paid(request->billing_id, blocker);
	if (amount_compare(request->paid, class->price) > 0)
		request->price = request->paid;
}

/*
 * A class that is full is refused without waiting for the member's other
 * bookings, but one's own seat in it is the better reason.
 */
static Refusal *
check_seat(void *state, Blocker *blocker)
{
	SeatRequest *request = state;
	ClassRow *class = &request->class;
	Clash clash;

	if (!read_class(class->id, class, blocker))
		return refusal_unknown(TABLE_CLASS, class->id);
	if (blocker_is_set(blocker))
		return NULL;
	if (class->is_cancelled)
		return refusal_class_cancelled(class->id);
	if (calendar_probe(RESOURCE_MEMBER, request->member_id, class->period,
					   NULL, &clash, blocker))
	{
		if (clash.occupant.table == TABLE_CLASS &&
			clash.occupant.id == class->id)
			return refusal_registered_already(class->id, class->period);
		return refusal_double_booked(TABLE_REGISTRATION,
									 resource_name(RESOURCE_MEMBER),
									 request->member_id, clash.period);
	}
	if (roster_exceeds(class->id, class->capacity - 1, blocker))
		return refusal_class_full(class->id, class->capacity, class->period);
	find_price(request, blocker);
	return NULL;
}

/*
 * Write a registration and its bill in one statement. A free class has no
 * bill, and one that is taken up again needs no other.
 */
static int64
insert_registration(const SeatRequest *request, const Club *club)
{
	static SavedPlan insert = {
		"WITH registered AS ("
		" INSERT INTO fitclub.class_registration"
		"  (member_id, class_id, start_time, end_time, price)"
		"  SELECT $1, class_id, start_time, end_time, $6"
		"  FROM fitclub.class_schedule"
		"  WHERE class_id = $2 AND start_time = $3 AND end_time = $4"
		"  FOR KEY SHARE RETURNING registration_id"
		"), billed AS ("
		" INSERT INTO fitclub.billing_item"
		"  (member_id, class_id, trainer_id, amount, description)"
		"  SELECT $1, $2, $5, $6, $7 FROM registered WHERE $6 > 0 AND $8"
		") SELECT registration_id FROM registered",
		8,
		{INT8OID, INT8OID, TIMESTAMPTZOID, TIMESTAMPTZOID, INT8OID, NUMERICOID,
		 TEXTOID, BOOLOID}};
	const ClassRow *class = &request->class;
	char *description =
		class_bill_description(class->name, class->period.start, club->zone);
	int64 registration_id;
	Datum values[] = {
		Int64GetDatum(request->member_id),
		Int64GetDatum(class->id),
		TimestampTzGetDatum(class->period.start),
		TimestampTzGetDatum(class->period.end),
		Int64GetDatum(class->trainer_id),
		NumericGetDatum(request->price),
		CStringGetTextDatum(description),
		BoolGetDatum(request->billing_id == NO_ID),
	};

	registration_id = plan_returning_id(&insert, values, NULL);
	if (request->billing_id != NO_ID)
		bill_take_up(request->billing_id, class->trainer_id, description,
					 request->price, request->paid);
	return registration_id;
}

/*
 * register_for_class(member_id, class_id): takes a seat with its bill.
 * Short-locks the member, the class and a bill to be taken up again; a refusal
 * writes nothing. Returns the registration's id.
 */
Datum
fitclub_register_for_class(PG_FUNCTION_ARGS)
{
	SeatRequest request;
	Club club;
	int64 registration_id;

	check_row(fcinfo, 0, REQUIRED, TABLE_REGISTRATION, "member_id",
			  TABLE_MEMBER);
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_REGISTRATION, "class_id");
	request.member_id = PG_GETARG_INT64(0);
	request.class.id = PG_GETARG_INT64(1);
	club = read_club();

	locks_init(&request.locks);
	(void) locks_need(&request.locks, LOCK_MEMBER, request.member_id);
	(void) locks_need(&request.locks, LOCK_CLASS, request.class.id);
	admit(&request.locks, check_seat, &request);
	registration_id = insert_registration(&request, &club);
	locks_release(&request.locks);
	PG_RETURN_INT64(registration_id);
}

typedef struct SeatCancellation
{
	Registration registration;
	int64 billing_id;
	Numeric paid;
	ShortLocks locks;
} SeatCancellation;

static Refusal *
read_active_registration(int64 registration_id, Registration *registration,
						 Blocker *blocker)
{
	if (!read_registration(registration_id, registration, blocker))
		return refusal_unknown(TABLE_REGISTRATION, registration_id);
	if (!blocker_is_set(blocker) && registration->is_cancelled)
		return refusal_cancelled_already(TABLE_REGISTRATION, registration_id);
	return NULL;
}

static Refusal *
check_cancellation(void *state, Blocker *blocker)
{
	SeatCancellation *cancellation = state;
	Registration *registration = &cancellation->registration;
	Refusal *refusal =
		read_active_registration(registration->id, registration, blocker);
	bool held;

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	cancellation->billing_id = bill_of_class(registration->class_id,
											 registration->member_id, blocker);
	held =
		locks_need(&cancellation->locks, LOCK_CLASS, registration->class_id);
	held &=
		locks_need(&cancellation->locks, LOCK_BILL, cancellation->billing_id);
	if (held && cancellation->billing_id != NO_ID)
		cancellation->paid = bill_paid(cancellation->billing_id, blocker);
	return NULL;
}

/*
 * cancel_registration(registration_id, waive_fee): gives a seat back and
 * closes its bill. Short-locks the class and the bill. Returns the
 * registration's id.
 */
Datum
fitclub_cancel_registration(PG_FUNCTION_ARGS)
{
	SeatCancellation cancellation;
	Club club;

	cancellation.registration.id = key_argument(fcinfo, 0, TABLE_REGISTRATION);
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_REGISTRATION, "waive_fee");
	club = read_club();
	locks_init(&cancellation.locks);
	admit(&cancellation.locks, check_cancellation, &cancellation);
	seat_release(cancellation.registration.id);
	if (cancellation.billing_id != NO_ID)
		bill_cancel_booking(cancellation.billing_id, cancellation.paid, &club,
							cancellation.registration.period.start,
							PG_GETARG_BOOL(1));
	locks_release(&cancellation.locks);
	PG_RETURN_INT64(cancellation.registration.id);
}

static Refusal *
check_attendance(void *state, Blocker *blocker)
{
	Registration *registration = state;

	return read_active_registration(registration->id, registration, blocker);
}

/*
 * record_attendance(registration_id, attended): notes whether the member
 * came. Short-locks the class. Returns the registration's id.
 */
Datum
fitclub_record_attendance(PG_FUNCTION_ARGS)
{
	static SavedPlan update = {
		"UPDATE fitclub.class_registration SET attended = $2"
		" WHERE registration_id = $1 AND num_nulls(cancelled_at) = 1"
		" RETURNING registration_id",
		2,
		{INT8OID, BOOLOID}};
	Registration registration;
	Blocker ignored = NO_BLOCKER;
	ShortLocks locks;
	Datum values[2];

	registration.id = key_argument(fcinfo, 0, TABLE_REGISTRATION);
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_REGISTRATION, "attended");
	refuse_if(
		read_active_registration(registration.id, &registration, &ignored));
	locks_init(&locks);
	(void) locks_need(&locks, LOCK_CLASS, registration.class_id);
	admit(&locks, check_attendance, &registration);
	values[0] = PG_GETARG_DATUM(0);
	values[1] = PG_GETARG_DATUM(1);
	(void) plan_returning_id(&update, values, NULL);
	locks_release(&locks);
	PG_RETURN_INT64(registration.id);
}
