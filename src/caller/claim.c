/*
 * claim.c
 *		The setting fitclub.identity: for whom a session says it acts.
 */
#include "postgres.h"

#include "caller/claim.h"

#include "base/settings.h"

/* PERSONA:ID, with nothing that could be taken for something else. */
bool
claim_parse(const char *text, Claim *parsed)
{
	const char *colon = strchr(text, ':');
	char *name;
	bool is_known;

	if (colon == NULL || colon[1] < '1' || colon[1] > '9' ||
		colon[1 + strspn(colon + 1, "0123456789")] != '\0' ||
		strlen(colon + 1) > 18)
		return false;
	name = pnstrdup(text, colon - text);
	is_known = persona_by_name(name, &parsed->persona);
	pfree(name);
	parsed->id = strtoi64(colon + 1, NULL, 10);
	return is_known && parsed->persona != PERSONA_READER;
}

static bool
check_identity(char **value, void **extra, GucSource source)
{
	Claim parsed;

	if (*value == NULL || **value == '\0' || claim_parse(*value, &parsed))
		return true;
	GUC_check_errdetail(
		"It is empty, or one of member, trainer and staff with an id, such as \"member:42\".");
	return false;
}

/* Define the settings, of which one is ours. */
void
claim_init(void)
{
	settings_init(check_identity);
}
