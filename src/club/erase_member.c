/*
 * erase_member.c
 *		Removing a person and keeping the books.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "audit/log.h"
#include "base/local_time.h"
#include "calendar/busy.h"
#include "caller/permission.h"
#include "engine/row_lock.h"
#include "people/health_metric.h"
#include "people/payer_refusal.h"
#include "people/sign_in_failure.h"
#include "plan/standing.h"
#include "rows/erased_member.h"
#include "rows/payer.h"
#include "rows/settled_row.h"
#include "write/admission.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/resowner.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_erase_member);

typedef struct Erasure
{
	int64 member_id;
	TimestampTz erased_at;
	bool was_erased;
} Erasure;

static Refusal *
check_mark(void *state, Blocker *blocker)
{
	Erasure *erasure = state;

	erasure->was_erased =
		member_is_erased(erasure->member_id, &erasure->erased_at, blocker);
	return payer_is_in_use(erasure->member_id, blocker)
			   ? refusal_payer_in_use(erasure->member_id)
			   : NULL;
}

/*
 * Mark the member, between the bookings of those who look first: a booking
 * that looks from now on waits for us.
 */
static void
mark_member(Erasure *erasure)
{
	static Writer writer = {1, {TABLE_ERASED_MEMBER}};
	ShortLocks locks;
	WriterState *writing;

	locks_init(&locks);
	(void) locks_need(&locks, LOCK_MEMBER, erasure->member_id);
	writing = admit(&locks, &writer, check_mark, erasure);
	if (!erasure->was_erased)
	{
		ColumnValue values[] = {
			column_id(Anum_any_key, erasure->member_id),
			column_instant(Anum_erased_member_erased_at, current_instant()),
		};

		(void) writer_insert(writing, TABLE_ERASED_MEMBER, GUARDED, values,
							 lengthof(values));
		erasure->erased_at = DatumGetTimestampTz(values[1].value);
	}
	locks_release(&locks);
	writer_end(&writer, writing);
}

/* Wait for those who had booked before they could see the mark. */
static void
wait_for_bookings(const Erasure *erasure)
{
	for (;;)
	{
		Blocker blocker = NO_BLOCKER;

		(void) calendar_upcoming(RESOURCE_MEMBER, erasure->member_id,
								 erasure->erased_at, &blocker);
		if (!blocker_is_set(&blocker))
			return;
		blocker_wait(&blocker);
	}
}

/* Cancel a booking; the error if that is refused, else NULL. */
static ErrorData *
try_to_cancel(SavedStatement *cancel, int64 id)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	Datum value = Int64GetDatum(id);
	ErrorData *volatile error = NULL;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		(void) statement_execute(cancel, &value, NULL);
		end_subtransaction(true, context, owner);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		FlushErrorState();
		end_subtransaction(false, context, owner);
	}
	PG_END_TRY();
	return error;
}

/*
 * Cancel what a query finds first until it finds nothing. Others may cancel
 * the same booking while we wait for it: that is refused, but no failure.
 */
static void
cancel_each(const Erasure *erasure, SavedStatement *find,
			SavedStatement *cancel)
{
	Datum values[2];
	ErrorData *error = NULL;
	int64 tried = NO_ID;
	int64 id;

	values[0] = Int64GetDatum(erasure->member_id);
	values[1] = TimestampTzGetDatum(erasure->erased_at);
	while (statement_fetch_id(find, values, NULL, &id))
	{
		if (error != NULL && id == tried)
			ReThrowError(error);
		error = try_to_cancel(cancel, id);
		tried = id;
	}
}

/*
 * Cancel what is to come, by the rules but without a fee, which nobody would
 * be there to pay.
 */
static void
cancel_bookings(const Erasure *erasure)
{
	static SavedStatement find_session = {
		"SELECT session_id FROM fitclub.private_session"
		" WHERE member_id = $1 AND start_time > $2 AND cancelled_at IS NULL"
		" ORDER BY start_time LIMIT 1",
		2,
		{INT8OID, TIMESTAMPTZOID}};
	static SavedStatement cancel_session = {
		"SELECT fitclub.cancel_session($1, waive_fee => true)", 1, {INT8OID}};
	static SavedStatement find_seat = {
		"SELECT registration_id FROM fitclub.class_registration"
		" WHERE member_id = $1 AND start_time > $2 AND cancelled_at IS NULL"
		" ORDER BY start_time LIMIT 1",
		2,
		{INT8OID, TIMESTAMPTZOID}};
	static SavedStatement cancel_seat = {
		"SELECT fitclub.cancel_registration($1, waive_fee => true)",
		1,
		{INT8OID}};

	cancel_each(erasure, &find_session, &cancel_session);
	cancel_each(erasure, &find_seat, &cancel_seat);
}

