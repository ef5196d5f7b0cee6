/*
 * search.c
 *		Which starts are free, date by date.
 *
 * The club's time is cut into stretches: dates, and dates in two where the clock
 * changes, so that in one stretch readings and instants advance together. The
 * starts of a stretch are taken one after the other, and the search ends with the
 * last one that is wanted. For each the trainers who work then are asked, and
 * rooms only if one of them is free. Of a resource that is asked all of its busy
 * time in several dates is read, together with that of others.
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

/* Stretches whose bookings and closures are read at once. */
typedef struct Dates
{
	Period range;
	Course common; /* when nobody can book, or at least not the member */
	Period open;   /* in which all hours of one of the dates lie */
	BusyScans scans;
} Dates;

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

/* The first instant of a stretch at which the clock shows a multiple of the step. */
static TimestampTz
first_start(const SlotSearch *search, const Stretch *stretch)
{
	int64 since_midnight = stretch->starts.start + stretch->offset -
						   stretch->date * USECS_PER_DAY;
	int64 past = since_midnight % search->step;

	return stretch->starts.start + (past == 0 ? 0 : search->step - past);
}

/*
 * The first start, from that of a booking on, at which it may meet none of the
 * periods: its own if it does not. Bookings come by start.
 */
static TimestampTz
start_outside(Course *busy, Period booking)
{
	const Periods *periods = &busy->periods;

	while (busy->next < periods->count &&
		   periods->list[busy->next].end <= booking.start)
		busy->next++;
	if (busy->next == periods->count ||
		periods->list[busy->next].start >= booking.end)
		return booking.start;
	return periods->list[busy->next].end;
}

/* The same at which one of them may cover it. All bookings are of one length. */
static TimestampTz
start_inside(Course *hours, Period booking)
{
	const Periods *periods = &hours->periods;

	while (hours->next < periods->count &&
		   periods->list[hours->next].end < booking.end)
		hours->next++;
	if (hours->next == periods->count)
		return PG_INT64_MAX;
	return Max(periods->list[hours->next].start, booking.start);
}

static void
read_busy(const SlotSearch *search, Dates *dates, ResourceKind kind,
		  BusyTime *times, int count)
{
	BusyQuery query = {.kind = kind,
					   .range = dates->range,
					   .ignored = search->ignored,
					   .ignored_count = lengthof(search->ignored)};

	calendar_busy(&dates->scans, &query, times, count);
}

/* When nobody can book, or at least not the member. */
static Periods
read_common(const SlotSearch *search, Dates *dates)
{
	BusyTime club = {.id = THE_CLUB, .most = 1};
	BusyTime member = {.id = search->member_id, .most = 1};

	read_busy(search, dates, RESOURCE_CLUB, &club, 1);
	if (search->member_id == NO_ID)
		return club.busy;
	read_busy(search, dates, RESOURCE_MEMBER, &member, 1);
	for (int i = 0; i < member.busy.count; i++)
		periods_add(&club.busy, member.busy.list[i]);
	periods_sort(&club.busy);
	periods_merge(&club.busy);
	return club.busy;
}

/* The windows of all trainers, those whose ids follow each other by one scan. */
static Windows
read_windows(const Candidates *trainers, DateADT first, DateADT last)
{
	DirtyScan scan = FIRST_PASS;
	Windows windows = {0};
	int next;

	for (int t = 0; t < trainers->count; t = next)
	{
		for (next = t + 1; next < trainers->count; next++)
			if (trainers->list[next].id != trainers->list[next - 1].id + 1)
				break;
		window_list(&scan, trainers->list[t].id, trainers->list[next - 1].id,
					first, last, &windows);
	}
	(void) dirty_scan_end(&scan);
	return windows;
}

/* They tell when nobody has to be asked about bookings. */
static void
load_windows(SlotSearch *search, DateADT first, DateADT last)
{
	Windows windows = read_windows(&search->trainers, first, last);
	int next = 0;

	for (int t = 0; t < search->trainers.count; t++)
	{
		Candidate *trainer = &search->trainers.list[t];

		trainer->windows = &windows.list[next];
		trainer->window_count = 0;
		for (; next < windows.count &&
			   windows.list[next].trainer_id == trainer->id;
			 next++)
			trainer->window_count++;
	}
}

/* Choose those from one candidate on who may be free at a start, if not read. */
static int
choose_from(const Candidates *candidates, Candidate *asked, TimestampTz start,
			Candidate **chosen, int count, int most)
{
	const Candidate *end = candidates->list + candidates->count;

	for (Candidate *candidate = asked; candidate < end && count < most;
		 candidate++)
		if (!candidate->is_loaded && candidate->not_before <= start)
		{
			candidate->is_loaded = true;
			chosen[count++] = candidate;
		}
	return count;
}

