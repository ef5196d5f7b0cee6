/*
 * identity.h
 *		Who is calling, as far as the club is concerned.
 */
#ifndef FITCLUB_IDENTITY_H
#define FITCLUB_IDENTITY_H

#include "base/fitclub.h"

typedef enum Persona
{
	PERSONA_NOBODY, /* meant to be a person, but it is not known which */
	PERSONA_MEMBER,
	PERSONA_TRAINER,
	PERSONA_READER, /* sees what staff see, and changes none of it */
	PERSONA_STAFF,
	PERSONA_APPLICATION, /* trusted: what it may execute, it may do */
	PERSONA_OWNER
} Persona;

typedef struct Identity
{
	Persona persona;
	int64 id; /* of the member, trainer or staff; NO_ID where there is none */
	Oid role; /* whose session it is, after SET ROLE */
} Identity;

/* The personas that roles can be given. */
#define FIRST_PERSONA PERSONA_MEMBER
#define LAST_PERSONA PERSONA_STAFF
#define PERSONA_COUNT (LAST_PERSONA + 1)

extern void identity_init(void);
extern const Identity *current_identity(void);
extern const Identity *identity_of_role(Oid role);
extern bool identity_is_trusted(const Identity *identity);
extern bool identity_is_own(const Identity *identity, Persona persona,
							int64 id);
extern const char *persona_name(Persona persona);
extern bool persona_by_name(const char *name, Persona *persona);
extern const char *persona_type_name(Persona persona);
extern bool has_persona(Persona persona, Oid role);
extern bool persona_is_given(Persona persona, Oid role);
extern bool any_persona_is_given(void);
extern bool logins_have_row_security(void);
extern bool is_club_owner(Oid role);

#endif /* FITCLUB_IDENTITY_H */
