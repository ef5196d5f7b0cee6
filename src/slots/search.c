/*
 * search.c
 *		Which starts are free, date by date.
 *
 * The club's time is cut into stretches: dates, and dates in two where the clock
 * changes, so that in one stretch readings and instants advance together. The
 * starts of a stretch are compared with what is busy: first the club and the
 * member, then rooms, until each start has one, then trainers. Of each resource
 * all of its busy time in several dates is read at once, and only if it is
 * asked for.
 *
 * A trainer's windows are turned into instants once for a stretch. Where that
 * would be wrong, as clocks change before the last booking of the stretch
 * ends, each start is asked of hours_cover() instead.
 *
 * Locks nothing and waits for nobody: what others are about to commit is taken.
 */
#include "postgres.h"

#include "slots/search.h"

#include "base/local_time.h"
#include "hours/cover.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/* So many dates are read at once, once there turns out to be a need for many. */
#define MOST_DATES 16

/* How far a clock may be put forward or back on a date, and more. */
#define CLOCK_CHANGES (INT64CONST(6) * USECS_PER_HOUR)

/* Starts on one date between two changes of the clock. */
typedef struct Stretch
{
	DateADT date;
	int64 offset; /* of the clock, ahead of UTC */
	Period starts;
	Period day;    /* in which all starts on the date are */
	bool is_plain; /* no change on the date, nor while a booking lasts */
} Stretch;

/* A start that may be free, and what is free then. */
typedef struct Start
{
	TimestampTz at;
	int64 room_id;
	Candidate **trainers;
	int trainer_count;
	int trainer_size;
} Start;

typedef struct Starts
{
	Start *list;
	int count;
	bool *is_free; /* for the resource that is being looked at */
} Starts;

static Stretch
find_stretch(const SlotSearch *search, TimestampTz from)
{
	Stretch stretch;
	TimestampTz change;
	TimestampTz midnight;
	int64 local;

	stretch.offset = clock_offset(from, search->zone, &change);
	local = from + stretch.offset;
	stretch.date = (DateADT) (local / USECS_PER_DAY -
							  (local % USECS_PER_DAY < 0 ? 1 : 0));
	midnight = stretch.date * USECS_PER_DAY - stretch.offset;
	stretch.day = (Period){midnight, midnight + USECS_PER_DAY};
	stretch.starts =
		(Period){from, Min(search->starts.end, Min(change, stretch.day.end))};
	stretch.is_plain = clock_offset(midnight, search->zone, &change) ==
						   stretch.offset &&
					   change >= stretch.day.end &&
					   change >= stretch.starts.end + search->duration;
	if (!stretch.is_plain)
		stretch.day = calendar_with_margin(stretch.day, CLOCK_CHANGES);
	return stretch;
}

/* The instants of a stretch at which the clock shows a multiple of the step. */
static Starts
list_starts(const SlotSearch *search, const Stretch *stretch)
{
	int64 since_midnight = stretch->starts.start + stretch->offset -
						   stretch->date * USECS_PER_DAY;
	int64 past = since_midnight % search->step;
	TimestampTz at = stretch->starts.start +
					 (past == 0 ? 0 : search->step - past);
	Starts starts = {0};

	if (at >= stretch->starts.end)
		return starts;
	starts.count = (int) ((stretch->starts.end - 1 - at) / search->step) + 1;
	starts.list = palloc0(sizeof(Start) * starts.count);
	starts.is_free = palloc(sizeof(bool) * starts.count);
	for (int i = 0; i < starts.count; i++)
		starts.list[i].at = at + i * search->step;
	return starts;
}

/* Mark the starts at which a resource is free for as long as a booking takes. */
static void
mark_free(const SlotSearch *search, Starts *starts, const Periods *busy)
{
	int next = 0;

	for (int i = 0; i < starts->count; i++)
	{
		TimestampTz at = starts->list[i].at;

		while (next < busy->count && busy->list[next].end <= at)
			next++;
		starts->is_free[i] = next == busy->count ||
							 busy->list[next].start >= at + search->duration;
	}
}

/* Of those, leave the ones that lie within hours. */
static void
mark_within(const SlotSearch *search, Starts *starts, const Periods *hours)
{
	int next = 0;

	for (int i = 0; i < starts->count; i++)
	{
		TimestampTz at = starts->list[i].at;

		while (next < hours->count &&
			   hours->list[next].end < at + search->duration)
			next++;
		if (next == hours->count || hours->list[next].start > at)
			starts->is_free[i] = false;
	}
}

