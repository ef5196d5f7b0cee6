/*
 * service.c
 *		The service that a booking is of: its length, its price, who gives it.
 *
 * A session is of the service that its activity names, a class of the one that
 * its name names. Services are settings: what they say when a booking is asked
 * for holds for it, and no guard looks at them again.
 */
#include "postgres.h"

#include "service/service.h"

#include "base/amount.h"
#include "base/local_time.h"
#include "caller/identity.h"
#include "engine/dirty_scan.h"
#include "service/service_refusal.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#define SERVICE_COLUMNS                                                       \
	"SELECT s.service_id, s.name, s.duration, coalesce(t.price, s.price),"    \
	" s.credits, t.trainer_id IS NOT NULL OR NOT EXISTS ("                    \
	"  SELECT FROM fitclub.trainer_service AS o"                              \
	"  WHERE o.service_id = s.service_id)"

/* Most clubs may have none, and are not to pay for a query. */
static bool
has_services(void)
{
	DirtyScan scan = FIRST_PASS;
	bool found = false;

	do
	{
		dirty_scan_begin(&scan, TABLE_SERVICE, INDEX_SERVICE_KEY, 0, NULL);
		found = dirty_scan_next(&scan, ForwardScanDirection) != NULL;
	} while (dirty_scan_end(&scan) && !found);
	return found;
}

static Service
find_service(SavedStatement *query, const Datum *arguments)
{
	Service service = {.id = NO_ID, .credits = 1};
	Datum values[6];
	bool nulls[6];

	if (!has_services() ||
		!statement_values(query, arguments, 6, values, nulls))
		return service;
	service.id = DatumGetInt64(values[0]);
	service.name = TextDatumGetCString(values[1]);
	if (!nulls[2])
		service.duration = interval_length(DatumGetIntervalP(values[2]));
	if (!nulls[3])
		service.price = DatumGetNumeric(values[3]);
	service.credits = DatumGetInt16(values[4]);
	service.is_given = DatumGetBool(values[5]);
	return service;
}

/* The service of a booking to be made: a session's activity, a class's name. */
Service
service_of_name(TableId table, Datum name, int64 trainer_id)
{
	static SavedStatement query = {
		SERVICE_COLUMNS
		" FROM fitclub.service AS s"
		" LEFT JOIN fitclub.trainer_service AS t"
		"  ON t.service_id = s.service_id AND t.trainer_id = $3"
		" WHERE s.is_active AND s.kind = $1"
		"  AND fitclub_internal.fold(s.name) = fitclub_internal.fold($2)",
		3,
		{TEXTOID, TEXTOID, INT8OID}};
	Datum arguments[] = {CStringGetTextDatum(table == TABLE_CLASS ? "class"
																  : "session"),
						 name, Int64GetDatum(trainer_id)};

	return find_service(&query, arguments);
}

/*
 * That of one that is there, with a trainer who is to give it; NO_ID for the
 * one who does, of whom it is not asked again.
 */
Service
service_of_booking(TableId table, int64 id, int64 trainer_id)
{
	static SavedStatement of_session = {
		SERVICE_COLUMNS
		" FROM fitclub.private_session AS b"
		" JOIN fitclub.service AS s ON s.is_active AND s.kind = 'session'"
		"  AND fitclub_internal.fold(s.name) = fitclub_internal.fold(b.activity_type)"
		" LEFT JOIN fitclub.trainer_service AS t"
		"  ON t.service_id = s.service_id AND t.trainer_id = $2"
		" WHERE b.session_id = $1",
		2,
		{INT8OID, INT8OID}};
	static SavedStatement of_class = {
		SERVICE_COLUMNS
		" FROM fitclub.class_schedule AS b"
		" JOIN fitclub.service AS s ON s.is_active AND s.kind = 'class'"
		"  AND fitclub_internal.fold(s.name) = fitclub_internal.fold(b.name)"
		" LEFT JOIN fitclub.trainer_service AS t"
		"  ON t.service_id = s.service_id AND t.trainer_id = $2"
		" WHERE b.class_id = $1",
		2,
		{INT8OID, INT8OID}};
	Datum arguments[] = {Int64GetDatum(id), Int64GetDatum(trainer_id)};
	Service service = find_service(
		table == TABLE_CLASS ? &of_class : &of_session, arguments);

	service.is_given |= trainer_id == NO_ID;
	return service;
}

/*
 * The ids of the trainers who give a service, as an array in their order; false
 * if everybody does.
 */
bool
service_givers(const Service *service, Datum *ids)
{
	static SavedStatement query = {
		"SELECT array_agg(t.trainer_id ORDER BY t.trainer_id)"
		" FROM fitclub.trainer_service AS t WHERE t.service_id = $1",
		1,
		{INT8OID}};
	Datum arguments[] = {Int64GetDatum(service->id)};
	bool isnull;

	(void) statement_values(&query, arguments, 1, ids, &isnull);
	return !isnull;
}

/*
 * What a session of a service costs: a price is for its length, and one of
 * another length costs in proportion.
 */
Numeric
service_session_price(const Service *service, const Club *club, Period period)
{
	Numeric price = service->price != NULL ? service->price
										   : club->session_price;
	int64 length = period.end - period.start;

	if (service->duration == 0 || service->duration == length)
		return price;
	return amount_share(price, int64_to_numeric(length),
						int64_to_numeric(service->duration), club->decimals);
}

/* Rule: a service that has trainers of its own is given by those. */
Refusal *
service_check_trainer(const Service *service, TableId table, int64 trainer_id)
{
	return service->id == NO_ID || service->is_given
			   ? NULL
			   : refusal_trainer_service(table, trainer_id, service->name);
}

static bool
binds_caller(void)
{
	return identity_current()->persona == PERSONA_MEMBER;
}

/*
 * Rule: a member's session has the length of its service; if it has none, one
 * that the club allows.
 */
Refusal *
service_check_length(const Service *service, const Club *club, Period period)
{
	int64 length = period.end - period.start;

	if (!binds_caller())
		return NULL;
	if (service->duration > 0)
		return length == service->duration
				   ? NULL
				   : refusal_booking_length(service->name, service->duration);
	if (length < club->shortest_session)
		return refusal_session_length("at least", club->shortest_session);
	/* the day on which clocks go back is longer than 24 hours */
	if (length > club->longest_session &&
		club->longest_session < USECS_PER_DAY)
		return refusal_session_length("at most", club->longest_session);
	return NULL;
}

/* Rule: a member's session starts at a step of the club's clock. */
Refusal *
service_check_start(const Club *club, TimestampTz start)
{
	if (club->start_step == 0 || !binds_caller() ||
		local_time(start, club->zone).time % club->start_step == 0)
		return NULL;
	return refusal_booking_step(club->start_step);
}
