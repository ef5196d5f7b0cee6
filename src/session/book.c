/*
 * book.c
 *		Booking private sessions.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "argument/time_argument.h"
#include "base/amount.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
#include "cover/cover.h"
#include "money/booking_bill.h"
#include "session/book.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_book_session);

/* A session that is being booked, and what pays for it. */
typedef struct NewSession
{
	SessionRequest *request;
	CoverRequest cover;
	bool is_priced; /* by the caller, who then takes no cover */
	ShortLocks locks;
} NewSession;

/* What stays null in the new rows, and a bill that there is none of. */
static void
spare_unwritten(NewSession *session)
{
	ShortLocks *locks = &session->locks;
	bool is_covered = cover_is_set(&session->cover.cover);

	locks_spare_columns(
		locks, TABLE_SESSION,
		column_bit(Anum_private_session_cancelled_at) |
			(is_covered ? 0
						: column_bit(Anum_private_session_lot_id) |
							  column_bit(Anum_private_session_membership_id)));
	if (is_covered)
		locks_spare_table(locks, TABLE_BILL);
	else
		locks_spare_columns(locks, TABLE_BILL,
							column_bit(Anum_billing_item_class_id) |
								column_bit(Anum_billing_item_sale_id) |
								column_bit(Anum_billing_item_membership_id));
}

/* What pays for it is looked at when all else is as it should be. */
static Refusal *
check_new_session(void *state, Blocker *blocker)
{
	NewSession *session = state;
	Refusal *refusal = session_check_request(session->request, blocker);

	if (refusal == NULL && !session->is_priced && !blocker_is_set(blocker))
		refusal = cover_check(&session->cover, &session->locks, blocker);
	spare_unwritten(session);
	return refusal;
}

static int64
insert_session(WriterState *writing, const NewSession *session, Datum activity)
{
	const Booking *booking = &session->request->booking;
	SessionColumns columns = session_columns(booking);
	ColumnValue values[7 + COVER_COLUMNS] = {
		column_id(Anum_private_session_member_id,
				  booking->resources[RESOURCE_MEMBER]),
		columns.trainer,
		columns.room,
		columns.start,
		columns.end,
		column_datum(Anum_private_session_activity_type, activity),
		column_amount(Anum_private_session_price, session->cover.cost),
	};
	int count = 7;

	if (cover_is_set(&session->cover.cover))
		count += cover_columns(&session->cover.cover, TABLE_SESSION,
							   &values[count]);
	return writer_insert(writing, TABLE_SESSION,
						 locks_guarding(&session->locks), values, count);
}

/*
 * Write a session and its bill; a free one has no bill. Lets go of the locks
 * as soon as the rows are there, before the foreign keys are checked.
 */
static int64
write_session(WriterState *writing, Writer *writer, NewSession *session,
			  Datum activity)
{
	const SessionRequest *request = session->request;
	const Booking *booking = &request->booking;
	Numeric cost = session->cover.cost;
	int64 session_id;

	writer_knows_place(writing, &request->member);
	writer_knows_place(writing, &request->trainer.seen);
	writer_knows_place(writing, &request->room.seen);
	writer_knows_place(writing, &session->cover.cover.place);
	session_id = insert_session(writing, session, activity);
	locks_readmit_direct_writers(&session->locks);
	if (amount_sign(cost) > 0)
		bill_insert_for_session(
			writing, session_id, booking->resources[RESOURCE_MEMBER],
			booking->resources[RESOURCE_TRAINER], cost,
			bill_session_description(request->trainer.full_name,
									 booking->period.start,
									 request->club.zone));
	locks_release(&session->locks);
	writer_end(writer, writing);
	return session_id;
}

/* What the session costs that nobody has set a price of. */
static CoverRequest
ask_for_cover(const SessionRequest *request)
{
	const Booking *booking = &request->booking;
	CoverRequest cover =
		cover_request(TABLE_SESSION, booking->resources[RESOURCE_MEMBER],
					  &request->service, &request->club,
					  service_session_price(&request->service, &request->club,
											booking->period));

	cover.what.scope.trainer_id = booking->resources[RESOURCE_TRAINER];
	cover.what.start = booking->period.start;
	return cover;
}

/*
 * Book a session with its bill: at a price, or with price NULL for what it
 * costs. Short-locks the room, the trainer, the member and, if credits of a
 * shared pack may pay for it, the member's payer. Returns what is refused, and
 * then writes nothing. With undecided given, nobody is waited for; if somebody
 * would have to be, that is noted there, and there is no id either.
 */
Refusal *
session_book(SessionRequest *request, Datum activity, Numeric price,
			 Blocker *undecided, int64 *session_id)
{
	static Writer writer = {2, {TABLE_SESSION, TABLE_BILL}};
	const Booking *booking = &request->booking;
	NewSession session = {.request = request};
	WriterState *writing;
	Refusal *refusal;

	*session_id = NO_ID;
	request->service = service_of_name(TABLE_SESSION, activity,
									   booking->resources[RESOURCE_TRAINER]);
	refusal = service_check_length(&request->service, &request->club,
								   booking->period);
	if (refusal == NULL)
		refusal = service_check_start(&request->club, booking->period.start);
	if (refusal != NULL)
		return refusal;
	session.is_priced = price != NULL;
	if (session.is_priced)
		session.cover.cost = price;
	else
		session.cover = ask_for_cover(request);
	request->is_new = (NewFor){.trainer = true, .room = true};
	request->has_new_start = true;

	locks_init(&session.locks);
	locks_exclude_direct_writers(&session.locks);
	(void) session_lock_booking(&session.locks, booking);
	writing = try_admit(&session.locks, &writer, check_new_session, &session,
						&refusal, undecided);
	if (writing != NULL)
		*session_id = write_session(writing, &writer, &session, activity);
	return refusal;
}

/*
 * book_session(member_id, trainer_id, room_id, start_time, end_time,
 * activity_type, price): books a session with its bill, unless a pack or a
 * membership covers it. Short-locks the room, the trainer, the member and
 * perhaps the member's payer; a refusal writes nothing. Returns the session's
 * id.
 */
Datum
fitclub_book_session(PG_FUNCTION_ARGS)
{
	SessionRequest request;
	int64 session_id;

	permit_session(fcinfo, 0, 1);
	permit_argument(fcinfo, 6, TABLE_SESSION, "price");
	request.member = argument_row_place(fcinfo, 0, REQUIRED, TABLE_SESSION,
										"member_id", TABLE_MEMBER);
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_SESSION, "trainer_id");
	request.booking = calendar_session_booking(
		NO_ID, PG_GETARG_INT64(0), PG_GETARG_INT64(1), argument_id(fcinfo, 2),
		argument_period(fcinfo, 3, 4, TABLE_SESSION));
	/* Whether there is such a room is seen later, but this one would be none. */
	if (!PG_ARGISNULL(2) && PG_GETARG_INT64(2) == NO_ID)
		refuse(refusal_unknown(TABLE_ROOM, NO_ID));
	refuse_if(check_not_past(TABLE_SESSION, request.booking.period.start));
	check_text(fcinfo, 5, REQUIRED, TABLE_SESSION, "activity_type");
	check_money(fcinfo, 6, OPTIONAL, TABLE_SESSION, "price", true);
	request.club = read_club();
	refuse_if(session_book(&request, PG_GETARG_DATUM(5),
						   PG_ARGISNULL(6) ? NULL : PG_GETARG_NUMERIC(6), NULL,
						   &session_id));
	PG_RETURN_INT64(session_id);
}
