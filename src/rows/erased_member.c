/*
 * erased_member.c
 *		Members whose person was removed.
 */
#include "postgres.h"

#include "rows/erased_member.h"

#include "miscadmin.h"

/*
 * Whether a member was erased, and when. A transaction that is just doing it,
 * or taking it back, is the blocker.
 */
bool
member_is_erased(int64 member_id, TimestampTz *erased_at, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	bool erased = false;

	key_int64(&key, Anum_any_key, member_id);
	do
	{
		dirty_scan_begin(&scan, TABLE_ERASED_MEMBER, INDEX_ERASED_MEMBER_KEY,
						 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			dirty_scan_note(&scan, row, blocker);
			if (dirty_scan_state(&scan) != ROW_SETTLED)
				continue;
			erased = true;
			*erased_at = row_int64(row, RelationGetDescr(scan.heap),
								   Anum_erased_member_erased_at);
		}
	} while (dirty_scan_end(&scan) && !erased);
	return erased;
}

Refusal *
refusal_member_erased(int64 member_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_MEMBER, "member_erased",
		psprintf("member " INT64_FORMAT " was erased", member_id));

	refusal->column = table_key(TABLE_MEMBER);
	refusal->detail = "Only an erased member's accounts are kept.";
	refusal->hint = "A person who comes back is a new member.";
	refusal->resource = "member";
	refusal->resource_id = member_id;
	return refusal;
}

/*
 * A member who was erased has nothing later. What was booked for an earlier
 * time stays, so that a restore may bring it in whatever order.
 */
Refusal *
erased_check_booking(int64 member_id, TimestampTz start, Blocker *blocker)
{
	TimestampTz erased_at;

	return member_is_erased(member_id, &erased_at, blocker) &&
				   start > erased_at
			   ? refusal_member_erased(member_id)
			   : NULL;
}

/*
 * Nothing more is noted of a member who was erased, or just is. Waits, so the
 * caller must not hold the member's row, not even as a foreign key does.
 */
void
refuse_erased(int64 member_id)
{
	for (;;)
	{
		Blocker blocker = NO_BLOCKER;
		TimestampTz erased_at;

		if (member_is_erased(member_id, &erased_at, &blocker))
			refuse(refusal_member_erased(member_id));
		if (!blocker_is_set(&blocker))
			return;
		/* who waits here is going to write */
		PreventCommandIfReadOnly("UPDATE");
		blocker_wait(&blocker);
	}
}

/*
 * The same for a caller who has written by now, and holds the member's row: an
 * erasure in progress waits for that row, and removes what was written.
 */
void
refuse_erased_meanwhile(int64 member_id)
{
	Blocker ignored = NO_BLOCKER;
	TimestampTz erased_at;

	if (member_is_erased(member_id, &erased_at, &ignored))
		refuse(refusal_member_erased(member_id));
}
