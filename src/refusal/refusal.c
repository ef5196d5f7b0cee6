/*
 * refusal.c
 *		How a rule's refusal is made and raised, and those that all subjects
 *		share: the wording, SQLSTATE and constraint name.
 *
 * Messages begin in lower case and have no full stop. A detail says which
 * rule and which window; a hint says what to do.
 */
#include "postgres.h"

#include "refusal/refusal.h"

#include "utils/timestamp.h"

/* Raise a refusal, with the fields by which drivers branch. */
void
refuse_at(const Refusal *refusal, const char *file, int line,
		  const char *function)
{
	(void) errstart(ERROR, TEXTDOMAIN);
	errcode(refusal->sqlstate);
	errmsg_internal("%s", refusal->message);
	if (refusal->detail)
		errdetail_internal("%s", refusal->detail);
	if (refusal->hint)
		errhint("%s", refusal->hint);
	err_generic_string(PG_DIAG_SCHEMA_NAME, FITCLUB_SCHEMA);
	err_generic_string(PG_DIAG_TABLE_NAME, table_name(refusal->table));
	if (refusal->column)
		err_generic_string(PG_DIAG_COLUMN_NAME, refusal->column);
	if (refusal->constraint)
		err_generic_string(PG_DIAG_CONSTRAINT_NAME, refusal->constraint);
	errfinish(file, line, function);
	pg_unreachable();
}

/* Ask for the transaction to be run again, with a newer snapshot. */
void
refuse_unseen_at(const char *file, int line, const char *function)
{
	(void) errstart(ERROR, TEXTDOMAIN);
	errcode(ERRCODE_T_R_SERIALIZATION_FAILURE);
	errmsg("could not serialize access due to concurrent update");
	errfinish(file, line, function);
	pg_unreachable();
}

/* Raise what a check has returned, if it has. */
void
refuse_if_at(const Refusal *refusal, const char *file, int line,
			 const char *function)
{
	if (refusal != NULL)
		refuse_at(refusal, file, line, function);
}

Refusal *
make_refusal(int sqlstate, TableId table, const char *constraint,
			 const char *message)
{
	Refusal *refusal = palloc0(sizeof(Refusal));

	refusal->sqlstate = sqlstate;
	refusal->table = table;
	refusal->constraint = constraint;
	refusal->message = message;
	return refusal;
}

const char *
window_text(Period window)
{
	char *start = pstrdup(timestamptz_to_str(window.start));

	return psprintf("from %s to %s", start, timestamptz_to_str(window.end));
}

Refusal *
refusal_null(TableId table, const char *column)
{
	Refusal *refusal = make_refusal(ERRCODE_NULL_VALUE_NOT_ALLOWED, table,
									NULL,
									psprintf("%s must not be null", column));

	refusal->column = column;
	refusal->hint = psprintf("Give a value for %s.", column);
	return refusal;
}

Refusal *
refusal_unknown(TableId table, int64 id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_NO_DATA_FOUND, table, psprintf("%s_pkey", table_name(table)),
		psprintf("%s " INT64_FORMAT " does not exist", table_label(table),
				 id));

	refusal->column = table_key(table);
	refusal->resource = table_name(table);
	refusal->resource_id = id;
	return refusal;
}

/* Values of a row that do not go together. */
Refusal *
refusal_values(int sqlstate, TableId table, const char *constraint,
			   const char *message, const char *detail)
{
	Refusal *refusal = make_refusal(sqlstate, table, constraint, message);

	refusal->detail = detail;
	return refusal;
}

/* A value that a column does not take; the constraint is the column's. */
Refusal *
refusal_value(int sqlstate, TableId table, const char *column,
			  const char *message, const char *detail)
{
	Refusal *refusal = make_refusal(
		sqlstate, table, psprintf("%s_%s_check", table_name(table), column),
		message);

	refusal->column = column;
	refusal->detail = detail;
	return refusal;
}

