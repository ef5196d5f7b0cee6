/*
 * visit_refusal.h
 *		What is said at the door.
 */
#ifndef FITCLUB_VISIT_REFUSAL_H
#define FITCLUB_VISIT_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_not_admitted(int64 member_id);

#endif /* FITCLUB_VISIT_REFUSAL_H */
