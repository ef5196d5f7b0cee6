/*
 * set.h
 *		Bookings that a membership no longer covers.
 */
#ifndef FITCLUB_COVER_SET_H
#define FITCLUB_COVER_SET_H

#include "schema/catalog.h"

extern void cover_replace(TableId table, int64 id);

#endif /* FITCLUB_COVER_SET_H */
