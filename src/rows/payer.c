/*
 * payer.c
 *		Who pays for whom, and who acts for a dependant.
 *
 * A dependant is a member without an e-mail address, who has a payer. A member
 * with an address may have a payer as well, who then pays and nothing else.
 */
#include "postgres.h"

#include "rows/payer.h"

/*
 * Whether there is a row with this value in an index's column. A transaction
 * that is just writing such a row, or deleting it, is the blocker.
 */
static bool
has_payer_row(IndexId index, AttrNumber column, int64 value, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	bool found = false;

	key_int64(&key, column, value);
	do
	{
		dirty_scan_begin(&scan, TABLE_PAYER, index, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			dirty_scan_note(&scan, row, blocker);
			found |= dirty_scan_state(&scan) == ROW_SETTLED;
		}
	} while (dirty_scan_end(&scan) && !found);
	return found;
}

/*
 * Who pays for a member; NO_ID: nobody else. A transaction that is changing
 * that is the blocker.
 */
int64
payer_of_member(int64 member_id, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	int64 payer_id;

	key_int64(&key, Anum_any_key, member_id);
	do
	{
		payer_id = NO_ID;
		dirty_scan_begin(&scan, TABLE_PAYER, INDEX_PAYER_KEY, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			dirty_scan_note(&scan, row, blocker);
			if (dirty_scan_state(&scan) != ROW_ARRIVING)
				payer_id = row_int64(row, RelationGetDescr(scan.heap),
									 Anum_payer_payer_id);
		}
	} while (dirty_scan_end(&scan));
	return payer_id;
}

/* Whether somebody else pays for a member. */
bool
payer_is_set(int64 member_id, Blocker *blocker)
{
	return has_payer_row(INDEX_PAYER_KEY, Anum_any_key, member_id, blocker);
}

/* Whether a member pays for others. */
bool
payer_is_in_use(int64 payer_id, Blocker *blocker)
{
	return has_payer_row(INDEX_PAYER_DEPENDANTS, Anum_payer_payer_id, payer_id,
						 blocker);
}

/*
 * What follows waits for nobody: a row that another transaction is changing
 * counts as it was.
 */
static bool
has_no_email(int64 member_id)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	bool result;

	key_int64(&key, Anum_any_key, member_id);
	do
	{
		result = false;
		dirty_scan_begin(&scan, TABLE_MEMBER, INDEX_MEMBER_KEY, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
			if (dirty_scan_state(&scan) != ROW_ARRIVING)
				result = row_is_null(row, Anum_member_email);
	} while (dirty_scan_end(&scan));
	return result;
}

/* Whether this is who pays for a member. */
bool
payer_pays_for(int64 payer_id, int64 member_id)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	bool pays;

	key_int64(&key, Anum_any_key, member_id);
	do
	{
		pays = false;
		dirty_scan_begin(&scan, TABLE_PAYER, INDEX_PAYER_KEY, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
			if (dirty_scan_state(&scan) != ROW_ARRIVING)
				pays = row_int64(row, RelationGetDescr(scan.heap),
								 Anum_payer_payer_id) == payer_id;
	} while (dirty_scan_end(&scan));
	return pays;
}

/* Whether a member is a dependant of this payer. */
bool
payer_acts_for(int64 payer_id, int64 member_id)
{
	return payer_pays_for(payer_id, member_id) && has_no_email(member_id);
}

/* The ids of the members whose payer somebody is, as pointers to int64. */
List *
payer_members(int64 payer_id)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	List *ids;

	key_int64(&key, Anum_payer_payer_id, payer_id);
	do
	{
		ids = NIL;
		dirty_scan_begin(&scan, TABLE_PAYER, INDEX_PAYER_DEPENDANTS, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			int64 *id = palloc(sizeof(int64));

			*id = row_int64(row, RelationGetDescr(scan.heap), Anum_any_key);
			if (dirty_scan_state(&scan) != ROW_ARRIVING)
				ids = lappend(ids, id);
		}
	} while (dirty_scan_end(&scan));
	return ids;
}

/* Those of them who are dependants. */
List *
payer_dependants(int64 payer_id)
{
	List *ids = payer_members(payer_id);
	ListCell *cell;

	foreach(cell, ids)
		if (!has_no_email(*(int64 *) lfirst(cell)))
			ids = foreach_delete_current(ids, cell);
	return ids;
}
