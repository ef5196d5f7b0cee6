/*
 * sign_in.c
 *		Signing in with a password, and changing it.
 */
#include "postgres.h"

#include "argument/text_argument.h"
#include "caller/access_refusal.h"
#include "caller/identity.h"
#include "caller/permission.h"
#include "people/password.h"

#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_authenticate_staff);
PG_FUNCTION_INFO_V1(fitclub_authenticate);
PG_FUNCTION_INFO_V1(fitclub_set_password);
PG_FUNCTION_INFO_V1(fitclub_change_password);

/* One of the personas whose people have passwords. */
static Persona
password_persona(FunctionCallInfo fcinfo, int argument)
{
	static const char *const personas[] = {"member", "trainer", "staff", NULL};
	Persona persona = PERSONA_NOBODY;

	check_choice(fcinfo, argument, REQUIRED, TABLE_LOGIN, "persona", personas);
	(void) persona_by_name(text_to_cstring(PG_GETARG_TEXT_PP(argument)),
						   &persona);
	return persona;
}

/* Whether the two arguments from first on are somebody's, and whose. */
static bool
sign_in_given(FunctionCallInfo fcinfo, int first, Persona persona, int64 *id)
{
	TableId owners = password_owners(persona);

	(void) check_given(fcinfo, first, REQUIRED, owners, "email");
	(void) check_given(fcinfo, first + 1, REQUIRED, owners, "password");
	return password_sign_in(persona, PG_GETARG_DATUM(first),
							PG_GETARG_DATUM(first + 1), id);
}

/*
 * authenticate_staff(email, password): the id of active staff, or null; null
 * as well for who comes too soon after many failures. It returns null rather
 * than raise, so that the count of failures is not rolled back. Locks the
 * count of this e-mail until the transaction ends.
 */
Datum
fitclub_authenticate_staff(PG_FUNCTION_ARGS)
{
	int64 staff_id;

	permit_staff(TABLE_STAFF);
	if (!sign_in_given(fcinfo, 0, PERSONA_STAFF, &staff_id))
		PG_RETURN_NULL();
	PG_RETURN_INT64(staff_id);
}

/*
 * authenticate(persona, email, password): the same for members, trainers and
 * staff. Returns what fitclub.identity is to be, such as member:42.
 */
Datum
fitclub_authenticate(PG_FUNCTION_ARGS)
{
	Persona persona;
	int64 id;

	permit_sign_in(TABLE_LOGIN);
	persona = password_persona(fcinfo, 0);
	if (!sign_in_given(fcinfo, 1, persona, &id))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(
		psprintf("%s:" INT64_FORMAT, persona_name(persona), id)));
}

/*
 * set_password(persona, id, password): gives a member, a trainer or a member
 * of staff a password, which can be used without a wait. Locks the person's
 * row until the transaction ends. Returns the id.
 */
Datum
fitclub_set_password(PG_FUNCTION_ARGS)
{
	Persona persona;
	TableId owners;
	int64 id;

	permit_staff(TABLE_LOGIN);
	persona = password_persona(fcinfo, 0);
	owners = password_owners(persona);
	if (persona == PERSONA_STAFF)
		permit_own_staff(fcinfo, 1);
	id = argument_key(fcinfo, 1, owners);
	password_check(fcinfo, 2, REQUIRED, owners);
	password_replace(persona, id, PG_GETARG_DATUM(2));
	PG_RETURN_INT64(id);
}

/*
 * change_password(old_password, new_password): the caller's own. False, with
 * nothing changed, if the old one is wrong or is given too soon after many
 * failures; why it does not raise, authenticate_staff() says. Locks the
 * person's row and the count of failures until the transaction ends.
 */
Datum
fitclub_change_password(PG_FUNCTION_ARGS)
{
	Identity caller = *identity_current();
	TableId owners;
	char *email;
	int64 id;

	if (caller.id == NO_ID)
		refuse(refusal_identity_unknown(TABLE_LOGIN));
	owners = password_owners(caller.persona);
	(void) check_given(fcinfo, 0, REQUIRED, owners, "old_password");
	password_check(fcinfo, 1, REQUIRED, owners);
	email = password_lock_user(caller.persona, caller.id);
	if (!password_sign_in(caller.persona, CStringGetTextDatum(email),
						  PG_GETARG_DATUM(0), &id))
		PG_RETURN_BOOL(false);
	password_set(caller.persona, id, PG_GETARG_DATUM(1));
	PG_RETURN_BOOL(true);
}
