/*
 * sale.h
 *		Packs that were sold, and whether they are paid.
 */
#ifndef FITCLUB_SALE_H
#define FITCLUB_SALE_H

#include "engine/dirty_scan.h"

#include "utils/numeric.h"

/* A pack that was sold or granted; it never changes. */
typedef struct PackSale
{
	int64 id;
	int64 pack_id;
	int64 member_id; /* the buyer */
	int credits;
	Numeric price; /* 0: there is no bill */
} PackSale;

extern bool pack_read_sale(int64 id, PackSale *sale, Blocker *blocker);
extern bool pack_sale_is_paid(int64 sale_id, Blocker *blocker);

#endif /* FITCLUB_SALE_H */
