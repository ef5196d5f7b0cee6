/*
 * health_metric.c
 *		Health metrics: append-only, with the latest time kept on the member.
 */
#include "postgres.h"

#include "people/health_metric.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "caller/permission.h"
#include "rows/erased_member.h"
#include "rows/settled_row.h"
#include "schema/trigger.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_log_health_metric);
PG_FUNCTION_INFO_V1(fitclub_keep_health_metric);
PG_FUNCTION_INFO_V1(fitclub_update_member_last_metric);

/* Set while clear_data() empties everything. */
static bool truncate_is_allowed = false;

/* Let clear_data() do what the trigger keeps others from. */
void
metric_allow_truncate(bool allow)
{
	truncate_is_allowed = allow;
}

/* Set while erase_member() removes a member's. */
static bool delete_is_allowed = false;

/* The same for erase_member(). */
void
metric_allow_delete(bool allow)
{
	delete_is_allowed = allow;
}

/*
 * log_health_metric(member_id, weight, height, heart_rate, target_weight,
 * recorded_at): appends a metric. Locks the member's row until the transaction
 * ends, and does so first: locked by the foreign key and then for the update,
 * it would be waited for between the two. Returns the metric's id.
 */
Datum
fitclub_log_health_metric(PG_FUNCTION_ARGS)
{
	static const ArgumentTable arguments = {
		TABLE_METRIC,
		{
			{"member_id", REQUIRED, ROW, .referenced = TABLE_MEMBER},
			{"weight", OPTIONAL, NUMERIC, 1, 500, "kg"},
			{"height", OPTIONAL, NUMERIC, 30, 300, "cm"},
			{"heart_rate", OPTIONAL, INTEGER, 20, 300, "bpm"},
			{"target_weight", OPTIONAL, NUMERIC, 0, 300, "kg"},
			{"recorded_at", REQUIRED, PAST},
		}};
	static SavedStatement insert = {
		"INSERT INTO fitclub.health_metric"
		"  (member_id, weight, height, heart_rate, target_weight, recorded_at)"
		" SELECT member_id, $2, $3, $4, coalesce($5, target_weight), $6"
		" FROM fitclub.member WHERE member_id = $1 FOR NO KEY UPDATE"
		" RETURNING metric_id",
		6,
		{INT8OID, NUMERICOID, NUMERICOID, INT4OID, NUMERICOID,
		 TIMESTAMPTZOID}};

	permit_self(fcinfo, 0);
	check_arguments(fcinfo, 0, REQUIRED, &arguments);
	if (PG_ARGISNULL(1) && PG_ARGISNULL(2) && PG_ARGISNULL(3) &&
		PG_ARGISNULL(4))
		refuse(refusal_values(
			ERRCODE_NULL_VALUE_NOT_ALLOWED, TABLE_METRIC,
			"health_metric_measured_check", "a metric must have a value",
			"Give weight, height, heart_rate or target_weight."));
	return statement_insert(&insert, fcinfo, TABLE_METRIC);
}

static Refusal *
refusal_append_only(const char *action)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_METRIC, "health_metric_append_only",
		psprintf("health metrics cannot be %s", action));

	refusal->detail =
		"Health metrics are append-only and are deleted only with their member.";
	refusal->hint = "Log another metric with log_health_metric().";
	return refusal;
}

/* Trigger on health_metric: refuses what is not appending. */
Datum
fitclub_keep_health_metric(PG_FUNCTION_ARGS)
{
	TriggerData *trigger;

	if (fired_as(fcinfo, TABLE_METRIC, BEFORE_STATEMENT, ON_TRUNCATE))
	{
		if (!truncate_is_allowed)
			refuse(refusal_append_only("truncated"));
		return PointerGetDatum(NULL);
	}
	trigger = require_fired_as(fcinfo, TABLE_METRIC, BEFORE_ROW,
							   ON_UPDATE | ON_DELETE);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		refuse(refusal_append_only("changed"));
	/* When the member goes, the foreign key deletes the metrics after it. */
	if (!delete_is_allowed &&
		row_exists(TABLE_MEMBER,
				   row_int64(trigger->tg_trigtuple,
							 RelationGetDescr(trigger->tg_relation),
							 Anum_health_metric_member_id)))
		refuse(refusal_append_only("deleted"));
	return PointerGetDatum(trigger->tg_trigtuple);
}

/*
 * Trigger on health_metric: the member's last_metric_at moves on to a later
 * metric and never back, and an erased member has none. Locks the member's row
 * until the transaction ends.
 */
Datum
fitclub_update_member_last_metric(PG_FUNCTION_ARGS)
{
	static SavedStatement update = {
		"UPDATE fitclub.member SET last_metric_at = $2"
		" WHERE member_id = $1"
		"  AND (last_metric_at IS NULL OR last_metric_at < $2)",
		2,
		{INT8OID, TIMESTAMPTZOID}};
	TriggerData *trigger =
		require_fired_as(fcinfo, TABLE_METRIC, AFTER_ROW, ON_INSERT);
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	Datum values[] = {
		row_datum(trigger->tg_trigtuple, desc, Anum_health_metric_member_id),
		row_datum(trigger->tg_trigtuple, desc, Anum_health_metric_recorded_at),
	};

	/* The foreign key has locked the member's row by now. */
	refuse_erased_meanwhile(DatumGetInt64(values[0]));
	(void) statement_execute(&update, values, NULL);
	return PointerGetDatum(NULL);
}
