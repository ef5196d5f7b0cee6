/*
 * shared_room.h
 *		Whether a room has place for a booking; it may hold several at once.
 */
#ifndef FITCLUB_SHARED_ROOM_H
#define FITCLUB_SHARED_ROOM_H

#include "calendar/busy.h"
#include "refusal/refusal.h"

/* What a room is wanted for. */
typedef struct RoomUse
{
	int64 room_id;
	Period period;
	int64 turnaround; /* that is to pass between two bookings, or 0 */
	const Occupant *ignored;
	int ignored_count;
} RoomUse;

extern bool calendar_room_is_full(const RoomUse *use, int most, Period *full,
								  Blocker *blocker);
extern Refusal *calendar_check_room(TableId table, const RoomUse *use,
									Blocker *blocker);
extern Refusal *calendar_check_room_bookings(int64 room_id, int most,
											 Blocker *blocker);

#endif /* FITCLUB_SHARED_ROOM_H */
