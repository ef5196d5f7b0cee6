/*
 * close.c
 *		Closing the club or a room, trainers' leave, and lifting either.
 *
 * A closure of a room or a trainer is admitted as a booking is, under the
 * short lock of what it closes. One of the club would need the locks of all
 * trainers. It is announced as a direct write instead: from then on functions
 * look once more at what they have written, and so does close_club().
 *
 * Bookings that are cancelled for a closure are cancelled first. What somebody
 * else then books there before the closure is written is cancelled as well,
 * and nobody gets the time of what is cancelled, as its row is in our hands.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "base/local_time.h"
#include "calendar/busy.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
#include "engine/row_lock.h"
#include "hours/closure.h"
#include "hours/hours_refusal.h"
#include "rows/issue.h"
#include "write/admission.h"
#include "write/statement.h"

#include "access/xact.h"
#include "catalog/pg_type.h"

PG_FUNCTION_INFO_V1(fitclub_close_club);
PG_FUNCTION_INFO_V1(fitclub_close_room);
PG_FUNCTION_INFO_V1(fitclub_set_leave);
PG_FUNCTION_INFO_V1(fitclub_lift_closure);

/* A closure that is wanted, or one that is to be lifted. */
typedef struct ClosureRequest
{
	Closure closure;
	int64 maintenance_id; /* NO_ID: for no issue */
	text *reason;         /* NULL: none is given */
	bool cancels;         /* what is booked inside */
	List *inside;         /* of Clash, as the last check has found it */
	ShortLocks locks;
} ClosureRequest;

static Writer closure_writer = {1, {TABLE_CLOSURE}};

static Refusal *
check_closure_request(void *state, Blocker *blocker)
{
	ClosureRequest *request = state;

	return closure_check(&request->closure, &request->inside, blocker);
}

/* What has begun is not cancelled. */
static void
refuse_begun(const List *inside)
{
	TimestampTz now = current_instant();
	const ListCell *cell;
	int begun = 0;

	foreach(cell, inside)
		begun += ((Clash *) lfirst(cell))->period.start <= now ? 1 : 0;
	if (begun > 0)
		refuse(refusal_closure_over_begun(begun));
}

/* A booking of $1 that still is where the closure is to be, locked. */
#define STILL_INSIDE(table, key)                                              \
	"(SELECT " key " FROM fitclub." table " WHERE " key " = $1"               \
	" AND num_nulls(cancelled_at) = 1"                                        \
	" AND start_time < $3 AND end_time > $2"                                  \
	" AND ($4 IS NULL OR room_id = $4) AND ($5 IS NULL OR trainer_id = $5)"   \
	" FOR NO KEY UPDATE) AS b"

/*
 * Sessions and then classes, by time: erase_member() cancels in this order as
 * well, so that two who cancel do not wait for each other.
 */
static int
compare_clashes(const ListCell *left, const ListCell *right)
{
	const Clash *a = lfirst(left);
	const Clash *b = lfirst(right);

	if (a->occupant.table != b->occupant.table)
		return a->occupant.table == TABLE_SESSION ? -1 : 1;
	if (a->period.start != b->period.start)
		return a->period.start < b->period.start ? -1 : 1;
	return (a->occupant.id > b->occupant.id) -
		   (a->occupant.id < b->occupant.id);
}

/*
 * Cancel what the check has found, as cancel_session() and cancel_class() do:
 * without a fee, and everybody is told. Others may have cancelled or moved
 * some of it meanwhile, which leaves that much less to do.
 */
static void
cancel_inside(const ClosureRequest *request)
{
	static SavedStatement cancel_session = {
		"SELECT fitclub.cancel_session(b.session_id, waive_fee => true) FROM " STILL_INSIDE(
			"private_session", "session_id"),
		5,
		{INT8OID, TIMESTAMPTZOID, TIMESTAMPTZOID, INT8OID, INT8OID}};
	static SavedStatement cancel_class = {
		"SELECT fitclub.cancel_class(b.class_id) FROM " STILL_INSIDE(
			"class_schedule", "class_id"),
		5,
		{INT8OID, TIMESTAMPTZOID, TIMESTAMPTZOID, INT8OID, INT8OID}};
	const Closure *closure = &request->closure;
	Datum values[] = {
		(Datum) 0,
		TimestampTzGetDatum(closure->period.start),
		TimestampTzGetDatum(closure->period.end),
		Int64GetDatum(closure->room_id),
		Int64GetDatum(closure->trainer_id),
	};
	bool nulls[] = {false, false, false, closure->room_id == NO_ID,
					closure->trainer_id == NO_ID};
	uint64 cancelled = 0;
	ListCell *cell;

	list_sort(request->inside, compare_clashes);
	foreach(cell, request->inside)
	{
		const Occupant *booking = &((Clash *) lfirst(cell))->occupant;

		values[0] = Int64GetDatum(booking->id);
		cancelled += statement_execute(
			booking->table == TABLE_SESSION ? &cancel_session : &cancel_class,
			values, nulls);
	}
	/* Our snapshot will never show them. */
	if (cancelled == 0 && IsolationUsesXactSnapshot())
		refuse_unseen();
}

