/*
 * notification.c
 *		Telling people that something of theirs has changed.
 */
#include "postgres.h"

#include "people/notification.h"

#include "caller/permission.h"
#include "rows/settled_row.h"
#include "write/statement.h"

#include "catalog/pg_type.h"

PG_FUNCTION_INFO_V1(fitclub_mark_notification_read);

static void
insert_notification(WriterState *writing, AttrNumber recipient, int64 id,
					const char *message)
{
	ColumnValue values[] = {
		column_id(recipient, id),
		column_text(Anum_notification_message, message),
	};

	(void) writer_insert(writing, TABLE_NOTIFICATION, GUARDED, values,
						 lengthof(values));
}

/* Tell a member. */
void
notify_member(WriterState *writing, int64 member_id, const char *message)
{
	insert_notification(writing, Anum_notification_member_id, member_id,
						message);
}

/* Tell a trainer. */
void
notify_trainer(WriterState *writing, int64 trainer_id, const char *message)
{
	insert_notification(writing, Anum_notification_trainer_id, trainer_id,
						message);
}

/* That it is there, and to the caller. */
static void
check_recipient(int64 notification_id)
{
	static const AttrNumber columns[] = {
		Anum_notification_member_id,
		Anum_notification_trainer_id,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (caller_is_trusted())
	{
		(void) require_row(TABLE_NOTIFICATION, notification_id);
		return;
	}
	if (!settled_row(TABLE_NOTIFICATION, notification_id, columns,
					 lengthof(columns), 0, values, nulls, NULL, NULL))
		refuse(refusal_missing(TABLE_NOTIFICATION, notification_id));
	refuse_if(check_own(TABLE_NOTIFICATION, notification_id,
						nulls[0] ? NO_ID : DatumGetInt64(values[0]),
						nulls[1] ? NO_ID : DatumGetInt64(values[1])));
}

/*
 * mark_notification_read(notification_id): the id. Locks the row until the
 * transaction ends.
 */
Datum
fitclub_mark_notification_read(PG_FUNCTION_ARGS)
{
	static SavedStatement update = {
		"UPDATE fitclub.notification SET is_read = true"
		" WHERE notification_id = $1 RETURNING notification_id",
		1,
		{INT8OID}};

	check_recipient(permit_own_key(fcinfo, 0, TABLE_NOTIFICATION));
	return statement_update(&update, fcinfo, TABLE_NOTIFICATION);
}
