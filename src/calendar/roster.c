/*
 * roster.c
 *		Who holds the seats of a class, and whether there is another.
 *
 * The same idea as the calendar's probe with n in place of 1: seats are
 * counted in the index under a dirty snapshot.
 */
#include "postgres.h"

#include "calendar/busy_refusal.h"
#include "calendar/roster.h"
#include "rows/room.h"


static void
begin_roster(DirtyScan *scan, int64 class_id)
{
	ScanKeyData key;

	key_int64(&key, Anum_class_registration_class_id, class_id);
	dirty_scan_begin(scan, TABLE_REGISTRATION, INDEX_REGISTRATION_ROSTER, 1,
					 &key);
}

/*
 * Whether more than limit seats of a class are held. Seats that other
 * transactions are taking or giving back are waited for only if they decide
 * the answer.
 */
bool
roster_exceeds(int64 class_id, int limit, Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	Blocker undecided = NO_BLOCKER;
	int settled = 0;
	int open = 0;

	do
	{
		settled = 0;
		open = 0;
		begin_roster(&scan, class_id);
		while (settled <= limit &&
			   (row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			if (dirty_scan_state(&scan) == ROW_SETTLED)
				settled++;
			else
			{
				open++;
				dirty_scan_note(&scan, row, &undecided);
			}
		}
	} while (dirty_scan_end(&scan) && settled <= limit);

	if (settled > limit)
		return true;
	if (settled + open > limit)
		blocker_take(blocker, &undecided);
	return false;
}

/* The seats held in a class, by registration. */
List *
roster_seats(int64 class_id, Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	List *seats = NIL;

	do
	{
		seats = NIL;
		begin_roster(&scan, class_id);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);
			Seat *seat = palloc(sizeof(Seat));

			dirty_scan_note(&scan, row, blocker);
			seat->registration_id = row_int64(row, desc, Anum_any_key);
			seat->member_id =
				row_int64(row, desc, Anum_class_registration_member_id);
			seat->attended = DatumGetBool(
				row_datum(row, desc, Anum_class_registration_attended));
			seat->place = row->t_self;
			seats = lappend(seats, seat);
		}
	} while (dirty_scan_end(&scan));
	return seats;
}

/*
 * Give back the seat whose registration a check has found in a place. Whether
 * the member came stays as it was recorded.
 */
void
seat_release(WriterState *writing, const ItemPointerData *place,
			 TimestampTz now, const text *reason)
{
	ColumnValue values[] = {
		column_instant(Anum_class_registration_cancelled_at, now),
		column_given(Anum_class_registration_cancellation_reason, reason),
	};

	writer_update(writing, TABLE_REGISTRATION, GUARDED, place, values,
				  lengthof(values));
}

/* A class is not larger than its room, unless it was made when it might be. */
Refusal *
roster_check_room(int64 room_id, int capacity, bool may_exceed_room,
				  Blocker *blocker)
{
	int room_capacity;

	if (may_exceed_room ||
		!read_room_capacity(room_id, &room_capacity, blocker) ||
		blocker_is_set(blocker) || capacity <= room_capacity)
		return NULL;
	return refusal_class_over_room(room_id, capacity, room_capacity);
}

/*
 * The same from the room's side: no class in it that ends after an instant is
 * larger than capacity.
 */
Refusal *
roster_check_class_sizes(int64 room_id, int capacity, TimestampTz from,
						 Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	Refusal *refusal = NULL;

	key_int64(&key, Anum_class_schedule_room_id, room_id);
	do
	{
		dirty_scan_begin(&scan, TABLE_CLASS, INDEX_CLASS_ROOM_BUSY, 1, &key);
		while (refusal == NULL &&
			   (row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);

			if (row_int32(row, desc, Anum_class_schedule_capacity) <=
					capacity ||
				row_int64(row, desc, Anum_class_schedule_end_time) <= from ||
				DatumGetBool(
					row_datum(row, desc, Anum_class_schedule_may_exceed_room)))
				continue;
			if (dirty_scan_state(&scan) == ROW_SETTLED)
				refusal = refusal_room_under_class(room_id, capacity);
			else
				dirty_scan_note(&scan, row, blocker);
		}
	} while (dirty_scan_end(&scan) && refusal == NULL);
	return refusal;
}

/* The classes in a room that are larger than capacity and may not be. */
List *
roster_larger_classes(int64 room_id, int capacity, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	List *classes = NIL;

	key_int64(&key, Anum_class_schedule_room_id, room_id);
	do
	{
		classes = NIL;
		dirty_scan_begin(&scan, TABLE_CLASS, INDEX_CLASS_ROOM_BUSY, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);
			PlacedClass *class;

			if (row_int32(row, desc, Anum_class_schedule_capacity) <=
					capacity ||
				DatumGetBool(
					row_datum(row, desc, Anum_class_schedule_may_exceed_room)))
				continue;
			dirty_scan_note(&scan, row, blocker);
			class = palloc(sizeof(PlacedClass));
			class->id = row_int64(row, desc, Anum_any_key);
			class->place = row->t_self;
			classes = lappend(classes, class);
		}
	} while (dirty_scan_end(&scan));
	return classes;
}
