/*
 * catalog.c
 *		Cached OIDs of fitclub's tables and indexes, and the check that columns
 *		and indexes are what the engine expects.
 */
#include "postgres.h"

#include "schema/catalog.h"

#include "base/version.h"
#include "schema/foreign_code.h"

#include "catalog/dependency.h"
#include "catalog/namespace.h"
#include "catalog/pg_proc.h"
#include "commands/extension.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

/* A line of tables.def. */
typedef struct TableDescription
{
	const char *name;
	const char *label;
	const char *key;
	int flags;
} TableDescription;

static const TableDescription tables[TABLE_COUNT] = {
#define TABLE(id, table, label, key, flags, ...) {#table, label, #key, flags},
#include "schema/tables.def"
};

/* A column that is read or written by number. */
typedef struct ColumnPlace
{
	TableId table;
	AttrNumber number;
	const char *name;
} ColumnPlace;

static const ColumnPlace columns[] = {
#define COLUMN(table, number, column) {id_of_##table, number, #column},
#include "schema/tables.def"
};

static bool cache_is_valid = false;
static bool callbacks_are_registered = false;
static uint64 generation = 0;
static Oid table_oids[TABLE_COUNT];
static Oid index_oids[INDEX_COUNT];

static void
forget_all(void)
{
	cache_is_valid = false;
	generation++;
}

static void
catalog_forget_relation(Datum arg, Oid relid)
{
	if (relid == InvalidOid)
	{
		forget_all();
		return;
	}
	for (int i = 0; i < TABLE_COUNT; i++)
		if (table_oids[i] == relid)
			forget_all();

	/* REINDEX CONCURRENTLY gives a name to another index. */
	for (int i = 0; i < INDEX_COUNT; i++)
		if (index_oids[i] == relid)
			forget_all();
}

static void
forget_schema(Datum arg, int cacheid, uint32 hashvalue)
{
	forget_all();
}

/* Triggers, CHECKs and defaults call functions and cast to domains. */
static void
forget_functions(Datum arg, int cacheid, uint32 hashvalue)
{
	generation++;
}

/*
 * Find a relation of the extension. It is there unless the library is called
 * against SQL objects that are not its own, or by a script that is going to
 * make it.
 */
static Oid
find_relation(const char *name, Oid schema, bool *is_missing)
{
	Oid relid = get_relname_relid(name, schema);

	if (OidIsValid(relid))
		return relid;
	*is_missing = true;
	if (!creating_extension)
		ereport(
			ERROR,
			(errcode(ERRCODE_UNDEFINED_TABLE),
			 errmsg("relation \"%s.%s\" does not exist", FITCLUB_SCHEMA, name),
			 errhint(
				 "Create the extension fitclub, or update it with ALTER EXTENSION fitclub UPDATE.")));
	return InvalidOid;
}

/* A script may be that of an older version, or be about to add a column. */
static void
check_columns(bool *is_missing)
{
	for (size_t i = 0; i < lengthof(columns); i++)
	{
		Oid relid = table_oids[columns[i].table];

		if (!OidIsValid(relid) ||
			get_attnum(relid, columns[i].name) == columns[i].number)
			continue;
		*is_missing = true;
		if (!creating_extension)
			ereport(
				ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg(
					 "column \"%s\" of \"%s.%s\" is not where the library fitclub %s expects it",
					 columns[i].name, FITCLUB_SCHEMA,
					 tables[columns[i].table].name, FITCLUB_VERSION),
				 errhint(
					 "Update the extension with ALTER EXTENSION fitclub UPDATE.")));
	}
}

/*
 * Whether what was looked up has changed since. REINDEX CONCURRENTLY puts
 * another index in the place of one, between two look-ups as well.
 */
static bool
has_changed_since(uint64 before)
{
	AcceptInvalidationMessages();
	return generation != before;
}

/* False if an index is not what it should be because it has just changed. */
static bool
check_indexes(uint64 before)
{
	for (int i = 0; i < INDEX_COUNT; i++)
	{
		Oid table = table_oids[index_table((IndexId) i)];

		if (creating_extension ||
			index_is_as_defined((IndexId) i, index_oids[i], table))
			continue;
		if (has_changed_since(before))
			return false;
		refuse_index((IndexId) i, index_oids[i], table);
	}
	return true;
}

static void
register_callbacks(void)
{
	if (callbacks_are_registered)
		return;
	CacheRegisterRelcacheCallback(catalog_forget_relation, (Datum) 0);
	CacheRegisterSyscacheCallback(NAMESPACEOID, forget_schema, (Datum) 0);
	CacheRegisterSyscacheCallback(PROCOID, forget_functions, (Datum) 0);
	CacheRegisterSyscacheCallback(TYPEOID, forget_functions, (Datum) 0);
	callbacks_are_registered = true;
}

