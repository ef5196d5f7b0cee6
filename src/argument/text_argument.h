/*
 * text_argument.h
 *		Checks of texts that callers hand in.
 */
#ifndef FITCLUB_TEXT_ARGUMENT_H
#define FITCLUB_TEXT_ARGUMENT_H

#include "argument/argument.h"

/* Characters of a text that has no rule of its own. */
#define LONGEST_NAME 200

extern void check_text(FunctionCallInfo fcinfo, int argument, Need need,
					   TableId table, const char *column);
extern void check_free_text(FunctionCallInfo fcinfo, int argument,
							TableId table, const char *column);
extern void check_email(FunctionCallInfo fcinfo, int argument, Need need,
						TableId table);
extern void check_choice(FunctionCallInfo fcinfo, int argument, Need need,
						 TableId table, const char *column,
						 const char *const *choices);
extern void check_clear(FunctionCallInfo fcinfo, int argument, TableId table,
						const char *const *columns);

#endif /* FITCLUB_TEXT_ARGUMENT_H */
