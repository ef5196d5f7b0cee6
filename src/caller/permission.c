/*
 * permission.c
 *		Who may do what: one checker per kind of thing.
 *
 * Staff run the club, and an application is trusted with all that it may
 * execute. Members and trainers see and change what is their own, and are not
 * told whether something that is not theirs exists. What is somebody's is
 * decided on the row as it is going to be written; what a row says of others
 * is not looked at before.
 */
#include "postgres.h"

#include "caller/permission.h"

#include "base/local_time.h"
#include "caller/access_refusal.h"
#include "caller/argument.h"
#include "caller/identity.h"
#include "rows/settled_row.h"

#include "access/genam.h"
#include "access/table.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_require_id);
PG_FUNCTION_INFO_V1(fitclub_require_member);
PG_FUNCTION_INFO_V1(fitclub_require_health);
PG_FUNCTION_INFO_V1(fitclub_require_trainer);
PG_FUNCTION_INFO_V1(fitclub_require_roster);
PG_FUNCTION_INFO_V1(fitclub_require_recipient);
PG_FUNCTION_INFO_V1(fitclub_require_calendar);
PG_FUNCTION_INFO_V1(fitclub_require_team);
PG_FUNCTION_INFO_V1(fitclub_require_staff);
PG_FUNCTION_INFO_V1(fitclub_require_owner);
PG_FUNCTION_INFO_V1(fitclub_reads_all);
PG_FUNCTION_INFO_V1(fitclub_writes_all);
PG_FUNCTION_INFO_V1(fitclub_own_member_id);
PG_FUNCTION_INFO_V1(fitclub_own_trainer_id);
PG_FUNCTION_INFO_V1(fitclub_is_own_trainee);
PG_FUNCTION_INFO_V1(fitclub_is_own_class);

static bool
is_trusted(const Identity *identity)
{
	return identity->persona >= PERSONA_STAFF;
}

/* Whether the session may see all of the club. */
static bool
sees_all(const Identity *identity)
{
	return is_trusted(identity) || identity->persona == PERSONA_READER;
}

static bool
caller_only_reads(void)
{
	return current_identity()->persona == PERSONA_READER;
}

/* Whether the caller runs the club. */
bool
caller_is_trusted(void)
{
	return is_trusted(current_identity());
}

static bool
is_own(const Identity *identity, Persona persona, int64 id)
{
	return identity->persona == persona && identity->id == id && id != NO_ID;
}

/* ---- who works with whom ---- */

static SysScanDesc
scan_by_id(Relation heap, IndexId index, AttrNumber column, int64 id)
{
	ScanKeyData key;

	key_int64(&key, column, id);
	return systable_beginscan(heap, index_oid(index), true, NULL, 1, &key);
}

static bool
teaches(int64 trainer_id, int64 class_id)
{
	Relation heap = table_open(table_oid(TABLE_CLASS), AccessShareLock);
	SysScanDesc scan =
		scan_by_id(heap, INDEX_CLASS_KEY, Anum_any_key, class_id);
	HeapTuple row = systable_getnext(scan);
	bool found = HeapTupleIsValid(row) &&
				 row_int64(row, RelationGetDescr(heap),
						   Anum_class_schedule_trainer_id) == trainer_id;

	systable_endscan(scan);
	table_close(heap, NoLock);
	return found;
}

static bool
has_session(int64 trainer_id, int64 member_id)
{
	Relation heap = table_open(table_oid(TABLE_SESSION), AccessShareLock);
	SysScanDesc scan = scan_by_id(heap, INDEX_SESSION_MEMBER_BUSY,
								  Anum_private_session_member_id, member_id);
	HeapTuple row;
	bool found = false;

	while (!found && HeapTupleIsValid(row = systable_getnext(scan)))
	{
		CHECK_FOR_INTERRUPTS();
		found = row_int64(row, RelationGetDescr(heap),
						  Anum_private_session_trainer_id) == trainer_id;
	}
	systable_endscan(scan);
	table_close(heap, NoLock);
	return found;
}

static bool
has_seat(int64 trainer_id, int64 member_id)
{
	Relation heap = table_open(table_oid(TABLE_REGISTRATION), AccessShareLock);
	SysScanDesc scan = scan_by_id(heap, INDEX_REGISTRATION_MEMBER_BUSY,
								  Anum_class_registration_member_id,
								  member_id);
	HeapTuple row;
	bool found = false;

	while (!found && HeapTupleIsValid(row = systable_getnext(scan)))
	{
		CHECK_FOR_INTERRUPTS();
		found =
			teaches(trainer_id, row_int64(row, RelationGetDescr(heap),
										  Anum_class_registration_class_id));
	}
	systable_endscan(scan);
	table_close(heap, NoLock);
	return found;
}

/*
 * Whether a trainer has or had a member in a session or class that was not
 * cancelled, as of now.
 */
bool
works_with(int64 trainer_id, int64 member_id)
{
	return has_session(trainer_id, member_id) ||
		   has_seat(trainer_id, member_id);
}

