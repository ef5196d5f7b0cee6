/*
 * writer_spi.c
 *		Rows that the functions write by statements of their own.
 *
 * AFTER triggers are left to the query that writer_end() ends, as those of the
 * statements that the server's foreign keys run (ri_PerformCheck() in
 * ri_triggers.c): guards and foreign keys may wait, and the short locks are
 * held here. For the same reason all that a statement opens is locked before.
 */
#include "postgres.h"

#include "base/settings.h"
#include "refusal/refusal.h"
#include "write/statement.h"
#include "write/writer_way.h"

#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "lib/stringinfo.h"
#include "rewrite/rewriteHandler.h"
#include "storage/lmgr.h"
#include "utils/fmgrprotos.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

typedef struct SpiWriter
{
	WriterState base;
	List *indexes; /* that are locked until writing ends */
} SpiWriter;

/* What tells one statement from another. */
typedef struct StatementKey
{
	TableId table;
	CmdType command;
	int count;
	AttrNumber columns[STATEMENT_MAX_ARGUMENTS];
} StatementKey;

typedef struct WriteStatement
{
	StatementKey key;
	SavedStatement statement;
} WriteStatement;

/* Lock the sequence that new rows get their ids from, if there is one. */
static bool
lock_identity(Relation heap)
{
	Node *expression = build_column_default(heap, Anum_any_key);

	return expression == NULL || !IsA(expression, NextValueExpr) ||
		   lock_relation(((NextValueExpr *) expression)->seqid,
						 RowExclusiveLock);
}

/*
 * Lock what a statement opens, so that it waits for none of it while short
 * locks are held.
 */
static WriterState *
begin_spi(Writer *writer, const Spared *spared)
{
	SpiWriter *state = palloc0(sizeof(SpiWriter));

	for (int i = 0; i < writer->table_count; i++)
	{
		Relation heap;
		bool is_locked;

		if (table_in(writer->tables[i], spared->tables))
			continue;
		heap = table_open(table_oid(writer->tables[i]), NoLock);
		is_locked = writer_lock_indexes(heap) && lock_identity(heap);
		state->indexes =
			list_concat(state->indexes, RelationGetIndexList(heap));
		table_close(heap, NoLock);
		if (!is_locked)
			return NULL;
	}
	return &state->base;
}

static void
append_column(StringInfo sql, TableId table, AttrNumber column)
{
	appendStringInfoString(
		sql, quote_identifier(get_attname(table_oid(table), column, false)));
}

static void
append_insert(StringInfo sql, const StatementKey *key)
{
	appendStringInfoString(sql, " (");
	for (int i = 0; i < key->count; i++)
	{
		appendStringInfoString(sql, i > 0 ? ", " : "");
		append_column(sql, key->table, key->columns[i]);
	}
	appendStringInfoString(sql, ") VALUES (");
	for (int i = 0; i < key->count; i++)
		appendStringInfo(sql, "%s$%d", i > 0 ? ", " : "", i + 1);
	appendStringInfoString(sql, ")");
	if (get_atttype(table_oid(key->table), Anum_any_key) == INT8OID)
	{
		appendStringInfoString(sql, " RETURNING ");
		append_column(sql, key->table, Anum_any_key);
	}
}

static void
append_update(StringInfo sql, const StatementKey *key)
{
	for (int i = 0; i < key->count; i++)
	{
		appendStringInfoString(sql, i > 0 ? ", " : " SET ");
		append_column(sql, key->table, key->columns[i]);
		appendStringInfo(sql, " = $%d", i + 1);
	}
}

/* A statement for a table and columns; what finds the row comes last. */
static void
make_statement(const StatementKey *key, SavedStatement *statement)
{
	const char *name = table_name(key->table);
	StringInfoData sql;

	initStringInfo(&sql);
	if (key->command == CMD_INSERT)
		appendStringInfo(&sql, "INSERT INTO %s.%s", FITCLUB_SCHEMA, name);
	else if (key->command == CMD_UPDATE)
		appendStringInfo(&sql, "UPDATE %s.%s", FITCLUB_SCHEMA, name);
	else
		appendStringInfo(&sql, "DELETE FROM %s.%s", FITCLUB_SCHEMA, name);
	for (int i = 0; i < key->count; i++)
		statement->argument_types[i] =
			get_atttype(table_oid(key->table), key->columns[i]);
	statement->argument_count = key->count;
	if (key->command == CMD_INSERT)
		append_insert(&sql, key);
	else
	{
		append_update(&sql, key);
		statement->argument_types[key->count] = TIDOID;
		appendStringInfo(&sql, " WHERE ctid = $%d",
						 ++statement->argument_count);
	}
	statement->sql = MemoryContextStrdup(TopMemoryContext, sql.data);
}

