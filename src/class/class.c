/*
 * class.c
 *		Group classes: scheduling, changing, moving, cancelling.
 *
 * Every writer of a class or of one of its registrations holds the class's
 * short lock while it checks and writes.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "argument/time_argument.h"
#include "base/local_time.h"
#include "calendar/calendar.h"
#include "calendar/roster.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
#include "class/class_refusal.h"
#include "hours/cover.h"
#include "money/booking_bill.h"
#include "money/paid.h"
#include "people/notification.h"
#include "rows/bill.h"
#include "rows/class.h"
#include "rows/club.h"
#include "rows/erased_member.h"
#include "rows/room.h"
#include "rows/trainer.h"
#include "write/admission.h"

#include "miscadmin.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_create_class);
PG_FUNCTION_INFO_V1(fitclub_update_class);
PG_FUNCTION_INFO_V1(fitclub_reschedule_class);
PG_FUNCTION_INFO_V1(fitclub_substitute_trainer);
PG_FUNCTION_INFO_V1(fitclub_cancel_class);

/* A class as it would stand in the calendar. */
typedef struct ClassRequest
{
	Booking booking;
	Club club;
	Trainer trainer;
	int capacity;
	bool may_exceed_room;
	bool is_new_work; /* for the trainer, so that hours matter */
} ClassRequest;

/* Everything that a class has to satisfy, but for its roster. */
static Refusal *
check_class_request(void *state, Blocker *blocker)
{
	ClassRequest *request = state;
	int64 trainer_id = request->booking.resources[RESOURCE_TRAINER];
	int64 room_id = request->booking.resources[RESOURCE_ROOM];
	Refusal *refusal;

	refusal = trainer_check_work(TABLE_CLASS, trainer_id,
								 request->booking.period, request->club.zone,
								 request->is_new_work, &request->trainer,
								 blocker);
	if (refusal != NULL)
		return refusal;
	refusal = calendar_check(&request->booking, blocker);
	if (refusal != NULL)
		return refusal;
	return roster_check_room(room_id, request->capacity,
							 request->may_exceed_room, blocker);
}

/* Where and when a class is to be. */
typedef struct ClassColumns
{
	ColumnValue trainer;
	ColumnValue room;
	ColumnValue start;
	ColumnValue end;
	ColumnValue may_exceed_room;
} ClassColumns;

static ClassColumns
class_columns(const ClassRequest *request)
{
	const Booking *booking = &request->booking;

	return (ClassColumns){
		column_id(Anum_class_schedule_trainer_id,
				  booking->resources[RESOURCE_TRAINER]),
		column_id(Anum_class_schedule_room_id,
				  booking->resources[RESOURCE_ROOM]),
		column_instant(Anum_class_schedule_start_time, booking->period.start),
		column_instant(Anum_class_schedule_end_time, booking->period.end),
		column_datum(Anum_class_schedule_may_exceed_room,
					 BoolGetDatum(request->may_exceed_room)),
	};
}

static int64
insert_class(ClassRequest *request, Datum name, Numeric price)
{
	static Writer writer = {1, {TABLE_CLASS}};
	ShortLocks locks;
	WriterState *writing;
	int64 class_id;
	ClassColumns columns = class_columns(request);
	ColumnValue values[] = {
		column_datum(Anum_class_schedule_name, name),
		columns.trainer,
		columns.room,
		columns.start,
		columns.end,
		columns.may_exceed_room,
		column_datum(Anum_class_schedule_capacity,
					 Int32GetDatum(request->capacity)),
		column_amount(Anum_class_schedule_price, price),
	};

	locks_init(&locks);
	(void) locks_need(&locks, LOCK_ROOM,
					  request->booking.resources[RESOURCE_ROOM]);
	(void) locks_need(&locks, LOCK_TRAINER,
					  request->booking.resources[RESOURCE_TRAINER]);
	writing = admit(&locks, &writer, check_class_request, request);
	class_id =
		writer_insert(writing, TABLE_CLASS, GUARDED, values, lengthof(values));
	locks_release(&locks);
	writer_end(&writer, writing);
	return class_id;
}

