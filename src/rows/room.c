/*
 * room.c
 *		Rooms, as their bookings need them.
 */
#include "postgres.h"

#include "rows/room.h"

#include "base/local_time.h"
#include "refusal/refusal.h"
#include "rows/settled_row.h"

#include "utils/builtins.h"
#include "utils/timestamp.h"

/* Waits for a change of this column, and for nothing else of the room. */
static bool
read_column(int64 id, AttrNumber column, Datum *value, Blocker *blocker)
{
	bool isnull;

	return settled_row(TABLE_ROOM, id, &column, 1, 1, value, &isnull, NULL,
					   blocker);
}

bool
read_room_capacity(int64 id, int *capacity, Blocker *blocker)
{
	Datum value;

	if (!read_column(id, Anum_room_capacity, &value, blocker))
		return false;
	*capacity = DatumGetInt32(value);
	return true;
}

/* How many bookings a room holds at once; one, if there is no such room. */
int
read_room_max_bookings(int64 id, Blocker *blocker)
{
	Datum value;

	return read_column(id, Anum_room_max_bookings, &value, blocker)
			   ? DatumGetInt32(value)
			   : 1;
}

/*
 * The room that a booking is going to refer to; only its turnaround decides.
 * Our snapshot has to show some version of it, but not the last one.
 */
bool
read_room(int64 id, Room *room, Blocker *blocker)
{
	static const AttrNumber column = Anum_room_turnaround;
	Blocker changing = NO_BLOCKER;
	Datum value;
	bool isnull;

	room->seen = (RowPlace){TABLE_ROOM, id};
	if (!settled_row(TABLE_ROOM, id, &column, 1, 1, &value, &isnull,
					 &room->seen.place, &changing))
		return false;
	if (blocker_is_set(&changing))
		blocker_take(blocker, &changing);
	if (changing.unseen && !row_was_there(TABLE_ROOM, id))
		blocker->unseen = true;
	room->id = id;
	room->turnaround = interval_length(DatumGetIntervalP(value));
	return true;
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
