/*
 * cover.c
 *		Whether a trainer's availability windows cover a period.
 *
 * Windows are wall-clock times in the club's time zone. A booking is judged
 * day by day, by the local time of its start and end.
 */
#include "postgres.h"

#include "hours/cover.h"

#include "base/local_time.h"
#include "caller/identity.h"
#include "hours/hours_refusal.h"
#include "hours/window.h"
#include "rows/trainer.h"

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
		window_scan_day(&scan, trainer_id, day_of_week(date));
		while (settled < to &&
			   (row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			Window window = window_from_row(row, RelationGetDescr(scan.heap));

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
hours_cover(int64 trainer_id, Period period, pg_tz *zone,
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
hours_check(TableId table, int64 trainer_id, Period period, pg_tz *zone,
			Blocker *blocker)
{
	Blocker undecided = NO_BLOCKER;
	Refusal *refusal;

	if (hours_cover(trainer_id, period, zone, NULL, &undecided))
		return NULL;
	if (blocker_is_set(&undecided))
	{
		blocker_take(blocker, &undecided);
		return NULL;
	}
	refusal = refusal_trainer_unavailable(table, trainer_id, period,
										  local_window(period, zone));
	/* Members do not make windows. */
	if (identity_current()->persona == PERSONA_MEMBER)
		refusal->hint =
			"Choose a time inside the trainer's windows, which list_availability() shows, or another trainer.";
	return refusal;
}

/*
 * What is asked of a trainer who is to hold a booking: to be there and, where
 * it is new work, to be active and available. Reads the trainer on the way.
 */
Refusal *
hours_check_trainer(TableId table, int64 trainer_id, Period period,
					pg_tz *zone, bool is_new_work, Trainer *trainer,
					Blocker *blocker)
{
	if (!read_trainer(trainer_id, trainer, blocker))
		return refusal_unknown(TABLE_TRAINER, trainer_id);
	if (!is_new_work)
		return NULL;
	if (!blocker_is_set(blocker) && !trainer->is_active)
		return refusal_trainer_inactive(table, trainer_id);
	return hours_check(table, trainer_id, period, zone, blocker);
}
