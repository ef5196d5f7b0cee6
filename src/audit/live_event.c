/*
 * live_event.c
 *		NOTIFY fitclub: what happens to bookings, for listeners.
 *
 * The trigger of the audit log calls this for every row that is written, on
 * whatever path; another trigger would cost something even while there are no
 * live events. The server sends them when the transaction commits.
 *
 * Everybody may listen, so an event names a row and says nothing of it: those
 * who may read the row do.
 */
#include "postgres.h"

#include "audit/live_event.h"

#include "base/settings.h"
#include "engine/dirty_scan.h"
#include "schema/row_values.h"

#include "commands/async.h"
#include "lib/stringinfo.h"

#define CHANNEL "fitclub"

/* A table of bookings. */
typedef struct BookingTable
{
	TableId table;
	AttrNumber cancelled_at;
} BookingTable;

static const BookingTable booking_tables[] = {
#define BOOKING(id, table) {TABLE_##id, Anum_##table##_cancelled_at},
#include "schema/tables.def"
};

static const BookingTable *
find_booking_table(Relation relation)
{
	for (size_t i = 0; i < lengthof(booking_tables); i++)
		if (RelationGetRelid(relation) == table_oid(booking_tables[i].table))
			return &booking_tables[i];
	return NULL;
}

static int64
value_int64(RowValues row, AttrNumber column)
{
	return DatumGetInt64(row.values[column - 1]);
}

static bool
is_cancelled(const BookingTable *booking, RowValues row)
{
	return !row.nulls[booking->cancelled_at - 1];
}

static void
event_send(const BookingTable *booking, const char *event,
		   const RowValues *row)
{
	StringInfoData payload;

	initStringInfo(&payload);
	appendStringInfo(&payload, "{\"event\":\"%s\",\"table\":\"%s\"", event,
					 table_name(booking->table));
	if (row != NULL)
		appendStringInfo(&payload, ",\"id\":" INT64_FORMAT,
						 value_int64(*row, Anum_any_key));
	/* which everybody may see */
	if (row != NULL && booking->table == TABLE_REGISTRATION)
		appendStringInfo(&payload, ",\"class_id\":" INT64_FORMAT,
						 value_int64(*row, Anum_class_registration_class_id));
	appendStringInfoChar(&payload, '}');
	Async_Notify(CHANNEL, payload.data);
	pfree(payload.data);
}

static void
send_new(const BookingTable *booking, RowValues row)
{
	event_send(booking, is_cancelled(booking, row) ? "cancelled" : "booked",
			   &row);
}

static void
send_change(const BookingTable *booking, TupleDesc desc, RowValues before,
			RowValues after)
{
	if (!row_has_changed(before, after, desc, table_name(booking->table)))
		return;
	if (column_has_changed(before, after, desc, Anum_any_key))
	{
		event_send(booking, "removed", &before);
		send_new(booking, after);
	}
	else if (is_cancelled(booking, before) != is_cancelled(booking, after))
		send_new(booking, after);
	else
		event_send(booking, "changed", &after);
}

/* Have listeners told of a write, when the transaction commits. */
void
live_event_send(const TriggerData *trigger)
{
	const BookingTable *booking;
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	RowValues row;

	if (!*settings.notify)
		return;
	booking = find_booking_table(trigger->tg_relation);
	if (booking == NULL)
		return;
	if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
	{
		event_send(booking, "emptied", NULL);
		return;
	}
	row = row_deform(trigger->tg_trigtuple, desc);
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		send_new(booking, row);
	else if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		event_send(booking, "removed", &row);
	else
		send_change(booking, desc, row,
					row_deform(trigger->tg_newtuple, desc));
}
