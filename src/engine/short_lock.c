/*
 * short_lock.c
 *		Short locks on rooms, trainers, members, classes, bills, requests
 *		and the till.
 *
 * Two bookings of one trainer take turns at looking and writing. The lock is
 * let go before commit: from then on the written row itself is what the next
 * one finds. So a booking waits for another transaction only if they clash.
 *
 * These locks there are, in the order in which they are taken:
 *
 *	gate of a class		Share by those who take or give back a seat, on
 *						their way; Exclusive by those who change the class
 *	short locks			Exclusive, in the order of their tags
 *	the calendar		Share by a function, if that takes no waiting;
 *						RowExclusive by a direct writer
 *
 * All but that of a direct writer are let go of when the rows are written.
 * Nobody waits for anything else while holding one, and everybody keeps the
 * order, so they are in no circle. A transaction that has written something
 * does not wait at a gate: what has closed it may be waiting for that very
 * transaction.
 *
 * A direct writer, who uses INSERT, UPDATE or COPY on the calendar's tables,
 * takes none of these locks, but says so with the one on the whole
 * calendar until the transaction ends. While nobody holds that, what a check
 * has found free stays free until the row is written, and the guard need not
 * look again. What keeps direct writers waiting there is a function between
 * look and row, which itself waits for nobody.
 *
 * The locks are advisory locks of the server with a fourth field of our own,
 * so that they meet no advisory lock taken from SQL. An error lets go of them
 * with the transaction or subtransaction.
 *
 * Every role can read pg_locks, so a lock does not show what it is for: its
 * tag is a hash of that with a key that no role can read. Two resources of one
 * hash share a lock, which costs no more than a wait.
 *
 * Not promised: anything about rows. Who holds the lock of a trainer has to look
 * what the trainer does, and finds out by that look whether to wait.
 */
#include "postgres.h"

#include "engine/short_lock.h"

#include "base/settings.h"

#include "access/xact.h"
#include "access/xlog.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "storage/lock.h"

/* SQL-level advisory locks have 1 and 2 there, Citus 4 to 12. */
#define SHORT_LOCK_FIELD 17
#define CALENDAR_LOCK_FIELD 18

/* Unset while somebody checks and begins to write under short locks. */
static bool may_wait = true;

/* A table or an index that somebody else has locked, and how we want it. */
static Oid obstacle = InvalidOid;
static LOCKMODE obstacle_mode = NoLock;

/*
 * Nothing is needed yet, nor held. The caller's variable; no error leaves it
 * behind, for the locks go with the transaction.
 */
void
locks_init(ShortLocks *locks)
{
	locks->count = 0;
	locks->size = INLINE_LOCKS;
	locks->held = 0;
	locks->gate = NO_ID;
	locks->passing = false;
	locks->closed = false;
	locks->exclude_direct_writers = false;
	locks->direct_writers_excluded = false;
	locks->rows = NIL;
	locks->spared = NOTHING_SPARED;
	locks->targets = locks->inline_targets;
}

/*
 * Have direct writers kept out as well, so that the row about to be written
 * can be vouched for. Only for who does nothing between the check and the row
 * that could wait: a direct writer waits for us then. A statement announces
 * itself as a direct writer, and two of them that keep each other out would
 * never get there.
 */
void
locks_exclude_direct_writers(ShortLocks *locks)
{
	locks->exclude_direct_writers = *settings.direct_writes;
}

static uint64
rotate_left(uint64 word, int bits)
{
	return (word << bits) | (word >> (64 - bits));
}

static void
mix(uint64 v[4], int rounds)
{
	while (rounds-- > 0)
	{
		v[0] += v[1];
		v[1] = rotate_left(v[1], 13) ^ v[0];
		v[0] = rotate_left(v[0], 32);
		v[2] += v[3];
		v[3] = rotate_left(v[3], 16) ^ v[2];
		v[0] += v[3];
		v[3] = rotate_left(v[3], 21) ^ v[0];
		v[2] += v[1];
		v[1] = rotate_left(v[1], 17) ^ v[2];
		v[2] = rotate_left(v[2], 32);
	}
}

/*
 * SipHash-2-4: without the key nobody can tell what a hash is of, however many
 * others they know. The key is the secret of the cluster that the server
 * itself hides unknown users with; the database is hashed, too.
 */
