/*
 * compat.h
 *		Differences between the PostgreSQL versions that fitclub builds with.
 *
 * Every test of PG_VERSION_NUM stands here.
 */
#ifndef FITCLUB_COMPAT_H
#define FITCLUB_COMPAT_H

#include "postgres.h"

#include "access/tableam.h"
#include "fmgr.h"
#include "utils/jsonb.h"

#if PG_VERSION_NUM < 150000
#error "fitclub needs PostgreSQL 15 or later"
#endif

#if PG_VERSION_NUM >= 180000
#define FITCLUB_MODULE_MAGIC                                                  \
	PG_MODULE_MAGIC_EXT(.name = "fitclub", .version = FITCLUB_VERSION)
#else
#define FITCLUB_MODULE_MAGIC PG_MODULE_MAGIC
#endif

/*
 * Before 16 a library exports all that it has, whatever is asked for, and
 * declares for itself what the server calls when it loads it.
 */
#if PG_VERSION_NUM < 160000
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
extern PGDLLEXPORT void _PG_init(void);
#undef PG_FUNCTION_INFO_V1
#define PG_FUNCTION_INFO_V1(name)                                             \
	extern PGDLLEXPORT Datum name(PG_FUNCTION_ARGS);                          \
	extern PGDLLEXPORT const Pg_finfo_record *pg_finfo_##name(void);          \
	const Pg_finfo_record *pg_finfo_##name(void)                              \
	{                                                                         \
		static const Pg_finfo_record info = {1};                              \
                                                                              \
		return &info;                                                         \
	}                                                                         \
	extern int no_such_variable
#endif

/* Written before the declaration since 18. */
#if PG_VERSION_NUM < 180000
#define pg_noreturn pg_attribute_noreturn()
#endif

/*
 * An index scan counts its work for EXPLAIN since 18, and ours has no EXPLAIN;
 * scans, updates and slots have options since 19.
 */
#if PG_VERSION_NUM >= 190000
#define begin_index_scan(heap, index, snapshot, nkeys)                        \
	index_beginscan(heap, index, snapshot, NULL, nkeys, 0, SO_NONE)
#define begin_table_scan(heap, snapshot)                                      \
	table_beginscan(heap, snapshot, 0, NULL, SO_NONE)
#define update_tuple(heap, place, row, snapshot, failure, lock, updated)      \
	table_tuple_update(heap, place, row, GetCurrentCommandId(true), 0,        \
					   snapshot, InvalidSnapshot, true, failure, lock,        \
					   updated)
#define make_slot(desc, kind) MakeTupleTableSlot(desc, kind, 0)
#else
#if PG_VERSION_NUM >= 180000
#define begin_index_scan(heap, index, snapshot, nkeys)                        \
	index_beginscan(heap, index, snapshot, NULL, nkeys, 0)
#else
#define begin_index_scan(heap, index, snapshot, nkeys)                        \
	index_beginscan(heap, index, snapshot, nkeys, 0)
#endif
#define begin_table_scan(heap, snapshot)                                      \
	table_beginscan(heap, snapshot, 0, NULL)
#define update_tuple(heap, place, row, snapshot, failure, lock, updated)      \
	table_tuple_update(heap, place, row, GetCurrentCommandId(true), snapshot, \
					   InvalidSnapshot, true, failure, lock, updated)
#define make_slot(desc, kind) MakeTupleTableSlot(desc, kind)
#endif

/* Whether an update changed indexed columns is more than yes or no since 16. */
#if PG_VERSION_NUM >= 160000
typedef TU_UpdateIndexes UpdatedIndexes;
#define NO_INDEX_UPDATED TU_None
#if PG_VERSION_NUM >= 190000
#define insert_index_tuples(relation, row, estate, is_update, updated)        \
	ExecInsertIndexTuples(                                                    \
		relation, estate,                                                     \
		((is_update) ? EIIT_IS_UPDATE : 0) |                                  \
			((updated) == TU_Summarizing ? EIIT_ONLY_SUMMARIZING : 0),        \
		row, NIL, NULL)
#else
#define insert_index_tuples(relation, row, estate, is_update, updated)        \
	ExecInsertIndexTuples(relation, row, estate, is_update, false, NULL, NIL, \
						  (updated) == TU_Summarizing)
