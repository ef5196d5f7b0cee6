/*
 * place.c
 *		Rooms, equipment and faults.
 */
#include "postgres.h"

#include "base/local_time.h"
#include "calendar/roster.h"
#include "caller/argument.h"
#include "caller/permission.h"
#include "rows/settled_row.h"
#include "write/admission.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_create_room);
PG_FUNCTION_INFO_V1(fitclub_update_room);
PG_FUNCTION_INFO_V1(fitclub_add_equipment);
PG_FUNCTION_INFO_V1(fitclub_update_equipment);
PG_FUNCTION_INFO_V1(fitclub_report_issue);
PG_FUNCTION_INFO_V1(fitclub_update_issue);
PG_FUNCTION_INFO_V1(fitclub_resolve_issue);

static const char *const equipment_statuses[] = {
	"operational", "under_maintenance", "out_of_order", "retired", NULL};

/*
 * create_room(name, capacity, primary_trainer_id): adds a room. Returns its
 * id.
 */
Datum
fitclub_create_room(PG_FUNCTION_ARGS)
{
	static SavedStatement insert = {
		"INSERT INTO fitclub.room (name, capacity, primary_trainer_id)"
		" VALUES ($1, $2, $3) RETURNING room_id",
		3,
		{TEXTOID, INT4OID, INT8OID}};

	permit_staff(TABLE_ROOM);
	check_text(fcinfo, 0, REQUIRED, TABLE_ROOM, "name");
	check_integer(fcinfo, 1, REQUIRED, TABLE_ROOM, "capacity", 1, 10000, "");
	check_row(fcinfo, 2, OPTIONAL, TABLE_ROOM, "primary_trainer_id",
			  TABLE_TRAINER);
	return statement_insert(&insert, fcinfo, TABLE_ROOM);
}

typedef struct RoomRequest
{
	int64 id;
	int capacity;
	bool may_be_exceeded;
	ItemPointerData place;
	List *larger_classes; /* of PlacedClass */
	ShortLocks locks;
} RoomRequest;

static Refusal *
check_capacity(void *state, Blocker *blocker)
{
	RoomRequest *request = state;

	Refusal *refusal = NULL;
	ListCell *cell;

	if (!settled_row(TABLE_ROOM, request->id, NULL, 0, FOR_WRITE, NULL, NULL,
					 &request->place, blocker))
		return refusal_unknown(TABLE_ROOM, request->id);
	if (!request->may_be_exceeded)
		refusal = roster_check_class_sizes(request->id, request->capacity,
										   current_instant(), blocker);
	locks_need_row(&request->locks, TABLE_ROOM, request->id, &request->place,
				   LockTupleNoKeyExclusive);
	request->larger_classes =
		roster_larger_classes(request->id, request->capacity, blocker);
	foreach(cell, request->larger_classes)
	{
		const PlacedClass *class = lfirst(cell);

		locks_need_row(&request->locks, TABLE_CLASS, class->id, &class->place,
					   LockTupleNoKeyExclusive);
	}
	return refusal;
}

/* Classes that were held when the room was larger were not too large then. */
static void
excuse_larger_classes(WriterState *writing, const RoomRequest *request)
{
	ColumnValue value =
		column_datum(Anum_class_schedule_may_exceed_room, BoolGetDatum(true));
	ListCell *cell;

	foreach(cell, request->larger_classes)
	{
		const PlacedClass *class = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		writer_update(writing, TABLE_CLASS, GUARDED, &class->place, &value, 1);
	}
}

static void
resize_room(RoomRequest *request)
{
	static Writer writer = {2, {TABLE_ROOM, TABLE_CLASS}};
	ColumnValue value =
		column_datum(Anum_room_capacity, Int32GetDatum(request->capacity));
	WriterState *writing;

	request->may_be_exceeded = read_club().class_may_exceed_room;
	locks_init(&request->locks);
	(void) locks_need(&request->locks, LOCK_ROOM, request->id);
	writing = admit(&request->locks, &writer, check_capacity, request);
	excuse_larger_classes(writing, request);
	writer_update(writing, TABLE_ROOM, GUARDED, &request->place, &value, 1);
	locks_release(&request->locks);
	writer_end(&writer, writing);
}

/*
 * update_room(room_id, name, capacity, primary_trainer_id, clear): changes
 * what is given. Short-locks the room when its capacity is given; locks the
 * row until the transaction ends. Returns the room's id.
 */
Datum
fitclub_update_room(PG_FUNCTION_ARGS)
{
	static const char *const clearable[] = {"primary_trainer_id", NULL};
	static SavedStatement update = {
		"UPDATE fitclub.room SET"
		"  name = coalesce($2, name),"
		"  capacity = coalesce($3, capacity),"
		"  primary_trainer_id ="
		"   CASE WHEN 'primary_trainer_id' = ANY ($5) THEN NULL"
		"   ELSE coalesce($4, primary_trainer_id) END"
		" WHERE room_id = $1 RETURNING room_id",
		5,
		{INT8OID, TEXTOID, INT4OID, INT8OID, TEXTARRAYOID}};
	RoomRequest request;

	permit_staff(TABLE_ROOM);
	request.id = key_argument(fcinfo, 0, TABLE_ROOM);
	check_text(fcinfo, 1, OPTIONAL, TABLE_ROOM, "name");
	check_integer(fcinfo, 2, OPTIONAL, TABLE_ROOM, "capacity", 1, 10000, "");
	check_row(fcinfo, 3, OPTIONAL, TABLE_ROOM, "primary_trainer_id",
			  TABLE_TRAINER);
	check_clear(fcinfo, 4, TABLE_ROOM, clearable);
	if (!PG_ARGISNULL(2))
	{
		request.capacity = PG_GETARG_INT32(2);
		resize_room(&request);
	}
	/* Apart, as another room of that name may have to be waited for. */
	if (PG_ARGISNULL(2) || !PG_ARGISNULL(1) || !PG_ARGISNULL(3) ||
		!PG_ARGISNULL(4))
		(void) statement_update(&update, fcinfo, TABLE_ROOM);
	PG_RETURN_INT64(request.id);
}

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

