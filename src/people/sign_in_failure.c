/*
 * sign_in_failure.c
 *		Failed attempts to sign in, and when the next one is allowed.
 *
 * An attempt is counted as failed before the password is looked at, and taken
 * back when it fits. The row of the e-mail stays locked until the transaction
 * ends, so that of attempts made at the same time each counts those before it.
 *
 * All e-mails are treated alike, whether anybody has them or not. The rows are
 * few, however many e-mails are tried: those with the fewest failures make
 * room, so that a flood of made-up addresses drives out only itself.
 */
#include "postgres.h"

#include "people/sign_in_failure.h"

#include "base/text_value.h"
#include "write/statement.h"

#include "access/xact.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "common/sha2.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

/* Sessions remember whose this many failures were that their callers took back. */
#define MOST_NOTES 64

/* More make no difference. */
#define MOST_FAILURES 1000

/*
 * A failure whose transaction was rolled back is not in the table. It is kept
 * here and counted with the session's next attempt.
 */
typedef struct FailureNote
{
	uint8 email_hash[PG_SHA256_DIGEST_LENGTH];
	SubTransactionId counted_in; /* invalid once that was rolled back */
	TimestampTz failed_at;
} FailureNote;

static FailureNote notes[MOST_NOTES];
static int note_count = 0;

/*
 * What there was no room for counts for every e-mail: a caller who takes back
 * failures of many has no more guesses than one who takes back those of one.
 */
static int further_failures = 0;
static TimestampTz last_further_failure = DT_NOBEGIN;
static bool callbacks_are_registered = false;

static void
drop_note(int index)
{
	memmove(&notes[index], &notes[index + 1],
			sizeof(FailureNote) * (note_count - index - 1));
	note_count--;
}

/* What was counted in this subtransaction, or in one of its own, is not. */
static void
lose_from(SubTransactionId first)
{
	for (int i = 0; i < note_count; i++)
		if (notes[i].counted_in >= first)
			notes[i].counted_in = InvalidSubTransactionId;
}

static void
at_transaction_end(XactEvent event, void *arg)
{
	if (event == XACT_EVENT_ABORT)
		lose_from(TopSubTransactionId);
	if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_PREPARE)
		for (int i = note_count - 1; i >= 0; i--)
			if (notes[i].counted_in != InvalidSubTransactionId)
				drop_note(i);
}

static void
at_savepoint_end(SubXactEvent event, SubTransactionId ended,
				 SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		lose_from(ended);
}

static bool
is_note_of(const FailureNote *note, Datum email_hash)
{
	return memcmp(note->email_hash, VARDATA_ANY(DatumGetByteaPP(email_hash)),
				  PG_SHA256_DIGEST_LENGTH) == 0;
}

/* After a day failures have no effect any longer, as in the table. */
static void
forget_old(void)
{
	TimestampTz oldest = GetCurrentTimestamp() - USECS_PER_DAY;

	for (int i = note_count - 1; i >= 0; i--)
		if (notes[i].counted_in == InvalidSubTransactionId &&
			notes[i].failed_at < oldest)
			drop_note(i);
	if (last_further_failure < oldest)
		further_failures = 0;
}

/* How many failures of this e-mail the table does not know of, and the last. */
static int
lost_failures(Datum email_hash, TimestampTz *last)
{
	int lost;

	forget_old();
	lost = further_failures;
	*last = last_further_failure;
	for (int i = 0; i < note_count; i++)
	{
		if (notes[i].counted_in != InvalidSubTransactionId ||
			!is_note_of(&notes[i], email_hash))
			continue;
		lost++;
		*last = Max(*last, notes[i].failed_at);
	}
	return lost;
}

/* Note a failure that the table now knows of, with those that were lost. */
static void
note_failure(Datum email_hash)
{
	FailureNote *note;

	if (!callbacks_are_registered)
	{
		RegisterXactCallback(at_transaction_end, NULL);
		RegisterSubXactCallback(at_savepoint_end, NULL);
		callbacks_are_registered = true;
	}
	for (int i = 0; i < note_count; i++)
		if (notes[i].counted_in == InvalidSubTransactionId &&
			is_note_of(&notes[i], email_hash))
			notes[i].counted_in = GetCurrentSubTransactionId();
	if (note_count == MOST_NOTES)
	{
		further_failures = Min(further_failures + 1, MOST_FAILURES);
		last_further_failure = GetCurrentTimestamp();
		return;
	}
	note = &notes[note_count++];
	memcpy(note->email_hash, VARDATA_ANY(DatumGetByteaPP(email_hash)),
		   PG_SHA256_DIGEST_LENGTH);
	note->counted_in = GetCurrentSubTransactionId();
	note->failed_at = GetCurrentTimestamp();
}

