/*
 * dunning_refusal.h
 *		What is said of bills that are past due.
 */
#ifndef FITCLUB_DUNNING_REFUSAL_H
#define FITCLUB_DUNNING_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_past_due(int64 member_id);

#endif /* FITCLUB_DUNNING_REFUSAL_H */
