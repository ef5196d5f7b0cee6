/*
 * foreign_key.c
 *		Foreign keys of the rows that the engine writes.
 *
 * The server checks a foreign key with a query for each row that refers to
 * another one. What the query does is to find the row by its key, as the
 * transaction sees it, and to lock it FOR KEY SHARE; done without a query it
 * costs a third. All of this is the server's own semantics: the same rows are
 * found and locked, the same waits and errors come of it. Foreign keys of any
 * other shape than ours, and to tables that are not ours, are left to the
 * server's triggers, and so is all that happens to the rows referred to.
 *
 * Follows RI_FKey_check() in ri_triggers.c and, for the query, ExecLockRows()
 * in nodeLockRows.c.
 */
#include "postgres.h"

#include "write/foreign_key.h"

#include "refusal/refusal.h"
#include "schema/catalog.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_am.h"
#include "catalog/pg_constraint.h"
#include "commands/trigger.h"
#include "lib/stringinfo.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

/* The columns of a constraint, as pg_constraint has them. */
typedef struct KeyColumns
{
	int count;
	AttrNumber referring[INDEX_MAX_KEYS];
	AttrNumber referenced[INDEX_MAX_KEYS];
	Oid operators[INDEX_MAX_KEYS];
} KeyColumns;

static KeyColumns
read_key_columns(HeapTuple constraint)
{
	KeyColumns columns;

	DeconstructFkConstraintRow(constraint, &columns.count, columns.referring,
							   columns.referenced, columns.operators, NULL,
							   NULL, NULL, NULL);
	return columns;
}

/* Nothing is to be cast or copied: both columns are of one type by value. */
static bool
is_plain_column(Oid referring, AttrNumber referring_column, Oid referenced,
				AttrNumber referenced_column, Oid equality)
{
	Oid type = get_atttype(referring, referring_column);
	Oid left;
	Oid right;

	op_input_types(equality, &left, &right);
	return get_typbyval(type) && left == type && right == type &&
		   get_atttype(referenced, referenced_column) == type;
}

/* Put the key in the order of the index; false if it is not the whole of it. */
static bool
order_by_index(ForeignKey *foreign_key, const KeyColumns *columns,
			   Oid referring, Relation index)
{
	if (index->rd_rel->relam != BTREE_AM_OID ||
		IndexRelationGetNumberOfKeyAttributes(index) != columns->count)
		return false;
	for (int i = 0; i < columns->count; i++)
	{
		int j = 0;

		while (j < columns->count &&
			   columns->referenced[j] != index->rd_index->indkey.values[i])
			j++;
		if (j == columns->count ||
			!is_plain_column(referring, columns->referring[j],
							 foreign_key->referenced, columns->referenced[j],
							 columns->operators[j]))
			return false;
		foreign_key->columns[i] = columns->referring[j];
		foreign_key->referenced_columns[i] = columns->referenced[j];
		ScanKeyInit(&foreign_key->keys[i], (AttrNumber) (i + 1),
					BTEqualStrategyNumber, get_opcode(columns->operators[j]),
					(Datum) 0);
	}
	return true;
}

/* Whether the constraint is one of those that we check, and if so, how. */
static bool
read_constraint(HeapTuple row, ForeignKey *foreign_key)
{
	Form_pg_constraint constraint = (Form_pg_constraint) GETSTRUCT(row);
	KeyColumns columns;
	Relation index;
	bool fits;

	if (constraint->contype != CONSTRAINT_FOREIGN ||
		constraint->condeferrable ||
		constraint->confmatchtype != FKCONSTR_MATCH_SIMPLE ||
		!is_own_table(constraint->confrelid))
		return false;
	columns = read_key_columns(row);
	if (columns.count > MOST_KEY_COLUMNS)
		return false;
	foreign_key->constraint = constraint->oid;
	foreign_key->generation = catalog_generation();
	foreign_key->referenced = constraint->confrelid;
	foreign_key->index = constraint->conindid;
	foreign_key->column_count = columns.count;
	index = index_open(constraint->conindid, AccessShareLock);
	fits = order_by_index(foreign_key, &columns, constraint->conrelid, index);
	index_close(index, AccessShareLock);
	return fits;
}

static bool
read_by_oid(Oid constraint, ForeignKey *foreign_key)
{
	HeapTuple row = SearchSysCache1(CONSTROID, ObjectIdGetDatum(constraint));
	bool fits;

	if (!HeapTupleIsValid(row))
		return false;
	fits = read_constraint(row, foreign_key);
	ReleaseSysCache(row);
	return fits;
}

