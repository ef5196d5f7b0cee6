/*
 * update.c
 *		What a session is and costs, rather than when and where.
 */
#include "postgres.h"

#include "argument/text_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "money/booking_bill.h"
#include "money/money_refusal.h"
#include "money/paid.h"
#include "people/notification.h"
#include "rows/erased_member.h"
#include "session/request.h"
#include "write/admission.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_update_session);

typedef struct SessionUpdate
{
	text *activity; /* NULL: kept */
	Numeric price;  /* NULL: kept */
	Club club;
	Service service; /* of the activity */
	Datum givers;    /* the trainers who give it, unless everybody does */
	Session session;
	Trainer trainer;
	bool is_renamed;
	bool is_repriced;
	Bill bill;
	Numeric paid;
	ShortLocks locks;
} SessionUpdate;

/* Lock what is going to be written, and the member who is to owe it. */
static bool
lock_session_update(SessionUpdate *update, Blocker *blocker)
{
	const Session *session = &update->session;
	bool held = locks_need(&update->locks, LOCK_TRAINER, session->trainer_id);

	if (update->is_renamed || update->is_repriced)
		locks_need_row(&update->locks, TABLE_SESSION, session->id,
					   &session->place, LockTupleNoKeyExclusive);
	if (!update->is_repriced)
		return held;
	update->bill = bill_of_session(session->id, blocker);
	held &= bill_lock(&update->locks, &update->bill);
	bill_lock_member(&update->locks, session->member_id, blocker);
	return held;
}

/* Look up the service before there are locks, and so before its trainer is known. */
static void
find_service_of_activity(SessionUpdate *update)
{
	if (update->activity == NULL)
		return;
	update->service = service_of_name(
		TABLE_SESSION, PointerGetDatum(update->activity), NO_ID);
	if (update->service.id != NO_ID && !update->service.is_given)
		update->service.is_given =
			!service_givers(&update->service, &update->givers);
}

static bool
is_giver(Datum givers, int64 trainer_id)
{
	Datum *ids;
	int count;

	deconstruct_array(DatumGetArrayTypeP(givers), INT8OID, sizeof(int64),
					  FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &ids, NULL, &count);
	for (int i = 0; i < count; i++)
		if (DatumGetInt64(ids[i]) == trainer_id)
			return true;
	return false;
}

/* The trainer is asked of another activity alone. */
static Refusal *
check_activity(const SessionUpdate *update)
{
	int64 trainer_id = update->session.trainer_id;

	if (!update->is_renamed || update->service.id == NO_ID ||
		update->service.is_given || is_giver(update->givers, trainer_id))
		return NULL;
	return service_check_trainer(&update->service, TABLE_SESSION, trainer_id);
}

/* The bill follows, while it is open; that of a free session is taken up again. */
static Refusal *
check_price(SessionUpdate *update, Blocker *blocker)
{
	const Session *session = &update->session;
	const Bill *bill = &update->bill;

	if (update->is_repriced &&
		(session->lot_id != NO_ID || session->membership_id != NO_ID))
		return refusal_covered(TABLE_SESSION, session->id);
	if (!update->is_repriced || bill->id == NO_ID || blocker_is_set(blocker))
		return NULL;
	update->paid = bill_paid(bill->id, blocker);
	if (blocker_is_set(blocker) ||
		(amount_sign(update->session.price) == 0 && !bill_stands(bill)))
		return NULL;
	return bill_check_amount(bill, update->price, update->paid);
}

static Refusal *
check_session_update(void *state, Blocker *blocker)
{
	SessionUpdate *update = state;
	Session *session = &update->session;
	Refusal *refusal = session_read_active(session->id, session, blocker);

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	update->is_renamed =
		update->activity != NULL &&
		strcmp(text_to_cstring(update->activity), session->activity) != 0;
	update->is_repriced = update->price != NULL &&
						  amount_compare(update->price, session->price) != 0;
	if (!lock_session_update(update, blocker))
		return NULL;
	if (update->is_repriced)
		(void) read_trainer(session->trainer_id, &update->trainer, blocker);
	refusal = check_activity(update);
	return refusal != NULL ? refusal : check_price(update, blocker);
}

