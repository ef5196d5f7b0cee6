/*
 * calendar.c
 *		Who and what is busy when.
 *
 * There is no table of reservations. The bookings themselves are the
 * calendar, by way of the partial indexes on (resource, start_time) listed
 * here, and a probe walks them under a dirty snapshot.
 */
#include "postgres.h"

#include "calendar/busy_refusal.h"
#include "calendar/calendar.h"

#include "rows/erased_member.h"

#include "utils/fmgroids.h"
#include "utils/timestamp.h"

/* An index in which a kind of resource's busy time stands. */
typedef struct BusyIndex
{
	TableId table;
	IndexId index;
	AttrNumber resource;
	AttrNumber start;
	AttrNumber end;
	TableId occupant_table;
	AttrNumber occupant_id;
} BusyIndex;

#define BUSY_INDEXES 2

static const BusyIndex busy[RESOURCE_KINDS][BUSY_INDEXES] = {
	[RESOURCE_ROOM] =
		{
			{TABLE_SESSION, INDEX_SESSION_ROOM_BUSY,
			 Anum_private_session_room_id, Anum_private_session_start_time,
			 Anum_private_session_end_time, TABLE_SESSION, Anum_any_key},
			{TABLE_CLASS, INDEX_CLASS_ROOM_BUSY, Anum_class_schedule_room_id,
			 Anum_class_schedule_start_time, Anum_class_schedule_end_time,
			 TABLE_CLASS, Anum_any_key},
		},
	[RESOURCE_TRAINER] =
		{
			{TABLE_SESSION, INDEX_SESSION_TRAINER_BUSY,
			 Anum_private_session_trainer_id, Anum_private_session_start_time,
			 Anum_private_session_end_time, TABLE_SESSION, Anum_any_key},
			{TABLE_CLASS, INDEX_CLASS_TRAINER_BUSY,
			 Anum_class_schedule_trainer_id, Anum_class_schedule_start_time,
			 Anum_class_schedule_end_time, TABLE_CLASS, Anum_any_key},
		},
	[RESOURCE_MEMBER] =
		{
			{TABLE_SESSION, INDEX_SESSION_MEMBER_BUSY,
			 Anum_private_session_member_id, Anum_private_session_start_time,
			 Anum_private_session_end_time, TABLE_SESSION, Anum_any_key},
			{TABLE_REGISTRATION, INDEX_REGISTRATION_MEMBER_BUSY,
			 Anum_class_registration_member_id,
			 Anum_class_registration_start_time,
			 Anum_class_registration_end_time, TABLE_CLASS,
			 Anum_class_registration_class_id},
		},
};

static const char *const resource_names[RESOURCE_KINDS] = {
	[RESOURCE_ROOM] = "room",
	[RESOURCE_TRAINER] = "trainer",
	[RESOURCE_MEMBER] = "member",
};

/* What messages and find_conflicts() call a kind of resource. */
const char *
resource_name(ResourceKind kind)
{
	return resource_names[kind];
}

/* A private session as it is to stand in the calendar. */
Booking
session_booking(int64 session_id, int64 member_id, int64 trainer_id,
				int64 room_id, Period period)
{
	return (Booking){
		.occupant = {TABLE_SESSION, session_id},
		.reported_table = TABLE_SESSION,
		.period = period,
		.resources = {[RESOURCE_ROOM] = room_id,
					  [RESOURCE_TRAINER] = trainer_id,
					  [RESOURCE_MEMBER] = member_id},
	};
}

/* The same of a class. */
Booking
class_booking(int64 class_id, int64 trainer_id, int64 room_id, Period period)
{
	return (Booking){
		.occupant = {TABLE_CLASS, class_id},
		.reported_table = TABLE_CLASS,
		.period = period,
		.resources = {[RESOURCE_ROOM] = room_id,
					  [RESOURCE_TRAINER] = trainer_id,
					  [RESOURCE_MEMBER] = NO_ID},
	};
}

/* The same of a seat: what keeps its member busy is the class. */
Booking
seat_booking(int64 class_id, int64 member_id, Period period)
{
	return (Booking){
		.occupant = {TABLE_CLASS, class_id},
		.reported_table = TABLE_REGISTRATION,
		.period = period,
		.resources = {[RESOURCE_ROOM] = NO_ID,
					  [RESOURCE_TRAINER] = NO_ID,
					  [RESOURCE_MEMBER] = member_id},
	};
}

static Clash
read_clash(HeapTuple row, TupleDesc desc, const BusyIndex *index)
{
	Clash clash;

	clash.occupant.table = index->occupant_table;
	clash.occupant.id = row_int64(row, desc, index->occupant_id);
	clash.period.start = row_int64(row, desc, index->start);
	clash.period.end = row_int64(row, desc, index->end);
	return clash;
}

static bool
same_occupant(const Occupant *a, const Occupant *b)
{
	return a != NULL && a->table == b->table && a->id == b->id;
}

/*
 * Start walking what can reach into a period. No booking is longer than
 * LONGEST_BOOKING, which bounds the walk past dead entries as well.
 */
static void
begin_probe(DirtyScan *scan, const BusyIndex *index, int64 id, Period period)
{
	ScanKeyData keys[3];

	key_int64(&keys[0], index->resource, id);
	ScanKeyInit(&keys[1], index->start, BTLessStrategyNumber, F_TIMESTAMPTZ_LT,
				TimestampTzGetDatum(period.end));
	ScanKeyInit(&keys[2], index->start, BTGreaterStrategyNumber,
				F_TIMESTAMPTZ_GT,
				TimestampTzGetDatum(period.start - LONGEST_BOOKING));
	dirty_scan_begin(scan, index->table, index->index, 3, keys);
}

