/*
 * permission.c
 *		Who may do what: one checker per kind of thing.
 *
 * Staff run the club, and an application is trusted with all that it may
 * execute. Members and trainers see and change what is their own, members also
 * see and book for their dependants, and they are not told whether something
 * that is not theirs exists. What is somebody's is decided on the row as it is
 * going to be written; what a row says of others is not looked at before.
 */
#include "postgres.h"

#include "caller/permission.h"

#include "argument/argument.h"
#include "caller/access_refusal.h"
#include "caller/identity.h"
#include "caller/works_with.h"
#include "rows/session.h"

/* Whether the caller sees what staff see, and changes none of it. */
bool
caller_only_reads(void)
{
	return identity_current()->persona == PERSONA_READER;
}

/* Whether the caller runs the club. */
bool
caller_is_trusted(void)
{
	return identity_is_trusted(identity_current());
}

/* Somebody who is to be a person has to be a certain one. */
static void
refuse_nobody(const Identity *identity, TableId table)
{
	if (identity->persona == PERSONA_NOBODY)
		refuse(refusal_identity_unknown(table));
}

/* What every persona may do. */
void
permit_any_person(TableId table)
{
	refuse_nobody(identity_current(), table);
}

/* What it takes to run the club. */
void
permit_staff(TableId table)
{
	const Identity *identity = identity_current();

	refuse_nobody(identity, table);
	if (!identity_is_trusted(identity))
		refuse(refusal_staff_only(table));
}

/* What is not even for staff. */
void
permit_application(TableId table)
{
	if (identity_current()->persona < PERSONA_APPLICATION)
		refuse(refusal_owner_only(table));
}

/* What trainers do as well as staff. */
void
permit_staff_or_trainer(TableId table)
{
	const Identity *identity = identity_current();

	refuse_nobody(identity, table);
	if (identity->persona == PERSONA_MEMBER || caller_only_reads())
		refuse(refusal_staff_only(table));
}

/* A null is left to the check of whether one may be given. */
static bool
decide_by_argument(FunctionCallInfo fcinfo, int argument, TableId table,
				   const Identity **identity)
{
	*identity = identity_current();
	if (identity_is_trusted(*identity))
		return false;
	refuse_nobody(*identity, table);
	return !PG_ARGISNULL(argument);
}

/* What is a member's own, or a dependant's for whom the member acts. */
void
permit_member(FunctionCallInfo fcinfo, int argument)
{
	const Identity *identity;

	if (decide_by_argument(fcinfo, argument, TABLE_MEMBER, &identity) &&
		!identity_acts_for(identity, PG_GETARG_INT64(argument)))
		refuse(refusal_not_own(TABLE_MEMBER, PG_GETARG_INT64(argument)));
}

/* What a payer does not do for a dependant. */
void
permit_self(FunctionCallInfo fcinfo, int argument)
{
	const Identity *identity;

	if (decide_by_argument(fcinfo, argument, TABLE_MEMBER, &identity) &&
		!identity_is_own(identity, PERSONA_MEMBER, PG_GETARG_INT64(argument)))
		refuse(refusal_not_own(TABLE_MEMBER, PG_GETARG_INT64(argument)));
}

/* What trainers see of the members they work with. */
void
permit_member_or_own_trainer(FunctionCallInfo fcinfo, int argument)
{
	const Identity *identity;

	if (decide_by_argument(fcinfo, argument, TABLE_MEMBER, &identity) &&
		!identity_acts_for(identity, PG_GETARG_INT64(argument)) &&
		!identity_works_with(identity, PG_GETARG_INT64(argument)))
		refuse(refusal_not_own(TABLE_MEMBER, PG_GETARG_INT64(argument)));
}

/* What is a trainer's own. */
void
permit_trainer(FunctionCallInfo fcinfo, int argument)
{
	const Identity *identity;

	if (decide_by_argument(fcinfo, argument, TABLE_TRAINER, &identity) &&
		!identity_is_own(identity, PERSONA_TRAINER, PG_GETARG_INT64(argument)))
		refuse(refusal_not_own(TABLE_TRAINER, PG_GETARG_INT64(argument)));
}

/* What is the own of the member or the trainer that is given. */
void
permit_either(FunctionCallInfo fcinfo, int member, int trainer)
{
	if (!PG_ARGISNULL(member))
		permit_member(fcinfo, member);
	else
		permit_trainer(fcinfo, trainer);
}

/* The list of a class is for its trainer. */
void
permit_own_class(FunctionCallInfo fcinfo, int argument)
{
	const Identity *identity;

	if (decide_by_argument(fcinfo, argument, TABLE_CLASS, &identity) &&
		!identity_teaches(identity, PG_GETARG_INT64(argument)))
		refuse(refusal_not_own(TABLE_CLASS, PG_GETARG_INT64(argument)));
}