/* The capacity asked for, or that of the room. */
static int
class_capacity(FunctionCallInfo fcinfo, int argument, int64 room_id)
{
	int capacity;
	Blocker ignored = NO_BLOCKER;

	check_integer(fcinfo, argument, OPTIONAL, TABLE_CLASS, "capacity", 1,
				  10000, "");
	if (!PG_ARGISNULL(argument))
		return PG_GETARG_INT32(argument);
	if (!read_room_capacity(room_id, &capacity, &ignored))
		refuse(refusal_unknown(TABLE_ROOM, room_id));
	return capacity;
}

/*
 * create_class(name, trainer_id, room_id, start_time, end_time, capacity,
 * price): schedules a class. Short-locks the room and the trainer; a refusal
 * writes nothing. Returns the class's id.
 */
Datum
fitclub_create_class(PG_FUNCTION_ARGS)
{
	ClassRequest request;
	int64 class_id;

	permit_trainer(fcinfo, 1);
	permit_argument(fcinfo, 6, TABLE_CLASS, "price");
	check_text(fcinfo, 0, REQUIRED, TABLE_CLASS, "name");
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_CLASS, "trainer_id");
	check_row(fcinfo, 2, REQUIRED, TABLE_CLASS, "room_id", TABLE_ROOM);
	request.booking =
		class_booking(NO_ID, PG_GETARG_INT64(1), PG_GETARG_INT64(2),
					  period_argument(fcinfo, 3, 4, TABLE_CLASS));
	refuse_if(check_not_past(TABLE_CLASS, request.booking.period.start));
	request.capacity = class_capacity(fcinfo, 5, PG_GETARG_INT64(2));
	check_money(fcinfo, 6, OPTIONAL, TABLE_CLASS, "price", true);
	request.club = read_club();
	request.may_exceed_room = request.club.class_may_exceed_room;
	request.is_new_work = true;

	class_id = insert_class(&request, PG_GETARG_DATUM(0),
							PG_ARGISNULL(6) ? request.club.class_price
											: PG_GETARG_NUMERIC(6));
	PG_RETURN_INT64(class_id);
}

/* One seat of a class that changes, with its bill. */
typedef struct AffectedSeat
{
	Seat seat;
	Bill bill;
	Numeric paid;
	bool clashes; /* the member cannot come at the new time */
} AffectedSeat;

/* What a class is to become; a value that is not given is kept. */
typedef struct ClassChange
{
	ClassRequest request;
	int64 class_id;
	NewTimes times;
	int64 room_id;
	int64 trainer_id;
	bool cancel_clashing;
	bool cancel_all;
	text *reason; /* for cancelling, or NULL */
	ClassRow before;
	List *seats; /* of AffectedSeat */
	ShortLocks locks;
} ClassChange;

/* The class as it is, unless the caller may no longer change it. */
static Refusal *
read_active_class(int64 class_id, ClassRow *class, Blocker *blocker)
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

	foreach(cell, roster_seats(class_id, blocker))
	{
		AffectedSeat *seat = palloc0(sizeof(AffectedSeat));

		seat->seat = *(Seat *) lfirst(cell);
		seat->bill = bill_of_class(class_id, seat->seat.member_id, blocker);
		affected = lappend(affected, seat);
	}
	return affected;
}

static bool
class_moves(const ClassChange *change)
{
	return !periods_equal(change->request.booking.period,
						  change->before.period);
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
	held &= locks_need(locks, LOCK_TRAINER, change->before.trainer_id);
	held &= locks_need(locks, LOCK_CLASS, change->class_id);
	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		if (class_moves(change))
			held &= locks_need(locks, LOCK_MEMBER, seat->seat.member_id);
		held &= locks_need(locks, LOCK_BILL, seat->bill.id);
	}
	return held;
}

/* Whether there is anything to write. */
static bool
class_changes(const ClassChange *change)
{
	return change->cancel_all || change->request.is_new_work ||
		   change->request.booking.resources[RESOURCE_ROOM] !=
			   change->before.room_id;
}

/*
 * Have the rows locked that are going to be written. Seats refer to a class
 * and its time, so one that moves is locked against new ones.
 */
