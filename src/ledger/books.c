/*
 * books.c
 *		Rows of money are added, and stay as they are.
 *
 * What has happened is in the books; what has changed since is another row.
 * The trigger looks at a row when it is written, so that no BEFORE trigger can
 * change it afterwards. The functions add what they change, and pass.
 */
#include "postgres.h"

#include "ledger/books.h"

#include "base/amount.h"
#include "caller/access_refusal.h"
#include "caller/identity.h"
#include "ledger/ledger_refusal.h"
#include "money/paid.h"
#include "rows/bill.h"
#include "schema/row_values.h"
#include "schema/trigger.h"
#include "write/admission.h"
#include "write/writer.h"

#include "miscadmin.h"
#include "utils/rel.h"

PG_FUNCTION_INFO_V1(fitclub_keep_books);

/* Set while clear_data() empties everything. */
static bool truncate_is_allowed = false;

/* Let clear_data() do what the trigger keeps others from. */
void
books_allow_truncate(bool allow)
{
	truncate_is_allowed = allow;
}

#define MOST_FREE_COLUMNS 4

/* A table of the books. */
typedef struct Book
{
	TableId table;
	bool owner_adds; /* and nobody else, by a statement */
	AttrNumber free_columns[MOST_FREE_COLUMNS]; /* say nothing of money */
} Book;

static const Book books[] = {
	{TABLE_BILL,
	 false,
	 {Anum_billing_item_trainer_id, Anum_billing_item_description,
	  Anum_billing_item_updated_at, Anum_billing_item_due_on}},
	{TABLE_PAYMENT, false, {Anum_payment_description, Anum_payment_notes}},
	{TABLE_CREDIT, true, {Anum_bill_credit_notes}},
	{TABLE_TILL_COUNT, true, {Anum_till_count_notes}},
	{TABLE_PLAN_PRICE, false, {0}},
	{TABLE_MEMBERSHIP_PERIOD, true, {Anum_membership_period_ends_on}},
	{TABLE_PACK_SALE, true, {0}},
	{TABLE_LOT, true, {Anum_credit_lot_expires_on}},
	{TABLE_LOT_OUT, true, {0}},
	{TABLE_BOOK_CLOSE, true, {0}},
	{TABLE_BOOK_BALANCE, true, {0}},
	{TABLE_DUNNING, true, {0}},
	{TABLE_REMINDER, true, {0}},
};

/* The one that the trigger is called for. */
static const Book *
find_book(FunctionCallInfo fcinfo)
{
	for (size_t i = 0; i < lengthof(books); i++)
	{
		int events = ON_UPDATE | ON_DELETE;

		if (books[i].owner_adds)
			events |= ON_INSERT;
		if (fired_as(fcinfo, books[i].table, BEFORE_STATEMENT, ON_TRUNCATE) ||
			fired_as(fcinfo, books[i].table, AFTER_ROW, events))
			return &books[i];
	}
	refuse_to_fire(table_name(TABLE_BILL));
}

static bool
is_free_column(const Book *book, AttrNumber column)
{
	for (int i = 0; i < MOST_FREE_COLUMNS; i++)
		if (book->free_columns[i] == column)
			return true;
	return false;
}

/* Columns of a bill that follow from its payments. */
static bool
is_followed(const Book *book, AttrNumber column)
{
	return book->table == TABLE_BILL && (column == Anum_billing_item_status ||
										 column == Anum_billing_item_paid_at);
}

/* The column of money that an update changes, or NULL. */
static const char *
find_changed_column(const Book *book, const TriggerData *trigger,
					bool is_followed_wanted)
{
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	RowValues before = row_deform(trigger->tg_trigtuple, desc);
	RowValues after = row_deform(trigger->tg_newtuple, desc);

	for (int i = 0; i < desc->natts; i++)
	{
		AttrNumber column = (AttrNumber) (i + 1);

		if (!is_free_column(book, column) &&
			is_followed(book, column) == is_followed_wanted &&
			column_has_changed(before, after, desc, column))
			return NameStr(TupleDescAttr(desc, i)->attname);
	}
	return NULL;
}

static int64
written_key(const TriggerData *trigger)
{
	return row_int64(trigger->tg_trigtuple,
					 RelationGetDescr(trigger->tg_relation), Anum_any_key);
}

static char *
written_status(const TriggerData *trigger, HeapTuple row)
{
	return TextDatumGetCString(
		row_datum(row, RelationGetDescr(trigger->tg_relation),
				  Anum_billing_item_status));
}

static const char *
status_by_payments(Numeric amount, Numeric paid)
{
	if (amount_sign(paid) == 0)
		return bill_status_name(BILL_PENDING);
	return bill_status_name(
		amount_compare(paid, amount) < 0 ? BILL_PARTIALLY_PAID : BILL_PAID);
}

/*
 * A payment that was inserted by a statement leaves its bill behind: an open
 * bill may become what its payments make of it.
 */
static Refusal *
check_followed(void *state, Blocker *blocker)
{
	TriggerData *trigger = state;
	int64 id = written_key(trigger);
	char *before = written_status(trigger, trigger->tg_trigtuple);
	Numeric paid = bill_paid(id, blocker);
	Numeric amount = DatumGetNumeric(
		row_datum(trigger->tg_newtuple, RelationGetDescr(trigger->tg_relation),
				  Anum_billing_item_amount));

	if (blocker_is_set(blocker) ||
		((strcmp(before, bill_status_name(BILL_PENDING)) == 0 ||
		  strcmp(before, bill_status_name(BILL_PARTIALLY_PAID)) == 0) &&
		 strcmp(written_status(trigger, trigger->tg_newtuple),
				status_by_payments(amount, paid)) == 0))
		return NULL;
	return refusal_books(TABLE_BILL, id,
						 find_changed_column(&books[0], trigger, true));
}

static void
require_unchanged(const Book *book, TriggerData *trigger)
{
	const char *column = find_changed_column(book, trigger, false);

	if (column != NULL)
		refuse(refusal_books(book->table, written_key(trigger), column));
	if (find_changed_column(book, trigger, true) != NULL)
		guard(check_followed, trigger);
}

/*
 * Trigger on the tables of the books, before TRUNCATE and after all else. Waits
 * for payments of a bill whose status changes.
 */
Datum
fitclub_keep_books(PG_FUNCTION_ARGS)
{
	const Book *book = find_book(fcinfo);
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
	{
		if (!truncate_is_allowed)
			refuse(refusal_books_emptied(book->table));
	}
	else if (writer_is_writing())
		return PointerGetDatum(NULL);
	else if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		refuse(refusal_books(book->table, written_key(trigger), NULL));
	else if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		require_unchanged(book, trigger);
	else if (!identity_owns_club(GetUserId()))
		refuse(refusal_owner_only(book->table));
	return PointerGetDatum(NULL);
}
