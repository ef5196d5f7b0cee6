/*
 * guarded_row.h
 *		The row that a guard looks at.
 */
#ifndef FITCLUB_GUARDED_ROW_H
#define FITCLUB_GUARDED_ROW_H

#include "schema/catalog.h"

#include "access/htup.h"
#include "access/tupdesc.h"

/* The row as written, and as it was before (NULL for an insert). */
typedef struct GuardedRow
{
	HeapTuple row;
	HeapTuple before;
	TupleDesc desc;
} GuardedRow;

extern void guarded_announce(FunctionCallInfo fcinfo);
extern GuardedRow guarded_row(FunctionCallInfo fcinfo, TableId table,
							  int events);
extern int64 guarded_int64(const GuardedRow *guarded, AttrNumber column);
extern Period guarded_period(const GuardedRow *guarded, AttrNumber start,
							 AttrNumber end);
extern bool guarded_unchanged(const GuardedRow *guarded,
							  const AttrNumber *columns, int count);
extern bool guarded_was_cancelled(const GuardedRow *guarded,
								  AttrNumber cancelled_at);

#endif /* FITCLUB_GUARDED_ROW_H */
