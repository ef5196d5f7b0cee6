/*
 * visits.c
 *		How many visits of a membership are used.
 *
 * Visits are like seats of a class: the bookings that a membership covers are
 * counted in their indexes under a dirty snapshot, by the dates of their starts.
 * Functions do so under the member's short lock.
 */
#include "postgres.h"

#include "cover/visits.h"

#include "base/local_time.h"

#include "utils/fmgroids.h"
#include "utils/timestamp.h"

/* No clock is farther from UTC. */
#define FARTHEST_CLOCK USECS_PER_DAY

/* An index in which the bookings that a membership covers stand. */
typedef struct VisitIndex
{
	TableId table;
	IndexId index;
	AttrNumber lot_id;
	AttrNumber membership_id;
	AttrNumber start;
} VisitIndex;

static const VisitIndex visit_indexes[] = {
	{TABLE_SESSION, INDEX_SESSION_COVER, Anum_private_session_lot_id,
	 Anum_private_session_membership_id, Anum_private_session_start_time},
	{TABLE_REGISTRATION, INDEX_REGISTRATION_COVER,
	 Anum_class_registration_lot_id, Anum_class_registration_membership_id,
	 Anum_class_registration_start_time},
};

/* What is counted: bookings that start on the dates of a period. */
typedef struct VisitQuery
{
	int64 membership_id;
	const StandingPeriod *period;
	pg_tz *zone;
	const CoverBooking *ignored;
} VisitQuery;

/* Visits that are used, for certain and perhaps. */
typedef struct Visits
{
	int settled;
	int open;
	Blocker undecided;
} Visits;

/* The keys of what can start on the dates of the period, and how many. */
static int
visit_keys(const VisitIndex *index, const VisitQuery *query, ScanKey keys)
{
	const StandingPeriod *period = query->period;
	int count = 0;

	key_null(&keys[count++], index->lot_id);
	key_int64(&keys[count++], index->membership_id, query->membership_id);
	ScanKeyInit(&keys[count++], index->start, BTGreaterEqualStrategyNumber,
				F_TIMESTAMPTZ_GE,
				TimestampTzGetDatum(period->starts_on * USECS_PER_DAY -
									FARTHEST_CLOCK));
	if (period->ends_on != DATEVAL_NOEND)
		ScanKeyInit(&keys[count++], index->start, BTLessStrategyNumber,
					F_TIMESTAMPTZ_LT,
					TimestampTzGetDatum(period->ends_on * USECS_PER_DAY +
										FARTHEST_CLOCK));
	return count;
}

static bool
counts_as_visit(const VisitIndex *index, const VisitQuery *query,
				HeapTuple row, TupleDesc desc)
{
	const CoverBooking *ignored = query->ignored;
	DateADT date =
		local_time(row_int64(row, desc, index->start), query->zone).date;

	if (ignored != NULL && ignored->table == index->table &&
		ignored->id == row_int64(row, desc, Anum_any_key))
		return false;
	return date >= query->period->starts_on && date < query->period->ends_on;
}

static void
add_visits(Visits *visits, const VisitIndex *index, const VisitQuery *query)
{
	Visits before = *visits;
	ScanKeyData keys[4];
	int count = visit_keys(index, query, keys);
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;

	do
	{
		*visits = before;
		dirty_scan_begin(&scan, index->table, index->index, count, keys);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			if (!counts_as_visit(index, query, row,
								 RelationGetDescr(scan.heap)))
				continue;
			if (dirty_scan_state(&scan) == ROW_SETTLED)
				visits->settled++;
			else
			{
				visits->open++;
				dirty_scan_note(&scan, row, &visits->undecided);
			}
		}
	} while (dirty_scan_end(&scan));
}

static Visits
count_visits(const VisitQuery *query)
{
	Visits visits = {0, 0, NO_BLOCKER};

	for (size_t i = 0; i < lengthof(visit_indexes); i++)
		add_visits(&visits, &visit_indexes[i], query);
	return visits;
}

/*
 * Whether all visits of a period are used, of a plan that limits them. Those
 * that other transactions are using or giving back are waited for only if they
 * decide the answer.
 */
bool
cover_visits_lack(int64 membership_id, const StandingPeriod *period,
				  pg_tz *zone, const CoverBooking *ignored, Blocker *blocker)
{
	VisitQuery query = {membership_id, period, zone, ignored};
	Visits visits = count_visits(&query);

	if (visits.settled >= period->plan->visits)
		return true;
	if (visits.settled + visits.open >= period->plan->visits)
		blocker_take(blocker, &visits.undecided);
	return false;
}

/* How many visits are left; what others are about to use is gone. */
int
cover_visits_left(int64 membership_id, const StandingPeriod *period,
				  pg_tz *zone)
{
	VisitQuery query = {membership_id, period, zone, NULL};
	Visits visits = count_visits(&query);

	return period->plan->visits - visits.settled - visits.open;
}
