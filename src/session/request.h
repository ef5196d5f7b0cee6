/*
 * request.h
 *		What booking, moving and cancelling a session have in common.
 */
#ifndef FITCLUB_SESSION_REQUEST_H
#define FITCLUB_SESSION_REQUEST_H

#include "calendar/booking.h"
#include "calendar/turnaround.h"
#include "rows/club.h"
#include "rows/session.h"
#include "rows/trainer.h"
#include "service/service.h"
#include "write/writer.h"

/* A session on its way into the calendar. */
typedef struct SessionRequest
{
	Booking booking;
	Club club;
	Trainer trainer;
	Service service;
	RowPlace member;
	Room room;
	NewFor is_new;
	bool has_new_start;
} SessionRequest;

/* Where and when a session is to be. */
typedef struct SessionColumns
{
	ColumnValue trainer;
	ColumnValue room;
	ColumnValue start;
	ColumnValue end;
} SessionColumns;

extern bool session_lock_booking(ShortLocks *locks, const Booking *booking);
extern Refusal *session_check_request(void *state, Blocker *blocker);
extern SessionColumns session_columns(const Booking *booking);
extern Refusal *session_read_active(int64 session_id, Session *session,
									Blocker *blocker);
extern void session_cancel_for_club(int64 session_id);

#endif /* FITCLUB_SESSION_REQUEST_H */
