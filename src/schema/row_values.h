/*
 * row_values.h
 *		Rows taken apart into all of their values.
 */
#ifndef FITCLUB_ROW_VALUES_H
#define FITCLUB_ROW_VALUES_H

#include "base/fitclub.h"

#include "access/htup.h"
#include "access/tupdesc.h"

typedef struct RowValues
{
	Datum *values;
	bool *nulls;
} RowValues;

extern RowValues row_deform(HeapTuple tuple, TupleDesc desc);
extern char *key_text(RowValues row, TupleDesc desc);
extern bool column_has_changed(RowValues before, RowValues after,
							   TupleDesc desc, AttrNumber column);
extern const char *derived_column(const char *table);
extern bool row_has_changed(RowValues before, RowValues after, TupleDesc desc,
							const char *table);

#endif /* FITCLUB_ROW_VALUES_H */
