/*
 * revision.h
 *		How often a booking has changed in a way that calendars show.
 */
#ifndef FITCLUB_REVISION_H
#define FITCLUB_REVISION_H

#include "schema/catalog.h"
#include "schema/row_values.h"

extern bool revision_count(TableId table, TupleDesc desc, RowValues before,
						   RowValues after);

#endif /* FITCLUB_REVISION_H */
