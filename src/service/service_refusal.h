/*
 * service_refusal.h
 *		What is said of services.
 */
#ifndef FITCLUB_SERVICE_REFUSAL_H
#define FITCLUB_SERVICE_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_trainer_service(TableId table, int64 trainer_id,
										const char *service);
extern Refusal *refusal_booking_length(const char *service, int64 duration);
extern Refusal *refusal_session_length(const char *limit, int64 length);
extern Refusal *refusal_booking_step(int64 step);

#endif /* FITCLUB_SERVICE_REFUSAL_H */
