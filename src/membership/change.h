/*
 * change.h
 *		A membership that changes: what is billed for it follows.
 */
#ifndef FITCLUB_MEMBERSHIP_CHANGE_H
#define FITCLUB_MEMBERSHIP_CHANGE_H

#include "money/paid.h"
#include "plan/standing.h"
#include "refusal/refusal.h"
#include "rows/bill.h"
#include "rows/club.h"
#include "write/admission.h"

/* What becomes of bookings that the membership no longer covers. */
typedef enum OnBookings
{
	BOOKINGS_REFUSE,
	BOOKINGS_CANCEL,
	BOOKINGS_BILL
} OnBookings;

/*
 * What becomes of dues that are billed. Periods that have not begun are taken
 * back in any case.
 */
typedef enum DuesChange
{
	DUES_STAY,    /* of periods that have begun */
	DUES_MOVE,    /* with their days, to when these are billed again */
	DUES_CREDITED /* for all days that are left */
} DuesChange;

/* A row of membership_plan, membership_hold or membership_period. */
typedef struct DatedRow
{
	TableId table;
	int64 id;
	DateADT starts_on; /* or from_on */
	DateADT ends_on;   /* of a hold or a period */
	ItemPointerData place;
} DatedRow;

/* A period that was billed and ends on another day than it did. */
typedef struct PeriodChange
{
	DatedRow row;
	DateADT ends_on;    /* from now on */
	bool is_taken_back; /* to be billed again, or not at all */
	Numeric net;        /* what is owed from now on; NULL: as before */
	Bill bill;
	BillPayments payments;
} PeriodChange;

typedef struct MembershipChange
{
	int64 id;
	OnBookings on_bookings;
	Club club;
	DateADT today;
	Standing before;
	Standing after;
	List *scopes;  /* of BookingScope: what bookings that it covers are of */
	List *periods; /* of PeriodChange: those that change */
	DateADT billed_until; /* the end of the last that is not taken back */
	List *bookings; /* of CoveredBooking: those that it covers no longer */
	ShortLocks locks;
} MembershipChange;

extern MembershipChange membership_change(FunctionCallInfo fcinfo,
										  int on_bookings);
extern Standing membership_copy(const Standing *standing);
extern Refusal *membership_read(MembershipChange *change, Blocker *blocker);
extern Refusal *membership_read_kept(MembershipChange *change,
									 Blocker *blocker);
extern Refusal *membership_read_running(MembershipChange *change,
										Blocker *blocker);
extern List *membership_rows(const MembershipChange *change, TableId table,
							 Blocker *blocker);
extern void membership_lock_row(MembershipChange *change, const DatedRow *row);
extern bool membership_whole_period(const Standing *standing,
									DateADT starts_on, StandingPeriod *period);
extern void membership_find_periods(MembershipChange *change, DateADT from_on,
									DuesChange dues, Blocker *blocker);
extern WriterState *membership_admit(MembershipChange *change,
									 AdmissionCheck check, void *state);
extern void membership_insert_plan(WriterState *writing, int64 membership_id,
								   const StandingPlan *plan);
extern void membership_write_changes(WriterState *writing,
									 const MembershipChange *change);
extern void membership_end_change(WriterState *writing,
								  MembershipChange *change,
								  const char *message);
extern const char *membership_plan_name(const Standing *standing,
										DateADT date);

#endif /* FITCLUB_MEMBERSHIP_CHANGE_H */
