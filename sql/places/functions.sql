-- Rooms, equipment and its issues.

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.create_room(
	name text,
	capacity integer,
	primary_trainer_id bigint DEFAULT NULL,
	max_bookings integer DEFAULT 1,
	turnaround interval DEFAULT '0')
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_create_room'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_room IS
	'Adds a room (capacity in people) and returns its id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.update_room(
	room_id bigint,
	name text DEFAULT NULL,
	capacity integer DEFAULT NULL,
	primary_trainer_id bigint DEFAULT NULL,
	clear text[] DEFAULT '{}',
	max_bookings integer DEFAULT NULL,
	turnaround interval DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_room'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_room IS
	'Changes a room''s columns that are given and empties those named in clear';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.add_equipment(
	room_id bigint,
	name text,
	trainer_id bigint DEFAULT NULL,
	status text DEFAULT 'operational',
	notes text DEFAULT NULL,
	last_serviced_date date DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_add_equipment'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.add_equipment IS
	'Adds a piece of equipment to a room and returns its id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.update_equipment(
	equipment_id bigint,
	room_id bigint DEFAULT NULL,
	name text DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	status text DEFAULT NULL,
	notes text DEFAULT NULL,
	last_serviced_date date DEFAULT NULL,
	clear text[] DEFAULT '{}')
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_equipment'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_equipment IS
	'Changes the columns of a piece of equipment that are given and empties those named in clear';

-- personas: trainer staff
CREATE OR REPLACE FUNCTION fitclub.report_issue(
	equipment_id bigint,
	description text,
	staff_id bigint DEFAULT NULL,
	out_of_order boolean DEFAULT false)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_report_issue'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.report_issue IS
	'Reports an issue of a piece of equipment and returns its id; may put the equipment out of order';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.update_issue(
	maintenance_id bigint,
	status text DEFAULT NULL,
	description text DEFAULT NULL,
	staff_id bigint DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_issue'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_issue IS
	'Changes what is given of an issue; in_progress puts the equipment under maintenance, open reopens it';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.resolve_issue(
	maintenance_id bigint,
	staff_id bigint DEFAULT NULL,
	resolved_at timestamptz DEFAULT greatest(now(), clock_timestamp()))
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_resolve_issue'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.resolve_issue IS
	'Resolves an issue; the equipment is operational again when nothing else is open, and what is closed for the issue ends';
