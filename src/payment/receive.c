/*
 * receive.c
 *		Money for several bills, or for none yet, and paying bills from what is
 *		on account.
 *
 * One receipt of money is one row. What it pays beyond one bill is on account
 * first, and goes from there to the bills in rows of type credit. A function
 * that takes something from an account holds the payer's short lock while it
 * checks and writes, and those of the bills.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "money/money_refusal.h"
#include "payment/open_bill.h"
#include "money/paid.h"
#include "money/till.h"
#include "payment/payment.h"
#include "payment/payment_refusal.h"
#include "payment/request_key.h"
#include "rows/club.h"
#include "rows/erased_member.h"
#include "rows/payer.h"
#include "rows/settled_row.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

PG_FUNCTION_INFO_V1(fitclub_receive_payment);
PG_FUNCTION_INFO_V1(fitclub_apply_credit);
PG_FUNCTION_INFO_V1(fitclub_settle_account);

/* What one bill gets. */
typedef struct BillShare
{
	Bill bill;
	Numeric paid; /* before it */
	Numeric amount;
} BillShare;

/* Money on its way to bills. */
typedef struct Settlement
{
	PaymentOnce once;
	int64 payer_id;
	Numeric received; /* NULL: what is on account is used */
	Numeric rounding; /* of cash */
	Numeric amount;   /* that comes in */
	TillUse till;
	bool of_payer; /* all bills that the payer pays */
	pg_tz *zone;
	List *ids; /* otherwise these, as pointers to int64 */
	List *shares;
	ShortLocks locks;
} Settlement;

static void
begin_settlement(Settlement *settlement)
{
	locks_init(&settlement->locks);
	(void) locks_need(&settlement->locks, LOCK_MEMBER, settlement->payer_id);
	payment_lock_request(&settlement->locks, &settlement->once);
}

/*
 * Give a bill as much of the money as is owed on it, if it is still open.
 * Returns what is left of the money.
 */
static Numeric
share_with_bill(Settlement *settlement, int64 billing_id, Numeric money,
				Blocker *blocker)
{
	BillShare *share = palloc(sizeof(BillShare));
	Bill *bill = &share->bill;

	if (!read_bill(billing_id, bill, blocker))
		return money;
	share->paid = bill_paid(billing_id, blocker);
	if (blocker_is_set(blocker) || !bill_is_open(bill))
		return money;
	share->amount =
		amount_least(money, amount_subtract(bill->amount, share->paid));
	if (amount_sign(share->amount) <= 0)
		return money;
	(void) bill_lock(&settlement->locks, bill);
	settlement->shares = lappend(settlement->shares, share);
	return amount_subtract(money, share->amount);
}

/* What is owed on the bills in all. */
static Numeric
sum_owed(const Settlement *settlement, Blocker *blocker)
{
	Numeric sum = amount_zero();
	Bill bill;
	ListCell *cell;

	foreach(cell, settlement->ids)
	{
		if (read_bill(*(int64 *) lfirst(cell), &bill, blocker) &&
			bill_is_open(&bill))
			sum =
				amount_add(sum, amount_subtract(bill.amount,
												bill_paid(bill.id, blocker)));
	}
	return sum;
}

/* Cash that is rounded settles the bills. */
static void
take_cash(Settlement *settlement, Blocker *blocker)
{
	till_look(&settlement->till, &settlement->locks);
	settlement->rounding = amount_zero();
	if (till_rounds(&settlement->till))
		settlement->rounding = till_rounding(&settlement->till,
											 sum_owed(settlement, blocker),
											 settlement->received);
	settlement->amount =
		amount_add(settlement->received, settlement->rounding);
}

/* Spread money over bills in their order, until it is used up. */
static Refusal *
check_settlement(void *state, Blocker *blocker)
{
	Settlement *settlement = state;
	Refusal *refusal = payment_check_request(&settlement->once, blocker);
	Numeric money = settlement->received;
	ListCell *cell;

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	settlement->shares = NIL;
	if (money == NULL)
		money = payment_on_account(settlement->payer_id, blocker);
	if (settlement->of_payer && amount_sign(money) > 0)
		settlement->ids =
			bill_list_open(settlement->payer_id, settlement->zone);
	if (settlement->received != NULL)
	{
		take_cash(settlement, blocker);
		money = settlement->amount;
	}
	foreach(cell, settlement->ids)
	{
		if (amount_sign(money) <= 0 || blocker_is_set(blocker))
			break;
		money = share_with_bill(settlement, *(int64 *) lfirst(cell), money,
								blocker);
	}
	/* The guard of what leaves the account must find nobody to wait for. */
	if (settlement->shares != NIL &&
		(list_length(settlement->shares) > 1 || amount_sign(money) > 0))
		(void) payment_on_account(settlement->payer_id, blocker);
	return NULL;
}

