/*
 * audit_sums.c
 *		Whether the audit log and the rows add up, for verify().
 *
 * An event adds the row after it and takes away the row before it, so that all
 * events of a row add up to the row that is there. What is added are hashes,
 * and there is a sum for each of some thousand groups of a table's rows, so
 * that memory does not grow with them. Nothing of the engine is used here but
 * how a row is written into the log.
 */
#include "postgres.h"

#include "schema/catalog.h"
#include "schema/row_json.h"
#include "schema/row_values.h"

#include "access/relation.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(fitclub_unsettled_groups);

/* As in audit_violations(): the lowest bits of a key's hash are its group. */
#define GROUPS 4096

/* The sums of one table. */
typedef struct TableSums
{
	char *name;
	uint64 sums[GROUPS];
} TableSums;

/* What makes no event when it changes, or is kept from the log. */
static bool
is_left_out(const char *column, int length)
{
	static const char *const names[] = {
		"verifier",
#define DERIVED(table, number, name) #name,
#include "schema/tables.def"
	};

	for (size_t i = 0; i < lengthof(names); i++)
		if (strlen(names[i]) == (size_t) length &&
			memcmp(names[i], column, length) == 0)
			return true;
	return false;
}

static uint64
bytes_hash(const void *bytes, int length, uint64 seed)
{
	return hash_bytes_extended(bytes, length, seed);
}

static uint64
column_hash(const char *name, int length, const JsonbValue *value)
{
	uint64 seed = bytes_hash(name, length, value->type);

	switch (value->type)
	{
		case jbvNull:
			return seed;
		case jbvBool:
			return seed + value->val.boolean;
		case jbvString:
			return bytes_hash(value->val.string.val, value->val.string.len,
							  seed);
		case jbvNumeric:
			return bytes_hash(VARDATA_ANY(value->val.numeric),
							  VARSIZE_ANY_EXHDR(value->val.numeric), seed);
		case jbvBinary: /* no row has it */
			return bytes_hash(value->val.binary.data, value->val.binary.len,
							  seed);
		default:
			elog(ERROR, "unexpected type of a JSON value: %d", value->type);
	}
}

/* A row as the log has it. */
static uint64
event_row_hash(Jsonb *row)
{
	JsonbIterator *iterator = JsonbIteratorInit(&row->root);
	JsonbIteratorToken token;
	JsonbValue key;
	JsonbValue value;
	uint64 hash = 0;

	while ((token = JsonbIteratorNext(&iterator, &key, true)) != WJB_DONE)
	{
		if (token != WJB_KEY)
			continue;
		(void) JsonbIteratorNext(&iterator, &value, true);
		if (!is_left_out(key.val.string.val, key.val.string.len))
			hash +=
				column_hash(key.val.string.val, key.val.string.len, &value);
	}
	return hash;
}

/* A row as its table has it. */
static uint64
table_row_hash(TupleTableSlot *slot)
{
	TupleDesc desc = slot->tts_tupleDescriptor;
	uint64 hash = 0;

	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		const char *name = NameStr(column->attname);
		int length = (int) strlen(name);
		JsonbValue value = {.type = jbvNull};

		if (column->attisdropped || is_left_out(name, length))
			continue;
		if (!slot->tts_isnull[i])
			value = column_json(slot->tts_values[i], column->atttypid);
		hash += column_hash(name, length, &value);
	}
	return hash;
}

/* Add a row to the sum of its group, or take it away. */
static void
add_row(TableSums *table, const char *key, int length, uint64 row_hash,
		bool add)
{
	uint64 key_hash = bytes_hash(key, length, 0);
	uint64 hash = bytes_hash(&row_hash, sizeof(row_hash), key_hash);

	table->sums[key_hash % GROUPS] += add ? hash : -hash;
}

static TableSums *
sums_of(TableSums *tables, int count, const text *name)
{
	for (int i = 0; i < count; i++)
		if (strlen(tables[i].name) == VARSIZE_ANY_EXHDR(name) &&
			memcmp(tables[i].name, VARDATA_ANY(name),
				   VARSIZE_ANY_EXHDR(name)) == 0)
			return &tables[i];
	return NULL;
}