static uint64
keyed_hash(LockKind kind, int64 id)
{
	const uint64 words[] = {((uint64) kind << 32) | MyDatabaseId, (uint64) id,
							UINT64CONST(16) << 56};
	uint64 key[2];
	uint64 v[4];

	memcpy(key, GetMockAuthenticationNonce(), sizeof(key));
	v[0] = key[0] ^ UINT64CONST(0x736f6d6570736575);
	v[1] = key[1] ^ UINT64CONST(0x646f72616e646f6d);
	v[2] = key[0] ^ UINT64CONST(0x6c7967656e657261);
	v[3] = key[1] ^ UINT64CONST(0x7465646279746573);
	for (size_t i = 0; i < lengthof(words); i++)
	{
		v[3] ^= words[i];
		mix(v, 2);
		v[0] ^= words[i];
	}
	v[2] ^= 0xff;
	mix(v, 4);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/*
 * There can be thousands of members and bills in one class, so all of them
 * share as many locks as the lock table has room for beside others. Ids that
 * follow each other have different ones.
 */
static LockTarget
lock_target(LockKind kind, int64 id)
{
	int64 most = Max((int64) max_locks_per_xact * MaxBackends / 8, 16);

	if (kind == LOCK_MEMBER || kind == LOCK_BILL)
		id %= most;
	return keyed_hash(kind, id);
}

static int
compare_targets(const void *left, const void *right)
{
	LockTarget a = *(const LockTarget *) left;
	LockTarget b = *(const LockTarget *) right;

	return (a > b) - (a < b);
}

static LOCKTAG
lock_tag(LockTarget target)
{
	LOCKTAG tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, (uint32) (target >> 32),
						 (uint32) target, SHORT_LOCK_FIELD);
	return tag;
}

static void
sort_targets(ShortLocks *locks)
{
	int kept = 0;

	qsort(locks->targets, locks->count, sizeof(LockTarget), compare_targets);
	for (int i = 0; i < locks->count; i++)
	{
		if (kept == 0 || locks->targets[kept - 1] != locks->targets[i])
			locks->targets[kept++] = locks->targets[i];
	}
	locks->count = kept;
}

static LOCKTAG
calendar_tag(void)
{
	LOCKTAG tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, 0, 0, CALENDAR_LOCK_FIELD);
	return tag;
}

/*
 * Announce a direct write to the calendar, until the transaction ends. Waits
 * for the functions that are just about to write, which wait for nobody.
 */
void
lock_direct_write(void)
{
	LOCKTAG tag = calendar_tag();

	(void) LockAcquire(&tag, RowExclusiveLock, false, false);
}

/* Keep direct writers out for a moment, unless there already is one. */
static void
keep_direct_writers_out(ShortLocks *locks)
{
	LOCKTAG tag = calendar_tag();

	locks->direct_writers_excluded =
		locks->exclude_direct_writers &&
		LockAcquire(&tag, ShareLock, false, true) != LOCKACQUIRE_NOT_AVAIL;
}

/* Let them in again: what they could have disturbed is written. */
void
locks_readmit_direct_writers(ShortLocks *locks)
{
	LOCKTAG tag = calendar_tag();

	if (locks->direct_writers_excluded)
		(void) LockRelease(&tag, ShareLock, false);
	locks->direct_writers_excluded = false;
}

static bool
lock_gate(const ShortLocks *locks, LOCKMODE mode, bool wait)
{
	LOCKTAG tag = lock_tag(lock_target(LOCK_GATE, locks->gate));

	return LockAcquire(&tag, mode, false, !wait) != LOCKACQUIRE_NOT_AVAIL;
}

static void
unlock_gate(const ShortLocks *locks, LOCKMODE mode)
{
	LOCKTAG tag = lock_tag(lock_target(LOCK_GATE, locks->gate));

	(void) LockRelease(&tag, mode, false);
}

/* Whether somebody may be waiting for this transaction to end. */
static bool
has_written(void)
{
	return TransactionIdIsValid(GetTopTransactionIdIfAny());
}

/*
 * The gate of a class. Taking or giving back a seat passes it on the way to
 * the short locks. Changing the class closes it until that is written, and so
 * has to wait for no more seats than those in progress. A transaction that has
 * written something does not wait here: what has closed the gate may be
 * waiting for that transaction.
 */
static bool
pass_gate(ShortLocks *locks, bool wait)
{
	if (locks->gate == NO_ID || locks->closed || has_written())
		return true;
	locks->passing = lock_gate(locks, ShareLock, wait);
	return locks->passing;
}

/* Let nobody pass the gate of a class until the locks are let go of. */
void
locks_close_gate(ShortLocks *locks, int64 class_id)
{
	locks->gate = class_id;
	locks->closed = lock_gate(locks, ExclusiveLock, !has_written());
}

/* Lock what is needed in the order that everybody keeps. */
static bool
lock_targets(ShortLocks *locks, bool wait)
{
	Assert(locks->held == 0);
	if (!pass_gate(locks, wait))
		return false;
	sort_targets(locks);
	while (locks->held < locks->count)
	{
		LOCKTAG tag = lock_tag(locks->targets[locks->held]);

		if (LockAcquire(&tag, ExclusiveLock, false, !wait) ==
			LOCKACQUIRE_NOT_AVAIL)
			return false;
		locks->held++;
	}
	keep_direct_writers_out(locks);
	return true;
}

