/*
 * issue.c
 *		Issues of equipment, as what is done for them needs them.
 */
#include "postgres.h"

#include "rows/issue.h"

#include "write/statement.h"

#include "catalog/pg_type.h"

Refusal *
refusal_issue_resolved(int64 maintenance_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_ISSUE, "equipment_maintenance_resolved",
		psprintf("equipment issue " INT64_FORMAT " is resolved",
				 maintenance_id));

	refusal->column = "status";
	refusal->hint = "Reopen it with update_issue(), or report another.";
	return refusal;
}

/* Something is to be done for an issue, which nobody resolves meanwhile. */
void
require_unresolved_issue(int64 maintenance_id)
{
	static SavedStatement lock = {
		"SELECT maintenance_id FROM fitclub.equipment_maintenance"
		" WHERE maintenance_id = $1 AND status || '' <> 'resolved'"
		" FOR SHARE",
		1,
		{INT8OID}};
	Datum values[] = {Int64GetDatum(maintenance_id)};
	int64 locked;

	if (!statement_fetch_id(&lock, values, NULL, &locked))
		refuse(refusal_issue_resolved(maintenance_id));
}