static bool
is_own_trainee(const Identity *identity, int64 member_id)
{
	return identity->persona == PERSONA_TRAINER && member_id != NO_ID &&
		   works_with(identity->id, member_id);
}

/* ---- checkers ---- */

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
	refuse_nobody(current_identity(), table);
}

/* What it takes to run the club. */
void
permit_staff(TableId table)
{
	const Identity *identity = current_identity();

	refuse_nobody(identity, table);
	if (!is_trusted(identity))
		refuse(refusal_staff_only(table));
}

/* What is not even for staff. */
void
permit_application(TableId table)
{
	if (current_identity()->persona < PERSONA_APPLICATION)
		refuse(refusal_owner_only(table));
}

/* What trainers do as well as staff. */
void
permit_staff_or_trainer(TableId table)
{
	const Identity *identity = current_identity();

	refuse_nobody(identity, table);
	if (identity->persona == PERSONA_MEMBER || caller_only_reads())
		refuse(refusal_staff_only(table));
}

/* A null is left to the check of whether one may be given. */
static bool
decide_by_argument(FunctionCallInfo fcinfo, int argument, TableId table,
				   const Identity **identity)
{
	*identity = current_identity();
	if (is_trusted(*identity))
		return false;
	refuse_nobody(*identity, table);
	return !PG_ARGISNULL(argument);
}

/* What is a member's own. */
void
permit_member(FunctionCallInfo fcinfo, int argument)
{
	const Identity *identity;

	if (decide_by_argument(fcinfo, argument, TABLE_MEMBER, &identity) &&
		!is_own(identity, PERSONA_MEMBER, PG_GETARG_INT64(argument)))
		refuse(refusal_not_own(TABLE_MEMBER, PG_GETARG_INT64(argument)));
}

/* What trainers see of the members they work with. */
void
permit_member_or_own_trainer(FunctionCallInfo fcinfo, int argument)
{
	const Identity *identity;

	if (decide_by_argument(fcinfo, argument, TABLE_MEMBER, &identity) &&
		!is_own(identity, PERSONA_MEMBER, PG_GETARG_INT64(argument)) &&
		!is_own_trainee(identity, PG_GETARG_INT64(argument)))
		refuse(refusal_not_own(TABLE_MEMBER, PG_GETARG_INT64(argument)));
}

/* What is a trainer's own. */
void
permit_trainer(FunctionCallInfo fcinfo, int argument)
{
	const Identity *identity;

	if (decide_by_argument(fcinfo, argument, TABLE_TRAINER, &identity) &&
		!is_own(identity, PERSONA_TRAINER, PG_GETARG_INT64(argument)))
		refuse(refusal_not_own(TABLE_TRAINER, PG_GETARG_INT64(argument)));
}

