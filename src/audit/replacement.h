/*
 * replacement.h
 *		Settings that take the place of others are one event.
 */
#ifndef FITCLUB_REPLACEMENT_H
#define FITCLUB_REPLACEMENT_H

#include "base/fitclub.h"

#include "access/htup.h"
#include "utils/rel.h"

extern void audit_replacement(Relation relation, HeapTuple before,
							  HeapTuple after);

#endif /* FITCLUB_REPLACEMENT_H */
