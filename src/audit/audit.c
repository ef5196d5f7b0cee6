/*
 * audit.c
 *		Who did what and when: the audit log.
 *
 * A trigger on every table writes an event for each row that is written. The
 * events of one row are numbered 1, 2, 3. A writer holds the row until
 * the transaction ends, so that the last number is read under a dirty snapshot
 * and the next one cannot be taken by anybody else.
 *
 * A restore fires the trigger as well, but what it inserts is in the log that
 * comes with it. Where that was restored first, the insert is no news: the row
 * is there already, as far as the log knows. Where the rows came first, the
 * event that they made gives way to the one that arrives.
 */
#include "postgres.h"

#include "audit/audit.h"

#include "audit/live_event.h"
#include "base/local_time.h"
#include "base/settings.h"
#include "caller/access_refusal.h"
#include "caller/identity.h"
#include "engine/dirty_scan.h"
#include "refusal/refusal.h"
#include "schema/row_json.h"
#include "schema/row_values.h"
#include "schema/trigger.h"
#include "write/writer.h"

#include "access/htup_details.h"
#include "access/relation.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

PG_FUNCTION_INFO_V1(fitclub_audit);
PG_FUNCTION_INFO_V1(fitclub_keep_audit_log);
PG_FUNCTION_INFO_V1(fitclub_admit_audit_event);
PG_FUNCTION_INFO_V1(fitclub_audit_baseline);

/* Set while settings are replaced by others, which is one event. */
static bool is_suspended = false;

/* Set while we change the log ourselves. */
static bool change_is_allowed = false;

/* What is kept from everybody is kept from the log as well. */
#define SECRET_COLUMN "verifier"

/* Nobody writes it but authenticate_staff(). */
#define SIGN_IN_TABLE "sign_in_failure"

static const char insert_action[] = "INSERT";
static const char update_action[] = "UPDATE";
static const char delete_action[] = "DELETE";
static const char truncate_action[] = "TRUNCATE";
static const char baseline_action[] = "BASELINE";
static const char prune_action[] = "PRUNE";

/* ---- rows ---- */

static Jsonb *
row_as_json(RowValues row, TupleDesc desc)
{
	return row_json(desc, row.values, row.nulls, SECRET_COLUMN);
}

/* ---- the log ---- */

/* What the log says of a row last. */
typedef struct LastEvent
{
	bool found;
	int version;
	TimestampTz at;
	char *action;
} LastEvent;

/* The last event of a row, and if asked for the row after it. */
static LastEvent
last_event(const char *table, const char *key, Jsonb **new_row)
{
	ScanKeyData keys[2];
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	LastEvent last = {.at = DT_NOBEGIN};

	ScanKeyInit(&keys[0], Anum_audit_log_table_name, BTEqualStrategyNumber,
				F_TEXTEQ, CStringGetTextDatum(table));
	ScanKeyInit(&keys[1], Anum_audit_log_row_key, BTEqualStrategyNumber,
				F_TEXTEQ, CStringGetTextDatum(key));
	do
	{
		dirty_scan_begin(&scan, TABLE_AUDIT_LOG, INDEX_AUDIT_LOG_KEY, 2, keys);
		row = dirty_scan_next(&scan, BackwardScanDirection);
		if (row != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);

			last.found = true;
			last.version = row_int32(row, desc, Anum_audit_log_version);
			last.at = row_int64(row, desc, Anum_audit_log_at);
			last.action = TextDatumGetCString(
				row_datum(row, desc, Anum_audit_log_action));
			if (new_row != NULL && !row_is_null(row, Anum_audit_log_new_row))
				*new_row = DatumGetJsonbPCopy(
					row_datum(row, desc, Anum_audit_log_new_row));
		}
	} while (dirty_scan_end(&scan) && !last.found);
	return last;
}

/* Whether there is a row, as far as the log knows. */
static bool
is_there(const LastEvent *last, const char *table)
{
	LastEvent truncation;

	if (!last->found || strcmp(last->action, delete_action) == 0)
		return false;
	truncation = last_event(table, "", NULL);
	return !truncation.found || truncation.at < last->at;
}

static ColumnValue
json_value_or_null(AttrNumber column, Jsonb *json)
{
	return json == NULL ? column_null(column)
						: column_datum(column, JsonbPGetDatum(json));
}

