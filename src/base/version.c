/*
 * version.c
 *		Whether this library and the database's SQL objects belong together.
 *
 * The objects of each version name the library of that version. So they come
 * apart only while ALTER EXTENSION fitclub UPDATE commits under a call that
 * has begun in the older library, or by somebody's own CREATE FUNCTION.
 */
#include "postgres.h"

#include "base/version.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "catalog/pg_extension.h"
#include "commands/extension.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"

/* The version of the SQL objects, or NULL if there are none. */
static char *
installed_version(Oid *extension)
{
	Relation catalog = table_open(ExtensionRelationId, AccessShareLock);
	char *version = NULL;
	SysScanDesc scan;
	ScanKeyData key;
	HeapTuple row;
	Datum value;
	bool isnull;

	ScanKeyInit(&key, Anum_pg_extension_extname, BTEqualStrategyNumber,
				F_NAMEEQ, CStringGetDatum(FITCLUB_EXTENSION));
	scan =
		systable_beginscan(catalog, ExtensionNameIndexId, true, NULL, 1, &key);
	row = systable_getnext(scan);
	if (HeapTupleIsValid(row))
	{
		*extension = ((Form_pg_extension) GETSTRUCT(row))->oid;
		value = heap_getattr(row, Anum_pg_extension_extversion,
							 RelationGetDescr(catalog), &isnull);
		version = text_to_cstring(DatumGetTextPP(value));
	}
	systable_endscan(scan);
	table_close(catalog, AccessShareLock);
	return version;
}

/*
 * Refuse to go on with SQL objects of another version. While one of the
 * extension's scripts runs, the catalog has the new version already and the
 * objects are only becoming so.
 */
void
require_own_version(void)
{
	Oid extension = InvalidOid;
	char *version = installed_version(&extension);

	if (version == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("extension \"%s\" is not installed in this database",
						FITCLUB_EXTENSION),
				 errhint("Install it with CREATE EXTENSION fitclub.")));
	if (strcmp(version, FITCLUB_VERSION) == 0 ||
		(creating_extension && CurrentExtensionObject == extension))
		return;
	ereport(
		ERROR,
		(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
		 errmsg(
			 "library fitclub %s cannot work with version %s of the extension",
			 FITCLUB_VERSION, version),
		 errdetail("The SQL objects of this database are those of version %s.",
				   version),
		 errhint(
			 "If the extension has just been updated, run the transaction again.")));
}
