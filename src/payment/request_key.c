/*
 * request_key.c
 *		Requests that may be sent again, and are carried out once.
 *
 * A client that got no answer does not know whether it has paid. With a key of
 * its own for each request it may ask again: a key that is there already
 * returns the row that was written for it. Two that come at once take turns by
 * the key's short lock; the second finds the row of the first, and waits until
 * that is certain.
 */
#include "postgres.h"

#include "payment/request_key.h"

#include "base/amount.h"
#include "money/money_refusal.h"
#include "money/till.h"

#include "catalog/pg_collation.h"
#include "common/hashfn.h"
#include "utils/fmgroids.h"

/* What a check returns where there is nothing left to do. */
static Refusal carried_out;

/* Others with the same key take turns. */
void
payment_lock_request(ShortLocks *locks, const PaymentOnce *once)
{
	if (once->key != NULL)
		(void) locks_need(locks, LOCK_REQUEST,
						  (int64) hash_bytes_extended(
							  (const unsigned char *) VARDATA_ANY(once->key),
							  (int) VARSIZE_ANY_EXHDR(once->key), 0));
}

/* Whether a row is what a request asks for. */
static bool
is_as_asked(const PaymentOnce *once, HeapTuple row, TupleDesc desc)
{
	Numeric amount = till_received(row, desc);
	Datum type = row_datum(row, desc, Anum_payment_payment_type);
	const struct
	{
		AttrNumber column;
		int64 id;
	} ids[] = {
		{Anum_payment_member_id, once->payer_id},
		{Anum_payment_billing_id, once->billing_id},
		{Anum_payment_refund_of, once->refund_of},
	};

	for (size_t i = 0; i < lengthof(ids); i++)
		if (ids[i].id != NO_ID &&
			ids[i].id != row_int64(row, desc, ids[i].column))
			return false;
	return once->gives_back == (amount_sign(amount) < 0) &&
		   (once->amount == NULL ||
			amount_compare(once->amount, amount) == 0) &&
		   (once->type == NULL ||
			strcmp(once->type, TextDatumGetCString(type)) == 0);
}

/*
 * Look whether a request was carried out before. Returns what is refused, and
 * also something where it was: payment_admit() then writes nothing, and
 * payment_id is the row of then. A check begins with this, and goes on if it
 * returns NULL and nobody is in the way.
 */
Refusal *
payment_check_request(PaymentOnce *once, Blocker *blocker)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	bool as_asked = true;

	once->payment_id = NO_ID;
	if (once->key == NULL)
		return NULL;
	ScanKeyEntryInitialize(&key, 0, Anum_payment_request_key,
						   BTEqualStrategyNumber, InvalidOid,
						   DEFAULT_COLLATION_OID, F_TEXTEQ,
						   PointerGetDatum(once->key));
	do
	{
		once->payment_id = NO_ID;
		dirty_scan_begin(&scan, TABLE_PAYMENT, INDEX_PAYMENT_REQUEST, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);

			dirty_scan_note(&scan, row, blocker);
			as_asked = is_as_asked(once, row, desc);
			once->payment_id = row_int64(row, desc, Anum_any_key);
		}
	} while (dirty_scan_end(&scan));
	if (blocker_is_set(blocker) || once->payment_id == NO_ID)
		return NULL;
	return as_asked ? &carried_out : refusal_request_key();
}

/*
 * Admission of a request: NULL if it was carried out before. Raises what is
 * refused.
 */
WriterState *
payment_admit(ShortLocks *locks, Writer *writer, AdmissionCheck check,
			  void *state, PaymentOnce *once)
{
	Refusal *refusal;
	WriterState *writing =
		try_admit(locks, writer, check, state, &refusal, NULL);

	if (writing == NULL && refusal != &carried_out)
		refuse(refusal);
	return writing;
}
