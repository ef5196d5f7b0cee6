/*
 * cover_guard.h
 *		No more credits of a lot are used than there are, on every path.
 */
#ifndef FITCLUB_COVER_GUARD_H
#define FITCLUB_COVER_GUARD_H

#include "engine/guarded_row.h"

extern int64 cover_lot_newly_used(const GuardedRow *guarded, TableId table);
extern void cover_guard_lot(int64 lot_id);

#endif /* FITCLUB_COVER_GUARD_H */
