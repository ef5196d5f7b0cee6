/*
 * scope.c
 *		What packs are good for, and what plans include.
 *
 * A row of a scope is about a kind of booking, and about a service and a
 * trainer if it names them. Without any row it is all bookings. These are
 * settings, for which nobody waits.
 */
#include "postgres.h"

#include "cover/scope.h"

#include "base/amount.h"
#include "engine/dirty_scan.h"

#include "utils/builtins.h"

/* A table of scopes. */
typedef struct ScopeTable
{
	TableId table;
	IndexId index;
	AttrNumber owner;
	AttrNumber kind;
	AttrNumber service_id;
	AttrNumber trainer_id;
	AttrNumber discount; /* InvalidAttrNumber: all are included */
} ScopeTable;

static const ScopeTable pack_scopes = {
	TABLE_PACK_SCOPE,           INDEX_PACK_SCOPES,
	Anum_pack_scope_pack_id,    Anum_pack_scope_kind,
	Anum_pack_scope_service_id, Anum_pack_scope_trainer_id,
	InvalidAttrNumber};

static const ScopeTable plan_scopes = {
	TABLE_PLAN_SCOPE,           INDEX_PLAN_SCOPES,
	Anum_plan_scope_plan_id,    Anum_plan_scope_kind,
	Anum_plan_scope_service_id, Anum_plan_scope_trainer_id,
	Anum_plan_scope_discount};

static Numeric
whole_discount(void)
{
	return int64_to_numeric(100);
}

/* Whether a discount is so large that nothing is left to pay. */
bool
cover_is_included(Numeric discount)
{
	return discount != NULL && amount_compare(discount, whole_discount()) >= 0;
}

static bool
is_any_or(int64 named, int64 id)
{
	return named == NO_ID || named == id;
}

static bool
row_is_about(const ScopeTable *scopes, HeapTuple row, TupleDesc desc,
			 const CoverScope *scope)
{
	const char *kind = TextDatumGetCString(row_datum(row, desc, scopes->kind));

	return (strcmp(kind, "class") == 0) == scope->is_class &&
		   is_any_or(row_int64(row, desc, scopes->service_id),
					 scope->service_id) &&
		   is_any_or(row_int64(row, desc, scopes->trainer_id),
					 scope->trainer_id);
}

static Numeric
row_discount(const ScopeTable *scopes, HeapTuple row, TupleDesc desc)
{
	return scopes->discount == InvalidAttrNumber
			   ? whole_discount()
			   : DatumGetNumericCopy(row_datum(row, desc, scopes->discount));
}

/* The largest discount of the rows that are about a booking; NULL: none is. */
static Numeric
largest_discount(const ScopeTable *scopes, int64 owner_id,
				 const CoverScope *scope)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	Numeric largest;
	bool is_limited;

	key_int64(&key, scopes->owner, owner_id);
	do
	{
		largest = NULL;
		is_limited = false;
		dirty_scan_begin(&scan, scopes->table, scopes->index, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			TupleDesc desc = RelationGetDescr(scan.heap);
			Numeric discount;

			if (dirty_scan_state(&scan) == ROW_ARRIVING)
				continue;
			is_limited = true;
			if (!row_is_about(scopes, row, desc, scope))
				continue;
			discount = row_discount(scopes, row, desc);
			if (largest == NULL || amount_compare(discount, largest) > 0)
				largest = discount;
		}
	} while (dirty_scan_end(&scan));
	return is_limited ? largest : whole_discount();
}

/* Whether credits of a pack can be used for a booking. */
bool
cover_pack_is_for(int64 pack_id, const CoverScope *scope)
{
	return largest_discount(&pack_scopes, pack_id, scope) != NULL;
}

/*
 * By how many percent a plan makes a booking cheaper; of 100 it includes it.
 * NULL: not at all.
 */
Numeric
cover_plan_discount(int64 plan_id, const CoverScope *scope)
{
	return largest_discount(&plan_scopes, plan_id, scope);
}
