/*
 * audit.h
 *		Who did what and when: the audit log.
 */
#ifndef FITCLUB_AUDIT_H
#define FITCLUB_AUDIT_H

#include "write/statement.h"

#include "access/htup.h"
#include "datatype/timestamp.h"

extern void audit_replacement(Relation relation, HeapTuple before,
							  HeapTuple after);
extern void audit_suspend(bool suspend);
extern void audit_lock(void);
extern uint64 audit_rewrite(SavedStatement *statement, const Datum *values,
							const bool *nulls);
extern void audit_pruned(TimestampTz before, uint64 count);

#endif /* FITCLUB_AUDIT_H */
