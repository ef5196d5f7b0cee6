/*
 * works_with.c
 *		Which members and classes a trainer has to do with.
 */
#include "postgres.h"

#include "caller/works_with.h"

#include "engine/dirty_scan.h"

#include "access/genam.h"
#include "access/table.h"
#include "miscadmin.h"

static SysScanDesc
scan_by_id(Relation heap, IndexId index, AttrNumber column, int64 id)
{
	ScanKeyData key;

	key_int64(&key, column, id);
	return systable_beginscan(heap, index_oid(index), true, NULL, 1, &key);
}

static bool
teaches(int64 trainer_id, int64 class_id)
{
	Relation heap = table_open(table_oid(TABLE_CLASS), AccessShareLock);
	SysScanDesc scan =
		scan_by_id(heap, INDEX_CLASS_KEY, Anum_any_key, class_id);
	HeapTuple row = systable_getnext(scan);
	bool found = HeapTupleIsValid(row) &&
				 row_int64(row, RelationGetDescr(heap),
						   Anum_class_schedule_trainer_id) == trainer_id;

	systable_endscan(scan);
	table_close(heap, NoLock);
	return found;
}

static bool
has_session(int64 trainer_id, int64 member_id)
{
	Relation heap = table_open(table_oid(TABLE_SESSION), AccessShareLock);
	SysScanDesc scan = scan_by_id(heap, INDEX_SESSION_MEMBER_BUSY,
								  Anum_private_session_member_id, member_id);
	HeapTuple row;
	bool found = false;

	while (!found && HeapTupleIsValid(row = systable_getnext(scan)))
	{
		CHECK_FOR_INTERRUPTS();
		found = row_int64(row, RelationGetDescr(heap),
						  Anum_private_session_trainer_id) == trainer_id;
	}
	systable_endscan(scan);
	table_close(heap, NoLock);
	return found;
}

static bool
has_seat(int64 trainer_id, int64 member_id)
{
	Relation heap = table_open(table_oid(TABLE_REGISTRATION), AccessShareLock);
	SysScanDesc scan = scan_by_id(heap, INDEX_REGISTRATION_MEMBER_BUSY,
								  Anum_class_registration_member_id,
								  member_id);
	HeapTuple row;
	bool found = false;

	while (!found && HeapTupleIsValid(row = systable_getnext(scan)))
	{
		CHECK_FOR_INTERRUPTS();
		found =
			teaches(trainer_id, row_int64(row, RelationGetDescr(heap),
										  Anum_class_registration_class_id));
	}
	systable_endscan(scan);
	table_close(heap, NoLock);
	return found;
}

/*
 * Whether a trainer has or had a member in a session or class that was not
 * cancelled, as of now.
 */
bool
works_with(int64 trainer_id, int64 member_id)
{
	return has_session(trainer_id, member_id) ||
		   has_seat(trainer_id, member_id);
}

/* Whether the caller is a trainer who works with a member. */
bool
identity_works_with(const Identity *identity, int64 member_id)
{
	return identity->persona == PERSONA_TRAINER && member_id != NO_ID &&
		   works_with(identity->id, member_id);
}

/* Whether the caller is the trainer of a class. */
bool
identity_teaches(const Identity *identity, int64 class_id)
{
	return identity->persona == PERSONA_TRAINER &&
		   teaches(identity->id, class_id);
}
