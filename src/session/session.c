/*
 * session.c
 *		Private sessions: booking, moving, cancelling.
 *
 * Every writer of a session holds the short lock of its trainer while it
 * checks and writes, and that of its bill if it touches one.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "argument/time_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "calendar/calendar.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
#include "hours/cover.h"
#include "money/booking_bill.h"
#include "money/late_fee.h"
#include "money/paid.h"
#include "people/notification.h"
#include "rows/bill.h"
#include "rows/club.h"
#include "rows/room.h"
#include "rows/session.h"
#include "rows/trainer.h"
#include "write/admission.h"
#include "write/writer.h"


PG_FUNCTION_INFO_V1(fitclub_book_session);
PG_FUNCTION_INFO_V1(fitclub_reschedule_session);
PG_FUNCTION_INFO_V1(fitclub_reassign_session);
PG_FUNCTION_INFO_V1(fitclub_cancel_session);

/* A session on its way into the calendar. */
typedef struct SessionRequest
{
	Booking booking;
	Club club;
	Trainer trainer;
	RowPlace member;
	RowPlace room;
	bool is_new_work; /* for the trainer, so that hours matter */
} SessionRequest;

static bool
lock_booking(ShortLocks *locks, const Booking *booking)
{
	bool held =
		locks_need(locks, LOCK_ROOM, booking->resources[RESOURCE_ROOM]);

	held &=
		locks_need(locks, LOCK_TRAINER, booking->resources[RESOURCE_TRAINER]);
	held &=
		locks_need(locks, LOCK_MEMBER, booking->resources[RESOURCE_MEMBER]);
	return held;
}

/* Everything that a session has to satisfy. */
static Refusal *
check_session_request(void *state, Blocker *blocker)
{
	SessionRequest *request = state;
	int64 trainer_id = request->booking.resources[RESOURCE_TRAINER];
	Refusal *refusal;

	refusal = trainer_check_work(TABLE_SESSION, trainer_id,
								 request->booking.period, request->club.zone,
								 request->is_new_work, &request->trainer,
								 blocker);
	if (refusal != NULL)
		return refusal;
	return calendar_check(&request->booking, blocker);
}

/* Where and when a session is to be. */
typedef struct SessionColumns
{
	ColumnValue trainer;
	ColumnValue room;
	ColumnValue start;
	ColumnValue end;
} SessionColumns;

static SessionColumns
session_columns(const Booking *booking)
{
	return (SessionColumns){
		column_id(Anum_private_session_trainer_id,
				  booking->resources[RESOURCE_TRAINER]),
		column_id(Anum_private_session_room_id,
				  booking->resources[RESOURCE_ROOM]),
		column_instant(Anum_private_session_start_time, booking->period.start),
		column_instant(Anum_private_session_end_time, booking->period.end),
	};
}

static int64
insert_session(WriterState *writing, const SessionRequest *request,
			   Guarding guarding, Datum activity, Numeric price)
{
	SessionColumns columns = session_columns(&request->booking);
	ColumnValue values[] = {
		column_id(Anum_private_session_member_id,
				  request->booking.resources[RESOURCE_MEMBER]),
		columns.trainer,
		columns.room,
		columns.start,
		columns.end,
		column_datum(Anum_private_session_activity_type, activity),
		column_amount(Anum_private_session_price, price),
	};

	return writer_insert(writing, TABLE_SESSION, guarding, values,
						 lengthof(values));
}

static void
insert_session_bill(WriterState *writing, const SessionRequest *request,
					int64 session_id, Numeric price)
{
	const Booking *booking = &request->booking;
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id,
				  booking->resources[RESOURCE_MEMBER]),
		column_id(Anum_billing_item_private_session_id, session_id),
		column_id(Anum_billing_item_trainer_id,
				  booking->resources[RESOURCE_TRAINER]),
		column_amount(Anum_billing_item_amount, price),
		column_text(Anum_billing_item_description,
					session_bill_description(request->trainer.full_name,
											 booking->period.start,
											 request->club.zone)),
	};

	(void) writer_insert(writing, TABLE_BILL, GUARDED, values,
						 lengthof(values));
}

/*
 * Write a session and its bill; a free one has no bill. Lets go of the locks
 * as soon as the rows are there, before the foreign keys are checked.
 */
