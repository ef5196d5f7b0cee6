/*
 * trigger.h
 *		Trigger functions that are fired as the install script says.
 */
#ifndef FITCLUB_TRIGGER_H
#define FITCLUB_TRIGGER_H

#include "schema/catalog.h"

#include "commands/trigger.h"

/* Events, to be combined. */
#define ON_INSERT (1 << TRIGGER_EVENT_INSERT)
#define ON_DELETE (1 << TRIGGER_EVENT_DELETE)
#define ON_UPDATE (1 << TRIGGER_EVENT_UPDATE)
#define ON_TRUNCATE (1 << TRIGGER_EVENT_TRUNCATE)

/* When, and whether for each row. */
#define BEFORE_ROW (TRIGGER_EVENT_BEFORE | TRIGGER_EVENT_ROW)
#define BEFORE_STATEMENT TRIGGER_EVENT_BEFORE
#define AFTER_ROW TRIGGER_EVENT_ROW
#define AFTER_STATEMENT 0

extern bool fired_on(FunctionCallInfo fcinfo, Oid relid, TriggerEvent when,
					 int events);
extern bool fired_as(FunctionCallInfo fcinfo, TableId table, TriggerEvent when,
					 int events);
pg_noreturn extern void refuse_to_fire(const char *table);
extern void require_event(FunctionCallInfo fcinfo);
extern TriggerData *require_fired_as(FunctionCallInfo fcinfo, TableId table,
									 TriggerEvent when, int events);

#endif /* FITCLUB_TRIGGER_H */
