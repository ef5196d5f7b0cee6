/*
 * candidate.c
 *		What could pay for a booking, and why it does not.
 *
 * Lots and memberships are read as other transactions will leave them, under
 * the short locks of the member and of the payer whose lots may be shared.
 * Packs, plans and scopes are settings: they are read as they are, each row by
 * its key and without a query, as a query would wait for tables and indexes.
 */
#include "postgres.h"

#include "cover/candidate.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "dunning/past_due.h"
#include "pack/sale.h"
#include "refusal/refusal.h"
#include "rows/payer.h"
#include "rows/settled_row.h"

#include "utils/builtins.h"

/* Fill in what follows from the rest. */
void
cover_for_prepare(CoverFor *what, Blocker *blocker)
{
	what->date = local_time(what->start, what->club->zone).date;
	what->past_due_bills =
		what->heeds_past_due
			? past_due_bills(what->member_id, what->club, blocker)
			: NIL;
}

static CoverCandidate *
membership_candidate(Standing *standing, const CoverFor *what)
{
	CoverCandidate *candidate = palloc0(sizeof(CoverCandidate));
	const StandingPlan *plan = standing_plan_on(standing, what->date);

	candidate->id = standing->id;
	candidate->name = plan == NULL ? NULL : plan->name;
	candidate->place = standing->place;
	candidate->standing = standing;
	candidate->last_day = DATEVAL_NOEND;
	if (plan == NULL || !standing_is_active(standing, what->date) ||
		!standing_period_around(standing, what->date, &candidate->period))
		return candidate;
	candidate->discount = cover_plan_discount(plan->plan_id, &what->scope);
	if (candidate->period.ends_on != DATEVAL_NOEND)
		candidate->last_day = candidate->period.ends_on - 1;
	return candidate;
}

/* The member's memberships, as they are on the date. */
List *
cover_list_memberships(const CoverFor *what, Blocker *blocker)
{
	List *candidates = NIL;
	ListCell *cell;

	foreach(cell, standing_all_of_member(what->member_id, blocker))
		candidates =
			lappend(candidates, membership_candidate(lfirst(cell), what));
	return candidates;
}

static List *
add_lots(List *candidates, int64 holder_id, Blocker *blocker)
{
	ListCell *cell;

	foreach(cell, lot_list(holder_id, blocker))
	{
		CoverCandidate *candidate = palloc0(sizeof(CoverCandidate));

		candidate->is_lot = true;
		candidate->lot = *(Lot *) lfirst(cell);
		candidate->id = candidate->lot.id;
		candidate->place = candidate->lot.place;
		candidate->last_day = candidate->lot.expires_on;
		candidates = lappend(candidates, candidate);
	}
	return candidates;
}

/*
 * The lots of the member, and of the payer, some of which may be shared. With
 * locks given, the payer's short lock is needed for that.
 */
List *
cover_list_lots(const CoverFor *what, ShortLocks *locks, Blocker *blocker)
{
	int64 payer_id = payer_of_member(what->member_id, blocker);
	List *candidates = add_lots(NIL, what->member_id, blocker);

	if (payer_id == NO_ID)
		return candidates;
	if (locks != NULL && !locks_need(locks, LOCK_MEMBER, payer_id))
		return NIL;
	return add_lots(candidates, payer_id, blocker);
}

/* Whether it is a membership on a plan that does not limit visits. */
bool
cover_is_unlimited(const CoverCandidate *candidate)
{
	return !candidate->is_lot && candidate->period.plan != NULL &&
		   candidate->period.plan->visits == 0;
}

/* What is used first: what ends first, and of that the first one made. */
int
cover_compare(const ListCell *left, const ListCell *right)
{
	const CoverCandidate *a = lfirst(left);
	const CoverCandidate *b = lfirst(right);

	if (cover_is_unlimited(a) != cover_is_unlimited(b))
		return cover_is_unlimited(a) ? -1 : 1;
	if (!cover_is_unlimited(a) && a->last_day != b->last_day)
		return a->last_day < b->last_day ? -1 : 1;
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return (int) b->is_lot - (int) a->is_lot;
}

/* A pack, as far as the use of its credits depends on it. */
typedef struct PackTerms
{
	char *name;
	bool is_shared;
	bool usable_unpaid;
} PackTerms;

static PackTerms
read_pack_terms(int64 pack_id)
{
	static const AttrNumber columns[] = {Anum_pack_name, Anum_pack_is_shared,
										 Anum_pack_usable_unpaid};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!settled_row(TABLE_PACK, pack_id, columns, lengthof(columns), 0,
					 values, nulls, NULL, NULL))
		refuse(refusal_unknown(TABLE_PACK, pack_id));
	return (PackTerms){TextDatumGetCString(values[0]), DatumGetBool(values[1]),
					   DatumGetBool(values[2])};
}

/* What it takes from the lot, besides what it has already. */
static int
credits_lacking(const Lot *lot, const CoverFor *what)
{
	int had = what->lot_id == lot->id ? what->credits_used : 0;

	return Max(what->credits - had, 0);
}

static CoverObstacle
find_lot_obstacle(CoverCandidate *candidate, const CoverFor *what,
				  Blocker *blocker)
{
	const Lot *lot = &candidate->lot;
	PackSale sale;
	PackTerms pack;

	if (!pack_read_sale(lot->sale_id, &sale, blocker))
		return COVER_FOREIGN; /* only arriving; the lot has said so */
	pack = read_pack_terms(sale.pack_id);
	candidate->name = pack.name;
	if (lot->member_id != what->member_id && !pack.is_shared)
		return COVER_FOREIGN;
	if (!lot_holds_on(lot, what->date))
		return COVER_OUTSIDE_VALIDITY;
	if (!cover_pack_is_for(sale.pack_id, &what->scope))
		return COVER_OUTSIDE_SCOPE;
	if (!pack.usable_unpaid && !pack_sale_is_paid(sale.id, blocker))
		return COVER_UNPAID;
	if (past_due_is_sale(what->past_due_bills, sale.id))
		return COVER_PAST_DUE;
	return lot_lacks(lot, credits_lacking(lot, what), blocker) ? COVER_USED_UP
															   : COVER_FITS;
}

/* Whether it is on hold on a date that it would cover otherwise. */
static bool
is_held(const Standing *standing, DateADT date)
{
	return date >= standing->starts_on && date < standing->ends_on &&
		   standing_is_on_hold(standing, date);
}

static CoverObstacle
find_membership_obstacle(const CoverCandidate *candidate, const CoverFor *what,
						 Blocker *blocker)
{
	const StandingPeriod *period = &candidate->period;

	if (period->plan == NULL)
		return is_held(candidate->standing, what->date) ? COVER_ON_HOLD
														: COVER_ENDED;
	if (!cover_is_included(candidate->discount))
		return COVER_OUTSIDE_SCOPE;
	if (past_due_is_membership(what->past_due_bills, candidate->id))
		return COVER_PAST_DUE;
	if (period->plan->visits > 0 &&
		cover_visits_lack(candidate->id, period, what->club->zone,
						  &what->booking, blocker))
		return COVER_USED_UP;
	return COVER_FITS;
}

/* Why it does not pay for the booking, if nobody has to be waited for. */
CoverObstacle
cover_find_obstacle(CoverCandidate *candidate, const CoverFor *what,
					Blocker *blocker)
{
	return candidate->is_lot
			   ? find_lot_obstacle(candidate, what, blocker)
			   : find_membership_obstacle(candidate, what, blocker);
}