/* Roles can be dropped while a session of theirs lasts. */
static char *
role_name(Oid role)
{
	char *name = GetUserNameFromId(role, true);

	return name != NULL ? name : psprintf("%u", role);
}

/*
 * The time of an event: now, but later than what came before it in the story
 * of its row and in this session, whatever the clock does. No sequence numbers
 * the events, as that would change what lastval() returns to a session that
 * has just inserted a row.
 */
static TimestampTz
next_instant(const LastEvent *last)
{
	static TimestampTz latest = DT_NOBEGIN;
	TimestampTz before = Max(latest, last->at);

	latest = current_instant();
	if (latest <= before)
		latest = before + 1;
	return latest;
}

/* Write the event that follows the last one of its row. */
static void
write_event(const LastEvent *last, const char *table, const char *key,
			const char *action, Jsonb *before, Jsonb *after)
{
	static Writer writer = {1, {TABLE_AUDIT_LOG}};
	const Identity *identity = current_identity();
	Oid role = GetOuterUserId();
	Oid session_role = GetSessionUserId();
	ColumnValue values[] = {
		column_text(Anum_audit_log_table_name, table),
		column_text(Anum_audit_log_row_key, key),
		column_datum(Anum_audit_log_version, Int32GetDatum(last->version + 1)),
		column_text(Anum_audit_log_action, action),
		column_instant(Anum_audit_log_at, next_instant(last)),
		column_text(Anum_audit_log_role_name, role_name(role)),
		session_role == role ? column_null(Anum_audit_log_session_role)
							 : column_text(Anum_audit_log_session_role,
										   role_name(session_role)),
		column_text(Anum_audit_log_persona, persona_name(identity->persona)),
		column_id(Anum_audit_log_person_id, identity->id),
		application_name[0] == '\0'
			? column_null(Anum_audit_log_application_name)
			: column_text(Anum_audit_log_application_name, application_name),
		json_value_or_null(Anum_audit_log_old_row, before),
		json_value_or_null(Anum_audit_log_new_row, after),
	};
	WriterState *writing = writer_begin(&writer);

	(void) writer_insert(writing, TABLE_AUDIT_LOG, GUARDED, values,
						 lengthof(values));
	writer_end(&writer, writing);
}

static void
log_insert(const char *table, const char *key, Jsonb *row)
{
	LastEvent last = last_event(table, key, NULL);

	if (!is_there(&last, table))
		write_event(&last, table, key, insert_action, NULL, row);
}

static void
log_change(const char *table, const char *key, const char *action,
		   Jsonb *before, Jsonb *after)
{
	LastEvent last = last_event(table, key, NULL);

	write_event(&last, table, key, action, before, after);
}

static void
log_update(const char *table, TupleDesc desc, RowValues before,
		   RowValues after)
{
	char *old_key = key_text(before, desc);
	char *new_key = key_text(after, desc);

	if (!row_has_changed(before, after, desc, table))
		return;
	if (strcmp(old_key, new_key) == 0)
	{
		log_change(table, new_key, update_action, row_as_json(before, desc),
				   row_as_json(after, desc));
		return;
	}
	log_change(table, old_key, delete_action, row_as_json(before, desc), NULL);
	log_insert(table, new_key, row_as_json(after, desc));
}

static void
log_row_event(TriggerData *trigger)
{
	const char *table = RelationGetRelationName(trigger->tg_relation);
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	RowValues row = row_deform(trigger->tg_trigtuple, desc);

	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		log_insert(table, key_text(row, desc), row_as_json(row, desc));
	else if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		log_change(table, key_text(row, desc), delete_action,
				   row_as_json(row, desc), NULL);
	else
		log_update(table, desc, row, row_deform(trigger->tg_newtuple, desc));
}

/* A table of the club's, but not the log, nor that of failed sign-ins. */
static bool
is_audited(Relation relation)
{
	char *schema = get_namespace_name(RelationGetNamespace(relation));

	return schema != NULL && strcmp(schema, FITCLUB_SCHEMA) == 0 &&
		   RelationGetRelid(relation) != table_oid(TABLE_AUDIT_LOG) &&
		   strcmp(RelationGetRelationName(relation), SIGN_IN_TABLE) != 0;
}

