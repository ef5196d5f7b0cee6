/*
 * writer_tuple.c
 *		Rows written as tuples, without a statement for each.
 *
 * Follows logical replication's apply worker (ExecSimpleRelationInsert() in
 * execReplication.c) and COPY (CopyFrom() in copyfrom.c).
 */
#include "postgres.h"

#include "write/writer_tuple.h"

#include "base/settings.h"
#include "refusal/refusal.h"
#include "write/revision.h"

#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/nodeModifyTable.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

static WriterState *
begin_as_tuples(Writer *writer, const Spared *spared)
{
	TupleWriter *state = tuples_open(writer, spared);

	return state == NULL ? NULL : &state->base;
}

static Target *
find_target(TupleWriter *state, TableId table)
{
	for (int i = 0; i < state->target_count; i++)
		if (state->targets[i].table == table &&
			!table_in(table, state->spared.tables))
			return &state->targets[i];
	elog(ERROR, "the writer was not begun for fitclub.%s", table_name(table));
}

static void
set_values(const Target *target, const ColumnValue *values, int count)
{
	TupleTableSlot *row = target->row;

	for (int i = 0; i < count; i++)
	{
		int index = values[i].column - 1;
		Form_pg_attribute column = TupleDescAttr(target->desc, index);

		row->tts_isnull[index] = values[i].isnull;
		row->tts_values[index] = values[i].value;
		if (column->atttypid == NUMERICOID && !values[i].isnull)
			row->tts_values[index] = DirectFunctionCall2(
				numeric, values[i].value, Int32GetDatum(column->atttypmod));
	}
}

/* A new row: the values given, and defaults for the rest. */
static void
fill_row(const Target *target, EState *estate, const ColumnValue *values,
		 int count)
{
	TupleTableSlot *row = target->row;
	ExprContext *context = GetPerTupleExprContext(estate);

	ExecClearTuple(row);
	for (int i = 0; i < target->desc->natts; i++)
	{
		row->tts_isnull[i] = true;
		row->tts_values[i] = (Datum) 0;
	}
	set_values(target, values, count);
	for (int i = 0; i < target->desc->natts; i++)
	{
		bool is_given = false;

		for (int j = 0; j < count && !is_given; j++)
			is_given = values[j].column == i + 1;
		if (!is_given && target->defaults[i] != NULL)
			row->tts_values[i] = ExecEvalExprSwitchContext(
				target->defaults[i], context, &row->tts_isnull[i]);
	}
	ExecStoreVirtualTuple(row);
}

/*
 * Indexes of rows in which these columns are not null are not open, and the row
 * would be missing there.
 */
static void
check_spared_columns(const TupleWriter *state, const Target *target)
{
	ColumnSet columns = state->spared.columns[target->table];

	for (int i = 0; columns != 0; i++, columns >>= 1)
		if ((columns & 1) != 0 && !target->row->tts_isnull[i])
			elog(ERROR, "column %d of fitclub.%s was to stay null", i + 1,
				 table_name(target->table));
}

/* What does not depend on whether a row is new. */
static void
check_row_values(const Target *target, EState *estate, CmdType command)
{
	TupleConstr *constraints =
		RelationGetDescr(target->relation->ri_RelationDesc)->constr;

	if (constraints == NULL)
		return;
	if (constraints->has_generated_stored)
		ExecComputeStoredGenerated(target->relation, estate, target->row,
								   command);
	ExecConstraints(target->relation, target->row, estate);
}

/* Own triggers that have nothing to do for a row, as they are otherwise. */
typedef struct LeftOut
{
	char guard;
	char audit;
} LeftOut;

static char
leave_out(Trigger *trigger, bool is_left_out)
{
	char before = TRIGGER_DISABLED;

	if (trigger != NULL)
	{
		before = trigger->tgenabled;
		if (is_left_out)
			trigger->tgenabled = TRIGGER_DISABLED;
	}
	return before;
}

