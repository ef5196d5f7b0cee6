/*
 * bill.h
 *		Bills that are going to be changed.
 */
#ifndef FITCLUB_BILL_H
#define FITCLUB_BILL_H

#include "engine/dirty_scan.h"

#include "utils/date.h"
#include "utils/numeric.h"

typedef enum BillStatus
{
	BILL_PENDING,
	BILL_PARTIALLY_PAID,
	BILL_PAID,
	BILL_CANCELLED,
	BILL_REFUNDED
} BillStatus;

typedef struct Bill
{
	int64 id; /* NO_ID: there is none */
	int64 member_id;
	int64 trainer_id;
	Numeric amount;
	Numeric original; /* NULL: it was made for amount */
	bool is_of_booking;
	char *description;
	BillStatus status;
	ItemPointerData place;
} Bill;

extern const char *bill_status_name(BillStatus status);
extern const char *bill_status_label(BillStatus status);
extern bool bill_is_open(const Bill *bill);
extern bool bill_stands(const Bill *bill);
extern bool read_bill(int64 id, Bill *bill, Blocker *blocker);
extern Bill bill_of_session(int64 session_id, Blocker *blocker);
extern Bill bill_of_class(int64 class_id, int64 member_id, Blocker *blocker);
extern Bill bill_of_sale(int64 sale_id, Blocker *blocker);
extern Bill bill_of_period(int64 membership_id, DateADT period_on,
						   Blocker *blocker);

#endif /* FITCLUB_BILL_H */
