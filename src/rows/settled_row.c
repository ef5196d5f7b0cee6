/*
 * settled_row.c
 *		Rows read by their key, in the state that will hold.
 *
 * A row that another transaction is changing has two versions under a dirty
 * snapshot. Where they agree on what decides, the change does not matter and
 * nobody waits for it; where they differ, the caller must wait.
 */
#include "postgres.h"

#include "rows/settled_row.h"

#include "base/local_time.h"
#include "refusal/refusal.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/fmgroids.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

static bool
columns_agree(HeapTuple row, TupleDesc desc, const AttrNumber *columns,
			  int deciding_count, const Datum *values, const bool *nulls)
{
	for (int i = 0; i < deciding_count; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, columns[i] - 1);
		bool isnull;
		Datum value = heap_getattr(row, columns[i], desc, &isnull);

		if (isnull != nulls[i])
			return false;
		if (!isnull &&
			!datumIsEqual(value, values[i], column->attbyval, column->attlen))
			return false;
	}
	return true;
}

/* The versions of a row that a scan found, and in whose hands they are. */
typedef struct Versions
{
	bool found;
	bool settled;
	bool agree;
	Blocker leaving;
	Blocker arriving;
	ItemPointerData place; /* of the one that is not arriving */
} Versions;

static Versions
read_versions(TableId table, int64 id, const AttrNumber *columns,
			  int column_count, int deciding_count, Datum *values, bool *nulls)
{
	Versions versions;
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;

	key_int64(&key, Anum_any_key, id);
	do
	{
		versions = (Versions){.agree = true};
		dirty_scan_begin(&scan, table, (IndexId) table, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);
			RowState state = dirty_scan_state(&scan);

			if (state != ROW_ARRIVING)
				versions.place = row->t_self;
			if (versions.found)
				versions.agree &= columns_agree(row, desc, columns,
												deciding_count, values, nulls);
			else
				row_columns(row, desc, columns, column_count, values, nulls);
			versions.found = true;
			versions.settled |= state == ROW_SETTLED;
			dirty_scan_note(&scan, row,
							state == ROW_ARRIVING ? &versions.arriving
												  : &versions.leaving);
		}
	} while (dirty_scan_end(&scan));
	return versions;
}

/*
 * Read columns of the row with this key. The first deciding_count of them
 * must be certain: if another transaction is changing one of them, or
 * deleting the row, it is noted as the blocker. So is one that changes
 * anything of a row that is going to be written, which would make us wait for
 * it with our locks held; place, if given, is where such a row is then to be
 * written. Returns whether there is such a row; one that is only being
 * inserted is not there yet. Without a blocker to note it is a mere
 * look, from which nothing will be written.
 */
bool
settled_row(TableId table, int64 id, const AttrNumber *columns,
			int column_count, int deciding_count, Datum *values, bool *nulls,
			ItemPointer place, Blocker *blocker)
{
	Versions versions = read_versions(table, id, columns, column_count,
									  deciding_count, values, nulls);

	if (!versions.found)
		return false;
	if (place != NULL)
		*place = versions.place;
	if (blocker != NULL && versions.leaving.unseen)
		blocker->unseen = true;
	if (!blocker_is_set(&versions.leaving))
		return versions.settled;
	if (blocker != NULL && (deciding_count == FOR_WRITE || !versions.agree ||
							!blocker_is_set(&versions.arriving)))
		blocker_take(blocker, &versions.leaving);
	return true;
}

/* Whether there seems to be a row with this key. */
bool
row_exists(TableId table, int64 id)
{
	return settled_row(table, id, NULL, 0, 0, NULL, NULL, NULL, NULL);
}

/*
 * Whether there is a version of the row that our transaction's snapshot sees.
 */
static bool
row_was_there(TableId table, int64 id)
{
	Relation heap = table_open(table_oid(table), AccessShareLock);
	ScanKeyData key;
	SysScanDesc scan;
	bool found;

	key_int64(&key, Anum_any_key, id);
	scan = systable_beginscan(heap, index_oid((IndexId) table), true,
							  GetTransactionSnapshot(), 1, &key);
	found = HeapTupleIsValid(systable_getnext(scan));
	systable_endscan(scan);
	table_close(heap, NoLock);
	return found;
}

