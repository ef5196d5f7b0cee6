/*
 * book_available.c
 *		Booking a session with whom and where there is somebody and something
 *		free.
 *
 * Trainers and rooms are asked in the order in which find_slots() prefers them,
 * by the checks of booking itself: first by a look without locks, then under
 * the locks of the one pair that seems to be free. Who is in another open
 * transaction's hands is passed over and not waited for, as long as there is
 * another one: of many callers each gets a trainer of their own at once. If only
 * such are left, one of them is waited for, and all begins again.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "argument/time_argument.h"
#include "base/local_time.h"
#include "calendar/member_rules.h"
#include "caller/identity.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
#include "hours/cover.h"
#include "rows/club.h"
#include "session/book.h"
#include "slots/candidate.h"
#include "slots/slots_refusal.h"

#include "miscadmin.h"

PG_FUNCTION_INFO_V1(fitclub_book_available_session);

/* A session whose trainer and room are to be chosen. */
typedef struct Choice
{
	SessionRequest request;
	Datum activity;
	Numeric price; /* NULL: what it costs */
	bool online;
	Candidates trainers;
	Candidates rooms;
	int trainer; /* the one in question, by place in the list */
	int room;
	Blocker undecided; /* who has kept one from being chosen */
} Choice;

/* A booking of one of the resources that the session needs. */
static Booking
booking_of(const Choice *choice, ResourceKind kind, int64 id)
{
	Booking booking = calendar_session_booking(NO_ID, NO_ID, NO_ID, NO_ID,
											   choice->request.booking.period);

	booking.resources[RESOURCE_CLUB] = NO_ID;
	booking.resources[kind] = id;
	return booking;
}

/* What nobody's and no room's being free would change. */
static Refusal *
check_member(Choice *choice, Blocker *blocker)
{
	SessionRequest *request = &choice->request;
	Booking booking = booking_of(choice, RESOURCE_MEMBER,
								 request->booking.resources[RESOURCE_MEMBER]);
	Service service = service_of_name(TABLE_SESSION, choice->activity, NO_ID);
	Refusal *refusal =
		service_check_length(&service, &request->club, booking.period);

	booking.resources[RESOURCE_CLUB] = THE_CLUB;
	if (refusal == NULL)
		refusal = service_check_start(&request->club, booking.period.start);
	if (refusal == NULL)
		refusal = calendar_check(&booking, blocker);
	if (refusal == NULL)
		refusal =
			calendar_check_member_rules(&booking, &request->club, blocker);
	return refusal;
}

static Refusal *
check_trainer(Choice *choice, int64 id, Blocker *blocker)
{
	Booking booking = booking_of(choice, RESOURCE_TRAINER, id);
	Service service = service_of_name(TABLE_SESSION, choice->activity, id);
	Trainer trainer;
	Room none;
	Refusal *refusal = service_check_trainer(&service, TABLE_SESSION, id);

	if (refusal == NULL)
		refusal = hours_check_trainer(TABLE_SESSION, id, booking.period,
									  choice->request.club.zone, true,
									  &trainer, blocker);
	if (refusal == NULL && !blocker_is_set(blocker))
		refusal = calendar_check_new(&booking, (NewFor){.trainer = true},
									 &none, &trainer, blocker);
	return refusal;
}

static Refusal *
check_any_room(Choice *choice, int64 id, Blocker *blocker)
{
	Booking booking = booking_of(choice, RESOURCE_ROOM, id);
	Room room;

	return calendar_check_new(&booking, (NewFor){.room = true}, &room, NULL,
							  blocker);
}

/*
 * Whether one is free, by a look without locks. Whose transaction is in the way
 * is remembered.
 */
