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

#define MOST_INDEX_COLUMNS 3

typedef struct IndexDefinition
{
	const char *name;
	TableId table;
	bool is_unique;
	AttrNumber columns[MOST_INDEX_COLUMNS]; /* 0 behind the last */
	const char *predicate; /* as pg_get_expr() has it; may be NULL */
} IndexDefinition;

#define PRIMARY_KEY(table, name)                                              \
	{                                                                         \
		name, table, true, {Anum_any_key}, NULL                               \
	}

#define BUSY(table, name, column, start_time)                                 \
	{                                                                         \
		name, table, false, {column, start_time}, "(cancelled_at IS NULL)"    \
	}

static const IndexDefinition definitions[INDEX_COUNT] = {
	[INDEX_CLUB_KEY] = PRIMARY_KEY(TABLE_CLUB, "club_pkey"),
	[INDEX_MEMBER_KEY] = PRIMARY_KEY(TABLE_MEMBER, "member_pkey"),
	[INDEX_TRAINER_KEY] = PRIMARY_KEY(TABLE_TRAINER, "trainer_pkey"),
	[INDEX_STAFF_KEY] = PRIMARY_KEY(TABLE_STAFF, "administrative_staff_pkey"),
	[INDEX_ROOM_KEY] = PRIMARY_KEY(TABLE_ROOM, "room_pkey"),
	[INDEX_EQUIPMENT_KEY] = PRIMARY_KEY(TABLE_EQUIPMENT, "equipment_pkey"),
	[INDEX_ISSUE_KEY] = PRIMARY_KEY(TABLE_ISSUE, "equipment_maintenance_pkey"),
	[INDEX_METRIC_KEY] = PRIMARY_KEY(TABLE_METRIC, "health_metric_pkey"),
	[INDEX_AVAILABILITY_KEY] =
		PRIMARY_KEY(TABLE_AVAILABILITY, "trainer_availability_pkey"),
	[INDEX_SESSION_KEY] = PRIMARY_KEY(TABLE_SESSION, "private_session_pkey"),
	[INDEX_CLASS_KEY] = PRIMARY_KEY(TABLE_CLASS, "class_schedule_pkey"),
	[INDEX_REGISTRATION_KEY] =
		PRIMARY_KEY(TABLE_REGISTRATION, "class_registration_pkey"),
	[INDEX_BILL_KEY] = PRIMARY_KEY(TABLE_BILL, "billing_item_pkey"),
	[INDEX_PAYMENT_KEY] = PRIMARY_KEY(TABLE_PAYMENT, "payment_pkey"),
	[INDEX_NOTIFICATION_KEY] =
		PRIMARY_KEY(TABLE_NOTIFICATION, "notification_pkey"),
	[INDEX_AUDIT_LOG_KEY] = {"audit_log_pkey",
							 TABLE_AUDIT_LOG,
							 true,
							 {Anum_audit_log_table_name,
							  Anum_audit_log_row_key, Anum_audit_log_version},
							 NULL},
	[INDEX_ERASED_MEMBER_KEY] =
		PRIMARY_KEY(TABLE_ERASED_MEMBER, "erased_member_pkey"),
	[INDEX_SESSION_ROOM_BUSY] =
		BUSY(TABLE_SESSION, "private_session_room_busy_idx",
			 Anum_private_session_room_id, Anum_private_session_start_time),
	[INDEX_SESSION_TRAINER_BUSY] =
		BUSY(TABLE_SESSION, "private_session_trainer_busy_idx",
			 Anum_private_session_trainer_id, Anum_private_session_start_time),
	[INDEX_SESSION_MEMBER_BUSY] =
		BUSY(TABLE_SESSION, "private_session_member_busy_idx",
			 Anum_private_session_member_id, Anum_private_session_start_time),
	[INDEX_CLASS_ROOM_BUSY] = BUSY(TABLE_CLASS, "class_schedule_room_busy_idx",
								   Anum_class_schedule_room_id,
								   Anum_class_schedule_start_time),
	[INDEX_CLASS_TRAINER_BUSY] =
		BUSY(TABLE_CLASS, "class_schedule_trainer_busy_idx",
			 Anum_class_schedule_trainer_id, Anum_class_schedule_start_time),
	[INDEX_REGISTRATION_MEMBER_BUSY] = BUSY(
		TABLE_REGISTRATION, "class_registration_member_busy_idx",
		Anum_class_registration_member_id, Anum_class_registration_start_time),
	[INDEX_REGISTRATION_ROSTER] = {"class_registration_once",
								   TABLE_REGISTRATION,
								   true,
								   {Anum_class_registration_class_id,
									Anum_class_registration_member_id},
								   "(cancelled_at IS NULL)"},
	[INDEX_AVAILABILITY_DAY] = {"trainer_availability_day_idx",
								TABLE_AVAILABILITY,
								false,
								{Anum_trainer_availability_trainer_id,
								 Anum_trainer_availability_day_of_week,
								 Anum_trainer_availability_start_time},
								NULL},
	[INDEX_BILL_SESSION] = {"billing_item_session_once",
							TABLE_BILL,
							true,
							{Anum_billing_item_private_session_id},
							"(private_session_id IS NOT NULL)"},
	[INDEX_BILL_CLASS] = {"billing_item_class_once",
						  TABLE_BILL,
						  true,
						  {Anum_billing_item_class_id,
						   Anum_billing_item_member_id},
						  "((class_id IS NOT NULL) AND (status <> ALL "
						  "(ARRAY['cancelled'::text, 'refunded'::text])))"},
	[INDEX_PAYMENT_BILL] = {"payment_billing_id_idx",
							TABLE_PAYMENT,
							false,
							{Anum_payment_billing_id},
							NULL},
	[INDEX_PAYMENT_REFUND_OF] = {"payment_refund_of_idx",
								 TABLE_PAYMENT,
								 false,
								 {Anum_payment_refund_of},
								 "(refund_of IS NOT NULL)"},
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
