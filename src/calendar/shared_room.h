/*
 * shared_room.h
 *		Rooms that hold several bookings at once.
 */
#ifndef FITCLUB_SHARED_ROOM_H
#define FITCLUB_SHARED_ROOM_H

#include "calendar/busy.h"
#include "refusal/refusal.h"

extern bool calendar_room_is_full(int64 room_id, int most, Period period,
								  const Occupant *ignored, int ignored_count,
								  Period *full, Blocker *blocker);
extern Refusal *calendar_check_room(TableId table, int64 room_id,
									Period period, const Occupant *ignored,
									Blocker *blocker);
extern Refusal *calendar_check_room_bookings(int64 room_id, int most,
											 Blocker *blocker);

#endif /* FITCLUB_SHARED_ROOM_H */
