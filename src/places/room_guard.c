/*
 * room_guard.c
 *		The rules of rooms, on every path.
 */
#include "postgres.h"

#include "calendar/room_size.h"
#include "calendar/shared_room.h"
#include "engine/guarded_row.h"
#include "schema/trigger.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_guard_room);

typedef struct GuardedRoom
{
	int64 id;
	int capacity;
	int max_bookings;
} GuardedRoom;

static Refusal *
check_room(void *state, Blocker *blocker)
{
	GuardedRoom *room = state;

	return calendar_check_class_sizes(room->id, room->capacity, DT_NOBEGIN,
									  blocker);
}

static Refusal *
check_room_bookings(void *state, Blocker *blocker)
{
	GuardedRoom *room = state;

	return calendar_check_room_bookings(room->id, room->max_bookings, blocker);
}

static bool
is_lowered(const GuardedRow *guarded, AttrNumber column)
{
	return row_int32(guarded->row, guarded->desc, column) <
		   row_int32(guarded->before, guarded->desc, column);
}

/*
 * Trigger on room, when one of its numbers was lowered. A function that has
 * looked at the old number of bookings does not have its session guarded, so
 * it is waited for.
 */
Datum
fitclub_guard_room(PG_FUNCTION_ARGS)
{
	GuardedRow guarded = guarded_row(fcinfo, TABLE_ROOM, ON_UPDATE);
	GuardedRoom room;

	room.id = guarded_int64(&guarded, Anum_any_key);
	room.capacity = row_int32(guarded.row, guarded.desc, Anum_room_capacity);
	room.max_bookings =
		row_int32(guarded.row, guarded.desc, Anum_room_max_bookings);
	if (is_lowered(&guarded, Anum_room_capacity))
		guard(check_room, &room);
	if (is_lowered(&guarded, Anum_room_max_bookings))
	{
		guarded_announce(fcinfo);
		guard(check_room_bookings, &room);
	}
	return PointerGetDatum(NULL);
}
