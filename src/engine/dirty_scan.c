/*
 * dirty_scan.c
 *		Index scans that see what other transactions have not yet committed.
 *
 * Under a dirty snapshot a scan returns every row that is committed, our own,
 * or still in the hands of another transaction, whatever the isolation level
 * of ours. That is what makes a check hold under REPEATABLE READ as well. It is
 * how unique indexes and exclusion constraints look, too.
 *
 * A row that is ROW_SETTLED will stay, and what it says is certain. One that is
 * arriving or leaving says nothing yet: if the answer depends on it, its
 * transaction is noted as the blocker, and the question is asked again when
 * that has ended. The caller waits, and not the scan, as it may hold short
 * locks. Of several transactions in the way one is enough.
 *
 * Such a scan is no snapshot, though. A row that another transaction moves
 * while the scan is on its way can be missed in both places: the new version
 * was not yet in the index when the scan passed, and the old one is gone when
 * it gets there. It then meets an index entry that leads to no row, and is
 * repeated until it meets no other such entry than the pass before. Whatever
 * left those had committed by then, so the last pass has seen what became of it.
 * A scan that is asked one question after the other repeats each on its own.
 *
 * Locks.  AccessShareLock on the table, for the transaction, and on the index
 * while it is scanned; by lock_relation(), so without waiting under short
 * locks. A scan that cannot have them finds nothing, which admit() notices. No
 * rows are locked, and no predicates, for a row that comes later is found by
 * the check of its writer.
 *
 * Not promised: that what was found is still so when the scan has ended. That
 * takes a short lock, or having written one's own row before.
 */
#include "postgres.h"

#include "engine/dirty_scan.h"

#include "engine/short_lock.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "executor/tuptable.h"
#include "storage/lmgr.h"
#include "miscadmin.h"
#include "utils/datum.h"
#include "utils/fmgroids.h"
#include "utils/snapmgr.h"

#define ST_SORT sort_entries
#define ST_ELEMENT_TYPE ScanEntry
#define ST_COMPARE(a, b) (*(a) < *(b) ? -1 : *(a) > *(b))
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* No scan of ours has more keys. */
#define MOST_KEYS 4

/*
 * Keys name columns of the table, in the order of the index; an index scan
 * wants the numbers of the index.
 */
static void
number_keys(Relation index, int nkeys, const ScanKeyData *keys,
			ScanKeyData *numbered)
{
	Assert(nkeys <= MOST_KEYS);
	for (int i = 0; i < nkeys; i++)
	{
		int column = 0;

		while (index->rd_index->indkey.values[column] != keys[i].sk_attno)
			column++;
		numbered[i] = keys[i];
		numbered[i].sk_attno = (AttrNumber) (column + 1);
	}
}

/*
 * Lock a table and an index of it for reading: the transaction keeps that on
 * the table, as any query does, and unlock_index() lets go of the index. False
 * if lock_relation() says so.
 */
bool
lock_for_reading(Oid table, Oid index)
{
	return lock_relation(table, AccessShareLock) &&
		   lock_relation(index, AccessShareLock);
}

void
unlock_index(Oid index)
{
	UnlockRelationOid(index, AccessShareLock);
}

/*
 * Start a pass in the index's order. Where a lock cannot be had without
 * waiting, and must be, the pass finds no row. Follows check_exclusion_or_unique_constraint() in execIndexing.c.
 */
void
dirty_scan_begin(DirtyScan *scan, TableId table, IndexId index, int nkeys,
				 const ScanKeyData *keys)
{
	ScanKeyData numbered[MOST_KEYS];

	scan->dead = 0;
	scan->scan = NULL;
	if (!lock_for_reading(table_oid(table), index_oid(index)))
		return;
	InitDirtySnapshot(scan->snapshot);
	scan->heap = table_open(table_oid(table), NoLock);
	scan->index = index_open(index_oid(index), NoLock);
	scan->slot = table_slot_create(scan->heap, NULL);
	number_keys(scan->index, nkeys, keys, numbered);
	scan->scan =
		begin_index_scan(scan->heap, scan->index, &scan->snapshot, nkeys);
	index_rescan(scan->scan, numbered, nkeys, NULL, 0);
}

/*
 * Look for something else in the same pass, by as many keys: most of what a
 * scan costs is its beginning.
 */
void
dirty_scan_go_on(DirtyScan *scan, int nkeys, const ScanKeyData *keys)
{
	ScanKeyData numbered[MOST_KEYS];

	if (scan->scan == NULL)
		return;
	number_keys(scan->index, nkeys, keys, numbered);
	index_rescan(scan->scan, numbered, nkeys, NULL, 0);
}

