/*
 * writer.c
 *		Rows written by the engine itself, without a query for each.
 *
 * A query that writes one row spends more on starting than on writing: every
 * CHECK, default and index predicate is read from the catalogs and compiled
 * each time. A writer compiles them once per backend and keeps them until a
 * table or a function changes. Triggers of every kind, constraints and foreign
 * keys are as for an INSERT or UPDATE. What looks at queries is left out: rules,
 * FORCE ROW LEVEL SECURITY, and the hooks by which pgaudit and
 * pg_stat_statements see statements.
 *
 * Follows logical replication's apply worker (ExecSimpleRelationInsert() in
 * execReplication.c) and COPY (CopyFrom() in copyfrom.c).
 */
#include "postgres.h"

#include "write/writer.h"

#include "base/settings.h"
#include "refusal/refusal.h"
#include "write/foreign_key.h"
#include "write/revision.h"

#include "access/genam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "executor/nodeModifyTable.h"
#include "miscadmin.h"
#include "parser/parse_relation.h"
#include "rewrite/rewriteHandler.h"
#include "storage/lmgr.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

/* How many rows a writer remembers the places of. */
#define MOST_ROW_PLACES 8

/* A table as a writer has prepared it. */
typedef struct Target
{
	TableId table;
	TupleDesc desc;
	ResultRelInfo *relation;
	Trigger *guard;   /* NULL if the table has none */
	Trigger *audit;   /* likewise */
	bool runs_others; /* BEFORE triggers that the club has added */
	ColumnUse *column_use;
	Oid *index_oids;
	Oid sequence; /* of ids; InvalidOid if the key has another default */
	int foreign_key_count;
	ForeignKey *foreign_keys; /* of those that we check ourselves */
	TupleTableSlot *row;      /* as it will be */
	TupleTableSlot *before;   /* as it was */
	ExprState **defaults;     /* by column; NULL for null */
} Target;

struct WriterState
{
	uint64 generation; /* of the catalogs that it was prepared from */
	EState *estate;
	EPQState recheck;
	int reference_count;
	int reference_room;
	Reference *references; /* of rows written, still to be checked */
	int row_place_count;
	RowPlace row_places[MOST_ROW_PLACES]; /* of rows that are referred to */
	int target_count;
	Target targets[WRITER_MOST_TABLES];
};

/* The defaults of a table's columns, identity included. */
static ExprState **
prepare_defaults(Relation relation, EState *estate, Oid *sequence)
{
	TupleDesc desc = RelationGetDescr(relation);
	ExprState **defaults = palloc0(sizeof(ExprState *) * desc->natts);

	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		Node *expression;

		if (column->attisdropped || column->attgenerated)
			continue;
		expression = build_column_default(relation, i + 1);
		if (expression != NULL && IsA(expression, NextValueExpr))
			*sequence = ((NextValueExpr *) expression)->seqid;
		if (expression != NULL)
			defaults[i] = ExecPrepareExpr((Expr *) expression, estate);
	}
	return defaults;
}

/*
 * Triggers of the extension are told by their functions: anybody may give a
 * trigger any name.
 */
static bool
is_guard(const Target *target, const Trigger *trigger)
{
	return is_own_function(trigger->tgfoid,
						   psprintf("guard_%s", table_name(target->table)));
}

/* We take the short locks, and count revisions ourselves. */
static bool
is_for_others(const Trigger *trigger)
{
	return is_own_function(trigger->tgfoid, "announce_direct_write") ||
		   is_own_function(trigger->tgfoid, "admit_audit_event") ||
		   is_own_function(trigger->tgfoid, "count_revision");
}

/* Take over the checks of new rows from the server's triggers. */
static void
prepare_foreign_keys(Target *target)
{
	TriggerDesc *triggers = target->relation->ri_TrigDesc;

	if (triggers == NULL)
		return;
	target->foreign_keys = palloc(sizeof(ForeignKey) * triggers->numtriggers);
	for (int i = 0; i < triggers->numtriggers; i++)
	{
		Trigger *trigger = &triggers->triggers[i];

		if (!foreign_key_read(
				trigger, &target->foreign_keys[target->foreign_key_count]))
			continue;
		target->foreign_key_count++;
		trigger->tgenabled = TRIGGER_DISABLED;
	}
}

/* What the guard is told of rows that can only be as they were checked. */
static char *checked[] = {"checked"};

/*
 * The executor makes these when it first needs them, with a reference to the
 * table's row type that ends with the query; ours outlive it.
 */
