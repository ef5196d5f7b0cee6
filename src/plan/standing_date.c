/*
 * standing_date.c
 *		Real and nominal dates of a membership.
 *
 * Nominal time stands still while a membership is on hold. Each nominal date is
 * reached on a first real date, and a boundary between periods is where that is.
 */
#include "postgres.h"

#include "plan/standing.h"

/* A real date less the days of holds before it. */
DateADT
standing_nominal(const Standing *standing, DateADT real)
{
	DateADT nominal = real;

	if (real == DATEVAL_NOEND)
		return DATEVAL_NOEND;
	for (int i = 0; i < standing->hold_count; i++)
	{
		const StandingHold *hold = &standing->holds[i];

		if (hold->starts_on >= real)
			break;
		nominal -= Min(hold->ends_on, real) - hold->starts_on;
	}
	return nominal;
}

/* The first real date that has a nominal one; DATEVAL_NOEND if none has. */
DateADT
standing_real(const Standing *standing, DateADT nominal)
{
	DateADT real = nominal;

	if (nominal == DATEVAL_NOEND)
		return DATEVAL_NOEND;
	for (int i = 0; i < standing->hold_count; i++)
	{
		const StandingHold *hold = &standing->holds[i];

		if (hold->starts_on >= real)
			break;
		if (hold->ends_on == DATEVAL_NOEND)
			return DATEVAL_NOEND;
		real += hold->ends_on - hold->starts_on;
	}
	return real;
}

/* The date itself, or if it is in a hold, the end of that. */
DateADT
standing_after_hold(const Standing *standing, DateADT date)
{
	for (int i = 0; i < standing->hold_count; i++)
	{
		const StandingHold *hold = &standing->holds[i];

		if (hold->starts_on <= date && date < hold->ends_on)
			return hold->ends_on;
	}
	return date;
}

bool
standing_is_on_hold(const Standing *standing, DateADT date)
{
	return standing_after_hold(standing, date) != date;
}

/* Whether its member has what the plan includes on a date. */
bool
standing_is_active(const Standing *standing, DateADT date)
{
	return standing->plan_count > 0 && standing->starts_on <= date &&
		   date < standing->ends_on && !standing_is_on_hold(standing, date);
}

/* Which plan it has on a date, before and after its time as well; or NULL. */
const StandingPlan *
standing_plan_on(const Standing *standing, DateADT date)
{
	int last = standing->plan_count - 1;

	while (last > 0 && standing->plans[last].from_on > date)
		last--;
	return last < 0 ? NULL : &standing->plans[last];
}

/* When it ends, by its columns and its holds. */
void
standing_set_end(Standing *standing)
{
	standing->ends_on =
		standing->cancelled_on != DATEVAL_NOEND
			? standing->cancelled_on
			: standing_real(standing, standing->contract_until);
}
