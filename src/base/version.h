/*
 * version.h
 *		Whether this library and the database's SQL objects belong together.
 */
#ifndef FITCLUB_VERSION_H
#define FITCLUB_VERSION_H

#include "base/fitclub.h"

extern void require_own_version(void);

#endif /* FITCLUB_VERSION_H */
