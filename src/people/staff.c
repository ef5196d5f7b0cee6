/*
 * staff.c
 *		Staff and their passwords.
 *
 * Passwords are kept as SCRAM-SHA-256 verifiers, made and checked by the
 * server's own code.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "caller/permission.h"
#include "people/sign_in_failure.h"
#include "rows/settled_row.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_create_staff);
PG_FUNCTION_INFO_V1(fitclub_update_staff);
PG_FUNCTION_INFO_V1(fitclub_authenticate_staff);

#define SHORTEST_PASSWORD 8

static const ArgumentTable staff_arguments = {
	TABLE_STAFF,
	{
		{"first_name", REQUIRED, TEXT},
		{"last_name", REQUIRED, TEXT},
		{"email", REQUIRED, EMAIL},
	}};

static void
check_password(FunctionCallInfo fcinfo, int argument, Need need)
{
	if (check_given(fcinfo, argument, need, TABLE_STAFF, "password") &&
		pg_mbstrlen(text_to_cstring(PG_GETARG_TEXT_PP(argument))) <
			SHORTEST_PASSWORD)
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_STAFF,
							 "password", "password is too short",
							 psprintf("It has at least %d characters.",
									  SHORTEST_PASSWORD)));
}

static void
check_staff(FunctionCallInfo fcinfo, int first_argument, Need need)
{
	check_arguments(fcinfo, first_argument, need, &staff_arguments);
	check_password(fcinfo, first_argument + 3, need);
}

static Datum
make_verifier(Datum password)
{
	return CStringGetTextDatum(
		pg_be_scram_build_secret(TextDatumGetCString(password)));
}

/*
 * create_staff(first_name, last_name, email, password): adds a member of
 * staff. Returns its id.
 */
Datum
fitclub_create_staff(PG_FUNCTION_ARGS)
{
	static SavedStatement insert = {
		"WITH hired AS ("
		" INSERT INTO fitclub.administrative_staff"
		"  (first_name, last_name, email)"
		"  VALUES ($1, $2, $3) RETURNING staff_id"
		"), password AS ("
		" INSERT INTO fitclub.staff_password (staff_id, verifier)"
		"  SELECT staff_id, $4 FROM hired"
		") SELECT staff_id FROM hired",
		4,
		{TEXTOID, TEXTOID, TEXTOID, TEXTOID}};
	Datum values[4];
	bool nulls[4];
	int64 staff_id;

	permit_staff(TABLE_STAFF);
	check_staff(fcinfo, 0, REQUIRED);
	statement_arguments(fcinfo, 4, values, nulls);
	values[3] = make_verifier(values[3]);
	if (!statement_fetch_id(&insert, values, nulls, &staff_id))
		refuse(refusal_row_skipped(TABLE_STAFF));
	PG_RETURN_INT64(staff_id);
}

/* A new password can be used without a wait. */
static void
forget_failures(int64 staff_id)
{
	static SavedStatement find = {
		"SELECT staff_id, email FROM fitclub.administrative_staff"
		" WHERE staff_id = $1",
		1,
		{INT8OID}};
	Datum id = Int64GetDatum(staff_id);
	char *email = statement_id_and_text(&find, &id, &staff_id);

	if (email != NULL)
		sign_in_forget(CStringGetTextDatum(email));
}

/*
 * update_staff(staff_id, first_name, last_name, email, password, is_active):
 * changes what is given. Locks the row until the transaction ends. Returns
 * its id.
 */
