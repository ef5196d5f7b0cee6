/*
 * periods.h
 *		Lists of periods.
 */
#ifndef FITCLUB_PERIODS_H
#define FITCLUB_PERIODS_H

#include "base/fitclub.h"

/* All zeros is an empty one. */
typedef struct Periods
{
	Period *list;
	int count;
	int size;
} Periods;

extern void periods_add(Periods *periods, Period period);
extern void periods_sort(Periods *periods);
extern void periods_merge(Periods *periods);

#endif /* FITCLUB_PERIODS_H */
