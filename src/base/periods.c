/*
 * periods.c
 *		Lists of periods.
 */
#include "postgres.h"

#include "base/periods.h"

#define FIRST_SIZE 16

void
periods_add(Periods *periods, Period period)
{
	if (periods->count == periods->size)
	{
		periods->size = Max(FIRST_SIZE, 2 * periods->size);
		periods->list =
			periods->list == NULL
				? palloc(sizeof(Period) * periods->size)
				: repalloc(periods->list, sizeof(Period) * periods->size);
	}
	periods->list[periods->count++] = period;
}

static int
compare_starts(const void *left, const void *right)
{
	TimestampTz a = ((const Period *) left)->start;
	TimestampTz b = ((const Period *) right)->start;

	return (a > b) - (a < b);
}

/* By start. */
void
periods_sort(Periods *periods)
{
	if (periods->count > 1)
		qsort(periods->list, periods->count, sizeof(Period), compare_starts);
}

/* Join those that overlap or meet, of a list in order. */
void
periods_merge(Periods *periods)
{
	int merged = 0;

	for (int i = 0; i < periods->count; i++)
	{
		Period next = periods->list[i];

		if (merged > 0 && next.start <= periods->list[merged - 1].end)
			periods->list[merged - 1].end =
				Max(periods->list[merged - 1].end, next.end);
		else
			periods->list[merged++] = next;
	}
	periods->count = merged;
}
