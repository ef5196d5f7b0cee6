/*
 * writer_prepare.c
 *		What a writer of tuples compiles once per backend and keeps.
 *
 * It holds for one generation of the catalogs (catalog_generation()); locks on
 * the tables, which are there before, keep them from changing while it is in use.
 */
#include "postgres.h"

#include "write/writer_tuple.h"

#include "access/genam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_trigger.h"
#include "commands/trigger.h"
#include "executor/nodeModifyTable.h"
#include "nodes/nodeFuncs.h"
#include "parser/parse_relation.h"
#include "pgstat.h"
#include "rewrite/rewriteHandler.h"
#include "storage/lmgr.h"
#include "utils/memutils.h"

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

/* We take the short locks, count revisions and keep the books ourselves. */
static bool
is_for_others(const Trigger *trigger)
{
	return is_own_function(trigger->tgfoid, "announce_direct_write") ||
		   is_own_function(trigger->tgfoid, "admit_audit_event") ||
		   is_own_function(trigger->tgfoid, "count_revision") ||
		   is_own_function(trigger->tgfoid, "keep_books");
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

/* The trigger of the audit log, which is on a higher floor. */
PGFunction writer_audit = NULL;

/*
 * Call the C function itself. The function that writes acts as the owner and
 * has pinned the path already; to do both once more for each row, by the
 * trigger's SECURITY DEFINER and SET, would be a tenth of an event's cost.
 */
static void
prepare_audit(Target *target, Trigger *trigger, FmgrInfo *function)
{
	target->audit = trigger;
	function->fn_addr = writer_audit;
	function->fn_stats = TRACK_FUNC_PL; /* counted if all functions are */
}

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
			prepare_audit(target, trigger, &relation->ri_TrigFunctions[i]);
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

/*
 * The column of which an expression says that it is not null, if it is that.
 * Columns for which a set has no bit are the club's own.
 */
static ColumnSet
column_not_null(const Node *expression)
{
	const NullTest *test = (const NullTest *) expression;
	AttrNumber column;

	if (!IsA(expression, NullTest) || test->nulltesttype != IS_NOT_NULL ||
		!IsA(test->arg, Var))
		return 0;
	column = ((const Var *) test->arg)->varattno;
	return column > 0 && column <= MOST_SET_COLUMNS ? column_bit(column) : 0;
}

/*
 * The columns of which a row in a partial index has at least one, by the first
 * condition that says so, or none: "a IS NOT NULL", or several joined by OR.
 */
static ColumnSet
needed_columns(List *conditions)
{
	ListCell *cell;

	foreach(cell, conditions)
	{
		const Node *condition = lfirst(cell);
		ColumnSet needed = column_not_null(condition);
		ListCell *choice;

		if (is_orclause(condition))
			foreach(choice, ((const BoolExpr *) condition)->args)
			{
				ColumnSet column = column_not_null(lfirst(choice));

				needed |= column;
				if (column == 0)
				{
					needed = 0;
					break;
				}
			}
		if (needed != 0)
			return needed;
	}
	return 0;
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
	target->index_columns =
		palloc(sizeof(ColumnSet) * Max(relation->ri_NumIndices, 1));
	for (int i = 0; i < relation->ri_NumIndices; i++)
	{
		target->index_oids[i] =
			RelationGetRelid(relation->ri_IndexRelationDescs[i]);
		target->index_columns[i] =
			needed_columns(relation->ri_IndexRelationInfo[i]->ii_Predicate);
		/* What index methods keep points to the index while it is open. */
		relation->ri_IndexRelationInfo[i]->ii_Context =
			GetPerTupleMemoryContext(estate);
	}
}

/* Triggers that name columns ask the range table which ones are written. */
static void
prepare_range_table(TupleWriter *state, Relation *heaps)
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

static TupleWriter *
prepare_writer(const Writer *writer, Relation *heaps)
{
	EState *estate = CreateExecutorState();
	MemoryContext caller = MemoryContextSwitchTo(estate->es_query_cxt);
	TupleWriter *state = palloc0(sizeof(TupleWriter));

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
		state->base.runs_others |= target->runs_others;
	}
	MemoryContextSwitchTo(caller);
	return state;
}

/*
 * Whether an index gets no row this time. A BEFORE trigger of the club's could
 * set columns that were to stay null.
 */
