/*
 * row_lock.c
 *		Rows that are going to be written, locked without waiting.
 *
 * A check sees who is changing a row, but not who has only locked it.
 * Before anything is written, all rows that will be are therefore locked, or
 * none: we wait for a session that has one of them without any lock of ours,
 * and it can go on and change the others.
 */
#include "postgres.h"

#include "engine/row_lock.h"

#include "refusal/refusal.h"

#include "access/htup_details.h"
#include "access/multixact.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "storage/bufmgr.h"
#include "storage/procarray.h"
#include "utils/resowner.h"
#include "utils/snapmgr.h"

/* Everybody locks rows in the order of their tables and ids. */
static int
compare_rows(const ListCell *left, const ListCell *right)
{
	const LockedRow *a = lfirst(left);
	const LockedRow *b = lfirst(right);

	if (a->table != b->table)
		return a->table < b->table ? -1 : 1;
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return 0;
}

/* How a row is held by its one holder. */
static MultiXactStatus
held_as(HeapTupleHeader row)
{
	bool holds_key = (row->t_infomask2 & HEAP_KEYS_UPDATED) != 0;

	if (!HEAP_XMAX_IS_LOCKED_ONLY(row->t_infomask))
		return holds_key ? MultiXactStatusUpdate : MultiXactStatusNoKeyUpdate;
	if (HEAP_XMAX_IS_KEYSHR_LOCKED(row->t_infomask))
		return MultiXactStatusForKeyShare;
	if (HEAP_XMAX_IS_SHR_LOCKED(row->t_infomask))
		return MultiXactStatusForShare;
	return holds_key ? MultiXactStatusForUpdate
					 : MultiXactStatusForNoKeyUpdate;
}

/* Whether a lock of a row cannot be had beside that of somebody else. */
static bool
modes_conflict(LockTupleMode wanted, MultiXactStatus held)
{
	if (wanted == LockTupleKeyShare)
		return held == MultiXactStatusForUpdate ||
			   held == MultiXactStatusUpdate;
	return wanted == LockTupleExclusive || held != MultiXactStatusForKeyShare;
}

static bool
keeps_from(TransactionId holder, MultiXactStatus held, LockTupleMode wanted)
{
	return modes_conflict(wanted, held) &&
		   !TransactionIdIsCurrentTransactionId(holder) &&
		   TransactionIdIsInProgress(holder);
}

/* One of several holders that keeps us from locking a row, if any does. */
static TransactionId
find_member(MultiXactId holders, bool is_only_locked, LockTupleMode wanted)
{
	MultiXactMember *members;
	int count =
		GetMultiXactIdMembers(holders, &members, false, is_only_locked);
	TransactionId found = InvalidTransactionId;

	for (int i = 0; i < count && !TransactionIdIsValid(found); i++)
		if (keeps_from(members[i].xid, members[i].status, wanted))
			found = members[i].xid;
	if (count > 0)
		pfree(members);
	return found;
}

/*
 * The transaction that keeps us from locking a version of a row, if any. Sets the
 * place to that of the next version, if somebody is making one.
 */
static TransactionId
find_holder(Relation heap, ItemPointer place, TupleTableSlot *slot,
			LockTupleMode wanted)
{
	HeapTupleHeaderData header;
	TransactionId holder;
	Buffer buffer;
	bool copied;

	if (!table_tuple_fetch_row_version(heap, place, SnapshotAny, slot))
		return InvalidTransactionId;
	buffer = ((BufferHeapTupleTableSlot *) slot)->buffer;
	LockBuffer(buffer, BUFFER_LOCK_SHARE);
	memcpy(&header, ExecFetchSlotHeapTuple(slot, false, &copied)->t_data,
		   SizeofHeapTupleHeader);
	LockBuffer(buffer, BUFFER_LOCK_UNLOCK);
	ExecClearTuple(slot);
	if ((header.t_infomask & HEAP_XMAX_INVALID) != 0 ||
		HEAP_LOCKED_UPGRADED(header.t_infomask))
		return InvalidTransactionId;
	if (!HEAP_XMAX_IS_LOCKED_ONLY(header.t_infomask))
		*place = header.t_ctid;
	holder = HeapTupleHeaderGetRawXmax(&header);
	if ((header.t_infomask & HEAP_XMAX_IS_MULTI) != 0)
		return find_member(holder, HEAP_XMAX_IS_LOCKED_ONLY(header.t_infomask),
						   wanted);
	return keeps_from(holder, held_as(&header), wanted) ? holder
														: InvalidTransactionId;
}

