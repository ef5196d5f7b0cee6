-- What holds for sessions, classes and seats alike. Every change that calendars
-- show is counted, on every path: the functions count by themselves, as they
-- would for a direct UPDATE. A restore inserts and changes nothing, so that the
-- numbers stay as they were dumped.

CREATE OR REPLACE FUNCTION fitclub_internal.announce_direct_write() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_announce_direct_write'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.announce_direct_write IS
	'Trigger: tells the functions that somebody writes to the calendar directly, so that their rows are guarded as well';

CREATE OR REPLACE FUNCTION fitclub_internal.count_revision() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_count_revision'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.count_revision IS
	'Trigger: counts the changes of a booking that calendars show, and notes when';
