/*
 * own_booking.c
 *		What members and trainers may do with their own bookings, and what only
 *		the desk may.
 */
#include "postgres.h"

#include "caller/own_booking.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "base/local_time.h"
#include "caller/access_refusal.h"
#include "caller/identity.h"
#include "caller/permission.h"

/*
 * Whether a late cancellation is for free: members do not let themselves off,
 * nor do they pay for what a trainer cancels.
 */
bool
caller_waives_fee(FunctionCallInfo fcinfo, int argument, TableId table)
{
	Persona persona = identity_current()->persona;

	(void) check_given(fcinfo, argument, REQUIRED, table, "waive_fee");
	if (PG_GETARG_BOOL(argument) && persona == PERSONA_MEMBER)
		refuse(refusal_staff_argument(table, "waive_fee"));
	return PG_GETARG_BOOL(argument) || persona == PERSONA_TRAINER;
}

/*
 * A booking that is to be changed. Once it has begun it is the desk's: who
 * moved or cancelled it then would have had it for nothing.
 */
Refusal *
check_own_booking(TableId table, int64 id, int64 member_id, int64 trainer_id,
				  TimestampTz start)
{
	Refusal *refusal = check_own(table, id, member_id, trainer_id);

	if (refusal == NULL && start <= current_instant() && !caller_is_trusted())
		refusal = refusal_begun(table, id);
	return refusal;
}

/* A booking that is over and is to be cancelled: there must be a reason. */
Refusal *
check_over(TableId table, int64 id, TimestampTz end, const text *reason)
{
	if (reason != NULL || end > current_instant())
		return NULL;
	return refusal_over(table, id);
}

/* The desk's reason for cancelling a booking, or NULL. */
text *
caller_reason(FunctionCallInfo fcinfo, int argument, TableId table)
{
	permit_argument(fcinfo, argument, table, "reason");
	check_text(fcinfo, argument, OPTIONAL, table, "cancellation_reason");
	return PG_ARGISNULL(argument) ? NULL : PG_GETARG_TEXT_PP(argument);
}

/*
 * A booking that is made or moved. In the past it could neither be cancelled
 * nor moved again by the person it is for.
 */
Refusal *
check_not_past(TableId table, TimestampTz start)
{
	if (start > current_instant() || caller_is_trusted())
		return NULL;
	return refusal_past(table);
}

/* A booking passes to another trainer by the desk. */
Refusal *
check_same_trainer(TableId table, int64 before, int64 after)
{
	if (before == after || caller_is_trusted())
		return NULL;
	return refusal_staff_argument(table, "trainer_id");
}

/* Moving a booking is no way round the fee for cancelling it late. */
Refusal *
check_notice_kept(TableId table, int64 id, bool is_late)
{
	if (!is_late || identity_current()->persona != PERSONA_MEMBER)
		return NULL;
	return refusal_late_move(table, id);
}
