/*
 * cover_refusal.h
 *		What is said of what pays for bookings.
 */
#ifndef FITCLUB_COVER_REFUSAL_H
#define FITCLUB_COVER_REFUSAL_H

#include "cover/candidate.h"
#include "refusal/refusal.h"

extern Refusal *refusal_obstacle(bool is_lot, int64 id, CoverObstacle obstacle,
								 const CoverFor *what);
extern Refusal *refusal_nothing_covers(bool is_lot, int64 member_id);
extern Refusal *refusal_cover_paid(int64 billing_id);
extern Refusal *refusal_cover_free(TableId table, int64 id);
extern Refusal *refusal_cover_begun(TableId table, int64 id);
extern Refusal *refusal_pay_with(TableId table, const char *message);
extern Refusal *refusal_cover_late(TableId table, int64 id);

#endif /* FITCLUB_COVER_REFUSAL_H */