static bool
is_free(Choice *choice, ResourceKind kind, int64 id)
{
	Blocker blocker = NO_BLOCKER;
	Refusal *refusal = kind == RESOURCE_TRAINER
						   ? check_trainer(choice, id, &blocker)
						   : check_any_room(choice, id, &blocker);

	if (refusal != NULL)
		return false;
	if (blocker_is_set(&blocker))
		blocker_take(&choice->undecided, &blocker);
	return !blocker_is_set(&blocker);
}

/* Go on to the first one that is free, from the one in question on. */
static bool
find_free(Choice *choice, const Candidates *candidates, int *at)
{
	while (*at < candidates->count &&
		   !is_free(choice, candidates->kind, candidates->list[*at].id))
	{
		CHECK_FOR_INTERRUPTS();
		(*at)++;
	}
	return *at < candidates->count;
}

/*
 * Somebody has come between the look and the locks. The one whom that shows in
 * is passed over, else the trainer, so that no pair is tried twice.
 */
static void
pass_over(Choice *choice, const Refusal *refusal)
{
	int trainer = choice->trainer;
	int room = choice->room;

	if (refusal != NULL && refusal->resource != NULL &&
		strcmp(refusal->resource, calendar_resource_name(RESOURCE_ROOM)) == 0)
	{
		choice->room++;
		return;
	}
	(void) find_free(choice, &choice->trainers, &choice->trainer);
	if (!choice->online)
		(void) find_free(choice, &choice->rooms, &choice->room);
	if (choice->trainer == trainer && choice->room == room)
		choice->trainer++;
}

/* Whether what was refused holds with every trainer and in every room. */
static bool
is_final(const Refusal *refusal)
{
	return refusal->resource == NULL ||
		   strcmp(refusal->resource,
				  calendar_resource_name(RESOURCE_MEMBER)) == 0;
}

/*
 * Book with the first pair that is free. Returns the id; or NO_ID if there is
 * none, and then what to say of it.
 */
static int64
book_first_free(Choice *choice, Refusal **none)
{
	Period period = choice->request.booking.period;

	choice->trainer = choice->room = 0;
	for (;;)
	{
		int64 *resources = choice->request.booking.resources;
		Blocker undecided = NO_BLOCKER;
		Refusal *refusal;
		int64 session_id;

		if (!find_free(choice, &choice->trainers, &choice->trainer))
		{
			*none = refusal_no_trainer_free(period);
			return NO_ID;
		}
		if (!choice->online &&
			!find_free(choice, &choice->rooms, &choice->room))
		{
			*none = refusal_no_room_free(period);
			return NO_ID;
		}
		resources[RESOURCE_TRAINER] =
			choice->trainers.list[choice->trainer].id;
		resources[RESOURCE_ROOM] =
			choice->online ? NO_ID : choice->rooms.list[choice->room].id;
		refusal = session_book(&choice->request, choice->activity,
							   choice->price, &undecided, &session_id);
		if (session_id != NO_ID)
			return session_id;
		if (refusal != NULL && is_final(refusal))
			refuse(refusal);
		if (refusal == NULL)
			blocker_take(&choice->undecided, &undecided);
		pass_over(choice, refusal);
	}
}

/* The trainers in the order of their bookings on the date. */
static void
sort_trainers(Choice *choice)
{
	Candidates *trainers = &choice->trainers;
	pg_tz *zone = choice->request.club.zone;
	TimestampTz start = choice->request.booking.period.start;
	DateADT date = local_time(start, zone).date;
	Period range =
		calendar_with_margin((Period){start, start + 1}, LONGEST_BOOKING);
	BusyScans scans = {0};
	Booked *booked;

	if (trainers->count < 2)
		return;
	booked = palloc0(sizeof(Booked) * trainers->count);
	for (int t = 0; t < trainers->count; t++)
	{
		booked[t].id = trainers->list[t].id;
		booked[t].range = range;
	}
	calendar_booked(&scans, RESOURCE_TRAINER, booked, trainers->count, NULL,
					0);
	calendar_end_scans(&scans);
	for (int t = 0; t < trainers->count; t++)
	{
		trainers->list[t].bookings = 0;
		for (int i = 0; i < booked[t].bookings.count; i++)
			if (local_time(booked[t].bookings.list[i].start, zone).date ==
				date)
				trainers->list[t].bookings++;
	}
	slot_sort(trainers, slot_compare_trainers);
}