/*
 * End memberships, once those who are just joining or changing one have ended.
 * Dues that have been billed stay.
 */
static void
end_memberships(const Erasure *erasure)
{
#define END_ON                                                                \
	"greatest(m.starts_on, (SELECT (now() AT TIME ZONE c.time_zone)::date"    \
	"  FROM fitclub.club AS c))"
	static SavedStatement find = {
		"SELECT m.membership_id FROM fitclub.membership AS m"
		" WHERE m.member_id = $1 AND $2 IS NOT NULL AND coalesce("
		"  fitclub_internal.membership_end(m.membership_id) > " END_ON
		", true)"
		" ORDER BY m.membership_id LIMIT 1",
		2,
		{INT8OID, TIMESTAMPTZOID}};
	static SavedStatement end = {
		"SELECT fitclub.cancel_membership($1, ends_on => " END_ON
		", on_bookings => 'cancel')"
		" FROM fitclub.membership AS m WHERE m.membership_id = $1",
		1,
		{INT8OID}};

	for (;;)
	{
		Blocker blocker = NO_BLOCKER;

		(void) standing_all_of_member(erasure->member_id, &blocker);
		if (!blocker_is_set(&blocker))
			break;
		blocker_wait(&blocker);
	}
	cancel_each(erasure, &find, &end);
}

/*
 * Wait for others who change what the log says of rows, and for those who
 * have locked what is written here; nothing is held yet.
 */
static void
lock_tables(void)
{
	static SavedStatement lock_logins = {
		"LOCK TABLE fitclub.member, fitclub.health_metric,"
		" fitclub.notification, fitclub.billing_item, fitclub.payment,"
		" fitclub.bill_credit, fitclub.membership, fitclub.membership_hold,"
		" fitclub.login, fitclub.contact_change, fitclub.payer, fitclub.visit,"
		" fitclub.member_password,"
		" fitclub.sign_in_failure, fitclub.audit_log IN ROW EXCLUSIVE MODE",
		0,
		{InvalidOid}};

	PreventCommandIfReadOnly("INSERT");
	audit_lock();
	(void) statement_execute(&lock_logins, NULL, NULL);
}

/*
 * The books stay, with what functions have written in them, but free text in
 * the member's bills and payments goes. All of it, as nobody can tell who is
 * meant by a name in a text.
 */
#define ERASED "'[erased]'"
#define IS_FREE_TEXT                                                          \
	"description <> " ERASED                                                  \
	" AND NOT fitclub_internal.describes_booking(to_jsonb(b))"

static void
word_bills(Datum member_id)
{
	static SavedStatement word = {
		"UPDATE fitclub.billing_item AS b SET description = " ERASED
		" WHERE b.member_id = $1 AND " IS_FREE_TEXT,
		1,
		{INT8OID}};

	(void) statement_execute(&word, &member_id, NULL);
}

/*
 * Wait for all who are writing anything that refers to the member, and keep
 * others from it until the transaction ends. False, with the row free again,
 * if a bill has come that is still to be worded: others who have the bill may
 * be waiting for the member's row, so it is not to be waited for by us.
 */
static bool
lock_member(Datum member_id)
{
	static SavedStatement lock = {
		"SELECT FROM fitclub.member WHERE member_id = $1 FOR UPDATE",
		1,
		{INT8OID}};
	static SavedStatement find = {
		"SELECT b.billing_id FROM fitclub.billing_item AS b"
		" WHERE b.member_id = $1 AND " IS_FREE_TEXT " LIMIT 1",
		1,
		{INT8OID}};
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	int64 ignored;
	volatile bool is_done = false;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		(void) statement_execute(&lock, &member_id, NULL);
		is_done = !statement_fetch_id(&find, &member_id, NULL, &ignored);
	}
	PG_FINALLY();
	{
		end_subtransaction(is_done, context, owner);
	}
	PG_END_TRY();
	return is_done;
}

/* Parameters of every statement below. */
enum
{
	MEMBER_ID, /* $1 bigint */
	ROWS,      /* $2 text[], rows that are or were the member's */
	LOGINS,    /* $3 text[], roles that are or were the member's */
	PARAMETERS
};

#define PARAMETER_TYPES                                                       \
	{                                                                         \
		INT8OID, TEXTARRAYOID, TEXTARRAYOID                                   \
	}

