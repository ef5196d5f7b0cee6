/*
 * room.c
 *		Rooms, which are never made smaller than the classes in them.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "base/local_time.h"
#include "calendar/room_size.h"
#include "caller/permission.h"
#include "rows/club.h"
#include "rows/settled_row.h"
#include "write/admission.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"

PG_FUNCTION_INFO_V1(fitclub_create_room);
PG_FUNCTION_INFO_V1(fitclub_update_room);

static ArgumentTable room_arguments = {
	TABLE_ROOM,
	{
		{"name", REQUIRED, TEXT},
		{"capacity", REQUIRED, INTEGER, 1, 10000, ""},
		{"primary_trainer_id", OPTIONAL, ROW, .referenced = TABLE_TRAINER},
		{"max_bookings", REQUIRED, INTEGER, 1, 1000, ""},
		{"turnaround", REQUIRED, TURNAROUND},
	},
	.after_clear = 2};

/*
 * create_room(name, capacity, primary_trainer_id, max_bookings, turnaround): adds
 * a room. Returns its id.
 */
Datum
fitclub_create_room(PG_FUNCTION_ARGS)
{
	permit_staff(TABLE_ROOM);
	check_arguments(fcinfo, 0, REQUIRED, &room_arguments);
	return insert_given(fcinfo, &room_arguments);
}

typedef struct RoomRequest
{
	int64 id;
	int capacity;
	bool may_be_exceeded;
	ItemPointerData place;
	List *larger_classes; /* of PlacedClass */
	ShortLocks locks;
} RoomRequest;

static Refusal *
check_capacity(void *state, Blocker *blocker)
{
	RoomRequest *request = state;

	Refusal *refusal = NULL;
	ListCell *cell;

	if (!settled_row(TABLE_ROOM, request->id, NULL, 0, FOR_WRITE, NULL, NULL,
					 &request->place, blocker))
		return refusal_unknown(TABLE_ROOM, request->id);
	if (!request->may_be_exceeded)
		refusal = calendar_check_class_sizes(request->id, request->capacity,
											 current_instant(), blocker);
	locks_need_row(&request->locks, TABLE_ROOM, request->id, &request->place,
				   LockTupleNoKeyExclusive);
	request->larger_classes =
		calendar_larger_classes(request->id, request->capacity, blocker);
	foreach(cell, request->larger_classes)
	{
		const PlacedClass *class = lfirst(cell);

		locks_need_row(&request->locks, TABLE_CLASS, class->id, &class->place,
					   LockTupleNoKeyExclusive);
	}
	return refusal;
}

/* Classes that were held when the room was larger were not too large then. */
static void
excuse_larger_classes(WriterState *writing, const RoomRequest *request)
{
	ColumnValue value =
		column_datum(Anum_class_schedule_may_exceed_room, BoolGetDatum(true));
	ListCell *cell;

	foreach(cell, request->larger_classes)
	{
		const PlacedClass *class = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		writer_update(writing, TABLE_CLASS, GUARDED, &class->place, &value, 1);
	}
}

static void
resize_room(RoomRequest *request)
{
	static Writer writer = {2, {TABLE_ROOM, TABLE_CLASS}};
	ColumnValue value =
		column_datum(Anum_room_capacity, Int32GetDatum(request->capacity));
	WriterState *writing;

	request->may_be_exceeded = read_club().class_may_exceed_room;
	locks_init(&request->locks);
	(void) locks_need(&request->locks, LOCK_ROOM, request->id);
	writing = admit(&request->locks, &writer, check_capacity, request);
	excuse_larger_classes(writing, request);
	writer_update(writing, TABLE_ROOM, GUARDED, &request->place, &value, 1);
	locks_release(&request->locks);
	writer_end(&writer, writing);
}

/*
 * update_room(room_id, name, capacity, primary_trainer_id, clear,
 * max_bookings, turnaround): changes what is given. Short-locks the room when its capacity
 * is given; locks the row until the transaction ends. Whether it can hold fewer
 * bookings is for the guard to say. Returns the room's id.
 */
Datum
fitclub_update_room(PG_FUNCTION_ARGS)
{
	RoomRequest request;

	permit_staff(TABLE_ROOM);
	request.id = argument_key(fcinfo, 0, TABLE_ROOM);
	check_changes(fcinfo, &room_arguments);
	if (!PG_ARGISNULL(2))
	{
		request.capacity = PG_GETARG_INT32(2);
		resize_room(&request);
	}
	/* Apart, as another room of that name may have to be waited for. */
	if (PG_ARGISNULL(2) || !PG_ARGISNULL(1) || !PG_ARGISNULL(3) ||
		!PG_ARGISNULL(4))
		(void) update_given(fcinfo, &room_arguments);
	PG_RETURN_INT64(request.id);
}
