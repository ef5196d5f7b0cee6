/*
 * change.c
 *		A membership that changes: what is billed for it follows.
 *
 * Whoever changes a membership, its plans or its holds, or bills its dues, locks
 * its row until the transaction ends, and holds the short lock of its member
 * while it looks and writes. So do bookings that it covers, which wait for a
 * change that is not committed yet.
 *
 * A change sets what the membership is to be, and the periods that were billed
 * are made to agree with that: one that has begun ends on another day, and one
 * that begins later is taken back. It is billed again when it comes.
 */
#include "postgres.h"

#include "membership/change.h"

#include "argument/text_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "membership/booking.h"
#include "membership/membership_refusal.h"
#include "money/cancelled_payment.h"
#include "money/lower.h"
#include "people/notification.h"
#include "rows/erased_member.h"

#define PRORATION "Dues of days that are not used"

static Writer membership_writer = {8,
								   {TABLE_MEMBERSHIP, TABLE_MEMBERSHIP_PLAN,
									TABLE_HOLD, TABLE_MEMBERSHIP_PERIOD,
									TABLE_BILL, TABLE_PAYMENT, TABLE_CREDIT,
									TABLE_NOTIFICATION}};

/* What every change begins with: its first argument is the membership. */
MembershipChange
membership_change(FunctionCallInfo fcinfo, int on_bookings)
{
	static const char *const ways[] = {"refuse", "cancel", "bill", NULL};
	MembershipChange change = {.id = PG_GETARG_INT64(0)};

	if (on_bookings > 0)
	{
		char *way;

		check_choice(fcinfo, on_bookings, REQUIRED, TABLE_MEMBERSHIP,
					 "on_bookings", ways);
		way = TextDatumGetCString(PG_GETARG_DATUM(on_bookings));
		for (int i = 0; ways[i] != NULL; i++)
			if (strcmp(ways[i], way) == 0)
				change.on_bookings = i;
	}
	change.club = read_club();
	change.today = club_today();
	return change;
}

/* A standing that can be changed apart from the other. */
Standing
membership_copy(const Standing *standing)
{
	Standing copy = *standing;

	copy.plans = palloc(sizeof(StandingPlan) * (standing->plan_count + 1));
	memcpy(copy.plans, standing->plans,
		   sizeof(StandingPlan) * standing->plan_count);
	copy.holds = palloc(sizeof(StandingHold) * (standing->hold_count + 1));
	memcpy(copy.holds, standing->holds,
		   sizeof(StandingHold) * standing->hold_count);
	return copy;
}

/*
 * Read the membership that is going to change, and lock it. If something is
 * still to be locked, or a blocker is set, the rest is undefined.
 */
Refusal *
membership_read(MembershipChange *change, Blocker *blocker)
{
	Standing *before = &change->before;
	Refusal *refusal;

	if (!standing_read(change->id, before, blocker))
		return refusal_missing(TABLE_MEMBERSHIP, change->id);
	refusal =
		check_own(TABLE_MEMBERSHIP, change->id, before->member_id, NO_ID);
	if (refusal != NULL)
		return refusal;
	change->after = membership_copy(before);
	change->periods = NIL;
	change->bookings = NIL;
	(void) locks_need(&change->locks, LOCK_MEMBER, before->member_id);
	locks_need_row(&change->locks, TABLE_MEMBERSHIP, before->id,
				   &before->place, LockTupleNoKeyExclusive);
	return NULL;
}

/* The same for what is not done for members who are erased. */
Refusal *
membership_read_kept(MembershipChange *change, Blocker *blocker)
{
	Refusal *refusal = membership_read(change, blocker);

	if (refusal != NULL || blocker_is_set(blocker))
		return refusal;
	return erased_check_booking(change->before.member_id, DT_NOEND, blocker);
}

/* The same, of a membership that has not ended. */
Refusal *
membership_read_running(MembershipChange *change, Blocker *blocker)
{
	Refusal *refusal = membership_read_kept(change, blocker);

	if (refusal != NULL || blocker_is_set(blocker) ||
		change->before.ends_on > change->today)
		return refusal;
	return refusal_membership_ended(change->id, change->before.ends_on,
									change->today);
}