/* Values that only one row may have; NULL for other constraints. */
Refusal *
refusal_taken(const char *constraint)
{
	static const struct
	{
		const char *constraint;
		TableId table;
		const char *column;
		const char *detail;
		const char *hint;
	} unique[] = {
		{"member_email_key", TABLE_MEMBER, "email",
		 "No two members have the same e-mail address.",
		 "Use the member who has it, or give another address."},
		{"member_phone_number_key", TABLE_MEMBER, "phone_number",
		 "No two members have the same phone number.",
		 "Use the member who has it, or give another number."},
		{"trainer_email_key", TABLE_TRAINER, "email",
		 "No two trainers have the same e-mail address.",
		 "Use the trainer who has it, or give another address."},
		{"administrative_staff_email_key", TABLE_STAFF, "email",
		 "No two members of staff have the same e-mail address.",
		 "Use the member of staff who has it, or give another address."},
		{"service_name_key", TABLE_SERVICE, "name",
		 "No two services of a kind have the same name.",
		 "Use the service that has it, or give another name."},
		{"plan_name_key", TABLE_PLAN, "name",
		 "No two plans have the same name.",
		 "Use the plan that has it, or give another name."},
		{"dunning_step_after_days_key", TABLE_DUNNING_STEP, "after_days",
		 "No two steps are taken after the same number of days.",
		 "Change the step that has it, or give another number."},
		{"pack_name_key", TABLE_PACK, "name",
		 "No two packs have the same name.",
		 "Use the pack that has it, or give another name."},
		{"room_name_key", TABLE_ROOM, "name",
		 "No two rooms have the same name.",
		 "Use the room that has it, or give another name."}};

	for (size_t i = 0; i < lengthof(unique); i++)
	{
		Refusal *refusal;

		if (strcmp(constraint, unique[i].constraint) != 0)
			continue;
		refusal = make_refusal(
			ERRCODE_UNIQUE_VIOLATION, unique[i].table, unique[i].constraint,
			psprintf("%s is already in use", unique[i].column));
		refusal->column = unique[i].column;
		refusal->detail = unique[i].detail;
		refusal->hint = unique[i].hint;
		return refusal;
	}
	return NULL;
}

static Refusal *
refusal_period(int sqlstate, TableId table, const char *message)
{
	Refusal *refusal =
		make_refusal(sqlstate, table,
					 psprintf("%s_period_check", table_name(table)), message);

	refusal->detail =
		"A booking ends after it starts, lasts at most 24 hours and has two finite times.";
	refusal->hint = "Check start_time and end_time.";
	return refusal;
}

Refusal *
refusal_period_order(TableId table)
{
	return refusal_period(ERRCODE_INVALID_PARAMETER_VALUE, table,
						  "end_time must be after start_time");
}

Refusal *
refusal_period_length(TableId table)
{
	return refusal_period(ERRCODE_INVALID_PARAMETER_VALUE, table,
						  "a booking must not be longer than 24 hours");
}

Refusal *
refusal_period_range(TableId table)
{
	return refusal_period(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, table,
						  "start_time must be in the years 1900 to 9998");
}

Refusal *
refusal_period_infinite(TableId table)
{
	return refusal_period(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, table,
						  "start_time and end_time must be finite");
}

Refusal *
refusal_cancelled_already(TableId table, int64 id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, table,
		psprintf("%s_cancelled", table_name(table)),
		psprintf("%s " INT64_FORMAT " is cancelled", table_label(table), id));

	refusal->column = "cancelled_at";
	refusal->detail = "What is cancelled stays cancelled.";
	return refusal;
}

/* What a table's rules say of the time at which something is done. */
Refusal *
refusal_time(TableId table, const char *constraint, const char *column,
			 const char *message)
{
	Refusal *refusal =
		make_refusal(ERRCODE_CHECK_VIOLATION, table, constraint, message);

	refusal->column = column;
	return refusal;
}

/* The rest of the statement would write over what the call has written. */
Refusal *
refusal_own_change(TableId table)
{
	Refusal *refusal = make_refusal(
		ERRCODE_TRIGGERED_DATA_CHANGE_VIOLATION, table, "own_change",
		psprintf("the %s was already changed by the current command",
				 table_label(table)));

	refusal->hint = "Call the function in a statement of its own.";
	return refusal;
}

/* Not to be tried again: the trigger will say no again. */
Refusal *
refusal_row_skipped(TableId table)
{
	Refusal *refusal = make_refusal(
		ERRCODE_TRIGGERED_DATA_CHANGE_VIOLATION, table, "row_skipped",
		psprintf("a trigger on %s.%s skipped a row that has to be written",
				 FITCLUB_SCHEMA, table_name(table)));

	refusal->detail = "A BEFORE trigger of the table returned null.";
	refusal->hint =
		"Have the trigger return the row, or raise an error of its own.";
	return refusal;
}