static void
prepare_triggers(Target *target, MemoryContext context)
{
	ResultRelInfo *relation = target->relation;
	const TupleTableSlotOps *kind =
		table_slot_callbacks(relation->ri_RelationDesc);
	bool has_update_row = false;

	relation->ri_TrigOldSlot = make_slot(target->desc, kind);
	relation->ri_TrigNewSlot = make_slot(target->desc, kind);
	if (relation->ri_TrigDesc == NULL)
		return;
	for (int i = 0; i < relation->ri_TrigDesc->numtriggers; i++)
	{
		Trigger *trigger = &relation->ri_TrigDesc->triggers[i];

		fmgr_info_cxt(trigger->tgfoid, &relation->ri_TrigFunctions[i],
					  context);
		if (is_guard(target, trigger))
			target->guard = trigger;
		if (is_own_function(trigger->tgfoid, "audit") &&
			TRIGGER_FOR_ROW(trigger->tgtype))
			target->audit = trigger;
		if (is_for_others(trigger))
			trigger->tgenabled = TRIGGER_DISABLED;
		else if (TRIGGER_FOR_BEFORE(trigger->tgtype))
		{
			target->runs_others = true;
			has_update_row |= TRIGGER_FOR_UPDATE(trigger->tgtype) &&
							  TRIGGER_FOR_ROW(trigger->tgtype);
		}
	}
	relation->ri_TrigDesc->trig_update_before_row = has_update_row;
	/* A BEFORE trigger may change the row, so the guard must run. */
	if (target->runs_others)
		target->guard = NULL;
	if (target->guard != NULL)
	{
		target->guard->tgnargs = 1;
		target->guard->tgargs = checked;
	}
}

/*
 * The executor computes only those generated columns that the columns written
 * have a say in, and finds out once which. Ours write now these, now those.
 */
static void
prepare_generated(Target *target, EState *estate)
{
	TupleDesc desc = target->desc;

	if (desc->constr == NULL || !desc->constr->has_generated_stored)
		return;
	target->column_use->updatedCols =
		bms_add_range(NULL, 1 - FirstLowInvalidHeapAttributeNumber,
					  desc->natts - FirstLowInvalidHeapAttributeNumber);
	init_stored_generated(target->relation, estate, CMD_UPDATE);
	target->column_use->updatedCols = NULL;
}

static void
prepare_target(Target *target, TableId table, Relation heap, Index number,
			   EState *estate)
{
	ResultRelInfo *relation = makeNode(ResultRelInfo);

	InitResultRelInfo(relation, heap, number, NULL, 0);
	ExecOpenIndices(relation, false);
	target->table = table;
	target->relation = relation;
	target->desc = CreateTupleDescCopyConstr(RelationGetDescr(heap));
	target->row = make_slot(target->desc, &TTSOpsVirtual);
	target->before = make_slot(target->desc, table_slot_callbacks(heap));
	target->defaults = prepare_defaults(heap, estate, &target->sequence);
	prepare_generated(target, estate);
	prepare_triggers(target, estate->es_query_cxt);
	prepare_foreign_keys(target);
	target->index_oids = palloc(sizeof(Oid) * Max(relation->ri_NumIndices, 1));
	for (int i = 0; i < relation->ri_NumIndices; i++)
	{
		target->index_oids[i] =
			RelationGetRelid(relation->ri_IndexRelationDescs[i]);
		/* What index methods keep points to the index while it is open. */
		relation->ri_IndexRelationInfo[i]->ii_Context =
			GetPerTupleMemoryContext(estate);
	}
}

/* Triggers that name columns ask the range table which ones are written. */
static void
prepare_range_table(WriterState *state, Relation *heaps)
{
	List *entries = NIL;
	List *permissions = NIL;

	for (int i = 0; i < state->target_count; i++)
	{
		RangeTblEntry *entry = makeNode(RangeTblEntry);

		entry->rtekind = RTE_RELATION;
		entry->relid = RelationGetRelid(heaps[i]);
		entry->relkind = heaps[i]->rd_rel->relkind;
		entry->rellockmode = RowExclusiveLock;
		entries = lappend(entries, entry);
		state->targets[i].column_use = column_use(entry, &permissions);
	}
	init_range_table(state->estate, entries, permissions);
}

static WriterState *
prepare_writer(const Writer *writer, Relation *heaps)
{
	EState *estate = CreateExecutorState();
	MemoryContext caller = MemoryContextSwitchTo(estate->es_query_cxt);
	WriterState *state = palloc0(sizeof(WriterState));

	require_trusted_tables();
	state->generation = catalog_generation();
	state->estate = estate;
	state->target_count = writer->table_count;
	prepare_range_table(state, heaps);
	recheck_init(&state->recheck, estate);
	state->reference_room = 8;
	state->references = palloc(sizeof(Reference) * state->reference_room);
	for (int i = 0; i < writer->table_count; i++)
	{
		Target *target = &state->targets[i];

		prepare_target(target, writer->tables[i], heaps[i], i + 1, estate);
		estate->es_opened_result_relations =
			lappend(estate->es_opened_result_relations, target->relation);
	}
	MemoryContextSwitchTo(caller);
	return state;
}

