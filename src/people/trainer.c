/*
 * trainer.c
 *		Trainers.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "caller/permission.h"

PG_FUNCTION_INFO_V1(fitclub_create_trainer);
PG_FUNCTION_INFO_V1(fitclub_update_trainer);

static ArgumentTable trainer_arguments = {
	TABLE_TRAINER,
	{
		{"first_name", REQUIRED, TEXT},
		{"last_name", REQUIRED, TEXT},
		{"email", REQUIRED, EMAIL},
		{"phone_number", OPTIONAL, TEXT},
		{"specialization", OPTIONAL, FREE_TEXT},
		/* of updates only */
		{"is_active", REQUIRED, FLAG},
		{"turnaround", REQUIRED, TURNAROUND},
	},
	.after_clear = 1};

/*
 * create_trainer(first_name, last_name, email, phone_number, specialization):
 * adds a trainer. Returns its id.
 */
Datum
fitclub_create_trainer(PG_FUNCTION_ARGS)
{
	permit_staff(TABLE_TRAINER);
	check_arguments(fcinfo, 0, REQUIRED, &trainer_arguments);
	return insert_given(fcinfo, &trainer_arguments);
}

/*
 * update_trainer(trainer_id, ..., is_active, clear, turnaround): changes what is
 * given.
 * Locks the row until the transaction ends. Returns the trainer's id.
 */
Datum
fitclub_update_trainer(PG_FUNCTION_ARGS)
{
	permit_trainer(fcinfo, 0);
	permit_argument(fcinfo, 3, TABLE_TRAINER, "email");
	permit_argument(fcinfo, 6, TABLE_TRAINER, "is_active");
	permit_argument(fcinfo, 8, TABLE_TRAINER, "turnaround");
	(void) argument_key(fcinfo, 0, TABLE_TRAINER);
	check_changes(fcinfo, &trainer_arguments);
	return update_given(fcinfo, &trainer_arguments);
}
