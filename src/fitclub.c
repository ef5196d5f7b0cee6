/*
 * fitclub.c
 *		The module itself: what the server sees when it loads the library.
 */
#include "audit.h"
#include "identity.h"

#include "utils/guc.h"

FITCLUB_MODULE_MAGIC;

void _PG_init(void);

/*
 * Define the settings and reserve their prefix, so that nobody can make up a
 * setting in fitclub's name and rely on it.
 */
void
_PG_init(void)
{
	audit_init();
	identity_init();
	MarkGUCPrefixReserved(FITCLUB_SCHEMA);
}
