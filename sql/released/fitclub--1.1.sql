\echo Use "CREATE EXTENSION fitclub" to load this file. \quit

-- What constraints, triggers, policies and functions call, and people do not:
-- the schema fitclub shows operations only. No IF NOT EXISTS, as for fitclub.
CREATE SCHEMA fitclub_internal;

COMMENT ON SCHEMA fitclub_internal IS
	'What the tables and functions of fitclub call; nothing in here is called by applications';

-- The schema. No IF NOT EXISTS: a schema that someone made beforehand is
-- someone else's, and the installation must stop there.
CREATE SCHEMA fitclub;

COMMENT ON SCHEMA fitclub IS
	'Health and fitness club: members, trainers, rooms, sessions, classes, billing';

-- The value rules that tables and functions share. Each is a C checker that
-- the functions call directly and the CHECK constraints call from here.
--
-- Those that tables call for each row they write look nothing up by a name, and
-- pin no search_path: setting one takes longer than all that they do.

CREATE OR REPLACE FUNCTION fitclub_internal.is_booking_period(start_time timestamptz, end_time timestamptz)
RETURNS boolean
AS '$libdir/fitclub-1.1', 'fitclub_is_booking_period'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION fitclub_internal.is_booking_period IS
	'Whether two instants bound a booking: both finite, the end after the start and at most 27 hours later, which is the longest day by a clock, the start in the years 1900 to 9998';

CREATE OR REPLACE FUNCTION fitclub_internal.is_instant(value timestamptz)
RETURNS boolean
AS '$libdir/fitclub-1.1', 'fitclub_is_instant'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION fitclub_internal.is_instant IS
	'Whether an instant is finite and in the years 1900 to 9998, to a day';

CREATE OR REPLACE FUNCTION fitclub_internal.is_date(value date)
RETURNS boolean
AS '$libdir/fitclub-1.1', 'fitclub_is_date'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION fitclub_internal.is_date IS
	'Whether a date is finite and in the years 1900 to 9998';

CREATE OR REPLACE FUNCTION fitclub_internal.is_email(email text)
RETURNS boolean
AS '$libdir/fitclub-1.1', 'fitclub_is_email'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION fitclub_internal.is_email IS
	'Whether a text has the form of an e-mail address';

CREATE OR REPLACE FUNCTION fitclub_internal.is_time_zone(time_zone text)
RETURNS boolean
AS '$libdir/fitclub-1.1', 'fitclub_is_time_zone'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.is_time_zone IS
	'Whether the server lists a time zone by this name, and takes it for the same zone wherever it stands';

CREATE OR REPLACE FUNCTION fitclub_internal.is_text(
	value text,
	longest integer,
	has_lines boolean DEFAULT false,
	may_be_blank boolean DEFAULT false)
RETURNS boolean
AS '$libdir/fitclub-1.1', 'fitclub_is_text'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION fitclub_internal.is_text IS
	'Whether a text has at most so many characters, is not blank unless that is allowed, and has no control characters other than line ends and tabs where it may have lines';

CREATE OR REPLACE FUNCTION fitclub_internal.require_search(value text)
RETURNS text
AS '$libdir/fitclub-1.1', 'fitclub_require_search'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_search IS
	'A text to look for, or an error if it is too long';

CREATE OR REPLACE FUNCTION fitclub_internal.require_order(from_time timestamptz, to_time timestamptz)
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_require_order'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_order IS
	'Raises 22023 when a period that a reader is asked for ends before it starts';

CREATE OR REPLACE FUNCTION fitclub_internal.fold(value text)
RETURNS text
AS '$libdir/fitclub-1.1', 'fitclub_fold'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION fitclub_internal.fold IS
	'A name or an e-mail as it is compared, in every locale: ASCII letters in lower case, one space for several, none around it';

-- The club's settings: one row, always there.

CREATE TABLE fitclub.club (
	club_id smallint NOT NULL DEFAULT 1,
	name text NOT NULL DEFAULT 'Fitness Club',
	time_zone text NOT NULL DEFAULT 'UTC',
	currency text NOT NULL DEFAULT 'USD',
	default_session_price numeric(12,2) NOT NULL DEFAULT 85,
	default_class_price numeric(12,2) NOT NULL DEFAULT 50,
	allow_class_over_room boolean NOT NULL DEFAULT false,
	cancellation_notice interval NOT NULL DEFAULT '24 hours',
	late_cancellation_fee_percent numeric(5,2) NOT NULL DEFAULT 0,
	is_demo boolean NOT NULL DEFAULT false,
	calendar_uid uuid NOT NULL,
	CONSTRAINT club_pkey PRIMARY KEY (club_id),
	CONSTRAINT club_one_row CHECK (club_id = 1),
	CONSTRAINT club_name_check CHECK (fitclub_internal.is_text(name, 200)),
	CONSTRAINT club_time_zone_check CHECK (fitclub_internal.is_time_zone(time_zone)),
	CONSTRAINT club_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
	CONSTRAINT club_default_session_price_check
		CHECK (default_session_price BETWEEN 0 AND 9999999999.99),
	CONSTRAINT club_default_class_price_check
		CHECK (default_class_price BETWEEN 0 AND 9999999999.99),
	CONSTRAINT club_cancellation_notice_check
		CHECK (cancellation_notice BETWEEN interval '0' AND interval '360 days'),
	CONSTRAINT club_late_cancellation_fee_percent_check
		CHECK (late_cancellation_fee_percent BETWEEN 0 AND 100)
);

COMMENT ON TABLE fitclub.club IS
	'The club''s settings: exactly one row; inserting a row replaces it';
COMMENT ON COLUMN fitclub.club.time_zone IS
	'Time zone in which availability windows are wall-clock times, e.g. America/Toronto';
COMMENT ON COLUMN fitclub.club.currency IS
	'ISO 4217 code of the currency of every amount';
COMMENT ON COLUMN fitclub.club.default_session_price IS
	'Price of a private session when none is given';
COMMENT ON COLUMN fitclub.club.default_class_price IS
	'Price of a class when none is given';
COMMENT ON COLUMN fitclub.club.allow_class_over_room IS
	'Whether a new class may have more seats than its room has places';
COMMENT ON COLUMN fitclub.club.cancellation_notice IS
	'A member who cancels later than this before the start may owe a fee';
COMMENT ON COLUMN fitclub.club.late_cancellation_fee_percent IS
	'Fee for a late cancellation, in percent of the price; 0 is no fee';
COMMENT ON COLUMN fitclub.club.is_demo IS
	'Whether the data is that of seed_demo(), which clear_data() may empty';
COMMENT ON COLUMN fitclub.club.calendar_uid IS
	'Part of the UID of every entry of calendar_feed(); an inserted row without one takes over that of the row it replaces';

-- Members, trainers and staff.

CREATE TABLE fitclub.member (
	member_id bigint GENERATED ALWAYS AS IDENTITY,
	first_name text NOT NULL,
	last_name text NOT NULL,
	email text NOT NULL,
	phone_number text,
	date_of_birth date,
	gender text,
	target_weight numeric,
	notes text,
	last_metric_at timestamptz,
	joined_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT member_pkey PRIMARY KEY (member_id),
	CONSTRAINT member_member_id_check CHECK (member_id > 0),
	CONSTRAINT member_first_name_check CHECK (fitclub_internal.is_text(first_name, 200)),
	CONSTRAINT member_last_name_check CHECK (fitclub_internal.is_text(last_name, 200)),
	CONSTRAINT member_email_check CHECK (fitclub_internal.is_email(email)),
	CONSTRAINT member_phone_number_check CHECK (fitclub_internal.is_text(phone_number, 50)),
	CONSTRAINT member_date_of_birth_check
		CHECK (date_of_birth >= '1900-01-01' AND isfinite(date_of_birth) AND fitclub_internal.is_date(date_of_birth)),
	CONSTRAINT member_target_weight_check CHECK (target_weight BETWEEN 0 AND 300),
	CONSTRAINT member_gender_check CHECK (fitclub_internal.is_text(gender, 200, may_be_blank => true)),
	CONSTRAINT member_notes_check CHECK (fitclub_internal.is_text(notes, 10000, has_lines => true, may_be_blank => true)),
	CONSTRAINT member_times_check
		CHECK (fitclub_internal.is_instant(joined_at) AND fitclub_internal.is_instant(last_metric_at))
);

CREATE UNIQUE INDEX member_email_key ON fitclub.member (fitclub_internal.fold(email));

-- Partial, so that a new number is no change of a key: every foreign key check
-- on the member would have to wait for that.
CREATE UNIQUE INDEX member_phone_number_key ON fitclub.member (phone_number)
	WHERE phone_number IS NOT NULL;

COMMENT ON TABLE fitclub.member IS 'People who train at the club';
COMMENT ON COLUMN fitclub.member.email IS 'Unique without regard to the case of ASCII letters';
COMMENT ON COLUMN fitclub.member.target_weight IS 'Goal in kg, 0 to 300';
COMMENT ON COLUMN fitclub.member.last_metric_at IS
	'Latest recorded_at of the member''s health metrics; kept by trg_update_member_last_metric';

CREATE TABLE fitclub.trainer (
	trainer_id bigint GENERATED ALWAYS AS IDENTITY,
	first_name text NOT NULL,
	last_name text NOT NULL,
	email text NOT NULL,
	phone_number text,
	specialization text,
	is_active boolean NOT NULL DEFAULT true,
	CONSTRAINT trainer_pkey PRIMARY KEY (trainer_id),
	CONSTRAINT trainer_trainer_id_check CHECK (trainer_id > 0),
	CONSTRAINT trainer_first_name_check CHECK (fitclub_internal.is_text(first_name, 200)),
	CONSTRAINT trainer_last_name_check CHECK (fitclub_internal.is_text(last_name, 200)),
	CONSTRAINT trainer_email_check CHECK (fitclub_internal.is_email(email)),
	CONSTRAINT trainer_phone_number_check CHECK (fitclub_internal.is_text(phone_number, 50)),
	CONSTRAINT trainer_specialization_check CHECK (fitclub_internal.is_text(specialization, 200, may_be_blank => true))
);

CREATE UNIQUE INDEX trainer_email_key ON fitclub.trainer (fitclub_internal.fold(email));

COMMENT ON TABLE fitclub.trainer IS 'People who give sessions and classes';
COMMENT ON COLUMN fitclub.trainer.email IS 'Unique without regard to the case of ASCII letters';
COMMENT ON COLUMN fitclub.trainer.is_active IS 'An inactive trainer takes no new work';

CREATE TABLE fitclub.administrative_staff (
	staff_id bigint GENERATED ALWAYS AS IDENTITY,
	first_name text NOT NULL,
	last_name text NOT NULL,
	email text NOT NULL,
	is_active boolean NOT NULL DEFAULT true,
	CONSTRAINT administrative_staff_pkey PRIMARY KEY (staff_id),
	CONSTRAINT administrative_staff_first_name_check CHECK (fitclub_internal.is_text(first_name, 200)),
	CONSTRAINT administrative_staff_last_name_check CHECK (fitclub_internal.is_text(last_name, 200)),
	CONSTRAINT administrative_staff_email_check CHECK (fitclub_internal.is_email(email))
);

CREATE UNIQUE INDEX administrative_staff_email_key
	ON fitclub.administrative_staff (fitclub_internal.fold(email));

COMMENT ON TABLE fitclub.administrative_staff IS 'People who run the club''s desk';
COMMENT ON COLUMN fitclub.administrative_staff.email IS 'Unique without regard to the case of ASCII letters';
COMMENT ON COLUMN fitclub.administrative_staff.is_active IS 'Inactive staff cannot sign in';

CREATE TABLE fitclub.staff_password (
	staff_id bigint NOT NULL,
	verifier text NOT NULL,
	changed_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT staff_password_pkey PRIMARY KEY (staff_id),
	CONSTRAINT staff_password_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE CASCADE,
	CONSTRAINT staff_password_verifier_check CHECK (verifier LIKE 'SCRAM-SHA-256$%'),
	CONSTRAINT staff_password_changed_at_check
		CHECK (fitclub_internal.is_instant(changed_at))
);

COMMENT ON TABLE fitclub.staff_password IS
	'Password verifiers of staff, apart so that nobody needs a grant on them';
COMMENT ON COLUMN fitclub.staff_password.verifier IS
	'SCRAM-SHA-256 verifier in the server''s own format';

CREATE TABLE fitclub.health_metric (
	metric_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	recorded_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	weight numeric,
	height numeric,
	heart_rate integer,
	target_weight numeric,
	CONSTRAINT health_metric_pkey PRIMARY KEY (metric_id),
	CONSTRAINT health_metric_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE CASCADE,
	CONSTRAINT health_metric_recorded_at_check
		CHECK (isfinite(recorded_at) AND fitclub_internal.is_instant(recorded_at)),
	CONSTRAINT health_metric_weight_check CHECK (weight BETWEEN 1 AND 500),
	CONSTRAINT health_metric_height_check CHECK (height BETWEEN 30 AND 300),
	CONSTRAINT health_metric_heart_rate_check CHECK (heart_rate BETWEEN 20 AND 300),
	CONSTRAINT health_metric_target_weight_check CHECK (target_weight BETWEEN 0 AND 300),
	CONSTRAINT health_metric_measured_check
		CHECK (num_nonnulls(weight, height, heart_rate, target_weight) > 0)
);

CREATE INDEX idx_health_metric_member_id
	ON fitclub.health_metric (member_id, recorded_at DESC, metric_id DESC);

COMMENT ON TABLE fitclub.health_metric IS
	'Measurements of members: append-only, deleted only with the member';
COMMENT ON COLUMN fitclub.health_metric.weight IS 'kg, 1 to 500';
COMMENT ON COLUMN fitclub.health_metric.height IS 'cm, 30 to 300';
COMMENT ON COLUMN fitclub.health_metric.heart_rate IS 'bpm at rest, 20 to 300';
COMMENT ON COLUMN fitclub.health_metric.target_weight IS
	'The member''s goal at that time, kg, 0 to 300';
COMMENT ON INDEX fitclub.idx_health_metric_member_id IS
	'A member''s metrics, newest first';

-- Rooms, equipment and its upkeep.

CREATE TABLE fitclub.room (
	room_id bigint GENERATED ALWAYS AS IDENTITY,
	name text NOT NULL,
	capacity integer NOT NULL,
	primary_trainer_id bigint,
	CONSTRAINT room_pkey PRIMARY KEY (room_id),
	CONSTRAINT room_room_id_check CHECK (room_id > 0),
	CONSTRAINT room_primary_trainer_id_fkey FOREIGN KEY (primary_trainer_id)
		REFERENCES fitclub.trainer ON DELETE SET NULL,
	CONSTRAINT room_name_check CHECK (fitclub_internal.is_text(name, 200)),
	CONSTRAINT room_capacity_check CHECK (capacity BETWEEN 1 AND 10000)
);

-- Partial, so that a new name is no change of a key: every foreign key check on
-- the room would have to wait for that.
CREATE UNIQUE INDEX room_name_key ON fitclub.room (fitclub_internal.fold(name))
	WHERE name IS NOT NULL;

CREATE INDEX room_primary_trainer_id_idx ON fitclub.room (primary_trainer_id)
	WHERE primary_trainer_id IS NOT NULL;

COMMENT ON TABLE fitclub.room IS 'Rooms in which sessions and classes are held';
COMMENT ON COLUMN fitclub.room.capacity IS 'How many people the room holds';
COMMENT ON COLUMN fitclub.room.primary_trainer_id IS 'The trainer who looks after the room';

CREATE TABLE fitclub.equipment (
	equipment_id bigint GENERATED ALWAYS AS IDENTITY,
	room_id bigint NOT NULL,
	trainer_id bigint,
	name text NOT NULL,
	status text NOT NULL DEFAULT 'operational',
	notes text,
	last_serviced_date date,
	CONSTRAINT equipment_pkey PRIMARY KEY (equipment_id),
	CONSTRAINT equipment_room_id_fkey FOREIGN KEY (room_id)
		REFERENCES fitclub.room ON DELETE RESTRICT,
	CONSTRAINT equipment_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE SET NULL,
	CONSTRAINT equipment_name_check CHECK (fitclub_internal.is_text(name, 200)),
	CONSTRAINT equipment_status_check
		CHECK (status IN ('operational', 'under_maintenance', 'out_of_order', 'retired')),
	CONSTRAINT equipment_last_serviced_date_check
		CHECK (isfinite(last_serviced_date) AND fitclub_internal.is_date(last_serviced_date)),
	CONSTRAINT equipment_notes_check CHECK (fitclub_internal.is_text(notes, 10000, has_lines => true, may_be_blank => true))
);

CREATE INDEX equipment_room_id_idx ON fitclub.equipment (room_id);
CREATE INDEX equipment_trainer_id_idx ON fitclub.equipment (trainer_id)
	WHERE trainer_id IS NOT NULL;

COMMENT ON TABLE fitclub.equipment IS 'Equipment and the room it stands in';
COMMENT ON COLUMN fitclub.equipment.trainer_id IS 'The trainer responsible for it, if any';
COMMENT ON COLUMN fitclub.equipment.status IS
	'operational, under_maintenance, out_of_order or retired';

CREATE TABLE fitclub.equipment_maintenance (
	maintenance_id bigint GENERATED ALWAYS AS IDENTITY,
	equipment_id bigint NOT NULL,
	staff_id bigint,
	reported_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	description text NOT NULL,
	status text NOT NULL DEFAULT 'open',
	resolved_at timestamptz,
	CONSTRAINT equipment_maintenance_pkey PRIMARY KEY (maintenance_id),
	CONSTRAINT equipment_maintenance_equipment_id_fkey FOREIGN KEY (equipment_id)
		REFERENCES fitclub.equipment ON DELETE CASCADE,
	CONSTRAINT equipment_maintenance_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE SET NULL,
	CONSTRAINT equipment_maintenance_description_check CHECK (fitclub_internal.is_text(description, 2000, has_lines => true)),
	CONSTRAINT equipment_maintenance_status_check
		CHECK (status IN ('open', 'in_progress', 'resolved')),
	CONSTRAINT equipment_maintenance_resolved_at_check
		CHECK ((status = 'resolved') = (resolved_at IS NOT NULL) AND isfinite(resolved_at) AND fitclub_internal.is_instant(resolved_at)),
	CONSTRAINT equipment_maintenance_reported_at_check
		CHECK (fitclub_internal.is_instant(reported_at))
);

CREATE INDEX equipment_maintenance_equipment_id_idx
	ON fitclub.equipment_maintenance (equipment_id, reported_at);
CREATE INDEX equipment_maintenance_staff_id_idx
	ON fitclub.equipment_maintenance (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX equipment_maintenance_open_idx
	ON fitclub.equipment_maintenance (equipment_id) WHERE status <> 'resolved';

COMMENT ON TABLE fitclub.equipment_maintenance IS 'Reported faults and their repair';
COMMENT ON COLUMN fitclub.equipment_maintenance.staff_id IS 'Who deals with it, if anybody yet';
COMMENT ON COLUMN fitclub.equipment_maintenance.status IS 'open, in_progress or resolved';

-- The calendar: what keeps members, trainers and rooms busy. The partial
-- indexes on (resource, start_time) are what the engine probes.

CREATE TABLE fitclub.trainer_availability (
	availability_id bigint GENERATED ALWAYS AS IDENTITY,
	trainer_id bigint NOT NULL,
	day_of_week smallint NOT NULL,
	start_time time NOT NULL,
	end_time time NOT NULL,
	is_recurring boolean NOT NULL DEFAULT true,
	available_on date,
	CONSTRAINT trainer_availability_pkey PRIMARY KEY (availability_id),
	CONSTRAINT trainer_availability_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE CASCADE,
	CONSTRAINT trainer_availability_day_of_week_check CHECK (day_of_week BETWEEN 0 AND 6),
	CONSTRAINT trainer_availability_period_check CHECK (end_time > start_time),
	CONSTRAINT trainer_availability_is_recurring_check
		CHECK (is_recurring = (available_on IS NULL)),
	CONSTRAINT trainer_availability_available_on_check
		CHECK (isfinite(available_on) AND fitclub_internal.is_date(available_on)
			AND day_of_week = extract(isodow FROM available_on)::integer - 1)
);

CREATE INDEX trainer_availability_day_idx
	ON fitclub.trainer_availability (trainer_id, day_of_week, start_time);

COMMENT ON TABLE fitclub.trainer_availability IS
	'Windows in which a trainer works, as wall-clock times in the club''s time zone';
COMMENT ON COLUMN fitclub.trainer_availability.day_of_week IS '0 Monday to 6 Sunday';
COMMENT ON COLUMN fitclub.trainer_availability.end_time IS 'Exclusive; 24:00 is midnight';
COMMENT ON COLUMN fitclub.trainer_availability.is_recurring IS
	'true: every week; false: once, on available_on';
COMMENT ON COLUMN fitclub.trainer_availability.available_on IS
	'Date of a one-off window, null for a weekly one';

CREATE TABLE fitclub.private_session (
	session_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	trainer_id bigint NOT NULL,
	room_id bigint,
	start_time timestamptz NOT NULL,
	end_time timestamptz NOT NULL,
	activity_type text NOT NULL DEFAULT 'Personal training',
	price numeric(12,2) NOT NULL,
	is_conflict boolean NOT NULL DEFAULT false,
	cancelled_at timestamptz,
	revision integer NOT NULL DEFAULT 0,
	changed_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	cancellation_reason text,
	CONSTRAINT private_session_pkey PRIMARY KEY (session_id),
	CONSTRAINT private_session_session_id_check CHECK (session_id > 0),
	CONSTRAINT private_session_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT private_session_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE RESTRICT,
	CONSTRAINT private_session_room_id_fkey FOREIGN KEY (room_id)
		REFERENCES fitclub.room ON DELETE RESTRICT,
	CONSTRAINT private_session_period_check
		CHECK (fitclub_internal.is_booking_period(start_time, end_time)),
	CONSTRAINT private_session_activity_type_check CHECK (fitclub_internal.is_text(activity_type, 200)),
	CONSTRAINT private_session_price_check CHECK (price BETWEEN 0 AND 9999999999.99),
	CONSTRAINT private_session_revision_check CHECK (revision >= 0),
	CONSTRAINT private_session_cancellation_reason_check
		CHECK (fitclub_internal.is_text(cancellation_reason, 200)),
	CONSTRAINT private_session_times_check
		CHECK (fitclub_internal.is_instant(cancelled_at) AND fitclub_internal.is_instant(changed_at))
);

CREATE INDEX private_session_room_busy_idx
	ON fitclub.private_session (room_id, start_time) WHERE cancelled_at IS NULL;
CREATE INDEX private_session_trainer_busy_idx
	ON fitclub.private_session (trainer_id, start_time) WHERE cancelled_at IS NULL;
CREATE INDEX private_session_member_busy_idx
	ON fitclub.private_session (member_id, start_time) WHERE cancelled_at IS NULL;
CREATE INDEX private_session_trainer_cancelled_idx
	ON fitclub.private_session (trainer_id, start_time) WHERE cancelled_at IS NOT NULL;
CREATE INDEX private_session_member_cancelled_idx
	ON fitclub.private_session (member_id, start_time) WHERE cancelled_at IS NOT NULL;

COMMENT ON TABLE fitclub.private_session IS 'One member with one trainer';
COMMENT ON COLUMN fitclub.private_session.room_id IS 'Null when the session is held online';
COMMENT ON COLUMN fitclub.private_session.end_time IS 'Exclusive';
COMMENT ON COLUMN fitclub.private_session.price IS 'In the club''s currency; 0 is free';
COMMENT ON COLUMN fitclub.private_session.is_conflict IS
	'false for every row the engine admitted; set by check_calendar() on rows that came in past the guard';
COMMENT ON COLUMN fitclub.private_session.cancelled_at IS
	'Null while the session stands; a cancelled one occupies nobody';
COMMENT ON COLUMN fitclub.private_session.revision IS
	'How often the session has changed in a way that calendars show; counted by a trigger';
COMMENT ON COLUMN fitclub.private_session.changed_at IS
	'When it last changed in such a way, or was made';

CREATE TABLE fitclub.class_schedule (
	class_id bigint GENERATED ALWAYS AS IDENTITY,
	name text NOT NULL,
	trainer_id bigint NOT NULL,
	room_id bigint NOT NULL,
	start_time timestamptz NOT NULL,
	end_time timestamptz NOT NULL,
	capacity integer NOT NULL,
	price numeric(12,2) NOT NULL,
	cancelled_at timestamptz,
	may_exceed_room boolean NOT NULL,
	revision integer NOT NULL DEFAULT 0,
	changed_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	cancellation_reason text,
	CONSTRAINT class_schedule_pkey PRIMARY KEY (class_id),
	CONSTRAINT class_schedule_class_id_check CHECK (class_id > 0),
	CONSTRAINT class_schedule_period_key UNIQUE (class_id, start_time, end_time),
	CONSTRAINT class_schedule_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE RESTRICT,
	CONSTRAINT class_schedule_room_id_fkey FOREIGN KEY (room_id)
		REFERENCES fitclub.room ON DELETE RESTRICT,
	CONSTRAINT class_schedule_name_check CHECK (fitclub_internal.is_text(name, 200)),
	CONSTRAINT class_schedule_period_check
		CHECK (fitclub_internal.is_booking_period(start_time, end_time)),
	CONSTRAINT class_schedule_capacity_check CHECK (capacity BETWEEN 1 AND 10000),
	CONSTRAINT class_schedule_price_check CHECK (price BETWEEN 0 AND 9999999999.99),
	CONSTRAINT class_schedule_revision_check CHECK (revision >= 0),
	CONSTRAINT class_schedule_cancellation_reason_check
		CHECK (fitclub_internal.is_text(cancellation_reason, 200)),
	CONSTRAINT class_schedule_times_check
		CHECK (fitclub_internal.is_instant(cancelled_at) AND fitclub_internal.is_instant(changed_at))
);

CREATE INDEX class_schedule_room_busy_idx
	ON fitclub.class_schedule (room_id, start_time) WHERE cancelled_at IS NULL;
CREATE INDEX class_schedule_trainer_busy_idx
	ON fitclub.class_schedule (trainer_id, start_time) WHERE cancelled_at IS NULL;
CREATE INDEX class_schedule_upcoming_idx
	ON fitclub.class_schedule (start_time) WHERE cancelled_at IS NULL;
CREATE INDEX class_schedule_trainer_cancelled_idx
	ON fitclub.class_schedule (trainer_id, start_time) WHERE cancelled_at IS NOT NULL;

COMMENT ON TABLE fitclub.class_schedule IS 'Group classes';
COMMENT ON COLUMN fitclub.class_schedule.end_time IS 'Exclusive';
COMMENT ON COLUMN fitclub.class_schedule.capacity IS 'Seats';
COMMENT ON COLUMN fitclub.class_schedule.price IS 'Per seat, in the club''s currency; 0 is free';
COMMENT ON COLUMN fitclub.class_schedule.cancelled_at IS
	'Null while the class stands; a cancelled one occupies nobody';
COMMENT ON COLUMN fitclub.class_schedule.may_exceed_room IS
	'Whether this class may have more seats than its room: the club''s setting when the class was made';
COMMENT ON COLUMN fitclub.class_schedule.revision IS
	'How often the class has changed in a way that calendars show; counted by a trigger';
COMMENT ON COLUMN fitclub.class_schedule.changed_at IS
	'When it last changed in such a way, or was made';

CREATE FUNCTION fitclub_internal.class_may_exceed_room()
RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT c.allow_class_over_room FROM fitclub.club AS c $$;

COMMENT ON FUNCTION fitclub_internal.class_may_exceed_room IS
	'The club''s present setting, which a new class takes over';

ALTER TABLE fitclub.class_schedule
	ALTER may_exceed_room SET DEFAULT fitclub_internal.class_may_exceed_room();

CREATE TABLE fitclub.class_registration (
	registration_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	class_id bigint NOT NULL,
	start_time timestamptz NOT NULL,
	end_time timestamptz NOT NULL,
	registered_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	attended boolean NOT NULL DEFAULT false,
	cancelled_at timestamptz,
	price numeric(12,2),
	revision integer NOT NULL DEFAULT 0,
	changed_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	cancellation_reason text,
	CONSTRAINT class_registration_pkey PRIMARY KEY (registration_id),
	CONSTRAINT class_registration_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT class_registration_class_id_fkey FOREIGN KEY (class_id, start_time, end_time)
		REFERENCES fitclub.class_schedule (class_id, start_time, end_time)
		ON UPDATE CASCADE ON DELETE RESTRICT,
	CONSTRAINT class_registration_price_check CHECK (price BETWEEN 0 AND 9999999999.99),
	CONSTRAINT class_registration_revision_check CHECK (revision >= 0),
	CONSTRAINT class_registration_cancellation_reason_check
		CHECK (fitclub_internal.is_text(cancellation_reason, 200)),
	CONSTRAINT class_registration_times_check
		CHECK (fitclub_internal.is_instant(registered_at) AND fitclub_internal.is_instant(cancelled_at) AND fitclub_internal.is_instant(changed_at))
);

CREATE UNIQUE INDEX class_registration_once
	ON fitclub.class_registration (class_id, member_id) WHERE cancelled_at IS NULL;
CREATE INDEX class_registration_member_busy_idx
	ON fitclub.class_registration (member_id, start_time) WHERE cancelled_at IS NULL;
CREATE INDEX class_registration_class_id_idx
	ON fitclub.class_registration (class_id);
CREATE INDEX class_registration_attended_idx
	ON fitclub.class_registration (member_id) WHERE attended;
CREATE INDEX class_registration_member_cancelled_idx
	ON fitclub.class_registration (member_id, start_time) WHERE cancelled_at IS NOT NULL;

COMMENT ON TABLE fitclub.class_registration IS 'A member''s seat in a class';
COMMENT ON COLUMN fitclub.class_registration.start_time IS
	'The class''s start, repeated so that a member''s clashes are one index probe; kept equal by the foreign key';
COMMENT ON COLUMN fitclub.class_registration.end_time IS
	'The class''s end, repeated like start_time';
COMMENT ON COLUMN fitclub.class_registration.cancelled_at IS
	'Null while the seat is held';
COMMENT ON COLUMN fitclub.class_registration.price IS
	'The class''s price when the seat was taken; 0 is free, null the class''s present one';
COMMENT ON COLUMN fitclub.class_registration.revision IS
	'How often the seat has changed in a way that calendars show; counted by a trigger';
COMMENT ON COLUMN fitclub.class_registration.changed_at IS
	'When it last changed in such a way, or was made';

-- What a session or a class costs that somebody inserts without a price.

CREATE FUNCTION fitclub_internal.default_session_price()
RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT c.default_session_price FROM fitclub.club AS c $$;

COMMENT ON FUNCTION fitclub_internal.default_session_price IS
	'The club''s present price of a private session';

CREATE FUNCTION fitclub_internal.default_class_price()
RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT c.default_class_price FROM fitclub.club AS c $$;

COMMENT ON FUNCTION fitclub_internal.default_class_price IS
	'The club''s present price of a seat in a class';

ALTER TABLE fitclub.private_session
	ALTER price SET DEFAULT fitclub_internal.default_session_price();
ALTER TABLE fitclub.class_schedule
	ALTER price SET DEFAULT fitclub_internal.default_class_price();

-- Bills and payments.

CREATE TABLE fitclub.billing_item (
	billing_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	class_id bigint,
	private_session_id bigint,
	trainer_id bigint,
	amount numeric(12,2) NOT NULL,
	description text NOT NULL,
	status text NOT NULL DEFAULT 'pending',
	created_at timestamptz NOT NULL DEFAULT greatest(now(), statement_timestamp()),
	updated_at timestamptz NOT NULL DEFAULT greatest(now(), statement_timestamp()),
	paid_at timestamptz,
	CONSTRAINT billing_item_pkey PRIMARY KEY (billing_id),
	CONSTRAINT billing_item_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT billing_item_class_id_fkey FOREIGN KEY (class_id)
		REFERENCES fitclub.class_schedule ON DELETE RESTRICT,
	CONSTRAINT billing_item_private_session_id_fkey FOREIGN KEY (private_session_id)
		REFERENCES fitclub.private_session ON DELETE RESTRICT,
	CONSTRAINT billing_item_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE RESTRICT,
	CONSTRAINT billing_item_one_booking_check CHECK (num_nonnulls(class_id, private_session_id) <= 1),
	CONSTRAINT billing_item_amount_check CHECK (amount > 0 AND amount <= 9999999999.99),
	CONSTRAINT billing_item_description_check CHECK (fitclub_internal.is_text(description, 2000, has_lines => true)),
	CONSTRAINT billing_item_status_check
		CHECK (status IN ('pending', 'partially_paid', 'paid', 'cancelled', 'refunded')),
	CONSTRAINT billing_item_paid_at_check
		CHECK ((paid_at IS NOT NULL) = (status IN ('paid', 'refunded'))),
	CONSTRAINT billing_item_times_check
		CHECK (fitclub_internal.is_instant(created_at) AND fitclub_internal.is_instant(updated_at) AND fitclub_internal.is_instant(paid_at))
);

CREATE UNIQUE INDEX billing_item_session_once
	ON fitclub.billing_item (private_session_id) WHERE private_session_id IS NOT NULL;
CREATE UNIQUE INDEX billing_item_class_once
	ON fitclub.billing_item (class_id, member_id)
	WHERE class_id IS NOT NULL AND status NOT IN ('cancelled', 'refunded');
CREATE INDEX billing_item_member_id_idx ON fitclub.billing_item (member_id, created_at);
CREATE INDEX billing_item_class_id_idx ON fitclub.billing_item (class_id)
	WHERE class_id IS NOT NULL;
CREATE INDEX billing_item_member_open_idx ON fitclub.billing_item (member_id)
	WHERE status IN ('pending', 'partially_paid');
CREATE INDEX billing_item_trainer_open_idx
	ON fitclub.billing_item (trainer_id, created_at, billing_id)
	WHERE status IN ('pending', 'partially_paid');

COMMENT ON TABLE fitclub.billing_item IS 'What a member owes or has paid for';
COMMENT ON COLUMN fitclub.billing_item.class_id IS 'The class it bills, if any';
COMMENT ON COLUMN fitclub.billing_item.private_session_id IS 'The private session it bills, if any';
COMMENT ON COLUMN fitclub.billing_item.trainer_id IS 'The trainer whose work it bills, if any';
COMMENT ON COLUMN fitclub.billing_item.amount IS 'In the club''s currency';
COMMENT ON COLUMN fitclub.billing_item.status IS
	'pending, partially_paid, paid, cancelled or refunded';
COMMENT ON COLUMN fitclub.billing_item.paid_at IS 'When the last of it was paid';

CREATE TABLE fitclub.payment (
	payment_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	staff_id bigint,
	billing_id bigint NOT NULL,
	amount numeric(12,2) NOT NULL,
	paid_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	payment_type text NOT NULL,
	description text,
	notes text,
	refund_of bigint,
	CONSTRAINT payment_pkey PRIMARY KEY (payment_id),
	CONSTRAINT payment_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT payment_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE RESTRICT,
	CONSTRAINT payment_billing_id_fkey FOREIGN KEY (billing_id)
		REFERENCES fitclub.billing_item ON DELETE RESTRICT,
	CONSTRAINT payment_refund_of_fkey FOREIGN KEY (refund_of)
		REFERENCES fitclub.payment ON DELETE RESTRICT,
	CONSTRAINT payment_amount_check
		CHECK (amount <> 0 AND amount BETWEEN -9999999999.99 AND 9999999999.99),
	CONSTRAINT payment_refund_of_check CHECK ((amount < 0) = (refund_of IS NOT NULL)),
	CONSTRAINT payment_payment_type_check
		CHECK (payment_type IN ('cash', 'card', 'bank_transfer', 'cheque', 'online', 'other')),
	CONSTRAINT payment_description_check CHECK (fitclub_internal.is_text(description, 2000, has_lines => true, may_be_blank => true)),
	CONSTRAINT payment_notes_check CHECK (fitclub_internal.is_text(notes, 10000, has_lines => true, may_be_blank => true)),
	CONSTRAINT payment_paid_at_check
		CHECK (fitclub_internal.is_instant(paid_at))
);

CREATE INDEX payment_billing_id_idx ON fitclub.payment (billing_id);
CREATE INDEX payment_member_id_idx ON fitclub.payment (member_id);
CREATE INDEX payment_staff_id_idx ON fitclub.payment (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX payment_refund_of_idx ON fitclub.payment (refund_of) WHERE refund_of IS NOT NULL;

COMMENT ON TABLE fitclub.payment IS 'Money received, and given back';
COMMENT ON COLUMN fitclub.payment.member_id IS 'Who paid; not always the member billed';
COMMENT ON COLUMN fitclub.payment.staff_id IS 'Who took the money; null when paid online';
COMMENT ON COLUMN fitclub.payment.amount IS
	'In the club''s currency; negative when money was given back';
COMMENT ON COLUMN fitclub.payment.payment_type IS
	'cash, card, bank_transfer, cheque, online or other';
COMMENT ON COLUMN fitclub.payment.refund_of IS 'The payment of which this gives money back';

-- What people are told when their bookings change.

CREATE TABLE fitclub.notification (
	notification_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint,
	trainer_id bigint,
	message text NOT NULL,
	created_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	is_read boolean NOT NULL DEFAULT false,
	CONSTRAINT notification_pkey PRIMARY KEY (notification_id),
	CONSTRAINT notification_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE CASCADE,
	CONSTRAINT notification_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE CASCADE,
	CONSTRAINT notification_recipient_check CHECK (num_nonnulls(member_id, trainer_id) = 1),
	CONSTRAINT notification_message_check CHECK (fitclub_internal.is_text(message, 10000, has_lines => true)),
	CONSTRAINT notification_created_at_check
		CHECK (fitclub_internal.is_instant(created_at))
);

CREATE INDEX notification_member_id_idx ON fitclub.notification (member_id, created_at)
	WHERE member_id IS NOT NULL;
CREATE INDEX notification_trainer_id_idx ON fitclub.notification (trainer_id, created_at)
	WHERE trainer_id IS NOT NULL;

COMMENT ON TABLE fitclub.notification IS
	'Messages to a member or a trainer, written with the change they tell of';

-- What was written, by whom and when. Events come from triggers: 21_audit.sql.

CREATE TABLE fitclub.audit_log (
	table_name text COLLATE "C" NOT NULL,
	row_key text COLLATE "C" NOT NULL,
	version integer NOT NULL,
	action text NOT NULL,
	at timestamptz NOT NULL,
	role_name text NOT NULL,
	session_role text,
	persona text NOT NULL,
	person_id bigint,
	application_name text,
	old_row jsonb,
	new_row jsonb,
	CONSTRAINT audit_log_pkey PRIMARY KEY (table_name, row_key, version),
	CONSTRAINT audit_log_version_check CHECK (version > 0),
	CONSTRAINT audit_log_action_check
		CHECK (action IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'BASELINE', 'PRUNE')),
	CONSTRAINT audit_log_old_row_check
		CHECK ((old_row IS NOT NULL) = (action IN ('UPDATE', 'DELETE'))),
	CONSTRAINT audit_log_new_row_check
		CHECK ((new_row IS NOT NULL) = (action IN ('INSERT', 'UPDATE', 'BASELINE', 'PRUNE')))
);

-- Whose a row was that went, or became another member's.
CREATE INDEX audit_log_former_member_idx ON fitclub.audit_log ((old_row ->> 'member_id'))
	WHERE old_row ->> 'member_id' <> coalesce(new_row ->> 'member_id', '');
CREATE INDEX audit_log_author_idx ON fitclub.audit_log (person_id) WHERE persona = 'member';
COMMENT ON INDEX fitclub.audit_log_former_member_idx IS
	'Rows that were a member''s';
COMMENT ON INDEX fitclub.audit_log_author_idx IS
	'What a member has done';

COMMENT ON TABLE fitclub.audit_log IS
	'What was written in the club''s tables, by whom and when; it only grows, but for prune_audit()';
COMMENT ON COLUMN fitclub.audit_log.row_key IS
	'First column of the row, as text; empty for a TRUNCATE or PRUNE, which is of the whole table';
COMMENT ON COLUMN fitclub.audit_log.version IS 'Counts the events of a row: 1, 2, 3';
COMMENT ON COLUMN fitclub.audit_log.action IS
	'INSERT, UPDATE, DELETE, TRUNCATE, BASELINE for a row that was there before the log knew of it, or PRUNE for events removed';
COMMENT ON COLUMN fitclub.audit_log.at IS
	'When the row was written, by the server''s clock; later events of a row or a session have later times';
COMMENT ON COLUMN fitclub.audit_log.role_name IS 'The session''s role, after SET ROLE';
COMMENT ON COLUMN fitclub.audit_log.session_role IS 'The role that signed in, where it is another one';
COMMENT ON COLUMN fitclub.audit_log.persona IS
	'For whom the session acted: member, trainer, staff, nobody, application or owner';
COMMENT ON COLUMN fitclub.audit_log.person_id IS 'Which member, trainer or member of staff, where known';
COMMENT ON COLUMN fitclub.audit_log.old_row IS
	'The row before, but for password verifiers; instants are in UTC';
COMMENT ON COLUMN fitclub.audit_log.new_row IS 'The row after, likewise; of a PRUNE before when and how many events';

-- Members whose person was removed.

CREATE TABLE fitclub.erased_member (
	member_id bigint NOT NULL,
	erased_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT erased_member_pkey PRIMARY KEY (member_id),
	CONSTRAINT erased_member_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE CASCADE,
	CONSTRAINT erased_member_erased_at_check
		CHECK (fitclub_internal.is_instant(erased_at))
);

COMMENT ON TABLE fitclub.erased_member IS
	'Members of whom erase_member() has kept the books and removed the person';
COMMENT ON COLUMN fitclub.erased_member.erased_at IS
	'Nothing that starts later is booked for the member';

-- Which database roles are people of the club.

CREATE TABLE fitclub.login (
	login_role name NOT NULL,
	member_id bigint,
	trainer_id bigint,
	staff_id bigint,
	role_id oid NOT NULL DEFAULT 0,
	CONSTRAINT login_pkey PRIMARY KEY (login_role),
	CONSTRAINT login_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE CASCADE,
	CONSTRAINT login_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE CASCADE,
	CONSTRAINT login_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE CASCADE,
	CONSTRAINT login_person_check CHECK (num_nonnulls(member_id, trainer_id, staff_id) = 1)
);

CREATE UNIQUE INDEX login_role_id_idx ON fitclub.login (role_id) WHERE role_id <> 0;
CREATE INDEX login_member_id_idx ON fitclub.login (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX login_trainer_id_idx ON fitclub.login (trainer_id) WHERE trainer_id IS NOT NULL;
CREATE INDEX login_staff_id_idx ON fitclub.login (staff_id) WHERE staff_id IS NOT NULL;

COMMENT ON TABLE fitclub.login IS
	'Database roles of single members, trainers and members of staff';
COMMENT ON COLUMN fitclub.login.login_role IS
	'The role''s name, by which a dump finds it in another cluster';
COMMENT ON COLUMN fitclub.login.role_id IS
	'The role that had the name when the row was written, 0 for none; the login holds as long as it still has';

-- USAGE on one of these types is what makes a role a persona. A privilege, as
-- group roles, renaming, DROP ROLE and dumps all treat privileges as is wanted
-- here; of types, as no GRANT ON ALL ... IN SCHEMA hands these out by mistake.
CREATE DOMAIN fitclub.persona_member AS boolean;
COMMENT ON DOMAIN fitclub.persona_member IS
	'USAGE marks a role as one of members; see grant_role()';

CREATE DOMAIN fitclub.persona_trainer AS boolean;
COMMENT ON DOMAIN fitclub.persona_trainer IS
	'USAGE marks a role as one of trainers; see grant_role()';

CREATE DOMAIN fitclub.persona_staff AS boolean;
COMMENT ON DOMAIN fitclub.persona_staff IS
	'USAGE marks a role as one of staff; see grant_role()';

CREATE DOMAIN fitclub.persona_reader AS boolean;
COMMENT ON DOMAIN fitclub.persona_reader IS
	'USAGE marks a role as one that reads what staff read, and changes nothing; see grant_role()';

REVOKE ALL ON TYPE fitclub.persona_member, fitclub.persona_trainer, fitclub.persona_staff, fitclub.persona_reader
	FROM PUBLIC;

CREATE FUNCTION fitclub_internal.stamp_login() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_stamp_login'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.stamp_login IS
	'Trigger: notes which role has the name of a login now';

CREATE TRIGGER login_stamp
	BEFORE INSERT OR UPDATE ON fitclub.login
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.stamp_login();
ALTER TABLE fitclub.login ENABLE ALWAYS TRIGGER login_stamp;

CREATE FUNCTION fitclub_internal.forget_identities() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_forget_identities'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.forget_identities IS
	'Trigger: every session looks anew who it acts for';

-- For each row, as logical replication fires no others.
CREATE TRIGGER login_forget_identities
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.login
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.forget_identities();
ALTER TABLE fitclub.login ENABLE ALWAYS TRIGGER login_forget_identities;

CREATE TRIGGER login_forget_all_identities
	AFTER TRUNCATE ON fitclub.login
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.forget_identities();
ALTER TABLE fitclub.login ENABLE ALWAYS TRIGGER login_forget_all_identities;

CREATE TRIGGER administrative_staff_forget_identities
	AFTER UPDATE OR DELETE ON fitclub.administrative_staff
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.forget_identities();
ALTER TABLE fitclub.administrative_staff
	ENABLE ALWAYS TRIGGER administrative_staff_forget_identities;

-- Not SECURITY DEFINER, as it reads nothing that privileges are needed for.
CREATE FUNCTION fitclub.current_identity()
RETURNS text
AS '$libdir/fitclub-1.1', 'fitclub_current_identity'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.current_identity IS
	'For whom the session acts: member:ID, trainer:ID, staff:ID, or staff, nobody, application, owner';

-- Failed attempts to sign in.

CREATE TABLE fitclub.sign_in_failure (
	email_hash bytea NOT NULL,
	failures integer NOT NULL,
	failed_at timestamptz NOT NULL,
	CONSTRAINT sign_in_failure_pkey PRIMARY KEY (email_hash),
	CONSTRAINT sign_in_failure_email_hash_check CHECK (octet_length(email_hash) = 32),
	CONSTRAINT sign_in_failure_failures_check CHECK (failures > 0),
	CONSTRAINT sign_in_failure_failed_at_check
		CHECK (fitclub_internal.is_instant(failed_at))
);

COMMENT ON TABLE fitclub.sign_in_failure IS
	'Failed attempts to sign in, by e-mail as it was given, whether anybody has it or not';
COMMENT ON COLUMN fitclub.sign_in_failure.email_hash IS
	'SHA-256 of the e-mail in lower case: what people type there by mistake is not kept';
COMMENT ON COLUMN fitclub.sign_in_failure.failures IS
	'How many in a row, with at most a day between them';
COMMENT ON COLUMN fitclub.sign_in_failure.failed_at IS 'The last of them';

-- Who may do what, for functions in SQL, which cannot raise by themselves. C
-- functions call the checkers behind these directly.

CREATE FUNCTION fitclub_internal.require_member(member_id bigint)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_require_member'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_member IS
	'Returns the id of a member whose data is the caller''s to see, or raises 42501, or P0002 when there is none';

CREATE FUNCTION fitclub_internal.require_health(member_id bigint)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_require_health'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_health IS
	'Like require_member(), and for trainers who work with the member';

CREATE FUNCTION fitclub_internal.require_trainer(trainer_id bigint)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_require_trainer'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_trainer IS
	'Returns the id of a trainer whose data is the caller''s to see, or raises 42501, or P0002 when there is none';

CREATE FUNCTION fitclub_internal.require_roster(class_id bigint)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_require_roster'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_roster IS
	'Returns the id of a class whose members are the caller''s to see, or raises 42501, or P0002 when there is none';

CREATE FUNCTION fitclub_internal.require_recipient(member_id bigint, trainer_id bigint)
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_require_recipient'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_recipient IS
	'Raises 42501 unless notifications to this member or trainer are the caller''s to see';

CREATE FUNCTION fitclub_internal.require_calendar(member_id bigint, trainer_id bigint)
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_require_calendar'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_calendar IS
	'Raises 42501 unless the calendar of this member or trainer is the caller''s to see';

CREATE FUNCTION fitclub_internal.require_team()
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_require_team'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_team IS
	'Raises 42501 when the caller is a member';

CREATE FUNCTION fitclub_internal.require_staff()
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_require_staff'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_staff IS
	'Raises 42501 when the caller is a member or a trainer';

-- For row security. These ask of the role that reads, so they are not SECURITY
-- DEFINER, and every role may call them: a policy calls them as whoever reads.

CREATE FUNCTION fitclub_internal.reads_all()
RETURNS boolean
AS '$libdir/fitclub-1.1', 'fitclub_reads_all'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.reads_all IS
	'Whether row security shows the role all rows: staff, applications and the owner';

CREATE FUNCTION fitclub_internal.writes_all()
RETURNS boolean
AS '$libdir/fitclub-1.1', 'fitclub_writes_all'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.writes_all IS
	'Whether row security lets the role write all rows: applications and the owner';

CREATE FUNCTION fitclub_internal.own_member_id()
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_own_member_id'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.own_member_id IS
	'The member whose role it is, or null';

CREATE FUNCTION fitclub_internal.own_trainer_id()
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_own_trainer_id'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.own_trainer_id IS
	'The trainer whose role it is, or null';

CREATE FUNCTION fitclub_internal.is_own_trainee(member_id bigint)
RETURNS boolean
AS '$libdir/fitclub-1.1', 'fitclub_is_own_trainee'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.is_own_trainee IS
	'Whether it is the role of a trainer who works with the member';

CREATE FUNCTION fitclub_internal.is_own_class(class_id bigint)
RETURNS boolean
AS '$libdir/fitclub-1.1', 'fitclub_is_own_class'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.is_own_class IS
	'Whether it is the role of the trainer who gives the class';

-- Row security, behind the functions: whoever is granted a table still sees no
-- more of it than by the functions, and only applications and the owner write.
-- What is asked of the session stands in a sub-select, to be asked once.
-- Owners, and with them the functions, foreign keys and dumps, see every row.

CREATE POLICY club_application ON fitclub.club
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY club_reader ON fitclub.club FOR SELECT
	USING (true);

CREATE POLICY member_application ON fitclub.member
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY member_reader ON fitclub.member FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR fitclub_internal.is_own_trainee(member_id));

CREATE POLICY trainer_application ON fitclub.trainer
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY trainer_reader ON fitclub.trainer FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));

CREATE POLICY administrative_staff_application ON fitclub.administrative_staff
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY administrative_staff_reader ON fitclub.administrative_staff FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));

CREATE POLICY staff_password_application ON fitclub.staff_password
	USING ((SELECT fitclub_internal.writes_all()));

CREATE POLICY sign_in_failure_application ON fitclub.sign_in_failure
	USING ((SELECT fitclub_internal.writes_all()));

CREATE POLICY erased_member_application ON fitclub.erased_member
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY erased_member_reader ON fitclub.erased_member FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));

CREATE POLICY health_metric_application ON fitclub.health_metric
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY health_metric_reader ON fitclub.health_metric FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR fitclub_internal.is_own_trainee(member_id));

CREATE POLICY room_application ON fitclub.room
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY room_reader ON fitclub.room FOR SELECT
	USING (true);

CREATE POLICY equipment_application ON fitclub.equipment
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY equipment_reader ON fitclub.equipment FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));

CREATE POLICY equipment_maintenance_application ON fitclub.equipment_maintenance
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY equipment_maintenance_reader ON fitclub.equipment_maintenance FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));

CREATE POLICY trainer_availability_application ON fitclub.trainer_availability
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY trainer_availability_reader ON fitclub.trainer_availability FOR SELECT
	USING (true);

CREATE POLICY private_session_application ON fitclub.private_session
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY private_session_reader ON fitclub.private_session FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));

CREATE POLICY class_schedule_application ON fitclub.class_schedule
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY class_schedule_reader ON fitclub.class_schedule FOR SELECT
	USING (true);

CREATE POLICY class_registration_application ON fitclub.class_registration
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY class_registration_reader ON fitclub.class_registration FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR fitclub_internal.is_own_class(class_id));

CREATE POLICY billing_item_application ON fitclub.billing_item
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY billing_item_reader ON fitclub.billing_item FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));

CREATE POLICY payment_application ON fitclub.payment
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY payment_reader ON fitclub.payment FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id()));

CREATE POLICY notification_application ON fitclub.notification
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY notification_reader ON fitclub.notification FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));

CREATE POLICY audit_log_application ON fitclub.audit_log
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY audit_log_reader ON fitclub.audit_log FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));

CREATE POLICY login_application ON fitclub.login
	USING ((SELECT fitclub_internal.writes_all()));

-- It is on as soon as there are personas: without them it would be in the way
-- of applications that COPY, and of dumps by others than the owner. The grant
-- of a persona switches it on, also the one that a restore repeats, so that no
-- dump has to tell.
CREATE FUNCTION fitclub_internal.enable_row_security() RETURNS event_trigger
AS '$libdir/fitclub-1.1', 'fitclub_enable_row_security'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.enable_row_security IS
	'Event trigger: switches row security on when the first persona is granted';

CREATE EVENT TRIGGER fitclub_enable_row_security ON ddl_command_end
	WHEN TAG IN ('GRANT')
	EXECUTE FUNCTION fitclub_internal.enable_row_security();
ALTER EVENT TRIGGER fitclub_enable_row_security ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER fitclub_enable_row_security IS
	'Switches row security on when the first persona is granted';

-- Views.

-- The view reads its tables as their owner, past row security, so that it has
-- the same conditions itself.
CREATE OR REPLACE VIEW fitclub.member_latest_metric_view WITH (security_barrier) AS
SELECT m.member_id, m.first_name, m.last_name, m.email, m.target_weight, m.notes,
	m.last_metric_at, h.weight, h.height, h.heart_rate, h.recorded_at
FROM fitclub.member AS m
LEFT JOIN LATERAL (
	SELECT weight, height, heart_rate, recorded_at
	FROM fitclub.health_metric
	WHERE member_id = m.member_id
	ORDER BY recorded_at DESC, metric_id DESC
	LIMIT 1
) AS h ON true
WHERE (SELECT fitclub_internal.reads_all())
	OR m.member_id = (SELECT fitclub_internal.own_member_id())
	OR fitclub_internal.is_own_trainee(m.member_id);

COMMENT ON VIEW fitclub.member_latest_metric_view IS
	'Every member with the most recent health metric, nulls where there is none';

-- Guards: what holds on every path. They only look and refuse, read no clock
-- and fire as ordinary triggers, so that a restore passes through them. The
-- two that do more say so.

CREATE FUNCTION fitclub_internal.announce_direct_write() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_announce_direct_write'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.announce_direct_write IS
	'Trigger: tells the functions that somebody writes to the calendar directly, so that their rows are guarded as well';

CREATE TRIGGER private_session_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.private_session
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.announce_direct_write();
CREATE TRIGGER class_schedule_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.class_schedule
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.announce_direct_write();
CREATE TRIGGER class_registration_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.class_registration
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.announce_direct_write();

CREATE FUNCTION fitclub_internal.guard_private_session() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_guard_private_session'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_private_session IS
	'Trigger: no room, trainer or member is double-booked by a private session';

CREATE TRIGGER private_session_guard
	AFTER INSERT OR UPDATE ON fitclub.private_session
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_private_session();

CREATE FUNCTION fitclub_internal.guard_class_schedule() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_guard_class_schedule'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_class_schedule IS
	'Trigger: no room or trainer is double-booked by a class; its roster fits its capacity and its capacity its room';

CREATE TRIGGER class_schedule_guard
	AFTER INSERT OR UPDATE ON fitclub.class_schedule
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_class_schedule();

CREATE FUNCTION fitclub_internal.guard_class_registration() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_guard_class_registration'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_class_registration IS
	'Trigger: no member is double-booked by a registration, no class overfull, no cancelled class joined';

CREATE TRIGGER class_registration_guard
	AFTER INSERT OR UPDATE ON fitclub.class_registration
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_class_registration();

CREATE FUNCTION fitclub_internal.guard_room() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_guard_room'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_room IS
	'Trigger: a room''s capacity is not lowered below that of its classes';

CREATE TRIGGER room_guard
	AFTER UPDATE ON fitclub.room
	FOR EACH ROW WHEN (new.capacity < old.capacity)
	EXECUTE FUNCTION fitclub_internal.guard_room();

CREATE FUNCTION fitclub_internal.guard_trainer_availability() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_guard_trainer_availability'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_trainer_availability IS
	'Trigger: windows of one trainer on one day never overlap';

CREATE TRIGGER trainer_availability_guard
	AFTER INSERT OR UPDATE ON fitclub.trainer_availability
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_trainer_availability();

CREATE FUNCTION fitclub_internal.guard_payment() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_guard_payment'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_payment IS
	'Trigger: nobody pays more than is owed or gets back more than was paid';

CREATE TRIGGER payment_guard
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.payment
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_payment();

CREATE FUNCTION fitclub_internal.guard_billing_item() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_guard_billing_item'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_billing_item IS
	'Trigger: a bill is not lowered below what was paid of it';

CREATE TRIGGER billing_item_guard
	AFTER UPDATE ON fitclub.billing_item
	FOR EACH ROW WHEN (new.amount < old.amount)
	EXECUTE FUNCTION fitclub_internal.guard_billing_item();

CREATE FUNCTION fitclub_internal.keep_health_metric() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_keep_health_metric'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.keep_health_metric IS
	'Trigger: health metrics are append-only and deleted only with their member';

CREATE TRIGGER health_metric_append_only
	BEFORE UPDATE OR DELETE ON fitclub.health_metric
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_health_metric();

CREATE TRIGGER health_metric_no_truncate
	BEFORE TRUNCATE ON fitclub.health_metric
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_health_metric();

-- Writes, but a restore is not changed by it: the latest time only moves on.
CREATE FUNCTION fitclub_internal.update_member_last_metric() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_update_member_last_metric'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.update_member_last_metric IS
	'Trigger: member.last_metric_at is the greatest recorded_at seen';

CREATE TRIGGER trg_update_member_last_metric
	AFTER INSERT ON fitclub.health_metric
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.update_member_last_metric();

-- Writes, so that a restored row takes the place of the one that CREATE
-- EXTENSION has just put there. ALWAYS: a parallel restore runs as a replica.
CREATE FUNCTION fitclub_internal.replace_club() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_replace_club'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.replace_club IS
	'Trigger: an inserted row of settings replaces the one there was';

CREATE TRIGGER club_replace
	BEFORE INSERT ON fitclub.club
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.replace_club();
ALTER TABLE fitclub.club ENABLE ALWAYS TRIGGER club_replace;

INSERT INTO fitclub.club DEFAULT VALUES;

-- The audit log: who wrote what, when, on every path. Events come from a
-- trigger on every table; the only tables without one are the log itself and
-- sign_in_failure, which nobody writes but authenticate_staff().

CREATE FUNCTION fitclub_internal.keep_audit_log() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_keep_audit_log'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.keep_audit_log IS
	'Trigger: events are not changed, deleted or truncated';

CREATE TRIGGER audit_log_append_only
	BEFORE UPDATE OR DELETE OR TRUNCATE ON fitclub.audit_log
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_audit_log();

-- ALWAYS: a parallel restore runs as a replica.
CREATE FUNCTION fitclub_internal.admit_audit_event() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_admit_audit_event'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.admit_audit_event IS
	'Trigger: only the owner puts events into the log, to restore it; what the restore has made up itself gives way';

CREATE TRIGGER audit_log_direct_write
	BEFORE INSERT ON fitclub.audit_log
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.admit_audit_event();
ALTER TABLE fitclub.audit_log ENABLE ALWAYS TRIGGER audit_log_direct_write;

-- SECURITY DEFINER, as those who write a table need no privilege on the log.
-- Live events come from it as well, so that they cost nothing while they are off.
CREATE FUNCTION fitclub_internal.audit() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_audit'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.audit IS
	'Trigger: writes an event to the audit log, and with fitclub.notify on sends one to who listens';

-- Settings that are inserted are an event of club_replace.
CREATE TRIGGER club_audit
	AFTER UPDATE OR DELETE ON fitclub.club
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER club_audit_truncate
	AFTER TRUNCATE ON fitclub.club
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER member_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.member
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER member_audit_truncate
	AFTER TRUNCATE ON fitclub.member
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER trainer_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.trainer
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER trainer_audit_truncate
	AFTER TRUNCATE ON fitclub.trainer
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER administrative_staff_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.administrative_staff
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER administrative_staff_audit_truncate
	AFTER TRUNCATE ON fitclub.administrative_staff
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER staff_password_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.staff_password
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER staff_password_audit_truncate
	AFTER TRUNCATE ON fitclub.staff_password
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER health_metric_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.health_metric
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER health_metric_audit_truncate
	AFTER TRUNCATE ON fitclub.health_metric
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER room_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.room
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER room_audit_truncate
	AFTER TRUNCATE ON fitclub.room
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER equipment_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.equipment
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER equipment_audit_truncate
	AFTER TRUNCATE ON fitclub.equipment
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER equipment_maintenance_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.equipment_maintenance
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER equipment_maintenance_audit_truncate
	AFTER TRUNCATE ON fitclub.equipment_maintenance
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER trainer_availability_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.trainer_availability
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER trainer_availability_audit_truncate
	AFTER TRUNCATE ON fitclub.trainer_availability
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER private_session_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.private_session
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER private_session_audit_truncate
	AFTER TRUNCATE ON fitclub.private_session
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER class_schedule_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.class_schedule
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER class_schedule_audit_truncate
	AFTER TRUNCATE ON fitclub.class_schedule
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER class_registration_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.class_registration
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER class_registration_audit_truncate
	AFTER TRUNCATE ON fitclub.class_registration
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER billing_item_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.billing_item
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER billing_item_audit_truncate
	AFTER TRUNCATE ON fitclub.billing_item
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER payment_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.payment
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER payment_audit_truncate
	AFTER TRUNCATE ON fitclub.payment
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER notification_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.notification
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER notification_audit_truncate
	AFTER TRUNCATE ON fitclub.notification
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER login_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.login
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER login_audit_truncate
	AFTER TRUNCATE ON fitclub.login
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER erased_member_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.erased_member
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER erased_member_audit_truncate
	AFTER TRUNCATE ON fitclub.erased_member
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE FUNCTION fitclub.audit_baseline(
	table_name regclass)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_audit_baseline'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.audit_baseline IS
	'Takes the rows of a table that the audit log does not know of into it; returns how many';

CREATE FUNCTION fitclub.prune_audit(
	before timestamptz)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_prune_audit'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.prune_audit IS
	'Removes the events before an instant from the audit log, which keeps an event of that; returns how many';

CREATE FUNCTION fitclub.audit_trail(
	table_name text,
	row_key text)
RETURNS TABLE (
	version integer,
	action text,
	at timestamptz,
	role_name text,
	session_role text,
	persona text,
	person_id bigint,
	application_name text,
	old_row jsonb,
	new_row jsonb)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_staff();

	SELECT l.version, l.action, l.at, l.role_name, l.session_role, l.persona, l.person_id,
		l.application_name, l.old_row, l.new_row
	FROM fitclub.audit_log AS l
	WHERE l.table_name = audit_trail.table_name AND l.row_key = audit_trail.row_key
	ORDER BY l.version
$$;

COMMENT ON FUNCTION fitclub.audit_trail(text, text) IS
	'What has happened to a row, oldest first; the key is the first column of its table, as text';

CREATE FUNCTION fitclub.audit_trail(
	table_name text,
	row_id bigint)
RETURNS TABLE (
	version integer,
	action text,
	at timestamptz,
	role_name text,
	session_role text,
	persona text,
	person_id bigint,
	application_name text,
	old_row jsonb,
	new_row jsonb)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT * FROM fitclub.audit_trail(audit_trail.table_name, audit_trail.row_id::text) $$;

COMMENT ON FUNCTION fitclub.audit_trail(text, bigint) IS
	'What has happened to a row, oldest first';

-- Every change of a booking that calendars show is counted, on every path: the
-- functions count by themselves, as they would for a direct UPDATE. A restore
-- inserts and changes nothing, so that the numbers stay as they were dumped.

CREATE FUNCTION fitclub_internal.count_revision() RETURNS trigger
AS '$libdir/fitclub-1.1', 'fitclub_count_revision'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.count_revision IS
	'Trigger: counts the changes of a booking that calendars show, and notes when';

CREATE TRIGGER private_session_revision
	BEFORE UPDATE ON fitclub.private_session
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.count_revision();
CREATE TRIGGER class_schedule_revision
	BEFORE UPDATE ON fitclub.class_schedule
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.count_revision();
CREATE TRIGGER class_registration_revision
	BEFORE UPDATE ON fitclub.class_registration
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.count_revision();

-- DROP EXTENSION is refused while there is data. The commands are those by
-- which an extension can go, be it in the wake of something else: one of its
-- tables can be made to depend on whatever can be dropped. The first of them
-- make triggers and foreign keys. The trigger is a member of the extension, so a
-- dump does not repeat it. ALWAYS: a parallel restore that cleans up first runs
-- as a replica.

CREATE FUNCTION fitclub_internal.keep_data() RETURNS event_trigger
AS '$libdir/fitclub-1.1', 'fitclub_keep_data'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.keep_data IS
	'Event trigger: has the library loaded, which refuses to drop tables with data unless fitclub.allow_drop is on, and triggers on them that others make';

CREATE EVENT TRIGGER fitclub_keep_data
	ON ddl_command_start
	WHEN TAG IN ('CREATE SCHEMA', 'CREATE TABLE', 'CREATE TRIGGER',
		'ALTER DOMAIN', 'ALTER FOREIGN TABLE', 'ALTER MATERIALIZED VIEW', 'ALTER TABLE', 'ALTER TYPE', 'ALTER VIEW',
		'DROP ACCESS METHOD', 'DROP AGGREGATE', 'DROP CAST', 'DROP COLLATION', 'DROP CONVERSION', 'DROP DOMAIN',
		'DROP EXTENSION', 'DROP FOREIGN DATA WRAPPER', 'DROP FOREIGN TABLE', 'DROP FUNCTION', 'DROP INDEX',
		'DROP LANGUAGE', 'DROP MATERIALIZED VIEW', 'DROP OPERATOR', 'DROP OPERATOR CLASS', 'DROP OPERATOR FAMILY',
		'DROP OWNED', 'DROP PROCEDURE', 'DROP ROUTINE', 'DROP RULE', 'DROP SCHEMA', 'DROP SEQUENCE', 'DROP SERVER',
		'DROP TABLE', 'DROP TEXT SEARCH CONFIGURATION', 'DROP TEXT SEARCH DICTIONARY', 'DROP TEXT SEARCH PARSER',
		'DROP TEXT SEARCH TEMPLATE', 'DROP TRANSFORM', 'DROP TYPE', 'DROP VIEW')
	EXECUTE FUNCTION fitclub_internal.keep_data();
ALTER EVENT TRIGGER fitclub_keep_data ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER fitclub_keep_data IS
	'Keeps DROP EXTENSION from deleting a club''s data unless fitclub.allow_drop is on, and others from making triggers on its tables';

-- The club's settings, and the check for ids that readers share.

CREATE FUNCTION fitclub.update_club(
	name text DEFAULT NULL,
	time_zone text DEFAULT NULL,
	currency text DEFAULT NULL,
	default_session_price numeric DEFAULT NULL,
	default_class_price numeric DEFAULT NULL,
	allow_class_over_room boolean DEFAULT NULL,
	cancellation_notice interval DEFAULT NULL,
	late_cancellation_fee_percent numeric DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_update_club'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_club IS
	'Changes the club''s settings that are given; returns the club''s id';

CREATE FUNCTION fitclub_internal.require_id(
	kind text,
	id bigint)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_require_id'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_id IS
	'Returns the id, or raises P0002 when there is no such member, trainer, room, ... (kind is the table''s name)';

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
AS '$libdir/fitclub-1.1', 'fitclub_create_member'
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
AS '$libdir/fitclub-1.1', 'fitclub_update_member'
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
AS '$libdir/fitclub-1.1', 'fitclub_log_health_metric'
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
AS '$libdir/fitclub-1.1', 'fitclub_create_trainer'
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
AS '$libdir/fitclub-1.1', 'fitclub_update_trainer'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_trainer IS
	'Changes a trainer''s columns that are given and empties those named in clear';

-- Staff and their passwords.

CREATE FUNCTION fitclub.create_staff(
	first_name text,
	last_name text,
	email text,
	password text)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_create_staff'
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
AS '$libdir/fitclub-1.1', 'fitclub_update_staff'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_staff IS
	'Changes what is given of a member of staff, password included';

CREATE FUNCTION fitclub.authenticate_staff(
	email text,
	password text)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_authenticate_staff'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.authenticate_staff IS
	'The id of the active member of staff with this e-mail and password, or null';

-- Rooms, equipment and faults.

CREATE OR REPLACE FUNCTION fitclub.create_room(
	name text,
	capacity integer,
	primary_trainer_id bigint DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_create_room'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_room IS
	'Adds a room (capacity in people) and returns its id';

CREATE OR REPLACE FUNCTION fitclub.update_room(
	room_id bigint,
	name text DEFAULT NULL,
	capacity integer DEFAULT NULL,
	primary_trainer_id bigint DEFAULT NULL,
	clear text[] DEFAULT '{}')
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_update_room'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_room IS
	'Changes a room''s columns that are given and empties those named in clear';

CREATE OR REPLACE FUNCTION fitclub.add_equipment(
	room_id bigint,
	name text,
	trainer_id bigint DEFAULT NULL,
	status text DEFAULT 'operational',
	notes text DEFAULT NULL,
	last_serviced_date date DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_add_equipment'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.add_equipment IS
	'Adds a piece of equipment to a room and returns its id';

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
AS '$libdir/fitclub-1.1', 'fitclub_update_equipment'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_equipment IS
	'Changes the columns of a piece of equipment that are given and empties those named in clear';

CREATE OR REPLACE FUNCTION fitclub.report_issue(
	equipment_id bigint,
	description text,
	staff_id bigint DEFAULT NULL,
	out_of_order boolean DEFAULT false)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_report_issue'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.report_issue IS
	'Reports a fault of a piece of equipment and returns the issue''s id; may put the equipment out of order';

CREATE OR REPLACE FUNCTION fitclub.update_issue(
	maintenance_id bigint,
	status text DEFAULT NULL,
	description text DEFAULT NULL,
	staff_id bigint DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_update_issue'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_issue IS
	'Changes what is given of an issue; in_progress puts the equipment under maintenance, open reopens it';

CREATE OR REPLACE FUNCTION fitclub.resolve_issue(
	maintenance_id bigint,
	staff_id bigint DEFAULT NULL,
	resolved_at timestamptz DEFAULT greatest(now(), clock_timestamp()))
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_resolve_issue'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.resolve_issue IS
	'Resolves an issue; the equipment is operational again when nothing else is open';

-- When trainers work.

CREATE FUNCTION fitclub.set_availability(
	trainer_id bigint,
	day_of_week integer DEFAULT NULL,
	start_time time DEFAULT NULL,
	end_time time DEFAULT NULL,
	available_on date DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_set_availability'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.set_availability IS
	'Adds a window in which a trainer works, weekly (day_of_week, 0 Monday to 6 Sunday) or on one date; returns its id';

CREATE FUNCTION fitclub.update_availability(
	availability_id bigint,
	day_of_week integer DEFAULT NULL,
	start_time time DEFAULT NULL,
	end_time time DEFAULT NULL,
	available_on date DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_update_availability'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_availability IS
	'Moves a window; refused when an upcoming booking needs the old one';

CREATE FUNCTION fitclub.remove_availability(
	availability_id bigint)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_remove_availability'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.remove_availability IS
	'Removes a window; refused when an upcoming booking needs it';

-- Private sessions.

CREATE FUNCTION fitclub.book_session(
	member_id bigint,
	trainer_id bigint,
	room_id bigint,
	start_time timestamptz,
	end_time timestamptz,
	activity_type text DEFAULT 'Personal training',
	price numeric DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_book_session'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.book_session IS
	'Books a private session with its bill and returns its id; a null room is an online session, a null price the club''s';

CREATE FUNCTION fitclub.reschedule_session(
	session_id bigint,
	start_time timestamptz,
	end_time timestamptz DEFAULT NULL,
	room_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	online boolean DEFAULT false)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_reschedule_session'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.reschedule_session IS
	'Moves a private session, its bill following; a null end keeps the length, a null room or trainer keeps it';

CREATE FUNCTION fitclub.reassign_session(
	session_id bigint,
	room_id bigint DEFAULT NULL,
	start_time timestamptz DEFAULT NULL,
	end_time timestamptz DEFAULT NULL,
	online boolean DEFAULT false)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_reassign_session'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.reassign_session IS
	'Gives a private session another room, another time or both, by the rules of rescheduling';

-- Group classes and their seats.

CREATE FUNCTION fitclub.create_class(
	name text,
	trainer_id bigint,
	room_id bigint,
	start_time timestamptz,
	end_time timestamptz,
	capacity integer DEFAULT NULL,
	price numeric DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_create_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_class IS
	'Schedules a class and returns its id; a null capacity is the room''s, a null price the club''s';

CREATE FUNCTION fitclub.update_class(
	class_id bigint,
	name text DEFAULT NULL,
	capacity integer DEFAULT NULL,
	price numeric DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_update_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_class IS
	'Changes a class''s name, capacity or price for further registrations';

CREATE FUNCTION fitclub.reschedule_class(
	class_id bigint,
	start_time timestamptz,
	end_time timestamptz DEFAULT NULL,
	room_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	on_member_conflict text DEFAULT 'refuse')
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_reschedule_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.reschedule_class IS
	'Moves a class and its registrations; members who would clash make it fail, or lose their seat when on_member_conflict is ''cancel''';

CREATE FUNCTION fitclub.substitute_trainer(
	class_id bigint,
	trainer_id bigint)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_substitute_trainer'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.substitute_trainer IS
	'Gives a class another trainer';

CREATE FUNCTION fitclub.register_for_class(
	member_id bigint,
	class_id bigint)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_register_for_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.register_for_class IS
	'Takes a seat in a class with its bill and returns the registration''s id';

CREATE FUNCTION fitclub.record_attendance(
	registration_id bigint,
	attended boolean DEFAULT true)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_record_attendance'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.record_attendance IS
	'Notes whether a registered member came';

-- Bills and payments.

CREATE FUNCTION fitclub.create_billing_item(
	member_id bigint,
	amount numeric,
	description text,
	trainer_id bigint DEFAULT NULL,
	class_id bigint DEFAULT NULL,
	private_session_id bigint DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_create_billing_item'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_billing_item IS
	'Bills a member for anything and returns the bill''s id';

CREATE FUNCTION fitclub.record_payment(
	billing_id bigint,
	amount numeric,
	payment_type text DEFAULT 'card',
	staff_id bigint DEFAULT NULL,
	member_id bigint DEFAULT NULL,
	description text DEFAULT NULL,
	notes text DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_record_payment'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.record_payment IS
	'Records money received for a bill and returns the payment''s id; the payer defaults to the member billed';

CREATE FUNCTION fitclub.cancel_billing_item(
	billing_id bigint)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_cancel_billing_item'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_billing_item IS
	'Cancels a bill of which nothing is paid';

CREATE FUNCTION fitclub.refund_payment(
	payment_id bigint,
	amount numeric DEFAULT NULL,
	staff_id bigint DEFAULT NULL,
	notes text DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_refund_payment'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.refund_payment IS
	'Gives back a payment, or part of it, and returns the refund''s id; a null amount is all that is left of it';

-- Cancelling a booking, which the desk does with a reason when it is over.

CREATE FUNCTION fitclub.cancel_session(
	session_id bigint,
	waive_fee boolean DEFAULT false,
	reason text DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_cancel_session'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_session IS
	'Cancels a private session and its unpaid bill; a late one may cost the club''s fee unless it is waived; one that is over takes staff and a reason';

CREATE FUNCTION fitclub.cancel_class(
	class_id bigint,
	reason text DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_cancel_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_class IS
	'Cancels a class, its registrations and their unpaid bills; one that is over takes staff and a reason';

CREATE FUNCTION fitclub.cancel_registration(
	registration_id bigint,
	waive_fee boolean DEFAULT false,
	reason text DEFAULT NULL)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_cancel_registration'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_registration IS
	'Gives a seat back and cancels its unpaid bill; a late one may cost the club''s fee unless it is waived; one that is over takes staff and a reason';

-- Numbering, after rows have come in with ids of their own. Not SECURITY
-- DEFINER: it takes the rights of the owner, which EXECUTE alone does not give.

CREATE FUNCTION fitclub.adjust_numbering()
RETURNS TABLE (
	table_name text,
	last_number bigint,
	adjusted_to bigint)
AS '$libdir/fitclub-1.1', 'fitclub_adjust_numbering'
LANGUAGE c VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.adjust_numbering IS
	'Brings every sequence up to the greatest id of its table, as after a COPY with ids; returns those that were behind';

-- Notifications.

CREATE FUNCTION fitclub.mark_notification_read(
	notification_id bigint)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_mark_notification_read'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.mark_notification_read IS
	'Marks a notification as read';

-- Personas for database roles, and logins for people. Not SECURITY DEFINER:
-- they take the rights of the owner, which EXECUTE alone does not give.

CREATE FUNCTION fitclub.grant_role(
	persona text,
	role name)
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_grant_role'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.grant_role IS
	'Grants a role, best a group role, what member, trainer, staff or reader need, and makes it that persona';

CREATE FUNCTION fitclub.revoke_role(
	persona text,
	role name)
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_revoke_role'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.revoke_role IS
	'Takes from a role what grant_role() gave it, but for what its other personas need';

CREATE FUNCTION fitclub.link_login(
	role name,
	member_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	staff_id bigint DEFAULT NULL)
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_link_login'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.link_login IS
	'Makes a role the login of one member, trainer or member of staff';

CREATE FUNCTION fitclub.unlink_login(
	role name)
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_unlink_login'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.unlink_login IS
	'Makes a role nobody''s login; the role may be gone already';

-- Scripts of updates make functions over that have got another argument.
CREATE FUNCTION fitclub_internal.grant_again(
	function regprocedure,
	role regrole,
	may_grant boolean)
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_grant_again'
LANGUAGE c VOLATILE STRICT
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.grant_again IS
	'Grants EXECUTE again in an update''s script in the club''s name, which keeps the grant in its dumps';

-- Removing a person and keeping the books.

CREATE FUNCTION fitclub.erase_member(
	member_id bigint)
RETURNS bigint
AS '$libdir/fitclub-1.1', 'fitclub_erase_member'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.erase_member IS
	'Removes a member''s personal data everywhere, audit log included, cancels what is to come and keeps the books; returns the id';

CREATE FUNCTION fitclub_internal.redacted(
	row_data jsonb,
	kept jsonb)
RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE WHEN redacted.row_data IS NOT NULL THEN (
		SELECT jsonb_object_agg(c.key, CASE
			WHEN redacted.kept ? c.key AND c.value NOT IN ('null', redacted.kept -> c.key) THEN '"[erased]"'
			ELSE c.value END)
		FROM jsonb_each(redacted.row_data) AS c) END
$$;

COMMENT ON FUNCTION fitclub_internal.redacted(jsonb, jsonb) IS
	'A row of the audit log without what differs from the values given for some columns; used by erase_member()';

CREATE FUNCTION fitclub_internal.describes_booking(
	bill jsonb)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	-- The fee for a late cancellation is a bill of its own, for no booking.
	SELECT describes_booking.bill ->> 'description' ~ concat('^', CASE
			WHEN coalesce(describes_booking.bill ->> 'class_id',
				describes_booking.bill ->> 'private_session_id') IS NULL
			THEN 'Late cancellation: ' END,
		'(Class|Private session with) .* on .*\d\d:\d\d')
$$;

COMMENT ON FUNCTION fitclub_internal.describes_booking IS
	'Whether the description of a bill is in the words of the functions that book; used by erase_member()';

CREATE FUNCTION fitclub_internal.redacted_bill(
	bill jsonb)
RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE WHEN fitclub_internal.describes_booking(redacted_bill.bill) THEN redacted_bill.bill
		ELSE fitclub_internal.redacted(redacted_bill.bill, '{"description": null}') END
$$;

COMMENT ON FUNCTION fitclub_internal.redacted_bill IS
	'A bill in the audit log without what somebody has written as its description; used by erase_member()';

-- The dry run of a booking.

CREATE OR REPLACE FUNCTION fitclub.find_conflicts(
	trainer_id bigint,
	start_time timestamptz,
	end_time timestamptz,
	member_id bigint DEFAULT NULL,
	room_id bigint DEFAULT NULL,
	ignore_session_id bigint DEFAULT NULL,
	ignore_class_id bigint DEFAULT NULL,
	OUT rule text,
	OUT resource text,
	OUT resource_id bigint,
	OUT window_start timestamptz,
	OUT window_end timestamptz,
	OUT message text)
RETURNS SETOF record
AS '$libdir/fitclub-1.1', 'fitclub_find_conflicts'
LANGUAGE c VOLATILE ROWS 3
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.find_conflicts IS
	'Every rule that a booking would break, as rows, without raising or waiting';

-- Readers. Each first makes sure that the id exists and is for the caller to
-- see, in a statement of its own because the planner may skip a join partner but never a statement. Bookings
-- are at most 27 hours long, so those that reach into a period start less than
-- 27 hours before it: that bounds every index scan, however long the history.

CREATE OR REPLACE FUNCTION fitclub.health_history(
	member_id bigint,
	max_rows integer DEFAULT 20,
	before timestamptz DEFAULT 'infinity',
	before_id bigint DEFAULT NULL)
RETURNS TABLE (
	metric_id bigint,
	recorded_at timestamptz,
	weight numeric,
	height numeric,
	heart_rate integer,
	target_weight numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_health(health_history.member_id);

	SELECT h.metric_id, h.recorded_at, h.weight, h.height, h.heart_rate, h.target_weight
	FROM fitclub.health_metric AS h
	WHERE h.member_id = health_history.member_id
		-- without an id: before all of that instant
		AND (h.recorded_at, h.metric_id) < (coalesce(health_history.before, 'infinity'),
			coalesce(health_history.before_id, -9223372036854775808))
	ORDER BY h.recorded_at DESC, h.metric_id DESC
	LIMIT health_history.max_rows
$$;

COMMENT ON FUNCTION fitclub.health_history IS
	'A member''s health metrics recorded before an instant, or before a metric, newest first; a null max_rows is all of them';

CREATE OR REPLACE FUNCTION fitclub.list_upcoming_classes(
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT 'infinity')
RETURNS TABLE (
	class_id bigint,
	name text,
	trainer text,
	room text,
	start_time timestamptz,
	end_time timestamptz,
	price numeric,
	capacity integer,
	seats_left integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_order(coalesce(list_upcoming_classes.from_time, now()), list_upcoming_classes.to_time);

	SELECT c.class_id, c.name, t.first_name || ' ' || t.last_name, r.name,
		c.start_time, c.end_time, c.price, c.capacity,
		c.capacity - (
			SELECT count(*)
			FROM fitclub.class_registration AS g
			WHERE g.class_id = c.class_id AND g.cancelled_at IS NULL
		)::integer
	FROM fitclub.class_schedule AS c
	JOIN fitclub.trainer AS t ON t.trainer_id = c.trainer_id
	JOIN fitclub.room AS r ON r.room_id = c.room_id
	WHERE c.cancelled_at IS NULL
		AND c.start_time >= coalesce(list_upcoming_classes.from_time, now())
		AND c.start_time < coalesce(list_upcoming_classes.to_time, 'infinity')
	ORDER BY c.start_time, c.class_id
$$;

COMMENT ON FUNCTION fitclub.list_upcoming_classes IS
	'Classes that start from one instant up to another, earliest first, with the seats left';

CREATE OR REPLACE FUNCTION fitclub.member_balance(
	member_id bigint)
RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_member(member_balance.member_id);

	SELECT round(coalesce(sum(b.amount - coalesce((
			SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id
		), 0)), 0), 2)
	FROM fitclub.billing_item AS b
	WHERE b.member_id = member_balance.member_id
		AND b.status IN ('pending', 'partially_paid')
$$;

COMMENT ON FUNCTION fitclub.member_balance IS
	'What a member owes: the unpaid part of the open bills';

CREATE OR REPLACE FUNCTION fitclub.member_statement(
	member_id bigint,
	from_time timestamptz DEFAULT '-infinity',
	to_time timestamptz DEFAULT 'infinity')
RETURNS TABLE (
	at timestamptz,
	kind text,
	billing_id bigint,
	payment_id bigint,
	description text,
	charge numeric,
	credit numeric,
	balance numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_member(member_statement.member_id);

	SELECT fitclub_internal.require_order(member_statement.from_time, member_statement.to_time);

	WITH bill AS (
		SELECT b.billing_id, b.created_at, b.updated_at, b.status, b.description, b.amount,
			coalesce((
				SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id
			), 0) AS paid
		FROM fitclub.billing_item AS b
		WHERE b.member_id = member_statement.member_id
	),
	line (at, position, kind, billing_id, payment_id, description, charge, credit) AS (
		SELECT b.created_at, 1, 'bill', b.billing_id, NULL::bigint, b.description,
			b.amount, NULL::numeric
		FROM bill AS b
		UNION ALL
		SELECT p.paid_at, 2, CASE WHEN p.amount > 0 THEN 'payment' ELSE 'refund' END,
			b.billing_id, p.payment_id, concat_ws(': ', p.description, b.description),
			NULL, p.amount
		FROM bill AS b
		JOIN fitclub.payment AS p ON p.billing_id = b.billing_id
		UNION ALL
		-- Nothing more is owed on a bill that is closed: what is left of it goes.
		SELECT b.updated_at, 3, 'cancelled', b.billing_id, NULL, b.description,
			NULL, b.amount - b.paid
		FROM bill AS b
		WHERE b.status NOT IN ('pending', 'partially_paid') AND b.amount <> b.paid
	),
	account AS (
		SELECT l.*,
			sum(coalesce(l.charge, 0) - coalesce(l.credit, 0)) OVER (
				ORDER BY l.at, l.billing_id, l.position, l.payment_id
				ROWS UNBOUNDED PRECEDING) AS balance
		FROM line AS l
	)
	SELECT a.at, a.kind, a.billing_id, a.payment_id, a.description,
		a.charge, a.credit, a.balance
	FROM account AS a
	WHERE a.at >= coalesce(member_statement.from_time, '-infinity')
		AND a.at < coalesce(member_statement.to_time, 'infinity')
	ORDER BY a.at, a.billing_id, a.position, a.payment_id
$$;

COMMENT ON FUNCTION fitclub.member_statement IS
	'A member''s account between two instants: bills charged, payments and cancellations credited (refunds negative), with the running balance';

CREATE OR REPLACE FUNCTION fitclub.member_dashboard(
	member_id bigint)
RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_member(member_dashboard.member_id);

	WITH metric AS MATERIALIZED (
		SELECT h.metric_id, h.recorded_at, h.weight, h.height, h.heart_rate, h.target_weight
		FROM fitclub.health_metric AS h
		WHERE h.member_id = member_dashboard.member_id
		ORDER BY h.recorded_at DESC, h.metric_id DESC
		LIMIT 20
	)
	SELECT jsonb_build_object(
		'profile', jsonb_build_object(
			'member_id', m.member_id,
			'first_name', m.first_name,
			'last_name', m.last_name,
			'email', m.email,
			'phone_number', m.phone_number,
			'date_of_birth', m.date_of_birth,
			'gender', m.gender,
			'notes', m.notes,
			'joined_at', m.joined_at,
			'goal', jsonb_build_object('target_weight', m.target_weight)),
		'latest_metric', (
			SELECT to_jsonb(h)
			FROM metric AS h
			ORDER BY h.recorded_at DESC, h.metric_id DESC
			LIMIT 1),
		'metrics', (
			SELECT coalesce(jsonb_agg(to_jsonb(h)
				ORDER BY h.recorded_at DESC, h.metric_id DESC), '[]')
			FROM metric AS h),
		'distance_to_target', (
			SELECT h.weight - m.target_weight
			FROM metric AS h
			WHERE h.weight IS NOT NULL
			ORDER BY h.recorded_at DESC, h.metric_id DESC
			LIMIT 1),
		'classes_attended', (
			SELECT count(*)
			FROM fitclub.class_registration AS g
			WHERE g.member_id = member_dashboard.member_id AND g.attended),
		'upcoming_sessions', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'session_id', s.session_id,
					'trainer', t.first_name || ' ' || t.last_name,
					'room', r.name,
					'start_time', s.start_time,
					'end_time', s.end_time,
					'activity_type', s.activity_type,
					'price', s.price)
				ORDER BY s.start_time, s.session_id), '[]')
			FROM (
				SELECT *
				FROM fitclub.private_session AS p
				WHERE p.member_id = member_dashboard.member_id
					AND p.cancelled_at IS NULL
					AND p.start_time > now() - interval '27 hours'
					AND p.end_time > now()
			) AS s
			JOIN fitclub.trainer AS t ON t.trainer_id = s.trainer_id
			LEFT JOIN fitclub.room AS r ON r.room_id = s.room_id),
		'upcoming_classes', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'registration_id', g.registration_id,
					'class_id', g.class_id,
					'name', c.name,
					'trainer', t.first_name || ' ' || t.last_name,
					'room', r.name,
					'start_time', g.start_time,
					'end_time', g.end_time)
				ORDER BY g.start_time, g.registration_id), '[]')
			FROM (
				SELECT *
				FROM fitclub.class_registration AS p
				WHERE p.member_id = member_dashboard.member_id
					AND p.cancelled_at IS NULL
					AND p.start_time > now() - interval '27 hours'
					AND p.end_time > now()
			) AS g
			JOIN fitclub.class_schedule AS c
				ON c.class_id = g.class_id AND c.cancelled_at IS NULL
			JOIN fitclub.trainer AS t ON t.trainer_id = c.trainer_id
			JOIN fitclub.room AS r ON r.room_id = c.room_id),
		'balance_owed', fitclub.member_balance(m.member_id))
	FROM fitclub.member AS m
	WHERE m.member_id = member_dashboard.member_id
$$;

COMMENT ON FUNCTION fitclub.member_dashboard IS
	'All a member wants to see at once: profile and goal, metrics, attendance, what is coming up and what is owed';

CREATE OR REPLACE FUNCTION fitclub.trainer_schedule(
	trainer_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT NULL)
RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_trainer(trainer_schedule.trainer_id);

	SELECT fitclub_internal.require_order(coalesce(trainer_schedule.from_time, now()), trainer_schedule.to_time);

	WITH session AS MATERIALIZED (
		SELECT s.*
		FROM fitclub.private_session AS s
		WHERE s.trainer_id = trainer_schedule.trainer_id
			AND s.cancelled_at IS NULL
			AND s.start_time > coalesce(trainer_schedule.from_time, now()) - interval '27 hours'
			AND s.start_time < coalesce(trainer_schedule.to_time,
					coalesce(trainer_schedule.from_time, now()) + interval '7 days')
			AND s.end_time > coalesce(trainer_schedule.from_time, now())
			AND coalesce(trainer_schedule.from_time, now())
				< coalesce(trainer_schedule.to_time,
					coalesce(trainer_schedule.from_time, now()) + interval '7 days')
	),
	class AS MATERIALIZED (
		SELECT c.*
		FROM fitclub.class_schedule AS c
		WHERE c.trainer_id = trainer_schedule.trainer_id
			AND c.cancelled_at IS NULL
			AND c.start_time > coalesce(trainer_schedule.from_time, now()) - interval '27 hours'
			AND c.start_time < coalesce(trainer_schedule.to_time,
					coalesce(trainer_schedule.from_time, now()) + interval '7 days')
			AND c.end_time > coalesce(trainer_schedule.from_time, now())
			AND coalesce(trainer_schedule.from_time, now())
				< coalesce(trainer_schedule.to_time,
					coalesce(trainer_schedule.from_time, now()) + interval '7 days')
	),
	bill AS (
		SELECT b.billing_id
		FROM session AS s
		JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
		UNION ALL
		SELECT b.billing_id
		FROM class AS c
		JOIN fitclub.billing_item AS b ON b.class_id = c.class_id
	),
	looked_after AS (
		SELECT e.equipment_id
		FROM fitclub.equipment AS e
		WHERE e.trainer_id = trainer_schedule.trainer_id
		UNION
		SELECT e.equipment_id
		FROM fitclub.room AS r
		JOIN fitclub.equipment AS e ON e.room_id = r.room_id
		WHERE r.primary_trainer_id = trainer_schedule.trainer_id
	)
	SELECT jsonb_build_object(
		'trainer', jsonb_build_object(
			'trainer_id', t.trainer_id,
			'first_name', t.first_name,
			'last_name', t.last_name,
			'specialization', t.specialization,
			'is_active', t.is_active),
		'sessions', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'session_id', s.session_id,
					'member', m.first_name || ' ' || m.last_name,
					'room', r.name,
					'start_time', s.start_time,
					'end_time', s.end_time,
					'activity_type', s.activity_type,
					'price', s.price)
				ORDER BY s.start_time, s.session_id), '[]')
			FROM session AS s
			JOIN fitclub.member AS m ON m.member_id = s.member_id
			LEFT JOIN fitclub.room AS r ON r.room_id = s.room_id),
		'classes', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'class_id', c.class_id,
					'name', c.name,
					'room', r.name,
					'start_time', c.start_time,
					'end_time', c.end_time,
					'capacity', c.capacity,
					'registered', g.registered,
					'seats_left', c.capacity - g.registered)
				ORDER BY c.start_time, c.class_id), '[]')
			FROM class AS c
			JOIN fitclub.room AS r ON r.room_id = c.room_id
			CROSS JOIN LATERAL (
				SELECT count(*) AS registered
				FROM fitclub.class_registration AS n
				WHERE n.class_id = c.class_id AND n.cancelled_at IS NULL
			) AS g),
		'open_bills', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'billing_id', b.billing_id,
					'member', m.first_name || ' ' || m.last_name,
					'description', b.description,
					'amount', b.amount,
					'paid', p.paid,
					'owed', b.amount - p.paid,
					'status', b.status)
				ORDER BY b.created_at, b.billing_id), '[]')
			FROM (
				SELECT *
				FROM fitclub.billing_item AS o
				WHERE o.trainer_id = trainer_schedule.trainer_id
					AND o.status IN ('pending', 'partially_paid')
			) AS b
			JOIN fitclub.member AS m ON m.member_id = b.member_id
			CROSS JOIN LATERAL (
				SELECT coalesce(sum(n.amount), 0.00) AS paid
				FROM fitclub.payment AS n
				WHERE n.billing_id = b.billing_id
			) AS p),
		'payments', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'payment_id', p.payment_id,
					'billing_id', p.billing_id,
					'member', m.first_name || ' ' || m.last_name,
					'amount', p.amount,
					'paid_at', p.paid_at,
					'payment_type', p.payment_type)
				ORDER BY p.paid_at, p.payment_id), '[]')
			FROM bill AS b
			JOIN fitclub.payment AS p ON p.billing_id = b.billing_id
			JOIN fitclub.member AS m ON m.member_id = p.member_id),
		'equipment_issues', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'maintenance_id', i.maintenance_id,
					'equipment', e.name,
					'room', r.name,
					'reported_at', i.reported_at,
					'description', i.description,
					'status', i.status)
				ORDER BY i.reported_at, i.maintenance_id), '[]')
			FROM looked_after AS l
			JOIN fitclub.equipment AS e ON e.equipment_id = l.equipment_id
			JOIN fitclub.room AS r ON r.room_id = e.room_id
			JOIN fitclub.equipment_maintenance AS i
				ON i.equipment_id = l.equipment_id AND i.status <> 'resolved'))
	FROM fitclub.trainer AS t
	WHERE t.trainer_id = trainer_schedule.trainer_id
$$;

COMMENT ON FUNCTION fitclub.trainer_schedule IS
	'A trainer''s sessions and classes between two instants with their payments, all open bills, and open issues of equipment in the trainer''s care';

CREATE OR REPLACE FUNCTION fitclub.lookup_members(
	trainer_id bigint,
	name text DEFAULT NULL)
RETURNS TABLE (
	member_id bigint,
	first_name text,
	last_name text,
	email text,
	target_weight numeric,
	notes text,
	last_metric_at timestamptz,
	weight numeric,
	height numeric,
	heart_rate integer,
	recorded_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_trainer(lookup_members.trainer_id);
	SELECT fitclub_internal.require_search(lookup_members.name);

	-- Not by member_latest_metric_view, whose own conditions come before ours.
	SELECT m.member_id, m.first_name, m.last_name, m.email, m.target_weight, m.notes,
		m.last_metric_at, h.weight, h.height, h.heart_rate, h.recorded_at
	FROM fitclub.member AS m
	LEFT JOIN LATERAL (
		SELECT n.weight, n.height, n.heart_rate, n.recorded_at
		FROM fitclub.health_metric AS n
		WHERE n.member_id = m.member_id
		ORDER BY n.recorded_at DESC, n.metric_id DESC
		LIMIT 1
	) AS h ON true
	WHERE m.member_id IN (
			SELECT s.member_id
			FROM fitclub.private_session AS s
			WHERE s.trainer_id = lookup_members.trainer_id AND s.cancelled_at IS NULL
			UNION
			SELECT g.member_id
			FROM fitclub.class_schedule AS c
			JOIN fitclub.class_registration AS g ON g.class_id = c.class_id
			WHERE c.trainer_id = lookup_members.trainer_id
				AND c.cancelled_at IS NULL
				AND g.cancelled_at IS NULL)
		AND NOT EXISTS (SELECT FROM fitclub.erased_member AS e WHERE e.member_id = m.member_id)
		-- Not LIKE: what a user types has no wildcards. The full name has the others in it.
		AND strpos(lower(m.first_name || ' ' || m.last_name),
			lower(coalesce(lookup_members.name, ''))) > 0
	ORDER BY m.last_name, m.first_name, m.member_id
$$;

COMMENT ON FUNCTION fitclub.lookup_members IS
	'The members a trainer works with whose name contains a text, with goal and latest metric';

CREATE OR REPLACE FUNCTION fitclub.room_bookings(
	room_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT 'infinity')
RETURNS TABLE (
	kind text,
	booking_id bigint,
	title text,
	trainer text,
	people integer,
	start_time timestamptz,
	end_time timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_staff();

	SELECT fitclub_internal.require_id('room', room_bookings.room_id);

	SELECT fitclub_internal.require_order(coalesce(room_bookings.from_time, now()), room_bookings.to_time);

	SELECT b.kind, b.booking_id, b.title, t.first_name || ' ' || t.last_name,
		b.people, b.start_time, b.end_time
	FROM (
		SELECT 'session' AS kind, s.session_id AS booking_id,
			s.activity_type || ' with ' || m.first_name || ' ' || m.last_name AS title,
			s.trainer_id, 1 AS people, s.start_time, s.end_time
		FROM fitclub.private_session AS s
		JOIN fitclub.member AS m ON m.member_id = s.member_id
		WHERE s.room_id = room_bookings.room_id
			AND s.cancelled_at IS NULL
			AND s.start_time > coalesce(room_bookings.from_time, now()) - interval '27 hours'
			AND s.start_time < coalesce(room_bookings.to_time, 'infinity')
			AND s.end_time > coalesce(room_bookings.from_time, now())
		UNION ALL
		SELECT 'class', c.class_id, c.name, c.trainer_id, (
				SELECT count(*)
				FROM fitclub.class_registration AS g
				WHERE g.class_id = c.class_id AND g.cancelled_at IS NULL
			)::integer, c.start_time, c.end_time
		FROM fitclub.class_schedule AS c
		WHERE c.room_id = room_bookings.room_id
			AND c.cancelled_at IS NULL
			AND c.start_time > coalesce(room_bookings.from_time, now()) - interval '27 hours'
			AND c.start_time < coalesce(room_bookings.to_time, 'infinity')
			AND c.end_time > coalesce(room_bookings.from_time, now())
	) AS b
	JOIN fitclub.trainer AS t ON t.trainer_id = b.trainer_id
	WHERE coalesce(room_bookings.from_time, now()) < coalesce(room_bookings.to_time, 'infinity')
	ORDER BY b.start_time, b.kind, b.booking_id
$$;

COMMENT ON FUNCTION fitclub.room_bookings IS
	'What takes place in a room between two instants, earliest first';

-- Readers for people who see no tables: what there is to choose from, when it
-- is free, and what is their own.

CREATE FUNCTION fitclub.list_trainers()
RETURNS TABLE (
	trainer_id bigint,
	first_name text,
	last_name text,
	specialization text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT t.trainer_id, t.first_name, t.last_name, t.specialization
	FROM fitclub.trainer AS t
	WHERE t.is_active
	ORDER BY t.last_name, t.first_name, t.trainer_id
$$;

COMMENT ON FUNCTION fitclub.list_trainers IS
	'The active trainers by name';

CREATE FUNCTION fitclub.list_rooms()
RETURNS TABLE (
	room_id bigint,
	name text,
	capacity integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT r.room_id, r.name, r.capacity
	FROM fitclub.room AS r
	ORDER BY r.name
$$;

COMMENT ON FUNCTION fitclub.list_rooms IS
	'The rooms by name, with how many people they hold';

CREATE FUNCTION fitclub.list_availability(
	trainer_id bigint)
RETURNS TABLE (
	availability_id bigint,
	day_of_week smallint,
	start_time time,
	end_time time,
	available_on date)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_id('trainer', list_availability.trainer_id);

	-- Most drivers cannot read 24:00: midnight is 00:00 at either end.
	SELECT w.availability_id, w.day_of_week, w.start_time,
		CASE WHEN w.end_time = '24:00' THEN time '00:00' ELSE w.end_time END, w.available_on
	FROM fitclub.trainer_availability AS w
	CROSS JOIN fitclub.club AS c
	WHERE w.trainer_id = list_availability.trainer_id
		AND (w.available_on IS NULL
			OR w.available_on >= (now() AT TIME ZONE c.time_zone)::date)
	ORDER BY w.available_on NULLS FIRST, w.day_of_week, w.start_time
$$;

COMMENT ON FUNCTION fitclub.list_availability IS
	'When a trainer works, by the clock on the club''s wall: every week, then on single days from today on';

CREATE FUNCTION fitclub.busy_times(
	resource text,
	resource_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT NULL)
RETURNS TABLE (
	start_time timestamptz,
	end_time timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_choice('resource', busy_times.resource,
		ARRAY['room', 'trainer', 'member']);

	SELECT CASE busy_times.resource
		WHEN 'member' THEN fitclub_internal.require_member(busy_times.resource_id)
		ELSE fitclub_internal.require_id(busy_times.resource, busy_times.resource_id) END;

	SELECT fitclub_internal.require_order(coalesce(busy_times.from_time, now()), busy_times.to_time);

	WITH asked AS (
		SELECT coalesce(busy_times.from_time, now()) AS from_time,
			coalesce(busy_times.to_time,
				coalesce(busy_times.from_time, now()) + interval '7 days') AS to_time
	),
	busy (start_time, end_time) AS (
		SELECT s.start_time, s.end_time
		FROM fitclub.private_session AS s
		WHERE busy_times.resource = 'room' AND s.room_id = busy_times.resource_id
			AND s.cancelled_at IS NULL
		UNION ALL
		SELECT c.start_time, c.end_time
		FROM fitclub.class_schedule AS c
		WHERE busy_times.resource = 'room' AND c.room_id = busy_times.resource_id
			AND c.cancelled_at IS NULL
		UNION ALL
		SELECT s.start_time, s.end_time
		FROM fitclub.private_session AS s
		WHERE busy_times.resource = 'trainer' AND s.trainer_id = busy_times.resource_id
			AND s.cancelled_at IS NULL
		UNION ALL
		SELECT c.start_time, c.end_time
		FROM fitclub.class_schedule AS c
		WHERE busy_times.resource = 'trainer' AND c.trainer_id = busy_times.resource_id
			AND c.cancelled_at IS NULL
		UNION ALL
		SELECT s.start_time, s.end_time
		FROM fitclub.private_session AS s
		WHERE busy_times.resource = 'member' AND s.member_id = busy_times.resource_id
			AND s.cancelled_at IS NULL
		UNION ALL
		SELECT g.start_time, g.end_time
		FROM fitclub.class_registration AS g
		WHERE busy_times.resource = 'member' AND g.member_id = busy_times.resource_id
			AND g.cancelled_at IS NULL
	)
	SELECT b.start_time, b.end_time
	FROM asked AS a
	JOIN busy AS b
		ON b.start_time > a.from_time - interval '27 hours'
		AND b.start_time < a.to_time
		AND b.end_time > a.from_time
		AND a.from_time < a.to_time
	ORDER BY b.start_time, b.end_time
$$;

COMMENT ON FUNCTION fitclub.busy_times IS
	'When a room, trainer or member is booked between two instants, and nothing of by whom';

CREATE FUNCTION fitclub.class_roster(
	class_id bigint)
RETURNS TABLE (
	registration_id bigint,
	member_id bigint,
	first_name text,
	last_name text,
	registered_at timestamptz,
	attended boolean)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_roster(class_roster.class_id);

	SELECT g.registration_id, m.member_id, m.first_name, m.last_name, g.registered_at, g.attended
	FROM fitclub.class_registration AS g
	JOIN fitclub.member AS m ON m.member_id = g.member_id
	WHERE g.class_id = class_roster.class_id AND g.cancelled_at IS NULL
	ORDER BY m.last_name, m.first_name, m.member_id
$$;

COMMENT ON FUNCTION fitclub.class_roster IS
	'Who has a seat in a class, by name';

CREATE FUNCTION fitclub.list_equipment(
	room_id bigint DEFAULT NULL)
RETURNS TABLE (
	equipment_id bigint,
	room text,
	name text,
	status text,
	open_issues bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_team();

	SELECT fitclub_internal.require_id('room', list_equipment.room_id)
	WHERE list_equipment.room_id IS NOT NULL;

	SELECT e.equipment_id, r.name, e.name, e.status, (
			SELECT count(*)
			FROM fitclub.equipment_maintenance AS i
			WHERE i.equipment_id = e.equipment_id AND i.status <> 'resolved')
	FROM fitclub.equipment AS e
	JOIN fitclub.room AS r ON r.room_id = e.room_id
	WHERE list_equipment.room_id IS NULL OR e.room_id = list_equipment.room_id
	ORDER BY r.name, e.name, e.equipment_id
$$;

COMMENT ON FUNCTION fitclub.list_equipment IS
	'The equipment of a room, or of all, with the number of faults that are open';

CREATE FUNCTION fitclub.list_notifications(
	member_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	unread_only boolean DEFAULT true,
	max_rows integer DEFAULT 100,
	before timestamptz DEFAULT 'infinity',
	before_id bigint DEFAULT NULL)
RETURNS TABLE (
	notification_id bigint,
	created_at timestamptz,
	message text,
	is_read boolean)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_recipient(list_notifications.member_id, list_notifications.trainer_id);

	SELECT n.notification_id, n.created_at, n.message, n.is_read
	FROM (
		SELECT m.*
		FROM fitclub.notification AS m
		WHERE m.member_id = list_notifications.member_id
		UNION ALL
		SELECT t.*
		FROM fitclub.notification AS t
		WHERE t.trainer_id = list_notifications.trainer_id
	) AS n
	WHERE NOT (n.is_read AND coalesce(list_notifications.unread_only, true))
		-- without an id: before all of that instant
		AND (n.created_at, n.notification_id) < (coalesce(list_notifications.before, 'infinity'),
			coalesce(list_notifications.before_id, -9223372036854775808))
	ORDER BY n.created_at DESC, n.notification_id DESC
	LIMIT list_notifications.max_rows
$$;

COMMENT ON FUNCTION fitclub.list_notifications IS
	'The notifications of a member or a trainer, or those before one of them, newest first; a null max_rows is all of them';

-- Calendars that telephones and desktops subscribe to (iCalendar, RFC 5545).

CREATE FUNCTION fitclub_internal.calendar_line(
	property text,
	value text)
RETURNS text
AS '$libdir/fitclub-1.1', 'fitclub_calendar_line'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.calendar_line IS
	'A line of iCalendar whose value is text: escaped, folded to 75 octets and ended; used by calendar_feed()';

CREATE FUNCTION fitclub_internal.calendar_instant(
	instant timestamptz)
RETURNS text
AS '$libdir/fitclub-1.1', 'fitclub_calendar_instant'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.calendar_instant IS
	'An instant as iCalendar writes it, in UTC and whole seconds; used by calendar_feed()';

CREATE FUNCTION fitclub.calendar_feed(
	member_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	from_time timestamptz DEFAULT now() - interval '30 days',
	to_time timestamptz DEFAULT 'infinity',
	max_entries integer DEFAULT NULL)
RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_calendar(calendar_feed.member_id, calendar_feed.trainer_id);

	SELECT fitclub_internal.require_order(coalesce(calendar_feed.from_time, now() - interval '30 days'),
		calendar_feed.to_time);

	-- Years have four digits, and an end is later than its start.
	WITH asked AS (
		SELECT greatest(coalesce(calendar_feed.from_time, now() - interval '30 days'),
				timestamptz '0001-01-02 00:00+00') AS from_time,
			least(coalesce(calendar_feed.to_time, 'infinity'),
				timestamptz '9999-12-30 00:00+00') AS to_time
	),
	-- Nothing in an entry may change with something that its revision does not count.
	entry (uid, start_time, end_time, summary, location, is_cancelled, revision, changed_at) AS (
		SELECT 'session-' || s.session_id, s.start_time, s.end_time,
			s.activity_type || ' with ' || CASE WHEN calendar_feed.member_id IS NULL
				THEN m.first_name || ' ' || m.last_name
				ELSE t.first_name || ' ' || t.last_name END,
			coalesce(r.name, 'Online'),
			s.cancelled_at IS NOT NULL, s.revision::bigint, s.changed_at
		FROM fitclub.private_session AS s
		JOIN fitclub.member AS m ON m.member_id = s.member_id
		JOIN fitclub.trainer AS t ON t.trainer_id = s.trainer_id
		LEFT JOIN fitclub.room AS r ON r.room_id = s.room_id
		-- as the indexes have it: those that stand and those that are cancelled
		WHERE s.member_id = calendar_feed.member_id AND s.cancelled_at IS NULL
			OR s.member_id = calendar_feed.member_id AND s.cancelled_at IS NOT NULL
			OR s.trainer_id = calendar_feed.trainer_id AND s.cancelled_at IS NULL
			OR s.trainer_id = calendar_feed.trainer_id AND s.cancelled_at IS NOT NULL
		UNION ALL
		SELECT 'registration-' || g.registration_id, g.start_time, g.end_time,
			c.name || ' with ' || t.first_name || ' ' || t.last_name, r.name,
			g.cancelled_at IS NOT NULL, c.revision::bigint + g.revision,
			greatest(c.changed_at, g.changed_at)
		FROM fitclub.class_registration AS g
		JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
		JOIN fitclub.trainer AS t ON t.trainer_id = c.trainer_id
		JOIN fitclub.room AS r ON r.room_id = c.room_id
		WHERE g.member_id = calendar_feed.member_id AND g.cancelled_at IS NULL
			OR g.member_id = calendar_feed.member_id AND g.cancelled_at IS NOT NULL
		UNION ALL
		SELECT 'class-' || c.class_id, c.start_time, c.end_time, c.name, r.name,
			c.cancelled_at IS NOT NULL, c.revision::bigint, c.changed_at
		FROM fitclub.class_schedule AS c
		JOIN fitclub.room AS r ON r.room_id = c.room_id
		WHERE c.trainer_id = calendar_feed.trainer_id AND c.cancelled_at IS NULL
			OR c.trainer_id = calendar_feed.trainer_id AND c.cancelled_at IS NOT NULL
	),
	shown AS (
		SELECT e.*
		FROM asked AS a
		JOIN entry AS e
			ON e.start_time > a.from_time - interval '27 hours'
			AND e.start_time < a.to_time
			AND e.end_time > a.from_time
		ORDER BY e.start_time, e.uid COLLATE "C"
		LIMIT calendar_feed.max_entries
	)
	SELECT concat(E'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//fitclub//fitclub//EN\r\n',
		E'CALSCALE:GREGORIAN\r\n',
		fitclub_internal.calendar_line('NAME', club.name), fitclub_internal.calendar_line('X-WR-CALNAME', club.name),
		E'REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n', (
			SELECT string_agg(concat(E'BEGIN:VEVENT\r\n',
				fitclub_internal.calendar_line('UID', e.uid || '@' || club.calendar_uid),
				'DTSTAMP:', fitclub_internal.calendar_instant(e.changed_at), E'\r\n',
				'LAST-MODIFIED:', fitclub_internal.calendar_instant(e.changed_at), E'\r\n',
				'SEQUENCE:', least(e.revision, 2147483647), E'\r\n',
				'DTSTART:', fitclub_internal.calendar_instant(e.start_time), E'\r\n',
				-- up to the next second
				'DTEND:', fitclub_internal.calendar_instant(e.end_time + interval '0.999999 seconds'), E'\r\n',
				fitclub_internal.calendar_line('SUMMARY', e.summary),
				fitclub_internal.calendar_line('LOCATION', e.location),
				CASE WHEN e.is_cancelled THEN E'STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n'
					ELSE E'STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n' END,
				E'END:VEVENT\r\n'), '' ORDER BY e.start_time, e.uid COLLATE "C")
			FROM shown AS e),
		E'END:VCALENDAR\r\n')
	FROM fitclub.club AS club
$$;

COMMENT ON FUNCTION fitclub.calendar_feed IS
	'A member''s or a trainer''s bookings as an iCalendar text to subscribe to: from 30 days ago on, cancelled ones included; a null max_entries is all of them';

-- The proof: every broken rule in the stored data, by plain SQL that shares no
-- code with the engine. No function of fitclub is called up to check_calendar().

CREATE OR REPLACE VIEW fitclub.busy_time AS
SELECT 'room_double_booked' AS rule, s.room_id AS resource_id,
	'private_session' AS table_name, s.session_id AS row_id, s.start_time, s.end_time
FROM fitclub.private_session AS s
WHERE s.room_id IS NOT NULL AND s.cancelled_at IS NULL
UNION ALL
SELECT 'room_double_booked', c.room_id, 'class_schedule', c.class_id, c.start_time, c.end_time
FROM fitclub.class_schedule AS c
WHERE c.cancelled_at IS NULL
UNION ALL
SELECT 'trainer_double_booked', s.trainer_id,
	'private_session', s.session_id, s.start_time, s.end_time
FROM fitclub.private_session AS s
WHERE s.cancelled_at IS NULL
UNION ALL
SELECT 'trainer_double_booked', c.trainer_id,
	'class_schedule', c.class_id, c.start_time, c.end_time
FROM fitclub.class_schedule AS c
WHERE c.cancelled_at IS NULL
UNION ALL
SELECT 'member_double_booked', s.member_id,
	'private_session', s.session_id, s.start_time, s.end_time
FROM fitclub.private_session AS s
WHERE s.cancelled_at IS NULL
UNION ALL
SELECT 'member_double_booked', g.member_id,
	'class_registration', g.registration_id, g.start_time, g.end_time
FROM fitclub.class_registration AS g
WHERE g.cancelled_at IS NULL;

COMMENT ON VIEW fitclub.busy_time IS
	'What keeps rooms, trainers and members busy, each booking under every rule it may break';

-- One pass in order of time finds the bookings that begin before everything
-- earlier has ended. They are few, so only they look for what they clash with,
-- on their day and the two before: a day is what bookings can be joined by. A
-- pass per rule, as sorting by a number is twice as fast as by text and number.
CREATE OR REPLACE VIEW fitclub.double_booking AS
SELECT later.rule, later.resource_id, later.table_name, later.row_id,
	earlier.table_name AS other_table, earlier.row_id AS other_row_id,
	later.start_time, later.end_time,
	earlier.start_time AS other_start_time, earlier.end_time AS other_end_time
FROM (
	SELECT b.*, max(b.end_time) OVER earlier AS busy_until
	FROM fitclub.busy_time AS b
	WHERE b.rule = 'room_double_booked'
	WINDOW earlier AS (
		PARTITION BY b.resource_id ORDER BY b.start_time, b.table_name, b.row_id
		ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
	UNION ALL
	SELECT b.*, max(b.end_time) OVER earlier
	FROM fitclub.busy_time AS b
	WHERE b.rule = 'trainer_double_booked'
	WINDOW earlier AS (
		PARTITION BY b.resource_id ORDER BY b.start_time, b.table_name, b.row_id
		ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
	UNION ALL
	SELECT b.*, max(b.end_time) OVER earlier
	FROM fitclub.busy_time AS b
	WHERE b.rule = 'member_double_booked'
	WINDOW earlier AS (
		PARTITION BY b.resource_id ORDER BY b.start_time, b.table_name, b.row_id
		ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) AS later
CROSS JOIN generate_series(0, 2) AS ago (days)
JOIN fitclub.busy_time AS earlier
	ON earlier.rule = later.rule
	AND earlier.resource_id = later.resource_id
	AND (earlier.start_time AT TIME ZONE 'UTC')::date - date '2000-01-01'
		= (later.start_time AT TIME ZONE 'UTC')::date - date '2000-01-01' - ago.days
	AND extract(epoch FROM later.start_time) - extract(epoch FROM earlier.start_time) < 97200
	AND earlier.start_time <= later.start_time
	AND earlier.end_time > later.start_time
	AND (earlier.start_time, earlier.table_name, earlier.row_id)
		< (later.start_time, later.table_name, later.row_id)
WHERE later.busy_until > later.start_time;

COMMENT ON VIEW fitclub.double_booking IS
	'Every two bookings of one room, trainer or member that overlap, each pair once';

CREATE OR REPLACE VIEW fitclub.clashing_session AS
SELECT DISTINCT booking.row_id AS session_id
FROM fitclub.double_booking AS d
CROSS JOIN LATERAL (
	VALUES (d.table_name, d.row_id), (d.other_table, d.other_row_id)
) AS booking (table_name, row_id)
WHERE booking.table_name = 'private_session';

COMMENT ON VIEW fitclub.clashing_session IS
	'Private sessions that overlap another booking of their room, trainer or member';

CREATE OR REPLACE VIEW fitclub.calendar_violation AS
SELECT d.rule, d.table_name, d.row_id, d.other_table, d.other_row_id,
	format('%s %s is booked from %s to %s and from %s to %s',
		split_part(d.rule, '_', 1), d.resource_id,
		d.other_start_time, d.other_end_time, d.start_time, d.end_time) AS detail
FROM fitclub.double_booking AS d
UNION ALL
SELECT 'class_capacity', 'class_schedule', c.class_id, NULL, NULL,
	format('%s are registered for %s seats', g.registered, c.capacity)
FROM fitclub.class_schedule AS c
JOIN (
	SELECT n.class_id, count(*) AS registered
	FROM fitclub.class_registration AS n
	WHERE n.cancelled_at IS NULL
	GROUP BY n.class_id
) AS g ON g.class_id = c.class_id
WHERE c.cancelled_at IS NULL AND g.registered > c.capacity
UNION ALL
SELECT 'class_room_capacity', 'class_schedule', c.class_id, 'room', r.room_id,
	format('the class has %s seats, the room %s places', c.capacity, r.capacity)
FROM fitclub.class_schedule AS c
JOIN fitclub.room AS r ON r.room_id = c.room_id
WHERE c.cancelled_at IS NULL AND NOT c.may_exceed_room AND c.capacity > r.capacity
UNION ALL
SELECT 'class_cancelled', 'class_registration', g.registration_id, 'class_schedule', c.class_id,
	format('member %s holds a seat in a class cancelled at %s', g.member_id, c.cancelled_at)
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
WHERE g.cancelled_at IS NULL AND c.cancelled_at IS NOT NULL
UNION ALL
SELECT 'class_registration_once', 'class_registration', g.registration_id,
	'class_registration', g.other_id,
	format('member %s is registered for class %s more than once', g.member_id, g.class_id)
FROM (
	SELECT n.registration_id, n.member_id, n.class_id,
		lag(n.registration_id) OVER (
			PARTITION BY n.class_id, n.member_id ORDER BY n.registration_id) AS other_id
	FROM fitclub.class_registration AS n
	WHERE n.cancelled_at IS NULL
) AS g
WHERE g.other_id IS NOT NULL
UNION ALL
SELECT 'class_registration_period', 'class_registration', g.registration_id,
	'class_schedule', c.class_id,
	format('the registration says %s to %s, the class %s to %s',
		g.start_time, g.end_time, c.start_time, c.end_time)
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
WHERE (g.start_time, g.end_time) <> (c.start_time, c.end_time)
UNION ALL
-- On the night the clocks go back a booking may end, by the clock on the
-- wall, at or before its start: the least and the greatest cover it then.
SELECT 'trainer_availability', b.table_name, b.row_id, NULL, NULL,
	format('trainer %s does not work all of %s to %s (%s)', b.resource_id, b.starts, b.ends, b.time_zone)
FROM (
	SELECT o.table_name, o.row_id, o.resource_id, club.time_zone, wall.starts, wall.ends
	FROM fitclub.club AS club
	JOIN fitclub.busy_time AS o
		ON o.rule = 'trainer_double_booked' AND o.end_time > now()
		-- No clock can show the last instants that a timestamp can hold.
		AND o.end_time < timestamptz '294276-12-29 00:00+00'
	CROSS JOIN LATERAL (
		SELECT o.start_time AT TIME ZONE club.time_zone AS starts,
			o.end_time AT TIME ZONE club.time_zone AS ends
	) AS wall
	-- Most are within one window, which can be asked of all at once: first.
	WHERE NOT EXISTS (
		SELECT FROM fitclub.trainer_availability AS w
		WHERE w.trainer_id = o.resource_id
			AND w.day_of_week = extract(isodow FROM wall.starts)::integer - 1
			AND (w.is_recurring OR w.available_on = wall.starts::date)
			AND wall.starts::date + w.start_time <= wall.starts
			AND wall.starts::date + w.end_time >= wall.ends
			AND wall.ends - wall.starts = o.end_time - o.start_time)
	OFFSET 0
) AS b
WHERE NOT coalesce((
	SELECT range_agg(tsrange(day.midnight::date + w.start_time, day.midnight::date + w.end_time))
		@> tsrange(least(b.starts, b.ends), greatest(b.starts, b.ends),
			CASE WHEN b.starts = b.ends THEN '[]' ELSE '[)' END)
	FROM generate_series(
		date_trunc('day', least(b.starts, b.ends)),
		greatest(b.starts, b.ends), interval '1 day') AS day (midnight)
	JOIN fitclub.trainer_availability AS w
		ON w.trainer_id = b.resource_id
		AND w.day_of_week = extract(isodow FROM day.midnight)::integer - 1
		AND (w.is_recurring OR w.available_on = day.midnight::date)
), false)
UNION ALL
-- -infinity stands for no date: that of a window is finite.
SELECT 'trainer_availability_overlap', 'trainer_availability', w.availability_id,
	'trainer_availability', o.availability_id,
	format('trainer %s has windows %s to %s and %s to %s on %s', w.trainer_id,
		o.start_time, o.end_time, w.start_time, w.end_time,
		coalesce(w.available_on::text, 'day ' || w.day_of_week))
FROM fitclub.trainer_availability AS w
JOIN fitclub.trainer_availability AS o
	ON o.trainer_id = w.trainer_id
	AND o.day_of_week = w.day_of_week
	AND coalesce(o.available_on, '-infinity') = coalesce(w.available_on, '-infinity')
	AND o.availability_id < w.availability_id
	AND o.start_time < w.end_time
	AND w.start_time < o.end_time
UNION ALL
SELECT 'session_without_bill', 'private_session', s.session_id, NULL, NULL,
	format('a session at %s has no bill', s.price)
FROM fitclub.private_session AS s
WHERE s.cancelled_at IS NULL AND s.price > 0
	AND NOT EXISTS (
		SELECT FROM fitclub.billing_item AS b WHERE b.private_session_id = s.session_id)
UNION ALL
SELECT 'registration_without_bill', 'class_registration', g.registration_id,
	NULL, NULL,
	format('a seat at %s has no bill', coalesce(g.price, c.price))
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
WHERE g.cancelled_at IS NULL AND coalesce(g.price, c.price) > 0
	AND NOT EXISTS (
		SELECT FROM fitclub.billing_item AS b
		WHERE b.class_id = g.class_id AND b.member_id = g.member_id)
UNION ALL
SELECT 'bill_amount', 'billing_item', b.billing_id, 'private_session', s.session_id,
	format('member %s is billed %s, the session is member %s''s at %s',
		b.member_id, b.amount, s.member_id, s.price)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE s.cancelled_at IS NULL
	AND b.status NOT IN ('cancelled', 'refunded')
	AND (b.amount <> s.price OR b.member_id <> s.member_id)
UNION ALL
SELECT 'bill_amount', 'billing_item', b.billing_id, 'class_registration', g.registration_id,
	format('member %s is billed %s for a seat at %s', b.member_id, b.amount, g.price)
FROM fitclub.billing_item AS b
JOIN fitclub.class_registration AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
WHERE g.cancelled_at IS NULL
	AND b.status NOT IN ('cancelled', 'refunded')
	-- Without a price of its own a seat was not taken by a function.
	AND b.amount <> g.price
UNION ALL
SELECT 'bill_of_cancelled_booking', 'billing_item', b.billing_id,
	'private_session', s.session_id,
	format('the bill is %s, the session was cancelled at %s', b.status, s.cancelled_at)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE s.cancelled_at IS NOT NULL AND b.status IN ('pending', 'partially_paid')
UNION ALL
SELECT 'bill_of_cancelled_booking', 'billing_item', b.billing_id,
	'class_registration', g.registration_id,
	format('the bill is %s, member %s no longer has a seat in class %s',
		b.status, b.member_id, b.class_id)
FROM fitclub.billing_item AS b
JOIN (
	SELECT n.class_id, n.member_id, max(n.registration_id) AS registration_id
	FROM fitclub.class_registration AS n
	GROUP BY n.class_id, n.member_id
	HAVING count(*) FILTER (WHERE n.cancelled_at IS NULL) = 0
) AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
WHERE b.status IN ('pending', 'partially_paid')
UNION ALL
SELECT CASE WHEN money.net > b.amount THEN 'bill_overpaid' ELSE 'bill_status' END,
	'billing_item', b.billing_id, NULL, NULL,
	format('the bill of %s is %s, %s was paid and %s given back',
		b.amount, b.status, money.received, money.received - money.net)
FROM fitclub.billing_item AS b
LEFT JOIN (
	SELECT n.billing_id, sum(n.amount) AS net, sum(n.amount) FILTER (WHERE n.amount > 0) AS received
	FROM fitclub.payment AS n
	GROUP BY n.billing_id
) AS p ON p.billing_id = b.billing_id
CROSS JOIN LATERAL (
	SELECT coalesce(p.net, 0.00) AS net, coalesce(p.received, 0.00) AS received
) AS money
WHERE money.net > b.amount
	OR NOT CASE b.status
		WHEN 'partially_paid' THEN money.net > 0 AND money.net < b.amount
		WHEN 'paid' THEN money.net > 0 AND money.received >= b.amount
		WHEN 'refunded' THEN money.net = 0 AND money.received > 0
		ELSE money.net = 0
	END
UNION ALL
SELECT 'refund_over_payment', 'payment', p.payment_id, NULL, NULL,
	format('%s was paid and %s given back', p.amount, r.refunded)
FROM (
	SELECT n.refund_of, -sum(n.amount) AS refunded
	FROM fitclub.payment AS n
	WHERE n.refund_of IS NOT NULL
	GROUP BY n.refund_of
) AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE r.refunded > p.amount
UNION ALL
SELECT 'refund_of_other_bill', 'payment', r.payment_id, 'payment', p.payment_id,
	format('a payment on bill %s is refunded on bill %s', p.billing_id, r.billing_id)
FROM fitclub.payment AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE r.billing_id <> p.billing_id;

COMMENT ON VIEW fitclub.calendar_violation IS
	'Every broken rule in the stored data: rule, the row that breaks it and, where there are two, the other';

CREATE OR REPLACE FUNCTION fitclub_internal.mark_conflicts()
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_mark_conflicts'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET check_function_bodies = off -- so that old values of other columns are accepted
SET enable_seqscan = on -- as in check_calendar(), which calls it
SET enable_indexscan = off
SET enable_indexonlyscan = off
SET enable_bitmapscan = off;

COMMENT ON FUNCTION fitclub_internal.mark_conflicts IS
	'Makes private_session.is_conflict say which sessions clash; does nothing in a read-only transaction';

CREATE OR REPLACE FUNCTION fitclub.check_calendar()
RETURNS TABLE (
	rule text,
	table_name text,
	row_id bigint,
	other_table text,
	other_row_id bigint,
	detail text)
LANGUAGE sql VOLATILE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off -- compiling so many branches takes longer than running them
SET enable_seqscan = on -- and no index: one that has lost a row hides it
SET enable_indexscan = off
SET enable_indexonlyscan = off
SET enable_bitmapscan = off
AS $$
	SELECT fitclub_internal.mark_conflicts();

	SELECT v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id, v.detail
	FROM fitclub.calendar_violation AS v
	ORDER BY v.rule, v.row_id, v.other_row_id
$$;

COMMENT ON FUNCTION fitclub.check_calendar IS
	'Lists every broken rule in the stored data and marks the sessions that clash; no rows is the proof that there is none';

-- What protects the data is itself protected by nothing: constraints can be
-- dropped, triggers disabled. verify() compares what there is with what there
-- was when the extension was created or updated.

CREATE TABLE fitclub_internal.protection (
	kind text NOT NULL,
	table_name text NOT NULL,
	object_name text NOT NULL,
	definition text NOT NULL,
	CONSTRAINT protection_pkey PRIMARY KEY (kind, table_name, object_name)
);

COMMENT ON TABLE fitclub_internal.protection IS
	'What protects the club''s data, as it was when the extension was created or updated; a dump does not take it along';
COMMENT ON COLUMN fitclub_internal.protection.kind IS
	'table, column, not null, constraint, index, trigger, policy, event trigger or function; or audit log, which says up to which id rows were there before it';
COMMENT ON COLUMN fitclub_internal.protection.table_name IS
	'The table it belongs to; empty where it belongs to none';
COMMENT ON COLUMN fitclub_internal.protection.object_name IS 'Its name';
COMMENT ON COLUMN fitclub_internal.protection.definition IS 'What it has to be';
COMMENT ON CONSTRAINT protection_pkey ON fitclub_internal.protection IS 'One definition of each';
COMMENT ON INDEX fitclub_internal.protection_pkey IS 'Look-up by primary key';

-- fault is what keeps something from protecting although it is as it was made.
-- Settings have a say in how the server writes definitions.
CREATE FUNCTION fitclub_internal.present_protection()
RETURNS TABLE (
	kind text,
	table_name text,
	object_name text,
	definition text,
	fault text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET DateStyle = 'ISO'
SET IntervalStyle = 'postgres'
SET TimeZone = 'UTC'
SET quote_all_identifiers = off
AS $$
	WITH member AS (
		SELECT d.classid, d.objid
		FROM pg_depend AS d
		JOIN pg_extension AS e ON e.oid = d.refobjid
		WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'fitclub'
	),
	own_table AS (
		SELECT c.oid, c.relname, c.relpersistence, c.relrowsecurity
		FROM member AS m
		JOIN pg_class AS c ON c.oid = m.objid
		WHERE m.classid = 'pg_class'::regclass AND c.relkind = 'r' AND c.relnamespace = 'fitclub'::regnamespace
	)
	SELECT 'table' AS kind, t.relname::text AS table_name, t.relname::text AS object_name,
		CASE t.relpersistence WHEN 'p' THEN 'permanent' ELSE 'unlogged' END AS definition,
		CASE
			WHEN EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhparent = t.oid)
			THEN 'has tables that inherit from it, whose rows no rule looks at'
			WHEN NOT t.relrowsecurity
				AND EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = t.oid)
				AND EXISTS (
					SELECT FROM pg_type AS y
					CROSS JOIN LATERAL aclexplode(y.typacl) AS g
					WHERE y.typnamespace = 'fitclub'::regnamespace AND y.typname LIKE 'persona\_%'
						AND g.grantee <> y.typowner)
			THEN 'has row security off'
		END AS fault
	FROM own_table AS t
	UNION ALL
	SELECT 'column', t.relname, a.attname,
		concat_ws(' ', format_type(a.atttypid, a.atttypmod),
			CASE WHEN a.attcollation <> y.typcollation THEN 'COLLATE ' || a.attcollation::regcollation END,
			CASE a.attidentity WHEN 'a' THEN 'GENERATED ALWAYS AS IDENTITY' WHEN 'd' THEN 'GENERATED BY DEFAULT AS IDENTITY' END,
			CASE WHEN a.attgenerated <> '' THEN 'GENERATED' END),
		NULL
	FROM own_table AS t
	JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
	JOIN pg_type AS y ON y.oid = a.atttypid
	UNION ALL
	SELECT 'not null', t.relname, a.attname, 'NOT NULL',
		CASE WHEN EXISTS (
			SELECT FROM pg_constraint AS c
			WHERE c.conrelid = t.oid AND c.contype = 'n' AND c.conkey = ARRAY[a.attnum]
				AND NOT c.convalidated)
		THEN 'is not validated' END
	FROM own_table AS t
	JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull
	UNION ALL
	-- A foreign key is as good as its triggers, and what is unique as its index.
	SELECT 'constraint', t.relname, c.conname, pg_get_constraintdef(c.oid),
		CASE
			WHEN NOT c.convalidated THEN 'is not validated'
			WHEN i.indexrelid IS NOT NULL AND NOT (i.indisvalid AND i.indisready AND i.indislive)
			THEN 'has an index that is not valid'
			WHEN EXISTS (
				SELECT FROM pg_trigger AS g
				WHERE g.tgconstraint = c.oid AND g.tgenabled IN ('D', 'R'))
			THEN 'is disabled'
		END
	FROM own_table AS t
	JOIN pg_constraint AS c ON c.conrelid = t.oid AND c.contype IN ('c', 'f', 'p', 'u', 'x')
	LEFT JOIN pg_index AS i ON i.indexrelid = c.conindid AND c.contype IN ('p', 'u', 'x')
	UNION ALL
	-- Parameters of storage and columns beside the key change nothing.
	SELECT 'index', t.relname, c.relname,
		regexp_replace(regexp_replace(pg_get_indexdef(i.indexrelid), ' INCLUDE \(.*?\)', ''), ' WITH \(.*?\)', ''),
		CASE WHEN NOT (i.indisvalid AND i.indisready AND i.indislive) THEN 'is not valid' END
	FROM own_table AS t
	JOIN pg_index AS i ON i.indrelid = t.oid
	JOIN pg_class AS c ON c.oid = i.indexrelid
	WHERE NOT EXISTS (
		SELECT FROM pg_constraint AS k
		WHERE k.conindid = i.indexrelid AND k.conrelid = t.oid AND k.contype IN ('p', 'u', 'x'))
	UNION ALL
	SELECT 'trigger', t.relname, g.tgname,
		pg_get_triggerdef(g.oid) || CASE g.tgenabled WHEN 'A' THEN ' ALWAYS' ELSE '' END,
		CASE WHEN g.tgenabled IN ('D', 'R') THEN 'is disabled' END
	FROM own_table AS t
	JOIN pg_trigger AS g ON g.tgrelid = t.oid AND NOT g.tgisinternal
	JOIN member AS m ON m.classid = 'pg_proc'::regclass AND m.objid = g.tgfoid
	UNION ALL
	SELECT 'policy', t.relname, p.polname,
		concat_ws(' ', CASE WHEN NOT p.polpermissive THEN 'RESTRICTIVE' END, p.polcmd::text,
			(SELECT string_agg(r.role::regrole::text, ', ' ORDER BY r.role) FROM unnest(p.polroles) AS r (role)),
			'USING ' || pg_get_expr(p.polqual, p.polrelid), 'CHECK ' || pg_get_expr(p.polwithcheck, p.polrelid)),
		NULL
	FROM own_table AS t
	JOIN pg_policy AS p ON p.polrelid = t.oid
	UNION ALL
	SELECT 'event trigger', '', v.evtname,
		concat_ws(' ', v.evtevent, v.evttags::text, v.evtfoid::regproc, CASE v.evtenabled WHEN 'A' THEN 'ALWAYS' END),
		CASE WHEN v.evtenabled IN ('D', 'R') THEN 'is disabled' END
	FROM member AS m
	JOIN pg_event_trigger AS v ON v.oid = m.objid AND m.classid = 'pg_event_trigger'::regclass
	UNION ALL
	SELECT 'function', '', p.oid::regprocedure::text,
		md5(concat_ws(' ', l.lanname, p.prosrc, p.prosecdef, p.proisstrict, p.provolatile,
			p.prorettype::regtype, p.proconfig::text)),
		NULL
	FROM member AS m
	JOIN pg_proc AS p ON p.oid = m.objid AND m.classid = 'pg_proc'::regclass
	JOIN pg_language AS l ON l.oid = p.prolang
$$;

COMMENT ON FUNCTION fitclub_internal.present_protection IS
	'What protects the club''s data now, and what keeps it from doing so';

-- Not SECURITY DEFINER, nor what calls it: it asks of the role that calls.
CREATE FUNCTION fitclub_internal.require_owner()
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_require_owner'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_owner IS
	'Raises 42501 unless the role owns the club''s tables';

CREATE FUNCTION fitclub_internal.record_protection()
RETURNS void
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_owner();

	DELETE FROM fitclub_internal.protection AS p WHERE p.kind <> 'audit log';

	INSERT INTO fitclub_internal.protection (kind, table_name, object_name, definition)
	SELECT p.kind, p.table_name, p.object_name, p.definition
	FROM fitclub_internal.present_protection() AS p
$$;

COMMENT ON FUNCTION fitclub_internal.record_protection IS
	'Has verify() take what protects the data now for what it has to be';

CREATE VIEW fitclub.protection_violation AS
SELECT 'protection' AS rule, nullif(p.table_name, '') AS table_name,
	format('%s %s %s', p.kind, p.object_name, CASE
		WHEN n.kind IS NULL THEN 'is gone'
		WHEN n.fault IS NOT NULL THEN n.fault
		WHEN p.kind = 'function' THEN 'is not the one that fitclub has made'
		ELSE format('is %s, and was %s', n.definition, p.definition)
	END) AS detail
FROM fitclub_internal.protection AS p
LEFT JOIN fitclub_internal.present_protection() AS n
	ON n.kind = p.kind AND n.table_name = p.table_name AND n.object_name = p.object_name
WHERE p.kind <> 'audit log'
	AND (n.kind IS NULL OR n.fault IS NOT NULL OR n.definition <> p.definition)
UNION ALL
SELECT 'own_column', n.table_name,
	format('column %s is not one of fitclub''s: a dump of the table cannot be restored', n.object_name)
FROM fitclub_internal.present_protection() AS n
WHERE n.kind = 'column'
	AND NOT EXISTS (
		SELECT FROM fitclub_internal.protection AS p
		WHERE p.kind = n.kind AND p.table_name = n.table_name AND p.object_name = n.object_name);

COMMENT ON VIEW fitclub.protection_violation IS
	'What protects the club''s data and is gone, disabled or changed, and columns that the tables do not have in a new club';
COMMENT ON COLUMN fitclub.protection_violation.rule IS 'protection or own_column';
COMMENT ON COLUMN fitclub.protection_violation.table_name IS 'The table concerned, null where it is none';
COMMENT ON COLUMN fitclub.protection_violation.detail IS 'What is wrong';

-- The audit log and the rows that it tells of: each event begins with the row
-- that the one before has ended with, and the last with the row that is there.
-- Logins are left out, of which erase_member() hides some. What has no other
-- event before it may be the first after prune_audit().

CREATE FUNCTION fitclub_internal.differing_columns(
	before jsonb,
	after jsonb)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT string_agg(b.key, ', ' ORDER BY b.key)
	FROM jsonb_each(differing_columns.before) AS b
	JOIN jsonb_each(differing_columns.after) AS a ON a.key = b.key
	WHERE b.value <> a.value
		AND b.key NOT IN ('is_conflict', 'last_metric_at') -- which make no event
		AND '"[erased]"' NOT IN (b.value, a.value)
$$;

COMMENT ON FUNCTION fitclub_internal.differing_columns IS
	'Columns of which two rows of the audit log have different values, but for what was erased or makes no event; null for none; used by verify()';

-- Groups of rows are by the lowest bits of a hash of the row's key.
CREATE FUNCTION fitclub_internal.unsettled_groups(
	tables regclass[],
	OUT table_name text,
	OUT row_group bigint)
RETURNS SETOF record
AS '$libdir/fitclub-1.1', 'fitclub_unsettled_groups'
LANGUAGE c STABLE STRICT
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.unsettled_groups IS
	'Groups of the rows of these tables in which the events of the audit log do not add up to the rows; used by verify()';

-- Groups that add up, and in which each event begins with the row that the
-- one before has ended with, are right. Of the others a hash of all of a row's
-- events, in which every row but the last stands twice, leaves that of the
-- last, and what it does not is looked at closely.
CREATE FUNCTION fitclub_internal.audit_violations()
RETURNS TABLE (
	rule text,
	table_name text,
	row_id bigint,
	detail text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET DateStyle = 'ISO' -- as in the log
SET IntervalStyle = 'postgres'
SET TimeZone = 'UTC'
SET jit = off
SET enable_seqscan = on
SET enable_indexscan = off
SET enable_indexonlyscan = off
SET enable_bitmapscan = off
SET enable_sort = off -- of all events it would be larger than memory
SET enable_mergejoin = off
AS $$
	SELECT fitclub_internal.require_owner();

	WITH suspect AS MATERIALIZED (
		SELECT g.table_name, g.row_group
		FROM fitclub_internal.unsettled_groups('{
			fitclub.club, fitclub.member, fitclub.trainer, fitclub.administrative_staff, fitclub.staff_password,
			fitclub.health_metric, fitclub.room, fitclub.equipment, fitclub.equipment_maintenance,
			fitclub.trainer_availability, fitclub.private_session, fitclub.class_schedule,
			fitclub.class_registration, fitclub.billing_item, fitclub.payment, fitclub.notification,
			fitclub.erased_member}') AS g
		UNION
		SELECT l.table_name, hashtextextended(l.row_key, 0) & 4095
		FROM (
			SELECT n.table_name, n.row_key, n.version - 1 AS last_version, jsonb_hash_extended(n.old_row, 0) AS row_hash
			FROM fitclub.audit_log AS n
			WHERE n.table_name NOT IN ('login', 'audit_log') AND n.version > 1 AND n.action <> 'BASELINE'
			OFFSET 0 -- the rows are not carried on
		) AS e
		JOIN fitclub.audit_log AS l
			ON l.table_name = e.table_name AND l.row_key = e.row_key AND l.version = e.last_version
		WHERE jsonb_hash_extended(l.new_row, 0) IS DISTINCT FROM e.row_hash
	),
	story AS (
		SELECT e.table_name, e.row_key::bigint AS row_id, max(e.version) AS version,
			bit_xor(e.event_hash) AS story_hash
		FROM (
			SELECT l.table_name, l.row_key, l.version,
				coalesce(hashint8extended(jsonb_hash_extended(CASE
					WHEN l.table_name IN ('member', 'private_session') THEN l.old_row - '{is_conflict,last_metric_at}'::text[]
					ELSE l.old_row END, 0), l.version - 1), 0)
				# coalesce(hashint8extended(jsonb_hash_extended(CASE
					WHEN l.table_name IN ('member', 'private_session') THEN l.new_row - '{is_conflict,last_metric_at}'::text[]
					ELSE l.new_row END, 0), l.version), 0) AS event_hash
			FROM fitclub.audit_log AS l
			WHERE (l.table_name, hashtextextended(l.row_key, 0) & 4095) IN (
				SELECT s.table_name, s.row_group FROM suspect AS s)
			OFFSET 0
		) AS e
		WHERE e.row_key ~ '^\d{1,18}$'
		GROUP BY e.table_name, e.row_key
	),
	present AS (
		SELECT 'club' AS table_name, r.club_id::bigint AS row_id,
			jsonb_hash_extended(to_jsonb(r), 0) AS row_hash
		FROM fitclub.club AS r
		WHERE hashtextextended(r.club_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'club')
		UNION ALL
		SELECT 'member', r.member_id,
			jsonb_hash_extended(to_jsonb(r) - '{is_conflict,last_metric_at}'::text[], 0)
		FROM fitclub.member AS r
		WHERE hashtextextended(r.member_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'member')
		UNION ALL
		SELECT 'trainer', r.trainer_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.trainer AS r
		WHERE hashtextextended(r.trainer_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'trainer')
		UNION ALL
		SELECT 'administrative_staff', r.staff_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.administrative_staff AS r
		WHERE hashtextextended(r.staff_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'administrative_staff')
		UNION ALL
		SELECT 'staff_password', r.staff_id,
			jsonb_hash_extended(to_jsonb(r) - 'verifier', 0)
		FROM fitclub.staff_password AS r
		WHERE hashtextextended(r.staff_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'staff_password')
		UNION ALL
		SELECT 'health_metric', r.metric_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.health_metric AS r
		WHERE hashtextextended(r.metric_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'health_metric')
		UNION ALL
		SELECT 'room', r.room_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.room AS r
		WHERE hashtextextended(r.room_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'room')
		UNION ALL
		SELECT 'equipment', r.equipment_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.equipment AS r
		WHERE hashtextextended(r.equipment_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'equipment')
		UNION ALL
		SELECT 'equipment_maintenance', r.maintenance_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.equipment_maintenance AS r
		WHERE hashtextextended(r.maintenance_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'equipment_maintenance')
		UNION ALL
		SELECT 'trainer_availability', r.availability_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.trainer_availability AS r
		WHERE hashtextextended(r.availability_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'trainer_availability')
		UNION ALL
		SELECT 'private_session', r.session_id,
			jsonb_hash_extended(to_jsonb(r) - '{is_conflict,last_metric_at}'::text[], 0)
		FROM fitclub.private_session AS r
		WHERE hashtextextended(r.session_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'private_session')
		UNION ALL
		SELECT 'class_schedule', r.class_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.class_schedule AS r
		WHERE hashtextextended(r.class_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'class_schedule')
		UNION ALL
		SELECT 'class_registration', r.registration_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.class_registration AS r
		WHERE hashtextextended(r.registration_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'class_registration')
		UNION ALL
		SELECT 'billing_item', r.billing_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.billing_item AS r
		WHERE hashtextextended(r.billing_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'billing_item')
		UNION ALL
		SELECT 'payment', r.payment_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.payment AS r
		WHERE hashtextextended(r.payment_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'payment')
		UNION ALL
		SELECT 'notification', r.notification_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.notification AS r
		WHERE hashtextextended(r.notification_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'notification')
		UNION ALL
		SELECT 'erased_member', r.member_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.erased_member AS r
		WHERE hashtextextended(r.member_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'erased_member')
	),
	doubtful AS MATERIALIZED (
		SELECT coalesce(s.table_name, p.table_name) AS table_name, coalesce(s.row_id, p.row_id) AS row_id,
			s.table_name IS NOT NULL AS is_known
		FROM story AS s
		FULL JOIN present AS p ON p.table_name = s.table_name AND p.row_id = s.row_id
		WHERE coalesce(s.story_hash, 0) <> coalesce(hashint8extended(p.row_hash, coalesce(s.version, 1)), 0)
			OR s.table_name IS NULL
	),
	truncated AS (
		SELECT l.table_name, l.at
		FROM fitclub.audit_log AS l
		WHERE l.action = 'TRUNCATE' AND l.row_key = ''
	),
	event AS (
		SELECT l.table_name, d.row_id, l.version, l.action, l.at, l.old_row, l.new_row,
			lag(l.version) OVER story AS last_version,
			lag(l.new_row) OVER story AS last_row,
			lag(l.at) OVER story AS last_at,
			lead(l.version) OVER story IS NULL AS is_last
		FROM fitclub.audit_log AS l
		JOIN doubtful AS d ON d.table_name = l.table_name AND d.row_id::text = l.row_key
		WHERE d.is_known
		WINDOW story AS (PARTITION BY l.table_name, l.row_key ORDER BY l.version)
	),
	row_now AS (
		SELECT 'club' AS table_name, r.club_id::bigint AS row_id, to_jsonb(r) AS row_data FROM fitclub.club AS r
		WHERE r.club_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'club' AND d.is_known)
		UNION ALL
		SELECT 'member', r.member_id, to_jsonb(r) FROM fitclub.member AS r
		WHERE r.member_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'member' AND d.is_known)
		UNION ALL
		SELECT 'trainer', r.trainer_id, to_jsonb(r) FROM fitclub.trainer AS r
		WHERE r.trainer_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'trainer' AND d.is_known)
		UNION ALL
		SELECT 'administrative_staff', r.staff_id, to_jsonb(r) FROM fitclub.administrative_staff AS r
		WHERE r.staff_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'administrative_staff' AND d.is_known)
		UNION ALL
		SELECT 'staff_password', r.staff_id, to_jsonb(r) FROM fitclub.staff_password AS r
		WHERE r.staff_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'staff_password' AND d.is_known)
		UNION ALL
		SELECT 'health_metric', r.metric_id, to_jsonb(r) FROM fitclub.health_metric AS r
		WHERE r.metric_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'health_metric' AND d.is_known)
		UNION ALL
		SELECT 'room', r.room_id, to_jsonb(r) FROM fitclub.room AS r
		WHERE r.room_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'room' AND d.is_known)
		UNION ALL
		SELECT 'equipment', r.equipment_id, to_jsonb(r) FROM fitclub.equipment AS r
		WHERE r.equipment_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'equipment' AND d.is_known)
		UNION ALL
		SELECT 'equipment_maintenance', r.maintenance_id, to_jsonb(r) FROM fitclub.equipment_maintenance AS r
		WHERE r.maintenance_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'equipment_maintenance' AND d.is_known)
		UNION ALL
		SELECT 'trainer_availability', r.availability_id, to_jsonb(r) FROM fitclub.trainer_availability AS r
		WHERE r.availability_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'trainer_availability' AND d.is_known)
		UNION ALL
		SELECT 'private_session', r.session_id, to_jsonb(r) FROM fitclub.private_session AS r
		WHERE r.session_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'private_session' AND d.is_known)
		UNION ALL
		SELECT 'class_schedule', r.class_id, to_jsonb(r) FROM fitclub.class_schedule AS r
		WHERE r.class_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'class_schedule' AND d.is_known)
		UNION ALL
		SELECT 'class_registration', r.registration_id, to_jsonb(r) FROM fitclub.class_registration AS r
		WHERE r.registration_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'class_registration' AND d.is_known)
		UNION ALL
		SELECT 'billing_item', r.billing_id, to_jsonb(r) FROM fitclub.billing_item AS r
		WHERE r.billing_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'billing_item' AND d.is_known)
		UNION ALL
		SELECT 'payment', r.payment_id, to_jsonb(r) FROM fitclub.payment AS r
		WHERE r.payment_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'payment' AND d.is_known)
		UNION ALL
		SELECT 'notification', r.notification_id, to_jsonb(r) FROM fitclub.notification AS r
		WHERE r.notification_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'notification' AND d.is_known)
		UNION ALL
		SELECT 'erased_member', r.member_id, to_jsonb(r) FROM fitclub.erased_member AS r
		WHERE r.member_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'erased_member' AND d.is_known)
	)
	SELECT 'audit_log_story', e.table_name, e.row_id,
		format('version %s of the row begins with other values than version %s has left: %s',
			e.version, e.last_version, coalesce(fitclub_internal.differing_columns(e.last_row, e.old_row),
				CASE WHEN e.last_row IS NULL THEN 'there was none' ELSE 'there was one' END))
	FROM event AS e
	WHERE e.last_version = e.version - 1 AND e.action <> 'BASELINE'
		AND NOT EXISTS (
			SELECT FROM truncated AS t
			WHERE t.table_name = e.table_name AND t.at BETWEEN e.last_at AND e.at)
		AND ((e.last_row IS NULL) <> (e.old_row IS NULL)
			OR fitclub_internal.differing_columns(e.last_row, e.old_row) IS NOT NULL)
	UNION ALL
	SELECT 'audit_log_row', e.table_name, e.row_id,
		CASE
			WHEN n.row_data IS NULL THEN format('the row is gone, and version %s, its last, has it', e.version)
			WHEN e.new_row IS NULL THEN format('the row is there, and version %s, its last, has none', e.version)
			ELSE format('the row is not as version %s, its last, has it: %s', e.version,
				fitclub_internal.differing_columns(e.new_row, n.row_data))
		END
	FROM event AS e
	LEFT JOIN row_now AS n ON n.table_name = e.table_name AND n.row_id = e.row_id
	WHERE e.is_last
		AND NOT EXISTS (SELECT FROM truncated AS t WHERE t.table_name = e.table_name AND t.at > e.at)
		AND ((n.row_data IS NULL) <> (e.new_row IS NULL)
			OR fitclub_internal.differing_columns(e.new_row, n.row_data) IS NOT NULL)
	UNION ALL
	-- Settings that nobody has changed are in no log.
	SELECT 'audit_log_baseline', d.table_name, min(d.row_id),
		format('%s rows are not in the audit log; audit_baseline(''fitclub.%s'') takes them in', count(*), d.table_name)
	FROM doubtful AS d
	LEFT JOIN fitclub_internal.protection AS p
		ON p.kind = 'audit log' AND p.table_name = d.table_name
	WHERE NOT d.is_known AND d.table_name <> 'club'
		AND d.row_id > coalesce(p.definition::bigint, 0)
		AND NOT EXISTS (
			SELECT FROM fitclub.audit_log AS l
			WHERE l.table_name = 'audit_log' AND l.row_key = '' AND l.action = 'PRUNE')
	GROUP BY d.table_name
$$;

COMMENT ON FUNCTION fitclub_internal.audit_violations IS
	'Events of the audit log that do not fit together or not to the rows that are there; used by verify()';

-- The proof of everything else: every declared rule as if nothing had ever
-- enforced it, and what the functions promise beyond that. Plain SQL again,
-- which calls nothing of the engine and trusts no constraint to be there.
-- A constraint that is broken goes by its own name, as it does in an error.

-- AT TIME ZONE takes some names for abbreviations, which are fixed offsets;
-- the setting does not. It is the caller's again when the function returns.
CREATE FUNCTION fitclub_internal.clock_in(
	time_zone text,
	instant timestamptz)
RETURNS timestamp
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET TimeZone = 'UTC'
AS $$
	SELECT set_config('TimeZone', clock_in.time_zone, true);

	SELECT clock_in.instant::timestamp
$$;

COMMENT ON FUNCTION fitclub_internal.clock_in IS
	'What clocks show in a time zone that is named as in the setting TimeZone; used by verify()';

CREATE VIEW fitclub.value_violation AS
SELECT broken.rule, 'club' AS table_name, c.club_id::bigint AS row_id, broken.detail
FROM fitclub.club AS c
CROSS JOIN LATERAL (
	SELECT 'club_one_row' AS rule, format('club_id is %s', c.club_id) AS detail
	WHERE NOT c.club_id = 1
	UNION ALL
	SELECT 'club_name_check', format('name is %L', left(c.name, 100))
	WHERE NOT (c.name ~ '[^ \t\n\v\f\r]' AND char_length(c.name) <= 200
		AND c.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'club_time_zone_check', format('time_zone is %L', c.time_zone)
	WHERE NOT CASE
		WHEN c.time_zone = 'UTC' -- which need not be looked for in every zone's file
			OR EXISTS (
				SELECT FROM pg_timezone_names AS n WHERE lower(n.name) = lower(c.time_zone)
					AND lower(n.name) NOT IN ('localtime', 'posixrules', 'factory'))
		THEN (
			SELECT bool_and(i.instant AT TIME ZONE c.time_zone
				= fitclub_internal.clock_in(c.time_zone, i.instant))
			FROM (VALUES (timestamptz '2000-01-01 00:00+00'), ('2000-07-01 00:00+00')) AS i (instant))
		ELSE false
	END
	UNION ALL
	SELECT 'club_currency_check', format('currency is %L', c.currency)
	WHERE NOT c.currency ~ '^[A-Z]{3}$'
	UNION ALL
	SELECT 'club_default_session_price_check',
		format('default_session_price is %s', c.default_session_price)
	WHERE NOT c.default_session_price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'club_default_class_price_check',
		format('default_class_price is %s', c.default_class_price)
	WHERE NOT c.default_class_price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'club_cancellation_notice_check',
		format('cancellation_notice is %s', c.cancellation_notice)
	WHERE NOT c.cancellation_notice BETWEEN interval '0' AND interval '360 days'
	UNION ALL
	SELECT 'club_late_cancellation_fee_percent_check',
		format('late_cancellation_fee_percent is %s', c.late_cancellation_fee_percent)
	WHERE NOT c.late_cancellation_fee_percent BETWEEN 0 AND 100
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(c)) AS field
	WHERE num_nulls(c.club_id, c.name, c.time_zone, c.currency, c.default_session_price,
		c.default_class_price, c.allow_class_over_room, c.cancellation_notice,
		c.late_cancellation_fee_percent, c.is_demo, c.calendar_uid) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT broken.rule, 'member', m.member_id, broken.detail
FROM fitclub.member AS m
CROSS JOIN LATERAL (
	SELECT 'member_member_id_check' AS rule, format('member_id is %s', m.member_id) AS detail
	WHERE NOT m.member_id > 0
	UNION ALL
	SELECT 'member_first_name_check', format('first_name is %L', left(m.first_name, 100))
	WHERE NOT (m.first_name ~ '[^ \t\n\v\f\r]' AND char_length(m.first_name) <= 200
		AND m.first_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_last_name_check', format('last_name is %L', left(m.last_name, 100))
	WHERE NOT (m.last_name ~ '[^ \t\n\v\f\r]' AND char_length(m.last_name) <= 200
		AND m.last_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_email_check', format('email is %L', m.email)
	WHERE NOT (m.email ~ '^[^@]+@[^@]+\.[^@]+$' AND octet_length(m.email) <= 254
		AND m.email !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff<>()\[\],;:\\"]'
		AND m.email !~ '(^|[@.])\.|\.(@|$)'
		AND octet_length(split_part(m.email, '@', 1)) <= 64
		AND split_part(m.email, '@', 2) !~ '[\u0021-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]|(^|\.)-|-(\.|$)|[^.]{64}|\.[0-9]+$')
	UNION ALL
	SELECT 'member_phone_number_check', format('phone_number is %L', left(m.phone_number, 100))
	WHERE NOT (m.phone_number ~ '[^ \t\n\v\f\r]' AND char_length(m.phone_number) <= 50
		AND m.phone_number !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_date_of_birth_check', format('date_of_birth is %s', m.date_of_birth)
	WHERE NOT (m.date_of_birth >= '1900-01-01' AND isfinite(m.date_of_birth)
		AND m.date_of_birth <= (now() AT TIME ZONE 'UTC')::date + 1)
	UNION ALL
	SELECT 'member_target_weight_check', format('target_weight is %s', m.target_weight)
	WHERE NOT m.target_weight BETWEEN 0 AND 300
	UNION ALL
	SELECT 'member_gender_check', format('gender is %L', left(m.gender, 100))
	WHERE NOT (char_length(m.gender) <= 200
		AND m.gender !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_notes_check', format('notes is %L', left(m.notes, 100))
	WHERE NOT (char_length(m.notes) <= 10000
		AND m.notes !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('joined_at', m.joined_at), ('last_metric_at', m.last_metric_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(m)) AS field
	WHERE num_nulls(m.member_id, m.first_name, m.last_name, m.email, m.joined_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('phone_number', 'date_of_birth', 'gender', 'target_weight', 'notes',
			'last_metric_at')
) AS broken
UNION ALL
SELECT broken.rule, 'trainer', t.trainer_id, broken.detail
FROM fitclub.trainer AS t
CROSS JOIN LATERAL (
	SELECT 'trainer_trainer_id_check' AS rule, format('trainer_id is %s', t.trainer_id) AS detail
	WHERE NOT t.trainer_id > 0
	UNION ALL
	SELECT 'trainer_first_name_check', format('first_name is %L', left(t.first_name, 100))
	WHERE NOT (t.first_name ~ '[^ \t\n\v\f\r]' AND char_length(t.first_name) <= 200
		AND t.first_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'trainer_last_name_check', format('last_name is %L', left(t.last_name, 100))
	WHERE NOT (t.last_name ~ '[^ \t\n\v\f\r]' AND char_length(t.last_name) <= 200
		AND t.last_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'trainer_email_check', format('email is %L', t.email)
	WHERE NOT (t.email ~ '^[^@]+@[^@]+\.[^@]+$' AND octet_length(t.email) <= 254
		AND t.email !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff<>()\[\],;:\\"]'
		AND t.email !~ '(^|[@.])\.|\.(@|$)'
		AND octet_length(split_part(t.email, '@', 1)) <= 64
		AND split_part(t.email, '@', 2) !~ '[\u0021-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]|(^|\.)-|-(\.|$)|[^.]{64}|\.[0-9]+$')
	UNION ALL
	SELECT 'trainer_phone_number_check', format('phone_number is %L', left(t.phone_number, 100))
	WHERE NOT (t.phone_number ~ '[^ \t\n\v\f\r]' AND char_length(t.phone_number) <= 50
		AND t.phone_number !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'trainer_specialization_check', format('specialization is %L', left(t.specialization, 100))
	WHERE NOT (char_length(t.specialization) <= 200
		AND t.specialization !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(t)) AS field
	WHERE num_nulls(t.trainer_id, t.first_name, t.last_name, t.email, t.is_active) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('phone_number', 'specialization')
) AS broken
UNION ALL
SELECT broken.rule, 'administrative_staff', s.staff_id, broken.detail
FROM fitclub.administrative_staff AS s
CROSS JOIN LATERAL (
	SELECT 'administrative_staff_first_name_check' AS rule, format('first_name is %L', left(s.first_name, 100)) AS detail
	WHERE NOT (s.first_name ~ '[^ \t\n\v\f\r]' AND char_length(s.first_name) <= 200
		AND s.first_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'administrative_staff_last_name_check', format('last_name is %L', left(s.last_name, 100))
	WHERE NOT (s.last_name ~ '[^ \t\n\v\f\r]' AND char_length(s.last_name) <= 200
		AND s.last_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'administrative_staff_email_check', format('email is %L', s.email)
	WHERE NOT (s.email ~ '^[^@]+@[^@]+\.[^@]+$' AND octet_length(s.email) <= 254
		AND s.email !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff<>()\[\],;:\\"]'
		AND s.email !~ '(^|[@.])\.|\.(@|$)'
		AND octet_length(split_part(s.email, '@', 1)) <= 64
		AND split_part(s.email, '@', 2) !~ '[\u0021-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]|(^|\.)-|-(\.|$)|[^.]{64}|\.[0-9]+$')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(s)) AS field
	WHERE num_nulls(s.staff_id, s.first_name, s.last_name, s.email, s.is_active) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT broken.rule, 'staff_password', p.staff_id, broken.detail
FROM fitclub.staff_password AS p
CROSS JOIN LATERAL (
	SELECT 'staff_password_verifier_check' AS rule, 'not a SCRAM-SHA-256 verifier' AS detail
	WHERE NOT p.verifier ~ ('^SCRAM-SHA-256\$[1-9]\d*:[A-Za-z0-9+/]+=*'
		|| '\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$')
	UNION ALL
	SELECT 'staff_password_changed_at_check', format('changed_at is %s', p.changed_at)
	WHERE NOT p.changed_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(p)) AS field
	WHERE num_nulls(p.staff_id, p.verifier, p.changed_at) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT broken.rule, 'health_metric', h.metric_id, broken.detail
FROM fitclub.health_metric AS h
CROSS JOIN LATERAL (
	SELECT 'health_metric_recorded_at_check' AS rule,
		format('recorded_at is %s', h.recorded_at) AS detail
	WHERE NOT h.recorded_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'health_metric_weight_check', format('weight is %s', h.weight)
	WHERE NOT h.weight BETWEEN 1 AND 500
	UNION ALL
	SELECT 'health_metric_height_check', format('height is %s', h.height)
	WHERE NOT h.height BETWEEN 30 AND 300
	UNION ALL
	SELECT 'health_metric_heart_rate_check', format('heart_rate is %s', h.heart_rate)
	WHERE NOT h.heart_rate BETWEEN 20 AND 300
	UNION ALL
	SELECT 'health_metric_target_weight_check', format('target_weight is %s', h.target_weight)
	WHERE NOT h.target_weight BETWEEN 0 AND 300
	UNION ALL
	SELECT 'health_metric_measured_check', 'nothing was measured'
	WHERE NOT num_nonnulls(h.weight, h.height, h.heart_rate, h.target_weight) > 0
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(h)) AS field
	WHERE num_nulls(h.metric_id, h.member_id, h.recorded_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('weight', 'height', 'heart_rate', 'target_weight')
) AS broken
UNION ALL
SELECT broken.rule, 'room', r.room_id, broken.detail
FROM fitclub.room AS r
CROSS JOIN LATERAL (
	SELECT 'room_room_id_check' AS rule, format('room_id is %s', r.room_id) AS detail
	WHERE NOT r.room_id > 0
	UNION ALL
	SELECT 'room_name_check', format('name is %L', left(r.name, 100))
	WHERE NOT (r.name ~ '[^ \t\n\v\f\r]' AND char_length(r.name) <= 200
		AND r.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'room_capacity_check', format('capacity is %s', r.capacity)
	WHERE NOT r.capacity BETWEEN 1 AND 10000
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(r)) AS field
	WHERE num_nulls(r.room_id, r.name, r.capacity) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('primary_trainer_id')
) AS broken
UNION ALL
SELECT broken.rule, 'equipment', e.equipment_id, broken.detail
FROM fitclub.equipment AS e
CROSS JOIN LATERAL (
	SELECT 'equipment_name_check' AS rule, format('name is %L', left(e.name, 100)) AS detail
	WHERE NOT (e.name ~ '[^ \t\n\v\f\r]' AND char_length(e.name) <= 200
		AND e.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'equipment_status_check', format('status is %L', e.status)
	WHERE NOT e.status IN ('operational', 'under_maintenance', 'out_of_order', 'retired')
	UNION ALL
	SELECT 'equipment_last_serviced_date_check',
		format('last_serviced_date is %s', e.last_serviced_date)
	WHERE NOT e.last_serviced_date BETWEEN '1900-01-01' AND '9998-12-31'
	UNION ALL
	SELECT 'equipment_notes_check', format('notes is %L', left(e.notes, 100))
	WHERE NOT (char_length(e.notes) <= 10000
		AND e.notes !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(e)) AS field
	WHERE num_nulls(e.equipment_id, e.room_id, e.name, e.status) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('trainer_id', 'notes', 'last_serviced_date')
) AS broken
UNION ALL
SELECT broken.rule, 'equipment_maintenance', i.maintenance_id, broken.detail
FROM fitclub.equipment_maintenance AS i
CROSS JOIN LATERAL (
	SELECT 'equipment_maintenance_description_check' AS rule, format('description is %L', left(i.description, 100)) AS detail
	WHERE NOT (i.description ~ '[^ \t\n\v\f\r]' AND char_length(i.description) <= 2000
		AND i.description !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'equipment_maintenance_status_check', format('status is %L', i.status)
	WHERE NOT i.status IN ('open', 'in_progress', 'resolved')
	UNION ALL
	SELECT 'equipment_maintenance_resolved_at_check',
		format('status is %s, resolved_at is %L', i.status, i.resolved_at)
	WHERE NOT ((i.status = 'resolved') = (i.resolved_at IS NOT NULL) AND isfinite(i.resolved_at)
		AND i.resolved_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
		AND i.resolved_at <= now() + interval '1 hour')
	UNION ALL
	SELECT 'equipment_maintenance_reported_at_check', format('reported_at is %s', i.reported_at)
	WHERE NOT i.reported_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(i)) AS field
	WHERE num_nulls(i.maintenance_id, i.equipment_id, i.reported_at, i.description, i.status) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('staff_id', 'resolved_at')
) AS broken
UNION ALL
SELECT broken.rule, 'trainer_availability', a.availability_id, broken.detail
FROM fitclub.trainer_availability AS a
CROSS JOIN LATERAL (
	SELECT 'trainer_availability_day_of_week_check' AS rule,
		format('day_of_week is %s', a.day_of_week) AS detail
	WHERE NOT a.day_of_week BETWEEN 0 AND 6
	UNION ALL
	SELECT 'trainer_availability_period_check',
		format('start_time is %s, end_time is %s', a.start_time, a.end_time)
	WHERE NOT a.end_time > a.start_time
	UNION ALL
	SELECT 'trainer_availability_is_recurring_check',
		format('is_recurring is %s, available_on is %L', a.is_recurring, a.available_on)
	WHERE NOT a.is_recurring = (a.available_on IS NULL)
	UNION ALL
	SELECT 'trainer_availability_available_on_check',
		format('day_of_week is %s, available_on is %L', a.day_of_week, a.available_on)
	WHERE NOT (a.available_on BETWEEN '1900-01-01' AND '9998-12-31'
		AND a.day_of_week = extract(isodow FROM a.available_on) - 1)
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(a)) AS field
	WHERE num_nulls(a.availability_id, a.trainer_id, a.day_of_week, a.start_time, a.end_time,
		a.is_recurring) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('available_on')
) AS broken
UNION ALL
SELECT broken.rule, 'private_session', s.session_id, broken.detail
FROM fitclub.private_session AS s
CROSS JOIN LATERAL (
	SELECT 'private_session_session_id_check' AS rule,
		format('session_id is %s', s.session_id) AS detail
	WHERE NOT s.session_id > 0
	UNION ALL
	SELECT 'private_session_period_check',
		format('start_time is %s, end_time is %s', s.start_time, s.end_time)
	WHERE NOT (isfinite(s.start_time) AND isfinite(s.end_time)
		AND s.start_time BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
		AND s.end_time > s.start_time
		AND extract(epoch FROM s.end_time) - extract(epoch FROM s.start_time) <= 97200)
	UNION ALL
	SELECT 'private_session_activity_type_check', format('activity_type is %L', left(s.activity_type, 100))
	WHERE NOT (s.activity_type ~ '[^ \t\n\v\f\r]' AND char_length(s.activity_type) <= 200
		AND s.activity_type !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'private_session_price_check', format('price is %s', s.price)
	WHERE NOT s.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'private_session_cancellation_reason_check', format('cancellation_reason is %L', left(s.cancellation_reason, 100))
	WHERE NOT (s.cancellation_reason ~ '[^ \t\n\v\f\r]' AND char_length(s.cancellation_reason) <= 200
		AND s.cancellation_reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'private_session_revision_check', format('revision is %s', s.revision)
	WHERE NOT s.revision >= 0
	UNION ALL
	SELECT 'private_session_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('cancelled_at', s.cancelled_at), ('changed_at', s.changed_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(s)) AS field
	WHERE num_nulls(s.session_id, s.member_id, s.trainer_id, s.start_time, s.end_time,
		s.activity_type, s.price, s.is_conflict, s.revision, s.changed_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('room_id', 'cancelled_at', 'cancellation_reason')
) AS broken
UNION ALL
SELECT broken.rule, 'class_schedule', c.class_id, broken.detail
FROM fitclub.class_schedule AS c
CROSS JOIN LATERAL (
	SELECT 'class_schedule_class_id_check' AS rule, format('class_id is %s', c.class_id) AS detail
	WHERE NOT c.class_id > 0
	UNION ALL
	SELECT 'class_schedule_name_check', format('name is %L', left(c.name, 100))
	WHERE NOT (c.name ~ '[^ \t\n\v\f\r]' AND char_length(c.name) <= 200
		AND c.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'class_schedule_period_check',
		format('start_time is %s, end_time is %s', c.start_time, c.end_time)
	WHERE NOT (isfinite(c.start_time) AND isfinite(c.end_time)
		AND c.start_time BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
		AND c.end_time > c.start_time
		AND extract(epoch FROM c.end_time) - extract(epoch FROM c.start_time) <= 97200)
	UNION ALL
	SELECT 'class_schedule_capacity_check', format('capacity is %s', c.capacity)
	WHERE NOT c.capacity BETWEEN 1 AND 10000
	UNION ALL
	SELECT 'class_schedule_price_check', format('price is %s', c.price)
	WHERE NOT c.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'class_schedule_cancellation_reason_check', format('cancellation_reason is %L', left(c.cancellation_reason, 100))
	WHERE NOT (c.cancellation_reason ~ '[^ \t\n\v\f\r]' AND char_length(c.cancellation_reason) <= 200
		AND c.cancellation_reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'class_schedule_revision_check', format('revision is %s', c.revision)
	WHERE NOT c.revision >= 0
	UNION ALL
	SELECT 'class_schedule_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('cancelled_at', c.cancelled_at), ('changed_at', c.changed_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(c)) AS field
	WHERE num_nulls(c.class_id, c.name, c.trainer_id, c.room_id, c.start_time, c.end_time,
		c.capacity, c.price, c.may_exceed_room, c.revision, c.changed_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('cancelled_at', 'cancellation_reason')
) AS broken
UNION ALL
SELECT broken.rule, 'class_registration', g.registration_id, broken.detail
FROM fitclub.class_registration AS g
CROSS JOIN LATERAL (
	SELECT 'class_registration_price_check' AS rule, format('price is %s', g.price) AS detail
	WHERE NOT g.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'class_registration_cancellation_reason_check', format('cancellation_reason is %L', left(g.cancellation_reason, 100))
	WHERE NOT (g.cancellation_reason ~ '[^ \t\n\v\f\r]' AND char_length(g.cancellation_reason) <= 200
		AND g.cancellation_reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'class_registration_revision_check', format('revision is %s', g.revision)
	WHERE NOT g.revision >= 0
	UNION ALL
	SELECT 'class_registration_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('registered_at', g.registered_at), ('cancelled_at', g.cancelled_at), ('changed_at', g.changed_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(g)) AS field
	WHERE num_nulls(g.registration_id, g.member_id, g.class_id, g.start_time, g.end_time,
		g.registered_at, g.attended, g.revision, g.changed_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('cancelled_at', 'price', 'cancellation_reason')
) AS broken
UNION ALL
SELECT broken.rule, 'billing_item', b.billing_id, broken.detail
FROM fitclub.billing_item AS b
CROSS JOIN LATERAL (
	SELECT 'billing_item_one_booking_check' AS rule,
		format('class_id is %L, private_session_id is %L', b.class_id, b.private_session_id) AS detail
	WHERE NOT num_nonnulls(b.class_id, b.private_session_id) <= 1
	UNION ALL
	SELECT 'billing_item_amount_check', format('amount is %s', b.amount)
	WHERE NOT (b.amount > 0 AND b.amount <= 9999999999.99)
	UNION ALL
	SELECT 'billing_item_description_check', format('description is %L', left(b.description, 100))
	WHERE NOT (b.description ~ '[^ \t\n\v\f\r]' AND char_length(b.description) <= 2000
		AND b.description !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'billing_item_status_check', format('status is %L', b.status)
	WHERE NOT b.status IN ('pending', 'partially_paid', 'paid', 'cancelled', 'refunded')
	UNION ALL
	SELECT 'billing_item_paid_at_check', format('status is %s, paid_at is %L', b.status, b.paid_at)
	WHERE NOT ((b.paid_at IS NOT NULL) = (b.status IN ('paid', 'refunded')))
	UNION ALL
	SELECT 'billing_item_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('created_at', b.created_at), ('updated_at', b.updated_at), ('paid_at', b.paid_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(b)) AS field
	WHERE num_nulls(b.billing_id, b.member_id, b.amount, b.description, b.status, b.created_at,
		b.updated_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('class_id', 'private_session_id', 'trainer_id', 'paid_at')
) AS broken
UNION ALL
SELECT broken.rule, 'payment', p.payment_id, broken.detail
FROM fitclub.payment AS p
CROSS JOIN LATERAL (
	SELECT 'payment_amount_check' AS rule, format('amount is %s', p.amount) AS detail
	WHERE NOT (p.amount <> 0 AND p.amount BETWEEN -9999999999.99 AND 9999999999.99)
	UNION ALL
	SELECT 'payment_refund_of_check', format('amount is %s, refund_of is %L', p.amount, p.refund_of)
	WHERE NOT ((p.amount < 0) = (p.refund_of IS NOT NULL))
	UNION ALL
	SELECT 'payment_payment_type_check', format('payment_type is %L', p.payment_type)
	WHERE NOT p.payment_type IN ('cash', 'card', 'bank_transfer', 'cheque', 'online', 'other')
	UNION ALL
	SELECT 'payment_description_check', format('description is %L', left(p.description, 100))
	WHERE NOT (char_length(p.description) <= 2000
		AND p.description !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'payment_notes_check', format('notes is %L', left(p.notes, 100))
	WHERE NOT (char_length(p.notes) <= 10000
		AND p.notes !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'payment_paid_at_check', format('paid_at is %s', p.paid_at)
	WHERE NOT p.paid_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(p)) AS field
	WHERE num_nulls(p.payment_id, p.member_id, p.billing_id, p.amount, p.paid_at, p.payment_type) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('staff_id', 'description', 'notes', 'refund_of')
) AS broken
UNION ALL
SELECT broken.rule, 'notification', n.notification_id, broken.detail
FROM fitclub.notification AS n
CROSS JOIN LATERAL (
	SELECT 'notification_recipient_check' AS rule,
		format('member_id is %L, trainer_id is %L', n.member_id, n.trainer_id) AS detail
	WHERE NOT num_nonnulls(n.member_id, n.trainer_id) = 1
	UNION ALL
	SELECT 'notification_message_check', format('message is %L', left(n.message, 100))
	WHERE NOT (n.message ~ '[^ \t\n\v\f\r]' AND char_length(n.message) <= 10000
		AND n.message !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'notification_created_at_check', format('created_at is %s', n.created_at)
	WHERE NOT n.created_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(n)) AS field
	WHERE num_nulls(n.notification_id, n.message, n.created_at, n.is_read) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('member_id', 'trainer_id')
) AS broken
UNION ALL
SELECT broken.rule, 'login', NULL, broken.detail
FROM fitclub.login AS l
CROSS JOIN LATERAL (
	SELECT 'login_person_check' AS rule,
		format('role %L: member_id is %L, trainer_id is %L, staff_id is %L',
			l.login_role, l.member_id, l.trainer_id, l.staff_id) AS detail
	WHERE NOT num_nonnulls(l.member_id, l.trainer_id, l.staff_id) = 1
	UNION ALL
	SELECT 'not_null', format('role %L: %s is null', l.login_role, field.key)
	FROM jsonb_each(to_jsonb(l)) AS field
	WHERE num_nulls(l.login_role, l.role_id) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('member_id', 'trainer_id', 'staff_id')
) AS broken
UNION ALL
SELECT broken.rule, 'sign_in_failure', NULL, broken.detail
FROM fitclub.sign_in_failure AS f
CROSS JOIN LATERAL (
	SELECT 'sign_in_failure_email_hash_check' AS rule,
		format('email_hash has %s bytes', octet_length(f.email_hash)) AS detail
	WHERE NOT octet_length(f.email_hash) = 32
	UNION ALL
	SELECT 'sign_in_failure_failures_check', format('hash %s: failures is %s', f.email_hash, f.failures)
	WHERE NOT f.failures > 0
	UNION ALL
	SELECT 'sign_in_failure_failed_at_check', format('hash %s: failed_at is %s', f.email_hash, f.failed_at)
	WHERE NOT f.failed_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', format('hash %s: %s is null', coalesce(f.email_hash::text, 'NULL'), field.key)
	FROM jsonb_each(to_jsonb(f)) AS field
	WHERE num_nulls(f.email_hash, f.failures, f.failed_at) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT 'erased_member_erased_at_check', 'erased_member', e.member_id, format('erased_at is %s', e.erased_at)
FROM fitclub.erased_member AS e
WHERE NOT e.erased_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
UNION ALL
SELECT 'not_null', 'erased_member', e.member_id, field.key || ' is null'
FROM fitclub.erased_member AS e
CROSS JOIN LATERAL jsonb_each(to_jsonb(e)) AS field
WHERE num_nulls(e.member_id, e.erased_at) > 0
	AND field.value = 'null'
UNION ALL
SELECT broken.rule, 'audit_log', NULL,
	format('version %s of %L %L: %s', coalesce(l.version::text, 'NULL'), l.table_name, l.row_key,
		broken.detail)
FROM fitclub.audit_log AS l
CROSS JOIN LATERAL (
	SELECT 'audit_log_version_check' AS rule, 'versions are counted from 1' AS detail
	WHERE NOT l.version > 0
	UNION ALL
	SELECT 'audit_log_action_check', format('action is %L', l.action)
	WHERE NOT l.action IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'BASELINE', 'PRUNE')
	UNION ALL
	SELECT 'audit_log_old_row_check',
		format('the row before is %s', CASE WHEN l.old_row IS NULL THEN 'missing' ELSE 'there' END)
	WHERE NOT (l.old_row IS NOT NULL) = (l.action IN ('UPDATE', 'DELETE'))
	UNION ALL
	SELECT 'audit_log_new_row_check',
		format('the row after is %s', CASE WHEN l.new_row IS NULL THEN 'missing' ELSE 'there' END)
	WHERE NOT (l.new_row IS NOT NULL)
		= (l.action IN ('INSERT', 'UPDATE', 'BASELINE', 'PRUNE'))
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(l)) AS field
	WHERE num_nulls(l.table_name, l.row_key, l.version, l.action, l.at, l.role_name, l.persona) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('session_role', 'person_id', 'application_name', 'old_row', 'new_row')
) AS broken
-- Of what there is most, what is certainly right is not looked at one by one.
WHERE (num_nulls(l.table_name, l.row_key, l.version, l.action, l.at, l.role_name, l.persona) = 0
	AND l.version > 0
	AND CASE l.action
		WHEN 'INSERT' THEN l.old_row IS NULL AND l.new_row IS NOT NULL
		WHEN 'UPDATE' THEN l.old_row IS NOT NULL AND l.new_row IS NOT NULL
		ELSE false
	END) IS NOT TRUE;

COMMENT ON VIEW fitclub.value_violation IS
	'Every row that a CHECK constraint or NOT NULL of its table does not allow';

CREATE VIEW fitclub.key_violation AS
SELECT 'club_pkey' AS rule, 'club' AS table_name, c.club_id::bigint AS row_id,
	'club' AS other_table, c.club_id::bigint AS other_row_id,
	format('%s rows have this key', count(*)) AS detail
FROM fitclub.club AS c
GROUP BY c.club_id
HAVING count(*) > 1
UNION ALL
SELECT 'member_pkey', 'member', m.member_id,
	'member', m.member_id,
	format('%s rows have this key', count(*))
FROM fitclub.member AS m
GROUP BY m.member_id
HAVING count(*) > 1
UNION ALL
SELECT 'trainer_pkey', 'trainer', t.trainer_id,
	'trainer', t.trainer_id,
	format('%s rows have this key', count(*))
FROM fitclub.trainer AS t
GROUP BY t.trainer_id
HAVING count(*) > 1
UNION ALL
SELECT 'administrative_staff_pkey', 'administrative_staff', s.staff_id,
	'administrative_staff', s.staff_id,
	format('%s rows have this key', count(*))
FROM fitclub.administrative_staff AS s
GROUP BY s.staff_id
HAVING count(*) > 1
UNION ALL
SELECT 'staff_password_pkey', 'staff_password', p.staff_id,
	'staff_password', p.staff_id,
	format('%s rows have this key', count(*))
FROM fitclub.staff_password AS p
GROUP BY p.staff_id
HAVING count(*) > 1
UNION ALL
SELECT 'health_metric_pkey', 'health_metric', h.metric_id,
	'health_metric', h.metric_id,
	format('%s rows have this key', count(*))
FROM fitclub.health_metric AS h
GROUP BY h.metric_id
HAVING count(*) > 1
UNION ALL
SELECT 'room_pkey', 'room', r.room_id,
	'room', r.room_id,
	format('%s rows have this key', count(*))
FROM fitclub.room AS r
GROUP BY r.room_id
HAVING count(*) > 1
UNION ALL
SELECT 'equipment_pkey', 'equipment', e.equipment_id,
	'equipment', e.equipment_id,
	format('%s rows have this key', count(*))
FROM fitclub.equipment AS e
GROUP BY e.equipment_id
HAVING count(*) > 1
UNION ALL
SELECT 'equipment_maintenance_pkey', 'equipment_maintenance', i.maintenance_id,
	'equipment_maintenance', i.maintenance_id,
	format('%s rows have this key', count(*))
FROM fitclub.equipment_maintenance AS i
GROUP BY i.maintenance_id
HAVING count(*) > 1
UNION ALL
SELECT 'trainer_availability_pkey', 'trainer_availability', a.availability_id,
	'trainer_availability', a.availability_id,
	format('%s rows have this key', count(*))
FROM fitclub.trainer_availability AS a
GROUP BY a.availability_id
HAVING count(*) > 1
UNION ALL
SELECT 'private_session_pkey', 'private_session', s.session_id,
	'private_session', s.session_id,
	format('%s rows have this key', count(*))
FROM fitclub.private_session AS s
GROUP BY s.session_id
HAVING count(*) > 1
UNION ALL
SELECT 'class_schedule_pkey', 'class_schedule', c.class_id,
	'class_schedule', c.class_id,
	format('%s rows have this key', count(*))
FROM fitclub.class_schedule AS c
GROUP BY c.class_id
HAVING count(*) > 1
UNION ALL
SELECT 'class_registration_pkey', 'class_registration', g.registration_id,
	'class_registration', g.registration_id,
	format('%s rows have this key', count(*))
FROM fitclub.class_registration AS g
GROUP BY g.registration_id
HAVING count(*) > 1
UNION ALL
SELECT 'billing_item_pkey', 'billing_item', b.billing_id,
	'billing_item', b.billing_id,
	format('%s rows have this key', count(*))
FROM fitclub.billing_item AS b
GROUP BY b.billing_id
HAVING count(*) > 1
UNION ALL
SELECT 'payment_pkey', 'payment', p.payment_id,
	'payment', p.payment_id,
	format('%s rows have this key', count(*))
FROM fitclub.payment AS p
GROUP BY p.payment_id
HAVING count(*) > 1
UNION ALL
SELECT 'notification_pkey', 'notification', n.notification_id,
	'notification', n.notification_id,
	format('%s rows have this key', count(*))
FROM fitclub.notification AS n
GROUP BY n.notification_id
HAVING count(*) > 1
UNION ALL
SELECT 'login_pkey', 'login', NULL, 'login', NULL,
	format('role %L: %s rows have this key', l.login_role, count(*))
FROM fitclub.login AS l
GROUP BY l.login_role
HAVING count(*) > 1
UNION ALL
SELECT 'login_role_id_idx', 'login', NULL, 'login', NULL,
	format('roles %s are role %s', string_agg(quote_nullable(l.login_role), ', ' ORDER BY l.login_role),
		l.role_id)
FROM fitclub.login AS l
WHERE l.role_id <> 0
GROUP BY l.role_id
HAVING count(*) > 1
UNION ALL
SELECT 'sign_in_failure_pkey', 'sign_in_failure', NULL, 'sign_in_failure', NULL,
	format('hash %s: %s rows have this key', f.email_hash, count(*))
FROM fitclub.sign_in_failure AS f
GROUP BY f.email_hash
HAVING count(*) > 1
UNION ALL
SELECT 'erased_member_pkey', 'erased_member', e.member_id,
	'erased_member', e.member_id,
	format('%s rows have this key', count(*))
FROM fitclub.erased_member AS e
GROUP BY e.member_id
HAVING count(*) > 1
UNION ALL
SELECT 'audit_log_pkey', 'audit_log', NULL, 'audit_log', NULL,
	format('version %s of %L %L: %s rows have this key', l.version, l.table_name, l.row_key, count(*))
FROM fitclub.audit_log AS l
-- Of what there is most, a number is grouped by in half the time.
WHERE hashtextextended(coalesce(l.row_key, ''), hashtextextended(coalesce(l.table_name, ''), coalesce(l.version, 0))) IN (
	SELECT hashtextextended(coalesce(n.row_key, ''), hashtextextended(coalesce(n.table_name, ''), coalesce(n.version, 0)))
	FROM fitclub.audit_log AS n
	GROUP BY 1
	HAVING count(*) > 1)
GROUP BY l.table_name, l.row_key, l.version
HAVING count(*) > 1
UNION ALL
SELECT 'member_email_key', 'member', max(m.member_id), 'member', min(m.member_id),
	format('%s members have this e-mail', count(*))
FROM fitclub.member AS m
GROUP BY translate(m.email, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
HAVING count(*) > 1
UNION ALL
SELECT 'member_phone_number_key', 'member', max(m.member_id), 'member', min(m.member_id),
	format('%s members have this telephone number', count(*))
FROM fitclub.member AS m
WHERE m.phone_number IS NOT NULL
GROUP BY m.phone_number
HAVING count(*) > 1
UNION ALL
SELECT 'trainer_email_key', 'trainer', max(t.trainer_id), 'trainer', min(t.trainer_id),
	format('%s trainers have this e-mail', count(*))
FROM fitclub.trainer AS t
GROUP BY translate(t.email, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
HAVING count(*) > 1
UNION ALL
SELECT 'administrative_staff_email_key', 'administrative_staff', max(s.staff_id),
	'administrative_staff', min(s.staff_id),
	format('%s members of staff have this e-mail', count(*))
FROM fitclub.administrative_staff AS s
GROUP BY translate(s.email, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
HAVING count(*) > 1
UNION ALL
SELECT 'room_name_key', 'room', max(r.room_id), 'room', min(r.room_id),
	format('%s rooms are called %L', count(*), min(left(r.name, 100)))
FROM fitclub.room AS r
GROUP BY btrim(regexp_replace(translate(r.name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), ' +', ' ', 'g'))
HAVING count(*) > 1
UNION ALL
SELECT 'billing_item_session_once', 'billing_item', max(b.billing_id), 'billing_item', min(b.billing_id),
	format('%s bills are for one session', count(*))
FROM fitclub.billing_item AS b
WHERE b.private_session_id IS NOT NULL
GROUP BY b.private_session_id
HAVING count(*) > 1
UNION ALL
SELECT 'billing_item_class_once', 'billing_item', max(b.billing_id), 'billing_item', min(b.billing_id),
	format('%s bills are for one seat', count(*))
FROM fitclub.billing_item AS b
WHERE b.class_id IS NOT NULL AND b.status NOT IN ('cancelled', 'refunded')
GROUP BY b.class_id, b.member_id
HAVING count(*) > 1;

COMMENT ON VIEW fitclub.key_violation IS
	'Keys and other unique values that more than one row has: the last of the rows and the first';

CREATE VIEW fitclub.reference_violation AS
WITH missing AS (
	SELECT 'health_metric_member_id_fkey' AS rule, 'health_metric' AS table_name, h.metric_id AS row_id,
		'member' AS other_table, h.member_id AS other_row_id
	FROM fitclub.health_metric AS h
	WHERE h.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = h.member_id)
	UNION ALL
	SELECT 'staff_password_staff_id_fkey', 'staff_password', p.staff_id,
		'administrative_staff', p.staff_id
	FROM fitclub.staff_password AS p
	WHERE p.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = p.staff_id)
	UNION ALL
	SELECT 'room_primary_trainer_id_fkey', 'room', r.room_id,
		'trainer', r.primary_trainer_id
	FROM fitclub.room AS r
	WHERE r.primary_trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = r.primary_trainer_id)
	UNION ALL
	SELECT 'equipment_room_id_fkey', 'equipment', e.equipment_id,
		'room', e.room_id
	FROM fitclub.equipment AS e
	WHERE e.room_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.room AS o WHERE o.room_id = e.room_id)
	UNION ALL
	SELECT 'equipment_trainer_id_fkey', 'equipment', e.equipment_id,
		'trainer', e.trainer_id
	FROM fitclub.equipment AS e
	WHERE e.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = e.trainer_id)
	UNION ALL
	SELECT 'equipment_maintenance_equipment_id_fkey', 'equipment_maintenance', i.maintenance_id,
		'equipment', i.equipment_id
	FROM fitclub.equipment_maintenance AS i
	WHERE i.equipment_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.equipment AS o WHERE o.equipment_id = i.equipment_id)
	UNION ALL
	SELECT 'equipment_maintenance_staff_id_fkey', 'equipment_maintenance', i.maintenance_id,
		'administrative_staff', i.staff_id
	FROM fitclub.equipment_maintenance AS i
	WHERE i.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = i.staff_id)
	UNION ALL
	SELECT 'trainer_availability_trainer_id_fkey', 'trainer_availability', a.availability_id,
		'trainer', a.trainer_id
	FROM fitclub.trainer_availability AS a
	WHERE a.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = a.trainer_id)
	UNION ALL
	SELECT 'private_session_member_id_fkey', 'private_session', s.session_id,
		'member', s.member_id
	FROM fitclub.private_session AS s
	WHERE s.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = s.member_id)
	UNION ALL
	SELECT 'private_session_trainer_id_fkey', 'private_session', s.session_id,
		'trainer', s.trainer_id
	FROM fitclub.private_session AS s
	WHERE s.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = s.trainer_id)
	UNION ALL
	SELECT 'private_session_room_id_fkey', 'private_session', s.session_id,
		'room', s.room_id
	FROM fitclub.private_session AS s
	WHERE s.room_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.room AS o WHERE o.room_id = s.room_id)
	UNION ALL
	SELECT 'class_schedule_trainer_id_fkey', 'class_schedule', c.class_id,
		'trainer', c.trainer_id
	FROM fitclub.class_schedule AS c
	WHERE c.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = c.trainer_id)
	UNION ALL
	SELECT 'class_schedule_room_id_fkey', 'class_schedule', c.class_id,
		'room', c.room_id
	FROM fitclub.class_schedule AS c
	WHERE c.room_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.room AS o WHERE o.room_id = c.room_id)
	UNION ALL
	SELECT 'class_registration_member_id_fkey', 'class_registration', g.registration_id,
		'member', g.member_id
	FROM fitclub.class_registration AS g
	WHERE g.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = g.member_id)
	UNION ALL
	SELECT 'class_registration_class_id_fkey', 'class_registration', g.registration_id,
		'class_schedule', g.class_id
	FROM fitclub.class_registration AS g
	WHERE g.class_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.class_schedule AS o WHERE o.class_id = g.class_id)
	UNION ALL
	SELECT 'billing_item_member_id_fkey', 'billing_item', b.billing_id,
		'member', b.member_id
	FROM fitclub.billing_item AS b
	WHERE b.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = b.member_id)
	UNION ALL
	SELECT 'billing_item_class_id_fkey', 'billing_item', b.billing_id,
		'class_schedule', b.class_id
	FROM fitclub.billing_item AS b
	WHERE b.class_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.class_schedule AS o WHERE o.class_id = b.class_id)
	UNION ALL
	SELECT 'billing_item_private_session_id_fkey', 'billing_item', b.billing_id,
		'private_session', b.private_session_id
	FROM fitclub.billing_item AS b
	WHERE b.private_session_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.private_session AS o WHERE o.session_id = b.private_session_id)
	UNION ALL
	SELECT 'billing_item_trainer_id_fkey', 'billing_item', b.billing_id,
		'trainer', b.trainer_id
	FROM fitclub.billing_item AS b
	WHERE b.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = b.trainer_id)
	UNION ALL
	SELECT 'payment_member_id_fkey', 'payment', p.payment_id,
		'member', p.member_id
	FROM fitclub.payment AS p
	WHERE p.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = p.member_id)
	UNION ALL
	SELECT 'payment_staff_id_fkey', 'payment', p.payment_id,
		'administrative_staff', p.staff_id
	FROM fitclub.payment AS p
	WHERE p.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = p.staff_id)
	UNION ALL
	SELECT 'payment_billing_id_fkey', 'payment', p.payment_id,
		'billing_item', p.billing_id
	FROM fitclub.payment AS p
	WHERE p.billing_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.billing_item AS o WHERE o.billing_id = p.billing_id)
	UNION ALL
	SELECT 'payment_refund_of_fkey', 'payment', p.payment_id,
		'payment', p.refund_of
	FROM fitclub.payment AS p
	WHERE p.refund_of IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.payment AS o WHERE o.payment_id = p.refund_of)
	UNION ALL
	SELECT 'notification_member_id_fkey', 'notification', n.notification_id,
		'member', n.member_id
	FROM fitclub.notification AS n
	WHERE n.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = n.member_id)
	UNION ALL
	SELECT 'notification_trainer_id_fkey', 'notification', n.notification_id,
		'trainer', n.trainer_id
	FROM fitclub.notification AS n
	WHERE n.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = n.trainer_id)
	UNION ALL
	SELECT 'erased_member_member_id_fkey', 'erased_member', e.member_id,
		'member', e.member_id
	FROM fitclub.erased_member AS e
	WHERE e.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = e.member_id)
)
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id) AS detail
FROM missing AS m
UNION ALL
SELECT missing.rule, 'login', NULL, missing.other_table, missing.other_row_id,
	format('role %L: there is no %s %s', l.login_role, missing.other_table, missing.other_row_id)
FROM fitclub.login AS l
CROSS JOIN LATERAL (
	SELECT 'login_member_id_fkey' AS rule, 'member' AS other_table, l.member_id AS other_row_id
	WHERE NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = l.member_id)
	UNION ALL
	SELECT 'login_trainer_id_fkey', 'trainer', l.trainer_id
	WHERE NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = l.trainer_id)
	UNION ALL
	SELECT 'login_staff_id_fkey', 'administrative_staff', l.staff_id
	WHERE NOT EXISTS (
		SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = l.staff_id)
) AS missing
WHERE missing.other_row_id IS NOT NULL;

COMMENT ON VIEW fitclub.reference_violation IS
	'Every reference to a row that is not there';

CREATE VIEW fitclub.promise_violation AS
SELECT 'club_one_row' AS rule, 'club' AS table_name, NULL::bigint AS row_id,
	NULL AS other_table, NULL::bigint AS other_row_id, 'the club has no settings' AS detail
WHERE NOT EXISTS (SELECT FROM fitclub.club)
UNION ALL
SELECT 'member_last_metric_at', 'member', m.member_id, NULL, NULL,
	format('last_metric_at is %L, the latest metric is of %L', m.last_metric_at, h.recorded_at)
FROM fitclub.member AS m
LEFT JOIN (
	SELECT n.member_id, max(n.recorded_at) AS recorded_at
	FROM fitclub.health_metric AS n
	GROUP BY n.member_id
) AS h ON h.member_id = m.member_id
WHERE m.last_metric_at IS DISTINCT FROM h.recorded_at
UNION ALL
-- A booking longer than any may be is not looked for by double_booking.
SELECT later.rule, later.table_name, later.row_id, longer.table_name, longer.row_id,
	format('%s %s is booked from %s to %s and from %s to %s',
		split_part(later.rule, '_', 1), later.resource_id,
		longer.start_time, longer.end_time, later.start_time, later.end_time)
FROM fitclub.busy_time AS longer
JOIN fitclub.busy_time AS later
	ON later.rule = longer.rule
	AND later.resource_id = longer.resource_id
	AND later.start_time < longer.end_time
	AND extract(epoch FROM later.start_time) - extract(epoch FROM longer.start_time) >= 97200
WHERE extract(epoch FROM longer.end_time) - extract(epoch FROM longer.start_time) > 97200
UNION ALL
SELECT 'trainer_availability_overlap', 'trainer_availability', once.availability_id,
	'trainer_availability', weekly.availability_id,
	format('trainer %s has windows %s to %s on %s and %s to %s every week', once.trainer_id,
		once.start_time, once.end_time, once.available_on, weekly.start_time, weekly.end_time)
FROM fitclub.trainer_availability AS once
JOIN fitclub.trainer_availability AS weekly
	ON weekly.trainer_id = once.trainer_id
	AND weekly.day_of_week = once.day_of_week
	AND weekly.available_on IS NULL
	AND weekly.start_time < once.end_time
	AND once.start_time < weekly.end_time
-- Past dates do not matter. Two days, as no time zone is further ahead.
WHERE once.available_on > (now() AT TIME ZONE 'UTC')::date + 1
UNION ALL
SELECT 'bill_without_booking', 'billing_item', b.billing_id, 'private_session', s.session_id,
	format('member %s is billed for the session of member %s', b.member_id, s.member_id)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE b.member_id <> s.member_id
UNION ALL
SELECT 'bill_without_booking', 'billing_item', b.billing_id, 'class_schedule', b.class_id,
	format('member %s has never had a seat in class %s', b.member_id, b.class_id)
FROM fitclub.billing_item AS b
WHERE b.class_id IS NOT NULL
	AND NOT EXISTS (
		SELECT FROM fitclub.class_registration AS g
		WHERE g.class_id = b.class_id AND g.member_id = b.member_id)
UNION ALL
SELECT 'bill_of_free_booking', 'billing_item', b.billing_id, 'private_session', s.session_id,
	format('%s is billed for a session that is free', b.amount)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE s.price = 0
UNION ALL
SELECT 'bill_of_free_booking', 'billing_item', b.billing_id, 'class_schedule', b.class_id,
	format('%s is billed for a seat that is free', b.amount)
FROM fitclub.billing_item AS b
JOIN (
	SELECT n.class_id, n.member_id
	FROM fitclub.class_registration AS n
	GROUP BY n.class_id, n.member_id
	HAVING bool_and(n.price = 0)
) AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
UNION ALL
SELECT 'bill_status', 'billing_item', b.billing_id, NULL, NULL,
	format('the bill of %s is refunded, only %s was paid', b.amount, p.received)
FROM fitclub.billing_item AS b
JOIN (
	SELECT n.billing_id, sum(n.amount) FILTER (WHERE n.amount > 0) AS received
	FROM fitclub.payment AS n
	GROUP BY n.billing_id
) AS p ON p.billing_id = b.billing_id
WHERE b.status = 'refunded' AND p.received < b.amount
UNION ALL
SELECT 'refund_of_refund', 'payment', r.payment_id, 'payment', p.payment_id,
	format('gives back %s of which nothing was received', p.amount)
FROM fitclub.payment AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE p.amount < 0
UNION ALL
SELECT 'refund_to_other_payer', 'payment', r.payment_id, 'payment', p.payment_id,
	format('member %s paid, member %s is given it back', p.member_id, r.member_id)
FROM fitclub.payment AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE r.member_id <> p.member_id
UNION ALL
-- Of who was erased the books are left, and nothing that is to come.
SELECT 'member_erased', 'member', m.member_id, NULL, NULL,
	format('was erased, and %s is still there', field.key)
FROM fitclub.erased_member AS e
JOIN fitclub.member AS m ON m.member_id = e.member_id
CROSS JOIN LATERAL jsonb_each(to_jsonb(m)) AS field
WHERE field.key IN ('phone_number', 'date_of_birth', 'gender', 'target_weight', 'notes')
	AND field.value <> 'null'
	OR field.key = 'email' AND m.email NOT LIKE '%@erased.invalid'
	OR field.key = 'first_name' AND m.first_name <> 'Erased'
	OR field.key = 'last_name' AND m.last_name <> 'member'
UNION ALL
SELECT 'member_erased', 'health_metric', h.metric_id, 'member', e.member_id,
	'the member was erased, and the metric is still there'
FROM fitclub.erased_member AS e
JOIN fitclub.health_metric AS h ON h.member_id = e.member_id
UNION ALL
SELECT 'member_erased', 'private_session', s.session_id, 'member', e.member_id,
	format('the member was erased at %s, the session starts at %s', e.erased_at, s.start_time)
FROM fitclub.erased_member AS e
JOIN fitclub.private_session AS s ON s.member_id = e.member_id
WHERE s.cancelled_at IS NULL AND s.start_time > e.erased_at
UNION ALL
SELECT 'member_erased', 'class_registration', g.registration_id, 'member', e.member_id,
	format('the member was erased at %s, the class starts at %s', e.erased_at, g.start_time)
FROM fitclub.erased_member AS e
JOIN fitclub.class_registration AS g ON g.member_id = e.member_id
WHERE g.cancelled_at IS NULL AND g.start_time > e.erased_at
UNION ALL
SELECT 'infinite_time', 'audit_log', NULL, NULL, NULL, format('at is %s', l.at)
FROM fitclub.audit_log AS l
WHERE NOT isfinite(l.at)
UNION ALL
-- A bill that was closed with an earlier seat does not bill a seat taken again.
SELECT 'registration_without_bill', 'class_registration', g.registration_id, NULL, NULL,
	format('a seat at %s was taken again, and its only bill is that of the seat before', coalesce(g.price, c.price))
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
JOIN (
	SELECT n.class_id, n.member_id, max(n.updated_at) AS updated_at
	FROM fitclub.billing_item AS n
	WHERE n.class_id IS NOT NULL
	GROUP BY n.class_id, n.member_id
	HAVING bool_and(n.status IN ('cancelled', 'refunded'))
) AS b ON b.class_id = g.class_id AND b.member_id = g.member_id
WHERE g.cancelled_at IS NULL AND coalesce(g.price, c.price) > 0
	AND b.updated_at < g.registered_at
UNION ALL
-- What is kept of a seat given back stays with the trainer of then.
SELECT 'bill_trainer', 'billing_item', b.billing_id, booking.table_name, booking.row_id,
	format('the bill is trainer %s''s, the booking trainer %s''s', b.trainer_id, booking.trainer_id)
FROM fitclub.billing_item AS b
LEFT JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id AND s.cancelled_at IS NULL
LEFT JOIN (fitclub.class_registration AS g JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id)
	ON g.class_id = b.class_id AND g.member_id = b.member_id AND g.cancelled_at IS NULL AND c.cancelled_at IS NULL
CROSS JOIN LATERAL (
	SELECT CASE WHEN s.session_id IS NULL THEN 'class_schedule' ELSE 'private_session' END AS table_name,
		coalesce(s.session_id, c.class_id) AS row_id, coalesce(s.trainer_id, c.trainer_id) AS trainer_id
) AS booking
WHERE b.status NOT IN ('cancelled', 'refunded') AND b.trainer_id <> booking.trainer_id
UNION ALL
SELECT 'attended_early', 'class_registration', g.registration_id, 'class_schedule', g.class_id,
	format('member %s has attended a class that begins at %s', g.member_id, g.start_time)
FROM fitclub.class_registration AS g
WHERE g.attended AND g.start_time > now()
UNION ALL
SELECT 'audit_log_version', 'audit_log', NULL, NULL, NULL,
	format('%L %L: %s events, the last is version %s', l.table_name, l.row_key, count(*), max(l.version))
FROM fitclub.audit_log AS l
WHERE l.table_name <> 'login' -- of which erase_member() hides what was the member's
	-- Nothing is missing of a row that has version 1 alone, as most have.
	AND (l.table_name, coalesce(l.row_key, '')) IN (
		SELECT n.table_name, coalesce(n.row_key, '') FROM fitclub.audit_log AS n WHERE n.version <> 1)
GROUP BY l.table_name, l.row_key
HAVING count(*) <= max(l.version) - min(l.version)
	OR min(l.version) > 1 AND NOT EXISTS ( -- nor have the first ones been removed
		SELECT FROM fitclub.audit_log AS p
		WHERE p.table_name = 'audit_log' AND p.row_key = '' AND p.action = 'PRUNE');

COMMENT ON VIEW fitclub.promise_violation IS
	'What no constraint declares and check_calendar() does not look at, and is broken all the same';

-- Sequences do not take numbers back, so one may be ahead of the rows that a
-- snapshot shows.
CREATE VIEW fitclub.numbering_violation AS
SELECT 'numbering' AS rule, n.table_name, n.greatest_id AS row_id,
	format('%s is the last number, and there is an id %s', n.last_number, n.greatest_id) AS detail
FROM (
	SELECT 'member' AS table_name, (SELECT max(r.member_id) FROM fitclub.member AS r) AS greatest_id,
		s.last_value - (NOT s.is_called)::integer AS last_number
	FROM fitclub.member_member_id_seq AS s
	UNION ALL
	SELECT 'trainer', (SELECT max(r.trainer_id) FROM fitclub.trainer AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.trainer_trainer_id_seq AS s
	UNION ALL
	SELECT 'administrative_staff', (SELECT max(r.staff_id) FROM fitclub.administrative_staff AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.administrative_staff_staff_id_seq AS s
	UNION ALL
	SELECT 'health_metric', (SELECT max(r.metric_id) FROM fitclub.health_metric AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.health_metric_metric_id_seq AS s
	UNION ALL
	SELECT 'room', (SELECT max(r.room_id) FROM fitclub.room AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.room_room_id_seq AS s
	UNION ALL
	SELECT 'equipment', (SELECT max(r.equipment_id) FROM fitclub.equipment AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.equipment_equipment_id_seq AS s
	UNION ALL
	SELECT 'equipment_maintenance', (SELECT max(r.maintenance_id) FROM fitclub.equipment_maintenance AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.equipment_maintenance_maintenance_id_seq AS s
	UNION ALL
	SELECT 'trainer_availability', (SELECT max(r.availability_id) FROM fitclub.trainer_availability AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.trainer_availability_availability_id_seq AS s
	UNION ALL
	SELECT 'private_session', (SELECT max(r.session_id) FROM fitclub.private_session AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.private_session_session_id_seq AS s
	UNION ALL
	SELECT 'class_schedule', (SELECT max(r.class_id) FROM fitclub.class_schedule AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.class_schedule_class_id_seq AS s
	UNION ALL
	SELECT 'class_registration', (SELECT max(r.registration_id) FROM fitclub.class_registration AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.class_registration_registration_id_seq AS s
	UNION ALL
	SELECT 'billing_item', (SELECT max(r.billing_id) FROM fitclub.billing_item AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.billing_item_billing_id_seq AS s
	UNION ALL
	SELECT 'payment', (SELECT max(r.payment_id) FROM fitclub.payment AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.payment_payment_id_seq AS s
	UNION ALL
	SELECT 'notification', (SELECT max(r.notification_id) FROM fitclub.notification AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.notification_notification_id_seq AS s
) AS n
WHERE n.greatest_id > n.last_number;

COMMENT ON VIEW fitclub.numbering_violation IS
	'Tables whose sequence is behind their ids, so the next row may get an id that is taken';
COMMENT ON COLUMN fitclub.numbering_violation.rule IS 'numbering';
COMMENT ON COLUMN fitclub.numbering_violation.table_name IS 'The table with the ids';
COMMENT ON COLUMN fitclub.numbering_violation.row_id IS 'The greatest of them';
COMMENT ON COLUMN fitclub.numbering_violation.detail IS 'How far the sequence is';

-- In C, as no query can be told which index to read.
CREATE FUNCTION fitclub_internal.index_entries(
	index regclass,
	OUT rows bigint,
	OUT entries bigint)
AS '$libdir/fitclub-1.1', 'fitclub_index_entries'
LANGUAGE c STABLE STRICT
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.index_entries IS
	'How many rows of its table a B-tree should have, and how many it has; used by verify()';

CREATE VIEW fitclub.index_violation AS
SELECT 'index_entries' AS rule, t.relname::text AS table_name,
	format('index %s leads to %s of the %s rows that it should: REINDEX INDEX fitclub.%s',
		c.relname, e.entries, e.rows, c.relname) AS detail
FROM pg_index AS i
JOIN pg_class AS t ON t.oid = i.indrelid
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
CROSS JOIN LATERAL fitclub_internal.index_entries(i.indexrelid) AS e
WHERE t.relnamespace = 'fitclub'::regnamespace AND t.relkind = 'r'
	AND a.amname = 'btree' AND i.indisvalid
	AND e.entries <> e.rows;

COMMENT ON VIEW fitclub.index_violation IS
	'Indexes in which rows are missing';
COMMENT ON COLUMN fitclub.index_violation.rule IS 'index_entries';
COMMENT ON COLUMN fitclub.index_violation.table_name IS 'The table of the index';
COMMENT ON COLUMN fitclub.index_violation.detail IS 'Which index, how many rows it has, and how many it should have';

CREATE FUNCTION fitclub.verify(
	audit_log boolean DEFAULT true)
RETURNS TABLE (
	rule text,
	table_name text,
	row_id bigint,
	other_table text,
	other_row_id bigint,
	detail text)
LANGUAGE sql STABLE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off -- compiling so many branches takes longer than running them
SET enable_seqscan = on -- and no index: one that has lost a row hides it
SET enable_indexscan = off
SET enable_indexonlyscan = off
SET enable_bitmapscan = off
SET constraint_exclusion = off -- a constraint is no proof of itself
AS $$
	SELECT fitclub_internal.require_staff();

	WITH declared AS MATERIALIZED (
		SELECT v.rule, v.table_name, v.row_id,
			NULL AS other_table, NULL::bigint AS other_row_id, v.detail
		FROM fitclub.value_violation AS v
		UNION ALL
		SELECT v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id, v.detail
		FROM fitclub.key_violation AS v
		UNION ALL
		SELECT v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id, v.detail
		FROM fitclub.reference_violation AS v
	),
	-- It raises an error where the club's time zone does not exist.
	calendar AS MATERIALIZED (
		SELECT v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id, v.detail
		FROM fitclub.calendar_violation AS v
		WHERE NOT EXISTS (SELECT FROM declared AS d WHERE d.rule = 'club_time_zone_check')
	),
	marked AS (
		SELECT s.session_id, s.is_conflict,
			s.session_id IN (
				SELECT clash.row_id
				FROM calendar AS c
				CROSS JOIN LATERAL (
					VALUES (c.table_name, c.row_id), (c.other_table, c.other_row_id)
				) AS clash (table_name, row_id)
				WHERE c.rule LIKE '%\_double\_booked' AND clash.table_name = 'private_session'
			) AS clashes
		FROM fitclub.private_session AS s
	)
	SELECT d.rule, d.table_name, d.row_id, d.other_table, d.other_row_id, d.detail
	FROM declared AS d
	UNION ALL
	SELECT c.rule, c.table_name, c.row_id, c.other_table, c.other_row_id, c.detail
	FROM calendar AS c
	UNION ALL
	SELECT 'is_conflict', 'private_session', m.session_id, NULL, NULL,
		CASE WHEN m.clashes THEN 'clashes, and is not marked' ELSE 'is marked, and does not clash' END
	FROM marked AS m
	WHERE m.is_conflict <> m.clashes
		AND NOT EXISTS (SELECT FROM declared AS d WHERE d.rule = 'club_time_zone_check')
	UNION ALL
	SELECT v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id, v.detail
	FROM fitclub.promise_violation AS v
	UNION ALL
	SELECT v.rule, v.table_name, v.row_id, NULL, NULL, v.detail
	FROM fitclub.numbering_violation AS v
	UNION ALL
	SELECT v.rule, v.table_name, NULL, NULL, NULL, v.detail
	FROM fitclub.protection_violation AS v
	UNION ALL
	SELECT v.rule, v.table_name, NULL, NULL, NULL, v.detail
	FROM fitclub.index_violation AS v
	UNION ALL
	SELECT v.rule, v.table_name, v.row_id, NULL, NULL, v.detail
	FROM fitclub_internal.audit_violations() AS v
	WHERE verify.audit_log
	ORDER BY 1, 2, 3, 5, 6
$$;

COMMENT ON FUNCTION fitclub.verify IS
	'Lists everything in the stored data that breaks a rule, declared ones included, and changes nothing; no rows is the proof that there is none';

-- The week on one page.

CREATE OR REPLACE FUNCTION fitclub_internal.require_choice(
	argument text,
	value text,
	choices text[])
RETURNS text
AS '$libdir/fitclub-1.1', 'fitclub_require_choice'
LANGUAGE c IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_choice IS
	'Returns the value of an argument, or raises 22023 when it is none of the choices and 22004 when it is null';

-- Trainers, not rooms, lead to the sessions, as online ones have no room. A
-- slot is one hour, by the clock on the wall, that an item touches; hours are
-- counted off in real time, so that a day of 23 or 25 has the right ones.
CREATE OR REPLACE FUNCTION fitclub.week_timetable(
	start_date date,
	across text DEFAULT 'room')
RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off -- compiling the query takes longer than running it
AS $$
	SELECT fitclub_internal.require_staff();

	SELECT fitclub_internal.require_choice('across', week_timetable.across, ARRAY['room', 'trainer']);

	-- An infinite date has no week: the difference raises.
	SELECT week_timetable.start_date - date '2000-01-01';

	WITH week AS (
		SELECT c.time_zone, f.first_day, week_timetable.across,
			f.first_day::timestamp AT TIME ZONE c.time_zone AS from_time,
			(f.first_day + 7)::timestamp AT TIME ZONE c.time_zone AS to_time
		FROM fitclub.club AS c
		CROSS JOIN LATERAL (
			SELECT coalesce(week_timetable.start_date,
				(now() AT TIME ZONE c.time_zone)::date) AS first_day
		) AS f
	),
	item AS (
		SELECT 1 AS kind, s.session_id AS id, s.start_time, s.end_time,
			CASE n.across WHEN 'room' THEN coalesce(r.room_id, 0) ELSE t.trainer_id END AS column_id,
			CASE n.across WHEN 'room' THEN coalesce(r.name, 'online')
				ELSE t.first_name || ' ' || t.last_name END AS title,
			m.first_name || ' ' || m.last_name || '/' || CASE n.across
				WHEN 'room' THEN left(t.first_name, 1) || '. ' || t.last_name
				ELSE coalesce(r.name, 'online') END AS head,
			'' AS tail
		FROM week AS n
		CROSS JOIN fitclub.trainer AS t
		JOIN fitclub.private_session AS s
			ON s.trainer_id = t.trainer_id
			AND s.cancelled_at IS NULL
			AND s.start_time > n.from_time - interval '27 hours'
			AND s.start_time < n.to_time
			AND s.end_time > n.from_time
		JOIN fitclub.member AS m ON m.member_id = s.member_id
		LEFT JOIN fitclub.room AS r ON r.room_id = s.room_id
		UNION ALL
		SELECT 2, c.class_id, c.start_time, c.end_time,
			CASE n.across WHEN 'room' THEN r.room_id ELSE t.trainer_id END,
			CASE n.across WHEN 'room' THEN r.name ELSE t.first_name || ' ' || t.last_name END,
			c.name, ' ' || g.registered || '/' || c.capacity
		FROM week AS n
		JOIN fitclub.class_schedule AS c
			ON c.cancelled_at IS NULL
			AND c.start_time > n.from_time - interval '27 hours'
			AND c.start_time < n.to_time
			AND c.end_time > n.from_time
		JOIN fitclub.trainer AS t ON t.trainer_id = c.trainer_id
		JOIN fitclub.room AS r ON r.room_id = c.room_id
		CROSS JOIN LATERAL (
			SELECT count(*) AS registered
			FROM fitclub.class_registration AS taken
			WHERE taken.class_id = c.class_id AND taken.cancelled_at IS NULL
		) AS g
	),
	slot AS (
		SELECT i.kind, i.id, i.start_time, i.column_id, i.tail, h.hour,
			translate(i.title, E'\n\r\t', '   ') AS title,
			translate(i.head, E'\n\r\t', '   ') AS head,
			i.start_time AT TIME ZONE n.time_zone AS starts,
			i.end_time AT TIME ZONE n.time_zone AS ends,
			h.hour = min(h.hour) OVER (PARTITION BY i.kind, i.id, h.hour::date) AS is_first,
			h.hour = max(h.hour) OVER (PARTITION BY i.kind, i.id) AS is_last
		FROM week AS n
		CROSS JOIN item AS i
		CROSS JOIN LATERAL (
			SELECT DISTINCT date_trunc('hour', instant AT TIME ZONE n.time_zone) AS hour
			FROM (
				-- An hour can be cut to a quarter, as zones differ by quarters.
				SELECT generate_series(i.start_time, i.end_time, interval '15 minutes')
				UNION ALL
				SELECT i.end_time - interval '1 microsecond'
			) AS touched (instant)
			WHERE instant < i.end_time
		) AS h
	),
	cell AS (
		SELECT s.column_id, s.title, s.hour,
			row_number() OVER (
				PARTITION BY s.column_id, s.hour
				ORDER BY s.start_time, s.kind, s.id) AS line,
			CASE WHEN NOT s.is_first THEN '"'
				WHEN date_trunc('hour', s.starts) = s.hour AND extract(minute FROM s.starts) > 0
				THEN to_char(s.starts, ':MI ') || s.head
				ELSE s.head END AS head,
			CASE WHEN s.is_first THEN s.tail
				WHEN s.is_last AND extract(minute FROM s.ends) > 0
				THEN to_char(s.ends, ' "to" HH24:MI')
				ELSE '' END AS tail
		FROM week AS n
		JOIN slot AS s ON s.hour >= n.first_day AND s.hour < n.first_day + 7
	),
	heading AS (
		SELECT c.column_id, c.title,
			row_number() OVER (ORDER BY c.column_id = 0, c.title, c.column_id) AS position,
			greatest(length(c.title), max(length(c.head || c.tail))) AS needed
		FROM cell AS c
		GROUP BY c.column_id, c.title
	),
	-- Columns as wide as they need, but 20 at most, or less where that lets a
	-- line of 120 hold them all, but not under 8.
	page AS (
		SELECT coalesce(max(f.width), 8) AS width
		FROM (
			SELECT w.width
			FROM generate_series(8, 20) AS w (width)
			CROSS JOIN heading AS h
			GROUP BY w.width
			HAVING 6 + sum(least(h.needed, w.width) + 3) <= 120
		) AS f
	),
	grid_column AS (
		SELECT h.column_id, h.position, least(h.needed, p.width) AS width,
			left(h.title, p.width) AS title
		FROM heading AS h
		CROSS JOIN page AS p
	),
	-- The hours of each day from the first busy one to the last, without one
	-- that the clocks skip, and as many lines in each as its fullest cell has.
	grid_row AS (
		SELECT d.day, o.hour, line
		FROM week AS n
		CROSS JOIN LATERAL (
			SELECT c.hour::date AS day, min(c.hour) AS first_hour, max(c.hour) AS last_hour
			FROM cell AS c
			GROUP BY c.hour::date
		) AS d
		CROSS JOIN LATERAL generate_series(
			d.first_hour, d.last_hour, interval '1 hour') AS o (hour)
		LEFT JOIN (
			SELECT c.hour, max(c.line) AS lines FROM cell AS c GROUP BY c.hour
		) AS busy ON busy.hour = o.hour
		CROSS JOIN LATERAL (SELECT o.hour + interval '59 minutes' AS late) AS l
		CROSS JOIN LATERAL generate_series(1, coalesce(busy.lines, 1)) AS line
		WHERE busy.lines IS NOT NULL
			OR l.late AT TIME ZONE n.time_zone AT TIME ZONE n.time_zone = l.late
	),
	page_line (day, hour, line, printed) AS (
		SELECT d.day, '-infinity'::timestamp, k.line, CASE k.line
			WHEN 1 THEN to_char(d.day, 'FMDay FMDD FMMonth YYYY')
			WHEN 2 THEN repeat(' ', 6) || string_agg(
				' | ' || rpad(g.title, g.width), '' ORDER BY g.position)
			WHEN 3 THEN repeat('-', 6) || string_agg(
				'-+-' || repeat('-', g.width), '' ORDER BY g.position)
			END
		FROM (SELECT DISTINCT r.day FROM grid_row AS r) AS d
		CROSS JOIN generate_series(1, 3) AS k (line)
		CROSS JOIN grid_column AS g
		GROUP BY d.day, k.line
		UNION ALL
		SELECT r.day, r.hour, r.line,
			CASE r.line WHEN 1 THEN to_char(r.hour, ' HH24:MI') ELSE repeat(' ', 6) END
				|| string_agg(' | ' || rpad(CASE
					WHEN length(c.head || c.tail) > g.width
					THEN left(rtrim(left(c.head, greatest(g.width - 1 - length(c.tail), 0)), ' ./')
						|| '.' || c.tail, g.width)
					ELSE coalesce(c.head || c.tail, '')
					END, g.width), '' ORDER BY g.position)
		FROM grid_row AS r
		CROSS JOIN grid_column AS g
		LEFT JOIN cell AS c
			ON c.hour = r.hour AND c.line = r.line AND c.column_id = g.column_id
		GROUP BY r.day, r.hour, r.line
		UNION ALL
		-- A blank line after every day but the last.
		SELECT r.day, 'infinity', 1, ''
		FROM grid_row AS r
		GROUP BY r.day
		HAVING r.day < (SELECT max(n.day) FROM grid_row AS n)
	)
	SELECT rtrim(p.printed)
	FROM page_line AS p
	ORDER BY p.day, p.hour, p.line
$$;

COMMENT ON FUNCTION fitclub.week_timetable IS
	'The seven days from a date as a printed timetable, with rooms or trainers across; " is what went before, going on';

-- The demo club.

CREATE OR REPLACE FUNCTION fitclub_internal.start_demo(
	weeks integer)
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_start_demo'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.start_demo IS
	'Marks an empty club as a demo, or refuses when it has any members, trainers, rooms or staff, or is to have too many weeks; used by seed_demo()';

CREATE OR REPLACE FUNCTION fitclub.clear_data(
	even_if_real boolean DEFAULT false)
RETURNS void
AS '$libdir/fitclub-1.1', 'fitclub_clear_data'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.clear_data IS
	'Empties everything but the club''s settings; refused outside a demo unless even_if_real is true';


CREATE OR REPLACE FUNCTION fitclub_internal.demo_date(
	start_date date,
	day integer)
RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT date '2000-01-03' + demo_date.day
		-- Whole weeks from a Monday; an infinite date raises.
		+ (coalesce(demo_date.start_date, (
				SELECT (now() AT TIME ZONE c.time_zone)::date FROM fitclub.club AS c
			)) - date '2000-01-03') / 7 * 7
$$;

COMMENT ON FUNCTION fitclub_internal.demo_date IS
	'A day of the demo, 0 being the Monday of the week of start_date or, when that is null, of the present week; used by seed_demo()';

-- Everything but old metrics goes in by the functions that applications call,
-- by the clock on the club's wall, and is found again by e-mail, name and time.
CREATE OR REPLACE FUNCTION fitclub_internal.seed_demo_week(
	monday date,
	is_first boolean)
RETURNS void
LANGUAGE sql VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub.set_availability(t.trainer_id, NULL, '10:00', '13:00',
		seed_demo_week.monday + 5)
	FROM fitclub.trainer AS t
	WHERE t.email = 'omar.ali@example.com';

	SELECT fitclub.book_session(m.member_id, t.trainer_id, r.room_id,
		(seed_demo_week.monday + p.day + p.start_time) AT TIME ZONE c.time_zone,
		(seed_demo_week.monday + p.day + p.end_time) AT TIME ZONE c.time_zone,
		p.activity_type)
	FROM (VALUES
		(0, time '09:00', time '10:00', 'ana.lee', 'tina.ray', 'Weights Room', 'Strength training'),
		(0, '09:00', '10:00', 'eva.park', 'ines.paz', 'Cycle Studio', 'Interval training'),
		(0, '11:00', '12:00', 'ben.cole', 'tina.ray', 'Weights Room', 'Strength training'),
		(0, '11:00', '12:30', 'cara.diaz', 'omar.ali', 'Yoga Studio', 'Mobility'),
		(0, '14:00', '15:00', 'dan.moss', 'ines.paz', 'Pool', 'Swimming'),
		(1, '09:00', '10:00', 'finn.hale', 'tina.ray', 'Weights Room', 'Strength training'),
		(1, '09:00', '10:00', 'dan.moss', 'ines.paz', 'Pool', 'Swimming'),
		(1, '10:30', '11:30', 'eva.park', 'omar.ali', 'Yoga Studio', 'Mobility'),
		(1, '15:00', '16:00', 'ben.cole', 'ines.paz', 'Cycle Studio', 'Interval training'),
		(2, '09:00', '10:00', 'ana.lee', 'tina.ray', 'Weights Room', 'Strength training'),
		(2, '11:00', '12:00', 'cara.diaz', 'tina.ray', 'Weights Room', 'Personal training'),
		(2, '13:00', '14:30', 'ben.cole', 'ines.paz', 'Pool', 'Swimming'),
		(2, '16:00', '17:00', 'eva.park', 'omar.ali', NULL, 'Breathing'),
		(3, '10:00', '11:00', 'dan.moss', 'tina.ray', 'Weights Room', 'Strength training'),
		(3, '10:00', '11:00', 'ana.lee', 'omar.ali', 'Yoga Studio', 'Mobility'),
		(3, '12:00', '13:00', 'eva.park', 'ines.paz', 'Cycle Studio', 'Interval training'),
		(3, '14:00', '15:00', 'cara.diaz', 'tina.ray', 'Weights Room', 'Personal training'),
		(4, '09:00', '10:00', 'finn.hale', 'tina.ray', 'Weights Room', 'Strength training'),
		(4, '11:00', '12:00', 'ana.lee', 'omar.ali', 'Yoga Studio', 'Mobility'),
		(4, '11:00', '12:00', 'dan.moss', 'ines.paz', 'Pool', 'Swimming'),
		(4, '15:00', '16:00', 'ben.cole', 'tina.ray', 'Weights Room', 'Strength training')
	) AS p (day, start_time, end_time, member, trainer, room, activity_type)
	JOIN fitclub.member AS m ON m.email = p.member || '@example.com'
	JOIN fitclub.trainer AS t ON t.email = p.trainer || '@example.com'
	LEFT JOIN fitclub.room AS r ON r.name = p.room
	CROSS JOIN fitclub.club AS c
	ORDER BY p.day, p.start_time, m.member_id;

	SELECT fitclub.cancel_session(s.session_id, reason => 'The pool was closed')
	FROM fitclub.private_session AS s
	JOIN fitclub.member AS m ON m.member_id = s.member_id
	WHERE m.email = 'ben.cole@example.com'
	ORDER BY s.start_time DESC
	LIMIT 1;

	-- The first class of the demo is on the Monday before, so the demo has attendance from the beginning.
	SELECT fitclub.create_class(p.name, t.trainer_id, r.room_id,
		(seed_demo_week.monday + p.day + p.start_time) AT TIME ZONE c.time_zone,
		(seed_demo_week.monday + p.day + p.end_time) AT TIME ZONE c.time_zone,
		p.capacity, p.price)
	FROM (VALUES
		(-7, time '10:00', time '11:00', 'Morning Yoga', 'omar.ali', 'Yoga Studio', 8, NULL::numeric),
		(0, '10:00', '11:00', 'Morning Yoga', 'omar.ali', 'Yoga Studio', 8, NULL),
		(1, '12:00', '13:00', 'Spin', 'ines.paz', 'Cycle Studio', 4, 25),
		(2, '10:00', '11:00', 'Aqua Fit', 'ines.paz', 'Pool', NULL, 30),
		(3, '16:00', '17:00', 'Circuit', 'tina.ray', 'Main Hall', 12, NULL),
		(4, '12:00', '12:45', 'Pilates', 'omar.ali', 'Main Hall', 12, 35),
		(5, '10:00', '12:00', 'Open House', 'omar.ali', 'Main Hall', 20, 0)
	) AS p (day, start_time, end_time, name, trainer, room, capacity, price)
	JOIN fitclub.trainer AS t ON t.email = p.trainer || '@example.com'
	JOIN fitclub.room AS r ON r.name = p.room
	CROSS JOIN fitclub.club AS c
	WHERE p.day >= 0 OR seed_demo_week.is_first
	ORDER BY p.day;

	SELECT fitclub.register_for_class(m.member_id, s.class_id)
	FROM (VALUES
		(-7, 'ana.lee'), (-7, 'ben.cole'), (-7, 'cara.diaz'), (-7, 'eva.park'),
		(0, 'ana.lee'), (0, 'cara.diaz'), (0, 'dan.moss'), (0, 'eva.park'), (0, 'finn.hale'),
		(1, 'ana.lee'), (1, 'ben.cole'), (1, 'cara.diaz'), (1, 'finn.hale'),
		(2, 'dan.moss'), (2, 'eva.park'), (2, 'finn.hale'),
		(3, 'ana.lee'), (3, 'ben.cole'), (3, 'cara.diaz'), (3, 'dan.moss'),
		(4, 'eva.park'), (4, 'finn.hale'),
		(5, 'ana.lee'), (5, 'ben.cole'), (5, 'cara.diaz'), (5, 'dan.moss'), (5, 'eva.park'),
		(5, 'finn.hale')
	) AS p (day, member)
	JOIN fitclub.member AS m ON m.email = p.member || '@example.com'
	CROSS JOIN fitclub.club AS c
	JOIN fitclub.class_schedule AS s
		ON (s.start_time AT TIME ZONE c.time_zone)::date
			= seed_demo_week.monday + p.day
	WHERE p.day >= 0 OR seed_demo_week.is_first
	ORDER BY p.day, m.member_id;
$$;

COMMENT ON FUNCTION fitclub_internal.seed_demo_week IS
	'Books the demo''s week from that Monday, and a class of the week before the first; used by seed_demo()';

CREATE OR REPLACE FUNCTION fitclub.seed_demo(
	start_date date DEFAULT NULL,
	weeks integer DEFAULT NULL)
RETURNS void
LANGUAGE sql VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.start_demo(seed_demo.weeks);

	SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'fitclub-demo');

	SELECT fitclub.create_member(p.first_name, p.last_name, p.email, p.phone_number,
		p.date_of_birth, p.gender, p.target_weight, p.notes)
	FROM (VALUES
		(1, 'Ana', 'Lee', 'ana.lee@example.com', '+1 416 555 0141', date '1994-03-12',
			'female', 62.0, 'Trains for a half marathon'),
		(2, 'Ben', 'Cole', 'ben.cole@example.com', '+1 416 555 0142', '1986-11-02',
			'male', 84.0, 'Old knee injury: no jumping'),
		(3, 'Cara', 'Diaz', 'cara.diaz@example.com', '+1 416 555 0143', '1999-07-25',
			'female', 58.0, NULL),
		(4, 'Dan', 'Moss', 'dan.moss@example.com', '+1 416 555 0144', '1978-01-30',
			'male', 88.0, 'Wants to gain muscle'),
		(5, 'Eva', 'Park', 'eva.park@example.com', '+1 416 555 0145', '1990-09-09',
			'female', 65.0, 'Prefers mornings'),
		(6, 'Finn', 'Hale', 'finn.hale@example.com', '+1 416 555 0146', '2001-05-17',
			'male', 78.0, NULL)
	) AS p (position, first_name, last_name, email, phone_number, date_of_birth,
		gender, target_weight, notes)
	ORDER BY p.position;

	-- Ten weeks of measurements, on the way to the goal with ups and downs.
	INSERT INTO fitclub.health_metric
		(member_id, recorded_at, weight, height, heart_rate, target_weight)
	SELECT m.member_id,
		(fitclub_internal.demo_date(seed_demo.start_date, p.position - 7 * w.weeks_ago) + time '08:30')
			AT TIME ZONE c.time_zone,
		round(p.weight + (m.target_weight - p.weight) * (10 - w.weeks_ago) / 14
			+ (w.weeks_ago * 7 % 5 - 2) * 0.2, 1),
		p.height, p.heart_rate + (w.weeks_ago - 5) / 2 + w.weeks_ago * 3 % 4, m.target_weight
	FROM (VALUES
		(0, 'ana.lee@example.com', 68.4, 168, 64),
		(1, 'ben.cole@example.com', 93.0, 181, 72),
		(2, 'cara.diaz@example.com', 61.5, 163, 66),
		(3, 'dan.moss@example.com', 81.0, 186, 70),
		(4, 'eva.park@example.com', 71.2, 171, 62),
		(5, 'finn.hale@example.com', 86.5, 178, 68)
	) AS p (position, email, weight, height, heart_rate)
	JOIN fitclub.member AS m ON m.email = p.email
	CROSS JOIN generate_series(1, 10) AS w (weeks_ago)
	CROSS JOIN fitclub.club AS c
	ORDER BY w.weeks_ago DESC, p.position;

	SELECT fitclub.create_trainer(p.first_name, p.last_name, p.email, p.phone_number,
		p.specialization)
	FROM (VALUES
		(1, 'Tina', 'Ray', 'tina.ray@example.com', '+1 416 555 0151', 'Strength and conditioning'),
		(2, 'Omar', 'Ali', 'omar.ali@example.com', '+1 416 555 0152', 'Yoga and mobility'),
		(3, 'Ines', 'Paz', 'ines.paz@example.com', '+1 416 555 0153', 'Swimming and cycling')
	) AS p (position, first_name, last_name, email, phone_number, specialization)
	ORDER BY p.position;

	SELECT fitclub.set_availability(t.trainer_id, d.day_of_week, '09:00', '17:00')
	FROM fitclub.trainer AS t
	CROSS JOIN generate_series(0, 4) AS d (day_of_week)
	ORDER BY t.trainer_id, d.day_of_week;

	SELECT fitclub.create_room(p.name, p.capacity, (
		SELECT t.trainer_id FROM fitclub.trainer AS t WHERE t.email = p.email))
	FROM (VALUES
		(1, 'Weights Room', 6, 'tina.ray@example.com'),
		(2, 'Yoga Studio', 12, 'omar.ali@example.com'),
		(3, 'Cycle Studio', 8, 'ines.paz@example.com'),
		(4, 'Pool', 10, 'ines.paz@example.com'),
		(5, 'Main Hall', 30, NULL),
		(6, 'Consulting Room', 3, NULL)
	) AS p (position, name, capacity, email)
	ORDER BY p.position;

	SELECT fitclub.add_equipment(r.room_id, p.name, (
			SELECT t.trainer_id FROM fitclub.trainer AS t WHERE t.email = p.email
		), notes => p.notes,
		last_serviced_date => fitclub_internal.demo_date(seed_demo.start_date, -p.days_ago))
	FROM (VALUES
		(1, 'Squat Rack', 'Weights Room', 'tina.ray@example.com', NULL, 80),
		(2, 'Bench Press', 'Weights Room', 'tina.ray@example.com', NULL, 80),
		(3, 'Spin Bike 1', 'Cycle Studio', 'ines.paz@example.com', NULL, 45),
		(4, 'Spin Bike 2', 'Cycle Studio', 'ines.paz@example.com', NULL, 45),
		(5, 'Yoga Mats', 'Yoga Studio', 'omar.ali@example.com', 'A set of twelve', NULL),
		(6, 'Pool Lift', 'Pool', NULL, 'Keys are at the desk', 120),
		(7, 'Rowing Machine', 'Main Hall', NULL, NULL, 60),
		(8, 'Body Scale', 'Consulting Room', NULL, 'Calibrated every year', 200)
	) AS p (position, name, room, email, notes, days_ago)
	JOIN fitclub.room AS r ON r.name = p.room
	ORDER BY p.position;

	SELECT fitclub.report_issue(e.equipment_id, p.description, s.staff_id, p.out_of_order)
	FROM (VALUES
		(1, 'Spin Bike 2', 'The left pedal is loose', true),
		(2, 'Rowing Machine', 'The display stays dark', false),
		(3, 'Squat Rack', 'A safety pin is bent', false),
		(4, 'Pool Lift', 'The battery is weak', false)
	) AS p (position, name, description, out_of_order)
	JOIN fitclub.equipment AS e ON e.name = p.name
	CROSS JOIN fitclub.administrative_staff AS s
	ORDER BY p.position;

	SELECT fitclub.update_issue(i.maintenance_id, 'in_progress')
	FROM fitclub.equipment_maintenance AS i
	JOIN fitclub.equipment AS e ON e.equipment_id = i.equipment_id
	WHERE e.name = 'Squat Rack';

	SELECT fitclub.resolve_issue(i.maintenance_id)
	FROM fitclub.equipment_maintenance AS i
	JOIN fitclub.equipment AS e ON e.equipment_id = i.equipment_id
	WHERE e.name = 'Pool Lift';

	SELECT fitclub_internal.seed_demo_week(fitclub_internal.demo_date(seed_demo.start_date, 0), true);

	-- Last week's seats and two of the first week's are paid for at the desk.
	SELECT fitclub.record_payment(b.billing_id, b.amount, 'cash', f.staff_id)
	FROM fitclub.billing_item AS b
	JOIN fitclub.class_schedule AS s ON s.class_id = b.class_id
	JOIN fitclub.member AS m ON m.member_id = b.member_id
	CROSS JOIN fitclub.administrative_staff AS f
	CROSS JOIN fitclub.club AS c
	WHERE (s.start_time AT TIME ZONE c.time_zone)::date
			= fitclub_internal.demo_date(seed_demo.start_date, -7)
		OR s.name = 'Spin' AND m.email IN ('ana.lee@example.com', 'cara.diaz@example.com')
	ORDER BY b.billing_id;

	-- Of Monday's sessions one is paid, one half paid, and one will be given back.
	SELECT fitclub.record_payment(b.billing_id, round(b.amount * p.part, 2), p.payment_type)
	FROM (VALUES
		('ana.lee', time '09:00', 1.0, 'card'),
		('ben.cole', '11:00', 0.5, 'bank_transfer'),
		('dan.moss', '14:00', 1.0, 'online')
	) AS p (member, start_time, part, payment_type)
	CROSS JOIN fitclub.club AS c
	JOIN fitclub.member AS m ON m.email = p.member || '@example.com'
	JOIN fitclub.private_session AS s
		ON s.member_id = m.member_id
		AND s.start_time = (fitclub_internal.demo_date(seed_demo.start_date, 0) + p.start_time)
			AT TIME ZONE c.time_zone
	JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
	WHERE round(b.amount * p.part, 2) > 0
	ORDER BY b.billing_id;

	SELECT fitclub.refund_payment(p.payment_id, NULL, s.staff_id, 'His employer pays for it')
	FROM fitclub.payment AS p
	JOIN fitclub.member AS m ON m.member_id = p.member_id
	CROSS JOIN fitclub.administrative_staff AS s
	WHERE m.email = 'dan.moss@example.com';

	SELECT fitclub.create_billing_item(m.member_id, 15, 'Locker rental')
	FROM fitclub.member AS m
	WHERE m.email = 'finn.hale@example.com';

	SELECT fitclub_internal.seed_demo_week(fitclub_internal.demo_date(seed_demo.start_date, 7 * w.week), false)
	FROM generate_series(1, coalesce(seed_demo.weeks,
		CASE WHEN seed_demo.start_date IS NULL THEN 3 ELSE 1 END) - 1) AS w (week)
	ORDER BY w.week;

	SELECT fitclub.record_attendance(g.registration_id)
	FROM fitclub.class_registration AS g
	JOIN fitclub.member AS m ON m.member_id = g.member_id
	CROSS JOIN fitclub.club AS c
	WHERE g.start_time <= now() -- the demo may be one to come
		AND ((g.start_time AT TIME ZONE c.time_zone)::date
				= fitclub_internal.demo_date(seed_demo.start_date, -7)
			OR seed_demo.weeks > 1 OR seed_demo.weeks IS NULL AND seed_demo.start_date IS NULL)
		AND m.email <> 'ben.cole@example.com'
	ORDER BY g.registration_id;

	-- Of several weeks, all that is over is paid for.
	SELECT fitclub.record_payment(b.billing_id, b.amount, 'card')
	FROM fitclub.billing_item AS b
	LEFT JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
	LEFT JOIN fitclub.class_schedule AS k ON k.class_id = b.class_id
	WHERE b.status = 'pending'
		AND coalesce(s.end_time, k.end_time) <= now()
		AND (seed_demo.weeks > 1 OR seed_demo.weeks IS NULL AND seed_demo.start_date IS NULL)
	ORDER BY b.billing_id;
$$;

COMMENT ON FUNCTION fitclub.seed_demo IS
	'Fills an empty club with people, places and bookings for weeks from the Monday of start_date, by default for three weeks from this one; the desk''s password is fitclub-demo';

-- Rows of another system: looked at in temporary tables of text, as a CSV has
-- them, and loaded but for those that break a rule. What a row has to be like
-- by itself is asked of the constraints and unique indexes of its table. With
-- the caller's rights, as what a temporary table does is its owner's.

CREATE FUNCTION fitclub_internal.import_shape()
RETURNS TABLE (
	place integer,
	target regclass,
	column_names text[])
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
	VALUES
		(1, 'fitclub.administrative_staff'::regclass, '{staff_id,first_name,last_name,email,is_active}'::text[]),
		(2, 'fitclub.trainer', '{trainer_id,first_name,last_name,email,phone_number,specialization,is_active}'),
		(3, 'fitclub.member', '{member_id,first_name,last_name,email,phone_number,date_of_birth,gender,
			target_weight,notes,joined_at}'),
		(4, 'fitclub.room', '{room_id,name,capacity,primary_trainer_id}'),
		(5, 'fitclub.trainer_availability', '{trainer_id,day_of_week,start_time,end_time,available_on}'),
		(6, 'fitclub.class_schedule', '{class_id,name,trainer_id,room_id,start_time,end_time,capacity,
			price,cancelled_at}'),
		(7, 'fitclub.class_registration', '{class_id,member_id,registered_at,attended,cancelled_at,price}'),
		(8, 'fitclub.private_session', '{session_id,member_id,trainer_id,room_id,start_time,end_time,
			activity_type,price,cancelled_at}'),
		(9, 'fitclub.billing_item', '{billing_id,member_id,private_session_id,class_id,amount,description,
			created_at,status}'),
		(10, 'fitclub.payment', '{payment_id,member_id,staff_id,billing_id,amount,paid_at,payment_type,
			description,notes,refund_of}')
$$;

COMMENT ON FUNCTION fitclub_internal.import_shape IS
	'The tables that can be imported, in the order in which they are, and their columns';

CREATE FUNCTION fitclub.create_import_tables()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	shape record;
BEGIN
	FOR shape IN
		SELECT s.column_names, c.relname AS table_name
		FROM fitclub_internal.import_shape() AS s
		JOIN pg_class AS c ON c.oid = s.target
	LOOP
		IF to_regclass('pg_temp.import_' || shape.table_name) IS NOT NULL THEN
			EXECUTE format('DROP TABLE pg_temp.%I', 'import_' || shape.table_name);
		END IF;
		-- The first line of a file has the names of its columns.
		EXECUTE format('CREATE TEMP TABLE %I (line bigint GENERATED ALWAYS AS IDENTITY (START WITH 2), %s)',
			'import_' || shape.table_name,
			(SELECT string_agg(format('%I text', c), ', ') FROM unnest(shape.column_names) AS c));
	END LOOP;
END
$$;

COMMENT ON FUNCTION fitclub.create_import_tables IS
	'Makes empty temporary tables import_member, import_payment and so on, to COPY the files of another system into';

-- ISO 8601, by the club's clock where there is no offset; a point for decimals.
-- A value that does not fit must not end it all, so it is not tried.
CREATE FUNCTION fitclub_internal.import_value(
	text_column text,
	type_name text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	date_form constant text := '\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])';
	clock_form constant text := '([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?';
	zone_form constant text := ' ?(Z|[+-](0\d|1[0-5])(:?[0-5]\d)?)';
	is_form constant text := 'CASE WHEN %1$s ~* ''^' || CASE type_name
		WHEN 'boolean' THEN '(true|false|t|f|yes|no|y|n|on|off|1|0)'
		WHEN 'numeric' THEN '[+-]?\d{1,10}(\.\d{1,10})?'
		WHEN 'numeric(12,2)' THEN '[+-]?\d{1,10}(\.\d{1,2}0*)?'
		WHEN 'date' THEN date_form
		WHEN 'time without time zone' THEN '(' || clock_form || '|24:00(:00)?)'
		WHEN 'timestamp with time zone' THEN date_form || '([ T]' || clock_form || '(' || zone_form || ')?)?'
		ELSE '[+-]?\d+'
	END || '$''';
	is_day constant text := ' AND substr(%1$s, 1, 4) <> ''0000'' AND CASE WHEN substr(%1$s, 9, 2) <= ''28'' THEN true'
		' ELSE substr(%1$s, 9, 2)::integer <= extract(day FROM'
		' (substr(%1$s, 1, 7) || ''-01'')::date + interval ''1 month - 1 day'') END';
BEGIN
	RETURN format(CASE type_name
		WHEN 'text' THEN '%1$s'
		WHEN 'date' THEN is_form || is_day || ' THEN %1$s::date END'
		WHEN 'timestamp with time zone' THEN is_form || is_day
			|| ' THEN CASE WHEN %1$s ~ ''' || zone_form || '$'' AND length(%1$s) > 10'
			|| ' THEN %1$s::timestamptz ELSE %1$s::timestamp AT TIME ZONE (SELECT c.time_zone FROM fitclub.club AS c) END END'
		WHEN 'smallint' THEN is_form || ' AND length(%1$s) < 5 THEN %1$s::smallint END'
		WHEN 'integer' THEN is_form || ' AND length(%1$s) < 10 THEN %1$s::integer END'
		WHEN 'bigint' THEN is_form || ' AND length(%1$s) < 19 THEN %1$s::bigint END'
		ELSE is_form || ' THEN %1$s::%2$s END'
	END, 'i.' || quote_ident(text_column), type_name);
END
$$;

COMMENT ON FUNCTION fitclub_internal.import_value IS
	'The expression for a column of an import table as a value of a type, null where it is none';

-- The rows of a table that have a problem are no longer rows.
CREATE FUNCTION fitclub_internal.leave_out_import(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
BEGIN
	EXECUTE format('DELETE FROM pg_temp.%I AS r USING pg_temp.import_problem AS p
		WHERE p.table_name = %L AND p.line = r.line', 'import_row_' || table_name, table_name);
END
$$;

COMMENT ON FUNCTION fitclub_internal.leave_out_import IS
	'Takes rows with a problem out of those that can be imported';

-- What stands in other rows, or follows from it.
CREATE FUNCTION fitclub_internal.complete_import(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
BEGIN
	CASE table_name
	WHEN 'trainer_availability' THEN
		UPDATE pg_temp.import_row_trainer_availability AS w
		SET is_recurring = w.available_on IS NULL,
			day_of_week = coalesce(w.day_of_week, extract(isodow FROM w.available_on) - 1);
	WHEN 'class_registration' THEN
		UPDATE pg_temp.import_row_class_registration AS g
		SET start_time = c.start_time, end_time = c.end_time, price = coalesce(g.price, c.price)
		FROM pg_temp.import_row_class_schedule AS c
		WHERE c.class_id = g.class_id;
	WHEN 'billing_item' THEN
		-- Of what a bill's status can be only one thing does not follow from payments.
		UPDATE pg_temp.import_row_billing_item AS b
		SET status = 'pending'
		WHERE b.status IN ('partially_paid', 'paid', 'refunded');
		UPDATE pg_temp.import_row_billing_item AS b
		SET trainer_id = s.trainer_id, description = coalesce(b.description, s.activity_type)
		FROM pg_temp.import_row_private_session AS s
		WHERE s.session_id = b.private_session_id;
		UPDATE pg_temp.import_row_billing_item AS b
		SET trainer_id = c.trainer_id, description = coalesce(b.description, c.name)
		FROM pg_temp.import_row_class_schedule AS c
		WHERE c.class_id = b.class_id;
		-- of one that is missing, which is said by check_import_references()
		UPDATE pg_temp.import_row_billing_item AS b
		SET description = 'Booking'
		WHERE b.description IS NULL AND num_nonnulls(b.private_session_id, b.class_id) > 0;
	ELSE
	END CASE;
END
$$;

COMMENT ON FUNCTION fitclub_internal.complete_import IS
	'Fills in what rows to be imported take over from others';

-- The rows as their table will have them, with its defaults.
CREATE FUNCTION fitclub_internal.read_import(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
	columns constant text[] := (
		SELECT s.column_names FROM fitclub_internal.import_shape() AS s WHERE s.target = read_import.target);
	-- A CSV with quotes around everything has no nulls.
	texts constant text := format('(SELECT line, %s FROM pg_temp.%I)',
		(SELECT string_agg(format('nullif(%1$I, '''') AS %1$I', c), ', ') FROM unnest(columns) AS c),
		'import_' || table_name);
	names text;
	row_values text;
	problems text;
BEGIN
	SELECT string_agg(quote_ident(a.attname), ', '),
		string_agg(CASE WHEN a.attname <> ALL (columns) THEN a.default_value
			ELSE format('CASE WHEN i.%I IS NULL THEN %s ELSE %s END', a.attname, a.default_value,
				fitclub_internal.import_value(a.attname, a.type_name)) END, ', '),
		string_agg(format('(''invalid_value'', CASE WHEN r.%1$I IS NULL AND i.%1$I IS NOT NULL THEN %2$L || quote_literal(i.%1$I) END),'
			'(''not_null'', CASE WHEN %3$L AND r.%1$I IS NULL AND i.%1$I IS NULL THEN %4$L END)', a.attname,
			a.attname || ' is not of type ' || a.type_name || ': ', a.attnotnull, a.attname || ' is null'), ', ')
			FILTER (WHERE a.attname = ANY (columns))
	INTO names, row_values, problems
	FROM (
		SELECT n.attname, n.attnotnull, format_type(n.atttypid, n.atttypmod) AS type_name,
			coalesce(pg_get_expr(d.adbin, d.adrelid), 'NULL') AS default_value
		FROM pg_attribute AS n
		LEFT JOIN pg_attrdef AS d ON d.adrelid = n.attrelid AND d.adnum = n.attnum
		WHERE n.attrelid = target AND n.attnum > 0 AND NOT n.attisdropped
		ORDER BY n.attnum
	) AS a;
	EXECUTE format('ANALYZE pg_temp.%I', 'import_' || table_name);
	EXECUTE format('CREATE TEMP TABLE %I AS SELECT NULL::bigint AS line, t.* FROM %s AS t WHERE false',
		'import_row_' || table_name, target);
	EXECUTE format('INSERT INTO pg_temp.%I (line, %s) SELECT i.line, %s FROM %s AS i',
		'import_row_' || table_name, names, row_values, texts);
	PERFORM fitclub_internal.complete_import(target);
	EXECUTE format('INSERT INTO pg_temp.import_problem
		SELECT %L, r.line, problem.rule, problem.detail
		FROM pg_temp.%I AS r
		JOIN %s AS i ON i.line = r.line
		CROSS JOIN LATERAL (VALUES %s) AS problem (rule, detail)
		WHERE problem.detail IS NOT NULL',
		table_name, 'import_row_' || table_name, texts, problems);
	IF columns[1] <> 'trainer_id' OR table_name = 'trainer' THEN
		EXECUTE format('INSERT INTO pg_temp.import_key SELECT %L, r.%I FROM pg_temp.%I AS r',
			table_name, columns[1], 'import_row_' || table_name);
	END IF;
	EXECUTE format('ANALYZE pg_temp.%I', 'import_row_' || table_name);
END
$$;

COMMENT ON FUNCTION fitclub_internal.read_import IS
	'Reads an import table into rows as their table will have them, and lists values that are none';

CREATE FUNCTION fitclub_internal.check_import_values(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
	problems text;
BEGIN
	SELECT string_agg(format('(%L, CASE WHEN NOT (%s) THEN concat_ws('', '', %s) END)', k.conname, pg_get_expr(k.conbin, k.conrelid),
		(SELECT string_agg(format('format(%L, %I)', a.attname || ' is %L', a.attname), ', ' ORDER BY a.attnum)
			FROM pg_attribute AS a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey))), ', ')
	INTO problems
	FROM pg_constraint AS k
	WHERE k.conrelid = target AND k.contype = 'c';
	EXECUTE format('INSERT INTO pg_temp.import_problem
		SELECT %L, r.line, problem.rule, problem.detail
		FROM pg_temp.%I AS r
		CROSS JOIN LATERAL (VALUES %s) AS problem (rule, detail)
		WHERE problem.detail IS NOT NULL', table_name, 'import_row_' || table_name, problems);
	-- What a constraint cannot say, as it would look at a clock.
	IF table_name = 'member' THEN
		INSERT INTO pg_temp.import_problem
		SELECT 'member', r.line, 'member_date_of_birth_check', format('date_of_birth is %s', r.date_of_birth)
		FROM pg_temp.import_row_member AS r
		WHERE r.date_of_birth > (now() AT TIME ZONE 'UTC')::date + 1;
	END IF;
	PERFORM fitclub_internal.leave_out_import(target);
END
$$;

COMMENT ON FUNCTION fitclub_internal.check_import_values IS
	'Lists rows to be imported that a CHECK constraint of their table does not allow';

-- People and places may be in the club already, unless the import has others
-- of the same number; all else has to come with it.
CREATE FUNCTION fitclub_internal.check_import_references(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
	reference record;
BEGIN
	FOR reference IN
		SELECT k.conname, c.attname AS column_name, o.relname AS other_table, a.attname AS key_column,
			o.relname IN ('administrative_staff', 'trainer', 'member', 'room') AS may_be_stored
		FROM pg_constraint AS k
		JOIN pg_class AS o ON o.oid = k.confrelid
		JOIN pg_attribute AS c ON c.attrelid = k.conrelid AND c.attnum = k.conkey[1]
		JOIN pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = k.confkey[1]
		WHERE k.conrelid = target
			AND k.contype = 'f' AND k.confrelid <> k.conrelid
		ORDER BY k.conname
	LOOP
		EXECUTE format('INSERT INTO pg_temp.import_problem
			SELECT %1$L, r.line, %2$L, format(''there is no %3$s %%s'', r.%4$I)
			FROM pg_temp.%5$I AS r
			WHERE r.%4$I IS NOT NULL
				AND NOT EXISTS (
					SELECT
					FROM (
						SELECT n.%7$I FROM pg_temp.%6$I AS n
						UNION ALL
						SELECT n.%7$I FROM fitclub.%3$I AS n
						WHERE %8$L AND NOT EXISTS (
							SELECT FROM pg_temp.import_key AS k WHERE k.table_name = %3$L AND k.id = n.%7$I)
					) AS o
					WHERE o.%7$I = r.%4$I)',
			table_name, reference.conname, reference.other_table, reference.column_name,
			'import_row_' || table_name, 'import_row_' || reference.other_table, reference.key_column,
			reference.may_be_stored);
	END LOOP;
	PERFORM fitclub_internal.leave_out_import(target);
END
$$;

COMMENT ON FUNCTION fitclub_internal.check_import_references IS
	'Lists rows to be imported that refer to what is not there, or is not imported either';

-- Of rows with the same key the first one stays, index after index.
CREATE FUNCTION fitclub_internal.check_import_keys(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
	unique_index record;
BEGIN
	FOR unique_index IN
		SELECT c.relname AS index_name, coalesce(pg_get_expr(x.indpred, x.indrelid), 'true') AS predicate,
			(SELECT string_agg(pg_get_indexdef(x.indexrelid, n, false), ', ' ORDER BY n)
				FROM generate_series(1, x.indnkeyatts) AS n) AS keys
		FROM pg_index AS x
		JOIN pg_class AS c ON c.oid = x.indexrelid
		WHERE x.indrelid = target AND x.indisunique
		ORDER BY NOT x.indisprimary, c.relname
	LOOP
		EXECUTE format('INSERT INTO pg_temp.import_problem
			SELECT %1$L, r.line, %2$L, CASE WHEN r.is_stored THEN ''a stored row has the same''
				ELSE format(''line %%s has the same'', r.first_line) END
			FROM (
				SELECT n.line, (%3$s) IN (SELECT %3$s FROM fitclub.%4$I WHERE %5$s) AS is_stored,
					first_value(n.line) OVER (PARTITION BY %3$s ORDER BY n.line) AS first_line
				FROM pg_temp.%6$I AS n
				WHERE (%5$s) AND num_nulls(%3$s) = 0
			) AS r
			WHERE r.is_stored OR r.first_line < r.line',
			table_name, unique_index.index_name, unique_index.keys, table_name, unique_index.predicate,
			'import_row_' || table_name);
		PERFORM fitclub_internal.leave_out_import(target);
	END LOOP;
END
$$;

COMMENT ON FUNCTION fitclub_internal.check_import_keys IS
	'Lists rows to be imported whose key another row has, stored or before them';

-- Windows of one trainer: weekly ones first, then those of a date.
CREATE FUNCTION fitclub_internal.check_import_windows()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	-- No time zone is further ahead; a past date's windows do not matter.
	coming constant date := (now() AT TIME ZONE 'UTC')::date + 1;
	wanted record;
	is_weekly boolean;
BEGIN
	CREATE TEMP TABLE import_window AS
	SELECT r.trainer_id, r.day_of_week, r.available_on, r.start_time, r.end_time
	FROM pg_temp.import_row_trainer_availability AS r
	WHERE false;
	INSERT INTO pg_temp.import_window
	SELECT a.trainer_id, a.day_of_week, a.available_on, a.start_time, a.end_time
	FROM fitclub.trainer_availability AS a;
	CREATE INDEX ON pg_temp.import_window (trainer_id, day_of_week);
	FOR wanted IN
		SELECT r.* FROM pg_temp.import_row_trainer_availability AS r
		ORDER BY r.available_on NULLS FIRST, r.line
	LOOP
		INSERT INTO pg_temp.import_problem
		SELECT 'trainer_availability', wanted.line, 'trainer_availability_overlap',
			format('trainer %s has a window %s to %s', w.trainer_id, w.start_time, w.end_time)
		FROM pg_temp.import_window AS w
		WHERE w.trainer_id = wanted.trainer_id AND w.day_of_week = wanted.day_of_week
			AND w.start_time < wanted.end_time AND wanted.start_time < w.end_time
			AND (w.available_on IS NOT DISTINCT FROM wanted.available_on
				OR num_nulls(w.available_on, wanted.available_on) = 1
				AND coalesce(w.available_on, wanted.available_on) > coming)
		LIMIT 1;
		IF NOT FOUND THEN
			INSERT INTO pg_temp.import_window
			VALUES (wanted.trainer_id, wanted.day_of_week, wanted.available_on, wanted.start_time, wanted.end_time);
		END IF;
	END LOOP;
	ANALYZE pg_temp.import_window;
	PERFORM fitclub_internal.leave_out_import('fitclub.trainer_availability');
END
$$;

COMMENT ON FUNCTION fitclub_internal.check_import_windows IS
	'Lists windows to be imported that overlap another of their trainer';

-- A booking of a trainer, and what it meets that is there already.
CREATE FUNCTION fitclub_internal.check_import_bookings(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
	resource text;
BEGIN
	FOR resource IN
		SELECT n.name
		FROM unnest(ARRAY['room', 'trainer', 'member']) AS n (name)
		JOIN pg_attribute AS a
			ON a.attrelid = target
			AND a.attname = n.name || '_id'
	LOOP
		EXECUTE format('INSERT INTO pg_temp.import_problem
			SELECT %1$L, r.line, %2$L, format(''%3$s %%s is booked from %%s to %%s'',
				b.resource_id, b.start_time, b.end_time)
			FROM pg_temp.%4$I AS r
			CROSS JOIN LATERAL (
				SELECT n.resource_id, n.start_time, n.end_time
				FROM fitclub.busy_time AS n
				WHERE n.rule = %2$L AND n.resource_id = r.%5$I
					AND n.start_time < r.end_time AND n.end_time > r.start_time
					AND n.start_time > r.start_time - interval ''27 hours''
				LIMIT 1
			) AS b
			WHERE r.cancelled_at IS NULL',
			table_name, resource || '_double_booked', resource, 'import_row_' || table_name, resource || '_id');
		IF resource = 'trainer' THEN
			-- As in calendar_violation, among these windows.
			EXECUTE format('INSERT INTO pg_temp.import_problem
				SELECT %L, r.line, ''trainer_availability'', format(''trainer %%s does not work all of %%s to %%s (%%s)'',
					r.trainer_id, wall.starts, wall.ends, club.time_zone)
				FROM fitclub.club AS club
				JOIN pg_temp.%I AS r ON r.cancelled_at IS NULL AND r.end_time > now()
				CROSS JOIN LATERAL (
					SELECT r.start_time AT TIME ZONE club.time_zone AS starts,
						r.end_time AT TIME ZONE club.time_zone AS ends
				) AS wall
				WHERE NOT coalesce((
					SELECT range_agg(tsrange(day.midnight::date + w.start_time, day.midnight::date + w.end_time))
						@> tsrange(least(wall.starts, wall.ends), greatest(wall.starts, wall.ends),
							CASE WHEN wall.starts = wall.ends THEN ''[]'' ELSE ''[)'' END)
					FROM generate_series(
						date_trunc(''day'', least(wall.starts, wall.ends)),
						greatest(wall.starts, wall.ends), interval ''1 day'') AS day (midnight)
					JOIN pg_temp.import_window AS w
						ON w.trainer_id = r.trainer_id
						AND w.day_of_week = extract(isodow FROM day.midnight)::integer - 1
						AND coalesce(w.available_on, day.midnight::date) = day.midnight::date
				), false)', table_name, 'import_row_' || table_name);
		END IF;
	END LOOP;
	PERFORM fitclub_internal.leave_out_import(target);
END
$$;

COMMENT ON FUNCTION fitclub_internal.check_import_bookings IS
	'Lists bookings to be imported that meet stored ones or are outside the hours of their trainer';

-- What verify() finds and no constraint declares, as far as one booking or bill
-- is concerned.
CREATE FUNCTION fitclub_internal.check_import_promises(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
BEGIN
	CASE table_name
	WHEN 'class_schedule' THEN
		INSERT INTO pg_temp.import_problem
		SELECT 'class_schedule', c.line, 'class_room_capacity',
			format('the class has %s seats, the room %s places', c.capacity, r.capacity)
		FROM pg_temp.import_row_class_schedule AS c
		JOIN (
			SELECT n.room_id, n.capacity FROM pg_temp.import_row_room AS n
			UNION ALL
			SELECT n.room_id, n.capacity FROM fitclub.room AS n
		) AS r ON r.room_id = c.room_id
		WHERE c.cancelled_at IS NULL AND NOT c.may_exceed_room AND c.capacity > r.capacity;
	WHEN 'class_registration' THEN
		INSERT INTO pg_temp.import_problem
		SELECT 'class_registration', g.line, problem.rule, problem.detail
		FROM pg_temp.import_row_class_registration AS g
		JOIN pg_temp.import_row_class_schedule AS c ON c.class_id = g.class_id
		CROSS JOIN LATERAL (VALUES
			('class_cancelled', g.cancelled_at IS NULL AND c.cancelled_at IS NOT NULL,
				format('class %s is cancelled', c.class_id)),
			('attended_early', g.attended AND c.start_time > now(), format('class %s is still to come', c.class_id)),
			('registered_early', g.registered_at > now(), format('registered_at is %s', g.registered_at))
		) AS problem (rule, is_there, detail)
		WHERE problem.is_there;
	WHEN 'billing_item' THEN
		INSERT INTO pg_temp.import_problem
		SELECT 'billing_item', b.line, problem.rule, problem.detail
		FROM pg_temp.import_row_billing_item AS b
		LEFT JOIN pg_temp.import_row_private_session AS s ON s.session_id = b.private_session_id
		LEFT JOIN (
			SELECT n.class_id, n.member_id, bool_and(n.price = 0) AS is_free,
				max(n.price) FILTER (WHERE n.cancelled_at IS NULL) AS price
			FROM pg_temp.import_row_class_registration AS n
			GROUP BY n.class_id, n.member_id
		) AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
		CROSS JOIN LATERAL (VALUES
			('bill_without_booking', s.member_id <> b.member_id OR b.class_id IS NOT NULL AND g.class_id IS NULL,
				format('member %s has no such booking', b.member_id)),
			('bill_of_free_booking', s.price = 0 OR g.is_free, 'the booking is free'),
			('bill_amount', b.status <> 'cancelled' AND b.amount
					<> coalesce(CASE WHEN s.cancelled_at IS NULL THEN s.price END, g.price),
				format('%s is billed for a booking at %s', b.amount, coalesce(s.price, g.price)))
		) AS problem (rule, is_there, detail)
		WHERE problem.is_there;
	ELSE
	END CASE;
	PERFORM fitclub_internal.leave_out_import(target);
END
$$;

COMMENT ON FUNCTION fitclub_internal.check_import_promises IS
	'Lists classes, seats and bills to be imported that do not fit what they refer to';

CREATE FUNCTION fitclub_internal.check_import_unbilled()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	INSERT INTO pg_temp.import_problem
	SELECT 'private_session', s.line, 'session_without_bill', format('a session at %s has no bill', s.price)
	FROM pg_temp.import_row_private_session AS s
	WHERE s.cancelled_at IS NULL AND s.price > 0
		AND NOT EXISTS (
			SELECT FROM pg_temp.import_row_billing_item AS b WHERE b.private_session_id = s.session_id);
	INSERT INTO pg_temp.import_problem
	SELECT 'class_registration', g.line, 'registration_without_bill', format('a seat at %s has no bill', g.price)
	FROM pg_temp.import_row_class_registration AS g
	WHERE g.cancelled_at IS NULL AND g.price > 0
		AND NOT EXISTS (
			SELECT FROM pg_temp.import_row_billing_item AS b
			WHERE b.class_id = g.class_id AND b.member_id = g.member_id);
	PERFORM fitclub_internal.leave_out_import('fitclub.private_session');
	PERFORM fitclub_internal.leave_out_import('fitclub.class_registration');
END
$$;

COMMENT ON FUNCTION fitclub_internal.check_import_unbilled IS
	'Lists bookings to be imported that cost something and are not billed';

-- Bookings in the order of their time: each is taken if room, trainer and member
-- are free by then. Of those that start together classes come first, then seats
-- in the order in which they were taken, then sessions.
CREATE FUNCTION fitclub_internal.check_import_calendar()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	wanted record;
	-- Growing an array copies it, so they have their size from the beginning.
	size constant bigint := (
		SELECT count(*) + 1
		FROM (
			SELECT FROM pg_temp.import_row_class_schedule
			UNION ALL SELECT FROM pg_temp.import_row_class_registration
			UNION ALL SELECT FROM pg_temp.import_row_private_session
		) AS b);
	room_until timestamptz[] := array_fill(NULL::timestamptz, ARRAY[size::integer]);
	trainer_until timestamptz[] := room_until;
	member_until timestamptz[] := room_until;
	seats_left integer[] := array_fill(NULL::integer, ARRAY[size::integer]);
	busy text[];
BEGIN
	FOR wanted IN
		SELECT b.*,
			-- What is null is ranked as well, and never looked at.
			dense_rank() OVER (ORDER BY b.room_id) AS room,
			dense_rank() OVER (ORDER BY b.trainer_id) AS trainer,
			dense_rank() OVER (ORDER BY b.member_id) AS member,
			dense_rank() OVER (ORDER BY b.class_id) AS class
		FROM (
			SELECT 'class_schedule' AS table_name, 1 AS place, c.line, c.start_time AS place_time, c.start_time, c.end_time,
				c.room_id, c.trainer_id, NULL::bigint AS member_id, c.class_id, c.capacity
			FROM pg_temp.import_row_class_schedule AS c
			WHERE c.cancelled_at IS NULL
			UNION ALL
			SELECT 'class_registration', 2, g.line, g.registered_at, g.start_time, g.end_time,
				NULL, NULL, g.member_id, g.class_id, NULL
			FROM pg_temp.import_row_class_registration AS g
			WHERE g.cancelled_at IS NULL
			UNION ALL
			SELECT 'private_session', 3, s.line, s.start_time, s.start_time, s.end_time,
				s.room_id, s.trainer_id, s.member_id, NULL, NULL
			FROM pg_temp.import_row_private_session AS s
			WHERE s.cancelled_at IS NULL
		) AS b
		ORDER BY b.start_time, b.place, b.place_time, b.line
	LOOP
		busy := '{}';
		IF wanted.room_id IS NOT NULL AND room_until[wanted.room] > wanted.start_time THEN
			busy := busy || format('room %s', wanted.room_id);
		END IF;
		IF wanted.trainer_id IS NOT NULL AND trainer_until[wanted.trainer] > wanted.start_time THEN
			busy := busy || format('trainer %s', wanted.trainer_id);
		END IF;
		IF wanted.member_id IS NOT NULL AND member_until[wanted.member] > wanted.start_time THEN
			busy := busy || format('member %s', wanted.member_id);
		END IF;
		IF busy <> '{}' THEN
			INSERT INTO pg_temp.import_problem
			SELECT wanted.table_name, wanted.line, split_part(n.name, ' ', 1) || '_double_booked',
				format('%s has another booking at %s', n.name, wanted.start_time)
			FROM unnest(busy) AS n (name);
			CONTINUE;
		END IF;
		IF wanted.place = 2 AND coalesce(seats_left[wanted.class], 0) = 0 THEN
			INSERT INTO pg_temp.import_problem
			SELECT wanted.table_name, wanted.line, problem.rule, format(problem.detail, wanted.class_id)
			FROM (VALUES
				('class_registration_class_id_fkey', seats_left[wanted.class] IS NULL, 'there is no class_schedule %s'),
				('class_capacity', seats_left[wanted.class] = 0, 'class %s is full')
			) AS problem (rule, is_there, detail)
			WHERE problem.is_there;
			CONTINUE;
		END IF;
		IF wanted.room_id IS NOT NULL THEN
			room_until[wanted.room] := wanted.end_time;
		END IF;
		IF wanted.trainer_id IS NOT NULL THEN
			trainer_until[wanted.trainer] := wanted.end_time;
		END IF;
		IF wanted.member_id IS NOT NULL THEN
			member_until[wanted.member] := wanted.end_time;
		END IF;
		IF wanted.place < 3 THEN
			seats_left[wanted.class] := coalesce(wanted.capacity, seats_left[wanted.class] - 1);
		END IF;
	END LOOP;
	PERFORM fitclub_internal.leave_out_import('fitclub.class_schedule');
	PERFORM fitclub_internal.leave_out_import('fitclub.class_registration');
	PERFORM fitclub_internal.leave_out_import('fitclub.private_session');
END
$$;

COMMENT ON FUNCTION fitclub_internal.check_import_calendar IS
	'Lists bookings to be imported for which a room, trainer, member or seat is taken by others';

-- A bill whose payments are right altogether keeps them, whatever their order.
-- Of any other each payment is taken, in the order of time, if it fits.
CREATE FUNCTION fitclub_internal.check_import_payments()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	wanted record;
	bill bigint;
	net numeric;
	refundable jsonb;
	rule text;
BEGIN
	INSERT INTO pg_temp.import_problem
	SELECT 'payment', p.line, problem.rule, problem.detail
	FROM pg_temp.import_row_payment AS p
	JOIN pg_temp.import_row_billing_item AS b ON b.billing_id = p.billing_id
	LEFT JOIN pg_temp.import_row_payment AS o ON o.payment_id = p.refund_of
	CROSS JOIN LATERAL (VALUES
		('bill_status', b.status = 'cancelled', format('bill %s is cancelled', b.billing_id)),
		('payment_refund_of_fkey', p.refund_of IS NOT NULL AND o.payment_id IS NULL,
			format('there is no payment %s', p.refund_of)),
		('refund_of_refund', o.amount < 0, format('payment %s is a refund', o.payment_id)),
		('refund_of_other_bill', o.billing_id <> p.billing_id,
			format('payment %s is on bill %s', o.payment_id, o.billing_id)),
		('refund_to_other_payer', o.member_id <> p.member_id,
			format('payment %s is by member %s', o.payment_id, o.member_id))
	) AS problem (rule, is_there, detail)
	WHERE problem.is_there;
	PERFORM fitclub_internal.leave_out_import('fitclub.payment');

	FOR wanted IN
		SELECT p.*, b.amount AS owed
		FROM pg_temp.import_row_payment AS p
		JOIN pg_temp.import_row_billing_item AS b ON b.billing_id = p.billing_id
		WHERE p.billing_id IN (
				SELECT n.billing_id
				FROM pg_temp.import_row_payment AS n
				JOIN pg_temp.import_row_billing_item AS o ON o.billing_id = n.billing_id
				GROUP BY n.billing_id, o.amount
				HAVING sum(n.amount) NOT BETWEEN 0 AND o.amount
				UNION ALL
				SELECT n.billing_id
				FROM pg_temp.import_row_payment AS n
				LEFT JOIN pg_temp.import_row_payment AS r ON r.payment_id = n.refund_of
				WHERE n.amount < 0
				GROUP BY n.billing_id, n.refund_of, r.amount
				HAVING r.amount IS NULL OR sum(n.amount) + r.amount < 0)
		ORDER BY p.billing_id, p.paid_at, p.line
	LOOP
		IF bill IS DISTINCT FROM wanted.billing_id THEN
			bill := wanted.billing_id;
			net := 0;
			refundable := '{}';
		END IF;
		rule := CASE
			WHEN wanted.amount > 0 THEN CASE WHEN net + wanted.amount > wanted.owed THEN 'bill_overpaid' END
			WHEN NOT refundable ? wanted.refund_of::text THEN 'payment_refund_of_fkey'
			WHEN (refundable ->> wanted.refund_of::text)::numeric + wanted.amount < 0 THEN 'refund_over_payment'
		END;
		IF rule IS NOT NULL THEN
			INSERT INTO pg_temp.import_problem
			VALUES ('payment', wanted.line, rule, format('%s, when %s of %s is paid', wanted.amount, net, wanted.owed));
			CONTINUE;
		END IF;
		net := net + wanted.amount;
		refundable := refundable || jsonb_build_object(coalesce(wanted.refund_of, wanted.payment_id)::text,
			coalesce((refundable ->> wanted.refund_of::text)::numeric, 0) + wanted.amount);
	END LOOP;
	PERFORM fitclub_internal.leave_out_import('fitclub.payment');
END
$$;

COMMENT ON FUNCTION fitclub_internal.check_import_payments IS
	'Lists payments to be imported that exceed what is owed, and refunds that exceed what was paid';

-- What payments make of bills. A bill that would stay open without a booking is
-- none, and its payments are none.
CREATE FUNCTION fitclub_internal.settle_import_bills()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	UPDATE pg_temp.import_row_billing_item AS b
	SET status = paid.status,
		paid_at = CASE WHEN paid.status IN ('paid', 'refunded') THEN paid.paid_at END
	FROM (
		SELECT n.billing_id, max(p.paid_at) FILTER (WHERE p.amount > 0) AS paid_at,
			CASE
				WHEN sum(p.amount) FILTER (WHERE p.amount > 0) >= n.amount
					THEN CASE WHEN sum(p.amount) = 0 THEN 'refunded' ELSE 'paid' END
				WHEN sum(p.amount) = 0 THEN 'pending'
				ELSE 'partially_paid'
			END AS status
		FROM pg_temp.import_row_billing_item AS n
		JOIN pg_temp.import_row_payment AS p ON p.billing_id = n.billing_id
		GROUP BY n.billing_id, n.amount
	) AS paid
	WHERE paid.billing_id = b.billing_id;

	INSERT INTO pg_temp.import_problem
	SELECT 'billing_item', b.line, 'bill_of_cancelled_booking', format('the bill is %s, the booking cancelled', b.status)
	FROM pg_temp.import_row_billing_item AS b
	LEFT JOIN pg_temp.import_row_private_session AS s ON s.session_id = b.private_session_id
	LEFT JOIN pg_temp.import_row_class_registration AS g
		ON g.class_id = b.class_id AND g.member_id = b.member_id AND g.cancelled_at IS NULL
	WHERE b.status IN ('pending', 'partially_paid')
		AND (s.cancelled_at IS NOT NULL OR b.class_id IS NOT NULL AND g.line IS NULL);
	PERFORM fitclub_internal.leave_out_import('fitclub.billing_item');
	PERFORM fitclub_internal.check_import_references('fitclub.payment');
END
$$;

COMMENT ON FUNCTION fitclub_internal.settle_import_bills IS
	'Gives bills to be imported the status that their payments make, and lists those left open for cancelled bookings';

CREATE FUNCTION fitclub_internal.drop_import_rows()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	name text;
BEGIN
	FOR name IN
		SELECT c.relname
		FROM pg_class AS c
		WHERE c.relnamespace = pg_my_temp_schema()
			AND (c.relname IN ('import_problem', 'import_key', 'import_window')
				OR c.relname IN (
					SELECT 'import_row_' || t.relname
					FROM fitclub_internal.import_shape() AS s
					JOIN pg_class AS t ON t.oid = s.target))
	LOOP
		EXECUTE format('DROP TABLE pg_temp.%I', name);
	END LOOP;
END
$$;

COMMENT ON FUNCTION fitclub_internal.drop_import_rows IS
	'Drops what check_import() has made';

CREATE FUNCTION fitclub_internal.check_import()
RETURNS TABLE (
	table_name text,
	line bigint,
	rule text,
	detail text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
SET jit = off -- compiling so many expressions takes longer than running them
AS $$
DECLARE
	target regclass;
BEGIN
	IF to_regclass('pg_temp.import_payment') IS NULL THEN
		RAISE undefined_table USING
			MESSAGE = 'there are no import tables',
			HINT = 'Call fitclub.create_import_tables() and COPY into them in the same session.';
	END IF;
	PERFORM fitclub_internal.drop_import_rows();
	CREATE TEMP TABLE import_problem (table_name text, line bigint, rule text, detail text);
	CREATE TEMP TABLE import_key (table_name text, id bigint);
	FOR target IN SELECT s.target FROM fitclub_internal.import_shape() AS s ORDER BY s.place LOOP
		PERFORM fitclub_internal.read_import(target);
		PERFORM fitclub_internal.check_import_values(target);
		-- Payments follow when it is known which bills there are.
		CONTINUE WHEN target = 'fitclub.payment'::regclass;
		PERFORM fitclub_internal.check_import_references(target);
		PERFORM fitclub_internal.check_import_keys(target);
		IF target = 'fitclub.trainer_availability'::regclass THEN
			PERFORM fitclub_internal.check_import_windows();
		END IF;
		PERFORM fitclub_internal.check_import_promises(target);
		IF target IN ('fitclub.class_schedule'::regclass, 'fitclub.class_registration'::regclass,
			'fitclub.private_session'::regclass)
		THEN
			PERFORM fitclub_internal.check_import_bookings(target);
		END IF;
	END LOOP;
	PERFORM fitclub_internal.check_import_unbilled();
	PERFORM fitclub_internal.check_import_calendar();
	PERFORM fitclub_internal.check_import_references('fitclub.class_registration');
	PERFORM fitclub_internal.check_import_references('fitclub.billing_item');
	PERFORM fitclub_internal.check_import_promises('fitclub.billing_item');
	PERFORM fitclub_internal.check_import_references('fitclub.payment');
	PERFORM fitclub_internal.check_import_keys('fitclub.payment');
	PERFORM fitclub_internal.check_import_payments();
	PERFORM fitclub_internal.settle_import_bills();
	RETURN QUERY
	SELECT p.table_name, p.line, p.rule, p.detail
	FROM pg_temp.import_problem AS p
	JOIN fitclub_internal.import_shape() AS s ON s.target = format('fitclub.%I', p.table_name)::regclass
	ORDER BY s.place, p.line, p.rule, p.detail;
END
$$;

COMMENT ON FUNCTION fitclub_internal.check_import IS
	'Sorts the rows of the import tables into those that can be loaded and those with a problem, and returns these';

CREATE FUNCTION fitclub.find_import_problems()
RETURNS TABLE (
	table_name text,
	line bigint,
	rule text,
	detail text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY SELECT * FROM fitclub_internal.check_import();
	PERFORM fitclub_internal.drop_import_rows();
END
$$;

COMMENT ON FUNCTION fitclub.find_import_problems IS
	'Lists the rows of the import tables that load_import() would refuse, and why; loads nothing';

CREATE FUNCTION fitclub.load_import()
RETURNS TABLE (
	table_name text,
	line bigint,
	rule text,
	detail text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	shape record;
BEGIN
	RETURN QUERY SELECT * FROM fitclub_internal.check_import();
	FOR shape IN
		SELECT s.target, c.relname AS table_name, (
			SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
			FROM pg_attribute AS a
			WHERE a.attrelid = s.target AND a.attnum > 0 AND NOT a.attisdropped
				AND (a.attidentity = '' OR a.attname = ANY (s.column_names))) AS columns,
			s.column_names[1] AS key_column, pg_get_serial_sequence(s.target::text, s.column_names[1]) AS sequence
		FROM fitclub_internal.import_shape() AS s
		JOIN pg_class AS c ON c.oid = s.target
		ORDER BY s.place
	LOOP
		EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM pg_temp.%I ORDER BY line',
			shape.target, shape.columns, 'import_row_' || shape.table_name);
		-- New rows get numbers after these.
		IF shape.sequence IS NOT NULL THEN
			EXECUTE format('SELECT setval(%L, max(%I)) FROM %s HAVING max(%2$I) >= (SELECT last_value FROM %1$s)',
				shape.sequence, shape.key_column, shape.target);
		END IF;
	END LOOP;
	PERFORM fitclub_internal.drop_import_rows();
END
$$;

COMMENT ON FUNCTION fitclub.load_import IS
	'Loads the rows of the import tables but for those that find_import_problems() lists, and lists them';

-- What pg_dump takes along: all data, and where the numbering has got to.
-- One call per statement, owners before what refers to them.

SELECT pg_catalog.pg_extension_config_dump('fitclub.club', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.member', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.member_member_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.trainer', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.trainer_trainer_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.administrative_staff', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.administrative_staff_staff_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.staff_password', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.health_metric', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.health_metric_metric_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.room', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.room_room_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.equipment', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.equipment_equipment_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.equipment_maintenance', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.equipment_maintenance_maintenance_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.trainer_availability', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.trainer_availability_availability_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.private_session', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.private_session_session_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.class_schedule', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.class_schedule_class_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.class_registration', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.class_registration_registration_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.billing_item', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.billing_item_billing_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.payment', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.payment_payment_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.notification', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.notification_notification_id_seq', '');

-- Logins are dumped; what they refer to stands in dumps before them.

SELECT pg_catalog.pg_extension_config_dump('fitclub.login', '');

-- Failed sign-ins, erased members and the audit log are dumped like everything else.

SELECT pg_catalog.pg_extension_config_dump('fitclub.sign_in_failure', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.erased_member', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.audit_log', '');

-- What every column, constraint, index, trigger and policy is for, where the
-- part that makes it does not say so. An upgraded club gets these as well.

-- club

COMMENT ON COLUMN fitclub.club.club_id IS 'Always 1';
COMMENT ON COLUMN fitclub.club.name IS 'The club''s name, which calendars show';
COMMENT ON CONSTRAINT club_one_row ON fitclub.club IS 'There is one row of settings';
COMMENT ON CONSTRAINT club_name_check ON fitclub.club IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT club_time_zone_check ON fitclub.club IS
	'The server lists the time zone, and its name does not stand for a fixed offset instead';
COMMENT ON CONSTRAINT club_currency_check ON fitclub.club IS 'Three capital letters';
COMMENT ON CONSTRAINT club_default_session_price_check ON fitclub.club IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT club_default_class_price_check ON fitclub.club IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT club_cancellation_notice_check ON fitclub.club IS '0 to 360 days';
COMMENT ON CONSTRAINT club_late_cancellation_fee_percent_check ON fitclub.club IS '0 to 100 percent';
COMMENT ON CONSTRAINT club_pkey ON fitclub.club IS 'The key of the only row';
COMMENT ON INDEX fitclub.club_pkey IS 'Look-up by primary key';
COMMENT ON TRIGGER club_replace ON fitclub.club IS
	'An inserted row replaces the settings, so a restored dump brings its own; fires on replicas as well';
COMMENT ON TRIGGER club_audit ON fitclub.club IS
	'Writes an event to the audit log when the settings change; club_replace does so when they are inserted';
COMMENT ON TRIGGER club_audit_truncate ON fitclub.club IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY club_application ON fitclub.club IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY club_reader ON fitclub.club IS 'Everybody with SELECT on the table reads the settings';

-- member

COMMENT ON COLUMN fitclub.member.member_id IS 'Key';
COMMENT ON COLUMN fitclub.member.first_name IS 'Given name';
COMMENT ON COLUMN fitclub.member.last_name IS 'Family name';
COMMENT ON COLUMN fitclub.member.phone_number IS 'Unique; null if unknown';
COMMENT ON COLUMN fitclub.member.date_of_birth IS 'Not before 1900; null if unknown';
COMMENT ON COLUMN fitclub.member.gender IS 'In the member''s own words; null if unknown';
COMMENT ON COLUMN fitclub.member.notes IS 'Whatever else trainers and staff should know; null if nothing';
COMMENT ON COLUMN fitclub.member.joined_at IS
	'When the member joined, which is when the row was made unless it says otherwise';
COMMENT ON CONSTRAINT member_times_check ON fitclub.member IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT member_member_id_check ON fitclub.member IS 'Ids are positive';
COMMENT ON CONSTRAINT member_first_name_check ON fitclub.member IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT member_last_name_check ON fitclub.member IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT member_email_check ON fitclub.member IS 'The e-mail has the form of an address';
COMMENT ON CONSTRAINT member_phone_number_check ON fitclub.member IS
	'Not blank, at most 50 characters, no control characters';
COMMENT ON CONSTRAINT member_date_of_birth_check ON fitclub.member IS 'Nobody was born before 1900';
COMMENT ON CONSTRAINT member_target_weight_check ON fitclub.member IS '0 to 300 kg';
COMMENT ON CONSTRAINT member_pkey ON fitclub.member IS 'A member has one id';
COMMENT ON CONSTRAINT member_gender_check ON fitclub.member IS
	'At most 200 characters, no control characters';
COMMENT ON CONSTRAINT member_notes_check ON fitclub.member IS
	'At most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON INDEX fitclub.member_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.member_email_key IS 'No two members share an e-mail; look-up by e-mail';
COMMENT ON INDEX fitclub.member_phone_number_key IS 'No two members share a phone number; look-up by phone number';
COMMENT ON TRIGGER member_audit ON fitclub.member IS 'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER member_audit_truncate ON fitclub.member IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY member_application ON fitclub.member IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY member_reader ON fitclub.member IS
	'Staff read all members, a member reads their own row, and a trainer reads the members they work with';

-- trainer

COMMENT ON COLUMN fitclub.trainer.trainer_id IS 'Key';
COMMENT ON COLUMN fitclub.trainer.first_name IS 'Given name';
COMMENT ON COLUMN fitclub.trainer.last_name IS 'Family name';
COMMENT ON COLUMN fitclub.trainer.phone_number IS 'Null if unknown';
COMMENT ON COLUMN fitclub.trainer.specialization IS 'What the trainer teaches; null if nothing in particular';
COMMENT ON CONSTRAINT trainer_trainer_id_check ON fitclub.trainer IS 'Ids are positive';
COMMENT ON CONSTRAINT trainer_first_name_check ON fitclub.trainer IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT trainer_last_name_check ON fitclub.trainer IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT trainer_email_check ON fitclub.trainer IS 'The e-mail has the form of an address';
COMMENT ON CONSTRAINT trainer_phone_number_check ON fitclub.trainer IS
	'Not blank, at most 50 characters, no control characters';
COMMENT ON CONSTRAINT trainer_pkey ON fitclub.trainer IS 'A trainer has one id';
COMMENT ON CONSTRAINT trainer_specialization_check ON fitclub.trainer IS
	'At most 200 characters, no control characters';
COMMENT ON INDEX fitclub.trainer_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.trainer_email_key IS 'No two trainers share an e-mail; look-up by e-mail';
COMMENT ON TRIGGER trainer_audit ON fitclub.trainer IS 'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER trainer_audit_truncate ON fitclub.trainer IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY trainer_application ON fitclub.trainer IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY trainer_reader ON fitclub.trainer IS 'Staff read all trainers, and a trainer reads their own row';

-- administrative_staff

COMMENT ON COLUMN fitclub.administrative_staff.staff_id IS 'Key';
COMMENT ON COLUMN fitclub.administrative_staff.first_name IS 'Given name';
COMMENT ON COLUMN fitclub.administrative_staff.last_name IS 'Family name';
COMMENT ON CONSTRAINT administrative_staff_first_name_check ON fitclub.administrative_staff IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT administrative_staff_last_name_check ON fitclub.administrative_staff IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT administrative_staff_email_check ON fitclub.administrative_staff IS
	'The e-mail has the form of an address';
COMMENT ON CONSTRAINT administrative_staff_pkey ON fitclub.administrative_staff IS 'A member of staff has one id';
COMMENT ON INDEX fitclub.administrative_staff_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.administrative_staff_email_key IS
	'No two members of staff share an e-mail; look-up when somebody signs in';
COMMENT ON TRIGGER administrative_staff_forget_identities ON fitclub.administrative_staff IS
	'Sessions check again who they act for when staff change; fires on replicas as well';
COMMENT ON TRIGGER administrative_staff_audit ON fitclub.administrative_staff IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER administrative_staff_audit_truncate ON fitclub.administrative_staff IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY administrative_staff_application ON fitclub.administrative_staff IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY administrative_staff_reader ON fitclub.administrative_staff IS 'Staff read all of it';

-- staff_password

COMMENT ON COLUMN fitclub.staff_password.staff_id IS 'Key: the member of staff';
COMMENT ON COLUMN fitclub.staff_password.changed_at IS 'When the password was last changed';
COMMENT ON CONSTRAINT staff_password_changed_at_check ON fitclub.staff_password IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT staff_password_staff_id_fkey ON fitclub.staff_password IS
	'A password belongs to a member of staff and is deleted with them';
COMMENT ON CONSTRAINT staff_password_verifier_check ON fitclub.staff_password IS
	'A SCRAM-SHA-256 verifier, never a password in plain text';
COMMENT ON CONSTRAINT staff_password_pkey ON fitclub.staff_password IS 'A member of staff has at most one password';
COMMENT ON INDEX fitclub.staff_password_pkey IS 'Look-up by primary key';
COMMENT ON TRIGGER staff_password_audit ON fitclub.staff_password IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER staff_password_audit_truncate ON fitclub.staff_password IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY staff_password_application ON fitclub.staff_password IS
	'Applications and the owner read and write every row; nobody else writes';

-- sign_in_failure

COMMENT ON CONSTRAINT sign_in_failure_failed_at_check ON fitclub.sign_in_failure IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT sign_in_failure_email_hash_check ON fitclub.sign_in_failure IS 'A SHA-256 hash has 32 bytes';
COMMENT ON CONSTRAINT sign_in_failure_failures_check ON fitclub.sign_in_failure IS
	'A row stands for at least one failure';
COMMENT ON CONSTRAINT sign_in_failure_pkey ON fitclub.sign_in_failure IS 'Failures are counted once for each e-mail';
COMMENT ON INDEX fitclub.sign_in_failure_pkey IS 'Look-up by primary key';
COMMENT ON POLICY sign_in_failure_application ON fitclub.sign_in_failure IS
	'Applications and the owner read and write every row; nobody else writes';

-- health_metric

COMMENT ON COLUMN fitclub.health_metric.metric_id IS 'Key';
COMMENT ON COLUMN fitclub.health_metric.member_id IS 'The member who was measured';
COMMENT ON COLUMN fitclub.health_metric.recorded_at IS 'When the measurement was taken';
COMMENT ON CONSTRAINT health_metric_member_id_fkey ON fitclub.health_metric IS
	'A metric belongs to a member and is deleted with them';
COMMENT ON CONSTRAINT health_metric_recorded_at_check ON fitclub.health_metric IS 'The time is finite';
COMMENT ON CONSTRAINT health_metric_weight_check ON fitclub.health_metric IS '1 to 500 kg';
COMMENT ON CONSTRAINT health_metric_height_check ON fitclub.health_metric IS '30 to 300 cm';
COMMENT ON CONSTRAINT health_metric_heart_rate_check ON fitclub.health_metric IS '20 to 300 beats per minute';
COMMENT ON CONSTRAINT health_metric_target_weight_check ON fitclub.health_metric IS '0 to 300 kg';
COMMENT ON CONSTRAINT health_metric_measured_check ON fitclub.health_metric IS 'At least one value is given';
COMMENT ON CONSTRAINT health_metric_pkey ON fitclub.health_metric IS 'A metric has one id';
COMMENT ON INDEX fitclub.health_metric_pkey IS 'Look-up by primary key';
COMMENT ON TRIGGER health_metric_append_only ON fitclub.health_metric IS
	'Refuses UPDATE, and DELETE unless the member is deleted';
COMMENT ON TRIGGER health_metric_no_truncate ON fitclub.health_metric IS 'Refuses TRUNCATE';
COMMENT ON TRIGGER trg_update_member_last_metric ON fitclub.health_metric IS
	'Keeps member.last_metric_at at the latest time recorded';
COMMENT ON TRIGGER health_metric_audit ON fitclub.health_metric IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER health_metric_audit_truncate ON fitclub.health_metric IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY health_metric_application ON fitclub.health_metric IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY health_metric_reader ON fitclub.health_metric IS
	'Staff read all metrics, a member reads their own, and a trainer reads those of the members they work with';

-- room

COMMENT ON COLUMN fitclub.room.room_id IS 'Key';
COMMENT ON COLUMN fitclub.room.name IS 'Unique';
COMMENT ON CONSTRAINT room_room_id_check ON fitclub.room IS 'Ids are positive';
COMMENT ON CONSTRAINT room_primary_trainer_id_fkey ON fitclub.room IS
	'The trainer who looks after the room; nobody once the trainer is deleted';
COMMENT ON CONSTRAINT room_name_check ON fitclub.room IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT room_capacity_check ON fitclub.room IS '1 to 10000 people';
COMMENT ON CONSTRAINT room_pkey ON fitclub.room IS 'A room has one id';
COMMENT ON INDEX fitclub.room_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.room_name_key IS 'No two rooms share a name; look-up by name';
COMMENT ON INDEX fitclub.room_primary_trainer_id_idx IS 'The rooms that a trainer looks after; the foreign key';
COMMENT ON TRIGGER room_guard ON fitclub.room IS 'Refuses a capacity lower than that of the room''s classes';
COMMENT ON TRIGGER room_audit ON fitclub.room IS 'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER room_audit_truncate ON fitclub.room IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY room_application ON fitclub.room IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY room_reader ON fitclub.room IS 'Everybody with SELECT on the table reads all rooms';

-- equipment

COMMENT ON COLUMN fitclub.equipment.equipment_id IS 'Key';
COMMENT ON COLUMN fitclub.equipment.room_id IS 'The room in which it stands';
COMMENT ON COLUMN fitclub.equipment.name IS 'What it is';
COMMENT ON COLUMN fitclub.equipment.notes IS 'Whatever else there is to know; null if nothing';
COMMENT ON COLUMN fitclub.equipment.last_serviced_date IS
	'When it was last serviced, by the club''s clock; null if never or unknown';
COMMENT ON CONSTRAINT equipment_room_id_fkey ON fitclub.equipment IS 'A room with equipment cannot be deleted';
COMMENT ON CONSTRAINT equipment_trainer_id_fkey ON fitclub.equipment IS
	'The trainer responsible; nobody once the trainer is deleted';
COMMENT ON CONSTRAINT equipment_name_check ON fitclub.equipment IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT equipment_status_check ON fitclub.equipment IS 'One of four states';
COMMENT ON CONSTRAINT equipment_last_serviced_date_check ON fitclub.equipment IS 'The date is finite';
COMMENT ON CONSTRAINT equipment_pkey ON fitclub.equipment IS 'A piece of equipment has one id';
COMMENT ON CONSTRAINT equipment_notes_check ON fitclub.equipment IS
	'At most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON INDEX fitclub.equipment_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.equipment_room_id_idx IS 'The equipment of a room; the foreign key';
COMMENT ON INDEX fitclub.equipment_trainer_id_idx IS 'The equipment a trainer is responsible for; the foreign key';
COMMENT ON TRIGGER equipment_audit ON fitclub.equipment IS 'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER equipment_audit_truncate ON fitclub.equipment IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY equipment_application ON fitclub.equipment IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY equipment_reader ON fitclub.equipment IS 'Staff read all of it';

-- equipment_maintenance

COMMENT ON COLUMN fitclub.equipment_maintenance.maintenance_id IS 'Key';
COMMENT ON COLUMN fitclub.equipment_maintenance.equipment_id IS 'The equipment at fault';
COMMENT ON COLUMN fitclub.equipment_maintenance.reported_at IS 'When the fault was reported';
COMMENT ON COLUMN fitclub.equipment_maintenance.description IS 'What is wrong';
COMMENT ON COLUMN fitclub.equipment_maintenance.resolved_at IS 'When it was repaired; null until then';
COMMENT ON CONSTRAINT equipment_maintenance_reported_at_check ON fitclub.equipment_maintenance IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT equipment_maintenance_equipment_id_fkey ON fitclub.equipment_maintenance IS
	'A fault belongs to a piece of equipment and is deleted with it';
COMMENT ON CONSTRAINT equipment_maintenance_staff_id_fkey ON fitclub.equipment_maintenance IS
	'The member of staff who deals with it; nobody once they are deleted';
COMMENT ON CONSTRAINT equipment_maintenance_description_check ON fitclub.equipment_maintenance IS
	'Not blank, at most 2,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT equipment_maintenance_status_check ON fitclub.equipment_maintenance IS 'One of three states';
COMMENT ON CONSTRAINT equipment_maintenance_resolved_at_check ON fitclub.equipment_maintenance IS
	'A resolved fault, and no other, has a finite time at which it was resolved';
COMMENT ON CONSTRAINT equipment_maintenance_pkey ON fitclub.equipment_maintenance IS 'A reported fault has one id';
COMMENT ON INDEX fitclub.equipment_maintenance_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.equipment_maintenance_equipment_id_idx IS
	'The faults of a piece of equipment in order of time; the foreign key';
COMMENT ON INDEX fitclub.equipment_maintenance_staff_id_idx IS
	'The faults a member of staff deals with; the foreign key';
COMMENT ON INDEX fitclub.equipment_maintenance_open_idx IS
	'The faults of a piece of equipment that are not resolved yet';
COMMENT ON TRIGGER equipment_maintenance_audit ON fitclub.equipment_maintenance IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER equipment_maintenance_audit_truncate ON fitclub.equipment_maintenance IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY equipment_maintenance_application ON fitclub.equipment_maintenance IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY equipment_maintenance_reader ON fitclub.equipment_maintenance IS 'Staff read all of it';

-- trainer_availability

COMMENT ON COLUMN fitclub.trainer_availability.availability_id IS 'Key';
COMMENT ON COLUMN fitclub.trainer_availability.trainer_id IS 'The trainer who works then';
COMMENT ON COLUMN fitclub.trainer_availability.start_time IS 'Start of the window';
COMMENT ON CONSTRAINT trainer_availability_trainer_id_fkey ON fitclub.trainer_availability IS
	'A window belongs to a trainer and is deleted with them';
COMMENT ON CONSTRAINT trainer_availability_day_of_week_check ON fitclub.trainer_availability IS '0 Monday to 6 Sunday';
COMMENT ON CONSTRAINT trainer_availability_period_check ON fitclub.trainer_availability IS
	'A window ends after it starts';
COMMENT ON CONSTRAINT trainer_availability_is_recurring_check ON fitclub.trainer_availability IS
	'A window is weekly or has a date';
COMMENT ON CONSTRAINT trainer_availability_available_on_check ON fitclub.trainer_availability IS
	'The date is finite and falls on the day of the week';
COMMENT ON CONSTRAINT trainer_availability_pkey ON fitclub.trainer_availability IS 'A window has one id';
COMMENT ON INDEX fitclub.trainer_availability_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.trainer_availability_day_idx IS
	'A trainer''s windows of a day in order of time; the foreign key';
COMMENT ON TRIGGER trainer_availability_guard ON fitclub.trainer_availability IS
	'Refuses a window that overlaps another one of the same trainer and day';
COMMENT ON TRIGGER trainer_availability_audit ON fitclub.trainer_availability IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER trainer_availability_audit_truncate ON fitclub.trainer_availability IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY trainer_availability_application ON fitclub.trainer_availability IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY trainer_availability_reader ON fitclub.trainer_availability IS
	'Everybody with SELECT on the table reads all windows';

-- private_session

COMMENT ON COLUMN fitclub.private_session.session_id IS 'Key';
COMMENT ON COLUMN fitclub.private_session.member_id IS 'The member who trains';
COMMENT ON COLUMN fitclub.private_session.trainer_id IS 'The trainer who gives the session';
COMMENT ON COLUMN fitclub.private_session.start_time IS 'Start, inclusive';
COMMENT ON COLUMN fitclub.private_session.activity_type IS 'What is trained';
COMMENT ON CONSTRAINT private_session_times_check ON fitclub.private_session IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT private_session_session_id_check ON fitclub.private_session IS 'Ids are positive';
COMMENT ON CONSTRAINT private_session_member_id_fkey ON fitclub.private_session IS
	'A member with sessions cannot be deleted';
COMMENT ON CONSTRAINT private_session_trainer_id_fkey ON fitclub.private_session IS
	'A trainer with sessions cannot be deleted';
COMMENT ON CONSTRAINT private_session_room_id_fkey ON fitclub.private_session IS
	'A room with sessions cannot be deleted';
COMMENT ON CONSTRAINT private_session_period_check ON fitclub.private_session IS
	'The times are finite, in order, at most 27 hours apart and not before 1900 or after 9998';
COMMENT ON CONSTRAINT private_session_activity_type_check ON fitclub.private_session IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT private_session_price_check ON fitclub.private_session IS
	'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT private_session_revision_check ON fitclub.private_session IS 'The count is not negative';
COMMENT ON CONSTRAINT private_session_cancellation_reason_check ON fitclub.private_session IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON COLUMN fitclub.private_session.cancellation_reason IS
	'Why the desk cancelled it, if a reason was given';
COMMENT ON CONSTRAINT private_session_pkey ON fitclub.private_session IS 'A session has one id';
COMMENT ON INDEX fitclub.private_session_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.private_session_room_busy_idx IS 'When a room is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.private_session_trainer_busy_idx IS
	'When a trainer is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.private_session_member_busy_idx IS 'When a member is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.private_session_trainer_cancelled_idx IS
	'A trainer''s cancelled sessions, for calendar_feed()';
COMMENT ON INDEX fitclub.private_session_member_cancelled_idx IS 'A member''s cancelled sessions, for calendar_feed()';
COMMENT ON TRIGGER private_session_direct_write ON fitclub.private_session IS
	'Tells the functions that somebody writes to the table directly';
COMMENT ON TRIGGER private_session_guard ON fitclub.private_session IS
	'Refuses a session that clashes with another booking of its room, trainer or member';
COMMENT ON TRIGGER private_session_revision ON fitclub.private_session IS 'Counts the changes that calendars show';
COMMENT ON TRIGGER private_session_audit ON fitclub.private_session IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER private_session_audit_truncate ON fitclub.private_session IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY private_session_application ON fitclub.private_session IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY private_session_reader ON fitclub.private_session IS
	'Staff read all sessions, and members and trainers read their own';

-- class_schedule

COMMENT ON COLUMN fitclub.class_schedule.class_id IS 'Key';
COMMENT ON COLUMN fitclub.class_schedule.name IS 'What the class is called';
COMMENT ON COLUMN fitclub.class_schedule.trainer_id IS 'The trainer who teaches the class';
COMMENT ON COLUMN fitclub.class_schedule.room_id IS 'The room in which it is held';
COMMENT ON COLUMN fitclub.class_schedule.start_time IS 'Start, inclusive';
COMMENT ON CONSTRAINT class_schedule_times_check ON fitclub.class_schedule IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT class_schedule_class_id_check ON fitclub.class_schedule IS 'Ids are positive';
COMMENT ON CONSTRAINT class_schedule_trainer_id_fkey ON fitclub.class_schedule IS
	'A trainer with classes cannot be deleted';
COMMENT ON CONSTRAINT class_schedule_room_id_fkey ON fitclub.class_schedule IS 'A room with classes cannot be deleted';
COMMENT ON CONSTRAINT class_schedule_name_check ON fitclub.class_schedule IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT class_schedule_period_check ON fitclub.class_schedule IS
	'The times are finite, in order, at most 27 hours apart and not before 1900 or after 9998';
COMMENT ON CONSTRAINT class_schedule_capacity_check ON fitclub.class_schedule IS '1 to 10000 seats';
COMMENT ON CONSTRAINT class_schedule_price_check ON fitclub.class_schedule IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT class_schedule_revision_check ON fitclub.class_schedule IS 'The count is not negative';
COMMENT ON CONSTRAINT class_schedule_cancellation_reason_check ON fitclub.class_schedule IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON COLUMN fitclub.class_schedule.cancellation_reason IS
	'Why the desk cancelled it, if a reason was given';
COMMENT ON CONSTRAINT class_schedule_period_key ON fitclub.class_schedule IS
	'What registrations refer to: their times follow those of the class';
COMMENT ON CONSTRAINT class_schedule_pkey ON fitclub.class_schedule IS 'A class has one id';
COMMENT ON INDEX fitclub.class_schedule_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.class_schedule_period_key IS 'What registrations refer to';
COMMENT ON INDEX fitclub.class_schedule_room_busy_idx IS 'When a room is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.class_schedule_trainer_busy_idx IS 'When a trainer is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.class_schedule_upcoming_idx IS
	'Classes in order of time, for list_upcoming_classes() and week_timetable()';
COMMENT ON INDEX fitclub.class_schedule_trainer_cancelled_idx IS 'A trainer''s cancelled classes, for calendar_feed()';
COMMENT ON TRIGGER class_schedule_direct_write ON fitclub.class_schedule IS
	'Tells the functions that somebody writes to the table directly';
COMMENT ON TRIGGER class_schedule_guard ON fitclub.class_schedule IS
	'Refuses a class that clashes with another booking of its room or trainer, or has too few seats or too many';
COMMENT ON TRIGGER class_schedule_revision ON fitclub.class_schedule IS 'Counts the changes that calendars show';
COMMENT ON TRIGGER class_schedule_audit ON fitclub.class_schedule IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER class_schedule_audit_truncate ON fitclub.class_schedule IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY class_schedule_application ON fitclub.class_schedule IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY class_schedule_reader ON fitclub.class_schedule IS
	'Everybody with SELECT on the table reads all classes';

-- class_registration

COMMENT ON COLUMN fitclub.class_registration.registration_id IS 'Key';
COMMENT ON COLUMN fitclub.class_registration.member_id IS 'The member who has the seat';
COMMENT ON COLUMN fitclub.class_registration.class_id IS 'The class in which the seat is';
COMMENT ON COLUMN fitclub.class_registration.registered_at IS 'When the seat was taken';
COMMENT ON COLUMN fitclub.class_registration.attended IS 'Whether the member came';
COMMENT ON CONSTRAINT class_registration_times_check ON fitclub.class_registration IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT class_registration_member_id_fkey ON fitclub.class_registration IS
	'A member with registrations cannot be deleted';
COMMENT ON CONSTRAINT class_registration_class_id_fkey ON fitclub.class_registration IS
	'A class with registrations cannot be deleted, and their times follow those of the class';
COMMENT ON CONSTRAINT class_registration_price_check ON fitclub.class_registration IS
	'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT class_registration_revision_check ON fitclub.class_registration IS 'The count is not negative';
COMMENT ON CONSTRAINT class_registration_cancellation_reason_check ON fitclub.class_registration IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON COLUMN fitclub.class_registration.cancellation_reason IS
	'Why the desk cancelled it, if a reason was given';
COMMENT ON CONSTRAINT class_registration_pkey ON fitclub.class_registration IS 'A registration has one id';
COMMENT ON INDEX fitclub.class_registration_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.class_registration_once IS
	'A member has at most one seat in a class; the seats of a class that are taken';
COMMENT ON INDEX fitclub.class_registration_member_busy_idx IS
	'When a member is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.class_registration_class_id_idx IS
	'All registrations for a class, cancelled ones included; the foreign key';
COMMENT ON INDEX fitclub.class_registration_attended_idx IS 'The classes a member attended';
COMMENT ON INDEX fitclub.class_registration_member_cancelled_idx IS
	'A member''s cancelled registrations, for calendar_feed()';
COMMENT ON TRIGGER class_registration_direct_write ON fitclub.class_registration IS
	'Tells the functions that somebody writes to the table directly';
COMMENT ON TRIGGER class_registration_guard ON fitclub.class_registration IS
	'Refuses a seat that clashes with another booking of the member, or for which the class has no room';
COMMENT ON TRIGGER class_registration_revision ON fitclub.class_registration IS
	'Counts the changes that calendars show';
COMMENT ON TRIGGER class_registration_audit ON fitclub.class_registration IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER class_registration_audit_truncate ON fitclub.class_registration IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY class_registration_application ON fitclub.class_registration IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY class_registration_reader ON fitclub.class_registration IS
	'Staff read all registrations, a member reads their own, and a trainer reads those for their own classes';

-- billing_item

COMMENT ON COLUMN fitclub.billing_item.billing_id IS 'Key';
COMMENT ON COLUMN fitclub.billing_item.member_id IS 'The member who owes it';
COMMENT ON COLUMN fitclub.billing_item.description IS 'What is billed';
COMMENT ON COLUMN fitclub.billing_item.created_at IS 'When the bill was made';
COMMENT ON COLUMN fitclub.billing_item.updated_at IS 'When a function last changed the bill';
COMMENT ON CONSTRAINT billing_item_times_check ON fitclub.billing_item IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT billing_item_member_id_fkey ON fitclub.billing_item IS 'A member with bills cannot be deleted';
COMMENT ON CONSTRAINT billing_item_class_id_fkey ON fitclub.billing_item IS 'A class with bills cannot be deleted';
COMMENT ON CONSTRAINT billing_item_private_session_id_fkey ON fitclub.billing_item IS
	'A session with a bill cannot be deleted';
COMMENT ON CONSTRAINT billing_item_trainer_id_fkey ON fitclub.billing_item IS 'A trainer with bills cannot be deleted';
COMMENT ON CONSTRAINT billing_item_one_booking_check ON fitclub.billing_item IS
	'A bill is for a class, a session or neither';
COMMENT ON CONSTRAINT billing_item_amount_check ON fitclub.billing_item IS 'More than 0, and less than ten billion';
COMMENT ON CONSTRAINT billing_item_description_check ON fitclub.billing_item IS
	'Not blank, at most 2,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT billing_item_status_check ON fitclub.billing_item IS 'One of five states';
COMMENT ON CONSTRAINT billing_item_paid_at_check ON fitclub.billing_item IS
	'A bill that is or was paid in full, and no other, has the time of it';
COMMENT ON CONSTRAINT billing_item_pkey ON fitclub.billing_item IS 'A bill has one id';
COMMENT ON INDEX fitclub.billing_item_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.billing_item_session_once IS
	'A session has at most one bill; look-up by session; the foreign key';
COMMENT ON INDEX fitclub.billing_item_class_once IS
	'A member has at most one bill for a class that is neither cancelled nor refunded';
COMMENT ON INDEX fitclub.billing_item_member_id_idx IS 'A member''s bills in order of time; the foreign key';
COMMENT ON INDEX fitclub.billing_item_class_id_idx IS 'The bills of a class; the foreign key';
COMMENT ON INDEX fitclub.billing_item_member_open_idx IS 'A member''s open bills, for member_balance()';
COMMENT ON INDEX fitclub.billing_item_trainer_open_idx IS
	'A trainer''s open bills, oldest first, for trainer_schedule()';
COMMENT ON TRIGGER billing_item_guard ON fitclub.billing_item IS 'Refuses an amount lower than what has been paid';
COMMENT ON TRIGGER billing_item_audit ON fitclub.billing_item IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER billing_item_audit_truncate ON fitclub.billing_item IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY billing_item_application ON fitclub.billing_item IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY billing_item_reader ON fitclub.billing_item IS
	'Staff read all bills, a member reads their own, and a trainer reads those for their own work';

-- payment

COMMENT ON COLUMN fitclub.payment.payment_id IS 'Key';
COMMENT ON COLUMN fitclub.payment.billing_id IS 'The bill that was paid';
COMMENT ON COLUMN fitclub.payment.paid_at IS 'When the money was paid or given back';
COMMENT ON COLUMN fitclub.payment.description IS 'What the payer sees of it; null if nothing';
COMMENT ON COLUMN fitclub.payment.notes IS 'What staff noted; null if nothing';
COMMENT ON CONSTRAINT payment_paid_at_check ON fitclub.payment IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT payment_member_id_fkey ON fitclub.payment IS 'A member with payments cannot be deleted';
COMMENT ON CONSTRAINT payment_staff_id_fkey ON fitclub.payment IS
	'A member of staff who took payments cannot be deleted';
COMMENT ON CONSTRAINT payment_billing_id_fkey ON fitclub.payment IS 'A bill with payments cannot be deleted';
COMMENT ON CONSTRAINT payment_amount_check ON fitclub.payment IS 'Not 0, and less than ten billion either way';
COMMENT ON CONSTRAINT payment_payment_type_check ON fitclub.payment IS 'One of six ways to pay';
COMMENT ON CONSTRAINT payment_refund_of_fkey ON fitclub.payment IS 'A payment with refunds cannot be deleted';
COMMENT ON CONSTRAINT payment_refund_of_check ON fitclub.payment IS
	'Money given back, and no other, names the payment that it comes from';
COMMENT ON CONSTRAINT payment_pkey ON fitclub.payment IS 'A payment has one id';
COMMENT ON CONSTRAINT payment_description_check ON fitclub.payment IS
	'At most 2,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT payment_notes_check ON fitclub.payment IS
	'At most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON INDEX fitclub.payment_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.payment_billing_id_idx IS 'The payments on a bill; the foreign key';
COMMENT ON INDEX fitclub.payment_member_id_idx IS 'The payments of a payer; the foreign key';
COMMENT ON INDEX fitclub.payment_staff_id_idx IS 'The payments that a member of staff took; the foreign key';
COMMENT ON INDEX fitclub.payment_refund_of_idx IS 'The refunds of a payment; the foreign key';
COMMENT ON TRIGGER payment_guard ON fitclub.payment IS
	'Refuses payments of more than is owed and refunds of more than was paid';
COMMENT ON TRIGGER payment_audit ON fitclub.payment IS 'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER payment_audit_truncate ON fitclub.payment IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY payment_application ON fitclub.payment IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY payment_reader ON fitclub.payment IS 'Staff read all payments, and members read those they made';

-- notification

COMMENT ON COLUMN fitclub.notification.notification_id IS 'Key';
COMMENT ON COLUMN fitclub.notification.member_id IS 'The member to whom it goes; null if it goes to a trainer';
COMMENT ON COLUMN fitclub.notification.trainer_id IS 'The trainer to whom it goes; null if it goes to a member';
COMMENT ON COLUMN fitclub.notification.message IS 'The text; times in it are by the club''s clock';
COMMENT ON COLUMN fitclub.notification.created_at IS 'When it was written';
COMMENT ON COLUMN fitclub.notification.is_read IS 'Whether it was marked as read';
COMMENT ON CONSTRAINT notification_created_at_check ON fitclub.notification IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT notification_member_id_fkey ON fitclub.notification IS
	'A notification belongs to its recipient and is deleted with them';
COMMENT ON CONSTRAINT notification_trainer_id_fkey ON fitclub.notification IS
	'A notification belongs to its recipient and is deleted with them';
COMMENT ON CONSTRAINT notification_recipient_check ON fitclub.notification IS
	'A notification goes to one member or one trainer';
COMMENT ON CONSTRAINT notification_message_check ON fitclub.notification IS
	'Not blank, at most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT notification_pkey ON fitclub.notification IS 'A notification has one id';
COMMENT ON INDEX fitclub.notification_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.notification_member_id_idx IS 'A member''s notifications in order of time; the foreign key';
COMMENT ON INDEX fitclub.notification_trainer_id_idx IS 'A trainer''s notifications in order of time; the foreign key';
COMMENT ON TRIGGER notification_audit ON fitclub.notification IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER notification_audit_truncate ON fitclub.notification IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY notification_application ON fitclub.notification IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY notification_reader ON fitclub.notification IS
	'Staff read all notifications, and members and trainers read their own';

-- audit_log

COMMENT ON COLUMN fitclub.audit_log.table_name IS 'The table, in schema fitclub';
COMMENT ON COLUMN fitclub.audit_log.application_name IS 'The session''s application_name; null if it has none';
COMMENT ON CONSTRAINT audit_log_version_check ON fitclub.audit_log IS 'Events are counted from 1';
COMMENT ON CONSTRAINT audit_log_action_check ON fitclub.audit_log IS 'One of five kinds of event';
COMMENT ON CONSTRAINT audit_log_old_row_check ON fitclub.audit_log IS
	'A change or deletion, and nothing else, has the row before';
COMMENT ON CONSTRAINT audit_log_new_row_check ON fitclub.audit_log IS
	'A row that is there afterwards, and nothing else, is told';
COMMENT ON CONSTRAINT audit_log_pkey ON fitclub.audit_log IS 'The events of a row are numbered';
COMMENT ON INDEX fitclub.audit_log_pkey IS 'Look-up by primary key';
COMMENT ON TRIGGER audit_log_append_only ON fitclub.audit_log IS 'Refuses UPDATE, DELETE and TRUNCATE';
COMMENT ON TRIGGER audit_log_direct_write ON fitclub.audit_log IS
	'Refuses events from anybody but the owner, who restores them; fires on replicas as well';
COMMENT ON POLICY audit_log_application ON fitclub.audit_log IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY audit_log_reader ON fitclub.audit_log IS 'Staff read the whole log';

-- erased_member

COMMENT ON COLUMN fitclub.erased_member.member_id IS 'Key: the member who was erased';
COMMENT ON CONSTRAINT erased_member_erased_at_check ON fitclub.erased_member IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT erased_member_member_id_fkey ON fitclub.erased_member IS
	'The mark of an erased member is deleted with the member';
COMMENT ON CONSTRAINT erased_member_pkey ON fitclub.erased_member IS 'A member is erased once';
COMMENT ON INDEX fitclub.erased_member_pkey IS 'Look-up by primary key';
COMMENT ON TRIGGER erased_member_audit ON fitclub.erased_member IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER erased_member_audit_truncate ON fitclub.erased_member IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY erased_member_application ON fitclub.erased_member IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY erased_member_reader ON fitclub.erased_member IS 'Staff read all of it';

-- login

COMMENT ON COLUMN fitclub.login.member_id IS 'The member whose login it is; null if it is not a member''s';
COMMENT ON COLUMN fitclub.login.trainer_id IS 'The trainer whose login it is; null if it is not a trainer''s';
COMMENT ON COLUMN fitclub.login.staff_id IS 'The member of staff whose login it is; null if it is not one of staff';
COMMENT ON CONSTRAINT login_member_id_fkey ON fitclub.login IS 'A login belongs to a person and is deleted with them';
COMMENT ON CONSTRAINT login_trainer_id_fkey ON fitclub.login IS 'A login belongs to a person and is deleted with them';
COMMENT ON CONSTRAINT login_staff_id_fkey ON fitclub.login IS 'A login belongs to a person and is deleted with them';
COMMENT ON CONSTRAINT login_person_check ON fitclub.login IS 'A login belongs to one person';
COMMENT ON CONSTRAINT login_pkey ON fitclub.login IS 'A role is the login of at most one person';
COMMENT ON INDEX fitclub.login_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.login_role_id_idx IS 'The person for whom a session acts; a role belongs to one person';
COMMENT ON INDEX fitclub.login_member_id_idx IS 'The logins of a member; the foreign key';
COMMENT ON INDEX fitclub.login_trainer_id_idx IS 'The logins of a trainer; the foreign key';
COMMENT ON INDEX fitclub.login_staff_id_idx IS 'The logins of a member of staff; the foreign key';
COMMENT ON TRIGGER login_stamp ON fitclub.login IS 'Records which role has the name now; fires on replicas as well';
COMMENT ON TRIGGER login_forget_identities ON fitclub.login IS
	'Sessions check again who they act for when logins change; fires on replicas as well';
COMMENT ON TRIGGER login_forget_all_identities ON fitclub.login IS
	'Sessions check again who they act for when all logins are removed; fires on replicas as well';
COMMENT ON TRIGGER login_audit ON fitclub.login IS 'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER login_audit_truncate ON fitclub.login IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY login_application ON fitclub.login IS
	'Applications and the owner read and write every row; nobody else writes';

-- member_latest_metric_view

COMMENT ON COLUMN fitclub.member_latest_metric_view.member_id IS 'The member';
COMMENT ON COLUMN fitclub.member_latest_metric_view.first_name IS 'Given name';
COMMENT ON COLUMN fitclub.member_latest_metric_view.last_name IS 'Family name';
COMMENT ON COLUMN fitclub.member_latest_metric_view.email IS 'Unique without regard to case';
COMMENT ON COLUMN fitclub.member_latest_metric_view.target_weight IS 'Goal in kg; null if there is none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.notes IS
	'Whatever else trainers and staff should know; null if nothing';
COMMENT ON COLUMN fitclub.member_latest_metric_view.last_metric_at IS
	'When the member was last measured; null if never';
COMMENT ON COLUMN fitclub.member_latest_metric_view.weight IS 'kg, by the latest metric; null if it has none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.height IS 'cm, by the latest metric; null if it has none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.heart_rate IS
	'Beats per minute at rest, by the latest metric; null if it has none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.recorded_at IS
	'When the latest metric was recorded; null if there is none';

-- The proof

COMMENT ON COLUMN fitclub.busy_time.rule IS 'The rule that the booking would break if it clashed';
COMMENT ON COLUMN fitclub.busy_time.resource_id IS 'The room, trainer or member that it keeps busy';
COMMENT ON COLUMN fitclub.busy_time.table_name IS 'The table in which the booking stands';
COMMENT ON COLUMN fitclub.busy_time.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.busy_time.start_time IS 'Start, inclusive';
COMMENT ON COLUMN fitclub.busy_time.end_time IS 'End, exclusive';
COMMENT ON COLUMN fitclub.double_booking.rule IS 'The rule that is broken';
COMMENT ON COLUMN fitclub.double_booking.resource_id IS 'The room, trainer or member that is double-booked';
COMMENT ON COLUMN fitclub.double_booking.table_name IS 'The table in which the later booking stands';
COMMENT ON COLUMN fitclub.double_booking.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.double_booking.other_table IS 'The table in which the earlier booking stands';
COMMENT ON COLUMN fitclub.double_booking.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.double_booking.start_time IS 'Start of the later booking';
COMMENT ON COLUMN fitclub.double_booking.end_time IS 'End of the later booking';
COMMENT ON COLUMN fitclub.double_booking.other_start_time IS 'Start of the earlier booking';
COMMENT ON COLUMN fitclub.double_booking.other_end_time IS 'End of the earlier booking';
COMMENT ON COLUMN fitclub.clashing_session.session_id IS 'The session';
COMMENT ON COLUMN fitclub.calendar_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.calendar_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.calendar_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.calendar_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.calendar_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.calendar_violation.detail IS 'What is wrong, in words';
COMMENT ON COLUMN fitclub.value_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.value_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.value_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.value_violation.detail IS 'What is wrong, in words';
COMMENT ON COLUMN fitclub.key_violation.rule IS 'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.key_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.key_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.key_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.key_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.key_violation.detail IS 'What is wrong, in words';
COMMENT ON COLUMN fitclub.reference_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.reference_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.reference_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.reference_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.reference_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.reference_violation.detail IS 'What is wrong, in words';
COMMENT ON COLUMN fitclub.promise_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.promise_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.promise_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.promise_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.promise_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.promise_violation.detail IS 'What is wrong, in words';

-- What protects the data, now that all of it is there.

SELECT fitclub_internal.record_protection();

-- Nobody but the owner has any privilege until it is granted. Only what is new is touched, or
-- open to everybody: a REVOKE in a script of the extension makes all that is
-- granted on the object by then part of the extension, and no dump has it.

DO $$
DECLARE
	object text;
BEGIN
	FOR object IN
		SELECT o.kind || ' ' || o.name
		FROM (
			SELECT 'SCHEMA', n.nspname::text, 'pg_namespace', n.oid, n.nspacl
			FROM pg_catalog.pg_namespace AS n
			WHERE n.nspname = 'fitclub'
			UNION ALL
			SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
				c.oid::pg_catalog.regclass::text, 'pg_class', c.oid, c.relacl
			FROM pg_catalog.pg_class AS c
			WHERE c.relnamespace = 'fitclub'::pg_catalog.regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
			UNION ALL
			SELECT 'ROUTINE', p.oid::pg_catalog.regprocedure::text, 'pg_proc', p.oid,
				coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))
			FROM pg_catalog.pg_proc AS p
			WHERE p.pronamespace::pg_catalog.regnamespace::text IN ('fitclub', 'fitclub_internal')
		) AS o (kind, name, catalog, oid, acl)
		WHERE NOT EXISTS (
				SELECT FROM pg_catalog.pg_init_privs AS i
				WHERE i.classoid = o.catalog::pg_catalog.regclass AND i.objoid = o.oid AND i.objsubid = 0)
			OR EXISTS (SELECT FROM pg_catalog.aclexplode(o.acl) AS a WHERE a.grantee = 0)
	LOOP
		EXECUTE 'REVOKE ALL ON ' || object || ' FROM PUBLIC';
	END LOOP;
END $$;

-- Backends look up their tables again, and whether these are of their library's
-- version, when a schema is changed. Nobody is granted anything on this one.
REVOKE ALL ON SCHEMA fitclub_internal FROM PUBLIC;

-- But what constraints and defaults ask, they ask as the role that writes, and
-- policies as the role that reads. Without USAGE on the schema nobody can call
-- these otherwise.
GRANT EXECUTE ON FUNCTION fitclub_internal.is_booking_period, fitclub_internal.is_instant, fitclub_internal.is_date, fitclub_internal.is_email,
	fitclub_internal.is_time_zone, fitclub_internal.is_text, fitclub_internal.fold,
	fitclub_internal.class_may_exceed_room,
	fitclub_internal.default_session_price, fitclub_internal.default_class_price,
	fitclub_internal.reads_all, fitclub_internal.writes_all, fitclub_internal.own_member_id,
	fitclub_internal.own_trainer_id, fitclub_internal.is_own_trainee, fitclub_internal.is_own_class
	TO PUBLIC;
