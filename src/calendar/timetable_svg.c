/*
 * timetable_svg.c
 *		The week as a picture: days across, hours down.
 *
 * Bookings at the same time share the width of their day, in lanes. Colours
 * are given by the positions of the bookings, and are as far apart as
 * numbers in a row can be.
 */
#include "postgres.h"

#include "calendar/week.h"

#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/datetime.h"

PG_FUNCTION_INFO_V1(fitclub_draw_week);

#define HOURS_LEFT 48 /* where the first day begins */
#define DAY_WIDTH 172
#define DAYS_TOP 34 /* where the first hour begins */
#define HOUR_HEIGHT 52
#define TEXT_HEIGHT 13
#define SHORTEST_PART (15 * USECS_PER_MINUTE)
#define GOLDEN_ANGLE 137.508

/* What of a booking is on one day, by the clock on the wall. */
typedef struct Part
{
	const CalendarItem *item;
	int64 start; /* since the day began */
	int64 end;
	int lane;
	int lanes;
} Part;

static const char *const picture_style =
	"text{font:11px system-ui,sans-serif;fill:#1f2328}"
	".page{fill:#fff}.grid{stroke:#d1d9e0}.hour{fill:#656d76}"
	".day,.name{font-weight:bold}"
	".booking rect{fill:hsl(var(--hue),65%,88%);stroke:hsl(var(--hue),45%,60%)"
	"}"
	"@media(prefers-color-scheme:dark){"
	"text{fill:#e6edf3}.page{fill:#0d1117}.grid{stroke:#3d444d}"
	".hour{fill:#9198a1}"
	".booking rect{fill:hsl(var(--hue),40%,26%);stroke:hsl(var(--hue),40%,45%)"
	"}}";

static void
append_escaped(StringInfo picture, const char *value)
{
	for (; *value != '\0'; value++)
		switch (*value)
		{
			case '&':
				appendStringInfoString(picture, "&amp;");
				break;
			case '<':
				appendStringInfoString(picture, "&lt;");
				break;
			case '>':
				appendStringInfoString(picture, "&gt;");
				break;
			case '"':
				appendStringInfoString(picture, "&quot;");
				break;
			default:
				appendStringInfoChar(picture, *value);
		}
}

static void
append_label(StringInfo picture, int x, int y, const char *kind,
			 const char *value)
{
	appendStringInfo(picture, "<text class=\"%s\" x=\"%d\" y=\"%d\">", kind, x,
					 y);
	append_escaped(picture, value);
	appendStringInfoString(picture, "</text>\n");
}

/*
 * The parts of one day, in order of their start. Where clocks go back, an end
 * may be no later than its start.
 */
static int
parts_of_day(const CalendarWeek *week, int day, Part *parts)
{
	int count = 0;

	for (int i = 0; i < week->item_count; i++)
	{
		const CalendarItem *item = &week->items[i];
		int64 start = calendar_time_since(week, day, item->period.start);
		int64 end = calendar_time_since(week, day, item->period.end);

		end = Max(end, start + SHORTEST_PART);
		if (start >= USECS_PER_DAY || end <= 0)
			continue;
		parts[count].item = item;
		parts[count].start = Max(start, 0);
		parts[count++].end = Min(end, USECS_PER_DAY);
	}
	return count;
}

/* Lanes for parts that overlap: the first that is free. */
static void
choose_lanes(Part *parts, int count)
{
	int64 *free_from = palloc0(Max(count, 1) * sizeof(int64));
	int64 cluster_end = 0;
	int cluster = 0;
	int lanes = 0;

	for (int i = 0; i <= count; i++)
	{
		if (i == count || parts[i].start >= cluster_end)
		{
			for (int j = cluster; j < i; j++)
				parts[j].lanes = lanes;
			cluster = i;
			lanes = 0;
		}
		if (i == count)
			break;
		parts[i].lane = 0;
		while (parts[i].lane < lanes &&
			   free_from[parts[i].lane] > parts[i].start)
			parts[i].lane++;
		lanes = Max(lanes, parts[i].lane + 1);
		free_from[parts[i].lane] = parts[i].end;
		cluster_end = Max(cluster_end, parts[i].end);
	}
	pfree(free_from);
}

static int
height_of(int64 time)
{
	return (int) (time * HOUR_HEIGHT / USECS_PER_HOUR);
}

