/*
 * working_hours.c
 *		Whether a trainer's availability windows cover a period.
 *
 * Windows are wall-clock times in the club's time zone. A booking is judged
 * day by day, by the local time of its start and end.
 */
#include "postgres.h"

#include "hours/working_hours.h"

#include "caller/identity.h"
#include "hours/hours_refusal.h"

#include "utils/fmgroids.h"

/* A row of trainer_availability. */
Window
read_window_row(HeapTuple row, TupleDesc desc)
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
read_window(int64 id, Window *window, Blocker *blocker)
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
			RowState state = dirty_scan_state(&scan);

			if (state == ROW_ARRIVING)
				continue;
			if (state == ROW_LEAVING)
				dirty_scan_note(&scan, row, blocker);
			*window = read_window_row(row, RelationGetDescr(scan.heap));
			found = true;
		}
	} while (dirty_scan_end(&scan) && !found);
	return found;
}

static bool
window_is_on(const Window *window, DateADT date)
{
	return window->is_recurring ? window->day_of_week == day_of_week(date)
								: window->available_on == date;
}

static void
begin_day(DirtyScan *scan, int64 trainer_id, int day)
{
	ScanKeyData keys[2];

	key_int64(&keys[0], Anum_trainer_availability_trainer_id, trainer_id);
	ScanKeyInit(&keys[1], Anum_trainer_availability_day_of_week,
				BTEqualStrategyNumber, F_INT2EQ, Int16GetDatum((int16) day));
	dirty_scan_begin(scan, TABLE_AVAILABILITY, INDEX_AVAILABILITY_DAY, 2,
					 keys);
}

/* Windows come by start, so that coverage only ever grows to the right. */
static void
extend(TimeADT *covered, TimeADT start, TimeADT end)
{
	if (start <= *covered && end > *covered)
		*covered = end;
}

/*
 * Whether the windows of one date cover a stretch of it. Windows that others
 * are adding or removing do not count, but if they would make the difference
 * one of their transactions is the blocker.
 */
static bool
day_covers(int64 trainer_id, DateADT date, TimeADT from, TimeADT to,
		   const WindowChange *change, Blocker *blocker)
{
	const Window *planned = change ? change->added : NULL;
	const Window *added;
	Blocker undecided = NO_BLOCKER;
	TimeADT settled = from;
	TimeADT possible = from;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;

	if (planned != NULL && !window_is_on(planned, date))
		planned = NULL;
	do
	{
		added = planned;
		settled = from;
		possible = from;
		begin_day(&scan, trainer_id, day_of_week(date));
		while (settled < to &&
			   (row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			Window window = read_window_row(row, RelationGetDescr(scan.heap));

			if (!window_is_on(&window, date) ||
				(change != NULL && window.id == change->removed_id))
				continue;
			/* The added window takes its turn before the first later one. */
			if (added != NULL && added->start <= window.start)
			{
				extend(&settled, added->start, added->end);
				extend(&possible, added->start, added->end);
				added = NULL;
			}
			extend(&possible, window.start, window.end);
			if (dirty_scan_state(&scan) == ROW_SETTLED)
				extend(&settled, window.start, window.end);
			else
				dirty_scan_note(&scan, row, &undecided);
		}
	} while (dirty_scan_end(&scan) && settled < to);
	if (added != NULL)
	{
		extend(&settled, added->start, added->end);
		extend(&possible, added->start, added->end);
	}
	if (settled >= to)
		return true;
	if (possible >= to)
		blocker_take(blocker, &undecided);
	return false;
}

/* A period as the clock on the wall shows it. */
typedef struct LocalPeriod
{
	LocalTime start;
	LocalTime end;
} LocalPeriod;

/*
 * What clocks show while a period lasts. When they go back, it can end at or
 * before its start, even on the day before.
 */
static LocalPeriod
local_period(Period period, pg_tz *zone)
{
	LocalTime start = local_time(period.start, zone);
	LocalTime end = local_time(period.end, zone);

	if (local_microseconds(end) < local_microseconds(start))
		return (LocalPeriod){end, start};
	if (local_microseconds(end) == local_microseconds(start))
		end.time++;
	return (LocalPeriod){start, end};
}

/* The stretch of a date that a period takes up; false if none. */
static bool
stretch_of_day(const LocalPeriod *period, DateADT date, TimeADT *from,
			   TimeADT *to)
{
	*from = (date == period->start.date) ? period->start.time : 0;
	*to = (date == period->end.date) ? period->end.time : USECS_PER_DAY;
	return *from < *to;
}

/*
 * Whether a trainer's windows cover a period, with a planned change of them
 * taken as done. Adjacent windows join.
 */
bool
working_hours_cover(int64 trainer_id, Period period, pg_tz *zone,
					const WindowChange *change, Blocker *blocker)
{
	LocalPeriod local = local_period(period, zone);

	for (DateADT date = local.start.date; date <= local.end.date; date++)
	{
		TimeADT from;
		TimeADT to;

		if (stretch_of_day(&local, date, &from, &to) &&
			!day_covers(trainer_id, date, from, to, change, blocker))
			return false;
	}
	return true;
}

/* Whether a period takes up any of a window. */
bool
window_touches(const Window *window, Period period, pg_tz *zone)
{
	LocalPeriod local = local_period(period, zone);

	for (DateADT date = local.start.date; date <= local.end.date; date++)
	{
		TimeADT from;
		TimeADT to;

		if (window_is_on(window, date) &&
			stretch_of_day(&local, date, &from, &to) && from < window->end &&
			window->start < to)
			return true;
	}
	return false;
}

/* Rule: a trainer works only inside availability. */
Refusal *
working_hours_check(TableId table, int64 trainer_id, Period period,
					pg_tz *zone, Blocker *blocker)
{
	Blocker undecided = NO_BLOCKER;
	Refusal *refusal;

	if (working_hours_cover(trainer_id, period, zone, NULL, &undecided))
		return NULL;
	if (blocker_is_set(&undecided))
	{
		blocker_take(blocker, &undecided);
		return NULL;
	}
	refusal = refusal_trainer_unavailable(table, trainer_id, period,
										  local_window(period, zone));
	/* Members do not make windows. */
	if (current_identity()->persona == PERSONA_MEMBER)
		refusal->hint =
			"Choose a time inside the trainer's windows, which list_availability() shows, or another trainer.";
	return refusal;
}

/*
 * What is asked of a trainer who is to hold a booking: to be there and, where
 * it is new work, to be active and available. Reads the trainer on the way.
 */
Refusal *
trainer_check_work(TableId table, int64 trainer_id, Period period, pg_tz *zone,
				   bool is_new_work, Trainer *trainer, Blocker *blocker)
{
	if (!read_trainer(trainer_id, trainer, blocker))
		return refusal_unknown(TABLE_TRAINER, trainer_id);
	if (!is_new_work)
		return NULL;
	if (!blocker_is_set(blocker) && !trainer->is_active)
		return refusal_trainer_inactive(table, trainer_id);
	return working_hours_check(table, trainer_id, period, zone, blocker);
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
		begin_day(&scan, window->trainer_id, window->day_of_week);
		while (refusal == NULL &&
			   (row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			Window other = read_window_row(row, RelationGetDescr(scan.heap));

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
