/*
 * fitclub.h
 *		Names, limits and small types that all of fitclub shares.
 */
#ifndef FITCLUB_H
#define FITCLUB_H

#include "base/compat.h"

#include "datatype/timestamp.h"

#define FITCLUB_VERSION "1.2"
#define FITCLUB_EXTENSION "fitclub"
#define FITCLUB_SCHEMA "fitclub"

/*
 * No booking is longer than this, in microseconds: the longest day by any
 * clock that is in use. The clocks of Antarctica/Casey go back by 3 hours.
 */
#define LONGEST_BOOKING (INT64CONST(27) * USECS_PER_HOUR)

/* No closure is longer than this. */
#define LONGEST_CLOSURE (INT64CONST(366) * USECS_PER_DAY)

/* Ids are identity values, so 0 is free to mean "none". */
#define NO_ID INT64CONST(0)

/* The half-open time from start to end. */
typedef struct Period
{
	TimestampTz start;
	TimestampTz end;
} Period;

static inline bool
periods_overlap(Period a, Period b)
{
	return a.start < b.end && b.start < a.end;
}

static inline bool
periods_equal(Period a, Period b)
{
	return a.start == b.start && a.end == b.end;
}

#endif /* FITCLUB_H */
