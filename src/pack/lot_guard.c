/*
 * lot_guard.c
 *		No more credits leave a lot than are left of it, on every path.
 */
#include "postgres.h"

#include "engine/guarded_row.h"
#include "pack/lot.h"
#include "pack/pack_refusal.h"
#include "schema/trigger.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_guard_lot_out);

/* A lot that is not there is for its foreign key to say. */
static Refusal *
check_lot(void *state, Blocker *blocker)
{
	int64 lot_id = *(int64 *) state;
	Lot lot;

	return lot_read(lot_id, &lot, blocker) && lot_lacks(&lot, 0, blocker)
			   ? refusal_lot_left(lot_id)
			   : NULL;
}

/*
 * Wait for functions that have counted the lot's credits before its row of lot_out
 * was there, until their own rows are: these are not looked at again.
 */
static void
let_users_write(int64 lot_id)
{
	Blocker ignored = NO_BLOCKER;
	ShortLocks locks;
	Lot lot;

	locks_init(&locks);
	if (!lot_read(lot_id, &lot, &ignored))
		return;
	(void) locks_need(&locks, LOCK_MEMBER, lot.member_id);
	locks_acquire(&locks);
	locks_release(&locks);
}

/*
 * Trigger on lot_out. Short-locks the holder for a moment, and waits for
 * transactions whose bookings may use the last credits.
 */
Datum
fitclub_guard_lot_out(PG_FUNCTION_ARGS)
{
	GuardedRow guarded = guarded_row(fcinfo, TABLE_LOT_OUT, ON_INSERT);
	int64 lot_id = guarded_int64(&guarded, Anum_lot_out_lot_id);

	let_users_write(lot_id);
	guard(check_lot, &lot_id);
	return PointerGetDatum(NULL);
}
