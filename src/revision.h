/*
 * revision.h
 *		How often a booking has changed in a way that calendars show.
 */
#ifndef FITCLUB_REVISION_H
#define FITCLUB_REVISION_H

#include "catalog.h"
#include "whole_row.h"

extern bool revision_count(TableId table, TupleDesc desc, WholeRow before,
						   WholeRow after);

#endif /* FITCLUB_REVISION_H */
