/*
 * week.h
 *		The bookings of a week, as they are drawn.
 */
#ifndef FITCLUB_WEEK_H
#define FITCLUB_WEEK_H

#include "base/local_time.h"

#include "fmgr.h"

#define DAYS_OF_WEEK 7
#define HOURS_OF_WEEK (DAYS_OF_WEEK * HOURS_PER_DAY)

typedef struct CalendarItem
{
	int position; /* of its column, or of its colour; from 1 */
	char *title;  /* what all in that position have in common */
	char *head;
	char *tail;
	Period period;
} CalendarItem;

typedef struct CalendarWeek
{
	DateADT first_day;
	pg_tz *zone;
	int item_count;
	CalendarItem *items;
} CalendarWeek;

extern CalendarWeek calendar_week(FunctionCallInfo fcinfo);
extern int64 calendar_time_since(const CalendarWeek *week, int day,
								 TimestampTz instant);
extern char *calendar_day_label(DateADT day);

#endif /* FITCLUB_WEEK_H */
