/*
 * moved.c
 *		What covers a session that moves to another date.
 *
 * On the same date it stays covered as it is, whoever gives it. On another one
 * the lot or the membership may not hold: then something else has to.
 */
#include "postgres.h"

#include "cover/moved.h"

#include "base/local_time.h"
#include "cover/cover_refusal.h"

/* Whether a date is in a period. */
static bool
period_includes(const StandingPeriod *period, DateADT date)
{
	return period->starts_on <= date && date < period->ends_on;
}

/* A plan that has not changed between the dates includes what it included. */
static bool
plan_still_includes(const Standing *standing, const CoverFor *what,
					DateADT date_before)
{
	int64 plan_id = standing_plan_on(standing, what->date)->plan_id;

	return plan_id == standing_plan_on(standing, date_before)->plan_id ||
		   cover_is_included(cover_plan_discount(plan_id, &what->scope));
}

static CoverObstacle
find_moved_membership_obstacle(int64 membership_id, const CoverFor *what,
							   DateADT date_before, Blocker *blocker)
{
	Standing standing;
	StandingPeriod period;

	if (!standing_read(membership_id, &standing, blocker) ||
		blocker_is_set(blocker))
		return COVER_ENDED;
	if (what->date < standing.starts_on || what->date >= standing.ends_on)
		return COVER_ENDED;
	if (standing_is_on_hold(&standing, what->date))
		return COVER_ON_HOLD;
	if (!standing_period_around(&standing, what->date, &period))
		return COVER_ENDED;
	if (!plan_still_includes(&standing, what, date_before))
		return COVER_OUTSIDE_SCOPE;
	if (period.plan->visits > 0 && !period_includes(&period, date_before) &&
		cover_visits_lack(membership_id, &period, what->club->zone,
						  &what->booking, blocker))
		return COVER_USED_UP;
	return COVER_FITS;
}

static CoverObstacle
find_moved_obstacle(const Cover *before, const CoverFor *what,
					DateADT date_before, Blocker *blocker)
{
	Lot lot;

	if (before->lot_id == NO_ID)
		return find_moved_membership_obstacle(before->membership_id, what,
											  date_before, blocker);
	return lot_read(before->lot_id, &lot, blocker) &&
				   lot_holds_on(&lot, what->date)
			   ? COVER_FITS
			   : COVER_OUTSIDE_VALIDITY;
}

/*
 * Rule: a covered session that moves is covered on its new date as well, by the
 * same or by something else, which is found as if it was booked. The start that
 * it is to have is in what. If this is not certain yet, there is a blocker, or a
 * short lock is missing.
 */
Refusal *
cover_check_moved(CoverFor *what, const Cover *before,
				  TimestampTz start_before, ShortLocks *locks, Cover *after,
				  Blocker *blocker)
{
	DateADT date_before = local_time(start_before, what->club->zone).date;
	CoverObstacle obstacle;
	Numeric ignored;

	*after = *before;
	if (!cover_is_set(before))
		return NULL;
	cover_for_prepare(what, blocker);
	if (what->date == date_before)
		return NULL;
	obstacle = find_moved_obstacle(before, what, date_before, blocker);
	if (blocker_is_set(blocker) || obstacle == COVER_FITS ||
		!cover_find(what, locks, after, &ignored, blocker) ||
		cover_is_set(after))
		return NULL;
	return refusal_obstacle(before->lot_id != NO_ID,
							before->lot_id != NO_ID ? before->lot_id
													: before->membership_id,
							obstacle, what);
}
