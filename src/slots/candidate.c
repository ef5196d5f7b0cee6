/*
 * candidate.c
 *		The trainers and rooms of which a booking may have any.
 *
 * They are looked at as they were committed last; what is only on its way in
 * cannot be booked yet.
 */
#include "postgres.h"

#include "slots/candidate.h"

#include "argument/argument.h"
#include "base/local_time.h"
#include "caller/access_refusal.h"
#include "slots/slots_refusal.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

static void
add_candidate(Candidates *candidates, const Candidate *candidate)
{
	/* Two versions of one row come one after the other. */
	if (candidates->count > 0 &&
		candidates->list[candidates->count - 1].id == candidate->id)
		candidates->count--;
	if (candidates->count == candidates->size)
	{
		candidates->size = Max(16, 2 * candidates->size);
		candidates->list =
			candidates->list == NULL
				? palloc(sizeof(Candidate) * candidates->size)
				: repalloc(candidates->list,
						   sizeof(Candidate) * candidates->size);
	}
	candidates->list[candidates->count++] = *candidate;
}

/* A row of trainer or room; false for a trainer who is not active. */
static bool
candidate_from_row(HeapTuple row, TupleDesc desc, ResourceKind kind,
				   Candidate *candidate)
{
	bool is_trainer = kind == RESOURCE_TRAINER;
	Datum turnaround =
		row_datum(row, desc,
				  is_trainer ? Anum_trainer_turnaround : Anum_room_turnaround);

	*candidate = (Candidate){
		.id = row_int64(row, desc, Anum_any_key),
		.turnaround = interval_length(DatumGetIntervalP(turnaround)),
		.most = 1};
	if (is_trainer)
		return DatumGetBool(row_datum(row, desc, Anum_trainer_is_active));
	candidate->most = row_int32(row, desc, Anum_room_max_bookings);
	candidate->capacity = row_int32(row, desc, Anum_room_capacity);
	return true;
}

/* Add one row, or all; false if there is none. */
static bool
add_rows(Candidates *candidates, int key_count, ScanKey key)
{
	bool is_trainer = candidates->kind == RESOURCE_TRAINER;
	int before = candidates->count;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	bool found;

	do
	{
		candidates->count = before;
		found = false;
		dirty_scan_begin(&scan, is_trainer ? TABLE_TRAINER : TABLE_ROOM,
						 is_trainer ? INDEX_TRAINER_KEY : INDEX_ROOM_KEY,
						 key_count, key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			Candidate candidate;

			if (dirty_scan_state(&scan) == ROW_ARRIVING)
				continue;
			found = true;
			if (candidate_from_row(row, RelationGetDescr(scan.heap),
								   candidates->kind, &candidate))
				add_candidate(candidates, &candidate);
		}
	} while (dirty_scan_end(&scan));
	return found;
}

/* In the order of ids. */
static int
compare_ids(const void *left, const void *right)
{
	int64 a = ((const Candidate *) left)->id;
	int64 b = ((const Candidate *) right)->id;

	return (a > b) - (a < b);
}

/* The smallest room first. */
int
slot_compare_rooms(const void *left, const void *right)
{
	int a = ((const Candidate *) left)->capacity;
	int b = ((const Candidate *) right)->capacity;

	return a != b ? a - b : compare_ids(left, right);
}

/* The trainer with the fewest bookings first. */
int
slot_compare_trainers(const void *left, const void *right)
{
	int a = ((const Candidate *) left)->bookings;
	int b = ((const Candidate *) right)->bookings;

	return a != b ? a - b : compare_ids(left, right);
}

void
slot_sort(Candidates *candidates,
		  int (*compare)(const void *left, const void *right))
{
	if (candidates->count > 1)
		qsort(candidates->list, candidates->count, sizeof(Candidate), compare);
}

static int
array_ids(ArrayType *ids, Datum **values, bool **nulls)
{
	int count;

	deconstruct_array(ids, INT8OID, sizeof(int64), FLOAT8PASSBYVAL,
					  TYPALIGN_DOUBLE, values, nulls, &count);
	return count;
}

/* Trainers are told of nobody else, not even that there is nobody. */
void
slot_permit_trainers(ArrayType *ids, int64 own)
{
	Datum *values;
	bool *nulls;
	int count = array_ids(ids, &values, &nulls);

	for (int i = 0; i < count; i++)
		if (!nulls[i] && DatumGetInt64(values[i]) != own)
			refuse(refusal_not_own(TABLE_TRAINER, DatumGetInt64(values[i])));
}

static void
add_listed(Candidates *candidates, ArrayType *ids, const char *column)
{
	bool is_trainer = candidates->kind == RESOURCE_TRAINER;
	Datum *values;
	bool *nulls;
	int count = array_ids(ids, &values, &nulls);

	for (int i = 0; i < count; i++)
	{
		ScanKeyData key;

		if (nulls[i])
			refuse(refusal_null_element(column));
		key_int64(&key, Anum_any_key, DatumGetInt64(values[i]));
		if (!add_rows(candidates, 1, &key))
			refuse(refusal_unknown(is_trainer ? TABLE_TRAINER : TABLE_ROOM,
								   DatumGetInt64(values[i])));
	}
}

/*
 * The trainers who are active, or the rooms, out of those whose ids are given,
 * by id and each once; all for null.
 */
Candidates
slot_candidates(FunctionCallInfo fcinfo, int argument, ResourceKind kind,
				const char *column)
{
	Candidates candidates = {.kind = kind};
	int distinct = 0;

	if (PG_ARGISNULL(argument))
	{
		(void) add_rows(&candidates, 0, NULL);
		return candidates;
	}
	add_listed(&candidates, PG_GETARG_ARRAYTYPE_P(argument), column);
	slot_sort(&candidates, compare_ids);
	for (int i = 0; i < candidates.count; i++)
		if (distinct == 0 ||
			candidates.list[distinct - 1].id != candidates.list[i].id)
			candidates.list[distinct++] = candidates.list[i];
	candidates.count = distinct;
	return candidates;
}

/* Leave those whose ids are in an array, which has them in order as well. */
void
slot_keep(Candidates *candidates, ArrayType *ids)
{
	Datum *values;
	bool *nulls;
	int count = array_ids(ids, &values, &nulls);
	int kept = 0;
	int at = 0;

	for (int i = 0; i < candidates->count; i++)
	{
		int64 id = candidates->list[i].id;

		while (at < count && DatumGetInt64(values[at]) < id)
			at++;
		if (at < count && DatumGetInt64(values[at]) == id)
			candidates->list[kept++] = candidates->list[i];
	}
	candidates->count = kept;
}