/*
 * Raise why an update by a key has found no row: there is none, or a trigger
 * has kept it from being written.
 */
void
refuse_unwritten(TableId table, int64 id)
{
	refuse(row_was_there(table, id) ? refusal_row_skipped(table)
									: refusal_unknown(table, id));
}

/*
 * Run an update, with the arguments of the function that calls it, of the row
 * whose key is the first of them. Returns that.
 */
Datum
statement_update(SavedStatement *statement, FunctionCallInfo fcinfo,
				 TableId table)
{
	int64 id;

	if (!statement_try(statement, fcinfo, &id))
		refuse_unwritten(table, PG_GETARG_INT64(0));
	PG_RETURN_INT64(id);
}

/* The row that is going to be referred to; a foreign key makes sure it stays. */
RowPlace
require_row(TableId table, int64 id)
{
	RowPlace seen = {table, id};

	for (;;)
	{
		Blocker blocker = NO_BLOCKER;

		if (!settled_row(table, id, NULL, 0, 0, NULL, NULL, &seen.place,
						 &blocker))
			refuse(refusal_unknown(table, id));
		if (!blocker_is_set(&blocker))
		{
			if (blocker.unseen && !row_was_there(table, id))
				refuse_unseen();
			return seen;
		}
		blocker_wait(&blocker);
	}
}

/* The settings are one row, and somebody has deleted it. */
void
refuse_without_club(void)
{
	ereport(ERROR, (errcode(ERRCODE_NO_DATA_FOUND),
					errmsg("the club has no settings"),
					errhint("Run INSERT INTO fitclub.club DEFAULT VALUES.")));
}

/* The club's settings. */
Club
read_club(void)
{
	static const AttrNumber columns[] = {
		Anum_club_time_zone,
		Anum_club_default_session_price,
		Anum_club_default_class_price,
		Anum_club_allow_class_over_room,
		Anum_club_cancellation_notice,
		Anum_club_late_cancellation_fee_percent,
		Anum_club_is_demo,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	Club club;
	bool found = false;

	/* The key is a smallint, and settings in the making do not count. */
	ScanKeyInit(&key, Anum_any_key, BTEqualStrategyNumber, F_INT2EQ,
				Int16GetDatum(1));
	do
	{
		dirty_scan_begin(&scan, TABLE_CLUB, INDEX_CLUB_KEY, 1, &key);
		while (!found &&
			   (row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			if (dirty_scan_state(&scan) == ROW_ARRIVING)
				continue;
			row_columns(row, RelationGetDescr(scan.heap), columns,
						lengthof(columns), values, nulls);
			found = true;
		}
	} while (dirty_scan_end(&scan) && !found);
	if (!found)
		refuse_without_club();

	club.zone = find_time_zone(TextDatumGetCString(values[0]));
	club.session_price = DatumGetNumeric(values[1]);
	club.class_price = DatumGetNumeric(values[2]);
	club.class_may_exceed_room = DatumGetBool(values[3]);
	club.cancellation_notice = *DatumGetIntervalP(values[4]);
	club.late_fee_percent = DatumGetNumeric(values[5]);
	club.is_demo = DatumGetBool(values[6]);
	if (club.zone == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the server does not know the club's time zone"),
				 errhint("Choose another one with update_club().")));
	return club;
}

/* Only whether a trainer is active decides; the name is for the bill. */
bool
read_trainer(int64 id, Trainer *trainer, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_trainer_is_active,
		Anum_trainer_first_name,
		Anum_trainer_last_name,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	trainer->seen = (RowPlace){TABLE_TRAINER, id};
	if (!settled_row(TABLE_TRAINER, id, columns, lengthof(columns), 1, values,
					 nulls, &trainer->seen.place, blocker))
		return false;
	trainer->id = id;
	trainer->is_active = DatumGetBool(values[0]);
	trainer->full_name = psprintf("%s %s", TextDatumGetCString(values[1]),
								  TextDatumGetCString(values[2]));
	return true;
}

/* Waits for a change of the capacity, and for nothing else of the room. */
bool
read_room_capacity(int64 id, int *capacity, Blocker *blocker)
{
	static const AttrNumber column = Anum_room_capacity;
	Datum value;
	bool isnull;

	if (!settled_row(TABLE_ROOM, id, &column, 1, 1, &value, &isnull, NULL,
					 blocker))
		return false;
	*capacity = DatumGetInt32(value);
	return true;
}

/* What people are told of where a booking is; they wait for nobody. */
char *
place_name(int64 room_id)
{
	static const AttrNumber column = Anum_room_name;
	Blocker ignored = NO_BLOCKER;
	Datum value;
	bool isnull;

	if (room_id == NO_ID)
		return "online";
	if (!settled_row(TABLE_ROOM, room_id, &column, 1, 0, &value, &isnull, NULL,
					 &ignored))
		refuse(refusal_unknown(TABLE_ROOM, room_id));
	return psprintf("in %s", TextDatumGetCString(value));
}

/* Sessions, registrations and bills are read by those who will change them. */
bool
read_session(int64 id, Session *session, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_private_session_member_id, Anum_private_session_trainer_id,
		Anum_private_session_room_id,   Anum_private_session_start_time,
		Anum_private_session_end_time,  Anum_private_session_cancelled_at,
		Anum_private_session_price,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!settled_row(TABLE_SESSION, id, columns, lengthof(columns), FOR_WRITE,
					 values, nulls, &session->place, blocker))
		return false;
	session->id = id;
	session->member_id = DatumGetInt64(values[0]);
	session->trainer_id = DatumGetInt64(values[1]);
	session->room_id = nulls[2] ? NO_ID : DatumGetInt64(values[2]);
	session->period.start = DatumGetTimestampTz(values[3]);
	session->period.end = DatumGetTimestampTz(values[4]);
	session->is_cancelled = !nulls[5];
	session->price = DatumGetNumeric(values[6]);
	return true;
}

