/*
 * booking.c
 *		Booking at the club with libpq.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "booking.h"

bool
succeeded(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* Whether it failed by a serialization failure or a deadlock. */
static bool
is_to_run_again(const PGresult *result)
{
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return sqlstate != NULL &&
		   (strcmp(sqlstate, "40001") == 0 || strcmp(sqlstate, "40P01") == 0);
}

/*
 * Does the work as a whole or not at all, and returns its result or the one
 * that failed. When the server says that the transaction has to be run again,
 * all of it is run again, what it read included. COMMIT may say so too.
 */
PGresult *
in_transaction(PGconn *connection, Work work, void *argument, int tries)
{
	for (int attempt = 1;; attempt++)
	{
		PGresult *result;

		result = PQexec(connection, "BEGIN ISOLATION LEVEL SERIALIZABLE");
		if (!succeeded(result))
			return result;
		PQclear(result);

		result = work(connection, argument);
		if (succeeded(result))
		{
			PGresult *commit = PQexec(connection, "COMMIT");

			if (succeeded(commit))
			{
				PQclear(commit);
				return result;
			}
			PQclear(result);
			result = commit;
		}
		else
			PQclear(PQexec(connection, "ROLLBACK"));

		if (!is_to_run_again(result) || attempt == tries)
			return result;
		PQclear(result);
		usleep(random() % (10000 << attempt));
	}
}

/* Books a session; the result has its id. */
PGresult *
book(PGconn *connection, void *argument)
{
	const Booking *booking = argument;
	const char *values[] = {booking->member_id, booking->trainer_id,
							booking->room_id, booking->start_time,
							booking->end_time};

	return PQexecParams(connection,
						"SELECT fitclub.book_session("
						"	member_id => $1, trainer_id => $2, room_id => $3,"
						"	start_time => $4, end_time => $5)",
						5, NULL, values, NULL, NULL, 0);
}

/* Pays what a session costs, by card; the result has the amount. */
PGresult *
pay(PGconn *connection, const char *session_id)
{
	PGresult *bill = PQexecParams(connection,
								  "SELECT billing_id, amount"
								  " FROM fitclub.billing_item"
								  " WHERE private_session_id = $1",
								  1, NULL, &session_id, NULL, NULL, 0);
	PGresult *result;
	const char *values[2];

	if (PQntuples(bill) == 0)
		return bill;
	values[0] = PQgetvalue(bill, 0, 0);
	values[1] = PQgetvalue(bill, 0, 1); /* text keeps every digit */
	result = PQexecParams(connection,
						  "SELECT $2::numeric FROM fitclub.record_payment("
						  "	billing_id => $1, amount => $2,"
						  "	payment_type => 'card')",
						  2, NULL, values, NULL, NULL, 0);
	PQclear(bill);
	return result;
}

/*
 * The field of the form that is to be marked, by the rule that was broken, or
 * NULL if it was no clash.
 */
const char *
field_to_mark(const PGresult *refusal)
{
	static const char *const fields[][2] = {
		{"trainer_double_booked", "trainer"},
		{"room_double_booked", "room"},
		{"member_double_booked", "member"},
		{"trainer_away", "trainer"},
		{"room_closed", "room"},
		{"club_closed", "time"},
	};
	const char *sqlstate = PQresultErrorField(refusal, PG_DIAG_SQLSTATE);
	const char *rule = PQresultErrorField(refusal, PG_DIAG_CONSTRAINT_NAME);

	if (sqlstate == NULL || rule == NULL || strcmp(sqlstate, "23P01") != 0)
		return NULL;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(rule, fields[i][0]) == 0)
			return fields[i][1];
	return NULL;
}

/* Writes what to say in the form. */
void
explain(FILE *form, const PGresult *refusal)
{
	static const int parts[] = {PG_DIAG_MESSAGE_PRIMARY,
								PG_DIAG_MESSAGE_DETAIL, PG_DIAG_MESSAGE_HINT};

	for (int i = 0; i < 3; i++)
	{
		const char *text = PQresultErrorField(refusal, parts[i]);

		if (text != NULL)
			fprintf(form, "%s\n", text);
	}
}