/* Come back with nothing booked inside, and a writer begun. */
static WriterState *
admit_closure(ClosureRequest *request)
{
	for (;;)
	{
		Refusal *refusal;
		WriterState *writing = try_admit(&request->locks, &closure_writer,
										 check_closure_request, request,
										 &refusal, NULL);

		if (writing != NULL)
			return writing;
		if (!request->cancels || request->inside == NIL)
			refuse(refusal);
		refuse_begun(request->inside);
		cancel_inside(request);
	}
}

static void
end_closure(WriterState *writing, ClosureRequest *request)
{
	locks_release(&request->locks);
	writer_end(&closure_writer, writing);
}

static bool
closes_club(const Closure *closure)
{
	return closure->room_id == NO_ID && closure->trainer_id == NO_ID;
}

/* Lock what is to be closed. */
static void
lock_closed(ClosureRequest *request)
{
	const Closure *closure = &request->closure;

	locks_init(&request->locks);
	if (closes_club(closure))
	{
		lock_direct_write();
		(void) locks_need(&request->locks, LOCK_CLUB, THE_CLUB);
		return;
	}
	locks_exclude_direct_writers(&request->locks);
	(void) locks_need(&request->locks, LOCK_ROOM, closure->room_id);
	(void) locks_need(&request->locks, LOCK_TRAINER, closure->trainer_id);
}

/* Write the closure. Of the club it is the caller who looks once more. */
static int64
insert_closure(ClosureRequest *request)
{
	const Closure *closure = &request->closure;
	ColumnValue values[] = {
		column_id(Anum_closure_room_id, closure->room_id),
		column_id(Anum_closure_trainer_id, closure->trainer_id),
		column_id(Anum_closure_maintenance_id, request->maintenance_id),
		column_given(Anum_closure_reason, request->reason),
		column_instant(Anum_closure_start_time, closure->period.start),
		column_instant(Anum_closure_end_time, closure->period.end),
	};
	WriterState *writing;
	int64 closure_id;

	lock_closed(request);
	writing = admit_closure(request);
	closure_id = writer_insert(
		writing, TABLE_CLOSURE,
		closes_club(closure) ? SKIP_GUARD : locks_guarding(&request->locks),
		values, lengthof(values));
	end_closure(writing, request);
	return closure_id;
}

/*
 * Close the club. Somebody who has looked before the closure was there may
 * have written since, and now wait for us as we would for them: take the
 * closure back then, and return NO_ID.
 */
static int64
try_to_close_club(ClosureRequest *request)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	volatile int64 closure_id = NO_ID;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		Closure written = request->closure;
		Blocker blocker = NO_BLOCKER;

		written.id = insert_closure(request);
		if (closure_check(&written, &request->inside, &blocker) == NULL &&
			!blocker_is_set(&blocker))
			closure_id = written.id;
	}
	PG_FINALLY();
	{
		end_subtransaction(closure_id != NO_ID, context, owner);
	}
	PG_END_TRY();
	return closure_id;
}

/* The arguments that all three have, from first on. */
static void
take_closure_arguments(FunctionCallInfo fcinfo, ClosureRequest *request,
					   int first)
{
	static const char *const choices[] = {"refuse", "cancel", NULL};
	Period *period = &request->closure.period;

	(void) check_given(fcinfo, first, REQUIRED, TABLE_CLOSURE, "start_time");
	(void) check_given(fcinfo, first + 1, REQUIRED, TABLE_CLOSURE, "end_time");
	period->start = PG_GETARG_TIMESTAMPTZ(first);
	period->end = PG_GETARG_TIMESTAMPTZ(first + 1);
	refuse_if(closure_check_period(*period));
	if (check_not_past(TABLE_CLOSURE, period->start) != NULL)
		refuse(refusal_leave_past());
	check_text(fcinfo, first + 2, OPTIONAL, TABLE_CLOSURE, "reason");
	if (!PG_ARGISNULL(first + 2))
		request->reason = PG_GETARG_TEXT_PP(first + 2);
	check_choice(fcinfo, first + 3, REQUIRED, TABLE_CLOSURE, "on_conflict",
				 choices);
	request->cancels =
		strcmp(text_to_cstring(PG_GETARG_TEXT_PP(first + 3)), "cancel") == 0;
}

