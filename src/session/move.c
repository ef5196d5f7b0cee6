/*
 * move.c
 *		Moving private sessions.
 */
#include "postgres.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "calendar/move.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
#include "cover/lost.h"
#include "cover/moved.h"
#include "money/booking_bill.h"
#include "money/late_fee.h"
#include "money/paid.h"
#include "people/notification.h"
#include "rows/bill.h"
#include "session/request.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_reschedule_session);
PG_FUNCTION_INFO_V1(fitclub_reassign_session);

typedef struct SessionChange
{
	SessionRequest request; /* what it is to be */
	int64 session_id;
	Move move;
	Session session; /* as it is */
	Booking before;  /* the same in the calendar */
	Cover cover;     /* what is to pay for it, in place of a bill */
	Bill bill;
	ShortLocks locks;
} SessionChange;

/* The session as it would be, from what it is and what is asked. */
static void
apply_session_move(SessionChange *change)
{
	const Session *session = &change->session;
	SessionRequest *request = &change->request;

	change->before = calendar_session_booking(session->id, session->member_id,
											  session->trainer_id,
											  session->room_id,
											  session->period);
	request->booking = calendar_move_apply(&change->move, &change->before);
	request->is_new =
		calendar_move_is_new_for(&change->before, &request->booking);
	request->has_new_start = request->booking.period.start !=
							 session->period.start;
}

/* Lock the session as it is and as it would be, and the bill. */
static bool
lock_session_change(SessionChange *change)
{
	bool held = session_lock_booking(&change->locks, &change->request.booking);

	held &=
		locks_need(&change->locks, LOCK_TRAINER, change->session.trainer_id);
	held &= bill_lock(&change->locks, &change->bill);
	return held;
}

static bool
session_changes(const SessionChange *change)
{
	return calendar_move_changes(&change->before, &change->request.booking);
}

/* What covers the session as it is. */
static Cover
cover_before(const Session *session)
{
	return (Cover){.lot_id = session->lot_id,
				   .credits = session->credits,
				   .membership_id = session->membership_id};
}

/* Moving is no way around what a late cancellation costs. */
static Refusal *
check_move_notice(const SessionChange *change, Blocker *blocker)
{
	const Club *club = &change->request.club;
	const Session *session = &change->session;
	Cover cover = cover_before(session);
	CoverLost lost = cover_lost(cover.lot_id, cover.membership_id,
								session->period.start, club, blocker);
	bool is_late = cover_is_set(&cover)
					   ? cover_loses(&lost)
					   : amount_sign(club->late_fee_percent) > 0 &&
							 late_fee_notice_missed(club,
													session->period.start,
													current_instant());

	return check_notice_kept(TABLE_SESSION, change->session_id, is_late);
}

/* Whether it stays covered where it is going to be. */
static Refusal *
check_moved_cover(SessionChange *change, Blocker *blocker)
{
	const Session *session = &change->session;
	SessionRequest *request = &change->request;
	Cover before = cover_before(session);
	CoverRequest cover = cover_request(TABLE_SESSION, session->member_id,
									   &request->service, &request->club,
									   session->price);

	cover.what.booking.id = session->id;
	cover.what.lot_id = session->lot_id;
	cover.what.credits_used = session->credits;
	cover.what.scope.trainer_id = request->booking.resources[RESOURCE_TRAINER];
	cover.what.start = request->booking.period.start;
	return cover_check_moved(&cover.what, &before, session->period.start,
							 &change->locks, &change->cover, blocker);
}

/* A member keeps the length, whatever the service's is by now. */
static bool
changes_length(const SessionChange *change)
{
	Period before = change->before.period;
	Period after = change->request.booking.period;

	return after.end - after.start != before.end - before.start;
}

