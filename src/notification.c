/*
 * notification.c
 *		Telling people that something of theirs has changed.
 */
#include "notification.h"

#include "argument.h"
#include "plan.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_mark_notification_read);

static void
send(SavedPlan *plan, int64 recipient, const char *message)
{
	Datum values[] = {Int64GetDatum(recipient), CStringGetTextDatum(message)};

	(void) plan_execute(plan, values, NULL);
}

void
notify_member(int64 member_id, const char *message)
{
	static SavedPlan insert = {
		"INSERT INTO fitclub.notification (member_id, message) VALUES ($1, $2)",
		2,
		{INT8OID, TEXTOID}};

	send(&insert, member_id, message);
}

void
notify_trainer(int64 trainer_id, const char *message)
{
	static SavedPlan insert = {
		"INSERT INTO fitclub.notification (trainer_id, message) VALUES ($1, $2)",
		2,
		{INT8OID, TEXTOID}};

	send(&insert, trainer_id, message);
}

/*
 * mark_notification_read(notification_id): the id. Locks the row until the
 * transaction ends.
 */
Datum
fitclub_mark_notification_read(PG_FUNCTION_ARGS)
{
	static SavedPlan update = {
		"UPDATE fitclub.notification SET is_read = true"
		" WHERE notification_id = $1 RETURNING notification_id",
		1,
		{INT8OID}};

	(void) key_argument(fcinfo, 0, TABLE_NOTIFICATION);
	return plan_update(&update, fcinfo, TABLE_NOTIFICATION);
}
