/*
 * settled_row.c
 *		Rows read by their key, in the state that will hold.
 *
 * A row that another transaction is changing has two versions under a dirty
 * snapshot. Where they agree on what decides, the change does not matter and
 * nobody waits for it; where they differ, the caller must wait.
 */
#include "postgres.h"

#include "rows/settled_row.h"

#include "refusal/refusal.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "utils/datum.h"
#include "utils/snapmgr.h"

static bool
columns_agree(HeapTuple row, TupleDesc desc, const AttrNumber *columns,
			  int deciding_count, const Datum *values, const bool *nulls)
{
	for (int i = 0; i < deciding_count; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, columns[i] - 1);
		bool isnull;
		Datum value = heap_getattr(row, columns[i], desc, &isnull);

		if (isnull != nulls[i])
			return false;
		if (!isnull &&
			!datumIsEqual(value, values[i], column->attbyval, column->attlen))
			return false;
	}
	return true;
}

/* The versions of a row that a scan found, and in whose hands they are. */
typedef struct Versions
{
	bool found;
	bool settled;
	bool agree;
	Blocker leaving;
	Blocker arriving;
	ItemPointerData place; /* of the one that is not arriving */
} Versions;

static Versions
read_versions(TableId table, int64 id, const AttrNumber *columns,
			  int column_count, int deciding_count, Datum *values, bool *nulls)
{
	Versions versions;
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;

	key_int64(&key, Anum_any_key, id);
	do
	{
		versions = (Versions){.agree = true};
		dirty_scan_begin(&scan, table, (IndexId) table, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);
			RowState state = dirty_scan_state(&scan);

			if (state != ROW_ARRIVING)
				versions.place = row->t_self;
			if (versions.found)
				versions.agree &= columns_agree(row, desc, columns,
												deciding_count, values, nulls);
			else
				row_columns(row, desc, columns, column_count, values, nulls);
			versions.found = true;
			versions.settled |= state == ROW_SETTLED;
			dirty_scan_note(&scan, row,
							state == ROW_ARRIVING ? &versions.arriving
												  : &versions.leaving);
		}
	} while (dirty_scan_end(&scan));
	return versions;
}

/*
 * Read columns of the row with this key. The first deciding_count of them
 * must be certain: if another transaction is changing one of them, or
 * deleting the row, it is noted as the blocker. So is one that changes
 * anything of a row that is going to be written, which would make us wait for
 * it with our locks held; place, if given, is where such a row is then to be
 * written. Returns whether there is such a row; one that is only being
 * inserted is not there yet. Without a blocker to note it is a mere
 * look, from which nothing will be written.
 */
bool
settled_row(TableId table, int64 id, const AttrNumber *columns,
			int column_count, int deciding_count, Datum *values, bool *nulls,
			ItemPointer place, Blocker *blocker)
{
	Versions versions = read_versions(table, id, columns, column_count,
									  deciding_count, values, nulls);

	if (!versions.found)
		return false;
	if (place != NULL)
		*place = versions.place;
	if (blocker != NULL && versions.leaving.unseen)
		blocker->unseen = true;
	if (!blocker_is_set(&versions.leaving))
		return versions.settled;
	if (blocker != NULL && (deciding_count == FOR_WRITE || !versions.agree ||
							!blocker_is_set(&versions.arriving)))
		blocker_take(blocker, &versions.leaving);
	return true;
}

/* Whether there seems to be a row with this key. */
bool
row_exists(TableId table, int64 id)
{
	return settled_row(table, id, NULL, 0, 0, NULL, NULL, NULL, NULL);
}

/*
 * Whether there is a version of the row that our transaction's snapshot sees.
 */
bool
row_was_there(TableId table, int64 id)
{
	Relation heap = table_open(table_oid(table), AccessShareLock);
	ScanKeyData key;
	SysScanDesc scan;
	bool found;

	key_int64(&key, Anum_any_key, id);
	scan = systable_beginscan(heap, index_oid((IndexId) table), true,
							  GetTransactionSnapshot(), 1, &key);
	found = HeapTupleIsValid(systable_getnext(scan));
	systable_endscan(scan);
	table_close(heap, NoLock);
	return found;
}

/*
 * Raise why an update by a key has found no row: there is none, or a trigger
 * has kept it from being written.
 */
void
refuse_unwritten(TableId table, int64 id)
{
	refuse(row_was_there(table, id) ? refusal_row_skipped(table)
									: refusal_unknown(table, id));
}

/*
 * Run an update, with the arguments of the function that calls it, of the row
 * whose key is the first of them. Returns that.
 */
Datum
statement_update(SavedStatement *statement, FunctionCallInfo fcinfo,
				 TableId table)
{
	int64 id;

	if (!statement_try(statement, fcinfo, &id))
		refuse_unwritten(table, PG_GETARG_INT64(0));
	PG_RETURN_INT64(id);
}

/* The row that is going to be referred to; a foreign key makes sure it stays. */
RowPlace
require_row(TableId table, int64 id)
{
	RowPlace seen = {table, id};

	for (;;)
	{
		Blocker blocker = NO_BLOCKER;

		if (!settled_row(table, id, NULL, 0, 0, NULL, NULL, &seen.place,
						 &blocker))
			refuse(refusal_unknown(table, id));
		if (!blocker_is_set(&blocker))
		{
			if (blocker.unseen && !row_was_there(table, id))
				refuse_unseen();
			return seen;
		}
		blocker_wait(&blocker);
	}
}
