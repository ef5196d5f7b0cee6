/*
 * version.h
 *		Whether this library and the database's SQL objects belong together.
 */
#ifndef FITCLUB_VERSION_H
#define FITCLUB_VERSION_H

#include "fmgr.h"

/*
 * The server asks for a function's calling convention when a backend first
 * meets it, and again when its definition has changed. That is before any of
 * its arguments is read, and so the time to see whether it is of our version.
 */
#define CHECKED_FUNCTION_INFO(name, check)                                    \
	extern PGDLLEXPORT Datum name(PG_FUNCTION_ARGS);                          \
	extern PGDLLEXPORT const Pg_finfo_record *pg_finfo_##name(void);          \
	const Pg_finfo_record *pg_finfo_##name(void)                              \
	{                                                                         \
		static const Pg_finfo_record info = {1};                              \
                                                                              \
		check;                                                                \
		return &info;                                                         \
	}                                                                         \
	extern int no_such_variable

#undef PG_FUNCTION_INFO_V1
#define PG_FUNCTION_INFO_V1(name)                                             \
	CHECKED_FUNCTION_INFO(name, require_own_version())

/* For what depends on neither tables nor later arguments. */
#define ANY_VERSION_FUNCTION_INFO_V1(name)                                    \
	CHECKED_FUNCTION_INFO(name, (void) 0)

extern void require_own_version(void);

#endif /* FITCLUB_VERSION_H */
