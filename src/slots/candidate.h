/*
 * candidate.h
 *		The trainers and rooms of which a booking may have any.
 */
#ifndef FITCLUB_CANDIDATE_H
#define FITCLUB_CANDIDATE_H

#include "calendar/busy_time.h"
#include "hours/window.h"

#include "utils/array.h"

/* Periods in order, and the first that is not behind one who walks through time. */
typedef struct Course
{
	Periods periods;
	int next;
} Course;

/* A trainer or a room, and what it does, where that has been looked at. */
typedef struct Candidate
{
	int64 id;
	TimestampTz not_before; /* what starts earlier, it is not free for */
	int64 turnaround;
	int most;     /* bookings at once */
	int capacity; /* of a room */
	int bookings; /* of a trainer on the date in question; -1: not counted */
	bool is_loaded;
	Periods booked;
	Course busy;
	Window *windows; /* of a trainer */
	int window_count;
	Course hours; /* of a trainer on the date in question */
} Candidate;

typedef struct Candidates
{
	ResourceKind kind;
	Candidate *list;
	int count;
	int size;
	int loaded; /* how many of them are */
} Candidates;

extern Candidates slot_candidates(FunctionCallInfo fcinfo, int argument,
								  ResourceKind kind, const char *column);
extern void slot_keep(Candidates *candidates, ArrayType *ids);
extern void slot_permit_trainers(ArrayType *ids, int64 own);
extern void slot_sort(Candidates *candidates,
					  int (*compare)(const void *left, const void *right));
extern int slot_compare_rooms(const void *left, const void *right);
extern int slot_compare_trainers(const void *left, const void *right);

#endif /* FITCLUB_CANDIDATE_H */
