/*
 * fitclub.c
 *		The module itself: what the server sees when it loads the library.
 */
#include "fitclub.h"

#include "utils/guc.h"

FITCLUB_MODULE_MAGIC;

void _PG_init(void);

/*
 * Reserve the prefix, so that nobody can make up a setting in fitclub's name
 * and rely on it.
 */
void
_PG_init(void)
{
	MarkGUCPrefixReserved(FITCLUB_SCHEMA);
}
