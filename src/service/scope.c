/*
 * scope.c
 *		What a pack or a plan is good for: bookings of a kind, of a service, with
 *		a trainer.
 */
#include "postgres.h"

#include "service/scope.h"

#include "argument/argument.h"
#include "argument/text_argument.h"
#include "write/statement.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

/* A service is of the kind that is given with it. */
static void
check_kind_of_service(FunctionCallInfo fcinfo, TableId table)
{
	static SavedStatement query = {
		"SELECT s.kind = $2 FROM fitclub.service AS s WHERE s.service_id = $1",
		2,
		{INT8OID, TEXTOID}};
	Datum arguments[] = {PG_GETARG_DATUM(2), PG_GETARG_DATUM(1)};
	Datum is_of_kind;
	bool isnull;

	if (statement_values(&query, arguments, 1, &is_of_kind, &isnull) &&
		!DatumGetBool(is_of_kind))
		refuse(refusal_value(
			ERRCODE_INVALID_PARAMETER_VALUE, table, "service_id",
			"the service is of another kind",
			"A class is of a service of kind class, a session of one of kind session."));
}

/*
 * The arguments 1 to 3 of a function that adds a scope: kind, service_id and
 * trainer_id; table is that of scopes.
 */
void
service_check_scope(FunctionCallInfo fcinfo, TableId table)
{
	static const char *const kinds[] = {"class", "session", NULL};

	check_choice(fcinfo, 1, REQUIRED, table, "kind", kinds);
	check_row(fcinfo, 2, OPTIONAL, table, "service_id", TABLE_SERVICE);
	check_row(fcinfo, 3, OPTIONAL, table, "trainer_id", TABLE_TRAINER);
	if (!PG_ARGISNULL(2))
		check_kind_of_service(fcinfo, table);
}
