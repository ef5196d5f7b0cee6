/*
 * standing_period.c
 *		The periods of a membership.
 *
 * A boundary is the anchor and a whole number of periods, and is always computed
 * from the anchor: of the 31st of January, the month after next begins on the
 * 31st of March, though the next begins on the 28th of February.
 */
#include "postgres.h"

#include "plan/standing.h"

#include "base/local_time.h"
#include "utils/datetime.h"

/* A date and a number of units, as PostgreSQL adds an interval. */
static DateADT
add_units(DateADT date, StandingUnit unit, int count)
{
	int year;
	int month;
	int day;
	int months;

	if (unit == STANDING_WEEK)
		return date + 7 * count;
	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	months = year * MONTHS_PER_YEAR + month - 1 +
			 count * (unit == STANDING_YEAR ? MONTHS_PER_YEAR : 1);
	year = months / MONTHS_PER_YEAR;
	month = months % MONTHS_PER_YEAR + 1;
	day = Min(day, day_tab[isleap(year)][month - 1]);
	return date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
}

/* The boundary that is a number of periods after the anchor. */
static DateADT
plan_boundary(const StandingPlan *plan, int number)
{
	return add_units(plan->anchor_on, plan->unit, number * plan->every);
}

static int
months_since_zero(DateADT date)
{
	int year;
	int month;
	int day;

	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return year * MONTHS_PER_YEAR + month;
}

/* The number of the last boundary that is not after a nominal date. */
static int
last_boundary(const StandingPlan *plan, DateADT nominal)
{
	int number =
		plan->unit == STANDING_WEEK
			? (nominal - plan->anchor_on) / (7 * plan->every)
			: (months_since_zero(nominal) -
			   months_since_zero(plan->anchor_on)) /
				  (plan->every *
				   (plan->unit == STANDING_YEAR ? MONTHS_PER_YEAR : 1));

	while (plan_boundary(plan, number) > nominal)
		number--;
	while (plan_boundary(plan, number + 1) <= nominal)
		number++;
	return number;
}

/* When the plan after one begins; DATEVAL_NOEND if there is none. */
static DateADT
next_plan_from(const Standing *standing, const StandingPlan *plan)
{
	const StandingPlan *next = plan + 1;

	return next < standing->plans + standing->plan_count ? next->from_on
														 : DATEVAL_NOEND;
}

/*
 * When a period ends, nominally. One that a hold keeps from ending will end at its
 * boundary, or when the contract does.
 */
static DateADT
nominal_end(const Standing *standing, const StandingPeriod *period,
			DateADT boundary_on)
{
	if (period->ends_on == DATEVAL_NOEND)
		return Min(period->whole_end, standing->contract_until);
	return period->ends_on == boundary_on
			   ? period->whole_end
			   : standing_nominal(standing, period->ends_on);
}

/* The period that begins on a date which is in no hold. */
static bool
set_period(const Standing *standing, DateADT starts_on, StandingPeriod *period)
{
	const StandingPlan *plan = standing_plan_on(standing, starts_on);
	DateADT boundary_on;
	int number;

	if (plan == NULL || starts_on >= standing->ends_on)
		return false;
	period->plan = plan;
	period->starts_on = starts_on;
	period->nominal_start = standing_nominal(standing, starts_on);
	number = last_boundary(plan, period->nominal_start);
	period->whole_start = plan_boundary(plan, number);
	period->whole_end = plan_boundary(plan, number + 1);
	boundary_on = standing_real(standing, period->whole_end);
	period->ends_on = Min(Min(boundary_on, standing->ends_on),
						  next_plan_from(standing, plan));
	period->nominal_end = nominal_end(standing, period, boundary_on);
	/* calendars end, and memberships before them */
	return is_club_date(period->starts_on) && is_club_date(period->whole_end);
}

/*
 * The period after one that has ended on a date, or will; false if there is none.
 * What is on hold then begins after that.
 */
bool
standing_next_period(const Standing *standing, DateADT ended_on,
					 StandingPeriod *period)
{
	return set_period(standing,
					  standing_after_hold(standing,
										  Max(ended_on, standing->starts_on)),
					  period);
}

bool
standing_first_period(const Standing *standing, StandingPeriod *period)
{
	return standing_next_period(standing, standing->starts_on, period);
}

/* The period in which a date is, a day on hold as well; false if in none. */
bool
standing_period_around(const Standing *standing, DateADT date,
					   StandingPeriod *period)
{
	const StandingPlan *plan = standing_plan_on(standing, date);
	DateADT nominal = standing_nominal(standing, date);
	DateADT starts_on;

	if (plan == NULL || date < standing->starts_on || !is_club_date(date))
		return false;
	starts_on = standing_real(
		standing, plan_boundary(plan, last_boundary(plan, nominal)));
	starts_on = Max(starts_on, standing->starts_on);
	if (plan->from_on <= date)
		starts_on = Max(starts_on, plan->from_on);
	starts_on = standing_after_hold(standing, starts_on);
	return starts_on <= date && date < standing->ends_on &&
		   set_period(standing, starts_on, period);
}

/*
 * The first date from a date on that is not within a period, so that nothing is
 * cut if the membership ends there. DATEVAL_NOEND: a hold before it is open.
 */
DateADT
standing_first_boundary_from(const Standing *standing, DateADT date)
{
	date = Max(date, standing->starts_on);
	for (;;)
	{
		const StandingPlan *plan = standing_plan_on(standing, date);
		DateADT nominal = standing_nominal(standing, date);
		DateADT next_from;
		DateADT boundary;
		int number;

		if (plan == NULL)
			return date;
		number = last_boundary(plan, nominal);
		boundary = plan_boundary(plan, number);
		if (boundary < nominal)
			boundary = plan_boundary(plan, number + 1);
		boundary = Max(standing_real(standing, boundary), date);
		next_from = next_plan_from(standing, plan);
		if (boundary <= next_from)
			return boundary;
		date = next_from;
	}
}

/*
 * The first date on which it may end, as far as the plan that it has on a date
 * asks for a number of periods from the start.
 */
DateADT
standing_min_end(const Standing *standing, DateADT date)
{
	const StandingPlan *plan = standing_plan_on(standing, date);

	if (plan == NULL || plan->min_periods == 0)
		return standing->starts_on;
	return standing_real(standing, add_units(standing->starts_on, plan->unit,
											 plan->min_periods * plan->every));
}
