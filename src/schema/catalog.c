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

/* What messages call a table's rows, and the column that identifies them. */
typedef struct TableNames
{
	const char *name;
	const char *label;
	const char *key;
} TableNames;

static const TableNames tables[TABLE_COUNT] = {
	[TABLE_CLUB] = {"club", "club", "club_id"},
	[TABLE_MEMBER] = {"member", "member", "member_id"},
	[TABLE_TRAINER] = {"trainer", "trainer", "trainer_id"},
	[TABLE_STAFF] = {"administrative_staff", "staff", "staff_id"},
	[TABLE_ROOM] = {"room", "room", "room_id"},
	[TABLE_EQUIPMENT] = {"equipment", "equipment", "equipment_id"},
	[TABLE_ISSUE] = {"equipment_maintenance", "equipment issue",
					 "maintenance_id"},
	[TABLE_METRIC] = {"health_metric", "health metric", "metric_id"},
	[TABLE_AVAILABILITY] = {"trainer_availability", "availability window",
							"availability_id"},
	[TABLE_SESSION] = {"private_session", "private session", "session_id"},
	[TABLE_CLASS] = {"class_schedule", "class", "class_id"},
	[TABLE_REGISTRATION] = {"class_registration", "class registration",
							"registration_id"},
	[TABLE_BILL] = {"billing_item", "billing item", "billing_id"},
	[TABLE_PAYMENT] = {"payment", "payment", "payment_id"},
	[TABLE_NOTIFICATION] = {"notification", "notification", "notification_id"},
	[TABLE_AUDIT_LOG] = {"audit_log", "event", "row_key"},
	[TABLE_ERASED_MEMBER] = {"erased_member", "erased member", "member_id"},
};

/* A column that the engine reads by number. */
typedef struct ColumnPlace
{
	TableId table;
	AttrNumber number;
	const char *name;
} ColumnPlace;

#define COLUMN(table_id, table, column)                                       \
	{                                                                         \
		table_id, Anum_##table##_##column, #column                            \
	}