/* Payments by the member or for a bill of the member's. */
#define MEMBERS_PAYMENTS                                                      \
	"SELECT payment_id FROM fitclub.payment WHERE member_id = $1"             \
	" UNION SELECT p.payment_id FROM fitclub.payment AS p"                    \
	"  JOIN fitclub.billing_item AS b USING (billing_id) WHERE b.member_id = $1"

/* A session or seat of the member's, as the two indexes on them want it. */
#define MEMBERS_BOOKING                                                       \
	"(member_id = $1 AND cancelled_at IS NULL"                                \
	"  OR member_id = $1 AND cancelled_at IS NOT NULL)"

/* The condition of the index by which rows are found that have left a member. */
#define HAS_LEFT_MEMBER                                                       \
	"l.old_row ->> 'member_id' = $1::text"                                    \
	" AND l.old_row ->> 'member_id' <> coalesce(l.new_row ->> 'member_id', '')"

/* Rows of which the log has what is to go, each as its table, / and its key. */
static SavedStatement find_rows = {
	"SELECT array_agg(r.table_name || '/' || r.row_key) FROM ("
	" SELECT 'member', $1::text"
	" UNION SELECT 'health_metric', metric_id::text"
	"  FROM fitclub.health_metric WHERE member_id = $1"
	" UNION SELECT 'notification', notification_id::text"
	"  FROM fitclub.notification WHERE member_id = $1"
	" UNION SELECT 'contact_change', contact_change_id::text"
	"  FROM fitclub.contact_change WHERE member_id = $1"
	" UNION SELECT 'payer', $1::text"
	" UNION SELECT l.table_name, l.row_key FROM fitclub.audit_log AS l"
	"  WHERE l.table_name = 'payer' AND $1::text"
	"   IN (l.old_row ->> 'payer_id', l.new_row ->> 'payer_id')"
	" UNION SELECT 'visit', visit_id::text"
	"  FROM fitclub.visit WHERE member_id = $1"
	" UNION SELECT 'membership', membership_id::text"
	"  FROM fitclub.membership WHERE member_id = $1"
	" UNION SELECT 'membership_hold', membership_hold_id::text"
	"  FROM fitclub.membership_hold JOIN fitclub.membership USING (membership_id)"
	"  WHERE member_id = $1"
	" UNION SELECT 'billing_item', billing_id::text"
	"  FROM fitclub.billing_item WHERE member_id = $1"
	" UNION SELECT 'payment', payment_id::text FROM (" MEMBERS_PAYMENTS
	"  ) AS p"
	" UNION SELECT 'bill_credit', credit_id::text"
	"  FROM fitclub.bill_credit JOIN fitclub.billing_item USING (billing_id)"
	"  WHERE member_id = $1"
	" UNION SELECT 'private_session', session_id::text"
	"  FROM fitclub.private_session WHERE " MEMBERS_BOOKING
	" UNION SELECT 'class_registration', registration_id::text"
	"  FROM fitclub.class_registration WHERE " MEMBERS_BOOKING
	" UNION SELECT 'login', login_role FROM fitclub.login WHERE member_id = $1"
	" UNION SELECT l.table_name, l.row_key FROM fitclub.audit_log AS l"
	"  WHERE " HAS_LEFT_MEMBER ") AS r (table_name, row_key)",
	1,
	{INT8OID}};

static SavedStatement find_logins = {
	"SELECT coalesce(array_agg(r.login_role), '{}') FROM ("
	" SELECT login_role::text FROM fitclub.login WHERE member_id = $1"
	" UNION SELECT l.row_key FROM fitclub.audit_log AS l"
	"  WHERE l.table_name = 'login' AND " HAS_LEFT_MEMBER
	") AS r (login_role)",
	1,
	{INT8OID}};

/*
 * An address that somebody else has given as theirs would be no use: nobody
 * can be kept from being erased.
 */
#define ERASED_EMAIL                                                                \
	"'erased.' || $1 || CASE WHEN EXISTS (SELECT FROM fitclub.member AS o"          \
	"  WHERE fitclub_internal.fold(o.email) = 'erased.' || $1 || '@erased.invalid'" \
	"   AND o.member_id <> $1)"                                                     \
	"  THEN '.' || gen_random_uuid() ELSE '' END || '@erased.invalid'"

