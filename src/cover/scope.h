/*
 * scope.h
 *		What packs are good for, and what plans include.
 */
#ifndef FITCLUB_COVER_SCOPE_H
#define FITCLUB_COVER_SCOPE_H

#include "schema/catalog.h"

#include "utils/numeric.h"

/* What a booking is of. */
typedef struct CoverScope
{
	bool is_class;
	int64 service_id; /* NO_ID: of none */
	int64 trainer_id;
} CoverScope;

extern bool cover_pack_is_for(int64 pack_id, const CoverScope *scope);
extern Numeric cover_plan_discount(int64 plan_id, const CoverScope *scope);
extern bool cover_is_included(Numeric discount);

#endif /* FITCLUB_COVER_SCOPE_H */
