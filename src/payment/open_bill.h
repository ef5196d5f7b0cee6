/*
 * open_bill.h
 *		The bills that a payer pays.
 */
#ifndef FITCLUB_OPEN_BILL_H
#define FITCLUB_OPEN_BILL_H

#include "engine/dirty_scan.h"

#include "nodes/pg_list.h"
#include "pgtime.h"

extern List *bill_list_open(int64 payer_id, pg_tz *zone);

#endif /* FITCLUB_OPEN_BILL_H */
