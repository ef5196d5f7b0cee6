/*
 * dirty_scan.h
 *		Index scans that see what other transactions have not yet committed,
 *		and waiting for those transactions.
 */
#ifndef FITCLUB_DIRTY_SCAN_H
#define FITCLUB_DIRTY_SCAN_H

#include "schema/catalog.h"

#include "access/genam.h"
#include "access/sdir.h"
#include "access/skey.h"
#include "common/hashfn.h"
#include "executor/tuptable.h"
#include "utils/rel.h"
#include "utils/snapshot.h"

/* Whether a row that a scan returned is certain to stay. */
typedef enum RowState
{
	ROW_SETTLED,  /* committed, or our own */
	ROW_ARRIVING, /* another transaction is inserting it */
	ROW_LEAVING   /* another transaction is deleting it */
} RowState;

/*
 * What stands between a check and its answer: a transaction that has to end
 * first, or a row newer than our own transaction's only snapshot.
 */
typedef struct Blocker
{
	TransactionId xid;
	uint32 speculative_token;
	bool unseen;
} Blocker;

#define NO_BLOCKER ((Blocker){InvalidTransactionId, 0, false})

/*
 * Where a row was seen: saves a caller who needs it again the way through the
 * index, if it is still there. NO_ID is no row.
 */
typedef struct RowPlace
{
	TableId table;
	int64 id;
	ItemPointerData place;
} RowPlace;

/*
 * The index entries of a pass that led to no row: a hash of all of them in
 * their order, 0 for none. An index gives the same entries in the same order.
 */
typedef uint64 DeadEntries;

static inline DeadEntries
dead_entries_add(DeadEntries dead, const ItemPointerData *tid)
{
	return hash_bytes_extended((const unsigned char *) tid, sizeof(*tid),
							   dead);
}

typedef struct DirtyScan
{
	SnapshotData snapshot;
	Relation heap;
	Relation index;
	IndexScanDesc scan;
	TupleTableSlot *slot;
	DeadEntries dead;
	DeadEntries dead_before; /* those of the pass before */
} DirtyScan;

/* What a scan is before its first pass. */
#define FIRST_PASS ((DirtyScan){0})

/*
 * An entry that was found in an index and whose row was not looked at yet: where
 * the row is, and which of many questions it answers. By number they are in the
 * order of the table.
 */
typedef uint64 ScanEntry;

/* More questions than this are not asked at once. */
#define MOST_QUESTIONS 1024

/* All zeros is an empty list. */
typedef struct ScanEntries
{
	ScanEntry *list;
	int count;
	int size;
	int next;              /* the one to be looked at */
	ItemPointerData place; /* of its row seen last */
	bool has_more;         /* it may lead to another version of the row */
} ScanEntries;

extern bool lock_for_reading(Oid table, Oid index);
extern void unlock_index(Oid index);
extern void dirty_scan_begin(DirtyScan *scan, TableId table, IndexId index,
							 int nkeys, const ScanKeyData *keys);
extern void dirty_scan_go_on(DirtyScan *scan, int nkeys,
							 const ScanKeyData *keys);
extern void dirty_scan_ask(DirtyScan *scan, TableId table, IndexId index,
						   int nkeys, const ScanKeyData *keys);
extern bool dirty_scan_has_to_repeat(DirtyScan *scan);
extern HeapTuple dirty_scan_next(DirtyScan *scan, ScanDirection direction);
extern RowState dirty_scan_state(const DirtyScan *scan);
extern void dirty_scan_note(const DirtyScan *scan, HeapTuple row,
							Blocker *blocker);
extern void dirty_scan_list(DirtyScan *scan, int question,
							ScanEntries *entries);
extern void dirty_scan_sort(ScanEntries *entries);
extern HeapTuple dirty_scan_fetch(DirtyScan *scan, ScanEntries *entries,
								  int *question);
extern bool dirty_scan_end(DirtyScan *scan);

extern void key_int64(ScanKey key, AttrNumber column, int64 value);
extern void key_date(ScanKey key, AttrNumber column, int32 value);
extern void key_null(ScanKey key, AttrNumber column);
extern int64 row_int64(HeapTuple row, TupleDesc desc, AttrNumber column);
extern int32 row_int32(HeapTuple row, TupleDesc desc, AttrNumber column);
extern bool row_is_null(HeapTuple row, AttrNumber column);
extern void row_columns(HeapTuple row, TupleDesc desc,
						const AttrNumber *columns, int column_count,
						Datum *values, bool *nulls);
extern Datum row_datum(HeapTuple row, TupleDesc desc, AttrNumber column);

extern bool blocker_is_set(const Blocker *blocker);
extern void blocker_take(Blocker *blocker, const Blocker *other);
extern void blocker_wait(const Blocker *blocker);

#endif /* FITCLUB_DIRTY_SCAN_H */
