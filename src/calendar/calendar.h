/*
 * calendar.h
 *		Who and what is busy when.
 */
#ifndef FITCLUB_CALENDAR_H
#define FITCLUB_CALENDAR_H

#include "engine/dirty_scan.h"
#include "refusal/refusal.h"

#include "nodes/pg_list.h"

typedef enum ResourceKind
{
	RESOURCE_ROOM,
	RESOURCE_TRAINER,
	RESOURCE_MEMBER
} ResourceKind;

#define RESOURCE_KINDS (RESOURCE_MEMBER + 1)

/* What keeps a resource busy: a private session, or a class. */
typedef struct Occupant
{
	TableId table;
	int64 id; /* NO_ID: not written yet */
} Occupant;

/* What someone wants to write, and the table that an error will name. */
typedef struct Booking
{
	Occupant occupant;
	TableId reported_table;
	Period period;
	int64 resources[RESOURCE_KINDS]; /* NO_ID where none */
} Booking;

/* What a probe found. */
typedef struct Clash
{
	Occupant occupant;
	Period period;
} Clash;

extern const char *resource_name(ResourceKind kind);
extern Booking session_booking(int64 session_id, int64 member_id,
							   int64 trainer_id, int64 room_id, Period period);
extern Booking class_booking(int64 class_id, int64 trainer_id, int64 room_id,
							 Period period);
extern Booking seat_booking(int64 class_id, int64 member_id, Period period);
extern bool calendar_probe(ResourceKind kind, int64 id, Period period,
						   const Occupant *ignored, Clash *clash,
						   Blocker *blocker);
extern List *calendar_clashes(ResourceKind kind, int64 id, Period period,
							  const Occupant *ignored, int ignored_count);
extern List *calendar_upcoming(ResourceKind kind, int64 id, TimestampTz from,
							   Blocker *blocker);
extern Refusal *calendar_check(const Booking *booking, Blocker *blocker);

#endif /* FITCLUB_CALENDAR_H */
