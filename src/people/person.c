/*
 * person.c
 *		Members and trainers.
 */
#include "postgres.h"

#include "base/local_time.h"
#include "caller/argument.h"
#include "caller/permission.h"
#include "caller/text_argument.h"
#include "caller/time_argument.h"
#include "rows/club.h"
#include "rows/erased_member.h"
#include "rows/settled_row.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_create_member);
PG_FUNCTION_INFO_V1(fitclub_update_member);
PG_FUNCTION_INFO_V1(fitclub_create_trainer);
PG_FUNCTION_INFO_V1(fitclub_update_trainer);

/* Names, e-mail and telephone, which members and trainers both have. */
static void
check_person(FunctionCallInfo fcinfo, int first_argument, Need need,
			 TableId table)
{
	check_text(fcinfo, first_argument, need, table, "first_name");
	check_text(fcinfo, first_argument + 1, need, table, "last_name");
	check_email(fcinfo, first_argument + 2, need, table);
	check_text(fcinfo, first_argument + 3, OPTIONAL, table, "phone_number");
}

/* Nobody is born after today, club time, or before 1900. */
static void
check_date_of_birth(FunctionCallInfo fcinfo, int argument)
{
	DateADT today;

	check_date(fcinfo, argument, OPTIONAL, TABLE_MEMBER, "date_of_birth");
	if (PG_ARGISNULL(argument))
		return;
	today = local_time(current_instant(), read_club().zone).date;
	if (PG_GETARG_DATEADT(argument) > today)
		refuse(refusal_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, TABLE_MEMBER,
							 "date_of_birth", "date_of_birth is in the future",
							 NULL));
}

static void
check_member(FunctionCallInfo fcinfo, int first_argument, Need need)
{
	check_person(fcinfo, first_argument, need, TABLE_MEMBER);
	check_date_of_birth(fcinfo, first_argument + 4);
	check_free_text(fcinfo, first_argument + 5, TABLE_MEMBER, "gender");
	check_numeric(fcinfo, first_argument + 6, OPTIONAL, TABLE_MEMBER,
				  "target_weight", 0, 300, "kg");
	check_free_text(fcinfo, first_argument + 7, TABLE_MEMBER, "notes");
}

/*
 * create_member(first_name, last_name, email, phone_number, date_of_birth,
 * gender, target_weight, notes): adds a member. Returns its id.
 */
Datum
fitclub_create_member(PG_FUNCTION_ARGS)
{
	static SavedStatement insert = {
		"INSERT INTO fitclub.member"
		"  (first_name, last_name, email, phone_number, date_of_birth,"
		"   gender, target_weight, notes)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING member_id",
		8,
		{TEXTOID, TEXTOID, TEXTOID, TEXTOID, DATEOID, TEXTOID, NUMERICOID,
		 TEXTOID}};

	permit_staff(TABLE_MEMBER);
	check_member(fcinfo, 0, REQUIRED);
	return statement_insert(&insert, fcinfo, TABLE_MEMBER);
}

/*
 * update_member(member_id, ..., clear): changes what is given. Locks the row
 * until the transaction ends. Returns the member's id.
 */
Datum
fitclub_update_member(PG_FUNCTION_ARGS)
{
	static const char *const clearable[] = {"phone_number", "date_of_birth",
											"gender",       "target_weight",
											"notes",        NULL};
	static SavedStatement update = {
		"UPDATE fitclub.member SET"
		"  first_name = coalesce($2, first_name),"
		"  last_name = coalesce($3, last_name),"
		"  email = coalesce($4, email),"
		"  phone_number = CASE WHEN 'phone_number' = ANY ($10) THEN NULL"
		"   ELSE coalesce($5, phone_number) END,"
		"  date_of_birth = CASE WHEN 'date_of_birth' = ANY ($10) THEN NULL"
		"   ELSE coalesce($6, date_of_birth) END,"
		"  gender = CASE WHEN 'gender' = ANY ($10) THEN NULL"
		"   ELSE coalesce($7, gender) END,"
		"  target_weight = CASE WHEN 'target_weight' = ANY ($10) THEN NULL"
		"   ELSE coalesce($8, target_weight) END,"
		"  notes = CASE WHEN 'notes' = ANY ($10) THEN NULL"
		"   ELSE coalesce($9, notes) END"
		" WHERE member_id = $1 RETURNING member_id",
		10,
		{INT8OID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, DATEOID, TEXTOID,
		 NUMERICOID, TEXTOID, TEXTARRAYOID}};
	Datum updated;

	permit_member(fcinfo, 0);
	/* unique: trying values would tell who is a member */
	permit_argument(fcinfo, 3, TABLE_MEMBER, "email");
	permit_argument(fcinfo, 4, TABLE_MEMBER, "phone_number");
	(void) key_argument(fcinfo, 0, TABLE_MEMBER);
	check_member(fcinfo, 1, OPTIONAL);
	check_clear(fcinfo, 9, TABLE_MEMBER, clearable);
	updated = statement_update(&update, fcinfo, TABLE_MEMBER);
	/* An erasure meanwhile has kept us waiting for the row. */
	refuse_erased_meanwhile(PG_GETARG_INT64(0));
	return updated;
}

/*
 * create_trainer(first_name, last_name, email, phone_number, specialization):
 * adds a trainer. Returns its id.
 */
Datum
fitclub_create_trainer(PG_FUNCTION_ARGS)
{
	static SavedStatement insert = {
		"INSERT INTO fitclub.trainer"
		"  (first_name, last_name, email, phone_number, specialization)"
		" VALUES ($1, $2, $3, $4, $5) RETURNING trainer_id",
		5,
		{TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID}};

	permit_staff(TABLE_TRAINER);
	check_person(fcinfo, 0, REQUIRED, TABLE_TRAINER);
	check_free_text(fcinfo, 4, TABLE_TRAINER, "specialization");
	return statement_insert(&insert, fcinfo, TABLE_TRAINER);
}

/*
 * update_trainer(trainer_id, ..., is_active, clear): changes what is given.
 * Locks the row until the transaction ends. Returns the trainer's id.
 */
Datum
fitclub_update_trainer(PG_FUNCTION_ARGS)
{
	static const char *const clearable[] = {"phone_number", "specialization",
											NULL};
	static SavedStatement update = {
		"UPDATE fitclub.trainer SET"
		"  first_name = coalesce($2, first_name),"
		"  last_name = coalesce($3, last_name),"
		"  email = coalesce($4, email),"
		"  phone_number = CASE WHEN 'phone_number' = ANY ($8) THEN NULL"
		"   ELSE coalesce($5, phone_number) END,"
		"  specialization = CASE WHEN 'specialization' = ANY ($8) THEN NULL"
		"   ELSE coalesce($6, specialization) END,"
		"  is_active = coalesce($7, is_active)"
		" WHERE trainer_id = $1 RETURNING trainer_id",
		8,
		{INT8OID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, BOOLOID,
		 TEXTARRAYOID}};

	permit_trainer(fcinfo, 0);
	permit_argument(fcinfo, 3, TABLE_TRAINER, "email");
	permit_argument(fcinfo, 6, TABLE_TRAINER, "is_active");
	(void) key_argument(fcinfo, 0, TABLE_TRAINER);
	check_person(fcinfo, 1, OPTIONAL, TABLE_TRAINER);
	check_free_text(fcinfo, 5, TABLE_TRAINER, "specialization");
	check_clear(fcinfo, 7, TABLE_TRAINER, clearable);
	return statement_update(&update, fcinfo, TABLE_TRAINER);
}
