/*
 * sign_in_failure.h
 *		Failed attempts to sign in, and when the next one is allowed.
 */
#ifndef FITCLUB_SIGN_IN_FAILURE_H
#define FITCLUB_SIGN_IN_FAILURE_H

#include "base/fitclub.h"

extern bool sign_in_admit(Datum email);
extern void sign_in_forget(Datum email);

#endif /* FITCLUB_SIGN_IN_FAILURE_H */
