/*
 * hours_refusal.h
 *		What is said of the hours in which trainers work.
 */
#ifndef FITCLUB_HOURS_REFUSAL_H
#define FITCLUB_HOURS_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_window_order(void);
extern Refusal *refusal_trainer_inactive(TableId table, int64 trainer_id);
extern Refusal *refusal_trainer_unavailable(TableId table, int64 trainer_id,
											Period window,
											const char *local_window);
extern Refusal *refusal_window_overlaps(int64 trainer_id,
										const char *local_window);
extern Refusal *refusal_window_in_use(int64 trainer_id, int bookings);
extern Refusal *refusal_closure_length(void);
extern Refusal *refusal_closure_overlaps(const char *resource, int64 id,
										 Period window);
extern Refusal *refusal_closure_in_use(int bookings);
extern Refusal *refusal_closure_over_begun(int bookings);
extern Refusal *refusal_leave_past(void);

#endif /* FITCLUB_HOURS_REFUSAL_H */
