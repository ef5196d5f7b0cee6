/*
 * service.h
 *		The service that a booking is of: its length, its price, who gives it.
 */
#ifndef FITCLUB_SERVICE_H
#define FITCLUB_SERVICE_H

#include "refusal/refusal.h"
#include "rows/club.h"

#include "utils/numeric.h"

/*
 * What a booking is of. If the club has no such service, nothing is set but the
 * one credit that it uses.
 */
typedef struct Service
{
	int64 id; /* NO_ID: none */
	const char *name;
	int64 duration; /* in microseconds; 0: any */
	Numeric price;  /* NULL: the club's */
	int credits;    /* of a pack, which a booking uses */
	bool is_given;  /* by the trainer */
} Service;

extern Service service_of_name(TableId table, Datum name, int64 trainer_id);
extern Service service_of_booking(TableId table, int64 id, int64 trainer_id);
extern bool service_givers(const Service *service, Datum *ids);
extern Numeric service_session_price(const Service *service, const Club *club,
									 Period period);
extern Refusal *service_check_trainer(const Service *service, TableId table,
									  int64 trainer_id);
extern Refusal *service_check_length(const Service *service, const Club *club,
									 Period period);
extern Refusal *service_check_start(const Club *club, TimestampTz start);

#endif /* FITCLUB_SERVICE_H */
