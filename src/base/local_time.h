/*
 * local_time.h
 *		Wall-clock time in the club's time zone.
 */
#ifndef FITCLUB_LOCAL_TIME_H
#define FITCLUB_LOCAL_TIME_H

#include "base/fitclub.h"

#include "pgtime.h"
#include "utils/date.h"

/* A wall-clock reading: the date, and microseconds since midnight. */
typedef struct LocalTime
{
	DateADT date;
	TimeADT time;
} LocalTime;

extern TimestampTz current_instant(void);
extern pg_tz *find_time_zone(const char *name);
extern bool time_zone_is_usable(text *name);
extern int64 interval_length(const Interval *interval);
extern TimestampTz instant_before(TimestampTz instant,
								  const Interval *interval, pg_tz *zone);
extern LocalTime local_time(TimestampTz instant, pg_tz *zone);
extern int64 clock_offset(TimestampTz instant, pg_tz *zone,
						  TimestampTz *until);
extern int64 local_microseconds(LocalTime local);
extern bool is_club_date(DateADT date);
extern bool is_club_instant(TimestampTz instant);
extern int day_of_week(DateADT date);
extern char *local_label(TimestampTz instant, pg_tz *zone);
extern char *local_date_label(TimestampTz instant, pg_tz *zone);
extern char *day_label(DateADT date);
extern char *local_span(Period period, pg_tz *zone);
extern char *local_window(Period period, pg_tz *zone);
extern char *clock_window(int day_of_week, TimeADT start, TimeADT end);

#endif /* FITCLUB_LOCAL_TIME_H */
