-- Members who come to the club.

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.check_in(
	member_id bigint,
	reason text DEFAULT NULL)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'fitclub_check_in'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.check_in IS
	'Notes that a member has come, and to which classes; returns what the desk wants to know of the member';
