/*
 * visit_refusal.c
 *		What is said at the door.
 */
#include "postgres.h"

#include "visit/visit_refusal.h"

Refusal *
refusal_not_admitted(int64 member_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_MEMBER, "member_not_admitted",
		psprintf("nothing lets member " INT64_FORMAT " in today", member_id));

	refusal->column = table_key(TABLE_MEMBER);
	refusal->detail =
		"The club lets in members with a membership, credits that can be used, or a booking today.";
	refusal->hint =
		"Sell something that does, or give a reason to let the member in.";
	refusal->resource = "member";
	refusal->resource_id = member_id;
	return refusal;
}
