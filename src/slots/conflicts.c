/*
 * conflicts.c
 *		The dry run of a booking.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/time_argument.h"
#include "calendar/busy_refusal.h"
#include "calendar/busy.h"
#include "calendar/member_rules.h"
#include "calendar/shared_room.h"
#include "caller/permission.h"
#include "cover/cover.h"
#include "hours/cover.h"
#include "hours/hours_refusal.h"
#include "rows/club.h"
#include "rows/erased_member.h"
#include "rows/room.h"
#include "rows/settled_row.h"
#include "rows/trainer.h"
#include "service/service.h"

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(fitclub_find_conflicts);

#define CONFLICT_COLUMNS 6

static Datum
sentence(const Refusal *refusal)
{
	if (refusal->detail == NULL)
		return CStringGetTextDatum(refusal->message);
	return CStringGetTextDatum(
		psprintf("%s: %s", refusal->message, refusal->detail));
}

/* One row of the answer. */
static void
list_refusal(ReturnSetInfo *result, const Refusal *refusal)
{
	bool has_resource = refusal->resource != NULL;
	bool has_window = refusal->window.start != refusal->window.end;
	Datum values[CONFLICT_COLUMNS] = {0};
	bool nulls[CONFLICT_COLUMNS] = {false};

	values[0] = CStringGetTextDatum(
		refusal->constraint != NULL ? refusal->constraint : "not_null");
	nulls[1] = nulls[2] = !has_resource;
	nulls[3] = nulls[4] = !has_window;
	if (has_resource)
	{
		values[1] = CStringGetTextDatum(refusal->resource);
		values[2] = Int64GetDatum(refusal->resource_id);
	}
	if (has_window)
	{
		values[3] = TimestampTzGetDatum(refusal->window.start);
		values[4] = TimestampTzGetDatum(refusal->window.end);
	}
	values[5] = sentence(refusal);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* Rows that the booking names and that are not there. */
static void
list_unknown(FunctionCallInfo fcinfo, ReturnSetInfo *result, int argument,
			 TableId table)
{
	if (!PG_ARGISNULL(argument) &&
		!row_exists(table, PG_GETARG_INT64(argument)))
		list_refusal(result,
					 refusal_unknown(table, PG_GETARG_INT64(argument)));
}

/* Whether the trainer takes on work; returns the turnaround. */
static int64
list_inactive(ReturnSetInfo *result, int64 trainer_id)
{
	Trainer trainer;

	if (!read_trainer(trainer_id, &trainer, NULL))
		return 0;
	if (!trainer.is_active)
		list_refusal(result,
					 refusal_trainer_inactive(TABLE_SESSION, trainer_id));
	return trainer.turnaround;
}

/* A member who is just being erased counts as erased. */
static void
list_erased(ReturnSetInfo *result, int64 member_id)
{
	Blocker blocker = NO_BLOCKER;
	TimestampTz erased_at;

	if (member_id != NO_ID &&
		(member_is_erased(member_id, &erased_at, &blocker) ||
		 blocker_is_set(&blocker)))
		list_refusal(result, refusal_member_erased(member_id));
}

static void
list_hours(ReturnSetInfo *result, int64 trainer_id, Period period)
{
	Blocker ignored = NO_BLOCKER;
	Refusal *refusal;

	if (!row_exists(TABLE_TRAINER, trainer_id))
		return;
	refusal = hours_check(TABLE_SESSION, trainer_id, period, read_club().zone,
						  &ignored);
	if (refusal != NULL)
		list_refusal(result, refusal);
}

/*
 * Everything that a resource is busy with at that time, or too close to it for
 * its turnaround.
 */
static void
list_clashes(ReturnSetInfo *result, ResourceKind kind, int64 id, Period period,
			 int64 turnaround, const Occupant *ignored, int ignored_count)
{
	const char *resource = calendar_resource_name(kind);
	ListCell *cell;

	foreach(cell, calendar_clashes(kind, id,
								   calendar_with_margin(period, turnaround),
								   ignored, ignored_count))
	{
		Period window = ((Clash *) lfirst(cell))->period;

		list_refusal(result, periods_overlap(window, period)
								 ? refusal_double_booked(TABLE_SESSION,
														 resource, id, window)
								 : refusal_turnaround(TABLE_SESSION, resource,
													  id, turnaround, window));
	}
}

/* The same of a room, which may hold several bookings at once. */
static void
list_room(ReturnSetInfo *result, int64 room_id, Period period,
		  const Occupant *ignored, int ignored_count)
{
	int most = read_room_max_bookings(room_id, NULL);
	RoomUse use = {room_id, period, 0, ignored, ignored_count};
	Room room = {.id = NO_ID};
	Blocker nobody = NO_BLOCKER;
	Period full;

	(void) read_room(room_id, &room, &nobody);

	if (most == 1)
	{
		list_clashes(result, RESOURCE_ROOM, room_id, period, room.turnaround,
					 ignored, ignored_count);
		return;
	}
	if (calendar_room_is_full(&use, most, &full, NULL))
	{
		list_refusal(result,
					 refusal_room_full(TABLE_SESSION, room_id, most, full));
		return;
	}
	use.turnaround = room.turnaround;
	if (calendar_room_is_full(&use, most, &full, NULL))
		list_refusal(result,
					 refusal_turnaround(TABLE_SESSION,
										calendar_resource_name(RESOURCE_ROOM),
										room_id, room.turnaround, full));
}

static void
list_if(ReturnSetInfo *result, const Refusal *refusal)
{
	if (refusal != NULL)
		list_refusal(result, refusal);
}

/*
 * Whether the trainer gives the service of that activity, and how long it is.
 * Returns the service.
 */
static Service
list_service(FunctionCallInfo fcinfo, int argument, ReturnSetInfo *result,
			 int64 trainer_id, Period period)
{
	Club club = read_club();
	Service service = {.id = NO_ID, .credits = 1};

	if (!PG_ARGISNULL(argument))
		service = service_of_name(TABLE_SESSION, PG_GETARG_DATUM(argument),
								  trainer_id);
	list_if(result,
			service_check_trainer(&service, TABLE_SESSION, trainer_id));
	list_if(result, service_check_length(&service, &club, period));
	list_if(result, service_check_start(&club, period.start));
	return service;
}

/* What a member may not book, who asks. */
static void
list_member_rules(ReturnSetInfo *result, int64 session_id, int64 member_id,
				  Period period)
{
	Booking booking =
		calendar_session_booking(session_id, member_id, NO_ID, NO_ID, period);
	Club club = read_club();

	list_if(result, calendar_check_member_rules(&booking, &club, NULL));
}

/*
 * Whether a member who asks is past due, and the booking would be billed. One
 * that is moved keeps what it costs.
 */
static void
list_past_due(ReturnSetInfo *result, int64 trainer_id, int64 member_id,
			  Period period, const Service *service)
{
	Club club = read_club();
	CoverRequest request =
		cover_request(TABLE_SESSION, member_id, service, &club,
					  service_session_price(service, &club, period));
	Blocker ignored = NO_BLOCKER;

	if (!request.what.heeds_past_due || member_id == NO_ID)
		return;
	request.what.scope.trainer_id = trainer_id;
	request.what.start = period.start;
	list_if(result, cover_check(&request, NULL, &ignored));
}

/* When a resource is closed or away at that time. */
static void
list_closed(ReturnSetInfo *result, ResourceKind kind, int64 id, Period period)
{
	ListCell *cell;

	foreach(cell, calendar_closures(kind, id, period))
		list_refusal(result, refusal_closed(TABLE_SESSION,
											calendar_resource_name(kind), id,
											((Clash *) lfirst(cell))->period));
}

/* The arguments that a booking cannot do without; true if they are there. */
static bool
list_missing(FunctionCallInfo fcinfo, ReturnSetInfo *result)
{
	static const char *const required[] = {"trainer_id", "start_time",
										   "end_time"};
	bool complete = true;

	for (size_t i = 0; i < lengthof(required); i++)
	{
		if (!PG_ARGISNULL(i))
			continue;
		list_refusal(result, refusal_null(TABLE_SESSION, required[i]));
		complete = false;
	}
	return complete;
}

/*
 * find_conflicts(trainer_id, start_time, end_time, member_id, room_id,
 * ignore_session_id, ignore_class_id, activity_type): every rule that the
 * booking would break, as rows. Locks nothing and waits for nobody: a booking in a
 * transaction still open counts as made.
 */
Datum
fitclub_find_conflicts(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	int64 trainer_id = argument_id(fcinfo, 0);
	int64 member_id = argument_id(fcinfo, 3);
	int64 room_id = argument_id(fcinfo, 4);
	Occupant ignored[] = {
		{TABLE_SESSION, argument_id(fcinfo, 5)},
		{TABLE_CLASS, argument_id(fcinfo, 6)},
	};
	Period period;
	int64 turnaround;
	Refusal *refusal;
	Service service;

	permit_conflicts(fcinfo, 3, 5);
	InitMaterializedSRF(fcinfo, 0);
	list_unknown(fcinfo, result, 0, TABLE_TRAINER);
	list_unknown(fcinfo, result, 3, TABLE_MEMBER);
	list_unknown(fcinfo, result, 4, TABLE_ROOM);
	turnaround = list_inactive(result, trainer_id);
	list_erased(result, member_id);
	if (!list_missing(fcinfo, result))
		return (Datum) 0;
	period.start = PG_GETARG_TIMESTAMPTZ(1);
	period.end = PG_GETARG_TIMESTAMPTZ(2);
	refusal = check_period(TABLE_SESSION, period);
	if (refusal != NULL)
	{
		list_refusal(result, refusal);
		return (Datum) 0;
	}
	list_hours(result, trainer_id, period);
	list_room(result, room_id, period, ignored, lengthof(ignored));
	list_closed(result, RESOURCE_ROOM, room_id, period);
	list_clashes(result, RESOURCE_TRAINER, trainer_id, period, turnaround,
				 ignored, lengthof(ignored));
	list_closed(result, RESOURCE_TRAINER, trainer_id, period);
	list_clashes(result, RESOURCE_MEMBER, member_id, period, 0, ignored,
				 lengthof(ignored));
	list_closed(result, RESOURCE_CLUB, THE_CLUB, period);
	service = list_service(fcinfo, 7, result, trainer_id, period);
	list_member_rules(result, ignored[0].id, member_id, period);
	if (ignored[0].id == NO_ID)
		list_past_due(result, trainer_id, member_id, period, &service);
	return (Datum) 0;
}
