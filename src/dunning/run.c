/*
 * run.c
 *		The jobs that tell members what is past due and what is about to end.
 *
 * A job keeps others of its kind out until its transaction ends, and what it
 * does is one transaction. It looks when it has the lock, by a statement of its
 * own: what one before it has done is done. Bills and members that others are
 * just changing are left to the next run, so that it waits for nobody else.
 */
#include "postgres.h"

#include "argument/time_argument.h"
#include "base/local_time.h"
#include "caller/identity.h"
#include "caller/permission.h"
#include "rows/club.h"
#include "write/statement.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"

PG_FUNCTION_INFO_V1(fitclub_run_dunning);
PG_FUNCTION_INFO_V1(fitclub_send_reminders);

/* Keep others from the same job until the transaction ends. */
static void
begin_job(TableId table, SavedStatement *lock)
{
	if (IsolationUsesXactSnapshot())
		refuse(refusal_values(
			ERRCODE_INVALID_TRANSACTION_STATE, table, NULL,
			"members can be told what is due at READ COMMITTED only",
			"What was written since the transaction's snapshot would be told again."));
	PreventCommandIfReadOnly("INSERT");
	(void) statement_execute(lock, NULL, NULL);
}

/*
 * The date that a job takes for today. For people it is no later one, as they
 * would tell members too soon; who plays a month through may choose.
 */
static Datum
job_date(FunctionCallInfo fcinfo, TableId table, const Club *club)
{
	if (identity_current()->persona < PERSONA_APPLICATION)
		check_past_date(fcinfo, 0, OPTIONAL, table, "today");
	else
		check_date(fcinfo, 0, OPTIONAL, table, "today");
	return PG_ARGISNULL(0)
			   ? DateADTGetDatum(
					 local_time(current_instant(), club->zone).date)
			   : PG_GETARG_DATUM(0);
}

/* Open bills of which there is something to tell, to stay as they are. */
static Datum
lock_bills(Datum today)
{
	static SavedStatement lock = {
		"SELECT coalesce(array_agg(l.billing_id), '{}') FROM ("
		" SELECT b.billing_id FROM fitclub.billing_item AS b"
		" WHERE b.status IN ('pending', 'partially_paid')"
		"  AND b.billing_id IN ("
		"   SELECT d.billing_id FROM fitclub_internal.dunning_due AS d"
		"   WHERE d.reached_on <= $1)"
		" ORDER BY b.billing_id FOR NO KEY UPDATE SKIP LOCKED) AS l",
		1,
		{DATEOID}};

	return statement_datum(&lock, &today);
}

/* Those who are billed and those who are told, so that nobody erases them. */
static Datum
lock_debtors(Datum bills)
{
	static SavedStatement lock = {
		"SELECT coalesce(array_agg(l.member_id), '{}') FROM ("
		" SELECT m.member_id FROM fitclub.member AS m"
		" WHERE m.member_id IN ("
		"  SELECT unnest(ARRAY[b.member_id, p.payer_id])"
		"  FROM fitclub.billing_item AS b"
		"  LEFT JOIN fitclub.payer AS p USING (member_id)"
		"  WHERE b.billing_id = ANY ($1))"
		" ORDER BY m.member_id FOR KEY SHARE SKIP LOCKED) AS l",
		1,
		{INT8ARRAYOID}};

	return statement_datum(&lock, &bills);
}