static void
lock_rows(ClassChange *change)
{
	ShortLocks *locks = &change->locks;
	bool writes_seats = change->cancel_all || class_moves(change);
	ListCell *cell;

	if (!class_changes(change))
		return;
	locks_need_row(locks, TABLE_CLASS, change->class_id, &change->before.place,
				   class_moves(change) ? LockTupleExclusive
									   : LockTupleNoKeyExclusive);
	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		if (writes_seats)
			locks_need_row(locks, TABLE_REGISTRATION,
						   seat->seat.registration_id, &seat->seat.place,
						   LockTupleNoKeyExclusive);
		if (seat->bill.id != NO_ID)
			locks_need_row(locks, TABLE_BILL, seat->bill.id, &seat->bill.place,
						   LockTupleNoKeyExclusive);
	}
}

/* The class as it would be, from what it is and what is asked. */
static void
apply_class_change(ClassChange *change)
{
	const ClassRow *before = &change->before;
	Period period = move_period(before->period, &change->times);
	int64 room_id = change->room_id != NO_ID ? change->room_id
											 : before->room_id;
	int64 trainer_id = change->trainer_id != NO_ID ? change->trainer_id
												   : before->trainer_id;

	change->request.booking =
		class_booking(change->class_id, trainer_id, room_id, period);
	change->request.capacity = before->capacity;
	change->request.may_exceed_room =
		change->request.club.class_may_exceed_room ||
		(before->may_exceed_room && room_id == before->room_id);
	change->request.is_new_work = trainer_id != before->trainer_id ||
								  !periods_equal(period, before->period);
}

/* A class that members came to is not one to come. */
static Refusal *
check_unattended(const ClassChange *change)
{
	ListCell *cell;

	if (change->request.booking.period.start <= current_instant())
		return NULL;
	foreach(cell, change->seats)
		if (((AffectedSeat *) lfirst(cell))->seat.attended)
			return refusal_attended(change->class_id);
	return NULL;
}

/* Mark the seats whose members are busy at the new time, and count them. */
static int
mark_clashing_seats(ClassChange *change, Blocker *blocker)
{
	const Booking *booking = &change->request.booking;
	ListCell *cell;
	int count = 0;

	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);
		Clash clash;

		CHECK_FOR_INTERRUPTS();
		/* The guard of what is written would wait for an erasure. */
		(void) erased_check_booking(seat->seat.member_id,
									booking->period.start, blocker);
		seat->clashes = calendar_probe(RESOURCE_MEMBER, seat->seat.member_id,
									   booking->period, &booking->occupant,
									   &clash, blocker);
		count += seat->clashes ? 1 : 0;
	}
	return count;
}

/* The class, its seats and their bills, all of them locked. */
static Refusal *
check_roster(ClassChange *change, Blocker *blocker)
{
	Refusal *refusal =
		read_active_class(change->class_id, &change->before, blocker);
	ListCell *cell;

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	apply_class_change(change);
	change->seats = affected_seats(change->class_id, blocker);
	if (!lock_class_change(change))
		return NULL;
	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		if (seat->bill.id != NO_ID)
			seat->paid = bill_paid(seat->bill.id, blocker);
	}
	lock_rows(change);
	return NULL;
}

static Refusal *
check_class_change(void *state, Blocker *blocker)
{
	ClassChange *change = state;
	Refusal *refusal = check_roster(change, blocker);
	int clashing;

	if (refusal != NULL || blocker_is_set(blocker) ||
		locks_missing(&change->locks))
		return refusal;
	refusal = check_same_trainer(
		TABLE_CLASS, change->before.trainer_id,
		change->request.booking.resources[RESOURCE_TRAINER]);
	if (refusal == NULL)
		refusal =
			check_not_past(TABLE_CLASS, change->request.booking.period.start);
	if (refusal == NULL)
		refusal = check_unattended(change);
	if (refusal == NULL)
		refusal = check_period(TABLE_CLASS, change->request.booking.period);
	if (refusal == NULL)
		refusal = check_class_request(&change->request, blocker);
	if (refusal != NULL)
		return refusal;
	clashing = mark_clashing_seats(change, blocker);
	if (clashing > 0 && !change->cancel_clashing)
		return refusal_members_double_booked(clashing,
											 change->request.booking.period);
	return NULL;
}

