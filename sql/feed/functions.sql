-- Calendars that telephones and desktops subscribe to (iCalendar, RFC 5545).

CREATE OR REPLACE FUNCTION fitclub_internal.calendar_line(
	property text,
	value text)
RETURNS text
AS 'MODULE_PATHNAME', 'fitclub_calendar_line'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.calendar_line IS
	'A line of iCalendar whose value is text: escaped, folded to 75 octets and ended; used by calendar_feed()';

CREATE OR REPLACE FUNCTION fitclub_internal.calendar_instant(
	instant timestamptz)
RETURNS text
AS 'MODULE_PATHNAME', 'fitclub_calendar_instant'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.calendar_instant IS
	'An instant as iCalendar writes it, in UTC and whole seconds; used by calendar_feed()';
