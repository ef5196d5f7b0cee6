/*
 * slots_refusal.h
 *		What is said where nothing is free, or cannot be searched for.
 */
#ifndef FITCLUB_SLOTS_REFUSAL_H
#define FITCLUB_SLOTS_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_slot_duration(void);
extern Refusal *refusal_slot_step(void);
extern Refusal *refusal_slot_range(void);
extern Refusal *refusal_null_element(const char *argument);
extern Refusal *refusal_online_with_rooms(void);
extern Refusal *refusal_no_trainer_free(Period window);
extern Refusal *refusal_no_room_free(Period window);

#endif /* FITCLUB_SLOTS_REFUSAL_H */
