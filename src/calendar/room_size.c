/*
 * room_size.c
 *		Whether classes fit their rooms, asked from either side.
 */
#include "postgres.h"

#include "calendar/busy_refusal.h"
#include "calendar/room_size.h"
#include "rows/room.h"

/* A class is not larger than its room, unless it was made when it might be. */
Refusal *
calendar_check_room_size(int64 room_id, int capacity, bool may_exceed_room,
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
calendar_check_class_sizes(int64 room_id, int capacity, TimestampTz from,
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
calendar_larger_classes(int64 room_id, int capacity, Blocker *blocker)
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
