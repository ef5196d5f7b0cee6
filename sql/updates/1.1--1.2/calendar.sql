-- A reader with more arguments.

DROP FUNCTION fitclub.week_timetable(date, text);