/*
 * Read what a candidate does, and what others do who may be asked next: at the
 * same start, and then later on the date. To read many at once is cheaper, but
 * not all of them need be asked, so it begins with one and then takes three times
 * as many as it has.
 */
static void
load_busy(const SlotSearch *search, Dates *dates, Candidates *candidates,
		  Candidate *asked, Period booking)
{
	int most = 3 * candidates->loaded + 1;
	Candidate **chosen = palloc(sizeof(Candidate *) * most);
	BusyTime *times = palloc0(sizeof(BusyTime) * most);
	int count;

	count = choose_from(candidates, asked, booking.start, chosen, 0, most);
	count = choose_from(candidates, candidates->list, PG_INT64_MAX - 1, chosen,
						count, most);
	for (int i = 0; i < count; i++)
	{
		times[i].id = chosen[i]->id;
		times[i].turnaround = chosen[i]->turnaround;
		times[i].most = chosen[i]->most;
	}
	read_busy(search, dates, candidates->kind, times, count);
	for (int i = 0; i < count; i++)
	{
		chosen[i]->booked = times[i].bookings;
		chosen[i]->busy = (Course){times[i].busy};
	}
	candidates->loaded += count;
	pfree(times);
	pfree(chosen);
}

/*
 * Whether a room or a trainer is free; if not, it need not be asked before the
 * time to which it is busy.
 */
static bool
is_untaken(const SlotSearch *search, Dates *dates, Candidates *candidates,
		   Candidate *candidate, Period booking)
{
	if (!candidate->is_loaded)
		load_busy(search, dates, candidates, candidate, booking);
	candidate->not_before = start_outside(&candidate->busy, booking);
	return candidate->not_before == booking.start;
}

/*
 * Whether a trainer works and is free; if not, nor before not_before. Where
 * windows cannot be turned into instants, it is the clock as it is read then
 * that says.
 */
static bool
is_available(SlotSearch *search, Dates *dates, const Stretch *stretch,
			 Candidate *trainer, Period booking)
{
	Blocker ignored = NO_BLOCKER;

	if (booking.start < trainer->not_before)
		return false;
	if (stretch->is_plain)
	{
		trainer->not_before = start_inside(&trainer->hours, booking);
		if (trainer->not_before != booking.start)
			return false;
	}
	if (!is_untaken(search, dates, &search->trainers, trainer, booking))
		return false;
	return stretch->is_plain ||
		   hours_cover(trainer->id, booking, search->zone, NULL, &ignored);
}

/* The first room that is free, or NO_ID. */
static int64
find_room(SlotSearch *search, Dates *dates, Period booking)
{
	for (int r = 0; r < search->rooms.count; r++)
	{
		Candidate *room = &search->rooms.list[r];

		if (booking.start >= room->not_before &&
			is_untaken(search, dates, &search->rooms, room, booking))
			return room->id;
	}
	return NO_ID;
}

/* Count the trainer's bookings that start on the date, once. */
static void
count_bookings(const SlotSearch *search, const Stretch *stretch,
			   Candidate *trainer)
{
	if (trainer->bookings >= 0)
		return;
	trainer->bookings = 0;
	for (int i = 0; i < trainer->booked.count; i++)
	{
		TimestampTz start = trainer->booked.list[i].start;

		if (start >= stretch->day.start && start < stretch->day.end &&
			(stretch->is_plain ||
			 local_time(start, search->zone).date == stretch->date))
			trainer->bookings++;
	}
}

static void
report(SlotSearch *search, Period booking, const Candidate *trainer,
	   int64 room_id)
{
	Slot slot = {booking, trainer->id, room_id};

	search->report(search->state, &slot);
	search->wanted--;
}

/* Report who is free at a start: all of them, or the one with the fewest bookings. */
static void
search_start(SlotSearch *search, Dates *dates, const Stretch *stretch,
			 Period booking)
{
	Candidate *chosen = NULL;
	int64 room_id = NO_ID;

	for (int t = 0; t < search->trainers.count; t++)
	{
		Candidate *trainer = &search->trainers.list[t];

		if (!is_available(search, dates, stretch, trainer, booking))
			continue;
		if (!search->online && room_id == NO_ID &&
			(room_id = find_room(search, dates, booking)) == NO_ID)
			return;
		if (!search->each_trainer)
		{
			count_bookings(search, stretch, trainer);
			if (chosen == NULL || slot_compare_trainers(trainer, chosen) < 0)
				chosen = trainer;
			if (chosen->bookings == 0)
				break;
			continue;
		}
		report(search, booking, trainer, room_id);
		if (search->wanted == 0)
			return;
	}
	if (chosen != NULL)
		report(search, booking, chosen, room_id);
}

