/*
 * guard.c
 *		The triggers by which the rules hold on every path.
 *
 * Each checks a row that is already written, so that of two who write at the
 * same time at least one sees the other. They take no locks, read no clock
 * and write nothing: a COPY of any size and a restore pass through them.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/guc.h"

#include "calendar/calendar.h"
#include "calendar/roster.h"
#include "hours/working_hours.h"
#include "money/bill.h"
#include "rows/settled_row.h"
#include "schema/trigger.h"
#include "write/admission.h"
#include "write/statement.h"


PG_FUNCTION_INFO_V1(fitclub_announce_direct_write);
PG_FUNCTION_INFO_V1(fitclub_guard_private_session);
PG_FUNCTION_INFO_V1(fitclub_guard_class_schedule);
PG_FUNCTION_INFO_V1(fitclub_guard_class_registration);
PG_FUNCTION_INFO_V1(fitclub_guard_room);
PG_FUNCTION_INFO_V1(fitclub_guard_trainer_availability);
PG_FUNCTION_INFO_V1(fitclub_guard_payment);
PG_FUNCTION_INFO_V1(fitclub_guard_billing_item);

/*
 * pg_restore -j loads tables in any order, and foreign keys refuse rows that
 * come before those they refer to. Their error has no HINT, so it is given
 * before. A superuser restores the extension, and reads all of this.
 */
static void
check_restore_in_parallel(bool of_trainers, bool of_members)
{
	static SavedPlan select = {
		"SELECT FROM pg_catalog.pg_stat_activity AS a"
		" WHERE a.application_name = 'pg_restore'"
		" AND a.datname = current_database() AND a.pid <> pg_backend_pid()"
		" AND ($1 AND NOT EXISTS (SELECT FROM fitclub.trainer)"
		" OR $2 AND NOT EXISTS (SELECT FROM fitclub.member))",
		2,
		{BOOLOID, BOOLOID}};
	Datum values[] = {BoolGetDatum(of_trainers), BoolGetDatum(of_members)};

	if (application_name == NULL ||
		strcmp(application_name, "pg_restore") != 0 || !superuser() ||
		plan_execute(&select, values, NULL) == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
			 errmsg("cannot restore in parallel while foreign keys are "
					"checked"),
			 errdetail("Tables arrive in any order, also before those that "
					   "they refer to."),
			 errhint("For pg_restore -j, set PGOPTIONS='-c "
					 "session_replication_role=replica' and leave the "
					 "privileges for later: doc/operations.md.")));
}

/*
 * Trigger on the calendar's tables, before a statement writes to one of them:
 * the functions are to know that there is somebody who does not take their
 * locks.
 */
Datum
fitclub_announce_direct_write(PG_FUNCTION_ARGS)
{
	bool of_session = fired_as(fcinfo, TABLE_SESSION, BEFORE_STATEMENT,
							   ON_INSERT | ON_UPDATE);
	bool of_class =
		fired_as(fcinfo, TABLE_CLASS, BEFORE_STATEMENT, ON_INSERT | ON_UPDATE);

	if (!of_session && !of_class)
		(void) require_fired_as(fcinfo, TABLE_REGISTRATION, BEFORE_STATEMENT,
								ON_INSERT | ON_UPDATE);
	lock_direct_write();
	check_restore_in_parallel(of_session || of_class, !of_class);
	return PointerGetDatum(NULL);
}

/* The row as written, and as it was before (NULL for an insert). */
typedef struct GuardedRow
{
	HeapTuple row;
	HeapTuple before;
	TupleDesc desc;
} GuardedRow;

/*
 * A session that writes to the calendar without short locks announces that
 * before the statement, but there are ways round the statement: a trigger that
 * writes something else than a function has checked, or a parent of the table.
 * So it is announced before we look, too: a session that goes unguarded has
 * written its row by then, and others are guarded from now on. The argument
 * that a writer gives tells a row that can only be as the function checked it.
 */
