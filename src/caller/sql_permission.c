/*
 * sql_permission.c
 *		Permissions for functions in SQL, which cannot raise by themselves.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "caller/access_refusal.h"
#include "caller/identity.h"
#include "caller/permission.h"
#include "rows/club.h"
#include "rows/settled_row.h"

#include "miscadmin.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_require_member);
PG_FUNCTION_INFO_V1(fitclub_require_health);
PG_FUNCTION_INFO_V1(fitclub_require_trainer);
PG_FUNCTION_INFO_V1(fitclub_require_roster);
PG_FUNCTION_INFO_V1(fitclub_require_recipient);
PG_FUNCTION_INFO_V1(fitclub_require_calendar);
PG_FUNCTION_INFO_V1(fitclub_require_account);
PG_FUNCTION_INFO_V1(fitclub_require_payment);
PG_FUNCTION_INFO_V1(fitclub_sees_bill);
PG_FUNCTION_INFO_V1(fitclub_sees_members);
PG_FUNCTION_INFO_V1(fitclub_sees_reason);
PG_FUNCTION_INFO_V1(fitclub_require_team);
PG_FUNCTION_INFO_V1(fitclub_require_staff);
PG_FUNCTION_INFO_V1(fitclub_require_owner);
PG_FUNCTION_INFO_V1(fitclub_require_id);

/* The row that an argument names, for those who may see it. */
static Datum
required_row(FunctionCallInfo fcinfo, TableId table)
{
	PG_RETURN_INT64(argument_present_key(fcinfo, 0, table));
}

static Datum
required_member(FunctionCallInfo fcinfo)
{
	if (!caller_only_reads())
		permit_member(fcinfo, 0);
	return required_row(fcinfo, TABLE_MEMBER);
}

/* require_member(member_id): for what is the member's own */
Datum
fitclub_require_member(PG_FUNCTION_ARGS)
{
	return required_member(fcinfo);
}

/* require_health(member_id): for what trainers may see as well */
Datum
fitclub_require_health(PG_FUNCTION_ARGS)
{
	if (!caller_only_reads())
		permit_member_or_own_trainer(fcinfo, 0);
	return required_row(fcinfo, TABLE_MEMBER);
}

/* require_trainer(trainer_id): for what is the trainer's own */
Datum
fitclub_require_trainer(PG_FUNCTION_ARGS)
{
	if (!caller_only_reads())
		permit_trainer(fcinfo, 0);
	return required_row(fcinfo, TABLE_TRAINER);
}

/* require_roster(class_id): for those who teach the class */
Datum
fitclub_require_roster(PG_FUNCTION_ARGS)
{
	if (!caller_only_reads())
		permit_own_class(fcinfo, 0);
	return required_row(fcinfo, TABLE_CLASS);
}

/* require_recipient(member_id, trainer_id): for whom a notification is */
Datum
fitclub_require_recipient(PG_FUNCTION_ARGS)
{
	if (!caller_only_reads())
		permit_recipient(fcinfo, 0, 1);
	else
	{
		check_recipient_given(fcinfo, 0, 1);
		check_either_present(fcinfo, 0, 1);
	}
	PG_RETURN_VOID();
}

/* require_calendar(member_id, trainer_id): for whose calendar it is */
Datum
fitclub_require_calendar(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0) == PG_ARGISNULL(1))
		refuse(refusal_values(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_MEMBER,
							  "calendar_feed_person_check",
							  "a calendar is a member's or a trainer's",
							  "Give one of member_id and trainer_id."));
	if (!caller_only_reads())
		permit_either(fcinfo, 0, 1);
	check_either_present(fcinfo, 0, 1);
	(void) read_club();
	PG_RETURN_VOID();
}

/* require_account(member_id): whose bills, or null for everybody's */
Datum
fitclub_require_account(PG_FUNCTION_ARGS)
{
	const Identity *identity = identity_current();

	if (!PG_ARGISNULL(0))
		return required_member(fcinfo);
	if (identity->persona == PERSONA_MEMBER)
		PG_RETURN_INT64(identity->id);
	if (!caller_only_reads())
		permit_staff(TABLE_MEMBER);
	PG_RETURN_NULL();
}

