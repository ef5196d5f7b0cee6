/*
 * row_json.h
 *		Rows as JSON, the same in every session.
 */
#ifndef FITCLUB_ROW_JSON_H
#define FITCLUB_ROW_JSON_H

#include "fitclub.h"

#include "access/tupdesc.h"
#include "utils/jsonb.h"

extern Jsonb *row_json(TupleDesc desc, const Datum *values, const bool *nulls,
					   const char *left_out);

#endif /* FITCLUB_ROW_JSON_H */
