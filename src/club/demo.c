/*
 * demo.c
 *		An empty club becomes a demo.
 */
#include "postgres.h"

#include "club/demo.h"

#include "argument/argument.h"
#include "caller/permission.h"
#include "write/statement.h"

PG_FUNCTION_INFO_V1(fitclub_start_demo);

#define MOST_DEMO_WEEKS 12

/* Whether anybody, any room or any service is in the club. */
bool
club_has_data(void)
{
	static SavedStatement find = {
		"SELECT WHERE EXISTS (SELECT FROM fitclub.member)"
		" OR EXISTS (SELECT FROM fitclub.trainer)"
		" OR EXISTS (SELECT FROM fitclub.room)"
		" OR EXISTS (SELECT FROM fitclub.administrative_staff)"
		" OR EXISTS (SELECT FROM fitclub.service)",
		0,
		{InvalidOid}};

	return statement_execute(&find, NULL, NULL) > 0;
}

static void
mark_demo(void)
{
	static SavedStatement update = {
		"UPDATE fitclub.club SET is_demo = true", 0, {InvalidOid}};

	(void) statement_execute(&update, NULL, NULL);
}

static Refusal *
refusal_demo_needs_empty_club(void)
{
	Refusal *refusal = make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_CLUB,
									"demo_needs_empty_club",
									"the club is not empty");

	refusal->detail = "Demo data is only put into an empty club.";
	refusal->hint =
		"Use another database, or empty this one with clear_data().";
	return refusal;
}

/*
 * start_demo(weeks): makes an empty club a demo of so many weeks. Locks the
 * settings until the transaction ends.
 */
Datum
fitclub_start_demo(PG_FUNCTION_ARGS)
{
	permit_application(TABLE_CLUB);
	check_integer(fcinfo, 0, OPTIONAL, TABLE_CLUB, "weeks", 1, MOST_DEMO_WEEKS,
				  "");
	if (club_has_data())
		refuse(refusal_demo_needs_empty_club());
	mark_demo();
	PG_RETURN_VOID();
}
