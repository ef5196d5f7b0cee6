/*
 * busy.h
 *		Who and what is busy when.
 */
#ifndef FITCLUB_BUSY_H
#define FITCLUB_BUSY_H

#include "base/periods.h"
#include "engine/dirty_scan.h"

#include "nodes/pg_list.h"

typedef enum ResourceKind
{
	RESOURCE_ROOM,
	RESOURCE_TRAINER,
	RESOURCE_MEMBER,
	RESOURCE_CLUB /* what has a trainer needs the club to be open */
} ResourceKind;

#define RESOURCE_KINDS (RESOURCE_CLUB + 1)

/* The id of the club among resources. */
#define THE_CLUB INT64CONST(1)

/* What keeps a resource busy: a private session, a class, or a closure. */
typedef struct Occupant
{
	TableId table;
	int64 id; /* NO_ID: not written yet */
} Occupant;

/* What a probe found. */
typedef struct Clash
{
	Occupant occupant;
	Period period;
	Blocker holder; /* the transaction that is changing it, if there is one */
} Clash;

/* No kind of resource has its bookings in more indexes. */
#define MOST_BUSY_INDEXES 2

/*
 * Scans of bookings and closures, for those who ask about many resources. Each
 * begins with the first question; all zeros before it.
 */
typedef struct BusyScans
{
	DirtyScan bookings[RESOURCE_KINDS][MOST_BUSY_INDEXES];
	DirtyScan closures;
} BusyScans;

/* Whose bookings are asked for, in which time; and these, by start. */
typedef struct Booked
{
	int64 id;
	Period range;
	Periods bookings;
	int before; /* how many of them are from another index */
} Booked;

/* A period and so much before and after it. */
static inline Period
calendar_with_margin(Period period, int64 margin)
{
	return (Period){period.start - margin, period.end + margin};
}

extern const char *calendar_resource_name(ResourceKind kind);
extern bool calendar_probe(ResourceKind kind, int64 id, Period period,
						   const Occupant *ignored, Clash *clash,
						   Blocker *blocker);
extern bool calendar_probe_closures(const int64 *ids, Period period,
									const Occupant *ignored,
									ResourceKind *kind, Clash *clash,
									Blocker *blocker);
extern List *calendar_clashes(ResourceKind kind, int64 id, Period period,
							  const Occupant *ignored, int ignored_count);
extern List *calendar_closures(ResourceKind kind, int64 id, Period period);
extern List *calendar_bookings(ResourceKind kind, int64 id, Period period,
							   Blocker *blocker);
extern List *calendar_upcoming(ResourceKind kind, int64 id, TimestampTz from,
							   Blocker *blocker);
extern void calendar_booked(BusyScans *scans, ResourceKind kind,
							Booked *booked, int count, const Occupant *ignored,
							int ignored_count);
extern void calendar_add_closures(BusyScans *scans, Periods *periods,
								  ResourceKind kind, int64 id, Period range);
extern void calendar_end_scans(BusyScans *scans);

#endif /* FITCLUB_BUSY_H */
