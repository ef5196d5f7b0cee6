/*
 * change.c
 *		Another way to pay for a booking that is there.
 *
 * It is decided and written under the short locks of those who write the
 * booking, of its member, of the payer whose lots may be shared, and of its bill.
 */
#include "postgres.h"

#include "cover/change.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "cover/cover_refusal.h"
#include "cover/lost.h"
#include "money/booking_bill.h"
#include "money/paid.h"
#include "rows/settled_row.h"

/* Whether it is paid for in that way already. */
static bool
is_paid_so(const CoverChange *change)
{
	const Cover *cover = &change->row.cover;

	switch (change->way)
	{
		case COVER_BY_LOT:
			return cover->lot_id != NO_ID && (change->lot_id == NO_ID ||
											  change->lot_id == cover->lot_id);
		case COVER_BY_MEMBERSHIP:
			return cover->membership_id != NO_ID;
		case COVER_BY_BILL:
			return !cover_is_set(cover);
		default:
			return false;
	}
}

/* The lot that is asked for, alone; NIL if the member has no such lot. */
static List *
only_lot(List *lots, int64 lot_id)
{
	ListCell *cell;

	foreach(cell, lots)
		if (((CoverCandidate *) lfirst(cell))->id == lot_id)
			return list_make1(lfirst(cell));
	return NIL;
}

/* Why none of these pays for it: what is in the way of the one nearest to it. */
static Refusal *
refusal_none_fits(const CoverChange *change, const CoverCandidate *nearest,
				  CoverObstacle obstacle)
{
	bool is_lot = change->way == COVER_BY_LOT;
	const CoverFor *what = &change->request.what;

	if (nearest != NULL)
		return refusal_obstacle(is_lot, nearest->id, obstacle, what);
	if (is_lot && change->lot_id != NO_ID)
		return caller_is_trusted() && !row_exists(TABLE_LOT, change->lot_id)
				   ? refusal_unknown(TABLE_LOT, change->lot_id)
				   : refusal_obstacle(true, change->lot_id, COVER_FOREIGN,
									  what);
	return refusal_nothing_covers(is_lot, what->member_id);
}

/* The first of the candidates that pays for it, or why none does. */
static Refusal *
choose_candidate(CoverChange *change, List *candidates, Blocker *blocker)
{
	CoverRequest *request = &change->request;
	CoverCandidate *nearest = NULL;
	CoverObstacle closest = COVER_FITS;
	ListCell *cell;

	list_sort(candidates, cover_compare);
	foreach(cell, candidates)
	{
		CoverCandidate *candidate = lfirst(cell);
		CoverObstacle obstacle =
			cover_find_obstacle(candidate, &request->what, blocker);

		if (blocker_is_set(blocker))
			return NULL;
		if (obstacle == COVER_FITS)
		{
			request->cover =
				cover_of_candidate(candidate, request->what.credits);
			return NULL;
		}
		if (obstacle > closest)
		{
			closest = obstacle;
			nearest = candidate;
		}
	}
	return refusal_none_fits(change, nearest, closest);
}

static Refusal *
choose_lot(CoverChange *change, Blocker *blocker)
{
	List *lots =
		cover_list_lots(&change->request.what, &change->locks, blocker);

	if (blocker_is_set(blocker) || locks_missing(&change->locks))
		return NULL;
	if (change->lot_id != NO_ID)
		lots = only_lot(lots, change->lot_id);
	return choose_candidate(change, lots, blocker);
}

static Refusal *
choose_membership(CoverChange *change, Blocker *blocker)
{
	List *memberships = cover_list_memberships(&change->request.what, blocker);

	return blocker_is_set(blocker)
			   ? NULL
			   : choose_candidate(change, memberships, blocker);
}

/* Find what is to pay for it. */
static Refusal *
choose_way(CoverChange *change, Blocker *blocker)
{
	CoverRequest *request = &change->request;

	request->cover = (Cover){0};
	cover_for_prepare(&request->what, blocker);
	switch (change->way)
	{
		case COVER_BY_LOT:
			return choose_lot(change, blocker);
		case COVER_BY_MEMBERSHIP:
			return choose_membership(change, blocker);
		case COVER_BY_BILL:
			return cover_check_bill(request, blocker);
		default:
			return cover_check(request, &change->locks, blocker);
	}
}

