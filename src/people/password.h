/*
 * password.h
 *		Passwords of members, trainers and staff.
 */
#ifndef FITCLUB_PASSWORD_H
#define FITCLUB_PASSWORD_H

#include "argument/argument.h"
#include "caller/persona.h"

extern TableId password_owners(Persona persona);
extern void password_check(FunctionCallInfo fcinfo, int argument, Need need,
						   TableId owners);
extern bool password_sign_in(Persona persona, Datum email, Datum password,
							 int64 *id);
extern char *password_lock_owner(Persona persona, int64 id);
extern char *password_lock_user(Persona persona, int64 id);
extern void password_set(Persona persona, int64 id, Datum password);
extern void password_replace(Persona persona, int64 id, Datum password);

#endif /* FITCLUB_PASSWORD_H */
