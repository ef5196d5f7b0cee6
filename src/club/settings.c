/*
 * settings.c
 *		The club's settings: one row, changed or replaced.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "argument/time_argument.h"
#include "audit/event.h"
#include "audit/replacement.h"
#include "base/currency.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "engine/dirty_scan.h"
#include "rows/club.h"
#include "schema/trigger.h"
#include "write/statement.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_update_club);
PG_FUNCTION_INFO_V1(fitclub_replace_club);

/* The longest notice of a cancellation that a club may want. */
#define LONGEST_NOTICE (INT64CONST(360) * USECS_PER_DAY)

/* The farthest ahead that members may have to, or be let, book. */
#define LONGEST_HORIZON (INT64CONST(366) * USECS_PER_DAY)

static void
check_time_zone(FunctionCallInfo fcinfo, int argument)
{
	if (!PG_ARGISNULL(argument) &&
		!time_zone_is_usable(PG_GETARG_TEXT_PP(argument)))
		refuse(refusal_value(
			ERRCODE_INVALID_PARAMETER_VALUE, TABLE_CLUB, "time_zone",
			"time_zone is not a usable time zone",
			"It is a name of the view pg_timezone_names, such as America/Toronto, that is not also an abbreviation."));
}

static void
check_currency(FunctionCallInfo fcinfo, int argument)
{
	if (!PG_ARGISNULL(argument) &&
		currency_decimals(text_to_cstring(PG_GETARG_TEXT_PP(argument))) < 0)
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_CLUB,
							 "currency", "currency is not a currency code",
							 "It is a code of ISO 4217, such as CAD."));
}

/* Whether a table has rows, whatever the transaction's snapshot shows. */
static bool
has_any(TableId table, IndexId key_index)
{
	DirtyScan scan = FIRST_PASS;
	bool found;

	do
	{
		dirty_scan_begin(&scan, table, key_index, 0, NULL);
		found = dirty_scan_next(&scan, ForwardScanDirection) != NULL;
	} while (dirty_scan_end(&scan));
	return found;
}

/*
 * Rule: what is billed or paid stays in its currency. Waits for bills and
 * payments in the making, and keeps others from making one until the
 * transaction ends.
 */
static void
check_currency_is_free(FunctionCallInfo fcinfo, int argument)
{
	static SavedStatement changes = {
		"SELECT (currency <> $1)::integer::bigint FROM fitclub.club"
		" FOR NO KEY UPDATE",
		1,
		{TEXTOID}};
	static SavedStatement lock = {
		"LOCK TABLE fitclub.billing_item, fitclub.payment IN SHARE MODE",
		0,
		{InvalidOid}};
	Datum currency = PG_GETARG_DATUM(argument);
	int64 found;
	Refusal *refusal;

	if (PG_ARGISNULL(argument))
		return;
	if (!statement_fetch_id(&changes, &currency, NULL, &found))
		refuse_without_club();
	if (!found)
		return;
	(void) statement_execute(&lock, NULL, NULL);
	if (!has_any(TABLE_BILL, INDEX_BILL_KEY) &&
		!has_any(TABLE_PAYMENT, INDEX_PAYMENT_KEY))
		return;
	refusal = make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_CLUB,
						   "club_currency_fixed",
						   "the club has bills or payments in its currency");
	refusal->column = "currency";
	refusal->detail = "Amounts that are recorded keep their currency.";
	refusal->hint = "A club with another currency has a database of its own.";
	refuse(refusal);
}

/*
 * Rule: default prices and the smallest coin are amounts in the club's
 * currency. They and the currency can each be the one that stands in the row.
 */
static void
check_club_amounts(FunctionCallInfo fcinfo)
{
	Club club = read_club();

	if (!PG_ARGISNULL(2))
		club.currency = text_to_cstring(PG_GETARG_TEXT_PP(2));
	if (!PG_ARGISNULL(3))
		club.session_price = PG_GETARG_NUMERIC(3);
	if (!PG_ARGISNULL(4))
		club.class_price = PG_GETARG_NUMERIC(4);
	if (!PG_ARGISNULL(17))
		club.cash_step = PG_GETARG_NUMERIC(17);
	if (!PG_ARGISNULL(2) || !PG_ARGISNULL(3))
		refuse_if(check_minor_units(club.session_price, club.currency,
									TABLE_CLUB, "default_session_price"));
	if (!PG_ARGISNULL(2) || !PG_ARGISNULL(4))
		refuse_if(check_minor_units(club.class_price, club.currency,
									TABLE_CLUB, "default_class_price"));
	if (!PG_ARGISNULL(2) || !PG_ARGISNULL(17))
		refuse_if(check_minor_units(club.cash_step, club.currency, TABLE_CLUB,
									"cash_step"));
}

