/*
 * ical_line.c
 *		Lines of iCalendar (RFC 5545).
 */
#include "postgres.h"

#include "base/fitclub.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(fitclub_calendar_line);
PG_FUNCTION_INFO_V1(fitclub_calendar_instant);

/* Of a line, without its end. */
#define MOST_OCTETS 75

/* A line on its way, and how many octets it has since it was folded. */
typedef struct FoldedLine
{
	StringInfoData text;
	int octets;
} FoldedLine;

/* Where nobody knows what bytes mean they are taken for UTF-8. */
static bool
is_utf8(void)
{
	return GetDatabaseEncoding() == PG_UTF8 ||
		   GetDatabaseEncoding() == PG_SQL_ASCII;
}

static int
character_length(const char *character, const char *end)
{
	int length = pg_encoding_mblen(is_utf8() ? PG_UTF8 : GetDatabaseEncoding(),
								   character);

	return Min(length, end - character);
}

/* How many octets of UTF-8 a character is, or at most will be. */
static int
octets_of(const char *character, int length)
{
	return is_utf8() || !IS_HIGHBIT_SET(*character) ? length : 4;
}

/* Append what is not to be torn apart. */
static void
append_unit(FoldedLine *line, const char *unit, int length, int octets)
{
	if (line->octets + octets > MOST_OCTETS)
	{
		appendStringInfoString(&line->text, "\r\n ");
		line->octets = 1;
	}
	appendBinaryStringInfo(&line->text, unit, length);
	line->octets += octets;
}

/* Length of the line terminator here, or 0. */
static int
line_end_length(const char *here, const char *end)
{
	static const char *const line_ends[] = {
		"\r\n", "\n", "\r", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};

	for (size_t i = 0; i < lengthof(line_ends); i++)
	{
		int length = (int) strlen(line_ends[i]);

		if (length <= end - here && memcmp(here, line_ends[i], length) == 0 &&
			(is_utf8() || !IS_HIGHBIT_SET(*here)))
			return length;
	}
	return 0;
}

/* Control characters have no place in a text, but for the tab. */
static bool
is_control(char character)
{
	return ((unsigned char) character < ' ' && character != '\t') ||
		   character == '\x7f';
}

static void
append_text(FoldedLine *line, const char *here, const char *end)
{
	while (here < end)
	{
		int length = line_end_length(here, end);

		if (length > 0)
			append_unit(line, "\\n", 2, 2);
		else
		{
			length = character_length(here, end);
			if (*here == '\\' || *here == ';' || *here == ',')
				append_unit(line, (char[]){'\\', *here}, 2, 2);
			else if (is_control(*here))
				append_unit(line, " ", 1, 1);
			else
				append_unit(line, here, length, octets_of(here, length));
		}
		here += length;
	}
}

/*
 * calendar_line(property, value): the line of a property whose value is text:
 * escaped, folded and ended.
 */
Datum
fitclub_calendar_line(PG_FUNCTION_ARGS)
{
	text *property = PG_GETARG_TEXT_PP(0);
	text *value = PG_GETARG_TEXT_PP(1);
	FoldedLine line = {.octets = 0};

	initStringInfo(&line.text);
	append_unit(&line, VARDATA_ANY(property), VARSIZE_ANY_EXHDR(property),
				VARSIZE_ANY_EXHDR(property));
	append_unit(&line, ":", 1, 1);
	append_text(&line, VARDATA_ANY(value),
				VARDATA_ANY(value) + VARSIZE_ANY_EXHDR(value));
	appendStringInfoString(&line.text, "\r\n");
	PG_RETURN_TEXT_P(cstring_to_text_with_len(line.text.data, line.text.len));
}

/*
 * calendar_instant(instant): an instant as iCalendar writes it, in UTC and in
 * whole seconds. Years have four digits; what is earlier or later is the first
 * or the last second of those.
 */
Datum
fitclub_calendar_instant(PG_FUNCTION_ARGS)
{
	TimestampTz instant = PG_GETARG_TIMESTAMPTZ(0);
	struct pg_tm parts;
	fsec_t microseconds;

	if (TIMESTAMP_IS_NOBEGIN(instant))
		parts.tm_year = 0;
	else if (TIMESTAMP_IS_NOEND(instant))
		parts.tm_year = 10000;
	else if (timestamp2tm(instant, NULL, &parts, &microseconds, NULL, NULL) !=
			 0)
		ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
						errmsg("timestamp out of range")));
	if (parts.tm_year < 1)
		PG_RETURN_TEXT_P(cstring_to_text("00010101T000000Z"));
	if (parts.tm_year > 9999)
		PG_RETURN_TEXT_P(cstring_to_text("99991231T235959Z"));
	PG_RETURN_TEXT_P(cstring_to_text(
		psprintf("%04d%02d%02dT%02d%02d%02dZ", parts.tm_year, parts.tm_mon,
				 parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec)));
}