/* One booking: a picture in the picture, so that its text is cut. */
static void
draw_part(StringInfo picture, const Part *part, int day, int first_hour)
{
	const CalendarItem *item = part->item;
	int x = HOURS_LEFT + day * DAY_WIDTH +
			part->lane * (DAY_WIDTH - 4) / part->lanes + 2;
	int width = (DAY_WIDTH - 4) / part->lanes;
	int y = DAYS_TOP + height_of(part->start) - first_hour * HOUR_HEIGHT;
	int height = height_of(part->end) - height_of(part->start);
	char *clock =
		psprintf("%02d:%02d", (int) (part->start / USECS_PER_HOUR),
				 (int) (part->start / USECS_PER_MINUTE) % MINS_PER_HOUR);

	appendStringInfo(picture,
					 "<svg class=\"booking\" style=\"--hue:%d\" x=\"%d\""
					 " y=\"%d\" width=\"%d\" height=\"%d\"><title>",
					 (int) (item->position * GOLDEN_ANGLE) % 360, x, y, width,
					 height);
	append_escaped(picture, psprintf("%s %s%s, %s", clock, item->title,
									 item->tail, item->head));
	appendStringInfo(picture,
					 "</title><rect x=\"1\" y=\"1\" width=\"%d\""
					 " height=\"%d\" rx=\"4\"/>\n",
					 Max(width - 2, 1), Max(height - 2, 1));
	append_label(picture, 5, TEXT_HEIGHT, "name",
				 psprintf("%s %s", clock, item->title));
	append_label(picture, 5, 2 * TEXT_HEIGHT, "who", item->head);
	append_label(picture, 5, 3 * TEXT_HEIGHT, "seats", item->tail);
	appendStringInfoString(picture, "</svg>\n");
}

static void
draw_grid(StringInfo picture, const CalendarWeek *week, int first_hour,
		  int last_hour)
{
	int width = HOURS_LEFT + DAYS_OF_WEEK * DAY_WIDTH + 8;
	int height = DAYS_TOP + (last_hour - first_hour) * HOUR_HEIGHT + 8;

	appendStringInfo(picture,
					 "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\""
					 " height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
					 " aria-label=\"The week from %s\">\n<style>%s</style>\n"
					 "<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n",
					 width, height, width, height,
					 calendar_day_label(week->first_day), picture_style, width,
					 height);
	for (int day = 0; day <= DAYS_OF_WEEK; day++)
		appendStringInfo(picture, "<path class=\"grid\" d=\"M%d.5 %dV%d\"/>\n",
						 HOURS_LEFT + day * DAY_WIDTH, DAYS_TOP - 22,
						 height - 8);
	for (int day = 0; day < DAYS_OF_WEEK; day++)
		append_label(picture, HOURS_LEFT + day * DAY_WIDTH + 6, DAYS_TOP - 10,
					 "day", calendar_day_label(week->first_day + day));
	for (int hour = first_hour; hour <= last_hour; hour++)
	{
		int y = DAYS_TOP + (hour - first_hour) * HOUR_HEIGHT;

		appendStringInfo(picture, "<path class=\"grid\" d=\"M%d %d.5H%d\"/>\n",
						 HOURS_LEFT, y, width - 8);
		if (hour < last_hour)
			append_label(picture, 8, y + TEXT_HEIGHT, "hour",
						 psprintf("%02d:00", hour));
	}
}

/* The hours that the picture shows: those of the bookings, or the day's. */
static void
shown_hours(Part **parts, const int *counts, int *first_hour, int *last_hour)
{
	int64 first = USECS_PER_DAY;
	int64 last = 0;

	for (int day = 0; day < DAYS_OF_WEEK; day++)
		for (int i = 0; i < counts[day]; i++)
		{
			first = Min(first, parts[day][i].start);
			last = Max(last, parts[day][i].end);
		}
	if (last == 0)
	{
		first = 9 * USECS_PER_HOUR;
		last = 17 * USECS_PER_HOUR;
	}
	*first_hour = (int) (first / USECS_PER_HOUR);
	*last_hour = (int) ((last + USECS_PER_HOUR - 1) / USECS_PER_HOUR);
}

/*
 * draw_week(first_day, time_zone, positions, titles, heads, tails, starts,
 * ends): the week as SVG.
 */
Datum
fitclub_draw_week(PG_FUNCTION_ARGS)
{
	CalendarWeek week = calendar_week(fcinfo);
	Part *parts[DAYS_OF_WEEK];
	int counts[DAYS_OF_WEEK];
	int first_hour;
	int last_hour;
	StringInfoData picture;

	for (int day = 0; day < DAYS_OF_WEEK; day++)
	{
		parts[day] = palloc0(Max(week.item_count, 1) * sizeof(Part));
		counts[day] = parts_of_day(&week, day, parts[day]);
		choose_lanes(parts[day], counts[day]);
	}
	shown_hours(parts, counts, &first_hour, &last_hour);
	initStringInfo(&picture);
	draw_grid(&picture, &week, first_hour, last_hour);
	for (int day = 0; day < DAYS_OF_WEEK; day++)
		for (int i = 0; i < counts[day]; i++)
			draw_part(&picture, &parts[day][i], day, first_hour);
	appendStringInfoString(&picture, "</svg>\n");
	PG_RETURN_TEXT_P(cstring_to_text_with_len(picture.data, picture.len));
}
