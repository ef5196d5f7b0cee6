/*
 * issue.h
 *		Issues of equipment, as what is done for them needs them.
 */
#ifndef FITCLUB_ISSUE_H
#define FITCLUB_ISSUE_H

#include "refusal/refusal.h"

extern Refusal *refusal_issue_resolved(int64 maintenance_id);
extern void require_unresolved_issue(int64 maintenance_id);

#endif /* FITCLUB_ISSUE_H */
