/*
 * refusal.c
 *		The wording, SQLSTATE and constraint name of every rule.
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

static Refusal *
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

static const char *
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

/* The same of an availability window, which has wall-clock times. */
Refusal *
refusal_window_order(void)
{
	Refusal *refusal = refusal_period_order(TABLE_AVAILABILITY);

	refusal->detail =
		"A window ends after it starts, on the same day; 24:00 is midnight.";
	return refusal;
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
refusal_double_booked(TableId table, const char *resource, int64 id,
					  Period window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_EXCLUSION_VIOLATION, table,
		psprintf("%s_double_booked", resource),
		psprintf("%s " INT64_FORMAT " is already booked", resource, id));

	refusal->detail =
		psprintf("A %s has one booking at a time, and there is one %s.",
				 resource, window_text(window));
	refusal->hint =
		strcmp(resource, "member") == 0
			? "Choose another time."
			: psprintf("Choose another time or another %s.", resource);
	refusal->resource = resource;
	refusal->resource_id = id;
	refusal->window = window;
	return refusal;
}

/* The move of a class that its registered members cannot follow. */
Refusal *
refusal_members_double_booked(int members, Period window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_EXCLUSION_VIOLATION, TABLE_REGISTRATION,
		"member_double_booked",
		psprintf("%d registered %s another booking at that time", members,
				 members == 1 ? "member has" : "members have"));

	refusal->detail = psprintf(
		"A member has one booking at a time, and the class would be %s.",
		window_text(window));
	refusal->hint =
		"Choose another time, or cancel their registrations with on_member_conflict => 'cancel'.";
	refusal->resource = "member";
	refusal->window = window;
	return refusal;
}

Refusal *
refusal_registered_already(int64 class_id, Period window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_UNIQUE_VIOLATION, TABLE_REGISTRATION,
		"class_registration_once",
		psprintf("the member is already registered for class " INT64_FORMAT,
				 class_id));

	refusal->detail =
		psprintf("A member has one seat in a class; this one is %s.",
				 window_text(window));
	refusal->resource = "class";
	refusal->resource_id = class_id;
	refusal->window = window;
	return refusal;
}

Refusal *
refusal_class_full(int64 class_id, int capacity, Period window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_REGISTRATION, "class_capacity",
		psprintf("class " INT64_FORMAT " is full", class_id));

	refusal->detail = psprintf("All %d seats of the class %s are taken.",
							   capacity, window_text(window));
	refusal->hint = "Choose another class.";
	refusal->resource = "class";
	refusal->resource_id = class_id;
	refusal->window = window;
	return refusal;
}

Refusal *
refusal_roster_over_capacity(int64 class_id, int capacity)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_CLASS, "class_capacity",
		psprintf("class " INT64_FORMAT " has more than %d registered members",
				 class_id, capacity));

	refusal->column = "capacity";
	refusal->detail = "The capacity of a class is never below its roster.";
	refusal->hint = "Choose a larger capacity, or cancel registrations first.";
	refusal->resource = "class";
	refusal->resource_id = class_id;
	return refusal;
}

Refusal *
refusal_class_over_room(int64 room_id, int capacity, int room_capacity)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_CLASS, "class_room_capacity",
		psprintf("a class of %d is too large for room " INT64_FORMAT, capacity,
				 room_id));

	refusal->column = "capacity";
	refusal->detail = psprintf("The room holds %d people.", room_capacity);
	refusal->hint =
		"Choose a smaller capacity or a larger room, or set allow_class_over_room with update_club().";
	refusal->resource = "room";
	refusal->resource_id = room_id;
	return refusal;
}

Refusal *
refusal_room_under_class(int64 room_id, int capacity)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_ROOM, "class_room_capacity",
		psprintf("room " INT64_FORMAT " has classes of more than %d", room_id,
				 capacity));

	refusal->column = "capacity";
	refusal->detail = "A class is not larger than its room.";
	refusal->hint = "Move or shrink those classes first.";
	refusal->resource = "room";
	refusal->resource_id = room_id;
	return refusal;
}

Refusal *
refusal_class_cancelled(int64 class_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_REGISTRATION, "class_cancelled",
		psprintf("class " INT64_FORMAT " is cancelled", class_id));

	refusal->hint = "Choose another class.";
	refusal->resource = "class";
	refusal->resource_id = class_id;
	return refusal;
}