static bool
is_spared(const TupleWriter *state, const Spared *spared, const Target *target,
		  int index)
{
	ColumnSet needed = target->index_columns[index];

	return table_in(target->table, spared->tables) ||
		   (needed != 0 && (needed & ~spared->columns[target->table]) == 0 &&
			!state->base.runs_others);
}

/* Open once more what a kept writer was prepared for. */
static void
reopen_targets(TupleWriter *state, Relation *heaps)
{
	for (int i = 0; i < state->target_count; i++)
	{
		Target *target = &state->targets[i];
		ResultRelInfo *relation = target->relation;

		relation->ri_RelationDesc = heaps[i];
		for (int j = 0; j < relation->ri_NumIndices; j++)
			relation->ri_IndexRelationDescs[j] =
				is_spared(state, &state->spared, target, j)
					? NULL
					: index_open(target->index_oids[j], NoLock);
	}
}

void
tuples_close_indexes(TupleWriter *state)
{
	for (int i = 0; i < state->target_count; i++)
	{
		ResultRelInfo *relation = state->targets[i].relation;

		if (table_in(state->targets[i].table, state->spared.tables))
			continue;
		ExecCloseIndices(relation);
		for (int j = 0; j < relation->ri_NumIndices; j++)
			relation->ri_IndexRelationInfo[j]->ii_AmCache = NULL;
	}
}

void
tuples_close_tables(TupleWriter *state)
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
void
tuples_keep(Writer *writer, TupleWriter *state)
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

/* Lock the indexes that a kept writer knows of. */
static bool
lock_known_indexes(const TupleWriter *state, const Spared *spared)
{
	for (int i = 0; i < state->target_count; i++)
	{
		const Target *target = &state->targets[i];

		for (int j = 0; j < target->relation->ri_NumIndices; j++)
			if (!is_spared(state, spared, target, j) &&
				!lock_relation(target->index_oids[j], RowExclusiveLock))
				return false;
	}
	return true;
}

/* Lock the sequences that new rows get their ids from. */
static bool
lock_sequences(const TupleWriter *state)
{
	for (int i = 0; i < state->target_count; i++)
	{
		const Target *target = &state->targets[i];

		if (OidIsValid(target->sequence) &&
			!table_in(target->table, state->spared.tables) &&
			!lock_relation(target->sequence, RowExclusiveLock))
			return false;
	}
	return true;
}

/* Prepare and open a new writer; NULL if an index cannot be locked. */
static TupleWriter *
open_new_writer(Writer *writer)
{
	Relation heaps[WRITER_MOST_TABLES];
	TupleWriter *state;

	for (int i = 0; i < writer->table_count; i++)
	{
		heaps[i] = table_open(table_oid(writer->tables[i]), NoLock);
		if (writer_lock_indexes(heaps[i]))
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

/*
 * Open the writer as it was kept; NULL if an index cannot be locked. What is
 * spared stays closed, but for its table, as the executor looks through all
 * tables of the writer for those of which triggers fire.
 */
static TupleWriter *
open_kept_writer(Writer *writer, const Spared *spared)
{
	TupleWriter *state = writer->kept;
	Relation heaps[WRITER_MOST_TABLES];

	if (!lock_known_indexes(state, spared))
		return NULL;
	writer->kept = NULL;
	state->spared = *spared;
	for (int i = 0; i < writer->table_count; i++)
		heaps[i] = table_open(table_oid(writer->tables[i]), NoLock);
	MemoryContextSetParent(state->estate->es_query_cxt, CurrentMemoryContext);
	reopen_targets(state, heaps);
	return state;
}

/*
 * Open tables that are locked, with their indexes; NULL if one of those, or a
 * sequence, cannot be locked as well. In the meantime the state belongs to the
 * caller's memory context, and an error takes it away; the writer prepares
 * another one then.
 */
TupleWriter *
tuples_open(Writer *writer, const Spared *spared)
{
	TupleWriter *state;

	if (writer->kept != NULL &&
		writer->kept->generation != catalog_generation())
	{
		FreeExecutorState(writer->kept->estate);
		writer->kept = NULL;
	}
	state = writer->kept == NULL ? open_new_writer(writer)
								 : open_kept_writer(writer, spared);
	if (state == NULL)
		return NULL;
	if (!lock_sequences(state))
	{
		tuples_close_indexes(state);
		tuples_close_tables(state);
		tuples_keep(writer, state);
		return NULL;
	}
	return state;
}
