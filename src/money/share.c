/*
 * share.c
 *		Shares of an amount.
 */
#include "postgres.h"

#include "base/amount.h"
#include "rows/club.h"

PG_FUNCTION_INFO_V1(fitclub_share);

/*
 * share(total, part, whole): what the first part of a whole has of a total, in
 * the decimals of the club's currency. Locks nothing.
 */
Datum
fitclub_share(PG_FUNCTION_ARGS)
{
	PG_RETURN_NUMERIC(amount_share(PG_GETARG_NUMERIC(0), PG_GETARG_NUMERIC(1),
								   PG_GETARG_NUMERIC(2),
								   read_club().decimals));
}
