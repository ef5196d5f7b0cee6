/*
 * cover_refusal.c
 *		What is said of what pays for bookings.
 */
#include "postgres.h"

#include "cover/cover_refusal.h"

#include "dunning/dunning_refusal.h"
#include "pack/pack_refusal.h"

#define ASK_FIND_COVER "Call find_cover() for what can pay for the booking."

/* What is in the way of a lot or a membership. */
static Refusal *
refusal_of_cover(bool is_lot, int64 id, const char *constraint,
				 const char *message)
{
	Refusal *refusal = make_refusal(ERRCODE_CHECK_VIOLATION,
									is_lot ? TABLE_LOT : TABLE_MEMBERSHIP,
									constraint, psprintf(message, id));

	refusal->hint = ASK_FIND_COVER;
	refusal->resource = is_lot ? "credit_lot" : "membership";
	refusal->resource_id = id;
	return refusal;
}

static Refusal *
refusal_lot_obstacle(int64 id, CoverObstacle obstacle)
{
	switch (obstacle)
	{
		case COVER_OUTSIDE_VALIDITY:
			return refusal_of_cover(true, id, "credit_lot_valid",
									"lot " INT64_FORMAT
									" cannot be used on that date");
		case COVER_OUTSIDE_SCOPE:
			return refusal_of_cover(true, id, "credit_lot_scope",
									"lot " INT64_FORMAT
									" is for other bookings");
		case COVER_UNPAID:
			return refusal_of_cover(true, id, "credit_lot_unpaid",
									"lot " INT64_FORMAT " is not paid yet");
		case COVER_USED_UP:
			return refusal_lot_left(id);
		default:
			return refusal_of_cover(true, id, "cover_of_other_member",
									"lot " INT64_FORMAT
									" is another member's");
	}
}

static Refusal *
refusal_membership_obstacle(int64 id, CoverObstacle obstacle)
{
	switch (obstacle)
	{
		case COVER_ON_HOLD:
			return refusal_of_cover(false, id, "membership_hold",
									"membership " INT64_FORMAT
									" is on hold on that date");
		case COVER_OUTSIDE_SCOPE:
			return refusal_of_cover(false, id, "membership_scope",
									"membership " INT64_FORMAT
									" does not include the booking");
		case COVER_USED_UP:
			return refusal_of_cover(
				false, id, "visit_limit",
				"membership " INT64_FORMAT
				" has no visits left in the period of that date");
		default:
			return refusal_of_cover(false, id, "membership_ended",
									"membership " INT64_FORMAT
									" does not run on that date");
	}
}

/* Why a lot or a membership does not pay for a booking. */
Refusal *
refusal_obstacle(bool is_lot, int64 id, CoverObstacle obstacle,
				 const CoverFor *what)
{
	if (obstacle == COVER_PAST_DUE)
		return refusal_past_due(what->member_id);
	return is_lot ? refusal_lot_obstacle(id, obstacle)
				  : refusal_membership_obstacle(id, obstacle);
}

/* The member has none at all. */
Refusal *
refusal_nothing_covers(bool is_lot, int64 member_id)
{
	Refusal *refusal =
		is_lot
			? make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_LOT,
						   "credit_lot_left",
						   psprintf("member " INT64_FORMAT " has no credits",
									member_id))
			: make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_MEMBERSHIP,
						   "membership_ended",
						   psprintf("member " INT64_FORMAT
									" has no membership",
									member_id));

	refusal->hint = ASK_FIND_COVER;
	refusal->resource = "member";
	refusal->resource_id = member_id;
	return refusal;
}

/* A bill with payments does not give way to a pack or a membership. */
Refusal *
refusal_cover_paid(int64 billing_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_BILL, "cover_paid",
		psprintf("billing item " INT64_FORMAT " has payments", billing_id));

	refusal->detail = "Only an unpaid booking can be covered.";
	refusal->hint = "Refund its payments first with refund_bill().";
	refusal->resource = "billing_item";
	refusal->resource_id = billing_id;
	return refusal;
}

/* Nobody saves a credit that cancelling now would cost by paying otherwise. */
Refusal *
refusal_cover_late(TableId table, int64 id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_INSUFFICIENT_PRIVILEGE, table, "booking_notice",
		psprintf("it is too late to pay otherwise for %s " INT64_FORMAT,
				 table_label(table), id));

	refusal->column = "start_time";
	refusal->detail =
		"Cancelling it now would cost more than with the other way to pay.";
	refusal->hint = "Ask the desk.";
	return refusal;
}

/* Nobody gives credits for what is free. */
Refusal *
refusal_cover_free(TableId table, int64 id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, table, "cover_free",
		psprintf("%s " INT64_FORMAT " costs nothing", table_label(table), id));

	refusal->detail = "What is free needs no pack and no membership.";
	return refusal;
}

Refusal *
refusal_cover_begun(TableId table, int64 id)
{
	Refusal *refusal = refusal_time(table, "booking_begun", "start_time",
									psprintf("%s " INT64_FORMAT " has begun",
											 table_label(table), id));

	refusal->detail =
		"What pays for a booking can be changed only before it begins.";
	return refusal;
}

Refusal *
refusal_pay_with(TableId table, const char *message)
{
	return refusal_values(ERRCODE_INVALID_PARAMETER_VALUE, table,
						  "set_cover_pay_with_check", message, NULL);
}
