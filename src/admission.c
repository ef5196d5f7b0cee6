/*
 * admission.c
 *		Checking and writing as one step, against everybody else.
 */
#include "postgres.h"

#include "admission.h"

#include "miscadmin.h"

/*
 * Lock what the check needs. Whoever would have to queue for that looks first:
 * what is refused for certain needs no lock, so that a crowd at a full class
 * is turned away by all processors at once.
 */
static void
acquire(ShortLocks *locks, AdmissionCheck check, void *state)
{
	Blocker ignored = NO_BLOCKER;

	if (locks_try(locks))
		return;
	refuse_if(check(state, &ignored));
	locks_acquire(locks);
}

/*
 * Admission: lock, check, and come back with the locks held and nobody in the
 * way, so that the caller can write and release. Raises what the check
 * refuses, before anything is written.
 *
 * A check that finds a row it has no lock for asks for it with locks_need()
 * and returns: it is called again once that is held as well. While we wait for
 * another transaction we hold none of the locks. Whoever may not write is told
 * at once, instead of when a row is locked: a standby cannot do that.
 */
void
admit(ShortLocks *locks, AdmissionCheck check, void *state)
{
	PreventCommandIfReadOnly("INSERT");
	for (;;)
	{
		Blocker blocker = NO_BLOCKER;
		Refusal *refusal;
		bool missing;

		CHECK_FOR_INTERRUPTS();
		acquire(locks, check, state);
		refusal = check(state, &blocker);
		if (refusal != NULL)
		{
			locks_release(locks);
			refuse(refusal);
		}
		missing = locks_missing(locks);
		if (!missing && !blocker_is_set(&blocker))
		{
			if (blocker.unseen)
				refuse_unseen();
			return;
		}
		locks_release(locks);
		if (!missing)
			blocker_wait(&blocker);
	}
}

/*
 * The same after the fact, for rows that are already written: no locks, and
 * waiting for whoever is in the way, as exclusion constraints do.
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
