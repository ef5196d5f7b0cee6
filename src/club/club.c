/*
 * club.c
 *		The club's settings, the demo's beginning and end.
 */
#include "postgres.h"

#include "audit/audit.h"
#include "base/local_time.h"
#include "caller/argument.h"
#include "caller/permission.h"
#include "people/health_metric.h"
#include "rows/settled_row.h"
#include "schema/trigger.h"
#include "write/statement.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_update_club);
PG_FUNCTION_INFO_V1(fitclub_replace_club);
PG_FUNCTION_INFO_V1(fitclub_start_demo);
PG_FUNCTION_INFO_V1(fitclub_clear_data);
PG_FUNCTION_INFO_V1(fitclub_mark_conflicts);

/* The longest notice of a cancellation that a club may want. */
#define LONGEST_NOTICE (INT64CONST(360) * USECS_PER_DAY)

#define MOST_DEMO_WEEKS 12

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
	char *currency;

	if (PG_ARGISNULL(argument))
		return;
	currency = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	if (strlen(currency) != 3 ||
		strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
		refuse(
			refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_CLUB,
						  "currency", "currency is not a currency code",
						  "A code has three capital letters, such as CAD."));
}

static void
check_notice(FunctionCallInfo fcinfo, int argument)
{
	int64 length;

	if (PG_ARGISNULL(argument))
		return;
	length = interval_length(PG_GETARG_INTERVAL_P(argument));
	if (length < 0 || length > LONGEST_NOTICE)
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_CLUB,
							 "cancellation_notice",
							 "cancellation_notice is out of range",
							 "It is from 0 to 360 days."));
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
		"   coalesce($8, late_cancellation_fee_percent)"
		" RETURNING club_id::bigint",
		8,
		{TEXTOID, TEXTOID, TEXTOID, NUMERICOID, NUMERICOID, BOOLOID,
		 INTERVALOID, NUMERICOID}};
	int64 club_id;

	permit_staff(TABLE_CLUB);
	check_text(fcinfo, 0, OPTIONAL, TABLE_CLUB, "name");
	check_time_zone(fcinfo, 1);
	check_currency(fcinfo, 2);
	check_money(fcinfo, 3, OPTIONAL, TABLE_CLUB, "default_session_price",
				true);
	check_money(fcinfo, 4, OPTIONAL, TABLE_CLUB, "default_class_price", true);
	check_notice(fcinfo, 6);
	check_numeric(fcinfo, 7, OPTIONAL, TABLE_CLUB,
				  "late_cancellation_fee_percent", 0, 100, "percent");
	check_decimals(fcinfo, 7, TABLE_CLUB, "late_cancellation_fee_percent");
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

static bool
club_has_data(void)
{
	static SavedStatement find = {
		"SELECT WHERE EXISTS (SELECT FROM fitclub.member)"
		" OR EXISTS (SELECT FROM fitclub.trainer)"
		" OR EXISTS (SELECT FROM fitclub.room)"
		" OR EXISTS (SELECT FROM fitclub.administrative_staff)",
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

/* Ids start again, and no calendar must take the new for the old. */
static void
begin_anew(void)
{
	static SavedStatement update = {
		"UPDATE fitclub.club"
		" SET is_demo = false, calendar_uid = gen_random_uuid()",
		0,
		{InvalidOid}};

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

/*
 * clear_data(even_if_real): empties every table but the settings. Locks them
 * all against everybody until the transaction ends.
 */
Datum
fitclub_clear_data(PG_FUNCTION_ARGS)
{
	static SavedStatement truncate = {
		"TRUNCATE fitclub.sign_in_failure, fitclub.erased_member,"
		" fitclub.notification, fitclub.payment, fitclub.billing_item,"
		" fitclub.class_registration, fitclub.class_schedule,"
		" fitclub.private_session, fitclub.trainer_availability,"
		" fitclub.equipment_maintenance, fitclub.equipment,"
		" fitclub.health_metric, fitclub.room, fitclub.member,"
		" fitclub.trainer, fitclub.staff_password,"
		" fitclub.login, fitclub.administrative_staff RESTART IDENTITY",
		0,
		{InvalidOid}};

	permit_application(TABLE_CLUB);
	(void) check_given(fcinfo, 0, REQUIRED, TABLE_CLUB, "even_if_real");
	if (!PG_GETARG_BOOL(0) && !read_club().is_demo && club_has_data())
		refuse(refusal_not_a_demo());
	metrics_allow_truncate(true);
	PG_TRY();
	{
		(void) statement_execute(&truncate, NULL, NULL);
	}
	PG_FINALLY();
	{
		metrics_allow_truncate(false);
	}
	PG_END_TRY();
	begin_anew();
	PG_RETURN_VOID();
}

/*
 * mark_conflicts(): sets private_session.is_conflict by the plain SQL of
 * clashing_session. Where nothing may be written, nothing is.
 */
Datum
fitclub_mark_conflicts(PG_FUNCTION_ARGS)
{
	static SavedStatement update = {
		"UPDATE fitclub.private_session AS s SET is_conflict = NOT s.is_conflict"
		" WHERE s.is_conflict <> (s.session_id IN"
		"  (SELECT c.session_id FROM fitclub.clashing_session AS c))",
		0,
		{InvalidOid}};

	permit_staff(TABLE_CLUB);
	if (!XactReadOnly)
		(void) statement_execute(&update, NULL, NULL);
	PG_RETURN_VOID();
}