/* Settings that are inserted are an event of club_replace. */
static bool
fired_to_audit(FunctionCallInfo fcinfo)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	return CALLED_AS_TRIGGER(fcinfo) &&
		   TRIGGER_FIRED_AFTER(trigger->tg_event) &&
		   (TRIGGER_FIRED_FOR_ROW(trigger->tg_event) ||
			TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event)) &&
		   is_audited(trigger->tg_relation) &&
		   !(TRIGGER_FIRED_BY_INSERT(trigger->tg_event) &&
			 RelationGetRelid(trigger->tg_relation) == table_oid(TABLE_CLUB));
}

/*
 * Trigger on every table but the log itself and the failed sign-ins: writes
 * the event, and has listeners told. Locks nothing but its own row.
 */
Datum
fitclub_audit(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!fired_to_audit(fcinfo))
		ereport(
			ERROR,
			(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
			 errmsg(
				 "the function is not called by its trigger on a table of %s",
				 FITCLUB_SCHEMA)));
	live_event_send(trigger);
	if (!*settings.audit ||
		(is_suspended &&
		 RelationGetRelid(trigger->tg_relation) == table_oid(TABLE_CLUB)))
		return PointerGetDatum(NULL);
	if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
		log_change(RelationGetRelationName(trigger->tg_relation), "",
				   truncate_action, NULL, NULL);
	else
		log_row_event(trigger);
	return PointerGetDatum(NULL);
}

/* ---- settings that replace others ---- */

/* Leave out that the old settings go. */
void
audit_suspend(bool suspend)
{
	is_suspended = suspend;
}

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
	json = row_as_json(row, desc);
	if (before == NULL)
	{
		log_insert(table, key, json);
		return;
	}
	last = last_event(table, key, &known);
	if (known != NULL &&
		compareJsonbContainers(&known->root, &json->root) == 0)
		return;
	old = row_deform(before, desc);
	before_json = row_as_json(old, desc);
	/* Settings that nobody has changed differ from a new club's in the uid. */
	if (known == NULL)
		old.values[Anum_club_calendar_uid - 1] =
			row.values[Anum_club_calendar_uid - 1];
	if (row_has_changed(old, row, desc, table))
		write_event(&last, table, key, update_action, before_json, json);
}

/* ---- keeping the log ---- */

/*
 * One at a time changes what the log says, until its transaction ends. The
 * lock is on another table, as VACUUM of a long log would be waited for.
 */
void
audit_lock(void)
{
	LockRelationOid(table_oid(TABLE_ERASED_MEMBER), ShareUpdateExclusiveLock);
}

/* Change the log, which nobody else may; returns the number of events. */
uint64
audit_rewrite(SavedStatement *statement, const Datum *values,
			  const bool *nulls)
{
	uint64 count;

	change_is_allowed = true;
	PG_TRY();
	{
		count = statement_execute(statement, values, nulls);
	}
	PG_FINALLY();
	{
		change_is_allowed = false;
	}
	PG_END_TRY();
	return count;
}

/*
 * An event of the log itself: others have been removed from it. Written even
 * where the log is off, as it is what tells that none has got lost.
 */
void
audit_pruned(TimestampTz before, uint64 count)
{
	const char *table = table_name(TABLE_AUDIT_LOG);
	LastEvent last = last_event(table, "", NULL);

	write_event(&last, table, "", prune_action, NULL,
				pruning_json(before, count));
}

/* A change of what has happened. */
static Refusal *
refusal_audit_log(const char *action)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_AUDIT_LOG, "audit_log_append_only",
		psprintf("events of the audit log cannot be %s", action));

	refusal->detail = "The audit log is append-only.";
	return refusal;
}

/* Trigger on the log: it only grows. */
Datum
fitclub_keep_audit_log(PG_FUNCTION_ARGS)
{
	TriggerData *trigger =
		require_fired_as(fcinfo, TABLE_AUDIT_LOG, BEFORE_STATEMENT,
						 ON_UPDATE | ON_DELETE | ON_TRUNCATE);

	if (!change_is_allowed)
		refuse(refusal_audit_log(
			TRIGGER_FIRED_BY_UPDATE(trigger->tg_event)   ? "changed"
			: TRIGGER_FIRED_BY_DELETE(trigger->tg_event) ? "deleted"
														 : "truncated"));
	return PointerGetDatum(NULL);
}

/*
 * Trigger on the log, for events that arrive from elsewhere: a restore of the
 * owner's. What the restore has made up itself gives way: another event of the
 * same number, or a first one that is later than what arrives.
 */
