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
#include "money/booking_bill.h"
#include "session/book.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_book_session);

/* A session to be booked, under locks. */
typedef struct NewSession
{
	SessionRequest *request;
	ShortLocks *locks;
} NewSession;

static int64
insert_session(WriterState *writing, const SessionRequest *request,
			   Guarding guarding, Datum activity, Numeric price)
{
	SessionColumns columns = session_columns(&request->booking);
	ColumnValue values[] = {
		column_id(Anum_private_session_member_id,
				  request->booking.resources[RESOURCE_MEMBER]),
		columns.trainer,
		columns.room,
		columns.start,
		columns.end,
		column_datum(Anum_private_session_activity_type, activity),
		column_amount(Anum_private_session_price, price),
	};

	return writer_insert(writing, TABLE_SESSION, guarding, values,
						 lengthof(values));
}

/*
 * Write a session and its bill; a free one has no bill. Lets go of the locks
 * as soon as the rows are there, before the foreign keys are checked.
 */
static int64
write_session(WriterState *writing, Writer *writer, SessionRequest *request,
			  ShortLocks *locks, Datum activity, Numeric price)
{
	const Booking *booking = &request->booking;
	int64 session_id;

	writer_knows_place(writing, &request->member);
	writer_knows_place(writing, &request->trainer.seen);
	writer_knows_place(writing, &request->room.seen);
	session_id = insert_session(writing, request, locks_guarding(locks),
								activity, price);
	locks_readmit_direct_writers(locks);
	if (amount_sign(price) > 0)
		bill_insert_for_session(
			writing, session_id, booking->resources[RESOURCE_MEMBER],
			booking->resources[RESOURCE_TRAINER], price,
			bill_session_description(request->trainer.full_name,
									 booking->period.start,
									 request->club.zone));
	locks_release(locks);
	writer_end(writer, writing);
	return session_id;
}

/* The check of a new session, which says what stays null in its rows. */
static Refusal *
check_new_session(void *state, Blocker *blocker)
{
	NewSession *new = state;

	locks_spare_columns(new->locks, TABLE_SESSION,
						column_bit(Anum_private_session_cancelled_at) |
							column_bit(Anum_private_session_lot_id) |
							column_bit(Anum_private_session_membership_id));
	locks_spare_columns(new->locks, TABLE_BILL,
						column_bit(Anum_billing_item_class_id) |
							column_bit(Anum_billing_item_sale_id) |
							column_bit(Anum_billing_item_membership_id));
	return session_check_request(new->request, blocker);
}

/*
 * Book a session with its bill, at the price of its service unless there is one.
 * Short-locks the room, the trainer and the member. Returns what is refused, and
 * then writes nothing. With undecided given, nobody is waited for; if somebody
 * would have to be, that is noted there, and there is no id either.
 */
Refusal *
session_book(SessionRequest *request, Datum activity, Numeric price,
			 Blocker *undecided, int64 *session_id)
{
	static Writer writer = {2, {TABLE_SESSION, TABLE_BILL}};
	const Booking *booking = &request->booking;
	ShortLocks locks;
	NewSession new = {request, &locks};
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
	if (price == NULL)
		price = service_session_price(&request->service, &request->club,
									  booking->period);
	request->is_new = (NewFor){.trainer = true, .room = true};
	request->has_new_start = true;

	locks_init(&locks);
	locks_exclude_direct_writers(&locks);
	(void) session_lock_booking(&locks, booking);
	writing = try_admit(&locks, &writer, check_new_session, &new, &refusal,
						undecided);
	if (writing != NULL)
		*session_id =
			write_session(writing, &writer, request, &locks, activity, price);
	return refusal;
}

/*
 * book_session(member_id, trainer_id, room_id, start_time, end_time,
 * activity_type, price): books a session with its bill. Short-locks the room,
 * the trainer and the member; a refusal writes nothing. Returns the session's
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
