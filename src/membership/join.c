/*
 * join.c
 *		Members who join a plan.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/time_argument.h"
#include "base/amount.h"
#include "base/local_time.h"
#include "caller/permission.h"
#include "membership/change.h"
#include "membership/dues.h"
#include "money/booking_bill.h"
#include "people/notification.h"
#include "plan/plan_refusal.h"
#include "rows/erased_member.h"
#include "write/admission.h"

PG_FUNCTION_INFO_V1(fitclub_join_plan);

/* A membership on its way. */
typedef struct Joining
{
	RowPlace member;
	StandingPlan plan;
	Standing standing;
	Numeric fee; /* NULL: none */
	Club club;
	DateADT today;
	MembershipAccounts accounts;
	ShortLocks locks;
} Joining;

static bool
is_billed_now(const Joining *joining)
{
	return joining->standing.starts_on <= joining->today;
}

static Refusal *
check_joining(void *state, Blocker *blocker)
{
	Joining *joining = state;
	Refusal *refusal =
		erased_check_booking(joining->member.id, DT_NOEND, blocker);
	StandingPeriod period;

	if (refusal == NULL && is_billed_now(joining) &&
		standing_first_period(&joining->standing, &period))
	{
		/* what is read below is locked from here on */
		(void) standing_price(&joining->standing, &period, &joining->club);
		membership_look_at_accounts(joining->member.id, &joining->locks,
									&joining->accounts, blocker);
	}
	return refusal;
}

static int64
insert_membership(WriterState *writing, const Standing *standing)
{
	ColumnValue values[] = {
		column_id(Anum_membership_member_id, standing->member_id),
		column_datum(Anum_membership_starts_on,
					 DateADTGetDatum(standing->starts_on)),
		column_datum(Anum_membership_anchor_on,
					 DateADTGetDatum(standing->anchor_on)),
		{Anum_membership_contract_until,
		 DateADTGetDatum(standing->contract_until),
		 standing->contract_until == DATEVAL_NOEND},
		column_instant(Anum_membership_made_at, standing->made_at),
	};

	return writer_insert(writing, TABLE_MEMBERSHIP, GUARDED, values,
						 lengthof(values));
}

static void
insert_joining_bill(WriterState *writing, const Joining *joining,
					TimestampTz now)
{
	ColumnValue values[] = {
		column_id(Anum_billing_item_member_id, joining->member.id),
		column_text(Anum_billing_item_kind, "joining"),
		column_amount(Anum_billing_item_amount, joining->fee),
		column_text(Anum_billing_item_description,
					psprintf("Joining %s", joining->plan.name)),
	};

	if (joining->fee != NULL && amount_sign(joining->fee) > 0)
		(void) bill_insert(writing, values, lengthof(values), now);
}

/* Write the membership, and its bills as far as they are due. Returns its id. */
static int64
write_joining(Joining *joining)
{
	static Writer writer = {
		6, {TABLE_MEMBERSHIP, TABLE_MEMBERSHIP_PLAN, MEMBERSHIP_DUES_TABLES}};
	Standing *standing = &joining->standing;
	WriterState *writing;

	locks_init(&joining->locks);
	(void) locks_need(&joining->locks, LOCK_MEMBER, joining->member.id);
	writing = admit(&joining->locks, &writer, check_joining, joining);
	writer_knows_place(writing, &joining->member);
	standing->made_at = current_instant();
	standing->id = insert_membership(writing, standing);
	membership_insert_plan(writing, standing->id, &standing->plans[0]);
	insert_joining_bill(writing, joining, standing->made_at);
	notify_member(writing, joining->member.id,
				  psprintf("The membership %s begins on %s",
						   joining->plan.name,
						   day_label(standing->starts_on)));
	if (is_billed_now(joining))
		(void) membership_write_periods(writing, standing, DATEVAL_NOBEGIN,
										joining->today, 0, &joining->club,
										&joining->accounts, standing->made_at);
	locks_release(&joining->locks);
	writer_end(&writer, writing);
	return standing->id;
}

