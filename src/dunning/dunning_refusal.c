/*
 * dunning_refusal.c
 *		What is said of bills that are past due.
 */
#include "postgres.h"

#include "dunning/dunning_refusal.h"

Refusal *
refusal_past_due(int64 member_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_MEMBER, "member_past_due",
		psprintf("member " INT64_FORMAT " has a bill that is past due",
				 member_id));

	refusal->detail =
		"Members with a bill that has been past due for too long cannot book what has to be billed.";
	refusal->hint = "Pay the bill first, or ask the desk.";
	refusal->resource = "member";
	refusal->resource_id = member_id;
	return refusal;
}
