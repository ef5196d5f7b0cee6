/*
 * sql_argument.c
 *		Checks of arguments for functions in SQL, which cannot raise by
 *		themselves.
 */
#include "postgres.h"

#include "argument/text_argument.h"
#include "base/text_value.h"

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_require_search);
PG_FUNCTION_INFO_V1(fitclub_require_order);
PG_FUNCTION_INFO_V1(fitclub_require_choice);

/* require_search(text): a text to look for, or an error. */
Datum
fitclub_require_search(PG_FUNCTION_ARGS)
{
	if (text_is_longer(PG_GETARG_TEXT_PP(0), LONGEST_NAME))
		ereport(ERROR,
				(errcode(ERRCODE_STRING_DATA_RIGHT_TRUNCATION),
				 errmsg("the text to look for is too long"),
				 errdetail("It has at most %d characters.", LONGEST_NAME)));
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/* require_order(from_time, to_time): an error if the end is before the start */
Datum
fitclub_require_order(PG_FUNCTION_ARGS)
{
	if (PG_GETARG_TIMESTAMPTZ(1) < PG_GETARG_TIMESTAMPTZ(0))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("to_time must not be before from_time"),
			 errhint(
				 "Check from_time and to_time, and what they are when left out."),
			 err_generic_string(PG_DIAG_CONSTRAINT_NAME, "to_time_check")));
	PG_RETURN_VOID();
}

/*
 * require_choice(name text, value text, choices text[]): the value, or an
 * error. For SQL functions, which cannot raise by themselves.
 */
Datum
fitclub_require_choice(PG_FUNCTION_ARGS)
{
	char *name;
	Datum *choices;
	bool *nulls;
	int count;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
						errmsg("%s must not be null",
							   PG_ARGISNULL(0)
								   ? "name"
								   : text_to_cstring(PG_GETARG_TEXT_PP(0)))));
	name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(2), TEXTOID, -1, false,
					  TYPALIGN_INT, &choices, &nulls, &count);
	for (int i = 0; i < count; i++)
		if (!nulls[i] &&
			DatumGetBool(DirectFunctionCall2Coll(
				texteq, C_COLLATION_OID, PG_GETARG_DATUM(1), choices[i])))
			PG_RETURN_DATUM(PG_GETARG_DATUM(1));
	if (text_is_longer(PG_GETARG_TEXT_PP(1), LONGEST_NAME) ||
		text_has_control(PG_GETARG_TEXT_PP(1), false))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("%s is not one of the choices", name)));
	ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					errmsg("%s must not be \"%s\"", name,
						   text_to_cstring(PG_GETARG_TEXT_PP(1)))));
}