static int64
write_session(SessionRequest *request, ShortLocks *locks, Datum activity,
			  Numeric price)
{
	static Writer writer = {2, {TABLE_SESSION, TABLE_BILL}};
	WriterState *writing =
		admit(locks, &writer, check_session_request, request);
	int64 session_id;

	writer_knows_place(writing, &request->member);
	writer_knows_place(writing, &request->trainer.seen);
	writer_knows_place(writing, &request->room);
	session_id = insert_session(writing, request, locks_guarding(locks),
								activity, price);
	locks_readmit_direct_writers(locks);
	if (amount_sign(price) > 0)
		insert_session_bill(writing, request, session_id, price);
	locks_release(locks);
	writer_end(&writer, writing);
	return session_id;
}

/*
 * book_session(member_id, trainer_id, room_id, start_time, end_time,
 * activity_type, price): books a session with its bill. Short-locks the room,
 * the trainer and the member; a refusal writes nothing. Returns the session's
 * id.
 */
Datum
fitclub_book_session(PG_FUNCTION_ARGS)
{
	SessionRequest request;
	ShortLocks locks;
	int64 session_id;

	permit_session(fcinfo, 0, 1);
	permit_argument(fcinfo, 6, TABLE_SESSION, "price");
	request.member = require_row_place(fcinfo, 0, REQUIRED, TABLE_SESSION,
									   "member_id", TABLE_MEMBER);
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_SESSION, "trainer_id");
	request.room = require_row_place(fcinfo, 2, OPTIONAL, TABLE_SESSION,
									 "room_id", TABLE_ROOM);
	request.booking = session_booking(
		NO_ID, PG_GETARG_INT64(0), PG_GETARG_INT64(1), id_argument(fcinfo, 2),
		period_argument(fcinfo, 3, 4, TABLE_SESSION));
	refuse_if(check_not_past(TABLE_SESSION, request.booking.period.start));
	check_text(fcinfo, 5, REQUIRED, TABLE_SESSION, "activity_type");
	check_money(fcinfo, 6, OPTIONAL, TABLE_SESSION, "price", true);
	request.club = read_club();
	request.is_new_work = true;

	locks_init(&locks);
	locks_exclude_direct_writers(&locks);
	(void) lock_booking(&locks, &request.booking);
	session_id = write_session(&request, &locks, PG_GETARG_DATUM(5),
							   PG_ARGISNULL(6) ? request.club.session_price
											   : PG_GETARG_NUMERIC(6));
	PG_RETURN_INT64(session_id);
}

/* What a session is to become; a value that is not given is kept. */
typedef struct SessionChange
{
	SessionRequest request;
	int64 session_id;
	NewTimes times;
	int64 room_id;
	int64 trainer_id;
	bool online;
	Session before;
	Bill bill;
	ShortLocks locks;
} SessionChange;

/* The session as it is, unless the caller may no longer change it. */
static Refusal *
read_active_session(int64 session_id, Session *session, Blocker *blocker)
{
	Refusal *refusal;

	if (!read_session(session_id, session, blocker))
		return refusal_missing(TABLE_SESSION, session_id);
	refusal = check_own_booking(TABLE_SESSION, session_id, session->member_id,
								session->trainer_id, session->period.start);
	if (refusal != NULL)
		return refusal;
	if (!blocker_is_set(blocker) && session->is_cancelled)
		return refusal_cancelled_already(TABLE_SESSION, session_id);
	return NULL;
}

/* The session as it would be, from what it is and what is asked. */
static void
apply_session_change(SessionChange *change)
{
	const Session *before = &change->before;
	Period period = move_period(before->period, &change->times);
	int64 room_id = change->online             ? NO_ID
					: change->room_id != NO_ID ? change->room_id
											   : before->room_id;
	int64 trainer_id = change->trainer_id != NO_ID ? change->trainer_id
												   : before->trainer_id;

	change->request.booking = session_booking(
		change->session_id, before->member_id, trainer_id, room_id, period);
	change->request.is_new_work = trainer_id != before->trainer_id ||
								  !periods_equal(period, before->period);
}

/* Lock the session as it is and as it would be, and the bill. */
static bool
lock_session_change(SessionChange *change)
{
	bool held = lock_booking(&change->locks, &change->request.booking);

	held &=
		locks_need(&change->locks, LOCK_TRAINER, change->before.trainer_id);
	held &= bill_lock(&change->locks, &change->bill);
	return held;
}

/* Whether there is anything to write. */
static bool
has_changed(const SessionChange *change)
{
	return change->request.is_new_work ||
		   change->request.booking.resources[RESOURCE_ROOM] !=
			   change->before.room_id;
}

