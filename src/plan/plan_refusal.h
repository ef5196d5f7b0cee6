/*
 * plan_refusal.h
 *		What is said of plans.
 */
#ifndef FITCLUB_PLAN_REFUSAL_H
#define FITCLUB_PLAN_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_plan_inactive(int64 plan_id);
extern Refusal *refusal_plan_start_past(void);
extern Refusal *refusal_plan_sold(int64 plan_id);
extern Refusal *refusal_plan_price_past(void);
extern Refusal *refusal_plan_price_billed(void);
extern Refusal *refusal_plan_scope_taken(void);

#endif /* FITCLUB_PLAN_REFUSAL_H */
