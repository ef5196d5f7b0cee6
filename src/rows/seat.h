/*
 * seat.h
 *		Seats that are going to be changed.
 */
#ifndef FITCLUB_SEAT_H
#define FITCLUB_SEAT_H

#include "engine/dirty_scan.h"

#include "utils/numeric.h"

typedef struct Registration
{
	int64 id;
	int64 member_id;
	int64 class_id;
	Period period;
	bool is_cancelled;
	Numeric price;       /* NULL: the class's */
	int64 lot_id;        /* NO_ID: its credits do not pay for it */
	int64 membership_id; /* NO_ID: it does not cover it */
	int credits;         /* of the lot */
	ItemPointerData place;
} Registration;

extern bool read_registration(int64 id, Registration *registration,
							  Blocker *blocker);

#endif /* FITCLUB_SEAT_H */
