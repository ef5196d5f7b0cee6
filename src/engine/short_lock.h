/*
 * short_lock.h
 *		Short locks: held while a booking is checked and written, not until
 *		the transaction ends.
 */
#ifndef FITCLUB_SHORT_LOCK_H
#define FITCLUB_SHORT_LOCK_H

#include "schema/catalog.h"

#include "nodes/lockoptions.h"
#include "nodes/pg_list.h"
#include "storage/itemptr.h"
#include "storage/lockdefs.h"

typedef enum LockKind
{
	LOCK_ROOM,
	LOCK_TRAINER,
	LOCK_MEMBER,
	LOCK_CLASS,
	LOCK_BILL,
	LOCK_REQUEST, /* by the hash of its key */
	LOCK_GATE,    /* of a class */
	LOCK_CLUB,    /* taken to close it */
	LOCK_TILL
} LockKind;

/* A resource, as the lock's tag shows it: a hash with a secret key. */
typedef uint64 LockTarget;

#define INLINE_LOCKS 8

/* A row that has to be locked, in the place where a check has seen it. */
typedef struct LockedRow
{
	TableId table;
	int64 id;
	ItemPointerData place;
	LockTupleMode mode;
} LockedRow;

/* Whether the guard of the table looks at a row that is written. */
typedef enum Guarding
{
	GUARDED,
	SKIP_GUARD /* the caller has looked, and nobody can have come between */
} Guarding;

/* What the last check has said is not going to be written. */
typedef struct Spared
{
	TableSet tables;
	ColumnSet columns[TABLE_COUNT]; /* of new rows: they stay null */
} Spared;

#define NOTHING_SPARED ((Spared){0})

typedef struct ShortLocks
{
	int count; /* targets, those held first */
	int held;
	int64 gate;   /* the class whose gate is on the way, or NO_ID */
	bool passing; /* it, so that nobody closes it */
	bool closed;  /* it, so that nobody passes */
	bool exclude_direct_writers;  /* try to */
	bool direct_writers_excluded; /* there is none, nor can one begin */
	int size;
	List *rows; /* of LockedRow, which the last check has asked for */
	Spared spared;
	LockTarget *targets;
	LockTarget inline_targets[INLINE_LOCKS];
} ShortLocks;

/* Whether the guard has to look at what is written under these locks. */
static inline Guarding
locks_guarding(const ShortLocks *locks)
{
	return locks->direct_writers_excluded ? SKIP_GUARD : GUARDED;
}

extern void locks_init(ShortLocks *locks);
extern void locks_exclude_direct_writers(ShortLocks *locks);
extern void locks_close_gate(ShortLocks *locks, int64 class_id);
extern bool locks_need(ShortLocks *locks, LockKind kind, int64 id);
extern void locks_forget_rows(ShortLocks *locks);
extern void locks_need_row(ShortLocks *locks, TableId table, int64 id,
						   const ItemPointerData *place, LockTupleMode mode);
extern void locks_spare_table(ShortLocks *locks, TableId table);
extern void locks_spare_columns(ShortLocks *locks, TableId table,
								ColumnSet columns);
extern bool locks_missing(const ShortLocks *locks);
extern bool locks_try(ShortLocks *locks);
extern void locks_acquire(ShortLocks *locks);
extern void locks_readmit_direct_writers(ShortLocks *locks);
extern void locks_yield(ShortLocks *locks);
extern void locks_release(ShortLocks *locks);
extern void lock_direct_write(void);

/* tables and indexes */
extern void begin_not_waiting(void);
extern bool end_not_waiting(void);
extern bool lock_relation(Oid relid, LOCKMODE mode);
extern bool is_obstructed(void);
extern void wait_for_relation(void);

#endif /* FITCLUB_SHORT_LOCK_H */
