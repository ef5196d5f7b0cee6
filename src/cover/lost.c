/*
 * lost.c
 *		What a member loses who cancels a covered booking too late.
 *
 * The credits or the visit stay used: the booking remains in its index. Of a
 * plan without a limit there is no visit to lose. A plan may have a fee.
 */
#include "postgres.h"

#include "cover/lost.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "money/late_fee.h"
#include "plan/standing.h"

static CoverLost
lost_of_membership(int64 membership_id, TimestampTz start, const Club *club,
				   Blocker *blocker)
{
	CoverLost lost = {0};
	const StandingPlan *plan;
	Standing standing;

	if (!standing_read(membership_id, &standing, blocker) ||
		blocker_is_set(blocker))
		return lost;
	plan = standing_plan_on(&standing, local_time(start, club->zone).date);
	if (plan == NULL)
		return lost;
	lost.is_kept = plan->visits > 0;
	if (plan->late_fee != NULL && amount_sign(plan->late_fee) > 0)
		lost.fee = plan->late_fee;
	return lost;
}

/* What is lost by cancelling now. */
CoverLost
cover_lost(int64 lot_id, int64 membership_id, TimestampTz start,
		   const Club *club, Blocker *blocker)
{
	if ((lot_id == NO_ID && membership_id == NO_ID) ||
		!late_fee_notice_missed(club, start, current_instant()))
		return (CoverLost){0};
	if (lot_id != NO_ID)
		return (CoverLost){.is_kept = true};
	return lost_of_membership(membership_id, start, club, blocker);
}

bool
cover_loses(const CoverLost *lost)
{
	return lost->is_kept || lost->fee != NULL;
}
