/*
 * member_rules.h
 *		How soon, how far ahead and how much members may book.
 */
#ifndef FITCLUB_MEMBER_RULES_H
#define FITCLUB_MEMBER_RULES_H

#include "calendar/booking.h"
#include "rows/club.h"

extern Period calendar_member_starts(const Club *club);
extern Refusal *calendar_check_member_rules(const Booking *booking,
											const Club *club,
											Blocker *blocker);

#endif /* FITCLUB_MEMBER_RULES_H */