/*
 * Walk one index backwards from the last row that starts before the period's
 * end. A row that reaches into the period clashes. The first settled row that
 * ends before the period ends the walk: whatever was admitted beside it
 * started earlier and ended before it began. Rows in other transactions'
 * hands prove nothing and are walked over.
 */
static bool
probe_index(const BusyIndex *index, int64 id, Period period,
			const Occupant *ignored, Clash *clash, Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	bool clashes = false;

	do
	{
		begin_probe(&scan, index, id, period);
		while ((row = dirty_scan_next(&scan, BackwardScanDirection)) != NULL)
		{
			Clash found = read_clash(row, RelationGetDescr(scan.heap), index);
			RowState state = dirty_scan_state(&scan);

			if (same_occupant(ignored, &found.occupant))
				continue;
			if (found.period.end <= period.start)
			{
				if (state == ROW_SETTLED)
					break;
			}
			else if (state == ROW_SETTLED)
			{
				*clash = found;
				clashes = true;
				break;
			}
			else
				dirty_scan_note(&scan, row, blocker);
		}
	} while (dirty_scan_end(&scan) && !clashes);
	return clashes;
}

/*
 * Whether a resource is busy in a period, apart from one occupant. If only
 * transactions in progress would keep it busy, one of them becomes the
 * blocker. Costs one descent per index, almost always of one row, whatever
 * the resource's history. Follows check_exclusion_or_unique_constraint() in
 * execIndexing.c.
 */
bool
calendar_probe(ResourceKind kind, int64 id, Period period,
			   const Occupant *ignored, Clash *clash, Blocker *blocker)
{
	for (int i = 0; i < BUSY_INDEXES; i++)
	{
		if (probe_index(&busy[kind][i], id, period, ignored, clash, blocker))
			return true;
	}
	return false;
}

static bool
is_ignored(const Occupant *occupant, const Occupant *ignored,
		   int ignored_count)
{
	for (int i = 0; i < ignored_count; i++)
		if (same_occupant(&ignored[i], occupant))
			return true;
	return false;
}

static List *
collect(List *clashes, const Clash *found)
{
	Clash *copy = palloc(sizeof(Clash));

	*copy = *found;
	return lappend(clashes, copy);
}

/*
 * What keeps a resource busy in a period, apart from some occupants. A
 * transaction that is changing one of these bookings is noted, where there is
 * a blocker to note it in.
 */
static List *
list_bookings(ResourceKind kind, int64 id, Period period,
			  const Occupant *ignored, int ignored_count, Blocker *blocker)
{
	List *bookings = NIL;

	for (int i = 0; i < BUSY_INDEXES; i++)
	{
		const BusyIndex *index = &busy[kind][i];
		DirtyScan scan = FIRST_PASS;
		List *passed;
		HeapTuple row;

		do
		{
			passed = NIL;
			begin_probe(&scan, index, id, period);
			while ((row = dirty_scan_next(&scan, BackwardScanDirection)) !=
				   NULL)
			{
				Clash found =
					read_clash(row, RelationGetDescr(scan.heap), index);

				if (!periods_overlap(found.period, period) ||
					is_ignored(&found.occupant, ignored, ignored_count))
					continue;
				if (blocker != NULL && dirty_scan_state(&scan) != ROW_SETTLED)
					dirty_scan_note(&scan, row, blocker);
				passed = collect(passed, &found);
			}
		} while (dirty_scan_end(&scan));
		bookings = list_concat(bookings, passed);
	}
	return bookings;
}

/*
 * Everything that keeps a resource busy in a period, what others are about to
 * commit and what came in while the guard was off included. Returns a list of
 * Clash.
 */
List *
calendar_clashes(ResourceKind kind, int64 id, Period period,
				 const Occupant *ignored, int ignored_count)
{
	return list_bookings(kind, id, period, ignored, ignored_count, NULL);
}

/*
 * What a resource is booked for after an instant. A booking in another
 * transaction's hands is included, and that transaction is the blocker.
 * Returns a list of Clash.
 */
List *
calendar_upcoming(ResourceKind kind, int64 id, TimestampTz from,
				  Blocker *blocker)
{
	return list_bookings(kind, id, (Period){from, DT_NOEND}, NULL, 0, blocker);
}

/* Nothing new is for an erased member, whenever it is. */
static Refusal *
check_not_erased(const Booking *booking, Blocker *blocker)
{
	int64 member_id = booking->resources[RESOURCE_MEMBER];
	bool is_new = booking->occupant.id == NO_ID;

	return member_id == NO_ID
			   ? NULL
			   : erased_check_booking(
					 member_id, is_new ? DT_NOEND : booking->period.start,
					 blocker);
}

/*
 * Check all the resources of a booking. A settled clash is refused at once,
 * even if another resource would have to be waited for.
 */
Refusal *
calendar_check(const Booking *booking, Blocker *blocker)
{
	Refusal *refusal = check_not_erased(booking, blocker);

	if (refusal != NULL)
		return refusal;
	for (int kind = 0; kind < RESOURCE_KINDS; kind++)
	{
		int64 id = booking->resources[kind];
		Clash clash;

		if (id != NO_ID &&
			calendar_probe((ResourceKind) kind, id, booking->period,
						   &booking->occupant, &clash, blocker))
			return refusal_double_booked(booking->reported_table,
										 resource_names[kind], id,
										 clash.period);
	}
	return NULL;
}