/* Members meet any trainer, trainers the members they work with. */
void
permit_session(FunctionCallInfo fcinfo, int member, int trainer)
{
	if (identity_current()->persona == PERSONA_TRAINER)
	{
		permit_trainer(fcinfo, trainer);
		permit_member_or_own_trainer(fcinfo, member);
	}
	else
		permit_member(fcinfo, member);
}

/* Free and busy is for all to see, but not of other members. */
void
permit_conflicts(FunctionCallInfo fcinfo, int member, int session)
{
	const Identity *identity;
	Session ignored;
	int64 session_id;

	if (caller_only_reads())
		return;
	permit_member_or_own_trainer(fcinfo, member);
	if (!decide_by_argument(fcinfo, session, TABLE_SESSION, &identity))
		return;
	session_id = PG_GETARG_INT64(session);
	if (!read_session(session_id, &ignored, NULL))
		refuse(refusal_not_own(TABLE_SESSION, session_id));
	refuse_if(check_own(TABLE_SESSION, session_id, ignored.member_id,
						ignored.trainer_id));
}

/* By what staff sign in is not for colleagues to change. */
void
permit_own_staff(FunctionCallInfo fcinfo, int argument)
{
	const Identity *identity = identity_current();

	if (identity->persona == PERSONA_STAFF && !PG_ARGISNULL(argument) &&
		!identity_is_own(identity, PERSONA_STAFF, PG_GETARG_INT64(argument)))
		refuse(refusal_not_own(TABLE_STAFF, PG_GETARG_INT64(argument)));
}

/*
 * Signing in is for a role that stands for nobody before it has found out for
 * whom, as well as for those who run the club.
 */
void
permit_sign_in(TableId table)
{
	if (identity_current()->persona != PERSONA_NOBODY)
		permit_staff(table);
}

/* An argument that is staff's to give. */
void
permit_argument(FunctionCallInfo fcinfo, int argument, TableId table,
				const char *column)
{
	if (!PG_ARGISNULL(argument) && !caller_is_trusted())
		refuse(refusal_staff_argument(table, column));
}

/* Staff take and give back money in their own name. */
void
permit_cashier(FunctionCallInfo fcinfo, int argument)
{
	const Identity *identity = identity_current();

	permit_staff(TABLE_PAYMENT);
	if (identity->persona == PERSONA_STAFF && identity->id != NO_ID &&
		!PG_ARGISNULL(argument) && PG_GETARG_INT64(argument) != identity->id)
		refuse(refusal_not_own(TABLE_STAFF, PG_GETARG_INT64(argument)));
}

/* In whose name staff act; NO_ID for anybody else. */
int64
caller_staff_id(void)
{
	const Identity *identity = identity_current();

	return identity->persona == PERSONA_STAFF ? identity->id : NO_ID;
}

/* Who handles the money: the member of staff given, or else the one calling. */
int64
caller_cashier(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? caller_staff_id()
								  : PG_GETARG_INT64(argument);
}

/* A notification is for one of the two. */
void
check_recipient_given(FunctionCallInfo fcinfo, int member, int trainer)
{
	if (PG_ARGISNULL(member) == PG_ARGISNULL(trainer))
		refuse(
			refusal_values(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_NOTIFICATION,
						   "notification_recipient_check",
						   "a notification is for a member or for a trainer",
						   "Give one of member_id and trainer_id."));
}

/* The member or the trainer that is given has to be there. */
void
check_either_present(FunctionCallInfo fcinfo, int member, int trainer)
{
	if (!PG_ARGISNULL(member))
		(void) argument_present_key(fcinfo, member, TABLE_MEMBER);
	else
		(void) argument_present_key(fcinfo, trainer, TABLE_TRAINER);
}

/* Notifications are their member's or trainer's. */
void
permit_recipient(FunctionCallInfo fcinfo, int member, int trainer)
{
	check_recipient_given(fcinfo, member, trainer);
	permit_either(fcinfo, member, trainer);
	check_either_present(fcinfo, member, trainer);
}

/*
 * The key of a row that is going to be checked under locks and then changed.
 * Whether it is there, and the caller's to change, is for that check to say.
 */
int64
permit_own_key(FunctionCallInfo fcinfo, int argument, TableId table)
{
	refuse_nobody(identity_current(), table);
	(void) check_given(fcinfo, argument, REQUIRED, table, table_key(table));
	return PG_GETARG_INT64(argument);
}

/* There is no such row; for members and trainers, none of theirs. */
Refusal *
refusal_missing(TableId table, int64 id)
{
	return caller_is_trusted() ? refusal_unknown(table, id)
							   : refusal_not_own(table, id);
}

/* What belongs to a member, a trainer or both; NO_ID: to none. */
Refusal *
check_own(TableId table, int64 id, int64 member_id, int64 trainer_id)
{
	const Identity *identity = identity_current();

	if (identity_is_trusted(identity) ||
		identity_is_own(identity, PERSONA_TRAINER, trainer_id) ||
		identity_acts_for(identity, member_id))
		return NULL;
	return refusal_not_own(table, id);
}