/* The bill of a session at another price. */
static void
write_repriced_bill(WriterState *writing, const SessionUpdate *update)
{
	const Session *session = &update->session;
	const Bill *bill = &update->bill;
	char *description = bill_session_description(
		update->trainer.full_name, session->period.start, update->club.zone);

	if (bill->id == NO_ID)
		bill_insert_for_session(writing, session->id, session->member_id,
								session->trainer_id, update->price,
								description);
	else if (!bill_stands(bill))
		bill_reopen(writing, bill, session->trainer_id, description,
					update->price, update->paid);
	else if (amount_sign(update->price) == 0)
		bill_close(writing, bill, amount_zero(), amount_zero(),
				   current_instant());
	else
		bill_correct(writing, bill, update->price, update->paid);
}

static void
tell_of_session_update(WriterState *writing, const SessionUpdate *update)
{
	const Session *session = &update->session;
	char *is = update->is_renamed
				   ? psprintf(" is now %s", text_to_cstring(update->activity))
				   : "";
	char *costs =
		update->is_repriced
			? psprintf(update->is_renamed ? " and costs %s" : " now costs %s",
					   amount_sign(update->price) == 0
						   ? "nothing"
						   : amount_label(update->price,
										  update->club.decimals))
			: "";
	char *message = psprintf(
		"The private session on %s%s%s",
		local_date_label(session->period.start, update->club.zone), is, costs);

	notify_member(writing, session->member_id, message);
	notify_trainer(writing, session->trainer_id, message);
}

static void
write_session_update(WriterState *writing, const SessionUpdate *update)
{
	ColumnValue values[2];
	int count = 0;

	if (update->is_renamed)
		values[count++] =
			column_given(Anum_private_session_activity_type, update->activity);
	if (update->is_repriced)
		values[count++] =
			column_amount(Anum_private_session_price, update->price);
	if (count == 0)
		return;
	writer_update(writing, TABLE_SESSION, GUARDED, &update->session.place,
				  values, count);
	/* one without a bill may have come free, or past the functions */
	if (update->is_repriced &&
		(update->bill.id != NO_ID || amount_sign(update->price) > 0))
		write_repriced_bill(writing, update);
	tell_of_session_update(writing, update);
}

/*
 * update_session(session_id, activity_type, price): changes what is given; an
 * open bill follows the price. Short-locks the trainer and the bill. Returns
 * the session's id.
 */
Datum
fitclub_update_session(PG_FUNCTION_ARGS)
{
	static Writer writer = {
		4, {TABLE_SESSION, TABLE_BILL, TABLE_CREDIT, TABLE_NOTIFICATION}};
	SessionUpdate update = {0};
	WriterState *writing;

	permit_staff(TABLE_SESSION);
	update.session.id = argument_key(fcinfo, 0, TABLE_SESSION);
	check_text(fcinfo, 1, OPTIONAL, TABLE_SESSION, "activity_type");
	check_money(fcinfo, 2, OPTIONAL, TABLE_SESSION, "price", true);
	update.activity = PG_ARGISNULL(1) ? NULL : PG_GETARG_TEXT_PP(1);
	update.price = PG_ARGISNULL(2) ? NULL : PG_GETARG_NUMERIC(2);
	update.club = read_club();
	find_service_of_activity(&update);

	locks_init(&update.locks);
	writing = admit(&update.locks, &writer, check_session_update, &update);
	write_session_update(writing, &update);
	locks_release(&update.locks);
	writer_end(&writer, writing);
	if (update.is_repriced &&
		amount_compare(update.price, update.session.price) > 0)
		refuse_erased_meanwhile(update.session.member_id);
	PG_RETURN_INT64(update.session.id);
}
