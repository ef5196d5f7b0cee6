/*
 * change.c
 *		A class that changes with its seats: what moving and cancelling have in common.
 *
 * Every writer of a class or of one of its registrations holds the class's
 * short lock while it checks and writes.
 */
#include "postgres.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
#include "class/change.h"
#include "class/seat.h"
#include "money/cancelled_payment.h"
#include "money/late_fee.h"
#include "money/paid.h"
#include "people/notification.h"

#include "miscadmin.h"

static Writer change_writer = {6,
							   {TABLE_CLASS, TABLE_REGISTRATION, TABLE_BILL,
								TABLE_PAYMENT, TABLE_CREDIT,
								TABLE_NOTIFICATION}};

/* The class as it is, unless the caller may no longer change it. */
Refusal *
class_read_active(int64 class_id, ClassRow *class, Blocker *blocker)
{
	Refusal *refusal;

	if (!read_class_for_write(class_id, class, blocker))
		return refusal_missing(TABLE_CLASS, class_id);
	refusal = check_own_booking(TABLE_CLASS, class_id, NO_ID,
								class->trainer_id, class->period.start);
	if (refusal != NULL)
		return refusal;
	if (!blocker_is_set(blocker) && class->is_cancelled)
		return refusal_cancelled_already(TABLE_CLASS, class_id);
	return NULL;
}

static List *
affected_seats(int64 class_id, Blocker *blocker)
{
	List *affected = NIL;
	ListCell *cell;

	foreach(cell, calendar_seats(class_id, blocker))
	{
		AffectedSeat *seat = palloc0(sizeof(AffectedSeat));

		seat->seat = *(Seat *) lfirst(cell);
		seat->bill = bill_of_class(class_id, seat->seat.member_id, blocker);
		affected = lappend(affected, seat);
	}
	return affected;
}

/* Whether its seats are to be busy at another time. */
bool
class_changes_time(const ClassChange *change)
{
	return !periods_equal(change->request.booking.period,
						  change->before.period);
}

/*
 * A class that was made when it might exceed its room keeps that until it grows
 * or leaves the room.
 */
bool
class_may_exceed_room(const ClassRow *class, int64 room_id, int capacity,
					  bool allow_over_room)
{
	return allow_over_room ||
		   (class->may_exceed_room && room_id == class->room_id &&
			capacity <= class->capacity);
}

/* Whether it is to be elsewhere, at another time or with somebody else. */
bool
class_moves(const ClassChange *change)
{
	return calendar_move_changes(&change->before, &change->request.booking);
}

/* Whether there is anything to write. */
bool
class_changes(const ClassChange *change)
{
	return change->cancel_all || class_moves(change) ||
		   change->request.capacity != change->class.capacity;
}

/*
 * Lock the class as it is and as it would be, the bills of its seats and, if
 * they are to be busy at another time, its members.
 */
static bool
lock_class_change(ClassChange *change)
{
	ShortLocks *locks = &change->locks;
	const Booking *booking = &change->request.booking;
	bool held =
		locks_need(locks, LOCK_ROOM, booking->resources[RESOURCE_ROOM]);
	ListCell *cell;

	held &=
		locks_need(locks, LOCK_TRAINER, booking->resources[RESOURCE_TRAINER]);
	held &= locks_need(locks, LOCK_TRAINER, change->class.trainer_id);
	held &= locks_need(locks, LOCK_CLASS, change->class_id);
	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		if (class_changes_time(change))
			held &= locks_need(locks, LOCK_MEMBER, seat->seat.member_id);
		held &= locks_need(locks, LOCK_BILL, seat->bill.id);
	}
	return held;
}

/*
 * Have the rows locked that are going to be written. Seats refer to a class
 * and its time, so one that moves is locked against new ones.
 */
static void
lock_class_rows(ClassChange *change, Blocker *blocker)
{
	ShortLocks *locks = &change->locks;
	bool writes_seats = change->cancel_all || class_changes_time(change);
	bool writes_bills = change->cancel_all || class_moves(change);
	ListCell *cell;

	if (!class_changes(change))
		return;
	locks_need_row(locks, TABLE_CLASS, change->class_id, &change->class.place,
				   class_changes_time(change) ? LockTupleExclusive
											  : LockTupleNoKeyExclusive);
	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		if (writes_seats)
			locks_need_row(locks, TABLE_REGISTRATION,
						   seat->seat.registration_id, &seat->seat.place,
						   LockTupleNoKeyExclusive);
		if (seat->bill.id != NO_ID && writes_bills)
			locks_need_row(locks, TABLE_BILL, seat->bill.id, &seat->bill.place,
						   LockTupleNoKeyExclusive);
		if (change->request.club.cancelled_to_credit)
			payment_lock(locks, &seat->payments, false, blocker);
	}
}

/* The class as it would be, from what it is and what is asked. */
static void
apply_class_move(ClassChange *change)
{
	const ClassRow *class = &change->class;
	ClassRequest *request = &change->request;

	change->before = calendar_class_booking(
		change->class_id, class->trainer_id, class->room_id, class->period);
	request->booking = calendar_move_apply(&change->move, &change->before);
	request->is_new =
		calendar_move_is_new_for(&change->before, &request->booking);
	request->capacity = change->capacity != 0 ? change->capacity
											  : class->capacity;
	request->may_exceed_room = class_may_exceed_room(
		class, request->booking.resources[RESOURCE_ROOM], request->capacity,
		request->club.class_may_exceed_room);
}

/* The class, its seats and their bills, all of them locked. */
Refusal *
class_check_roster(ClassChange *change, Blocker *blocker)
{
	Refusal *refusal =
		class_read_active(change->class_id, &change->class, blocker);
	ListCell *cell;

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	apply_class_move(change);
	change->seats = affected_seats(change->class_id, blocker);
	if (!lock_class_change(change))
		return NULL;
	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		if (seat->bill.id != NO_ID)
			seat->payments = bill_payments(seat->bill.id, blocker);
	}
	lock_class_rows(change, blocker);
	return NULL;
}

/* Check and lock a class that is to change, and begin to write. */
WriterState *
class_begin_change(ClassChange *change, AdmissionCheck check)
{
	change->request.club = read_club();
	locks_init(&change->locks);
	locks_close_gate(&change->locks, change->class_id);
	return admit(&change->locks, &change_writer, check, change);
}

/* Cancel the seats that the change takes away, and close their bills. */
void
class_cancel_seats(WriterState *writing, const ClassChange *change,
				   const char *message)
{
	const Period *moved_to =
		class_changes_time(change) ? &change->request.booking.period : NULL;
	TimestampTz now = current_instant();
	ListCell *cell;

	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		if (!seat->clashes && !change->cancel_all)
			continue;
		class_release_seat(writing, &seat->seat.place,
						   change->before.period.start, moved_to, now, NULL,
						   false);
		bill_cancel_booking(writing, &seat->bill, &seat->payments,
							&change->request.club, amount_zero(), now);
		notify_member(writing, seat->seat.member_id, message);
	}
}

/* Tell those who stay, and the trainers. */
void
class_tell_of_change(WriterState *writing, const ClassChange *change,
					 const char *message)
{
	ListCell *cell;

	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		if (!seat->clashes && !change->cancel_all)
			notify_member(writing, seat->seat.member_id, message);
	}
	calendar_move_tell_trainers(writing, &change->before,
								&change->request.booking, message);
}

/* All is written. */
void
class_end_change(WriterState *writing, ClassChange *change)
{
	locks_release(&change->locks);
	writer_end(&change_writer, writing);
}
