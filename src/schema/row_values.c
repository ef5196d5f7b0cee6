/*
 * row_values.c
 *		Rows taken apart into all of their values, and what has changed.
 */
#include "postgres.h"

#include "schema/row_values.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"

/* Columns derived from others: a change to them alone is not one to the row. */
static const char *const derived_columns[][2] = {
#define DERIVED(table, number, column) {#table, #column},
#include "schema/tables.def"
};

RowValues
row_deform(HeapTuple tuple, TupleDesc desc)
{
	RowValues row;

	row.values = palloc(sizeof(Datum) * desc->natts);
	row.nulls = palloc(sizeof(bool) * desc->natts);
	heap_deform_tuple(tuple, desc, row.values, row.nulls);
	return row;
}

/* A row's key is its first column, in every table. */
char *
key_text(RowValues row, TupleDesc desc)
{
	Oid type = TupleDescAttr(desc, 0)->atttypid;
	Oid output;
	bool is_varlena;

	if (type == INT8OID)
		return psprintf(INT64_FORMAT, DatumGetInt64(row.values[0]));
	getTypeOutputInfo(type, &output, &is_varlena);
	return OidOutputFunctionCall(output, row.values[0]);
}

/* The column of a table that follows from others, or NULL. */
const char *
derived_column(const char *table)
{
	for (size_t i = 0; i < lengthof(derived_columns); i++)
		if (strcmp(derived_columns[i][0], table) == 0)
			return derived_columns[i][1];
	return NULL;
}

static bool
is_derived(const char *table, const char *column)
{
	const char *derived = derived_column(table);

	return derived != NULL && strcmp(derived, column) == 0;
}

bool
column_has_changed(RowValues before, RowValues after, TupleDesc desc,
				   AttrNumber column)
{
	int i = column - 1;
	Form_pg_attribute attribute = TupleDescAttr(desc, i);

	if (before.nulls[i] || after.nulls[i])
		return before.nulls[i] != after.nulls[i];
	return !datum_image_eq(before.values[i], after.values[i],
						   attribute->attbyval, attribute->attlen);
}

/* Whether an update has changed anything that does not follow from the rest. */
bool
row_has_changed(RowValues before, RowValues after, TupleDesc desc,
				const char *table)
{
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);

		if (!attribute->attisdropped &&
			column_has_changed(before, after, desc, attribute->attnum) &&
			!is_derived(table, NameStr(attribute->attname)))
			return true;
	}
	return false;
}
