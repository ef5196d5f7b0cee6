/*
 * sale.c
 *		Packs that are sold or granted.
 *
 * A sale, its lot of credits and its bill are written at once. Who buys is
 * short-locked, so that nobody is sold anything who is being erased.
 */
#include "postgres.h"

#include "pack/sale.h"

#include "argument/argument.h"
#include "argument/time_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "money/booking_bill.h"
#include "pack/lot.h"
#include "pack/pack_refusal.h"
#include "rows/club.h"
#include "rows/erased_member.h"
#include "rows/settled_row.h"
#include "write/admission.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"

PG_FUNCTION_INFO_V1(fitclub_sell_pack);
PG_FUNCTION_INFO_V1(fitclub_grant_credits);

/* Read a sale; false if there is none. */
bool
pack_read_sale(int64 id, PackSale *sale, Blocker *blocker)
{
	static const AttrNumber columns[] = {
		Anum_pack_sale_pack_id,
		Anum_pack_sale_member_id,
		Anum_pack_sale_credits,
		Anum_pack_sale_price,
	};
	Datum values[lengthof(columns)];
	bool nulls[lengthof(columns)];

	if (!settled_row(TABLE_PACK_SALE, id, columns, lengthof(columns), 0,
					 values, nulls, NULL, blocker))
		return false;
	sale->id = id;
	sale->pack_id = DatumGetInt64(values[0]);
	sale->member_id = DatumGetInt64(values[1]);
	sale->credits = DatumGetInt32(values[2]);
	sale->price = DatumGetNumeric(values[3]);
	return true;
}

/*
 * Whether a sale is paid: its bill is, or it cost nothing. One whose bill was
 * cancelled, or whose money was given back, is not. A transaction that is
 * changing the bill is the blocker.
 */
bool
pack_sale_is_paid(int64 sale_id, Blocker *blocker)
{
	PackSale sale;
	Bill bill;

	if (!pack_read_sale(sale_id, &sale, blocker))
		return false;
	if (amount_sign(sale.price) == 0)
		return true;
	bill = bill_of_sale(sale_id, blocker);
	return bill.id != NO_ID && bill.status == BILL_PAID;
}

/* A pack on its way to a member. */
typedef struct Selling
{
	RowPlace member;
	int64 pack_id;
	const char *name;
	int credits;
	Numeric price;
	bool is_active;
	Interval valid_for;
	bool holds_for_ever;
	DateADT valid_from;
	DateADT expires_on; /* DATEVAL_NOEND: never */
	ShortLocks locks;
} Selling;

/* What the pack is like, which is there. */
static void
read_pack(Selling *selling, int64 pack_id)
{
	static SavedStatement select = {
		"SELECT name, credits, price, is_active, valid_for"
		" FROM fitclub.pack WHERE pack_id = $1",
		1,
		{INT8OID}};
	Datum id = Int64GetDatum(pack_id);
	Datum values[5];
	bool nulls[5];

	if (!statement_values(&select, &id, lengthof(values), values, nulls))
		refuse(refusal_unknown(TABLE_PACK, pack_id));
	selling->pack_id = pack_id;
	selling->name = TextDatumGetCString(values[0]);
	selling->credits = DatumGetInt32(values[1]);
	selling->price = DatumGetNumeric(values[2]);
	selling->is_active = DatumGetBool(values[3]);
	selling->holds_for_ever = nulls[4];
	if (!nulls[4])
		selling->valid_for = *DatumGetIntervalP(values[4]);
}

/* The last day of the credits, from their first. */
static void
set_last_day(Selling *selling)
{
	Datum end;

	selling->expires_on = DATEVAL_NOEND;
	if (selling->holds_for_ever)
		return;
	end = DirectFunctionCall2(date_pl_interval,
							  DateADTGetDatum(selling->valid_from),
							  IntervalPGetDatum(&selling->valid_for));
	selling->expires_on =
		DatumGetDateADT(DirectFunctionCall1(timestamp_date, end)) - 1;
	if (selling->expires_on < selling->valid_from ||
		!is_club_date(selling->expires_on))
		refuse(refusal_value(
			ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, TABLE_LOT, "expires_on",
			"the credits would not hold",
			"They would end before they begin, or after the year 9998."));
}

static Refusal *
check_buyer(void *state, Blocker *blocker)
{
	const Selling *selling = state;

	return erased_check_booking(selling->member.id, DT_NOEND, blocker);
}

static int64
insert_sale(WriterState *writing, const Selling *selling)
{
	ColumnValue values[] = {
		column_id(Anum_pack_sale_pack_id, selling->pack_id),
		column_id(Anum_pack_sale_member_id, selling->member.id),
		column_datum(Anum_pack_sale_credits, Int32GetDatum(selling->credits)),
		column_amount(Anum_pack_sale_price, selling->price),
		column_instant(Anum_pack_sale_sold_at, current_instant()),
	};

	return writer_insert(writing, TABLE_PACK_SALE, GUARDED, values,
						 lengthof(values));
}

