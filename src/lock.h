/*
 * lock.h
 *		Short locks: held while a booking is checked and written, not until
 *		the transaction ends.
 */
#ifndef FITCLUB_LOCK_H
#define FITCLUB_LOCK_H

#include "fitclub.h"

/* Everybody locks in this order, and by id within a kind. */
typedef enum LockKind
{
	LOCK_ROOM,
	LOCK_TRAINER,
	LOCK_MEMBER,
	LOCK_CLASS,
	LOCK_BILL
} LockKind;

typedef struct LockTarget
{
	LockKind kind;
	int64 id;
} LockTarget;

#define INLINE_LOCKS 8

typedef struct ShortLocks
{
	int count; /* targets, those held first */
	int held;
	int size;
	LockTarget *targets;
	LockTarget inline_targets[INLINE_LOCKS];
} ShortLocks;

extern void locks_init(ShortLocks *locks);
extern bool locks_need(ShortLocks *locks, LockKind kind, int64 id);
extern bool locks_missing(const ShortLocks *locks);
extern void locks_acquire(ShortLocks *locks);
extern void locks_release(ShortLocks *locks);

#endif /* FITCLUB_LOCK_H */
