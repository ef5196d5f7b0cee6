/*
 * timetable.c
 *		The week as a printed page.
 *
 * A line is an hour by the clock on the wall, a column a room or a trainer. A
 * booking has a cell in each hour that it touches. What is too wide is cut, but
 * never so that two names become the same; columns that the page has no place
 * for then make a second block.
 */
#include "postgres.h"

#include "calendar/week.h"

#include "funcapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(fitclub_print_week);

/* The columns of a page may be as wide as this, if there is a choice. */
#define NARROWEST_COLUMN 8
#define WIDEST_COLUMN 20
#define HOUR_WIDTH 6
#define SEPARATOR_WIDTH 3

#define NARROWEST_PAGE 40
#define WIDEST_PAGE 1000

/* Zones differ by quarters of an hour. */
#define QUARTER (15 * USECS_PER_MINUTE)

/* What of a booking is printed in one hour. */
typedef struct Cell
{
	const char *head;
	const char *tail;
	struct Cell *next; /* in the same hour of the same column */
} Cell;

typedef struct PageColumn
{
	const char *title;
	int needed;
	int width;
	int block;
	Cell *cells[HOURS_OF_WEEK];
} PageColumn;

typedef struct PrintedPage
{
	const CalendarWeek *week;
	int width;
	int column_count;
	PageColumn *columns;
	int cell_count;
	int cell_space;
	Cell **cells;
	ReturnSetInfo *result;
} PrintedPage;

/* A name and what is printed of it. */
typedef struct CutName
{
	const char *name;
	const char *letters;
} CutName;

/* How many columns of a terminal a text takes: wide characters take two. */
static int
display_width(const char *value)
{
	int width = 0;

	for (; *value != '\0'; value += pg_mblen(value))
		width += Max(pg_dsplen(value), 0);
	return width;
}

/* The beginning of a text that takes at most so many columns. */
static char *
cut_text(const char *value, int width)
{
	const char *end = value;

	while (*end != '\0' && pg_dsplen(end) <= width)
	{
		width -= Max(pg_dsplen(end), 0);
		end += pg_mblen(end);
	}
	return pnstrdup(value, end - value);
}

/* As much of a cell's head as there is place for. */
static char *
cell_letters(const Cell *cell, int width)
{
	int tail = display_width(cell->tail);
	char *letters;
	int length;

	if (display_width(cell->head) + tail <= width)
		return pstrdup(cell->head);
	letters = cut_text(cell->head, Max(width - 1 - tail, 0));
	length = (int) strlen(letters);
	while (length > 0 && strchr(" ./", letters[length - 1]) != NULL)
		length--;
	letters[length] = '\0';
	return letters;
}

static char *
cell_text(const Cell *cell, int width)
{
	char *letters = cell_letters(cell, width);

	return cut_text(psprintf("%s%s%s", letters,
							 strcmp(letters, cell->head) == 0 ? "" : ".",
							 cell->tail),
					width);
}

static int
compare_cut_names(const void *left, const void *right)
{
	const CutName *a = left;
	const CutName *b = right;
	int order = strcmp(a->letters, b->letters);

	return order != 0 ? order : strcmp(a->name, b->name);
}

/* Whether two names that differ have the same letters left. */
static bool
names_collide(CutName *names, int count)
{
	qsort(names, count, sizeof(CutName), compare_cut_names);
	for (int i = 1; i < count; i++)
		if (strcmp(names[i - 1].letters, names[i].letters) == 0 &&
			strcmp(names[i - 1].name, names[i].name) != 0)
			return true;
	return false;
}

