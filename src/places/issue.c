/*
 * issue.c
 *		What is wrong with equipment, until it is resolved.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "argument/text_argument.h"
#include "argument/time_argument.h"
#include "caller/permission.h"
#include "engine/dirty_scan.h"
#include "rows/issue.h"
#include "rows/settled_row.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_report_issue);
PG_FUNCTION_INFO_V1(fitclub_update_issue);
PG_FUNCTION_INFO_V1(fitclub_resolve_issue);

/*
 * report_issue(equipment_id, description, staff_id, out_of_order): reports an
 * issue. Locks the equipment's row, if it is put out of order, until the
 * transaction ends. Returns the issue's id.
 */
Datum
fitclub_report_issue(PG_FUNCTION_ARGS)
{
	static const ArgumentTable arguments = {
		TABLE_ISSUE,
		{
			{"equipment_id", REQUIRED, ROW, .referenced = TABLE_EQUIPMENT},
			{"description", REQUIRED, TEXT},
			{"staff_id", OPTIONAL, ROW, .referenced = TABLE_STAFF},
			{"out_of_order", REQUIRED, FLAG},
		}};
	static SavedStatement insert = {
		"WITH stopped AS ("
		" UPDATE fitclub.equipment SET status = 'out_of_order'"
		"  WHERE equipment_id = $1 AND $4 AND status <> 'retired'"
		") INSERT INTO fitclub.equipment_maintenance"
		"  (equipment_id, description, staff_id)"
		" VALUES ($1, $2, $3) RETURNING maintenance_id",
		4,
		{INT8OID, TEXTOID, INT8OID, BOOLOID}};

	permit_staff_or_trainer(TABLE_ISSUE);
	permit_argument(fcinfo, 2, TABLE_ISSUE, "staff_id");
	check_arguments(fcinfo, 0, REQUIRED, &arguments);
	return statement_insert(&insert, fcinfo, TABLE_ISSUE);
}

/*
 * update_issue(maintenance_id, status, description, staff_id): changes what
 * is given. Locks the issue's and the equipment's rows until the transaction
 * ends. Returns the issue's id.
 */
Datum
fitclub_update_issue(PG_FUNCTION_ARGS)
{
	static const char *const statuses[] = {"open", "in_progress", NULL};
	static SavedStatement update = {
		"WITH changed AS ("
		" UPDATE fitclub.equipment_maintenance SET"
		"  status = coalesce($2, status),"
		"  resolved_at = CASE WHEN $2 IS NULL THEN resolved_at END,"
		"  description = coalesce($3, description),"
		"  staff_id = coalesce($4, staff_id)"
		"  WHERE maintenance_id = $1 RETURNING maintenance_id, equipment_id"
		"), taken AS ("
		" UPDATE fitclub.equipment AS e SET status = 'under_maintenance'"
		"  FROM changed WHERE e.equipment_id = changed.equipment_id"
		"  AND $2 = 'in_progress' AND e.status <> 'retired'"
		") SELECT maintenance_id FROM changed",
		4,
		{INT8OID, TEXTOID, TEXTOID, INT8OID}};

	permit_staff(TABLE_ISSUE);
	(void) argument_key(fcinfo, 0, TABLE_ISSUE);
	check_choice(fcinfo, 1, OPTIONAL, TABLE_ISSUE, "status", statuses);
	check_text(fcinfo, 2, OPTIONAL, TABLE_ISSUE, "description");
	check_row(fcinfo, 3, OPTIONAL, TABLE_ISSUE, "staff_id", TABLE_STAFF);
	return statement_update(&update, fcinfo, TABLE_ISSUE);
}

/*
 * Whether anything is closed for an issue after that time. Its row is locked,
 * so that all such closures are there, but our transaction's snapshot may be
 * too old to show them.
 */
