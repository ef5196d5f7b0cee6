/*
 * identity.c
 *		Who is calling, as far as the club is concerned.
 *
 * The caller is the session's role after SET ROLE: fitclub's functions are
 * SECURITY DEFINER, which changes only the role that privileges are checked
 * for. What is known of a role is kept until a role, a grant of a persona or
 * a login changes.
 */
#include "postgres.h"

#include "caller/identity.h"

#include "base/settings.h"
#include "caller/claim.h"
#include "caller/login.h"
#include "engine/short_lock.h"
#include "rows/payer.h"
#include "schema/catalog.h"
#include "schema/trigger.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(fitclub_current_identity);
PG_FUNCTION_INFO_V1(fitclub_stamp_login);
PG_FUNCTION_INFO_V1(fitclub_forget_identities);

typedef struct RoleEntry
{
	Oid role; /* hash key */
	uint64 generation;
	Identity identity;
} RoleEntry;

/* Counts what may have changed an identity; 0 is before the first look. */
static uint64 generation = 0;
static HTAB *entries = NULL;
static RoleEntry *last_entry = NULL;

static Oid login_oid = InvalidOid;
static Oid login_index_oid = InvalidOid;
static Oid type_oids[PERSONA_COUNT];
static uint64 oids_generation = 0;

static void
identity_forget_relation(Datum arg, Oid relid)
{
	if (relid == InvalidOid || relid == login_oid || relid == login_index_oid)
		generation++;
}

static void
forget_catalog(Datum arg, int cacheid, uint32 hashvalue)
{
	generation++;
}

static void
start_cache(void)
{
	HASHCTL control = {
		.keysize = sizeof(Oid),
		.entrysize = sizeof(RoleEntry),
	};

	if (entries != NULL)
		return;
	CacheRegisterRelcacheCallback(identity_forget_relation, (Datum) 0);
	CacheRegisterSyscacheCallback(AUTHOID, forget_catalog, (Datum) 0);
	CacheRegisterSyscacheCallback(AUTHMEMROLEMEM, forget_catalog, (Datum) 0);
	CacheRegisterSyscacheCallback(TYPEOID, forget_catalog, (Datum) 0);
	CacheRegisterSyscacheCallback(NAMESPACEOID, forget_catalog, (Datum) 0);
	generation = 1;
	entries = hash_create("fitclub identities", 16, &control,
						  HASH_ELEM | HASH_BLOBS);
}

static void
refuse_older_objects(const char *name)
{
	ereport(
		ERROR,
		(errcode(ERRCODE_UNDEFINED_OBJECT),
		 errmsg("\"%s.%s\" does not exist", FITCLUB_SCHEMA, name),
		 errhint(
			 "Create the extension fitclub, or update it with ALTER EXTENSION fitclub UPDATE.")));
}

static void
find_oids(void)
{
	Oid schema;
	uint64 now = generation;

	if (oids_generation == now)
		return;
	schema = get_namespace_oid(FITCLUB_SCHEMA, false);
	login_oid = get_relname_relid("login", schema);
	if (!OidIsValid(login_oid))
		refuse_older_objects("login");
	login_index_oid = get_relname_relid("login_role_id_idx", schema);
	if (!OidIsValid(login_index_oid))
		refuse_older_objects("login_role_id_idx");
	if (get_attnum(login_oid, "role_id") != Anum_login_role_id)
		refuse_older_objects("login.role_id");
	for (int i = FIRST_PERSONA; i <= LAST_PERSONA; i++)
	{
		type_oids[i] =
			GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid,
							CStringGetDatum(persona_type_name((Persona) i)),
							ObjectIdGetDatum(schema));
		if (!OidIsValid(type_oids[i]))
			refuse_older_objects(persona_type_name((Persona) i));
	}
	oids_generation = now;
}

