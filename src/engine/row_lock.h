/*
 * row_lock.h
 *		Rows that are going to be written, locked without waiting.
 */
#ifndef FITCLUB_ROW_LOCK_H
#define FITCLUB_ROW_LOCK_H

#include "engine/dirty_scan.h"
#include "engine/short_lock.h"

#include "utils/resowner.h"

extern bool rows_lock(const ShortLocks *locks, Blocker *blocker);
extern void end_subtransaction(bool keep, MemoryContext context,
							   ResourceOwner owner);

#endif /* FITCLUB_ROW_LOCK_H */