static bool
is_closed_for_issue(int64 maintenance_id, TimestampTz after)
{
	DirtyScan scan = FIRST_PASS;
	ScanKeyData key;
	HeapTuple row;
	Blocker blocker;
	bool found;

	key_int64(&key, Anum_closure_maintenance_id, maintenance_id);
	do
	{
		blocker = NO_BLOCKER;
		found = false;
		dirty_scan_begin(&scan, TABLE_CLOSURE, INDEX_CLOSURE_ISSUE, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			if (dirty_scan_state(&scan) == ROW_ARRIVING ||
				!row_is_null(row, Anum_closure_cancelled_at) ||
				row_int64(row, RelationGetDescr(scan.heap),
						  Anum_closure_end_time) <= after)
				continue;
			dirty_scan_note(&scan, row, &blocker);
			found = true;
		}
	} while (dirty_scan_end(&scan));
	if (blocker.unseen)
		refuse_unseen();
	return found;
}

/*
 * End what is closed for an issue. The closures are looked for first, as a
 * statement that writes to their table is a direct write even if it finds
 * none.
 */
static void
end_closures_for_issue(int64 maintenance_id, TimestampTz resolved_at)
{
	static SavedStatement update = {
		"UPDATE fitclub.closure SET"
		" end_time = CASE WHEN start_time < $2 THEN $2 ELSE end_time END,"
		" cancelled_at = CASE WHEN start_time >= $2"
		"  THEN greatest(now(), clock_timestamp()) END"
		" WHERE maintenance_id = $1 AND num_nulls(cancelled_at) = 1"
		" AND end_time > $2",
		2,
		{INT8OID, TIMESTAMPTZOID}};
	Datum values[] = {Int64GetDatum(maintenance_id),
					  TimestampTzGetDatum(resolved_at)};

	if (is_closed_for_issue(maintenance_id, resolved_at))
		(void) statement_execute(&update, values, NULL);
}

/*
 * resolve_issue(maintenance_id, staff_id, resolved_at): closes an issue, notes
 * the service, and ends what is closed for it. Locks the rows of the issue,
 * the equipment and the closures until the transaction ends. Returns the
 * issue's id.
 */
Datum
fitclub_resolve_issue(PG_FUNCTION_ARGS)
{
	static SavedStatement update = {
		"WITH resolved AS ("
		" UPDATE fitclub.equipment_maintenance SET"
		"  status = 'resolved', resolved_at = $3,"
		"  staff_id = coalesce($2, staff_id)"
		"  WHERE maintenance_id = $1 AND status || '' <> 'resolved'"
		"  RETURNING maintenance_id, equipment_id"
		"), serviced AS ("
		" UPDATE fitclub.equipment AS e SET"
		"  last_serviced_date = greatest(e.last_serviced_date,"
		"   ($3 AT TIME ZONE c.time_zone)::date),"
		"  status = CASE"
		"   WHEN e.status IN ('under_maintenance', 'out_of_order')"
		"    AND NOT EXISTS (SELECT FROM fitclub.equipment_maintenance AS o"
		"     WHERE o.equipment_id = e.equipment_id"
		"      AND o.status <> 'resolved' AND o.maintenance_id <> $1)"
		"   THEN 'operational' ELSE e.status END"
		"  FROM resolved, fitclub.club AS c"
		"  WHERE e.equipment_id = resolved.equipment_id"
		") SELECT maintenance_id FROM resolved",
		3,
		{INT8OID, INT8OID, TIMESTAMPTZOID}};
	int64 maintenance_id;
	int64 resolved;

	permit_staff(TABLE_ISSUE);
	maintenance_id = argument_key(fcinfo, 0, TABLE_ISSUE);
	check_row(fcinfo, 1, OPTIONAL, TABLE_ISSUE, "staff_id", TABLE_STAFF);
	check_past(fcinfo, 2, REQUIRED, TABLE_ISSUE, "resolved_at");
	if (!statement_try(&update, fcinfo, &resolved))
		refuse(refusal_issue_resolved(maintenance_id));
	end_closures_for_issue(maintenance_id, PG_GETARG_TIMESTAMPTZ(2));
	PG_RETURN_INT64(resolved);
}
