/*
 * statement.c
 *		SPI statements that are planned once per backend and kept.
 */
#include "postgres.h"

#include "write/statement.h"

#include "refusal/refusal.h"

#include "nodes/parsenodes.h"
#include "utils/datum.h"

/*
 * The parameters never change which plan is best, so that planning again for
 * each set of values would be time lost.
 */
static void
statement_prepare(SavedStatement *statement)
{
	SPIPlanPtr prepared =
		SPI_prepare_cursor(statement->sql, statement->argument_count,
						   statement->argument_types, CURSOR_OPT_GENERIC_PLAN);

	if (prepared == NULL)
		elog(ERROR, "SPI_prepare failed for \"%s\": %s", statement->sql,
			 SPI_result_code_string(SPI_result));
	if (SPI_keepplan(prepared) != 0)
		elog(ERROR, "SPI_keepplan failed");
	statement->saved = prepared;
}

/*
 * An error of the server's own is raised again, but for a value that another
 * row has: then ours takes its place, without the statement that we ran and
 * the same whether the other row was there before or came in meanwhile.
 */
pg_noreturn static void
raise_again(MemoryContext context)
{
	ErrorData *error;
	Refusal *refusal = NULL;

	(void) MemoryContextSwitchTo(context);
	error = CopyErrorData();
	if (error->sqlerrcode == ERRCODE_UNIQUE_VIOLATION &&
		error->schema_name != NULL &&
		strcmp(error->schema_name, FITCLUB_SCHEMA) == 0 &&
		error->constraint_name != NULL)
		refusal = refusal_taken(error->constraint_name);
	if (refusal == NULL)
		PG_RE_THROW();
	FlushErrorState();
	refuse(refusal);
}

/*
 * Runs inside SPI_connect(); its result is SPI_processed and SPI_tuptable. Its
 * AFTER triggers fire at its end, or are left to the caller that has begun a query.
 */
static void
statement_run_as(SavedStatement *statement, const Datum *values,
				 const bool *nulls, bool fires_triggers)
{
	char null_flags[STATEMENT_MAX_ARGUMENTS];
	MemoryContext context = CurrentMemoryContext;
	volatile int result = 0;

	require_trusted_tables();
	if (statement->saved == NULL)
		statement_prepare(statement);
	for (int i = 0; i < statement->argument_count; i++)
		null_flags[i] = (nulls != NULL && nulls[i]) ? 'n' : ' ';
	PG_TRY();
	{
		result = SPI_execute_snapshot(statement->saved,
									  unconstify(Datum *, values), null_flags,
									  InvalidSnapshot, InvalidSnapshot, false,
									  fires_triggers, 0);
	}
	PG_CATCH();
	{
		raise_again(context);
	}
	PG_END_TRY();
	if (result < 0)
		elog(ERROR, "SPI_execute_snapshot failed for \"%s\": %s",
			 statement->sql, SPI_result_code_string(result));
}

static void
statement_run(SavedStatement *statement, const Datum *values,
			  const bool *nulls)
{
	statement_run_as(statement, values, nulls, true);
}

/* The first arguments of a function, to be a statement's parameters. */
void
statement_arguments(FunctionCallInfo fcinfo, int count, Datum *values,
					bool *nulls)
{
	for (int i = 0; i < count; i++)
	{
		values[i] = PG_GETARG_DATUM(i);
		nulls[i] = PG_ARGISNULL(i);
	}
}

/* Run a statement and return the number of rows it processed. */
uint64
statement_execute(SavedStatement *statement, const Datum *values,
				  const bool *nulls)
{
	uint64 processed;

	SPI_connect();
	statement_run(statement, values, nulls);
	processed = SPI_processed;
	SPI_finish();
	return processed;
}

/*
 * Run a statement that writes one row; false if it wrote none, and if it
 * returns a bigint, that. The caller has begun a query, at whose end the
 * AFTER triggers fire.
 */
bool
statement_write(SavedStatement *statement, const Datum *values,
				const bool *nulls, int64 *id)
{
	bool is_written;
	bool isnull;

	SPI_connect();
	statement_run_as(statement, values, nulls, false);
	is_written = SPI_processed > 0;
	if (is_written && SPI_tuptable != NULL)
		*id = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0],
										  SPI_tuptable->tupdesc, 1, &isnull));
	SPI_finish();
	return is_written;
}