/* What is billed and not paid gives way; what costs nothing needs no cover. */
static Refusal *
check_billed(const CoverChange *change, Blocker *blocker)
{
	const CoverRow *row = &change->row;
	Numeric price = row->price != NULL ? row->price : row->class_price;

	if (cover_is_set(&row->cover))
		return NULL;
	if (change->bill.id != NO_ID && bill_stands(&change->bill))
		return amount_sign(bill_paid(change->bill.id, blocker)) > 0
				   ? refusal_cover_paid(change->bill.id)
				   : NULL;
	return amount_sign(price) == 0
			   ? refusal_cover_free(row->booking.table, row->booking.id)
			   : NULL;
}

/*
 * Decide what a booking, whose locks are held, is to be paid with. Nothing
 * changes if it is paid so already.
 */
Refusal *
cover_decide(CoverChange *change, Blocker *blocker)
{
	const Cover *before = &change->row.cover;
	CoverRequest *request = &change->request;
	Refusal *refusal;

	*request =
		cover_request_of_row(&change->row, &change->service, &change->club);
	if (change->way == COVER_BY_ANYTHING)
		request->what.heeds_past_due = false;
	change->bill = cover_row_bill(&change->row, blocker);
	change->changes = !is_paid_so(change);
	if (!change->changes || blocker_is_set(blocker) ||
		!bill_lock(&change->locks, &change->bill))
		return NULL;
	refusal = check_billed(change, blocker);
	if (refusal == NULL && !blocker_is_set(blocker))
		refusal = choose_way(change, blocker);
	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	if (cover_is_set(&request->cover))
		request->cost = amount_zero();
	change->changes = request->cover.lot_id != before->lot_id ||
					  request->cover.membership_id != before->membership_id;
	bill_lock_member(&change->locks, change->row.member_id, blocker);
	return NULL;
}

static void
insert_bill_of_row(WriterState *writing, const CoverChange *change,
				   const char *description, TimestampTz now)
{
	const CoverRow *row = &change->row;
	int64 session_id = row->class_id == NO_ID ? row->booking.id : NO_ID;
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id, row->member_id),
		column_id(Anum_billing_item_class_id, row->class_id),
		column_id(Anum_billing_item_private_session_id, session_id),
		column_id(Anum_billing_item_trainer_id, row->trainer_id),
		column_amount(Anum_billing_item_amount, change->request.cost),
		column_text(Anum_billing_item_description, description),
	};

	(void) bill_insert(writing, values, lengthof(values), now);
}

/* A bill in place of cover, or the other way round. */
static void
write_bill(WriterState *writing, const CoverChange *change, TimestampTz now)
{
	const Bill *bill = &change->bill;
	bool stands = bill->id != NO_ID && bill_stands(bill);
	char *description;

	if (cover_is_set(&change->request.cover))
	{
		if (stands)
			bill_close_unpaid(writing, bill, "covered", now);
		return;
	}
	if (stands || amount_sign(change->request.cost) == 0)
		return;
	description = cover_row_description(&change->row, change->club.zone);
	if (bill->id == NO_ID)
		insert_bill_of_row(writing, change, description, now);
	else
		bill_reopen(writing, bill, change->row.trainer_id, description,
					change->request.cost, amount_zero());
}

/* Write what was decided. */
void
cover_write_change(WriterState *writing, CoverChange *change)
{
	const CoverRow *row = &change->row;
	const CoverRequest *request = &change->request;
	TimestampTz now = current_instant();
	ColumnValue values[1 + COVER_COLUMNS] = {
		column_amount(row->class_id == NO_ID ? Anum_private_session_price
											 : Anum_class_registration_price,
					  request->cost),
	};
	int count = 1 +
				cover_columns(&request->cover, row->booking.table, &values[1]);

	if (!change->changes)
		return;
	writer_knows_place(writing, &request->cover.place);
	writer_update(writing, row->booking.table, GUARDED, &row->place, values,
				  count);
	write_bill(writing, change, now);
}
