/*
 * change.h
 *		A class that changes with its seats: what moving and cancelling have in common.
 */
#ifndef FITCLUB_CLASS_CHANGE_H
#define FITCLUB_CLASS_CHANGE_H

#include "calendar/booking.h"
#include "calendar/move.h"
#include "calendar/seat_count.h"
#include "class/create.h"
#include "money/paid.h"
#include "rows/bill.h"
#include "rows/class.h"
#include "write/admission.h"
#include "write/writer.h"

/* One seat of a class that changes, with its bill. */
typedef struct AffectedSeat
{
	Seat seat;
	Bill bill;
	BillPayments payments;
	bool clashes; /* the member cannot come at the new time */
} AffectedSeat;

typedef struct ClassChange
{
	ClassRequest request; /* what it is to be */
	int64 class_id;
	Move move;
	int capacity; /* 0: kept */
	bool cancel_clashing;
	bool cancel_all;
	text *reason;   /* for cancelling, or NULL */
	ClassRow class; /* as it is */
	Booking before; /* the same in the calendar */
	List *seats;    /* of AffectedSeat */
	ShortLocks locks;
} ClassChange;

extern Refusal *class_read_active(int64 class_id, ClassRow *class,
								  Blocker *blocker);
extern bool class_may_exceed_room(const ClassRow *class, int64 room_id,
								  int capacity, bool allow_over_room);
extern bool class_moves(const ClassChange *change);
extern bool class_changes_time(const ClassChange *change);
extern bool class_changes(const ClassChange *change);
extern Refusal *class_check_roster(ClassChange *change, Blocker *blocker);
extern WriterState *class_begin_change(ClassChange *change,
									   AdmissionCheck check);
extern void class_cancel_seats(WriterState *writing, const ClassChange *change,
							   const char *message);
extern void class_tell_of_change(WriterState *writing,
								 const ClassChange *change,
								 const char *message);
extern void class_end_change(WriterState *writing, ClassChange *change);

#endif /* FITCLUB_CLASS_CHANGE_H */
