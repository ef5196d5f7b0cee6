/*
 * statement.h
 *		SPI statements that are planned once per backend and kept.
 */
#ifndef FITCLUB_STATEMENT_H
#define FITCLUB_STATEMENT_H

#include "schema/catalog.h"

#include "executor/spi.h"

#define STATEMENT_MAX_ARGUMENTS 24

/*
 * A statement of ours: every name in it is schema-qualified and every value a
 * parameter. Callers have search_path pinned, which settles its operators.
 *
 * Where a row is written by its key, a further condition is put so that it
 * implies no partial index's predicate (num_nulls(cancelled_at) = 1): a kept
 * plan that once chose such an index for being small would read all of it.
 */
typedef struct SavedStatement
{
	const char *sql;
	int argument_count;
	Oid argument_types[STATEMENT_MAX_ARGUMENTS];
	SPIPlanPtr saved;
} SavedStatement;

extern void statement_arguments(FunctionCallInfo fcinfo, int count,
								Datum *values, bool *nulls);
extern uint64 statement_execute(SavedStatement *statement, const Datum *values,
								const bool *nulls);
extern bool statement_write(SavedStatement *statement, const Datum *values,
							const bool *nulls, int64 *id);
extern bool statement_fetch_id(SavedStatement *statement, const Datum *values,
							   const bool *nulls, int64 *id);
extern Datum statement_datum(SavedStatement *statement, const Datum *values);
extern bool statement_values(SavedStatement *statement, const Datum *values,
							 int count, Datum *found, bool *nulls);
extern HeapTuple statement_returning_row(SavedStatement *statement);
extern char *statement_id_and_text(SavedStatement *statement,
								   const Datum *values, int64 *id);
extern List *statement_texts(SavedStatement *statement);
extern bool statement_try(SavedStatement *statement, FunctionCallInfo fcinfo,
						  int64 *id);
extern Datum statement_insert(SavedStatement *statement,
							  FunctionCallInfo fcinfo, TableId table);

#endif /* FITCLUB_STATEMENT_H */
