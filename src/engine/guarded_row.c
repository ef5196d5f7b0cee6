/*
 * guarded_row.c
 *		The row that a guard looks at.
 *
 * Guards are the triggers by which the rules hold on every path. Each checks a
 * row that is already written, so that of two who write at the same time at
 * least one sees the other. They take no locks, read no clock and write
 * nothing: a COPY of any size and a restore pass through them.
 */
#include "postgres.h"

#include "engine/guarded_row.h"

#include "engine/dirty_scan.h"
#include "engine/short_lock.h"
#include "schema/trigger.h"

/*
 * A session that writes to the calendar without short locks announces that
 * before the statement, but there are ways round the statement: a trigger that
 * writes something else than a function has checked, or a parent of the table.
 * So it is announced before we look, too: a session that goes unguarded has
 * written its row by then, and others are guarded from now on. The argument
 * that a writer gives tells a row that can only be as the function checked it.
 */
void
guarded_announce(FunctionCallInfo fcinfo)
{
	if (((TriggerData *) fcinfo->context)->tg_trigger->tgnargs == 0)
		lock_direct_write();
}

/* Check that a guard fires as the install script says, and find its rows. */
GuardedRow
guarded_row(FunctionCallInfo fcinfo, TableId table, int events)
{
	TriggerData *trigger = require_fired_as(fcinfo, table, AFTER_ROW, events);
	GuardedRow guarded;

	guarded.desc = RelationGetDescr(trigger->tg_relation);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
	{
		guarded.row = trigger->tg_newtuple;
		guarded.before = trigger->tg_trigtuple;
	}
	else
	{
		guarded.row = trigger->tg_trigtuple;
		guarded.before = NULL;
	}
	return guarded;
}

int64
guarded_int64(const GuardedRow *guarded, AttrNumber column)
{
	return row_int64(guarded->row, guarded->desc, column);
}

Period
guarded_period(const GuardedRow *guarded, AttrNumber start, AttrNumber end)
{
	return (Period){guarded_int64(guarded, start),
					guarded_int64(guarded, end)};
}

/* Whether an update left all of these bigint columns and times as they were. */
bool
guarded_unchanged(const GuardedRow *guarded, const AttrNumber *columns,
				  int count)
{
	if (guarded->before == NULL)
		return false;
	for (int i = 0; i < count; i++)
		if (row_int64(guarded->before, guarded->desc, columns[i]) !=
			row_int64(guarded->row, guarded->desc, columns[i]))
			return false;
	return true;
}

bool
guarded_was_cancelled(const GuardedRow *guarded, AttrNumber cancelled_at)
{
	return guarded->before != NULL &&
		   !row_is_null(guarded->before, cancelled_at);
}