/* The same asked start by start, by the clock as it is read then. */
static void
mark_covered(const SlotSearch *search, Starts *starts, int64 trainer_id)
{
	for (int i = 0; i < starts->count; i++)
	{
		Blocker ignored = NO_BLOCKER;
		TimestampTz at = starts->list[i].at;

		if (starts->is_free[i])
			starts->is_free[i] =
				hours_cover(trainer_id, (Period){at, at + search->duration},
							search->zone, NULL, &ignored);
	}
}

/* Go on without the starts that are not free. */
static void
keep_free(Starts *starts)
{
	int kept = 0;

	for (int i = 0; i < starts->count; i++)
		if (starts->is_free[i])
			starts->list[kept++] = starts->list[i];
	starts->count = kept;
}

static Periods
read_busy(const SlotSearch *search, Period range, ResourceKind kind, int64 id,
		  Candidate *candidate)
{
	Periods unused;
	BusyQuery query = {.kind = kind,
					   .id = id,
					   .range = range,
					   .turnaround = candidate == NULL ? 0
													   : candidate->turnaround,
					   .most = candidate == NULL ? 1 : candidate->most,
					   .ignored = search->ignored,
					   .ignored_count = lengthof(search->ignored)};

	return calendar_busy(&query,
						 candidate == NULL ? &unused : &candidate->booked);
}

/* When nobody can book, or at least not the member. */
static Periods
read_common(const SlotSearch *search, Period range)
{
	Periods common = read_busy(search, range, RESOURCE_CLUB, THE_CLUB, NULL);
	Periods member;

	if (search->member_id == NO_ID)
		return common;
	member =
		read_busy(search, range, RESOURCE_MEMBER, search->member_id, NULL);
	for (int i = 0; i < member.count; i++)
		periods_add(&common, member.list[i]);
	periods_sort(&common);
	periods_merge(&common);
	return common;
}

static void
load(const SlotSearch *search, Period range, ResourceKind kind,
	 Candidate *candidate)
{
	if (candidate->is_loaded)
		return;
	candidate->is_loaded = true;
	if (kind == RESOURCE_TRAINER)
		candidate->window_count = window_list(
			candidate->id, local_time(range.start, search->zone).date,
			local_time(range.end, search->zone).date, &candidate->windows);
	if (kind == RESOURCE_ROOM || candidate->window_count > 0)
		candidate->busy =
			read_busy(search, range, kind, candidate->id, candidate);
}

/* Give each start the first room that is free, and go on with those. */
static void
find_rooms(SlotSearch *search, Period range, Starts *starts)
{
	int missing = starts->count;

	for (int r = 0; r < search->rooms.count && missing > 0; r++)
	{
		Candidate *room = &search->rooms.list[r];

		load(search, range, RESOURCE_ROOM, room);
		mark_free(search, starts, &room->busy);
		for (int i = 0; i < starts->count; i++)
			if (starts->is_free[i] && starts->list[i].room_id == NO_ID)
			{
				starts->list[i].room_id = room->id;
				missing--;
			}
	}
	for (int i = 0; i < starts->count; i++)
		starts->is_free[i] = starts->list[i].room_id != NO_ID;
	keep_free(starts);
}

static void
mark_free_trainer(const SlotSearch *search, const Stretch *stretch,
				  Starts *starts, const Candidate *trainer)
{
	Periods hours;

	mark_free(search, starts, &trainer->busy);
	if (!stretch->is_plain)
	{
		mark_covered(search, starts, trainer->id);
		return;
	}
	hours = window_periods(trainer->windows, trainer->window_count,
						   stretch->date, stretch->date + 1, stretch->offset);
	mark_within(search, starts, &hours);
	if (hours.list != NULL)
		pfree(hours.list);
}

/* How many bookings of a trainer start on the date. */
static int
count_bookings(const SlotSearch *search, const Stretch *stretch,
			   const Candidate *trainer)
{
	int count = 0;

	for (int i = 0; i < trainer->booked.count; i++)
	{
		TimestampTz start = trainer->booked.list[i].start;

		if (start >= stretch->day.start && start < stretch->day.end &&
			(stretch->is_plain ||
			 local_time(start, search->zone).date == stretch->date))
			count++;
	}
	return count;
}

static void
add_trainer(Start *start, Candidate *trainer)
{
	if (start->trainer_count == start->trainer_size)
	{
		start->trainer_size = Max(4, 2 * start->trainer_size);
		start->trainers =
			start->trainers == NULL
				? palloc(sizeof(Candidate *) * start->trainer_size)
				: repalloc(start->trainers,
						   sizeof(Candidate *) * start->trainer_size);
	}
	start->trainers[start->trainer_count++] = trainer;
}

