/*
 * drop_guard.c
 *		Prevents DROP EXTENSION from deleting a club's data by accident.
 *
 * An extension goes in many ways: by its name, with its owner's belongings, in
 * the wake of what one of its tables depends on. When sql_drop fires, a
 * trigger of the extension is gone already, and when a command starts only its
 * text is there. So the event trigger has nothing to do but to have the
 * library loaded before the command, and the server asks the library about
 * each table that it is going to drop.
 */
#include "postgres.h"

#include "schema/drop_guard.h"

#include "base/settings.h"
#include "schema/catalog.h"
#include "schema/foreign_code.h"
#include "schema/trigger.h"

#include "access/table.h"
#include "access/tableam.h"
#include "catalog/dependency.h"
#include "catalog/namespace.h"
#include "catalog/objectaccess.h"
#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "catalog/pg_trigger.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

PG_FUNCTION_INFO_V1(fitclub_keep_data);

static object_access_hook_type next_hook = NULL;

/* A new club has its settings; everything else somebody has put in. */
static bool
may_hold_data(Oid relid)
{
	return get_rel_relkind(relid) == RELKIND_RELATION &&
		   get_rel_namespace(relid) ==
			   get_namespace_oid(FITCLUB_SCHEMA, true) &&
		   strcmp(get_rel_name(relid), table_name(TABLE_CLUB)) != 0;
}

/* What the audit log tells of the settings is no more than they are. */
static bool
is_about_settings(Relation relation, TupleTableSlot *row)
{
	Datum audited;
	bool isnull;

	if (strcmp(RelationGetRelationName(relation),
			   table_name(TABLE_AUDIT_LOG)) != 0)
		return false;
	audited = slot_getattr(row, Anum_audit_log_table_name, &isnull);
	return !isnull &&
		   strcmp(TextDatumGetCString(audited), table_name(TABLE_CLUB)) == 0;
}

/* Looks at what is there now, whatever the transaction's snapshot. */
static bool
has_rows(Oid relid)
{
	Relation relation = table_open(relid, AccessShareLock);
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	Snapshot snapshot = RegisterSnapshot(GetLatestSnapshot());
	TableScanDesc scan = begin_table_scan(relation, snapshot);
	bool found = false;

	while (!found && table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		CHECK_FOR_INTERRUPTS();
		found = !is_about_settings(relation, slot);
	}
	table_endscan(scan);
	UnregisterSnapshot(snapshot);
	ExecDropSingleTupleTableSlot(slot);
	table_close(relation, NoLock);
	return found;
}

/*
 * Whether a table is dropped because somebody wants it gone. A table that is
 * rewritten goes as well, in the server's own interest.
 */
static bool
is_table_drop(ObjectAccessType access, Oid class_id, int column,
			  const void *argument)
{
	return access == OAT_DROP && class_id == RelationRelationId &&
		   column == 0 &&
		   (((const ObjectAccessDrop *) argument)->dropflags &
			PERFORM_DELETION_INTERNAL) == 0;
}

static void
guard_objects(ObjectAccessType access, Oid class_id, Oid object_id, int column,
			  void *argument)
{
	if (next_hook != NULL)
		next_hook(access, class_id, object_id, column, argument);
	if (access == OAT_POST_CREATE && class_id == TriggerRelationId)
		refuse_foreign_trigger(object_id);
	if (access == OAT_POST_CREATE && class_id == ConstraintRelationId)
		refuse_foreign_reference(object_id);
	if (*settings.allow_drop ||
		!is_table_drop(access, class_id, column, argument) ||
		!may_hold_data(object_id) || !is_table_of_extension(object_id) ||
		!has_rows(object_id))
		return;
	ereport(
		ERROR,
		(errcode(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST),
		 errmsg(
			 "cannot drop extension fitclub because it holds a club's data"),
		 errdetail("Table %s.%s has rows, and they would be deleted with it.",
				   FITCLUB_SCHEMA, get_rel_name(object_id)),
		 errhint(
			 "Back up with pg_dump -Fc, then SET fitclub.allow_drop = on. For pg_restore --clean, set PGOPTIONS='-c fitclub.allow_drop=on'.")));
}

/* Have the server ask about what it makes and drops. */
void
drop_guard_init(void)
{
	next_hook = object_access_hook;
	object_access_hook = guard_objects;
}

/*
 * Event trigger before commands that may drop the extension, or have its tables
 * run code of others: it does nothing, but the library is loaded by then.
 */
Datum
fitclub_keep_data(PG_FUNCTION_ARGS)
{
	require_event(fcinfo);
	PG_RETURN_VOID();
}
