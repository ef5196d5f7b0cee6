/*
 * seat.c
 *		Seats in classes: taking one, giving it back.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "calendar/busy.h"
#include "calendar/busy_refusal.h"
#include "calendar/member_rules.h"
#include "calendar/seat_count.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
#include "class/class_refusal.h"
#include "class/seat.h"
#include "cover/cover.h"
#include "cover/lost.h"
#include "money/booking_bill.h"
#include "money/late_fee.h"
#include "money/paid.h"
#include "people/notification.h"
#include "rows/bill.h"
#include "rows/class.h"
#include "rows/club.h"
#include "rows/erased_member.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_register_for_class);
PG_FUNCTION_INFO_V1(fitclub_cancel_registration);

typedef struct SeatRequest
{
	int64 member_id;
	RowPlace member;
	Club club;
	ClassRow class;
	Service service;
	Bill bill; /* of a seat given back on which money was paid */
	Numeric paid;
	Numeric price;
	Cover cover; /* in place of a bill */
	ShortLocks locks;
} SeatRequest;

/* What the seat is to be paid with, at the class's price. */
static CoverRequest
ask_for_seat_cover(const SeatRequest *request)
{
	const ClassRow *class = &request->class;
	CoverRequest cover = cover_request(TABLE_REGISTRATION, request->member_id,
									   &request->service, &request->club,
									   class->price);

	cover.what.scope.trainer_id = class->trainer_id;
	cover.what.start = class->period.start;
	return cover;
}

/* What pays for a seat that has no bill yet. */
static Refusal *
find_seat_cover(SeatRequest *request, Blocker *blocker)
{
	CoverRequest cover = ask_for_seat_cover(request);
	Refusal *refusal = cover_check(&cover, &request->locks, blocker);

	request->cover = cover.cover;
	request->price = cover.cost;
	return refusal;
}

/* What a bill that is taken up again is for: the member's price. */
static void
find_billed_price(SeatRequest *request, Blocker *blocker)
{
	CoverRequest cover = ask_for_seat_cover(request);

	cover.what.heeds_past_due = false;
	cover_for_prepare(&cover.what, blocker);
	(void) cover_check_bill(&cover, blocker);
	request->price = cover.cost;
}

/*
 * What the seat costs. A bill on which money was paid for a seat given back is
 * taken up again, so that nobody pays twice for one class, nor less than once.
 * A member who paid more, when the price was higher, has a seat at that price.
 */
static Refusal *
find_price(SeatRequest *request, Blocker *blocker)
{
	const ClassRow *class = &request->class;

	request->cover = (Cover){0};
	request->bill = bill_of_class(class->id, request->member_id, blocker);
	if (request->bill.id == NO_ID)
		return blocker_is_set(blocker) ? NULL
									   : find_seat_cover(request, blocker);
	find_billed_price(request, blocker);
	if (!bill_lock(&request->locks, &request->bill))
		return NULL;
	request->paid = bill_paid(request->bill.id, blocker);
	if (amount_compare(request->paid, request->price) > 0)
		request->price = request->paid;
	return NULL;
}

/* What stays null in new rows, and tables that stay as they are. */
static void
spare_unwritten_of_seat(SeatRequest *request)
{
	ShortLocks *locks = &request->locks;
	bool is_covered = cover_is_set(&request->cover);

	locks_spare_columns(
		locks, TABLE_REGISTRATION,
		column_bit(Anum_class_registration_cancelled_at) |
			(is_covered
				 ? 0
				 : column_bit(Anum_class_registration_lot_id) |
					   column_bit(Anum_class_registration_membership_id)));
	if (request->bill.id != NO_ID)
		return;
	locks_spare_table(locks, TABLE_CREDIT);
	if (is_covered)
		locks_spare_table(locks, TABLE_BILL);
	else
		locks_spare_columns(locks, TABLE_BILL,
							column_bit(Anum_billing_item_private_session_id) |
								column_bit(Anum_billing_item_sale_id) |
								column_bit(Anum_billing_item_membership_id));
}

/*
 * A class that is full is refused without waiting for the member's other
 * bookings, but one's own seat in it is the better reason.
 */
