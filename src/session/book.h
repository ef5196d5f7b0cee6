/*
 * book.h
 *		Booking private sessions.
 */
#ifndef FITCLUB_SESSION_BOOK_H
#define FITCLUB_SESSION_BOOK_H

#include "session/request.h"

extern Refusal *session_book(SessionRequest *request, Datum activity,
							 Numeric price, Blocker *undecided,
							 int64 *session_id);

#endif /* FITCLUB_SESSION_BOOK_H */
