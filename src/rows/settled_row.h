/*
 * settled_row.h
 *		Rows read by their key, in the state that will hold.
 */
#ifndef FITCLUB_SETTLED_ROW_H
#define FITCLUB_SETTLED_ROW_H

#include "engine/dirty_scan.h"
#include "write/statement.h"

/* In place of a number of deciding columns: the row is going to be written. */
#define FOR_WRITE (-1)

extern bool settled_row(TableId table, int64 id, const AttrNumber *columns,
						int column_count, int deciding_count, Datum *values,
						bool *nulls, ItemPointer place, Blocker *blocker);
pg_noreturn extern void refuse_unwritten(TableId table, int64 id);
extern Datum statement_update(SavedStatement *statement,
							  FunctionCallInfo fcinfo, TableId table);
extern bool row_was_there(TableId table, int64 id);
extern bool row_exists(TableId table, int64 id);
extern RowPlace require_row(TableId table, int64 id);

#endif /* FITCLUB_SETTLED_ROW_H */
