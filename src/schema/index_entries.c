/*
 * index_entries.c
 *		Whether an index has all rows that it should have, for verify().
 *
 * Nothing of the engine is used here: the table is read from one end to the
 * other, and so is the index, by the server's own access methods.
 */
#include "postgres.h"

#include "base/fitclub.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/relation.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/transam.h"
#include "access/visibilitymap.h"
#include "catalog/index.h"
#include "executor/executor.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

PG_FUNCTION_INFO_V1(fitclub_index_entries);

/* How many rows of the table the index should have. */
static int64
count_rows(Relation heap, Relation index)
{
	IndexInfo *info = BuildIndexInfo(index);
	EState *estate = CreateExecutorState();
	ExprContext *context = GetPerTupleExprContext(estate);
	ExprState *predicate = ExecPrepareQual(info->ii_Predicate, estate);
	TupleTableSlot *slot = table_slot_create(heap, NULL);
	TableScanDesc scan = begin_table_scan(heap, GetActiveSnapshot());
	int64 count = 0;

	context->ecxt_scantuple = slot;
	while (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		CHECK_FOR_INTERRUPTS();
		ResetExprContext(context);
		if (ExecQual(predicate, context))
			count++;
	}
	table_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	FreeExecutorState(estate);
	return count;
}

/* How many rows the index leads to. */
static int64
count_entries(Relation heap, Relation index)
{
	TupleTableSlot *slot = table_slot_create(heap, NULL);
	IndexScanDesc scan = begin_index_scan(heap, index, GetActiveSnapshot(), 0);
	Buffer map = InvalidBuffer;
	ItemPointer place;
	int64 count = 0;

	index_rescan(scan, NULL, 0, NULL, 0);
	while ((place = index_getnext_tid(scan, ForwardScanDirection)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		/* As an index-only scan does it. */
		if (VM_ALL_VISIBLE(heap, ItemPointerGetBlockNumber(place), &map) ||
			index_fetch_heap(scan, slot))
			count++;
	}
	index_endscan(scan);
	if (BufferIsValid(map))
		ReleaseBuffer(map);
	ExecDropSingleTupleTableSlot(slot);
	return count;
}

/*
 * Whether queries with our snapshot may use the index: it need not have rows
 * that were gone when it was built. As get_relation_info() has it.
 */
static bool
is_for_our_snapshot(Relation index)
{
	return index->rd_index->indisvalid &&
		   (!index->rd_index->indcheckxmin ||
			TransactionIdPrecedes(
				HeapTupleHeaderGetXmin(index->rd_indextuple->t_data),
				TransactionXmin));
}

/*
 * index_entries(index): how many rows a B-tree should have and how many it
 * has, or nulls if it is gone or cannot be asked. Locks no more than a query.
 */
Datum
fitclub_index_entries(PG_FUNCTION_ARGS)
{
	Oid table = IndexGetRelation(PG_GETARG_OID(0), true);
	Relation heap = OidIsValid(table) ? try_table_open(table, AccessShareLock)
									  : NULL;
	Relation index =
		heap == NULL ? NULL
					 : try_relation_open(PG_GETARG_OID(0), AccessShareLock);
	Datum values[2] = {0};
	bool nulls[2] = {true, true};
	TupleDesc desc;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	if (index != NULL && is_for_our_snapshot(index))
	{
		values[0] = Int64GetDatum(count_rows(heap, index));
		values[1] = Int64GetDatum(count_entries(heap, index));
		nulls[0] = nulls[1] = false;
	}
	if (index != NULL)
		relation_close(index, NoLock);
	if (heap != NULL)
		table_close(heap, NoLock);
	PG_RETURN_DATUM(HeapTupleGetDatum(
		heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}