/* Pay a bill from the payer's account. */
static int64
pay_from_account(WriterState *writing, const Settlement *settlement,
				 const BillShare *share, TimestampTz now)
{
	ColumnValue values[] = {
		column_id(Anum_payment_billing_id, share->bill.id),
		column_id(Anum_payment_member_id, settlement->payer_id),
		column_id(Anum_payment_staff_id, caller_staff_id()),
		column_amount(Anum_payment_amount, share->amount),
		column_instant(Anum_payment_paid_at, now),
		column_text(Anum_payment_payment_type, PAYMENT_CREDIT),
		column_given(Anum_payment_request_key, settlement->once.key),
	};

	payment_update_bill(writing, &share->bill, share->paid, share->amount,
						now);
	return writer_insert(writing, TABLE_PAYMENT, GUARDED, values,
						 lengthof(values));
}

/* What came in: on the one bill that gets all of it, or on account. */
static int64
insert_receipt(WriterState *writing, FunctionCallInfo fcinfo,
			   const Settlement *settlement, int64 billing_id, TimestampTz now)
{
	ColumnValue values[] = {
		column_id(Anum_payment_billing_id, billing_id),
		column_id(Anum_payment_member_id, settlement->payer_id),
		column_amount(Anum_payment_amount, settlement->amount),
		column_instant(Anum_payment_paid_at, now),
		column_argument(fcinfo, Anum_payment_payment_type, 2),
		column_argument(fcinfo, Anum_payment_request_key, 4),
		column_argument(fcinfo, Anum_payment_external_ref, 5),
		column_id(Anum_payment_staff_id, caller_cashier(fcinfo, 6)),
		column_argument(fcinfo, Anum_payment_notes, 7),
		till_rounding_value(settlement->rounding),
	};

	return writer_insert(writing, TABLE_PAYMENT, GUARDED, values,
						 lengthof(values));
}

static int64
write_receipt(WriterState *writing, FunctionCallInfo fcinfo,
			  Settlement *settlement)
{
	TimestampTz now = till_instant(&settlement->till);
	ListCell *cell;
	int64 payment_id;

	if (list_length(settlement->shares) == 1)
	{
		const BillShare *only = linitial(settlement->shares);

		if (amount_compare(only->amount, settlement->amount) == 0)
		{
			payment_id = insert_receipt(writing, fcinfo, settlement,
										only->bill.id, now);
			payment_update_bill(writing, &only->bill, only->paid, only->amount,
								now);
			return payment_id;
		}
	}
	payment_id = insert_receipt(writing, fcinfo, settlement, NO_ID, now);
	settlement->once.key = NULL; /* it is that row's */
	foreach(cell, settlement->shares)
		(void) pay_from_account(writing, settlement, lfirst(cell), now);
	return payment_id;
}

static bool
is_listed(const List *ids, int64 id)
{
	ListCell *cell;

	foreach(cell, ids)
		if (*(int64 *) lfirst(cell) == id)
			return true;
	return false;
}

/* The bills that an argument lists, each once, which have to be there. */
static List *
argument_bills(FunctionCallInfo fcinfo, int argument)
{
	Datum *values;
	bool *nulls;
	int count;
	List *ids = NIL;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), INT8OID, sizeof(int64),
					  FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &values, &nulls,
					  &count);
	for (int i = 0; i < count; i++)
	{
		int64 *id = palloc(sizeof(int64));

		if (nulls[i])
			refuse(refusal_null(TABLE_PAYMENT, table_key(TABLE_BILL)));
		*id = DatumGetInt64(values[i]);
		require_row(TABLE_BILL, *id);
		if (!is_listed(ids, *id))
			ids = lappend(ids, id);
	}
	return ids;
}

/*
 * receive_payment(member_id, amount, payment_type, billing_ids, request_key,
 * external_ref, staff_id, notes): takes money from a payer for bills, or on
 * account. Short-locks the payer and the bills. Returns the payment's id.
 */
Datum
fitclub_receive_payment(PG_FUNCTION_ARGS)
{
	static Writer writer = {2, {TABLE_BILL, TABLE_PAYMENT}};
	Settlement settlement = {0};
	WriterState *writing;
	int64 payment_id;

	permit_cashier(fcinfo, 6);
	settlement.payer_id = argument_key(fcinfo, 0, TABLE_MEMBER);
	check_money(fcinfo, 1, REQUIRED, TABLE_PAYMENT, "amount", false);
	check_choice(fcinfo, 2, REQUIRED, TABLE_PAYMENT, "payment_type",
				 payment_types);
	check_text(fcinfo, 4, OPTIONAL, TABLE_PAYMENT, "request_key");
	check_text(fcinfo, 5, OPTIONAL, TABLE_PAYMENT, "external_ref");
	check_row(fcinfo, 6, OPTIONAL, TABLE_PAYMENT, "staff_id", TABLE_STAFF);
	check_free_text(fcinfo, 7, TABLE_PAYMENT, "notes");
	settlement.received = PG_GETARG_NUMERIC(1);
	settlement.of_payer = PG_ARGISNULL(3);
	if (settlement.of_payer)
		settlement.zone = read_club().zone;
	else
		settlement.ids = argument_bills(fcinfo, 3);
	settlement.once.key = PG_ARGISNULL(4) ? NULL : PG_GETARG_TEXT_PP(4);
	settlement.once.payer_id = settlement.payer_id;
	settlement.once.amount = settlement.received;
	settlement.once.type = text_to_cstring(PG_GETARG_TEXT_PP(2));

	begin_settlement(&settlement);
	till_begin(&settlement.till, &settlement.locks, PG_GETARG_DATUM(2));
	writing = payment_admit(&settlement.locks, &writer, check_settlement,
							&settlement, &settlement.once);
	if (writing == NULL)
		PG_RETURN_INT64(settlement.once.payment_id);
	payment_id = write_receipt(writing, fcinfo, &settlement);
	locks_release(&settlement.locks);
	writer_end(&writer, writing);
	refuse_erased_meanwhile(settlement.payer_id);
	PG_RETURN_INT64(payment_id);
}

