/*
 * time_argument.h
 *		Checks of instants, dates and periods that callers hand in.
 */
#ifndef FITCLUB_TIME_ARGUMENT_H
#define FITCLUB_TIME_ARGUMENT_H

#include "argument/argument.h"

/* When a booking is moved to; a time that is not given is kept. */
typedef struct NewTimes
{
	bool has_start;
	bool has_end;
	TimestampTz start;
	TimestampTz end;
} NewTimes;

extern Refusal *check_period(TableId table, Period period);
extern void check_past(FunctionCallInfo fcinfo, int argument, Need need,
					   TableId table, const char *column);
extern void check_date(FunctionCallInfo fcinfo, int argument, Need need,
					   TableId table, const char *column);
extern void check_past_date(FunctionCallInfo fcinfo, int argument, Need need,
							TableId table, const char *column);
extern void check_interval(FunctionCallInfo fcinfo, int argument, Need need,
						   TableId table, const char *column, int64 shortest,
						   int64 longest, const char *range);
extern void check_days(FunctionCallInfo fcinfo, int argument, Need need,
					   TableId table, const char *column);
extern Period argument_period(FunctionCallInfo fcinfo, int start_argument,
							  int end_argument, TableId table);
extern NewTimes argument_new_times(FunctionCallInfo fcinfo, int start_argument,
								   int end_argument, Need need, TableId table);

#endif /* FITCLUB_TIME_ARGUMENT_H */
