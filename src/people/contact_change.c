/*
 * contact_change.c
 *		Other e-mails and telephone numbers that people ask for.
 *
 * E-mails are unique, and members' telephone numbers: whether a change is
 * refused tells who else is in the club. So people ask, and staff decide.
 *
 * The person's row is locked before a request is written: requests, decisions
 * and the erasure of one person wait for each other.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "caller/access_refusal.h"
#include "caller/identity.h"
#include "caller/permission.h"
#include "people/notification.h"
#include "people/password.h"
#include "rows/settled_row.h"
#include "write/statement.h"

#include "catalog/pg_type.h"

PG_FUNCTION_INFO_V1(fitclub_request_contact_change);
PG_FUNCTION_INFO_V1(fitclub_decide_contact_change);

typedef struct ContactChange
{
	int64 id;
	Persona persona; /* of the person who asks: a member or a trainer */
	int64 person_id;
	bool is_decided;
} ContactChange;

/*
 * request_contact_change(email, phone_number): what the caller asks for, in
 * place of an open request of theirs, if there is one. It has another id, so
 * that staff decide nothing that they have not seen. Locks the person's row until
 * the transaction ends. Returns the request's id.
 */
Datum
fitclub_request_contact_change(PG_FUNCTION_ARGS)
{
	static SavedStatement withdraw = {
		"DELETE FROM fitclub.contact_change"
		" WHERE decided_at IS NULL AND (member_id = $1 OR trainer_id = $2)",
		2,
		{INT8OID, INT8OID}};
	static SavedStatement insert = {
		"INSERT INTO fitclub.contact_change"
		"  (member_id, trainer_id, email, phone_number)"
		" VALUES ($1, $2, $3, $4)"
		/* one that is open all the same is not seen by our snapshot */
		" ON CONFLICT DO NOTHING RETURNING contact_change_id",
		4,
		{INT8OID, INT8OID, TEXTOID, TEXTOID}};
	Identity caller = *identity_current();
	Datum values[4] = {Int64GetDatum(caller.id), Int64GetDatum(caller.id),
					   PG_GETARG_DATUM(0), PG_GETARG_DATUM(1)};
	bool nulls[4] = {caller.persona != PERSONA_MEMBER,
					 caller.persona != PERSONA_TRAINER, PG_ARGISNULL(0),
					 PG_ARGISNULL(1)};
	int64 id;

	if (nulls[0] && nulls[1])
		refuse(refusal_identity_unknown(TABLE_CONTACT_CHANGE));
	check_email(fcinfo, 0, OPTIONAL, TABLE_CONTACT_CHANGE);
	check_text(fcinfo, 1, OPTIONAL, TABLE_CONTACT_CHANGE, "phone_number");
	if (nulls[2] && nulls[3])
		refuse(refusal_values(
			ERRCODE_INVALID_PARAMETER_VALUE, TABLE_CONTACT_CHANGE,
			"contact_change_given_check", "nothing is asked for",
			"Give an e-mail, a telephone number or both."));
	(void) password_lock_owner(caller.persona, caller.id);
	(void) statement_execute(&withdraw, values, nulls);
	if (!statement_fetch_id(&insert, values, nulls, &id))
		refuse(refusal_row_skipped(TABLE_CONTACT_CHANGE));
	PG_RETURN_INT64(id);
}

static ContactChange
read_change(int64 id)
{
	static SavedStatement find = {
		"SELECT member_id, trainer_id, decided_at IS NOT NULL"
		" FROM fitclub.contact_change WHERE contact_change_id = $1",
		1,
		{INT8OID}};
	Datum key = Int64GetDatum(id);
	Datum values[3];
	bool nulls[3];

	if (!statement_values(&find, &key, 3, values, nulls))
		refuse(refusal_unknown(TABLE_CONTACT_CHANGE, id));
	return (ContactChange){
		.id = id,
		.persona = nulls[0] ? PERSONA_TRAINER : PERSONA_MEMBER,
		.person_id = DatumGetInt64(values[nulls[0] ? 1 : 0]),
		.is_decided = DatumGetBool(values[2]),
	};
}

