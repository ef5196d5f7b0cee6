/*
 * staff.c
 *		Staff, who have a password from the beginning.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "caller/permission.h"
#include "people/password.h"
#include "rows/settled_row.h"
#include "write/statement.h"

#include "catalog/pg_type.h"

PG_FUNCTION_INFO_V1(fitclub_create_staff);
PG_FUNCTION_INFO_V1(fitclub_update_staff);

static const ArgumentTable staff_arguments = {
	TABLE_STAFF,
	{
		{"first_name", REQUIRED, TEXT},
		{"last_name", REQUIRED, TEXT},
		{"email", REQUIRED, EMAIL},
	}};

static void
check_staff(FunctionCallInfo fcinfo, int first_argument, Need need)
{
	check_arguments(fcinfo, first_argument, need, &staff_arguments);
	password_check(fcinfo, first_argument + 3, need, TABLE_STAFF);
}

/*
 * create_staff(first_name, last_name, email, password): adds a member of
 * staff. Returns its id.
 */
Datum
fitclub_create_staff(PG_FUNCTION_ARGS)
{
	static SavedStatement insert = {"INSERT INTO fitclub.administrative_staff"
									"  (first_name, last_name, email)"
									" VALUES ($1, $2, $3) RETURNING staff_id",
									3,
									{TEXTOID, TEXTOID, TEXTOID}};
	Datum values[3];
	bool nulls[3];
	int64 staff_id;

	permit_staff(TABLE_STAFF);
	check_staff(fcinfo, 0, REQUIRED);
	statement_arguments(fcinfo, 3, values, nulls);
	if (!statement_fetch_id(&insert, values, nulls, &staff_id))
		refuse(refusal_row_skipped(TABLE_STAFF));
	password_set(PERSONA_STAFF, staff_id, PG_GETARG_DATUM(3));
	PG_RETURN_INT64(staff_id);
}

/*
 * update_staff(staff_id, first_name, last_name, email, password, is_active):
 * changes what is given. Locks the row until the transaction ends. Returns
 * its id.
 */
Datum
fitclub_update_staff(PG_FUNCTION_ARGS)
{
	static SavedStatement update = {"UPDATE fitclub.administrative_staff SET"
									"  first_name = coalesce($2, first_name),"
									"  last_name = coalesce($3, last_name),"
									"  email = coalesce($4, email),"
									"  is_active = coalesce($5, is_active)"
									" WHERE staff_id = $1 RETURNING staff_id",
									5,
									{INT8OID, TEXTOID, TEXTOID, TEXTOID,
									 BOOLOID}};
	Datum values[5];
	bool nulls[5];
	int64 staff_id;

	permit_staff(TABLE_STAFF);
	if (!PG_ARGISNULL(3) || !PG_ARGISNULL(4))
		permit_own_staff(fcinfo, 0);
	(void) argument_key(fcinfo, 0, TABLE_STAFF);
	check_staff(fcinfo, 1, OPTIONAL);
	statement_arguments(fcinfo, 4, values, nulls);
	values[4] = PG_GETARG_DATUM(5);
	nulls[4] = PG_ARGISNULL(5);
	if (!statement_fetch_id(&update, values, nulls, &staff_id))
		refuse_unwritten(TABLE_STAFF, PG_GETARG_INT64(0));
	if (!PG_ARGISNULL(4))
		password_replace(PERSONA_STAFF, staff_id, PG_GETARG_DATUM(4));
	PG_RETURN_INT64(staff_id);
}
