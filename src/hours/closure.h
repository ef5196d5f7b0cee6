/*
 * closure.h
 *		Closures: rows that keep the club, a room or a trainer from being booked.
 */
#ifndef FITCLUB_CLOSURE_H
#define FITCLUB_CLOSURE_H

#include "engine/dirty_scan.h"
#include "refusal/refusal.h"

#include "nodes/pg_list.h"

/* What is closed, and when: a room, a trainer or, with neither, the club. */
typedef struct Closure
{
	int64 id; /* NO_ID: not written yet */
	int64 room_id;
	int64 trainer_id;
	Period period;
	bool is_cancelled;
	ItemPointerData place;
} Closure;

extern bool closure_read(int64 id, Closure *closure, Blocker *blocker);
extern Refusal *closure_check_period(Period period);
extern Refusal *closure_check(const Closure *closure, List **inside,
							  Blocker *blocker);

#endif /* FITCLUB_CLOSURE_H */
