/*
 * busy.c
 *		Who and what is busy when.
 *
 * There is no table of reservations. The bookings themselves are the
 * calendar, by way of the partial indexes on (resource, start_time) listed
 * here, and a probe walks them under a dirty snapshot. A closure keeps busy
 * what is closed, as a booking would.
 */
#include "postgres.h"

#include "calendar/busy.h"

#include "utils/fmgroids.h"
#include "utils/timestamp.h"

/* An index in which a kind of resource's busy time stands. */
typedef struct BusyIndex
{
	TableId table;
	IndexId index;
	AttrNumber scope[2]; /* its columns before start; 0 is none */
	AttrNumber
		resource; /* of these the one with the id, the others being null */
	AttrNumber start;
	AttrNumber end;
	AttrNumber cancelled; /* null in all of its rows */
	int64 longest; /* no period in it is longer: how far back a probe looks */
	TableId occupant_table;
	AttrNumber occupant_id;
} BusyIndex;

/* Bookings of a room, a trainer or a member, and what occupies it. */
#define BOOKINGS_OF(id, index, table, resource, occupant_table, occupant_id)  \
	{                                                                         \
		id, index, {Anum_##table##_##resource}, Anum_##table##_##resource,    \
			Anum_##table##_start_time, Anum_##table##_end_time,               \
			Anum_##table##_cancelled_at, LONGEST_BOOKING, occupant_table,     \
			occupant_id                                                       \
	}

/* Closures of a room, a trainer or, with no resource, the club. */
#define CLOSURES_OF(resource)                                                 \
	{                                                                         \
		TABLE_CLOSURE, INDEX_CLOSURE_BUSY,                                    \
			{Anum_closure_room_id, Anum_closure_trainer_id}, resource,        \
			Anum_closure_start_time, Anum_closure_end_time,                   \
			Anum_closure_cancelled_at, LONGEST_CLOSURE, TABLE_CLOSURE,        \
			Anum_any_key                                                      \
	}

static const BusyIndex room_busy[] = {
	BOOKINGS_OF(TABLE_SESSION, INDEX_SESSION_ROOM_BUSY, private_session,
				room_id, TABLE_SESSION, Anum_any_key),
	BOOKINGS_OF(TABLE_CLASS, INDEX_CLASS_ROOM_BUSY, class_schedule, room_id,
				TABLE_CLASS, Anum_any_key),
};

static const BusyIndex trainer_busy[] = {
	BOOKINGS_OF(TABLE_SESSION, INDEX_SESSION_TRAINER_BUSY, private_session,
				trainer_id, TABLE_SESSION, Anum_any_key),
	BOOKINGS_OF(TABLE_CLASS, INDEX_CLASS_TRAINER_BUSY, class_schedule,
				trainer_id, TABLE_CLASS, Anum_any_key),
};

static const BusyIndex member_busy[] = {
	BOOKINGS_OF(TABLE_SESSION, INDEX_SESSION_MEMBER_BUSY, private_session,
				member_id, TABLE_SESSION, Anum_any_key),
	BOOKINGS_OF(TABLE_REGISTRATION, INDEX_REGISTRATION_MEMBER_BUSY,
				class_registration, member_id, TABLE_CLASS,
				Anum_class_registration_class_id),
};

static const BusyIndex room_closed = CLOSURES_OF(Anum_closure_room_id);
static const BusyIndex trainer_away = CLOSURES_OF(Anum_closure_trainer_id);
static const BusyIndex club_closed = CLOSURES_OF(InvalidAttrNumber);

/*
 * A kind of resource: what it is called, and all that keeps it busy. Bookings
 * and closures are asked for apart, as a room may hold several bookings, and
 * turnaround lies between two of them.
 */
typedef struct Resource
{
	const char *name;
	const BusyIndex *busy;
	int busy_count;
	const BusyIndex *closed;
} Resource;

static const Resource resources[RESOURCE_KINDS] = {
	[RESOURCE_ROOM] = {"room", room_busy, lengthof(room_busy), &room_closed},
	[RESOURCE_TRAINER] = {"trainer", trainer_busy, lengthof(trainer_busy),
						  &trainer_away},
	[RESOURCE_MEMBER] = {"member", member_busy, lengthof(member_busy), NULL},
	[RESOURCE_CLUB] = {"club", NULL, 0, &club_closed},
};

/* What messages and find_conflicts() call a kind of resource. */
const char *
calendar_resource_name(ResourceKind kind)
{
	return resources[kind].name;
}

static Clash
read_clash(HeapTuple row, TupleDesc desc, const BusyIndex *index)
{
	Clash clash;

	clash.occupant.table = index->occupant_table;
	clash.occupant.id = row_int64(row, desc, index->occupant_id);
	clash.period.start = row_int64(row, desc, index->start);
	clash.period.end = row_int64(row, desc, index->end);
	clash.holder = NO_BLOCKER;
	return clash;
}

static bool
same_occupant(const Occupant *a, const Occupant *b)
{
	return a != NULL && a->table == b->table && a->id == b->id;
}

/* Keys of a probe: those of the scope, and two for the time. */
#define PROBE_KEYS (lengthof(((BusyIndex *) NULL)->scope) + 2)

/*
 * The keys of what can reach into a period, and how many they are. The longest
 * period in an index bounds the walk past dead entries as well.
 */
static int
probe_keys(const BusyIndex *index, int64 id, Period period, ScanKey keys)
{
	int count = 0;

	for (size_t i = 0; i < lengthof(index->scope) && index->scope[i] != 0; i++)
	{
		if (index->scope[i] == index->resource)
			key_int64(&keys[count++], index->scope[i], id);
		else
			key_null(&keys[count++], index->scope[i]);
	}
	ScanKeyInit(&keys[count++], index->start, BTLessStrategyNumber,
				F_TIMESTAMPTZ_LT, TimestampTzGetDatum(period.end));
	ScanKeyInit(&keys[count++], index->start, BTGreaterStrategyNumber,
				F_TIMESTAMPTZ_GT,
				TimestampTzGetDatum(period.start - index->longest));
	return count;
}

static void
begin_probe(DirtyScan *scan, const BusyIndex *index, int64 id, Period period)
{
	ScanKeyData keys[PROBE_KEYS];
	int count = probe_keys(index, id, period, keys);

	dirty_scan_begin(scan, index->table, index->index, count, keys);
}

/*
 * Walk one index backwards from the last row that starts before the period's
 * end. A row that reaches into the period clashes. The first settled row that
 * ends before the period ends the walk: whatever was admitted beside it
 * started earlier and ended before it began. Rows in other transactions'
 * hands prove nothing and are walked over.
 */
static bool
walk_back(DirtyScan *scan, const BusyIndex *index, Period period,
		  const Occupant *ignored, Clash *clash, Blocker *blocker)
{
	HeapTuple row;

	while ((row = dirty_scan_next(scan, BackwardScanDirection)) != NULL)
	{
		Clash found = read_clash(row, RelationGetDescr(scan->heap), index);
		RowState state = dirty_scan_state(scan);

		if (same_occupant(ignored, &found.occupant))
			continue;
		if (found.period.end <= period.start)
		{
			if (state == ROW_SETTLED)
				return false;
		}
		else if (state == ROW_SETTLED)
		{
			*clash = found;
			return true;
		}
		else
			dirty_scan_note(scan, row, blocker);
	}
	return false;
}

static bool
probe_index(const BusyIndex *index, int64 id, Period period,
			const Occupant *ignored, Clash *clash, Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	bool clashes;

	do
	{
		begin_probe(&scan, index, id, period);
		clashes = walk_back(&scan, index, period, ignored, clash, blocker);
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
	const Resource *resource = &resources[kind];

	for (int i = 0; i < resource->busy_count; i++)
	{
		if (probe_index(&resource->busy[i], id, period, ignored, clash,
						blocker))
			return true;
	}
	return false;
}

/*
 * The same of a closure, which is in the way however many bookings a room
 * holds: whether any of some resources, by kind, is closed, and which. Their
 * closures are in one index, of which one scan asks for all of them.
 */
bool
calendar_probe_closures(const int64 *ids, Period period,
						const Occupant *ignored, ResourceKind *kind,
						Clash *clash, Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	bool clashes = false;

	do
	{
		bool has_begun = false;

		for (int i = 0; i < RESOURCE_KINDS && !clashes; i++)
		{
			const BusyIndex *closed = resources[i].closed;
			ScanKeyData keys[PROBE_KEYS];

			if (closed == NULL || ids[i] == NO_ID)
				continue;
			if (!has_begun)
				begin_probe(&scan, closed, ids[i], period);
			else
				dirty_scan_go_on(
					&scan, probe_keys(closed, ids[i], period, keys), keys);
			has_begun = true;
			*kind = (ResourceKind) i;
			clashes =
				walk_back(&scan, closed, period, ignored, clash, blocker);
		}
	} while (dirty_scan_end(&scan) && !clashes);
	return clashes;
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
 * What of one index keeps a resource busy in a period, apart from some
 * occupants. A transaction that is changing one of these rows is noted, where
 * there is a blocker to note it in.
 */
static List *
list_index(const BusyIndex *index, int64 id, Period period,
		   const Occupant *ignored, int ignored_count, Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	List *found;
	HeapTuple row;

	do
	{
		found = NIL;
		begin_probe(&scan, index, id, period);
		while ((row = dirty_scan_next(&scan, BackwardScanDirection)) != NULL)
		{
			Clash clash = read_clash(row, RelationGetDescr(scan.heap), index);

			if (!periods_overlap(clash.period, period) ||
				is_ignored(&clash.occupant, ignored, ignored_count))
				continue;
			if (dirty_scan_state(&scan) != ROW_SETTLED)
			{
				dirty_scan_note(&scan, row, &clash.holder);
				if (blocker != NULL)
					dirty_scan_note(&scan, row, blocker);
			}
			found = collect(found, &clash);
		}
	} while (dirty_scan_end(&scan));
	return found;
}

/* Whether a row that was fetched by its place is a booking of the resource. */
static bool
is_booking_of(HeapTuple row, TupleDesc desc, const BusyIndex *index, int64 id)
{
	return row_int64(row, desc, index->resource) == id &&
		   row_is_null(row, index->cancelled);
}

/* Where the bookings in one index are, in the order of the table. */
static void
list_entries(DirtyScan *scan, const BusyIndex *index, Booked *booked,
			 int count, ScanEntries *entries)
{
	entries->count = 0;
	for (int i = 0; i < count; i++)
	{
		ScanKeyData keys[PROBE_KEYS];
		int key_count = probe_keys(index, booked[i].id, booked[i].range, keys);

		dirty_scan_ask(scan, index->table, index->index, key_count, keys);
		dirty_scan_list(scan, i, entries);
		booked[i].bookings.count = booked[i].before;
	}
	dirty_scan_sort(entries);
}

/*
 * Add the bookings in one index of some resources, by a scan that stays open. All
 * are found first and then read in the order of the table, as the bookings of
 * one resource lie on as many pages.
 */
static void
add_bookings(DirtyScan *scan, const BusyIndex *index, Booked *booked,
			 int count, const Occupant *ignored, int ignored_count)
{
	ScanEntries entries = {0};
	HeapTuple row;
	int i;

	for (i = 0; i < count; i++)
		booked[i].before = booked[i].bookings.count;
	do
	{
		list_entries(scan, index, booked, count, &entries);
		while ((row = dirty_scan_fetch(scan, &entries, &i)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan->heap);
			Clash clash = read_clash(row, desc, index);

			if (periods_overlap(clash.period, booked[i].range) &&
				is_booking_of(row, desc, index, booked[i].id) &&
				!is_ignored(&clash.occupant, ignored, ignored_count))
				periods_add(&booked[i].bookings, clash.period);
		}
	} while (dirty_scan_has_to_repeat(scan));
	if (entries.list != NULL)
		pfree(entries.list);
}

/*
 * Add to periods the closures of a resource in a range, by a scan that stays open.
 * The first settled one that ends before the range ends the walk, as in walk_back().
 */
static void
add_closures(DirtyScan *scan, Periods *periods, const BusyIndex *index,
			 int64 id, Period range)
{
	ScanKeyData keys[PROBE_KEYS];
	int key_count = probe_keys(index, id, range, keys);
	int before = periods->count;
	HeapTuple row;

	do
	{
		periods->count = before;
		dirty_scan_ask(scan, index->table, index->index, key_count, keys);
		while ((row = dirty_scan_next(scan, BackwardScanDirection)) != NULL)
		{
			Clash clash = read_clash(row, RelationGetDescr(scan->heap), index);

			if (periods_overlap(clash.period, range))
				periods_add(periods, clash.period);
			else if (dirty_scan_state(scan) == ROW_SETTLED)
				break;
		}
	} while (dirty_scan_has_to_repeat(scan));
}

/* All trainers, by id, those included who are only just being added. */
static List *
list_trainers(void)
{
	DirtyScan scan = FIRST_PASS;
	List *trainers;
	HeapTuple row;

	do
	{
		int64 last = NO_ID;

		trainers = NIL;
		dirty_scan_begin(&scan, TABLE_TRAINER, INDEX_TRAINER_KEY, 0, NULL);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			int64 *id = palloc(sizeof(int64));

			*id = row_int64(row, RelationGetDescr(scan.heap), Anum_any_key);
			/* Versions of one row come one after the other. */
			if (*id != last)
				trainers = lappend(trainers, id);
			last = *id;
		}
	} while (dirty_scan_end(&scan));
	return trainers;
}

static List *
list_bookings(ResourceKind kind, int64 id, Period period,
			  const Occupant *ignored, int ignored_count, Blocker *blocker)
{
	const Resource *resource = &resources[kind];
	List *bookings = NIL;

	for (int i = 0; i < resource->busy_count; i++)
		bookings =
			list_concat(bookings, list_index(&resource->busy[i], id, period,
											 ignored, ignored_count, blocker));
	return bookings;
}

/*
 * All bookings of a resource in a period, what others are about to commit and
 * what came in while the guard was off included. Returns a list of Clash.
 */
List *
calendar_clashes(ResourceKind kind, int64 id, Period period,
				 const Occupant *ignored, int ignored_count)
{
	return list_bookings(kind, id, period, ignored, ignored_count, NULL);
}

/* The same of closures of the very room, trainer or club. */
List *
calendar_closures(ResourceKind kind, int64 id, Period period)
{
	const BusyIndex *closed = resources[kind].closed;

	return closed == NULL ? NIL
						  : list_index(closed, id, period, NULL, 0, NULL);
}

/*
 * The bookings of a resource in a period; those of the club are those of all
 * trainers, as each has one. A booking in another transaction's hands is
 * included, and that transaction is the blocker. Returns a list of Clash.
 */
List *
calendar_bookings(ResourceKind kind, int64 id, Period period, Blocker *blocker)
{
	List *bookings = list_bookings(kind, id, period, NULL, 0, blocker);
	ListCell *cell;

	if (kind == RESOURCE_CLUB)
		foreach(cell, list_trainers())
			bookings =
				list_concat(bookings, list_bookings(RESOURCE_TRAINER,
													*(int64 *) lfirst(cell),
													period, NULL, 0, blocker));
	return bookings;
}

/* The same after an instant. */
List *
calendar_upcoming(ResourceKind kind, int64 id, TimestampTz from,
				  Blocker *blocker)
{
	return calendar_bookings(kind, id, (Period){from, DT_NOEND}, blocker);
}

/* The same as periods, by start, of many resources, whose lists are empty. */
void
calendar_booked(BusyScans *scans, ResourceKind kind, Booked *booked, int count,
				const Occupant *ignored, int ignored_count)
{
	const Resource *resource = &resources[kind];

	for (int first = 0; first < count; first += MOST_QUESTIONS)
		for (int i = 0; i < resource->busy_count; i++)
			add_bookings(&scans->bookings[kind][i], &resource->busy[i],
						 &booked[first], Min(count - first, MOST_QUESTIONS),
						 ignored, ignored_count);
	for (int i = 0; i < count; i++)
		periods_sort(&booked[i].bookings);
}

/* Add the closures of the very room, trainer or club. */
void
calendar_add_closures(BusyScans *scans, Periods *periods, ResourceKind kind,
					  int64 id, Period range)
{
	const BusyIndex *closed = resources[kind].closed;

	if (closed != NULL)
		add_closures(&scans->closures, periods, closed, id, range);
}

void
calendar_end_scans(BusyScans *scans)
{
	for (int kind = 0; kind < RESOURCE_KINDS; kind++)
		for (int i = 0; i < MOST_BUSY_INDEXES; i++)
			(void) dirty_scan_end(&scans->bookings[kind][i]);
	(void) dirty_scan_end(&scans->closures);
}
