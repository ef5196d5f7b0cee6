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
 * From a turnaround before the first of so many bookings at once to a turnaround
 * after the last of them. Any one booking is full where there is but one at a time.
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
 * When a resource cannot be booked, merged and in order: where it is full,
 * and before that as long as its turnaround; and where it is closed itself. A
 * booking keeps its place for a turnaround, so another fits between two full
 * stretches if it ends a turnaround before the second. Also the bookings
 * themselves, by start. What others are about to commit is included.
 */
Periods
calendar_busy(BusyScans *scans, const BusyQuery *query, Periods *bookings)
{
	Periods busy;

	*bookings =
		calendar_booked(scans, query->kind, query->id,
						calendar_with_margin(query->range, query->turnaround),
						query->ignored, query->ignored_count);
	busy = full_with_turnaround(bookings, query->turnaround, query->most);
	calendar_add_closures(scans, &busy, query->kind, query->id, query->range);
	periods_sort(&busy);
	periods_merge(&busy);
	return busy;
}
