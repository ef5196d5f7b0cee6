/*
 * argument_table.h
 *		What an operation's arguments may be, as a table.
 */
#ifndef FITCLUB_ARGUMENT_TABLE_H
#define FITCLUB_ARGUMENT_TABLE_H

#include "argument/argument.h"
#include "write/statement.h"

#define MOST_ARGUMENTS 10

typedef enum ArgumentKind
{
	TEXT,
	FREE_TEXT, /* may be blank */
	EMAIL,
	CHOICE,
	INTEGER,
	NUMERIC,
	MONEY, /* more than nothing */
	PRICE, /* or nothing */
	DATE,
	PAST_DATE, /* today at the latest, by the club's clock */
	PAST,
	FLAG,
	TURNAROUND,
	DURATION, /* of a booking */
	DAYS,     /* whole days, for which something holds */
	ROW       /* the key of a row of another table */
} ArgumentKind;

/* One argument, which has the name of its column. */
typedef struct ArgumentRule
{
	const char *column;
	Need need;
	ArgumentKind kind;
	int lowest; /* of a number */
	int highest;
	const char *unit;
	TableId referenced;
	const char *const *choices;
} ArgumentRule;

/*
 * Arguments one after the other, in the order of the functions; a static
 * variable of its operations. In an update every one may be left out, and
 * the optional ones may be cleared by the argument that follows, which the last
 * ones, of a later version, come after.
 */
typedef struct ArgumentTable
{
	TableId table;
	ArgumentRule rules[MOST_ARGUMENTS];
	int after_clear; /* how many */
	SavedStatement insert;
	SavedStatement update;
} ArgumentTable;

extern void check_arguments(FunctionCallInfo fcinfo, int first, Need need,
							const ArgumentTable *arguments);
extern void check_changes(FunctionCallInfo fcinfo,
						  const ArgumentTable *arguments);
extern Datum insert_given(FunctionCallInfo fcinfo, ArgumentTable *arguments);
extern Datum update_given(FunctionCallInfo fcinfo, ArgumentTable *arguments);

#endif /* FITCLUB_ARGUMENT_TABLE_H */
