/*
 * equipment.c
 *		Equipment of rooms.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "caller/permission.h"

PG_FUNCTION_INFO_V1(fitclub_add_equipment);
PG_FUNCTION_INFO_V1(fitclub_update_equipment);

static const char *const equipment_statuses[] = {
	"operational", "under_maintenance", "out_of_order", "retired", NULL};

static ArgumentTable equipment_arguments = {
	TABLE_EQUIPMENT,
	{
		{"room_id", REQUIRED, ROW, .referenced = TABLE_ROOM},
		{"name", REQUIRED, TEXT},
		{"trainer_id", OPTIONAL, ROW, .referenced = TABLE_TRAINER},
		{"status", REQUIRED, CHOICE, .choices = equipment_statuses},
		{"notes", OPTIONAL, FREE_TEXT},
		{"last_serviced_date", OPTIONAL, DATE},
	}};

/*
 * add_equipment(room_id, name, trainer_id, status, notes,
 * last_serviced_date): adds equipment to a room. Returns its id.
 */
Datum
fitclub_add_equipment(PG_FUNCTION_ARGS)
{
	permit_staff(TABLE_EQUIPMENT);
	check_arguments(fcinfo, 0, REQUIRED, &equipment_arguments);
	return insert_given(fcinfo, &equipment_arguments);
}

/*
 * update_equipment(equipment_id, ..., clear): changes what is given. Locks
 * the row until the transaction ends. Returns its id.
 */
Datum
fitclub_update_equipment(PG_FUNCTION_ARGS)
{
	permit_staff(TABLE_EQUIPMENT);
	(void) argument_key(fcinfo, 0, TABLE_EQUIPMENT);
	check_changes(fcinfo, &equipment_arguments);
	return update_given(fcinfo, &equipment_arguments);
}