Refusal *
refusal_class_has_roster(int64 class_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_CLASS, "class_cancelled",
		psprintf("class " INT64_FORMAT " still has registered members",
				 class_id));

	refusal->detail = "A cancelled class has no registrations.";
	refusal->hint = "Use cancel_class(), which cancels them and their bills.";
	refusal->resource = "class";
	refusal->resource_id = class_id;
	return refusal;
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

Refusal *
refusal_trainer_inactive(TableId table, int64 trainer_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, table, "trainer_inactive",
		psprintf("trainer " INT64_FORMAT " is not active", trainer_id));

	refusal->column = "trainer_id";
	refusal->detail = "An inactive trainer takes no new work.";
	refusal->hint = "Choose another trainer.";
	refusal->resource = "trainer";
	refusal->resource_id = trainer_id;
	return refusal;
}

Refusal *
refusal_trainer_unavailable(TableId table, int64 trainer_id, Period window,
							const char *local_window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, table, "trainer_availability",
		psprintf("trainer " INT64_FORMAT " is not available at that time",
				 trainer_id));

	refusal->detail = psprintf(
		"A trainer works only inside availability windows, and none covers %s, club time.",
		local_window);
	refusal->hint =
		"Choose a time inside a window, or add one with set_availability().";
	refusal->resource = "trainer";
	refusal->resource_id = trainer_id;
	refusal->window = window;
	return refusal;
}

Refusal *
refusal_window_overlaps(int64 trainer_id, const char *local_window)
{
	Refusal *refusal = make_refusal(
		ERRCODE_EXCLUSION_VIOLATION, TABLE_AVAILABILITY,
		"trainer_availability_overlap",
		psprintf("trainer " INT64_FORMAT " already has a window at that time",
				 trainer_id));

	refusal->detail = psprintf(
		"Windows of one trainer on one day never overlap, and there is one %s.",
		local_window);
	refusal->hint =
		"Choose other times, or change that window with update_availability().";
	refusal->resource = "trainer";
	refusal->resource_id = trainer_id;
	return refusal;
}

Refusal *
refusal_window_in_use(int64 trainer_id, int bookings)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_AVAILABILITY,
		"trainer_availability_in_use",
		psprintf("%d upcoming %s that window", bookings,
				 bookings == 1 ? "booking needs" : "bookings need"));

	refusal->detail = psprintf("Trainer " INT64_FORMAT
							   " works only inside availability windows.",
							   trainer_id);
	refusal->hint = "Move or cancel those bookings first.";
	refusal->resource = "trainer";
	refusal->resource_id = trainer_id;
	return refusal;
}

static Refusal *
refusal_bill(const char *constraint, TableId table, int64 billing_id,
			 const char *message)
{
	Refusal *refusal =
		make_refusal(ERRCODE_CHECK_VIOLATION, table, constraint, message);

	refusal->resource = "billing_item";
	refusal->resource_id = billing_id;
	return refusal;
}

Refusal *
refusal_overpayment(int64 billing_id, const char *owed)
{
	Refusal *refusal = refusal_bill(
		"payment_not_over_bill", TABLE_PAYMENT, billing_id,
		psprintf("payment is more than is owed on billing item " INT64_FORMAT,
				 billing_id));

	refusal->column = "amount";
	refusal->detail = owed == NULL ? "Nobody pays more than is owed."
								   : psprintf("%s is owed.", owed);
	refusal->hint = "Pay at most what is owed.";
	return refusal;
}

Refusal *
refusal_billed_already(const char *constraint)
{
	Refusal *refusal = make_refusal(ERRCODE_UNIQUE_VIOLATION, TABLE_BILL,
									constraint,
									"the booking already has a bill");

	refusal->detail = "Every booking has one bill.";
	return refusal;
}

/* A bill that can no longer be paid, or not yet be cancelled. */
Refusal *
refusal_bill_status(int64 billing_id, const char *status, const char *detail)
{
	Refusal *refusal = refusal_bill(
		"billing_item_open", TABLE_BILL, billing_id,
		psprintf("billing item " INT64_FORMAT " is %s", billing_id, status));

	refusal->column = "status";
	refusal->detail = detail;
	return refusal;
}