/* Whether columns of at most this width tell all names apart. */
static bool
width_tells_names_apart(const PrintedPage *page, int width)
{
	MemoryContext ours = AllocSetContextCreate(
		CurrentMemoryContext, "cut names", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(ours);
	CutName *names =
		palloc(Max(page->cell_count, page->column_count) * sizeof(CutName));
	bool collides;

	for (int i = 0; i < page->column_count; i++)
	{
		names[i].name = page->columns[i].title;
		names[i].letters = cut_text(page->columns[i].title, width);
	}
	collides = names_collide(names, page->column_count);
	for (int i = 0; !collides && i < page->cell_count; i++)
	{
		names[i].name = page->cells[i]->head;
		names[i].letters = cell_letters(page->cells[i], width);
	}
	collides = collides || names_collide(names, page->cell_count);
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(ours);
	return !collides;
}

/* Give the columns a width, and blocks that are at most as wide as the page. */
static int
lay_out_columns(PrintedPage *page, int widest)
{
	int used = HOUR_WIDTH;
	int block = 0;

	for (int i = 0; i < page->column_count; i++)
	{
		PageColumn *column = &page->columns[i];

		column->width = Min(column->needed, widest);
		if (used > HOUR_WIDTH &&
			used + SEPARATOR_WIDTH + column->width > page->width)
		{
			block++;
			used = HOUR_WIDTH;
		}
		used += SEPARATOR_WIDTH + column->width;
		column->block = block;
	}
	return block + 1;
}

/*
 * The widest columns that need one block, or else the narrowest ones that are
 * wide enough for the names. Returns the number of blocks.
 */
static int
choose_widths(PrintedPage *page)
{
	int narrow = WIDEST_COLUMN;
	int wide = WIDEST_COLUMN;

	for (int width = WIDEST_COLUMN; width >= NARROWEST_COLUMN; width--)
		if (lay_out_columns(page, width) == 1)
		{
			if (width_tells_names_apart(page, width))
				return 1;
			break;
		}
	for (int i = 0; i < page->column_count; i++)
		wide = Max(wide, page->columns[i].needed);
	while (narrow < wide)
	{
		int width = (narrow + wide) / 2;

		if (width_tells_names_apart(page, width))
			wide = width;
		else
			narrow = width + 1;
	}
	return lay_out_columns(page, wide);
}

static void
add_cell(PrintedPage *page, PageColumn *column, int hour, char *head,
		 char *tail)
{
	Cell *cell = palloc0(sizeof(Cell));
	Cell **place = &column->cells[hour];

	while (*place != NULL)
		place = &(*place)->next;
	*place = cell;
	cell->head = head;
	cell->tail = tail;
	column->needed =
		Max(column->needed, display_width(head) + display_width(tail));
	if (page->cell_count == page->cell_space)
	{
		page->cell_space *= 2;
		page->cells = repalloc(page->cells, page->cell_space * sizeof(Cell *));
	}
	page->cells[page->cell_count++] = cell;
}

/* The hour of the week at an instant; one before it or after it is outside. */
static int
hour_of_week(const CalendarWeek *week, TimestampTz instant)
{
	int64 time = calendar_time_since(week, -DAYS_OF_WEEK, instant);

	return (int) (time / USECS_PER_HOUR) - HOURS_OF_WEEK;
}

static int
minute_of_hour(const CalendarWeek *week, TimestampTz instant)
{
	int64 time = calendar_time_since(week, -DAYS_OF_WEEK, instant);

	return (int) (time / USECS_PER_MINUTE) % MINS_PER_HOUR;
}

/* The hours that a booking touches, in order of time; returns how many. */
static int
touched_hours(const CalendarWeek *week, Period period, int **hours)
{
	int count = 0;

	*hours = palloc(((period.end - period.start) / QUARTER + 2) * sizeof(int));
	for (TimestampTz instant = period.start; instant < period.end;)
	{
		int hour = hour_of_week(week, instant);

		if (count == 0 || (*hours)[count - 1] != hour)
			(*hours)[count++] = hour;
		if (instant == period.end - 1)
			break;
		instant = Min(instant + QUARTER, period.end - 1);
	}
	return count;
}

/* The day of an hour that is in the week, or in the one before or after. */
static int
day_of_hour(int hour)
{
	return (hour + HOURS_OF_WEEK) / HOURS_PER_DAY;
}

/* The cells of a booking: on each day the first has its text. */
static void
add_item(PrintedPage *page, const CalendarItem *item)
{
	const CalendarWeek *week = page->week;
	PageColumn *column = &page->columns[item->position - 1];
	int start_minute = minute_of_hour(week, item->period.start);
	int end_minute = minute_of_hour(week, item->period.end);
	int *hours;
	int count = touched_hours(week, item->period, &hours);

	column->title = item->title;
	for (int i = 0; i < count; i++)
	{
		bool is_first = i == 0 ||
						day_of_hour(hours[i]) != day_of_hour(hours[i - 1]);
		char *head = is_first ? item->head : pstrdup("\"");
		char *tail = is_first ? item->tail : pstrdup("");

		if (hours[i] < 0 || hours[i] >= HOURS_OF_WEEK)
			continue;
		if (i == 0 && start_minute > 0)
			head = psprintf(":%02d %s", start_minute, head);
		if (!is_first && i == count - 1 && end_minute > 0)
			tail = psprintf(" to %02d:%02d", hours[i] % HOURS_PER_DAY,
							end_minute);
		add_cell(page, column, hours[i], head, tail);
	}
}

/* Whether clocks show an hour on a day at all, or are put forward past it. */
static bool
hour_exists(const CalendarWeek *week, int hour)
{
	DateADT day = week->first_day + hour / HOURS_PER_DAY;
	struct pg_tm tm = {0};
	int64 late;

	j2date(day + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	tm.tm_hour = hour % HOURS_PER_DAY;
	tm.tm_min = MINS_PER_HOUR - 1;
	late = day * USECS_PER_DAY + tm.tm_hour * USECS_PER_HOUR +
		   tm.tm_min * USECS_PER_MINUTE;
	return local_microseconds(local_time(
			   late + DetermineTimeZoneOffset(&tm, week->zone) * USECS_PER_SEC,
			   week->zone)) == late;
}

/* How many lines an hour needs in a block. */
static int
lines_of_hour(const PrintedPage *page, int block, int hour)
{
	int most = 0;

	for (int i = 0; i < page->column_count; i++)
	{
		int lines = 0;

		if (page->columns[i].block != block)
			continue;
		for (Cell *cell = page->columns[i].cells[hour]; cell != NULL;
			 cell = cell->next)
			lines++;
		most = Max(most, lines);
	}
	return most;
}

static void
print_line(const PrintedPage *page, StringInfo line)
{
	Datum value;
	bool isnull = false;

	while (line->len > 0 && line->data[line->len - 1] == ' ')
		line->data[--line->len] = '\0';
	value = CStringGetTextDatum(line->data);
	tuplestore_putvalues(page->result->setResult, page->result->setDesc,
						 &value, &isnull);
	resetStringInfo(line);
}

static void
append_padded(StringInfo line, const char *value, int width)
{
	appendStringInfoString(line, value);
	appendStringInfoSpaces(line, width - display_width(value));
}

/* The three lines above a block. */
static void
print_heading(const PrintedPage *page, int block, DateADT day, StringInfo line)
{
	appendStringInfoString(line, calendar_day_label(day));
	print_line(page, line);
	appendStringInfoSpaces(line, HOUR_WIDTH);
	for (int i = 0; i < page->column_count; i++)
		if (page->columns[i].block == block)
		{
			appendStringInfoString(line, " | ");
			append_padded(
				line, cut_text(page->columns[i].title, page->columns[i].width),
				page->columns[i].width);
		}
	print_line(page, line);
	appendStringInfoString(line, "------");
	for (int i = 0; i < page->column_count; i++)
		if (page->columns[i].block == block)
		{
			appendStringInfoString(line, "-+-");
			for (int j = 0; j < page->columns[i].width; j++)
				appendStringInfoChar(line, '-');
		}
	print_line(page, line);
}

static void
print_hour(const PrintedPage *page, int block, int hour, StringInfo line)
{
	int lines = Max(lines_of_hour(page, block, hour), 1);

	for (int i = 0; i < lines; i++)
	{
		if (i == 0)
			appendStringInfo(line, " %02d:00", hour % HOURS_PER_DAY);
		else
			appendStringInfoSpaces(line, HOUR_WIDTH);
		for (int j = 0; j < page->column_count; j++)
		{
			const PageColumn *column = &page->columns[j];
			const Cell *cell = column->cells[hour];

			if (column->block != block)
				continue;
			for (int k = 0; cell != NULL && k < i; k++)
				cell = cell->next;
			appendStringInfoString(line, " | ");
			append_padded(line,
						  cell == NULL ? "" : cell_text(cell, column->width),
						  column->width);
		}
		print_line(page, line);
	}
}

/* A day, from the first hour with a booking to the last. */
static void
print_day(const PrintedPage *page, int block, int day, bool *is_begun)
{
	int first = -1;
	int last = -1;
	StringInfoData line;

	for (int hour = day * HOURS_PER_DAY; hour < (day + 1) * HOURS_PER_DAY;
		 hour++)
		if (lines_of_hour(page, block, hour) > 0)
		{
			first = first < 0 ? hour : first;
			last = hour;
		}
	if (first < 0)
		return;
	initStringInfo(&line);
	if (*is_begun)
		print_line(page, &line);
	*is_begun = true;
	print_heading(page, block, page->week->first_day + day, &line);
	for (int hour = first; hour <= last; hour++)
		if (lines_of_hour(page, block, hour) > 0 ||
			hour_exists(page->week, hour))
			print_hour(page, block, hour, &line);
}

/*
 * print_week(first_day, time_zone, positions, titles, heads, tails, starts,
 * ends, width): the lines of the page.
 */
Datum
fitclub_print_week(PG_FUNCTION_ARGS)
{
	CalendarWeek week = calendar_week(fcinfo);
	PrintedPage page = {.week = &week, .width = PG_GETARG_INT32(8)};
	bool is_begun = false;
	int blocks;

	if (page.width < NARROWEST_PAGE || page.width > WIDEST_PAGE)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("width must be from %d to %d", NARROWEST_PAGE,
						WIDEST_PAGE),
				 err_generic_string(PG_DIAG_CONSTRAINT_NAME, "width_check")));
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	page.result = (ReturnSetInfo *) fcinfo->resultinfo;
	page.cell_space = Max(week.item_count, 1);
	page.cells = palloc(page.cell_space * sizeof(Cell *));
	for (int i = 0; i < week.item_count; i++)
		page.column_count = Max(page.column_count, week.items[i].position);
	page.columns = palloc0(Max(page.column_count, 1) * sizeof(PageColumn));
	for (int i = 0; i < page.column_count; i++)
		page.columns[i].title = "";
	for (int i = 0; i < week.item_count; i++)
		add_item(&page, &week.items[i]);
	for (int i = 0; i < page.column_count; i++)
		page.columns[i].needed =
			Max(page.columns[i].needed, display_width(page.columns[i].title));
	blocks = choose_widths(&page);
	for (int day = 0; day < DAYS_OF_WEEK; day++)
		for (int block = 0; block < blocks; block++)
			print_day(&page, block, day, &is_begun);
	PG_RETURN_NULL();
}
