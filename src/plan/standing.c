/*
 * standing.c
 *		A membership, read with its plans and holds.
 *
 * What others have not committed yet is not counted, but noted as the blocker:
 * whoever has to know what a membership will be waits for that. Without a
 * blocker to note, the rows are those that the active snapshot sees, as readers
 * want them.
 */
#include "postgres.h"

#include "plan/standing.h"

#include "refusal/refusal.h"
#include "engine/short_lock.h"
#include "rows/settled_row.h"

#include "access/genam.h"
#include "access/table.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#define MOST_ROW_COLUMNS 7

/* A row, or those columns of it that are read. */
typedef struct ReadRow
{
	Datum values[MOST_ROW_COLUMNS];
	bool nulls[MOST_ROW_COLUMNS];
	ItemPointerData place;
} ReadRow;

/* Rows of one table, found by an index's first column. */
typedef struct RowQuery
{
	TableId table;
	IndexId index;
	AttrNumber key;
	int column_count;
	AttrNumber columns[MOST_ROW_COLUMNS];
} RowQuery;

#define MEMBERSHIP_COLUMNS                                                    \
	7,                                                                        \
	{                                                                         \
		Anum_any_key, Anum_membership_member_id, Anum_membership_starts_on,   \
			Anum_membership_anchor_on, Anum_membership_contract_until,        \
			Anum_membership_ends_on, Anum_membership_made_at                  \
	}

static const RowQuery one_membership = {TABLE_MEMBERSHIP, INDEX_MEMBERSHIP_KEY,
										Anum_any_key, MEMBERSHIP_COLUMNS};
static const RowQuery memberships_of_member = {TABLE_MEMBERSHIP,
											   INDEX_MEMBERSHIP_MEMBER,
											   Anum_membership_member_id,
											   MEMBERSHIP_COLUMNS};
static const RowQuery plans_of_membership = {
	TABLE_MEMBERSHIP_PLAN,
	INDEX_MEMBERSHIP_PLANS,
	Anum_membership_plan_membership_id,
	4,
	{Anum_membership_plan_from_on, Anum_membership_plan_plan_id,
	 Anum_membership_plan_price, Anum_membership_plan_anchor_on}};
static const RowQuery holds_of_membership = {
	TABLE_HOLD,
	INDEX_MEMBERSHIP_HOLDS,
	Anum_membership_hold_membership_id,
	2,
	{Anum_membership_hold_starts_on, Anum_membership_hold_ends_on}};

static List *
add_read_row(List *rows, const RowQuery *query, HeapTuple row, TupleDesc desc)
{
	ReadRow *read = palloc(sizeof(ReadRow));

	row_columns(row, desc, query->columns, query->column_count, read->values,
				read->nulls);
	read->place = row->t_self;
	return lappend(rows, read);
}

/* The rows that the active snapshot sees, in the order of the index. */
static List *
read_seen_rows(const RowQuery *query, int64 value)
{
	Relation heap = table_open(table_oid(query->table), AccessShareLock);
	Relation index = index_open(index_oid(query->index), AccessShareLock);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple row;
	List *rows = NIL;

	key_int64(&key, query->key, value);
	scan =
		systable_beginscan_ordered(heap, index, GetActiveSnapshot(), 1, &key);
	while ((row = systable_getnext_ordered(scan, ForwardScanDirection)) !=
		   NULL)
		rows = add_read_row(rows, query, row, RelationGetDescr(heap));
	systable_endscan_ordered(scan);
	index_close(index, AccessShareLock);
	table_close(heap, NoLock);
	return rows;
}

static List *
read_rows(const RowQuery *query, int64 value, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	List *rows;

	if (blocker == NULL)
		return read_seen_rows(query, value);
	key_int64(&key, query->key, value);
	do
	{
		rows = NIL;
		dirty_scan_begin(&scan, query->table, query->index, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			dirty_scan_note(&scan, row, blocker);
			if (dirty_scan_state(&scan) != ROW_ARRIVING)
				rows = add_read_row(rows, query, row,
									RelationGetDescr(scan.heap));
		}
	} while (dirty_scan_end(&scan));
	return rows;
}

static StandingUnit
unit_by_name(const char *name)
{
	if (strcmp(name, "week") == 0)
		return STANDING_WEEK;
	return strcmp(name, "year") == 0 ? STANDING_YEAR : STANDING_MONTH;
}

/*
 * What a plan is like; false if there is none. These are settings, for which
 * nobody waits: its unit and how many there are to a period never change. What
 * a constraint would have refused, were it there, is not built upon: verify()
 * reads such rows.
 */
