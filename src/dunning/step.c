/*
 * step.c
 *		How long after a bill was due members are told so, how, and for what fee.
 */
#include "postgres.h"

#include "argument/argument_table.h"
#include "caller/permission.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_set_dunning_step);
PG_FUNCTION_INFO_V1(fitclub_remove_dunning_step);

#define HIGHEST_STEP 100

/* The named place that a text begins with: its length, or 0. */
static size_t
place_length(const char *text)
{
	static const char *const places[] = {"{amount}", "{description}", "{due}"};

	for (size_t i = 0; i < lengthof(places); i++)
		if (strncmp(text, places[i], strlen(places[i])) == 0)
			return strlen(places[i]);
	return 0;
}

/* Rule: braces are around one of the places that are filled in. */
static void
check_places(const char *message)
{
	while (*message != '\0')
	{
		size_t length = place_length(message);

		if (length == 0 && (*message == '{' || *message == '}'))
			refuse(refusal_value(
				ERRCODE_INVALID_PARAMETER_VALUE, TABLE_DUNNING_STEP, "message",
				"message has a place that cannot be filled in",
				"The places are {amount}, {description} and {due}."));
		message += Max(length, 1);
	}
}

/*
 * set_dunning_step(step, after_days, message, late_fee): makes a step, or
 * makes it another one. Locks its row until the transaction ends. Returns the
 * step.
 */
Datum
fitclub_set_dunning_step(PG_FUNCTION_ARGS)
{
	static const ArgumentTable arguments = {
		TABLE_DUNNING_STEP,
		{
			{"step", REQUIRED, INTEGER, 1, HIGHEST_STEP, ""},
			{"after_days", REQUIRED, INTEGER, 1, 1000, "days"},
			{"message", REQUIRED, TEXT},
			{"late_fee", OPTIONAL, MONEY},
		}};
	static SavedStatement set = {
		"INSERT INTO fitclub.dunning_step"
		"  (step, after_days, message, late_fee) VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (step) DO UPDATE SET after_days = excluded.after_days,"
		"  message = excluded.message, late_fee = excluded.late_fee"
		" RETURNING step::bigint",
		4,
		{INT4OID, INT4OID, TEXTOID, NUMERICOID}};

	permit_staff(TABLE_DUNNING_STEP);
	check_arguments(fcinfo, 0, REQUIRED, &arguments);
	check_places(text_to_cstring(PG_GETARG_TEXT_PP(2)));
	return statement_insert(&set, fcinfo, TABLE_DUNNING_STEP);
}

/*
 * remove_dunning_step(step): the step is no longer taken; that it has been
 * taken stays. Locks its row until the transaction ends. Returns the step.
 */
Datum
fitclub_remove_dunning_step(PG_FUNCTION_ARGS)
{
	static SavedStatement remove = {
		"UPDATE fitclub.dunning_step SET after_days = NULL"
		" WHERE step = $1 AND num_nulls(after_days) = 0 RETURNING step::bigint",
		1,
		{INT4OID}};
	int64 step;

	permit_staff(TABLE_DUNNING_STEP);
	(void) check_given(fcinfo, 0, REQUIRED, TABLE_DUNNING_STEP, "step");
	if (!statement_try(&remove, fcinfo, &step))
		refuse(refusal_unknown(TABLE_DUNNING_STEP, PG_GETARG_INT32(0)));
	PG_RETURN_INT64(step);
}
