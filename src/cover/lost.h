/*
 * lost.h
 *		What a member loses who cancels a covered booking too late.
 */
#ifndef FITCLUB_COVER_LOST_H
#define FITCLUB_COVER_LOST_H

#include "engine/dirty_scan.h"
#include "rows/club.h"

#include "utils/numeric.h"

/* Nothing is set if the booking is not covered, or not cancelled too late. */
typedef struct CoverLost
{
	bool is_kept; /* the credits, or the visit */
	Numeric fee;  /* of the plan; NULL: none */
} CoverLost;

extern CoverLost cover_lost(int64 lot_id, int64 membership_id,
							TimestampTz start, const Club *club,
							Blocker *blocker);
extern bool cover_loses(const CoverLost *lost);

#endif /* FITCLUB_COVER_LOST_H */
