/*
 * attendance.c
 *		Who came to a class.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "class/class_refusal.h"
#include "class/seat.h"
#include "rows/class.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_record_attendance);

/* A seat whose attendance is noted. */
typedef struct AttendanceNote
{
	Registration registration;
	ShortLocks locks;
} AttendanceNote;

/* Whose class it is knows who came. */
static Refusal *
check_own_class(const Registration *registration)
{
	ClassRow class;

	if (caller_is_trusted())
		return NULL;
	if (!read_class(registration->class_id, &class, NULL))
		return refusal_missing(TABLE_REGISTRATION, registration->id);
	return check_own(TABLE_REGISTRATION, registration->id, NO_ID,
					 class.trainer_id);
}

static Refusal *
check_attendance(void *state, Blocker *blocker)
{
	AttendanceNote *note = state;
	Registration *registration = &note->registration;
	Refusal *refusal = class_read_active_seat(registration->id, registration,
											  check_own_class, blocker);

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	if (registration->period.start > current_instant())
		return refusal_not_begun(registration->id);
	(void) locks_need(&note->locks, LOCK_CLASS, registration->class_id);
	locks_need_row(&note->locks, TABLE_REGISTRATION, registration->id,
				   &registration->place, LockTupleNoKeyExclusive);
	return NULL;
}

/*
 * record_attendance(registration_id, attended): notes whether the member
 * came, once the class has begun. Short-locks the class. Returns the registration's id.
 */
Datum
fitclub_record_attendance(PG_FUNCTION_ARGS)
{
	static Writer writer = {1, {TABLE_REGISTRATION}};
	AttendanceNote note;
	WriterState *writing;
	ColumnValue value;

	permit_staff_or_trainer(TABLE_REGISTRATION);
	note.registration.id = permit_own_key(fcinfo, 0, TABLE_REGISTRATION);
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_REGISTRATION, "attended");
	locks_init(&note.locks);
	writing = admit(&note.locks, &writer, check_attendance, &note);
	value = column_datum(Anum_class_registration_attended, PG_GETARG_DATUM(1));
	writer_update(writing, TABLE_REGISTRATION, GUARDED,
				  &note.registration.place, &value, 1);
	locks_release(&note.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(note.registration.id);
}