static SavedStatement removals[] = {
	{"UPDATE fitclub.member SET first_name = 'Erased', last_name = 'member',"
	 "  email = " ERASED_EMAIL ", phone_number = NULL,"
	 "  date_of_birth = NULL, gender = NULL, target_weight = NULL,"
	 "  notes = NULL, last_metric_at = NULL"
	 " WHERE member_id = $1",
	 PARAMETERS, PARAMETER_TYPES},
	{"DELETE FROM fitclub.health_metric WHERE member_id = $1", PARAMETERS,
	 PARAMETER_TYPES},
	{"DELETE FROM fitclub.notification WHERE member_id = $1", PARAMETERS,
	 PARAMETER_TYPES},
	{"DELETE FROM fitclub.contact_change WHERE member_id = $1", PARAMETERS,
	 PARAMETER_TYPES},
	{"DELETE FROM fitclub.payer WHERE member_id = $1", PARAMETERS,
	 PARAMETER_TYPES},
	{"UPDATE fitclub.payment AS p SET notes = NULL,"
	 "  description = CASE WHEN p.description NOT IN ('Refund', 'Void', 'Chargeback') THEN " ERASED
	 "   ELSE p.description END"
	 " WHERE p.payment_id IN (SELECT payment_id FROM (" MEMBERS_PAYMENTS
	 "   ) AS m)"
	 "  AND (p.notes IS NOT NULL"
	 "   OR p.description NOT IN ('Refund', 'Void', 'Chargeback', " ERASED
	 "))",
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.bill_credit AS c SET notes = NULL"
	 " FROM fitclub.billing_item AS b"
	 " WHERE b.member_id = $1 AND c.billing_id = b.billing_id"
	 "  AND c.notes IS NOT NULL",
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.private_session SET cancellation_reason = NULL"
	 " WHERE cancellation_reason IS NOT NULL AND " MEMBERS_BOOKING,
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.class_registration SET cancellation_reason = NULL"
	 " WHERE cancellation_reason IS NOT NULL AND " MEMBERS_BOOKING,
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.visit SET reason = NULL"
	 " WHERE member_id = $1 AND reason IS NOT NULL",
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.membership SET end_reason = NULL"
	 " WHERE member_id = $1 AND end_reason IS NOT NULL",
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.membership_hold AS h SET reason = NULL"
	 " FROM fitclub.membership AS m"
	 " WHERE m.member_id = $1 AND h.membership_id = m.membership_id"
	 "  AND h.reason IS NOT NULL",
	 PARAMETERS, PARAMETER_TYPES},
	{"DELETE FROM fitclub.login WHERE member_id = $1", PARAMETERS,
	 PARAMETER_TYPES},
	{"DELETE FROM fitclub.member_password WHERE member_id = $1", PARAMETERS,
	 PARAMETER_TYPES},
};

/*
 * The same in the log: what is not as the removals have left it. Of a row
 * that was another member's as well only the member's own part is touched.
 */