Refusal *
refusal_bill_under_payments(int64 billing_id)
{
	Refusal *refusal = refusal_bill(
		"payment_not_over_bill", TABLE_BILL, billing_id,
		psprintf("more has been paid on billing item " INT64_FORMAT,
				 billing_id));

	refusal->column = "amount";
	refusal->detail = "A bill cannot be less than what has been paid on it.";
	refusal->hint = "Refund the difference first with refund_payment().";
	return refusal;
}

Refusal *
refusal_refund(int64 payment_id, const char *left)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_PAYMENT, "refund_not_over_payment",
		psprintf("refund is more than is left of payment " INT64_FORMAT,
				 payment_id));

	refusal->column = "amount";
	refusal->detail = left == NULL ? "Nobody gets back more than was paid."
								   : psprintf("%s is left.", left);
	refusal->hint = "Refund at most what is left.";
	refusal->resource = "payment";
	refusal->resource_id = payment_id;
	return refusal;
}

Refusal *
refusal_net_negative(int64 billing_id)
{
	Refusal *refusal = refusal_bill(
		"refund_not_over_payment", TABLE_PAYMENT, billing_id,
		psprintf(
			"more would be refunded than was paid on billing item " INT64_FORMAT,
			billing_id));

	refusal->column = "amount";
	refusal->detail = "Nobody gets back more than was paid.";
	return refusal;
}

/*
 * What is somebody else's, or nobody's: that is all the same to the caller,
 * who is not to learn whether the row exists.
 */
Refusal *
refusal_not_own(TableId table, int64 id)
{
	Refusal *refusal =
		make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table, "own_only",
					 psprintf("permission denied for %s " INT64_FORMAT,
							  table_label(table), id));

	refusal->detail =
		"Members and trainers can see and change only what is theirs.";
	refusal->hint = "Check the id, or ask the desk.";
	return refusal;
}

Refusal *
refusal_staff_only(TableId table)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table,
									"staff_only", "only staff may do this");

	refusal->detail =
		"Members and trainers can see and change only what is theirs.";
	refusal->hint = "Ask the desk.";
	return refusal;
}

Refusal *
refusal_owner_only(TableId table)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table,
									"owner_only",
									"must be owner of the club's tables");

	refusal->hint = "Ask the owner of the extension.";
	return refusal;
}

Refusal *
refusal_staff_argument(TableId table, const char *column)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table,
									"staff_argument",
									psprintf("only staff may set %s", column));

	refusal->column = column;
	refusal->hint = "Leave it out, or ask the desk.";
	return refusal;
}

Refusal *
refusal_identity_unknown(TableId table)
{
	Refusal *refusal =
		make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table, "identity_unknown",
					 "cannot tell which person this session is acting for");

	refusal->detail =
		"The role has the persona of members, trainers or staff, and no person who still is one.";
	refusal->hint =
		"Link the role to a person with link_login(), or set fitclub.identity.";
	return refusal;
}

Refusal *
refusal_begun(TableId table, int64 id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_INSUFFICIENT_PRIVILEGE, table, "booking_begun",
		psprintf("%s " INT64_FORMAT " has begun", table_label(table), id));

	refusal->column = "start_time";
	refusal->detail =
		"Members and trainers can change a booking only before it begins.";
	refusal->hint = "Ask the desk.";
	return refusal;
}

/* What a table's rules say of the time at which something is done. */
static Refusal *
refusal_time(TableId table, const char *constraint, const char *column,
			 const char *message)
{
	Refusal *refusal =
		make_refusal(ERRCODE_CHECK_VIOLATION, table, constraint, message);

	refusal->column = column;
	return refusal;
}

Refusal *
refusal_over(TableId table, int64 id)
{
	Refusal *refusal = refusal_time(table, "booking_over", "end_time",
									psprintf("%s " INT64_FORMAT " is over",
											 table_label(table), id));

	refusal->detail =
		"A booking that is over can be cancelled only with a reason.";
	refusal->hint = "Give the reason.";
	return refusal;
}

Refusal *
refusal_not_begun(int64 registration_id)
{
	Refusal *refusal = refusal_time(
		TABLE_REGISTRATION, "booking_not_begun", "attended",
		psprintf("the class of %s " INT64_FORMAT " has not begun",
				 table_label(TABLE_REGISTRATION), registration_id));

	refusal->detail = "Attendance can be recorded once the class has begun.";
	refusal->hint = "Record it when the class has begun.";
	return refusal;
}