/* Run a statement; false if it returned no row, else its one bigint. */
bool
statement_fetch_id(SavedStatement *statement, const Datum *values,
				   const bool *nulls, int64 *id)
{
	bool found;
	bool isnull;

	SPI_connect();
	statement_run(statement, values, nulls);
	found = SPI_processed > 0;
	if (found)
		*id = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0],
										  SPI_tuptable->tupdesc, 1, &isnull));
	SPI_finish();
	return found;
}

/* The first column of a query that returns one row, an array. */
Datum
statement_datum(SavedStatement *statement, const Datum *values)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext ours;
	Datum value;
	bool isnull;

	SPI_connect();
	statement_run(statement, values, NULL);
	value = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1,
						  &isnull);
	ours = MemoryContextSwitchTo(caller);
	value = datumCopy(value, false, -1);
	MemoryContextSwitchTo(ours);
	SPI_finish();
	return value;
}

/* Run a query; false if it found nothing, else the values of its first row. */
bool
statement_values(SavedStatement *statement, const Datum *values, int count,
				 Datum *found, bool *nulls)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext ours;
	bool is_found;

	SPI_connect();
	statement_run(statement, values, NULL);
	is_found = SPI_processed > 0;
	ours = MemoryContextSwitchTo(caller);
	for (int i = 0; is_found && i < count; i++)
	{
		Form_pg_attribute column = TupleDescAttr(SPI_tuptable->tupdesc, i);

		found[i] = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc,
								 i + 1, &nulls[i]);
		if (!nulls[i])
			found[i] = datumCopy(found[i], column->attbyval, column->attlen);
	}
	MemoryContextSwitchTo(ours);
	SPI_finish();
	return is_found;
}

/* Run a statement; NULL if it returned no row, else its first. */
HeapTuple
statement_returning_row(SavedStatement *statement)
{
	HeapTuple row = NULL;

	SPI_connect();
	statement_run(statement, NULL, NULL);
	if (SPI_processed > 0)
		row = SPI_copytuple(SPI_tuptable->vals[0]);
	SPI_finish();
	return row;
}

/*
 * Run a query; NULL if it found nothing, else its bigint and its text, which
 * may be NULL as well.
 */
char *
statement_id_and_text(SavedStatement *statement, const Datum *values,
					  int64 *id)
{
	MemoryContext caller = CurrentMemoryContext;
	char *text = NULL;
	bool isnull;

	SPI_connect();
	statement_run(statement, values, NULL);
	if (SPI_processed > 0)
	{
		HeapTuple row = SPI_tuptable->vals[0];

		char *value = SPI_getvalue(row, SPI_tuptable->tupdesc, 2);

		*id = DatumGetInt64(
			SPI_getbinval(row, SPI_tuptable->tupdesc, 1, &isnull));
		if (value != NULL)
			text = MemoryContextStrdup(caller, value);
	}
	SPI_finish();
	return text;
}

/* Run a query for its one column of texts. */
List *
statement_texts(SavedStatement *statement)
{
	MemoryContext caller = CurrentMemoryContext;
	List *texts = NIL;

	SPI_connect();
	statement_run(statement, NULL, NULL);
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		char *text =
			SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);
		MemoryContext ours = MemoryContextSwitchTo(caller);

		texts = lappend(texts, pstrdup(text));
		(void) MemoryContextSwitchTo(ours);
	}
	SPI_finish();
	return texts;
}

/*
 * Run a statement whose parameters are exactly the arguments of the function
 * that calls it; false if it returned no row.
 */
bool
statement_try(SavedStatement *statement, FunctionCallInfo fcinfo, int64 *id)
{
	Datum values[STATEMENT_MAX_ARGUMENTS] = {0};
	bool nulls[STATEMENT_MAX_ARGUMENTS] = {false};

	Assert(PG_NARGS() == statement->argument_count);
	statement_arguments(fcinfo, statement->argument_count, values, nulls);
	return statement_fetch_id(statement, values, nulls, id);
}

/* The new row's id, from a statement with the function's arguments. */
Datum
statement_insert(SavedStatement *statement, FunctionCallInfo fcinfo,
				 TableId table)
{
	int64 id;

	if (!statement_try(statement, fcinfo, &id))
		refuse(refusal_row_skipped(table));
	PG_RETURN_INT64(id);
}