static Refusal *
check_seat_request(void *state, Blocker *blocker)
{
	SeatRequest *request = state;
	ClassRow *class = &request->class;
	Refusal *refusal;
	Booking booking;
	Clash clash;

	if (!read_class(class->id, class, blocker))
		return refusal_unknown(TABLE_CLASS, class->id);
	if (blocker_is_set(blocker))
		return NULL;
	if (class->is_cancelled)
		return refusal_class_cancelled(class->id);
	refusal = check_not_past(TABLE_REGISTRATION, class->period.start);
	if (refusal == NULL)
		refusal = erased_check_booking(request->member_id, DT_NOEND, blocker);
	if (refusal != NULL)
		return refusal;
	if (calendar_probe(RESOURCE_MEMBER, request->member_id, class->period,
					   NULL, &clash, blocker))
	{
		if (clash.occupant.table == TABLE_CLASS &&
			clash.occupant.id == class->id)
			return refusal_registered_already(class->id, class->period);
		return refusal_double_booked(TABLE_REGISTRATION,
									 calendar_resource_name(RESOURCE_MEMBER),
									 request->member_id, clash.period);
	}
	if (calendar_seats_exceed(class->id, class->capacity - 1, blocker))
		return refusal_class_full(class->id, class->capacity, class->period);
	booking =
		calendar_seat_booking(class->id, request->member_id, class->period);
	refusal = calendar_check_member_rules(&booking, &request->club, blocker);
	if (refusal != NULL)
		return refusal;
	refusal = find_price(request, blocker);
	if (refusal != NULL)
		return refusal;
	spare_unwritten_of_seat(request);
	/* Moved meanwhile, it would make the foreign key check fail. */
	locks_need_row(&request->locks, TABLE_CLASS, class->id, &class->place,
				   LockTupleKeyShare);
	return NULL;
}

static int64
insert_registration(WriterState *writing, const SeatRequest *request)
{
	const ClassRow *class = &request->class;
	ColumnValue values[5 + COVER_COLUMNS] = {
		column_id(Anum_class_registration_member_id, request->member_id),
		column_id(Anum_class_registration_class_id, class->id),
		column_instant(Anum_class_registration_start_time,
					   class->period.start),
		column_instant(Anum_class_registration_end_time, class->period.end),
		column_amount(Anum_class_registration_price, request->price),
	};
	int count = 5;

	if (cover_is_set(&request->cover))
		count +=
			cover_columns(&request->cover, TABLE_REGISTRATION, &values[count]);
	return writer_insert(writing, TABLE_REGISTRATION,
						 locks_guarding(&request->locks), values, count);
}

static void
insert_seat_bill(WriterState *writing, const SeatRequest *request,
				 const char *description)
{
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id, request->member_id),
		column_id(Anum_billing_item_class_id, request->class.id),
		column_id(Anum_billing_item_trainer_id, request->class.trainer_id),
		column_amount(Anum_billing_item_amount, request->price),
		column_text(Anum_billing_item_description, description),
	};

	(void) bill_insert(writing, values, lengthof(values), current_instant());
}

/*
 * Write a registration and its bill. A free class has no bill, and one that is
 * taken up again needs no other. Lets go of the locks as soon as the rows are
 * there, before the foreign keys are checked.
 */
static int64
write_registration(SeatRequest *request)
{
	static Writer writer = {3, {TABLE_REGISTRATION, TABLE_BILL, TABLE_CREDIT}};
	WriterState *writing =
		admit(&request->locks, &writer, check_seat_request, request);
	const ClassRow *class = &request->class;
	RowPlace seen = {TABLE_CLASS, class->id, class->place};
	char *description = bill_class_description(
		class->name, class->period.start, request->club.zone);
	int64 registration_id;

	writer_knows_place(writing, &request->member);
	writer_knows_place(writing, &seen);
	writer_knows_place(writing, &request->cover.place);
	registration_id = insert_registration(writing, request);
	locks_readmit_direct_writers(&request->locks);
	if (request->bill.id != NO_ID)
		bill_reopen(writing, &request->bill, class->trainer_id, description,
					request->price, request->paid);
	else if (amount_sign(request->price) > 0)
		insert_seat_bill(writing, request, description);
	locks_release(&request->locks);
	writer_end(&writer, writing);
	return registration_id;
}

/*
 * register_for_class(member_id, class_id): takes a seat with its bill, unless a
 * pack or a membership covers it. Short-locks the member, the class, a bill to
 * be taken up again and perhaps the member's payer; a refusal writes nothing.
 * Returns the registration's id.
 */