static void
put_back(Trigger *trigger, char before)
{
	if (trigger != NULL)
		trigger->tgenabled = before;
}

/*
 * A row that is vouched for needs no guard, and one of which nobody wants to
 * know no audit: in our own copy of the table's triggers they are switched off
 * while events for the row are queued.
 */
static LeftOut
leave_out_idle_triggers(const Target *target, Guarding guarding)
{
	return (LeftOut){
		.guard = leave_out(target->guard, guarding == SKIP_GUARD),
		.audit = leave_out(target->audit, !writes_are_observed()),
	};
}

static void
put_back_triggers(const Target *target, LeftOut before)
{
	put_back(target->guard, before.guard);
	put_back(target->audit, before.audit);
}

/* How far back a reference is looked for that has been noted already. */
#define NOTED_LATELY 8

/* Note what a new row refers to, once for the rows that refer to the same. */
static void
note_reference(TupleWriter *state, const Reference *reference)
{
	int first = Max(state->reference_count - NOTED_LATELY, 0);

	for (int i = first; i < state->reference_count; i++)
		if (references_equal(&state->references[i], reference))
			return;
	if (state->reference_count == state->reference_room)
	{
		state->reference_room *= 2;
		state->references = repalloc(
			state->references, sizeof(Reference) * state->reference_room);
	}
	state->references[state->reference_count++] = *reference;
}

static void
note_references(TupleWriter *state, const Target *target)
{
	for (int i = 0; i < target->foreign_key_count; i++)
	{
		Reference reference;

		if (foreign_key_of_row(&target->foreign_keys[i], target->row,
							   &reference))
			note_reference(state, &reference);
	}
}

/* Note where a row is that new ones may refer to. Returns its id. */
static int64
note_place(WriterState *base, const Target *target)
{
	bool isnull;
	RowPlace place = {
		.table = target->table,
		.id = DatumGetInt64(slot_getattr(target->row, Anum_any_key, &isnull)),
		.place = target->row->tts_tid,
	};

	writer_knows_place(base, &place);
	return place.id;
}

/*
 * Insert a row. Columns that no value is given for get their defaults. Returns
 * its id; foreign keys are checked and row triggers that look at it fire when
 * writing ends.
 */
static int64
insert_as_tuple(WriterState *base, TableId table, Guarding guarding,
				const ColumnValue *values, int count)
{
	TupleWriter *state = (TupleWriter *) base;
	EState *estate = state->estate;
	Target *target = find_target(state, table);
	ResultRelInfo *relation = target->relation;
	TriggerDesc *triggers = relation->ri_TrigDesc;
	TransitionCaptureState *capture;
	List *recheck = NIL;
	LeftOut before;
	int64 id;

	fill_row(target, estate, values, count);
	if (!state->base.runs_others)
		check_spared_columns(state, target);
	capture = MakeTransitionCaptureState(
		triggers, RelationGetRelid(relation->ri_RelationDesc), CMD_INSERT);
	ExecBSInsertTriggers(estate, relation);
	if (triggers != NULL && triggers->trig_insert_before_row &&
		!ExecBRInsertTriggers(estate, relation, target->row))
		refuse(refusal_row_skipped(table));
	check_row_values(target, estate, CMD_INSERT);
	table_tuple_insert(relation->ri_RelationDesc, target->row,
					   GetCurrentCommandId(true), 0, NULL);
	if (relation->ri_NumIndices > 0)
		recheck = insert_index_tuples(relation, target->row, estate, false,
									  NO_INDEX_UPDATED);
	id = note_place(base, target);
	note_references(state, target);
	before = leave_out_idle_triggers(target, guarding);
	ExecARInsertTriggers(estate, relation, target->row, recheck, capture);
	put_back_triggers(target, before);
	list_free(recheck);
	ExecASInsertTriggers(estate, relation, capture);
	return id;
}

/*
 * Say which columns an update writes. Events of deferred triggers keep a
 * pointer to that, so it is as permanent as the writer; it is nearly always
 * what the last update wrote, too.
 */
