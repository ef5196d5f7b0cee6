/*
 * payment.c
 *		Payments of a bill: nobody pays more than is owed, or pays twice.
 *
 * Every writer of a bill or of its payments holds the bill's short lock while
 * it checks and writes.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "base/amount.h"
#include "caller/permission.h"
#include "money/money_refusal.h"
#include "money/paid.h"
#include "money/till.h"
#include "payment/payment.h"
#include "payment/payment_refusal.h"
#include "payment/request_key.h"
#include "rows/bill.h"
#include "rows/club.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_record_payment);

const char *const payment_types[] = {
	"cash", "card", "bank_transfer", "cheque", "online", "other", NULL};

/* A payment on its way in. */
typedef struct PaymentRequest
{
	PaymentOnce once;
	Bill bill;
	Numeric asked; /* NULL: all that is owed */
	Numeric rounding;
	Numeric amount; /* what it pays */
	Numeric paid;   /* before it */
	TillUse till;
	ShortLocks locks;
} PaymentRequest;

static Refusal *
check_payment_request(void *state, Blocker *blocker)
{
	PaymentRequest *request = state;
	Bill *bill = &request->bill;
	Refusal *refusal = payment_check_request(&request->once, blocker);
	Numeric owed;

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	if (!read_bill(bill->id, bill, blocker))
		return refusal_unknown(TABLE_BILL, bill->id);
	request->paid = bill_paid(bill->id, blocker);
	if (blocker_is_set(blocker))
		return NULL;
	if (!bill_is_open(bill))
		return refusal_not_payable(bill);
	owed = amount_subtract(bill->amount, request->paid);
	till_look(&request->till, &request->locks);
	request->rounding = till_rounding(&request->till, owed, request->asked);
	request->amount = request->asked != NULL
						  ? amount_add(request->asked, request->rounding)
						  : owed;
	if (amount_compare(request->amount, owed) > 0)
		return refusal_overpayment(bill->id, club_amount_text(owed));
	(void) bill_lock(&request->locks, bill);
	return NULL;
}

static int64
insert_payment(WriterState *writing, FunctionCallInfo fcinfo,
			   const PaymentRequest *request, TimestampTz now)
{
	ColumnValue values[] = {
		column_id(Anum_payment_billing_id, request->bill.id),
		column_amount(Anum_payment_amount, request->amount),
		column_instant(Anum_payment_paid_at, now),
		column_argument(fcinfo, Anum_payment_payment_type, 2),
		column_id(Anum_payment_staff_id, caller_cashier(fcinfo, 3)),
		column_id(Anum_payment_member_id, PG_ARGISNULL(4)
											  ? request->bill.member_id
											  : PG_GETARG_INT64(4)),
		column_argument(fcinfo, Anum_payment_description, 5),
		column_argument(fcinfo, Anum_payment_notes, 6),
		column_argument(fcinfo, Anum_payment_request_key, 7),
		column_argument(fcinfo, Anum_payment_external_ref, 8),
		till_rounding_value(request->rounding),
	};

	return writer_insert(writing, TABLE_PAYMENT, GUARDED, values,
						 lengthof(values));
}

/* What a payment makes of its bill, of which something is paid already. */
void
payment_update_bill(WriterState *writing, const Bill *bill, Numeric paid,
					Numeric amount, TimestampTz now)
{
	bool is_full = amount_compare(amount_add(paid, amount), bill->amount) == 0;
	ColumnValue values[] = {
		column_text(Anum_billing_item_status,
					bill_status_name(is_full ? BILL_PAID
											 : BILL_PARTIALLY_PAID)),
		is_full ? column_instant(Anum_billing_item_paid_at, now)
				: column_null(Anum_billing_item_paid_at),
		column_instant(Anum_billing_item_updated_at, now),
	};

	writer_update(writing, TABLE_BILL, GUARDED, &bill->place, values,
				  lengthof(values));
}

/*
 * record_payment(billing_id, amount, payment_type, staff_id, member_id,
 * description, notes, request_key, external_ref): takes money for a bill.
 * Short-locks the bill. Returns the payment's id.
 */
Datum
fitclub_record_payment(PG_FUNCTION_ARGS)
{
	static const ArgumentTable arguments = {
		TABLE_PAYMENT,
		{
			{"amount", OPTIONAL, MONEY},
			{"payment_type", REQUIRED, CHOICE, .choices = payment_types},
			{"staff_id", OPTIONAL, ROW, .referenced = TABLE_STAFF},
			{"member_id", OPTIONAL, ROW, .referenced = TABLE_MEMBER},
			{"description", OPTIONAL, FREE_TEXT},
			{"notes", OPTIONAL, FREE_TEXT},
			{"request_key", OPTIONAL, TEXT},
			{"external_ref", OPTIONAL, TEXT},
		}};
	static Writer writer = {2, {TABLE_BILL, TABLE_PAYMENT}};
	PaymentRequest request = {0};
	WriterState *writing;
	TimestampTz now;
	int64 payment_id;

	permit_cashier(fcinfo, 3);
	request.bill.id = argument_key(fcinfo, 0, TABLE_BILL);
	check_arguments(fcinfo, 1, REQUIRED, &arguments);
	request.asked = PG_ARGISNULL(1) ? NULL : PG_GETARG_NUMERIC(1);
	request.once.key = PG_ARGISNULL(7) ? NULL : PG_GETARG_TEXT_PP(7);
	request.once.payer_id = argument_id(fcinfo, 4);
	request.once.billing_id = request.bill.id;
	request.once.amount = request.asked;
	request.once.type = text_to_cstring(PG_GETARG_TEXT_PP(2));

	locks_init(&request.locks);
	(void) locks_need(&request.locks, LOCK_BILL, request.bill.id);
	till_begin(&request.till, &request.locks, PG_GETARG_DATUM(2));
	payment_lock_request(&request.locks, &request.once);
	writing = payment_admit(&request.locks, &writer, check_payment_request,
							&request, &request.once);
	if (writing == NULL)
		PG_RETURN_INT64(request.once.payment_id);
	now = till_instant(&request.till);
	payment_id = insert_payment(writing, fcinfo, &request, now);
	payment_update_bill(writing, &request.bill, request.paid, request.amount,
						now);
	locks_release(&request.locks);
	writer_end(&writer, writing);
	PG_RETURN_INT64(payment_id);
}
