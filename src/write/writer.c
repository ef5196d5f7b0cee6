/*
 * writer.c
 *		Rows that the functions write.
 *
 * An operation begins to write by admit(), which has checked and locked all
 * that it needs. It inserts and updates rows, releases the short locks and ends
 * writing. Which of two ways its rows are written in is not its business:
 *
 * - As tuples (writer_tuple.c), without a statement for each. A statement that
 *   writes one row spends more on starting than on writing: every CHECK,
 *   default and index predicate is read from the catalogs and compiled each
 *   time. These writers compile them once per backend, keep them until a table
 *   or a function changes (writer_prepare.c), and check foreign keys of new
 *   rows themselves (foreign_key.c). Constraints, defaults and triggers of
 *   every kind are as for an INSERT or UPDATE. What looks at statements is left
 *   out: rules, FORCE ROW LEVEL SECURITY, and the hooks by which pgaudit and
 *   pg_stat_statements see them.
 *
 * - By statements (writer_spi.c), with fitclub.direct_writes off: an INSERT, or
 *   an UPDATE or DELETE by ctid, for each row. Nothing is left out.
 *
 * This holds in both:
 *
 * Order of events.  A row and its index entries are there when writer_insert()
 * or writer_update() returns. Everybody's checks find it from then on, so the
 * caller can release its short locks. AFTER triggers, and foreign keys with
 * them, wait in a query level of our own until writer_end(): they may have to
 * wait for others, which nobody does while holding a short lock.
 *
 * Locks.  The tables are locked with RowExclusiveLock before any short lock is
 * taken, until the transaction ends. Their indexes, and the sequences that ids
 * come from, are locked when writing begins, under short locks and therefore
 * without waiting: if one cannot be had, admit() starts again. Those of a table
 * that a check has spared (locks_spare_table()) stay closed, as do partial
 * indexes of rows with columns that it has spared. Indexes are unlocked when writing ends. Rows to be updated are locked by admit() in the
 * places where the check found them, and are written in these places:
 * there is no other version that would have to be looked for. Rows that new
 * ones refer to are locked FOR KEY SHARE in writer_end().
 *
 * Guards.  A row is guarded unless the caller says SKIP_GUARD: it has looked,
 * and direct writers have been kept out since (short_lock.c). BEFORE triggers
 * that the club has added may write something else than was checked, so that
 * rows of their tables are always guarded. So are all rows written by
 * statements, which also announce themselves as direct writes: their triggers
 * fire as anybody's.
 *
 * Errors.  The state of a writer belongs to the caller's memory context, and its
 * locks to the transaction or subtransaction. Whatever is raised between
 * beginning and end takes them away; there is nothing to clean up.
 *
 * Not promised: that nothing waits between look and row where a club has
 * BEFORE triggers, CHECK functions or unique indexes of its own that do.
 * Privileges on the tables are not asked for tuples; functions are SECURITY
 * DEFINER, and have asked for the caller's persona.
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
 * sequences cannot be locked as well. Those of what is spared are left alone. The way is settled here: writing ends as it began, whatever
 * becomes of the setting.
 */
WriterState *
writer_try_begin(Writer *writer, const Spared *spared)
{
	const WriterWay *way = *settings.direct_writes ? &tuple_way : &spi_way;
	WriterState *state = way->begin(writer, spared);

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
	const Spared nothing = NOTHING_SPARED;

	writer_lock_tables(writer);
	return writer_try_begin(writer, &nothing);
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