static void
set_written_columns(const Target *target, EState *estate,
					const ColumnValue *values, int count)
{
	Bitmapset *columns = NULL;
	MemoryContext caller;

	for (int i = 0; i < count; i++)
		columns = bms_add_member(
			columns, values[i].column - FirstLowInvalidHeapAttributeNumber);
	if (!bms_equal(columns, target->column_use->updatedCols))
	{
		caller = MemoryContextSwitchTo(estate->es_query_cxt);
		target->column_use->updatedCols = bms_copy(columns);
		MemoryContextSwitchTo(caller);
	}
	bms_free(columns);
}

static RowValues
slot_values(const TupleTableSlot *slot)
{
	return (RowValues){slot->tts_values, slot->tts_isnull};
}

/* The row as it stands in its place, with new values for some columns. */
static void
change_row(const Target *target, const ItemPointerData *place,
		   const ColumnValue *values, int count)
{
	TupleTableSlot *row = target->row;
	TupleTableSlot *before = target->before;

	if (!table_tuple_fetch_row_version(target->relation->ri_RelationDesc,
									   unconstify(ItemPointerData *, place),
									   SnapshotAny, before))
		refuse_unseen();
	slot_getallattrs(before);
	ExecClearTuple(row);
	memcpy(row->tts_values, before->tts_values,
		   sizeof(Datum) * target->desc->natts);
	memcpy(row->tts_isnull, before->tts_isnull,
		   sizeof(bool) * target->desc->natts);
	set_values(target, values, count);
	(void) revision_count(target->table, target->desc, slot_values(before),
						  slot_values(row));
	ExecStoreVirtualTuple(row);
}

/* Replace a version of a row; false if it is not the latest one. */
static bool
replace_tuple(const Target *target, EState *estate, ItemPointer place,
			  List **recheck)
{
	ResultRelInfo *relation = target->relation;
	UpdatedIndexes updated;
	TM_FailureData failure;
	LockTupleMode lock;
	TM_Result result;

	result = update_tuple(relation->ri_RelationDesc, place, target->row,
						  GetActiveSnapshot(), &failure, &lock, &updated);
	if (result != TM_Ok)
		return false;
	*recheck = NIL;
	if (relation->ri_NumIndices > 0 && updated != NO_INDEX_UPDATED)
		*recheck =
			insert_index_tuples(relation, target->row, estate, true, updated);
	return true;
}

/*
 * Lock the version of a row that row triggers are to see, so that they need
 * not look for another one; false if it is not the latest one.
 */
static bool
lock_tuple(const Target *target, EState *estate, ItemPointer place)
{
	ResultRelInfo *relation = target->relation;
	TM_FailureData failure;

	estate->es_output_cid = GetCurrentCommandId(true);
	return table_tuple_lock(relation->ri_RelationDesc, place,
							GetActiveSnapshot(), relation->ri_TrigOldSlot,
							estate->es_output_cid,
							ExecUpdateLockMode(estate, relation),
							LockWaitBlock, 0, &failure) == TM_Ok;
}

/*
 * Update the row that a check has found in a place. If it is no longer in
 * that place, somebody has written it directly since the check: the transaction
 * must start again.
 */
