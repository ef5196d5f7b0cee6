/*
 * seat_count.h
 *		Who holds the seats of a class, and whether there is another.
 */
#ifndef FITCLUB_SEAT_COUNT_H
#define FITCLUB_SEAT_COUNT_H

#include "engine/dirty_scan.h"

#include "nodes/pg_list.h"

/* A seat held. */
typedef struct Seat
{
	int64 registration_id;
	int64 member_id;
	bool attended;
	ItemPointerData place; /* of the registration */
} Seat;

extern bool calendar_seats_exceed(int64 class_id, int limit, Blocker *blocker);
extern List *calendar_seats(int64 class_id, Blocker *blocker);

#endif /* FITCLUB_SEAT_COUNT_H */
