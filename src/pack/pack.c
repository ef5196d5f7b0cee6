/*
 * pack.c
 *		Packs that the club sells, and what their credits pay for.
 *
 * Packs are settings. What one says when it is sold holds for that sale, so
 * that nothing of it changes later but its name and whether it is sold.
 */
#include "postgres.h"

#include "argument/argument.h"
#include "argument/argument_table.h"
#include "argument/text_argument.h"
#include "caller/permission.h"
#include "engine/dirty_scan.h"
#include "pack/pack_refusal.h"
#include "rows/club.h"
#include "rows/settled_row.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_create_pack);
PG_FUNCTION_INFO_V1(fitclub_update_pack);
PG_FUNCTION_INFO_V1(fitclub_add_pack_scope);

/*
 * create_pack(name, credits, price, valid_for, is_shared, is_transferable,
 * usable_unpaid): adds a pack. With the first one, bookings begin to ask what
 * covers them. Returns the pack's id.
 */
Datum
fitclub_create_pack(PG_FUNCTION_ARGS)
{
	static ArgumentTable arguments = {
		TABLE_PACK,
		{
			{"name", REQUIRED, TEXT},
			{"credits", REQUIRED, INTEGER, 1, 10000, ""},
			{"price", REQUIRED, PRICE},
			{"valid_for", OPTIONAL, DAYS},
			{"is_shared", REQUIRED, FLAG},
			{"is_transferable", REQUIRED, FLAG},
			{"usable_unpaid", REQUIRED, FLAG},
		}};
	Datum pack_id;

	permit_staff(TABLE_PACK);
	check_arguments(fcinfo, 0, REQUIRED, &arguments);
	pack_id = insert_given(fcinfo, &arguments);
	club_start_cover();
	return pack_id;
}

/*
 * update_pack(pack_id, name, is_active): changes what is given. Locks the row
 * until the transaction ends. Returns the pack's id.
 */
Datum
fitclub_update_pack(PG_FUNCTION_ARGS)
{
	static SavedStatement update = {
		"UPDATE fitclub.pack SET name = coalesce($2, name),"
		" is_active = coalesce($3, is_active)"
		" WHERE pack_id = $1 RETURNING pack_id",
		3,
		{INT8OID, TEXTOID, BOOLOID}};

	permit_staff(TABLE_PACK);
	(void) argument_key(fcinfo, 0, TABLE_PACK);
	check_text(fcinfo, 1, OPTIONAL, TABLE_PACK, "name");
	return statement_update(&update, fcinfo, TABLE_PACK);
}

/* A scope is for a service of its kind. */
static void
check_service_kind(FunctionCallInfo fcinfo)
{
	static SavedStatement select = {
		"SELECT kind = $2 FROM fitclub.service WHERE service_id = $1",
		2,
		{INT8OID, TEXTOID}};
	Datum arguments[] = {PG_GETARG_DATUM(2), PG_GETARG_DATUM(1)};
	Datum is_of_kind;
	bool isnull;

	check_row(fcinfo, 2, OPTIONAL, TABLE_PACK_SCOPE, "service_id",
			  TABLE_SERVICE);
	if (!PG_ARGISNULL(2) &&
		statement_values(&select, arguments, 1, &is_of_kind, &isnull) &&
		!DatumGetBool(is_of_kind))
		refuse(refusal_value(
			ERRCODE_INVALID_PARAMETER_VALUE, TABLE_PACK_SCOPE, "service_id",
			"the service is of another kind",
			"A class is of a service of kind class, a session of one of kind session."));
}

/* Whether anybody has or is just getting credits of a pack. */
static bool
is_sold(int64 pack_id)
{
	ScanKeyData key;
	DirtyScan scan = FIRST_PASS;
	bool found;

	key_int64(&key, Anum_pack_sale_pack_id, pack_id);
	do
	{
		dirty_scan_begin(&scan, TABLE_PACK_SALE, INDEX_SALE_PACK, 1, &key);
		found = dirty_scan_next(&scan, ForwardScanDirection) != NULL;
	} while (dirty_scan_end(&scan) && !found);
	return found;
}

/*
 * add_pack_scope(pack_id, kind, service_id, trainer_id): the credits of a pack
 * that nobody has bought pay for this, too, or, if it is the first thing said,
 * for this only. Locks the pack's row until the transaction ends, for which the
 * foreign keys of sales wait. Returns the scope's id.
 */
Datum
fitclub_add_pack_scope(PG_FUNCTION_ARGS)
{
	static const char *const kinds[] = {"class", "session", NULL};
	static SavedStatement lock = {
		"SELECT FROM fitclub.pack WHERE pack_id = $1 FOR UPDATE",
		1,
		{INT8OID}};
	static SavedStatement insert = {
		"INSERT INTO fitclub.pack_scope (pack_id, kind, service_id, trainer_id)"
		" VALUES ($1, $2, $3, $4) RETURNING pack_scope_id",
		4,
		{INT8OID, TEXTOID, INT8OID, INT8OID}};
	static SavedStatement find = {
		"SELECT FROM fitclub.pack_scope WHERE pack_id = $1 AND kind = $2"
		" AND service_id IS NOT DISTINCT FROM $3"
		" AND trainer_id IS NOT DISTINCT FROM $4",
		4,
		{INT8OID, TEXTOID, INT8OID, INT8OID}};
	Datum pack_id;
	Datum values[4];
	bool nulls[4];

	permit_staff(TABLE_PACK_SCOPE);
	pack_id = Int64GetDatum(argument_key(fcinfo, 0, TABLE_PACK));
	check_choice(fcinfo, 1, REQUIRED, TABLE_PACK_SCOPE, "kind", kinds);
	check_service_kind(fcinfo);
	check_row(fcinfo, 3, OPTIONAL, TABLE_PACK_SCOPE, "trainer_id",
			  TABLE_TRAINER);
	(void) statement_execute(&lock, &pack_id, NULL);
	if (is_sold(DatumGetInt64(pack_id)))
		refuse(refusal_pack_sold(DatumGetInt64(pack_id)));
	statement_arguments(fcinfo, 4, values, nulls);
	if (statement_execute(&find, values, nulls) > 0)
		refuse(refusal_scope_taken(DatumGetInt64(pack_id)));
	return statement_insert(&insert, fcinfo, TABLE_PACK_SCOPE);
}
