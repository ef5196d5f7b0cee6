/*
 * index_definition.c
 *		What the indexes that the engine scans have to be.
 *
 * A check reads an index and believes it. One that has the right name and
 * leaves rows out, or has them in another order, would have the engine book
 * over what it does not see.
 */
#include "postgres.h"

#include "schema/catalog.h"

#include "access/htup_details.h"
#include "catalog/pg_am.h"
#include "catalog/pg_index.h"
#include "commands/defrem.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#define MOST_INDEX_COLUMNS 4

typedef struct IndexDefinition
{
	const char *name;
	TableId table;
	bool is_unique;
	AttrNumber columns[MOST_INDEX_COLUMNS]; /* 0 behind the last */
	const char *predicate; /* as pg_get_expr() has it; may be NULL */
} IndexDefinition;

static const IndexDefinition definitions[INDEX_COUNT] = {
#define TABLE(id, table, label, key, flags, ...)                              \
	{#table "_pkey", TABLE_##id, true, {Anum_any_key, __VA_ARGS__}, NULL},
#include "schema/tables.def"
#define INDEX(id, table, index, predicate, ...)                               \
	{#index, id_of_##table, false, {__VA_ARGS__}, predicate},
#define UNIQUE_INDEX(id, table, index, predicate, ...)                        \
	{#index, id_of_##table, true, {__VA_ARGS__}, predicate},
#include "schema/tables.def"
};

const char *
index_name(IndexId index)
{
	return definitions[index].name;
}

TableId
index_table(IndexId index)
{
	return definitions[index].table;
}

static int
column_count(const IndexDefinition *definition)
{
	int count = 1;

	while (count < MOST_INDEX_COLUMNS && definition->columns[count] != 0)
		count++;
	return count;
}

/* A column of pg_index that is never null. */
static const void *
index_attribute(HeapTuple row, AttrNumber attribute)
{
	bool isnull;

	return DatumGetPointer(
		SysCacheGetAttr(INDEXRELID, row, attribute, &isnull));
}

/* Whether a column is in its place, ascending and ordered as it is compared. */
static bool
is_column_in_place(HeapTuple row, const IndexDefinition *definition, int place)
{
	Form_pg_index index = (Form_pg_index) GETSTRUCT(row);
	AttrNumber column = definition->columns[place];
	Oid type;
	int32 typmod;
	Oid collation;
	const oidvector *collations =
		index_attribute(row, Anum_pg_index_indcollation);
	const oidvector *classes = index_attribute(row, Anum_pg_index_indclass);
	const int2vector *options = index_attribute(row, Anum_pg_index_indoption);

	if (index->indkey.values[place] != column)
		return false;
	get_atttypetypmodcoll(index->indrelid, column, &type, &typmod, &collation);
	return collations->values[place] == collation &&
		   classes->values[place] == GetDefaultOpClass(type, BTREE_AM_OID) &&
		   options->values[place] == 0;
}

/* Whether the rows of the table that the index has are the right ones. */
static bool
is_predicate_right(HeapTuple row, const IndexDefinition *definition)
{
	Oid table = ((Form_pg_index) GETSTRUCT(row))->indrelid;
	bool isnull;
	Datum predicate =
		SysCacheGetAttr(INDEXRELID, row, Anum_pg_index_indpred, &isnull);

	if (isnull || definition->predicate == NULL)
		return isnull && definition->predicate == NULL;
	return strcmp(TextDatumGetCString(DirectFunctionCall2(
					  pg_get_expr, predicate, ObjectIdGetDatum(table))),
				  definition->predicate) == 0;
}

static bool
is_usable(HeapTuple row)
{
	Form_pg_index index = (Form_pg_index) GETSTRUCT(row);

	return index->indisvalid && index->indisready && index->indislive;
}

static bool
has_right_rows(HeapTuple row, const IndexDefinition *definition, Oid table)
{
	Form_pg_index index = (Form_pg_index) GETSTRUCT(row);
	int count = column_count(definition);

	if (index->indrelid != table || index->indnkeyatts != count ||
		index->indisunique != definition->is_unique ||
		(index->indisunique && !index->indimmediate))
		return false;
	for (int i = 0; i < count; i++)
		if (!is_column_in_place(row, definition, i))
			return false;
	return is_predicate_right(row, definition);
}

/* Whether the relation is an index that can be believed. Takes no lock. */
bool
index_is_as_defined(IndexId index, Oid relid, Oid table)
{
	HeapTuple row = SearchSysCache1(INDEXRELID, ObjectIdGetDatum(relid));
	bool is_right;

	if (!HeapTupleIsValid(row))
		return false;
	is_right = is_usable(row) &&
			   has_right_rows(row, &definitions[index], table);
	ReleaseSysCache(row);
	return is_right;
}

/* The statement that makes the index. */
static char *
definition_text(const IndexDefinition *definition, Oid table)
{
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text, "CREATE %sINDEX %s ON %s.%s (",
					 definition->is_unique ? "UNIQUE " : "", definition->name,
					 FITCLUB_SCHEMA, table_name(definition->table));
	for (int i = 0; i < column_count(definition); i++)
		appendStringInfo(&text, "%s%s", i > 0 ? ", " : "",
						 get_attname(table, definition->columns[i], false));
	appendStringInfoChar(&text, ')');
	if (definition->predicate != NULL)
		appendStringInfo(&text, " WHERE %s", definition->predicate);
	return text.data;
}

/* Say what is wrong with the index. */
void
refuse_index(IndexId index, Oid relid, Oid table)
{
	const IndexDefinition *definition = &definitions[index];
	HeapTuple row = SearchSysCache1(INDEXRELID, ObjectIdGetDatum(relid));
	bool can_be_rebuilt = HeapTupleIsValid(row) &&
						  has_right_rows(row, definition, table);

	if (HeapTupleIsValid(row))
		ReleaseSysCache(row);
	ereport(
		ERROR,
		(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
		 can_be_rebuilt
			 ? errmsg("index \"%s.%s\" is not valid", FITCLUB_SCHEMA,
					  definition->name)
			 : errmsg("index \"%s.%s\" is not the one that fitclub needs",
					  FITCLUB_SCHEMA, definition->name),
		 errdetail("The index that fitclub needs is that of: %s",
				   definition_text(definition, table)),
		 can_be_rebuilt
			 ? errhint("Rebuild it with REINDEX INDEX %s.%s.", FITCLUB_SCHEMA,
					   definition->name)
			 : errhint(
				   "Drop or rename this index and create the other, or restore the club from a dump."),
		 err_generic_string(PG_DIAG_SCHEMA_NAME, FITCLUB_SCHEMA),
		 err_generic_string(PG_DIAG_TABLE_NAME, table_name(definition->table)),
		 err_generic_string(PG_DIAG_CONSTRAINT_NAME, definition->name)));
	pg_unreachable();
}
