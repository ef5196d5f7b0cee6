/*
 * trainer.c
 *		Trainers, as their bookings need them.
 */
#include "postgres.h"

#include "rows/trainer.h"

#include "base/local_time.h"
#include "rows/settled_row.h"

#include "utils/builtins.h"
#include "utils/timestamp.h"

/* The trainer; the name, which is for the bill, decides nothing. */
bool
read_trainer(int64 id, Trainer *trainer, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_trainer_is_active,
		Anum_trainer_turnaround,
		Anum_trainer_first_name,
		Anum_trainer_last_name,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	trainer->seen = (RowPlace){TABLE_TRAINER, id};
	if (!settled_row(TABLE_TRAINER, id, columns, lengthof(columns), 2, values,
					 nulls, &trainer->seen.place, blocker))
		return false;
	trainer->id = id;
	trainer->is_active = DatumGetBool(values[0]);
	trainer->turnaround = interval_length(DatumGetIntervalP(values[1]));
	trainer->full_name = psprintf("%s %s", TextDatumGetCString(values[2]),
								  TextDatumGetCString(values[3]));
	return true;
}