/* The columns by which rows of the membership are found and ordered. */
typedef struct DatedTable
{
	TableId table;
	IndexId index;
	AttrNumber membership_id;
	AttrNumber starts_on;
	AttrNumber ends_on; /* 0: it has none */
} DatedTable;

static const DatedTable dated_tables[] = {
	{TABLE_MEMBERSHIP_PLAN, INDEX_MEMBERSHIP_PLANS,
	 Anum_membership_plan_membership_id, Anum_membership_plan_from_on, 0},
	{TABLE_HOLD, INDEX_MEMBERSHIP_HOLDS, Anum_membership_hold_membership_id,
	 Anum_membership_hold_starts_on, Anum_membership_hold_ends_on},
	{TABLE_MEMBERSHIP_PERIOD, INDEX_MEMBERSHIP_PERIODS,
	 Anum_membership_period_membership_id, Anum_membership_period_starts_on,
	 Anum_membership_period_ends_on},
};

static DatedRow *
dated_row(const DatedTable *dated, HeapTuple row, TupleDesc desc)
{
	DatedRow *found = palloc0(sizeof(DatedRow));

	found->table = dated->table;
	found->id = row_int64(row, desc, Anum_any_key);
	found->starts_on = row_int32(row, desc, dated->starts_on);
	if (dated->ends_on != 0)
		found->ends_on = row_int32(row, desc, dated->ends_on);
	found->place = row->t_self;
	return found;
}

