/*
 * move.c
 *		Moving classes, with their seats and bills.
 */
#include "postgres.h"

#include "argument/text_argument.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "class/attendance.h"
#include "class/change.h"
#include "class/class_refusal.h"
#include "money/booking_bill.h"
#include "rows/erased_member.h"

#include "miscadmin.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_reschedule_class);
PG_FUNCTION_INFO_V1(fitclub_substitute_trainer);

/*
 * A class that members came to is not one to come. One that has not begun can be:
 * of its members only some have come yet.
 */
static Refusal *
check_unattended(const ClassChange *change)
{
	TimestampTz now = current_instant();
	ListCell *cell;

	if (change->request.booking.period.start <= now ||
		change->before.period.start > now)
		return NULL;
	foreach(cell, change->seats)
		if (((AffectedSeat *) lfirst(cell))->seat.attended)
			return refusal_attended(change->class_id);
	return NULL;
}

/* Mark the seats whose members are busy at the new time, and count them. */
static int
mark_clashing_seats(ClassChange *change, Blocker *blocker)
{
	const Booking *booking = &change->request.booking;
	ListCell *cell;
	int count = 0;

	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);
		Clash clash;

		CHECK_FOR_INTERRUPTS();
		/* The guard of what is written would wait for an erasure. */
		(void) erased_check_booking(seat->seat.member_id,
									booking->period.start, blocker);
		seat->clashes = calendar_probe(RESOURCE_MEMBER, seat->seat.member_id,
									   booking->period, &booking->occupant,
									   &clash, blocker);
		count += seat->clashes ? 1 : 0;
	}
	return count;
}

static Refusal *
check_class_change(void *state, Blocker *blocker)
{
	ClassChange *change = state;
	Refusal *refusal = class_check_roster(change, blocker);
	int clashing;

	if (refusal != NULL || blocker_is_set(blocker) ||
		locks_missing(&change->locks))
		return refusal;
	refusal = calendar_move_check(&change->before, &change->request.booking);
	if (refusal == NULL)
		refusal = check_unattended(change);
	if (refusal == NULL)
		refusal = check_period(TABLE_CLASS, change->request.booking.period);
	if (refusal == NULL)
		refusal = class_check_request(&change->request, blocker);
	if (refusal != NULL)
		return refusal;
	clashing = mark_clashing_seats(change, blocker);
	if (clashing > 0 && !change->cancel_clashing)
		return refusal_members_double_booked(clashing,
											 change->request.booking.period);
	if (clashing == 0)
	{
		locks_spare_table(&change->locks, TABLE_PAYMENT);
		locks_spare_table(&change->locks, TABLE_CREDIT);
	}
	/* the clashing seats are given up */
	if (change->capacity != 0 &&
		calendar_seats_exceed(change->class_id, change->capacity + clashing,
							  blocker))
		return refusal_roster_over_capacity(change->class_id,
											change->capacity);
	return NULL;
}

/* The bills of the seats that stay follow the class. */
static void
update_bills(WriterState *writing, const ClassChange *change)
{
	const Booking *booking = &change->request.booking;
	char *description = bill_class_description(
		change->class.name, booking->period.start, change->request.club.zone);
	ListCell *cell;

	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		if (!seat->clashes)
			bill_update_booking(writing, &seat->bill,
								booking->resources[RESOURCE_TRAINER],
								description);
	}
}

/*
 * The seats that stay move along, so that their members are busy before we let
 * go of the locks. The foreign key moves those that were given back. Whoever has
 * come already has not come to a class that is later.
 */
static void
move_seats(WriterState *writing, const ClassChange *change)
{
	Period period = change->request.booking.period;
	ColumnValue values[] = {
		column_instant(Anum_class_registration_start_time, period.start),
		column_instant(Anum_class_registration_end_time, period.end),
		column_datum(Anum_class_registration_attended, BoolGetDatum(false)),
	};
	bool is_later = period.start > current_instant() + CLASS_CHECK_IN;
	ListCell *cell;

	foreach(cell, change->seats)
	{
		AffectedSeat *seat = lfirst(cell);
		int count = seat->seat.attended && is_later ? 3 : 2;

		CHECK_FOR_INTERRUPTS();
		if (!seat->clashes)
			writer_update(writing, TABLE_REGISTRATION, GUARDED,
						  &seat->seat.place, values, count);
	}
}

