/*
 * cover.c
 *		What pays for a booking: credits of a pack, a membership, or a bill.
 *
 * A membership that includes the booking without a limit comes first, then what
 * ends first of the packs and memberships that still have credits or visits,
 * and then the price, less the best discount of the member's memberships. All
 * of it is looked at in the last place, so that a clash is the reason given
 * where the last credit is gone as well.
 */
#include "postgres.h"

#include "cover/cover.h"

#include "base/amount.h"
#include "caller/identity.h"
#include "dunning/dunning_refusal.h"

/*
 * A booking that a caller wants to make at a price of the club's. Its trainer,
 * its start and, if the price is another one, that are filled in later.
 */
CoverRequest
cover_request(TableId table, int64 member_id, const Service *service,
			  const Club *club, Numeric price)
{
	CoverRequest request = {.price = price, .cost = price};
	CoverFor *what = &request.what;

	what->booking.table = table;
	what->member_id = member_id;
	what->scope.is_class = table == TABLE_REGISTRATION;
	what->scope.service_id = service->id;
	what->credits = service->credits;
	what->club = club;
	what->heeds_past_due = club->block_past_due_days > 0 &&
						   identity_current()->persona == PERSONA_MEMBER;
	return request;
}

/* What a candidate gives to a booking that takes so many credits of a lot. */
Cover
cover_of_candidate(const CoverCandidate *candidate, int credits)
{
	Cover cover = {
		.place = {.table = candidate->is_lot ? TABLE_LOT : TABLE_MEMBERSHIP,
				  .id = candidate->id,
				  .place = candidate->place}};

	if (candidate->is_lot)
	{
		cover.lot_id = candidate->id;
		cover.credits = credits;
	}
	else
		cover.membership_id = candidate->id;
	return cover;
}

/*
 * The first candidate that pays; NULL if none does, or if a transaction has to
 * be waited for.
 */
static CoverCandidate *
first_that_fits(List *candidates, const CoverFor *what, Blocker *blocker)
{
	ListCell *cell;

	list_sort(candidates, cover_compare);
	foreach(cell, candidates)
	{
		CoverCandidate *candidate = lfirst(cell);
		CoverObstacle obstacle = cover_find_obstacle(candidate, what, blocker);

		if (blocker_is_set(blocker))
			return NULL;
		if (obstacle == COVER_FITS)
			return candidate;
	}
	return NULL;
}

/* The memberships on plans with or without a limit of visits. */
static List *
memberships_with_limit(List *memberships, bool is_unlimited)
{
	List *chosen = NIL;
	ListCell *cell;

	foreach(cell, memberships)
		if (cover_is_unlimited(lfirst(cell)) == is_unlimited)
			chosen = lappend(chosen, lfirst(cell));
	return chosen;
}

/* The largest discount that leaves something to pay; NULL: none. */
static Numeric
best_discount(List *memberships)
{
	Numeric best = NULL;
	ListCell *cell;

	foreach(cell, memberships)
	{
		Numeric discount = ((CoverCandidate *) lfirst(cell))->discount;

		if (discount != NULL && !cover_is_included(discount) &&
			(best == NULL || amount_compare(discount, best) > 0))
			best = discount;
	}
	return best;
}

/*
 * Find what covers a booking; nothing is set if nothing does, and the discount is
 * that of the member, or NULL. False if that is not certain yet: there is a
 * blocker, or a short lock is missing. Without locks it is a mere look.
 */
bool
cover_find(const CoverFor *what, ShortLocks *locks, Cover *cover,
		   Numeric *discount, Blocker *blocker)
{
	List *memberships = cover_list_memberships(what, blocker);
	List *candidates;
	CoverCandidate *found;

	*cover = (Cover){0};
	if (blocker_is_set(blocker))
		return false;
	*discount = best_discount(memberships);
	found = first_that_fits(memberships_with_limit(memberships, true), what,
							blocker);
	if (found == NULL && !blocker_is_set(blocker))
	{
		candidates = cover_list_lots(what, locks, blocker);
		if (blocker_is_set(blocker) || (locks != NULL && locks_missing(locks)))
			return false;
		candidates = list_concat(candidates,
								 memberships_with_limit(memberships, false));
		found = first_that_fits(candidates, what, blocker);
	}
	if (blocker_is_set(blocker))
		return false;
	if (found != NULL)
		*cover = cover_of_candidate(found, what->credits);
	return true;
}

/* The price less a discount in percent, which may be NULL. */
static Numeric
discounted(Numeric price, Numeric discount, const Club *club)
{
	Numeric whole = int64_to_numeric(100);

	if (discount == NULL)
		return price;
	return amount_share(price, amount_subtract(whole, discount), whole,
						club->decimals);
}

/*
 * Find what a booking costs that is prepared and not covered. Rule: a member who
 * is past due books nothing that has to be billed.
 */
Refusal *
cover_check_bill(CoverRequest *request, Blocker *blocker)
{
	const CoverFor *what = &request->what;

	request->cover = (Cover){0};
	request->cost = request->price;
	if (what->club->uses_cover && amount_sign(request->price) > 0)
		request->cost = discounted(
			request->price,
			best_discount(cover_list_memberships(what, blocker)), what->club);
	return what->past_due_bills != NIL && amount_sign(request->cost) > 0
			   ? refusal_past_due(what->member_id)
			   : NULL;
}

/*
 * Find what pays for a booking that satisfies all else, or why nothing does.
 */
Refusal *
cover_check(CoverRequest *request, ShortLocks *locks, Blocker *blocker)
{
	CoverFor *what = &request->what;
	Numeric discount = NULL;

	request->cover = (Cover){0};
	request->cost = request->price;
	if ((!what->club->uses_cover && !what->heeds_past_due) ||
		amount_sign(request->price) == 0)
		return NULL;
	cover_for_prepare(what, blocker);
	if (what->club->uses_cover &&
		!cover_find(what, locks, &request->cover, &discount, blocker))
		return NULL;
	request->cost = cover_is_set(&request->cover)
						? amount_zero()
						: discounted(request->price, discount, what->club);
	return what->past_due_bills != NIL && amount_sign(request->cost) > 0
			   ? refusal_past_due(what->member_id)
			   : NULL;
}

/* The columns of a booking that say what covers it. Returns how many. */
int
cover_columns(const Cover *cover, TableId table, ColumnValue *values)
{
	bool is_session = table == TABLE_SESSION;
	int count = 0;

	values[count++] = column_id(is_session ? Anum_private_session_lot_id
										   : Anum_class_registration_lot_id,
								cover->lot_id);
	values[count++] = column_id(is_session
									? Anum_private_session_membership_id
									: Anum_class_registration_membership_id,
								cover->membership_id);
	values[count++] = (ColumnValue){is_session
										? Anum_private_session_credits
										: Anum_class_registration_credits,
									Int16GetDatum((int16) cover->credits),
									cover->lot_id == NO_ID};
	return count;
}
