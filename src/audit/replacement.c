/*
 * replacement.c
 *		Settings that take the place of others are one event.
 */
#include "postgres.h"

#include "audit/replacement.h"

#include "audit/event.h"
#include "base/settings.h"
#include "engine/dirty_scan.h"
#include "schema/row_json.h"

#include "commands/extension.h"
#include "commands/trigger.h"

/*
 * Write one event for a row that takes the place of another, which may be
 * NULL. A restore replaces the settings of a new club by those that the log
 * knows already.
 */
void
audit_replacement(Relation relation, HeapTuple before, HeapTuple after)
{
	const char *table = RelationGetRelationName(relation);
	TupleDesc desc = RelationGetDescr(relation);
	RowValues row = row_deform(after, desc);
	RowValues old;
	char *key;
	Jsonb *json;
	Jsonb *before_json;
	Jsonb *known = NULL;
	LastEvent last;

	/* The settings that a club begins with are nobody's doing. */
	if (!*settings.audit || creating_extension ||
		SessionReplicationRole == SESSION_REPLICATION_ROLE_REPLICA)
		return;
	key = key_text(row, desc);
	json = audit_row_json(row, desc);
	if (before == NULL)
	{
		audit_insert(table, key, json);
		return;
	}
	last = audit_last_event(table, key, &known);
	if (known != NULL &&
		compareJsonbContainers(&known->root, &json->root) == 0)
		return;
	old = row_deform(before, desc);
	before_json = audit_row_json(old, desc);
	/* Settings that nobody has changed differ from a new club's in the uid. */
	if (known == NULL)
		old.values[Anum_club_calendar_uid - 1] =
			row.values[Anum_club_calendar_uid - 1];
	if (row_has_changed(old, row, desc, table))
		audit_write_event(&last, table, key, ACTION_UPDATE, before_json, json);
}
