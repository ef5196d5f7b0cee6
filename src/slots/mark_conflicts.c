/*
 * mark_conflicts.c
 *		Sessions that clash with another booking are marked.
 */
#include "postgres.h"

#include "caller/permission.h"
#include "write/statement.h"

#include "access/xact.h"

PG_FUNCTION_INFO_V1(fitclub_mark_conflicts);

/*
 * mark_conflicts(): sets private_session.is_conflict by the plain SQL of
 * clashing_session. Where nothing may be written, nothing is.
 */
Datum
fitclub_mark_conflicts(PG_FUNCTION_ARGS)
{
	static SavedStatement update = {
		"UPDATE fitclub.private_session AS s SET is_conflict = NOT s.is_conflict"
		" WHERE s.is_conflict <> (s.session_id IN"
		"  (SELECT c.session_id FROM fitclub.clashing_session AS c))",
		0,
		{InvalidOid}};

	permit_staff(TABLE_CLUB);
	if (!XactReadOnly)
		(void) statement_execute(&update, NULL, NULL);
	PG_RETURN_VOID();
}
