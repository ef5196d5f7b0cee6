-- A function with one more argument, and a reader with more of them and of columns.

DROP FUNCTION fitclub.reschedule_class(bigint, timestamptz, timestamptz, bigint, bigint, text);
DROP FUNCTION fitclub.list_upcoming_classes(timestamptz, timestamptz);
