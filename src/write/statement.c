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
prepare(SavedPlan *plan)
{
	SPIPlanPtr prepared = SPI_prepare_cursor(plan->sql, plan->argument_count,
											 plan->argument_types,
											 CURSOR_OPT_GENERIC_PLAN);

	if (prepared == NULL)
		elog(ERROR, "SPI_prepare failed for \"%s\": %s", plan->sql,
			 SPI_result_code_string(SPI_result));
	if (SPI_keepplan(prepared) != 0)
		elog(ERROR, "SPI_keepplan failed");
	plan->saved = prepared;
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

/* Runs inside SPI_connect(); its result is SPI_processed and SPI_tuptable. */
static void
run(SavedPlan *plan, const Datum *values, const bool *nulls)
{
	char null_flags[PLAN_MAX_ARGUMENTS];
	MemoryContext context = CurrentMemoryContext;
	volatile int result = 0;

	require_trusted_tables();
	if (plan->saved == NULL)
		prepare(plan);
	for (int i = 0; i < plan->argument_count; i++)
		null_flags[i] = (nulls != NULL && nulls[i]) ? 'n' : ' ';
	PG_TRY();
	{
		result = SPI_execute_plan(plan->saved, unconstify(Datum *, values),
								  null_flags, false, 0);
	}
	PG_CATCH();
	{
		raise_again(context);
	}
	PG_END_TRY();
	if (result < 0)
		elog(ERROR, "SPI_execute_plan failed for \"%s\": %s", plan->sql,
			 SPI_result_code_string(result));
}

/* The first arguments of a function, to be a statement's parameters. */
void
plan_arguments(FunctionCallInfo fcinfo, int count, Datum *values, bool *nulls)
{
	for (int i = 0; i < count; i++)
	{
		values[i] = PG_GETARG_DATUM(i);
		nulls[i] = PG_ARGISNULL(i);
	}
}

/* Run a statement and return the number of rows it processed. */
uint64
plan_execute(SavedPlan *plan, const Datum *values, const bool *nulls)
{
	uint64 processed;

	SPI_connect();
	run(plan, values, nulls);
	processed = SPI_processed;
	SPI_finish();
	return processed;
}

/* Run a statement; false if it returned no row, else its one bigint. */
bool
plan_fetch_id(SavedPlan *plan, const Datum *values, const bool *nulls,
			  int64 *id)
{
	bool found;
	bool isnull;

	SPI_connect();
	run(plan, values, nulls);
	found = SPI_processed > 0;
	if (found)
		*id = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0],
										  SPI_tuptable->tupdesc, 1, &isnull));
	SPI_finish();
	return found;
}

/* The first column of a query that returns one row, an array. */
Datum
plan_datum(SavedPlan *plan, const Datum *values)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext ours;
	Datum value;
	bool isnull;

	SPI_connect();
	run(plan, values, NULL);
	value = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1,
						  &isnull);
	ours = MemoryContextSwitchTo(caller);
	value = datumCopy(value, false, -1);
	MemoryContextSwitchTo(ours);
	SPI_finish();
	return value;
}

/* Run a statement; NULL if it returned no row, else its first. */
HeapTuple
plan_returning_row(SavedPlan *plan)
{
	HeapTuple row = NULL;

	SPI_connect();
	run(plan, NULL, NULL);
	if (SPI_processed > 0)
		row = SPI_copytuple(SPI_tuptable->vals[0]);
	SPI_finish();
	return row;
}

/* Run a query; NULL if it found nothing, else its bigint and its text. */
char *
plan_id_and_text(SavedPlan *plan, const Datum *values, int64 *id)
{
	MemoryContext caller = CurrentMemoryContext;
	char *text = NULL;
	bool isnull;

	SPI_connect();
	run(plan, values, NULL);
	if (SPI_processed > 0)
	{
		HeapTuple row = SPI_tuptable->vals[0];

		*id = DatumGetInt64(
			SPI_getbinval(row, SPI_tuptable->tupdesc, 1, &isnull));
		text = MemoryContextStrdup(
			caller, SPI_getvalue(row, SPI_tuptable->tupdesc, 2));
	}
	SPI_finish();
	return text;
}

/* Run a query for its one column of texts. */
List *
plan_texts(SavedPlan *plan)
{
	MemoryContext caller = CurrentMemoryContext;
	List *texts = NIL;

	SPI_connect();
	run(plan, NULL, NULL);
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
plan_try(SavedPlan *plan, FunctionCallInfo fcinfo, int64 *id)
{
	Datum values[PLAN_MAX_ARGUMENTS] = {0};
	bool nulls[PLAN_MAX_ARGUMENTS] = {false};

	Assert(PG_NARGS() == plan->argument_count);
	plan_arguments(fcinfo, plan->argument_count, values, nulls);
	return plan_fetch_id(plan, values, nulls, id);
}

/* The new row's id, from a statement with the function's arguments. */
Datum
plan_call(SavedPlan *plan, FunctionCallInfo fcinfo, TableId table)
{
	int64 id;

	if (!plan_try(plan, fcinfo, &id))
		refuse(refusal_row_skipped(table));
	PG_RETURN_INT64(id);
}
