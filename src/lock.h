/*
 * lock.h
 *		Short locks: held while a booking is checked and written, not until
 *		the transaction ends.
 */
#ifndef FITCLUB_LOCK_H
#define FITCLUB_LOCK_H

#include "fitclub.h"

typedef enum LockKind
{
	LOCK_ROOM,
	LOCK_TRAINER,
	LOCK_MEMBER,
	LOCK_CLASS,
	LOCK_BILL
} LockKind;

/* A resource, as the lock's tag shows it: a hash with a secret key. */
typedef uint64 LockTarget;

#define INLINE_LOCKS 8

/* Whether the guard of the table looks at a row that is written. */
typedef enum Guarding
{
	GUARDED,
	VOUCHED_FOR /* the caller has looked, and nobody can have come between */
} Guarding;

typedef struct ShortLocks
{
	int count; /* targets, those held first */
	int held;
	bool is_vouching; /* try to keep direct writers out */
	bool undisturbed; /* there is none, nor can one begin */
	int size;
	LockTarget *targets;
	LockTarget inline_targets[INLINE_LOCKS];
} ShortLocks;

/* Whether the guard has to look at what is written under these locks. */
static inline Guarding
locks_guarding(const ShortLocks *locks)
{
	return locks->undisturbed ? VOUCHED_FOR : GUARDED;
}

extern void locks_init(ShortLocks *locks);
extern void locks_vouch(ShortLocks *locks);
extern bool locks_need(ShortLocks *locks, LockKind kind, int64 id);
extern bool locks_missing(const ShortLocks *locks);
extern bool locks_try(ShortLocks *locks);
extern void locks_acquire(ShortLocks *locks);
extern void locks_let_direct_writers(ShortLocks *locks);
extern void locks_release(ShortLocks *locks);
extern void lock_direct_write(void);

#endif /* FITCLUB_LOCK_H */
