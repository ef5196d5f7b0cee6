/*
 * club.c
 *		The club's settings, as rules and messages need them.
 */
#include "postgres.h"

#include "rows/club.h"

#include "base/amount.h"
#include "base/currency.h"
#include "base/local_time.h"
#include "engine/dirty_scan.h"
#include "write/statement.h"

#include "utils/builtins.h"
#include "utils/fmgroids.h"

/* The settings are one row, and somebody has deleted it. */
void
refuse_without_club(void)
{
	ereport(ERROR, (errcode(ERRCODE_NO_DATA_FOUND),
					errmsg("the club has no settings"),
					errhint("Run INSERT INTO fitclub.club DEFAULT VALUES.")));
}

static const AttrNumber club_columns[] = {
	Anum_club_time_zone,
	Anum_club_default_session_price,
	Anum_club_default_class_price,
	Anum_club_allow_class_over_room,
	Anum_club_cancellation_notice,
	Anum_club_late_cancellation_fee_percent,
	Anum_club_is_demo,
	Anum_club_booking_notice,
	Anum_club_booking_horizon,
	Anum_club_max_upcoming_bookings,
	Anum_club_max_bookings_per_day,
	Anum_club_max_bookings_per_week,
	Anum_club_shortest_session,
	Anum_club_longest_session,
	Anum_club_start_step,
	Anum_club_currency,
	Anum_club_cancelled_payment,
	Anum_club_cash_step,
	Anum_club_uses_cover,
	Anum_club_block_past_due_days,
	Anum_club_admission,
};

/* How many decimals amounts have: two are kept, whatever the currency has. */
int
club_decimals(const char *currency)
{
	return currency_decimals(currency) == 0 ? 0 : 2;
}

/* The settings, from the values of these columns. */
static Club
club_from_values(const Datum *values)
{
	Club club;

	club.zone = find_time_zone(TextDatumGetCString(values[0]));
	club.session_price = DatumGetNumeric(values[1]);
	club.class_price = DatumGetNumeric(values[2]);
	club.class_may_exceed_room = DatumGetBool(values[3]);
	club.cancellation_notice = *DatumGetIntervalP(values[4]);
	club.late_fee_percent = DatumGetNumeric(values[5]);
	club.is_demo = DatumGetBool(values[6]);
	club.booking_notice = *DatumGetIntervalP(values[7]);
	club.booking_horizon = *DatumGetIntervalP(values[8]);
	club.max_upcoming_bookings = DatumGetInt32(values[9]);
	club.max_bookings_per_day = DatumGetInt32(values[10]);
	club.max_bookings_per_week = DatumGetInt32(values[11]);
	club.shortest_session = interval_length(DatumGetIntervalP(values[12]));
	club.longest_session = interval_length(DatumGetIntervalP(values[13]));
	club.start_step = interval_length(DatumGetIntervalP(values[14]));
	club.currency = TextDatumGetCString(values[15]);
	club.decimals = club_decimals(club.currency);
	club.cancelled_to_credit =
		strcmp(TextDatumGetCString(values[16]), "credit") == 0;
	club.cash_step = DatumGetNumeric(values[17]);
	club.uses_cover = DatumGetBool(values[18]);
	club.block_past_due_days = DatumGetInt32(values[19]);
	club.admits_members_only =
		strcmp(TextDatumGetCString(values[20]), "members") == 0;
	return club;
}

/*
 * The values of the settings; false if there are none, or one is missing, which
 * only somebody without constraints can bring about.
 */
static bool
find_settings(Datum *values)
{
	bool nulls[lengthof(club_columns)];
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	HeapTuple row;
	bool found = false;

	/* The key is a smallint, and settings in the making do not count. */
	ScanKeyInit(&key, Anum_any_key, BTEqualStrategyNumber, F_INT2EQ,
				Int16GetDatum(1));
	do
	{
		dirty_scan_begin(&scan, TABLE_CLUB, INDEX_CLUB_KEY, 1, &key);
		while (!found &&
			   (row = dirty_scan_next(&scan, ForwardScanDirection)) != NULL)
		{
			if (dirty_scan_state(&scan) == ROW_ARRIVING)
				continue;
			row_columns(row, RelationGetDescr(scan.heap), club_columns,
						lengthof(club_columns), values, nulls);
			found = true;
		}
	} while (dirty_scan_end(&scan) && !found);
	for (size_t i = 0; found && i < lengthof(club_columns); i++)
		found = !nulls[i];
	return found;
}

/* The club's settings, for verify(), which names what is wrong with them: false. */
bool
find_club(Club *club)
{
	Datum values[lengthof(club_columns)];

	if (!find_settings(values))
		return false;
	*club = club_from_values(values);
	return club->zone != NULL;
}

/* The club's settings. */
Club
read_club(void)
{
	Datum values[lengthof(club_columns)];
	Club club;

	if (!find_settings(values))
		refuse_without_club();
	club = club_from_values(values);
	if (club.zone == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the server does not know the club's time zone"),
				 errhint("Choose another one with update_club().")));
	return club;
}

/* Today, by the club's clock. */
DateADT
club_today(void)
{
	return local_time(current_instant(), read_club().zone).date;
}

/*
 * From the first pack or plan on, bookings ask what covers them. Locks the
 * club's row until the transaction ends if that is new.
 */
void
club_start_cover(void)
{
	static SavedStatement start = {
		"UPDATE fitclub.club SET uses_cover = true WHERE NOT uses_cover",
		0,
		{InvalidOid}};

	(void) statement_execute(&start, NULL, NULL);
}

/* An amount, as messages say it. */
char *
club_amount_text(Numeric amount)
{
	return amount_label(amount, read_club().decimals);
}
