/*
 * availability.c
 *		The windows in which trainers work: setting, moving, removing.
 *
 * Every writer holds the trainer's short lock while it checks and writes, as
 * bookings do, so that no booking slips into a window on its way out.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/time_argument.h"
#include "base/local_time.h"
#include "calendar/busy.h"
#include "caller/permission.h"
#include "hours/cover.h"
#include "hours/hours_refusal.h"
#include "hours/window.h"
#include "rows/club.h"
#include "write/admission.h"

#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_set_availability);
PG_FUNCTION_INFO_V1(fitclub_update_availability);
PG_FUNCTION_INFO_V1(fitclub_remove_availability);

/* A window on its way in, out, or from one place to another. */
typedef struct WindowRequest
{
	Window before; /* id NO_ID for a new one */
	Window after;
	bool removes;
	pg_tz *zone;
	FunctionCallInfo fcinfo; /* where the new day and times stand */
	ShortLocks locks;
} WindowRequest;

static Writer window_writer = {1, {TABLE_AVAILABILITY}};

/* A window's day and times, taken over where they are given, then checked. */
static void
take_window_arguments(FunctionCallInfo fcinfo, Window *window)
{
	check_integer(fcinfo, 1, OPTIONAL, TABLE_AVAILABILITY, "day_of_week", 0, 6,
				  "(Monday to Sunday)");
	check_date(fcinfo, 4, OPTIONAL, TABLE_AVAILABILITY, "available_on");
	if (!PG_ARGISNULL(1))
	{
		window->is_recurring = true;
		window->day_of_week = PG_GETARG_INT32(1);
	}
	if (!PG_ARGISNULL(2))
		window->start = PG_GETARG_TIMEADT(2);
	if (!PG_ARGISNULL(3))
		window->end = PG_GETARG_TIMEADT(3);
	/* Drivers have no 24:00, and list_availability() gives none. */
	if (window->end == 0)
		window->end = USECS_PER_DAY;
	if (!PG_ARGISNULL(4))
	{
		window->is_recurring = false;
		window->available_on = PG_GETARG_DATEADT(4);
		window->day_of_week = day_of_week(window->available_on);
		if (!PG_ARGISNULL(1) && PG_GETARG_INT32(1) != window->day_of_week)
			refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE,
								 TABLE_AVAILABILITY, "available_on",
								 "available_on is not that day of the week",
								 NULL));
	}
	if (window->end <= window->start)
		refuse(refusal_window_order());
}

/*
 * Whether a booking needs the old window: it uses some of it, is covered now,
 * and would no longer be. A transaction still open may leave it undecided, and
 * then it counts: the other windows of a booking may just be on their way in,
 * with the booking itself, or on a way out that is rolled back.
 */
static bool
needs_window(const WindowRequest *request, Period booking, Blocker *blocker)
{
	const Window *before = &request->before;
	Blocker undecided = NO_BLOCKER;
	WindowChange change;

	change.removed_id = before->id;
	change.added = request->removes ? NULL : &request->after;
	if (!window_touches(before, booking, request->zone) ||
		hours_cover(before->trainer_id, booking, request->zone, &change,
					&undecided))
		return false;
	if (!hours_cover(before->trainer_id, booking, request->zone, NULL,
					 &undecided) &&
		!blocker_is_set(&undecided))
		return false;
	if (blocker_is_set(&undecided))
		blocker_take(blocker, &undecided);
	return true;
}

static int
count_needing(const WindowRequest *request, Blocker *blocker)
{
	ListCell *cell;
	int count = 0;

	foreach(cell,
			calendar_upcoming(RESOURCE_TRAINER, request->before.trainer_id,
							  current_instant(), blocker))
	{
		Clash *booking = lfirst(cell);

		count += needs_window(request, booking->period, blocker) ? 1 : 0;
	}
	return count;
}

static Refusal *
check_window_request(void *state, Blocker *blocker)
{
	WindowRequest *request = state;
	Window *before = &request->before;
	Blocker pending = NO_BLOCKER;
	DateADT today = local_time(current_instant(), request->zone).date;
	Refusal *refusal = NULL;
	int needing;

	if (before->id != NO_ID && !window_read(before->id, before, blocker))
		return refusal_unknown(TABLE_AVAILABILITY, before->id);
	if (before->id != NO_ID)
	{
		request->after = *before;
		locks_need_row(
			&request->locks, TABLE_AVAILABILITY, before->id, &before->place,
			request->removes ? LockTupleExclusive : LockTupleNoKeyExclusive);
	}
	if (!request->removes)
	{
		take_window_arguments(request->fcinfo, &request->after);
		refusal = window_check_overlap(&request->after, true, today, blocker);
	}
	if (refusal != NULL || before->id == NO_ID || blocker_is_set(blocker))
		return refusal;
	needing = count_needing(request, &pending);
	if (needing == 0)
		return NULL;
	if (!blocker_is_set(&pending))
		return refusal_window_in_use(before->trainer_id, needing);
	blocker_take(blocker, &pending);
	return NULL;
}

