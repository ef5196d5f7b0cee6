/*
 * room_guard.c
 *		The rules of rooms, on every path.
 */
#include "postgres.h"

#include "calendar/room_size.h"
#include "engine/guarded_row.h"
#include "schema/trigger.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_guard_room);

typedef struct GuardedRoom
{
	int64 id;
	int capacity;
} GuardedRoom;

static Refusal *
check_room(void *state, Blocker *blocker)
{
	GuardedRoom *room = state;

	return calendar_check_class_sizes(room->id, room->capacity, DT_NOBEGIN,
									  blocker);
}

/* Trigger on room, when its capacity was lowered. */
Datum
fitclub_guard_room(PG_FUNCTION_ARGS)
{
	GuardedRow guarded = guarded_row(fcinfo, TABLE_ROOM, ON_UPDATE);
	GuardedRoom room;

	room.id = guarded_int64(&guarded, Anum_any_key);
	room.capacity = row_int32(guarded.row, guarded.desc, Anum_room_capacity);
	guard(check_room, &room);
	return PointerGetDatum(NULL);
}
