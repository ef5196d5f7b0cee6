/*
 * service_refusal.c
 *		What is said of services.
 */
#include "postgres.h"

#include "service/service_refusal.h"

#include "utils/fmgrprotos.h"
#include "utils/timestamp.h"

Refusal *
refusal_trainer_service(TableId table, int64 trainer_id, const char *service)
{
	Refusal *refusal = make_refusal(
		ERRCODE_CHECK_VIOLATION, table, "trainer_service",
		psprintf("trainer " INT64_FORMAT " does not give that service",
				 trainer_id));

	refusal->column = "trainer_id";
	refusal->detail = psprintf(
		"Only some trainers give \"%s\", as list_services() shows.", service);
	refusal->hint = "Choose another trainer.";
	refusal->resource = "trainer";
	refusal->resource_id = trainer_id;
	return refusal;
}

static const char *
duration_text(int64 duration)
{
	Interval interval = {.time = duration};

	return DatumGetCString(
		DirectFunctionCall1(interval_out, IntervalPGetDatum(&interval)));
}

/* What only the desk may book for a member. */
Refusal *
refusal_booking_length(const char *service, int64 duration)
{
	Refusal *refusal = make_refusal(
		ERRCODE_INSUFFICIENT_PRIVILEGE, TABLE_SESSION, "booking_length",
		"the session is longer or shorter than its service");

	refusal->column = "end_time";
	refusal->detail = psprintf("A member's session of \"%s\" takes %s.",
							   service, duration_text(duration));
	refusal->hint = "Choose another end, or ask the desk.";
	return refusal;
}

Refusal *
refusal_session_length(const char *limit, int64 length)
{
	Refusal *refusal = make_refusal(ERRCODE_INSUFFICIENT_PRIVILEGE,
									TABLE_SESSION, "booking_length",
									"the session is too long or too short");

	refusal->column = "end_time";
	refusal->detail = psprintf("A member's session takes %s %s.", limit,
							   duration_text(length));
	refusal->hint = "Choose another end, or ask the desk.";
	return refusal;
}

Refusal *
refusal_booking_step(int64 step)
{
	Refusal *refusal = make_refusal(
		ERRCODE_INSUFFICIENT_PRIVILEGE, TABLE_SESSION, "booking_step",
		"members' sessions do not start at that time");

	refusal->column = "start_time";
	refusal->detail = psprintf(
		"They start at multiples of %s after midnight, by the club's clock.",
		duration_text(step));
	refusal->hint = "Choose another start, or ask the desk.";
	return refusal;
}