Datum
fitclub_register_for_class(PG_FUNCTION_ARGS)
{
	SeatRequest request = {0};
	int64 registration_id;

	permit_member(fcinfo, 0);
	request.member = argument_row_place(
		fcinfo, 0, REQUIRED, TABLE_REGISTRATION, "member_id", TABLE_MEMBER);
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_REGISTRATION, "class_id");
	request.member_id = PG_GETARG_INT64(0);
	request.class.id = PG_GETARG_INT64(1);
	request.club = read_club();
	if (request.club.uses_cover)
		request.service =
			service_of_booking(TABLE_CLASS, request.class.id, NO_ID);

	locks_init(&request.locks);
	locks_exclude_direct_writers(&request.locks);
	(void) locks_need(&request.locks, LOCK_MEMBER, request.member_id);
	(void) locks_need(&request.locks, LOCK_CLASS, request.class.id);
	registration_id = write_registration(&request);
	PG_RETURN_INT64(registration_id);
}

/* The seat as it is, unless the caller may no longer change it. */
Refusal *
class_read_active_seat(int64 registration_id, Registration *registration,
					   SeatPermission permission, Blocker *blocker)
{
	Refusal *refusal;

	if (!read_registration(registration_id, registration, blocker))
		return refusal_missing(TABLE_REGISTRATION, registration_id);
	refusal = permission(registration);
	if (refusal != NULL)
		return refusal;
	if (!blocker_is_set(blocker) && registration->is_cancelled)
		return refusal_cancelled_already(TABLE_REGISTRATION, registration_id);
	return NULL;
}

/*
 * Give back the seat whose registration a check has found in a place; what
 * covered it may be kept. Whether the member came stays as it was recorded, once
 * the class has begun. Of a class that moves meanwhile the seat gets the new time
 * with it, as the server checks the foreign key of one that is as new as that.
 */
void
class_release_seat(WriterState *writing, const ItemPointerData *place,
				   TimestampTz start, const Period *moved_to, TimestampTz now,
				   const text *reason, bool keeps_cover)
{
	ColumnValue values[6] = {
		column_instant(Anum_class_registration_cancelled_at, now),
		column_given(Anum_class_registration_cancellation_reason, reason),
	};
	int count = 2;

	if (start > now)
		values[count++] = column_datum(Anum_class_registration_attended,
									   BoolGetDatum(false));
	if (keeps_cover)
		values[count++] = column_instant(Anum_class_registration_kept_at, now);
	if (moved_to != NULL)
	{
		values[count++] = column_instant(Anum_class_registration_start_time,
										 moved_to->start);
		values[count++] =
			column_instant(Anum_class_registration_end_time, moved_to->end);
	}
	writer_update(writing, TABLE_REGISTRATION, GUARDED, place, values, count);
}

typedef struct SeatCancellation
{
	Registration registration;
	text *reason; /* NULL: none is given */
	CancelledBill billed;
	CoverLost lost;
	ShortLocks locks;
} SeatCancellation;

/* What the member loses by giving the seat back now. */
static void
find_lost_seat(SeatCancellation *cancellation, Blocker *blocker)
{
	const Registration *registration = &cancellation->registration;

	if (cancellation->billed.waive_fee)
		return;
	cancellation->lost = cover_lost(registration->lot_id,
									registration->membership_id,
									registration->period.start,
									&cancellation->billed.club, blocker);
	cancellation->billed.plan_fee = cancellation->lost.fee;
}

/* The fee of the plan that covered it. */
static void
charge_seat_fee(WriterState *writing, const SeatCancellation *cancellation,
				TimestampTz now)
{
	const Registration *registration = &cancellation->registration;
	ClassRow class;

	if (cancellation->lost.fee == NULL ||
		!read_class(registration->class_id, &class, NULL))
		return;
	bill_charge_late_cancel(
		writing, registration->member_id, class.trainer_id,
		cancellation->lost.fee,
		bill_class_description(class.name, registration->period.start,
							   cancellation->billed.club.zone),
		now);
}

/* Whose seat it is may give it back. */
static Refusal *
check_own_seat(const Registration *registration)
{
	return check_own_booking(TABLE_REGISTRATION, registration->id,
							 registration->member_id, NO_ID,
							 registration->period.start);
}