/* Tell of the bills, and bill the fees; how many steps were taken. */
static int64
take_steps(Datum today, Datum bills, Datum members, const Club *club)
{
	static SavedStatement take = {
		"WITH due AS MATERIALIZED ("
		"  SELECT d.billing_id, d.step, d.member_id, r.recipient_id,"
		"   left(replace(replace(replace(s.message,"
		"    '{amount}', round(b.amount - coalesce((SELECT sum(p.amount)"
		"     FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id), 0),"
		"     $4)::text),"
		"    '{due}', to_char(d.due_on, 'Mon DD YYYY')),"
		"    '{description}', b.description), 10000) AS message,"
		"   CASE WHEN b.kind IS DISTINCT FROM 'late_fee' THEN s.late_fee END"
		"    AS late_fee, 'Late fee: ' || left(b.description, 1990) AS fee_for"
		"  FROM fitclub_internal.dunning_due AS d"
		"  JOIN fitclub.dunning_step AS s USING (step)"
		"  JOIN fitclub.billing_item AS b USING (billing_id)"
		"  LEFT JOIN fitclub.payer AS p ON p.member_id = b.member_id"
		"  CROSS JOIN LATERAL (SELECT coalesce(p.payer_id, b.member_id))"
		"   AS r (recipient_id)"
		"  WHERE d.reached_on <= $1 AND d.billing_id = ANY ($2)"
		"   AND d.member_id = ANY ($3) AND r.recipient_id = ANY ($3)"
		"  ORDER BY d.billing_id, d.step),"
		" taken AS ("
		"  INSERT INTO fitclub.dunning (billing_id, step, made_at)"
		"  SELECT d.billing_id, d.step, $5 FROM due AS d RETURNING 1),"
		" told AS ("
		"  INSERT INTO fitclub.notification (member_id, message)"
		"  SELECT d.recipient_id, d.message FROM due AS d),"
		" billed AS ("
		"  INSERT INTO fitclub.billing_item"
		"   (member_id, amount, description, kind, due_on, created_at, updated_at)"
		"  SELECT d.member_id, d.late_fee, d.fee_for, 'late_fee', $6, $5, $5"
		"  FROM due AS d WHERE d.late_fee IS NOT NULL)"
		" SELECT count(*) FROM taken",
		6,
		{DATEOID, INT8ARRAYOID, INT8ARRAYOID, INT4OID, TIMESTAMPTZOID,
		 DATEOID}};
	TimestampTz now = current_instant();
	Datum values[] = {today,
					  bills,
					  members,
					  Int32GetDatum(club->decimals),
					  TimestampTzGetDatum(now),
					  today};
	/* Fees are due when they are billed: of a day to come, then. */
	bool nulls[] = {
		false, false,
		false, false,
		false, DatumGetDateADT(today) <= local_time(now, club->zone).date};
	int64 taken = 0;

	(void) statement_fetch_id(&take, values, nulls, &taken);
	return taken;
}

/*
 * run_dunning(today): takes the steps that open bills have reached and not
 * taken. Keeps other runs and changes of the steps out, and locks the bills and
 * those who are told, until the transaction ends. Returns how many were taken.
 */
Datum
fitclub_run_dunning(PG_FUNCTION_ARGS)
{
	static SavedStatement lock = {
		"LOCK TABLE fitclub.dunning, fitclub.dunning_step"
		" IN SHARE ROW EXCLUSIVE MODE",
		0,
		{InvalidOid}};
	Club club = read_club();
	Datum today;
	Datum bills;

	permit_staff(TABLE_DUNNING);
	today = job_date(fcinfo, TABLE_DUNNING, &club);
	begin_job(TABLE_DUNNING, &lock);
	bills = lock_bills(today);
	PG_RETURN_INT64(take_steps(today, bills, lock_debtors(bills), &club));
}

/* Those who have something that is about to end, so that nobody erases them. */
static Datum
lock_holders(Datum today)
{
	static SavedStatement lock = {
		"SELECT coalesce(array_agg(l.member_id), '{}') FROM ("
		" SELECT m.member_id FROM fitclub.member AS m"
		" WHERE m.member_id IN ("
		"  SELECT r.member_id FROM fitclub_internal.reminders_due($1) AS r)"
		" ORDER BY m.member_id FOR KEY SHARE SKIP LOCKED) AS l",
		1,
		{DATEOID}};

	return statement_datum(&lock, &today);
}

/* Tell them; how many reminders that were. */
static int64
remind(Datum today, Datum members)
{
	static SavedStatement remind = {
		"WITH due AS MATERIALIZED ("
		"  SELECT r.* FROM fitclub_internal.reminders_due($1) AS r"
		"  WHERE r.member_id = ANY ($2)),"
		" made AS ("
		"  INSERT INTO fitclub.reminder (lot_id, membership_id, ends_on, made_at)"
		"  SELECT d.lot_id, d.membership_id, d.ends_on, $3 FROM due AS d"
		"  RETURNING 1),"
		" told AS ("
		"  INSERT INTO fitclub.notification (member_id, message)"
		"  SELECT d.member_id, d.message FROM due AS d)"
		" SELECT count(*) FROM made",
		3,
		{DATEOID, INT8ARRAYOID, TIMESTAMPTZOID}};
	Datum values[] = {today, members, TimestampTzGetDatum(current_instant())};
	int64 made = 0;

	(void) statement_fetch_id(&remind, values, NULL, &made);
	return made;
}

/*
 * send_reminders(today): tells members of lots and memberships that end within
 * a week, once of each last day. Keeps other runs out, and locks those who are
 * told, until the transaction ends. Returns how many reminders there were.
 */
Datum
fitclub_send_reminders(PG_FUNCTION_ARGS)
{
	static SavedStatement lock = {
		"LOCK TABLE fitclub.reminder IN SHARE ROW EXCLUSIVE MODE",
		0,
		{InvalidOid}};
	Club club = read_club();
	Datum today;

	permit_staff(TABLE_REMINDER);
	today = job_date(fcinfo, TABLE_REMINDER, &club);
	begin_job(TABLE_REMINDER, &lock);
	PG_RETURN_INT64(remind(today, lock_holders(today)));
}