/*
 * require_payment(payment_id, member_id): for who may see a payment of that
 * payer; null: there is no such payment
 */
Datum
fitclub_require_payment(PG_FUNCTION_ARGS)
{
	bool only_reads = caller_only_reads();
	int64 id;

	if (only_reads)
		(void) check_given(fcinfo, 0, REQUIRED, TABLE_PAYMENT,
						   table_key(TABLE_PAYMENT));
	else
		(void) permit_own_key(fcinfo, 0, TABLE_PAYMENT);
	id = PG_GETARG_INT64(0);
	if (PG_ARGISNULL(1))
		refuse(only_reads ? refusal_unknown(TABLE_PAYMENT, id)
						  : refusal_missing(TABLE_PAYMENT, id));
	if (!only_reads)
		refuse_if(check_own(TABLE_PAYMENT, id, PG_GETARG_INT64(1), NO_ID));
	PG_RETURN_VOID();
}

/*
 * sees_bill(member_id): whether the caller is told what a bill of that member
 * is for. Who pays for a member with an e-mail is not.
 */
Datum
fitclub_sees_bill(PG_FUNCTION_ARGS)
{
	const Identity *identity = identity_current();

	PG_RETURN_BOOL(caller_only_reads() || identity_is_trusted(identity) ||
				   identity_acts_for(identity, PG_GETARG_INT64(0)));
}

/* sees_members(): whether the caller is told who has booked */
Datum
fitclub_sees_members(PG_FUNCTION_ARGS)
{
	permit_any_person(TABLE_MEMBER);
	PG_RETURN_BOOL(identity_current()->persona != PERSONA_MEMBER);
}

/*
 * sees_reason(trainer_id): whether the caller is told why that trainer is away
 * or, for null, why the club or a room is closed
 */
Datum
fitclub_sees_reason(PG_FUNCTION_ARGS)
{
	const Identity *identity = identity_current();

	if (identity->persona == PERSONA_TRAINER)
		PG_RETURN_BOOL(
			PG_ARGISNULL(0) ||
			identity_is_own(identity, PERSONA_TRAINER, PG_GETARG_INT64(0)));
	PG_RETURN_BOOL(caller_only_reads() || identity_is_trusted(identity));
}

/* require_team(): for staff and trainers */
Datum
fitclub_require_team(PG_FUNCTION_ARGS)
{
	if (!caller_only_reads())
		permit_staff_or_trainer(TABLE_STAFF);
	PG_RETURN_VOID();
}

/* require_staff(): for those who run the club */
Datum
fitclub_require_staff(PG_FUNCTION_ARGS)
{
	if (!caller_only_reads())
		permit_staff(TABLE_STAFF);
	PG_RETURN_VOID();
}

/* require_owner(): raises 42501 unless the role owns the club's tables. */
Datum
fitclub_require_owner(PG_FUNCTION_ARGS)
{
	if (!identity_owns_club(GetUserId()))
		refuse(refusal_owner_only(TABLE_CLUB));
	PG_RETURN_VOID();
}

/*
 * require_id(kind text, id bigint): the id, or P0002. Trainers and rooms are
 * for all to know.
 */
Datum
fitclub_require_id(PG_FUNCTION_ARGS)
{
	TableId table;
	char *kind;

	if (PG_ARGISNULL(0))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
						errmsg("kind must not be null")));
	kind = text_to_cstring(PG_GETARG_TEXT_PP(0));
	if (!table_by_name(kind, &table))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("fitclub has no table \"%s\"", kind)));
	if (table == TABLE_TRAINER || table == TABLE_ROOM)
		permit_any_person(table);
	else if (!caller_only_reads())
		permit_staff(table);
	if (PG_ARGISNULL(1))
		refuse(refusal_null(table, table_key(table)));
	(void) require_row(table, PG_GETARG_INT64(1));
	PG_RETURN_INT64(PG_GETARG_INT64(1));
}
