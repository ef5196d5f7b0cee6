/*
 * foreign_key.h
 *		Foreign keys of the rows that the engine writes.
 */
#ifndef FITCLUB_FOREIGN_KEY_H
#define FITCLUB_FOREIGN_KEY_H

#include "engine/dirty_scan.h"

#include "access/skey.h"
#include "executor/tuptable.h"
#include "utils/reltrigger.h"

#define MOST_KEY_COLUMNS 3

/* A foreign key, as far as a row that refers by it is to be checked. */
typedef struct ForeignKey
{
	Oid constraint;
	uint64 generation; /* of the catalogs that it was read from */
	char enabled;      /* of its trigger: pg_trigger.tgenabled */
	Oid referenced;
	Oid index;
	int column_count;
	AttrNumber columns[MOST_KEY_COLUMNS]; /* in the order of the index */
	AttrNumber referenced_columns[MOST_KEY_COLUMNS];
	ScanKeyData keys[MOST_KEY_COLUMNS];
} ForeignKey;

/* What a written row refers to. */
typedef struct Reference
{
	const ForeignKey *foreign_key;
	Datum values[MOST_KEY_COLUMNS];
} Reference;

extern bool foreign_key_read(const Trigger *trigger, ForeignKey *foreign_key);
extern bool foreign_key_of_row(const ForeignKey *foreign_key,
							   TupleTableSlot *row, Reference *reference);
extern bool references_equal(const Reference *a, const Reference *b);
extern bool reference_is_to(const Reference *reference,
							const RowPlace *row_place);
extern void reference_check(const Reference *reference,
							const RowPlace *row_place);

#endif /* FITCLUB_FOREIGN_KEY_H */