bool
standing_read_plan(int64 plan_id, StandingPlan *plan)
{
	static const AttrNumber columns[] = {
		Anum_plan_name,     Anum_plan_unit,      Anum_plan_every,
		Anum_plan_visits,   Anum_plan_notice,    Anum_plan_min_periods,
		Anum_plan_late_fee, Anum_plan_is_active, Anum_plan_joining_fee,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!settled_row(TABLE_PLAN, plan_id, columns, lengthof(columns), 0,
					 values, nulls, NULL, NULL))
		return false;
	plan->plan_id = plan_id;
	plan->name = nulls[0] ? "" : TextDatumGetCString(values[0]);
	plan->unit = nulls[1] ? STANDING_MONTH
						  : unit_by_name(TextDatumGetCString(values[1]));
	plan->every = Max(DatumGetInt16(values[2]), 1);
	plan->visits = nulls[3] ? 0 : DatumGetInt32(values[3]);
	plan->notice = nulls[4] ? (Interval){0} : *DatumGetIntervalP(values[4]);
	plan->min_periods = DatumGetInt16(values[5]);
	plan->late_fee = nulls[6] ? NULL : DatumGetNumeric(values[6]);
	plan->is_active = DatumGetBool(values[7]);
	plan->joining_fee = nulls[8] ? NULL : DatumGetNumeric(values[8]);
	return true;
}

/* Which plan from when on; an anchor that is not set is that of before. */
static void
read_plans(Standing *standing, Blocker *blocker)
{
	List *rows = read_rows(&plans_of_membership, standing->id, blocker);
	DateADT anchor_on = standing->anchor_on;
	ListCell *cell;

	standing->plan_count = 0;
	standing->plans = palloc(sizeof(StandingPlan) * (list_length(rows) + 1));
	foreach(cell, rows)
	{
		ReadRow *row = lfirst(cell);
		StandingPlan *plan = &standing->plans[standing->plan_count];

		if (!row->nulls[3])
			anchor_on = DatumGetDateADT(row->values[3]);
		if (!standing_read_plan(DatumGetInt64(row->values[1]), plan))
		{
			/* or the table is locked, and the check is repeated; verify() goes on */
			if (blocker != NULL && !is_obstructed())
				refuse(refusal_unknown(TABLE_PLAN,
									   DatumGetInt64(row->values[1])));
			continue;
		}
		standing->plan_count++;
		plan->from_on = DatumGetDateADT(row->values[0]);
		plan->anchor_on = anchor_on;
		plan->price = row->nulls[2] ? NULL : DatumGetNumeric(row->values[2]);
	}
}

/*
 * When it is on hold: holds that a direct write has let overlap or touch are
 * one, and days before the start do not count.
 */
static void
read_holds(Standing *standing, Blocker *blocker)
{
	List *rows = read_rows(&holds_of_membership, standing->id, blocker);
	StandingHold *last = NULL;
	ListCell *cell;

	standing->hold_count = 0;
	standing->holds = palloc(sizeof(StandingHold) * (list_length(rows) + 1));
	foreach(cell, rows)
	{
		ReadRow *row = lfirst(cell);
		DateADT starts_on =
			Max(DatumGetDateADT(row->values[0]), standing->starts_on);
		DateADT ends_on = DatumGetDateADT(row->values[1]);

		if (ends_on <= starts_on)
			continue;
		if (last != NULL && starts_on <= last->ends_on)
		{
			last->ends_on = Max(last->ends_on, ends_on);
			continue;
		}
		last = &standing->holds[standing->hold_count++];
		*last = (StandingHold){starts_on, ends_on};
	}
}

static DateADT
date_or_never(const ReadRow *row, int column)
{
	return row->nulls[column] ? DATEVAL_NOEND
							  : DatumGetDateADT(row->values[column]);
}

static void
read_standing(Standing *standing, const ReadRow *row, Blocker *blocker)
{
	standing->id = DatumGetInt64(row->values[0]);
	standing->member_id = DatumGetInt64(row->values[1]);
	standing->starts_on = DatumGetDateADT(row->values[2]);
	standing->anchor_on = DatumGetDateADT(row->values[3]);
	standing->contract_until = date_or_never(row, 4);
	standing->cancelled_on = date_or_never(row, 5);
	standing->made_at = DatumGetTimestampTz(row->values[6]);
	standing->place = row->place;
	read_plans(standing, blocker);
	read_holds(standing, blocker);
	standing_set_end(standing);
}

/*
 * Read a membership; false if there is none. Whoever is changing it, its plans
 * or its holds is the blocker.
 */
bool
standing_read(int64 membership_id, Standing *standing, Blocker *blocker)
{
	List *rows = read_rows(&one_membership, membership_id, blocker);

	if (rows == NIL)
		return false;
	read_standing(standing, linitial(rows), blocker);
	return true;
}

static int
compare_standings(const ListCell *a, const ListCell *b)
{
	const Standing *left = lfirst(a);
	const Standing *right = lfirst(b);

	return (left->id > right->id) - (left->id < right->id);
}

/* The memberships of a member, as pointers to Standing, in order of their ids. */
List *
standing_all_of_member(int64 member_id, Blocker *blocker)
{
	List *standings = NIL;
	ListCell *cell;

	foreach(cell, read_rows(&memberships_of_member, member_id, blocker))
	{
		Standing *standing = palloc(sizeof(Standing));

		read_standing(standing, lfirst(cell), blocker);
		standings = lappend(standings, standing);
	}
	list_sort(standings, compare_standings);
	return standings;
}