/*
 * close_club(start_time, end_time, reason, on_conflict): nothing is booked
 * meanwhile. Announces a direct write until the transaction ends. Returns the
 * closure's id.
 */
Datum
fitclub_close_club(PG_FUNCTION_ARGS)
{
	ClosureRequest request = {0};
	int64 closure_id;

	permit_staff(TABLE_CLOSURE);
	take_closure_arguments(fcinfo, &request, 0);
	do
	{
		closure_id = try_to_close_club(&request);
	} while (closure_id == NO_ID);
	PG_RETURN_INT64(closure_id);
}

/*
 * close_room(room_id, start_time, end_time, reason, on_conflict,
 * maintenance_id): nothing is booked in the room meanwhile. Short-locks the
 * room; locks the issue's row until the transaction ends. Returns the
 * closure's id.
 */
Datum
fitclub_close_room(PG_FUNCTION_ARGS)
{
	ClosureRequest request = {0};

	permit_staff(TABLE_CLOSURE);
	check_row(fcinfo, 0, REQUIRED, TABLE_CLOSURE, "room_id", TABLE_ROOM);
	request.closure.room_id = PG_GETARG_INT64(0);
	take_closure_arguments(fcinfo, &request, 1);
	check_row(fcinfo, 5, OPTIONAL, TABLE_CLOSURE, "maintenance_id",
			  TABLE_ISSUE);
	request.maintenance_id = argument_id(fcinfo, 5);
	if (request.maintenance_id != NO_ID)
		require_unresolved_issue(request.maintenance_id);
	PG_RETURN_INT64(insert_closure(&request));
}

/*
 * set_leave(trainer_id, start_time, end_time, reason, on_conflict): the
 * trainer is away meanwhile. Short-locks the trainer. Returns the closure's
 * id.
 */
Datum
fitclub_set_leave(PG_FUNCTION_ARGS)
{
	ClosureRequest request = {0};

	permit_trainer(fcinfo, 0);
	check_row(fcinfo, 0, REQUIRED, TABLE_CLOSURE, "trainer_id", TABLE_TRAINER);
	request.closure.trainer_id = PG_GETARG_INT64(0);
	take_closure_arguments(fcinfo, &request, 1);
	PG_RETURN_INT64(insert_closure(&request));
}

static Refusal *
check_lifting(void *state, Blocker *blocker)
{
	ClosureRequest *request = state;
	Closure *closure = &request->closure;
	Refusal *refusal;

	if (!closure_read(closure->id, closure, blocker))
		return refusal_missing(TABLE_CLOSURE, closure->id);
	refusal =
		check_own(TABLE_CLOSURE, closure->id, NO_ID, closure->trainer_id);
	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	if (closure->is_cancelled)
		return refusal_cancelled_already(TABLE_CLOSURE, closure->id);
	locks_need_row(&request->locks, TABLE_CLOSURE, closure->id,
				   &closure->place, LockTupleNoKeyExclusive);
	return NULL;
}

/*
 * lift_closure(closure_id): the time can be booked again; nothing that was
 * cancelled comes back. Locks the closure's row until the transaction ends.
 * Returns its id.
 */
Datum
fitclub_lift_closure(PG_FUNCTION_ARGS)
{
	ClosureRequest request = {0};
	ColumnValue values[] = {
		column_instant(Anum_closure_cancelled_at, current_instant()),
	};
	WriterState *writing;

	request.closure.id = permit_own_key(fcinfo, 0, TABLE_CLOSURE);
	locks_init(&request.locks);
	writing = admit(&request.locks, &closure_writer, check_lifting, &request);
	writer_update(writing, TABLE_CLOSURE, GUARDED, &request.closure.place,
				  values, lengthof(values));
	end_closure(writing, &request);
	PG_RETURN_INT64(request.closure.id);
}
