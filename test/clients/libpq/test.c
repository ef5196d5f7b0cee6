/*
 * test.c
 *		Two clients at once, with libpq. Prints TAP.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "booking.h"

#define ANA "1"
#define BEN "2"
#define CARA "3"
#define DAN "4"
#define TINA "1"
#define OMAR "2"
#define WEIGHTS "1"
#define YOGA "2"

/* By the clock on the club's wall. */
#define MONDAY(time) "2035-01-08 " time " America/Toronto"
#define SESSION(member, trainer, room, hour, next)                            \
	{                                                                         \
		member, trainer, room, MONDAY(hour ":00"), MONDAY(next ":00")         \
	}

#define TAKE_SNAPSHOT "SELECT count(*) FROM fitclub.private_session"
#define UPDATE(member)                                                        \
	"SELECT fitclub.update_member(" member ", notes => 'Back from holidays')"

static PGconn *connection;
static PGconn *rival;
static PGconn *observer;
static int tests;

/* How each try of a transaction ended. */
static char ends[64];
static int attempt;

static void
check(bool passed, const char *name, const char *got)
{
	printf("%s %d - %s\n", passed ? "ok" : "not ok", ++tests, name);
	if (!passed)
		printf("#  got: %s\n", got != NULL ? got : "nothing");
	fflush(stdout);
}

/* Runs what is not to fail, and returns the one value of its result, if any. */
static const char *
value(PGconn *client, const char *query)
{
	static char text[256];
	PGresult *result = PQexec(client, query);

	if (!succeeded(result))
	{
		fprintf(stderr, "%s: %s", query, PQerrorMessage(client));
		exit(1);
	}
	snprintf(text, sizeof(text), "%s",
			 PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "");
	PQclear(result);
	return text;
}

static void
check_booked(const char *times, const char *hour, const char *name)
{
	char query[256];
	const char *count;

	snprintf(query, sizeof(query),
			 "SELECT count(*) FROM fitclub.private_session"
			 " WHERE trainer_id = 1 AND cancelled_at IS NULL"
			 " AND start_time = '2035-01-08 %s:00 America/Toronto'",
			 hour);
	count = value(rival, query);
	check(strcmp(count, times) == 0, name, count);
}

/* Writes a row that a booking of the trainer builds on. */
static void
change_trainer(void)
{
	static int number;
	char query[128];

	snprintf(query, sizeof(query),
			 "SELECT fitclub.update_trainer(1, phone_number => '%d')",
			 ++number);
	value(rival, query);
}

static void
begin_to_note(void)
{
	ends[0] = '\0';
	attempt = 0;
}

/* Notes how a try ended, and passes its result on. */
static PGresult *
noted(PGresult *result)
{
	strcat(ends, " ");
	strcat(ends, succeeded(result)
					 ? "done"
					 : PQresultErrorField(result, PG_DIAG_SQLSTATE));
	return result;
}

/* Does the work, which is to succeed. */
static void
do_work(Work work)
{
	PGresult *result;

	begin_to_note();
	result = in_transaction(connection, work, NULL, 10);
	if (!succeeded(result))
		printf("#  %s", PQresultErrorMessage(result));
	PQclear(result);
}

static PGresult *
book_and_pay(PGconn *client, void *argument)
{
	PGresult *session = book(client, argument);
	PGresult *payment;

	if (!succeeded(session))
		return session;
	payment = pay(client, PQgetvalue(session, 0, 0));
	PQclear(session);
	return payment;
}

static void
test_booking(void)
{
	Booking booking = SESSION(ANA, TINA, WEIGHTS, "09", "10");
	PGresult *result = in_transaction(connection, book_and_pay, &booking, 10);
	const char *amount = succeeded(result) ? PQgetvalue(result, 0, 0)
										   : PQresultErrorMessage(result);
	const char *at = value(
		rival, "SELECT min(to_char(start_time AT TIME ZONE 'America/Toronto',"
			   " 'YYYY-MM-DD HH24:MI')) FROM fitclub.private_session"
			   " WHERE start_time > '2035-01-01'");

	check(strcmp(at, "2035-01-08 09:00") == 0,
		  "a session is booked, at the time that the club's clock shows", at);
	check(strcmp(amount, "85.00") == 0, "and its bill paid, to the cent",
		  amount);
	PQclear(result);
	at = value(
		rival,
		"SELECT status FROM fitclub.billing_item ORDER BY billing_id DESC LIMIT 1");
	check(strcmp(at, "paid") == 0, "as the club's books say", at);
}

static PGresult *
book_clash(PGconn *client, void *argument)
{
	Booking booking = {BEN, TINA, NULL, MONDAY("09:30"), MONDAY("10:30")};

	return noted(book(client, &booking));
}

static void
test_clash(void)
{
	PGresult *result;
	const char *field;
	char *text;
	size_t length;
	FILE *form = open_memstream(&text, &length);

	begin_to_note();
	result = in_transaction(connection, book_clash, NULL, 10);
	field = field_to_mark(result);
	check(field != NULL && strcmp(field, "trainer") == 0,
		  "a clash is known by its constraint", field);
	explain(form, result);
	fclose(form);
	check(strcmp(text,
				 "trainer 1 is already booked\n"
				 "A trainer has one booking at a time, and there is one from "
				 "2035-01-08 14:00:00+00 to 2035-01-08 15:00:00+00.\n"
				 "Choose another time or another trainer.\n") == 0,
		  "and explained", text);
	check(strcmp(ends, " 23P01") == 0, "and not tried again", ends);
	free(text);
	PQclear(result);
}

