/*
 * offer.c
 *		Services that the club offers, and who gives them.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "caller/permission.h"
#include "write/statement.h"

#include "catalog/pg_type.h"

PG_FUNCTION_INFO_V1(fitclub_create_service);
PG_FUNCTION_INFO_V1(fitclub_update_service);
PG_FUNCTION_INFO_V1(fitclub_set_trainer_service);

static const char *const service_kinds[] = {"class", "session", NULL};

static ArgumentTable service_arguments = {
	TABLE_SERVICE,
	{
		{"name", REQUIRED, TEXT},
		{"kind", REQUIRED, CHOICE, .choices = service_kinds},
		{"duration", OPTIONAL, DURATION},
		{"price", OPTIONAL, PRICE},
		{"credits", REQUIRED, INTEGER, 1, 100, ""},
		{"is_active", REQUIRED, FLAG}, /* of updates only */
	}};

/*
 * create_service(name, kind, duration, price, credits): adds a service. Returns
 * its id.
 */
Datum
fitclub_create_service(PG_FUNCTION_ARGS)
{
	permit_staff(TABLE_SERVICE);
	check_arguments(fcinfo, 0, REQUIRED, &service_arguments);
	return insert_given(fcinfo, &service_arguments);
}

/*
 * update_service(service_id, ..., is_active, clear): changes what is given.
 * Locks the row until the transaction ends. Returns the service's id.
 */
Datum
fitclub_update_service(PG_FUNCTION_ARGS)
{
	permit_staff(TABLE_SERVICE);
	(void) argument_key(fcinfo, 0, TABLE_SERVICE);
	check_changes(fcinfo, &service_arguments);
	return update_given(fcinfo, &service_arguments);
}

/*
 * set_trainer_service(trainer_id, service_id, price, offers): a trainer gives
 * a service, or does not. Locks the row until the transaction ends. Returns
 * the service's id.
 */
Datum
fitclub_set_trainer_service(PG_FUNCTION_ARGS)
{
	static SavedStatement insert = {
		"INSERT INTO fitclub.trainer_service (trainer_id, service_id, price)"
		" VALUES ($1, $2, $3) ON CONFLICT (service_id, trainer_id)"
		" DO UPDATE SET price = excluded.price",
		3,
		{INT8OID, INT8OID, NUMERICOID}};
	static SavedStatement delete = {
		"DELETE FROM fitclub.trainer_service"
		" WHERE trainer_id = $1 AND service_id = $2",
		2,
		{INT8OID, INT8OID}};
	Datum values[3];
	bool nulls[3];

	permit_staff(TABLE_TRAINER_SERVICE);
	check_row(fcinfo, 0, REQUIRED, TABLE_TRAINER_SERVICE, "trainer_id",
			  TABLE_TRAINER);
	check_row(fcinfo, 1, REQUIRED, TABLE_TRAINER_SERVICE, "service_id",
			  TABLE_SERVICE);
	check_money(fcinfo, 2, OPTIONAL, TABLE_TRAINER_SERVICE, "price", true);
	(void) check_given(fcinfo, 3, REQUIRED, TABLE_TRAINER_SERVICE, "offers");
	statement_arguments(fcinfo, 3, values, nulls);
	(void) statement_execute(PG_GETARG_BOOL(3) ? &insert : &delete, values,
							 nulls);
	PG_RETURN_INT64(PG_GETARG_INT64(1));
}
