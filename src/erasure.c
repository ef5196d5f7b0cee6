/*
 * erasure.c
 *		Removing a person and keeping the books.
 */
#include "postgres.h"

#include "admission.h"
#include "argument.h"
#include "audit.h"
#include "calendar.h"
#include "directory.h"
#include "erased.h"
#include "local_time.h"
#include "metric.h"
#include "permission.h"
#include "plan.h"

#include "catalog/pg_type.h"
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
	return NULL;
}

/*
 * Mark the member, between the bookings of those who look first: whoever
 * looks from now on waits for us.
 */
static void
mark_member(Erasure *erasure)
{
	static SavedPlan mark = {
		"INSERT INTO fitclub.erased_member (member_id, erased_at)"
		" VALUES ($1, $2)",
		2,
		{INT8OID, TIMESTAMPTZOID}};
	ShortLocks locks;

	locks_init(&locks);
	(void) locks_need(&locks, LOCK_MEMBER, erasure->member_id);
	admit(&locks, check_mark, erasure);
	if (!erasure->was_erased)
	{
		Datum values[2];

		erasure->erased_at = current_instant();
		values[0] = Int64GetDatum(erasure->member_id);
		values[1] = TimestampTzGetDatum(erasure->erased_at);
		(void) plan_execute(&mark, values, NULL);
	}
	locks_release(&locks);
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

/*
 * Cancel what is to come, by the rules but without a fee, which nobody would
 * be there to pay.
 */
static void
cancel_bookings(const Erasure *erasure)
{
	static SavedPlan cancel_sessions = {
		"SELECT fitclub.cancel_session(session_id, waive_fee => true)"
		" FROM fitclub.private_session"
		" WHERE member_id = $1 AND start_time > $2 AND cancelled_at IS NULL",
		2,
		{INT8OID, TIMESTAMPTZOID}};
	static SavedPlan cancel_seats = {
		"SELECT fitclub.cancel_registration(registration_id, waive_fee => true)"
		" FROM fitclub.class_registration"
		" WHERE member_id = $1 AND start_time > $2 AND cancelled_at IS NULL",
		2,
		{INT8OID, TIMESTAMPTZOID}};
	Datum values[2];

	values[0] = Int64GetDatum(erasure->member_id);
	values[1] = TimestampTzGetDatum(erasure->erased_at);
	(void) plan_execute(&cancel_sessions, values, NULL);
	(void) plan_execute(&cancel_seats, values, NULL);
}

/* Parameters of every statement below. */
enum
{
	MEMBER_ID, /* $1 bigint */
	WORDS,     /* $2 text[], by which the member is known */
	LOGINS,    /* $3 text[], roles that are the member's */
	PARAMETERS
};

#define PARAMETER_TYPES                                                       \
	{                                                                         \
		INT8OID, TEXTARRAYOID, TEXTARRAYOID                                   \
	}

/* In texts about others only what can hardly mean anybody else is replaced. */
#define DISTINCT_WORDS                                                        \
	"(SELECT array_agg(word) FROM unnest($2) AS word WHERE word ~ '[ @]')"

/* The books stay, but for what people have written in them. */
static SavedPlan removals[] = {
	{"UPDATE fitclub.member SET first_name = 'Erased', last_name = 'member',"
	 "  email = 'erased.' || $1 || '@erased.invalid', phone_number = NULL,"
	 "  date_of_birth = NULL, gender = NULL, target_weight = NULL,"
	 "  notes = NULL, last_metric_at = NULL"
	 " WHERE member_id = $1",
	 PARAMETERS, PARAMETER_TYPES},
	{"DELETE FROM fitclub.health_metric WHERE member_id = $1", PARAMETERS,
	 PARAMETER_TYPES},
	{"DELETE FROM fitclub.notification WHERE member_id = $1", PARAMETERS,
	 PARAMETER_TYPES},
	{"UPDATE fitclub.notification"
	 "  SET message = fitclub_internal.without_words(message, " DISTINCT_WORDS
	 ")"
	 " WHERE message <> fitclub_internal.without_words(message, " DISTINCT_WORDS
	 ")",
	 PARAMETERS, PARAMETER_TYPES},
	/* Bills of bookings are worded by functions, which do not name members. */
	{"UPDATE fitclub.billing_item"
	 "  SET description = fitclub_internal.without_words(description, $2)"
	 " WHERE member_id = $1"
	 "  AND class_id IS NULL AND private_session_id IS NULL"
	 "  AND description <> fitclub_internal.without_words(description, $2)",
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.payment"
	 "  SET description = fitclub_internal.without_words(description, $2), notes = NULL"
	 " WHERE (member_id = $1 OR billing_id IN"
	 "   (SELECT b.billing_id FROM fitclub.billing_item AS b"
	 "    WHERE b.member_id = $1))"
	 "  AND (notes IS NOT NULL"
	 "   OR description <> fitclub_internal.without_words(description, $2))",
	 PARAMETERS, PARAMETER_TYPES},
	{"DELETE FROM fitclub.login WHERE member_id = $1", PARAMETERS,
	 PARAMETER_TYPES},
};

/*
 * The same in the log. Of a row that was deleted long ago only the log itself
 * tells whose it was, so all of it is read. Whoever had the id before
 * clear_data() is erased as well.
 */
static SavedPlan redactions[] = {
	{"UPDATE fitclub.audit_log AS l SET"
	 "  old_row = fitclub_internal.redacted(l.old_row, p.columns),"
	 "  new_row = fitclub_internal.redacted(l.new_row, p.columns)"
	 " FROM (VALUES"
	 "  ('member', '{first_name,last_name,email,phone_number,date_of_birth,"
	 "gender,target_weight,notes,last_metric_at}'::text[]),"
	 "  ('health_metric', '{recorded_at,weight,height,heart_rate,"
	 "target_weight}'),"
	 "  ('notification', '{message}'),"
	 "  ('payment', '{description,notes}'),"
	 "  ('login', '{login_role}')"
	 " ) AS p (table_name, columns)"
	 " WHERE l.table_name = p.table_name"
	 "  AND ($1::text IN (l.old_row ->> 'member_id', l.new_row ->> 'member_id')"
	 "   OR l.table_name = 'payment'"
	 "    AND (coalesce(l.new_row, l.old_row) ->> 'billing_id')::bigint IN"
	 "     (SELECT b.billing_id FROM fitclub.billing_item AS b"
	 "      WHERE b.member_id = $1))",
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.audit_log SET"
	 "  old_row = fitclub_internal.redacted_words(old_row, 'description', $2),"
	 "  new_row = fitclub_internal.redacted_words(new_row, 'description', $2)"
	 " WHERE table_name = 'billing_item'"
	 "  AND coalesce(new_row, old_row) ->> 'member_id' = $1::text"
	 "  AND coalesce(new_row, old_row) ->> 'class_id' IS NULL"
	 "  AND coalesce(new_row, old_row) ->> 'private_session_id' IS NULL",
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.audit_log SET"
	 "  old_row = fitclub_internal.redacted_words(old_row, 'message', " DISTINCT_WORDS
	 "),"
	 "  new_row = fitclub_internal.redacted_words(new_row, 'message', " DISTINCT_WORDS
	 ")"
	 " WHERE table_name = 'notification'"
	 "  AND concat(old_row, new_row) <> fitclub_internal.without_words("
	 "   concat(old_row, new_row), " DISTINCT_WORDS ")",
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.audit_log SET row_key = 'erased ' || md5(row_key)"
	 " WHERE table_name = 'login' AND row_key = ANY ($3)"
	 "  AND coalesce(new_row, old_row) ->> 'member_id' = $1::text",
	 PARAMETERS, PARAMETER_TYPES},
	{"UPDATE fitclub.audit_log SET"
	 "  role_name = CASE WHEN role_name = ANY ($3) THEN '[erased]'"
	 "   ELSE role_name END,"
	 "  session_role = CASE WHEN session_role = ANY ($3) THEN '[erased]'"
	 "   ELSE session_role END"
	 " WHERE persona = 'member' AND person_id = $1"
	 "  AND (role_name = ANY ($3) OR session_role = ANY ($3))",
	 PARAMETERS, PARAMETER_TYPES},
};

/*
 * Names, addresses and numbers that the member has or had; not those of whoever
 * had the id before clear_data().
 */
static SavedPlan find_words = {
	"SELECT coalesce(array_agg(DISTINCT w.word), '{}') FROM ("
	" SELECT first_name, last_name, email, phone_number"
	"  FROM fitclub.member WHERE member_id = $1"
	" UNION SELECT r.row ->> 'first_name', r.row ->> 'last_name',"
	"  r.row ->> 'email', r.row ->> 'phone_number'"
	"  FROM fitclub.audit_log AS l,"
	"   unnest(ARRAY[l.old_row, l.new_row]) AS r (row)"
	"  WHERE l.table_name = 'member' AND l.row_key = $1::text"
	"   AND l.version >= (SELECT max(b.version) FROM fitclub.audit_log AS b"
	"    WHERE b.table_name = 'member' AND b.row_key = $1::text"
	"    AND b.action IN ('INSERT', 'BASELINE'))"
	") AS p (first_name, last_name, email, phone_number),"
	" unnest(ARRAY[first_name || ' ' || last_name, first_name, last_name,"
	"  email, phone_number]) AS w (word)"
	" WHERE w.word IS NOT NULL AND p.email NOT LIKE '%@erased.invalid'"
	"  AND p.email <> '[erased]'",
	1,
	{INT8OID}};

static SavedPlan find_logins = {
	"SELECT coalesce(array_agg(DISTINCT row_key), '{}') FROM ("
	" SELECT login_role::text FROM fitclub.login WHERE member_id = $1"
	" UNION SELECT row_key FROM fitclub.audit_log"
	"  WHERE table_name = 'login'"
	"  AND coalesce(new_row, old_row) ->> 'member_id' = $1::text"
	") AS r (row_key)",
	1,
	{INT8OID}};

/*
 * Wait for whoever is writing anything that refers to the member, and keep
 * others from it until we are done.
 */
static void
lock_member(Datum member_id)
{
	static SavedPlan lock = {
		"SELECT FROM fitclub.member WHERE member_id = $1 FOR UPDATE",
		1,
		{INT8OID}};

	(void) plan_execute(&lock, &member_id, NULL);
}

static void
remove_person(int64 member_id)
{
	Datum values[PARAMETERS];

	values[MEMBER_ID] = Int64GetDatum(member_id);
	lock_member(values[MEMBER_ID]);
	values[WORDS] = plan_datum(&find_words, &values[MEMBER_ID]);
	values[LOGINS] = plan_datum(&find_logins, &values[MEMBER_ID]);
	metrics_allow_delete(true);
	PG_TRY();
	{
		for (size_t i = 0; i < lengthof(removals); i++)
			(void) plan_execute(&removals[i], values, NULL);
	}
	PG_FINALLY();
	{
		metrics_allow_delete(false);
	}
	PG_END_TRY();
	for (size_t i = 0; i < lengthof(redactions); i++)
		audit_rewrite(&redactions[i], values, NULL);
}

/*
 * erase_member(member_id): removes the person and keeps the books. Short-locks
 * the member, then waits for bookings of the member that are in progress, and
 * locks the member's row until the transaction ends. Returns the member's id.
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
	mark_member(&erasure);
	wait_for_bookings(&erasure);
	cancel_bookings(&erasure);
	remove_person(erasure.member_id);
	PG_RETURN_INT64(erasure.member_id);
}
