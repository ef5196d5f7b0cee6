/*
 * retention.c
 *		Removing what is no longer to be kept.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/time_argument.h"
#include "audit/log.h"
#include "caller/access_refusal.h"
#include "caller/identity.h"
#include "refusal/refusal.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_prune_audit);

/*
 * prune_audit(before): removes the events before an instant, whatever has
 * become of their rows, and writes an event that says so. Keeps erasures out
 * until the transaction ends. Returns the number of events.
 */
Datum
fitclub_prune_audit(PG_FUNCTION_ARGS)
{
	static SavedStatement prune = {
		"DELETE FROM fitclub.audit_log"
		" WHERE at < $1 AND table_name <> 'audit_log'",
		1,
		{TIMESTAMPTZOID}};
	Datum before = PG_GETARG_DATUM(0);
	uint64 count;

	if (!identity_owns_club(GetUserId()))
		refuse(refusal_owner_only(TABLE_AUDIT_LOG));
	check_past(fcinfo, 0, REQUIRED, TABLE_AUDIT_LOG, "before");
	PreventCommandIfReadOnly("DELETE");
	audit_lock();
	count = audit_rewrite(&prune, &before, NULL);
	if (count > 0)
		audit_pruned(DatumGetTimestampTz(before), count);
	PG_RETURN_INT64((int64) count);
}
