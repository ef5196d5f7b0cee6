/*
 * window.c
 *		Availability windows: their rows, and whether two of them meet.
 */
#include "postgres.h"

#include "hours/window.h"

#include "base/local_time.h"
#include "hours/hours_refusal.h"

#include "utils/fmgroids.h"

/* A row of trainer_availability. */
Window
window_from_row(HeapTuple row, TupleDesc desc)
{
	Window window;

	window.place = row->t_self;
	window.id = row_int64(row, desc, Anum_any_key);
	window.trainer_id =
		row_int64(row, desc, Anum_trainer_availability_trainer_id);
	window.day_of_week = DatumGetInt16(
		row_datum(row, desc, Anum_trainer_availability_day_of_week));
	window.start = row_int64(row, desc, Anum_trainer_availability_start_time);
	window.end = row_int64(row, desc, Anum_trainer_availability_end_time);
	window.is_recurring =
		row_is_null(row, Anum_trainer_availability_available_on);
	window.available_on =
		window.is_recurring
			? 0
			: DatumGetDateADT(row_datum(
				  row, desc, Anum_trainer_availability_available_on));
	return window;
}

/* The window with this id, if it is there; a changing one is a blocker. */
bool
window_read(int64 id, Window *window, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	bool found = false;

	key_int64(&key, Anum_any_key, id);
	do
	{
		dirty_scan_begin(&scan, TABLE_AVAILABILITY, INDEX_AVAILABILITY_KEY, 1,
						 &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			if (dirty_scan_state(&scan) == ROW_ARRIVING)
				continue;
			dirty_scan_note(&scan, row, blocker);
			*window = window_from_row(row, RelationGetDescr(scan.heap));
			found = true;
		}
	} while (dirty_scan_end(&scan) && !found);
	return found;
}

/* Whether a window is for this date. */
bool
window_is_on(const Window *window, DateADT date)
{
	return window->is_recurring ? window->day_of_week == day_of_week(date)
								: window->available_on == date;
}

/* Begin to scan a trainer's windows of a day of the week, by start. */
void
window_scan_day(DirtyScan *scan, int64 trainer_id, int day)
{
	ScanKeyData keys[2];

	key_int64(&keys[0], Anum_trainer_availability_trainer_id, trainer_id);
	ScanKeyInit(&keys[1], Anum_trainer_availability_day_of_week,
				BTEqualStrategyNumber, F_INT2EQ, Int16GetDatum((int16) day));
	dirty_scan_begin(scan, TABLE_AVAILABILITY, INDEX_AVAILABILITY_DAY, 2,
					 keys);
}

/*
 * Keys for the windows of the days of the week from one date to another, and how
 * many keys. None, which is all days, where a Monday is among them after a Sunday.
 */
static int
day_keys(DateADT first, DateADT last, ScanKey keys)
{
	int from = day_of_week(first);
	int to = day_of_week(last);

	if (last - first != to - from)
		return 0;
	ScanKeyInit(&keys[0], Anum_trainer_availability_day_of_week,
				BTGreaterEqualStrategyNumber, F_INT2GE,
				Int16GetDatum((int16) from));
	ScanKeyInit(&keys[1], Anum_trainer_availability_day_of_week,
				BTLessEqualStrategyNumber, F_INT2LE,
				Int16GetDatum((int16) to));
	return 2;
}

/*
 * Add all windows of trainers, from one id to another, that are settled and may
 * be on one of the dates from one to another, by trainer, day of the week and
 * start; by a scan that stays open.
 */
void
window_list(DirtyScan *scan, int64 first_trainer, int64 last_trainer,
			DateADT first, DateADT last, Windows *windows)
{
	ScanKeyData keys[4];
	int key_count = 2 + day_keys(first, last, &keys[2]);
	int before = windows->count;
	HeapTuple row;

	ScanKeyInit(&keys[0], Anum_trainer_availability_trainer_id,
				BTGreaterEqualStrategyNumber, F_INT8GE,
				Int64GetDatum(first_trainer));
	ScanKeyInit(&keys[1], Anum_trainer_availability_trainer_id,
				BTLessEqualStrategyNumber, F_INT8LE,
				Int64GetDatum(last_trainer));
	do
	{
		windows->count = before;
		dirty_scan_ask(scan, TABLE_AVAILABILITY, INDEX_AVAILABILITY_DAY,
					   key_count, keys);
		while ((row = dirty_scan_next(scan, ForwardScanDirection)) != NULL)
		{
			Window window = window_from_row(row, RelationGetDescr(scan->heap));

			if (dirty_scan_state(scan) != ROW_SETTLED ||
				(!window.is_recurring &&
				 (window.available_on < first || window.available_on > last)))
				continue;
			if (windows->count == windows->size)
			{
				windows->size = Max(16, 2 * windows->size);
				windows->list = windows->list == NULL
									? palloc(sizeof(Window) * windows->size)
									: repalloc(windows->list,
											   sizeof(Window) * windows->size);
			}
			windows->list[windows->count++] = window;
		}
	} while (dirty_scan_has_to_repeat(scan));
}

/*
 * When these windows are open from one date to another, joined where they meet,
 * by a clock that is ahead of UTC by so much all the time; in place of what the
 * list held.
 */
void
window_periods(const Window *windows, int count, DateADT first, DateADT last,
			   int64 offset, Periods *periods)
{
	periods->count = 0;
	for (DateADT date = first; date <= last; date++)
	{
		TimestampTz midnight = date * USECS_PER_DAY - offset;

		for (int i = 0; i < count; i++)
			if (window_is_on(&windows[i], date))
				periods_add(periods, (Period){midnight + windows[i].start,
											  midnight + windows[i].end});
	}
	periods_merge(periods);
}

/*
 * Whether two windows of one weekday may not overlap: two weekly ones, or two
 * on one date; and, where a function asks, a weekly one and one still to come.
 */
static bool
windows_exclude(const Window *a, const Window *b, bool across_kinds,
				DateADT today)
{
	if (a->is_recurring && b->is_recurring)
		return true;
	if (!a->is_recurring && !b->is_recurring)
		return a->available_on == b->available_on;
	return across_kinds &&
		   (a->is_recurring ? b->available_on : a->available_on) >= today;
}

/* Rule: windows of one trainer on one day never overlap. */
Refusal *
window_check_overlap(const Window *window, bool across_kinds, DateADT today,
					 Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	Refusal *refusal = NULL;

	do
	{
		window_scan_day(&scan, window->trainer_id, window->day_of_week);
		while (refusal == NULL &&
			   (row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			Window other = window_from_row(row, RelationGetDescr(scan.heap));

			if (other.id == window->id || other.start >= window->end ||
				window->start >= other.end ||
				!windows_exclude(window, &other, across_kinds, today))
				continue;
			if (dirty_scan_state(&scan) == ROW_SETTLED)
				refusal = refusal_window_overlaps(
					window->trainer_id,
					clock_window(other.day_of_week, other.start, other.end));
			else
				dirty_scan_note(&scan, row, blocker);
		}
	} while (dirty_scan_end(&scan) && refusal == NULL);
	return refusal;
}
