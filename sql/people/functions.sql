-- Members, trainers, staff and their passwords, health metrics, notifications.

-- personas: staff
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

-- personas: member staff
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

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.create_dependant(
	payer_id bigint,
	first_name text,
	last_name text,
	date_of_birth date DEFAULT NULL,
	gender text DEFAULT NULL,
	notes text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_create_dependant'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_dependant IS
	'Adds a member without an e-mail, for whom the payer pays and acts, and returns the new member''s id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.release_dependant(
	member_id bigint,
	email text)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_release_dependant'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.release_dependant IS
	'Gives a dependant an e-mail, and ends what the payer does for them';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.set_payer(
	member_id bigint,
	payer_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_set_payer'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.set_payer IS
	'Says who pays for a member; null: nobody else';

-- personas: member staff
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

-- personas: staff
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

-- personas: trainer staff
CREATE OR REPLACE FUNCTION fitclub.update_trainer(
	trainer_id bigint,
	first_name text DEFAULT NULL,
	last_name text DEFAULT NULL,
	email text DEFAULT NULL,
	phone_number text DEFAULT NULL,
	specialization text DEFAULT NULL,
	is_active boolean DEFAULT NULL,
	clear text[] DEFAULT '{}',
	turnaround interval DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_trainer'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_trainer IS
	'Changes a trainer''s columns that are given and empties those named in clear';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.create_staff(
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

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.update_staff(
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

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.authenticate_staff(
	email text,
	password text)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_authenticate_staff'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.authenticate_staff IS
	'The id of the active member of staff with this e-mail and password, or null';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.authenticate(
	persona text,
	email text,
	password text)
RETURNS text
AS 'MODULE_PATHNAME', 'fitclub_authenticate'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.authenticate IS
	'For whom a session is to act, such as member:42, by e-mail and password of a member, trainer or member of staff, or null';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.set_password(
	persona text,
	id bigint,
	password text)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_set_password'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.set_password IS
	'Gives a member, trainer or member of staff a password and returns the id';

-- personas: member trainer staff
CREATE OR REPLACE FUNCTION fitclub.change_password(
	old_password text,
	new_password text)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_change_password'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.change_password IS
	'Changes the caller''s own password, or returns false when the old one is wrong';

-- personas: member trainer
CREATE OR REPLACE FUNCTION fitclub.request_contact_change(
	email text DEFAULT NULL,
	phone_number text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_request_contact_change'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.request_contact_change IS
	'Asks staff to change the caller''s own e-mail or telephone number and returns the request''s id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.decide_contact_change(
	contact_change_id bigint,
	accept boolean)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_decide_contact_change'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.decide_contact_change IS
	'Makes the change of an e-mail or telephone number that a member or trainer asks for, or declines it';

-- personas: member trainer staff
CREATE OR REPLACE FUNCTION fitclub.mark_notification_read(
	notification_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_mark_notification_read'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.mark_notification_read IS
	'Marks a notification as read';
