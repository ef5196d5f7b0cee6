/*
 * member_rules.c
 *		How soon, how far ahead and how much members may book.
 *
 * These rules bind members and nobody who acts for them. They hold when a
 * booking is made or gets another start, and are no guard's. The bookings of a
 * member are counted as the seats of a class are, under the member's lock.
 */
#include "postgres.h"

#include "calendar/member_rules.h"

#include "base/local_time.h"
#include "calendar/busy_refusal.h"
#include "caller/identity.h"

/* Farther than a week from a start nothing is in its week, nor on its day. */
#define FARTHEST_IN_WEEK (INT64CONST(9) * USECS_PER_DAY)

/* One limit: which bookings count, and how many there may be. */
typedef struct Limit
{
	const char *detail; /* how many, of what */
	int most;           /* 0: any number */
	/* Dates in the club's zone, if only those between them count. */
	bool is_of_dates;
	DateADT first;
	DateADT last;
} Limit;

static bool
counts(const Limit *limit, TimestampTz start, const Club *club)
{
	DateADT date;

	if (!limit->is_of_dates)
		return start > current_instant();
	date = local_time(start, club->zone).date;
	return date >= limit->first && date <= limit->last;
}

/*
 * Whether a limit leaves no place for one more. What other transactions are
 * about to make or cancel is waited for only if it decides that; without a
 * blocker to note it counts.
 */
static bool
is_reached(const Limit *limit, List *bookings, const Club *club,
		   Blocker *blocker)
{
	Blocker undecided = NO_BLOCKER;
	int settled = 0;
	int open = 0;
	ListCell *cell;

	if (limit->most == 0)
		return false;
	foreach(cell, bookings)
	{
		const Clash *booking = lfirst(cell);

		if (!counts(limit, booking->period.start, club))
			continue;
		if (blocker_is_set(&booking->holder))
		{
			open++;
			undecided = booking->holder;
		}
		else
			settled++;
	}
	if (settled >= limit->most)
		return true;
	if (settled + open < limit->most)
		return false;
	if (blocker != NULL)
		blocker_take(blocker, &undecided);
	return blocker == NULL;
}

/* No more than the club's limits of a member's bookings. */
static Refusal *
check_limits(const Booking *booking, const Club *club, Blocker *blocker)
{
	TimestampTz start = booking->period.start;
	DateADT date = local_time(start, club->zone).date;
	DateADT monday = date - day_of_week(date);
	const Limit limits[] = {
		{"A member has at most %d %s to come.", club->max_upcoming_bookings},
		{"A member has at most %d %s on one day.", club->max_bookings_per_day,
		 true, date, date},
		{"A member has at most %d %s in one week, from Monday on.",
		 club->max_bookings_per_week, true, monday, monday + 6},
	};
	Period period = {Min(current_instant(), start - FARTHEST_IN_WEEK),
					 DT_NOEND};
	List *bookings;

	if (club->max_upcoming_bookings == 0 && club->max_bookings_per_day == 0 &&
		club->max_bookings_per_week == 0)
		return NULL;
	bookings = calendar_clashes(RESOURCE_MEMBER,
								booking->resources[RESOURCE_MEMBER], period,
								&booking->occupant, 1);
	for (size_t i = 0; i < lengthof(limits); i++)
		if (is_reached(&limits[i], bookings, club, blocker))
			return refusal_booking_limit(
				booking->reported_table,
				psprintf(limits[i].detail, limits[i].most,
						 limits[i].most == 1 ? "booking" : "bookings"));
	return NULL;
}

/*
 * The first and the last start that a member may book now: neither too soon
 * nor too far ahead.
 */
Period
calendar_member_starts(const Club *club)
{
	TimestampTz now = current_instant();
	int64 horizon = interval_length(&club->booking_horizon);

	return (Period){now + interval_length(&club->booking_notice),
					horizon > 0 ? now + horizon : DT_NOEND};
}

static Refusal *
check_lead(const Booking *booking, const Club *club)
{
	Period starts = calendar_member_starts(club);

	if (booking->period.start < starts.start)
		return refusal_lead_time(booking->reported_table,
								 &club->booking_notice);
	if (booking->period.start > starts.end)
		return refusal_horizon(booking->reported_table,
							   &club->booking_horizon);
	return NULL;
}

/*
 * Rules: what a member books is neither too soon nor too far ahead, nor too
 * much. Without a blocker, bookings in progress count as made.
 */
Refusal *
calendar_check_member_rules(const Booking *booking, const Club *club,
							Blocker *blocker)
{
	Refusal *refusal;

	if (identity_current()->persona != PERSONA_MEMBER)
		return NULL;
	refusal = check_lead(booking, club);
	return refusal != NULL ? refusal : check_limits(booking, club, blocker);
}