static void
fill_cache(void)
{
	uint64 before;
	bool is_missing;
	Oid schema;

	register_callbacks();
	require_own_version();
	do
	{
		before = generation;
		is_missing = false;
		schema = get_namespace_oid(FITCLUB_SCHEMA, false);
		for (int i = 0; i < TABLE_COUNT; i++)
			table_oids[i] = find_relation(tables[i].name, schema, &is_missing);
		for (int i = 0; i < INDEX_COUNT; i++)
			index_oids[i] =
				find_relation(index_name((IndexId) i), schema, &is_missing);
		check_columns(&is_missing);
	} while (!check_indexes(before));
	/* What changed while we looked has to be looked at again. */
	cache_is_valid = generation == before && !is_missing;
}

/*
 * Whether all that the library works on is there and as it expects it, for
 * verify(), which names what is not and does without the library then.
 */
bool
catalog_is_whole(void)
{
	Oid schema = get_namespace_oid(FITCLUB_SCHEMA, false);

	for (int i = 0; !cache_is_valid && i < TABLE_COUNT; i++)
		if (!OidIsValid(get_relname_relid(tables[i].name, schema)))
			return false;
	for (size_t i = 0; !cache_is_valid && i < lengthof(columns); i++)
		if (get_attnum(get_relname_relid(tables[columns[i].table].name,
										 schema),
					   columns[i].name) != columns[i].number)
			return false;
	for (int i = 0; !cache_is_valid && i < INDEX_COUNT; i++)
		if (!index_is_as_defined(
				(IndexId) i,
				get_relname_relid(index_name((IndexId) i), schema),
				get_relname_relid(tables[index_table((IndexId) i)].name,
								  schema)))
			return false;
	return true;
}

/*
 * See that no table has a trigger that would run code of others. Tables may be
 * missing, of which somebody else complains.
 */
void
require_trusted_tables(void)
{
	static uint64 trusted = PG_UINT64_MAX;
	uint64 before = generation;
	Oid schema;

	register_callbacks();
	if (trusted == before)
		return;
	schema = get_namespace_oid(FITCLUB_SCHEMA, false);
	for (int i = 0; i < TABLE_COUNT; i++)
	{
		Oid relid = get_relname_relid(tables[i].name, schema);

		if (!cache_is_valid)
			table_oids[i] = relid;
		if (OidIsValid(relid))
			require_trusted_triggers(relid);
	}
	trusted = before;
}

const char *
table_name(TableId table)
{
	return tables[table].name;
}

/* What messages call a row of the table. */
const char *
table_label(TableId table)
{
	return tables[table].label;
}

/* The column that identifies a row. */
const char *
table_key(TableId table)
{
	return tables[table].key;
}

/* Whether tables.def gives the table a flag. */
bool
table_is(TableId table, int flag)
{
	return (tables[table].flags & flag) != 0;
}

/* A table whose rows have ids of their own. */
bool
table_by_name(const char *name, TableId *table)
{
	for (int i = 0; i < TABLE_COUNT; i++)
	{
		if (table_is((TableId) i, NUMBERED) &&
			strcmp(tables[i].name, name) == 0)
		{
			*table = (TableId) i;
			return true;
		}
	}
	return false;
}

/* Raises 42P01 if the table is not there. Takes no lock. */
Oid
table_oid(TableId table)
{
	if (!cache_is_valid)
		fill_cache();
	return table_oids[table];
}

/* Whether a relation is one of the club's tables that the engine knows. */
bool
is_own_table(Oid relid)
{
	if (!cache_is_valid)
		fill_cache();
	for (int i = 0; i < TABLE_COUNT; i++)
		if (table_oids[i] == relid)
			return true;
	return false;
}

/* Whether a function is the extension's of this name. */
bool
is_own_function(Oid function, const char *name)
{
	char *its_name = get_func_name(function);

	return its_name != NULL && strcmp(its_name, name) == 0 &&
		   getExtensionOfObject(ProcedureRelationId, function) ==
			   get_extension_oid(FITCLUB_EXTENSION, true);
}

/* The same for an index. */
Oid
index_oid(IndexId index)
{
	if (!cache_is_valid)
		fill_cache();
	return index_oids[index];
}

/* A number that changes with what a writer may have kept of the catalogs. */
uint64
catalog_generation(void)
{
	return generation;
}
