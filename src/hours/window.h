/*
 * window.h
 *		Availability windows: their rows, and whether two of them meet.
 */
#ifndef FITCLUB_WINDOW_H
#define FITCLUB_WINDOW_H

#include "base/periods.h"
#include "engine/dirty_scan.h"
#include "refusal/refusal.h"

#include "utils/date.h"

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

/* All zeros is an empty list. */
typedef struct Windows
{
	Window *list;
	int count;
	int size;
} Windows;

extern Window window_from_row(HeapTuple row, TupleDesc desc);
extern bool window_read(int64 id, Window *window, Blocker *blocker);
extern Refusal *window_check_overlap(const Window *window, bool across_kinds,
									 DateADT today, Blocker *blocker);
extern void window_list(DirtyScan *scan, int64 first_trainer,
						int64 last_trainer, DateADT first, DateADT last,
						Windows *windows);
extern void window_periods(const Window *windows, int count, DateADT first,
						   DateADT last, int64 offset, Periods *periods);
extern bool window_is_on(const Window *window, DateADT date);
extern void window_scan_day(DirtyScan *scan, int64 trainer_id, int day);

#endif /* FITCLUB_WINDOW_H */
