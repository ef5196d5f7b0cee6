/*
 * club.h
 *		The club's settings, as rules and messages need them.
 */
#ifndef FITCLUB_CLUB_H
#define FITCLUB_CLUB_H

#include "base/fitclub.h"

#include "pgtime.h"
#include "utils/date.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

typedef struct Club
{
	pg_tz *zone;
	char *currency;
	int decimals; /* of amounts: what the currency has, but two at most */
	Numeric session_price;
	Numeric class_price;
	bool class_may_exceed_room;
	Interval cancellation_notice;
	Numeric late_fee_percent;
	bool is_demo;
	/* what members may book; 0 is no limit */
	Interval booking_notice;
	Interval booking_horizon;
	int max_upcoming_bookings;
	int max_bookings_per_day;
	int max_bookings_per_week;
	/* in microseconds; what a session is like that a member books */
	int64 shortest_session;
	int64 longest_session;    /* a day: any length */
	int64 start_step;         /* 0: any start */
	bool cancelled_to_credit; /* what was paid goes on account */
	Numeric cash_step;        /* 0: cash is not rounded */
	bool uses_cover;          /* packs and memberships are looked at */
	int block_past_due_days;  /* 0: what is past due keeps nobody out */
	bool admits_members_only; /* the door, that is */
} Club;

extern int club_decimals(const char *currency);
pg_noreturn extern void refuse_without_club(void);
extern bool find_club(Club *club);
extern Club read_club(void);
extern DateADT club_today(void);
extern void club_start_cover(void);
extern char *club_amount_text(Numeric amount);

#endif /* FITCLUB_CLUB_H */