Refusal *
refusal_attended(int64 class_id)
{
	Refusal *refusal = refusal_time(
		TABLE_CLASS, "booking_attended", "start_time",
		psprintf("class " INT64_FORMAT " has been attended", class_id));

	refusal->detail =
		"A class with recorded attendance cannot be moved into the future.";
	refusal->hint = "Create another class.";
	return refusal;
}

/* A session that is to stand again, while its only bill does not. */
Refusal *
refusal_unbilled(int64 session_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_SESSION, "private_session_unbilled",
		psprintf("private session " INT64_FORMAT " would not be billed",
				 session_id));

	refusal->column = "cancelled_at";
	refusal->detail = "Its bill was closed when it was cancelled.";
	refusal->hint = "Book it again, or make its bill pending first.";
	return refusal;
}

Refusal *
refusal_past(TableId table)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table,
									"booking_begun",
									"the booking would begin in the past");

	refusal->column = "start_time";
	refusal->detail = "Members and trainers can book only in the future.";
	refusal->hint = "Choose another time, or ask the desk.";
	return refusal;
}

Refusal *
refusal_late_move(TableId table, int64 id)
{
	Refusal *refusal =
		make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, table, "booking_notice",
					 psprintf("it is too late to move %s " INT64_FORMAT,
							  table_label(table), id));

	refusal->column = "start_time";
	refusal->detail = "Cancelling now incurs a fee, so it cannot be moved.";
	refusal->hint = "Cancel the booking, or ask the desk.";
	return refusal;
}

/* What is wrong with a login, or with the role that is to have one. */
int
refusal_login(int sqlstate, const char *constraint, const char *message,
			  const char *detail, const char *hint)
{
	errcode(sqlstate);
	errmsg_internal("%s", message);
	if (detail)
		errdetail_internal("%s", detail);
	if (hint)
		errhint("%s", hint);
	err_generic_string(PG_DIAG_SCHEMA_NAME, FITCLUB_SCHEMA);
	err_generic_string(PG_DIAG_TABLE_NAME, "login");
	if (constraint)
		err_generic_string(PG_DIAG_CONSTRAINT_NAME, constraint);
	return 0; /* as all that ereport() takes */
}

Refusal *
refusal_resolved_already(int64 maintenance_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_ISSUE, "equipment_maintenance_resolved",
		psprintf("equipment issue " INT64_FORMAT " is resolved",
				 maintenance_id));

	refusal->column = "status";
	refusal->hint = "Reopen it with update_issue(), or report another.";
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

Refusal *
refusal_append_only(const char *action)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_METRIC, "health_metric_append_only",
		psprintf("health metrics cannot be %s", action));

	refusal->detail =
		"Health metrics are append-only and are deleted only with their member.";
	refusal->hint = "Log another metric with log_health_metric().";
	return refusal;
}

Refusal *
refusal_member_erased(int64 member_id)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_MEMBER, "member_erased",
		psprintf("member " INT64_FORMAT " was erased", member_id));

	refusal->column = table_key(TABLE_MEMBER);
	refusal->detail = "Only an erased member's accounts are kept.";
	refusal->hint = "A person who comes back is a new member.";
	refusal->resource = "member";
	refusal->resource_id = member_id;
	return refusal;
}

/* A change of what has happened. */
Refusal *
refusal_audit_log(const char *action)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, TABLE_AUDIT_LOG, "audit_log_append_only",
		psprintf("events of the audit log cannot be %s", action));

	refusal->detail = "The audit log is append-only.";
	return refusal;
}

Refusal *
refusal_demo_needs_empty_club(void)
{
	Refusal *refusal = make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_CLUB,
									"demo_needs_empty_club",
									"the club is not empty");

	refusal->detail = "Demo data is only put into an empty club.";
	refusal->hint =
		"Use another database, or empty this one with clear_data().";
	return refusal;
}

Refusal *
refusal_not_a_demo(void)
{
	Refusal *refusal = make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_CLUB,
									"club_is_demo", "the club is not a demo");

	refusal->detail =
		"clear_data() would delete every member, booking and bill.";
	refusal->hint =
		"Back up, then call clear_data(even_if_real => true) if you mean it.";
	return refusal;
}
