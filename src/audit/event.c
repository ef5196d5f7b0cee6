/*
 * event.c
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

#include "audit/event.h"

#include "audit/live_event.h"
#include "base/local_time.h"
#include "base/settings.h"
#include "caller/identity.h"
#include "engine/dirty_scan.h"
#include "schema/row_json.h"
#include "write/writer.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"

PG_FUNCTION_INFO_V1(fitclub_audit);

/* Set while settings are replaced by others, which is one event. */
static bool is_suspended = false;

/* Set while an event is inserted, for the trigger on those of others. */
static bool is_writing_event = false;

/* What is kept from everybody is kept from the log as well. */
#define SECRET_COLUMN "verifier"

/* A row as an event keeps it. */
Jsonb *
audit_row_json(RowValues row, TupleDesc desc)
{
	return row_json(desc, row.values, row.nulls, SECRET_COLUMN);
}

/* The last event of a row, and if asked for the row after it. */
LastEvent
audit_last_event(const char *table, const char *key, Jsonb **new_row)
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
bool
audit_row_is_there(const LastEvent *last, const char *table)
{
	LastEvent truncation;

	if (!last->found || strcmp(last->action, ACTION_DELETE) == 0)
		return false;
	truncation = audit_last_event(table, "", NULL);
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
void
audit_write_event(const LastEvent *last, const char *table, const char *key,
				  const char *action, Jsonb *before, Jsonb *after)
{
	static Writer writer = {1, {TABLE_AUDIT_LOG}};
	const Identity *identity = identity_current();
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

	is_writing_event = true;
	PG_TRY();
	{
		(void) writer_insert(writing, TABLE_AUDIT_LOG, GUARDED, values,
							 lengthof(values));
	}
	PG_FINALLY();
	{
		is_writing_event = false;
	}
	PG_END_TRY();
	writer_end(&writer, writing);
}

/* Whether an event that is being inserted is one of ours. */
bool
audit_is_writing_event(void)
{
	return is_writing_event;
}

/* An insert, unless the log knows the row already. */
void
audit_insert(const char *table, const char *key, Jsonb *row)
{
	LastEvent last = audit_last_event(table, key, NULL);

	if (!audit_row_is_there(&last, table))
		audit_write_event(&last, table, key, ACTION_INSERT, NULL, row);
}

static void
log_change(const char *table, const char *key, const char *action,
		   Jsonb *before, Jsonb *after)
{
	LastEvent last = audit_last_event(table, key, NULL);

	audit_write_event(&last, table, key, action, before, after);
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
		log_change(table, new_key, ACTION_UPDATE, audit_row_json(before, desc),
				   audit_row_json(after, desc));
		return;
	}
	log_change(table, old_key, ACTION_DELETE, audit_row_json(before, desc),
			   NULL);
	audit_insert(table, new_key, audit_row_json(after, desc));
}

static void
log_row_event(TriggerData *trigger)
{
	const char *table = RelationGetRelationName(trigger->tg_relation);
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	RowValues row = row_deform(trigger->tg_trigtuple, desc);

	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		audit_insert(table, key_text(row, desc), audit_row_json(row, desc));
	else if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		log_change(table, key_text(row, desc), ACTION_DELETE,
				   audit_row_json(row, desc), NULL);
	else
		log_update(table, desc, row, row_deform(trigger->tg_newtuple, desc));
}

/*
 * A table of the club's, but not the log, nor that of failed sign-ins, which
 * nobody writes but sign-ins.
 */
bool
audit_covers(Relation relation)
{
	char *schema = get_namespace_name(RelationGetNamespace(relation));

	return schema != NULL && strcmp(schema, FITCLUB_SCHEMA) == 0 &&
		   RelationGetRelid(relation) != table_oid(TABLE_AUDIT_LOG) &&
		   RelationGetRelid(relation) != table_oid(TABLE_SIGN_IN_FAILURE);
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
		   audit_covers(trigger->tg_relation) &&
		   !(TRIGGER_FIRED_BY_INSERT(trigger->tg_event) &&
			 RelationGetRelid(trigger->tg_relation) == table_oid(TABLE_CLUB));
}

/*
 * Writes the event of a row or a TRUNCATE, and has listeners told. Locks
 * nothing but its own row.
 */
Datum
audit_trigger(FunctionCallInfo fcinfo)
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
				   ACTION_TRUNCATE, NULL, NULL);
	else
		log_row_event(trigger);
	return PointerGetDatum(NULL);
}

/* Trigger on every table but the log itself and the failed sign-ins. */
Datum
fitclub_audit(PG_FUNCTION_ARGS)
{
	return audit_trigger(fcinfo);
}

/* Leave out that the old settings go. */
void
audit_suspend(bool suspend)
{
	is_suspended = suspend;
}