/* Lock all that is needed, or nothing if that would take waiting. */
bool
locks_try(ShortLocks *locks)
{
	if (lock_targets(locks, false))
		return true;
	locks_yield(locks);
	return false;
}

/* Lock all that is needed, and wait for it. */
void
locks_acquire(ShortLocks *locks)
{
	(void) lock_targets(locks, true);
}

static void
add_target(ShortLocks *locks, LockTarget target)
{
	if (locks->count == locks->size)
	{
		LockTarget *larger = palloc(sizeof(LockTarget) * locks->size * 2);

		memcpy(larger, locks->targets, sizeof(LockTarget) * locks->size);
		if (locks->targets != locks->inline_targets)
			pfree(locks->targets);
		locks->targets = larger;
		locks->size *= 2;
	}
	locks->targets[locks->count++] = target;
}

/*
 * Whether a resource is locked. One that is not will be by the next
 * locks_acquire(); NO_ID is no resource.
 */
bool
locks_need(ShortLocks *locks, LockKind kind, int64 id)
{
	LockTarget target;

	if (id == NO_ID)
		return true;
	if (kind == LOCK_CLASS)
		locks->gate = id;
	target = lock_target(kind, id);
	if (bsearch(&target, locks->targets, locks->held, sizeof(LockTarget),
				compare_targets) != NULL)
		return true;
	add_target(locks, target);
	return false;
}

/* The next check asks for its rows again. */
void
locks_forget_rows(ShortLocks *locks)
{
	list_free_deep(locks->rows);
	locks->rows = NIL;
	locks->spared = NOTHING_SPARED;
}

/*
 * Have a row locked that is going to be written, or referred to, once the
 * check has found nothing in the way.
 */
void
locks_need_row(ShortLocks *locks, TableId table, int64 id,
			   const ItemPointerData *place, LockTupleMode mode)
{
	LockedRow *row = palloc(sizeof(LockedRow));

	*row = (LockedRow){table, id, *place, mode};
	locks->rows = lappend(locks->rows, row);
}

/*
 * Nothing is going to be written to a table that the writer names, so its
 * indexes, which may be many, need neither be locked nor opened.
 */
void
locks_spare_table(ShortLocks *locks, TableId table)
{
	locks->spared.tables |= table_bit(table);
}

/*
 * Nothing but new rows is going to be written to a table, and columns of theirs
 * stay null, so that partial indexes of other rows are left alone as well.
 */
void
locks_spare_columns(ShortLocks *locks, TableId table, ColumnSet columns)
{
	locks->spared.columns[table] |= columns;
}

/* Whether something was needed that is not locked. */
bool
locks_missing(const ShortLocks *locks)
{
	return locks->count > locks->held;
}

/* Let go of all that is held but a gate that is closed, to wait and try again. */
void
locks_yield(ShortLocks *locks)
{
	locks_readmit_direct_writers(locks);
	for (int i = locks->held - 1; i >= 0; i--)
	{
		LOCKTAG tag = lock_tag(locks->targets[i]);

		(void) LockRelease(&tag, ExclusiveLock, false);
	}
	locks->held = 0;
	if (locks->passing)
		unlock_gate(locks, ShareLock);
	locks->passing = false;
}

/* Let go of all that is held, in the opposite order. */
void
locks_release(ShortLocks *locks)
{
	locks_yield(locks);
	if (locks->closed)
		unlock_gate(locks, ExclusiveLock);
	locks->closed = false;
}

/* From here on lock_relation() waits for nobody. */
void
begin_not_waiting(void)
{
	obstacle = InvalidOid;
	may_wait = false;
}

/* End that. Returns whether everything could be locked. */
bool
end_not_waiting(void)
{
	may_wait = true;
	return !OidIsValid(obstacle);
}

/*
 * Lock a table or an index. Returns false, instead of waiting for somebody
 * else's lock, while short locks are held: what is found then is of no use,
 * and admit() starts again after wait_for_relation().
 */
bool
lock_relation(Oid relid, LOCKMODE mode)
{
	if (ConditionalLockRelationOid(relid, mode))
		return true;
	if (may_wait)
	{
		LockRelationOid(relid, mode);
		return true;
	}
	obstacle = relid;
	obstacle_mode = mode;
	return false;
}

/* Whether something could not be locked, which makes what was found useless. */
bool
is_obstructed(void)
{
	return !may_wait && OidIsValid(obstacle);
}

/* Wait for what could not be locked, and lock it for the transaction. */
void
wait_for_relation(void)
{
	LockRelationOid(obstacle, obstacle_mode);
}
