/*
 * payer_refusal.c
 *		What is said of payers and dependants.
 */
#include "postgres.h"

#include "people/payer_refusal.h"

static Refusal *
refusal_of_member(TableId table, const char *constraint, int64 member_id,
				  const char *message)
{
	Refusal *refusal =
		make_refusal(ERRCODE_CHECK_VIOLATION, table, constraint, message);

	refusal->resource = "member";
	refusal->resource_id = member_id;
	return refusal;
}

/* A payer who is to have a payer: one of two members, who pays for others. */
Refusal *
refusal_payer_pays(int64 member_id)
{
	Refusal *refusal = refusal_of_member(
		TABLE_PAYER, "payer_chain", member_id,
		psprintf("member " INT64_FORMAT " pays for others", member_id));

	refusal->detail = "A member who pays for others has no payer.";
	refusal->hint = "Give those members another payer first.";
	return refusal;
}

/* The same for the other of the two, who has a payer. */
Refusal *
refusal_payer_has_payer(int64 payer_id)
{
	Refusal *refusal = refusal_of_member(
		TABLE_PAYER, "payer_chain", payer_id,
		psprintf("member " INT64_FORMAT " has a payer", payer_id));

	refusal->detail = "A member who pays for others has no payer.";
	refusal->hint = "Name the member who pays for that one.";
	return refusal;
}

/* The erasure of a member who pays for others. */
Refusal *
refusal_payer_in_use(int64 payer_id)
{
	Refusal *refusal = refusal_of_member(
		TABLE_PAYER, "payer_in_use", payer_id,
		psprintf("member " INT64_FORMAT " pays for others", payer_id));

	refusal->hint =
		"Call release_dependant() or set_payer() for those members first.";
	return refusal;
}

/* What takes an e-mail, of a dependant. */
Refusal *
refusal_email_required(int64 member_id)
{
	Refusal *refusal = refusal_of_member(
		TABLE_MEMBER, "member_email_required", member_id,
		psprintf("member " INT64_FORMAT " has no e-mail", member_id));

	refusal->column = "email";
	refusal->detail =
		"A member without an e-mail has a payer and cannot sign in.";
	refusal->hint = "Call release_dependant(), which takes an e-mail.";
	return refusal;
}

/* The release of a member who depends on nobody. */
Refusal *
refusal_not_dependant(int64 member_id)
{
	Refusal *refusal = refusal_of_member(
		TABLE_MEMBER, "member_dependant", member_id,
		psprintf("member " INT64_FORMAT " is not a dependant", member_id));

	refusal->column = "email";
	refusal->detail = "A dependant is a member without an e-mail.";
	refusal->hint =
		"Change the e-mail with update_member(), and the payer with set_payer().";
	return refusal;
}
