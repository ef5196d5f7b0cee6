/*
 * refund.c
 *		Packs that are taken back, as far as their credits are left.
 *
 * A credit is worth its share of what the pack cost: what the first k of n
 * credits are worth is rounded, and what others are is the difference of two
 * such shares, so that nothing is lost or won by taking back some now and some
 * later. Credits are counted under the buyer's short lock, money under that of
 * the bill.
 */
#include "postgres.h"

#include "argument/argument_table.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "money/credit.h"
#include "money/lower.h"
#include "pack/lot.h"
#include "pack/pack_refusal.h"
#include "pack/sale.h"
#include "payment/money_back.h"
#include "payment/payment_refusal.h"
#include "rows/club.h"
#include "rows/erased_member.h"
#include "write/admission.h"

#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_refund_pack);

#define REASON "pack_refund"

/* What is taken out of one lot. */
typedef struct LotPart
{
	int64 lot_id;
	int credits;
} LotPart;

typedef struct PackRefund
{
	PackSale sale;
	int asked;      /* 0: all that are left */
	Numeric amount; /* NULL: what they are worth */
	BackWay way;
	int decimals;
	int credits; /* taken back now */
	int kept;    /* not taken back so far, used or left */
	List *parts; /* of LotPart */
	Bill bill;
	Numeric owed;     /* on the bill in all, paid or not */
	Numeric returned; /* of that */
	Numeric left;     /* paid on the bill afterwards */
	MoneyBack back;
} PackRefund;

/* Take what is asked for out of the buyer's lots, those first that end first. */
static Refusal *
take_credits(PackRefund *refund, Blocker *blocker)
{
	int missing = refund->asked > 0 ? refund->asked : PG_INT32_MAX;
	ListCell *cell;

	refund->parts = NIL;
	refund->kept = refund->sale.credits;
	foreach(cell, lot_list_of_sale(refund->sale.id, blocker))
	{
		const Lot *lot = lfirst(cell);
		LotPart part = {lot->id, Min(lot_left(lot, blocker), missing)};

		if (lot->member_id != refund->sale.member_id)
			continue;
		refund->kept -= lot_refunded(lot, blocker);
		if (part.credits <= 0)
			continue;
		missing -= part.credits;
		refund->credits += part.credits;
		refund->parts = lappend(refund->parts, memcpy(palloc(sizeof(LotPart)),
													  &part, sizeof(LotPart)));
	}
	if (blocker_is_set(blocker))
		return NULL;
	return refund->parts == NIL || (refund->asked > 0 && missing > 0)
			   ? refusal_sale_left(refund->sale.id)
			   : NULL;
}

/* What the first of the credits that were sold are worth. */
static Numeric
worth_of_first(const PackRefund *refund, Numeric price, int credits)
{
	return amount_share(price, int64_to_numeric(credits),
						int64_to_numeric(refund->sale.credits),
						refund->decimals);
}

/*
 * What the credits are worth: their share of what the pack cost, corrections
 * included, but not more than is owed or paid by now.
 */
static Numeric
worth_of_credits(const PackRefund *refund, Blocker *blocker)
{
	const Bill *bill = &refund->bill;
	Numeric price =
		amount_subtract(bill->original != NULL ? bill->original : bill->amount,
						bill_credited_beside(bill->id, REASON, blocker));
	Numeric worth = amount_subtract(
		worth_of_first(refund, price, refund->kept),
		worth_of_first(refund, price, refund->kept - refund->credits));

	worth = amount_least(worth, refund->owed);
	return amount_sign(worth) > 0 ? worth : amount_zero();
}

/* Less is owed, and what was paid above it goes back. */
static Refusal *
take_money(PackRefund *refund, Blocker *blocker)
{
	Numeric paid;
	Numeric worth;
	Numeric net;
	Numeric lacking;

	paid = bill_paid(refund->bill.id, blocker);
	refund->owed = bill_is_open(&refund->bill) ? refund->bill.amount : paid;
	worth = worth_of_credits(refund, blocker);
	if (blocker_is_set(blocker))
		return NULL;
	refund->returned = refund->amount != NULL ? refund->amount : worth;
	if (amount_compare(refund->returned, worth) > 0)
		return refusal_pack_refund(refund->sale.id, club_amount_text(worth));
	net = amount_subtract(refund->owed, refund->returned);
	refund->left = amount_least(paid, net);
	lacking = payment_back_take(&refund->back,
								payment_list_of_bill(refund->bill.id, blocker),
								amount_subtract(paid, refund->left),
								refund->way, blocker);
	return amount_sign(lacking) > 0 && !blocker_is_set(blocker)
			   ? refusal_bill_refund(
					 refund->bill.id,
					 club_amount_text(amount_subtract(
						 amount_subtract(paid, refund->left), lacking)))
			   : NULL;
}

