/*
 * settings.c
 *		The settings, which the libraries of all versions share.
 *
 * A session that goes on after an update of the extension has two libraries,
 * and the server takes one definition of a setting. The library that comes
 * first defines it; the others find its value by the name of the setting.
 */
#include "postgres.h"

#include "base/settings.h"

#include "utils/memutils.h"

Settings settings;

/* A setting that came before the library is taken over in parallel queries. */
#define FLAGS GUC_ALLOW_IN_PARALLEL

static const bool *
bool_setting(const char *name, const char *summary, const char *details,
			 bool initial, GucContext context)
{
	void **shared = find_rendezvous_variable(name);

	if (*shared == NULL)
	{
		bool *value = MemoryContextAllocZero(TopMemoryContext, sizeof(bool));

		DefineCustomBoolVariable(name, summary, details, value, initial,
								 context, FLAGS, NULL, NULL, NULL);
		*shared = value;
	}
	return *shared;
}

/* ---- for whom the session acts ---- */

static IdentitySetting *identity_being_defined = NULL;

static void
assign_identity(const char *value, void *extra)
{
	identity_being_defined->is_lost = false;
}

/*
 * It takes a superuser, or GRANT SET ON PARAMETER, to set it, be it in a
 * SECURITY DEFINER function for others; RESET and DISCARD ALL, which poolers
 * send, empty it for everybody.
 */
static const IdentitySetting *
identity_setting(GucStringCheckHook check)
{
	const char *name = FITCLUB_SCHEMA ".identity";
	void **shared = find_rendezvous_variable(name);
	const char *early;
	bool is_claimed;

	if (*shared != NULL)
		return *shared;
	early = GetConfigOption(name, true, false);
	is_claimed = early != NULL && *early != '\0';
	if (identity_being_defined == NULL)
		identity_being_defined =
			MemoryContextAllocZero(TopMemoryContext, sizeof(IdentitySetting));
	DefineCustomStringVariable(
		name, "For whom the session acts: member:ID, trainer:ID or staff:ID.",
		"Empty: for whom the role acts by its login or its persona.",
		&identity_being_defined->value, "", PGC_SUSET, FLAGS, check,
		assign_identity, NULL);

	/* It was malformed, or not for that role to set: no reason for more rights. */
	identity_being_defined->is_lost = is_claimed &&
									  *identity_being_defined->value == '\0';
	*shared = identity_being_defined;
	return *shared;
}

/*
 * Define what no other library has defined, and reserve the prefix:
 * nobody can make up another setting in fitclub's name and rely on it.
 */
void
settings_init(GucStringCheckHook check_identity)
{
	settings.accept_old_values = bool_setting(
		FITCLUB_SCHEMA ".accept_old_values",
		"Lets dumps of version 1.0 load with values that are refused now.",
		"Turn off to have texts, dates and times checked in a restore too.",
		true, PGC_SUSET);
	settings.audit = bool_setting(
		FITCLUB_SCHEMA ".audit", "Writes an audit log of every change.",
		"Turn off for bulk loads; such changes are then not recorded.", true,
		PGC_SUSET);
	settings.allow_drop =
		bool_setting(FITCLUB_SCHEMA ".allow_drop",
					 "Allows DROP EXTENSION fitclub to delete a club's data.",
					 NULL, false, PGC_USERSET);
	/* What has to see statements is not for those to switch off who run them. */
	settings.direct_writes = bool_setting(
		FITCLUB_SCHEMA ".direct_writes",
		"Lets functions write rows without a statement for each.",
		"Turn off to have rules, forced row security and extensions that "
		"look at statements see what functions write.",
		true, PGC_SUSET);
	/* Not for everybody: all who write and listen pay. */
	settings.notify = bool_setting(
		FITCLUB_SCHEMA ".notify",
		"Sends NOTIFY fitclub on every booking, change and cancellation.",
		"Transactions that have sent something commit one after the other.",
		false, PGC_SUSET);
	settings.identity = identity_setting(check_identity);
	MarkGUCPrefixReserved(FITCLUB_SCHEMA);
}
