/*
 * room.c
 *		Rooms, as their bookings need them.
 */
#include "postgres.h"

#include "rows/room.h"

#include "refusal/refusal.h"
#include "rows/settled_row.h"

#include "utils/builtins.h"

/* Waits for a change of this number, and for nothing else of the room. */
static bool
read_number(int64 id, AttrNumber column, int *number, Blocker *blocker)
{
	Datum value;
	bool isnull;

	if (!settled_row(TABLE_ROOM, id, &column, 1, 1, &value, &isnull, NULL,
					 blocker))
		return false;
	*number = DatumGetInt32(value);
	return true;
}

bool
read_room_capacity(int64 id, int *capacity, Blocker *blocker)
{
	return read_number(id, Anum_room_capacity, capacity, blocker);
}

bool
read_room_max_bookings(int64 id, int *max_bookings, Blocker *blocker)
{
	return read_number(id, Anum_room_max_bookings, max_bookings, blocker);
}

/* What people are told of where a booking is; they wait for nobody. */
char *
place_name(int64 room_id)
{
	static const AttrNumber column = Anum_room_name;
	Blocker ignored = NO_BLOCKER;
	Datum value;
	bool isnull;

	if (room_id == NO_ID)
		return "online";
	if (!settled_row(TABLE_ROOM, room_id, &column, 1, 0, &value, &isnull, NULL,
					 &ignored))
		refuse(refusal_unknown(TABLE_ROOM, room_id));
	return psprintf("in %s", TextDatumGetCString(value));
}