static Refusal *
check_pack_refund(void *state, Blocker *blocker)
{
	PackRefund *refund = state;
	Refusal *refusal;

	payment_back_clear(&refund->back);
	refund->credits = 0;
	refund->returned = amount_zero();
	refusal = take_credits(refund, blocker);
	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	refund->bill = bill_of_sale(refund->sale.id, blocker);
	if (blocker_is_set(blocker) ||
		!bill_lock(&refund->back.locks, &refund->bill))
		return NULL;
	bill_lock_member(&refund->back.locks, refund->sale.member_id, blocker);
	if (refund->bill.id != NO_ID)
		return take_money(refund, blocker);
	return refund->amount != NULL && amount_sign(refund->amount) > 0
			   ? refusal_pack_refund(refund->sale.id,
									 club_amount_text(amount_zero()))
			   : NULL;
}

/* Write what leaves the lots; the id of the last row. */
static int64
write_lot_outs(WriterState *writing, const PackRefund *refund, int64 staff_id)
{
	int64 id = NO_ID;
	ListCell *cell;

	foreach(cell, refund->parts)
	{
		const LotPart *part = lfirst(cell);
		ColumnValue values[] = {
			column_id(Anum_lot_out_lot_id, part->lot_id),
			column_datum(Anum_lot_out_credits, Int32GetDatum(part->credits)),
			column_text(Anum_lot_out_reason, "refund"),
			column_id(Anum_lot_out_staff_id, staff_id),
			column_instant(Anum_lot_out_made_at, current_instant()),
		};

		id = writer_insert(writing, TABLE_LOT_OUT, GUARDED, values,
						   lengthof(values));
	}
	return id;
}

/* Write what is no longer owed on the bill, and what goes back. */
static void
write_money(WriterState *writing, FunctionCallInfo fcinfo, PackRefund *refund,
			int64 staff_id)
{
	LoweredBill lowered = {&refund->bill, refund->owed,
						   amount_subtract(refund->owed, refund->returned),
						   refund->left};
	ColumnValue said[] = {
		column_text(Anum_payment_description, "Refund"),
		column_id(Anum_payment_staff_id, staff_id),
		column_argument(fcinfo, Anum_payment_notes, 5),
	};
	ColumnValue credit[] = {
		column_id(Anum_bill_credit_staff_id, staff_id),
		column_argument(fcinfo, Anum_bill_credit_notes, 5),
	};

	(void) payment_back_write(writing, &refund->back, said, lengthof(said),
							  column_null(Anum_payment_request_key));
	bill_lower(writing, &lowered, REASON, current_instant(), credit,
			   lengthof(credit));
}

/* What is asked for, of a sale that is there. */
static void
begin_refund(FunctionCallInfo fcinfo, PackRefund *refund)
{
	static const char *const ways[] = {"method", "credit", NULL};
	static const ArgumentTable arguments = {
		TABLE_PAYMENT,
		{
			{"amount", OPTIONAL, PRICE},
			{"refund_to", REQUIRED, CHOICE, .choices = ways},
			{"staff_id", OPTIONAL, ROW, .referenced = TABLE_STAFF},
			{"notes", OPTIONAL, FREE_TEXT},
		}};

	permit_cashier(fcinfo, 4);
	(void) argument_key(fcinfo, 0, TABLE_PACK_SALE);
	check_integer(fcinfo, 1, OPTIONAL, TABLE_LOT_OUT, "credits", 1, 10000, "");
	check_arguments(fcinfo, 2, REQUIRED, &arguments);
	(void) pack_read_sale(PG_GETARG_INT64(0), &refund->sale, NULL);
	refund->asked = PG_ARGISNULL(1) ? 0 : PG_GETARG_INT32(1);
	refund->amount = PG_ARGISNULL(2) ? NULL : PG_GETARG_NUMERIC(2);
	refund->way = strcmp(TextDatumGetCString(PG_GETARG_DATUM(3)), "credit") ==
						  0
					  ? OFF_BILL_ON_ACCOUNT
					  : OFF_BILL;
	refund->decimals = read_club().decimals;
	locks_init(&refund->back.locks);
	(void) locks_need(&refund->back.locks, LOCK_MEMBER,
					  refund->sale.member_id);
}

/*
 * refund_pack(sale_id, credits, amount, refund_to, staff_id, notes): takes back
 * credits that the buyer has left, with what they are worth. Short-locks the
 * buyer and the bill. Returns the id of the last row of lot_out.
 */
Datum
fitclub_refund_pack(PG_FUNCTION_ARGS)
{
	static Writer writer = {
		4, {TABLE_LOT_OUT, TABLE_BILL, TABLE_PAYMENT, TABLE_CREDIT}};
	PackRefund refund = {0};
	WriterState *writing;
	int64 staff_id;
	int64 lot_out_id;

	begin_refund(fcinfo, &refund);
	staff_id = caller_cashier(fcinfo, 4);
	writing = admit(&refund.back.locks, &writer, check_pack_refund, &refund);
	lot_out_id = write_lot_outs(writing, &refund, staff_id);
	if (amount_sign(refund.returned) > 0)
		write_money(writing, fcinfo, &refund, staff_id);
	locks_release(&refund.back.locks);
	writer_end(&writer, writing);
	if (!PG_ARGISNULL(5))
		refuse_erased_meanwhile(refund.sale.member_id);
	PG_RETURN_INT64(lot_out_id);
}
