/*
 * cancel.c
 *		Cancelling private sessions.
 */
#include "postgres.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "caller/own_booking.h"
#include "caller/permission.h"
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
	ShortLocks locks;
} SessionCancellation;

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
write_cancellation(SessionCancellation *cancellation)
{
	static Writer writer = {5,
							{TABLE_SESSION, TABLE_BILL, TABLE_PAYMENT,
							 TABLE_CREDIT, TABLE_NOTIFICATION}};
	WriterState *writing = admit(&cancellation->locks, &writer,
								 check_session_cancellation, cancellation);
	const Session *session = &cancellation->session;
	TimestampTz now = current_instant();
	ColumnValue values[] = {
		column_instant(Anum_private_session_cancelled_at, now),
		column_given(Anum_private_session_cancellation_reason,
					 cancellation->reason),
	};
	char *message = psprintf("The private session on %s is cancelled",
							 local_date_label(session->period.start,
											  cancellation->billed.club.zone));

	writer_update(writing, TABLE_SESSION, GUARDED, &session->place, values,
				  lengthof(values));
	bill_cancel_booking(writing, &cancellation->billed.bill,
						&cancellation->billed.payments,
						&cancellation->billed.club, cancellation->billed.fee,
						now);
	notify_member(writing, session->member_id, message);
	notify_trainer(writing, session->trainer_id, message);
	locks_release(&cancellation->locks);
	writer_end(&writer, writing);
}

/*
 * cancel_session(session_id, waive_fee, reason): frees the time and closes
 * the bill. Short-locks the trainer and the bill. Returns the session's id.
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
	write_cancellation(&cancellation);
	PG_RETURN_INT64(cancellation.session.id);
}
