/*
 * writer.h
 *		Rows that the functions write.
 */
#ifndef FITCLUB_WRITER_H
#define FITCLUB_WRITER_H

#include "engine/dirty_scan.h"
#include "engine/short_lock.h"

#include "storage/itemptr.h"
#include "utils/builtins.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

#define WRITER_MOST_TABLES 8

/* Set when the library is loaded. */
extern PGFunction writer_audit;

/* A writer in use. */
typedef struct WriterState WriterState;

/* What writing tuples keeps from one use to the next. */
typedef struct TupleWriter TupleWriter;

/* The tables that an operation writes to: a static variable of the operation. */
typedef struct Writer
{
	int table_count;
	TableId tables[WRITER_MOST_TABLES];
	TupleWriter *kept;
} Writer;

/* What a column is set to; numbers are rounded to the column's scale. */
typedef struct ColumnValue
{
	AttrNumber column;
	Datum value;
	bool isnull;
} ColumnValue;

static inline ColumnValue
column_id(AttrNumber column, int64 id)
{
	return (ColumnValue){column, Int64GetDatum(id), id == NO_ID};
}

static inline ColumnValue
column_instant(AttrNumber column, TimestampTz instant)
{
	return (ColumnValue){column, TimestampTzGetDatum(instant), false};
}

static inline ColumnValue
column_text(AttrNumber column, const char *text)
{
	return (ColumnValue){column, CStringGetTextDatum(text), false};
}

static inline ColumnValue
column_amount(AttrNumber column, Numeric amount)
{
	return (ColumnValue){column, NumericGetDatum(amount), false};
}

static inline ColumnValue
column_datum(AttrNumber column, Datum value)
{
	return (ColumnValue){column, value, false};
}

/* A text that may be missing. */
static inline ColumnValue
column_given(AttrNumber column, const text *value)
{
	return (ColumnValue){column, PointerGetDatum(value), value == NULL};
}

/* An argument as the value of a column. */
static inline ColumnValue
column_argument(FunctionCallInfo fcinfo, AttrNumber column, int argument)
{
	return (ColumnValue){column, PG_GETARG_DATUM(argument),
						 PG_ARGISNULL(argument)};
}

static inline ColumnValue
column_null(AttrNumber column)
{
	return (ColumnValue){column, (Datum) 0, true};
}

extern bool writer_is_writing(void);
extern void writer_lock_tables(const Writer *writer);
extern WriterState *writer_try_begin(Writer *writer, const Spared *spared);
extern bool writer_runs_others(const WriterState *state);
extern WriterState *writer_begin(Writer *writer);
extern void writer_knows_place(WriterState *state, const RowPlace *row_place);
extern int64 writer_insert(WriterState *state, TableId table,
						   Guarding guarding, const ColumnValue *values,
						   int count);
extern void writer_update(WriterState *state, TableId table, Guarding guarding,
						  const ItemPointerData *place,
						  const ColumnValue *values, int count);
extern void writer_delete(WriterState *state, TableId table,
						  const ItemPointerData *place);
extern void writer_end(Writer *writer, WriterState *state);

#endif /* FITCLUB_WRITER_H */
