/*
 * row_json.h
 *		Rows as JSON, the same in every session.
 */
#ifndef FITCLUB_ROW_JSON_H
#define FITCLUB_ROW_JSON_H

#include "base/fitclub.h"

#include "access/tupdesc.h"
#include "datatype/timestamp.h"
#include "utils/jsonb.h"

extern JsonbValue column_json(Datum value, Oid type);
extern Jsonb *row_json(TupleDesc desc, const Datum *values, const bool *nulls,
					   const char *left_out);
extern Jsonb *pruning_json(TimestampTz before, uint64 events);

#endif /* FITCLUB_ROW_JSON_H */
