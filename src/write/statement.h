/*
 * statement.h
 *		SPI statements that are planned once per backend and kept.
 */
#ifndef FITCLUB_STATEMENT_H
#define FITCLUB_STATEMENT_H

#include "schema/catalog.h"

#include "executor/spi.h"

#define PLAN_MAX_ARGUMENTS 12

/*
 * A statement of ours: every name in it is schema-qualified and every value a
 * parameter. Callers have search_path pinned, which settles its operators.
 *
 * Where a row is written by its key, a further condition is put so that it
 * implies no partial index's predicate (num_nulls(cancelled_at) = 1): a kept
 * plan that once chose such an index for being small would read all of it.
 */
typedef struct SavedPlan
{
	const char *sql;
	int argument_count;
	Oid argument_types[PLAN_MAX_ARGUMENTS];
	SPIPlanPtr saved;
} SavedPlan;

extern void plan_arguments(FunctionCallInfo fcinfo, int count, Datum *values,
						   bool *nulls);
extern uint64 plan_execute(SavedPlan *plan, const Datum *values,
						   const bool *nulls);
extern bool plan_fetch_id(SavedPlan *plan, const Datum *values,
						  const bool *nulls, int64 *id);
extern Datum plan_datum(SavedPlan *plan, const Datum *values);
extern HeapTuple plan_returning_row(SavedPlan *plan);
extern char *plan_id_and_text(SavedPlan *plan, const Datum *values, int64 *id);
extern List *plan_texts(SavedPlan *plan);
extern bool plan_try(SavedPlan *plan, FunctionCallInfo fcinfo, int64 *id);
extern Datum plan_call(SavedPlan *plan, FunctionCallInfo fcinfo,
					   TableId table);

#endif /* FITCLUB_STATEMENT_H */
