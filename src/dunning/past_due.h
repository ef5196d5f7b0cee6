/*
 * past_due.h
 *		Bills that are past due for longer than the club puts up with.
 */
#ifndef FITCLUB_PAST_DUE_H
#define FITCLUB_PAST_DUE_H

#include "engine/dirty_scan.h"
#include "rows/club.h"

#include "nodes/pg_list.h"

extern List *past_due_bills(int64 member_id, const Club *club,
							Blocker *blocker);
extern bool past_due_is_membership(List *bills, int64 membership_id);
extern bool past_due_is_sale(List *bills, int64 sale_id);

#endif /* FITCLUB_PAST_DUE_H */
