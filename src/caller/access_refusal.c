/*
 * access_refusal.c
 *		What is said of who may do what, and when.
 */
#include "postgres.h"

#include "caller/access_refusal.h"

/*
 * What is somebody else's, or nobody's: that is all the same to the caller,
 * who is not to learn whether the row exists.
 */
Refusal *
refusal_not_own(TableId table, int64 id)
{
	Refusal *refusal =
		make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table, "own_only",
					 psprintf("permission denied for %s " INT64_FORMAT,
							  table_label(table), id));

	refusal->detail =
		"Members and trainers can see and change only what is theirs.";
	refusal->hint = "Check the id, or ask the desk.";
	return refusal;
}

Refusal *
refusal_staff_only(TableId table)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table,
									"staff_only", "only staff may do this");

	refusal->detail =
		"Members and trainers can see and change only what is theirs.";
	refusal->hint = "Ask the desk.";
	return refusal;
}

Refusal *
refusal_owner_only(TableId table)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table,
									"owner_only",
									"must be owner of the club's tables");

	refusal->hint = "Ask the owner of the extension.";
	return refusal;
}

Refusal *
refusal_staff_argument(TableId table, const char *column)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table,
									"staff_argument",
									psprintf("only staff may set %s", column));

	refusal->column = column;
	refusal->hint = "Leave it out, or ask the desk.";
	return refusal;
}

Refusal *
refusal_identity_unknown(TableId table)
{
	Refusal *refusal =
		make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table, "identity_unknown",
					 "cannot tell which person this session is acting for");

	refusal->detail =
		"The role has the persona of members, trainers or staff, and no person who still is one.";
	refusal->hint =
		"Link the role to a person with link_login(), or set fitclub.identity.";
	return refusal;
}

Refusal *
refusal_begun(TableId table, int64 id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_INSUFFICIENT_PRIVILEGE, table, "booking_begun",
		psprintf("%s " INT64_FORMAT " has begun", table_label(table), id));

	refusal->column = "start_time";
	refusal->detail =
		"Members and trainers can change a booking only before it begins.";
	refusal->hint = "Ask the desk.";
	return refusal;
}

Refusal *
refusal_over(TableId table, int64 id)
{
	Refusal *refusal = refusal_time(table, "booking_over", "end_time",
									psprintf("%s " INT64_FORMAT " is over",
											 table_label(table), id));

	refusal->detail =
		"A booking that is over can be cancelled only with a reason.";
	refusal->hint = "Give the reason.";
	return refusal;
}

Refusal *
refusal_past(TableId table)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table,
									"booking_begun",
									"the booking would begin in the past");

	refusal->column = "start_time";
	refusal->detail = "Members and trainers can book only in the future.";
	refusal->hint = "Choose another time, or ask the desk.";
	return refusal;
}

Refusal *
refusal_late_move(TableId table, int64 id)
{
	Refusal *refusal =
		make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table, "booking_notice",
					 psprintf("it is too late to move %s " INT64_FORMAT,
							  table_label(table), id));

	refusal->column = "start_time";
	refusal->detail = "Cancelling now incurs a fee, so it cannot be moved.";
	refusal->hint = "Cancel the booking, or ask the desk.";
	return refusal;
}

/* What is wrong with a login, or with the role that is to have one. */
int
refusal_login(int sqlstate, const char *constraint, const char *message,
			  const char *detail, const char *hint)
{
	errcode(sqlstate);
	errmsg_internal("%s", message);
	if (detail)
		errdetail_internal("%s", detail);
	if (hint)
		errhint("%s", hint);
	err_generic_string(PG_DIAG_SCHEMA_NAME, FITCLUB_SCHEMA);
	err_generic_string(PG_DIAG_TABLE_NAME, "login");
	if (constraint)
		err_generic_string(PG_DIAG_CONSTRAINT_NAME, constraint);
	return 0; /* as all that ereport() takes */
}
