/*
 * lot.h
 *		Lots of credits, and what is left of them.
 */
#ifndef FITCLUB_LOT_H
#define FITCLUB_LOT_H

#include "engine/dirty_scan.h"

#include "write/writer.h"

#include "nodes/pg_list.h"
#include "utils/date.h"

/* Credits of a sale that one member has, the holder. */
typedef struct Lot
{
	int64 id;
	int64 sale_id;
	int64 member_id;
	int credits; /* at first */
	DateADT valid_from;
	DateADT expires_on; /* the last day; DATEVAL_NOEND: none is */
	ItemPointerData place;
} Lot;

extern bool lot_read(int64 id, Lot *lot, Blocker *blocker);
extern List *lot_list(int64 member_id, Blocker *blocker);
extern List *lot_list_of_sale(int64 sale_id, Blocker *blocker);
extern ColumnValue lot_last_day(DateADT expires_on);
extern int64 lot_insert(WriterState *writing, const Lot *lot);
extern bool lot_holds_on(const Lot *lot, DateADT day);
extern int lot_left(const Lot *lot, Blocker *blocker);
extern int lot_refunded(const Lot *lot, Blocker *blocker);
extern bool lot_lacks(const Lot *lot, int credits, Blocker *blocker);

#endif /* FITCLUB_LOT_H */