static SavedStatement redactions[] = {
	{"WITH kept (table_name, row_data) AS (VALUES"
	 "  ('member', (SELECT to_jsonb(m) - '{member_id,joined_at}'::text[]"
	 "   FROM fitclub.member AS m WHERE m.member_id = $1)),"
	 "  ('health_metric', '{\"recorded_at\": null, \"weight\": null,"
	 " \"height\": null, \"heart_rate\": null, \"target_weight\": null}'),"
	 "  ('notification', '{\"message\": null}'),"
	 "  ('contact_change', '{\"email\": null, \"phone_number\": null}'),"
	 "  ('payer', '{\"payer_id\": null}'),"
	 "  ('payment', '{\"description\": \"Refund\", \"notes\": null}'),"
	 "  ('bill_credit', '{\"notes\": null}'),"
	 "  ('private_session', '{\"cancellation_reason\": null}'),"
	 "  ('class_registration', '{\"cancellation_reason\": null}'),"
	 "  ('visit', '{\"reason\": null}'),"
	 "  ('membership', '{\"end_reason\": null}'),"
	 "  ('membership_hold', '{\"reason\": null}'),"
	 "  ('login', '{\"login_role\": null}')"
	 " )"
	 " UPDATE fitclub.audit_log AS l SET"
	 "  old_row = CASE WHEN l.table_name IN ('payment', 'bill_credit', 'membership_hold')"
	 "    OR $1::text IN (l.old_row ->> 'member_id', l.old_row ->> 'payer_id')"
	 "   THEN fitclub_internal.redacted(l.old_row, k.row_data) ELSE l.old_row END,"
	 "  new_row = CASE WHEN l.table_name IN ('payment', 'bill_credit', 'membership_hold')"
	 "    OR $1::text IN (l.new_row ->> 'member_id', l.new_row ->> 'payer_id')"
	 "   THEN fitclub_internal.redacted(l.new_row, k.row_data) ELSE l.new_row END"
	 " FROM unnest($2) AS r (row) JOIN kept AS k"
	 "  ON k.table_name = split_part(r.row, '/', 1)"
	 " WHERE l.table_name = k.table_name"
	 "  AND l.row_key = substr(r.row, strpos(r.row, '/') + 1)",
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.audit_log AS l SET"
	 "  old_row = fitclub_internal.redacted_bill(l.old_row),"
	 "  new_row = fitclub_internal.redacted_bill(l.new_row)"
	 " FROM unnest($2) AS r (row)"
	 " WHERE r.row LIKE 'billing_item/%'"
	 "  AND l.table_name = 'billing_item'"
	 "  AND l.row_key = substr(r.row, strpos(r.row, '/') + 1)",
	 PARAMETERS, PARAMETER_TYPES},
	/* A role's name is somebody else's login next; nothing leads back to it. */
	{"WITH nameless (login_role, row_key) AS MATERIALIZED ("
	 "  SELECT r.login_role, 'erased ' || gen_random_uuid()"
	 "  FROM unnest($3) AS r (login_role))"
	 " UPDATE fitclub.audit_log AS l SET row_key = n.row_key"
	 " FROM nameless AS n"
	 " WHERE l.table_name = 'login' AND l.row_key = n.login_role"
	 "  AND coalesce(l.old_row ->> 'member_id' = $1::text, true)"
	 "  AND coalesce(l.new_row ->> 'member_id' = $1::text, true)"
	 "  AND l.row_key NOT LIKE 'erased %'",
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.audit_log SET"
	 "  role_name = CASE WHEN role_name = ANY ($3) THEN " ERASED
	 "   ELSE role_name END,"
	 "  session_role = CASE WHEN session_role = ANY ($3) THEN " ERASED
	 "   ELSE session_role END"
	 " WHERE persona = 'member' AND person_id = $1"
	 "  AND (role_name = ANY ($3) OR session_role = ANY ($3))",
	 PARAMETERS, PARAMETER_TYPES},
};

/* The count of failed sign-ins goes while the e-mail it is of is known. */
static void
forget_sign_ins(Datum member_id)
{
	static SavedStatement find = {"SELECT member_id, coalesce(email, '')"
								  " FROM fitclub.member WHERE member_id = $1",
								  1,
								  {INT8OID}};
	int64 id;

	sign_in_forget(PERSONA_MEMBER, CStringGetTextDatum(statement_id_and_text(
									   &find, &member_id, &id)));
}

static void
remove_person(int64 member_id)
{
	Datum values[PARAMETERS];

	values[MEMBER_ID] = Int64GetDatum(member_id);
	do
	{
		word_bills(values[MEMBER_ID]);
	} while (!lock_member(values[MEMBER_ID]));
	values[ROWS] = statement_datum(&find_rows, &values[MEMBER_ID]);
	values[LOGINS] = statement_datum(&find_logins, &values[MEMBER_ID]);
	forget_sign_ins(values[MEMBER_ID]);
	metric_allow_delete(true);
	PG_TRY();
	{
		for (size_t i = 0; i < lengthof(removals); i++)
			(void) statement_execute(&removals[i], values, NULL);
	}
	PG_FINALLY();
	{
		metric_allow_delete(false);
	}
	PG_END_TRY();
	for (size_t i = 0; i < lengthof(redactions); i++)
		(void) audit_rewrite(&redactions[i], values, NULL);
}

/*
 * erase_member(member_id): removes the person and keeps the books. Keeps other
 * erasures out; short-locks the member, then waits for bookings of the member
 * that are in progress, and locks the member's row until the transaction ends.
 * Returns the member's id.
 */
Datum
fitclub_erase_member(PG_FUNCTION_ARGS)
{
	Erasure erasure = {0};

	permit_staff(TABLE_MEMBER);
	(void) check_given(fcinfo, 0, REQUIRED, TABLE_MEMBER, "member_id");
	erasure.member_id = PG_GETARG_INT64(0);
	if (IsolationUsesXactSnapshot())
		refuse(refusal_values(
			ERRCODE_INVALID_TRANSACTION_STATE, TABLE_MEMBER, NULL,
			"a member can be erased at READ COMMITTED only",
			"What was written since the transaction's snapshot would be left behind."));
	require_row(TABLE_MEMBER, erasure.member_id);
	lock_tables();
	mark_member(&erasure);
	wait_for_bookings(&erasure);
	cancel_bookings(&erasure);
	end_memberships(&erasure);
	remove_person(erasure.member_id);
	PG_RETURN_INT64(erasure.member_id);
}
