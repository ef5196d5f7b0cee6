/*
 * password.c
 *		Passwords of members, trainers and staff.
 *
 * Each of the three has a table of passwords beside its own. They are kept as
 * SCRAM-SHA-256 verifiers, made and checked by the server's own code.
 *
 * A password is written after its owner's row and the count of failures are
 * locked, in this order: one that is being replaced is not an old one with
 * which the next can be set.
 */
#include "postgres.h"

#include "people/password.h"

#include "people/payer_refusal.h"
#include "people/sign_in_failure.h"
#include "rows/erased_member.h"
#include "rows/settled_row.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#define SHORTEST_PASSWORD 8

/* The people of a persona and their passwords. */
typedef struct PasswordTable
{
	TableId owners;
	TableId passwords;
	SavedStatement find;
	SavedStatement count_iterations;
	SavedStatement renew;
	SavedStatement lock_owner;
	SavedStatement set;
} PasswordTable;

/* lets_in is a condition on the owner's row, o. */
#define PASSWORD_TABLE(owners_id, owners, passwords_id, passwords, key,       \
					   lets_in)                                               \
	{                                                                         \
		owners_id, passwords_id,                                              \
			{"SELECT o." key ", p.verifier FROM fitclub." owners " AS o"      \
			 " JOIN fitclub." passwords " AS p ON p." key " = o." key         \
			 " WHERE fitclub_internal.fold(o.email) ="                        \
			 "  fitclub_internal.fold($1) AND " lets_in,                      \
			 1,                                                               \
			 {TEXTOID}},                                                      \
			{"SELECT max(substring(verifier FROM"                             \
			 "  '^SCRAM-SHA-256[$]([0-9]{1,9}):')::bigint)"                   \
			 " FROM fitclub." passwords,                                      \
			 0,                                                               \
			 {InvalidOid}},                                                   \
			{"UPDATE fitclub." passwords " SET verifier = $2"                 \
			 " WHERE " key " = $1 AND verifier = $3",                         \
			 3,                                                               \
			 {INT8OID, TEXTOID, TEXTOID}},                                    \
			{"SELECT " key ", email FROM fitclub." owners " WHERE " key       \
			 " = $1 FOR NO KEY UPDATE",                                       \
			 1,                                                               \
			 {INT8OID}},                                                      \
			{"INSERT INTO fitclub." passwords " (" key ", verifier)"          \
			 " VALUES ($1, $2) ON CONFLICT (" key ") DO UPDATE"               \
			 "  SET verifier = excluded.verifier, changed_at = DEFAULT",      \
			 2,                                                               \
			 {INT8OID, TEXTOID}},                                             \
	}

static PasswordTable password_tables[] = {
	[PERSONA_MEMBER] =
		PASSWORD_TABLE(TABLE_MEMBER, "member", TABLE_MEMBER_PASSWORD,
					   "member_password", "member_id",
					   "NOT EXISTS (SELECT FROM fitclub.erased_member AS e"
					   "  WHERE e.member_id = o.member_id)"),
	[PERSONA_TRAINER] =
		PASSWORD_TABLE(TABLE_TRAINER, "trainer", TABLE_TRAINER_PASSWORD,
					   "trainer_password", "trainer_id", "o.is_active"),
	[PERSONA_STAFF] = PASSWORD_TABLE(TABLE_STAFF, "administrative_staff",
									 TABLE_STAFF_PASSWORD, "staff_password",
									 "staff_id", "o.is_active"),
};

/* The table of the people of a persona. */
TableId
password_owners(Persona persona)
{
	return password_tables[persona].owners;
}

/* A password that somebody is to have. */
void
password_check(FunctionCallInfo fcinfo, int argument, Need need,
			   TableId owners)
{
	if (check_given(fcinfo, argument, need, owners, "password") &&
		pg_mbstrlen(text_to_cstring(PG_GETARG_TEXT_PP(argument))) <
			SHORTEST_PASSWORD)
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, owners,
							 "password", "password is too short",
							 psprintf("It has at least %d characters.",
									  SHORTEST_PASSWORD)));
}

/* What is kept of a password. */
static Datum
make_verifier(Datum password)
{
	return CStringGetTextDatum(
		pg_be_scram_build_secret(TextDatumGetCString(password)));
}

