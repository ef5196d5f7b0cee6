/*
 * admission.c
 *		Checking and writing as one step, against everybody else.
 *
 * admit() calls a check until nobody is in its way, and comes back with the
 * short locks held: what the check has found free stays free until the caller
 * has written its rows and releases the locks.
 *
 * Why that is safe.  Two bookings that could clash have a resource in common,
 * and so a short lock. The second one looks when the first has written, and
 * a dirty scan sees that row whether or not it is committed. If it is not, its
 * transaction is the blocker: the second one lets go of what it holds, waits
 * and looks again. So the short locks need not be held until commit.
 *
 * Why functions do not deadlock over it.  Short locks are taken in one order by
 * everybody. A check that finds a row it has no lock for asks for that by
 * locks_need() and returns; all are released, and the larger set is taken in
 * order. While they are held nobody waits: tables, indexes and sequences are
 * locked by lock_relation(), rows by rows_lock(), all or none. What cannot be
 * had is waited for afterwards, without a short lock, and the check is called
 * once more. Two transactions that each hold a booking the other wants can
 * still deadlock, as any two that take things in different orders.
 *
 * Why it comes to an end.  After each round either something that was in the way
 * has ended, or there is a lock more than before.
 *
 * Snapshots.  Checks look at what is there, and not at what the transaction's
 * snapshot shows. Under REPEATABLE READ a row newer than the snapshot cannot be
 * updated or referred to, which is 40001, as always at that level.
 *
 * Not promised: anything against those who write to the tables without asking.
 * They are direct writers; guard() looks at their rows when they are written.
 * They write first and look afterwards, so that of two at least one sees the
 * other, and wait for each other as exclusion constraints do.
 */
#include "postgres.h"

#include "write/admission.h"

#include "engine/row_lock.h"

#include "access/xact.h"
#include "miscadmin.h"

/*
 * Lock what the check needs. A call that would have to queue for that looks
 * first: what is refused for certain needs no lock, so a crowd at a full class
 * is turned away by all processors at once. Returns such a refusal, or NULL.
 */
static Refusal *
acquire(ShortLocks *locks, AdmissionCheck check, void *state)
{
	Blocker ignored = NO_BLOCKER;
	Refusal *refusal;

	if (locks_try(locks))
		return NULL;
	refusal = check(state, &ignored);
	if (refusal == NULL)
		locks_acquire(locks);
	return refusal;
}

/* What came of looking and beginning to write, without waiting. */
typedef struct Attempt
{
	Refusal *refusal;
	Blocker blocker;
	bool was_obstructed; /* by a lock of a table or an index */
	WriterState *writing;
} Attempt;

static void
look_and_begin(ShortLocks *locks, Writer *writer, AdmissionCheck check,
			   void *state, Attempt *attempt)
{
	attempt->refusal = check(state, &attempt->blocker);
	/* a check that could not read a table has found nothing in it */
	if (attempt->refusal != NULL || is_obstructed() || locks_missing(locks) ||
		blocker_is_set(&attempt->blocker) || attempt->blocker.unseen)
		return;
	if (rows_lock(locks, &attempt->blocker))
		attempt->writing = writer_try_begin(writer, &locks->spared);
}

/* The same without waiting for anything. */
static Attempt
attempt_admission(ShortLocks *locks, Writer *writer, AdmissionCheck check,
				  void *state)
{
	Attempt attempt = {.blocker = NO_BLOCKER};

	locks_forget_rows(locks);
	begin_not_waiting();
	PG_TRY();
	{
		look_and_begin(locks, writer, check, state, &attempt);
	}
	PG_FINALLY();
	{
		attempt.was_obstructed = !end_not_waiting();
	}
	PG_END_TRY();
	return attempt;
}

/*
 * Admission: lock, check, and come back with the locks held, nobody in the way
 * and a writer begun, so that the caller can write, release the locks and end
 * the writer. What the check refuses is handed back instead, with NULL and
 * with all locks released, before anything is written.
 *
 * With undecided given, no transaction is waited for: where one is in the way,
 * it is noted there, and there is neither a refusal nor a writer.
 *
 * A check asks for the rows that are going to be written with
 * locks_need_row(). A role that may not write gets its error at once, and not
 * when a row is locked, which a standby cannot do.
 */
WriterState *
try_admit(ShortLocks *locks, Writer *writer, AdmissionCheck check, void *state,
		  Refusal **refusal, Blocker *undecided)
{
	writer_lock_tables(writer);
	/* What the statement that calls us has written is ours to change. */
	CommandCounterIncrement();
	for (;;)
	{
		Attempt attempt;
		bool missing;

		CHECK_FOR_INTERRUPTS();
		*refusal = acquire(locks, check, state);
		if (*refusal != NULL)
			break;
		attempt = attempt_admission(locks, writer, check, state);
		if (attempt.writing != NULL)
		{
			if (writer_runs_others(attempt.writing))
				locks_readmit_direct_writers(locks);
			return attempt.writing;
		}
		missing = locks_missing(locks);
		locks_yield(locks);
		*refusal = attempt.refusal;
		if (attempt.was_obstructed)
			wait_for_relation();
		else if (*refusal != NULL)
			break;
		else if (missing)
			continue;
		else if (blocker_is_set(&attempt.blocker) && undecided != NULL)
		{
			*undecided = attempt.blocker;
			break;
		}
		else if (blocker_is_set(&attempt.blocker))
			blocker_wait(&attempt.blocker);
		else if (attempt.blocker.unseen)
			refuse_unseen();
	}
	locks_release(locks);
	return NULL;
}

/* The same for a caller that has no other way: raises what is refused. */
WriterState *
admit(ShortLocks *locks, Writer *writer, AdmissionCheck check, void *state)
{
	Refusal *refusal;
	WriterState *writing =
		try_admit(locks, writer, check, state, &refusal, NULL);

	if (writing == NULL)
		refuse(refusal);
	return writing;
}

/*
 * The same after the fact, for rows that are already written: no locks, and
 * waiting for the transaction in the way, as exclusion constraints do.
 */
void
guard(AdmissionCheck check, void *state)
{
	for (;;)
	{
		Blocker blocker = NO_BLOCKER;

		refuse_if(check(state, &blocker));
		if (!blocker_is_set(&blocker))
			return;
		blocker_wait(&blocker);
	}
}
