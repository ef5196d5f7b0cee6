/*
 * watch.h
 *		Whether anybody wants to know of what is written. The writer asks, so
 *		that no event is queued for a trigger that would do nothing.
 */
#ifndef FITCLUB_WATCH_H
#define FITCLUB_WATCH_H

#include "fitclub.h"

/* The settings fitclub.audit and fitclub.notify. */
extern bool audit_is_on;
extern bool notify_is_on;

static inline bool
writes_are_watched(void)
{
	return audit_is_on || notify_is_on;
}

#endif /* FITCLUB_WATCH_H */
