/*
 * change.h
 *		Another way to pay for a booking that is there.
 */
#ifndef FITCLUB_COVER_CHANGE_H
#define FITCLUB_COVER_CHANGE_H

#include "cover/row.h"

typedef enum CoverWay
{
	COVER_BY_BILL,
	COVER_BY_LOT,
	COVER_BY_MEMBERSHIP,
	COVER_BY_ANYTHING /* as if it was booked */
} CoverWay;

/* A booking whose way to pay is to be another one. */
typedef struct CoverChange
{
	CoverRow row; /* with the booking's table and id set */
	CoverWay way;
	int64 lot_id; /* NO_ID: any */
	Club club;
	Service service;
	CoverRequest request; /* what it comes to */
	Bill bill;
	bool changes;
	ShortLocks locks;
} CoverChange;

extern Refusal *cover_decide(CoverChange *change, Blocker *blocker);
extern void cover_write_change(WriterState *writing, CoverChange *change);

#endif /* FITCLUB_COVER_CHANGE_H */
