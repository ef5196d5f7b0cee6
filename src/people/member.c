/*
 * member.c
 *		Members.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "caller/permission.h"
#include "rows/erased_member.h"

PG_FUNCTION_INFO_V1(fitclub_create_member);
PG_FUNCTION_INFO_V1(fitclub_update_member);

static ArgumentTable member_arguments = {
	TABLE_MEMBER,
	{
		{"first_name", REQUIRED, TEXT},
		{"last_name", REQUIRED, TEXT},
		{"email", REQUIRED, EMAIL},
		{"phone_number", OPTIONAL, TEXT},
		{"date_of_birth", OPTIONAL, PAST_DATE},
		{"gender", OPTIONAL, FREE_TEXT},
		{"target_weight", OPTIONAL, NUMERIC, 0, 300, "kg"},
		{"notes", OPTIONAL, FREE_TEXT},
	}};

/*
 * create_member(first_name, last_name, email, phone_number, date_of_birth,
 * gender, target_weight, notes): adds a member. Returns its id.
 */
Datum
fitclub_create_member(PG_FUNCTION_ARGS)
{
	permit_staff(TABLE_MEMBER);
	check_arguments(fcinfo, 0, REQUIRED, &member_arguments);
	return insert_given(fcinfo, &member_arguments);
}

/*
 * update_member(member_id, ..., clear): changes what is given. Locks the row
 * until the transaction ends. Returns the member's id.
 */
Datum
fitclub_update_member(PG_FUNCTION_ARGS)
{
	Datum updated;

	permit_self(fcinfo, 0);
	/* unique: trying values would tell who is a member */
	permit_argument(fcinfo, 3, TABLE_MEMBER, "email");
	permit_argument(fcinfo, 4, TABLE_MEMBER, "phone_number");
	(void) argument_key(fcinfo, 0, TABLE_MEMBER);
	check_changes(fcinfo, &member_arguments);
	updated = update_given(fcinfo, &member_arguments);
	/* An erasure meanwhile has kept us waiting for the row. */
	refuse_erased_meanwhile(PG_GETARG_INT64(0));
	return updated;
}
