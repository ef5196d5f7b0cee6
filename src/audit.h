/*
 * audit.h
 *		Who did what and when: the audit log.
 */
#ifndef FITCLUB_AUDIT_H
#define FITCLUB_AUDIT_H

#include "plan.h"

#include "access/htup.h"

extern void audit_replacement(Relation relation, HeapTuple before,
							  HeapTuple after);
extern void audit_suspend(bool suspend);
extern void audit_lock(void);
extern void audit_rewrite(SavedPlan *plan, const Datum *values,
						  const bool *nulls);

#endif /* FITCLUB_AUDIT_H */