/* What the club is called, its clock and money, and what cancelling costs. */
static void
check_general_settings(FunctionCallInfo fcinfo)
{
	check_text(fcinfo, 0, OPTIONAL, TABLE_CLUB, "name");
	check_time_zone(fcinfo, 1);
	check_currency(fcinfo, 2);
	check_amount(fcinfo, 3, OPTIONAL, TABLE_CLUB, "default_session_price",
				 true);
	check_amount(fcinfo, 4, OPTIONAL, TABLE_CLUB, "default_class_price", true);
	check_interval(fcinfo, 6, OPTIONAL, TABLE_CLUB, "cancellation_notice", 0,
				   LONGEST_NOTICE, "0 to 360 days");
	check_numeric(fcinfo, 7, OPTIONAL, TABLE_CLUB,
				  "late_cancellation_fee_percent", 0, 100, "percent");
	check_decimals(fcinfo, 7, TABLE_CLUB, "late_cancellation_fee_percent");
}

/* How soon, how far ahead, how much and how long members may book. */
static void
check_booking_rules(FunctionCallInfo fcinfo)
{
	static const char *const limits[] = {"max_upcoming_bookings",
										 "max_bookings_per_day",
										 "max_bookings_per_week"};

	check_interval(fcinfo, 8, OPTIONAL, TABLE_CLUB, "booking_notice", 0,
				   LONGEST_HORIZON, "0 to 366 days");
	check_interval(fcinfo, 9, OPTIONAL, TABLE_CLUB, "booking_horizon", 0,
				   LONGEST_HORIZON, "0 to 366 days");
	for (size_t i = 0; i < lengthof(limits); i++)
		check_integer(fcinfo, 10 + (int) i, OPTIONAL, TABLE_CLUB, limits[i], 0,
					  10000, "");
	check_interval(fcinfo, 13, OPTIONAL, TABLE_CLUB, "shortest_session", 0,
				   USECS_PER_DAY, "0 to 24 hours");
	check_interval(fcinfo, 14, OPTIONAL, TABLE_CLUB, "longest_session", 1,
				   USECS_PER_DAY, "more than nothing to 24 hours");
	check_interval(fcinfo, 15, OPTIONAL, TABLE_CLUB, "start_step", 0,
				   USECS_PER_DAY, "0 to 24 hours");
}

/* What becomes of what was paid, and the smallest coin. */
static void
check_payment_rules(FunctionCallInfo fcinfo)
{
	static const char *const choices[] = {"keep", "credit", NULL};

	check_choice(fcinfo, 16, OPTIONAL, TABLE_CLUB, "cancelled_payment",
				 choices);
	check_numeric(fcinfo, 17, OPTIONAL, TABLE_CLUB, "cash_step", 0, 100, "");
	check_decimals(fcinfo, 17, TABLE_CLUB, "cash_step");
}

/* Whom what is past due keeps from booking, and whom the door lets in. */
static void
check_admission_rules(FunctionCallInfo fcinfo)
{
	static const char *const choices[] = {"anybody", "members", NULL};

	check_integer(fcinfo, 19, OPTIONAL, TABLE_CLUB, "block_past_due_days", 0,
				  366, "days");
	check_choice(fcinfo, 20, OPTIONAL, TABLE_CLUB, "admission", choices);
}

/*
 * Rule: there is a length that members may book. Either limit can be the one
 * that stands in the row, which is locked for it.
 */
static void
check_session_lengths(FunctionCallInfo fcinfo)
{
	static SavedStatement lock = {
		"SELECT (coalesce($1, shortest_session)"
		"  > coalesce($2, longest_session))::integer::bigint"
		" FROM fitclub.club FOR NO KEY UPDATE",
		2,
		{INTERVALOID, INTERVALOID}};
	Datum values[] = {PG_GETARG_DATUM(13), PG_GETARG_DATUM(14)};
	bool nulls[] = {PG_ARGISNULL(13), PG_ARGISNULL(14)};
	int64 is_broken;
	Refusal *refusal;

	if (nulls[0] && nulls[1])
		return;
	if (!statement_fetch_id(&lock, values, nulls, &is_broken))
		refuse_without_club();
	if (!is_broken)
		return;
	refusal = make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_CLUB,
						   "club_session_lengths_check",
						   "shortest_session is longer than longest_session");
	refusal->detail = "No session that members book would have such a length.";
	refusal->hint = "Set both, the longest to no less than the shortest.";
	refuse(refusal);
}

