/*
 * equipment.c
 *		Equipment of rooms.
 */
#include "postgres.h"

#include "caller/argument.h"
#include "caller/permission.h"
#include "caller/text_argument.h"
#include "caller/time_argument.h"
#include "rows/settled_row.h"
#include "write/statement.h"

#include "catalog/pg_type.h"

PG_FUNCTION_INFO_V1(fitclub_add_equipment);
PG_FUNCTION_INFO_V1(fitclub_update_equipment);

static const char *const equipment_statuses[] = {
	"operational", "under_maintenance", "out_of_order", "retired", NULL};

/*
 * add_equipment(room_id, name, trainer_id, status, notes,
 * last_serviced_date): adds equipment to a room. Returns its id.
 */
Datum
fitclub_add_equipment(PG_FUNCTION_ARGS)
{
	static SavedStatement insert = {
		"INSERT INTO fitclub.equipment"
		"  (room_id, name, trainer_id, status, notes, last_serviced_date)"
		" VALUES ($1, $2, $3, $4, $5, $6) RETURNING equipment_id",
		6,
		{INT8OID, TEXTOID, INT8OID, TEXTOID, TEXTOID, DATEOID}};

	permit_staff(TABLE_EQUIPMENT);
	check_row(fcinfo, 0, REQUIRED, TABLE_EQUIPMENT, "room_id", TABLE_ROOM);
	check_text(fcinfo, 1, REQUIRED, TABLE_EQUIPMENT, "name");
	check_row(fcinfo, 2, OPTIONAL, TABLE_EQUIPMENT, "trainer_id",
			  TABLE_TRAINER);
	check_choice(fcinfo, 3, REQUIRED, TABLE_EQUIPMENT, "status",
				 equipment_statuses);
	check_free_text(fcinfo, 4, TABLE_EQUIPMENT, "notes");
	check_date(fcinfo, 5, OPTIONAL, TABLE_EQUIPMENT, "last_serviced_date");
	return statement_insert(&insert, fcinfo, TABLE_EQUIPMENT);
}

/*
 * update_equipment(equipment_id, ..., clear): changes what is given. Locks
 * the row until the transaction ends. Returns its id.
 */
Datum
fitclub_update_equipment(PG_FUNCTION_ARGS)
{
	static const char *const clearable[] = {"trainer_id", "notes",
											"last_serviced_date", NULL};
	static SavedStatement update = {
		"UPDATE fitclub.equipment SET"
		"  room_id = coalesce($2, room_id),"
		"  name = coalesce($3, name),"
		"  trainer_id = CASE WHEN 'trainer_id' = ANY ($8) THEN NULL"
		"   ELSE coalesce($4, trainer_id) END,"
		"  status = coalesce($5, status),"
		"  notes = CASE WHEN 'notes' = ANY ($8) THEN NULL"
		"   ELSE coalesce($6, notes) END,"
		"  last_serviced_date ="
		"   CASE WHEN 'last_serviced_date' = ANY ($8) THEN NULL"
		"   ELSE coalesce($7, last_serviced_date) END"
		" WHERE equipment_id = $1 RETURNING equipment_id",
		8,
		{INT8OID, INT8OID, TEXTOID, INT8OID, TEXTOID, TEXTOID, DATEOID,
		 TEXTARRAYOID}};

	permit_staff(TABLE_EQUIPMENT);
	(void) key_argument(fcinfo, 0, TABLE_EQUIPMENT);
	check_row(fcinfo, 1, OPTIONAL, TABLE_EQUIPMENT, "room_id", TABLE_ROOM);
	check_text(fcinfo, 2, OPTIONAL, TABLE_EQUIPMENT, "name");
	check_row(fcinfo, 3, OPTIONAL, TABLE_EQUIPMENT, "trainer_id",
			  TABLE_TRAINER);
	check_choice(fcinfo, 4, OPTIONAL, TABLE_EQUIPMENT, "status",
				 equipment_statuses);
	check_free_text(fcinfo, 5, TABLE_EQUIPMENT, "notes");
	check_date(fcinfo, 6, OPTIONAL, TABLE_EQUIPMENT, "last_serviced_date");
	check_clear(fcinfo, 7, TABLE_EQUIPMENT, clearable);
	return statement_update(&update, fcinfo, TABLE_EQUIPMENT);
}
