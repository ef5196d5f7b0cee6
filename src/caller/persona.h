/*
 * persona.h
 *		What a role may be for the club, and what that is called.
 */
#ifndef FITCLUB_PERSONA_H
#define FITCLUB_PERSONA_H

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

/* The personas that roles can be given. */
#define FIRST_PERSONA PERSONA_MEMBER
#define LAST_PERSONA PERSONA_STAFF
#define PERSONA_COUNT (LAST_PERSONA + 1)

extern const char *persona_name(Persona persona);
extern bool persona_by_name(const char *name, Persona *persona);
extern const char *persona_type_name(Persona persona);

#endif /* FITCLUB_PERSONA_H */
