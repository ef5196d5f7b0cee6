-- A reader with more arguments and columns.

DROP FUNCTION fitclub.list_upcoming_classes(timestamptz, timestamptz);
