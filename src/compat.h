/*
 * compat.h
 *		Differences between the PostgreSQL versions that fitclub builds with.
 *
 * Every test of PG_VERSION_NUM stands here.
 */
#ifndef FITCLUB_COMPAT_H
#define FITCLUB_COMPAT_H

#include "postgres.h"

#include "fmgr.h"

#if PG_VERSION_NUM < 150000
#error "fitclub needs PostgreSQL 15 or later"
#endif

#if PG_VERSION_NUM >= 180000
#define FITCLUB_MODULE_MAGIC                                                  \
	PG_MODULE_MAGIC_EXT(.name = "fitclub", .version = FITCLUB_VERSION)
#else
#define FITCLUB_MODULE_MAGIC PG_MODULE_MAGIC
#endif

/* Written before the declaration since 18. */
#if PG_VERSION_NUM < 180000
#define pg_noreturn pg_attribute_noreturn()
#endif

/* An index scan counts its work for EXPLAIN since 18; ours has no EXPLAIN. */
#if PG_VERSION_NUM >= 180000
#define begin_index_scan(heap, index, snapshot, nkeys)                        \
	index_beginscan(heap, index, snapshot, NULL, nkeys, 0)
#else
#define begin_index_scan(heap, index, snapshot, nkeys)                        \
	index_beginscan(heap, index, snapshot, nkeys, 0)
#endif

/*
 * From libpq/scram.h, which includes headers that packages of the server do
 * not always bring.
 */
extern char *pg_be_scram_build_secret(const char *password);
extern bool scram_verify_plain_password(const char *username,
										const char *password,
										const char *secret);

#endif /* FITCLUB_COMPAT_H */