static WriterState *
admit_window(FunctionCallInfo fcinfo, WindowRequest *request, int64 trainer_id)
{
	request->fcinfo = fcinfo;
	request->zone = read_club().zone;
	locks_init(&request->locks);
	(void) locks_need(&request->locks, LOCK_TRAINER, trainer_id);
	return admit(&request->locks, &window_writer, check_window_request,
				 request);
}

static void
end_writing(WriterState *writing, WindowRequest *request)
{
	locks_release(&request->locks);
	writer_end(&window_writer, writing);
}

/* Write a window: a new one, or another version. Returns its id. */
static int64
save_window(WriterState *writing, const WindowRequest *request)
{
	const Window *window = &request->after;
	ColumnValue values[] = {
		column_id(Anum_trainer_availability_trainer_id, window->trainer_id),
		column_datum(Anum_trainer_availability_day_of_week,
					 Int16GetDatum((int16) window->day_of_week)),
		column_datum(Anum_trainer_availability_start_time,
					 TimeADTGetDatum(window->start)),
		column_datum(Anum_trainer_availability_end_time,
					 TimeADTGetDatum(window->end)),
		column_datum(Anum_trainer_availability_is_recurring,
					 BoolGetDatum(window->is_recurring)),
		window->is_recurring
			? column_null(Anum_trainer_availability_available_on)
			: column_datum(Anum_trainer_availability_available_on,
						   DateADTGetDatum(window->available_on)),
	};

	if (request->before.id == NO_ID)
		return writer_insert(writing, TABLE_AVAILABILITY, GUARDED, values,
							 lengthof(values));
	writer_update(writing, TABLE_AVAILABILITY, GUARDED, &request->before.place,
				  values, lengthof(values));
	return request->before.id;
}

/*
 * set_availability(trainer_id, day_of_week, start_time, end_time,
 * available_on): adds a weekly window, or one on a date. Short-locks the
 * trainer. Returns the window's id.
 */
Datum
fitclub_set_availability(PG_FUNCTION_ARGS)
{
	WindowRequest request = {0};
	WriterState *writing;
	int64 trainer_id;
	int64 availability_id;

	permit_trainer(fcinfo, 0);
	check_row(fcinfo, 0, REQUIRED, TABLE_AVAILABILITY, "trainer_id",
			  TABLE_TRAINER);
	if (PG_ARGISNULL(4))
		(void) check_given(fcinfo, 1, REQUIRED, TABLE_AVAILABILITY,
						   "day_of_week");
	(void) check_given(fcinfo, 2, REQUIRED, TABLE_AVAILABILITY, "start_time");
	(void) check_given(fcinfo, 3, REQUIRED, TABLE_AVAILABILITY, "end_time");
	trainer_id = PG_GETARG_INT64(0);
	request.after.trainer_id = trainer_id;

	writing = admit_window(fcinfo, &request, trainer_id);
	availability_id = save_window(writing, &request);
	end_writing(writing, &request);
	PG_RETURN_INT64(availability_id);
}

/* The window that an id names, for one that is to change. */
static Window
required_window(int64 availability_id)
{
	Window window;
	Blocker ignored = NO_BLOCKER;

	if (!window_read(availability_id, &window, &ignored))
		refuse(refusal_missing(TABLE_AVAILABILITY, availability_id));
	refuse_if(check_own(TABLE_AVAILABILITY, availability_id, NO_ID,
						window.trainer_id));
	return window;
}

/*
 * update_availability(availability_id, day_of_week, start_time, end_time,
 * available_on): moves a window. Short-locks the trainer. Returns its id.
 */
Datum
fitclub_update_availability(PG_FUNCTION_ARGS)
{
	WindowRequest request = {0};
	WriterState *writing;
	int64 availability_id = permit_own_key(fcinfo, 0, TABLE_AVAILABILITY);

	request.before = required_window(availability_id);

	writing = admit_window(fcinfo, &request, request.before.trainer_id);
	(void) save_window(writing, &request);
	end_writing(writing, &request);
	PG_RETURN_INT64(availability_id);
}

/*
 * remove_availability(availability_id): removes a window. Short-locks the
 * trainer. Returns its id.
 */
Datum
fitclub_remove_availability(PG_FUNCTION_ARGS)
{
	WindowRequest request = {0};
	WriterState *writing;
	int64 availability_id = permit_own_key(fcinfo, 0, TABLE_AVAILABILITY);

	request.before = required_window(availability_id);
	request.removes = true;

	writing = admit_window(fcinfo, &request, request.before.trainer_id);
	writer_delete(writing, TABLE_AVAILABILITY, &request.before.place);
	end_writing(writing, &request);
	PG_RETURN_INT64(availability_id);
}
