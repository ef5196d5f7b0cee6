/*
 * text_value.c
 *		What texts are made of, and when two of them are the same.
 */
#include "postgres.h"

#include "base/text_value.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(fitclub_fold);

/* Whether a text says nothing. */
bool
text_is_blank(const text *value)
{
	const char *start = VARDATA_ANY(value);

	for (int i = 0; i < (int) VARSIZE_ANY_EXHDR(value); i++)
		if (strchr(" \t\n\v\f\r", start[i]) == NULL)
			return false;
	return true;
}

/* Whether a text has more characters than so many. */
bool
text_is_longer(const text *value, int longest)
{
	int bytes = (int) VARSIZE_ANY_EXHDR(value);

	return bytes > longest &&
		   (bytes / pg_database_encoding_max_length() > longest ||
			pg_mbstrlen_with_len(VARDATA_ANY(value), bytes) > longest);
}

/*
 * Whether the second set of control characters, C1, begins at a byte. Other
 * encodings that have one byte for each character have letters there.
 */
static bool
is_second_control(const unsigned char *c, const unsigned char *end)
{
	int encoding = GetDatabaseEncoding();

	if (encoding == PG_UTF8)
		return c[0] == 0xc2 && c + 1 < end && c[1] < 0xa0;
	return ((encoding >= PG_LATIN1 && encoding <= PG_LATIN10) ||
			(encoding >= PG_ISO_8859_5 && encoding <= PG_ISO_8859_8)) &&
		   c[0] >= 0x80 && c[0] < 0xa0;
}

/* Control characters make terminals do things; lines want three of them. */
bool
text_has_control(const text *value, bool has_lines)
{
	const unsigned char *c = (const unsigned char *) VARDATA_ANY(value);
	const unsigned char *end = c + VARSIZE_ANY_EXHDR(value);

	for (; c < end; c++)
	{
		if (has_lines && (*c == '\t' || *c == '\n' || *c == '\r'))
			continue;
		if (*c < ' ' || *c == 0x7f ||
			(*c >= 0x80 && is_second_control(c, end)))
			return true;
	}
	return false;
}

/*
 * A name or an e-mail as it is compared: in the same way in every locale, or
 * a dump could not be loaded where another one holds.
 */
text *
fold_text(const text *value)
{
	const char *from = VARDATA_ANY(value);
	int length = (int) VARSIZE_ANY_EXHDR(value);
	text *folded = palloc(VARHDRSZ + length);
	char *start = VARDATA(folded);
	char *to = start;

	for (int i = 0; i < length; i++)
	{
		if (from[i] == ' ' && (to == start || to[-1] == ' '))
			continue;
		*to++ = (char) pg_ascii_tolower((unsigned char) from[i]);
	}
	if (to > start && to[-1] == ' ')
		to--;
	SET_VARSIZE(folded, VARHDRSZ + (to - start));
	return folded;
}

/* fold(text) */
Datum
fitclub_fold(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(fold_text(PG_GETARG_TEXT_PP(0)));
}
