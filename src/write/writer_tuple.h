/*
 * writer_tuple.h
 *		What a writer of tuples has prepared: private to it.
 */
#ifndef FITCLUB_WRITER_TUPLE_H
#define FITCLUB_WRITER_TUPLE_H

#include "write/foreign_key.h"
#include "write/writer_way.h"

#include "executor/executor.h"

/* A table as a writer has prepared it. */
typedef struct Target
{
	TableId table;
	TupleDesc desc;
	ResultRelInfo *relation;
	Trigger *guard;   /* NULL if the table has none */
	Trigger *audit;   /* likewise */
	bool runs_others; /* BEFORE triggers that the club has added */
	ColumnUse *column_use;
	Oid *index_oids;
	ColumnSet *index_columns; /* it has no row in which all of them are null */
	Oid sequence; /* of ids; InvalidOid if the key has another default */
	int foreign_key_count;
	ForeignKey *foreign_keys; /* of those that we check ourselves */
	TupleTableSlot *row;      /* as it will be */
	TupleTableSlot *before;   /* as it was */
	ExprState **defaults;     /* by column; NULL for null */
} Target;

struct TupleWriter
{
	WriterState base;
	uint64 generation; /* of the catalogs that it was prepared from */
	Spared spared;     /* this time: indexes of it are not open */
	EState *estate;
	EPQState recheck;
	int reference_count;
	int reference_room;
	Reference *references; /* of rows written, still to be checked */
	int target_count;
	Target targets[WRITER_MOST_TABLES];
};

extern TupleWriter *tuples_open(Writer *writer, const Spared *spared);
extern void tuples_close_indexes(TupleWriter *state);
extern void tuples_close_tables(TupleWriter *state);
extern void tuples_keep(Writer *writer, TupleWriter *state);

#endif /* FITCLUB_WRITER_TUPLE_H */