static void
announce_row(FunctionCallInfo fcinfo)
{
	if (((TriggerData *) fcinfo->context)->tg_trigger->tgnargs == 0)
		lock_direct_write();
}

/* Check that a guard fires as the install script says, and find its rows. */
static GuardedRow
guarded_row(FunctionCallInfo fcinfo, TableId table, int events)
{
	TriggerData *trigger = require_fired_as(fcinfo, table, AFTER_ROW, events);
	GuardedRow guarded;

	guarded.desc = RelationGetDescr(trigger->tg_relation);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
	{
		guarded.row = trigger->tg_newtuple;
		guarded.before = trigger->tg_trigtuple;
	}
	else
	{
		guarded.row = trigger->tg_trigtuple;
		guarded.before = NULL;
	}
	return guarded;
}

static int64
guarded_int64(const GuardedRow *guarded, AttrNumber column)
{
	return row_int64(guarded->row, guarded->desc, column);
}

static Period
guarded_period(const GuardedRow *guarded, AttrNumber start, AttrNumber end)
{
	return (Period){guarded_int64(guarded, start),
					guarded_int64(guarded, end)};
}

/* Whether an update left all of these bigint columns and times as they were. */
static bool
unchanged(const GuardedRow *guarded, const AttrNumber *columns, int count)
{
	if (guarded->before == NULL)
		return false;
	for (int i = 0; i < count; i++)
		if (row_int64(guarded->before, guarded->desc, columns[i]) !=
			row_int64(guarded->row, guarded->desc, columns[i]))
			return false;
	return true;
}

static bool
was_cancelled(const GuardedRow *guarded, AttrNumber cancelled_at)
{
	return guarded->before != NULL &&
		   !row_is_null(guarded->before, cancelled_at);
}

static Refusal *
check_booking(void *state, Blocker *blocker)
{
	return calendar_check(state, blocker);
}

/* A session that stands again has a bill that does, if it has one. */
static Refusal *
check_revived_session(void *state, Blocker *blocker)
{
	int64 session_id = *(int64 *) state;
	Bill bill = bill_of_session(session_id, blocker);

	if (bill.id == NO_ID || blocker_is_set(blocker) ||
		(bill.status != BILL_CANCELLED && bill.status != BILL_REFUNDED))
		return NULL;
	return refusal_unbilled(session_id);
}

/*
 * Trigger on private_session. Waits for transactions whose bookings clash.
 * Follows check_exclusion_constraint() in execIndexing.c.
 */
Datum
fitclub_guard_private_session(PG_FUNCTION_ARGS)
{
	static const AttrNumber deciding[] = {
		Anum_private_session_member_id, Anum_private_session_trainer_id,
		Anum_private_session_room_id,   Anum_private_session_start_time,
		Anum_private_session_end_time,
	};
	GuardedRow guarded =
		guarded_row(fcinfo, TABLE_SESSION, ON_INSERT | ON_UPDATE);
	Booking booking;

	if (!row_is_null(guarded.row, Anum_private_session_cancelled_at) ||
		(!was_cancelled(&guarded, Anum_private_session_cancelled_at) &&
		 unchanged(&guarded, deciding, lengthof(deciding))))
		return PointerGetDatum(NULL);

	booking = session_booking(
		guarded_int64(&guarded, Anum_any_key),
		guarded_int64(&guarded, Anum_private_session_member_id),
		guarded_int64(&guarded, Anum_private_session_trainer_id),
		guarded_int64(&guarded, Anum_private_session_room_id),
		guarded_period(&guarded, Anum_private_session_start_time,
					   Anum_private_session_end_time));
	announce_row(fcinfo);
	guard(check_booking, &booking);
	if (was_cancelled(&guarded, Anum_private_session_cancelled_at))
		guard(check_revived_session, &booking.occupant.id);
	return PointerGetDatum(NULL);
}

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
		refusal = roster_check_room(class->booking.resources[RESOURCE_ROOM],
									class->capacity, class->may_exceed_room,
									blocker);
	if (refusal == NULL && class->resized &&
		roster_exceeds(class->booking.occupant.id, class->capacity, blocker))
		refusal = refusal_roster_over_capacity(class->booking.occupant.id,
											   class->capacity);
	return refusal;
}