/*
 * report_issue(equipment_id, description, staff_id, out_of_order): reports a
 * fault. Locks the equipment's row, if it is put out of order, until the
 * transaction ends. Returns the issue's id.
 */
Datum
fitclub_report_issue(PG_FUNCTION_ARGS)
{
	static SavedStatement insert = {
		"WITH stopped AS ("
		" UPDATE fitclub.equipment SET status = 'out_of_order'"
		"  WHERE equipment_id = $1 AND $4 AND status <> 'retired'"
		") INSERT INTO fitclub.equipment_maintenance"
		"  (equipment_id, description, staff_id)"
		" VALUES ($1, $2, $3) RETURNING maintenance_id",
		4,
		{INT8OID, TEXTOID, INT8OID, BOOLOID}};

	permit_staff_or_trainer(TABLE_ISSUE);
	permit_argument(fcinfo, 2, TABLE_ISSUE, "staff_id");
	check_row(fcinfo, 0, REQUIRED, TABLE_ISSUE, "equipment_id",
			  TABLE_EQUIPMENT);
	check_text(fcinfo, 1, REQUIRED, TABLE_ISSUE, "description");
	check_row(fcinfo, 2, OPTIONAL, TABLE_ISSUE, "staff_id", TABLE_STAFF);
	(void) check_given(fcinfo, 3, REQUIRED, TABLE_ISSUE, "out_of_order");
	return statement_insert(&insert, fcinfo, TABLE_ISSUE);
}

/*
 * update_issue(maintenance_id, status, description, staff_id): changes what
 * is given. Locks the issue's and the equipment's rows until the transaction
 * ends. Returns the issue's id.
 */
Datum
fitclub_update_issue(PG_FUNCTION_ARGS)
{
	static const char *const statuses[] = {"open", "in_progress", NULL};
	static SavedStatement update = {
		"WITH changed AS ("
		" UPDATE fitclub.equipment_maintenance SET"
		"  status = coalesce($2, status),"
		"  resolved_at = CASE WHEN $2 IS NULL THEN resolved_at END,"
		"  description = coalesce($3, description),"
		"  staff_id = coalesce($4, staff_id)"
		"  WHERE maintenance_id = $1 RETURNING maintenance_id, equipment_id"
		"), taken AS ("
		" UPDATE fitclub.equipment AS e SET status = 'under_maintenance'"
		"  FROM changed WHERE e.equipment_id = changed.equipment_id"
		"  AND $2 = 'in_progress' AND e.status <> 'retired'"
		") SELECT maintenance_id FROM changed",
		4,
		{INT8OID, TEXTOID, TEXTOID, INT8OID}};

	permit_staff(TABLE_ISSUE);
	(void) key_argument(fcinfo, 0, TABLE_ISSUE);
	check_choice(fcinfo, 1, OPTIONAL, TABLE_ISSUE, "status", statuses);
	check_text(fcinfo, 2, OPTIONAL, TABLE_ISSUE, "description");
	check_row(fcinfo, 3, OPTIONAL, TABLE_ISSUE, "staff_id", TABLE_STAFF);
	return statement_update(&update, fcinfo, TABLE_ISSUE);
}

static Refusal *
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

/*
 * resolve_issue(maintenance_id, staff_id, resolved_at): closes an issue and
 * notes the service. Locks the issue's and the equipment's rows until the
 * transaction ends. Returns the issue's id.
 */
Datum
fitclub_resolve_issue(PG_FUNCTION_ARGS)
{
	static SavedStatement update = {
		"WITH resolved AS ("
		" UPDATE fitclub.equipment_maintenance SET"
		"  status = 'resolved', resolved_at = $3,"
		"  staff_id = coalesce($2, staff_id)"
		"  WHERE maintenance_id = $1 AND status || '' <> 'resolved'"
		"  RETURNING maintenance_id, equipment_id"
		"), serviced AS ("
		" UPDATE fitclub.equipment AS e SET"
		"  last_serviced_date = greatest(e.last_serviced_date,"
		"   ($3 AT TIME ZONE c.time_zone)::date),"
		"  status = CASE"
		"   WHEN e.status IN ('under_maintenance', 'out_of_order')"
		"    AND NOT EXISTS (SELECT FROM fitclub.equipment_maintenance AS o"
		"     WHERE o.equipment_id = e.equipment_id"
		"      AND o.status <> 'resolved' AND o.maintenance_id <> $1)"
		"   THEN 'operational' ELSE e.status END"
		"  FROM resolved, fitclub.club AS c"
		"  WHERE e.equipment_id = resolved.equipment_id"
		") SELECT maintenance_id FROM resolved",
		3,
		{INT8OID, INT8OID, TIMESTAMPTZOID}};
	int64 maintenance_id;
	int64 resolved;

	permit_staff(TABLE_ISSUE);
	maintenance_id = key_argument(fcinfo, 0, TABLE_ISSUE);
	check_row(fcinfo, 1, OPTIONAL, TABLE_ISSUE, "staff_id", TABLE_STAFF);
	check_past(fcinfo, 2, REQUIRED, TABLE_ISSUE, "resolved_at");
	if (!statement_try(&update, fcinfo, &resolved))
		refuse(refusal_resolved_already(maintenance_id));
	PG_RETURN_INT64(resolved);
}
