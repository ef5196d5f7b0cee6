/*
 * argument.h
 *		Checks of what callers hand in, before anything is locked or written.
 */
#ifndef FITCLUB_ARGUMENT_H
#define FITCLUB_ARGUMENT_H

#include "engine/dirty_scan.h"
#include "refusal/refusal.h"


typedef enum Need
{
	OPTIONAL,
	REQUIRED
} Need;

/* When a booking is moved to; a time that is not given is kept. */
typedef struct NewTimes
{
	bool has_start;
	bool has_end;
	TimestampTz start;
	TimestampTz end;
} NewTimes;

extern Refusal *check_period(TableId table, Period period);

extern bool check_given(FunctionCallInfo fcinfo, int argument, Need need,
						TableId table, const char *column);
extern RowPlace require_row_place(FunctionCallInfo fcinfo, int argument,
								  Need need, TableId table, const char *column,
								  TableId referenced);
extern void check_row(FunctionCallInfo fcinfo, int argument, Need need,
					  TableId table, const char *column, TableId referenced);
extern int64 present_key_argument(FunctionCallInfo fcinfo, int argument,
								  TableId table);
extern int64 key_argument(FunctionCallInfo fcinfo, int argument,
						  TableId table);
extern void check_text(FunctionCallInfo fcinfo, int argument, Need need,
					   TableId table, const char *column);
extern void check_free_text(FunctionCallInfo fcinfo, int argument,
							TableId table, const char *column);
extern void check_email(FunctionCallInfo fcinfo, int argument, Need need,
						TableId table);
extern void check_choice(FunctionCallInfo fcinfo, int argument, Need need,
						 TableId table, const char *column,
						 const char *const *choices);
extern void check_integer(FunctionCallInfo fcinfo, int argument, Need need,
						  TableId table, const char *column, int lowest,
						  int highest, const char *unit);
extern void check_numeric(FunctionCallInfo fcinfo, int argument, Need need,
						  TableId table, const char *column, int lowest,
						  int highest, const char *unit);
extern void check_money(FunctionCallInfo fcinfo, int argument, Need need,
						TableId table, const char *column, bool may_be_zero);
extern void check_decimals(FunctionCallInfo fcinfo, int argument,
						   TableId table, const char *column);
extern NewTimes new_times_argument(FunctionCallInfo fcinfo, int start_argument,
								   int end_argument, Need need, TableId table);
extern Period move_period(Period before, const NewTimes *times);
extern void check_past(FunctionCallInfo fcinfo, int argument, Need need,
					   TableId table, const char *column);
extern void check_date(FunctionCallInfo fcinfo, int argument, Need need,
					   TableId table, const char *column);
extern void check_clear(FunctionCallInfo fcinfo, int argument, TableId table,
						const char *const *columns);
extern Period period_argument(FunctionCallInfo fcinfo, int start_argument,
							  int end_argument, TableId table);
extern int64 id_argument(FunctionCallInfo fcinfo, int argument);

#endif /* FITCLUB_ARGUMENT_H */