Datum
fitclub_update_staff(PG_FUNCTION_ARGS)
{
	static SavedStatement update = {
		"WITH changed AS ("
		" UPDATE fitclub.administrative_staff SET"
		"  first_name = coalesce($2, first_name),"
		"  last_name = coalesce($3, last_name),"
		"  email = coalesce($4, email),"
		"  is_active = coalesce($6, is_active)"
		"  WHERE staff_id = $1 RETURNING staff_id"
		"), password AS ("
		" INSERT INTO fitclub.staff_password (staff_id, verifier)"
		"  SELECT staff_id, $5 FROM changed WHERE $5 IS NOT NULL"
		"  ON CONFLICT (staff_id) DO UPDATE"
		"   SET verifier = excluded.verifier, changed_at = DEFAULT"
		") SELECT staff_id FROM changed",
		6,
		{INT8OID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, BOOLOID}};
	Datum values[6];
	bool nulls[6];
	int64 staff_id;

	permit_password(fcinfo, 0, 3, 4);
	(void) argument_key(fcinfo, 0, TABLE_STAFF);
	check_staff(fcinfo, 1, OPTIONAL);
	statement_arguments(fcinfo, 6, values, nulls);
	if (!nulls[4])
		values[4] = make_verifier(values[4]);
	if (!statement_fetch_id(&update, values, nulls, &staff_id))
		refuse_unwritten(TABLE_STAFF, PG_GETARG_INT64(0));
	if (!nulls[4])
		forget_failures(staff_id);
	PG_RETURN_INT64(staff_id);
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
sign_in_iterations(void)
{
	static SavedStatement find = {
		"SELECT max(substring(verifier FROM"
		"  '^SCRAM-SHA-256[$]([0-9]{1,9}):')::bigint)"
		" FROM fitclub.staff_password",
		0,
		{InvalidOid}};
	int64 most;

	return statement_fetch_id(&find, NULL, NULL, &most)
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

/* The verifier of active staff with this e-mail, or NULL. */
static char *
find_verifier(Datum email, int64 *staff_id)
{
	static SavedStatement find = {
		"SELECT s.staff_id, p.verifier FROM fitclub.administrative_staff AS s"
		" JOIN fitclub.staff_password AS p ON p.staff_id = s.staff_id"
		" WHERE fitclub_internal.fold(s.email) = fitclub_internal.fold($1) AND s.is_active",
		1,
		{TEXTOID}};

	return statement_id_and_text(&find, &email, staff_id);
}

/*
 * Whether a password fits a verifier, which may be NULL. Takes as long for an
 * unknown e-mail as for a wrong password, and for an old verifier as for one
 * with more iterations.
 */
static bool
password_fits(const char *password, const char *verifier)
{
	int64 iterations = sign_in_iterations();
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
renew_verifier(int64 staff_id, Datum password, const char *verifier)
{
	static SavedStatement update = {
		"UPDATE fitclub.staff_password SET verifier = $2"
		" WHERE staff_id = $1 AND verifier = $3",
		3,
		{INT8OID, TEXTOID, TEXTOID}};
	Datum values[3];

	if (verifier_iterations(verifier) >= scram_iterations())
		return;
	values[0] = Int64GetDatum(staff_id);
	values[1] = make_verifier(password);
	values[2] = CStringGetTextDatum(verifier);
	(void) statement_execute(&update, values, NULL);
}

/*
 * authenticate_staff(email, password): the id of active staff, or null; null
 * as well for who comes too soon after many failures. It returns null rather
 * than raise, so that the count of failures is not rolled back. Locks the
 * count of this e-mail until the transaction ends.
 */
Datum
fitclub_authenticate_staff(PG_FUNCTION_ARGS)
{
	int64 staff_id;
	char *password;
	const char *verifier;
	bool is_admitted;

	permit_staff(TABLE_STAFF);
	(void) check_given(fcinfo, 0, REQUIRED, TABLE_STAFF, "email");
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_STAFF, "password");
	password = text_to_cstring(PG_GETARG_TEXT_PP(1));
	is_admitted = sign_in_admit(PG_GETARG_DATUM(0));
	verifier = find_verifier(PG_GETARG_DATUM(0), &staff_id);
	if (!password_fits(password, verifier) || !is_admitted)
		PG_RETURN_NULL();
	renew_verifier(staff_id, PG_GETARG_DATUM(1), verifier);
	sign_in_forget(PG_GETARG_DATUM(0));
	PG_RETURN_INT64(staff_id);
}
