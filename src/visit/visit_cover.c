/*
 * visit_cover.c
 *		What lets a member in.
 *
 * A membership, credits or a booking: one that is certain is enough, so that a
 * change of another one that is still open is waited for only if it decides.
 */
#include "postgres.h"

#include "visit/visit_cover.h"

#include "base/local_time.h"
#include "calendar/busy.h"
#include "class/attendance.h"
#include "pack/lot.h"
#include "pack/sale.h"
#include "plan/standing.h"
#include "rows/payer.h"
#include "rows/settled_row.h"

/* Whoever asks for a way in. */
typedef struct Visitor
{
	int64 member_id;
	const Club *club;
	TimestampTz now;
	DateADT today;
} Visitor;

/* Whether something is there that lets the visitor in. */
typedef bool (*WayIn)(const Visitor *visitor, Blocker *blocker);

static bool
has_membership(const Visitor *visitor, Blocker *blocker)
{
	ListCell *cell;

	foreach(cell, standing_all_of_member(visitor->member_id, blocker))
		if (standing_is_active(lfirst(cell), visitor->today))
			return true;
	return false;
}

/*
 * Whether the visitor may use credits of a lot, as for a booking: they are paid
 * or can be used before, and those of a payer are shared.
 */
static bool
may_use_lot(const Lot *lot, bool is_holder, Blocker *blocker)
{
	static const AttrNumber columns[] = {Anum_pack_is_shared,
										 Anum_pack_usable_unpaid};
	PackSale sale;
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	return pack_read_sale(lot->sale_id, &sale, blocker) &&
		   settled_row(TABLE_PACK, sale.pack_id, columns, lengthof(columns),
					   lengthof(columns), values, nulls, NULL, blocker) &&
		   (is_holder || DatumGetBool(values[0])) &&
		   (DatumGetBool(values[1]) || pack_sale_is_paid(sale.id, blocker));
}

static bool
has_lot(int64 holder_id, bool is_holder, const Visitor *visitor,
		Blocker *blocker)
{
	ListCell *cell;

	foreach(cell, lot_list(holder_id, blocker))
	{
		const Lot *lot = lfirst(cell);

		if (lot_holds_on(lot, visitor->today) && !lot_lacks(lot, 1, blocker) &&
			may_use_lot(lot, is_holder, blocker))
			return true;
	}
	return false;
}

static bool
has_credits(const Visitor *visitor, Blocker *blocker)
{
	return has_lot(visitor->member_id, true, visitor, blocker);
}

static bool
has_shared_credits(const Visitor *visitor, Blocker *blocker)
{
	int64 payer_id = payer_of_member(visitor->member_id, blocker);

	return payer_id != NO_ID && has_lot(payer_id, false, visitor, blocker);
}

/* Whether a booking is of today by the club's clock, or begins within an hour. */
static bool
is_of_today(Period period, const Visitor *visitor)
{
	pg_tz *zone = visitor->club->zone;

	return (local_time(period.start, zone).date <= visitor->today ||
			period.start <= visitor->now + CLASS_CHECK_IN) &&
		   local_time(period.end - 1, zone).date >= visitor->today;
}

static bool
has_booking(const Visitor *visitor, Blocker *blocker)
{
	Period near = {visitor->now - 2 * USECS_PER_DAY,
				   visitor->now + 2 * USECS_PER_DAY};
	ListCell *cell;

	foreach(cell,
			calendar_bookings(RESOURCE_MEMBER, visitor->member_id, near, NULL))
	{
		const Clash *booking = lfirst(cell);

		if (!is_of_today(booking->period, visitor))
			continue;
		if (!blocker_is_set(&booking->holder))
			return true;
		blocker_take(blocker, &booking->holder);
	}
	return false;
}

/*
 * Whether a membership, a pack or a booking lets a member in. What other
 * transactions are changing is a blocker if nothing else does.
 */
bool
visit_is_covered(int64 member_id, const Club *club, TimestampTz now,
				 Blocker *blocker)
{
	static const WayIn ways[] = {has_membership, has_booking, has_credits,
								 has_shared_credits};
	Visitor visitor = {member_id, club, now, local_time(now, club->zone).date};
	Blocker undecided = NO_BLOCKER;

	for (size_t i = 0; i < lengthof(ways); i++)
	{
		Blocker open = NO_BLOCKER;
		bool is_found = ways[i](&visitor, &open);

		if (blocker_is_set(&open) || open.unseen)
			undecided = open;
		else if (is_found)
			return true;
	}
	*blocker = undecided;
	return false;
}