/* A cancelled class has no seats held. */
static Refusal *
check_cancelled_class(void *state, Blocker *blocker)
{
	int64 class_id = *(int64 *) state;

	return roster_exceeds(class_id, 0, blocker)
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

	class.booking =
		class_booking(guarded_int64(guarded, Anum_any_key),
					  guarded_int64(guarded, Anum_class_schedule_trainer_id),
					  guarded_int64(guarded, Anum_class_schedule_room_id),
					  guarded_period(guarded, Anum_class_schedule_start_time,
									 Anum_class_schedule_end_time));
	class.capacity =
		row_int32(guarded->row, guarded->desc, Anum_class_schedule_capacity);
	class.may_exceed_room = DatumGetBool(row_datum(
		guarded->row, guarded->desc, Anum_class_schedule_may_exceed_room));
	class.moved = was_cancelled(guarded, Anum_class_schedule_cancelled_at) ||
				  !unchanged(guarded, deciding, lengthof(deciding));
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
			!was_cancelled(&guarded, Anum_class_schedule_cancelled_at))
			guard(check_cancelled_class, &class_id);
	}
	else
	{
		GuardedClass class = guarded_class(&guarded);

		announce_row(fcinfo);
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
	if (roster_exceeds(class_id, class.capacity, blocker))
		return refusal_class_full(class_id, class.capacity, class.period);
	return NULL;
}

/*
 * Trigger on class_registration: the member's calendar, the class's capacity
 * and that it is held. Waits for transactions that decide one of them.
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
	GuardedSeat seat;

	if (!row_is_null(guarded.row, Anum_class_registration_cancelled_at) ||
		(!was_cancelled(&guarded, Anum_class_registration_cancelled_at) &&
		 unchanged(&guarded, deciding, lengthof(deciding))))
		return PointerGetDatum(NULL);

	seat.booking = seat_booking(
		guarded_int64(&guarded, Anum_class_registration_class_id),
		guarded_int64(&guarded, Anum_class_registration_member_id),
		guarded_period(&guarded, Anum_class_registration_start_time,
					   Anum_class_registration_end_time));
	seat.is_taken =
		was_cancelled(&guarded, Anum_class_registration_cancelled_at) ||
		!unchanged(&guarded, &deciding[1], 1);
	announce_row(fcinfo);
	guard(check_seat, &seat);
	return PointerGetDatum(NULL);
}

typedef struct GuardedRoom
{
	int64 id;
	int capacity;
} GuardedRoom;

static Refusal *
check_room(void *state, Blocker *blocker)
{
	GuardedRoom *room = state;

	return roster_check_class_sizes(room->id, room->capacity, DT_NOBEGIN,
									blocker);
}

/* Trigger on room, when its capacity was lowered. */
Datum
fitclub_guard_room(PG_FUNCTION_ARGS)
{
	GuardedRow guarded = guarded_row(fcinfo, TABLE_ROOM, ON_UPDATE);
	GuardedRoom room;

	room.id = guarded_int64(&guarded, Anum_any_key);
	room.capacity = row_int32(guarded.row, guarded.desc, Anum_room_capacity);
	guard(check_room, &room);
	return PointerGetDatum(NULL);
}

static Refusal *
check_window(void *state, Blocker *blocker)
{
	return window_check_overlap(state, false, 0, blocker);
}

/*
 * Trigger on trainer_availability. Whether a weekly and a one-off window meet
 * depends on today's date, which a guard does not know; set_availability()
 * looks at that.
 */
Datum
fitclub_guard_trainer_availability(PG_FUNCTION_ARGS)
{
	GuardedRow guarded =
		guarded_row(fcinfo, TABLE_AVAILABILITY, ON_INSERT | ON_UPDATE);
	Window window = read_window_row(guarded.row, guarded.desc);

	guard(check_window, &window);
	return PointerGetDatum(NULL);
}