static Refusal *
check_session_change(void *state, Blocker *blocker)
{
	SessionChange *change = state;
	Refusal *refusal =
		session_read_active(change->session_id, &change->session, blocker);

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	apply_session_move(change);
	refusal = calendar_move_check(&change->before, &change->request.booking);
	if (refusal == NULL)
		refusal = check_move_notice(change, blocker);
	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	change->bill = bill_of_session(change->session_id, blocker);
	if (!lock_session_change(change))
		return NULL;
	locks_need_row(&change->locks, TABLE_SESSION, change->session_id,
				   &change->session.place, LockTupleNoKeyExclusive);
	if (!session_changes(change))
		locks_forget_rows(&change->locks);
	refusal = check_period(TABLE_SESSION, change->request.booking.period);
	if (refusal == NULL && changes_length(change))
		refusal = service_check_length(&change->request.service,
									   &change->request.club,
									   change->request.booking.period);
	if (refusal == NULL && change->request.has_new_start)
		refusal = service_check_start(&change->request.club,
									  change->request.booking.period.start);
	if (refusal == NULL)
		refusal = session_check_request(&change->request, blocker);
	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	return check_moved_cover(change, blocker);
}

static void
update_session(WriterState *writing, SessionChange *change)
{
	const Booking *booking = &change->request.booking;
	SessionColumns columns = session_columns(booking);
	ColumnValue values[4 + COVER_COLUMNS] = {columns.trainer, columns.room,
											 columns.start, columns.end};
	int count = 4;

	if (change->cover.lot_id != change->session.lot_id ||
		change->cover.membership_id != change->session.membership_id)
		count += cover_columns(&change->cover, TABLE_SESSION, &values[count]);
	writer_update(writing, TABLE_SESSION, locks_guarding(&change->locks),
				  &change->session.place, values, count);
	locks_readmit_direct_writers(&change->locks);
	bill_update_booking(
		writing, &change->bill, booking->resources[RESOURCE_TRAINER],
		bill_session_description(change->request.trainer.full_name,
								 booking->period.start,
								 change->request.club.zone));
}

/* Tell the member and the trainers. */
static void
tell_of_session_change(WriterState *writing, const SessionChange *change)
{
	const Booking *after = &change->request.booking;
	char *message = calendar_move_message("The private session",
										  &change->before, after,
										  change->request.trainer.full_name,
										  change->request.club.zone);

	notify_member(writing, change->session.member_id, message);
	calendar_move_tell_trainers(writing, &change->before, after, message);
}

/* Move a session; it may turn out to be where it is wanted. */
static Datum
change_session(SessionChange *change)
{
	static Writer writer = {3,
							{TABLE_SESSION, TABLE_BILL, TABLE_NOTIFICATION}};
	WriterState *writing;

	change->request.club = read_club();
	change->request.service = service_of_booking(
		TABLE_SESSION, change->session_id, change->move.trainer_id);
	locks_init(&change->locks);
	locks_exclude_direct_writers(&change->locks);
	writing = admit(&change->locks, &writer, check_session_change, change);
	if (session_changes(change))
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
place_arguments(FunctionCallInfo fcinfo, int room, int online, Move *move)
{
	check_row(fcinfo, room, OPTIONAL, TABLE_SESSION, "room_id", TABLE_ROOM);
	(void) check_given(fcinfo, online, REQUIRED, TABLE_SESSION, "online");
	move->room_id = argument_id(fcinfo, room);
	move->online = PG_GETARG_BOOL(online);
	if (move->online && move->room_id != NO_ID)
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

	change.session_id = permit_own_key(fcinfo, 0, TABLE_SESSION);
	change.move.times =
		argument_new_times(fcinfo, 1, 2, REQUIRED, TABLE_SESSION);
	check_row(fcinfo, 4, OPTIONAL, TABLE_SESSION, "trainer_id", TABLE_TRAINER);
	change.move.trainer_id = argument_id(fcinfo, 4);
	place_arguments(fcinfo, 3, 5, &change.move);
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
	change.session_id = argument_key(fcinfo, 0, TABLE_SESSION);
	place_arguments(fcinfo, 1, 4, &change.move);
	change.move.times =
		argument_new_times(fcinfo, 2, 3, OPTIONAL, TABLE_SESSION);
	if (!change.move.times.has_start && !change.move.times.has_end &&
		!change.move.online)
		(void) check_given(fcinfo, 1, REQUIRED, TABLE_SESSION, "room_id");
	return change_session(&change);
}
