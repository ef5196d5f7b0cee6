/*
 * text_argument.c
 *		Checks of texts that callers hand in.
 */
#include "postgres.h"

#include "argument/text_argument.h"

#include "argument/argument.h"
#include "base/email.h"
#include "base/text_value.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

/* What a text may be; those that have no rule of their own are names. */
typedef struct TextRule
{
	const char *column;
	int longest; /* characters */
	bool has_lines;
} TextRule;

static const TextRule default_text_rule = {NULL, LONGEST_NAME, false};

static const TextRule text_rules[] = {
	{"phone_number", 50, false},
	{"description", 2000, true},
	{"notes", 10000, true},
	{"message", 1000, false},
};

static const TextRule *
text_rule(const char *column)
{
	for (size_t i = 0; i < lengthof(text_rules); i++)
		if (strcmp(text_rules[i].column, column) == 0)
			return &text_rules[i];
	return &default_text_rule;
}

/* Why a text cannot stand in a column, or NULL. */
static Refusal *
check_text_value(const text *value, TableId table, const char *column,
				 const TextRule *rule)
{
	if (text_is_longer(value, rule->longest))
		return refusal_value(ERRCODE_STRING_DATA_RIGHT_TRUNCATION, table,
							 column, psprintf("%s is too long", column),
							 psprintf("It has at most %d characters.",
									  rule->longest));
	if (text_has_control(value, rule->has_lines))
		return refusal_value(
			ERRCODE_INVALID_PARAMETER_VALUE, table, column,
			psprintf("%s must not contain control characters", column),
			rule->has_lines ? "It may have line ends and tabs." : NULL);
	return NULL;
}

/* A text that may say nothing. */
void
check_free_text(FunctionCallInfo fcinfo, int argument, TableId table,
				const char *column)
{
	if (!PG_ARGISNULL(argument))
		refuse_if(check_text_value(PG_GETARG_TEXT_PP(argument), table, column,
								   text_rule(column)));
}

/* A text that says something. */
void
check_text(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
		   const char *column)
{
	if (!check_given(fcinfo, argument, need, table, column))
		return;
	if (text_is_blank(PG_GETARG_TEXT_PP(argument)))
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, table, column,
							 psprintf("%s must not be blank", column), NULL));
	check_free_text(fcinfo, argument, table, column);
}

/* An e-mail address, as the tables take it. */
void
check_email(FunctionCallInfo fcinfo, int argument, Need need, TableId table)
{
	if (check_given(fcinfo, argument, need, table, "email") &&
		!email_is_possible(text_to_cstring(PG_GETARG_TEXT_PP(argument))))
		refuse(
			refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, table, "email",
						  "email is not an e-mail address",
						  "An e-mail address looks like name@example.org."));
}

static char *
list_choices(const char *const *choices)
{
	char *list = pstrdup(choices[0]);

	for (int i = 1; choices[i] != NULL; i++)
		list = psprintf("%s, %s", list, choices[i]);
	return list;
}

static bool
is_choice(const char *value, const char *const *choices)
{
	for (int i = 0; choices[i] != NULL; i++)
		if (strcmp(value, choices[i]) == 0)
			return true;
	return false;
}

/* A text out of a NULL-terminated list. */
void
check_choice(FunctionCallInfo fcinfo, int argument, Need need, TableId table,
			 const char *column, const char *const *choices)
{
	char *value;

	if (!check_given(fcinfo, argument, need, table, column))
		return;
	refuse_if(check_text_value(PG_GETARG_TEXT_PP(argument), table, column,
							   &default_text_rule));
	value = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	if (!is_choice(value, choices))
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, table, column,
							 psprintf("%s must not be \"%s\"", column, value),
							 psprintf("It is one of: %s.",
									  list_choices(choices))));
}

/* The columns that an update is to empty, out of those that it may. */
void
check_clear(FunctionCallInfo fcinfo, int argument, TableId table,
			const char *const *columns)
{
	ArrayType *array;
	Datum *names;
	bool *nulls;
	int count;

	(void) check_given(fcinfo, argument, REQUIRED, table, "clear");
	array = PG_GETARG_ARRAYTYPE_P(argument);
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &names, &nulls,
					  &count);
	for (int i = 0; i < count; i++)
	{
		if (!nulls[i] && is_choice(TextDatumGetCString(names[i]), columns))
			continue;
		if (!nulls[i])
			refuse_if(check_text_value(DatumGetTextPP(names[i]), table,
									   "clear", &default_text_rule));
		refuse(refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, table, "clear",
							 nulls[i]
								 ? "clear must not contain null"
								 : psprintf("column \"%s\" cannot be cleared",
											TextDatumGetCString(names[i])),
							 psprintf("The columns that can be are: %s.",
									  list_choices(columns))));
	}
}