/* Open once more what a kept writer was prepared for. */
static void
reopen_targets(WriterState *state, Relation *heaps)
{
	for (int i = 0; i < state->target_count; i++)
	{
		Target *target = &state->targets[i];
		ResultRelInfo *relation = target->relation;

		relation->ri_RelationDesc = heaps[i];
		for (int j = 0; j < relation->ri_NumIndices; j++)
			relation->ri_IndexRelationDescs[j] =
				index_open(target->index_oids[j], NoLock);
	}
}

static void
close_indexes(WriterState *state)
{
	for (int i = 0; i < state->target_count; i++)
	{
		ResultRelInfo *relation = state->targets[i].relation;

		ExecCloseIndices(relation);
		for (int j = 0; j < relation->ri_NumIndices; j++)
			relation->ri_IndexRelationInfo[j]->ii_AmCache = NULL;
	}
}

static void
close_tables(WriterState *state)
{
	for (int i = 0; i < state->target_count; i++)
	{
		Target *target = &state->targets[i];

		ExecClearTuple(target->row);
		ExecClearTuple(target->relation->ri_TrigOldSlot);
		ExecClearTuple(target->relation->ri_TrigNewSlot);
		table_close(target->relation->ri_RelationDesc, NoLock);
	}
}

/* Keep what was prepared for the next time. */
static void
keep(Writer *writer, WriterState *state)
{
	if (writer->kept != NULL)
	{
		/* Our own triggers have used it meanwhile. */
		FreeExecutorState(state->estate);
		return;
	}
	MemoryContextSetParent(state->estate->es_query_cxt, CacheMemoryContext);
	writer->kept = state;
}

/* Lock the tables as INSERT does, for the transaction. */
void
writer_lock_tables(const Writer *writer)
{
	PreventCommandIfReadOnly("INSERT");
	PreventCommandIfParallelMode("INSERT");
	for (int i = 0; i < writer->table_count; i++)
		LockRelationOid(table_oid(writer->tables[i]), RowExclusiveLock);
}

/* Lock indexes until they are closed; false if lock_relation() says so. */
static bool
lock_indexes(Relation heap)
{
	ListCell *cell;

	foreach(cell, RelationGetIndexList(heap))
		if (!lock_relation(lfirst_oid(cell), RowExclusiveLock))
			return false;
	return true;
}

/* The same for those that a kept writer knows of. */
static bool
lock_known_indexes(const WriterState *state)
{
	for (int i = 0; i < state->target_count; i++)
	{
		const Target *target = &state->targets[i];

		for (int j = 0; j < target->relation->ri_NumIndices; j++)
			if (!lock_relation(target->index_oids[j], RowExclusiveLock))
				return false;
	}
	return true;
}

/* Lock the sequences that new rows get their ids from. */
static bool
lock_sequences(const WriterState *state)
{
	for (int i = 0; i < state->target_count; i++)
	{
		Oid sequence = state->targets[i].sequence;

		if (OidIsValid(sequence) && !lock_relation(sequence, RowExclusiveLock))
			return false;
	}
	return true;
}

/* Prepare and open a new writer; NULL if an index cannot be locked. */
static WriterState *
open_new_writer(Writer *writer)
{
	Relation heaps[WRITER_MOST_TABLES];
	WriterState *state;

	for (int i = 0; i < writer->table_count; i++)
	{
		heaps[i] = table_open(table_oid(writer->tables[i]), NoLock);
		if (lock_indexes(heaps[i]))
			continue;
		for (int j = 0; j <= i; j++)
			table_close(heaps[j], NoLock);
		return NULL;
	}
	state = prepare_writer(writer, heaps);
	/* It has locked them a second time. */
	for (int i = 0; i < state->target_count; i++)
		for (int j = 0; j < state->targets[i].relation->ri_NumIndices; j++)
			UnlockRelationOid(state->targets[i].index_oids[j],
							  RowExclusiveLock);
	return state;
}

/* Open the writer as it was kept; NULL if an index cannot be locked. */
static WriterState *
open_kept_writer(Writer *writer)
{
	WriterState *state = writer->kept;
	Relation heaps[WRITER_MOST_TABLES];

	if (!lock_known_indexes(state))
		return NULL;
	writer->kept = NULL;
	for (int i = 0; i < writer->table_count; i++)
		heaps[i] = table_open(table_oid(writer->tables[i]), NoLock);
	MemoryContextSetParent(state->estate->es_query_cxt, CurrentMemoryContext);
	reopen_targets(state, heaps);
	return state;
}

/*
 * Begin to write to tables that are locked; NULL if one of their indexes or
 * sequences cannot be locked as well. In the meantime the state belongs to the
 * caller's memory context, and an error takes it away; the writer prepares
 * another one then.
 */
