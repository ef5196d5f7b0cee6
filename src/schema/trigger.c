/*
 * trigger.c
 *		Trigger functions that are fired as the install script says.
 *
 * Roles that may create triggers can attach these functions anywhere; what
 * they then find in the trigger's data is not what they rely on.
 */
#include "postgres.h"

#include "schema/trigger.h"

#include "commands/event_trigger.h"
#include "utils/rel.h"

/* Whether a trigger function is called so, for one of these events. */
bool
fired_on(FunctionCallInfo fcinfo, Oid relid, TriggerEvent when, int events)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	return CALLED_AS_TRIGGER(fcinfo) &&
		   (trigger->tg_event &
			(TRIGGER_EVENT_TIMINGMASK | TRIGGER_EVENT_ROW)) == when &&
		   (events & (1 << (trigger->tg_event & TRIGGER_EVENT_OPMASK))) != 0 &&
		   RelationGetRelid(trigger->tg_relation) == relid;
}

/* The same for one of the tables that the engine knows. */
bool
fired_as(FunctionCallInfo fcinfo, TableId table, TriggerEvent when, int events)
{
	return fired_on(fcinfo, table_oid(table), when, events);
}

/* Raise that a trigger function is called otherwise than by its trigger. */
void
refuse_to_fire(const char *table)
{
	ereport(ERROR,
			(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
			 errmsg("the function is not called by its trigger on %s.%s",
					FITCLUB_SCHEMA, table)));
}

/* What the trigger is about; an error if it is called in any other way. */
TriggerData *
require_fired_as(FunctionCallInfo fcinfo, TableId table, TriggerEvent when,
				 int events)
{
	if (!fired_as(fcinfo, table, when, events))
		refuse_to_fire(table_name(table));
	return (TriggerData *) fcinfo->context;
}

/* An error if an event trigger's function is called in any other way. */
void
require_event(FunctionCallInfo fcinfo)
{
	if (!CALLED_AS_EVENT_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("the function is not called by its event trigger")));
}
