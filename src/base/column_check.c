/*
 * column_check.c
 *		What CHECK constraints ask of a value.
 *
 * They hold the limits of the functions' arguments for every other path, but
 * let the values of older dumps pass.
 */
#include "postgres.h"

#include "base/local_time.h"
#include "base/settings.h"
#include "base/text_value.h"

#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_is_booking_period);
PG_FUNCTION_INFO_V1(fitclub_is_instant);
PG_FUNCTION_INFO_V1(fitclub_is_date);
PG_FUNCTION_INFO_V1(fitclub_is_text);

/* is_booking_period(timestamptz, timestamptz) */
Datum
fitclub_is_booking_period(PG_FUNCTION_ARGS)
{
	TimestampTz start = PG_GETARG_TIMESTAMPTZ(0);
	TimestampTz end = PG_GETARG_TIMESTAMPTZ(1);

	PG_RETURN_BOOL(!TIMESTAMP_NOT_FINITE(start) &&
				   !TIMESTAMP_NOT_FINITE(end) && start < end &&
				   end <= start + LONGEST_BOOKING &&
				   (is_club_instant(start) || takes_old_values()));
}

/* is_instant(timestamptz) */
Datum
fitclub_is_instant(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(takes_old_values() ||
				   is_club_instant(PG_GETARG_TIMESTAMPTZ(0)));
}

/* is_date(date) */
Datum
fitclub_is_date(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(takes_old_values() || is_club_date(PG_GETARG_DATEADT(0)));
}

/* is_text(value text, longest integer, has_lines bool, may_be_blank bool) */
Datum
fitclub_is_text(PG_FUNCTION_ARGS)
{
	text *value = PG_GETARG_TEXT_PP(0);

	PG_RETURN_BOOL(
		(PG_GETARG_BOOL(3) || !text_is_blank(value)) &&
		(takes_old_values() || (!text_is_longer(value, PG_GETARG_INT32(1)) &&
								!text_has_control(value, PG_GETARG_BOOL(2)))));
}
