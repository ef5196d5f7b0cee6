/*
 * check_in.c
 *		Members who come to the door.
 *
 * A visit is written under the member's short lock: of two who check the same
 * member in at once, one finds the visit of the other.
 */
#include "postgres.h"

#include "argument/text_argument.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "class/attendance.h"
#include "rows/club.h"
#include "rows/erased_member.h"
#include "visit/visit_cover.h"
#include "visit/visit_refusal.h"
#include "write/admission.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "utils/fmgroids.h"

PG_FUNCTION_INFO_V1(fitclub_check_in);

/* Who comes again so soon has not left. */
#define ONE_VISIT (INT64CONST(10) * USECS_PER_MINUTE)

typedef struct CheckIn
{
	RowPlace member;
	Club club;
	TimestampTz now;
	bool has_reason;
	int64 visit_id; /* the one there is, or NO_ID */
	List *seats;    /* in classes to which the member comes */
	ShortLocks locks;
} CheckIn;

/* The visit that goes on, or NO_ID. */
static int64
find_visit(const CheckIn *check_in, Blocker *blocker)
{
	ScanKeyData keys[3];
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	int64 id;

	key_int64(&keys[0], Anum_visit_member_id, check_in->member.id);
	ScanKeyInit(&keys[1], Anum_visit_came_at, BTGreaterStrategyNumber,
				F_TIMESTAMPTZ_GT,
				TimestampTzGetDatum(check_in->now - ONE_VISIT));
	ScanKeyInit(&keys[2], Anum_visit_came_at, BTLessStrategyNumber,
				F_TIMESTAMPTZ_LT,
				TimestampTzGetDatum(check_in->now + ONE_VISIT));
	do
	{
		id = NO_ID;
		dirty_scan_begin(&scan, TABLE_VISIT, INDEX_VISIT_MEMBER,
						 lengthof(keys), keys);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			dirty_scan_note(&scan, row, blocker);
			if (dirty_scan_state(&scan) == ROW_SETTLED)
				id = row_int64(row, RelationGetDescr(scan.heap), Anum_any_key);
		}
	} while (dirty_scan_end(&scan));
	return id;
}

static Refusal *
check_visit(void *state, Blocker *blocker)
{
	CheckIn *check_in = state;
	int64 member_id = check_in->member.id;
	TimestampTz ignored;

	check_in->now = current_instant();
	if (member_is_erased(member_id, &ignored, blocker))
		return refusal_member_erased(member_id);
	check_in->visit_id = find_visit(check_in, blocker);
	if (blocker_is_set(blocker))
		return NULL;
	check_in->seats = class_seats_to_attend(member_id, check_in->now,
											&check_in->locks, blocker);
	if (check_in->visit_id != NO_ID || check_in->has_reason ||
		!check_in->club.admits_members_only ||
		visit_is_covered(member_id, &check_in->club, check_in->now, blocker) ||
		blocker_is_set(blocker) || blocker->unseen)
		return NULL;
	return refusal_not_admitted(member_id);
}

static int64
insert_visit(WriterState *writing, const CheckIn *check_in,
			 FunctionCallInfo fcinfo)
{
	ColumnValue values[] = {
		column_id(Anum_visit_member_id, check_in->member.id),
		column_instant(Anum_visit_came_at, check_in->now),
		column_id(Anum_visit_staff_id, caller_staff_id()),
		column_argument(fcinfo, Anum_visit_reason, 1),
	};

	writer_knows_place(writing, &check_in->member);
	return writer_insert(writing, TABLE_VISIT, GUARDED, values,
						 lengthof(values));
}

/* What the desk sees of the visit. */
static Datum
report_visit(int64 visit_id, bool is_new)
{
	static SavedStatement report = {
		"SELECT fitclub_internal.visit_report($1, $2)", 2, {INT8OID, BOOLOID}};
	Datum values[] = {Int64GetDatum(visit_id), BoolGetDatum(is_new)};

	return statement_datum(&report, values);
}

/*
 * check_in(member_id, reason): notes that a member has come, and to which
 * classes. Short-locks the member and the classes. Returns what the desk wants
 * to know, as jsonb.
 */
Datum
fitclub_check_in(PG_FUNCTION_ARGS)
{
	static Writer writer = {2, {TABLE_VISIT, TABLE_REGISTRATION}};
	CheckIn check_in = {.club = read_club()};
	WriterState *writing;
	bool is_new;

	permit_staff(TABLE_VISIT);
	check_in.member = argument_row_place(fcinfo, 0, REQUIRED, TABLE_VISIT,
										 "member_id", TABLE_MEMBER);
	check_text(fcinfo, 1, OPTIONAL, TABLE_VISIT, "reason");
	check_in.has_reason = !PG_ARGISNULL(1);
	locks_init(&check_in.locks);
	(void) locks_need(&check_in.locks, LOCK_MEMBER, check_in.member.id);
	writing = admit(&check_in.locks, &writer, check_visit, &check_in);
	is_new = check_in.visit_id == NO_ID;
	if (is_new)
		check_in.visit_id = insert_visit(writing, &check_in, fcinfo);
	class_attend(writing, check_in.seats);
	locks_release(&check_in.locks);
	writer_end(&writer, writing);
	return report_visit(check_in.visit_id, is_new);
}