/*
 * Whether a trigger is a foreign key's check of new rows that
 * reference_check() can do in its place.
 */
bool
foreign_key_read(const Trigger *trigger, ForeignKey *foreign_key)
{
	foreign_key->enabled = trigger->tgenabled;
	return trigger->tgfoid == F_RI_FKEY_CHECK_INS &&
		   read_by_oid(trigger->tgconstraint, foreign_key);
}

/* Whether the trigger would fire, as TriggerEnabled() has it. */
static bool
is_enabled(const ForeignKey *foreign_key)
{
	if (SessionReplicationRole == SESSION_REPLICATION_ROLE_REPLICA)
		return foreign_key->enabled == TRIGGER_FIRES_ON_REPLICA ||
			   foreign_key->enabled == TRIGGER_FIRES_ALWAYS;
	return foreign_key->enabled == TRIGGER_FIRES_ON_ORIGIN ||
		   foreign_key->enabled == TRIGGER_FIRES_ALWAYS;
}

/* What a row refers to by a foreign key; false if to nothing. */
bool
foreign_key_of_row(const ForeignKey *foreign_key, TupleTableSlot *row,
				   Reference *reference)
{
	if (!is_enabled(foreign_key))
		return false;
	reference->foreign_key = foreign_key;
	for (int i = 0; i < foreign_key->column_count; i++)
	{
		bool isnull;

		reference->values[i] =
			slot_getattr(row, foreign_key->columns[i], &isnull);
		if (isnull)
			return false;
	}
	return true;
}

/* Whether two references are to the same row by the same index. */
bool
references_equal(const Reference *a, const Reference *b)
{
	return a->foreign_key->index == b->foreign_key->index &&
		   memcmp(a->values, b->values,
				  sizeof(Datum) * a->foreign_key->column_count) == 0;
}

static void
set_keys(const Reference *reference, ScanKey keys)
{
	const ForeignKey *foreign_key = reference->foreign_key;

	memcpy(keys, foreign_key->keys,
		   sizeof(ScanKeyData) * foreign_key->column_count);
	for (int i = 0; i < foreign_key->column_count; i++)
		keys[i].sk_argument = reference->values[i];
}

/* Whether a reference is to the row that was seen. */
bool
reference_is_to(const Reference *reference, const RowPlace *row_place)
{
	const ForeignKey *foreign_key = reference->foreign_key;

	if (foreign_key->referenced != table_oid(row_place->table))
		return false;
	for (int i = 0; i < foreign_key->column_count; i++)
		if (foreign_key->referenced_columns[i] == Anum_any_key)
			return DatumGetInt64(reference->values[i]) == row_place->id;
	return false;
}

static bool
has_key(TupleTableSlot *row, const Reference *reference)
{
	const ForeignKey *foreign_key = reference->foreign_key;

	for (int i = 0; i < foreign_key->column_count; i++)
	{
		const ScanKeyData *key = &foreign_key->keys[i];
		bool isnull;
		Datum value =
			slot_getattr(row, foreign_key->referenced_columns[i], &isnull);

		if (isnull || !DatumGetBool(FunctionCall2Coll(
						  unconstify(FmgrInfo *, &key->sk_func),
						  key->sk_collation, value, reference->values[i])))
			return false;
	}
	return true;
}

/* One that nobody else can see yet need not be kept from anybody. */
static bool
is_our_own(TupleTableSlot *row)
{
	bool isnull;
	Datum writer =
		slot_getsysattr(row, MinTransactionIdAttributeNumber, &isnull);

	return TransactionIdIsCurrentTransactionId(DatumGetTransactionId(writer));
}

/*
 * Lock a row FOR KEY SHARE until the transaction ends, in the version that
 * counts. Waits for who is deleting it or changing its key.
 */
static bool
lock_row(Relation heap, TupleTableSlot *row, bool *has_moved)
{
	int flags = TUPLE_LOCK_FLAG_LOCK_UPDATE_IN_PROGRESS;
	ItemPointerData place = row->tts_tid;
	TM_FailureData failure;
	TM_Result result;

	if (!IsolationUsesXactSnapshot())
		flags |= TUPLE_LOCK_FLAG_FIND_LAST_VERSION;
	result = table_tuple_lock(heap, &place, GetActiveSnapshot(), row,
							  GetCurrentCommandId(false), LockTupleKeyShare,
							  LockWaitBlock, flags, &failure);
	if (result == TM_Ok)
	{
		*has_moved = failure.traversed;
		return true;
	}
	if (IsolationUsesXactSnapshot() && result != TM_SelfModified)
		refuse_unseen();
	return false;
}

