/*
 * create.c
 *		Scheduling classes.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "argument/time_argument.h"
#include "calendar/room_size.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
#include "class/create.h"
#include "hours/cover.h"
#include "rows/room.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_create_class);

/* Everything that a class has to satisfy, but for its roster. */
Refusal *
class_check_request(void *state, Blocker *blocker)
{
	ClassRequest *request = state;
	int64 trainer_id = request->booking.resources[RESOURCE_TRAINER];
	int64 room_id = request->booking.resources[RESOURCE_ROOM];
	Room room;
	Refusal *refusal;

	refusal = hours_check_trainer(TABLE_CLASS, trainer_id,
								  request->booking.period, request->club.zone,
								  request->is_new.trainer, &request->trainer,
								  blocker);
	if (refusal == NULL && request->is_new.trainer)
		refusal =
			service_check_trainer(&request->service, TABLE_CLASS, trainer_id);
	if (refusal != NULL)
		return refusal;
	refusal = calendar_check_new(&request->booking, request->is_new, &room,
								 &request->trainer, blocker);
	if (refusal != NULL)
		return refusal;
	return calendar_check_room_size(room_id, request->capacity,
									request->may_exceed_room, blocker);
}

ClassColumns
class_columns(const ClassRequest *request)
{
	const Booking *booking = &request->booking;

	return (ClassColumns){
		column_id(Anum_class_schedule_trainer_id,
				  booking->resources[RESOURCE_TRAINER]),
		column_id(Anum_class_schedule_room_id,
				  booking->resources[RESOURCE_ROOM]),
		column_instant(Anum_class_schedule_start_time, booking->period.start),
		column_instant(Anum_class_schedule_end_time, booking->period.end),
		column_datum(Anum_class_schedule_may_exceed_room,
					 BoolGetDatum(request->may_exceed_room)),
		column_datum(Anum_class_schedule_capacity,
					 Int32GetDatum(request->capacity)),
	};
}

static int64
insert_class(ClassRequest *request, Datum name, Numeric price)
{
	static Writer writer = {1, {TABLE_CLASS}};
	ShortLocks locks;
	WriterState *writing;
	int64 class_id;
	ClassColumns columns = class_columns(request);
	ColumnValue values[] = {
		column_datum(Anum_class_schedule_name, name),
		columns.trainer,
		columns.room,
		columns.start,
		columns.end,
		columns.may_exceed_room,
		columns.capacity,
		column_amount(Anum_class_schedule_price, price),
	};

	locks_init(&locks);
	(void) locks_need(&locks, LOCK_ROOM,
					  request->booking.resources[RESOURCE_ROOM]);
	(void) locks_need(&locks, LOCK_TRAINER,
					  request->booking.resources[RESOURCE_TRAINER]);
	writing = admit(&locks, &writer, class_check_request, request);
	class_id =
		writer_insert(writing, TABLE_CLASS, GUARDED, values, lengthof(values));
	locks_release(&locks);
	writer_end(&writer, writing);
	return class_id;
}

/* The capacity asked for, or that of the room. */
static int
class_capacity(FunctionCallInfo fcinfo, int argument, int64 room_id)
{
	int capacity;
	Blocker ignored = NO_BLOCKER;

	check_integer(fcinfo, argument, OPTIONAL, TABLE_CLASS, "capacity", 1,
				  10000, "");
	if (!PG_ARGISNULL(argument))
		return PG_GETARG_INT32(argument);
	if (!read_room_capacity(room_id, &capacity, &ignored))
		refuse(refusal_unknown(TABLE_ROOM, room_id));
	return capacity;
}

/*
 * create_class(name, trainer_id, room_id, start_time, end_time, capacity,
 * price): schedules a class. Short-locks the room and the trainer; a refusal
 * writes nothing. Returns the class's id.
 */
Datum
fitclub_create_class(PG_FUNCTION_ARGS)
{
	ClassRequest request;
	Numeric price;
	int64 class_id;

	permit_trainer(fcinfo, 1);
	permit_argument(fcinfo, 6, TABLE_CLASS, "price");
	check_text(fcinfo, 0, REQUIRED, TABLE_CLASS, "name");
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_CLASS, "trainer_id");
	check_row(fcinfo, 2, REQUIRED, TABLE_CLASS, "room_id", TABLE_ROOM);
	request.booking =
		calendar_class_booking(NO_ID, PG_GETARG_INT64(1), PG_GETARG_INT64(2),
							   argument_period(fcinfo, 3, 4, TABLE_CLASS));
	refuse_if(check_not_past(TABLE_CLASS, request.booking.period.start));
	request.capacity = class_capacity(fcinfo, 5, PG_GETARG_INT64(2));
	check_money(fcinfo, 6, OPTIONAL, TABLE_CLASS, "price", true);
	request.club = read_club();
	request.service =
		service_of_name(TABLE_CLASS, PG_GETARG_DATUM(0), PG_GETARG_INT64(1));
	request.may_exceed_room = request.club.class_may_exceed_room;
	request.is_new = (NewFor){.trainer = true, .room = true};

	if (!PG_ARGISNULL(6))
		price = PG_GETARG_NUMERIC(6);
	else if (request.service.price != NULL)
		price = request.service.price;
	else
		price = request.club.class_price;

	class_id = insert_class(&request, PG_GETARG_DATUM(0), price);
	PG_RETURN_INT64(class_id);
}