static void
insert_sale_bill(WriterState *writing, const Selling *selling, int64 sale_id)
{
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id, selling->member.id),
		column_id(Anum_billing_item_sale_id, sale_id),
		column_amount(Anum_billing_item_amount, selling->price),
		column_text(Anum_billing_item_description,
					psprintf("Pack %s", selling->name)),
	};

	(void) bill_insert(writing, values, lengthof(values), current_instant());
}

/* Write a sale, its lot, and its bill unless it is free; the sale's id. */
static int64
write_sale(Selling *selling)
{
	static Writer writer = {3, {TABLE_PACK_SALE, TABLE_LOT, TABLE_BILL}};
	WriterState *writing;
	int64 sale_id;

	locks_init(&selling->locks);
	(void) locks_need(&selling->locks, LOCK_MEMBER, selling->member.id);
	if (amount_sign(selling->price) == 0)
		locks_spare_table(&selling->locks, TABLE_BILL);
	writing = admit(&selling->locks, &writer, check_buyer, selling);
	writer_knows_place(writing, &selling->member);
	sale_id = insert_sale(writing, selling);
	(void) lot_insert(writing, &(Lot){.sale_id = sale_id,
									  .member_id = selling->member.id,
									  .credits = selling->credits,
									  .valid_from = selling->valid_from,
									  .expires_on = selling->expires_on});
	if (amount_sign(selling->price) > 0)
		insert_sale_bill(writing, selling, sale_id);
	locks_release(&selling->locks);
	writer_end(&writer, writing);
	return sale_id;
}

/*
 * sell_pack(member_id, pack_id, valid_from, price): sells a pack to a member.
 * Short-locks the member. Returns the sale's id.
 */
Datum
fitclub_sell_pack(PG_FUNCTION_ARGS)
{
	Selling selling = {0};

	permit_member(fcinfo, 0);
	permit_argument(fcinfo, 3, TABLE_PACK_SALE, "price");
	selling.member = argument_row_place(fcinfo, 0, REQUIRED, TABLE_PACK_SALE,
										"member_id", TABLE_MEMBER);
	check_row(fcinfo, 1, REQUIRED, TABLE_PACK_SALE, "pack_id", TABLE_PACK);
	check_date(fcinfo, 2, OPTIONAL, TABLE_LOT, "valid_from");
	check_money(fcinfo, 3, OPTIONAL, TABLE_PACK_SALE, "price", true);
	read_pack(&selling, PG_GETARG_INT64(1));
	if (!selling.is_active)
		refuse(refusal_pack_inactive(selling.pack_id));
	if (!PG_ARGISNULL(3))
		selling.price = PG_GETARG_NUMERIC(3);
	selling.valid_from = PG_ARGISNULL(2) ? club_today() : PG_GETARG_DATEADT(2);
	if (!caller_is_trusted() && selling.valid_from < club_today())
		refuse(
			refusal_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, TABLE_LOT,
						  "valid_from", "valid_from is in the past",
						  "Only staff sell packs for days that have passed."));
	set_last_day(&selling);
	PG_RETURN_INT64(write_sale(&selling));
}

/*
 * grant_credits(member_id, pack_id, credits, expires_on): gives a member credits
 * of a pack, for nothing. Short-locks the member. Returns the id of the sale,
 * which has no bill.
 */
Datum
fitclub_grant_credits(PG_FUNCTION_ARGS)
{
	Selling selling = {0};

	permit_staff(TABLE_PACK_SALE);
	selling.member = argument_row_place(fcinfo, 0, REQUIRED, TABLE_PACK_SALE,
										"member_id", TABLE_MEMBER);
	check_row(fcinfo, 1, REQUIRED, TABLE_PACK_SALE, "pack_id", TABLE_PACK);
	check_integer(fcinfo, 2, OPTIONAL, TABLE_PACK_SALE, "credits", 1, 10000,
				  "");
	check_date(fcinfo, 3, OPTIONAL, TABLE_LOT, "expires_on");
	read_pack(&selling, PG_GETARG_INT64(1));
	selling.price = amount_zero();
	selling.valid_from = club_today();
	if (!PG_ARGISNULL(2))
		selling.credits = PG_GETARG_INT32(2);
	set_last_day(&selling);
	if (!PG_ARGISNULL(3))
		selling.expires_on = PG_GETARG_DATEADT(3);
	if (selling.expires_on < selling.valid_from)
		refuse(refusal_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, TABLE_LOT,
							 "expires_on", "expires_on is in the past", NULL));
	PG_RETURN_INT64(write_sale(&selling));
}
