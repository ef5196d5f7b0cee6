-- Staff and their passwords.

CREATE FUNCTION fitclub.create_staff(
	first_name text,
	last_name text,
	email text,
	password text)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_create_staff'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_staff IS
	'Adds a member of staff with a password and returns its id';

CREATE FUNCTION fitclub.update_staff(
	staff_id bigint,
	first_name text DEFAULT NULL,
	last_name text DEFAULT NULL,
	email text DEFAULT NULL,
	password text DEFAULT NULL,
	is_active boolean DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_staff'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_staff IS
	'Changes what is given of a member of staff, password included';

CREATE FUNCTION fitclub.authenticate_staff(
	email text,
	password text)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_authenticate_staff'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.authenticate_staff IS
	'The id of the active member of staff with this e-mail and password, or null';
