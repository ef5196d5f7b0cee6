/*
 * writer_way.h
 *		The two ways in which a writer writes: private to the writers.
 */
#ifndef FITCLUB_WRITER_WAY_H
#define FITCLUB_WRITER_WAY_H

#include "write/writer.h"

#include "utils/rel.h"

typedef struct WriterWay
{
	/* NULL if something cannot be locked without waiting */
	WriterState *(*begin)(Writer *writer, const Spared *spared);
	int64 (*insert)(WriterState *state, TableId table, Guarding guarding,
					const ColumnValue *values, int count);
	void (*update)(WriterState *state, TableId table, Guarding guarding,
				   const ItemPointerData *place, const ColumnValue *values,
				   int count);
	void (*delete)(WriterState *state, TableId table,
				   const ItemPointerData *place);
	void (*end)(Writer *writer, WriterState *state);
} WriterWay;

/* How many rows a writer remembers the places of. */
#define MOST_ROW_PLACES 8

/* What both ways begin with. */
struct WriterState
{
	const WriterWay *way;
	bool runs_others; /* BEFORE triggers that the club has added */
	int row_place_count;
	RowPlace row_places[MOST_ROW_PLACES]; /* of rows that are referred to */
};

extern const WriterWay tuple_way;
extern const WriterWay spi_way;

extern bool writer_lock_indexes(Relation heap);

#endif /* FITCLUB_WRITER_WAY_H */
