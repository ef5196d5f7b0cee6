/*
 * standing.h
 *		What a membership is on a day: its plan, its holds, its periods and
 *		what they cost.
 *
 * Real dates are those of the calendar. A nominal date is a real one less the
 * days of holds before it: boundaries between periods are nominal, and so holds
 * move them.
 */
#ifndef FITCLUB_STANDING_H
#define FITCLUB_STANDING_H

#include "engine/dirty_scan.h"
#include "rows/club.h"

#include "nodes/pg_list.h"
#include "utils/date.h"
#include "utils/numeric.h"

typedef enum StandingUnit
{
	STANDING_WEEK,
	STANDING_MONTH,
	STANDING_YEAR
} StandingUnit;

/* A plan from a date on. */
typedef struct StandingPlan
{
	DateADT from_on;   /* real */
	DateADT anchor_on; /* nominal; never null */
	int64 plan_id;
	Numeric price; /* NULL: the list's */
	char *name;
	StandingUnit unit;
	int every;
	int visits;          /* in a period; 0: any number */
	Numeric late_fee;    /* NULL: none */
	Numeric joining_fee; /* likewise */
	Interval notice;
	int min_periods;
	bool is_active; /* can be joined */
} StandingPlan;

/* Holds are apart from each other, in order, and none begins before the start. */
typedef struct StandingHold
{
	DateADT starts_on;
	DateADT ends_on; /* exclusive; DATEVAL_NOEND: open */
} StandingHold;

typedef struct Standing
{
	int64 id;
	int64 member_id;
	DateADT starts_on;
	DateADT anchor_on;
	DateADT contract_until; /* nominal; DATEVAL_NOEND: none */
	DateADT
		cancelled_on; /* the column ends_on; DATEVAL_NOEND: not cancelled */
	DateADT ends_on;  /* the first day without; DATEVAL_NOEND: none */
	TimestampTz made_at;
	int plan_count; /* 0 only if the rows are not complete */
	StandingPlan *plans;
	int hold_count;
	StandingHold *holds;
	ItemPointerData place; /* of its row, to lock or update it */
} Standing;

/* What one bill is for. */
typedef struct StandingPeriod
{
	DateADT starts_on;
	DateADT ends_on; /* exclusive; DATEVAL_NOEND while a hold in it is open */
	DateADT nominal_start;
	DateADT nominal_end;
	DateADT whole_start; /* the nominal boundaries around it */
	DateADT whole_end;
	const StandingPlan *plan;
} StandingPeriod;

/* standing.c: a blocker that is set leaves the rest undefined */
extern bool standing_read(int64 membership_id, Standing *standing,
						  Blocker *blocker);
extern bool standing_read_plan(int64 plan_id, StandingPlan *plan);
extern List *standing_all_of_member(int64 member_id, Blocker *blocker);

/* standing_date.c */
extern DateADT standing_nominal(const Standing *standing, DateADT real);
extern DateADT standing_real(const Standing *standing, DateADT nominal);
extern DateADT standing_after_hold(const Standing *standing, DateADT date);
extern bool standing_is_on_hold(const Standing *standing, DateADT date);
extern bool standing_is_active(const Standing *standing, DateADT date);
extern const StandingPlan *standing_plan_on(const Standing *standing,
											DateADT date);
extern void standing_set_end(Standing *standing);

/* standing_period.c */
extern bool standing_period_around(const Standing *standing, DateADT date,
								   StandingPeriod *period);
extern bool standing_first_period(const Standing *standing,
								  StandingPeriod *period);
extern bool standing_next_period(const Standing *standing, DateADT ended_on,
								 StandingPeriod *period);
extern DateADT standing_first_boundary_from(const Standing *standing,
											DateADT date);
extern DateADT standing_min_end(const Standing *standing, DateADT date);

/* standing_price.c */
extern Numeric standing_price(const Standing *standing,
							  const StandingPeriod *period, const Club *club);
extern Numeric standing_dues(const Standing *standing,
							 const StandingPeriod *period, const Club *club);

#endif /* FITCLUB_STANDING_H */