Datum
fitclub_admit_audit_event(PG_FUNCTION_ARGS)
{
	static const AttrNumber columns[] = {Anum_audit_log_table_name,
										 Anum_audit_log_row_key,
										 Anum_audit_log_version,
										 Anum_audit_log_at};
	static SavedStatement give_way = {
		"DELETE FROM fitclub.audit_log"
		" WHERE table_name = $1 AND row_key = $2 AND at <> $4"
		"  AND (version = $3 OR version = 1 AND at > $4)",
		4,
		{TEXTOID, TEXTOID, INT4OID, TIMESTAMPTZOID}};
	TriggerData *trigger =
		require_fired_as(fcinfo, TABLE_AUDIT_LOG, BEFORE_ROW, ON_INSERT);
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!is_club_owner(GetUserId()))
		refuse(refusal_audit_log("made up"));
	row_columns(trigger->tg_trigtuple, RelationGetDescr(trigger->tg_relation),
				columns, lengthof(columns), values, nulls);
	(void) audit_rewrite(&give_way, values, nulls);
	return PointerGetDatum(trigger->tg_trigtuple);
}

/* ---- the beginning ---- */

/* Whether a relation is a table whose rows have events. */
static bool
has_events(Relation relation)
{
	TriggerDesc *triggers = relation->trigdesc;
	bool found = false;

	if (relation->rd_rel->relkind != RELKIND_RELATION || triggers == NULL)
		return false;
	for (int i = 0; i < triggers->numtriggers; i++)
		found |= TRIGGER_FOR_ROW(triggers->triggers[i].tgtype) &&
				 is_own_function(triggers->triggers[i].tgfoid, "audit");
	return found && is_audited(relation);
}

/* What of a row makes an event when it changes. */
static Jsonb *
without_derived(const char *table, Jsonb *row)
{
	const char *derived = derived_column(table);

	if (derived == NULL)
		return row;
	return DatumGetJsonbP(DirectFunctionCall2(
		jsonb_delete, JsonbPGetDatum(row), CStringGetTextDatum(derived)));
}

static bool
log_baseline(const char *table, TupleDesc desc, HeapTuple tuple)
{
	RowValues row = row_deform(tuple, desc);
	char *key = key_text(row, desc);
	Jsonb *json = row_as_json(row, desc);
	Jsonb *known = NULL;
	LastEvent last = last_event(table, key, &known);

	if (is_there(&last, table) && known != NULL &&
		compareJsonbContainers(&without_derived(table, known)->root,
							   &without_derived(table, json)->root) == 0)
		return false;
	write_event(&last, table, key, baseline_action, NULL, json);
	return true;
}

/*
 * audit_baseline(table): takes into the log what it does not know of: rows
 * from before there was a log, and rows and changes from while it was off. Locks the table
 * against writers until the transaction ends. Returns the number of rows.
 */
Datum
fitclub_audit_baseline(PG_FUNCTION_ARGS)
{
	Relation relation;
	TableScanDesc scan;
	TupleTableSlot *slot;
	MemoryContext per_row;
	int64 count = 0;

	if (!is_club_owner(GetUserId()))
		refuse(refusal_owner_only(TABLE_AUDIT_LOG));
	PreventCommandIfReadOnly("INSERT");
	if (PG_ARGISNULL(0))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
						errmsg("table_name must not be null")));
	relation = try_relation_open(PG_GETARG_OID(0), ShareLock);
	if (relation == NULL || !has_events(relation))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("table_name is not a table that is audited")));
	PushActiveSnapshot(GetLatestSnapshot());
	slot = table_slot_create(relation, NULL);
	scan = begin_table_scan(relation, GetActiveSnapshot());
	per_row = AllocSetContextCreate(CurrentMemoryContext, "audit baseline",
									ALLOCSET_DEFAULT_SIZES);
	while (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		MemoryContext caller = MemoryContextSwitchTo(per_row);
		bool copied;

		CHECK_FOR_INTERRUPTS();
		count += log_baseline(RelationGetRelationName(relation),
							  RelationGetDescr(relation),
							  ExecFetchSlotHeapTuple(slot, false, &copied));
		MemoryContextSwitchTo(caller);
		MemoryContextReset(per_row);
	}
	table_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	PopActiveSnapshot();
	table_close(relation, NoLock);
	PG_RETURN_INT64(count);
}