#endif
#define recheck_init(recheck, estate)                                         \
	EvalPlanQualInit(recheck, estate, NULL, NIL, -1, NIL)
#else
typedef bool UpdatedIndexes;
#define NO_INDEX_UPDATED false
#define insert_index_tuples(relation, row, estate, is_update, updated)        \
	ExecInsertIndexTuples(relation, row, estate, is_update, false, NULL, NIL)
#define recheck_init(recheck, estate)                                         \
	EvalPlanQualInit(recheck, estate, NULL, NIL, -1)
#endif

/* Its last arguments came with 16 and 18. */
#if PG_VERSION_NUM >= 180000
#define delete_row_triggers(estate, recheck, relation, place)                 \
	ExecBRDeleteTriggers(estate, recheck, relation, place, NULL, NULL, NULL,  \
						 NULL, false)
#elif PG_VERSION_NUM >= 160000
#define delete_row_triggers(estate, recheck, relation, place)                 \
	ExecBRDeleteTriggers(estate, recheck, relation, place, NULL, NULL, NULL,  \
						 NULL)
#else
#define delete_row_triggers(estate, recheck, relation, place)                 \
	ExecBRDeleteTriggers(estate, recheck, relation, place, NULL, NULL)
#endif
#if PG_VERSION_NUM >= 180000
#define update_row_triggers(estate, recheck, relation, place, row)            \
	ExecBRUpdateTriggers(estate, recheck, relation, place, NULL, row, NULL,   \
						 NULL, false)
#elif PG_VERSION_NUM >= 160000
#define update_row_triggers(estate, recheck, relation, place, row)            \
	ExecBRUpdateTriggers(estate, recheck, relation, place, NULL, row, NULL,   \
						 NULL)
#else
#define update_row_triggers(estate, recheck, relation, place, row)            \
	ExecBRUpdateTriggers(estate, recheck, relation, place, NULL, row, NULL)
#endif

#if PG_VERSION_NUM >= 180000
#define init_stored_generated ExecInitGenerated
#else
#define init_stored_generated ExecInitStoredGenerated
#endif

/* Which columns a query writes stands beside the range table since 16. */
#if PG_VERSION_NUM >= 160000
typedef struct RTEPermissionInfo ColumnUse;
#define column_use(entry, permissions) addRTEPermissionInfo(permissions, entry)
#else
typedef struct RangeTblEntry ColumnUse;
#define column_use(entry, permissions) ((void) (permissions), (entry))
#endif

#if PG_VERSION_NUM >= 180000
#define init_range_table(estate, entries, permissions)                        \
	ExecInitRangeTable(estate, entries, permissions,                          \
					   bms_add_range(NULL, 1, list_length(entries)))
#elif PG_VERSION_NUM >= 160000
#define init_range_table(estate, entries, permissions)                        \
	ExecInitRangeTable(estate, entries, permissions)
#else
#define init_range_table(estate, entries, permissions)                        \
	ExecInitRangeTable(estate, entries)
#endif

/* How many iterations a verifier has is a setting since 16. */
#if PG_VERSION_NUM >= 160000
extern PGDLLIMPORT int scram_sha_256_iterations;
#define scram_iterations() scram_sha_256_iterations
#else
#define scram_iterations() 4096
#endif

/* What a jsonb value is built in holds the value since 19. */
#if PG_VERSION_NUM >= 190000
#define push_jsonb(state, token, value) pushJsonbValue(state, token, value)
#else
typedef struct JsonbInState
{
	JsonbValue *result;
	JsonbParseState *parse_state;
} JsonbInState;
#define push_jsonb(state, token, value)                                       \
	((state)->result = pushJsonbValue(&(state)->parse_state, token, value))
#endif

/* A parallel query may be the first to load the library since 15.8. */
#ifndef GUC_ALLOW_IN_PARALLEL
#define GUC_ALLOW_IN_PARALLEL 0
#endif

/* One function for all kinds of objects since 16. */
#if PG_VERSION_NUM >= 160000
#define has_type_usage(type, role)                                            \
	(object_aclcheck(TypeRelationId, type, role, ACL_USAGE) == ACLCHECK_OK)
#else
#define has_type_usage(type, role)                                            \
	(pg_type_aclcheck(type, role, ACL_USAGE) == ACLCHECK_OK)
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
