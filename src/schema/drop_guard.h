/*
 * drop_guard.h
 *		What keeps the extension from being dropped with data in it.
 */
#ifndef FITCLUB_DROP_GUARD_H
#define FITCLUB_DROP_GUARD_H

#include "base/fitclub.h"

extern void drop_guard_init(void);

#endif /* FITCLUB_DROP_GUARD_H */
