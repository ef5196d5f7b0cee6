/*
 * baseline.c
 *		Rows that the audit log does not know of are taken into it.
 */
#include "postgres.h"

#include "audit/event.h"
#include "caller/access_refusal.h"
#include "caller/identity.h"
#include "engine/dirty_scan.h"
#include "refusal/refusal.h"
#include "schema/row_json.h"
#include "schema/trigger.h"

#include "access/relation.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_trigger.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

PG_FUNCTION_INFO_V1(fitclub_audit_baseline);

/* Whether a relation is a table whose rows have events. */
static bool
has_events(Relation relation)
{
	TriggerDesc *triggers = relation->trigdesc;
	bool found = false;

	if (relation->rd_rel->relkind != RELKIND_RELATION || triggers == NULL)
		return false;
	for (int i = 0; i < triggers->numtriggers; i++)
		found |= TRIGGER_FOR_ROW(triggers->triggers[i].tgtype) &&
				 is_own_function(triggers->triggers[i].tgfoid, "audit");
	return found && audit_covers(relation);
}

/* What of a row makes an event when it changes. */
static Jsonb *
without_derived(const char *table, Jsonb *row)
{
	const char *derived = derived_column(table);

	if (derived == NULL)
		return row;
	return DatumGetJsonbP(DirectFunctionCall2(
		jsonb_delete, JsonbPGetDatum(row), CStringGetTextDatum(derived)));
}

static bool
log_baseline(const char *table, TupleDesc desc, HeapTuple tuple)
{
	RowValues row = row_deform(tuple, desc);
	char *key = key_text(row, desc);
	Jsonb *json = audit_row_json(row, desc);
	Jsonb *known = NULL;
	LastEvent last = audit_last_event(table, key, &known);

	if (audit_row_is_there(&last, table) && known != NULL &&
		compareJsonbContainers(&without_derived(table, known)->root,
							   &without_derived(table, json)->root) == 0)
		return false;
	audit_write_event(&last, table, key, ACTION_BASELINE, NULL, json);
	return true;
}

/*
 * audit_baseline(table): takes into the log what it does not know of: rows
 * from before there was a log, and rows and changes from while it was off. Locks the table
 * against writers until the transaction ends. Returns the number of rows.
 */
Datum
fitclub_audit_baseline(PG_FUNCTION_ARGS)
{
	Relation relation;
	TableScanDesc scan;
	TupleTableSlot *slot;
	MemoryContext per_row;
	int64 count = 0;

	if (!identity_owns_club(GetUserId()))
		refuse(refusal_owner_only(TABLE_AUDIT_LOG));
	PreventCommandIfReadOnly("INSERT");
	if (PG_ARGISNULL(0))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
						errmsg("table_name must not be null")));
	relation = try_relation_open(PG_GETARG_OID(0), ShareLock);
	if (relation == NULL || !has_events(relation))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("table_name is not a table that is audited")));
	PushActiveSnapshot(GetLatestSnapshot());
	slot = table_slot_create(relation, NULL);
	scan = begin_table_scan(relation, GetActiveSnapshot());
	per_row = AllocSetContextCreate(CurrentMemoryContext, "audit baseline",
									ALLOCSET_DEFAULT_SIZES);
	while (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		MemoryContext caller = MemoryContextSwitchTo(per_row);
		bool copied;

		CHECK_FOR_INTERRUPTS();
		count += log_baseline(RelationGetRelationName(relation),
							  RelationGetDescr(relation),
							  ExecFetchSlotHeapTuple(slot, false, &copied));
		MemoryContextSwitchTo(caller);
		MemoryContextReset(per_row);
	}
	table_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	PopActiveSnapshot();
	table_close(relation, NoLock);
	PG_RETURN_INT64(count);
}
