/*
 * payer_refusal.h
 *		What is said of payers and dependants.
 */
#ifndef FITCLUB_PAYER_REFUSAL_H
#define FITCLUB_PAYER_REFUSAL_H

#include "refusal/refusal.h"

extern Refusal *refusal_payer_pays(int64 member_id);
extern Refusal *refusal_payer_has_payer(int64 payer_id);
extern Refusal *refusal_payer_in_use(int64 payer_id);
extern Refusal *refusal_email_required(int64 member_id);
extern Refusal *refusal_not_dependant(int64 member_id);

#endif /* FITCLUB_PAYER_REFUSAL_H */
