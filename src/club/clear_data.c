/*
 * clear_data.c
 *		A club, mostly a demo, is emptied.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "caller/permission.h"
#include "club/demo.h"
#include "ledger/books.h"
#include "people/health_metric.h"
#include "rows/club.h"
#include "write/statement.h"

#include "lib/stringinfo.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(fitclub_clear_data);

/*
 * Ids start again, and no calendar must take the new for the old. Without packs
 * and plans, bookings are not covered.
 */
static void
begin_anew(void)
{
	static SavedStatement update = {
		"UPDATE fitclub.club"
		" SET is_demo = false, calendar_uid = gen_random_uuid(),"
		"  uses_cover = false",
		0,
		{InvalidOid}};

	(void) statement_execute(&update, NULL, NULL);
}

static Refusal *
refusal_not_a_demo(void)
{
	Refusal *refusal = make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_CLUB,
									"club_is_demo", "the club is not a demo");

	refusal->detail =
		"clear_data() would delete every member, booking and bill.";
	refusal->hint =
		"Back up, then call clear_data(even_if_real => true) if you mean it.";
	return refusal;
}

/* What refers to others goes, and is locked, before them. */
static char *
truncate_text(void)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int table = TABLE_COUNT - 1; table >= 0; table--)
		if (table_is((TableId) table, CLEARED))
			appendStringInfo(&text, "%s %s.%s",
							 text.len == 0 ? "TRUNCATE" : ",", FITCLUB_SCHEMA,
							 table_name((TableId) table));
	appendStringInfoString(&text, " RESTART IDENTITY");
	return text.data;
}

/*
 * clear_data(even_if_real): empties every table but the settings. Locks them
 * all against everybody until the transaction ends.
 */
Datum
fitclub_clear_data(PG_FUNCTION_ARGS)
{
	static SavedStatement truncate;

	permit_application(TABLE_CLUB);
	(void) check_given(fcinfo, 0, REQUIRED, TABLE_CLUB, "even_if_real");
	if (!PG_GETARG_BOOL(0) && !read_club().is_demo && club_has_data())
		refuse(refusal_not_a_demo());
	if (truncate.sql == NULL)
		truncate.sql = MemoryContextStrdup(TopMemoryContext, truncate_text());
	metric_allow_truncate(true);
	books_allow_truncate(true);
	PG_TRY();
	{
		(void) statement_execute(&truncate, NULL, NULL);
	}
	PG_FINALLY();
	{
		metric_allow_truncate(false);
		books_allow_truncate(false);
	}
	PG_END_TRY();
	begin_anew();
	PG_RETURN_VOID();
}