/* Note a trainer at the starts at which the trainer is free. */
static void
note_trainer(const SlotSearch *search, const Stretch *stretch, Starts *starts,
			 Candidate *trainer)
{
	trainer->bookings = -1;
	for (int i = 0; i < starts->count; i++)
	{
		Start *start = &starts->list[i];

		if (!starts->is_free[i])
			continue;
		if (start->trainer_count == 0 ||
			(search->each_trainer && start->trainer_count < search->wanted))
			add_trainer(start, trainer);
		if (search->each_trainer)
			continue;
		if (trainer->bookings < 0)
			trainer->bookings = count_bookings(search, stretch, trainer);
		if (slot_compare_trainers(trainer, start->trainers[0]) < 0)
			start->trainers[0] = trainer;
	}
}

/* Whether no trainer who comes later can be in a row that is wanted. */
static bool
is_decided(const SlotSearch *search, const Starts *starts)
{
	if (search->each_trainer)
		return starts->list[0].trainer_count >= search->wanted;
	for (int i = 0; i < starts->count && i < search->wanted; i++)
		if (starts->list[i].trainer_count == 0 ||
			starts->list[i].trainers[0]->bookings > 0)
			return false;
	return true;
}

static void
find_trainers(SlotSearch *search, const Stretch *stretch, Period range,
			  Starts *starts)
{
	for (int t = 0; t < search->trainers.count; t++)
	{
		Candidate *trainer = &search->trainers.list[t];

		CHECK_FOR_INTERRUPTS();
		load(search, range, RESOURCE_TRAINER, trainer);
		if (trainer->window_count == 0)
			continue;
		mark_free_trainer(search, stretch, starts, trainer);
		note_trainer(search, stretch, starts, trainer);
		if (is_decided(search, starts))
			break;
	}
}

static void
report_starts(SlotSearch *search, const Starts *starts)
{
	for (int i = 0; i < starts->count; i++)
	{
		const Start *start = &starts->list[i];
		Slot slot = {.period = {start->at, start->at + search->duration},
					 .room_id = start->room_id};

		for (int t = 0; t < start->trainer_count && search->wanted > 0; t++)
		{
			slot.trainer_id = start->trainers[t]->id;
			search->report(search->state, &slot);
			search->wanted--;
		}
	}
}

/* Leave the starts that the club's rules allow. */
static void
keep_allowed(const SlotSearch *search, const Stretch *stretch, Starts *starts)
{
	TimestampTz midnight = stretch->date * USECS_PER_DAY - stretch->offset;

	if (search->start_step == 0)
		return;
	for (int i = 0; i < starts->count; i++)
		starts->is_free[i] =
			(starts->list[i].at - midnight) % search->start_step == 0;
	keep_free(starts);
}

static void
search_stretch(SlotSearch *search, const Stretch *stretch, Period range,
			   const Periods *common)
{
	Starts starts = list_starts(search, stretch);

	keep_allowed(search, stretch, &starts);
	mark_free(search, &starts, common);
	keep_free(&starts);
	if (!search->online)
		find_rooms(search, range, &starts);
	if (starts.count == 0)
		return;
	find_trainers(search, stretch, range, &starts);
	report_starts(search, &starts);
}

/* Nothing has been read of the next dates yet. */
static void
forget(Candidates *candidates)
{
	for (int i = 0; i < candidates->count; i++)
		candidates->list[i].is_loaded = false;
}

/* Search so many stretches. Returns where the next one begins. */
static TimestampTz
search_dates(SlotSearch *search, TimestampTz from, int count)
{
	Stretch stretches[MOST_DATES];
	Period range = {from, from};
	Periods common;
	int found = 0;

	while (found < count && from < search->starts.end)
	{
		Stretch *stretch = &stretches[found++];

		*stretch = find_stretch(search, from);
		range.start = Min(range.start, stretch->day.start);
		range.end =
			Max(range.end,
				Max(stretch->day.end, stretch->starts.end + search->duration));
		from = stretch->starts.end;
	}
	forget(&search->trainers);
	forget(&search->rooms);
	common = read_common(search, range);
	for (int i = 0; i < found && search->wanted > 0; i++)
		search_stretch(search, &stretches[i], range, &common);
	return from;
}

/* Report the slots by start and trainer, as many as are wanted. */
void
slot_search(SlotSearch *search)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext dates =
		AllocSetContextCreate(caller, "fitclub slots", ALLOCSET_DEFAULT_SIZES);
	TimestampTz next = search->starts.start;
	int count = 1;

	while (next < search->starts.end && search->wanted > 0 &&
		   search->trainers.count > 0)
	{
		MemoryContextSwitchTo(dates);
		next = search_dates(search, next, count);
		MemoryContextSwitchTo(caller);
		MemoryContextReset(dates);
		count = Min(2 * count, MOST_DATES);
	}
	MemoryContextDelete(dates);
}