/*
 * Start a pass of a scan that stays open, for those with a question about each
 * of many: each is asked in passes of its own, until
 * dirty_scan_has_to_repeat() says no, and dirty_scan_end() ends them all.
 */
void
dirty_scan_ask(DirtyScan *scan, TableId table, IndexId index, int nkeys,
			   const ScanKeyData *keys)
{
	if (scan->scan == NULL)
		dirty_scan_begin(scan, table, index, nkeys, keys);
	else
		dirty_scan_go_on(scan, nkeys, keys);
	scan->dead = 0;
}

/* Whether a question has to be asked in another pass. */
bool
dirty_scan_has_to_repeat(DirtyScan *scan)
{
	bool repeat = scan->dead != 0 && scan->dead != scan->dead_before;

	scan->dead_before = repeat ? scan->dead : 0;
	return repeat;
}

/*
 * The next row, valid until the next call. Follows index_getnext_slot(), which
 * does not tell of dead entries.
 */
HeapTuple
dirty_scan_next(DirtyScan *scan, ScanDirection direction)
{
	bool copied;

	if (scan->scan == NULL)
		return NULL;
	for (;;)
	{
		bool is_entry = !scan->scan->xs_heap_continue;

		CHECK_FOR_INTERRUPTS();
		if (is_entry && index_getnext_tid(scan->scan, direction) == NULL)
			return NULL;
		if (index_fetch_heap(scan->scan, scan->slot))
			return ExecFetchSlotHeapTuple(scan->slot, false, &copied);
		if (is_entry)
			scan->dead = dead_entries_add(scan->dead, &scan->scan->xs_heaptid);
	}
}

/*
 * Add the entries that answer one of many questions, in place of following them.
 * When all questions have been asked the rows are fetched in the order of the
 * table, which is cheaper than in that of an index, where nearly each row is on
 * another page than the one before.
 */
void
dirty_scan_list(DirtyScan *scan, int question, ScanEntries *entries)
{
	ItemPointer place;

	Assert(question < MOST_QUESTIONS);
	while (scan->scan != NULL &&
		   (place = index_getnext_tid(scan->scan, ForwardScanDirection)) !=
			   NULL)
	{
		CHECK_FOR_INTERRUPTS();
		if (entries->count == entries->size)
		{
			entries->size = Max(64, 2 * entries->size);
			entries->list = entries->list == NULL
								? palloc(sizeof(ScanEntry) * entries->size)
								: repalloc(entries->list,
										   sizeof(ScanEntry) * entries->size);
		}
		entries->list[entries->count++] =
			(uint64) ItemPointerGetBlockNumber(place) << 32 |
			(uint64) ItemPointerGetOffsetNumber(place) << 16 |
			(uint64) question;
	}
}

void
dirty_scan_sort(ScanEntries *entries)
{
	sort_entries(entries->list, entries->count);
	entries->next = 0;
	entries->has_more = false;
}

/*
 * The row of the next entry, valid until the next call, and the question that it
 * answers. The scan has left the entry meanwhile, so VACUUM may have removed it
 * and its row, and another row be in that place: the caller has to see whether
 * the row is one that was asked for. No row is missed by that. What is removed
 * was dead before our snapshot was taken, so what became of it was in the index
 * before the scan began.
 */
HeapTuple
dirty_scan_fetch(DirtyScan *scan, ScanEntries *entries, int *question)
{
	for (; entries->next < entries->count; entries->next++)
	{
		ScanEntry entry = entries->list[entries->next];
		bool is_entry = !entries->has_more;
		bool all_dead;
		bool copied;

		CHECK_FOR_INTERRUPTS();
		if (is_entry)
			ItemPointerSet(&entries->place, (BlockNumber) (entry >> 32),
						   (OffsetNumber) (entry >> 16 & 0xFFFF));
		*question = (int) (entry & 0xFFFF);
		if (table_index_fetch_tuple(scan->scan->xs_heapfetch, &entries->place,
									&scan->snapshot, scan->slot,
									&entries->has_more, &all_dead))
			return ExecFetchSlotHeapTuple(scan->slot, false, &copied);
		if (is_entry)
			scan->dead = dead_entries_add(scan->dead, &entries->place);
	}
	return NULL;
}

/* The state of the row returned last. */
RowState
dirty_scan_state(const DirtyScan *scan)
{
	if (TransactionIdIsValid(scan->snapshot.xmin))
		return ROW_ARRIVING;
	if (TransactionIdIsValid(scan->snapshot.xmax))
		return ROW_LEAVING;
	return ROW_SETTLED;
}

/*
 * Whether a row was written after our transaction's only snapshot. Nothing can
 * be built on it: foreign keys and updates would not find it.
 */
