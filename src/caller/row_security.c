/*
 * row_security.c
 *		What row security asks, of the role that reads.
 */
#include "postgres.h"

#include "caller/identity.h"
#include "caller/works_with.h"
#include "rows/payer.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"

PG_FUNCTION_INFO_V1(fitclub_reads_all);
PG_FUNCTION_INFO_V1(fitclub_writes_all);
PG_FUNCTION_INFO_V1(fitclub_own_member_id);
PG_FUNCTION_INFO_V1(fitclub_own_member_ids);
PG_FUNCTION_INFO_V1(fitclub_own_trainer_id);
PG_FUNCTION_INFO_V1(fitclub_is_own_trainee);
PG_FUNCTION_INFO_V1(fitclub_is_own_class);

/* Whether the session may see all of the club. */
static bool
sees_all(const Identity *identity)
{
	return identity_is_trusted(identity) ||
		   identity->persona == PERSONA_READER;
}

static const Identity *
reader(void)
{
	return identity_of_role(GetUserId());
}

/* reads_all(): whether all rows are for this role to see */
Datum
fitclub_reads_all(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(sees_all(reader()));
}

/* writes_all(): whether its table privileges are all that counts */
Datum
fitclub_writes_all(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(reader()->persona >= PERSONA_APPLICATION);
}

static Datum
own_id(FunctionCallInfo fcinfo, Persona persona)
{
	const Identity *identity = reader();

	if (identity->persona != persona)
		PG_RETURN_NULL();
	PG_RETURN_INT64(identity->id);
}

/* own_member_id(): the member whose role this is, or null */
Datum
fitclub_own_member_id(PG_FUNCTION_ARGS)
{
	return own_id(fcinfo, PERSONA_MEMBER);
}

/* own_member_ids(): the same member and the member's dependants, or null */
Datum
fitclub_own_member_ids(PG_FUNCTION_ARGS)
{
	const Identity *identity = reader();
	ArrayBuildState *ids;
	ListCell *cell;

	if (identity->persona != PERSONA_MEMBER)
		PG_RETURN_NULL();
	ids = accumArrayResult(NULL, Int64GetDatum(identity->id), false, INT8OID,
						   CurrentMemoryContext);
	foreach(cell, payer_dependants(identity->id))
		ids = accumArrayResult(ids, Int64GetDatum(*(int64 *) lfirst(cell)),
							   false, INT8OID, CurrentMemoryContext);
	PG_RETURN_DATUM(makeArrayResult(ids, CurrentMemoryContext));
}

/* own_trainer_id(): the trainer whose role this is, or null */
Datum
fitclub_own_trainer_id(PG_FUNCTION_ARGS)
{
	return own_id(fcinfo, PERSONA_TRAINER);
}

/* is_own_trainee(member_id): whether it is a trainer's who works with them */
Datum
fitclub_is_own_trainee(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(identity_works_with(reader(), PG_GETARG_INT64(0)));
}

/* is_own_class(class_id): whether it is that of the class's trainer */
Datum
fitclub_is_own_class(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(identity_teaches(reader(), PG_GETARG_INT64(0)));
}
