/*
 * fitclub.c
 *		The module itself: what the server sees when it loads the library.
 */
#include "postgres.h"

#include "audit/event.h"
#include "caller/claim.h"
#include "schema/drop_guard.h"
#include "write/writer.h"

FITCLUB_MODULE_MAGIC;

void
_PG_init(void)
{
	claim_init();
	drop_guard_init();
	writer_audit = audit_trigger;
}
