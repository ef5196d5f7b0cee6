/*
 * session_guard.c
 *		The rules of private sessions, on every path.
 */
#include "postgres.h"

#include "calendar/booking.h"
#include "cover/cover_guard.h"
#include "engine/guarded_row.h"
#include "rows/bill.h"
#include "schema/trigger.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_guard_private_session);

static Refusal *
check_booking(void *state, Blocker *blocker)
{
	return calendar_check(state, blocker);
}

/* A session that is to stand again, while its only bill does not. */
static Refusal *
refusal_unbilled(int64 session_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_SESSION, "private_session_unbilled",
		psprintf("private session " INT64_FORMAT " would not be billed",
				 session_id));

	refusal->column = "cancelled_at";
	refusal->detail = "Its bill was closed when it was cancelled.";
	refusal->hint = "Book it again, or make its bill pending first.";
	return refusal;
}

/* A session that stands again has a bill that does, if it has one. */
static Refusal *
check_revived_session(void *state, Blocker *blocker)
{
	int64 session_id = *(int64 *) state;
	Bill bill = bill_of_session(session_id, blocker);

	if (bill.id == NO_ID || blocker_is_set(blocker) || bill_stands(&bill))
		return NULL;
	return refusal_unbilled(session_id);
}

/* Whether it is paid for by something else than a bill. */
static bool
is_covered(const GuardedRow *guarded)
{
	return !row_is_null(guarded->row, Anum_private_session_lot_id) ||
		   !row_is_null(guarded->row, Anum_private_session_membership_id);
}

static void
guard_session(const GuardedRow *guarded, bool was_cancelled)
{
	Booking booking = calendar_session_booking(
		guarded_int64(guarded, Anum_any_key),
		guarded_int64(guarded, Anum_private_session_member_id),
		guarded_int64(guarded, Anum_private_session_trainer_id),
		guarded_int64(guarded, Anum_private_session_room_id),
		guarded_period(guarded, Anum_private_session_start_time,
					   Anum_private_session_end_time));

	guard(check_booking, &booking);
	if (was_cancelled && !is_covered(guarded))
		guard(check_revived_session, &booking.occupant.id);
}

/*
 * Trigger on private_session. Waits for transactions whose bookings clash, or
 * that use the last credits of its lot. Follows
 * check_exclusion_constraint() in execIndexing.c.
 */
Datum
fitclub_guard_private_session(PG_FUNCTION_ARGS)
{
	static const AttrNumber deciding[] = {
		Anum_private_session_member_id, Anum_private_session_trainer_id,
		Anum_private_session_room_id,   Anum_private_session_start_time,
		Anum_private_session_end_time,
	};
	GuardedRow guarded =
		guarded_row(fcinfo, TABLE_SESSION, ON_INSERT | ON_UPDATE);
	bool was_cancelled =
		guarded_was_cancelled(&guarded, Anum_private_session_cancelled_at);
	bool is_taken =
		row_is_null(guarded.row, Anum_private_session_cancelled_at) &&
		(was_cancelled ||
		 !guarded_unchanged(&guarded, deciding, lengthof(deciding)));
	int64 lot_id = cover_lot_newly_used(&guarded, TABLE_SESSION);

	if (is_taken || lot_id != NO_ID)
		guarded_announce(fcinfo);
	if (is_taken)
		guard_session(&guarded, was_cancelled);
	cover_guard_lot(lot_id);
	return PointerGetDatum(NULL);
}
