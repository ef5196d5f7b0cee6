/*
 * working_hours.h
 *		Whether a trainer's availability windows cover a period.
 */
#ifndef FITCLUB_WORKING_HOURS_H
#define FITCLUB_WORKING_HOURS_H

#include "base/local_time.h"
#include "engine/dirty_scan.h"
#include "refusal/refusal.h"
#include "rows/settled_row.h"

/* A window as it is stored; available_on counts only if not recurring. */
typedef struct Window
{
	int64 id;
	int64 trainer_id;
	int day_of_week;
	TimeADT start;
	TimeADT end;
	bool is_recurring;
	DateADT available_on;
	ItemPointerData place;
} Window;

/* A change not yet written: this window gone, that one in its place. */
typedef struct WindowChange
{
	int64 removed_id;    /* NO_ID: none */
	const Window *added; /* NULL: none */
} WindowChange;

extern Window read_window_row(HeapTuple row, TupleDesc desc);
extern bool read_window(int64 id, Window *window, Blocker *blocker);
extern bool working_hours_cover(int64 trainer_id, Period period, pg_tz *zone,
								const WindowChange *change, Blocker *blocker);
extern bool window_touches(const Window *window, Period period, pg_tz *zone);
extern Refusal *working_hours_check(TableId table, int64 trainer_id,
									Period period, pg_tz *zone,
									Blocker *blocker);
extern Refusal *trainer_check_work(TableId table, int64 trainer_id,
								   Period period, pg_tz *zone,
								   bool is_new_work, Trainer *trainer,
								   Blocker *blocker);
extern Refusal *window_check_overlap(const Window *window, bool across_kinds,
									 DateADT today, Blocker *blocker);

#endif /* FITCLUB_WORKING_HOURS_H */
