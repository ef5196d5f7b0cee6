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
