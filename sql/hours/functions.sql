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
