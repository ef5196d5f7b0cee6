/*
 * busy_time.c
 *		When a resource cannot be booked, as merged periods.
 *
 * The probe answers for one period. Here the answer is for a range, of which
 * any number of periods can then be asked without another look at the tables.
 */
#include "postgres.h"

#include "calendar/busy_time.h"

/* Where a booking starts or ends. */
typedef struct Edge
{
	TimestampTz at;
	int change; /* 1 or -1: of the number of bookings that are held */
} Edge;

/* In the order of time; of those at one instant, ends come first. */
static int
compare_edges(const void *left, const void *right)
{
	const Edge *a = left;
	const Edge *b = right;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->change - b->change;
}

/*
 * The stretches of time in which a number of bookings are held at once, each
 * for so much longer.
 */
Periods
calendar_full(const Periods *bookings, int64 longer, int number)
{
	Periods full = {0};
	Edge *edges = palloc(sizeof(Edge) * 2 * (bookings->count + 1));
	int count = 0;
	int held = 0;
	TimestampTz start = 0;

	for (int i = 0; i < bookings->count; i++)
	{
		edges[count++] = (Edge){bookings->list[i].start, 1};
		edges[count++] = (Edge){bookings->list[i].end + longer, -1};
	}
	qsort(edges, count, sizeof(Edge), compare_edges);
	for (int i = 0; i < count; i++)
	{
		bool was_full = held >= number;

		held += edges[i].change;
		if (!was_full && held >= number)
			start = edges[i].at;
		else if (was_full && held < number)
			periods_add(&full, (Period){start, edges[i].at});
	}
	pfree(edges);
	return full;
}

/*
 * The stretches in which so many bookings are held at once, with the turnaround
 * before and after them. Where there is one at a time it is each booking, so
 * that there is nothing to count.
 */
static Periods
full_with_turnaround(const Periods *bookings, int64 turnaround, int most)
{
	Periods full = {0};

	if (most > 1)
	{
		full = calendar_full(bookings, turnaround, most);
		for (int i = 0; i < full.count; i++)
			full.list[i].start -= turnaround;
		return full;
	}
	for (int i = 0; i < bookings->count; i++)
		periods_add(&full,
					calendar_with_margin(bookings->list[i], turnaround));
	return full;
}

/*
 * When resources cannot be booked, merged and in order: where one is full, and
 * before that as long as its turnaround; and where it is closed itself. A booking
 * keeps its place for a turnaround, so another fits between two full stretches if
 * it ends a turnaround before the second. Also the bookings themselves, by
 * start. What others are about to commit is included.
 */
void
calendar_busy(BusyScans *scans, const BusyQuery *query, BusyTime *times,
			  int count)
{
	Booked *booked = palloc0(sizeof(Booked) * count);

	for (int i = 0; i < count; i++)
	{
		booked[i].id = times[i].id;
		booked[i].range =
			calendar_with_margin(query->range, times[i].turnaround);
	}
	calendar_booked(scans, query->kind, booked, count, query->ignored,
					query->ignored_count);
	for (int i = 0; i < count; i++)
	{
		BusyTime *time = &times[i];

		time->bookings = booked[i].bookings;
		time->busy = full_with_turnaround(&time->bookings, time->turnaround,
										  time->most);
		calendar_add_closures(scans, &time->busy, query->kind, time->id,
							  query->range);
		periods_sort(&time->busy);
		periods_merge(&time->busy);
	}
	pfree(booked);
}
