/*
 * event.h
 *		Who did what and when: the events of the audit log.
 */
#ifndef FITCLUB_EVENT_H
#define FITCLUB_EVENT_H

#include "schema/row_values.h"

#include "utils/jsonb.h"
#include "utils/rel.h"

#define ACTION_INSERT "INSERT"
#define ACTION_UPDATE "UPDATE"
#define ACTION_DELETE "DELETE"
#define ACTION_TRUNCATE "TRUNCATE"
#define ACTION_BASELINE "BASELINE"
#define ACTION_PRUNE "PRUNE"

/* What the log says of a row last. */
typedef struct LastEvent
{
	bool found;
	int version;
	TimestampTz at;
	char *action;
} LastEvent;

extern Jsonb *audit_row_json(RowValues row, TupleDesc desc);
extern LastEvent audit_last_event(const char *table, const char *key,
								  Jsonb **new_row);
extern bool audit_row_is_there(const LastEvent *last, const char *table);
extern void audit_write_event(const LastEvent *last, const char *table,
							  const char *key, const char *action,
							  Jsonb *before, Jsonb *after);
extern bool audit_is_writing_event(void);
extern void audit_insert(const char *table, const char *key, Jsonb *row);
extern bool audit_covers(Relation relation);
extern void audit_suspend(bool suspend);
extern Datum audit_trigger(FunctionCallInfo fcinfo);

#endif /* FITCLUB_EVENT_H */
