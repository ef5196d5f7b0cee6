/*
 * sign_in_failure.h
 *		Failed attempts to sign in, and when the next one is allowed.
 */
#ifndef FITCLUB_SIGN_IN_FAILURE_H
#define FITCLUB_SIGN_IN_FAILURE_H

#include "base/fitclub.h"
#include "caller/persona.h"

extern bool sign_in_admit(Persona persona, Datum email);
extern void sign_in_forget(Persona persona, Datum email);

#endif /* FITCLUB_SIGN_IN_FAILURE_H */
