/*
 * admission.h
 *		Checking and writing as one step, against everybody else.
 */
#ifndef FITCLUB_ADMISSION_H
#define FITCLUB_ADMISSION_H

#include "engine/dirty_scan.h"
#include "engine/short_lock.h"
#include "refusal/refusal.h"
#include "write/writer.h"

/*
 * A check that is repeated until nobody is in its way. It returns what is
 * refused for certain, or NULL and perhaps a blocker.
 */
typedef Refusal *(*AdmissionCheck)(void *state, Blocker *blocker);

extern WriterState *try_admit(ShortLocks *locks, Writer *writer,
							  AdmissionCheck check, void *state,
							  Refusal **refusal, Blocker *undecided);
extern WriterState *admit(ShortLocks *locks, Writer *writer,
						  AdmissionCheck check, void *state);
extern void guard(AdmissionCheck check, void *state);

#endif /* FITCLUB_ADMISSION_H */
