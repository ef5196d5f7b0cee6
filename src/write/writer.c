/*
 * writer.c
 *		Rows that the functions write, in one of two ways.
 */
#include "postgres.h"

#include "write/writer.h"

#include "base/settings.h"
#include "write/writer_way.h"

#include "commands/trigger.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/relcache.h"

/* Lock the tables as INSERT does, for the transaction. */
void
writer_lock_tables(const Writer *writer)
{
	PreventCommandIfReadOnly("INSERT");
	PreventCommandIfParallelMode("INSERT");
	for (int i = 0; i < writer->table_count; i++)
		LockRelationOid(table_oid(writer->tables[i]), RowExclusiveLock);
}

/* Lock a table's indexes; false if lock_relation() says so. */
bool
writer_lock_indexes(Relation heap)
{
	ListCell *cell;

	foreach(cell, RelationGetIndexList(heap))
		if (!lock_relation(lfirst_oid(cell), RowExclusiveLock))
			return false;
	return true;
}

/*
 * Begin to write to tables that are locked; NULL if one of their indexes or
 * sequences cannot be locked as well. The way is settled here: writing ends as
 * it began, whatever becomes of the setting.
 */
WriterState *
writer_try_begin(Writer *writer)
{
	const WriterWay *way = *settings.direct_writes ? &tuple_way : &spi_way;
	WriterState *state = way->begin(writer);

	if (state == NULL)
		return NULL;
	state->way = way;
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
	return state->runs_others;
}

/* Begin to write, without having been admitted. */
WriterState *
writer_begin(Writer *writer)
{
	writer_lock_tables(writer);
	return writer_try_begin(writer);
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

/*
 * Insert a row. Columns that no value is given for get their defaults. Returns
 * its id, or NO_ID where that is not a number; foreign keys are checked and
 * row triggers that look at the row fire in writer_end().
 */
int64
writer_insert(WriterState *state, TableId table, Guarding guarding,
			  const ColumnValue *values, int count)
{
	return state->way->insert(state, table, guarding, values, count);
}

/*
 * Update the row that a check has found in a place and has had locked. Columns
 * that others refer to are given only if they change: a BEFORE trigger has the
 * row locked against those who refer to it if they are named.
 */
void
writer_update(WriterState *state, TableId table, Guarding guarding,
			  const ItemPointerData *place, const ColumnValue *values,
			  int count)
{
	state->way->update(state, table, guarding, place, values, count);
}

/* Delete the row that a check has found in a place and has had locked. */
void
writer_delete(WriterState *state, TableId table, const ItemPointerData *place)
{
	state->way->delete (state, table, place);
}

/* End writing: fire the triggers and make the rows visible to what follows. */
void
writer_end(Writer *writer, WriterState *state)
{
	state->way->end(writer, state);
}
