/*
 * cover_guard.c
 *		No more credits of a lot are used than there are, on every path.
 *
 * The guards of both tables of bookings call this. Whose lot it is, what for and
 * until when is not looked at here, as rows that decide it may be restored
 * later.
 */
#include "postgres.h"

#include "cover/cover_guard.h"

#include "engine/dirty_scan.h"
#include "pack/lot.h"
#include "pack/pack_refusal.h"
#include "write/admission.h"

/* What of a booking says which credits it uses. */
typedef struct UseColumns
{
	AttrNumber lot_id;
	AttrNumber credits;
	AttrNumber cancelled_at;
	AttrNumber kept_at;
} UseColumns;

static const UseColumns session_columns_used = {
	Anum_private_session_lot_id, Anum_private_session_credits,
	Anum_private_session_cancelled_at, Anum_private_session_kept_at};

static const UseColumns seat_columns_used = {
	Anum_class_registration_lot_id, Anum_class_registration_credits,
	Anum_class_registration_cancelled_at, Anum_class_registration_kept_at};

/* Cancelled in time, a booking uses nothing. */
static bool
uses_credits(HeapTuple row, const UseColumns *columns)
{
	return !row_is_null(row, columns->lot_id) &&
		   (row_is_null(row, columns->cancelled_at) ||
			!row_is_null(row, columns->kept_at));
}

/* The lot of which a row uses credits that it did not use before, or NO_ID. */
int64
cover_lot_newly_used(const GuardedRow *guarded, TableId table)
{
	const UseColumns *columns = table == TABLE_SESSION ? &session_columns_used
													   : &seat_columns_used;
	HeapTuple before = guarded->before;
	TupleDesc desc = guarded->desc;
	int64 lot_id = row_int64(guarded->row, desc, columns->lot_id);

	if (!uses_credits(guarded->row, columns))
		return NO_ID;
	if (before != NULL && uses_credits(before, columns) &&
		row_int64(before, desc, columns->lot_id) == lot_id &&
		row_datum(before, desc, columns->credits) ==
			row_datum(guarded->row, desc, columns->credits))
		return NO_ID;
	return lot_id;
}

/* A lot that is not there is for the foreign key to say. */
static Refusal *
check_used_lot(void *state, Blocker *blocker)
{
	int64 lot_id = *(int64 *) state;
	Lot lot;

	return lot_read(lot_id, &lot, blocker) && lot_lacks(&lot, 0, blocker)
			   ? refusal_lot_left(lot_id)
			   : NULL;
}

/*
 * Have a row's lot checked after the row was written. Waits for transactions
 * that use the last credits or give them back.
 */
void
cover_guard_lot(int64 lot_id)
{
	if (lot_id != NO_ID)
		guard(check_used_lot, &lot_id);
}
