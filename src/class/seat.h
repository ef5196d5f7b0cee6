/*
 * seat.h
 *		Seats in classes.
 */
#ifndef FITCLUB_CLASS_SEAT_H
#define FITCLUB_CLASS_SEAT_H

#include "refusal/refusal.h"
#include "rows/seat.h"
#include "write/writer.h"

/* Whether the caller may do something with a seat. */
typedef Refusal *(*SeatPermission)(const Registration *registration);

extern Refusal *class_read_active_seat(int64 registration_id,
									   Registration *registration,
									   SeatPermission permission,
									   Blocker *blocker);
extern void class_release_seat(WriterState *writing,
							   const ItemPointerData *place, TimestampTz start,
							   const Period *moved_to, TimestampTz now,
							   const text *reason, bool keeps_cover);
extern void class_cancel_seat_for_club(int64 registration_id);

#endif /* FITCLUB_CLASS_SEAT_H */
