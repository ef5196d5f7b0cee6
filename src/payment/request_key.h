/*
 * request_key.h
 *		Requests that may be sent again, and are carried out once.
 */
#ifndef FITCLUB_REQUEST_KEY_H
#define FITCLUB_REQUEST_KEY_H

#include "write/admission.h"

/* What a request asks for, and the row that it has made before. */
typedef struct PaymentOnce
{
	const text *key; /* NULL: it has none */
	bool gives_back;
	int64 payer_id;   /* NO_ID: any */
	int64 billing_id; /* NO_ID: any, or none */
	int64 refund_of;  /* NO_ID: any, or none */
	Numeric amount;   /* NULL: as much as there is; negative if given back */
	const char *type; /* NULL: any */
	int64 payment_id; /* of its row, if it is there; NO_ID if not */
} PaymentOnce;

extern void payment_lock_request(ShortLocks *locks, const PaymentOnce *once);
extern Refusal *payment_check_request(PaymentOnce *once, Blocker *blocker);
extern WriterState *payment_admit(ShortLocks *locks, Writer *writer,
								  AdmissionCheck check, void *state,
								  PaymentOnce *once);

#endif /* FITCLUB_REQUEST_KEY_H */