/* The statement that writes these columns, kept for the backend's lifetime. */
static SavedStatement *
find_statement(TableId table, CmdType command, const ColumnValue *values,
			   int count)
{
	static HTAB *statements = NULL;
	StatementKey key = {table, command, count, {0}};
	WriteStatement *found;
	bool was_there;

	if (statements == NULL)
	{
		HASHCTL control = {.keysize = sizeof(StatementKey),
						   .entrysize = sizeof(WriteStatement),
						   .hcxt = TopMemoryContext};

		statements = hash_create("fitclub's statements", 32, &control,
								 HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	}
	Assert(count < STATEMENT_MAX_ARGUMENTS || command == CMD_INSERT);
	for (int i = 0; i < count; i++)
		key.columns[i] = values[i].column;
	found = hash_search(statements, &key, HASH_ENTER, &was_there);
	if (!was_there)
		memset(&found->statement, 0, sizeof(SavedStatement));
	if (found->statement.sql == NULL)
		make_statement(&key, &found->statement);
	return &found->statement;
}

/* What may keep a statement from writing its row. */
static Refusal *
refusal_row_left_out(TableId table)
{
	Relation heap = table_open(table_oid(table), NoLock);
	Refusal *refusal = refusal_row_skipped(table);

	if (heap->rd_rules != NULL || heap->rd_rel->relforcerowsecurity)
	{
		refusal->message =
			psprintf("a trigger, rule or policy of %s.%s left out a row that "
					 "has to be written",
					 FITCLUB_SCHEMA, table_name(table));
		refusal->detail = NULL;
		refusal->hint = "Have it write the row, or raise an error of its own.";
	}
	table_close(heap, NoLock);
	return refusal;
}

/* How deep the triggers of our own statements fire; 0: none do. */
static int firing_depth = 0;

static int
trigger_depth(void)
{
	return DatumGetInt32(DirectFunctionCall1(pg_trigger_depth, (Datum) 0));
}

/*
 * Whether the statement whose trigger is asking is ours, and not that of a
 * trigger of the club, which our statement has fired.
 */
bool
writer_is_writing(void)
{
	return firing_depth == trigger_depth();
}

/* Write a row, and find out its id if it is new. */
static int64
write_row(TableId table, CmdType command, const ColumnValue *values, int count,
		  const ItemPointerData *place)
{
	SavedStatement *statement = find_statement(table, command, values, count);
	Datum parameters[STATEMENT_MAX_ARGUMENTS];
	bool nulls[STATEMENT_MAX_ARGUMENTS] = {false};
	int64 id = NO_ID;

	for (int i = 0; i < count; i++)
	{
		parameters[i] = values[i].value;
		nulls[i] = values[i].isnull;
	}
	if (place != NULL)
		parameters[count] = PointerGetDatum(place);
	if (!statement_write(statement, parameters, nulls, &id))
		refuse(refusal_row_left_out(table));
	return id;
}

static int64
insert_by_spi(WriterState *base, TableId table, Guarding guarding,
			  const ColumnValue *values, int count)
{
	return write_row(table, CMD_INSERT, values, count, NULL);
}

static void
update_by_spi(WriterState *base, TableId table, Guarding guarding,
			  const ItemPointerData *place, const ColumnValue *values,
			  int count)
{
	(void) write_row(table, CMD_UPDATE, values, count, place);
}

static void
delete_by_spi(WriterState *base, TableId table, const ItemPointerData *place)
{
	(void) write_row(table, CMD_DELETE, NULL, 0, place);
}

/* Fire the triggers of all that was written. */
static void
end_query(EState *estate)
{
	int before = firing_depth;

	firing_depth = trigger_depth() + 1;
	PG_TRY();
	{
		AfterTriggerEndQuery(estate);
	}
	PG_FINALLY();
	{
		firing_depth = before;
	}
	PG_END_TRY();
}

static void
end_spi(Writer *writer, WriterState *base)
{
	SpiWriter *state = (SpiWriter *) base;
	EState *estate = CreateExecutorState();
	ListCell *cell;

	foreach(cell, state->indexes)
		UnlockRelationOid(lfirst_oid(cell), RowExclusiveLock);
	end_query(estate);
	ExecCloseResultRelations(estate);
	ExecResetTupleTable(estate->es_tupleTable, false);
	FreeExecutorState(estate);
	CommandCounterIncrement();
}

const WriterWay spi_way = {
	.begin = begin_spi,
	.insert = insert_by_spi,
	.update = update_by_spi,
	.delete = delete_by_spi,
	.end = end_spi,
};
