/*
 * transfer.c
 *		Credits that go to another member, or hold for longer.
 *
 * What goes is counted and written under the holder's short lock.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/time_argument.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "pack/lot.h"
#include "pack/pack_refusal.h"
#include "people/notification.h"
#include "rows/erased_member.h"
#include "write/admission.h"
#include "write/statement.h"

#include "catalog/pg_type.h"

PG_FUNCTION_INFO_V1(fitclub_transfer_credits);
PG_FUNCTION_INFO_V1(fitclub_extend_credits);

/* Credits on their way to another member. */
typedef struct Transfer
{
	Lot lot;
	RowPlace receiver;
	int credits; /* 0: all that are left */
	int moved;
	const char *pack;
	ShortLocks locks;
} Transfer;

/*
 * What of a lot does not change: whose it is, and what pack it is of, which its
 * holder may have to be allowed to transfer.
 */
static void
read_terms(Transfer *transfer)
{
	Lot *lot = &transfer->lot;

	static SavedStatement select = {
		"SELECT p.name, p.is_transferable FROM fitclub.pack_sale AS s"
		" JOIN fitclub.pack AS p USING (pack_id) WHERE s.sale_id = $1",
		1,
		{INT8OID}};
	Datum id;
	Datum values[2] = {0};
	bool nulls[2];

	if (!lot_read(lot->id, lot, NULL))
		refuse(refusal_missing(TABLE_LOT, lot->id));
	refuse_if(check_own(TABLE_LOT, lot->id, lot->member_id, NO_ID));
	id = Int64GetDatum(lot->sale_id);
	if (!statement_values(&select, &id, lengthof(values), values, nulls))
		refuse_unseen();
	transfer->pack = TextDatumGetCString(values[0]);
	if (!caller_is_trusted() && !DatumGetBool(values[1]))
		refuse(refusal_lot_transferable(lot->id));
}

/* Enough is left, under the holder's lock. */
static Refusal *
check_moved(Transfer *transfer, Blocker *blocker)
{
	const Lot *lot = &transfer->lot;

	transfer->moved = transfer->credits;
	if (transfer->credits == 0)
	{
		transfer->moved = lot_left(lot, blocker);
		return transfer->moved <= 0 && !blocker_is_set(blocker)
				   ? refusal_lot_left(lot->id)
				   : NULL;
	}
	return lot_lacks(lot, transfer->credits, blocker)
			   ? refusal_lot_left(lot->id)
			   : NULL;
}

static Refusal *
check_transfer(void *state, Blocker *blocker)
{
	Transfer *transfer = state;
	Lot *lot = &transfer->lot;
	Refusal *refusal;

	if (!lot_read(lot->id, lot, blocker))
		return refusal_missing(TABLE_LOT, lot->id);
	if (blocker_is_set(blocker))
		return NULL;
	refusal = erased_check_booking(transfer->receiver.id, DT_NOEND, blocker);
	return refusal != NULL ? refusal : check_moved(transfer, blocker);
}

static void
write_transfer(WriterState *writing, const Transfer *transfer, int64 to_lot_id)
{
	ColumnValue values[] = {
		column_id(Anum_lot_out_lot_id, transfer->lot.id),
		column_datum(Anum_lot_out_credits, Int32GetDatum(transfer->moved)),
		column_text(Anum_lot_out_reason, "transfer"),
		column_id(Anum_lot_out_to_lot_id, to_lot_id),
		column_id(Anum_lot_out_staff_id, caller_staff_id()),
		column_instant(Anum_lot_out_made_at, current_instant()),
	};

	(void) writer_insert(writing, TABLE_LOT_OUT, GUARDED, values,
						 lengthof(values));
}

static char *
received_message(const Transfer *transfer)
{
	char *what = psprintf("You were given %d %s of %s", transfer->moved,
						  transfer->moved == 1 ? "credit" : "credits",
						  transfer->pack);

	if (transfer->lot.expires_on == DATEVAL_NOEND)
		return what;
	return psprintf("%s, usable until %s", what,
					day_label(transfer->lot.expires_on));
}