/* The rows of one of its tables, in the order of their dates. */
List *
membership_rows(const MembershipChange *change, TableId table,
				Blocker *blocker)
{
	const DatedTable *dated = dated_tables;
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	List *rows;

	while (dated->table != table)
		dated++;
	key_int64(&key, dated->membership_id, change->id);
	do
	{
		rows = NIL;
		dirty_scan_begin(&scan, table, dated->index, 1, &key);
		while ((row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			dirty_scan_note(&scan, row, blocker);
			rows = lappend(rows,
						   dated_row(dated, row, RelationGetDescr(scan.heap)));
		}
	} while (dirty_scan_end(&scan));
	return rows;
}

/* Have a row locked that is going to be written. */
void
membership_lock_row(MembershipChange *change, const DatedRow *row)
{
	locks_need_row(&change->locks, row->table, row->id, &row->place,
				   LockTupleExclusive);
}

/*
 * The period that begins on a day, as it would be if the membership was not
 * cancelled: it may have been billed before that. False if there is none.
 */
bool
membership_whole_period(const Standing *standing, DateADT starts_on,
						StandingPeriod *period)
{
	Standing kept = *standing;

	kept.cancelled_on = DATEVAL_NOEND;
	standing_set_end(&kept);
	return standing_next_period(&kept, starts_on, period);
}

/*
 * What is owed for a period that ends earlier than it did: the same share of it
 * as of the plan's price, or where staff have corrected the bill, of that.
 */
static Numeric
dues_until(const MembershipChange *change, const PeriodChange *period)
{
	const Standing *before = &change->before;
	const Club *club = &change->club;
	Numeric net = bill_net(&period->bill, &period->payments);
	StandingPeriod whole;
	StandingPeriod part;
	StandingPeriod used;

	if (period->is_taken_back)
		return amount_zero();
	if (!membership_whole_period(before, period->row.starts_on, &whole))
		return net;
	part = whole;
	if (period->row.ends_on != DATEVAL_NOEND)
		part.nominal_end = standing_nominal(before, period->row.ends_on);
	used = whole;
	used.nominal_end = standing_nominal(before, period->ends_on);
	if (amount_compare(net, standing_dues(before, &part, club)) != 0 &&
		amount_compare(net, standing_dues(before, &whole, club)) != 0)
		return amount_share(
			net, int64_to_numeric(used.nominal_end - used.nominal_start),
			int64_to_numeric(part.nominal_end - part.nominal_start),
			club->decimals);
	return standing_dues(before, &used, club);
}

/* Look at the bill of a period of which less is owed, and have it locked. */
static void
lower_dues(MembershipChange *change, PeriodChange *period, Blocker *blocker)
{
	period->bill = bill_of_period(change->id, period->row.starts_on, blocker);
	if (period->bill.id == NO_ID || !bill_lock(&change->locks, &period->bill))
		return;
	period->payments = bill_payments(period->bill.id, blocker);
	payment_lock(&change->locks, &period->payments, false, blocker);
	if (!blocker_is_set(blocker))
		period->net = dues_until(change, period);
}

/* When a period ends that was billed, as the membership is to be. */
static DateADT
end_of_period(const MembershipChange *change, const DatedRow *row)
{
	StandingPeriod period;

	return standing_next_period(&change->after, row->starts_on, &period)
			   ? period.ends_on
			   : row->starts_on;
}

/*
 * Find which of the periods that were billed change, now that what comes from a
 * day on does. Those that begin on that day or later are taken back, unless they
 * have begun and their dues stay.
 */
void
membership_find_periods(MembershipChange *change, DateADT from_on,
						DuesChange dues, Blocker *blocker)
{
	ListCell *cell;

	change->periods = NIL;
	change->billed_until = DATEVAL_NOBEGIN;
	foreach(cell, membership_rows(change, TABLE_MEMBERSHIP_PERIOD, blocker))
	{
		PeriodChange *period = palloc0(sizeof(PeriodChange));
		const DatedRow *row = lfirst(cell);

		period->row = *row;
		period->is_taken_back =
			row->starts_on >= from_on &&
			(dues != DUES_STAY || row->starts_on > change->today);
		period->ends_on = period->is_taken_back ? row->starts_on
												: end_of_period(change, row);
		if (!period->is_taken_back)
			change->billed_until = period->ends_on;
		if (!period->is_taken_back && period->ends_on == row->ends_on)
			continue;
		change->periods = lappend(change->periods, period);
		membership_lock_row(change, row);
		if (period->is_taken_back ||
			(dues == DUES_CREDITED && period->ends_on < row->ends_on))
			lower_dues(change, period, blocker);
	}
}

/* Check and lock a membership that is to change, and begin to write. */
WriterState *
membership_admit(MembershipChange *change, AdmissionCheck check, void *state)
{
	WriterState *writing = NULL;
	Refusal *refusal;

	while (writing == NULL)
	{
		change->scopes = membership_booking_scopes(change->id);
		locks_init(&change->locks);
		writing = try_admit(&change->locks, &membership_writer, check, state,
							&refusal, NULL);
		if (writing == NULL && !membership_misses_scopes(refusal))
			refuse(refusal);
	}
	return writing;
}

/* The plan from a day on, with the boundaries of the one before. */
void
membership_insert_plan(WriterState *writing, int64 membership_id,
					   const StandingPlan *plan)
{
	ColumnValue values[] = {
		column_id(Anum_membership_plan_membership_id, membership_id),
		column_datum(Anum_membership_plan_from_on,
					 DateADTGetDatum(plan->from_on)),
		column_id(Anum_membership_plan_plan_id, plan->plan_id),
		{Anum_membership_plan_price, NumericGetDatum(plan->price),
		 plan->price == NULL},
	};

	(void) writer_insert(writing, TABLE_MEMBERSHIP_PLAN, GUARDED, values,
						 lengthof(values));
}

/* Write the periods that change, and lower their bills. */
void
membership_write_changes(WriterState *writing, const MembershipChange *change)
{
	TimestampTz now = current_instant();
	ListCell *cell;

	foreach(cell, change->periods)
	{
		const PeriodChange *period = lfirst(cell);
		ColumnValue value = column_datum(Anum_membership_period_ends_on,
										 DateADTGetDatum(period->ends_on));

		if (period->is_taken_back)
			writer_delete(writing, TABLE_MEMBERSHIP_PERIOD,
						  &period->row.place);
		else
			writer_update(writing, TABLE_MEMBERSHIP_PERIOD, GUARDED,
						  &period->row.place, &value, 1);
		if (period->net != NULL)
			bill_lower_on_account(writing, &period->bill, &period->payments,
								  period->net, "proration", PRORATION, now);
	}
}

/* All is written: tell the member, if anything is, and see to bookings. */
void
membership_end_change(WriterState *writing, MembershipChange *change,
					  const char *message)
{
	if (message != NULL)
		notify_member(writing, change->before.member_id, message);
	locks_release(&change->locks);
	writer_end(&membership_writer, writing);
	membership_settle_bookings(change);
}

/* What messages call a membership on a date. */
const char *
membership_plan_name(const Standing *standing, DateADT date)
{
	const StandingPlan *plan = standing_plan_on(standing, date);

	return plan == NULL ? "" : plan->name;
}
