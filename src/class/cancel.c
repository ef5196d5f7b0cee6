/*
 * cancel.c
 *		Cancelling classes, with their seats and bills.
 */
#include "postgres.h"

#include "base/local_time.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
#include "class/change.h"

PG_FUNCTION_INFO_V1(fitclub_cancel_class);

static Refusal *
check_class_cancellation(void *state, Blocker *blocker)
{
	ClassChange *change = state;
	Refusal *refusal = class_check_roster(change, blocker);

	if (refusal == NULL && !blocker_is_set(blocker))
		refusal = check_over(TABLE_CLASS, change->class_id,
							 change->before.period.end, change->reason);
	return refusal;
}

static void
cancel_class_row(WriterState *writing, const ClassChange *change)
{
	ColumnValue values[] = {
		column_instant(Anum_class_schedule_cancelled_at, current_instant()),
		column_given(Anum_class_schedule_cancellation_reason, change->reason),
	};

	writer_update(writing, TABLE_CLASS, GUARDED, &change->class.place, values,
				  lengthof(values));
}

/*
 * cancel_class(class_id, reason): cancels a class, its registrations and their
 * unpaid bills. Locks like reschedule_class(). Returns the class's id.
 */
Datum
fitclub_cancel_class(PG_FUNCTION_ARGS)
{
	ClassChange change = {0};
	WriterState *writing;
	char *message;

	change.class_id = permit_own_key(fcinfo, 0, TABLE_CLASS);
	change.cancel_all = true;
	change.reason = caller_reason(fcinfo, 1, TABLE_CLASS);
	writing = class_begin_change(&change, check_class_cancellation);
	message = psprintf("%s on %s is cancelled", change.class.name,
					   local_date_label(change.before.period.start,
										change.request.club.zone));
	class_cancel_seats(writing, &change, message);
	cancel_class_row(writing, &change);
	class_tell_of_change(writing, &change, message);
	class_end_change(writing, &change);
	PG_RETURN_INT64(change.class_id);
}