/* Members meet any trainer, trainers the members they work with. */
void
permit_session(FunctionCallInfo fcinfo, int member, int trainer)
{
	if (current_identity()->persona == PERSONA_TRAINER)
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

/* By what somebody signs in is not for colleagues to change. */
void
permit_password(FunctionCallInfo fcinfo, int staff, int email, int password)
{
	const Identity *identity = current_identity();

	permit_staff(TABLE_STAFF);
	if (identity->persona != PERSONA_STAFF || PG_ARGISNULL(staff) ||
		is_own(identity, PERSONA_STAFF, PG_GETARG_INT64(staff)))
		return;
	if (!PG_ARGISNULL(email) || !PG_ARGISNULL(password))
		refuse(refusal_not_own(TABLE_STAFF, PG_GETARG_INT64(staff)));
}

/* An argument that is staff's to give. */
void
permit_argument(FunctionCallInfo fcinfo, int argument, TableId table,
				const char *column)
{
	if (!PG_ARGISNULL(argument) && !caller_is_trusted())
		refuse(refusal_staff_argument(table, column));
}

/*
 * Whether a late cancellation is for free: members do not let themselves off,
 * nor do they pay for what a trainer cancels.
 */
bool
fee_is_waived(FunctionCallInfo fcinfo, int argument, TableId table)
{
	Persona persona = current_identity()->persona;

	(void) check_given(fcinfo, argument, REQUIRED, table, "waive_fee");
	if (PG_GETARG_BOOL(argument) && persona == PERSONA_MEMBER)
		refuse(refusal_staff_argument(table, "waive_fee"));
	return PG_GETARG_BOOL(argument) || persona == PERSONA_TRAINER;
}

/* Staff take and give back money in their own name. */
void
permit_cashier(FunctionCallInfo fcinfo, int argument)
{
	const Identity *identity = current_identity();

	permit_staff(TABLE_PAYMENT);
	if (identity->persona == PERSONA_STAFF && identity->id != NO_ID &&
		!PG_ARGISNULL(argument) && PG_GETARG_INT64(argument) != identity->id)
		refuse(refusal_not_own(TABLE_STAFF, PG_GETARG_INT64(argument)));
}

/* The member or the trainer that is given has to be there. */
static void
require_either(FunctionCallInfo fcinfo, int member, int trainer)
{
	if (!PG_ARGISNULL(member))
		(void) present_key_argument(fcinfo, member, TABLE_MEMBER);
	else
		(void) present_key_argument(fcinfo, trainer, TABLE_TRAINER);
}

static void
permit_either(FunctionCallInfo fcinfo, int member, int trainer)
{
	if (!PG_ARGISNULL(member))
		permit_member(fcinfo, member);
	else
		permit_trainer(fcinfo, trainer);
}

static void
require_recipient(FunctionCallInfo fcinfo, int member, int trainer)
{
	if (PG_ARGISNULL(member) == PG_ARGISNULL(trainer))
		refuse(
			refusal_values(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_NOTIFICATION,
						   "notification_recipient_check",
						   "a notification is for a member or for a trainer",
						   "Give one of member_id and trainer_id."));
}

/* Notifications are their member's or trainer's. */
void
permit_recipient(FunctionCallInfo fcinfo, int member, int trainer)
{
	require_recipient(fcinfo, member, trainer);
	permit_either(fcinfo, member, trainer);
	require_either(fcinfo, member, trainer);
}

/*
 * The key of a row that is going to be checked under locks and then changed.
 * Whether it is there, and the caller's to change, is for that check to say.
 */
int64
own_key_argument(FunctionCallInfo fcinfo, int argument, TableId table)
{
	refuse_nobody(current_identity(), table);
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
	const Identity *identity = current_identity();

	if (is_trusted(identity) || is_own(identity, PERSONA_MEMBER, member_id) ||
		is_own(identity, PERSONA_TRAINER, trainer_id))
		return NULL;
	return refusal_not_own(table, id);
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
reason_argument(FunctionCallInfo fcinfo, int argument, TableId table)
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
	if (!is_late || current_identity()->persona != PERSONA_MEMBER)
		return NULL;
	return refusal_late_move(table, id);
}

/* ---- for functions in SQL, which cannot raise by themselves ---- */

/* The row that an argument names, for those who may see it. */
static Datum
required_row(FunctionCallInfo fcinfo, TableId table)
{
	PG_RETURN_INT64(present_key_argument(fcinfo, 0, table));
}

/* require_member(member_id): for what is the member's own */
Datum
fitclub_require_member(PG_FUNCTION_ARGS)
{
	if (!caller_only_reads())
		permit_member(fcinfo, 0);
	return required_row(fcinfo, TABLE_MEMBER);
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
	const Identity *identity;

	if (decide_by_argument(fcinfo, 0, TABLE_CLASS, &identity) &&
		identity->persona != PERSONA_READER &&
		(identity->persona != PERSONA_TRAINER ||
		 !teaches(identity->id, PG_GETARG_INT64(0))))
		refuse(refusal_not_own(TABLE_CLASS, PG_GETARG_INT64(0)));
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
		require_recipient(fcinfo, 0, 1);
		require_either(fcinfo, 0, 1);
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
	require_either(fcinfo, 0, 1);
	(void) read_club();
	PG_RETURN_VOID();
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
	if (!is_club_owner(GetUserId()))
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
	if (!table_by_name(kind, &table) || table == TABLE_CLUB)
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

/* ---- for row security, which asks of the role that reads ---- */

static const Identity *
reader(void)
{
	return identity_of_role(GetUserId());
}

/* reads_all(): whether all rows are for this role to see */
Datum
fitclub_reads_all(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(sees_all(reader()));
}

/* writes_all(): whether its table privileges are all that counts */
Datum
fitclub_writes_all(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(reader()->persona >= PERSONA_APPLICATION);
}

static Datum
own_id(FunctionCallInfo fcinfo, Persona persona)
{
	const Identity *identity = reader();

	if (identity->persona != persona)
		PG_RETURN_NULL();
	PG_RETURN_INT64(identity->id);
}

/* own_member_id(): the member whose role this is, or null */
Datum
fitclub_own_member_id(PG_FUNCTION_ARGS)
{
	return own_id(fcinfo, PERSONA_MEMBER);
}

/* own_trainer_id(): the trainer whose role this is, or null */
Datum
fitclub_own_trainer_id(PG_FUNCTION_ARGS)
{
	return own_id(fcinfo, PERSONA_TRAINER);
}

/* is_own_trainee(member_id): whether it is a trainer's who works with them */
Datum
fitclub_is_own_trainee(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_own_trainee(reader(), PG_GETARG_INT64(0)));
}

/* is_own_class(class_id): whether it is that of the class's trainer */
Datum
fitclub_is_own_class(PG_FUNCTION_ARGS)
{
	const Identity *identity = reader();

	PG_RETURN_BOOL(identity->persona == PERSONA_TRAINER &&
				   teaches(identity->id, PG_GETARG_INT64(0)));
}
