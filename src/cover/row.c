/*
 * row.c
 *		A session or a seat, as far as what pays for it is concerned.
 */
#include "postgres.h"

#include "cover/row.h"

#include "money/booking_bill.h"
#include "rows/class.h"
#include "rows/seat.h"
#include "rows/session.h"
#include "rows/trainer.h"

static bool
read_covered_session(CoverRow *row, Blocker *blocker)
{
	Session session;

	if (!read_session(row->booking.id, &session, blocker))
		return false;
	row->member_id = session.member_id;
	row->trainer_id = session.trainer_id;
	row->period = session.period;
	row->is_cancelled = session.is_cancelled;
	row->price = session.price;
	row->cover.lot_id = session.lot_id;
	row->cover.credits = session.credits;
	row->cover.membership_id = session.membership_id;
	row->place = session.place;
	return true;
}

static bool
read_covered_seat(CoverRow *row, Blocker *blocker)
{
	Registration seat;
	ClassRow class;

	if (!read_registration(row->booking.id, &seat, blocker) ||
		!read_class(seat.class_id, &class, blocker))
		return false;
	row->member_id = seat.member_id;
	row->trainer_id = class.trainer_id;
	row->class_id = seat.class_id;
	row->period = seat.period;
	row->is_cancelled = seat.is_cancelled;
	row->price = seat.price;
	row->cover.lot_id = seat.lot_id;
	row->cover.credits = seat.credits;
	row->cover.membership_id = seat.membership_id;
	row->place = seat.place;
	row->class_name = class.name;
	row->class_price = class.price;
	return true;
}

/*
 * Read a booking whose row is going to be changed; false if there is none. A
 * transaction that is changing it, or the class of a seat, is the blocker.
 */
bool
cover_read_row(CoverBooking booking, CoverRow *row, Blocker *blocker)
{
	*row = (CoverRow){.booking = booking};
	return booking.table == TABLE_SESSION ? read_covered_session(row, blocker)
										  : read_covered_seat(row, blocker);
}

/*
 * Need the short locks of those who write such a row, and of its member, and the
 * row; true if they are held.
 */
bool
cover_row_lock(const CoverRow *row, ShortLocks *locks)
{
	bool held = locks_need(locks, LOCK_MEMBER, row->member_id);

	held &= row->class_id == NO_ID
				? locks_need(locks, LOCK_TRAINER, row->trainer_id)
				: locks_need(locks, LOCK_CLASS, row->class_id);
	locks_need_row(locks, row->booking.table, row->booking.id, &row->place,
				   LockTupleNoKeyExclusive);
	return held;
}

/* The service that the booking is of. By a query: not under short locks. */
Service
cover_row_service(const CoverRow *row)
{
	return row->class_id == NO_ID
			   ? service_of_booking(TABLE_SESSION, row->booking.id,
									row->trainer_id)
			   : service_of_booking(TABLE_CLASS, row->class_id, NO_ID);
}

/* The booking as if it was made once more, at its price without cover. */
CoverRequest
cover_request_of_row(const CoverRow *row, const Service *service,
					 const Club *club)
{
	Numeric price = row->class_id == NO_ID
						? service_session_price(service, club, row->period)
						: row->class_price;
	CoverRequest request = cover_request(row->booking.table, row->member_id,
										 service, club, price);

	request.what.booking.id = row->booking.id;
	request.what.lot_id = row->cover.lot_id;
	request.what.credits_used = row->cover.credits;
	request.what.scope.trainer_id = row->trainer_id;
	request.what.start = row->period.start;
	return request;
}

Bill
cover_row_bill(const CoverRow *row, Blocker *blocker)
{
	return row->class_id == NO_ID
			   ? bill_of_session(row->booking.id, blocker)
			   : bill_of_class(row->class_id, row->member_id, blocker);
}

/* What its bill says it is for. */
char *
cover_row_description(const CoverRow *row, pg_tz *zone)
{
	Trainer trainer;

	if (row->class_id != NO_ID)
		return bill_class_description(row->class_name, row->period.start,
									  zone);
	if (!read_trainer(row->trainer_id, &trainer, NULL))
		refuse(refusal_unknown(TABLE_TRAINER, row->trainer_id));
	return bill_session_description(trainer.full_name, row->period.start,
									zone);
}