/* Price, fee, and when it begins, ends and is billed are staff's to say. */
static void
check_staff_arguments(FunctionCallInfo fcinfo)
{
	permit_argument(fcinfo, 3, TABLE_MEMBERSHIP, "anchor_on");
	permit_argument(fcinfo, 4, TABLE_MEMBERSHIP, "ends_on");
	permit_argument(fcinfo, 5, TABLE_MEMBERSHIP_PLAN, "price");
	permit_argument(fcinfo, 6, TABLE_PLAN, "joining_fee");
	check_date(fcinfo, 2, OPTIONAL, TABLE_MEMBERSHIP, "starts_on");
	check_date(fcinfo, 3, OPTIONAL, TABLE_MEMBERSHIP, "anchor_on");
	check_date(fcinfo, 4, OPTIONAL, TABLE_MEMBERSHIP, "ends_on");
	check_money(fcinfo, 5, OPTIONAL, TABLE_MEMBERSHIP_PLAN, "price", true);
	check_money(fcinfo, 6, OPTIONAL, TABLE_PLAN, "joining_fee", true);
}

static DateADT
date_given(FunctionCallInfo fcinfo, int argument, DateADT otherwise)
{
	return PG_ARGISNULL(argument) ? otherwise : PG_GETARG_DATEADT(argument);
}

/* What the membership will be. */
static void
take_standing(FunctionCallInfo fcinfo, Joining *joining)
{
	Standing *standing = &joining->standing;
	StandingPlan *plan = &joining->plan;

	standing->member_id = joining->member.id;
	standing->starts_on = date_given(fcinfo, 2, joining->today);
	standing->anchor_on = date_given(fcinfo, 3, standing->starts_on);
	standing->contract_until = date_given(fcinfo, 4, DATEVAL_NOEND);
	standing->cancelled_on = DATEVAL_NOEND;
	standing->made_at = current_instant();
	standing->plan_count = 1;
	standing->plans = plan;
	standing_set_end(standing);
	plan->from_on = standing->starts_on;
	plan->anchor_on = standing->anchor_on;
	plan->price = PG_ARGISNULL(5) ? NULL : PG_GETARG_NUMERIC(5);
	joining->fee = PG_ARGISNULL(6) ? plan->joining_fee : PG_GETARG_NUMERIC(6);
}

static void
check_membership_dates(const Joining *joining)
{
	const Standing *standing = &joining->standing;

	if (standing->contract_until <= standing->starts_on)
		refuse(refusal_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
							 TABLE_MEMBERSHIP, "ends_on",
							 "the membership would end before it begins",
							 "ends_on is the first day without it."));
	if (standing->starts_on < joining->today && !caller_is_trusted())
		refuse(refusal_plan_start_past());
}

/*
 * join_plan(member_id, plan_id, starts_on, anchor_on, ends_on, price,
 * joining_fee): a membership, with the bill for joining, and if it has begun,
 * with its dues until today. Short-locks the member and the payer. Returns the
 * membership's id.
 */
Datum
fitclub_join_plan(PG_FUNCTION_ARGS)
{
	Joining joining = {0};

	permit_member(fcinfo, 0);
	joining.member = argument_row_place(fcinfo, 0, REQUIRED, TABLE_MEMBERSHIP,
										"member_id", TABLE_MEMBER);
	check_row(fcinfo, 1, REQUIRED, TABLE_MEMBERSHIP_PLAN, "plan_id",
			  TABLE_PLAN);
	check_staff_arguments(fcinfo);
	(void) standing_read_plan(PG_GETARG_INT64(1), &joining.plan);
	joining.club = read_club();
	joining.today = club_today();
	take_standing(fcinfo, &joining);
	check_membership_dates(&joining);
	if (!joining.plan.is_active)
		refuse(refusal_plan_inactive(joining.plan.plan_id));
	PG_RETURN_INT64(write_joining(&joining));
}
