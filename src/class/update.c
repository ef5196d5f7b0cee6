/*
 * update.c
 *		What a class is, rather than when and where.
 */
#include "postgres.h"

#include "argument/text_argument.h"
#include "base/local_time.h"
#include "calendar/room_size.h"
#include "caller/permission.h"
#include "class/change.h"
#include "class/class_refusal.h"
#include "people/notification.h"

#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_update_class);

typedef struct ClassUpdate
{
	int64 class_id;
	int capacity;         /* 0: kept */
	bool allow_over_room; /* the club's setting */
	bool may_exceed_room;
	ClassRow before;
	List *seats; /* of Seat */
	ShortLocks locks;
} ClassUpdate;

static Refusal *
check_update(void *state, Blocker *blocker)
{
	ClassUpdate *update = state;
	Refusal *refusal =
		class_read_active(update->class_id, &update->before, blocker);
	bool held;

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	held = locks_need(&update->locks, LOCK_ROOM, update->before.room_id);
	held &= locks_need(&update->locks, LOCK_CLASS, update->class_id);
	if (!held)
		return NULL;
	locks_need_row(&update->locks, TABLE_CLASS, update->class_id,
				   &update->before.place, LockTupleNoKeyExclusive);
	update->seats = calendar_seats(update->class_id, blocker);
	if (update->capacity == 0)
		return NULL;
	if (calendar_seats_exceed(update->class_id, update->capacity, blocker))
		return refusal_roster_over_capacity(update->class_id,
											update->capacity);
	update->may_exceed_room =
		class_may_exceed_room(&update->before, update->before.room_id,
							  update->capacity, update->allow_over_room);
	return calendar_check_room_size(update->before.room_id, update->capacity,
									update->may_exceed_room, blocker);
}

static void
tell_of_name(WriterState *writing, const ClassUpdate *update, const char *name,
			 pg_tz *zone)
{
	char *message =
		psprintf("%s on %s is now called %s", update->before.name,
				 local_date_label(update->before.period.start, zone), name);
	ListCell *cell;

	foreach(cell, update->seats)
		notify_member(writing, ((Seat *) lfirst(cell))->member_id, message);
	notify_trainer(writing, update->before.trainer_id, message);
}

/* Write what is given. */
static void
write_update(FunctionCallInfo fcinfo, ClassUpdate *update, pg_tz *zone)
{
	static const AttrNumber columns[] = {
		Anum_class_schedule_name,
		Anum_class_schedule_capacity,
		Anum_class_schedule_price,
	};
	static Writer writer = {2, {TABLE_CLASS, TABLE_NOTIFICATION}};
	ColumnValue values[lengthof(columns) + 1];
	int count = 0;
	WriterState *writing =
		admit(&update->locks, &writer, check_update, update);

	for (size_t i = 0; i < lengthof(columns); i++)
		if (!PG_ARGISNULL(i + 1))
			values[count++] = column_datum(columns[i], PG_GETARG_DATUM(i + 1));
	if (update->capacity != 0)
		values[count++] = column_datum(Anum_class_schedule_may_exceed_room,
									   BoolGetDatum(update->may_exceed_room));
	if (count > 0)
		writer_update(writing, TABLE_CLASS, GUARDED, &update->before.place,
					  values, count);
	if (!PG_ARGISNULL(1) && strcmp(text_to_cstring(PG_GETARG_TEXT_PP(1)),
								   update->before.name) != 0)
		tell_of_name(writing, update, text_to_cstring(PG_GETARG_TEXT_PP(1)),
					 zone);
	locks_release(&update->locks);
	writer_end(&writer, writing);
}

/*
 * update_class(class_id, name, capacity, price): changes what is given. A new
 * price holds for further registrations. Short-locks the class and its room.
 * Returns the class's id.
 */
Datum
fitclub_update_class(PG_FUNCTION_ARGS)
{
	ClassUpdate update = {0};
	Club club = read_club();

	update.class_id = permit_own_key(fcinfo, 0, TABLE_CLASS);
	permit_argument(fcinfo, 3, TABLE_CLASS, "price");
	check_text(fcinfo, 1, OPTIONAL, TABLE_CLASS, "name");
	check_integer(fcinfo, 2, OPTIONAL, TABLE_CLASS, "capacity", 1, 10000, "");
	check_money(fcinfo, 3, OPTIONAL, TABLE_CLASS, "price", true);
	update.capacity = PG_ARGISNULL(2) ? 0 : PG_GETARG_INT32(2);
	update.allow_over_room = club.class_may_exceed_room;

	locks_init(&update.locks);
	locks_close_gate(&update.locks, update.class_id);
	write_update(fcinfo, &update, club.zone);
	PG_RETURN_INT64(update.class_id);
}
