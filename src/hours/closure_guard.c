/*
 * closure_guard.c
 *		The rules of closures, on every path.
 */
#include "postgres.h"

#include "engine/guarded_row.h"
#include "hours/closure.h"
#include "schema/trigger.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_guard_closure);

static Refusal *
check_written_closure(void *state, Blocker *blocker)
{
	List *inside;

	return closure_check(state, &inside, blocker);
}

/*
 * Trigger on closure. Waits for transactions whose bookings or closures are in
 * the way.
 */
Datum
fitclub_guard_closure(PG_FUNCTION_ARGS)
{
	static const AttrNumber deciding[] = {
		Anum_closure_room_id,
		Anum_closure_trainer_id,
		Anum_closure_start_time,
		Anum_closure_end_time,
	};
	GuardedRow guarded =
		guarded_row(fcinfo, TABLE_CLOSURE, ON_INSERT | ON_UPDATE);
	Closure closure = {0};

	if (!row_is_null(guarded.row, Anum_closure_cancelled_at) ||
		(!guarded_was_cancelled(&guarded, Anum_closure_cancelled_at) &&
		 guarded_unchanged(&guarded, deciding, lengthof(deciding))))
		return PointerGetDatum(NULL);

	closure.id = guarded_int64(&guarded, Anum_any_key);
	closure.room_id = guarded_int64(&guarded, Anum_closure_room_id);
	closure.trainer_id = guarded_int64(&guarded, Anum_closure_trainer_id);
	closure.period = guarded_period(&guarded, Anum_closure_start_time,
									Anum_closure_end_time);
	guarded_announce(fcinfo);
	guard(check_written_closure, &closure);
	return PointerGetDatum(NULL);
}
