-- When trainers work.

-- personas: trainer staff
CREATE OR REPLACE FUNCTION fitclub.set_availability(
	trainer_id bigint,
	day_of_week integer DEFAULT NULL,
	start_time time DEFAULT NULL,
	end_time time DEFAULT NULL,
	available_on date DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_set_availability'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.set_availability IS
	'Adds a window in which a trainer works, weekly (day_of_week, 0 Monday to 6 Sunday) or on one date; returns its id';

-- personas: trainer staff
CREATE OR REPLACE FUNCTION fitclub.update_availability(
	availability_id bigint,
	day_of_week integer DEFAULT NULL,
	start_time time DEFAULT NULL,
	end_time time DEFAULT NULL,
	available_on date DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_availability'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_availability IS
	'Moves a window; refused when an upcoming booking needs the old one';

-- personas: trainer staff
CREATE OR REPLACE FUNCTION fitclub.remove_availability(
	availability_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_remove_availability'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.remove_availability IS
	'Removes a window; refused when an upcoming booking needs it';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.close_club(
	start_time timestamptz,
	end_time timestamptz,
	reason text DEFAULT NULL,
	on_conflict text DEFAULT 'refuse')
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_close_club'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.close_club IS
	'Closes the club for a time; bookings inside are in the way (refuse) or cancelled (cancel); returns the closure''s id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.close_room(
	room_id bigint,
	start_time timestamptz,
	end_time timestamptz,
	reason text DEFAULT NULL,
	on_conflict text DEFAULT 'refuse',
	maintenance_id bigint DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_close_room'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.close_room IS
	'Closes a room for a time, perhaps until an issue is resolved; returns the closure''s id';

-- personas: trainer staff
CREATE OR REPLACE FUNCTION fitclub.set_leave(
	trainer_id bigint,
	start_time timestamptz,
	end_time timestamptz,
	reason text DEFAULT NULL,
	on_conflict text DEFAULT 'refuse')
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_set_leave'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.set_leave IS
	'Notes that a trainer is away for a time; returns the closure''s id';

-- personas: trainer staff
CREATE OR REPLACE FUNCTION fitclub.lift_closure(
	closure_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_lift_closure'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.lift_closure IS
	'Lifts a closure or a trainer''s leave; what was cancelled for it does not come back';