static void
update_as_tuple(WriterState *base, TableId table, Guarding guarding,
				const ItemPointerData *place, const ColumnValue *values,
				int count)
{
	TupleWriter *state = (TupleWriter *) base;
	EState *estate = state->estate;
	ItemPointerData old_place = *place;
	Target *target = find_target(state, table);
	ResultRelInfo *relation = target->relation;
	TriggerDesc *triggers = relation->ri_TrigDesc;
	TransitionCaptureState *capture;
	List *recheck;
	LeftOut before;

	if (state->spared.columns[table] != 0)
		elog(ERROR, "fitclub.%s was to get new rows only", table_name(table));
	set_written_columns(target, estate, values, count);
	change_row(target, place, values, count);
	capture = MakeTransitionCaptureState(
		triggers, RelationGetRelid(relation->ri_RelationDesc), CMD_UPDATE);
	ExecBSUpdateTriggers(estate, relation);
	if (triggers != NULL && triggers->trig_update_before_row)
	{
		if (!lock_tuple(target, estate, &old_place))
			refuse_unseen();
		if (!update_row_triggers(estate, &state->recheck, relation, &old_place,
								 target->row))
			refuse(refusal_row_skipped(table));
	}
	check_row_values(target, estate, CMD_UPDATE);
	if (!replace_tuple(target, estate, &old_place, &recheck))
		refuse_unseen();
	(void) note_place(base, target);
	before = leave_out_idle_triggers(target, guarding);
	ExecARUpdateTriggers(estate, relation, NULL, NULL, &old_place, NULL,
						 target->row, recheck, capture, false);
	put_back_triggers(target, before);
	list_free(recheck);
	ExecASUpdateTriggers(estate, relation, capture);
	ExecClearTuple(target->before);
}

/*
 * Delete the row that a check has found in a place and has had locked.
 */
static void
delete_as_tuple(WriterState *base, TableId table, const ItemPointerData *place)
{
	TupleWriter *state = (TupleWriter *) base;
	Target *target = find_target(state, table);
	ResultRelInfo *relation = target->relation;
	TriggerDesc *triggers = relation->ri_TrigDesc;
	EState *estate = state->estate;
	ItemPointerData old_place = *place;
	TransitionCaptureState *capture = MakeTransitionCaptureState(
		triggers, RelationGetRelid(relation->ri_RelationDesc), CMD_DELETE);
	LeftOut before;

	ExecBSDeleteTriggers(estate, relation);
	estate->es_output_cid = GetCurrentCommandId(true);
	if (triggers != NULL && triggers->trig_delete_before_row &&
		!delete_row_triggers(estate, &state->recheck, relation, &old_place))
		refuse(refusal_row_skipped(table));
	simple_table_tuple_delete(relation->ri_RelationDesc, &old_place,
							  GetActiveSnapshot());
	before = leave_out_idle_triggers(target, GUARDED);
	ExecARDeleteTriggers(estate, relation, &old_place, NULL, capture, false);
	put_back_triggers(target, before);
	ExecASDeleteTriggers(estate, relation, capture);
}

static const RowPlace *
find_row_place(const TupleWriter *state, const Reference *reference)
{
	for (int i = 0; i < state->base.row_place_count; i++)
		if (reference_is_to(reference, &state->base.row_places[i]))
			return &state->base.row_places[i];
	return NULL;
}

/* Check the foreign keys of the new rows, which refer to one another, too. */
static void
check_references(TupleWriter *state)
{
	if (state->reference_count == 0)
		return;
	CommandCounterIncrement();
	PushActiveSnapshot(GetTransactionSnapshot());
	for (int i = 0; i < state->reference_count; i++)
		reference_check(&state->references[i],
						find_row_place(state, &state->references[i]));
	PopActiveSnapshot();
	state->reference_count = 0;
}

/*
 * End writing: fire the triggers and make the rows visible to what follows.
 * The indexes are closed first, which leaves room among the few locks that a
 * backend can take fast for those that the foreign keys take.
 */
static void
end_as_tuples(Writer *writer, WriterState *base)
{
	TupleWriter *state = (TupleWriter *) base;
	EState *estate = state->estate;

	tuples_close_indexes(state);
	check_references(state);
	state->base.row_place_count = 0;
	AfterTriggerEndQuery(estate);
	tuples_close_tables(state);
	ResetPerTupleExprContext(estate);
	CommandCounterIncrement();
	tuples_keep(writer, state);
}

const WriterWay tuple_way = {
	.begin = begin_as_tuples,
	.insert = insert_as_tuple,
	.update = update_as_tuple,
	.delete = delete_as_tuple,
	.end = end_as_tuples,
};
