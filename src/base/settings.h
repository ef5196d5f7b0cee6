/*
 * settings.h
 *		The settings, which the libraries of all versions share.
 */
#ifndef FITCLUB_SETTINGS_H
#define FITCLUB_SETTINGS_H

#include "base/fitclub.h"

#include "utils/guc.h"

/* The same in all versions. */
typedef struct IdentitySetting
{
	char *value;
	bool is_lost; /* one was set that does not hold */
} IdentitySetting;

typedef struct Settings
{
	const bool *accept_old_values;
	const bool *audit;
	const bool *allow_drop;
	const bool *direct_writes;
	const bool *notify;
	const IdentitySetting *identity;
} Settings;

extern Settings settings;

extern void settings_init(GucStringCheckHook check_identity);

/*
 * Whether anybody wants to know of what is written. The writer asks, so that
 * no event is queued for a trigger that would do nothing.
 */
static inline bool
writes_are_observed(void)
{
	return *settings.audit || *settings.notify;
}

/*
 * Whether CHECK constraints take what version 1.0 allowed: while a dump is
 * loaded, for which pg_dump's scripts turn check_function_bodies off, as the
 * server does while a script of an extension runs.
 */
static inline bool
takes_old_values(void)
{
	return !check_function_bodies && *settings.accept_old_values;
}

#endif /* FITCLUB_SETTINGS_H */
