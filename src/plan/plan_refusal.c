/*
 * plan_refusal.c
 *		What is said of plans.
 */
#include "postgres.h"

#include "plan/plan_refusal.h"

Refusal *
refusal_plan_inactive(int64 plan_id)
{
	Refusal *refusal =
		make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_PLAN, "plan_inactive",
					 psprintf("plan " INT64_FORMAT " is not active", plan_id));

	refusal->column = "is_active";
	refusal->detail =
		"Members who have the plan keep it, and nobody joins it.";
	refusal->hint =
		"Choose another plan, or make it active with update_plan().";
	return refusal;
}

Refusal *
refusal_plan_start_past(void)
{
	Refusal *refusal = make_refusal(
		ERRCODE_INSUFFICIENT_PRIVILEGE, TABLE_MEMBERSHIP, "staff_argument",
		"only staff may set a start that has passed");

	refusal->column = "starts_on";
	refusal->detail = "A member joins from today on, or later.";
	refusal->hint = "Choose another day, or ask the desk.";
	return refusal;
}

Refusal *
refusal_plan_sold(int64 plan_id)
{
	Refusal *refusal =
		make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_PLAN, "plan_sold",
					 psprintf("members have plan " INT64_FORMAT, plan_id));

	refusal->detail =
		"The plan includes every booking, and would then include less.";
	refusal->hint = "Make another plan for new members.";
	return refusal;
}

/* Dues of the past stay as they are, so prices begin in the future. */
Refusal *
refusal_plan_price_past(void)
{
	Refusal *refusal = make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_PLAN_PRICE,
									"plan_price_past",
									"the price would not begin in the future");

	refusal->column = "valid_from";
	refusal->detail = "Members have the plan, and its price until today "
					  "stays as it is.";
	refusal->hint = "Let it begin tomorrow or later.";
	return refusal;
}

Refusal *
refusal_plan_price_billed(void)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_PLAN_PRICE, "plan_price_past",
		"dues for that time have been billed already");

	refusal->column = "valid_from";
	refusal->detail = "A period that begins on that day or later has a bill "
					  "at the present price.";
	refusal->hint = "Let the price begin after the last period that is "
					"billed.";
	return refusal;
}

Refusal *
refusal_plan_scope_taken(void)
{
	return refusal_values(ERRCODE_UNIQUE_VIOLATION, TABLE_PLAN_SCOPE,
						  "plan_scope_key", "the plan has that scope already",
						  "A plan says each thing once.");
}
