/*
 * log.h
 *		Changes of the audit log, which nobody else makes.
 */
#ifndef FITCLUB_LOG_H
#define FITCLUB_LOG_H

#include "write/statement.h"

#include "datatype/timestamp.h"

extern void audit_lock(void);
extern uint64 audit_rewrite(SavedStatement *statement, const Datum *values,
							const bool *nulls);
extern void audit_pruned(TimestampTz before, uint64 count);

#endif /* FITCLUB_LOG_H */
