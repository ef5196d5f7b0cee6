/*
 * pack_refusal.h
 *		What is said of packs and credits.
 */
#ifndef FITCLUB_PACK_REFUSAL_H
#define FITCLUB_PACK_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_pack_inactive(int64 pack_id);
extern Refusal *refusal_pack_sold(int64 pack_id);
extern Refusal *refusal_scope_taken(int64 pack_id);
extern Refusal *refusal_lot_left(int64 lot_id);
extern Refusal *refusal_lot_transferable(int64 lot_id);
extern Refusal *refusal_sale_left(int64 sale_id);
extern Refusal *refusal_pack_refund(int64 sale_id, const char *worth);

#endif /* FITCLUB_PACK_REFUSAL_H */
