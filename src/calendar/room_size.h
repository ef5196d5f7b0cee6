/*
 * room_size.h
 *		Whether classes fit their rooms, asked from either side.
 */
#ifndef FITCLUB_ROOM_SIZE_H
#define FITCLUB_ROOM_SIZE_H

#include "engine/dirty_scan.h"
#include "refusal/refusal.h"

#include "nodes/pg_list.h"

/* A class, where a check has found it. */
typedef struct PlacedClass
{
	int64 id;
	ItemPointerData place;
} PlacedClass;

extern Refusal *calendar_check_room_size(int64 room_id, int capacity,
										 bool may_exceed_room,
										 Blocker *blocker);
extern Refusal *calendar_check_class_sizes(int64 room_id, int capacity,
										   TimestampTz from, Blocker *blocker);
extern List *calendar_larger_classes(int64 room_id, int capacity,
									 Blocker *blocker);

#endif /* FITCLUB_ROOM_SIZE_H */
