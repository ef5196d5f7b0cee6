/*
 * argument_table.c
 *		Arguments that a table describes: checked, and written to its columns.
 */
#include "postgres.h"

#include "argument/argument_table.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "argument/time_argument.h"
#include "rows/settled_row.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/memutils.h"

/* The longest time that a room or a trainer may need between bookings. */
#define LONGEST_TURNAROUND (INT64CONST(4) * USECS_PER_HOUR)

/* The longest that a service may take. */
#define LONGEST_DURATION (INT64CONST(24) * USECS_PER_HOUR)

static void
check_argument(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
			   const ArgumentRule *rule)
{
	const char *column = rule->column;

	switch (rule->kind)
	{
		case TEXT:
			check_text(fcinfo, argument, need, table, column);
			break;
		case FREE_TEXT:
			check_free_text(fcinfo, argument, table, column);
			break;
		case EMAIL:
			check_email(fcinfo, argument, need, table);
			break;
		case CHOICE:
			check_choice(fcinfo, argument, need, table, column, rule->choices);
			break;
		case INTEGER:
			check_integer(fcinfo, argument, need, table, column, rule->lowest,
						  rule->highest, rule->unit);
			break;
		case NUMERIC:
			check_numeric(fcinfo, argument, need, table, column, rule->lowest,
						  rule->highest, rule->unit);
			break;
		case MONEY:
		case PRICE:
			check_money(fcinfo, argument, need, table, column,
						rule->kind == PRICE);
			break;
		case DATE:
			check_date(fcinfo, argument, need, table, column);
			break;
		case PAST_DATE:
			check_past_date(fcinfo, argument, need, table, column);
			break;
		case PAST:
			check_past(fcinfo, argument, need, table, column);
			break;
		case FLAG:
			(void) check_given(fcinfo, argument, need, table, column);
			break;
		case TURNAROUND:
			check_interval(fcinfo, argument, need, table, column, 0,
						   LONGEST_TURNAROUND, "0 to 4 hours");
			break;
		case DURATION:
			check_interval(fcinfo, argument, need, table, column, 1,
						   LONGEST_DURATION, "more than nothing to 24 hours");
			break;
		case DAYS:
			check_days(fcinfo, argument, need, table, column);
			break;
		case ROW:
			check_row(fcinfo, argument, need, table, column, rule->referenced);
			break;
	}
}

/* How many of the rules are for arguments of a function, from the first on. */
static int
count_rules(const ArgumentTable *arguments, int given)
{
	int count = 0;

	while (count < Min(given, MOST_ARGUMENTS) &&
		   arguments->rules[count].column != NULL)
		count++;
	return count;
}

/* Check the arguments from the first on; OPTIONAL: none has to be given. */
void
check_arguments(FunctionCallInfo fcinfo, int first, Need need,
				const ArgumentTable *arguments)
{
	int count = count_rules(arguments, PG_NARGS() - first);

	for (int i = 0; i < count; i++)
	{
		const ArgumentRule *rule = &arguments->rules[i];

		check_argument(fcinfo, first + i,
					   need == REQUIRED ? rule->need : OPTIONAL,
					   arguments->table, rule);
	}
}

/* The argument of an update by which columns are cleared. */
static int
clear_argument(const ArgumentTable *arguments)
{
	return 1 + count_rules(arguments, MOST_ARGUMENTS) - arguments->after_clear;
}

/* The argument of an update that has the new value of a column. */
static int
changed_argument(const ArgumentTable *arguments, int column)
{
	int argument = 1 + column;

	return argument < clear_argument(arguments) ? argument : argument + 1;
}

