/*
 * identity.h
 *		Who is calling, as far as the club is concerned.
 */
#ifndef FITCLUB_IDENTITY_H
#define FITCLUB_IDENTITY_H

#include "base/fitclub.h"
#include "caller/persona.h"

typedef struct Identity
{
	Persona persona;
	int64 id; /* of the member, trainer or staff; NO_ID where there is none */
	Oid role; /* whose session it is, after SET ROLE */
} Identity;

extern const Identity *identity_current(void);
extern const Identity *identity_of_role(Oid role);
extern bool identity_is_trusted(const Identity *identity);
extern bool identity_is_own(const Identity *identity, Persona persona,
							int64 id);
extern bool identity_acts_for(const Identity *identity, int64 member_id);
extern bool persona_is_held(Persona persona, Oid role);
extern bool persona_is_given(Persona persona, Oid role);
extern bool persona_any_is_given(void);
extern bool identity_row_security_is_on(void);
extern bool identity_owns_club(Oid role);

#endif /* FITCLUB_IDENTITY_H */