/* Whether the club's rules allow a start. */
static bool
is_allowed(const SlotSearch *search, const Stretch *stretch, TimestampTz at)
{
	TimestampTz midnight = stretch->date * USECS_PER_DAY - stretch->offset;

	return search->start_step == 0 ||
		   (at - midnight) % search->start_step == 0;
}

/* Trainers' hours on a date, and that their bookings have not been counted yet. */
static void
begin_date(SlotSearch *search, Dates *dates, const Stretch *stretch)
{
	dates->open = (Period){PG_INT64_MAX, PG_INT64_MIN};
	for (int t = 0; t < search->trainers.count; t++)
	{
		Candidate *trainer = &search->trainers.list[t];
		Periods *hours = &trainer->hours.periods;

		trainer->bookings = -1;
		trainer->hours.next = 0;
		trainer->not_before = PG_INT64_MAX;
		if (trainer->window_count == 0)
			continue;
		if (!stretch->is_plain)
		{
			trainer->not_before = PG_INT64_MIN;
			continue;
		}
		window_periods(trainer->windows, trainer->window_count, stretch->date,
					   stretch->date + 1, stretch->offset, hours);
		if (hours->count == 0)
			continue;
		trainer->not_before = hours->list[0].start;
		dates->open.start = Min(dates->open.start, hours->list[0].start);
		dates->open.end =
			Max(dates->open.end, hours->list[hours->count - 1].end);
	}
}

static void
search_stretch(SlotSearch *search, Dates *dates, const Stretch *stretch)
{
	TimestampTz at = first_start(search, stretch);

	begin_date(search, dates, stretch);
	for (; at < stretch->starts.end && search->wanted > 0; at += search->step)
	{
		Period booking = {at, at + search->duration};

		CHECK_FOR_INTERRUPTS();
		if (stretch->is_plain && (booking.start < dates->open.start ||
								  booking.end > dates->open.end))
			continue;
		if (is_allowed(search, stretch, at) &&
			start_outside(&dates->common, booking) == booking.start)
			search_start(search, dates, stretch, booking);
	}
}

/* Nothing has been read of the next dates yet. */
static void
forget(Candidates *candidates)
{
	candidates->loaded = 0;
	for (int i = 0; i < candidates->count; i++)
	{
		candidates->list[i].is_loaded = false;
		candidates->list[i].not_before = PG_INT64_MIN;
		candidates->list[i].hours = (Course){0};
	}
}

/* Search so many stretches. Returns where the next one begins. */
static TimestampTz
search_dates(SlotSearch *search, TimestampTz from, int count)
{
	Stretch stretches[MOST_DATES];
	Dates dates = {.range = {from, from}};
	Period *range = &dates.range;
	DateADT first = PG_INT32_MAX;
	DateADT last = PG_INT32_MIN;
	int found = 0;

	while (found < count && from < search->starts.end)
	{
		Stretch *stretch = &stretches[found++];

		*stretch = find_stretch(search, from);
		range->start = Min(range->start, stretch->day.start);
		range->end =
			Max(range->end,
				Max(stretch->day.end, stretch->starts.end + search->duration));
		first = Min(first, stretch->date - (stretch->is_plain ? 0 : 1));
		last = Max(last, stretch->date + (stretch->is_plain ? 1 : 2));
		from = stretch->starts.end;
	}
	forget(&search->trainers);
	forget(&search->rooms);
	load_windows(search, first, last);
	dates.common.periods = read_common(search, &dates);
	for (int i = 0; i < found && search->wanted > 0; i++)
		search_stretch(search, &dates, &stretches[i]);
	calendar_end_scans(&dates.scans);
	return from;
}

/* On how many dates the slots that are wanted may be, if all starts are free. */
static int
fewest_dates(const SlotSearch *search)
{
	return (int) Min(search->wanted / (USECS_PER_DAY / search->step) + 1,
					 MOST_DATES);
}

/* Report the slots by start and trainer, as many as are wanted. */
void
slot_search(SlotSearch *search)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext dates =
		AllocSetContextCreate(caller, "fitclub slots", ALLOCSET_DEFAULT_SIZES);
	TimestampTz next = search->starts.start;
	int count = fewest_dates(search);

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
