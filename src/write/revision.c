/*
 * revision.c
 *		How often a booking has changed in a way that calendars show.
 *
 * A calendar takes the entry with the higher number for the newer one, so the
 * number only grows, whatever an UPDATE says.
 */
#include "postgres.h"

#include "write/revision.h"

#include "base/local_time.h"
#include "schema/trigger.h"

#include "access/htup_details.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_count_revision);

/* A table of bookings. */
typedef struct RevisedTable
{
	TableId table;
	AttrNumber revision;
	AttrNumber changed_at;
} RevisedTable;

static const RevisedTable revised_tables[] = {
#define BOOKING(id, table)                                                    \
	{TABLE_##id, Anum_##table##_revision, Anum_##table##_changed_at},
#include "schema/tables.def"
};

/* A change of what makes another revision. */
typedef struct ShownColumn
{
	TableId table;
	AttrNumber number;
} ShownColumn;

static const ShownColumn shown_columns[] = {
#define SHOWN(table, number, column) {id_of_##table, number},
#include "schema/tables.def"
};

static const RevisedTable *
find_revised_table(TableId table)
{
	for (size_t i = 0; i < lengthof(revised_tables); i++)
		if (revised_tables[i].table == table)
			return &revised_tables[i];
	return NULL;
}

/* Whether calendars show a change, or somebody has meddled with the count. */
static bool
is_another_revision(const RevisedTable *revised, TupleDesc desc,
					RowValues before, RowValues after)
{
	for (size_t i = 0; i < lengthof(shown_columns); i++)
		if (shown_columns[i].table == revised->table &&
			column_has_changed(before, after, desc, shown_columns[i].number))
			return true;
	return column_has_changed(before, after, desc, revised->revision) ||
		   column_has_changed(before, after, desc, revised->changed_at);
}

/*
 * Count the change of a row and note when it was, if there is anything to be
 * counted; returns whether there is. A clock that was put back, or a
 * transaction that began before the last change, does not count backwards.
 */
bool
revision_count(TableId table, TupleDesc desc, RowValues before,
			   RowValues after)
{
	const RevisedTable *revised = find_revised_table(table);
	int32 revision;
	TimestampTz changed_at;

	if (revised == NULL || !is_another_revision(revised, desc, before, after))
		return false;
	revision = DatumGetInt32(before.values[revised->revision - 1]);
	changed_at = DatumGetTimestampTz(before.values[revised->changed_at - 1]);
	after.values[revised->revision - 1] =
		Int32GetDatum(revision < PG_INT32_MAX ? revision + 1 : revision);
	after.nulls[revised->revision - 1] = false;
	after.values[revised->changed_at - 1] =
		TimestampTzGetDatum(Max(changed_at, current_instant()));
	after.nulls[revised->changed_at - 1] = false;
	return true;
}

static TableId
written_table(FunctionCallInfo fcinfo)
{
	for (size_t i = 0; i < lengthof(revised_tables); i++)
		if (fired_as(fcinfo, revised_tables[i].table, BEFORE_ROW, ON_UPDATE))
			return revised_tables[i].table;
	refuse_to_fire(table_name(TABLE_SESSION));
}

/*
 * Trigger on bookings, before each row is updated directly: counts a change
 * that calendars show. Locks nothing but its own row.
 */
Datum
fitclub_count_revision(PG_FUNCTION_ARGS)
{
	TableId table = written_table(fcinfo);
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	RowValues before = row_deform(trigger->tg_trigtuple, desc);
	RowValues after = row_deform(trigger->tg_newtuple, desc);

	if (!revision_count(table, desc, before, after))
		return PointerGetDatum(trigger->tg_newtuple);
	return PointerGetDatum(heap_form_tuple(desc, after.values, after.nulls));
}
