\echo Use "CREATE EXTENSION fitclub" to load this file. \quit

-- The schema. No IF NOT EXISTS: a schema that someone made beforehand is
-- someone else's, and the installation must stop there.
CREATE SCHEMA fitclub;

COMMENT ON SCHEMA fitclub IS
	'Health and fitness club: members, trainers, rooms, sessions, classes, billing';

-- The value rules that tables and functions share. Each is a C checker that
-- the functions call directly and the CHECK constraints call from here.

CREATE FUNCTION fitclub.is_booking_period(start_time timestamptz, end_time timestamptz)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_booking_period'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.is_booking_period IS
	'Whether two instants bound a booking: both finite, the end after the start, at most 24 hours apart';

CREATE FUNCTION fitclub.is_email(email text)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_email'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.is_email IS
	'Whether a text has the form of an e-mail address';

CREATE FUNCTION fitclub.is_time_zone(time_zone text)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_time_zone'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.is_time_zone IS
	'Whether the server knows a time zone by this name';

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
	CONSTRAINT club_pkey PRIMARY KEY (club_id),
	CONSTRAINT club_one_row CHECK (club_id = 1),
	CONSTRAINT club_name_check CHECK (name ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT club_time_zone_check CHECK (fitclub.is_time_zone(time_zone)),
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
	joined_at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT member_pkey PRIMARY KEY (member_id),
	CONSTRAINT member_member_id_check CHECK (member_id > 0),
	CONSTRAINT member_first_name_check CHECK (first_name ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT member_last_name_check CHECK (last_name ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT member_email_check CHECK (fitclub.is_email(email)),
	CONSTRAINT member_phone_number_check CHECK (phone_number ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT member_date_of_birth_check
		CHECK (date_of_birth >= '1900-01-01' AND isfinite(date_of_birth)),
	CONSTRAINT member_target_weight_check CHECK (target_weight BETWEEN 0 AND 300)
);

CREATE UNIQUE INDEX member_email_key ON fitclub.member (lower(email));

-- Partial, so that a new number is no change of a key: every foreign key check
-- on the member would have to wait for that.
CREATE UNIQUE INDEX member_phone_number_key ON fitclub.member (phone_number)
	WHERE phone_number IS NOT NULL;

COMMENT ON TABLE fitclub.member IS 'People who train at the club';
COMMENT ON COLUMN fitclub.member.email IS 'Unique without regard to case';
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
	CONSTRAINT trainer_first_name_check CHECK (first_name ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT trainer_last_name_check CHECK (last_name ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT trainer_email_check CHECK (fitclub.is_email(email)),
	CONSTRAINT trainer_phone_number_check CHECK (phone_number ~ '[^ \t\n\v\f\r]')
);

CREATE UNIQUE INDEX trainer_email_key ON fitclub.trainer (lower(email));

COMMENT ON TABLE fitclub.trainer IS 'People who give sessions and classes';
COMMENT ON COLUMN fitclub.trainer.email IS 'Unique without regard to case';
COMMENT ON COLUMN fitclub.trainer.is_active IS 'An inactive trainer takes no new work';

CREATE TABLE fitclub.administrative_staff (
	staff_id bigint GENERATED ALWAYS AS IDENTITY,
	first_name text NOT NULL,
	last_name text NOT NULL,
	email text NOT NULL,
	is_active boolean NOT NULL DEFAULT true,
	CONSTRAINT administrative_staff_pkey PRIMARY KEY (staff_id),
	CONSTRAINT administrative_staff_first_name_check CHECK (first_name ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT administrative_staff_last_name_check CHECK (last_name ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT administrative_staff_email_check CHECK (fitclub.is_email(email))
);

CREATE UNIQUE INDEX administrative_staff_email_key
	ON fitclub.administrative_staff (lower(email));

COMMENT ON TABLE fitclub.administrative_staff IS 'People who run the club''s desk';
COMMENT ON COLUMN fitclub.administrative_staff.email IS 'Unique without regard to case';
COMMENT ON COLUMN fitclub.administrative_staff.is_active IS 'Inactive staff cannot sign in';

CREATE TABLE fitclub.staff_password (
	staff_id bigint NOT NULL,
	verifier text NOT NULL,
	changed_at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT staff_password_pkey PRIMARY KEY (staff_id),
	CONSTRAINT staff_password_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE CASCADE,
	CONSTRAINT staff_password_verifier_check CHECK (verifier LIKE 'SCRAM-SHA-256$%')
);

COMMENT ON TABLE fitclub.staff_password IS
	'Password verifiers of staff, apart so that nobody needs a grant on them';
COMMENT ON COLUMN fitclub.staff_password.verifier IS
	'SCRAM-SHA-256 verifier in the server''s own format';

CREATE TABLE fitclub.health_metric (
	metric_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	weight numeric,
	height numeric,
	heart_rate integer,
	target_weight numeric,
	CONSTRAINT health_metric_pkey PRIMARY KEY (metric_id),
	CONSTRAINT health_metric_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE CASCADE,
	CONSTRAINT health_metric_recorded_at_check CHECK (isfinite(recorded_at)),
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

CREATE VIEW fitclub.member_latest_metric_view AS
SELECT m.member_id, m.first_name, m.last_name, m.email, m.target_weight, m.notes,
	m.last_metric_at, h.weight, h.height, h.heart_rate, h.recorded_at
FROM fitclub.member AS m
LEFT JOIN LATERAL (
	SELECT weight, height, heart_rate, recorded_at
	FROM fitclub.health_metric
	WHERE member_id = m.member_id
	ORDER BY recorded_at DESC, metric_id DESC
	LIMIT 1
) AS h ON true;

COMMENT ON VIEW fitclub.member_latest_metric_view IS
	'Every member with the most recent health metric, nulls where there is none';

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
	CONSTRAINT room_name_check CHECK (name ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT room_capacity_check CHECK (capacity BETWEEN 1 AND 10000)
);

-- Partial, so that a new name is no change of a key: every foreign key check on
-- the room would have to wait for that.
CREATE UNIQUE INDEX room_name_key ON fitclub.room (name) WHERE name IS NOT NULL;

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
	CONSTRAINT equipment_name_check CHECK (name ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT equipment_status_check
		CHECK (status IN ('operational', 'under_maintenance', 'out_of_order', 'retired')),
	CONSTRAINT equipment_last_serviced_date_check CHECK (isfinite(last_serviced_date))
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
	reported_at timestamptz NOT NULL DEFAULT now(),
	description text NOT NULL,
	status text NOT NULL DEFAULT 'open',
	resolved_at timestamptz,
	CONSTRAINT equipment_maintenance_pkey PRIMARY KEY (maintenance_id),
	CONSTRAINT equipment_maintenance_equipment_id_fkey FOREIGN KEY (equipment_id)
		REFERENCES fitclub.equipment ON DELETE CASCADE,
	CONSTRAINT equipment_maintenance_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE SET NULL,
	CONSTRAINT equipment_maintenance_description_check CHECK (description ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT equipment_maintenance_status_check
		CHECK (status IN ('open', 'in_progress', 'resolved')),
	CONSTRAINT equipment_maintenance_resolved_at_check
		CHECK ((status = 'resolved') = (resolved_at IS NOT NULL) AND isfinite(resolved_at))
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
		CHECK (isfinite(available_on)
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
	price numeric(12,2) NOT NULL DEFAULT 85,
	is_conflict boolean NOT NULL DEFAULT false,
	cancelled_at timestamptz,
	CONSTRAINT private_session_pkey PRIMARY KEY (session_id),
	CONSTRAINT private_session_session_id_check CHECK (session_id > 0),
	CONSTRAINT private_session_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT private_session_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE RESTRICT,
	CONSTRAINT private_session_room_id_fkey FOREIGN KEY (room_id)
		REFERENCES fitclub.room ON DELETE RESTRICT,
	CONSTRAINT private_session_period_check
		CHECK (fitclub.is_booking_period(start_time, end_time)),
	CONSTRAINT private_session_activity_type_check CHECK (activity_type ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT private_session_price_check CHECK (price BETWEEN 0 AND 9999999999.99)
);

CREATE INDEX private_session_room_busy_idx
	ON fitclub.private_session (room_id, start_time) WHERE cancelled_at IS NULL;
CREATE INDEX private_session_trainer_busy_idx
	ON fitclub.private_session (trainer_id, start_time) WHERE cancelled_at IS NULL;
CREATE INDEX private_session_member_busy_idx
	ON fitclub.private_session (member_id, start_time) WHERE cancelled_at IS NULL;

COMMENT ON TABLE fitclub.private_session IS 'One member with one trainer';
COMMENT ON COLUMN fitclub.private_session.room_id IS 'Null when the session is held online';
COMMENT ON COLUMN fitclub.private_session.end_time IS 'Exclusive';
COMMENT ON COLUMN fitclub.private_session.price IS 'In the club''s currency; 0 is free';
COMMENT ON COLUMN fitclub.private_session.is_conflict IS
	'false for every row the engine admitted; set by check_calendar() on rows that came in past the guard';
COMMENT ON COLUMN fitclub.private_session.cancelled_at IS
	'Null while the session stands; a cancelled one occupies nobody';

CREATE TABLE fitclub.class_schedule (
	class_id bigint GENERATED ALWAYS AS IDENTITY,
	name text NOT NULL,
	trainer_id bigint NOT NULL,
	room_id bigint NOT NULL,
	start_time timestamptz NOT NULL,
	end_time timestamptz NOT NULL,
	capacity integer NOT NULL,
	price numeric(12,2) NOT NULL DEFAULT 50,
	cancelled_at timestamptz,
	may_exceed_room boolean NOT NULL,
	CONSTRAINT class_schedule_pkey PRIMARY KEY (class_id),
	CONSTRAINT class_schedule_class_id_check CHECK (class_id > 0),
	CONSTRAINT class_schedule_period_key UNIQUE (class_id, start_time, end_time),
	CONSTRAINT class_schedule_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE RESTRICT,
	CONSTRAINT class_schedule_room_id_fkey FOREIGN KEY (room_id)
		REFERENCES fitclub.room ON DELETE RESTRICT,
	CONSTRAINT class_schedule_name_check CHECK (name ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT class_schedule_period_check
		CHECK (fitclub.is_booking_period(start_time, end_time)),
	CONSTRAINT class_schedule_capacity_check CHECK (capacity BETWEEN 1 AND 10000),
	CONSTRAINT class_schedule_price_check CHECK (price BETWEEN 0 AND 9999999999.99)
);

CREATE INDEX class_schedule_room_busy_idx
	ON fitclub.class_schedule (room_id, start_time) WHERE cancelled_at IS NULL;
CREATE INDEX class_schedule_trainer_busy_idx
	ON fitclub.class_schedule (trainer_id, start_time) WHERE cancelled_at IS NULL;
CREATE INDEX class_schedule_upcoming_idx
	ON fitclub.class_schedule (start_time) WHERE cancelled_at IS NULL;

COMMENT ON TABLE fitclub.class_schedule IS 'Group classes';
COMMENT ON COLUMN fitclub.class_schedule.end_time IS 'Exclusive';
COMMENT ON COLUMN fitclub.class_schedule.capacity IS 'Seats';
COMMENT ON COLUMN fitclub.class_schedule.price IS 'Per seat, in the club''s currency; 0 is free';
COMMENT ON COLUMN fitclub.class_schedule.cancelled_at IS
	'Null while the class stands; a cancelled one occupies nobody';
COMMENT ON COLUMN fitclub.class_schedule.may_exceed_room IS
	'Whether this class may have more seats than its room: the club''s setting when the class was made';

CREATE FUNCTION fitclub.class_may_exceed_room()
RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT c.allow_class_over_room FROM fitclub.club AS c $$;

COMMENT ON FUNCTION fitclub.class_may_exceed_room IS
	'The club''s present setting, which a new class takes over';

ALTER TABLE fitclub.class_schedule
	ALTER may_exceed_room SET DEFAULT fitclub.class_may_exceed_room();

CREATE TABLE fitclub.class_registration (
	registration_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	class_id bigint NOT NULL,
	start_time timestamptz NOT NULL,
	end_time timestamptz NOT NULL,
	registered_at timestamptz NOT NULL DEFAULT now(),
	attended boolean NOT NULL DEFAULT false,
	cancelled_at timestamptz,
	price numeric(12,2),
	CONSTRAINT class_registration_pkey PRIMARY KEY (registration_id),
	CONSTRAINT class_registration_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT class_registration_class_id_fkey FOREIGN KEY (class_id, start_time, end_time)
		REFERENCES fitclub.class_schedule (class_id, start_time, end_time)
		ON UPDATE CASCADE ON DELETE RESTRICT,
	CONSTRAINT class_registration_price_check CHECK (price BETWEEN 0 AND 9999999999.99),
	CONSTRAINT class_registration_attended_check
		CHECK (NOT attended OR cancelled_at IS NULL)
);

CREATE UNIQUE INDEX class_registration_once
	ON fitclub.class_registration (class_id, member_id) WHERE cancelled_at IS NULL;
CREATE INDEX class_registration_member_busy_idx
	ON fitclub.class_registration (member_id, start_time) WHERE cancelled_at IS NULL;
CREATE INDEX class_registration_class_id_idx
	ON fitclub.class_registration (class_id);
CREATE INDEX class_registration_attended_idx
	ON fitclub.class_registration (member_id) WHERE attended;

COMMENT ON TABLE fitclub.class_registration IS 'A member''s seat in a class';
COMMENT ON COLUMN fitclub.class_registration.start_time IS
	'The class''s start, repeated so that a member''s clashes are one index probe; kept equal by the foreign key';
COMMENT ON COLUMN fitclub.class_registration.end_time IS
	'The class''s end, repeated like start_time';
COMMENT ON COLUMN fitclub.class_registration.cancelled_at IS
	'Null while the seat is held';
COMMENT ON COLUMN fitclub.class_registration.price IS
	'The class''s price when the seat was taken; 0 is free, null the class''s present one';

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
	created_at timestamptz NOT NULL DEFAULT now(),
	updated_at timestamptz NOT NULL DEFAULT now(),
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
	CONSTRAINT billing_item_description_check CHECK (description ~ '[^ \t\n\v\f\r]'),
	CONSTRAINT billing_item_status_check
		CHECK (status IN ('pending', 'partially_paid', 'paid', 'cancelled', 'refunded')),
	CONSTRAINT billing_item_paid_at_check
		CHECK ((paid_at IS NOT NULL) = (status IN ('paid', 'refunded')))
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
	paid_at timestamptz NOT NULL DEFAULT now(),
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
		CHECK (payment_type IN ('cash', 'card', 'bank_transfer', 'cheque', 'online', 'other'))
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
	created_at timestamptz NOT NULL DEFAULT now(),
	is_read boolean NOT NULL DEFAULT false,
	CONSTRAINT notification_pkey PRIMARY KEY (notification_id),
	CONSTRAINT notification_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE CASCADE,
	CONSTRAINT notification_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE CASCADE,
	CONSTRAINT notification_recipient_check CHECK (num_nonnulls(member_id, trainer_id) = 1),
	CONSTRAINT notification_message_check CHECK (message ~ '[^ \t\n\v\f\r]')
);

CREATE INDEX notification_member_id_idx ON fitclub.notification (member_id, created_at)
	WHERE member_id IS NOT NULL;
CREATE INDEX notification_trainer_id_idx ON fitclub.notification (trainer_id, created_at)
	WHERE trainer_id IS NOT NULL;

COMMENT ON TABLE fitclub.notification IS
	'Messages to a member or a trainer, written with the change they tell of';

-- Guards: what holds on every path. They only look and refuse, read no clock
-- and fire as ordinary triggers, so that a restore passes through them. The
-- two that do more say so.

CREATE FUNCTION fitclub.announce_direct_write() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_announce_direct_write'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub.announce_direct_write IS
	'Trigger: tells the functions that somebody writes to the calendar directly, so that their rows are guarded as well';

CREATE TRIGGER private_session_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.private_session
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub.announce_direct_write();
CREATE TRIGGER class_schedule_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.class_schedule
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub.announce_direct_write();
CREATE TRIGGER class_registration_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.class_registration
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub.announce_direct_write();

CREATE FUNCTION fitclub.guard_private_session() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_private_session'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub.guard_private_session IS
	'Trigger: no room, trainer or member is double-booked by a private session';

CREATE TRIGGER private_session_guard
	AFTER INSERT OR UPDATE ON fitclub.private_session
	FOR EACH ROW EXECUTE FUNCTION fitclub.guard_private_session();

CREATE FUNCTION fitclub.guard_class_schedule() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_class_schedule'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub.guard_class_schedule IS
	'Trigger: no room or trainer is double-booked by a class; its roster fits its capacity and its capacity its room';

CREATE TRIGGER class_schedule_guard
	AFTER INSERT OR UPDATE ON fitclub.class_schedule
	FOR EACH ROW EXECUTE FUNCTION fitclub.guard_class_schedule();

CREATE FUNCTION fitclub.guard_class_registration() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_class_registration'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub.guard_class_registration IS
	'Trigger: no member is double-booked by a registration, no class overfull, no cancelled class joined';

CREATE TRIGGER class_registration_guard
	AFTER INSERT OR UPDATE ON fitclub.class_registration
	FOR EACH ROW EXECUTE FUNCTION fitclub.guard_class_registration();

CREATE FUNCTION fitclub.guard_room() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_room'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub.guard_room IS
	'Trigger: a room''s capacity is not lowered below that of its classes';

CREATE TRIGGER room_guard
	AFTER UPDATE ON fitclub.room
	FOR EACH ROW WHEN (new.capacity < old.capacity)
	EXECUTE FUNCTION fitclub.guard_room();

CREATE FUNCTION fitclub.guard_trainer_availability() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_trainer_availability'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub.guard_trainer_availability IS
	'Trigger: windows of one trainer on one day never overlap';

CREATE TRIGGER trainer_availability_guard
	AFTER INSERT OR UPDATE ON fitclub.trainer_availability
	FOR EACH ROW EXECUTE FUNCTION fitclub.guard_trainer_availability();

CREATE FUNCTION fitclub.guard_payment() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_payment'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub.guard_payment IS
	'Trigger: nobody pays more than is owed or gets back more than was paid';

CREATE TRIGGER payment_guard
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.payment
	FOR EACH ROW EXECUTE FUNCTION fitclub.guard_payment();

CREATE FUNCTION fitclub.guard_billing_item() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_billing_item'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub.guard_billing_item IS
	'Trigger: a bill is not lowered below what was paid of it';

CREATE TRIGGER billing_item_guard
	AFTER UPDATE ON fitclub.billing_item
	FOR EACH ROW WHEN (new.amount < old.amount)
	EXECUTE FUNCTION fitclub.guard_billing_item();

CREATE FUNCTION fitclub.keep_health_metric() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_keep_health_metric'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub.keep_health_metric IS
	'Trigger: health metrics are append-only and deleted only with their member';

CREATE TRIGGER health_metric_append_only
	BEFORE UPDATE OR DELETE ON fitclub.health_metric
	FOR EACH ROW EXECUTE FUNCTION fitclub.keep_health_metric();

CREATE TRIGGER health_metric_no_truncate
	BEFORE TRUNCATE ON fitclub.health_metric
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub.keep_health_metric();

-- Writes, but a restore is not changed by it: the latest time only moves on.
CREATE FUNCTION fitclub.update_member_last_metric() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_update_member_last_metric'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub.update_member_last_metric IS
	'Trigger: member.last_metric_at is the greatest recorded_at seen';

CREATE TRIGGER trg_update_member_last_metric
	AFTER INSERT ON fitclub.health_metric
	FOR EACH ROW EXECUTE FUNCTION fitclub.update_member_last_metric();

-- Writes, so that a restored row takes the place of the one that CREATE
-- EXTENSION has just put there. ALWAYS: a parallel restore runs as a replica.
CREATE FUNCTION fitclub.replace_club() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_replace_club'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub.replace_club IS
	'Trigger: an inserted row of settings replaces the one there was';

CREATE TRIGGER club_replace
	BEFORE INSERT ON fitclub.club
	FOR EACH ROW EXECUTE FUNCTION fitclub.replace_club();
ALTER TABLE fitclub.club ENABLE ALWAYS TRIGGER club_replace;

INSERT INTO fitclub.club DEFAULT VALUES;

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
AS 'MODULE_PATHNAME', 'fitclub_update_club'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_club IS
	'Changes the club''s settings that are given; returns the club''s id';

CREATE FUNCTION fitclub.require_id(
	kind text,
	id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_require_id'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.require_id IS
	'Returns the id, or raises P0002 when there is no such member, trainer, room, ... (kind is the table''s name)';

-- Members, trainers and health metrics.

CREATE FUNCTION fitclub.create_member(
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

CREATE FUNCTION fitclub.update_member(
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

CREATE FUNCTION fitclub.log_health_metric(
	member_id bigint,
	weight numeric DEFAULT NULL,
	height numeric DEFAULT NULL,
	heart_rate integer DEFAULT NULL,
	target_weight numeric DEFAULT NULL,
	recorded_at timestamptz DEFAULT now())
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_log_health_metric'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.log_health_metric IS
	'Appends a health metric (kg, cm, bpm, kg) and returns its id; the goal defaults to the member''s';

CREATE FUNCTION fitclub.create_trainer(
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

CREATE FUNCTION fitclub.update_trainer(
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

-- Rooms, equipment and faults.

CREATE FUNCTION fitclub.create_room(
	name text,
	capacity integer,
	primary_trainer_id bigint DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_create_room'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_room IS
	'Adds a room (capacity in people) and returns its id';

CREATE FUNCTION fitclub.update_room(
	room_id bigint,
	name text DEFAULT NULL,
	capacity integer DEFAULT NULL,
	primary_trainer_id bigint DEFAULT NULL,
	clear text[] DEFAULT '{}')
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_room'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_room IS
	'Changes a room''s columns that are given and empties those named in clear';

CREATE FUNCTION fitclub.add_equipment(
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

CREATE FUNCTION fitclub.update_equipment(
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

CREATE FUNCTION fitclub.report_issue(
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
	'Reports a fault of a piece of equipment and returns the issue''s id; may put the equipment out of order';

CREATE FUNCTION fitclub.update_issue(
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

CREATE FUNCTION fitclub.resolve_issue(
	maintenance_id bigint,
	staff_id bigint DEFAULT NULL,
	resolved_at timestamptz DEFAULT now())
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_resolve_issue'
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
AS 'MODULE_PATHNAME', 'fitclub_set_availability'
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
AS 'MODULE_PATHNAME', 'fitclub_update_availability'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_availability IS
	'Moves a window; refused when an upcoming booking needs the old one';

CREATE FUNCTION fitclub.remove_availability(
	availability_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_remove_availability'
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
AS 'MODULE_PATHNAME', 'fitclub_book_session'
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
AS 'MODULE_PATHNAME', 'fitclub_reschedule_session'
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
AS 'MODULE_PATHNAME', 'fitclub_reassign_session'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.reassign_session IS
	'Gives a private session another room, another time or both, by the rules of rescheduling';

CREATE FUNCTION fitclub.cancel_session(
	session_id bigint,
	waive_fee boolean DEFAULT false)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_cancel_session'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_session IS
	'Cancels a private session and its unpaid bill; a late one may cost the club''s fee unless it is waived';

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
AS 'MODULE_PATHNAME', 'fitclub_create_class'
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
AS 'MODULE_PATHNAME', 'fitclub_update_class'
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
AS 'MODULE_PATHNAME', 'fitclub_reschedule_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.reschedule_class IS
	'Moves a class and its registrations; members who would clash make it fail, or lose their seat when on_member_conflict is ''cancel''';

CREATE FUNCTION fitclub.substitute_trainer(
	class_id bigint,
	trainer_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_substitute_trainer'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.substitute_trainer IS
	'Gives a class another trainer';

CREATE FUNCTION fitclub.cancel_class(
	class_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_cancel_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_class IS
	'Cancels a class, its registrations and their unpaid bills';

CREATE FUNCTION fitclub.register_for_class(
	member_id bigint,
	class_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_register_for_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.register_for_class IS
	'Takes a seat in a class with its bill and returns the registration''s id';

CREATE FUNCTION fitclub.cancel_registration(
	registration_id bigint,
	waive_fee boolean DEFAULT false)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_cancel_registration'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_registration IS
	'Gives a seat back and cancels its unpaid bill; a late one may cost the club''s fee unless it is waived';

CREATE FUNCTION fitclub.record_attendance(
	registration_id bigint,
	attended boolean DEFAULT true)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_record_attendance'
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
AS 'MODULE_PATHNAME', 'fitclub_create_billing_item'
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
AS 'MODULE_PATHNAME', 'fitclub_record_payment'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.record_payment IS
	'Records money received for a bill and returns the payment''s id; the payer defaults to the member billed';

CREATE FUNCTION fitclub.cancel_billing_item(
	billing_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_cancel_billing_item'
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
AS 'MODULE_PATHNAME', 'fitclub_refund_payment'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.refund_payment IS
	'Gives back a payment, or part of it, and returns the refund''s id; a null amount is all that is left of it';

-- Notifications.

CREATE FUNCTION fitclub.mark_notification_read(
	notification_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_mark_notification_read'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.mark_notification_read IS
	'Marks a notification as read';

-- The dry run of a booking.

CREATE FUNCTION fitclub.find_conflicts(
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
AS 'MODULE_PATHNAME', 'fitclub_find_conflicts'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.find_conflicts IS
	'Every rule that a booking would break, as rows, without raising or waiting';

-- Readers. Each first makes sure that the id exists, in a statement of its own
-- because the planner may skip a join partner but never a statement. Bookings
-- are at most 24 hours long, so those that reach into a period start less than
-- 24 hours before it: that bounds every index scan, however long the history.

CREATE FUNCTION fitclub.health_history(
	member_id bigint,
	max_rows integer DEFAULT 20,
	before timestamptz DEFAULT 'infinity')
RETURNS TABLE (
	metric_id bigint,
	recorded_at timestamptz,
	weight numeric,
	height numeric,
	heart_rate integer,
	target_weight numeric)
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub.require_id('member', health_history.member_id);

	SELECT h.metric_id, h.recorded_at, h.weight, h.height, h.heart_rate, h.target_weight
	FROM fitclub.health_metric AS h
	WHERE h.member_id = health_history.member_id
		AND h.recorded_at < coalesce(health_history.before, 'infinity')
	ORDER BY h.recorded_at DESC, h.metric_id DESC
	LIMIT health_history.max_rows
$$;

COMMENT ON FUNCTION fitclub.health_history IS
	'A member''s health metrics recorded before an instant, newest first; a null max_rows is all of them';

CREATE FUNCTION fitclub.list_upcoming_classes(
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
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
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

CREATE FUNCTION fitclub.member_balance(
	member_id bigint)
RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub.require_id('member', member_balance.member_id);

	SELECT round(coalesce(sum(b.amount - coalesce((
			SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id
		), 0)), 0), 2)
	FROM fitclub.billing_item AS b
	WHERE b.member_id = member_balance.member_id
		AND b.status IN ('pending', 'partially_paid')
$$;

COMMENT ON FUNCTION fitclub.member_balance IS
	'What a member owes: the unpaid part of the open bills';

CREATE FUNCTION fitclub.member_statement(
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
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub.require_id('member', member_statement.member_id);

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

CREATE FUNCTION fitclub.member_dashboard(
	member_id bigint)
RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub.require_id('member', member_dashboard.member_id);

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
					AND p.start_time > now() - interval '24 hours'
					AND p.end_time > now()
				ORDER BY p.start_time, p.session_id
				LIMIT 20
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
					AND p.start_time > now() - interval '24 hours'
					AND p.end_time > now()
				ORDER BY p.start_time, p.registration_id
				LIMIT 20
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

CREATE FUNCTION fitclub.trainer_schedule(
	trainer_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT now() + interval '7 days')
RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub.require_id('trainer', trainer_schedule.trainer_id);

	WITH session AS MATERIALIZED (
		SELECT s.*
		FROM fitclub.private_session AS s
		WHERE s.trainer_id = trainer_schedule.trainer_id
			AND s.cancelled_at IS NULL
			AND s.start_time > coalesce(trainer_schedule.from_time, now()) - interval '24 hours'
			AND s.start_time < coalesce(trainer_schedule.to_time, now() + interval '7 days')
			AND s.end_time > coalesce(trainer_schedule.from_time, now())
			AND coalesce(trainer_schedule.from_time, now())
				< coalesce(trainer_schedule.to_time, now() + interval '7 days')
	),
	class AS MATERIALIZED (
		SELECT c.*
		FROM fitclub.class_schedule AS c
		WHERE c.trainer_id = trainer_schedule.trainer_id
			AND c.cancelled_at IS NULL
			AND c.start_time > coalesce(trainer_schedule.from_time, now()) - interval '24 hours'
			AND c.start_time < coalesce(trainer_schedule.to_time, now() + interval '7 days')
			AND c.end_time > coalesce(trainer_schedule.from_time, now())
			AND coalesce(trainer_schedule.from_time, now())
				< coalesce(trainer_schedule.to_time, now() + interval '7 days')
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
				ORDER BY o.created_at, o.billing_id
				LIMIT 100
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
	'A trainer''s sessions and classes between two instants with their payments, the oldest 100 open bills, and open issues of equipment in the trainer''s care';

CREATE FUNCTION fitclub.lookup_members(
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
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub.require_id('trainer', lookup_members.trainer_id);

	SELECT v.member_id, v.first_name, v.last_name, v.email, v.target_weight, v.notes,
		v.last_metric_at, v.weight, v.height, v.heart_rate, v.recorded_at
	FROM fitclub.member_latest_metric_view AS v
	WHERE v.member_id IN (
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
		-- Not LIKE: what a user types has no wildcards. The full name has the others in it.
		AND strpos(lower(v.first_name || ' ' || v.last_name),
			lower(coalesce(lookup_members.name, ''))) > 0
	ORDER BY v.last_name, v.first_name, v.member_id
$$;

COMMENT ON FUNCTION fitclub.lookup_members IS
	'The members a trainer works with whose name contains a text, with goal and latest metric';

CREATE FUNCTION fitclub.room_bookings(
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
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub.require_id('room', room_bookings.room_id);

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
			AND s.start_time > coalesce(room_bookings.from_time, now()) - interval '24 hours'
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
			AND c.start_time > coalesce(room_bookings.from_time, now()) - interval '24 hours'
			AND c.start_time < coalesce(room_bookings.to_time, 'infinity')
			AND c.end_time > coalesce(room_bookings.from_time, now())
	) AS b
	JOIN fitclub.trainer AS t ON t.trainer_id = b.trainer_id
	WHERE coalesce(room_bookings.from_time, now()) < coalesce(room_bookings.to_time, 'infinity')
	ORDER BY b.start_time, b.kind, b.booking_id
$$;

COMMENT ON FUNCTION fitclub.room_bookings IS
	'What takes place in a room between two instants, earliest first';

-- The proof: every broken rule in the stored data, by plain SQL that shares no
-- code with the engine. No function of fitclub is called up to check_calendar().

CREATE VIEW fitclub.busy_time AS
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
-- and OFFSET 0 keeps that a look-up by index rather than a join of all. A pass
-- per rule, as sorting by a number is twice as fast as by text and number.
CREATE VIEW fitclub.double_booking AS
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
CROSS JOIN LATERAL (
	SELECT b.table_name, b.row_id, b.start_time, b.end_time
	FROM fitclub.busy_time AS b
	WHERE b.rule = later.rule
		AND b.resource_id = later.resource_id
		AND b.start_time > later.start_time - interval '24 hours'
		AND b.start_time <= later.start_time
		AND b.end_time > later.start_time
		AND (b.start_time, b.table_name, b.row_id)
			< (later.start_time, later.table_name, later.row_id)
	OFFSET 0
) AS earlier
WHERE later.busy_until > later.start_time;

COMMENT ON VIEW fitclub.double_booking IS
	'Every two bookings of one room, trainer or member that overlap, each pair once';

CREATE VIEW fitclub.clashing_session AS
SELECT DISTINCT booking.row_id AS session_id
FROM fitclub.double_booking AS d
CROSS JOIN LATERAL (
	VALUES (d.table_name, d.row_id), (d.other_table, d.other_row_id)
) AS booking (table_name, row_id)
WHERE booking.table_name = 'private_session';

COMMENT ON VIEW fitclub.clashing_session IS
	'Private sessions that overlap another booking of their room, trainer or member';

CREATE VIEW fitclub.calendar_violation AS
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
	format('trainer %s does not work all of %s to %s (%s)',
		b.resource_id, wall.starts, wall.ends, club.time_zone)
FROM fitclub.club AS club
JOIN fitclub.busy_time AS b
	ON b.rule = 'trainer_double_booked' AND b.end_time > now()
CROSS JOIN LATERAL (
	SELECT b.start_time AT TIME ZONE club.time_zone AS starts,
		b.end_time AT TIME ZONE club.time_zone AS ends
) AS wall
WHERE NOT coalesce((
	SELECT range_agg(tsrange(day.midnight::date + w.start_time, day.midnight::date + w.end_time))
		@> tsrange(least(wall.starts, wall.ends), greatest(wall.starts, wall.ends),
			CASE WHEN wall.starts = wall.ends THEN '[]' ELSE '[)' END)
	FROM generate_series(
		date_trunc('day', least(wall.starts, wall.ends)),
		greatest(wall.starts, wall.ends), interval '1 day') AS day (midnight)
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
	format('the bill is %s, member %s has no seat in class %s any more',
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

CREATE FUNCTION fitclub.mark_conflicts()
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_mark_conflicts'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.mark_conflicts IS
	'Makes private_session.is_conflict say which sessions clash; does nothing in a read-only transaction';

CREATE FUNCTION fitclub.check_calendar()
RETURNS TABLE (
	rule text,
	table_name text,
	row_id bigint,
	other_table text,
	other_row_id bigint,
	detail text)
LANGUAGE sql VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off -- compiling so many branches takes longer than running them
AS $$
	SELECT fitclub.mark_conflicts();

	SELECT v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id, v.detail
	FROM fitclub.calendar_violation AS v
	ORDER BY v.rule, v.row_id, v.other_row_id
$$;

COMMENT ON FUNCTION fitclub.check_calendar IS
	'Lists every broken rule in the stored data and marks the sessions that clash; no rows is the proof that there is none';

-- The week on one page.

CREATE FUNCTION fitclub.require_choice(
	argument text,
	value text,
	choices text[])
RETURNS text
AS 'MODULE_PATHNAME', 'fitclub_require_choice'
LANGUAGE c IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.require_choice IS
	'Returns the value of an argument, or raises 22023 when it is none of the choices and 22004 when it is null';

-- Trainers, not rooms, lead to the sessions, as online ones have no room. A
-- slot is one hour, by the clock on the wall, that an item touches; hours are
-- counted off in real time, so that a day of 23 or 25 has the right ones.
CREATE FUNCTION fitclub.week_timetable(
	start_date date,
	across text DEFAULT 'room')
RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off -- compiling the query takes longer than running it
AS $$
	SELECT fitclub.require_choice('across', week_timetable.across, ARRAY['room', 'trainer']);

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
			AND s.start_time > n.from_time - interval '24 hours'
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
			AND c.start_time > n.from_time - interval '24 hours'
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
				SELECT generate_series(i.start_time, i.end_time, interval '30 minutes')
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

CREATE FUNCTION fitclub.start_demo()
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_start_demo'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.start_demo IS
	'Marks an empty club as a demo, or refuses when it has any members, trainers, rooms or staff; used by seed_demo()';

CREATE FUNCTION fitclub.clear_data(
	even_if_real boolean DEFAULT false)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_clear_data'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.clear_data IS
	'Empties everything but the club''s settings; refused outside a demo unless even_if_real is true';


CREATE FUNCTION fitclub.demo_date(
	start_date date,
	day integer)
RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT date '2000-01-03' + demo_date.day
		-- Whole weeks from a Monday; an infinite date raises.
		+ (coalesce(demo_date.start_date, now()::date) - date '2000-01-03') / 7 * 7
$$;

COMMENT ON FUNCTION fitclub.demo_date IS
	'A day of the demo''s week, 0 being the Monday of the week of start_date; used by seed_demo()';

-- Everything but old metrics goes in by the functions that applications call,
-- by the clock on the club's wall, and is found again by e-mail, name and time.
CREATE FUNCTION fitclub.seed_demo(
	start_date date DEFAULT now()::date)
RETURNS void
LANGUAGE sql VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub.start_demo();

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
		(fitclub.demo_date(seed_demo.start_date, p.position - 7 * w.weeks_ago) + time '08:30')
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

	SELECT fitclub.set_availability(t.trainer_id, NULL, '10:00', '13:00',
		fitclub.demo_date(seed_demo.start_date, 5))
	FROM fitclub.trainer AS t
	WHERE t.email = 'omar.ali@example.com';

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
		last_serviced_date => fitclub.demo_date(seed_demo.start_date, -p.days_ago))
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

	SELECT fitclub.book_session(m.member_id, t.trainer_id, r.room_id,
		(fitclub.demo_date(seed_demo.start_date, p.day) + p.start_time) AT TIME ZONE c.time_zone,
		(fitclub.demo_date(seed_demo.start_date, p.day) + p.end_time) AT TIME ZONE c.time_zone,
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

	SELECT fitclub.cancel_session(s.session_id)
	FROM fitclub.private_session AS s
	JOIN fitclub.member AS m ON m.member_id = s.member_id
	WHERE m.email = 'ben.cole@example.com'
	ORDER BY s.start_time DESC
	LIMIT 1;

	-- The first is last week's, so that somebody has come to something.
	SELECT fitclub.create_class(p.name, t.trainer_id, r.room_id,
		(fitclub.demo_date(seed_demo.start_date, p.day) + p.start_time) AT TIME ZONE c.time_zone,
		(fitclub.demo_date(seed_demo.start_date, p.day) + p.end_time) AT TIME ZONE c.time_zone,
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
			= fitclub.demo_date(seed_demo.start_date, p.day)
	ORDER BY p.day, m.member_id;

	SELECT fitclub.record_attendance(g.registration_id)
	FROM fitclub.class_registration AS g
	JOIN fitclub.member AS m ON m.member_id = g.member_id
	CROSS JOIN fitclub.club AS c
	WHERE (g.start_time AT TIME ZONE c.time_zone)::date
			= fitclub.demo_date(seed_demo.start_date, -7)
		AND m.email <> 'ben.cole@example.com'
	ORDER BY g.registration_id;

	-- Last week's seats and two of this week's are paid for at the desk.
	SELECT fitclub.record_payment(b.billing_id, b.amount, 'cash', f.staff_id)
	FROM fitclub.billing_item AS b
	JOIN fitclub.class_schedule AS s ON s.class_id = b.class_id
	JOIN fitclub.member AS m ON m.member_id = b.member_id
	CROSS JOIN fitclub.administrative_staff AS f
	CROSS JOIN fitclub.club AS c
	WHERE (s.start_time AT TIME ZONE c.time_zone)::date
			= fitclub.demo_date(seed_demo.start_date, -7)
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
		AND s.start_time = (fitclub.demo_date(seed_demo.start_date, 0) + p.start_time)
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
$$;

COMMENT ON FUNCTION fitclub.seed_demo IS
	'Fills an empty club with people, places and bookings for the week (Monday to Sunday) of start_date; the desk''s password is fitclub-demo';

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

-- Nothing is anybody's until it is granted.

REVOKE ALL ON SCHEMA fitclub FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA fitclub FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA fitclub FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA fitclub FROM PUBLIC;
