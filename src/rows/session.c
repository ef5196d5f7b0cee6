/*
 * session.c
 *		Private sessions that are going to be changed.
 */
#include "postgres.h"

#include "rows/session.h"

#include "rows/settled_row.h"

#include "utils/builtins.h"
#include "utils/timestamp.h"

/* The session, unless there is none. */
bool
read_session(int64 id, Session *session, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_private_session_member_id, Anum_private_session_trainer_id,
		Anum_private_session_room_id,   Anum_private_session_start_time,
		Anum_private_session_end_time,  Anum_private_session_cancelled_at,
		Anum_private_session_price,     Anum_private_session_activity_type,
		Anum_private_session_lot_id,    Anum_private_session_membership_id,
		Anum_private_session_credits,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!settled_row(TABLE_SESSION, id, columns, lengthof(columns), FOR_WRITE,
					 values, nulls, &session->place, blocker))
		return false;
	session->id = id;
	session->member_id = DatumGetInt64(values[0]);
	session->trainer_id = DatumGetInt64(values[1]);
	session->room_id = nulls[2] ? NO_ID : DatumGetInt64(values[2]);
	session->period.start = DatumGetTimestampTz(values[3]);
	session->period.end = DatumGetTimestampTz(values[4]);
	session->is_cancelled = !nulls[5];
	session->price = DatumGetNumeric(values[6]);
	session->activity = TextDatumGetCString(values[7]);
	session->lot_id = nulls[8] ? NO_ID : DatumGetInt64(values[8]);
	session->membership_id = nulls[9] ? NO_ID : DatumGetInt64(values[9]);
	session->credits = nulls[10] ? 0 : DatumGetInt16(values[10]);
	return true;
}
