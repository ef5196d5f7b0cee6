/*
 * class.c
 *		Classes that somebody is going to join or to change.
 */
#include "postgres.h"

#include "rows/class.h"

#include "rows/settled_row.h"

#include "utils/builtins.h"
#include "utils/timestamp.h"

static bool
read_class_row(int64 id, ClassRow *class, int deciding_count, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_class_schedule_trainer_id,      Anum_class_schedule_room_id,
		Anum_class_schedule_start_time,      Anum_class_schedule_end_time,
		Anum_class_schedule_capacity,        Anum_class_schedule_cancelled_at,
		Anum_class_schedule_may_exceed_room, Anum_class_schedule_name,
		Anum_class_schedule_price,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!settled_row(TABLE_CLASS, id, columns, lengthof(columns),
					 deciding_count, values, nulls, &class->place, blocker))
		return false;
	class->id = id;
	class->trainer_id = DatumGetInt64(values[0]);
	class->room_id = DatumGetInt64(values[1]);
	class->period.start = DatumGetTimestampTz(values[2]);
	class->period.end = DatumGetTimestampTz(values[3]);
	class->capacity = DatumGetInt32(values[4]);
	class->is_cancelled = !nulls[5];
	class->may_exceed_room = DatumGetBool(values[6]);
	class->name = TextDatumGetCString(values[7]);
	class->price = DatumGetNumeric(values[8]);
	return true;
}

/* A class that somebody wants to join: its name and price do not decide. */
bool
read_class(int64 id, ClassRow *class, Blocker *blocker)
{
	return read_class_row(id, class, 7, blocker);
}

/* A class that is going to be changed. */
bool
read_class_for_write(int64 id, ClassRow *class, Blocker *blocker)
{
	return read_class_row(id, class, FOR_WRITE, blocker);
}
