-- Services, and who gives them.

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.create_service(
	name text,
	kind text DEFAULT 'session',
	duration interval DEFAULT NULL,
	price numeric DEFAULT NULL,
	credits integer DEFAULT 1)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_create_service'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_service IS
	'Adds a service and returns its id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.update_service(
	service_id bigint,
	name text DEFAULT NULL,
	kind text DEFAULT NULL,
	duration interval DEFAULT NULL,
	price numeric DEFAULT NULL,
	credits integer DEFAULT NULL,
	is_active boolean DEFAULT NULL,
	clear text[] DEFAULT '{}')
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_service'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_service IS
	'Changes a service''s columns that are given and empties those named in clear';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.set_trainer_service(
	trainer_id bigint,
	service_id bigint,
	price numeric DEFAULT NULL,
	offers boolean DEFAULT true)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_set_trainer_service'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.set_trainer_service IS
	'Says that a trainer gives a service, and at which price, or no longer does; returns the service''s id';