static bool
read_class_row(int64 id, ClassRow *class, int deciding_count, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_class_schedule_trainer_id,      Anum_class_schedule_room_id,
		Anum_class_schedule_start_time,      Anum_class_schedule_end_time,
		Anum_class_schedule_capacity,        Anum_class_schedule_cancelled_at,
		Anum_class_schedule_may_exceed_room, Anum_class_schedule_name,
		Anum_class_schedule_price,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!settled_row(TABLE_CLASS, id, columns, lengthof(columns),
					 deciding_count, values, nulls, &class->place, blocker))
		return false;
	class->id = id;
	class->trainer_id = DatumGetInt64(values[0]);
	class->room_id = DatumGetInt64(values[1]);
	class->period.start = DatumGetTimestampTz(values[2]);
	class->period.end = DatumGetTimestampTz(values[3]);
	class->capacity = DatumGetInt32(values[4]);
	class->is_cancelled = !nulls[5];
	class->may_exceed_room = DatumGetBool(values[6]);
	class->name = TextDatumGetCString(values[7]);
	class->price = DatumGetNumeric(values[8]);
	return true;
}

/* A class that somebody wants to join: its name and price do not decide. */
bool
read_class(int64 id, ClassRow *class, Blocker *blocker)
{
	return read_class_row(id, class, 7, blocker);
}

/* A class that is going to be changed. */
bool
read_class_for_write(int64 id, ClassRow *class, Blocker *blocker)
{
	return read_class_row(id, class, FOR_WRITE, blocker);
}

/* A seat that is going to be changed. */
bool
read_registration(int64 id, Registration *registration, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_class_registration_member_id,    Anum_class_registration_class_id,
		Anum_class_registration_start_time,   Anum_class_registration_end_time,
		Anum_class_registration_cancelled_at, Anum_class_registration_price,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!settled_row(TABLE_REGISTRATION, id, columns, lengthof(columns),
					 FOR_WRITE, values, nulls, &registration->place, blocker))
		return false;
	registration->id = id;
	registration->member_id = DatumGetInt64(values[0]);
	registration->class_id = DatumGetInt64(values[1]);
	registration->period.start = DatumGetTimestampTz(values[2]);
	registration->period.end = DatumGetTimestampTz(values[3]);
	registration->is_cancelled = !nulls[4];
	registration->price = nulls[5] ? NULL : DatumGetNumeric(values[5]);
	return true;
}
