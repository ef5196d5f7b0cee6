/*
 * pack_refusal.h
 *		What is said of packs and credits.
 */
#ifndef FITCLUB_PACK_REFUSAL_H
#define FITCLUB_PACK_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_lot_left(int64 lot_id);

#endif /* FITCLUB_PACK_REFUSAL_H */
