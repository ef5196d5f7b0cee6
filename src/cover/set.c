/*
 * set.c
 *		set_cover(), and bookings that a membership no longer covers.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/identity.h"
#include "caller/permission.h"
#include "cover/change.h"
#include "cover/cover_refusal.h"
#include "cover/lost.h"
#include "cover/set.h"
#include "money/late_fee.h"
#include "rows/erased_member.h"
#include "write/admission.h"

#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_set_cover);

static Writer change_writer = {
	4, {TABLE_SESSION, TABLE_REGISTRATION, TABLE_BILL, TABLE_CREDIT}};

/* Whether a member who cancels now loses something, with one way to pay. */
static bool
costs_to_cancel(const CoverChange *change, const Cover *cover, bool is_billed,
				Blocker *blocker)
{
	const Club *club = &change->club;
	TimestampTz start = change->row.period.start;
	CoverLost lost =
		cover_lost(cover->lot_id, cover->membership_id, start, club, blocker);

	if (cover_is_set(cover))
		return cover_loses(&lost);
	return is_billed && amount_sign(club->late_fee_percent) > 0 &&
		   late_fee_notice_missed(club, start, current_instant());
}

/* Paying otherwise is no way around what a late cancellation costs. */
static Refusal *
check_not_evading(const CoverChange *change, Blocker *blocker)
{
	const CoverRequest *request = &change->request;
	const CoverBooking *booking = &change->row.booking;

	if (!change->changes || identity_current()->persona != PERSONA_MEMBER)
		return NULL;
	if (!costs_to_cancel(change, &change->row.cover, true, blocker) ||
		costs_to_cancel(change, &request->cover,
						amount_sign(request->cost) > 0, blocker))
		return NULL;
	return refusal_cover_late(booking->table, booking->id);
}

/* What is not going to be written. */
static void
spare_unchanged(CoverChange *change)
{
	ShortLocks *locks = &change->locks;
	bool is_session = change->row.booking.table == TABLE_SESSION;

	locks_spare_table(locks, is_session ? TABLE_REGISTRATION : TABLE_SESSION);
	if (change->changes)
		return;
	locks_forget_rows(locks);
	locks_spare_table(locks, TABLE_BILL);
	locks_spare_table(locks, TABLE_CREDIT);
}

/* Lock a booking that is there, and decide what it is to be paid with. */
static Refusal *
lock_and_decide(CoverChange *change, Blocker *blocker)
{
	Refusal *refusal;

	if (!cover_row_lock(&change->row, &change->locks))
		return NULL;
	refusal = cover_decide(change, blocker);
	spare_unchanged(change);
	return refusal;
}

static Refusal *
check_set_cover(void *state, Blocker *blocker)
{
	CoverChange *change = state;
	CoverRow *row = &change->row;
	TableId table = row->booking.table;
	int64 id = row->booking.id;
	Refusal *refusal;

	if (!cover_read_row(row->booking, row, blocker))
		return refusal_missing(table, id);
	refusal = check_own(table, id, row->member_id, NO_ID);
	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	if (row->is_cancelled)
		return refusal_cancelled_already(table, id);
	if (row->period.start <= current_instant())
		return refusal_cover_begun(table, id);
	refusal = lock_and_decide(change, blocker);
	if (refusal != NULL || blocker_is_set(blocker) ||
		locks_missing(&change->locks))
		return refusal;
	return check_not_evading(change, blocker);
}

/* What is cancelled or has begun meanwhile stays as it is. */
static Refusal *
check_replaced_cover(void *state, Blocker *blocker)
{
	CoverChange *change = state;
	CoverRow *row = &change->row;

	change->changes = false;
	if (!cover_read_row(row->booking, row, blocker) ||
		blocker_is_set(blocker) || row->is_cancelled ||
		row->period.start <= current_instant())
		return NULL;
	return lock_and_decide(change, blocker);
}

static void
change_cover(CoverChange *change, AdmissionCheck check)
{
	CoverRow *row = &change->row;
	WriterState *writing;

	change->club = read_club();
	if (cover_read_row(row->booking, row, NULL))
		change->service = cover_row_service(row);
	locks_init(&change->locks);
	writing = admit(&change->locks, &change_writer, check, change);
	cover_write_change(writing, change);
	locks_release(&change->locks);
	writer_end(&change_writer, writing);
	if (change->changes && amount_sign(change->request.cost) > 0)
		refuse_erased_meanwhile(row->member_id);
}

/*
 * Find anew what pays for a session or a seat to come, as if it was booked:
 * cover or, if there is none, a bill. Short-locks as set_cover().
 */
void
cover_replace(TableId table, int64 id)
{
	CoverChange change = {.row.booking = {table, id},
						  .way = COVER_BY_ANYTHING};

	change_cover(&change, check_replaced_cover);
}

static CoverWay
argument_way(FunctionCallInfo fcinfo, int argument, TableId table)
{
	static const char *const names[] = {
		[COVER_BY_BILL] = "bill",
		[COVER_BY_LOT] = "lot",
		[COVER_BY_MEMBERSHIP] = "membership",
	};
	const char *given;

	(void) check_given(fcinfo, argument, REQUIRED, table, "pay_with");
	given = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	for (size_t i = 0; i < lengthof(names); i++)
		if (strcmp(given, names[i]) == 0)
			return (CoverWay) i;
	refuse(
		refusal_pay_with(table, "pay_with must be bill, lot or membership"));
}

/*
 * set_cover(pay_with, session_id, registration_id, lot_id): what pays for a
 * booking to come. Short-locks the member, the session's trainer or the seat's
 * class, the bill and perhaps the member's payer. Returns the booking's id.
 */
Datum
fitclub_set_cover(PG_FUNCTION_ARGS)
{
	CoverChange change = {0};
	CoverBooking *booking = &change.row.booking;

	booking->table = PG_ARGISNULL(1) ? TABLE_REGISTRATION : TABLE_SESSION;
	if (PG_ARGISNULL(1) == PG_ARGISNULL(2))
		refuse(refusal_values(
			ERRCODE_INVALID_PARAMETER_VALUE, TABLE_SESSION,
			"set_cover_booking_check",
			"either session_id or registration_id must be given", NULL));
	booking->id =
		permit_own_key(fcinfo, PG_ARGISNULL(1) ? 2 : 1, booking->table);
	change.way = argument_way(fcinfo, 0, booking->table);
	change.lot_id = argument_id(fcinfo, 3);
	if (!PG_ARGISNULL(3) && change.way != COVER_BY_LOT)
		refuse(refusal_pay_with(booking->table,
								"lot_id is for pay_with => 'lot' only"));
	change_cover(&change, check_set_cover);
	PG_RETURN_INT64(booking->id);
}
