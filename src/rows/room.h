/*
 * room.h
 *		Rooms, as their bookings need them.
 */
#ifndef FITCLUB_ROOM_H
#define FITCLUB_ROOM_H

#include "engine/dirty_scan.h"

extern bool read_room_capacity(int64 id, int *capacity, Blocker *blocker);
extern int read_room_max_bookings(int64 id, Blocker *blocker);
extern int64 read_room_turnaround(int64 id, Blocker *blocker);
extern char *place_name(int64 room_id);

#endif /* FITCLUB_ROOM_H */