static Refusal *
check_class_cancellation(void *state, Blocker *blocker)
{
	ClassChange *change = state;
	Refusal *refusal = check_roster(change, blocker);

	if (refusal == NULL && !blocker_is_set(blocker))
		refusal = check_over(TABLE_CLASS, change->class_id,
							 change->before.period.end, change->reason);
	return refusal;
}

/* Cancel the seats that the change takes away, and close their bills. */
static void
cancel_seats(WriterState *writing, const ClassChange *change,
			 const char *message)
{
	TimestampTz now = current_instant();
	ListCell *cell;

	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		if (!seat->clashes && !change->cancel_all)
			continue;
		seat_release(writing, &seat->seat.place, now, NULL);
		if (seat->bill.id != NO_ID)
			bill_close(writing, &seat->bill, seat->paid);
		notify_member(writing, seat->seat.member_id, message);
	}
}

/* The bills of the seats that stay follow the class. */
static void
update_bills(WriterState *writing, const ClassChange *change)
{
	const Booking *booking = &change->request.booking;
	char *description = class_bill_description(
		change->before.name, booking->period.start, change->request.club.zone);
	ListCell *cell;

	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		if (!seat->clashes)
			bill_update_booking(writing, &seat->bill,
								booking->resources[RESOURCE_TRAINER],
								description);
	}
}

/*
 * The seats that stay move along, so that their members are busy before we let
 * go of the locks. The foreign key moves those that were given back.
 */
static void
move_seats(WriterState *writing, const ClassChange *change)
{
	Period period = change->request.booking.period;
	ColumnValue values[] = {
		column_instant(Anum_class_registration_start_time, period.start),
		column_instant(Anum_class_registration_end_time, period.end),
	};
	ListCell *cell;

	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		if (!seat->clashes)
			writer_update(writing, TABLE_REGISTRATION, GUARDED,
						  &seat->seat.place, values, lengthof(values));
	}
}

static void
update_class_row(WriterState *writing, const ClassChange *change)
{
	ClassColumns columns = class_columns(&change->request);
	ColumnValue values[] = {columns.trainer, columns.room, columns.start,
							columns.end, columns.may_exceed_room};

	writer_update(writing, TABLE_CLASS, GUARDED, &change->before.place, values,
				  lengthof(values));
}

/* Tell those who stay, and the trainers. */
static void
tell_of_class_change(WriterState *writing, const ClassChange *change,
					 const char *message)
{
	int64 trainer_id = change->request.booking.resources[RESOURCE_TRAINER];
	ListCell *cell;

	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		if (!seat->clashes && !change->cancel_all)
			notify_member(writing, seat->seat.member_id, message);
	}
	notify_trainer(writing, trainer_id, message);
	if (trainer_id != change->before.trainer_id)
		notify_trainer(writing, change->before.trainer_id, message);
}

/* What a change of class writes to. */
static Writer change_writer = {
	4, {TABLE_CLASS, TABLE_REGISTRATION, TABLE_BILL, TABLE_NOTIFICATION}};

static void
write_change(WriterState *writing, const ClassChange *change)
{
	const ClassRow *before = &change->before;
	const Booking *booking = &change->request.booking;
	pg_tz *zone = change->request.club.zone;
	char *when = local_date_label(before->period.start, zone);
	char *now = local_span(booking->period, zone);
	int64 room_id = booking->resources[RESOURCE_ROOM];

	cancel_seats(
		writing, change,
		psprintf(
			"%s on %s has moved to %s, when you are booked; your seat is cancelled",
			before->name, when, now));
	if (class_moves(change))
		move_seats(writing, change);
	update_class_row(writing, change);
	update_bills(writing, change);
	tell_of_class_change(
		writing, change,
		psprintf("%s on %s is now on %s with %s%s", before->name, when, now,
				 change->request.trainer.full_name,
				 room_id == before->room_id
					 ? ""
					 : psprintf(", %s", place_name(room_id))));
}