/* One bill, paid from an account. */
static Refusal *
check_credit_use(void *state, Blocker *blocker)
{
	Settlement *use = state;
	Refusal *refusal = payment_check_request(&use->once, blocker);
	BillShare *share = palloc(sizeof(BillShare));
	Bill *bill = &share->bill;
	Numeric owed;
	Numeric there;

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	if (!read_bill(use->once.billing_id, bill, blocker))
		return refusal_missing(TABLE_BILL, use->once.billing_id);
	if (!payer_pays_for(use->payer_id, bill->member_id))
		refusal = check_own(TABLE_BILL, bill->id, bill->member_id, NO_ID);
	if (refusal != NULL)
		return refusal;
	share->paid = bill_paid(bill->id, blocker);
	there = payment_on_account(use->payer_id, blocker);
	if (blocker_is_set(blocker))
		return NULL;
	if (!bill_is_open(bill))
		return refusal_not_payable(bill);
	owed = amount_subtract(bill->amount, share->paid);
	share->amount = use->amount != NULL ? use->amount
										: amount_least(owed, there);
	if (amount_compare(share->amount, owed) > 0)
		return refusal_overpayment(bill->id, club_amount_text(owed));
	if (amount_compare(share->amount, there) > 0 || amount_sign(there) <= 0)
		return refusal_account(use->payer_id, club_amount_text(there));
	(void) bill_lock(&use->locks, bill);
	use->shares = list_make1(share);
	return NULL;
}

/*
 * apply_credit(member_id, billing_id, amount, request_key): pays a bill from
 * what a payer has on account. Short-locks the payer and the bill. Returns the
 * payment's id.
 */
Datum
fitclub_apply_credit(PG_FUNCTION_ARGS)
{
	static Writer writer = {2, {TABLE_BILL, TABLE_PAYMENT}};
	Settlement use = {0};
	WriterState *writing;
	int64 payment_id;

	permit_member(fcinfo, 0);
	use.payer_id = argument_present_key(fcinfo, 0, TABLE_MEMBER);
	(void) check_given(fcinfo, 1, REQUIRED, TABLE_BILL, "billing_id");
	use.once.billing_id = PG_GETARG_INT64(1);
	check_money(fcinfo, 2, OPTIONAL, TABLE_PAYMENT, "amount", false);
	check_text(fcinfo, 3, OPTIONAL, TABLE_PAYMENT, "request_key");
	use.amount = PG_ARGISNULL(2) ? NULL : PG_GETARG_NUMERIC(2);
	use.once.key = PG_ARGISNULL(3) ? NULL : PG_GETARG_TEXT_PP(3);
	use.once.payer_id = use.payer_id;
	use.once.amount = use.amount;
	use.once.type = PAYMENT_CREDIT;

	begin_settlement(&use);
	(void) locks_need(&use.locks, LOCK_BILL, use.once.billing_id);
	writing =
		payment_admit(&use.locks, &writer, check_credit_use, &use, &use.once);
	if (writing == NULL)
		PG_RETURN_INT64(use.once.payment_id);
	payment_id = pay_from_account(writing, &use, linitial(use.shares),
								  current_instant());
	locks_release(&use.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(payment_id);
}

/*
 * settle_account(member_id): pays the open bills that a payer pays from what is
 * on account, as far as that goes. Short-locks the payer and these bills.
 * Returns how many bills it has paid something of.
 */
Datum
fitclub_settle_account(PG_FUNCTION_ARGS)
{
	static Writer writer = {2, {TABLE_BILL, TABLE_PAYMENT}};
	Settlement settlement = {.of_payer = true};
	WriterState *writing;
	TimestampTz now;
	ListCell *cell;

	permit_member(fcinfo, 0);
	settlement.payer_id = argument_present_key(fcinfo, 0, TABLE_MEMBER);
	settlement.zone = read_club().zone;

	begin_settlement(&settlement);
	writing = payment_admit(&settlement.locks, &writer, check_settlement,
							&settlement, &settlement.once);
	now = current_instant();
	foreach(cell, settlement.shares)
		(void) pay_from_account(writing, &settlement, lfirst(cell), now);
	locks_release(&settlement.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(list_length(settlement.shares));
}
