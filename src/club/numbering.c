/*
 * numbering.c
 *		Sequences that have fallen behind the ids of their rows.
 *
 * Rows that come with ids of their own (COPY, a restore of data alone, logical
 * replication) do not take numbers, and the next row without an id would get
 * one that is taken.
 */
#include "postgres.h"

#include "caller/access_refusal.h"
#include "caller/identity.h"
#include "refusal/refusal.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(fitclub_adjust_numbering);

/* How far a table's numbers have got. */
typedef struct Numbering
{
	char *sequence; /* NULL if its ids are no numbers of a sequence */
	int64 last_number;
	int64 greatest_id;
} Numbering;

/* The first row of a query, as committed now at every isolation level. */
static HeapTuple
query_row(const char *sql)
{
	SPIPlanPtr plan = SPI_prepare(sql, 0, NULL);

	if (plan == NULL ||
		SPI_execute_snapshot(plan, NULL, NULL, GetLatestSnapshot(),
							 InvalidSnapshot, false, false, 1) < 0 ||
		SPI_processed != 1)
		elog(ERROR, "query failed: %s", sql);
	return SPI_tuptable->vals[0];
}

static int64
query_int64(const char *sql)
{
	HeapTuple row = query_row(sql);
	bool isnull;
	Datum value = SPI_getbinval(row, SPI_tuptable->tupdesc, 1, &isnull);

	return isnull ? 0 : DatumGetInt64(value);
}

static Numbering
read_numbering(TableId table)
{
	const char *name = table_name(table);
	const char *key = table_key(table);
	Numbering numbering = {0};
	HeapTuple row;

	row = query_row(
		psprintf("SELECT pg_catalog.pg_get_serial_sequence('%s.%s', '%s')",
				 FITCLUB_SCHEMA, name, key));
	numbering.sequence = SPI_getvalue(row, SPI_tuptable->tupdesc, 1);
	if (numbering.sequence == NULL)
		return numbering;
	numbering.last_number = query_int64(
		psprintf("SELECT last_value - (NOT is_called)::integer FROM %s",
				 numbering.sequence));
	numbering.greatest_id = query_int64(
		psprintf("SELECT max(%s) FROM %s.%s", key, FITCLUB_SCHEMA, name));
	return numbering;
}

static bool
is_behind(const Numbering *numbering)
{
	return numbering->sequence != NULL &&
		   numbering->last_number < numbering->greatest_id;
}

/*
 * Bring a sequence forward. Others insert and take numbers meanwhile, and
 * setval() must not take one back; the lock is released before we wait for the
 * next table's, so there is no deadlock.
 */
static void
adjust_table(TableId table, ReturnSetInfo *result)
{
	Oid relid = table_oid(table);
	Numbering numbering = read_numbering(table);

	if (!is_behind(&numbering))
		return;
	LockRelationOid(relid, ShareLock);
	numbering = read_numbering(table);
	if (is_behind(&numbering))
	{
		Datum values[] = {
			CStringGetTextDatum(table_name(table)),
			Int64GetDatum(numbering.last_number),
			Int64GetDatum(numbering.greatest_id),
		};
		bool nulls[lengthof(values)] = {false};

		(void) query_int64(
			psprintf("SELECT pg_catalog.setval('%s', " INT64_FORMAT ")",
					 numbering.sequence, numbering.greatest_id));
		tuplestore_putvalues(result->setResult, result->setDesc, values,
							 nulls);
	}
	UnlockRelationOid(relid, ShareLock);
}

/*
 * adjust_numbering(): no sequence is behind the ids of its table. Locks the
 * tables of those that are, one at a time, against writers for a moment.
 * Returns a row for each: the table, the last number before and now.
 */
Datum
fitclub_adjust_numbering(PG_FUNCTION_ARGS)
{
	if (!identity_owns_club(GetUserId()))
		refuse(refusal_owner_only(TABLE_CLUB));
	PreventCommandIfReadOnly("setval()");
	InitMaterializedSRF(fcinfo, 0);
	SPI_connect();
	for (int table = 0; table < TABLE_COUNT; table++)
		adjust_table((TableId) table, (ReturnSetInfo *) fcinfo->resultinfo);
	SPI_finish();
	return (Datum) 0;
}
