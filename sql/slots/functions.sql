-- The dry run of a booking.

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.find_conflicts(
	trainer_id bigint,
	start_time timestamptz,
	end_time timestamptz,
	member_id bigint DEFAULT NULL,
	room_id bigint DEFAULT NULL,
	ignore_session_id bigint DEFAULT NULL,
	ignore_class_id bigint DEFAULT NULL,
	activity_type text DEFAULT NULL,
	OUT rule text,
	OUT resource text,
	OUT resource_id bigint,
	OUT window_start timestamptz,
	OUT window_end timestamptz,
	OUT message text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'fitclub_find_conflicts'
LANGUAGE c VOLATILE ROWS 3
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.find_conflicts IS
	'Every rule that a booking would break, as rows, without raising or waiting';
