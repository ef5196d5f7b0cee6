/*
 * payer.c
 *		Payers, and members who depend on one.
 *
 * Who pays for a member is written under the short locks of both, which
 * erase_member() takes as well: nobody erased pays, or is paid for.
 */
#include "postgres.h"

#include "argument/argument_table.h"
#include "argument/text_argument.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "people/password.h"
#include "people/payer_refusal.h"
#include "rows/erased_member.h"
#include "rows/payer.h"
#include "rows/settled_row.h"
#include "write/admission.h"

#include "catalog/pg_type.h"

PG_FUNCTION_INFO_V1(fitclub_set_payer);
PG_FUNCTION_INFO_V1(fitclub_create_dependant);
PG_FUNCTION_INFO_V1(fitclub_release_dependant);

typedef struct PayerRequest
{
	int64 member_id;
	int64 payer_id; /* NO_ID: nobody else pays */
	int64 payer_before;
	ItemPointerData place; /* of the row there is, if payer_before is set */
	ShortLocks locks;
} PayerRequest;

static Refusal *
check_is_kept(int64 member_id, Blocker *blocker)
{
	TimestampTz ignored;

	return member_is_erased(member_id, &ignored, blocker)
			   ? refusal_member_erased(member_id)
			   : NULL;
}

/* Rule: a payer has no payer. */
static Refusal *
check_chain(const PayerRequest *request, Blocker *blocker)
{
	if (payer_is_set(request->payer_id, blocker))
		return refusal_payer_has_payer(request->payer_id);
	if (payer_is_in_use(request->member_id, blocker))
		return refusal_payer_pays(request->member_id);
	return NULL;
}

/* Rule: a member without an e-mail address has a payer. */
static Refusal *
check_needs_none(int64 member_id, Blocker *blocker)
{
	static const AttrNumber email = Anum_member_email;
	Datum value;
	bool is_null;

	if (!settled_row(TABLE_MEMBER, member_id, &email, 1, 1, &value, &is_null,
					 NULL, blocker))
		return refusal_unknown(TABLE_MEMBER, member_id);
	return is_null && !blocker_is_set(blocker)
			   ? refusal_email_required(member_id)
			   : NULL;
}

/* The payer there is: the row is going to be written. */
static void
read_payer(PayerRequest *request, Blocker *blocker)
{
	static const AttrNumber payer = Anum_payer_payer_id;
	Datum value;
	bool is_null;

	request->payer_before = NO_ID;
	if (!settled_row(TABLE_PAYER, request->member_id, &payer, 1, FOR_WRITE,
					 &value, &is_null, &request->place, blocker))
	{
		/* one that is only arriving */
		(void) payer_is_set(request->member_id, blocker);
		return;
	}
	request->payer_before = DatumGetInt64(value);
	locks_need_row(&request->locks, TABLE_PAYER, request->member_id,
				   &request->place, LockTupleExclusive);
}

static Refusal *
check_payer(void *state, Blocker *blocker)
{
	PayerRequest *request = state;
	Refusal *refusal = check_is_kept(request->member_id, blocker);

	if (refusal == NULL && request->payer_id == NO_ID)
		refusal = check_needs_none(request->member_id, blocker);
	if (refusal == NULL && request->payer_id != NO_ID)
		refusal = check_is_kept(request->payer_id, blocker);
	if (refusal == NULL && request->payer_id != NO_ID)
		refusal = check_chain(request, blocker);
	if (refusal == NULL)
		read_payer(request, blocker);
	return refusal;
}

static void
write_payer(WriterState *writing, const PayerRequest *request)
{
	ColumnValue values[] = {
		column_id(Anum_any_key, request->member_id),
		column_id(Anum_payer_payer_id, request->payer_id),
		column_instant(Anum_payer_since, current_instant()),
	};

	if (request->payer_id == request->payer_before)
		return;
	if (request->payer_before == NO_ID)
		(void) writer_insert(writing, TABLE_PAYER, GUARDED, values,
							 lengthof(values));
	else if (request->payer_id == NO_ID)
		writer_delete(writing, TABLE_PAYER, &request->place);
	else
		writer_update(writing, TABLE_PAYER, GUARDED, &request->place,
					  &values[1], lengthof(values) - 1);
}

