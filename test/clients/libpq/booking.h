/*
 * booking.h
 *		Booking at the club with libpq.
 */
#ifndef BOOKING_H
#define BOOKING_H

#include <stdbool.h>
#include <libpq-fe.h>

/*
 * What a transaction does. Returns the result of its last statement, which is
 * the one that failed if one has.
 */
typedef PGresult *(*Work)(PGconn *connection, void *argument);

typedef struct Booking
{
	const char *member_id;
	const char *trainer_id;
	const char *room_id;    /* NULL: online */
	const char *start_time; /* with a time zone */
	const char *end_time;
} Booking;

extern bool succeeded(const PGresult *result);
extern PGresult *in_transaction(PGconn *connection, Work work, void *argument,
								int tries);
extern PGresult *book(PGconn *connection, void *booking);
extern PGresult *pay(PGconn *connection, const char *session_id);
extern const char *field_to_mark(const PGresult *refusal);
extern void explain(FILE *form, const PGresult *refusal);

#endif