/*
 * Failures as a member do not count for staff with the same e-mail, nor does a
 * sign-in as one end those as the other. That of staff stands alone in the
 * hash, as it does in rows of older versions.
 */
static Datum
hash_email(Persona persona, Datum email)
{
	text *account = DatumGetTextPP(email);

	if (persona != PERSONA_STAFF)
		account = cstring_to_text(psprintf("%s:%s", persona_name(persona),
										   text_to_cstring(account)));
	/* A text and a bytea have the same form. */
	return DirectFunctionCall1(sha256_bytea,
							   PointerGetDatum(fold_text(account)));
}

/*
 * Make room: what is older than a day no longer has any effect. Skips rows that
 * others are just counting in.
 */
static void
make_room(void)
{
	static SavedStatement prune = {
		"WITH stored AS ("
		" SELECT count(*) AS rows FROM fitclub.sign_in_failure"
		"), surplus AS ("
		" SELECT email_hash FROM fitclub.sign_in_failure"
		"  ORDER BY failed_at > clock_timestamp() - interval '1 day',"
		"   failures, failed_at"
		"  LIMIT (SELECT CASE WHEN rows > 10000 THEN rows - 9900 ELSE 0 END"
		"   FROM stored) FOR UPDATE SKIP LOCKED"
		") DELETE FROM fitclub.sign_in_failure AS f USING surplus"
		" WHERE f.email_hash = surplus.email_hash",
		0,
		{InvalidOid}};

	(void) statement_execute(&prune, NULL, NULL);
}

/* Whether after so many failures, the last at an instant, one may try again. */
#define MAY_TRY(failures, failed_at)                                          \
	"(" failures " < 5 OR clock_timestamp() < " failed_at                     \
	" OR clock_timestamp() >= " failed_at " + make_interval("                 \
	"  secs => least(2 ^ (least(" failures ", 20) - 5), 300)))"

/* Failures that the row of an e-mail still stands for. */
#define COUNTING                                                              \
	"(CASE WHEN f.failed_at < clock_timestamp() - interval '1 day'"           \
	"  THEN 0 ELSE f.failures END + $2)"

/*
 * Whether an attempt to sign in with this e-mail is allowed now; if so it is
 * counted as a failure until sign_in_forget(). Five are free; from then on
 * each makes the next wait twice as long, from one second up to five minutes.
 * An attempt that comes too early does not count, or someone else's attempts
 * would lock a person out for longer. Locks the row of the e-mail until the
 * transaction ends.
 */
bool
sign_in_admit(Persona persona, Datum email)
{
	static SavedStatement count = {
		"INSERT INTO fitclub.sign_in_failure AS f"
		"  (email_hash, failures, failed_at)"
		" SELECT $1, 1 + $2, clock_timestamp()"
		" WHERE " MAY_TRY(
			"$2",
			"$3") " ON CONFLICT (email_hash) DO UPDATE SET"
				  "  failures = least(1000, 1 + " COUNTING "),"
				  "  failed_at = clock_timestamp()"
				  " WHERE " MAY_TRY(
					  COUNTING,
					  "greatest(f.failed_at, $3)") " RETURNING f.failures::bigint",
		3,
		{BYTEAOID, INT4OID, TIMESTAMPTZOID}};
	Datum values[3];
	TimestampTz last;
	int64 failures;

	values[0] = hash_email(persona, email);
	values[1] = Int32GetDatum(lost_failures(values[0], &last));
	values[2] = TimestampTzGetDatum(last);
	if (!statement_fetch_id(&count, values, NULL, &failures))
		return false;
	if (failures == 1)
		make_room();
	note_failure(values[0]);
	return true;
}

/* Somebody has signed in with this e-mail, or was given another password. */
void
sign_in_forget(Persona persona, Datum email)
{
	static SavedStatement forget = {
		"DELETE FROM fitclub.sign_in_failure WHERE email_hash = $1",
		1,
		{BYTEAOID}};
	Datum email_hash = hash_email(persona, email);

	(void) statement_execute(&forget, &email_hash, NULL);
	for (int i = note_count - 1; i >= 0; i--)
		if (is_note_of(&notes[i], email_hash))
			drop_note(i);
}
