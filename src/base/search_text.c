/*
 * search_text.c
 *		Texts as they are compared with what somebody types to find them.
 */
#include "postgres.h"

#include "base/text_value.h"

#include "catalog/pg_collation.h"
#include "common/string.h"
#include "common/unicode_norm.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/formatting.h"

PG_FUNCTION_INFO_V1(fitclub_search_text);

/* Whether a character is a mark on the letter before it. */
static bool
is_combining_mark(pg_wchar c)
{
	return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
		   (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
		   (c >= 0xFE20 && c <= 0xFE2F);
}

/* A text in UTF-8 with its letters taken apart (NFKD), and without the marks. */
static char *
without_marks(const char *value)
{
	int bytes = (int) strlen(value);
	pg_wchar *letters = palloc(((Size) bytes + 1) * sizeof(pg_wchar));
	pg_wchar *parts;
	char *result;
	int count = 0;

	pg_mb2wchar_with_len(value, letters, bytes);
	parts = unicode_normalize(UNICODE_NFKD, letters);
	for (pg_wchar *part = parts; *part != 0; part++)
		if (!is_combining_mark(*part))
			parts[count++] = *part;
	result = palloc((Size) count * MAX_MULTIBYTE_CHAR_LEN + 1);
	pg_wchar2mb_with_len(parts, result, count);
	return result;
}

/* One space for each run of spaces and commas, and none at the ends. */
static void
close_gaps(char *value)
{
	char *end = value;
	bool follows_gap = false;

	for (char *c = value; *c != '\0'; c++)
	{
		if (strchr(" ,\t\n\v\f\r", *c) != NULL)
			follows_gap = end > value;
		else
		{
			if (follows_gap)
				*end++ = ' ';
			*end++ = *c;
			follows_gap = false;
		}
	}
	*end = '\0';
}

/*
 * search_text(text): in lower case, without accents and with single spaces.
 * Only Unicode tells what an accent is.
 */
Datum
fitclub_search_text(PG_FUNCTION_ARGS)
{
	char *value = text_to_cstring(PG_GETARG_TEXT_PP(0));

	if (GetDatabaseEncoding() == PG_UTF8 && !pg_is_ascii(value))
		value = without_marks(value);
	value = str_tolower(value, strlen(value), DEFAULT_COLLATION_OID);
	close_gaps(value);
	PG_RETURN_TEXT_P(cstring_to_text(value));
}
