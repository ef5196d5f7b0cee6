-- What pays for bookings.

-- personas: member staff
CREATE OR REPLACE FUNCTION fitclub.set_cover(
	pay_with text,
	session_id bigint DEFAULT NULL,
	registration_id bigint DEFAULT NULL,
	lot_id bigint DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_set_cover'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.set_cover IS
	'Has a session or a seat to come paid for by a bill, by credits of a pack or by a membership; returns its id';

-- personas: member staff
CREATE OR REPLACE FUNCTION fitclub.find_cover(
	member_id bigint,
	class_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	start_time timestamptz DEFAULT NULL,
	activity_type text DEFAULT 'Personal training')
RETURNS TABLE (
	cover text,
	id bigint,
	name text,
	left_over integer,
	expires_on date,
	price numeric,
	why_not text)
AS 'MODULE_PATHNAME', 'fitclub_find_cover'
LANGUAGE c STABLE ROWS 5
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.find_cover IS
	'What could pay for a seat or a session: lots and memberships in the order in which they are used, then a bill, and why one of them does not';