/*
 * transfer_credits(lot_id, member_id, credits): has credits of a lot become a
 * lot of another member's, with the same dates. Short-locks the holder and the
 * receiver. Returns the new lot's id.
 */
Datum
fitclub_transfer_credits(PG_FUNCTION_ARGS)
{
	static Writer writer = {3, {TABLE_LOT, TABLE_LOT_OUT, TABLE_NOTIFICATION}};
	Transfer transfer = {0};
	WriterState *writing;
	Lot received;
	int64 lot_id;

	transfer.lot.id = permit_own_key(fcinfo, 0, TABLE_LOT);
	read_terms(&transfer);
	transfer.receiver = argument_row_place(fcinfo, 1, REQUIRED, TABLE_LOT,
										   "member_id", TABLE_MEMBER);
	check_integer(fcinfo, 2, OPTIONAL, TABLE_LOT_OUT, "credits", 1, 10000, "");
	transfer.credits = PG_ARGISNULL(2) ? 0 : PG_GETARG_INT32(2);
	if (transfer.lot.member_id == transfer.receiver.id)
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_LOT,
							 "member_id", "the member already holds the lot",
							 "Credits are transferred to another member."));
	locks_init(&transfer.locks);
	(void) locks_need(&transfer.locks, LOCK_MEMBER, transfer.lot.member_id);
	(void) locks_need(&transfer.locks, LOCK_MEMBER, transfer.receiver.id);
	writing = admit(&transfer.locks, &writer, check_transfer, &transfer);
	writer_knows_place(writing, &transfer.receiver);
	received = transfer.lot;
	received.member_id = transfer.receiver.id;
	received.credits = transfer.moved;
	lot_id = lot_insert(writing, &received);
	write_transfer(writing, &transfer, lot_id);
	notify_member(writing, received.member_id, received_message(&transfer));
	locks_release(&transfer.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(lot_id);
}

/* A lot that is to hold for longer. */
typedef struct Extension
{
	Lot lot;
	DateADT expires_on; /* DATEVAL_NOEND: for ever */
	ShortLocks locks;
} Extension;

static Refusal *
check_extension(void *state, Blocker *blocker)
{
	Extension *extension = state;
	Lot *lot = &extension->lot;

	if (!lot_read(lot->id, lot, blocker))
		return refusal_unknown(TABLE_LOT, lot->id);
	if (blocker_is_set(blocker) ||
		!locks_need(&extension->locks, LOCK_MEMBER, lot->member_id))
		return NULL;
	if (extension->expires_on <= lot->expires_on)
		return refusal_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, TABLE_LOT,
							 "expires_on", "the lot does not end before that",
							 "A lot can only be extended.");
	locks_need_row(&extension->locks, TABLE_LOT, lot->id, &lot->place,
				   LockTupleNoKeyExclusive);
	return erased_check_booking(lot->member_id, DT_NOEND, blocker);
}

/*
 * extend_credits(lot_id, expires_on): lets the credits of a lot be used until a
 * later day; null: for ever. Short-locks the holder, and locks the lot's row
 * until the transaction ends. Returns the lot's id.
 */
Datum
fitclub_extend_credits(PG_FUNCTION_ARGS)
{
	static Writer writer = {1, {TABLE_LOT}};
	Extension extension = {0};
	WriterState *writing;
	ColumnValue expires_on;

	permit_staff(TABLE_LOT);
	extension.lot.id = argument_key(fcinfo, 0, TABLE_LOT);
	check_date(fcinfo, 1, OPTIONAL, TABLE_LOT, "expires_on");
	extension.expires_on = PG_ARGISNULL(1) ? DATEVAL_NOEND
										   : PG_GETARG_DATEADT(1);
	locks_init(&extension.locks);
	writing = admit(&extension.locks, &writer, check_extension, &extension);
	expires_on = lot_last_day(extension.expires_on);
	writer_update(writing, TABLE_LOT, GUARDED, &extension.lot.place,
				  &expires_on, 1);
	locks_release(&extension.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(extension.lot.id);
}