/* What has been paid of a bill is neither negative nor more than it. */
static Refusal *
check_bill(int64 billing_id, TableId written, Blocker *blocker)
{
	Bill bill;
	Numeric paid = bill_paid(billing_id, blocker);

	if (!read_bill(billing_id, &bill, blocker) || blocker_is_set(blocker))
		return NULL;
	if (amount_sign(paid) < 0)
		return refusal_net_negative(billing_id);
	if (amount_compare(paid, bill.amount) <= 0)
		return NULL;
	if (written == TABLE_BILL)
		return refusal_bill_under_payments(billing_id);
	return refusal_overpayment(billing_id, NULL);
}

static Refusal *
check_payment(void *state, Blocker *blocker)
{
	return check_bill(*(int64 *) state, TABLE_PAYMENT, blocker);
}

static Refusal *
check_lowered_bill(void *state, Blocker *blocker)
{
	return check_bill(*(int64 *) state, TABLE_BILL, blocker);
}

/* A refund, and the payment of which it gives money back. */
static Refusal *
check_refund(void *state, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_payment_billing_id,
		Anum_payment_amount,
	};
	GuardedRow *refund = state;
	int64 payment_id = guarded_int64(refund, Anum_payment_refund_of);
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];
	Numeric left = payment_refunded(payment_id, blocker);

	if (!settled_row(TABLE_PAYMENT, payment_id, columns, lengthof(columns),
					 lengthof(columns), values, nulls, NULL, blocker) ||
		blocker_is_set(blocker))
		return NULL;
	left = amount_add(DatumGetNumeric(values[1]), left);
	if (amount_sign(left) < 0 ||
		DatumGetInt64(values[0]) !=
			guarded_int64(refund, Anum_payment_billing_id))
		return refusal_refund(payment_id, NULL);
	return NULL;
}

/* A payment that was changed, of which money may have been given back. */
static Refusal *
check_refunded(void *state, Blocker *blocker)
{
	GuardedRow *payment = state;
	int64 id = guarded_int64(payment, Anum_any_key);
	Numeric left = payment_refunded(id, blocker);

	if (amount_sign(left) == 0 || blocker_is_set(blocker))
		return NULL;
	left =
		amount_add(left, DatumGetNumeric(row_datum(payment->row, payment->desc,
												   Anum_payment_amount)));
	if (amount_sign(left) < 0 ||
		guarded_int64(payment, Anum_payment_billing_id) !=
			row_int64(payment->before, payment->desc, Anum_payment_billing_id))
		return refusal_refund(id, NULL);
	return NULL;
}

/* Trigger on payment. Waits for other payments of the same bill. */
Datum
fitclub_guard_payment(PG_FUNCTION_ARGS)
{
	GuardedRow guarded =
		guarded_row(fcinfo, TABLE_PAYMENT, ON_INSERT | ON_UPDATE | ON_DELETE);
	int64 billing_id = guarded_int64(&guarded, Anum_payment_billing_id);

	guard(check_payment, &billing_id);
	if (guarded.before != NULL)
	{
		billing_id =
			row_int64(guarded.before, guarded.desc, Anum_payment_billing_id);
		guard(check_payment, &billing_id);
		guard(check_refunded, &guarded);
	}
	if (!row_is_null(guarded.row, Anum_payment_refund_of))
		guard(check_refund, &guarded);
	return PointerGetDatum(NULL);
}

/* Trigger on billing_item, when its amount was lowered. */
Datum
fitclub_guard_billing_item(PG_FUNCTION_ARGS)
{
	GuardedRow guarded = guarded_row(fcinfo, TABLE_BILL, ON_UPDATE);
	int64 billing_id = guarded_int64(&guarded, Anum_any_key);

	guard(check_lowered_bill, &billing_id);
	return PointerGetDatum(NULL);
}