/* Lock the person who asks, and make sure that there is something to decide. */
static ContactChange
lock_change(int64 id)
{
	ContactChange change = read_change(id);
	Refusal *refusal;

	(void) password_lock_owner(change.persona, change.person_id);
	/* It may have been decided or withdrawn while we waited. */
	change = read_change(id);
	if (!change.is_decided)
		return change;
	refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_CONTACT_CHANGE,
		"contact_change_decided",
		psprintf("contact change " INT64_FORMAT " is decided", id));
	refusal->column = "decided_at";
	refusal->hint = "Change the member or the trainer instead.";
	refuse(refusal);
}

/* Returns what was asked for: an e-mail and a telephone number. */
static void
note_decision(const ContactChange *change, bool accept, Datum *wanted,
			  bool *nulls)
{
	static SavedStatement decide = {
		"UPDATE fitclub.contact_change SET is_accepted = $2,"
		"  staff_id = nullif($3, 0),"
		"  decided_at = greatest(now(), clock_timestamp())"
		" WHERE contact_change_id = $1 AND num_nulls(decided_at) = 1"
		" RETURNING email, phone_number",
		3,
		{INT8OID, BOOLOID, INT8OID}};
	const Identity *caller = identity_current();
	Datum values[] = {
		Int64GetDatum(change->id), BoolGetDatum(accept),
		Int64GetDatum(caller->persona == PERSONA_STAFF ? caller->id : NO_ID)};

	if (!statement_values(&decide, values, 2, wanted, nulls))
		refuse_unwritten(TABLE_CONTACT_CHANGE, change->id);
}

#define MAKE_CHANGE(people, key)                                              \
	{                                                                         \
		"UPDATE fitclub." people " SET email = coalesce($2, email),"          \
		"  phone_number = coalesce($3, phone_number)"                         \
		" WHERE " key " = $1 RETURNING " key,                                 \
			3,                                                                \
		{                                                                     \
			INT8OID, TEXTOID, TEXTOID                                         \
		}                                                                     \
	}

static void
make_change(const ContactChange *change, const Datum *wanted,
			const bool *wanted_nulls)
{
	static SavedStatement change_member = MAKE_CHANGE("member", "member_id");
	static SavedStatement change_trainer =
		MAKE_CHANGE("trainer", "trainer_id");
	bool is_member = change->persona == PERSONA_MEMBER;
	Datum values[] = {Int64GetDatum(change->person_id), wanted[0], wanted[1]};
	bool nulls[] = {false, wanted_nulls[0], wanted_nulls[1]};
	int64 id;

	if (!statement_fetch_id(is_member ? &change_member : &change_trainer,
							values, nulls, &id))
		refuse(refusal_row_skipped(is_member ? TABLE_MEMBER : TABLE_TRAINER));
}

static void
tell_decision(const ContactChange *change, bool accept, const bool *nulls)
{
	static Writer writer = {1, {TABLE_NOTIFICATION}};
	WriterState *writing = writer_begin(&writer);
	char *message = psprintf("Your request to change your %s was %s",
							 nulls[1]   ? "e-mail"
							 : nulls[0] ? "telephone number"
										: "e-mail and telephone number",
							 accept ? "accepted" : "declined");

	if (change->persona == PERSONA_MEMBER)
		notify_member(writing, change->person_id, message);
	else
		notify_trainer(writing, change->person_id, message);
	writer_end(&writer, writing);
}

/*
 * decide_contact_change(contact_change_id, accept): makes the change that
 * somebody asks for, or does not, and tells the person. Locks the rows of the person
 * and of the request until the transaction ends. Returns the request's id.
 */
Datum
fitclub_decide_contact_change(PG_FUNCTION_ARGS)
{
	ContactChange change;
	Datum wanted[2];
	bool nulls[2];
	int64 id;

	permit_staff(TABLE_CONTACT_CHANGE);
	id = argument_key(fcinfo, 0, TABLE_CONTACT_CHANGE);
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_CONTACT_CHANGE, "accept");
	change = lock_change(id);
	note_decision(&change, PG_GETARG_BOOL(1), wanted, nulls);
	if (PG_GETARG_BOOL(1))
		make_change(&change, wanted, nulls);
	tell_decision(&change, PG_GETARG_BOOL(1), nulls);
	PG_RETURN_INT64(id);
}