/* Check the arguments of an update: its key, columns, and those to clear. */
void
check_changes(FunctionCallInfo fcinfo, const ArgumentTable *arguments)
{
	const char *clearable[MOST_ARGUMENTS + 1] = {NULL};
	int count = 0;

	for (int i = 0; i < count_rules(arguments, MOST_ARGUMENTS); i++)
	{
		const ArgumentRule *rule = &arguments->rules[i];

		check_argument(fcinfo, changed_argument(arguments, i), OPTIONAL,
					   arguments->table, rule);
		if (rule->need == OPTIONAL)
			clearable[count++] = rule->column;
	}
	check_clear(fcinfo, clear_argument(arguments), arguments->table,
				clearable);
}

static Oid
kind_type(ArgumentKind kind)
{
	switch (kind)
	{
		case INTEGER:
			return INT4OID;
		case NUMERIC:
		case MONEY:
		case PRICE:
			return NUMERICOID;
		case DATE:
		case PAST_DATE:
			return DATEOID;
		case PAST:
			return TIMESTAMPTZOID;
		case FLAG:
			return BOOLOID;
		case TURNAROUND:
		case DURATION:
		case DAYS:
			return INTERVALOID;
		case ROW:
			return INT8OID;
		default:
			return TEXTOID;
	}
}

/* Finish a statement of ours, to be prepared when it is run. */
static void
set_statement(SavedStatement *statement, int count, const char *sql)
{
	statement->argument_count = count;
	statement->sql = MemoryContextStrdup(TopMemoryContext, sql);
}

/*
 * Insert a row of what is given: the arguments are its columns. Returns its
 * id.
 */
Datum
insert_given(FunctionCallInfo fcinfo, ArgumentTable *arguments)
{
	SavedStatement *insert = &arguments->insert;
	int count = count_rules(arguments, PG_NARGS());

	if (insert->sql == NULL)
	{
		StringInfoData columns;
		StringInfoData values;

		initStringInfo(&columns);
		initStringInfo(&values);
		for (int i = 0; i < count; i++)
		{
			const char *comma = i > 0 ? ", " : "";

			appendStringInfo(&columns, "%s%s", comma,
							 arguments->rules[i].column);
			appendStringInfo(&values, "%s$%d", comma, i + 1);
			insert->argument_types[i] = kind_type(arguments->rules[i].kind);
		}
		set_statement(
			insert, count,
			psprintf("INSERT INTO %s.%s (%s) VALUES (%s) RETURNING %s",
					 FITCLUB_SCHEMA, table_name(arguments->table),
					 columns.data, values.data, table_key(arguments->table)));
	}
	return statement_insert(insert, fcinfo, arguments->table);
}

/*
 * Update the columns that are given of the row whose key is the first
 * argument, and clear those that the last argument names. Locks the row until
 * the transaction ends. Returns its id.
 */
Datum
update_given(FunctionCallInfo fcinfo, ArgumentTable *arguments)
{
	SavedStatement *update = &arguments->update;
	const char *key = table_key(arguments->table);
	int count = count_rules(arguments, MOST_ARGUMENTS);
	int clear = clear_argument(arguments);

	if (update->sql == NULL)
	{
		StringInfoData sql;

		initStringInfo(&sql);
		appendStringInfo(&sql, "UPDATE %s.%s SET", FITCLUB_SCHEMA,
						 table_name(arguments->table));
		update->argument_types[0] = INT8OID;
		for (int i = 0; i < count; i++)
		{
			const char *column = arguments->rules[i].column;
			int argument = changed_argument(arguments, i);

			appendStringInfo(&sql,
							 "%s %s = CASE WHEN '%s' = ANY ($%d) THEN NULL"
							 " ELSE coalesce($%d, %s) END",
							 i > 0 ? "," : "", column, column, clear + 1,
							 argument + 1, column);
			update->argument_types[argument] =
				kind_type(arguments->rules[i].kind);
		}
		update->argument_types[clear] = TEXTARRAYOID;
		appendStringInfo(&sql, " WHERE %s = $1 RETURNING %s", key, key);
		set_statement(update, count + 2, sql.data);
	}
	return statement_update(update, fcinfo, arguments->table);
}
