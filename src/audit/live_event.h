/*
 * live_event.h
 *		NOTIFY fitclub, for listeners.
 */
#ifndef FITCLUB_LIVE_EVENT_H
#define FITCLUB_LIVE_EVENT_H

#include "base/fitclub.h"

#include "commands/trigger.h"

extern void live_event_send(const TriggerData *trigger);

#endif /* FITCLUB_LIVE_EVENT_H */
