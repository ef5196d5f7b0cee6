/*
 * pack_refusal.c
 *		What is said of packs and credits.
 */
#include "postgres.h"

#include "pack/pack_refusal.h"

static Refusal *
refusal_pack(int sqlstate, TableId table, const char *constraint,
			 int64 pack_id, const char *message)
{
	Refusal *refusal = make_refusal(sqlstate, table, constraint, message);

	refusal->column = "pack_id";
	refusal->resource = "pack";
	refusal->resource_id = pack_id;
	return refusal;
}

Refusal *
refusal_pack_inactive(int64 pack_id)
{
	Refusal *refusal = refusal_pack(
		ERRCODE_CHECK_VIOLATION, TABLE_PACK, "pack_inactive", pack_id,
		psprintf("pack " INT64_FORMAT " is not sold", pack_id));

	refusal->hint = "Call list_packs() for the packs that are.";
	return refusal;
}

/* A pack that is to pay for something else than its buyers were told. */
Refusal *
refusal_pack_sold(int64 pack_id)
{
	Refusal *refusal =
		refusal_pack(ERRCODE_CHECK_VIOLATION, TABLE_PACK, "pack_sold", pack_id,
					 psprintf("pack " INT64_FORMAT " has been sold", pack_id));

	refusal->detail = "What its credits pay for can no longer be changed.";
	refusal->hint = "Create another pack.";
	return refusal;
}

Refusal *
refusal_scope_taken(int64 pack_id)
{
	Refusal *refusal = refusal_pack(ERRCODE_UNIQUE_VIOLATION, TABLE_PACK_SCOPE,
									"pack_scope_key", pack_id,
									"the pack already pays for that");

	refusal->detail = "A pack says once what it pays for.";
	return refusal;
}

static Refusal *
refusal_lot(const char *constraint, int64 lot_id, const char *message)
{
	Refusal *refusal =
		make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_LOT, constraint, message);

	refusal->resource = "credit_lot";
	refusal->resource_id = lot_id;
	return refusal;
}

Refusal *
refusal_lot_left(int64 lot_id)
{
	Refusal *refusal = refusal_lot(
		"credit_lot_left", lot_id,
		psprintf("lot " INT64_FORMAT " has too few credits left", lot_id));

	refusal->column = "credits";
	refusal->hint = "Call list_credits() for what is left of a member's lots.";
	return refusal;
}

/* A member who transfers credits that only staff may. */
Refusal *
refusal_lot_transferable(int64 lot_id)
{
	Refusal *refusal = refusal_lot(
		"lot_transferable", lot_id,
		psprintf("lot " INT64_FORMAT " cannot be transferred", lot_id));

	refusal->detail = "Only staff transfer credits of this pack.";
	refusal->hint = "Ask the desk.";
	return refusal;
}

/* A refund of more credits than the buyer has left. */
Refusal *
refusal_sale_left(int64 sale_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_LOT, "credit_lot_left",
		psprintf("too few credits of sale " INT64_FORMAT " are left",
				 sale_id));

	refusal->column = "credits";
	refusal->detail =
		"Credits that were used, or transferred to another member, are not refunded.";
	refusal->hint = "Call list_credits() for what is left of a member's lots.";
	refusal->resource = "pack_sale";
	refusal->resource_id = sale_id;
	return refusal;
}

/* A refund of more than the credits are worth. */
Refusal *
refusal_pack_refund(int64 sale_id, const char *worth)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_PAYMENT, "refund_not_over_payment",
		psprintf("the credits of sale " INT64_FORMAT " are worth less",
				 sale_id));

	refusal->column = "amount";
	refusal->detail = psprintf("Their share of the price is %s.", worth);
	refusal->hint = "Refund at most what they are worth.";
	refusal->resource = "pack_sale";
	refusal->resource_id = sale_id;
	return refusal;
}
