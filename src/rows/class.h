/*
 * class.h
 *		Classes that somebody is going to join or to change.
 */
#ifndef FITCLUB_CLASS_H
#define FITCLUB_CLASS_H

#include "engine/dirty_scan.h"

#include "utils/numeric.h"

typedef struct ClassRow
{
	int64 id;
	int64 trainer_id;
	int64 room_id;
	Period period;
	int capacity;
	bool is_cancelled;
	bool may_exceed_room;
	char *name;
	Numeric price;
	ItemPointerData place;
} ClassRow;

extern bool read_class(int64 id, ClassRow *class, Blocker *blocker);
extern bool read_class_for_write(int64 id, ClassRow *class, Blocker *blocker);

#endif /* FITCLUB_CLASS_H */