static bool
is_unseen(HeapTuple row)
{
	TransactionId writer = HeapTupleHeaderGetXmin(row->t_data);

	return IsolationUsesXactSnapshot() &&
		   !TransactionIdIsCurrentTransactionId(writer) &&
		   XidInMVCCSnapshot(writer, GetTransactionSnapshot());
}

/*
 * Remember what the row returned last stands in the way of: the transaction in
 * whose hands it is, to be waited for, and our own snapshot, if it is too old.
 */
void
dirty_scan_note(const DirtyScan *scan, HeapTuple row, Blocker *blocker)
{
	if (TransactionIdIsValid(scan->snapshot.xmin))
	{
		blocker->xid = scan->snapshot.xmin;
		blocker->speculative_token = scan->snapshot.speculativeToken;
		return;
	}
	if (TransactionIdIsValid(scan->snapshot.xmax))
	{
		blocker->xid = scan->snapshot.xmax;
		blocker->speculative_token = 0;
	}
	if (is_unseen(row))
		blocker->unseen = true;
}

/* End a pass. Returns whether there has to be another one. */
bool
dirty_scan_end(DirtyScan *scan)
{
	if (scan->scan == NULL)
		return false;
	index_endscan(scan->scan);
	ExecDropSingleTupleTableSlot(scan->slot);
	index_close(scan->index, AccessShareLock);
	table_close(scan->heap, NoLock);
	return dirty_scan_has_to_repeat(scan);
}

/* A scan's condition that a bigint column has a value. */
void
key_int64(ScanKey key, AttrNumber column, int64 value)
{
	ScanKeyInit(key, column, BTEqualStrategyNumber, F_INT8EQ,
				Int64GetDatum(value));
}

/* The same for a date. */
void
key_date(ScanKey key, AttrNumber column, int32 value)
{
	ScanKeyInit(key, column, BTEqualStrategyNumber, F_DATE_EQ,
				Int32GetDatum(value));
}

/* The same that a column is null. */
void
key_null(ScanKey key, AttrNumber column)
{
	ScanKeyEntryInitialize(key, SK_ISNULL | SK_SEARCHNULL, column,
						   InvalidStrategy, InvalidOid, InvalidOid, InvalidOid,
						   (Datum) 0);
}

/* A column of any type, by reference into the scan's buffer; 0 for null. */
Datum
row_datum(HeapTuple row, TupleDesc desc, AttrNumber column)
{
	bool isnull;
	Datum value = heap_getattr(row, column, desc, &isnull);

	return isnull ? (Datum) 0 : value;
}

/* A bigint, or a time or an instant; NO_ID for null. */
int64
row_int64(HeapTuple row, TupleDesc desc, AttrNumber column)
{
	bool isnull;
	Datum value = heap_getattr(row, column, desc, &isnull);

	return isnull ? NO_ID : DatumGetInt64(value);
}

int32
row_int32(HeapTuple row, TupleDesc desc, AttrNumber column)
{
	return DatumGetInt32(row_datum(row, desc, column));
}

/* Copy columns out of the scan's buffer. */
void
row_columns(HeapTuple row, TupleDesc desc, const AttrNumber *columns,
			int column_count, Datum *values, bool *nulls)
{
	Datum all_values[MaxHeapAttributeNumber];
	bool all_nulls[MaxHeapAttributeNumber];

	if (column_count > 0)
		heap_deform_tuple(row, desc, all_values, all_nulls);
	for (int i = 0; i < column_count; i++)
	{
		int number = columns[i] - 1;
		Form_pg_attribute column = TupleDescAttr(desc, number);

		nulls[i] = all_nulls[number];
		values[i] = all_values[number];
		if (!nulls[i] && !column->attbyval)
			values[i] = datumCopy(values[i], false, column->attlen);
	}
}

bool
row_is_null(HeapTuple row, AttrNumber column)
{
	return heap_attisnull(row, column, NULL);
}

/* Whether there is somebody to wait for. */
bool
blocker_is_set(const Blocker *blocker)
{
	return TransactionIdIsValid(blocker->xid);
}

/* Wait for whom another question has to wait for. */
void
blocker_take(Blocker *blocker, const Blocker *other)
{
	blocker->xid = other->xid;
	blocker->speculative_token = other->speculative_token;
}

/*
 * Wait until the transaction has ended. The caller holds none of fitclub's
 * short locks and asks its question again afterwards.
 */
void
blocker_wait(const Blocker *blocker)
{
	if (blocker->speculative_token != 0)
		SpeculativeInsertionWait(blocker->xid, blocker->speculative_token);
	else
		XactLockTableWait(blocker->xid, NULL, NULL, XLTW_None);
}