/* What members and trainers may not make of a session of theirs. */
static Refusal *
check_permitted(const SessionChange *change)
{
	const Session *before = &change->before;
	const Club *club = &change->request.club;
	bool is_late =
		amount_sign(club->late_fee_percent) > 0 &&
		cancellation_is_late(club, before->period.start, current_instant());
	Refusal *refusal = check_same_trainer(
		TABLE_SESSION, before->trainer_id,
		change->request.booking.resources[RESOURCE_TRAINER]);

	if (refusal == NULL)
		refusal = check_not_past(TABLE_SESSION,
								 change->request.booking.period.start);
	if (refusal == NULL)
		refusal =
			check_notice_kept(TABLE_SESSION, change->session_id, is_late);
	return refusal;
}

static Refusal *
check_session_change(void *state, Blocker *blocker)
{
	SessionChange *change = state;
	Refusal *refusal =
		read_active_session(change->session_id, &change->before, blocker);

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	apply_session_change(change);
	refusal = check_permitted(change);
	if (refusal != NULL)
		return refusal;
	change->bill = bill_of_session(change->session_id, blocker);
	if (!lock_session_change(change))
		return NULL;
	locks_need_row(&change->locks, TABLE_SESSION, change->session_id,
				   &change->before.place, LockTupleNoKeyExclusive);
	if (!has_changed(change))
		locks_forget_rows(&change->locks);
	refusal = check_period(TABLE_SESSION, change->request.booking.period);
	if (refusal != NULL)
		return refusal;
	return check_session_request(&change->request, blocker);
}

static void
update_session(WriterState *writing, SessionChange *change)
{
	const Booking *booking = &change->request.booking;
	SessionColumns columns = session_columns(booking);
	ColumnValue values[] = {columns.trainer, columns.room, columns.start,
							columns.end};

	writer_update(writing, TABLE_SESSION, locks_guarding(&change->locks),
				  &change->before.place, values, lengthof(values));
	locks_readmit_direct_writers(&change->locks);
	bill_update_booking(
		writing, &change->bill, booking->resources[RESOURCE_TRAINER],
		session_bill_description(change->request.trainer.full_name,
								 booking->period.start,
								 change->request.club.zone));
}

/* Tell the member and the trainers, if there is anything to tell. */
static void
tell_of_session_change(WriterState *writing, const SessionChange *change)
{
	const Booking *booking = &change->request.booking;
	int64 trainer_id = booking->resources[RESOURCE_TRAINER];
	const Session *before = &change->before;
	pg_tz *zone = change->request.club.zone;
	int64 room_id = booking->resources[RESOURCE_ROOM];
	char *message = psprintf(
		"The private session on %s is now on %s with %s%s",
		local_date_label(before->period.start, zone),
		local_span(booking->period, zone), change->request.trainer.full_name,
		room_id == before->room_id ? ""
								   : psprintf(", %s", place_name(room_id)));

	notify_member(writing, before->member_id, message);
	notify_trainer(writing, trainer_id, message);
	if (trainer_id != before->trainer_id)
		notify_trainer(writing, before->trainer_id, message);
}

/* Move a session; it may turn out to be where it is wanted. */
static Datum
change_session(SessionChange *change)
{
	static Writer writer = {3,
							{TABLE_SESSION, TABLE_BILL, TABLE_NOTIFICATION}};
	WriterState *writing;

	change->request.club = read_club();
	locks_init(&change->locks);
	locks_exclude_direct_writers(&change->locks);
	writing = admit(&change->locks, &writer, check_session_change, change);
	if (has_changed(change))
	{
		update_session(writing, change);
		tell_of_session_change(writing, change);
	}
	locks_release(&change->locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(change->session_id);
}

/* A room and online together contradict each other. */
static void
change_place(FunctionCallInfo fcinfo, int room, int online,
			 SessionChange *change)
{
	check_row(fcinfo, room, OPTIONAL, TABLE_SESSION, "room_id", TABLE_ROOM);
	(void) check_given(fcinfo, online, REQUIRED, TABLE_SESSION, "online");
	change->room_id = id_argument(fcinfo, room);
	change->online = PG_GETARG_BOOL(online);
	if (change->online && change->room_id != NO_ID)
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_SESSION,
							 "room_id", "an online session has no room",
							 NULL));
}

/*
 * reschedule_session(session_id, start_time, end_time, room_id, trainer_id,
 * online): moves a session by the rules of booking, leaving the session
 * itself out of account; its bill follows. Short-locks old and new room and
 * trainer, the member and the bill. Returns the session's id.
 */
