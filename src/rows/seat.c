/*
 * seat.c
 *		Seats that are going to be changed.
 */
#include "postgres.h"

#include "rows/seat.h"

#include "rows/settled_row.h"

#include "utils/timestamp.h"

/* A seat that is going to be changed. */
bool
read_registration(int64 id, Registration *registration, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_class_registration_member_id,
		Anum_class_registration_class_id,
		Anum_class_registration_start_time,
		Anum_class_registration_end_time,
		Anum_class_registration_cancelled_at,
		Anum_class_registration_price,
		Anum_class_registration_lot_id,
		Anum_class_registration_membership_id,
		Anum_class_registration_credits,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!settled_row(TABLE_REGISTRATION, id, columns, lengthof(columns),
					 FOR_WRITE, values, nulls, &registration->place, blocker))
		return false;
	registration->id = id;
	registration->member_id = DatumGetInt64(values[0]);
	registration->class_id = DatumGetInt64(values[1]);
	registration->period.start = DatumGetTimestampTz(values[2]);
	registration->period.end = DatumGetTimestampTz(values[3]);
	registration->is_cancelled = !nulls[4];
	registration->price = nulls[5] ? NULL : DatumGetNumeric(values[5]);
	registration->lot_id = nulls[6] ? NO_ID : DatumGetInt64(values[6]);
	registration->membership_id = nulls[7] ? NO_ID : DatumGetInt64(values[7]);
	registration->credits = nulls[8] ? 0 : DatumGetInt16(values[8]);
	return true;
}
