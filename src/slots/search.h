/*
 * search.h
 *		Which starts are free, date by date.
 */
#ifndef FITCLUB_SLOT_SEARCH_H
#define FITCLUB_SLOT_SEARCH_H

#include "slots/candidate.h"

#include "pgtime.h"

/* When a booking is possible, with whom and where. */
typedef struct Slot
{
	Period period;
	int64 trainer_id;
	int64 room_id; /* NO_ID: online */
} Slot;

typedef void (*SlotReport)(void *state, const Slot *slot);

typedef struct SlotSearch
{
	int64 duration;
	int64 step;
	int64 start_step; /* of which the club wants a multiple, or 0 */
	Period starts;    /* the first one, and the first that is too late */
	bool online;
	bool each_trainer;
	int64 wanted; /* rows, at most */
	int64 member_id;
	pg_tz *zone;
	Occupant ignored[2];
	Candidates trainers; /* by id */
	Candidates rooms;    /* the smallest first */
	SlotReport report;
	void *state;
} SlotSearch;

extern void slot_search(SlotSearch *search);

#endif /* FITCLUB_SLOT_SEARCH_H */