/* Move a class; it may turn out to be where it is wanted. */
static Datum
change_class(ClassChange *change)
{
	WriterState *writing;

	change->request.club = read_club();
	locks_init(&change->locks);
	locks_close_gate(&change->locks, change->class_id);
	writing =
		admit(&change->locks, &change_writer, check_class_change, change);
	if (class_changes(change))
		write_change(writing, change);
	locks_release(&change->locks);
	writer_end(&change_writer, writing);
	PG_RETURN_INT64(change->class_id);
}

/*
 * reschedule_class(class_id, start_time, end_time, room_id, trainer_id,
 * on_member_conflict): moves a class with its registrations and their bills.
 * Short-locks rooms, trainers, registered members, the class and the bills.
 * Returns the class's id.
 */
Datum
fitclub_reschedule_class(PG_FUNCTION_ARGS)
{
	static const char *const choices[] = {"refuse", "cancel", NULL};
	ClassChange change = {0};

	change.class_id = own_key_argument(fcinfo, 0, TABLE_CLASS);
	change.times = new_times_argument(fcinfo, 1, 2, REQUIRED, TABLE_CLASS);
	check_row(fcinfo, 3, OPTIONAL, TABLE_CLASS, "room_id", TABLE_ROOM);
	check_row(fcinfo, 4, OPTIONAL, TABLE_CLASS, "trainer_id", TABLE_TRAINER);
	check_choice(fcinfo, 5, REQUIRED, TABLE_CLASS, "on_member_conflict",
				 choices);
	change.room_id = id_argument(fcinfo, 3);
	change.trainer_id = id_argument(fcinfo, 4);
	change.cancel_clashing =
		strcmp(text_to_cstring(PG_GETARG_TEXT_PP(5)), "cancel") == 0;
	return change_class(&change);
}

/*
 * substitute_trainer(class_id, trainer_id): the same time and room with
 * another trainer. Locks like reschedule_class(). Returns the class's id.
 */
Datum
fitclub_substitute_trainer(PG_FUNCTION_ARGS)
{
	ClassChange change = {0};

	permit_staff(TABLE_CLASS);
	change.class_id = key_argument(fcinfo, 0, TABLE_CLASS);
	check_row(fcinfo, 1, REQUIRED, TABLE_CLASS, "trainer_id", TABLE_TRAINER);
	change.trainer_id = PG_GETARG_INT64(1);
	return change_class(&change);
}

static void
cancel_class_row(WriterState *writing, const ClassChange *change)
{
	ColumnValue values[] = {
		column_instant(Anum_class_schedule_cancelled_at, current_instant()),
		column_given(Anum_class_schedule_cancellation_reason, change->reason),
	};

	writer_update(writing, TABLE_CLASS, GUARDED, &change->before.place, values,
				  lengthof(values));
}

/*
 * cancel_class(class_id, reason): cancels a class, its registrations and their
 * unpaid bills. Locks like reschedule_class(). Returns the class's id.
 */
Datum
fitclub_cancel_class(PG_FUNCTION_ARGS)
{
	ClassChange change = {0};
	WriterState *writing;
	char *message;

	change.class_id = own_key_argument(fcinfo, 0, TABLE_CLASS);
	change.cancel_all = true;
	change.reason = reason_argument(fcinfo, 1, TABLE_CLASS);
	change.request.club = read_club();
	locks_init(&change.locks);
	locks_close_gate(&change.locks, change.class_id);
	writing = admit(&change.locks, &change_writer, check_class_cancellation,
					&change);
	message = psprintf("%s on %s is cancelled", change.before.name,
					   local_date_label(change.before.period.start,
										change.request.club.zone));
	cancel_seats(writing, &change, message);
	cancel_class_row(writing, &change);
	tell_of_class_change(writing, &change, message);
	locks_release(&change.locks);
	writer_end(&change_writer, writing);
	PG_RETURN_INT64(change.class_id);
}

/* A change of what a class is, rather than of when and where. */
typedef struct ClassUpdate
{
	int64 class_id;
	int capacity;         /* 0: kept */
	bool allow_over_room; /* the club's setting */
	bool may_exceed_room;
	ClassRow before;
	List *seats; /* of Seat */
	ShortLocks locks;
} ClassUpdate;

