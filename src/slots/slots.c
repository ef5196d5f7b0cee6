/*
 * slots.c
 *		The times that are free to be booked.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "base/local_time.h"
#include "calendar/member_rules.h"
#include "caller/identity.h"
#include "caller/permission.h"
#include "rows/club.h"
#include "rows/erased_member.h"
#include "rows/settled_row.h"
#include "service/service.h"
#include "slots/search.h"
#include "slots/slots_refusal.h"

#include "funcapi.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(fitclub_find_slots);

#define SLOT_COLUMNS 4
#define LONGEST_RANGE (INT64CONST(366) * USECS_PER_DAY)
#define DEFAULT_RANGE (INT64CONST(7) * USECS_PER_DAY)

/* The length of an interval argument; refuses one that is too long to be told. */
static int64
argument_length(FunctionCallInfo fcinfo, int argument, const char *name)
{
	(void) check_given(fcinfo, argument, REQUIRED, TABLE_SESSION, name);
	return interval_length(PG_GETARG_INTERVAL_P(argument));
}

/* The service that a session of that activity is of, if it is given. */
static Service
take_service(FunctionCallInfo fcinfo, int argument)
{
	Service none = {.id = NO_ID};

	return PG_ARGISNULL(argument)
			   ? none
			   : service_of_name(TABLE_SESSION, PG_GETARG_DATUM(argument),
								 NO_ID);
}

/* Leave the trainers who give the service. */
static void
keep_givers(Candidates *trainers, const Service *service)
{
	Datum givers;

	if (service->id != NO_ID && service_givers(service, &givers))
		slot_keep(trainers, DatumGetArrayTypeP(givers));
}

/* Of a service with a length of its own that need not be said. */
static void
take_lengths(FunctionCallInfo fcinfo, const Service *service,
			 SlotSearch *search)
{
	search->duration = PG_ARGISNULL(0) && service->duration > 0
						   ? service->duration
						   : argument_length(fcinfo, 0, "duration");
	if (search->duration <= 0 || search->duration > USECS_PER_DAY)
		refuse(refusal_slot_duration());
	search->step = argument_length(fcinfo, 7, "step");
	if (search->step < USECS_PER_MINUTE || search->step > USECS_PER_DAY ||
		search->step % USECS_PER_MINUTE != 0)
		refuse(refusal_slot_step());
}

/* Starts from now on for a week, unless others are asked for. */
static void
take_range(FunctionCallInfo fcinfo, SlotSearch *search)
{
	Period *starts = &search->starts;

	starts->start = PG_ARGISNULL(1) ? current_instant()
									: PG_GETARG_TIMESTAMPTZ(1);
	if (!TIMESTAMP_NOT_FINITE(starts->start) && PG_ARGISNULL(2))
		starts->end = starts->start + DEFAULT_RANGE;
	else if (!PG_ARGISNULL(2))
		starts->end = PG_GETARG_TIMESTAMPTZ(2);
	if (TIMESTAMP_NOT_FINITE(starts->start) ||
		TIMESTAMP_NOT_FINITE(starts->end) || starts->end <= starts->start ||
		!is_club_instant(starts->start) || !is_club_instant(starts->end) ||
		starts->end - starts->start > LONGEST_RANGE)
		refuse(refusal_slot_range());
}

/* Starts that the caller may not book are none. */
static void
limit_range(SlotSearch *search, const Club *club)
{
	Period *starts = &search->starts;
	Period allowed;

	if (!caller_is_trusted())
		starts->start = Max(starts->start, current_instant() + 1);
	if (identity_current()->persona != PERSONA_MEMBER)
		return;
	search->start_step = club->start_step;
	allowed = calendar_member_starts(club);
	starts->start = Max(starts->start, allowed.start);
	if (allowed.end != DT_NOEND)
		starts->end = Min(starts->end, allowed.end + 1);
}

/* A member who is there, and is not being erased either. */
static int64
take_member(FunctionCallInfo fcinfo, int argument)
{
	int64 member_id = argument_id(fcinfo, argument);
	Blocker blocker = NO_BLOCKER;
	TimestampTz erased_at;

	if (PG_ARGISNULL(argument))
		return NO_ID;
	if (!row_exists(TABLE_MEMBER, member_id))
		refuse(refusal_unknown(TABLE_MEMBER, member_id));
	if (member_is_erased(member_id, &erased_at, &blocker) ||
		blocker_is_set(&blocker))
		refuse(refusal_member_erased(member_id));
	return member_id;
}

static bool
take_flag(FunctionCallInfo fcinfo, int argument, const char *name)
{
	(void) check_given(fcinfo, argument, REQUIRED, TABLE_SESSION, name);
	return PG_GETARG_BOOL(argument);
}

static int64
take_max_slots(FunctionCallInfo fcinfo, int argument)
{
	if (PG_ARGISNULL(argument))
		return PG_INT64_MAX;
	if (PG_GETARG_INT32(argument) < 0)
		ereport(ERROR, (errcode(ERRCODE_INVALID_ROW_COUNT_IN_LIMIT_CLAUSE),
						errmsg("max_slots must not be negative")));
	return PG_GETARG_INT32(argument);
}

static void
put_slot(void *state, const Slot *slot)
{
	ReturnSetInfo *result = state;
	Datum values[SLOT_COLUMNS] = {TimestampTzGetDatum(slot->period.start),
								  TimestampTzGetDatum(slot->period.end),
								  Int64GetDatum(slot->trainer_id),
								  Int64GetDatum(slot->room_id)};
	bool nulls[SLOT_COLUMNS] = {[3] = slot->room_id == NO_ID};

	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/*
 * find_slots(duration, from_time, to_time, trainer_ids, room_ids, member_id,
 * online, step, each_trainer, max_slots, ignore_session_id, ignore_class_id,
 * activity_type): the starts at which a booking of that length would be admitted, with trainer
 * and room. Locks nothing and waits for nobody: a booking in a transaction
 * still open counts as made.
 */
Datum
fitclub_find_slots(PG_FUNCTION_ARGS)
{
	Club club;
	Service service;
	SlotSearch search = {.ignored = {{TABLE_SESSION, argument_id(fcinfo, 10)},
									 {TABLE_CLASS, argument_id(fcinfo, 11)}},
						 .report = put_slot,
						 .state = fcinfo->resultinfo};

	permit_conflicts(fcinfo, 5, 10);
	service = take_service(fcinfo, 12);
	take_lengths(fcinfo, &service, &search);
	take_range(fcinfo, &search);
	search.member_id = take_member(fcinfo, 5);
	search.online = take_flag(fcinfo, 6, "online");
	search.each_trainer = take_flag(fcinfo, 8, "each_trainer");
	search.wanted = take_max_slots(fcinfo, 9);
	if (search.online && !PG_ARGISNULL(4))
		refuse(refusal_online_with_rooms());
	search.trainers =
		slot_candidates(fcinfo, 3, RESOURCE_TRAINER, "trainer_ids");
	keep_givers(&search.trainers, &service);
	if (!search.online)
		search.rooms = slot_candidates(fcinfo, 4, RESOURCE_ROOM, "room_ids");
	slot_sort(&search.rooms, slot_compare_rooms);
	club = read_club();
	if (!PG_ARGISNULL(12))
		refuse_if(service_check_length(&service, &club,
									   (Period){0, search.duration}));
	search.zone = club.zone;
	limit_range(&search, &club);
	InitMaterializedSRF(fcinfo, 0);
	slot_search(&search);
	return (Datum) 0;
}
