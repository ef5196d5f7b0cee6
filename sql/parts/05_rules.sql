-- The value rules that tables and functions share. Each is a C checker that
-- the functions call directly and the CHECK constraints call from here.

CREATE FUNCTION fitclub_internal.is_booking_period(start_time timestamptz, end_time timestamptz)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_booking_period'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.is_booking_period IS
	'Whether two instants bound a booking: both finite, the end after the start and at most 27 hours later, which is the longest day by a clock, the start in the years 1900 to 9998';

CREATE FUNCTION fitclub_internal.is_email(email text)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_email'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.is_email IS
	'Whether a text has the form of an e-mail address';

CREATE FUNCTION fitclub_internal.is_time_zone(time_zone text)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_time_zone'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.is_time_zone IS
	'Whether the server knows a time zone by this name';
