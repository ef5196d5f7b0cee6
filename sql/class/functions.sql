-- Group classes and their seats. The desk cancels one that is over with a reason.

-- personas: trainer staff
CREATE OR REPLACE FUNCTION fitclub.create_class(
	name text,
	trainer_id bigint,
	room_id bigint,
	start_time timestamptz,
	end_time timestamptz,
	capacity integer DEFAULT NULL,
	price numeric DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_create_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_class IS
	'Schedules a class and returns its id; a null capacity is the room''s, a null price the club''s';

-- personas: trainer staff
CREATE OR REPLACE FUNCTION fitclub.update_class(
	class_id bigint,
	name text DEFAULT NULL,
	capacity integer DEFAULT NULL,
	price numeric DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_class IS
	'Changes a class''s name, capacity or price for further registrations';

-- personas: trainer staff
CREATE OR REPLACE FUNCTION fitclub.reschedule_class(
	class_id bigint,
	start_time timestamptz,
	end_time timestamptz DEFAULT NULL,
	room_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	on_member_conflict text DEFAULT 'refuse',
	capacity integer DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_reschedule_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.reschedule_class IS
	'Moves a class and its registrations, to another size if a capacity is given; members who would clash make it fail, or lose their seat when on_member_conflict is ''cancel''';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.substitute_trainer(
	class_id bigint,
	trainer_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_substitute_trainer'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.substitute_trainer IS
	'Gives a class another trainer';

-- personas: member staff
CREATE OR REPLACE FUNCTION fitclub.register_for_class(
	member_id bigint,
	class_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_register_for_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.register_for_class IS
	'Takes a seat in a class with its bill and returns the registration''s id';

-- personas: trainer staff
CREATE OR REPLACE FUNCTION fitclub.record_attendance(
	registration_id bigint,
	attended boolean DEFAULT true)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_record_attendance'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.record_attendance IS
	'Notes whether a registered member came';

-- personas: trainer staff
CREATE OR REPLACE FUNCTION fitclub.cancel_class(
	class_id bigint,
	reason text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_cancel_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_class IS
	'Cancels a class, its registrations and their unpaid bills; one that is over takes staff and a reason';

-- personas: member staff
CREATE OR REPLACE FUNCTION fitclub.cancel_registration(
	registration_id bigint,
	waive_fee boolean DEFAULT false,
	reason text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_cancel_registration'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_registration IS
	'Gives a seat back and cancels its unpaid bill; a late one may cost the club''s fee unless it is waived; one that is over takes staff and a reason';
