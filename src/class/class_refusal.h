/*
 * class_refusal.h
 *		What is said of classes and their seats.
 */
#ifndef FITCLUB_CLASS_REFUSAL_H
#define FITCLUB_CLASS_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_members_double_booked(int members, Period window);
extern Refusal *refusal_registered_already(int64 class_id, Period window);
extern Refusal *refusal_class_full(int64 class_id, int capacity,
								   Period window);
extern Refusal *refusal_roster_over_capacity(int64 class_id, int capacity);
extern Refusal *refusal_class_cancelled(int64 class_id);
extern Refusal *refusal_class_has_roster(int64 class_id);
extern Refusal *refusal_not_begun(int64 registration_id);
extern Refusal *refusal_attended(int64 class_id);

#endif /* FITCLUB_CLASS_REFUSAL_H */
