/*
 * fitclub.c
 *		The module itself: what the server sees when it loads the library.
 */
#include "postgres.h"

#include "audit.h"
#include "drop_guard.h"
#include "identity.h"
#include "live_event.h"

#include "utils/guc.h"

FITCLUB_MODULE_MAGIC;

/*
 * Define the settings, and reserve the prefix, so that nobody can make up
 * another one in fitclub's name and rely on it.
 */
void
_PG_init(void)
{
	audit_init();
	drop_guard_init();
	identity_init();
	live_event_init();
	MarkGUCPrefixReserved(FITCLUB_SCHEMA);
}
