/*
 * window_guard.c
 *		The rules of availability windows, on every path.
 */
#include "postgres.h"

#include "engine/guarded_row.h"
#include "hours/window.h"
#include "schema/trigger.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_guard_trainer_availability);

static Refusal *
check_window(void *state, Blocker *blocker)
{
	return window_check_overlap(state, false, 0, blocker);
}

/*
 * Trigger on trainer_availability. Whether a weekly and a one-off window meet
 * depends on today's date, which a guard does not know; set_availability()
 * looks at that.
 */
Datum
fitclub_guard_trainer_availability(PG_FUNCTION_ARGS)
{
	GuardedRow guarded =
		guarded_row(fcinfo, TABLE_AVAILABILITY, ON_INSERT | ON_UPDATE);
	Window window = window_from_row(guarded.row, guarded.desc);

	guard(check_window, &window);
	return PointerGetDatum(NULL);
}