static const ColumnPlace columns[] = {
	COLUMN(TABLE_CLUB, club, time_zone),
	COLUMN(TABLE_CLUB, club, default_session_price),
	COLUMN(TABLE_CLUB, club, default_class_price),
	COLUMN(TABLE_CLUB, club, allow_class_over_room),
	COLUMN(TABLE_CLUB, club, cancellation_notice),
	COLUMN(TABLE_CLUB, club, late_cancellation_fee_percent),
	COLUMN(TABLE_CLUB, club, is_demo),
	COLUMN(TABLE_CLUB, club, calendar_uid),
	COLUMN(TABLE_TRAINER, trainer, first_name),
	COLUMN(TABLE_TRAINER, trainer, last_name),
	COLUMN(TABLE_TRAINER, trainer, is_active),
	COLUMN(TABLE_STAFF, administrative_staff, is_active),
	COLUMN(TABLE_ROOM, room, name),
	COLUMN(TABLE_ROOM, room, capacity),
	COLUMN(TABLE_METRIC, health_metric, member_id),
	COLUMN(TABLE_METRIC, health_metric, recorded_at),
	COLUMN(TABLE_AVAILABILITY, trainer_availability, trainer_id),
	COLUMN(TABLE_AVAILABILITY, trainer_availability, day_of_week),
	COLUMN(TABLE_AVAILABILITY, trainer_availability, start_time),
	COLUMN(TABLE_AVAILABILITY, trainer_availability, end_time),
	COLUMN(TABLE_AVAILABILITY, trainer_availability, is_recurring),
	COLUMN(TABLE_AVAILABILITY, trainer_availability, available_on),
	COLUMN(TABLE_SESSION, private_session, member_id),
	COLUMN(TABLE_SESSION, private_session, trainer_id),
	COLUMN(TABLE_SESSION, private_session, room_id),
	COLUMN(TABLE_SESSION, private_session, start_time),
	COLUMN(TABLE_SESSION, private_session, end_time),
	COLUMN(TABLE_SESSION, private_session, activity_type),
	COLUMN(TABLE_SESSION, private_session, price),
	COLUMN(TABLE_SESSION, private_session, cancelled_at),
	COLUMN(TABLE_SESSION, private_session, revision),
	COLUMN(TABLE_SESSION, private_session, changed_at),
	COLUMN(TABLE_SESSION, private_session, cancellation_reason),
	COLUMN(TABLE_CLASS, class_schedule, name),
	COLUMN(TABLE_CLASS, class_schedule, trainer_id),
	COLUMN(TABLE_CLASS, class_schedule, room_id),
	COLUMN(TABLE_CLASS, class_schedule, start_time),
	COLUMN(TABLE_CLASS, class_schedule, end_time),
	COLUMN(TABLE_CLASS, class_schedule, capacity),
	COLUMN(TABLE_CLASS, class_schedule, price),
	COLUMN(TABLE_CLASS, class_schedule, cancelled_at),
	COLUMN(TABLE_CLASS, class_schedule, may_exceed_room),
	COLUMN(TABLE_CLASS, class_schedule, revision),
	COLUMN(TABLE_CLASS, class_schedule, changed_at),
	COLUMN(TABLE_CLASS, class_schedule, cancellation_reason),
	COLUMN(TABLE_REGISTRATION, class_registration, member_id),
	COLUMN(TABLE_REGISTRATION, class_registration, class_id),
	COLUMN(TABLE_REGISTRATION, class_registration, start_time),
	COLUMN(TABLE_REGISTRATION, class_registration, end_time),
	COLUMN(TABLE_REGISTRATION, class_registration, attended),
	COLUMN(TABLE_REGISTRATION, class_registration, cancelled_at),
	COLUMN(TABLE_REGISTRATION, class_registration, price),
	COLUMN(TABLE_REGISTRATION, class_registration, revision),
	COLUMN(TABLE_REGISTRATION, class_registration, changed_at),
	COLUMN(TABLE_REGISTRATION, class_registration, cancellation_reason),
	COLUMN(TABLE_BILL, billing_item, member_id),
	COLUMN(TABLE_BILL, billing_item, class_id),
	COLUMN(TABLE_BILL, billing_item, private_session_id),
	COLUMN(TABLE_BILL, billing_item, trainer_id),
	COLUMN(TABLE_BILL, billing_item, amount),
	COLUMN(TABLE_BILL, billing_item, description),
	COLUMN(TABLE_BILL, billing_item, status),
	COLUMN(TABLE_BILL, billing_item, updated_at),
	COLUMN(TABLE_BILL, billing_item, paid_at),
	COLUMN(TABLE_PAYMENT, payment, member_id),
	COLUMN(TABLE_PAYMENT, payment, staff_id),
	COLUMN(TABLE_PAYMENT, payment, billing_id),
	COLUMN(TABLE_PAYMENT, payment, amount),
	COLUMN(TABLE_PAYMENT, payment, paid_at),
	COLUMN(TABLE_PAYMENT, payment, payment_type),
	COLUMN(TABLE_PAYMENT, payment, description),
	COLUMN(TABLE_PAYMENT, payment, notes),
	COLUMN(TABLE_PAYMENT, payment, refund_of),
	COLUMN(TABLE_NOTIFICATION, notification, member_id),
	COLUMN(TABLE_NOTIFICATION, notification, trainer_id),
	COLUMN(TABLE_NOTIFICATION, notification, message),
	COLUMN(TABLE_AUDIT_LOG, audit_log, table_name),
	COLUMN(TABLE_AUDIT_LOG, audit_log, row_key),
	COLUMN(TABLE_AUDIT_LOG, audit_log, version),
	COLUMN(TABLE_AUDIT_LOG, audit_log, action),
	COLUMN(TABLE_AUDIT_LOG, audit_log, at),
	COLUMN(TABLE_AUDIT_LOG, audit_log, role_name),
	COLUMN(TABLE_AUDIT_LOG, audit_log, session_role),
	COLUMN(TABLE_AUDIT_LOG, audit_log, persona),
	COLUMN(TABLE_AUDIT_LOG, audit_log, person_id),
	COLUMN(TABLE_AUDIT_LOG, audit_log, application_name),
	COLUMN(TABLE_AUDIT_LOG, audit_log, old_row),
	COLUMN(TABLE_AUDIT_LOG, audit_log, new_row),
	COLUMN(TABLE_ERASED_MEMBER, erased_member, erased_at),
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

/* A table whose rows have ids of their own. */
bool
table_by_name(const char *name, TableId *table)
{
	for (int i = 0; i < TABLE_COUNT; i++)
	{
		if (i != TABLE_AUDIT_LOG && i != TABLE_ERASED_MEMBER &&
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