Datum
fitclub_reschedule_session(PG_FUNCTION_ARGS)
{
	SessionChange change = {0};

	change.session_id = own_key_argument(fcinfo, 0, TABLE_SESSION);
	change.times = new_times_argument(fcinfo, 1, 2, REQUIRED, TABLE_SESSION);
	check_row(fcinfo, 4, OPTIONAL, TABLE_SESSION, "trainer_id", TABLE_TRAINER);
	change.trainer_id = id_argument(fcinfo, 4);
	change_place(fcinfo, 3, 5, &change);
	return change_session(&change);
}

/*
 * reassign_session(session_id, room_id, start_time, end_time, online): the
 * same for the desk, which may change the room alone.
 */
Datum
fitclub_reassign_session(PG_FUNCTION_ARGS)
{
	SessionChange change = {0};

	permit_staff(TABLE_SESSION);
	change.session_id = key_argument(fcinfo, 0, TABLE_SESSION);
	change_place(fcinfo, 1, 4, &change);
	change.times = new_times_argument(fcinfo, 2, 3, OPTIONAL, TABLE_SESSION);
	if (!change.times.has_start && !change.times.has_end && !change.online)
		(void) check_given(fcinfo, 1, REQUIRED, TABLE_SESSION, "room_id");
	return change_session(&change);
}

/* A session on its way out. */
typedef struct SessionCancellation
{
	Session session;
	text *reason; /* NULL: none is given */
	Bill bill;
	Numeric paid;
	ShortLocks locks;
} SessionCancellation;

static Refusal *
check_session_cancellation(void *state, Blocker *blocker)
{
	SessionCancellation *cancellation = state;
	Session *session = &cancellation->session;
	Refusal *refusal = read_active_session(session->id, session, blocker);
	bool held;

	if (refusal == NULL && !blocker_is_set(blocker))
		refusal = check_over(TABLE_SESSION, session->id, session->period.end,
							 cancellation->reason);
	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	cancellation->bill = bill_of_session(session->id, blocker);
	held = locks_need(&cancellation->locks, LOCK_TRAINER, session->trainer_id);
	held &= bill_lock(&cancellation->locks, &cancellation->bill);
	locks_need_row(&cancellation->locks, TABLE_SESSION, session->id,
				   &session->place, LockTupleNoKeyExclusive);
	if (held && cancellation->bill.id != NO_ID)
		cancellation->paid = bill_paid(cancellation->bill.id, blocker);
	return NULL;
}

static void
write_cancellation(SessionCancellation *cancellation, const Club *club,
				   bool waive_fee)
{
	static Writer writer = {3,
							{TABLE_SESSION, TABLE_BILL, TABLE_NOTIFICATION}};
	WriterState *writing = admit(&cancellation->locks, &writer,
								 check_session_cancellation, cancellation);
	const Session *session = &cancellation->session;
	TimestampTz now = current_instant();
	ColumnValue values[] = {
		column_instant(Anum_private_session_cancelled_at, now),
		column_given(Anum_private_session_cancellation_reason,
					 cancellation->reason),
	};
	char *message =
		psprintf("The private session on %s is cancelled",
				 local_date_label(session->period.start, club->zone));

	writer_update(writing, TABLE_SESSION, GUARDED, &session->place, values,
				  lengthof(values));
	bill_cancel_booking(writing, &cancellation->bill, cancellation->paid, club,
						session->period.start, now, waive_fee);
	notify_member(writing, session->member_id, message);
	notify_trainer(writing, session->trainer_id, message);
	locks_release(&cancellation->locks);
	writer_end(&writer, writing);
}

/*
 * cancel_session(session_id, waive_fee, reason): frees the time and closes
 * the bill. Short-locks the trainer and the bill. Returns the session's id.
 */
Datum
fitclub_cancel_session(PG_FUNCTION_ARGS)
{
	SessionCancellation cancellation;
	Club club;
	bool waive_fee;

	cancellation.session.id = own_key_argument(fcinfo, 0, TABLE_SESSION);
	waive_fee = fee_is_waived(fcinfo, 1, TABLE_SESSION);
	cancellation.reason = reason_argument(fcinfo, 2, TABLE_SESSION);
	club = read_club();
	locks_init(&cancellation.locks);
	write_cancellation(&cancellation, &club, waive_fee);
	PG_RETURN_INT64(cancellation.session.id);
}
