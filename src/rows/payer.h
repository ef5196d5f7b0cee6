/*
 * payer.h
 *		Who pays for whom, and who acts for a dependant.
 */
#ifndef FITCLUB_PAYER_H
#define FITCLUB_PAYER_H

#include "engine/dirty_scan.h"

#include "nodes/pg_list.h"

extern int64 payer_of_member(int64 member_id, Blocker *blocker);
extern bool payer_is_set(int64 member_id, Blocker *blocker);
extern bool payer_is_in_use(int64 payer_id, Blocker *blocker);
extern bool payer_pays_for(int64 payer_id, int64 member_id);
extern bool payer_acts_for(int64 payer_id, int64 member_id);
extern List *payer_members(int64 payer_id);
extern List *payer_dependants(int64 payer_id);

#endif /* FITCLUB_PAYER_H */
