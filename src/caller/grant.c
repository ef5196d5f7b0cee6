/*
 * grant.c
 *		Giving database roles a persona, and people a login.
 *
 * These functions are not SECURITY DEFINER: they take the rights of the
 * owner of fitclub's tables, and so does a wrapper that is to lend them out.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "caller/access_refusal.h"
#include "caller/identity.h"
#include "rows/erased_member.h"
#include "schema/trigger.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/regproc.h"

PG_FUNCTION_INFO_V1(fitclub_grant_role);
PG_FUNCTION_INFO_V1(fitclub_revoke_role);
PG_FUNCTION_INFO_V1(fitclub_link_login);
PG_FUNCTION_INFO_V1(fitclub_unlink_login);
PG_FUNCTION_INFO_V1(fitclub_enable_row_security);
PG_FUNCTION_INFO_V1(fitclub_grant_again);

#define FOR(persona) (1 << (persona))
#define R FOR(PERSONA_READER)
#define S FOR(PERSONA_STAFF)

/* Something that is granted, and the personas that need it. */
typedef struct Grantable
{
	const char *name;
	int personas;
} Grantable;

/* What sql/personas.awk has found above the functions' declarations. */
static const Grantable functions[] = {
#include "caller/personas.def"
};

/* What staff and readers read; passwords, logins and failed sign-ins are not among it. */
static const Grantable tables[] = {
#define TABLE(id, table, label, key, flags, ...)                              \
	{#table, READABLE & (flags) ? R | S : 0},
#include "schema/tables.def"
	{"member_latest_metric_view", R | S},
	{"ledger", R | S},
	{"ledger_account", R | S},
	{"dues_to_collect", R | S},
};

#undef R
#undef S

/* Who gives rights away must have them all. */
static void
require_owner(void)
{
	if (!identity_owns_club(GetUserId()))
		refuse(refusal_owner_only(TABLE_CLUB));
}

static Persona
persona_argument(FunctionCallInfo fcinfo, int argument)
{
	Persona persona;
	char *name;

	if (PG_ARGISNULL(argument))
		refuse_login(ERRCODE_NULL_VALUE_NOT_ALLOWED, NULL,
					 "persona must not be null", NULL, NULL);
	name = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	if (!persona_by_name(name, &persona))
		refuse_login(ERRCODE_INVALID_PARAMETER_VALUE, NULL,
					 psprintf("persona must not be \"%s\"", name),
					 "It is one of: member, trainer, staff, reader.", NULL);
	return persona;
}

/* The role's name; the role has to be there. */
static const char *
role_argument(FunctionCallInfo fcinfo, int argument)
{
	const char *name;

	if (PG_ARGISNULL(argument))
		refuse_login(ERRCODE_NULL_VALUE_NOT_ALLOWED, NULL,
					 "role must not be null", NULL, NULL);
	name = NameStr(*PG_GETARG_NAME(argument));
	(void) get_role_oid(name, false);
	return name;
}

static void
run_command(const char *command)
{
	int result = SPI_execute(command, false, 0);

	if (result < 0)
		elog(ERROR, "SPI_execute failed for \"%s\": %s", command,
			 SPI_result_code_string(result));
}

/* Things of one kind that a mask of personas needs; empty if there are none. */
static char *
list_things(const Grantable *things, size_t count, int wanted, int kept)
{
	StringInfoData list;

	initStringInfo(&list);
	for (size_t i = 0; i < count; i++)
		if ((things[i].personas & wanted) != 0 &&
			(things[i].personas & kept) == 0)
			appendStringInfo(&list, "%s%s.%s", list.len > 0 ? ", " : "",
							 FITCLUB_SCHEMA, things[i].name);
	return list.data;
}

/* A GRANT or REVOKE on its way. */
typedef struct GrantCommand
{
	const char *verb;
	const char *preposition;
	const char *role;
	Persona persona;
	int kept; /* personas whose needs are left alone */
} GrantCommand;

/* What is asked for, by somebody who may. */
static GrantCommand
grant_command(FunctionCallInfo fcinfo, const char *verb,
			  const char *preposition)
{
	GrantCommand command = {verb, preposition};

	require_owner();
	command.persona = persona_argument(fcinfo, 0);
	command.role = role_argument(fcinfo, 1);
	return command;
}

static void
run_grant(const GrantCommand *command, const char *privilege,
		  const char *things)
{
	if (*things != '\0')
		run_command(psprintf("%s %s %s %s %s", command->verb, privilege,
							 things, command->preposition,
							 quote_identifier(command->role)));
}

/* All that one persona has and those that are kept have not. */
static void
run_grants(const GrantCommand *command)
{
	int wanted = FOR(command->persona);

	run_grant(command, "EXECUTE ON FUNCTION",
			  list_things(functions, lengthof(functions), wanted,
						  command->kept));
	run_grant(command, "SELECT ON TABLE",
			  list_things(tables, lengthof(tables), wanted, command->kept));
	run_grant(command, "USAGE ON SCHEMA",
			  command->kept == 0 ? FITCLUB_SCHEMA : "");
	run_grant(command, "USAGE ON TYPE",
			  psprintf("%s.%s", FITCLUB_SCHEMA,
					   persona_type_name(command->persona)));
}

/* Two who grant at the same time would get in each other's way. */
static void
lock_grants(void)
{
	run_command("LOCK TABLE fitclub.login IN SHARE ROW EXCLUSIVE MODE");
}

/*
 * grant_role(persona, role): grants a role what a persona needs. Locks the
 * logins against others who change them until the transaction ends.
 */
Datum
fitclub_grant_role(PG_FUNCTION_ARGS)
{
	GrantCommand command = grant_command(fcinfo, "GRANT", "TO");

	SPI_connect();
	lock_grants();
	run_grants(&command);
	SPI_finish();
	PG_RETURN_VOID();
}

/* The personas that a role was given itself, rather than by a group. */
static int
personas_given(const char *role)
{
	int given = 0;

	for (int i = FIRST_PERSONA; i <= LAST_PERSONA; i++)
		if (persona_is_given((Persona) i, get_role_oid(role, false)))
			given |= FOR(i);
	return given;
}

/*
 * revoke_role(persona, role): takes from a role what a persona needs and its
 * other personas do not. Locks like grant_role().
 */
Datum
fitclub_revoke_role(PG_FUNCTION_ARGS)
{
	GrantCommand command = grant_command(fcinfo, "REVOKE", "FROM");

	SPI_connect();
	lock_grants();
	command.kept = personas_given(command.role) & ~FOR(command.persona);
	run_grants(&command);
	SPI_finish();
	PG_RETURN_VOID();
}

/* The one person that is given, and as what. */
static Persona
person_argument(FunctionCallInfo fcinfo)
{
	static const Persona people[] = {PERSONA_MEMBER, PERSONA_TRAINER,
									 PERSONA_STAFF};
	static const TableId person_tables[PERSONA_COUNT] = {
		[PERSONA_MEMBER] = TABLE_MEMBER,
		[PERSONA_TRAINER] = TABLE_TRAINER,
		[PERSONA_STAFF] = TABLE_STAFF,
	};
	Persona persona = PERSONA_NOBODY;
	int argument = 0;
	int given = 0;

	for (int i = 0; i < 3; i++)
	{
		if (PG_ARGISNULL(i + 1))
			continue;
		persona = people[i];
		argument = i + 1;
		given++;
	}
	if (given != 1)
		refuse_login(ERRCODE_INVALID_PARAMETER_VALUE, "login_person_check",
					 "a login is one person's", NULL,
					 "Give one of member_id, trainer_id and staff_id.");
	(void) argument_key(fcinfo, argument, person_tables[persona]);
	return persona;
}

/*
 * link_login(role, member_id, trainer_id, staff_id): makes a role that of one
 * person, in place of whose it was. Locks the logins against others who
 * change them until the transaction ends.
 */
Datum
fitclub_link_login(PG_FUNCTION_ARGS)
{
	static SavedStatement delete = {
		"DELETE FROM fitclub.login WHERE role_id = $1 AND login_role <> $2",
		2,
		{OIDOID, NAMEOID}};
	static SavedStatement insert = {
		"INSERT INTO fitclub.login (login_role, member_id, trainer_id, staff_id)"
		" VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (login_role) DO UPDATE SET"
		"  member_id = excluded.member_id, trainer_id = excluded.trainer_id,"
		"  staff_id = excluded.staff_id",
		4,
		{NAMEOID, INT8OID, INT8OID, INT8OID}};
	Datum former[2];
	Datum values[4];
	bool nulls[4];
	const char *role;
	Oid role_id;
	Persona persona;

	require_owner();
	role = role_argument(fcinfo, 0);
	role_id = get_role_oid(role, false);
	persona = person_argument(fcinfo);
	if (!persona_is_held(persona, role_id))
		refuse_login(
			ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "login_persona",
			psprintf("role \"%s\" does not have the persona %s", role,
					 persona_name(persona)),
			"Without a persona, a role that loses its login would be trusted as an application.",
			"Call grant_role() for the role, or make it a member of one that has the persona.");
	statement_arguments(fcinfo, 4, values, nulls);
	/* what it had under another name, or a role of another cluster had */
	former[0] = ObjectIdGetDatum(role_id);
	former[1] = PG_GETARG_DATUM(0);
	SPI_connect();
	lock_grants();
	SPI_finish();
	(void) statement_execute(&delete, former, NULL);
	(void) statement_execute(&insert, values, nulls);
	/* An erasure meanwhile has kept us waiting for the logins. */
	if (persona == PERSONA_MEMBER)
		refuse_erased_meanwhile(PG_GETARG_INT64(1));
	PG_RETURN_VOID();
}

/*
 * unlink_login(role): makes a role nobody's. The role may be gone.
 */
Datum
fitclub_unlink_login(PG_FUNCTION_ARGS)
{
	static SavedStatement delete = {
		"DELETE FROM fitclub.login"
		" WHERE login_role = $1 OR role_id = $2 AND $2 <> 0",
		2,
		{NAMEOID, OIDOID}};
	Datum values[2];

	require_owner();
	if (PG_ARGISNULL(0))
		(void) role_argument(fcinfo, 0);
	values[0] = PG_GETARG_DATUM(0);
	values[1] =
		ObjectIdGetDatum(get_role_oid(NameStr(*PG_GETARG_NAME(0)), true));
	if (statement_execute(&delete, values, NULL) == 0)
		refuse_login(ERRCODE_NO_DATA_FOUND, "login_pkey",
					 psprintf("role \"%s\" is linked to nobody",
							  NameStr(*PG_GETARG_NAME(0))),
					 NULL, NULL);
	PG_RETURN_VOID();
}

/*
 * Event trigger at the end of GRANT: once there are personas the tables have
 * row security. Locks them all against everybody, that once, until the
 * transaction ends. Whether it is on is seen on the logins, so that what the
 * owner has switched off on another table stays off.
 */
Datum
fitclub_enable_row_security(PG_FUNCTION_ARGS)
{
	static SavedStatement find = {
		"SELECT format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY',"
		"  c.oid::regclass)"
		" FROM pg_class AS c"
		" WHERE c.relnamespace = 'fitclub'::regnamespace"
		"  AND NOT c.relrowsecurity"
		"  AND EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid)"
		" ORDER BY c.oid",
		0,
		{InvalidOid}};
	List *commands;
	ListCell *cell;

	require_event(fcinfo);
	if (!persona_any_is_given() || identity_row_security_is_on())
		PG_RETURN_VOID();
	commands = statement_texts(&find);
	SPI_connect();
	foreach(cell, commands)
		run_command(lfirst(cell));
	SPI_finish();
	PG_RETURN_VOID();
}

/*
 * grant_again(function, role, may_grant): grants EXECUTE in a script of the
 * extension as what it is, the club's. The server would take it for the
 * extension's own, and no dump would have it (recordExtensionInitPriv() in
 * aclchk.c).
 */
Datum
fitclub_grant_again(PG_FUNCTION_ARGS)
{
	bool is_script = creating_extension;
	char *command;

	require_owner();
	command =
		psprintf("GRANT EXECUTE ON FUNCTION %s TO %s%s",
				 format_procedure_qualified(PG_GETARG_OID(0)),
				 quote_identifier(GetUserNameFromId(PG_GETARG_OID(1), false)),
				 PG_GETARG_BOOL(2) ? " WITH GRANT OPTION" : "");

	creating_extension = false;
	PG_TRY();
	{
		SPI_connect();
		run_command(command);
		SPI_finish();
	}
	PG_FINALLY();
	{
		creating_extension = is_script;
	}
	PG_END_TRY();
	PG_RETURN_VOID();
}
