/*
 * request.c
 *		What booking, moving and cancelling a session have in common.
 *
 * Every writer of a session holds the short lock of its trainer while it
 * checks and writes, and that of its bill if it touches one.
 */
#include "postgres.h"

#include "calendar/member_rules.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
#include "hours/cover.h"
#include "session/request.h"

/* Lock all that a session keeps busy; true if it is locked already. */
bool
session_lock_booking(ShortLocks *locks, const Booking *booking)
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
Refusal *
session_check_request(void *state, Blocker *blocker)
{
	SessionRequest *request = state;
	int64 trainer_id = request->booking.resources[RESOURCE_TRAINER];
	Refusal *refusal;

	refusal = hours_check_trainer(TABLE_SESSION, trainer_id,
								  request->booking.period, request->club.zone,
								  request->is_new.trainer, &request->trainer,
								  blocker);
	if (refusal == NULL && request->is_new.trainer)
		refusal = service_check_trainer(&request->service, TABLE_SESSION,
										trainer_id);
	if (refusal != NULL)
		return refusal;
	refusal = calendar_check_new(&request->booking, request->is_new,
								 &request->room, &request->trainer, blocker);
	if (refusal == NULL && request->has_new_start)
		refusal = calendar_check_member_rules(&request->booking,
											  &request->club, blocker);
	return refusal;
}

SessionColumns
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

/* The session as it is, unless the caller may no longer change it. */
Refusal *
session_read_active(int64 session_id, Session *session, Blocker *blocker)
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
