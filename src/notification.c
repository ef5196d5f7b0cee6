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
send(WriterState *writing, AttrNumber recipient, int64 id, const char *message)
{
	ColumnValue values[] = {
		column_id(recipient, id),
		column_text(Anum_notification_message, message),
	};

	(void) writer_insert(writing, TABLE_NOTIFICATION, GUARDED, values,
						 lengthof(values));
}

void
notify_member(WriterState *writing, int64 member_id, const char *message)
{
	send(writing, Anum_notification_member_id, member_id, message);
}

void
notify_trainer(WriterState *writing, int64 trainer_id, const char *message)
{
	send(writing, Anum_notification_trainer_id, trainer_id, message);
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