static int64
book_any(Choice *choice)
{
	for (;;)
	{
		Refusal *none = NULL;
		int64 session_id = NO_ID;

		choice->undecided = NO_BLOCKER;
		refuse_if(check_member(choice, &choice->undecided));
		if (!blocker_is_set(&choice->undecided))
		{
			sort_trainers(choice);
			session_id = book_first_free(choice, &none);
		}
		if (session_id != NO_ID)
			return session_id;
		if (!blocker_is_set(&choice->undecided))
			refuse(none);
		blocker_wait(&choice->undecided);
	}
}

/*
 * Members book for themselves; trainers for those they work with, and nobody but
 * themselves.
 */
static void
permit_available(FunctionCallInfo fcinfo)
{
	const Identity *identity = identity_current();

	if (identity->persona == PERSONA_TRAINER)
		permit_member_or_own_trainer(fcinfo, 0);
	else
		permit_member(fcinfo, 0);
	if (identity->persona == PERSONA_TRAINER && !PG_ARGISNULL(3))
		slot_permit_trainers(PG_GETARG_ARRAYTYPE_P(3), identity->id);
	permit_argument(fcinfo, 7, TABLE_SESSION, "price");
}

/* Where a trainer gives no list, it is the trainer. */
static void
keep_own(Candidates *trainers)
{
	const Identity *identity = identity_current();
	int kept = 0;

	if (identity->persona != PERSONA_TRAINER)
		return;
	for (int i = 0; i < trainers->count; i++)
		if (trainers->list[i].id == identity->id)
			trainers->list[kept++] = trainers->list[i];
	trainers->count = kept;
}

/*
 * book_available_session(member_id, start_time, end_time, trainer_ids, room_ids,
 * online, activity_type, price): books a session with its bill, with the trainer
 * who is free and has the fewest bookings on that date, in the smallest room that
 * is free. Short-locks as book_session(); waits for another transaction only if
 * nobody else is free. Returns the session's id.
 */
Datum
fitclub_book_available_session(PG_FUNCTION_ARGS)
{
	Choice choice = {0};
	SessionRequest *request = &choice.request;

	permit_available(fcinfo);
	request->member = argument_row_place(fcinfo, 0, REQUIRED, TABLE_SESSION,
										 "member_id", TABLE_MEMBER);
	request->booking =
		calendar_session_booking(NO_ID, PG_GETARG_INT64(0), NO_ID, NO_ID,
								 argument_period(fcinfo, 1, 2, TABLE_SESSION));
	refuse_if(check_not_past(TABLE_SESSION, request->booking.period.start));
	(void) check_given(fcinfo, 5, REQUIRED, TABLE_SESSION, "online");
	choice.online = PG_GETARG_BOOL(5);
	if (choice.online && !PG_ARGISNULL(4))
		refuse(refusal_online_with_rooms());
	choice.trainers =
		slot_candidates(fcinfo, 3, RESOURCE_TRAINER, "trainer_ids");
	keep_own(&choice.trainers);
	if (!choice.online)
		choice.rooms = slot_candidates(fcinfo, 4, RESOURCE_ROOM, "room_ids");
	slot_sort(&choice.rooms, slot_compare_rooms);
	check_text(fcinfo, 6, REQUIRED, TABLE_SESSION, "activity_type");
	check_money(fcinfo, 7, OPTIONAL, TABLE_SESSION, "price", true);
	choice.activity = PG_GETARG_DATUM(6);
	choice.price = PG_ARGISNULL(7) ? NULL : PG_GETARG_NUMERIC(7);
	request->club = read_club();
	PG_RETURN_INT64(book_any(&choice));
}
