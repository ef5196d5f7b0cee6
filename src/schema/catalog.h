/*
 * catalog.h
 *		fitclub's own tables, indexes and columns as the engine knows them.
 */
#ifndef FITCLUB_CATALOG_H
#define FITCLUB_CATALOG_H

#include "base/fitclub.h"

/* Flags of a table in tables.def. */
#define NUMBERED 0x1
#define READABLE 0x2
#define CLEARED 0x4

/* A table's id by its short name and by its name in SQL. */
typedef enum TableId
{
#define TABLE(id, table, ...) TABLE_##id, id_of_##table = TABLE_##id,
#include "schema/tables.def"
	TABLE_COUNT
} TableId;

/* Some of the tables, a bit for each. */
typedef uint64 TableSet;

static inline TableSet
table_bit(TableId table)
{
	StaticAssertStmt(TABLE_COUNT <= 64, "tables do not fit into a TableSet");
	return UINT64CONST(1) << table;
}

static inline bool
table_in(TableId table, TableSet tables)
{
	return (tables & table_bit(table)) != 0;
}

/* Some of a table's columns, a bit for each. */
typedef uint64 ColumnSet;

#define MOST_SET_COLUMNS 64

static inline ColumnSet
column_bit(int column)
{
	Assert(column > 0 && column <= MOST_SET_COLUMNS);
	return UINT64CONST(1) << (column - 1);
}

/* Primary keys, in the order of TableId, and other indexes. */
typedef enum IndexId
{
#define TABLE(id, ...) INDEX_##id##_KEY,
#include "schema/tables.def"
#define INDEX(id, ...) INDEX_##id,
#include "schema/tables.def"
	INDEX_COUNT
} IndexId;

/* Column numbers. */
enum
{
	Anum_any_key = 1,
#define COLUMN(table, number, column) Anum_##table##_##column = (number),
#include "schema/tables.def"
};

extern void require_trusted_tables(void);
extern const char *table_name(TableId table);
extern const char *table_label(TableId table);
extern const char *table_key(TableId table);
extern bool table_is(TableId table, int flag);
extern bool table_by_name(const char *name, TableId *table);
extern Oid table_oid(TableId table);
extern bool catalog_is_whole(void);
extern bool is_own_table(Oid relid);
extern bool is_own_function(Oid function, const char *name);
extern Oid index_oid(IndexId index);
extern uint64 catalog_generation(void);

/* index_definition.c: what the indexes have to be */
extern const char *index_name(IndexId index);
extern TableId index_table(IndexId index);
extern bool index_is_as_defined(IndexId index, Oid relid, Oid table);
pg_noreturn extern void refuse_index(IndexId index, Oid relid, Oid table);

#endif /* FITCLUB_CATALOG_H */