static void
update_class_row(WriterState *writing, const ClassChange *change)
{
	ClassColumns columns = class_columns(&change->request);
	ColumnValue values[] = {columns.trainer,         columns.room,
							columns.may_exceed_room, columns.capacity,
							columns.start,           columns.end};

	/* Seats refer to the time: it is written only if it changes. */
	writer_update(writing, TABLE_CLASS, GUARDED, &change->class.place, values,
				  class_changes_time(change) ? lengthof(values) : 4);
}

static void
write_class_move(WriterState *writing, const ClassChange *change)
{
	const char *name = change->class.name;
	const Booking *after = &change->request.booking;
	pg_tz *zone = change->request.club.zone;

	class_cancel_seats(
		writing, change,
		psprintf(
			"%s on %s has moved to %s, when you are booked; your seat is cancelled",
			name, local_date_label(change->before.period.start, zone),
			local_span(after->period, zone)));
	if (class_changes_time(change))
		move_seats(writing, change);
	update_class_row(writing, change);
	if (!class_moves(change))
		return;
	update_bills(writing, change);
	class_tell_of_change(
		writing, change,
		calendar_move_message(name, &change->before, after,
							  change->request.trainer.full_name, zone));
}

/* Move a class; it may turn out to be where it is wanted. */
static Datum
move_class(ClassChange *change)
{
	WriterState *writing;

	change->request.service = service_of_booking(TABLE_CLASS, change->class_id,
												 change->move.trainer_id);
	writing = class_begin_change(change, check_class_change);

	if (class_changes(change))
		write_class_move(writing, change);
	class_end_change(writing, change);
	PG_RETURN_INT64(change->class_id);
}

/*
 * reschedule_class(class_id, start_time, end_time, room_id, trainer_id,
 * on_member_conflict, capacity): moves a class with its registrations and their
 * bills, and gives it another size. Short-locks rooms, trainers, registered members, the class and the bills.
 * Returns the class's id.
 */
Datum
fitclub_reschedule_class(PG_FUNCTION_ARGS)
{
	static const char *const choices[] = {"refuse", "cancel", NULL};
	ClassChange change = {0};

	change.class_id = permit_own_key(fcinfo, 0, TABLE_CLASS);
	change.move.times =
		argument_new_times(fcinfo, 1, 2, REQUIRED, TABLE_CLASS);
	check_row(fcinfo, 3, OPTIONAL, TABLE_CLASS, "room_id", TABLE_ROOM);
	check_row(fcinfo, 4, OPTIONAL, TABLE_CLASS, "trainer_id", TABLE_TRAINER);
	check_choice(fcinfo, 5, REQUIRED, TABLE_CLASS, "on_member_conflict",
				 choices);
	check_integer(fcinfo, 6, OPTIONAL, TABLE_CLASS, "capacity", 1, 10000, "");
	change.capacity = PG_ARGISNULL(6) ? 0 : PG_GETARG_INT32(6);
	change.move.room_id = argument_id(fcinfo, 3);
	change.move.trainer_id = argument_id(fcinfo, 4);
	change.cancel_clashing =
		strcmp(text_to_cstring(PG_GETARG_TEXT_PP(5)), "cancel") == 0;
	return move_class(&change);
}

/*
 * substitute_trainer(class_id, trainer_id): the same time and room with
 * another trainer. Locks like reschedule_class(). Returns the class's id.
 */
Datum
fitclub_substitute_trainer(PG_FUNCTION_ARGS)
{
	ClassChange change = {0};

	permit_staff(TABLE_CLASS);
	change.class_id = argument_key(fcinfo, 0, TABLE_CLASS);
	check_row(fcinfo, 1, REQUIRED, TABLE_CLASS, "trainer_id", TABLE_TRAINER);
	change.move.trainer_id = PG_GETARG_INT64(1);
	return move_class(&change);
}