static void
add_event(TableSums *tables, int count, TupleTableSlot *slot)
{
	static const AttrNumber rows[] = {Anum_audit_log_old_row,
									  Anum_audit_log_new_row};
	TableSums *table;
	text *key;

	if (slot->tts_isnull[Anum_audit_log_table_name - 1] ||
		slot->tts_isnull[Anum_audit_log_row_key - 1])
		return;
	table = sums_of(
		tables, count,
		DatumGetTextPP(slot->tts_values[Anum_audit_log_table_name - 1]));
	if (table == NULL)
		return;
	key = DatumGetTextPP(slot->tts_values[Anum_audit_log_row_key - 1]);
	for (size_t i = 0; i < lengthof(rows); i++)
		if (!slot->tts_isnull[rows[i] - 1])
			add_row(
				table, VARDATA_ANY(key), VARSIZE_ANY_EXHDR(key),
				event_row_hash(DatumGetJsonbP(slot->tts_values[rows[i] - 1])),
				rows[i] == Anum_audit_log_new_row);
}

static void
take_away(TableSums *table, TupleTableSlot *slot)
{
	RowValues row = {slot->tts_values, slot->tts_isnull};
	char *key;

	if (row.nulls[0])
		return;
	key = key_text(row, slot->tts_tupleDescriptor);
	add_row(table, key, (int) strlen(key), table_row_hash(slot), false);
}

static char *
require_table(Oid relid)
{
	Relation relation = try_relation_open(relid, AccessShareLock);
	char *name;

	if (relation == NULL || relation->rd_rel->relkind != RELKIND_RELATION)
		ereport(ERROR, (errcode(ERRCODE_UNDEFINED_TABLE),
						errmsg("OID %u is not a table", relid)));
	name = pstrdup(RelationGetRelationName(relation));
	relation_close(relation, NoLock);
	return name;
}

/* All rows of a table: the log if there is no single table that is summed. */
static void
read_table(Oid relid, TableSums *tables, int count, TableSums *table)
{
	Relation relation = table_open(relid, AccessShareLock);
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	TableScanDesc scan = begin_table_scan(relation, GetActiveSnapshot());
	MemoryContext per_row = AllocSetContextCreate(
		CurrentMemoryContext, "audit sums", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(per_row);

	while (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		CHECK_FOR_INTERRUPTS();
		slot_getallattrs(slot);
		if (table == NULL)
			add_event(tables, count, slot);
		else
			take_away(table, slot);
		MemoryContextReset(per_row);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(per_row);
	table_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	table_close(relation, NoLock);
}

/*
 * unsettled_groups(tables): the groups of these tables' rows whose events do
 * not add up to the rows, as far as our snapshot shows them.
 */
Datum
fitclub_unsettled_groups(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	TableSums *tables;
	Datum *relids;
	Oid log;
	int count;

	InitMaterializedSRF(fcinfo, 0);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), REGCLASSOID, sizeof(Oid), true,
					  TYPALIGN_INT, &relids, NULL, &count);
	tables = palloc0(sizeof(TableSums) * count);
	for (int i = 0; i < count; i++)
		tables[i].name = require_table(DatumGetObjectId(relids[i]));
	/* looked up here, as table_oid() asks for sound indexes */
	log = get_relname_relid(table_name(TABLE_AUDIT_LOG),
							get_namespace_oid(FITCLUB_SCHEMA, false));
	read_table(log, tables, count, NULL);
	for (int i = 0; i < count; i++)
	{
		read_table(DatumGetObjectId(relids[i]), NULL, 0, &tables[i]);
		for (int64 group = 0; group < GROUPS; group++)
		{
			Datum values[] = {CStringGetTextDatum(tables[i].name),
							  Int64GetDatum(group)};
			bool nulls[] = {false, false};

			if (tables[i].sums[group] != 0)
				tuplestore_putvalues(result->setResult, result->setDesc,
									 values, nulls);
		}
	}
	return (Datum) 0;
}
