/*
 * busy_time.h
 *		When a resource cannot be booked, as merged periods.
 */
#ifndef FITCLUB_BUSY_TIME_H
#define FITCLUB_BUSY_TIME_H

#include "calendar/busy.h"

/* Whose time, and what of it. */
typedef struct BusyQuery
{
	ResourceKind kind;
	int64 id;
	Period range;
	int64 turnaround; /* that is to pass between two bookings, or 0 */
	int most;         /* bookings at once */
	const Occupant *ignored;
	int ignored_count;
} BusyQuery;

extern Periods calendar_full(const Periods *bookings, int64 longer,
							 int number);
extern Periods calendar_busy(BusyScans *scans, const BusyQuery *query,
							 Periods *bookings);

#endif /* FITCLUB_BUSY_TIME_H */
