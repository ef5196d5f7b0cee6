-- Members, trainers and health metrics.

CREATE OR REPLACE FUNCTION fitclub.create_member(
	first_name text,
	last_name text,
	email text,
	phone_number text DEFAULT NULL,
	date_of_birth date DEFAULT NULL,
	gender text DEFAULT NULL,
	target_weight numeric DEFAULT NULL,
	notes text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_create_member'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_member IS
	'Adds a member (target_weight in kg) and returns its id';

CREATE OR REPLACE FUNCTION fitclub.update_member(
	member_id bigint,
	first_name text DEFAULT NULL,
	last_name text DEFAULT NULL,
	email text DEFAULT NULL,
	phone_number text DEFAULT NULL,
	date_of_birth date DEFAULT NULL,
	gender text DEFAULT NULL,
	target_weight numeric DEFAULT NULL,
	notes text DEFAULT NULL,
	clear text[] DEFAULT '{}')
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_member'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_member IS
	'Changes a member''s columns that are given and empties those named in clear';

CREATE OR REPLACE FUNCTION fitclub.log_health_metric(
	member_id bigint,
	weight numeric DEFAULT NULL,
	height numeric DEFAULT NULL,
	heart_rate integer DEFAULT NULL,
	target_weight numeric DEFAULT NULL,
	recorded_at timestamptz DEFAULT greatest(now(), clock_timestamp()))
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_log_health_metric'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.log_health_metric IS
	'Appends a health metric (kg, cm, bpm, kg) and returns its id; the goal defaults to the member''s';

CREATE OR REPLACE FUNCTION fitclub.create_trainer(
	first_name text,
	last_name text,
	email text,
	phone_number text DEFAULT NULL,
	specialization text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_create_trainer'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_trainer IS
	'Adds a trainer and returns its id';

CREATE OR REPLACE FUNCTION fitclub.update_trainer(
	trainer_id bigint,
	first_name text DEFAULT NULL,
	last_name text DEFAULT NULL,
	email text DEFAULT NULL,
	phone_number text DEFAULT NULL,
	specialization text DEFAULT NULL,
	is_active boolean DEFAULT NULL,
	clear text[] DEFAULT '{}')
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_trainer'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_trainer IS
	'Changes a trainer''s columns that are given and empties those named in clear';
