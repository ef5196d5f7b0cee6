/*
 * email.c
 *		What an e-mail address looks like.
 */
#include "postgres.h"

#include "base/email.h"

#include "base/settings.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_is_email);

#define LONGEST_EMAIL 254
#define LONGEST_LOCAL_PART 64
#define LONGEST_LABEL 63

/*
 * Whether a text has the form of an e-mail address as 1.0 took it: something,
 * one @, and a domain with a dot inside it; no blanks and nothing unprintable.
 */
static bool
email_is_well_formed(const char *email)
{
	const char *at = strchr(email, '@');
	const char *dot;

	if (at == NULL || at == email || strchr(at + 1, '@') != NULL ||
		strlen(email) > LONGEST_EMAIL)
		return false;
	for (const char *c = email; *c != '\0'; c++)
		if ((unsigned char) *c <= ' ' || *c == 0x7f ||
			strchr("<>()[],;:\\\"", *c) != NULL)
			return false;
	dot = strrchr(at, '.');
	return email[0] != '.' && at[-1] != '.' && dot != NULL && dot > at + 1 &&
		   dot[1] != '\0' && at[1] != '.' && strstr(email, "..") == NULL;
}

/* Characters that nobody sees: an address with one is not what it seems. */
static bool
is_invisible(pg_wchar c)
{
	return (c >= 0x80 && c <= 0xa0) || c == 0x1680 ||
		   (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f) ||
		   (c >= 0x205f && c <= 0x206f) || c == 0x3000 || c == 0xfeff;
}

static bool
has_invisible(const char *email)
{
	const unsigned char *c = (const unsigned char *) email;

	if (GetDatabaseEncoding() != PG_UTF8)
		return false;
	for (; *c != '\0'; c += pg_utf_mblen(c))
		if (*c >= 0x80 && is_invisible(utf8_to_unicode(c)))
			return true;
	return false;
}

/* A label between the dots of a domain; other scripts have letters, too. */
static bool
is_domain_label(const char *label, int length)
{
	for (int i = 0; i < length; i++)
		if (!IS_HIGHBIT_SET(label[i]) && label[i] != '-' &&
			!isalnum((unsigned char) label[i]))
			return false;
	return length > 0 && label[0] != '-' && label[length - 1] != '-' &&
		   pg_mbstrlen_with_len(label, length) <= LONGEST_LABEL;
}

/*
 * Whether there can be such an address. More than that only a message sent
 * there can tell.
 */
bool
email_is_possible(const char *email)
{
	const char *at = strchr(email, '@');
	const char *label;

	if (!email_is_well_formed(email) || has_invisible(email) ||
		at - email > LONGEST_LOCAL_PART)
		return false;
	for (label = at + 1;; label++)
	{
		int length = (int) strcspn(label, ".");

		if (!is_domain_label(label, length))
			return false;
		label += length;
		if (*label == '\0')
			break;
	}
	/* What ends in a number is an address of the network. */
	label = strrchr(at, '.') + 1;
	return strspn(label, "0123456789") != strlen(label);
}

/* is_email(text) */
Datum
fitclub_is_email(PG_FUNCTION_ARGS)
{
	const char *email = text_to_cstring(PG_GETARG_TEXT_PP(0));

	PG_RETURN_BOOL(takes_old_values() ? email_is_well_formed(email)
									  : email_is_possible(email));
}
