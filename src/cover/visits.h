/*
 * visits.h
 *		How many visits of a membership are used.
 */
#ifndef FITCLUB_COVER_VISITS_H
#define FITCLUB_COVER_VISITS_H

#include "engine/dirty_scan.h"
#include "plan/standing.h"

/* A booking; it is new with the id NO_ID. */
typedef struct CoverBooking
{
	TableId table; /* TABLE_SESSION or TABLE_REGISTRATION */
	int64 id;
} CoverBooking;

extern bool cover_visits_lack(int64 membership_id,
							  const StandingPeriod *period, pg_tz *zone,
							  const CoverBooking *ignored, Blocker *blocker);
extern int cover_visits_left(int64 membership_id, const StandingPeriod *period,
							 pg_tz *zone);

#endif /* FITCLUB_COVER_VISITS_H */
