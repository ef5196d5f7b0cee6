/*
 * row_json.c
 *		Rows as JSON, the same in every session.
 *
 * As to_jsonb() makes it, but no setting has a say in it: an instant is in UTC
 * and an interval in the server's own style, so that a row compares equal
 * in every session.
 */
#include "postgres.h"

#include "schema/row_json.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

static JsonbValue
json_string(char *text)
{
	JsonbValue json = {.type = jbvString};

	json.val.string.val = text;
	json.val.string.len = (int) strlen(text);
	return json;
}

static JsonbValue
json_integer(int64 number)
{
	JsonbValue json = {.type = jbvNumeric};

	json.val.numeric = int64_to_numeric(number);
	return json;
}

static JsonbValue
json_text(Datum value, Oid type)
{
	Oid output;
	bool is_varlena;

	getTypeOutputInfo(type, &output, &is_varlena);
	return json_string(OidOutputFunctionCall(output, value));
}

/* JSON has no word for NaN and the infinities. */
static JsonbValue
json_numeric(Datum value)
{
	JsonbValue json = {.type = jbvNumeric};

	json.val.numeric = DatumGetNumeric(value);
	if (numeric_is_nan(json.val.numeric) || numeric_is_inf(json.val.numeric))
		return json_text(value, NUMERICOID);
	return json;
}

static JsonbValue
json_date_time(Datum value, Oid type)
{
	static const int utc = 0;
	char text[MAXDATELEN + 1];

	JsonEncodeDateTime(text, value, type,
					   type == TIMESTAMPTZOID ? &utc : NULL);
	return json_string(pstrdup(text));
}

static JsonbValue
json_interval(Datum value)
{
	struct pg_itm parts;
	char text[MAXDATELEN + 1];

	interval2itm(*DatumGetIntervalP(value), &parts);
	EncodeInterval(&parts, INTSTYLE_POSTGRES, text);
	return json_string(pstrdup(text));
}

/* A value that is not null. */
JsonbValue
column_json(Datum value, Oid type)
{
	JsonbValue json = {.type = jbvBool};

	switch (type)
	{
		case BOOLOID:
			json.val.boolean = DatumGetBool(value);
			return json;
		case INT2OID:
			return json_integer(DatumGetInt16(value));
		case INT4OID:
			return json_integer(DatumGetInt32(value));
		case INT8OID:
			return json_integer(DatumGetInt64(value));
		case NUMERICOID:
			return json_numeric(value);
		case TEXTOID:
			return json_string(TextDatumGetCString(value));
		case DATEOID:
		case TIMESTAMPOID:
		case TIMESTAMPTZOID:
			return json_date_time(value, type);
		case INTERVALOID:
			return json_interval(value);
		default:
			return json_text(value, type);
	}
}

static void
push_pair(JsonbInState *state, const char *name, JsonbValue value)
{
	JsonbValue key = json_string(unconstify(char *, name));

	push_jsonb(state, WJB_KEY, &key);
	push_jsonb(state, WJB_VALUE, &value);
}

/* As jsonb orders the keys of an object: shorter ones first. */
static bool
comes_before(const char *name, const char *other)
{
	size_t length = strlen(name);
	size_t other_length = strlen(other);

	return length != other_length ? length < other_length
								  : memcmp(name, other, length) < 0;
}

/* Columns in the order of an object's keys, which it need not sort then. */
static void
order_columns(TupleDesc desc, Form_pg_attribute *columns)
{
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		int place = i;

		while (place > 0 && comes_before(NameStr(column->attname),
										 NameStr(columns[place - 1]->attname)))
		{
			columns[place] = columns[place - 1];
			place--;
		}
		columns[place] = column;
	}
}

/* A row, but for the column of one name, if there is one (may be NULL). */
Jsonb *
row_json(TupleDesc desc, const Datum *values, const bool *nulls,
		 const char *left_out)
{
	JsonbInState state = {0};
	JsonbValue no_value = {.type = jbvNull};
	Form_pg_attribute *columns =
		palloc(sizeof(Form_pg_attribute) * desc->natts);

	order_columns(desc, columns);
	push_jsonb(&state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute column = columns[i];
		int index = column->attnum - 1;

		if (column->attisdropped ||
			(left_out != NULL &&
			 strcmp(NameStr(column->attname), left_out) == 0))
			continue;
		push_pair(&state, NameStr(column->attname),
				  nulls[index] ? no_value
							   : column_json(values[index], column->atttypid));
	}
	push_jsonb(&state, WJB_END_OBJECT, NULL);
	return JsonbValueToJsonb(state.result);
}

/* What the log says of events that were removed from it. */
Jsonb *
pruning_json(TimestampTz before, uint64 events)
{
	JsonbInState state = {0};

	push_jsonb(&state, WJB_BEGIN_OBJECT, NULL);
	push_pair(&state, "before",
			  json_date_time(TimestampTzGetDatum(before), TIMESTAMPTZOID));
	push_pair(&state, "events", json_integer((int64) events));
	push_jsonb(&state, WJB_END_OBJECT, NULL);
	return JsonbValueToJsonb(state.result);
}
