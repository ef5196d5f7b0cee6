/*
 * log.c
 *		The audit log itself: it only grows, but for what the owner has removed
 *		and what a restore brings.
 */
#include "postgres.h"

#include "audit/log.h"

#include "audit/event.h"
#include "caller/identity.h"
#include "engine/dirty_scan.h"
#include "refusal/refusal.h"
#include "schema/row_json.h"
#include "schema/trigger.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "storage/lmgr.h"

PG_FUNCTION_INFO_V1(fitclub_keep_audit_log);
PG_FUNCTION_INFO_V1(fitclub_admit_audit_event);

/* Set while we change the log ourselves. */
static bool change_is_allowed = false;

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
	LastEvent last = audit_last_event(table, "", NULL);

	audit_write_event(&last, table, "", ACTION_PRUNE, NULL,
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

	if (audit_is_writing_event())
		return PointerGetDatum(trigger->tg_trigtuple);
	if (!identity_owns_club(GetUserId()))
		refuse(refusal_audit_log("made up"));
	row_columns(trigger->tg_trigtuple, RelationGetDescr(trigger->tg_relation),
				columns, lengthof(columns), values, nulls);
	(void) audit_rewrite(&give_way, values, nulls);
	return PointerGetDatum(trigger->tg_trigtuple);
}
