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

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.find_slots(
	duration interval,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT NULL,
	trainer_ids bigint[] DEFAULT NULL,
	room_ids bigint[] DEFAULT NULL,
	member_id bigint DEFAULT NULL,
	online boolean DEFAULT false,
	step interval DEFAULT '15 minutes',
	each_trainer boolean DEFAULT false,
	max_slots integer DEFAULT 100,
	ignore_session_id bigint DEFAULT NULL,
	ignore_class_id bigint DEFAULT NULL,
	activity_type text DEFAULT NULL,
	OUT start_time timestamptz,
	OUT end_time timestamptz,
	OUT trainer_id bigint,
	OUT room_id bigint)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'fitclub_find_slots'
LANGUAGE c VOLATILE ROWS 100
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.find_slots IS
	'The times at which a session can be booked, with a trainer and a room that are free';

-- personas: member trainer staff
CREATE OR REPLACE FUNCTION fitclub.book_available_session(
	member_id bigint,
	start_time timestamptz,
	end_time timestamptz,
	trainer_ids bigint[] DEFAULT NULL,
	room_ids bigint[] DEFAULT NULL,
	online boolean DEFAULT false,
	activity_type text DEFAULT 'Personal training',
	price numeric DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_book_available_session'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.book_available_session IS
	'Books a private session with a trainer and in a room that are free, chosen out of several';
