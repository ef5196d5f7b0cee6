/*
 * class_guard.c
 *		The rules of classes and their seats, on every path.
 */
#include "postgres.h"

#include "calendar/booking.h"
#include "calendar/room_size.h"
#include "calendar/seat_count.h"
#include "class/class_refusal.h"
#include "cover/cover_guard.h"
#include "engine/guarded_row.h"
#include "rows/class.h"
#include "schema/trigger.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_guard_class_schedule);
PG_FUNCTION_INFO_V1(fitclub_guard_class_registration);

/* What of a class has to be checked after a write. */
typedef struct GuardedClass
{
	Booking booking;
	int capacity;
	bool may_exceed_room;
	bool moved;
	bool resized;
} GuardedClass;

static Refusal *
check_class(void *state, Blocker *blocker)
{
	GuardedClass *class = state;
	Refusal *refusal = NULL;

	if (class->moved)
		refusal = calendar_check(&class->booking, blocker);
	if (refusal == NULL)
		refusal = calendar_check_room_size(
			class->booking.resources[RESOURCE_ROOM], class->capacity,
			class->may_exceed_room, blocker);
	if (refusal == NULL && class->resized &&
		calendar_seats_exceed(class->booking.occupant.id, class->capacity,
							  blocker))
		refusal = refusal_roster_over_capacity(class->booking.occupant.id,
											   class->capacity);
	return refusal;
}

/* A cancelled class has no seats held. */
static Refusal *
check_cancelled_class(void *state, Blocker *blocker)
{
	int64 class_id = *(int64 *) state;

	return calendar_seats_exceed(class_id, 0, blocker)
			   ? refusal_class_has_roster(class_id)
			   : NULL;
}

static GuardedClass
guarded_class(const GuardedRow *guarded)
{
	static const AttrNumber deciding[] = {
		Anum_class_schedule_trainer_id,
		Anum_class_schedule_room_id,
		Anum_class_schedule_start_time,
		Anum_class_schedule_end_time,
	};
	GuardedClass class;

	class.booking = calendar_class_booking(
		guarded_int64(guarded, Anum_any_key),
		guarded_int64(guarded, Anum_class_schedule_trainer_id),
		guarded_int64(guarded, Anum_class_schedule_room_id),
		guarded_period(guarded, Anum_class_schedule_start_time,
					   Anum_class_schedule_end_time));
	class.capacity =
		row_int32(guarded->row, guarded->desc, Anum_class_schedule_capacity);
	class.may_exceed_room = DatumGetBool(row_datum(
		guarded->row, guarded->desc, Anum_class_schedule_may_exceed_room));
	class.moved =
		guarded_was_cancelled(guarded, Anum_class_schedule_cancelled_at) ||
		!guarded_unchanged(guarded, deciding, lengthof(deciding));
	class.resized = guarded->before != NULL &&
					class.capacity < row_int32(guarded->before, guarded->desc,
											   Anum_class_schedule_capacity);
	return class;
}

/*
 * Trigger on class_schedule: room, trainer, room size and roster. Waits for
 * transactions that decide one of them.
 */
Datum
fitclub_guard_class_schedule(PG_FUNCTION_ARGS)
{
	GuardedRow guarded =
		guarded_row(fcinfo, TABLE_CLASS, ON_INSERT | ON_UPDATE);
	int64 class_id = guarded_int64(&guarded, Anum_any_key);

	if (!row_is_null(guarded.row, Anum_class_schedule_cancelled_at))
	{
		if (guarded.before != NULL &&
			!guarded_was_cancelled(&guarded, Anum_class_schedule_cancelled_at))
			guard(check_cancelled_class, &class_id);
	}
	else
	{
		GuardedClass class = guarded_class(&guarded);

		guarded_announce(fcinfo);
		guard(check_class, &class);
	}
	return PointerGetDatum(NULL);
}

typedef struct GuardedSeat
{
	Booking booking;
	bool is_taken; /* by this write: a seat that only moves needs no other */
} GuardedSeat;

/* A seat, checked against the member's calendar and the class. */
static Refusal *
check_seat(void *state, Blocker *blocker)
{
	GuardedSeat *seat = state;
	int64 class_id = seat->booking.occupant.id;
	ClassRow class;
	Refusal *refusal = calendar_check(&seat->booking, blocker);

	if (refusal != NULL || !seat->is_taken)
		return refusal;
	if (!read_class(class_id, &class, blocker))
		return refusal_unknown(TABLE_CLASS, class_id);
	if (blocker_is_set(blocker))
		return NULL;
	if (class.is_cancelled)
		return refusal_class_cancelled(class_id);
	if (calendar_seats_exceed(class_id, class.capacity, blocker))
		return refusal_class_full(class_id, class.capacity, class.period);
	return NULL;
}

static void
guard_seat(const GuardedRow *guarded, bool is_taken)
{
	GuardedSeat seat = {
		.booking = calendar_seat_booking(
			guarded_int64(guarded, Anum_class_registration_class_id),
			guarded_int64(guarded, Anum_class_registration_member_id),
			guarded_period(guarded, Anum_class_registration_start_time,
						   Anum_class_registration_end_time)),
		.is_taken = is_taken,
	};

	guard(check_seat, &seat);
}

/*
 * Trigger on class_registration: the member's calendar, the class's capacity,
 * that it is held, and the credits of a lot. Waits for transactions that decide
 * one of them.
 */
Datum
fitclub_guard_class_registration(PG_FUNCTION_ARGS)
{
	static const AttrNumber deciding[] = {
		Anum_class_registration_member_id,
		Anum_class_registration_class_id,
		Anum_class_registration_start_time,
		Anum_class_registration_end_time,
	};
	GuardedRow guarded =
		guarded_row(fcinfo, TABLE_REGISTRATION, ON_INSERT | ON_UPDATE);
	bool was_cancelled =
		guarded_was_cancelled(&guarded, Anum_class_registration_cancelled_at);
	bool is_decided =
		row_is_null(guarded.row, Anum_class_registration_cancelled_at) &&
		(was_cancelled ||
		 !guarded_unchanged(&guarded, deciding, lengthof(deciding)));
	int64 lot_id = cover_lot_newly_used(&guarded, TABLE_REGISTRATION);

	if (is_decided || lot_id != NO_ID)
		guarded_announce(fcinfo);
	if (is_decided)
		guard_seat(&guarded, was_cancelled || !guarded_unchanged(
												  &guarded, &deciding[1], 1));
	cover_guard_lot(lot_id);
	return PointerGetDatum(NULL);
}