WriterState *
writer_try_begin(Writer *writer)
{
	WriterState *state;

	if (writer->kept != NULL &&
		writer->kept->generation != catalog_generation())
	{
		FreeExecutorState(writer->kept->estate);
		writer->kept = NULL;
	}
	state = writer->kept == NULL ? open_new_writer(writer)
								 : open_kept_writer(writer);
	if (state == NULL)
		return NULL;
	if (!lock_sequences(state))
	{
		close_indexes(state);
		close_tables(state);
		keep(writer, state);
		return NULL;
	}
	AfterTriggerBeginQuery();
	return state;
}

/*
 * Whether the club's own triggers come before a row is written: they may
 * write something else than was checked, and may wait.
 */
bool
writer_runs_others(const WriterState *state)
{
	for (int i = 0; i < state->target_count; i++)
		if (state->targets[i].runs_others)
			return true;
	return false;
}

/* Begin to write, without having been admitted. */
WriterState *
writer_begin(Writer *writer)
{
	writer_lock_tables(writer);
	return writer_try_begin(writer);
}

static Target *
find_target(WriterState *state, TableId table)
{
	for (int i = 0; i < state->target_count; i++)
		if (state->targets[i].table == table)
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

/*
 * Tell where a row is that new rows refer to. It was seen since the
 * transaction, or the subtransaction, locked its table.
 */
void
writer_knows_place(WriterState *state, const RowPlace *row_place)
{
	if (row_place->id != NO_ID && state->row_place_count < MOST_ROW_PLACES)
		state->row_places[state->row_place_count++] = *row_place;
}

/* How far back a reference is looked for that has been noted already. */
#define NOTED_LATELY 8

/* Note what a new row refers to, once for the rows that refer to the same. */
static void
note_reference(WriterState *state, const Reference *reference)
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
note_references(WriterState *state, const Target *target)
{
	for (int i = 0; i < target->foreign_key_count; i++)
	{
		Reference reference;

		if (foreign_key_of_row(&target->foreign_keys[i], target->row,
							   &reference))
			note_reference(state, &reference);
	}
}

/*
 * Insert a row. Columns that no value is given for get their defaults. Returns
 * its id; foreign keys are checked and row triggers that look at it fire in
 * writer_end().
 */
int64
writer_insert(WriterState *state, TableId table, Guarding guarding,
			  const ColumnValue *values, int count)
{
	EState *estate = state->estate;
	Target *target = find_target(state, table);
	ResultRelInfo *relation = target->relation;
	TriggerDesc *triggers = relation->ri_TrigDesc;
	TransitionCaptureState *capture;
	List *recheck = NIL;
	LeftOut before;
	RowPlace seen;
	bool isnull;
	int64 id;

	fill_row(target, estate, values, count);
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
	id = DatumGetInt64(slot_getattr(target->row, Anum_any_key, &isnull));
	note_references(state, target);
	seen = (RowPlace){table, id, target->row->tts_tid};
	writer_knows_place(state, &seen);
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
void
writer_update(WriterState *state, TableId table, Guarding guarding,
			  const ItemPointerData *place, const ColumnValue *values,
			  int count)
{
	EState *estate = state->estate;
	Target *target = find_target(state, table);
	ResultRelInfo *relation = target->relation;
	TriggerDesc *triggers = relation->ri_TrigDesc;
	TransitionCaptureState *capture;
	ItemPointerData old_place = *place;
	List *recheck;
	LeftOut before;

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
void
writer_delete(WriterState *state, TableId table, const ItemPointerData *place)
{
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
find_sighting(const WriterState *state, const Reference *reference)
{
	for (int i = 0; i < state->row_place_count; i++)
		if (reference_is_to(reference, &state->row_places[i]))
			return &state->row_places[i];
	return NULL;
}

/* Check the foreign keys of the new rows, which refer to one another, too. */
static void
check_references(WriterState *state)
{
	if (state->reference_count == 0)
		return;
	CommandCounterIncrement();
	PushActiveSnapshot(GetTransactionSnapshot());
	for (int i = 0; i < state->reference_count; i++)
		reference_check(&state->references[i],
						find_sighting(state, &state->references[i]));
	PopActiveSnapshot();
	state->reference_count = 0;
}

/*
 * End writing: fire the triggers and make the rows visible to what follows.
 * The indexes are closed first, which leaves room among the few locks that a
 * backend can take fast for those that the foreign keys take.
 */
void
writer_end(Writer *writer, WriterState *state)
{
	EState *estate = state->estate;

	close_indexes(state);
	check_references(state);
	state->row_place_count = 0;
	AfterTriggerEndQuery(estate);
	close_tables(state);
	ResetPerTupleExprContext(estate);
	CommandCounterIncrement();
	keep(writer, state);
}
