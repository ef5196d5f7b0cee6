/*
 * direct_write.c
 *		Those who write bookings and closures without the functions, and so
 *		without locks.
 */
#include "postgres.h"

#include "engine/short_lock.h"
#include "schema/trigger.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/guc.h"

PG_FUNCTION_INFO_V1(fitclub_announce_direct_write);

/*
 * pg_restore -j loads tables in any order, and foreign keys refuse rows that
 * come before those they refer to. Their error has no HINT, so it is given
 * before. A superuser restores the extension, and reads all of this.
 */
static void
check_restore_in_parallel(bool of_trainers, bool of_members)
{
	static SavedStatement select = {
		"SELECT FROM pg_catalog.pg_stat_activity AS a"
		" WHERE a.application_name = 'pg_restore'"
		" AND a.datname = current_database() AND a.pid <> pg_backend_pid()"
		" AND ($1 AND NOT EXISTS (SELECT FROM fitclub.trainer)"
		" OR $2 AND NOT EXISTS (SELECT FROM fitclub.member))",
		2,
		{BOOLOID, BOOLOID}};
	Datum values[] = {BoolGetDatum(of_trainers), BoolGetDatum(of_members)};

	if (application_name == NULL ||
		strcmp(application_name, "pg_restore") != 0 || !superuser() ||
		statement_execute(&select, values, NULL) == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
			 errmsg("cannot restore in parallel while foreign keys are "
					"checked"),
			 errdetail("Tables arrive in any order, also before those that "
					   "they refer to."),
			 errhint("For pg_restore -j, set PGOPTIONS='-c "
					 "session_replication_role=replica' and leave the "
					 "privileges for later: doc/guide/operations.md.")));
}

/*
 * Trigger on the calendar's tables, before a statement writes to one of them:
 * the functions are to know that there is somebody who does not take their
 * locks.
 */
Datum
fitclub_announce_direct_write(PG_FUNCTION_ARGS)
{
	bool of_session = fired_as(fcinfo, TABLE_SESSION, BEFORE_STATEMENT,
							   ON_INSERT | ON_UPDATE);
	bool of_class =
		fired_as(fcinfo, TABLE_CLASS, BEFORE_STATEMENT, ON_INSERT | ON_UPDATE);
	bool of_closure = fired_as(fcinfo, TABLE_CLOSURE, BEFORE_STATEMENT,
							   ON_INSERT | ON_UPDATE);

	if (!of_session && !of_class && !of_closure)
		(void) require_fired_as(fcinfo, TABLE_REGISTRATION, BEFORE_STATEMENT,
								ON_INSERT | ON_UPDATE);
	lock_direct_write();
	/* A closure of the club refers to nobody. */
	if (!of_closure)
		check_restore_in_parallel(of_session || of_class, !of_class);
	return PointerGetDatum(NULL);
}