/* How many iterations a verifier was made with; 0 if it is none. */
static int64
verifier_iterations(const char *verifier)
{
	static const char prefix[] = "SCRAM-SHA-256$";

	if (strncmp(verifier, prefix, strlen(prefix)) != 0)
		return 0;
	return strtol(verifier + strlen(prefix), NULL, 10);
}

/*
 * How many iterations a sign-in takes, for any account: as many as the slowest
 * verifier there is and any that may be made now.
 */
static int64
sign_in_iterations(PasswordTable *table)
{
	int64 most;

	return statement_fetch_id(&table->count_iterations, NULL, NULL, &most)
			   ? Max(most, scram_iterations())
			   : scram_iterations();
}

/* Do what checking a verifier of so many iterations does. */
static void
spend_iterations(const char *password, int64 iterations)
{
	if (iterations > 0)
		(void) scram_verify_plain_password(
			"", password,
			psprintf("SCRAM-SHA-256$" INT64_FORMAT ":%s$%s:%s", iterations,
					 "AAAAAAAAAAAAAAAAAAAAAA==",
					 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
					 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
}

/*
 * Whether a password fits a verifier, which may be NULL. Takes as long for an
 * unknown e-mail as for a wrong password, and for an old verifier as for one
 * with more iterations.
 */
static bool
password_fits(const char *password, const char *verifier, int64 iterations)
{
	bool fits;

	if (verifier == NULL)
	{
		spend_iterations(password, iterations);
		return false;
	}
	fits = scram_verify_plain_password("", password, verifier);
	spend_iterations(password, iterations - verifier_iterations(verifier));
	return fits;
}

/*
 * Make a verifier of as many iterations as the server now wants, if this one
 * has fewer. The password itself is known only while somebody signs in.
 */
static void
renew_verifier(PasswordTable *table, int64 id, Datum password,
			   const char *verifier)
{
	Datum values[3];

	if (verifier_iterations(verifier) >= scram_iterations())
		return;
	values[0] = Int64GetDatum(id);
	values[1] = make_verifier(password);
	values[2] = CStringGetTextDatum(verifier);
	(void) statement_execute(&table->renew, values, NULL);
}

/*
 * Whether somebody with this e-mail has this password, and who. Not if they
 * come too soon after many failures. Locks the count of failures until the
 * transaction ends.
 */
bool
password_sign_in(Persona persona, Datum email, Datum password, int64 *id)
{
	PasswordTable *table = &password_tables[persona];
	bool is_admitted = sign_in_admit(persona, email);
	const char *verifier = statement_id_and_text(&table->find, &email, id);

	if (!password_fits(TextDatumGetCString(password), verifier,
					   sign_in_iterations(table)) ||
		!is_admitted)
		return false;
	renew_verifier(table, *id, password, verifier);
	sign_in_forget(persona, email);
	return true;
}

/*
 * Lock somebody's row until the transaction ends. Returns the e-mail, which is
 * NULL for a dependant.
 */
char *
password_lock_owner(Persona persona, int64 id)
{
	PasswordTable *table = &password_tables[persona];
	Datum key = Int64GetDatum(id);
	int64 found = NO_ID;
	char *email = statement_id_and_text(&table->lock_owner, &key, &found);

	if (found == NO_ID)
		refuse_unwritten(table->owners, id);
	/* An erasure meanwhile has kept us waiting for the row. */
	if (persona == PERSONA_MEMBER)
		refuse_erased_meanwhile(id);
	return email;
}

/* The same for somebody who is to sign in, and so has an e-mail. */
char *
password_lock_user(Persona persona, int64 id)
{
	char *email = password_lock_owner(persona, id);

	if (email == NULL)
		refuse(refusal_email_required(id));
	return email;
}

/* Give somebody, whose row is locked, a password. */
void
password_set(Persona persona, int64 id, Datum password)
{
	PasswordTable *table = &password_tables[persona];
	Datum values[2];

	values[0] = Int64GetDatum(id);
	values[1] = make_verifier(password);
	if (statement_execute(&table->set, values, NULL) == 0)
		refuse(refusal_row_skipped(table->passwords));
}

/* Give somebody another password, which can be used without a wait. */
void
password_replace(Persona persona, int64 id, Datum password)
{
	sign_in_forget(persona,
				   CStringGetTextDatum(password_lock_user(persona, id)));
	password_set(persona, id, password);
}