static Refusal *
check_update(void *state, Blocker *blocker)
{
	ClassUpdate *update = state;
	Refusal *refusal =
		read_active_class(update->class_id, &update->before, blocker);
	bool held;

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	held = locks_need(&update->locks, LOCK_ROOM, update->before.room_id);
	held &= locks_need(&update->locks, LOCK_CLASS, update->class_id);
	if (!held)
		return NULL;
	locks_need_row(&update->locks, TABLE_CLASS, update->class_id,
				   &update->before.place, LockTupleNoKeyExclusive);
	update->seats = roster_seats(update->class_id, blocker);
	if (update->capacity == 0)
		return NULL;
	if (roster_exceeds(update->class_id, update->capacity, blocker))
		return refusal_roster_over_capacity(update->class_id,
											update->capacity);
	update->may_exceed_room = update->allow_over_room ||
							  (update->before.may_exceed_room &&
							   update->capacity <= update->before.capacity);
	return roster_check_room(update->before.room_id, update->capacity,
							 update->may_exceed_room, blocker);
}

static void
tell_of_name(WriterState *writing, const ClassUpdate *update, const char *name,
			 pg_tz *zone)
{
	char *message =
		psprintf("%s on %s is now called %s", update->before.name,
				 local_date_label(update->before.period.start, zone), name);
	ListCell *cell;

	foreach(cell, update->seats)
		notify_member(writing, ((Seat *) lfirst(cell))->member_id, message);
	notify_trainer(writing, update->before.trainer_id, message);
}

/* Write what is given. */
static void
write_update(FunctionCallInfo fcinfo, ClassUpdate *update, pg_tz *zone)
{
	static const AttrNumber columns[] = {
		Anum_class_schedule_name,
		Anum_class_schedule_capacity,
		Anum_class_schedule_price,
	};
	static Writer writer = {2, {TABLE_CLASS, TABLE_NOTIFICATION}};
	ColumnValue values[lengthof(columns) + 1];
	int count = 0;
	WriterState *writing =
		admit(&update->locks, &writer, check_update, update);

	for (size_t i = 0; i < lengthof(columns); i++)
		if (!PG_ARGISNULL(i + 1))
			values[count++] = column_datum(columns[i], PG_GETARG_DATUM(i + 1));
	if (update->capacity != 0)
		values[count++] = column_datum(Anum_class_schedule_may_exceed_room,
									   BoolGetDatum(update->may_exceed_room));
	writer_update(writing, TABLE_CLASS, GUARDED, &update->before.place, values,
				  count);
	if (!PG_ARGISNULL(1) && strcmp(text_to_cstring(PG_GETARG_TEXT_PP(1)),
								   update->before.name) != 0)
		tell_of_name(writing, update, text_to_cstring(PG_GETARG_TEXT_PP(1)),
					 zone);
	locks_release(&update->locks);
	writer_end(&writer, writing);
}

/*
 * update_class(class_id, name, capacity, price): changes what is given. A new
 * price holds for further registrations. Short-locks the class and its room.
 * Returns the class's id.
 */
Datum
fitclub_update_class(PG_FUNCTION_ARGS)
{
	ClassUpdate update = {0};
	Club club = read_club();

	update.class_id = own_key_argument(fcinfo, 0, TABLE_CLASS);
	permit_argument(fcinfo, 3, TABLE_CLASS, "price");
	check_text(fcinfo, 1, OPTIONAL, TABLE_CLASS, "name");
	check_integer(fcinfo, 2, OPTIONAL, TABLE_CLASS, "capacity", 1, 10000, "");
	check_money(fcinfo, 3, OPTIONAL, TABLE_CLASS, "price", true);
	update.capacity = PG_ARGISNULL(2) ? 0 : PG_GETARG_INT32(2);
	update.allow_over_room = club.class_may_exceed_room;

	locks_init(&update.locks);
	locks_close_gate(&update.locks, update.class_id);
	write_update(fcinfo, &update, club.zone);
	PG_RETURN_INT64(update.class_id);
}
