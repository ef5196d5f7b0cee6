/*
 * lot.c
 *		Lots of credits, and what is left of them.
 *
 * A lot of n credits is like a class of n seats: the bookings that use them are
 * counted in their indexes under a dirty snapshot, and so is what left the lot
 * for another or was paid back. Functions do so under the holder's short lock.
 * A lot only shrinks.
 */
#include "postgres.h"

#include "pack/lot.h"

#include "rows/settled_row.h"

static const AttrNumber lot_columns[] = {
	Anum_credit_lot_expires_on, Anum_credit_lot_sale_id,
	Anum_credit_lot_member_id,  Anum_credit_lot_credits,
	Anum_credit_lot_valid_from,
};

static void
set_lot(Lot *lot, int64 id, const Datum *values, const bool *nulls)
{
	lot->id = id;
	lot->expires_on = nulls[0] ? DATEVAL_NOEND : DatumGetDateADT(values[0]);
	lot->sale_id = DatumGetInt64(values[1]);
	lot->member_id = DatumGetInt64(values[2]);
	lot->credits = DatumGetInt32(values[3]);
	lot->valid_from = DatumGetDateADT(values[4]);
}

/*
 * Read a lot; false if there is none. Its last day is all of it that changes: a
 * transaction that is changing that is the blocker.
 */
bool
lot_read(int64 id, Lot *lot, Blocker *blocker)
{
	Datum values[lengthof(lot_columns)];
	bool nulls[lengthof(lot_columns)];

	if (!settled_row(TABLE_LOT, id, lot_columns, lengthof(lot_columns), 1,
					 values, nulls, &lot->place, blocker))
		return false;
	set_lot(lot, id, values, nulls);
	return true;
}

/*
 * The lots that an index gives for a key, as pointers to Lot. One that another
 * transaction is making is not there yet, and one that it is changing is as it
 * was; both are blockers.
 */
static List *
list_lots(IndexId index, const ScanKeyData *key, Blocker *blocker)
{
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	List *lots;

	do
	{
		lots = NIL;
		dirty_scan_begin(&scan, TABLE_LOT, index, 1, key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);
			Datum values[lengthof(lot_columns)];
			bool nulls[lengthof(lot_columns)];
			Lot *lot;

			dirty_scan_note(&scan, row, blocker);
			if (dirty_scan_state(&scan) == ROW_ARRIVING)
				continue;
			row_columns(row, desc, lot_columns, lengthof(lot_columns), values,
						nulls);
			lot = palloc(sizeof(Lot));
			set_lot(lot, row_int64(row, desc, Anum_any_key), values, nulls);
			lot->place = row->t_self;
			lots = lappend(lots, lot);
		}
	} while (dirty_scan_end(&scan));
	return lots;
}

/* Those of a holder, those first that end first. */
List *
lot_list(int64 member_id, Blocker *blocker)
{
	ScanKeyData key;

	key_int64(&key, Anum_credit_lot_member_id, member_id);
	return list_lots(INDEX_LOT_MEMBER, &key, blocker);
}

/* Those of a sale, the buyer's and all others. */
List *
lot_list_of_sale(int64 sale_id, Blocker *blocker)
{
	ScanKeyData key;

	key_int64(&key, Anum_credit_lot_sale_id, sale_id);
	return list_lots(INDEX_LOT_SALE, &key, blocker);
}

/* A lot's last day as a column. */
ColumnValue
lot_last_day(DateADT expires_on)
{
	return (ColumnValue){Anum_credit_lot_expires_on,
						 DateADTGetDatum(expires_on),
						 expires_on == DATEVAL_NOEND};
}

/* Write a lot; its id. */
int64
lot_insert(WriterState *writing, const Lot *lot)
{
	ColumnValue values[] = {
		column_id(Anum_credit_lot_sale_id, lot->sale_id),
		column_id(Anum_credit_lot_member_id, lot->member_id),
		column_datum(Anum_credit_lot_credits, Int32GetDatum(lot->credits)),
		column_datum(Anum_credit_lot_valid_from,
					 DateADTGetDatum(lot->valid_from)),
		lot_last_day(lot->expires_on),
	};

	return writer_insert(writing, TABLE_LOT, GUARDED, values,
						 lengthof(values));
}

/* Whether its credits can be used for what begins on a day. */
bool
lot_holds_on(const Lot *lot, DateADT day)
{
	return lot->valid_from <= day && day <= lot->expires_on;
}

/* Credits of a lot that are used, for certain and perhaps. */
typedef struct Uses
{
	int settled;
	int open;
	Blocker undecided;
} Uses;

/* An index by lots, whose rows use credits; they are positive. */
typedef struct UsesIndex
{
	TableId table;
	IndexId index;
	AttrNumber lot;
	AttrNumber credits;
} UsesIndex;

static void
add_uses(Uses *uses, const UsesIndex *where, int64 lot_id)
{
	Uses before = *uses;
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;

	key_int64(&key, where->lot, lot_id);
	do
	{
		*uses = before;
		dirty_scan_begin(&scan, where->table, where->index, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			int credits =
				row_int32(row, RelationGetDescr(scan.heap), where->credits);

			if (dirty_scan_state(&scan) == ROW_SETTLED)
				uses->settled += credits;
			else
			{
				uses->open += credits;
				dirty_scan_note(&scan, row, &uses->undecided);
			}
		}
	} while (dirty_scan_end(&scan));
}

static Uses
count_uses(int64 lot_id)
{
	static const UsesIndex indexes[] = {
		{TABLE_LOT_OUT, INDEX_LOT_OUT_LOT, Anum_lot_out_lot_id,
		 Anum_lot_out_credits},
		{TABLE_SESSION, INDEX_SESSION_COVER, Anum_private_session_lot_id,
		 Anum_private_session_credits},
		{TABLE_REGISTRATION, INDEX_REGISTRATION_COVER,
		 Anum_class_registration_lot_id, Anum_class_registration_credits},
	};
	Uses uses = {0, 0, NO_BLOCKER};

	for (size_t i = 0; i < lengthof(indexes); i++)
		add_uses(&uses, &indexes[i], lot_id);
	return uses;
}

/*
 * How many credits of a lot are left, as far as that is certain. A transaction
 * that is using some or giving them back is the blocker.
 */
int
lot_left(const Lot *lot, Blocker *blocker)
{
	Uses uses = count_uses(lot->id);

	if (uses.open > 0)
		blocker_take(blocker, &uses.undecided);
	return lot->credits - uses.settled;
}

/* How many of its credits were refunded. */
int
lot_refunded(const Lot *lot, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	int refunded;

	key_int64(&key, Anum_lot_out_lot_id, lot->id);
	do
	{
		refunded = 0;
		dirty_scan_begin(&scan, TABLE_LOT_OUT, INDEX_LOT_OUT_LOT, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			dirty_scan_note(&scan, row, blocker);
			if (row_is_null(row, Anum_lot_out_to_lot_id))
				refunded += row_int32(row, RelationGetDescr(scan.heap),
									  Anum_lot_out_credits);
		}
	} while (dirty_scan_end(&scan));
	return refunded;
}

/*
 * Whether fewer credits than these are left of a lot. Those that other
 * transactions are using or giving back are waited for only if they decide the
 * answer. A guard, whose row is counted already, asks about 0 credits.
 */
bool
lot_lacks(const Lot *lot, int credits, Blocker *blocker)
{
	Uses uses = count_uses(lot->id);

	if (uses.settled + credits > lot->credits)
		return true;
	if (uses.settled + uses.open + credits > lot->credits)
		blocker_take(blocker, &uses.undecided);
	return false;
}