static Refusal *
check_seat_cancellation(void *state, Blocker *blocker)
{
	SeatCancellation *cancellation = state;
	Registration *registration = &cancellation->registration;
	Refusal *refusal = class_read_active_seat(registration->id, registration,
											  check_own_seat, blocker);
	bool held;

	if (refusal == NULL && !blocker_is_set(blocker))
		refusal = check_over(TABLE_REGISTRATION, registration->id,
							 registration->period.end, cancellation->reason);
	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	find_lost_seat(cancellation, blocker);
	cancellation->billed.bill = bill_of_class(
		registration->class_id, registration->member_id, blocker);
	held =
		locks_need(&cancellation->locks, LOCK_CLASS, registration->class_id);
	held &= bill_lock(&cancellation->locks, &cancellation->billed.bill);
	locks_need_row(&cancellation->locks, TABLE_REGISTRATION, registration->id,
				   &registration->place, LockTupleNoKeyExclusive);
	if (held)
		bill_prepare_cancellation(&cancellation->billed,
								  registration->period.start,
								  &cancellation->locks, blocker);
	return NULL;
}

static Writer seat_cancellation_writer = {5,
										  {TABLE_REGISTRATION, TABLE_BILL,
										   TABLE_PAYMENT, TABLE_CREDIT,
										   TABLE_NOTIFICATION}};

static void
write_seat_cancellation(WriterState *writing,
						const SeatCancellation *cancellation)
{
	TimestampTz now = current_instant();

	class_release_seat(writing, &cancellation->registration.place,
					   cancellation->registration.period.start, NULL, now,
					   cancellation->reason, cancellation->lost.is_kept);
	charge_seat_fee(writing, cancellation, now);
	bill_cancel_booking(writing, &cancellation->billed.bill,
						&cancellation->billed.payments,
						&cancellation->billed.club, cancellation->billed.fee,
						now);
}

/*
 * Give a seat back that nothing pays for any longer, as the club does: without a
 * fee, and nothing is kept. The member is told. One that somebody has given back
 * meanwhile stays so.
 */
void
class_cancel_seat_for_club(int64 registration_id)
{
	SeatCancellation cancellation = {.registration = {.id = registration_id},
									 .billed = {.waive_fee = true}};
	const Registration *registration = &cancellation.registration;
	WriterState *writing;
	Refusal *refusal;
	ClassRow class;

	cancellation.billed.club = read_club();
	locks_init(&cancellation.locks);
	writing = try_admit(&cancellation.locks, &seat_cancellation_writer,
						check_seat_cancellation, &cancellation, &refusal,
						NULL);
	if (writing == NULL)
	{
		if (registration->is_cancelled)
			return;
		refuse(refusal);
	}
	write_seat_cancellation(writing, &cancellation);
	if (read_class(registration->class_id, &class, NULL))
		notify_member(
			writing, registration->member_id,
			psprintf("The seat in %s on %s is cancelled", class.name,
					 local_date_label(registration->period.start,
									  cancellation.billed.club.zone)));
	locks_release(&cancellation.locks);
	writer_end(&seat_cancellation_writer, writing);
}

/*
 * cancel_registration(registration_id, waive_fee, reason): gives a seat back,
 * closes its bill, and gives back what covered it unless it is too late for
 * that. Short-locks the class and the bill. Returns the
 * registration's id.
 */
Datum
fitclub_cancel_registration(PG_FUNCTION_ARGS)
{
	static Writer writer = {
		4, {TABLE_REGISTRATION, TABLE_BILL, TABLE_PAYMENT, TABLE_CREDIT}};
	SeatCancellation cancellation = {0};
	WriterState *writing;

	cancellation.registration.id =
		permit_own_key(fcinfo, 0, TABLE_REGISTRATION);
	cancellation.billed.waive_fee =
		caller_waives_fee(fcinfo, 1, TABLE_REGISTRATION);
	cancellation.reason = caller_reason(fcinfo, 2, TABLE_REGISTRATION);
	cancellation.billed.club = read_club();
	locks_init(&cancellation.locks);
	writing = admit(&cancellation.locks, &writer, check_seat_cancellation,
					&cancellation);
	write_seat_cancellation(writing, &cancellation);
	locks_release(&cancellation.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(cancellation.registration.id);
}
