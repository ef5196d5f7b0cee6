/*
 * argument.h
 *		Checks of what callers hand in, before anything is locked or written.
 */
#ifndef FITCLUB_ARGUMENT_H
#define FITCLUB_ARGUMENT_H

#include "engine/dirty_scan.h"
#include "refusal/refusal.h"

#include "utils/numeric.h"

typedef enum Need
{
	OPTIONAL,
	REQUIRED
} Need;

extern bool check_given(FunctionCallInfo fcinfo, int argument, Need need,
						TableId table, const char *column);
extern RowPlace argument_row_place(FunctionCallInfo fcinfo, int argument,
								   Need need, TableId table,
								   const char *column, TableId referenced);
extern void check_row(FunctionCallInfo fcinfo, int argument, Need need,
					  TableId table, const char *column, TableId referenced);
extern int64 argument_present_key(FunctionCallInfo fcinfo, int argument,
								  TableId table);
extern int64 argument_key(FunctionCallInfo fcinfo, int argument,
						  TableId table);
extern void check_integer(FunctionCallInfo fcinfo, int argument, Need need,
						  TableId table, const char *column, int lowest,
						  int highest, const char *unit);
extern void check_numeric(FunctionCallInfo fcinfo, int argument, Need need,
						  TableId table, const char *column, int lowest,
						  int highest, const char *unit);
extern void check_money(FunctionCallInfo fcinfo, int argument, Need need,
						TableId table, const char *column, bool may_be_zero);
extern Refusal *check_minor_units(Numeric amount, const char *currency,
								  TableId table, const char *column);
extern void check_amount(FunctionCallInfo fcinfo, int argument, Need need,
						 TableId table, const char *column, bool may_be_zero);
extern void check_decimals(FunctionCallInfo fcinfo, int argument,
						   TableId table, const char *column);
extern int64 argument_id(FunctionCallInfo fcinfo, int argument);

#endif /* FITCLUB_ARGUMENT_H */
