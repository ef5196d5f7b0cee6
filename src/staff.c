/*
 * staff.c
 *		Staff and their passwords.
 *
 * Passwords are kept as SCRAM-SHA-256 verifiers, made and checked by the
 * server's own code.
 */
#include "argument.h"
#include "permission.h"
#include "plan.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(fitclub_create_staff);
PG_FUNCTION_INFO_V1(fitclub_update_staff);
PG_FUNCTION_INFO_V1(fitclub_authenticate_staff);

#define SHORTEST_PASSWORD 8

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
	check_text(fcinfo, first_argument, need, TABLE_STAFF, "first_name");
	check_text(fcinfo, first_argument + 1, need, TABLE_STAFF, "last_name");
	check_email(fcinfo, first_argument + 2, need, TABLE_STAFF);
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
	static SavedPlan insert = {
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

	permit_staff(TABLE_STAFF);
	check_staff(fcinfo, 0, REQUIRED);
	for (int i = 0; i < 3; i++)
		values[i] = PG_GETARG_DATUM(i);
	values[3] = make_verifier(PG_GETARG_DATUM(3));
	PG_RETURN_INT64(plan_returning_id(&insert, values, NULL));
}

/*
 * update_staff(staff_id, first_name, last_name, email, password, is_active):
 * changes what is given. Locks the row until the transaction ends. Returns
 * its id.
 */
Datum
fitclub_update_staff(PG_FUNCTION_ARGS)
{
	static SavedPlan update = {
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
		"   SET verifier = excluded.verifier, changed_at = now()"
		") SELECT staff_id FROM changed",
		6,
		{INT8OID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, BOOLOID}};
	Datum values[6];
	bool nulls[6];

	permit_password(fcinfo, 0, 3, 4);
	(void) key_argument(fcinfo, 0, TABLE_STAFF);
	check_staff(fcinfo, 1, OPTIONAL);
	for (int i = 0; i < 6; i++)
	{
		values[i] = PG_GETARG_DATUM(i);
		nulls[i] = PG_ARGISNULL(i);
	}
	if (!nulls[4])
		values[4] = make_verifier(values[4]);
	PG_RETURN_INT64(plan_returning_id(&update, values, nulls));
}

/*
 * A verifier that no password fits, so that an unknown e-mail takes as long
 * as a wrong password.
 */
static const char *
dummy_verifier(void)
{
	static char *verifier = NULL;

	if (verifier == NULL)
		verifier = MemoryContextStrdup(
			TopMemoryContext, pg_be_scram_build_secret("no such password"));
	return verifier;
}

/* The verifier of active staff with this e-mail, or NULL. */
static char *
find_verifier(Datum email, int64 *staff_id)
{
	static SavedPlan find = {
		"SELECT s.staff_id, p.verifier FROM fitclub.administrative_staff AS s"
		" JOIN fitclub.staff_password AS p ON p.staff_id = s.staff_id"
		" WHERE lower(s.email) = lower($1) AND s.is_active",
		1,
		{TEXTOID}};

	return plan_id_and_text(&find, &email, staff_id);
}

/*
 * authenticate_staff(email, password): the id of active staff, or null. It
 * returns null rather than raise, so that a caller's note of the failure is
 * not rolled back.
 */
Datum
fitclub_authenticate_staff(PG_FUNCTION_ARGS)
{
	int64 staff_id;
	char *password;
	const char *dummy = dummy_verifier();
	const char *verifier;
	bool matches;

	permit_staff(TABLE_STAFF);
	(void) check_given(fcinfo, 0, REQUIRED, TABLE_STAFF, "email");
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_STAFF, "password");
	password = text_to_cstring(PG_GETARG_TEXT_PP(1));
	verifier = find_verifier(PG_GETARG_DATUM(0), &staff_id);
	matches = scram_verify_plain_password("", password,
										  verifier != NULL ? verifier : dummy);
	if (verifier == NULL || !matches)
		PG_RETURN_NULL();
	PG_RETURN_INT64(staff_id);
}
