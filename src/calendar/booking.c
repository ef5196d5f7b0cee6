/*
 * booking.c
 *		What someone wants to write into the calendar, and whether it may stand there.
 */
#include "postgres.h"

#include "calendar/booking.h"
#include "calendar/busy_refusal.h"
#include "calendar/shared_room.h"
#include "rows/erased_member.h"

/* A private session as it is to stand in the calendar. */
Booking
calendar_session_booking(int64 session_id, int64 member_id, int64 trainer_id,
						 int64 room_id, Period period)
{
	return (Booking){
		.occupant = {TABLE_SESSION, session_id},
		.reported_table = TABLE_SESSION,
		.period = period,
		.resources = {[RESOURCE_ROOM] = room_id,
					  [RESOURCE_TRAINER] = trainer_id,
					  [RESOURCE_MEMBER] = member_id,
					  [RESOURCE_CLUB] = THE_CLUB},
	};
}

/* The same of a class. */
Booking
calendar_class_booking(int64 class_id, int64 trainer_id, int64 room_id,
					   Period period)
{
	return (Booking){
		.occupant = {TABLE_CLASS, class_id},
		.reported_table = TABLE_CLASS,
		.period = period,
		.resources = {[RESOURCE_ROOM] = room_id,
					  [RESOURCE_TRAINER] = trainer_id,
					  [RESOURCE_MEMBER] = NO_ID,
					  [RESOURCE_CLUB] = THE_CLUB},
	};
}

/* The same of a seat: what keeps its member busy is the class. */
Booking
calendar_seat_booking(int64 class_id, int64 member_id, Period period)
{
	return (Booking){
		.occupant = {TABLE_CLASS, class_id},
		.reported_table = TABLE_REGISTRATION,
		.period = period,
		.resources = {[RESOURCE_ROOM] = NO_ID,
					  [RESOURCE_TRAINER] = NO_ID,
					  [RESOURCE_MEMBER] = member_id,
					  [RESOURCE_CLUB] = NO_ID},
	};
}

/* Nothing new is for an erased member, whenever it is. */
static Refusal *
check_not_erased(const Booking *booking, Blocker *blocker)
{
	int64 member_id = booking->resources[RESOURCE_MEMBER];
	bool is_new = booking->occupant.id == NO_ID;

	return member_id == NO_ID
			   ? NULL
			   : erased_check_booking(
					 member_id, is_new ? DT_NOEND : booking->period.start,
					 blocker);
}

/* What is booked of a resource and keeps it from being booked once more. */
static Refusal *
check_booked(const Booking *booking, ResourceKind kind, Blocker *blocker)
{
	int64 id = booking->resources[kind];
	Clash clash;
	RoomUse use = {.room_id = id,
				   .period = booking->period,
				   .ignored = &booking->occupant,
				   .ignored_count = 1};

	if (kind == RESOURCE_ROOM)
		return calendar_check_room(booking->reported_table, &use, blocker);
	if (calendar_probe(kind, id, booking->period, &booking->occupant, &clash,
					   blocker))
		return refusal_double_booked(booking->reported_table,
									 calendar_resource_name(kind), id,
									 clash.period);
	return NULL;
}

static Refusal *
check_closures(const Booking *booking, Blocker *blocker)
{
	ResourceKind kind;
	Clash clash;

	if (!calendar_probe_closures(booking->resources, booking->period, NULL,
								 &kind, &clash, blocker))
		return NULL;
	return refusal_closed(booking->reported_table,
						  calendar_resource_name(kind),
						  booking->resources[kind], clash.period);
}

/*
 * Check all the resources of a booking. A settled clash is refused at once,
 * even if another resource would have to be waited for.
 */
Refusal *
calendar_check(const Booking *booking, Blocker *blocker)
{
	Refusal *refusal = check_not_erased(booking, blocker);

	for (int kind = 0; refusal == NULL && kind < RESOURCE_KINDS; kind++)
	{
		if (booking->resources[kind] != NO_ID)
			refusal = check_booked(booking, (ResourceKind) kind, blocker);
	}
	return refusal != NULL ? refusal : check_closures(booking, blocker);
}