/* Find the row in the place where it was seen, if it is still there. */
static bool
find_by_place(const Reference *reference, Relation heap,
			  const RowPlace *row_place, TupleTableSlot *row)
{
	ItemPointerData place = row_place->place;

	return table_tuple_fetch_row_version(heap, &place, GetActiveSnapshot(),
										 row) &&
		   has_key(row, reference);
}

static bool
find_by_key(const Reference *reference, Relation heap, TupleTableSlot *row)
{
	const ForeignKey *foreign_key = reference->foreign_key;
	int count = foreign_key->column_count;
	Relation index = index_open(foreign_key->index, AccessShareLock);
	ScanKeyData keys[MOST_KEY_COLUMNS];
	IndexScanDesc scan;
	bool found;

	set_keys(reference, keys);
	scan = begin_index_scan(heap, index, GetActiveSnapshot(), count);
	index_rescan(scan, keys, count, NULL, 0);
	found = index_getnext_slot(scan, ForwardScanDirection, row);
	index_endscan(scan);
	index_close(index, AccessShareLock);
	return found;
}

static bool
find_and_lock(const Reference *reference, Relation heap,
			  const RowPlace *row_place)
{
	TupleTableSlot *row = table_slot_create(heap, NULL);
	bool has_moved = false;
	bool found = row_place != NULL &&
				 find_by_place(reference, heap, row_place, row);

	found = (found || find_by_key(reference, heap, row)) &&
			(is_our_own(row) || lock_row(heap, row, &has_moved)) &&
			(!has_moved || has_key(row, reference));
	ExecDropSingleTupleTableSlot(row);
	return found;
}

/* The columns of a key and their values, as in the server's own message. */
static void
describe(const Reference *reference, Oid referring, StringInfo names,
		 StringInfo values)
{
	const ForeignKey *foreign_key = reference->foreign_key;

	for (int i = 0; i < foreign_key->column_count; i++)
	{
		const char *separator = i > 0 ? ", " : "";
		AttrNumber column = foreign_key->columns[i];
		Oid output;
		bool is_varlena;

		getTypeOutputInfo(get_atttype(referring, column), &output,
						  &is_varlena);
		appendStringInfo(names, "%s%s", separator,
						 get_attname(referring, column, false));
		appendStringInfo(values, "%s%s", separator,
						 OidOutputFunctionCall(output, reference->values[i]));
	}
}

/* Says what the server says. */
static void
refuse_reference(const Reference *reference)
{
	const ForeignKey *foreign_key = reference->foreign_key;
	HeapTuple row =
		SearchSysCache1(CONSTROID, ObjectIdGetDatum(foreign_key->constraint));
	Form_pg_constraint constraint;
	Relation referring;
	StringInfoData names;
	StringInfoData values;

	if (!HeapTupleIsValid(row))
		elog(ERROR, "cache lookup failed for constraint %u",
			 foreign_key->constraint);
	constraint = (Form_pg_constraint) GETSTRUCT(row);
	referring = table_open(constraint->conrelid, AccessShareLock);
	initStringInfo(&names);
	initStringInfo(&values);
	describe(reference, constraint->conrelid, &names, &values);
	ereport(
		ERROR,
		(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
		 errmsg(
			 "insert or update on table \"%s\" violates foreign key constraint \"%s\"",
			 RelationGetRelationName(referring), NameStr(constraint->conname)),
		 errdetail("Key (%s)=(%s) is not present in table \"%s\".", names.data,
				   values.data, get_rel_name(foreign_key->referenced)),
		 errtableconstraint(referring, NameStr(constraint->conname))));
}

/*
 * Check that there is the row that is referred to, as the active snapshot sees
 * it, and lock it FOR KEY SHARE until the transaction ends. It is looked for
 * where it was seen, if it was, and then by its key.
 */
void
reference_check(const Reference *reference, const RowPlace *row_place)
{
	Relation heap =
		table_open(reference->foreign_key->referenced, RowShareLock);
	Reference current = *reference;
	ForeignKey fresh = *reference->foreign_key;

	/* The index may have been rebuilt, under another OID. */
	if (fresh.generation != catalog_generation())
	{
		if (!read_by_oid(fresh.constraint, &fresh))
			elog(ERROR, "foreign key %u has changed", fresh.constraint);
		current.foreign_key = &fresh;
	}
	if (!find_and_lock(&current, heap, row_place))
		refuse_reference(&current);
	table_close(heap, NoLock);
}
