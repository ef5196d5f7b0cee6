/*
 * closure.c
 *		Closures: their rows, and what may not stand where one is.
 */
#include "postgres.h"

#include "hours/closure.h"

#include "base/local_time.h"
#include "calendar/busy.h"
#include "hours/hours_refusal.h"
#include "rows/settled_row.h"

#include "utils/timestamp.h"

/* The closure with this id, if it is there; a changing one is a blocker. */
bool
closure_read(int64 id, Closure *closure, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_closure_room_id,      Anum_closure_trainer_id,
		Anum_closure_start_time,   Anum_closure_end_time,
		Anum_closure_cancelled_at,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!settled_row(TABLE_CLOSURE, id, columns, lengthof(columns), FOR_WRITE,
					 values, nulls, &closure->place, blocker))
		return false;
	closure->id = id;
	closure->room_id = nulls[0] ? NO_ID : DatumGetInt64(values[0]);
	closure->trainer_id = nulls[1] ? NO_ID : DatumGetInt64(values[1]);
	closure->period.start = DatumGetTimestampTz(values[2]);
	closure->period.end = DatumGetTimestampTz(values[3]);
	closure->is_cancelled = !nulls[4];
	return true;
}

/* Why a period cannot be a closure's, or NULL. */
Refusal *
closure_check_period(Period period)
{
	Refusal *refusal = NULL;

	if (TIMESTAMP_NOT_FINITE(period.start) || TIMESTAMP_NOT_FINITE(period.end))
		refusal = refusal_period_infinite(TABLE_CLOSURE);
	else if (period.end <= period.start)
		refusal = refusal_period_order(TABLE_CLOSURE);
	else if (!is_club_instant(period.start) || !is_club_instant(period.end))
		refusal = refusal_period_range(TABLE_CLOSURE);
	else if (period.end - period.start > LONGEST_CLOSURE)
		refusal = refusal_closure_length();
	if (refusal != NULL)
		refusal->detail =
			"A closure ends after it starts, lasts at most 366 days and has two finite times.";
	return refusal;
}

/*
 * Rules: closures of one room, of one trainer or of the club do not overlap,
 * and nothing is booked where one is. The bookings that are in the way are
 * listed once none of them is in another transaction's hands.
 */
Refusal *
closure_check(const Closure *closure, List **inside, Blocker *blocker)
{
	ResourceKind kind = closure->room_id != NO_ID      ? RESOURCE_ROOM
						: closure->trainer_id != NO_ID ? RESOURCE_TRAINER
													   : RESOURCE_CLUB;
	int64 id = closure->room_id != NO_ID      ? closure->room_id
			   : closure->trainer_id != NO_ID ? closure->trainer_id
											  : THE_CLUB;
	Occupant itself = {TABLE_CLOSURE, closure->id};
	int64 ids[RESOURCE_KINDS] = {NO_ID};
	Clash clash;

	*inside = NIL;
	ids[kind] = id;
	if (calendar_probe_closures(ids, closure->period, &itself, &kind, &clash,
								blocker))
		return refusal_closure_overlaps(calendar_resource_name(kind), id,
										clash.period);
	*inside = calendar_bookings(kind, id, closure->period, blocker);
	if (*inside == NIL || blocker_is_set(blocker))
		return NULL;
	return refusal_closure_in_use(list_length(*inside));
}
