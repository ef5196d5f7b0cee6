/*
 * booking.c
 *		Bookings that a membership covers, and would not any longer.
 *
 * They are found while the change is checked, under the short lock of the member,
 * which each new one that it covers needs as well. What becomes of them comes when
 * the change is written, in an admission of its own for each.
 */
#include "postgres.h"

#include "membership/booking.h"

#include "base/local_time.h"
#include "caller/identity.h"
#include "class/seat.h"
#include "cover/cover_refusal.h"
#include "cover/lost.h"
#include "cover/row.h"
#include "cover/scope.h"
#include "cover/set.h"
#include "membership/membership_refusal.h"
#include "session/request.h"

#include "miscadmin.h"

/* A booking that the membership covers, or covered when it was cancelled late. */
typedef struct CoveredBooking
{
	CoverBooking booking;
	TimestampTz start;
	bool is_over;            /* it stays as it is, and counts */
	const CoverScope *scope; /* NULL: not looked up yet */
} CoveredBooking;

/* What a booking to come is of. */
typedef struct BookingScope
{
	CoverBooking booking;
	CoverScope scope;
} BookingScope;

/* Where bookings of one kind are found by what covers them. */
typedef struct CoverIndex
{
	TableId table;
	IndexId index;
	AttrNumber lot_id;
	AttrNumber membership_id;
	AttrNumber start_time;
	AttrNumber cancelled_at;
} CoverIndex;

static const CoverIndex cover_indexes[] = {
	{TABLE_SESSION, INDEX_SESSION_COVER, Anum_private_session_lot_id,
	 Anum_private_session_membership_id, Anum_private_session_start_time,
	 Anum_private_session_cancelled_at},
	{TABLE_REGISTRATION, INDEX_REGISTRATION_COVER,
	 Anum_class_registration_lot_id, Anum_class_registration_membership_id,
	 Anum_class_registration_start_time, Anum_class_registration_cancelled_at},
};

static CoveredBooking *
covered_booking(const CoverIndex *cover, HeapTuple row, TupleDesc desc)
{
	CoveredBooking *booking = palloc0(sizeof(CoveredBooking));

	booking->booking.table = cover->table;
	booking->booking.id = row_int64(row, desc, Anum_any_key);
	booking->start = row_int64(row, desc, cover->start_time);
	booking->is_over = booking->start <= current_instant() ||
					   !row_is_null(row, cover->cancelled_at);
	return booking;
}

/* Those of one kind, whenever they are. */
static List *
covered_of_kind(const CoverIndex *cover, int64 membership_id, Blocker *blocker)
{
	ScanKeyData keys[2];
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	List *bookings;

	key_null(&keys[0], cover->lot_id);
	key_int64(&keys[1], cover->membership_id, membership_id);
	do
	{
		bookings = NIL;
		dirty_scan_begin(&scan, cover->table, cover->index, 2, keys);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			dirty_scan_note(&scan, row, blocker);
			bookings = lappend(bookings,
							   covered_booking(cover, row,
											   RelationGetDescr(scan.heap)));
		}
	} while (dirty_scan_end(&scan));
	return bookings;
}

static List *
covered_bookings(int64 membership_id, Blocker *blocker)
{
	List *bookings = NIL;

	for (size_t i = 0; i < lengthof(cover_indexes); i++)
		bookings =
			list_concat(bookings, covered_of_kind(&cover_indexes[i],
												  membership_id, blocker));
	return bookings;
}

/*
 * Look up what bookings to come are of: services are asked for by queries, which
 * may wait, and so before there are locks.
 */
List *
membership_booking_scopes(int64 membership_id)
{
	Blocker ignored = NO_BLOCKER;
	List *scopes = NIL;
	ListCell *cell;

	foreach(cell, covered_bookings(membership_id, &ignored))
	{
		const CoveredBooking *booking = lfirst(cell);
		BookingScope *scope;
		CoverRow row;

		if (booking->is_over || !cover_read_row(booking->booking, &row, NULL))
			continue;
		scope = palloc(sizeof(BookingScope));
		scope->booking = booking->booking;
		scope->scope = (CoverScope){
			row.class_id != NO_ID, cover_row_service(&row).id, row.trainer_id};
		scopes = lappend(scopes, scope);
	}
	return scopes;
}

/* Set what bookings are of; false if one has come since that was looked up. */
static bool
set_scopes(const MembershipChange *change, List *bookings)
{
	ListCell *cell;
	ListCell *scope_cell;

	foreach(cell, bookings)
	{
		CoveredBooking *booking = lfirst(cell);

		foreach(scope_cell, change->scopes)
		{
			const BookingScope *scope = lfirst(scope_cell);

			if (scope->booking.table == booking->booking.table &&
				scope->booking.id == booking->booking.id)
				booking->scope = &scope->scope;
		}
		if (!booking->is_over && booking->scope == NULL)
			return false;
	}
	return true;
}

