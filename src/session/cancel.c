/*
 * cancel.c
 *		Cancelling private sessions.
 */
#include "postgres.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
#include "cover/lost.h"
#include "money/booking_bill.h"
#include "money/late_fee.h"
#include "money/paid.h"
#include "people/notification.h"
#include "rows/bill.h"
#include "session/request.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_cancel_session);

/* A session on its way out. */
typedef struct SessionCancellation
{
	Session session;
	text *reason; /* NULL: none is given */
	CancelledBill billed;
	CoverLost lost;
	ShortLocks locks;
} SessionCancellation;

/* What the member loses by cancelling it now. */
static void
find_lost_cover(SessionCancellation *cancellation, Blocker *blocker)
{
	const Session *session = &cancellation->session;

	if (cancellation->billed.waive_fee)
		return;
	cancellation->lost = cover_lost(session->lot_id, session->membership_id,
									session->period.start,
									&cancellation->billed.club, blocker);
	cancellation->billed.plan_fee = cancellation->lost.fee;
}

static Refusal *
check_session_cancellation(void *state, Blocker *blocker)
{
	SessionCancellation *cancellation = state;
	Session *session = &cancellation->session;
	Refusal *refusal = session_read_active(session->id, session, blocker);
	bool held;

	if (refusal == NULL && !blocker_is_set(blocker))
		refusal = check_over(TABLE_SESSION, session->id, session->period.end,
							 cancellation->reason);
	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	find_lost_cover(cancellation, blocker);
	cancellation->billed.bill = bill_of_session(session->id, blocker);
	held = locks_need(&cancellation->locks, LOCK_TRAINER, session->trainer_id);
	held &= bill_lock(&cancellation->locks, &cancellation->billed.bill);
	locks_need_row(&cancellation->locks, TABLE_SESSION, session->id,
				   &session->place, LockTupleNoKeyExclusive);
	if (held)
		bill_prepare_cancellation(&cancellation->billed, session->period.start,
								  &cancellation->locks, blocker);
	return NULL;
}

static void
cancel_session_row(WriterState *writing,
				   const SessionCancellation *cancellation, TimestampTz now)
{
	ColumnValue values[3] = {
		column_instant(Anum_private_session_cancelled_at, now),
		column_given(Anum_private_session_cancellation_reason,
					 cancellation->reason),
	};
	int count = 2;

	if (cancellation->lost.is_kept)
		values[count++] = column_instant(Anum_private_session_kept_at, now);
	writer_update(writing, TABLE_SESSION, GUARDED,
				  &cancellation->session.place, values, count);
}

/* The fee of the plan that covered it. */
static void
charge_plan_fee(WriterState *writing, const SessionCancellation *cancellation,
				TimestampTz now)
{
	const Session *session = &cancellation->session;
	Trainer trainer;

	if (cancellation->lost.fee == NULL ||
		!read_trainer(session->trainer_id, &trainer, NULL))
		return;
	bill_charge_late_cancel(
		writing, session->member_id, session->trainer_id,
		cancellation->lost.fee,
		bill_session_description(trainer.full_name, session->period.start,
								 cancellation->billed.club.zone),
		now);
}

static Writer cancellation_writer = {5,
									 {TABLE_SESSION, TABLE_BILL, TABLE_PAYMENT,
									  TABLE_CREDIT, TABLE_NOTIFICATION}};

static void
write_cancellation(WriterState *writing, SessionCancellation *cancellation)
{
	const Session *session = &cancellation->session;
	TimestampTz now = current_instant();
	char *message = psprintf("The private session on %s is cancelled",
							 local_date_label(session->period.start,
											  cancellation->billed.club.zone));

	cancel_session_row(writing, cancellation, now);
	charge_plan_fee(writing, cancellation, now);
	bill_cancel_booking(writing, &cancellation->billed.bill,
						&cancellation->billed.payments,
						&cancellation->billed.club, cancellation->billed.fee,
						now);
	notify_member(writing, session->member_id, message);
	notify_trainer(writing, session->trainer_id, message);
	locks_release(&cancellation->locks);
	writer_end(&cancellation_writer, writing);
}

/*
 * Cancel a session that nothing pays for any longer, as the club does: without a
 * fee, and nothing is kept. One that somebody has cancelled meanwhile stays so.
 */
void
session_cancel_for_club(int64 session_id)
{
	SessionCancellation cancellation = {.session = {.id = session_id},
										.billed = {.waive_fee = true}};
	WriterState *writing;
	Refusal *refusal;

	cancellation.billed.club = read_club();
	locks_init(&cancellation.locks);
	writing = try_admit(&cancellation.locks, &cancellation_writer,
						check_session_cancellation, &cancellation, &refusal,
						NULL);
	if (writing != NULL)
		write_cancellation(writing, &cancellation);
	else if (!cancellation.session.is_cancelled)
		refuse(refusal);
}

/*
 * cancel_session(session_id, waive_fee, reason): frees the time, closes the
 * bill, and gives back what covered it unless it is too late for that. Short-locks the trainer and the bill. Returns the session's id.
 */
Datum
fitclub_cancel_session(PG_FUNCTION_ARGS)
{
	SessionCancellation cancellation = {0};

	cancellation.session.id = permit_own_key(fcinfo, 0, TABLE_SESSION);
	cancellation.billed.waive_fee =
		caller_waives_fee(fcinfo, 1, TABLE_SESSION);
	cancellation.reason = caller_reason(fcinfo, 2, TABLE_SESSION);
	cancellation.billed.club = read_club();
	locks_init(&cancellation.locks);
	write_cancellation(admit(&cancellation.locks, &cancellation_writer,
							 check_session_cancellation, &cancellation),
					   &cancellation);
	PG_RETURN_INT64(cancellation.session.id);
}
