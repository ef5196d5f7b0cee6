/*
 * foreign_code.c
 *		What would have the club's tables run code of others.
 *
 * A trigger is fired with the rights of the role that writes, and functions
 * write with those of the tables' owner. The privilege TRIGGER would therefore
 * be worth as much as the owner's rights. So would REFERENCES: the server
 * looks for a referenced row with the rights of its table's owner, and casts
 * the reference by a function that may belong to the type's owner.
 */
#include "postgres.h"

#include "schema/foreign_code.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "access/transam.h"
#include "catalog/dependency.h"
#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_trigger.h"
#include "commands/extension.h"
#include "commands/trigger.h"
#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

bool
is_table_of_extension(Oid relid)
{
	Oid extension = getExtensionOfObject(RelationRelationId, relid);

	return OidIsValid(extension) &&
		   extension == get_extension_oid(FITCLUB_EXTENSION, true);
}

static Oid
table_owner(Oid relid)
{
	HeapTuple row = SearchSysCache1(RELOID, ObjectIdGetDatum(relid));
	Oid owner;

	if (!HeapTupleIsValid(row))
		elog(ERROR, "cache lookup failed for relation %u", relid);
	owner = ((Form_pg_class) GETSTRUCT(row))->relowner;
	ReleaseSysCache(row);
	return owner;
}

static bool
is_foreign_table(Oid relid)
{
	return is_table_of_extension(relid) &&
		   !has_privs_of_role(GetUserId(), table_owner(relid));
}

static void
refuse_code(Oid relid, const char *what, const char *hint)
{
	ereport(ERROR, (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
					errmsg("permission denied for table \"%s.%s\"",
						   FITCLUB_SCHEMA, get_rel_name(relid)),
					errdetail("%s", what), errhint("%s", hint)));
}

/* The row of a catalog that a command has just made. */
static HeapTuple
new_row(Oid catalog, Oid index, AttrNumber column, Oid oid)
{
	Relation relation = table_open(catalog, AccessShareLock);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple row;

	ScanKeyInit(&key, column, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(oid));
	scan = systable_beginscan(relation, index, true, SnapshotSelf, 1, &key);
	row = systable_getnext(scan);
	if (HeapTupleIsValid(row))
		row = heap_copytuple(row);
	systable_endscan(scan);
	table_close(relation, AccessShareLock);
	return row;
}

/* Only those who have the rights of the tables' owner make triggers on them. */
void
refuse_foreign_trigger(Oid trigger)
{
	HeapTuple row = new_row(TriggerRelationId, TriggerOidIndexId,
							Anum_pg_trigger_oid, trigger);
	Form_pg_trigger form;

	if (!HeapTupleIsValid(row))
		return;
	form = (Form_pg_trigger) GETSTRUCT(row);
	if (!form->tgisinternal && is_foreign_table(form->tgrelid))
		refuse_code(
			form->tgrelid,
			"A trigger would run with the rights of the table's owner.",
			"Have the owner of the table create the trigger.");
}

/* Whether a column is of a type, or a domain over one, that somebody made. */
static bool
is_of_made_type(Oid relid, AttrNumber column)
{
	return getBaseType(get_atttype(relid, column)) >= FirstNormalObjectId;
}

/* The same for references that a cast by others would have to bring along. */
void
refuse_foreign_reference(Oid constraint)
{
	HeapTuple row = new_row(ConstraintRelationId, ConstraintOidIndexId,
							Anum_pg_constraint_oid, constraint);
	Form_pg_constraint form;
	AttrNumber columns[INDEX_MAX_KEYS];
	AttrNumber referenced[INDEX_MAX_KEYS];
	int count;

	if (!HeapTupleIsValid(row))
		return;
	form = (Form_pg_constraint) GETSTRUCT(row);
	if (form->contype != CONSTRAINT_FOREIGN ||
		!is_foreign_table(form->confrelid))
		return;
	DeconstructFkConstraintRow(row, &count, columns, referenced, NULL, NULL,
							   NULL, NULL, NULL);
	for (int i = 0; i < count; i++)
		if (is_of_made_type(form->conrelid, columns[i]))
			refuse_code(
				form->confrelid,
				"A cast from the referencing column's type would run with the rights of the table's owner.",
				"Use a column of the type that the referenced column has.");
}

/* ---- triggers that are there ---- */

/* Whether a function would use the rights of a role that its owner has not. */
static bool
is_foreign_function(Oid function, void *role)
{
	HeapTuple row = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	Form_pg_proc form;
	bool is_foreign;

	if (!HeapTupleIsValid(row))
		return false;
	form = (Form_pg_proc) GETSTRUCT(row);
	is_foreign = !form->prosecdef &&
				 !has_privs_of_role(form->proowner, *(Oid *) role);
	ReleaseSysCache(row);
	return is_foreign;
}

static bool
calls_foreign_function(Node *node, void *role)
{
	if (node == NULL)
		return false;
	if (check_functions_in_node(node, is_foreign_function, role))
		return true;
	return expression_tree_walker(node, calls_foreign_function, role);
}

static bool
has_foreign_condition(HeapTuple trigger, TupleDesc desc, Oid owner)
{
	bool isnull;
	Datum condition =
		heap_getattr(trigger, Anum_pg_trigger_tgqual, desc, &isnull);

	return !isnull &&
		   calls_foreign_function(stringToNode(TextDatumGetCString(condition)),
								  &owner);
}

/*
 * Refuse to go on with a table that has a trigger which would run code of a
 * role without the rights of the table's owner, however it came to be there.
 */
void
require_trusted_triggers(Oid table)
{
	Relation catalog = table_open(TriggerRelationId, AccessShareLock);
	Oid owner = table_owner(table);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple row;

	ScanKeyInit(&key, Anum_pg_trigger_tgrelid, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(table));
	scan = systable_beginscan(catalog, TriggerRelidNameIndexId, true, NULL, 1,
							  &key);
	while (HeapTupleIsValid(row = systable_getnext(scan)))
	{
		Form_pg_trigger form = (Form_pg_trigger) GETSTRUCT(row);

		if (form->tgenabled == TRIGGER_DISABLED ||
			(!is_foreign_function(form->tgfoid, &owner) &&
			 !has_foreign_condition(row, RelationGetDescr(catalog), owner)))
			continue;
		refuse_code(
			table,
			psprintf(
				"Trigger \"%s\" would run a function with rights that the function's owner does not have.",
				NameStr(form->tgname)),
			"Drop the trigger, or give the function to the table's owner.");
	}
	systable_endscan(scan);
	table_close(catalog, AccessShareLock);
}