/*
 * Look whether a row can be locked. What is only referred to is to be kept as
 * it is becoming, so later versions count as well.
 */
static void
look_at_row(const LockedRow *row, Relation heap, TupleTableSlot *slot,
			Blocker *blocker)
{
	ItemPointerData place = row->place;
	ItemPointerData version;

	do
	{
		version = place;
		blocker->xid = find_holder(heap, &place, slot, row->mode);
	} while (!blocker_is_set(blocker) && row->mode == LockTupleKeyShare &&
			 !ItemPointerEquals(&place, &version));
}

/* Lock a row; false if somebody else has it, or has changed it. */
static bool
try_row(const LockedRow *row, Relation heap, TupleTableSlot *slot)
{
	int flags = row->mode == LockTupleKeyShare
					? TUPLE_LOCK_FLAG_LOCK_UPDATE_IN_PROGRESS
					: 0;
	ItemPointerData place = row->place;
	TM_FailureData failure;
	TM_Result result = table_tuple_lock(heap, &place, GetActiveSnapshot(),
										slot, GetCurrentCommandId(false),
										row->mode, LockWaitSkip, flags,
										&failure);

	if (result == TM_Invisible || result == TM_SelfModified)
		refuse(refusal_own_change(row->table));
	return result == TM_Ok;
}

/* Look at the rows, or lock them; false if one of them is held. */
static bool
visit_rows(const List *rows, bool locks, Blocker *blocker)
{
	Relation heap = NULL;
	TupleTableSlot *slot = NULL;
	bool is_free = true;
	ListCell *cell;

	foreach(cell, rows)
	{
		const LockedRow *row = lfirst(cell);
		Oid relid = table_oid(row->table);

		if (heap != NULL && RelationGetRelid(heap) != relid)
		{
			ExecDropSingleTupleTableSlot(slot);
			table_close(heap, NoLock);
			heap = NULL;
		}
		if (heap == NULL)
		{
			if (!lock_relation(relid, RowShareLock))
				return false;
			heap = table_open(relid, NoLock);
			slot = table_slot_create(heap, NULL);
		}
		if (locks)
			is_free = try_row(row, heap, slot);
		else
			look_at_row(row, heap, slot, blocker);
		if (!is_free || blocker_is_set(blocker))
			break;
	}
	if (heap != NULL)
	{
		ExecDropSingleTupleTableSlot(slot);
		table_close(heap, NoLock);
	}
	return is_free && !blocker_is_set(blocker);
}

/* End a subtransaction that was begun in this memory context, by this owner. */
void
end_subtransaction(bool keep, MemoryContext context, ResourceOwner owner)
{
	MemoryContextSwitchTo(context);
	if (keep)
		ReleaseCurrentSubTransaction();
	else
		RollbackAndReleaseCurrentSubTransaction();
	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
}

/*
 * Lock the rows, or none of them: a lock that we kept while we wait for another
 * row would make others wait for us.
 */
static bool
lock_all(const List *rows, Blocker *blocker)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	volatile bool is_done = false;

	if (list_length(rows) == 1)
		return visit_rows(rows, true, blocker);
	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		is_done = visit_rows(rows, true, blocker);
	}
	PG_FINALLY();
	{
		end_subtransaction(is_done, context, owner);
	}
	PG_END_TRY();
	return is_done;
}

/*
 * Lock the rows that a check has asked for, without waiting. If somebody holds
 * one of them nothing is locked, and that is the blocker. It is none if a row
 * has changed since the check, which has to look again.
 */
bool
rows_lock(const ShortLocks *locks, Blocker *blocker)
{
	if (locks->rows == NIL)
		return true;
	list_sort(locks->rows, compare_rows);
	return visit_rows(locks->rows, false, blocker) &&
		   lock_all(locks->rows, blocker);
}
