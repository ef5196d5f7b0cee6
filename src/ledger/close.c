/*
 * close.c
 *		The books of a time that is over are closed.
 *
 * What functions record is dated when it is written, so once all that were
 * writing have ended, nothing comes before an instant that is past. What was on
 * each account then is kept, and later sums begin with it.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "ledger/ledger_refusal.h"
#include "write/statement.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_close_books);

/* Keep others from closing them until the transaction ends. */
static void
lock_closes(void)
{
	static SavedStatement lock = {
		"LOCK TABLE fitclub.book_close IN SHARE ROW EXCLUSIVE MODE",
		0,
		{InvalidOid}};

	if (IsolationUsesXactSnapshot())
		refuse(refusal_values(
			ERRCODE_INVALID_TRANSACTION_STATE, TABLE_BOOK_CLOSE, NULL,
			"books can be closed at READ COMMITTED only",
			"What was written since the transaction's snapshot would be left out."));
	PreventCommandIfReadOnly("INSERT");
	(void) statement_execute(&lock, NULL, NULL);
}

/*
 * A transaction that has written to the books holds their tables until it ends,
 * as does a prepared one. If it began later, so did what it has written; when
 * others began is hidden from an owner who may not read statistics.
 */
static void
require_written(Datum *closed_until)
{
	static SavedStatement find = {
		"SELECT 1::bigint FROM pg_locks AS l"
		" LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid"
		" WHERE l.locktype = 'relation' AND l.mode = 'RowExclusiveLock'"
		"  AND l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()"
		"  AND l.database = (SELECT d.oid FROM pg_database AS d"
		"   WHERE d.datname = current_database())"
		"  AND l.relation IN ('fitclub.billing_item'::regclass,"
		"   'fitclub.bill_credit'::regclass, 'fitclub.payment'::regclass,"
		"   'fitclub.till_count'::regclass)"
		"  AND coalesce(a.xact_start, '-infinity') < $1"
		" LIMIT 1",
		1,
		{TIMESTAMPTZOID}};
	int64 ignored;

	if (statement_fetch_id(&find, closed_until, NULL, &ignored))
		refuse(refusal_books_busy());
}

/* The sums begin with the last close, which is not yet this one. */
static uint64
insert_close(FunctionCallInfo fcinfo)
{
	static SavedStatement insert = {
		"WITH closed AS (INSERT INTO fitclub.book_close"
		"  (closed_until, staff_id) VALUES ($1, $2) RETURNING close_id)"
		" INSERT INTO fitclub.book_close_balance"
		"  (close_id, account, part, debit, credit)"
		" SELECT c.close_id, s.account, s.part, s.debit, s.credit"
		" FROM closed AS c CROSS JOIN fitclub_internal.ledger_sums($1) AS s"
		" ORDER BY s.account, s.part",
		2,
		{TIMESTAMPTZOID, INT8OID}};
	int64 staff_id = caller_cashier(fcinfo, 1);
	Datum values[] = {PG_GETARG_DATUM(0), Int64GetDatum(staff_id)};
	bool nulls[] = {false, staff_id == NO_ID};

	return statement_execute(&insert, values, nulls);
}

/* Whether books are closed until then, or later. */
static bool
is_closed(Datum *closed_until)
{
	static SavedStatement find = {
		"SELECT close_id FROM fitclub.book_close WHERE closed_until >= $1"
		" LIMIT 1",
		1,
		{TIMESTAMPTZOID}};
	int64 ignored;

	return statement_fetch_id(&find, closed_until, NULL, &ignored);
}

/*
 * close_books(closed_until, staff_id): closes the books before an instant.
 * Keeps others from closing them until the transaction ends. Returns how many
 * balances are kept.
 */
Datum
fitclub_close_books(PG_FUNCTION_ARGS)
{
	Datum closed_until;

	permit_cashier(fcinfo, 1);
	(void) check_given(fcinfo, 0, REQUIRED, TABLE_BOOK_CLOSE, "closed_until");
	check_row(fcinfo, 1, OPTIONAL, TABLE_BOOK_CLOSE, "staff_id", TABLE_STAFF);
	closed_until = PG_GETARG_DATUM(0);
	lock_closes();
	if (!is_club_instant(DatumGetTimestampTz(closed_until)) ||
		DatumGetTimestampTz(closed_until) >
			current_instant() - USECS_PER_HOUR ||
		is_closed(&closed_until))
		refuse(refusal_closed_until());
	require_written(&closed_until);
	PG_RETURN_INT64((int64) insert_close(fcinfo));
}