static int
compare_bookings(const ListCell *a, const ListCell *b)
{
	const CoveredBooking *left = lfirst(a);
	const CoveredBooking *right = lfirst(b);

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	if (left->booking.table != right->booking.table)
		return left->booking.table < right->booking.table ? -1 : 1;
	return (left->booking.id > right->booking.id) -
		   (left->booking.id < right->booking.id);
}

/* The visits of one period, as they are counted. */
typedef struct Visits
{
	DateADT period_on;
	int count;
} Visits;

/* Whether the membership covers a booking; if so, count it. */
static bool
covers(const Standing *standing, const CoveredBooking *booking, pg_tz *zone,
	   Visits *visits)
{
	DateADT date = local_time(booking->start, zone).date;
	StandingPeriod period;

	if (!standing_period_around(standing, date, &period))
		return booking->is_over;
	if (visits->period_on != period.starts_on)
		*visits = (Visits){period.starts_on, 0};
	if (!booking->is_over &&
		((period.plan->visits > 0 && visits->count >= period.plan->visits) ||
		 !standing_is_active(standing, date) ||
		 !cover_is_included(
			 cover_plan_discount(period.plan->plan_id, booking->scope))))
		return false;
	visits->count++;
	return true;
}

/* From which day on bookings count: where the period begins in which a day is. */
static DateADT
first_day_of_period(const MembershipChange *change, DateADT from_on)
{
	DateADT first = from_on;
	StandingPeriod period;

	if (standing_period_around(&change->before, from_on, &period))
		first = Min(first, period.starts_on);
	if (standing_period_around(&change->after, from_on, &period))
		first = Min(first, period.starts_on);
	return first;
}

/* Those of the bookings that are covered before the change, and not after it. */
static List *
not_covered_any_longer(const MembershipChange *change, List *bookings,
					   DateADT first)
{
	pg_tz *zone = change->club.zone;
	Visits before = {DATEVAL_NOBEGIN, 0};
	Visits after = {DATEVAL_NOBEGIN, 0};
	List *found = NIL;
	ListCell *cell;

	foreach(cell, bookings)
	{
		CoveredBooking *booking = lfirst(cell);
		bool was_covered;

		if (local_time(booking->start, zone).date < first)
			continue;
		was_covered = covers(&change->before, booking, zone, &before);
		if (!covers(&change->after, booking, zone, &after) && was_covered)
			found = lappend(found, booking);
	}
	return found;
}

/* Bookings have come while what they are of was looked up: once more. */
static Refusal scopes_missing;

bool
membership_misses_scopes(const Refusal *refusal)
{
	return refusal == &scopes_missing;
}

/* To end a membership, too, is no way around what a late cancellation costs. */
static Refusal *
check_not_late(const MembershipChange *change, Blocker *blocker)
{
	ListCell *cell;

	if (identity_current()->persona != PERSONA_MEMBER)
		return NULL;
	foreach(cell, change->bookings)
	{
		const CoveredBooking *booking = lfirst(cell);
		CoverLost lost = cover_lost(NO_ID, change->id, booking->start,
									&change->club, blocker);

		if (cover_loses(&lost))
			return refusal_cover_late(booking->booking.table,
									  booking->booking.id);
	}
	return NULL;
}

/*
 * Rule: bookings that the membership covers are covered, or it is said what
 * becomes of those to come. Finds these, from the period on in which a day is.
 */
Refusal *
membership_find_bookings(MembershipChange *change, DateADT from_on,
						 Blocker *blocker)
{
	List *bookings = covered_bookings(change->id, blocker);

	change->bookings = NIL;
	if (blocker_is_set(blocker))
		return NULL;
	if (!set_scopes(change, bookings))
		return &scopes_missing;
	list_sort(bookings, compare_bookings);
	change->bookings = not_covered_any_longer(
		change, bookings, first_day_of_period(change, from_on));
	if (change->bookings == NIL || change->on_bookings != BOOKINGS_REFUSE)
		return check_not_late(change, blocker);
	return refusal_membership_bookings(change->id,
									   list_length(change->bookings));
}

/* See to what was found: nothing is left without cover. */
void
membership_settle_bookings(const MembershipChange *change)
{
	ListCell *cell;

	foreach(cell, change->bookings)
	{
		const CoverBooking *booking =
			&((const CoveredBooking *) lfirst(cell))->booking;

		CHECK_FOR_INTERRUPTS();
		if (change->on_bookings == BOOKINGS_BILL)
			cover_replace(booking->table, booking->id);
		else if (booking->table == TABLE_SESSION)
			session_cancel_for_club(booking->id);
		else
			class_cancel_seat_for_club(booking->id);
	}
}
