/*
 * throttle.h
 *		Failed attempts to sign in, and when the next one is allowed.
 */
#ifndef FITCLUB_THROTTLE_H
#define FITCLUB_THROTTLE_H

#include "fitclub.h"

extern bool throttle_admit(Datum email);
extern void throttle_forget(Datum email);

#endif /* FITCLUB_THROTTLE_H */