/* What the catalog says of the table of logins. */
static void
read_login_class(Oid *owner, bool *has_row_security)
{
	Form_pg_class class;
	HeapTuple row;

	start_cache();
	find_oids();
	row = SearchSysCache1(RELOID, ObjectIdGetDatum(login_oid));
	if (!HeapTupleIsValid(row))
		elog(ERROR, "cache lookup failed for relation %u", login_oid);
	class = (Form_pg_class) GETSTRUCT(row);
	*owner = class->relowner;
	*has_row_security = class->relrowsecurity;
	ReleaseSysCache(row);
}

/* Whether row security was switched on, which is seen on the logins. */
bool
identity_row_security_is_on(void)
{
	Oid owner;
	bool has_row_security;

	read_login_class(&owner, &has_row_security);
	return has_row_security;
}

/* Whether a role has the rights of the tables' owner. */
bool
identity_owns_club(Oid role)
{
	Oid owner;
	bool ignored;

	read_login_class(&owner, &ignored);
	return superuser_arg(role) || has_privs_of_role(role, owner);
}

/* What a role is that is linked to no one. */
static Persona
persona_of_role(Oid role)
{
	if (identity_owns_club(role))
		return PERSONA_OWNER;
	if (has_type_usage(type_oids[PERSONA_STAFF], role))
		return PERSONA_STAFF;
	if (has_type_usage(type_oids[PERSONA_MEMBER], role) ||
		has_type_usage(type_oids[PERSONA_TRAINER], role))
		return PERSONA_NOBODY;
	if (has_type_usage(type_oids[PERSONA_READER], role))
		return PERSONA_READER;
	return PERSONA_APPLICATION;
}

static RoleEntry *
role_entry(Oid role)
{
	RoleEntry *entry;
	uint64 now;
	bool found;

	start_cache();
	/* A statement that locks nothing new has not heard what others changed. */
	AcceptInvalidationMessages();
	if (last_entry != NULL && last_entry->role == role &&
		last_entry->generation == generation)
		return last_entry;
	entry = hash_search(entries, &role, HASH_ENTER, &found);
	if (!found)
		entry->generation = 0;
	if (entry->generation != generation)
	{
		/* What changes while we look counts from the next time on. */
		now = generation;
		find_oids();
		entry->identity.role = role;
		if (!login_find(login_oid, login_index_oid, role, &entry->identity))
			login_set_person(&entry->identity, persona_of_role(role), NO_ID);
		entry->generation = is_obstructed() ? 0 : now;
	}
	last_entry = entry;
	return entry;
}

/*
 * For whom a role acts: the setting is for whom the session says it does, a
 * login for whom it always does.
 */
const Identity *
identity_of_role(Oid role)
{
	static Identity claimed;
	const char *text = settings.identity->value;
	Claim claim;

	if (likely(*text == '\0' && !settings.identity->is_lost))
		return &role_entry(role)->identity;
	claimed = (Identity){PERSONA_NOBODY, NO_ID, role};
	if (claim_parse(text, &claim))
		login_set_person(&claimed, claim.persona, claim.id);
	return &claimed;
}

/*
 * Whether a persona is granted to a role by itself; InvalidOid stands for any
 * role but the owner.
 */
bool
persona_is_given(Persona persona, Oid role)
{
	HeapTuple row;
	bool granted = !OidIsValid(role); /* without a list, to all */
	bool isnull;
	Datum list;

	start_cache();
	find_oids();
	row = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type_oids[persona]));
	if (!HeapTupleIsValid(row))
		elog(ERROR, "cache lookup failed for type %u", type_oids[persona]);
	list = SysCacheGetAttr(TYPEOID, row, Anum_pg_type_typacl, &isnull);
	if (!isnull)
	{
		Acl *acl = DatumGetAclP(list);
		Oid owner = ((Form_pg_type) GETSTRUCT(row))->typowner;

		granted = false;
		for (int i = 0; i < ACL_NUM(acl); i++)
		{
			Oid grantee = ACL_DAT(acl)[i].ai_grantee;

			granted |= OidIsValid(role) ? grantee == role : grantee != owner;
		}
	}
	ReleaseSysCache(row);
	return granted;
}

