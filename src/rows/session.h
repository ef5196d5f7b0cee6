/*
 * session.h
 *		Private sessions that are going to be changed.
 */
#ifndef FITCLUB_SESSION_H
#define FITCLUB_SESSION_H

#include "engine/dirty_scan.h"

#include "utils/numeric.h"

typedef struct Session
{
	int64 id;
	int64 member_id;
	int64 trainer_id;
	int64 room_id; /* NO_ID when online */
	Period period;
	bool is_cancelled;
	Numeric price;
	char *activity;
	int64 lot_id;        /* NO_ID: its credits do not pay for it */
	int64 membership_id; /* NO_ID: it does not cover it */
	int credits;         /* of the lot */
	ItemPointerData place;
} Session;

extern bool read_session(int64 id, Session *session, Blocker *blocker);

#endif /* FITCLUB_SESSION_H */
