/*
 * seat_count.c
 *		Who holds the seats of a class, and whether there is another.
 *
 * The same idea as the calendar's probe with n in place of 1: seats are
 * counted in the index under a dirty snapshot.
 */
#include "postgres.h"

#include "calendar/seat_count.h"

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
calendar_seats_exceed(int64 class_id, int limit, Blocker *blocker)
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
calendar_seats(int64 class_id, Blocker *blocker)
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