/* Let somebody pay for a member; NO_ID: nobody else. */
static void
set_payer(int64 member_id, int64 payer_id)
{
	static Writer writer = {1, {TABLE_PAYER}};
	PayerRequest request = {.member_id = member_id, .payer_id = payer_id};
	WriterState *writing;

	locks_init(&request.locks);
	(void) locks_need(&request.locks, LOCK_MEMBER, member_id);
	if (payer_id != NO_ID)
		(void) locks_need(&request.locks, LOCK_MEMBER, payer_id);
	writing = admit(&request.locks, &writer, check_payer, &request);
	write_payer(writing, &request);
	locks_release(&request.locks);
	writer_end(&writer, writing);
}

/*
 * set_payer(member_id, payer_id): who pays for a member; null: nobody else.
 * Short-locks both. Returns the member's id.
 */
Datum
fitclub_set_payer(PG_FUNCTION_ARGS)
{
	int64 member_id;

	permit_staff(TABLE_PAYER);
	member_id = argument_key(fcinfo, 0, TABLE_MEMBER);
	check_row(fcinfo, 1, OPTIONAL, TABLE_PAYER, "payer_id", TABLE_MEMBER);
	if (!PG_ARGISNULL(1) && PG_GETARG_INT64(1) == member_id)
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_PAYER,
							 "payer_id", "a member cannot be their own payer",
							 "Without a payer, a member pays alone."));
	set_payer(member_id, argument_id(fcinfo, 1));
	PG_RETURN_INT64(member_id);
}

/*
 * create_dependant(payer_id, first_name, last_name, date_of_birth, gender,
 * notes): adds a member who has no e-mail address, for whom the payer pays and
 * acts. Short-locks the payer. Returns the new member's id.
 */
Datum
fitclub_create_dependant(PG_FUNCTION_ARGS)
{
	static const ArgumentTable arguments = {
		TABLE_MEMBER,
		{
			{"first_name", REQUIRED, TEXT},
			{"last_name", REQUIRED, TEXT},
			{"date_of_birth", OPTIONAL, PAST_DATE},
			{"gender", OPTIONAL, FREE_TEXT},
			{"notes", OPTIONAL, FREE_TEXT},
		}};
	static SavedStatement insert = {
		"INSERT INTO fitclub.member"
		"  (first_name, last_name, date_of_birth, gender, notes)"
		" VALUES ($2, $3, $4, $5, $6) RETURNING member_id",
		6,
		{INT8OID, TEXTOID, TEXTOID, DATEOID, TEXTOID, TEXTOID}};
	int64 member_id;

	permit_staff(TABLE_MEMBER);
	check_row(fcinfo, 0, REQUIRED, TABLE_PAYER, "payer_id", TABLE_MEMBER);
	check_arguments(fcinfo, 1, REQUIRED, &arguments);
	member_id = DatumGetInt64(statement_insert(&insert, fcinfo, TABLE_MEMBER));
	set_payer(member_id, PG_GETARG_INT64(0));
	PG_RETURN_INT64(member_id);
}

/*
 * release_dependant(member_id, email): gives a dependant an e-mail address,
 * and nobody else pays or acts for the member. Locks the rows of
 * both tables until the transaction ends. Returns the member's id.
 */
Datum
fitclub_release_dependant(PG_FUNCTION_ARGS)
{
	static SavedStatement set_email = {
		"UPDATE fitclub.member SET email = $2 WHERE member_id = $1"
		" RETURNING member_id",
		2,
		{INT8OID, TEXTOID}};
	static SavedStatement delete_payer = {
		"DELETE FROM fitclub.payer WHERE member_id = $1", 1, {INT8OID}};
	Datum member_id;

	permit_staff(TABLE_MEMBER);
	member_id = Int64GetDatum(argument_key(fcinfo, 0, TABLE_MEMBER));
	check_email(fcinfo, 1, REQUIRED, TABLE_MEMBER);
	if (password_lock_owner(PERSONA_MEMBER, PG_GETARG_INT64(0)) != NULL)
		refuse(refusal_not_dependant(PG_GETARG_INT64(0)));
	(void) statement_update(&set_email, fcinfo, TABLE_MEMBER);
	(void) statement_execute(&delete_payer, &member_id, NULL);
	return member_id;
}
