/*
 * room.h
 *		Rooms, as their bookings need them.
 */
#ifndef FITCLUB_ROOM_H
#define FITCLUB_ROOM_H

#include "engine/dirty_scan.h"

typedef struct Room
{
	int64 id;
	int64 turnaround; /* between two bookings, in microseconds */
	RowPlace seen;
} Room;

extern bool read_room_capacity(int64 id, int *capacity, Blocker *blocker);
extern int read_room_max_bookings(int64 id, Blocker *blocker);
extern bool read_room(int64 id, Room *room, Blocker *blocker);
extern char *place_name(int64 room_id);

#endif /* FITCLUB_ROOM_H */
