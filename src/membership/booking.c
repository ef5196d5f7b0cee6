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
#include "membership/membership_refusal.h"

/* A booking that the membership covers, or covered when it was cancelled late. */
typedef struct CoveredBooking
{
	TableId table; /* TABLE_SESSION or TABLE_REGISTRATION */
	int64 id;
	TimestampTz start;
	bool is_over; /* it stays as it is, and counts */
} CoveredBooking;

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
	CoveredBooking *booking = palloc(sizeof(CoveredBooking));

	booking->table = cover->table;
	booking->id = row_int64(row, desc, Anum_any_key);
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

static int
compare_starts(const ListCell *a, const ListCell *b)
{
	const CoveredBooking *left = lfirst(a);
	const CoveredBooking *right = lfirst(b);

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	if (left->table != right->table)
		return left->table < right->table ? -1 : 1;
	return (left->id > right->id) - (left->id < right->id);
}

/* The visits of one period, as they are counted. */
typedef struct Visits
{
	DateADT period_on;
	int count;
} Visits;

/* Whether the membership covers a booking as it is to be; if so, count it. */
static bool
still_covers(const MembershipChange *change, const CoveredBooking *booking,
			 Visits *visits)
{
	const Standing *after = &change->after;
	DateADT date = local_time(booking->start, change->club.zone).date;
	StandingPeriod period;
	bool is_full;

	if (!standing_period_around(after, date, &period))
		return booking->is_over;
	if (visits->period_on != period.starts_on)
		*visits = (Visits){period.starts_on, 0};
	is_full = period.plan->visits > 0 && visits->count >= period.plan->visits;
	if (!booking->is_over && (is_full || !standing_is_active(after, date)))
		return false;
	visits->count++;
	return true;
}

/*
 * Rule: bookings that the membership covers are covered, or it is said what
 * becomes of those to come. Finds these, from the period on in which a day is.
 */
Refusal *
membership_find_bookings(MembershipChange *change, DateADT from_on,
						 Blocker *blocker)
{
	List *bookings = NIL;
	Visits visits = {DATEVAL_NOBEGIN, 0};
	StandingPeriod period;
	ListCell *cell;

	change->bookings = NIL;
	for (size_t i = 0; i < lengthof(cover_indexes); i++)
		bookings = list_concat(bookings, covered_of_kind(&cover_indexes[i],
														 change->id, blocker));
	if (blocker_is_set(blocker))
		return NULL;
	list_sort(bookings, compare_starts);
	if (standing_period_around(&change->after, from_on, &period))
		from_on = period.starts_on;
	foreach(cell, bookings)
	{
		CoveredBooking *booking = lfirst(cell);

		if (local_time(booking->start, change->club.zone).date >= from_on &&
			!still_covers(change, booking, &visits))
			change->bookings = lappend(change->bookings, booking);
	}
	if (change->bookings == NIL || change->on_bookings != BOOKINGS_REFUSE)
		return NULL;
	return refusal_membership_bookings(change->id,
									   list_length(change->bookings));
}

/* See to what was found: nothing is left without cover. */
void
membership_settle_bookings(const MembershipChange *change)
{
}
