/*
 * correct.c
 *		Bills that were made for a wrong amount.
 *
 * Every writer of a bill or of its payments holds the bill's short lock while
 * it checks and writes.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "money/booking_bill.h"
#include "money/credit.h"
#include "money/money_refusal.h"
#include "money/paid.h"
#include "rows/erased_member.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_correct_bill);

/* A bill on its way to another amount. */
typedef struct BillCorrection
{
	Bill bill;
	Numeric amount;
	Numeric paid;
	ShortLocks locks;
} BillCorrection;

/* A bill follows the price of its booking. */
static Refusal *
check_corrected_amount(const BillCorrection *correction)
{
	const Bill *bill = &correction->bill;

	if (bill->is_of_booking)
		return refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_BILL,
							 "amount",
							 "the bill of a booking cannot be corrected",
							 "Its amount is the price of the booking.");
	if (amount_compare(correction->amount, bill->amount) == 0)
		return refusal_value(ERRCODE_INVALID_PARAMETER_VALUE, TABLE_BILL,
							 "amount", "the bill already has this amount",
							 NULL);
	return NULL;
}

static Refusal *
check_bill_correction(void *state, Blocker *blocker)
{
	BillCorrection *correction = state;
	Bill *bill = &correction->bill;
	Refusal *refusal;

	if (!read_bill(bill->id, bill, blocker))
		return refusal_unknown(TABLE_BILL, bill->id);
	correction->paid = bill_paid(bill->id, blocker);
	if (blocker_is_set(blocker))
		return NULL;
	refusal = bill_check_amount(bill, correction->amount, correction->paid);
	if (refusal != NULL)
		return refusal;
	(void) bill_lock(&correction->locks, bill);
	bill_lock_member(&correction->locks, bill->member_id, blocker);
	return check_corrected_amount(correction);
}

static int64
insert_correction(WriterState *writing, FunctionCallInfo fcinfo,
				  const BillCorrection *correction, TimestampTz now)
{
	const Bill *bill = &correction->bill;
	ColumnValue values[] = {
		column_id(Anum_bill_credit_billing_id, bill->id),
		column_amount(Anum_bill_credit_amount,
					  amount_subtract(bill->amount, correction->amount)),
		column_text(Anum_bill_credit_reason, "correction"),
		column_instant(Anum_bill_credit_made_at, now),
		column_argument(fcinfo, Anum_bill_credit_notes, 2),
		column_id(Anum_bill_credit_staff_id, caller_cashier(fcinfo, 3)),
	};

	return writer_insert(writing, TABLE_CREDIT, GUARDED, values,
						 lengthof(values));
}

/*
 * correct_bill(billing_id, amount, notes, staff_id): gives an open bill another
 * amount. Short-locks the bill. Returns the id of the credit, which is negative
 * if more is owed.
 */
Datum
fitclub_correct_bill(PG_FUNCTION_ARGS)
{
	static Writer writer = {2, {TABLE_BILL, TABLE_CREDIT}};
	BillCorrection correction;
	WriterState *writing;
	TimestampTz now;
	int64 credit_id;

	permit_cashier(fcinfo, 3);
	correction.bill.id = argument_key(fcinfo, 0, TABLE_BILL);
	check_money(fcinfo, 1, REQUIRED, TABLE_BILL, "amount", false);
	check_free_text(fcinfo, 2, TABLE_CREDIT, "notes");
	check_row(fcinfo, 3, OPTIONAL, TABLE_CREDIT, "staff_id", TABLE_STAFF);
	correction.amount = PG_GETARG_NUMERIC(1);

	locks_init(&correction.locks);
	(void) locks_need(&correction.locks, LOCK_BILL, correction.bill.id);
	writing =
		admit(&correction.locks, &writer, check_bill_correction, &correction);
	now = current_instant();
	bill_set_amount(writing, &correction.bill, correction.amount,
					correction.paid, now);
	credit_id = insert_correction(writing, fcinfo, &correction, now);
	locks_release(&correction.locks);
	writer_end(&writer, writing);
	if (!PG_ARGISNULL(2) ||
		amount_compare(correction.amount, correction.bill.amount) > 0)
		refuse_erased_meanwhile(correction.bill.member_id);
	PG_RETURN_INT64(credit_id);
}
