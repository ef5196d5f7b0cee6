-- The value rules that tables and functions share. Each is a C checker that
-- the functions call directly and the CHECK constraints call from here.
--
-- Those that tables call for each row they write look nothing up by a name, and
-- pin no search_path: setting one takes longer than all that they do.

CREATE OR REPLACE FUNCTION fitclub_internal.is_booking_period(start_time timestamptz, end_time timestamptz)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_booking_period'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION fitclub_internal.is_booking_period IS
	'Whether two instants bound a booking: both finite, the end after the start and at most 27 hours later, which is the longest day by a clock, the start in the years 1900 to 9998';

CREATE OR REPLACE FUNCTION fitclub_internal.is_instant(value timestamptz)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_instant'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION fitclub_internal.is_instant IS
	'Whether an instant is finite and in the years 1900 to 9998, to a day';

CREATE OR REPLACE FUNCTION fitclub_internal.is_date(value date)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_date'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION fitclub_internal.is_date IS
	'Whether a date is finite and in the years 1900 to 9998';

CREATE OR REPLACE FUNCTION fitclub_internal.is_email(email text)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_email'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION fitclub_internal.is_email IS
	'Whether a text has the form of an e-mail address';

CREATE OR REPLACE FUNCTION fitclub_internal.is_time_zone(time_zone text)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_time_zone'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.is_time_zone IS
	'Whether the server lists a time zone by this name, and takes it for the same zone wherever it stands';

CREATE OR REPLACE FUNCTION fitclub_internal.is_text(
	value text,
	longest integer,
	has_lines boolean DEFAULT false,
	may_be_blank boolean DEFAULT false)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_text'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION fitclub_internal.is_text IS
	'Whether a text has at most so many characters, is not blank unless that is allowed, and has no control characters other than line ends and tabs where it may have lines';

CREATE OR REPLACE FUNCTION fitclub_internal.fold(value text)
RETURNS text
AS 'MODULE_PATHNAME', 'fitclub_fold'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION fitclub_internal.fold IS
	'A name or an e-mail as it is compared, in every locale: ASCII letters in lower case, one space for several, none around it';
