/*
 * busy_time.h
 *		When a resource cannot be booked, as merged periods.
 */
#ifndef FITCLUB_BUSY_TIME_H
#define FITCLUB_BUSY_TIME_H

#include "calendar/busy.h"

/* Resources of which kind, what of their time, and what to leave out. */
typedef struct BusyQuery
{
	ResourceKind kind;
	Period range;
	const Occupant *ignored;
	int ignored_count;
} BusyQuery;

/* One of them: what it needs between two bookings; and what it does. */
typedef struct BusyTime
{
	int64 id;
	int64 turnaround; /* or 0 */
	int most;         /* bookings at once */
	Periods bookings; /* by start */
	Periods busy;     /* when it cannot be booked, merged and in order */
} BusyTime;

extern Periods calendar_full(const Periods *bookings, int64 longer,
							 int number);
extern void calendar_busy(BusyScans *scans, const BusyQuery *query,
						  BusyTime *times, int count);

#endif /* FITCLUB_BUSY_TIME_H */