static PGresult *
book_after_change(PGconn *client, void *argument)
{
	Booking booking = SESSION(ANA, TINA, WEIGHTS, "10", "11");

	value(client, TAKE_SNAPSHOT);
	if (++attempt == 1)
		change_trainer();
	return noted(book(client, &booking));
}

static void
test_statement_fails(void)
{
	do_work(book_after_change);
	check(strcmp(ends, " 40001 done") == 0,
		  "40001 of a statement: tried again", ends);
	check_booked("1", "10", "and booked once");
}

static PGresult *
book_beside_another(PGconn *client, void *argument)
{
	Booking booking = SESSION(ANA, TINA, WEIGHTS, "11", "12");
	Booking other = SESSION(BEN, OMAR, YOGA, "11", "12");
	PGresult *result;

	value(client, TAKE_SNAPSHOT);
	result = noted(book(client, &booking));
	if (++attempt == 1)
	{
		value(rival, "BEGIN ISOLATION LEVEL SERIALIZABLE");
		value(rival, TAKE_SNAPSHOT);
		PQclear(book(rival, &other));
		value(rival, "COMMIT");
	}
	return result;
}

static void
test_commit_fails(void)
{
	do_work(book_beside_another);
	check(strcmp(ends, " done done") == 0, "40001 of COMMIT: tried again",
		  ends);
	check_booked("1", "11", "and booked once");
}

static PGresult *
book_what_is_gone(PGconn *client, void *argument)
{
	Booking booking = SESSION(ANA, TINA, WEIGHTS, "12", "13");
	Booking other = SESSION(BEN, TINA, NULL, "12", "13");

	value(client, TAKE_SNAPSHOT);
	if (++attempt == 1)
		change_trainer();
	else
		PQclear(book(rival, &other));
	return noted(book(client, &booking));
}

static void
test_clash_when_tried_again(void)
{
	PGresult *result;
	const char *field;

	begin_to_note();
	result = in_transaction(connection, book_what_is_gone, NULL, 10);
	field = field_to_mark(result);
	check(strcmp(ends, " 40001 23P01") == 0 && field != NULL &&
			  strcmp(field, "trainer") == 0,
		  "40001, and a clash when tried again: told", ends);
	check_booked("1", "12", "and booked once, by the other");
	PQclear(result);
}

static PGresult *
book_in_vain(PGconn *client, void *argument)
{
	Booking booking = SESSION(ANA, TINA, WEIGHTS, "13", "14");

	value(client, TAKE_SNAPSHOT);
	change_trainer();
	return noted(book(client, &booking));
}

static void
test_giving_up(void)
{
	PGresult *result;

	begin_to_note();
	result = in_transaction(connection, book_in_vain, NULL, 3);
	check(strcmp(ends, " 40001 40001 40001") == 0 && !succeeded(result) &&
			  strcmp(PQresultErrorField(result, PG_DIAG_SQLSTATE), "40001") ==
				  0,
		  "40001 again and again: given up", ends);
	check_booked("0", "13", "and nothing is booked");
	PQclear(result);
}

static bool
rival_waits(void)
{
	return strcmp(
			   value(observer,
					 "SELECT EXISTS (SELECT FROM pg_stat_activity"
					 " WHERE usename = 'rival' AND wait_event_type = 'Lock')"),
			   "t") == 0;
}

static PGresult *
lock_in_another_order(PGconn *client, void *argument)
{
	Booking booking = SESSION(CARA, TINA, WEIGHTS, "14", "15");
	PGresult *result;

	if (++attempt == 1)
	{
		value(client, UPDATE(CARA));
		value(rival, "BEGIN; " UPDATE(DAN));
		PQsendQuery(rival, UPDATE(CARA) "; COMMIT");
		while (!rival_waits())
			usleep(10000);
	}
	else
	{
		while ((result = PQgetResult(rival)) != NULL)
			PQclear(result);
		value(client, UPDATE(CARA));
	}
	result = PQexec(client, UPDATE(DAN));
	if (!succeeded(result))
		return noted(result);
	PQclear(result);
	return noted(book(client, &booking));
}

static void
test_deadlock(void)
{
	do_work(lock_in_another_order);
	check(strcmp(ends, " 40P01 done") == 0, "40P01: tried again", ends);
	check_booked("1", "14", "and booked once");
}

/* Where and as whom is up to PGHOST, PGDATABASE, PGUSER, and ~/.pgpass. */
static PGconn *
connect_to_club(const char *options)
{
	PGconn *client = PQconnectdb(options);

	if (PQstatus(client) != CONNECTION_OK)
	{
		fprintf(stderr, "%s", PQerrorMessage(client));
		exit(1);
	}
	return client;
}

int
main(void)
{
	connection = connect_to_club("");
	rival = connect_to_club("user=rival");
	observer = connect_to_club("user=rival application_name=observer");
	test_booking();
	test_clash();
	test_statement_fails();
	test_commit_fails();
	test_clash_when_tried_again();
	test_giving_up();
	test_deadlock();
	PQfinish(observer);
	PQfinish(rival);
	PQfinish(connection);
	printf("1..%d\n", tests);
	return 0;
}
