/*
 * bill_dues.c
 *		Dues of all memberships, as a job bills them.
 *
 * One membership after the other, in the order of their ids: its row is locked
 * until the transaction ends, against whoever changes what is to come, and what
 * is due is looked at again under that lock. So a job that runs twice at once
 * bills each period once, and one that is broken off has billed whole
 * memberships or, as it is one transaction, none.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/time_argument.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "membership/dues.h"
#include "rows/erased_member.h"
#include "write/admission.h"
#include "write/statement.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(fitclub_bill_dues);

/* One membership of which dues may be due. */
typedef struct DuesRequest
{
	int64 membership_id;
	DateADT until;
	const Club *club;
	Standing standing;
	DateADT ended_on; /* that of the last period */
	MembershipAccounts accounts;
	ShortLocks locks;
} DuesRequest;

/* What is said of a membership of which nothing is due: nobody reads it. */
static Refusal *
refusal_nothing_due(void)
{
	return make_refusal(ERRCODE_CHECK_VIOLATION, TABLE_MEMBERSHIP, NULL,
						"nothing is due");
}

static bool
is_due(const DuesRequest *request)
{
	StandingPeriod period;

	if (!standing_next_period(&request->standing, request->ended_on,
							  &period) ||
		period.starts_on > request->until)
		return false;
	/* what is read later is locked from here on */
	(void) standing_price(&request->standing, &period, request->club);
	return true;
}

static Refusal *
check_dues(void *state, Blocker *blocker)
{
	DuesRequest *request = state;
	Standing *standing = &request->standing;

	if (!standing_read(request->membership_id, standing, blocker))
		return refusal_nothing_due();
	request->ended_on =
		membership_billed_until(request->membership_id, blocker);
	if (blocker_is_set(blocker))
		return NULL;
	if (!is_due(request))
		return refusal_nothing_due();
	(void) locks_need(&request->locks, LOCK_MEMBER, standing->member_id);
	locks_need_row(&request->locks, TABLE_MEMBERSHIP, standing->id,
				   &standing->place, LockTupleNoKeyExclusive);
	membership_look_at_accounts(standing->member_id, &request->locks,
								&request->accounts, blocker);
	/* of an erased member nothing more is asked */
	return erased_check_booking(standing->member_id, DT_NOEND, blocker);
}

/* Bill what is due of one membership, but no more than a number of periods. */
static int
bill_membership(DuesRequest *request, int most)
{
	static Writer writer = {4, {MEMBERSHIP_DUES_TABLES}};
	WriterState *writing;
	Refusal *refusal;
	int count;

	locks_init(&request->locks);
	writing = try_admit(&request->locks, &writer, check_dues, request,
						&refusal, NULL);
	if (writing == NULL)
		return 0;
	count = membership_write_periods(writing, &request->standing,
									 request->ended_on, request->until, most,
									 request->club, &request->accounts,
									 current_instant());
	locks_release(&request->locks);
	writer_end(&writer, writing);
	return count;
}

/* The memberships of which dues may be due, in order, as an array. */
static ArrayType *
find_memberships(DateADT until)
{
	static SavedStatement query = {
		"SELECT coalesce(array_agg(m.membership_id ORDER BY m.membership_id),"
		"  '{}')"
		" FROM fitclub.membership AS m"
		" LEFT JOIN LATERAL (SELECT p.ends_on"
		"   FROM fitclub.membership_period AS p"
		"   WHERE p.membership_id = m.membership_id"
		"   ORDER BY p.starts_on DESC LIMIT 1) AS l ON true"
		" WHERE m.starts_on <= $1 AND coalesce(l.ends_on <= $1, true)"
		"  AND coalesce(m.ends_on > coalesce(l.ends_on, m.starts_on), true)"
		"  AND (coalesce(m.contract_until > l.ends_on, true)"
		"   OR EXISTS (SELECT FROM fitclub.membership_hold AS h"
		"    WHERE h.membership_id = m.membership_id))",
		1,
		{DATEOID}};
	Datum argument = DateADTGetDatum(until);

	return DatumGetArrayTypeP(statement_datum(&query, &argument));
}

/*
 * One job after the other: each keeps what is on the accounts of payers until it
 * ends, and two that come to these in different orders would wait for each other.
 */
static void
exclude_other_jobs(void)
{
	static SavedStatement lock = {
		"LOCK TABLE fitclub.membership_period IN SHARE UPDATE EXCLUSIVE MODE",
		0,
		{InvalidOid}};

	(void) statement_execute(&lock, NULL, NULL);
}

static int64
bill_memberships(DateADT until, int most)
{
	ArrayType *found = find_memberships(until);
	const int64 *ids = (const int64 *) ARR_DATA_PTR(found);
	int found_count = ArrayGetNItems(ARR_NDIM(found), ARR_DIMS(found));
	Club club = read_club();
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext context =
		AllocSetContextCreate(caller, "fitclub dues", ALLOCSET_DEFAULT_SIZES);
	int64 count = 0;

	for (int i = 0; i < found_count && (most == 0 || count < most); i++)
	{
		DuesRequest request = {ids[i], until, &club};

		CHECK_FOR_INTERRUPTS();
		MemoryContextSwitchTo(context);
		count +=
			bill_membership(&request, most == 0 ? 0 : (int) (most - count));
		MemoryContextSwitchTo(caller);
		MemoryContextReset(context);
	}
	MemoryContextDelete(context);
	return count;
}

/*
 * bill_dues(until, max_periods): bills the periods that begin until a day and
 * are not billed yet. Locks other jobs out, and the memberships' rows, until the
 * transaction ends, and short-locks each member and payer. Returns how many
 * periods it has billed.
 */
Datum
fitclub_bill_dues(PG_FUNCTION_ARGS)
{
	permit_staff(TABLE_MEMBERSHIP_PERIOD);
	check_date(fcinfo, 0, OPTIONAL, TABLE_MEMBERSHIP_PERIOD, "until");
	check_integer(fcinfo, 1, OPTIONAL, TABLE_MEMBERSHIP_PERIOD, "max_periods",
				  1, PG_INT32_MAX, "");
	if (IsolationUsesXactSnapshot())
		refuse(refusal_values(
			ERRCODE_INVALID_TRANSACTION_STATE, TABLE_MEMBERSHIP_PERIOD, NULL,
			"dues can be billed at READ COMMITTED only",
			"Memberships that were made or changed since the transaction's snapshot would be overlooked."));
	PreventCommandIfReadOnly("INSERT");
	exclude_other_jobs();
	PG_RETURN_INT64(
		bill_memberships(PG_ARGISNULL(0) ? club_today() : PG_GETARG_DATEADT(0),
						 PG_ARGISNULL(1) ? 0 : PG_GETARG_INT32(1)));
}
