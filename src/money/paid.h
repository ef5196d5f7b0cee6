/*
 * paid.h
 *		What has been paid and given back, as others are about to leave it.
 */
#ifndef FITCLUB_PAID_H
#define FITCLUB_PAID_H

#include "engine/short_lock.h"
#include "rows/bill.h"

extern bool bill_lock(ShortLocks *locks, const Bill *bill);
extern void bill_lock_member(ShortLocks *locks, const Bill *bill,
							 Blocker *blocker);
extern Numeric bill_paid(int64 id, Blocker *blocker);
extern Numeric payment_refunded(int64 payment_id, Blocker *blocker);

#endif /* FITCLUB_PAID_H */
