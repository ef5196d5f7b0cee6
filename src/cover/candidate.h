/*
 * candidate.h
 *		What could pay for a booking, and why it does not.
 */
#ifndef FITCLUB_COVER_CANDIDATE_H
#define FITCLUB_COVER_CANDIDATE_H

#include "cover/scope.h"
#include "cover/visits.h"
#include "engine/short_lock.h"
#include "pack/lot.h"
#include "plan/standing.h"
#include "rows/club.h"

/* A booking that is to be paid for. */
typedef struct CoverFor
{
	CoverBooking booking;
	int64 member_id;
	CoverScope scope;
	TimestampTz start;
	int credits; /* that it takes */
	const Club *club;
	bool heeds_past_due;  /* a member books */
	int64 lot_id;         /* whose credits it uses already, or NO_ID */
	int credits_used;     /* of that */
	DateADT date;         /* of the start */
	List *past_due_bills; /* if they are heeded */
} CoverFor;

/* Why credits or a membership do not pay for a booking. */
typedef enum CoverObstacle
{
	COVER_FITS,
	COVER_FOREIGN,
	COVER_OUTSIDE_VALIDITY,
	COVER_ENDED,
	COVER_ON_HOLD,
	COVER_OUTSIDE_SCOPE,
	COVER_UNPAID,
	COVER_PAST_DUE,
	COVER_USED_UP
} CoverObstacle;

/* A lot or a membership. */
typedef struct CoverCandidate
{
	bool is_lot;
	int64 id;
	const char *name; /* of its pack or plan; NULL before it is looked at */
	ItemPointerData place;
	DateADT last_day; /* DATEVAL_NOEND: none is */
	/* a lot */
	Lot lot;
	/* a membership */
	Standing *standing;
	StandingPeriod period; /* around the date; without a plan: none */
	Numeric discount; /* in percent; NULL: the plan is for other bookings */
} CoverCandidate;

extern void cover_for_prepare(CoverFor *what, Blocker *blocker);
extern List *cover_list_memberships(const CoverFor *what, Blocker *blocker);
extern List *cover_list_lots(const CoverFor *what, ShortLocks *locks,
							 Blocker *blocker);
extern int cover_compare(const ListCell *left, const ListCell *right);
extern bool cover_is_unlimited(const CoverCandidate *candidate);
extern CoverObstacle cover_find_obstacle(CoverCandidate *candidate,
										 const CoverFor *what,
										 Blocker *blocker);

#endif /* FITCLUB_COVER_CANDIDATE_H */
