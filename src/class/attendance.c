/*
 * attendance.c
 *		Who came to a class.
 */
#include "postgres.h"

#include "class/attendance.h"

#include "argument/argument.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "class/class_refusal.h"
#include "class/seat.h"
#include "rows/class.h"
#include "write/admission.h"

#include "utils/fmgroids.h"

PG_FUNCTION_INFO_V1(fitclub_record_attendance);

/* The seats of a member in classes that have begun or soon will. */
static void
begin_member_seats(DirtyScan *scan, int64 member_id, TimestampTz now)
{
	ScanKeyData keys[3];

	key_int64(&keys[0], Anum_class_registration_member_id, member_id);
	ScanKeyInit(&keys[1], Anum_class_registration_start_time,
				BTGreaterStrategyNumber, F_TIMESTAMPTZ_GT,
				TimestampTzGetDatum(now - LONGEST_BOOKING));
	ScanKeyInit(&keys[2], Anum_class_registration_start_time,
				BTLessEqualStrategyNumber, F_TIMESTAMPTZ_LE,
				TimestampTzGetDatum(now + CLASS_CHECK_IN));
	dirty_scan_begin(scan, TABLE_REGISTRATION, INDEX_REGISTRATION_MEMBER_BUSY,
					 lengthof(keys), keys);
}

/*
 * The places of a member's seats in classes that the member comes to now, and
 * of which that is not noted yet. Needs their classes and their rows.
 */
List *
class_seats_to_attend(int64 member_id, TimestampTz now, ShortLocks *locks,
					  Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	List *seats;

	do
	{
		seats = NIL;
		begin_member_seats(&scan, member_id, now);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);
			ItemPointer place;

			if (row_int64(row, desc, Anum_class_registration_end_time) <=
					now ||
				DatumGetBool(
					row_datum(row, desc, Anum_class_registration_attended)))
				continue;
			dirty_scan_note(&scan, row, blocker);
			(void) locks_need(locks, LOCK_CLASS,
							  row_int64(row, desc,
										Anum_class_registration_class_id));
			place = palloc(sizeof(ItemPointerData));
			*place = row->t_self;
			locks_need_row(locks, TABLE_REGISTRATION,
						   row_int64(row, desc, Anum_any_key), place,
						   LockTupleNoKeyExclusive);
			seats = lappend(seats, place);
		}
	} while (dirty_scan_end(&scan));
	return seats;
}

/* Note of these seats that their member came. */
void
class_attend(WriterState *writing, const List *seats)
{
	ColumnValue value =
		column_datum(Anum_class_registration_attended, BoolGetDatum(true));
	ListCell *cell;

	foreach(cell, seats)
		writer_update(writing, TABLE_REGISTRATION, GUARDED, lfirst(cell),
					  &value, 1);
}

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
	if (registration->period.start > current_instant() + CLASS_CHECK_IN)
		return refusal_not_begun(registration->id);
	(void) locks_need(&note->locks, LOCK_CLASS, registration->class_id);
	locks_need_row(&note->locks, TABLE_REGISTRATION, registration->id,
				   &registration->place, LockTupleNoKeyExclusive);
	return NULL;
}

/*
 * record_attendance(registration_id, attended): notes whether the member
 * came, from an hour before the class begins. Short-locks the class. Returns the
 * registration's id.
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
