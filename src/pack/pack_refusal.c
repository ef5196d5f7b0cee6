/*
 * pack_refusal.c
 *		What is said of packs and credits.
 */
#include "postgres.h"

#include "pack/pack_refusal.h"

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
