/*
 * persona.c
 *		What a role may be for the club, and what that is called.
 */
#include "postgres.h"

#include "caller/persona.h"

static const char *const persona_names[] = {
	[PERSONA_NOBODY] = "nobody",           [PERSONA_MEMBER] = "member",
	[PERSONA_TRAINER] = "trainer",         [PERSONA_STAFF] = "staff",
	[PERSONA_APPLICATION] = "application", [PERSONA_OWNER] = "owner",
	[PERSONA_READER] = "reader",
};

/* The types whose USAGE is a persona. */
static const char *const type_names[PERSONA_COUNT] = {
	[PERSONA_MEMBER] = "persona_member",
	[PERSONA_TRAINER] = "persona_trainer",
	[PERSONA_READER] = "persona_reader",
	[PERSONA_STAFF] = "persona_staff",
};

const char *
persona_name(Persona persona)
{
	return persona_names[persona];
}

bool
persona_by_name(const char *name, Persona *persona)
{
	for (int i = FIRST_PERSONA; i <= LAST_PERSONA; i++)
	{
		if (strcmp(persona_names[i], name) == 0)
		{
			*persona = (Persona) i;
			return true;
		}
	}
	return false;
}

const char *
persona_type_name(Persona persona)
{
	return type_names[persona];
}
