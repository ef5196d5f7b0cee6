/*
 * roster.h
 *		Who holds the seats of a class, and whether there is another.
 */
#ifndef FITCLUB_ROSTER_H
#define FITCLUB_ROSTER_H

#include "engine/dirty_scan.h"
#include "refusal/refusal.h"
#include "write/writer.h"

#include "nodes/pg_list.h"

/* A seat held. */
typedef struct Seat
{
	int64 registration_id;
	int64 member_id;
	bool attended;
	ItemPointerData place; /* of the registration */
} Seat;

/* A class, where a check has found it. */
typedef struct PlacedClass
{
	int64 id;
	ItemPointerData place;
} PlacedClass;

extern bool roster_exceeds(int64 class_id, int limit, Blocker *blocker);
extern List *roster_seats(int64 class_id, Blocker *blocker);
extern void seat_release(WriterState *writing, const ItemPointerData *place,
						 TimestampTz now, const text *reason);
extern Refusal *roster_check_room(int64 room_id, int capacity,
								  bool may_exceed_room, Blocker *blocker);
extern Refusal *roster_check_class_sizes(int64 room_id, int capacity,
										 TimestampTz from, Blocker *blocker);

extern List *roster_larger_classes(int64 room_id, int capacity,
								   Blocker *blocker);

#endif /* FITCLUB_ROSTER_H */
