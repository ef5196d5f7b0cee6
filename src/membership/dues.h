/*
 * dues.h
 *		Periods of memberships, written with their bills.
 */
#ifndef FITCLUB_DUES_H
#define FITCLUB_DUES_H

#include "engine/short_lock.h"
#include "plan/standing.h"
#include "write/writer.h"

/* Whose money on account pays dues at once: the member's, and the payer's. */
typedef struct MembershipAccounts
{
	int count;
	int64 payer_ids[2];
	Numeric amounts[2];
} MembershipAccounts;

/* What a writer of periods writes to. */
#define MEMBERSHIP_DUES_TABLES                                                \
	TABLE_MEMBERSHIP_PERIOD, TABLE_BILL, TABLE_PAYMENT, TABLE_NOTIFICATION

extern void membership_look_at_accounts(int64 member_id, ShortLocks *locks,
										MembershipAccounts *accounts,
										Blocker *blocker);
extern DateADT membership_billed_until(int64 membership_id, Blocker *blocker);
extern int64 membership_write_period(WriterState *writing,
									 const Standing *standing,
									 const StandingPeriod *period,
									 const Club *club,
									 MembershipAccounts *accounts,
									 TimestampTz now);
extern int membership_write_periods(WriterState *writing,
									const Standing *standing, DateADT ended_on,
									DateADT until, int most, const Club *club,
									MembershipAccounts *accounts,
									TimestampTz now);

#endif /* FITCLUB_DUES_H */