/* Whether there are people among the roles at all. */
bool
persona_any_is_given(void)
{
	for (int i = FIRST_PERSONA; i <= LAST_PERSONA; i++)
		if (persona_is_given((Persona) i, InvalidOid))
			return true;
	return false;
}

/* Whether a role has a persona, be it by a group or as a superuser. */
bool
persona_is_held(Persona persona, Oid role)
{
	start_cache();
	find_oids();
	return has_type_usage(type_oids[persona], role);
}

/*
 * Who calls while an index is built, a table analyzed or a materialized view
 * refreshed: code of the object's owner, on behalf of the role that maintains
 * it, which may be the server itself. The owner is not known here, so nobody
 * is trusted once there are roles that are not.
 */
static const Identity *
identity_in_maintenance(void)
{
	static Identity identity;

	identity.role = GetOuterUserId();
	identity.id = NO_ID;
	identity.persona = persona_any_is_given() ? PERSONA_NOBODY
											  : PERSONA_APPLICATION;
	return &identity;
}

/* For whom the session acts. */
const Identity *
identity_current(void)
{
	if (unlikely(InSecurityRestrictedOperation()))
		return identity_in_maintenance();
	return identity_of_role(GetOuterUserId());
}

/* Whether it is somebody who runs the club, or an application of theirs. */
bool
identity_is_trusted(const Identity *identity)
{
	return identity->persona >= PERSONA_STAFF;
}

/* Whether it is the person with this id. */
bool
identity_is_own(const Identity *identity, Persona persona, int64 id)
{
	return identity->persona == persona && identity->id == id && id != NO_ID;
}

/* Whether it is the member, or the payer of this dependant. */
bool
identity_acts_for(const Identity *identity, int64 member_id)
{
	return identity_is_own(identity, PERSONA_MEMBER, member_id) ||
		   (identity->persona == PERSONA_MEMBER && member_id != NO_ID &&
			payer_acts_for(identity->id, member_id));
}

/* current_identity(): such as member:42, staff, nobody or application */
Datum
fitclub_current_identity(PG_FUNCTION_ARGS)
{
	const Identity *identity = identity_current();
	const char *name = persona_name(identity->persona);

	if (identity->id == NO_ID)
		PG_RETURN_TEXT_P(cstring_to_text(name));
	PG_RETURN_TEXT_P(
		cstring_to_text(psprintf("%s:" INT64_FORMAT, name, identity->id)));
}

/*
 * Note with a login which role has its name now: a role that gets the name
 * later is another one. Fires as a replica as well, since roles have other
 * numbers in other clusters.
 */
Datum
fitclub_stamp_login(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	HeapTuple row;
	int column = Anum_login_role_id;
	bool isnull;
	Datum name;
	Datum role;

	start_cache();
	find_oids();
	if (!fired_on(fcinfo, login_oid, BEFORE_ROW, ON_INSERT | ON_UPDATE))
		refuse_to_fire("login");
	row = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newtuple
													 : trigger->tg_trigtuple;
	name = heap_getattr(row, Anum_login_login_role,
						RelationGetDescr(trigger->tg_relation), &isnull);
	role = ObjectIdGetDatum(
		isnull ? InvalidOid
			   : get_role_oid(NameStr(*DatumGetName(name)), true));
	isnull = false;
	return PointerGetDatum(
		heap_modify_tuple_by_cols(row, RelationGetDescr(trigger->tg_relation),
								  1, &column, &role, &isnull));
}

/* After a change of logins or staff, every session looks again. */
Datum
fitclub_forget_identities(PG_FUNCTION_ARGS)
{
	start_cache();
	find_oids();
	if (!fired_on(fcinfo, login_oid, AFTER_ROW,
				  ON_INSERT | ON_UPDATE | ON_DELETE) &&
		!fired_on(fcinfo, login_oid, AFTER_STATEMENT, ON_TRUNCATE) &&
		!fired_as(fcinfo, TABLE_STAFF, AFTER_ROW, ON_UPDATE | ON_DELETE))
		refuse_to_fire("login");
	CacheInvalidateRelcacheByRelid(login_oid);
	return PointerGetDatum(NULL);
}