/*
 * update_club(...): changes the settings that are given. Locks the row until
 * the transaction ends. Returns the club's id.
 */
Datum
fitclub_update_club(PG_FUNCTION_ARGS)
{
	static SavedStatement update = {
		"UPDATE fitclub.club SET"
		"  name = coalesce($1, name),"
		"  time_zone = coalesce($2, time_zone),"
		"  currency = coalesce($3, currency),"
		"  default_session_price = coalesce($4, default_session_price),"
		"  default_class_price = coalesce($5, default_class_price),"
		"  allow_class_over_room = coalesce($6, allow_class_over_room),"
		"  cancellation_notice = coalesce($7, cancellation_notice),"
		"  late_cancellation_fee_percent ="
		"   coalesce($8, late_cancellation_fee_percent),"
		"  booking_notice = coalesce($9, booking_notice),"
		"  booking_horizon = coalesce($10, booking_horizon),"
		"  max_upcoming_bookings = coalesce($11, max_upcoming_bookings),"
		"  max_bookings_per_day = coalesce($12, max_bookings_per_day),"
		"  max_bookings_per_week = coalesce($13, max_bookings_per_week),"
		"  shortest_session = coalesce($14, shortest_session),"
		"  longest_session = coalesce($15, longest_session),"
		"  start_step = coalesce($16, start_step),"
		"  cancelled_payment = coalesce($17, cancelled_payment),"
		"  cash_step = coalesce($18, cash_step),"
		"  uses_cover = coalesce($19, uses_cover),"
		"  block_past_due_days = coalesce($20, block_past_due_days),"
		"  admission = coalesce($21, admission)"
		" RETURNING club_id::bigint",
		21,
		{TEXTOID,     TEXTOID,     TEXTOID,    NUMERICOID,  NUMERICOID,
		 BOOLOID,     INTERVALOID, NUMERICOID, INTERVALOID, INTERVALOID,
		 INT4OID,     INT4OID,     INT4OID,    INTERVALOID, INTERVALOID,
		 INTERVALOID, TEXTOID,     NUMERICOID, BOOLOID,     INT4OID,
		 TEXTOID}};
	int64 club_id;

	permit_staff(TABLE_CLUB);
	check_general_settings(fcinfo);
	check_booking_rules(fcinfo);
	check_payment_rules(fcinfo);
	check_admission_rules(fcinfo);
	check_session_lengths(fcinfo);
	check_currency_is_free(fcinfo, 2);
	check_club_amounts(fcinfo);
	if (!statement_try(&update, fcinfo, &club_id))
		refuse_without_club();
	PG_RETURN_INT64(club_id);
}

/* The settings there were, or NULL; that they go is no event by itself. */
static HeapTuple
delete_settings(void)
{
	static SavedStatement delete = {
		"DELETE FROM fitclub.club RETURNING *", 0, {InvalidOid}};
	HeapTuple volatile before = NULL;

	audit_suspend(true);
	PG_TRY();
	{
		before = statement_returning_row(&delete);
	}
	PG_FINALLY();
	{
		audit_suspend(false);
	}
	PG_END_TRY();
	return before;
}

/*
 * The settings, with the calendars of those before. They are given by a dump,
 * but not by one of 1.0, nor by who has only other settings in mind.
 */
static HeapTuple
keep_calendar_uid(TupleDesc desc, HeapTuple before, HeapTuple after)
{
	const AttrNumber column = Anum_club_calendar_uid;
	bool isnull = false;
	Datum uid;

	/* while an older version is created there is no such column */
	if (desc->natts < column || !row_is_null(after, column))
		return after;
	uid = before != NULL ? row_datum(before, desc, column)
						 : OidFunctionCall0(F_GEN_RANDOM_UUID);
	return heap_modify_tuple_by_cols(after, desc, 1, (int[]){column}, &uid,
									 &isnull);
}

/* Trigger on club: there is one row, and the newest takes its place. */
Datum
fitclub_replace_club(PG_FUNCTION_ARGS)
{
	TriggerData *trigger =
		require_fired_as(fcinfo, TABLE_CLUB, BEFORE_ROW, ON_INSERT);
	HeapTuple before = delete_settings();
	HeapTuple after = keep_calendar_uid(RelationGetDescr(trigger->tg_relation),
										before, trigger->tg_trigtuple);

	audit_replacement(trigger->tg_relation, before, after);
	return PointerGetDatum(after);
}
