/*
 * login.c
 *		Logins: the people to whom roles are linked.
 */
#include "postgres.h"

#include "caller/login.h"

#include "engine/dirty_scan.h"
#include "engine/short_lock.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/skey.h"
#include "access/table.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"

/* Whether somebody who has left still has a login. */
static bool
staff_is_active(int64 staff_id)
{
	Oid index = index_oid(INDEX_STAFF_KEY);
	Relation heap;
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple row;
	bool active = false;

	if (!lock_for_reading(table_oid(TABLE_STAFF), index))
		return false;
	heap = table_open(table_oid(TABLE_STAFF), NoLock);
	key_int64(&key, Anum_any_key, staff_id);
	scan = systable_beginscan(heap, index, true, NULL, 1, &key);
	row = systable_getnext(scan);
	if (HeapTupleIsValid(row))
		active = DatumGetBool(row_datum(row, RelationGetDescr(heap),
										Anum_administrative_staff_is_active));
	systable_endscan(scan);
	unlock_index(index);
	table_close(heap, AccessShareLock);
	return active;
}

/* Staff who have left are nobody. */
void
login_set_person(Identity *identity, Persona persona, int64 id)
{
	if (persona == PERSONA_STAFF && id != NO_ID && !staff_is_active(id))
	{
		persona = PERSONA_NOBODY;
		id = NO_ID;
	}
	identity->persona = persona;
	identity->id = id;
}

static bool
become_linked(Identity *identity, HeapTuple row, TupleDesc desc,
			  AttrNumber column, Persona persona)
{
	bool isnull;
	Datum id = heap_getattr(row, column, desc, &isnull);

	if (!isnull)
		login_set_person(identity, persona, DatumGetInt64(id));
	return !isnull;
}

/*
 * Whether a login is still the role's: neither has the role been renamed, nor
 * is the number one of another cluster.
 */
static bool
login_has_name_of(HeapTuple row, TupleDesc desc, Oid role)
{
	bool isnull;
	Datum name = heap_getattr(row, Anum_login_login_role, desc, &isnull);
	char *present = GetUserNameFromId(role, true);

	return present != NULL && !isnull &&
		   namestrcmp(DatumGetName(name), present) == 0;
}

/*
 * Find the person to whom a role is linked, in the table of logins. The snapshot is the latest one, so
 * that a link that is taken away counts in transactions that began before.
 */
bool
login_find(Oid logins, Oid index, Oid role, Identity *identity)
{
	Relation heap;
	TupleDesc desc;
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple row;
	bool found;

	if (!lock_for_reading(logins, index))
		return false;
	heap = table_open(logins, NoLock);
	desc = RelationGetDescr(heap);
	ScanKeyInit(&key, Anum_login_role_id, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(role));
	scan = systable_beginscan(heap, index, true, NULL, 1, &key);
	row = systable_getnext(scan);
	found = HeapTupleIsValid(row) && login_has_name_of(row, desc, role) &&
			(become_linked(identity, row, desc, Anum_login_member_id,
						   PERSONA_MEMBER) ||
			 become_linked(identity, row, desc, Anum_login_trainer_id,
						   PERSONA_TRAINER) ||
			 become_linked(identity, row, desc, Anum_login_staff_id,
						   PERSONA_STAFF));
	systable_endscan(scan);
	unlock_index(index);
	table_close(heap, AccessShareLock);
	return found;
}
