/*
 * login.h
 *		Logins: the people to whom roles are linked.
 */
#ifndef FITCLUB_LOGIN_H
#define FITCLUB_LOGIN_H

#include "caller/identity.h"

extern void login_set_person(Identity *identity, Persona persona, int64 id);
extern bool login_find(Oid logins, Oid index, Oid role, Identity *identity);

#endif /* FITCLUB_LOGIN_H */
