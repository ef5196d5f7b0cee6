-- Group classes and their seats. The partial indexes on (resource, start_time)
-- are what the engine probes.

CREATE TABLE fitclub.class_schedule (
	class_id bigint GENERATED ALWAYS AS IDENTITY,
	name text NOT NULL,
	trainer_id bigint NOT NULL,
	room_id bigint NOT NULL,
	start_time timestamptz NOT NULL,
	end_time timestamptz NOT NULL,
	capacity integer NOT NULL,
	price numeric(12,2) NOT NULL DEFAULT fitclub_internal.default_class_price(),
	cancelled_at timestamptz,
	may_exceed_room boolean NOT NULL DEFAULT fitclub_internal.class_may_exceed_room(),
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
COMMENT ON COLUMN fitclub.class_schedule.class_id IS 'Key';
COMMENT ON COLUMN fitclub.class_schedule.name IS 'What the class is called';
COMMENT ON COLUMN fitclub.class_schedule.trainer_id IS 'The trainer who teaches the class';
COMMENT ON COLUMN fitclub.class_schedule.room_id IS 'The room in which it is held';
COMMENT ON COLUMN fitclub.class_schedule.start_time IS 'Start, inclusive';
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
COMMENT ON COLUMN fitclub.class_schedule.cancellation_reason IS
	'Why the desk cancelled it, if a reason was given';
COMMENT ON CONSTRAINT class_schedule_pkey ON fitclub.class_schedule IS 'A class has one id';
COMMENT ON CONSTRAINT class_schedule_class_id_check ON fitclub.class_schedule IS 'Ids are positive';
COMMENT ON CONSTRAINT class_schedule_period_key ON fitclub.class_schedule IS
	'What registrations refer to: their times follow those of the class';
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
COMMENT ON CONSTRAINT class_schedule_times_check ON fitclub.class_schedule IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.class_schedule_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.class_schedule_period_key IS 'What registrations refer to';
COMMENT ON INDEX fitclub.class_schedule_room_busy_idx IS 'When a room is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.class_schedule_trainer_busy_idx IS 'When a trainer is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.class_schedule_upcoming_idx IS
	'Classes in order of time, for list_upcoming_classes() and week_timetable()';
COMMENT ON INDEX fitclub.class_schedule_trainer_cancelled_idx IS 'A trainer''s cancelled classes, for calendar_feed()';

CREATE TRIGGER class_schedule_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.class_schedule
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.announce_direct_write();
COMMENT ON TRIGGER class_schedule_direct_write ON fitclub.class_schedule IS
	'Tells the functions that somebody writes to the table directly';

CREATE TRIGGER class_schedule_guard
	AFTER INSERT OR UPDATE ON fitclub.class_schedule
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_class_schedule();
COMMENT ON TRIGGER class_schedule_guard ON fitclub.class_schedule IS
	'Refuses a class that clashes with another booking of its room or trainer, or has too few seats or too many';

CREATE POLICY class_schedule_reader ON fitclub.class_schedule FOR SELECT
	USING (true);
COMMENT ON POLICY class_schedule_reader ON fitclub.class_schedule IS
	'Everybody with SELECT on the table reads all classes';

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
COMMENT ON COLUMN fitclub.class_registration.registration_id IS 'Key';
COMMENT ON COLUMN fitclub.class_registration.member_id IS 'The member who has the seat';
COMMENT ON COLUMN fitclub.class_registration.class_id IS 'The class in which the seat is';
COMMENT ON COLUMN fitclub.class_registration.start_time IS
	'The class''s start, repeated so that a member''s clashes are one index probe; kept equal by the foreign key';
COMMENT ON COLUMN fitclub.class_registration.end_time IS
	'The class''s end, repeated like start_time';
COMMENT ON COLUMN fitclub.class_registration.registered_at IS 'When the seat was taken';
COMMENT ON COLUMN fitclub.class_registration.attended IS 'Whether the member came';
COMMENT ON COLUMN fitclub.class_registration.cancelled_at IS
	'Null while the seat is held';
COMMENT ON COLUMN fitclub.class_registration.price IS
	'The class''s price when the seat was taken; 0 is free, null the class''s present one';
COMMENT ON COLUMN fitclub.class_registration.revision IS
	'How often the seat has changed in a way that calendars show; counted by a trigger';
COMMENT ON COLUMN fitclub.class_registration.changed_at IS
	'When it last changed in such a way, or was made';
COMMENT ON COLUMN fitclub.class_registration.cancellation_reason IS
	'Why the desk cancelled it, if a reason was given';
COMMENT ON CONSTRAINT class_registration_pkey ON fitclub.class_registration IS 'A registration has one id';
COMMENT ON CONSTRAINT class_registration_member_id_fkey ON fitclub.class_registration IS
	'A member with registrations cannot be deleted';
COMMENT ON CONSTRAINT class_registration_class_id_fkey ON fitclub.class_registration IS
	'A class with registrations cannot be deleted, and their times follow those of the class';
COMMENT ON CONSTRAINT class_registration_price_check ON fitclub.class_registration IS
	'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT class_registration_revision_check ON fitclub.class_registration IS 'The count is not negative';
COMMENT ON CONSTRAINT class_registration_cancellation_reason_check ON fitclub.class_registration IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT class_registration_times_check ON fitclub.class_registration IS
	'Finite and in the years 1900 to 9998, to a day';
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

CREATE TRIGGER class_registration_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.class_registration
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.announce_direct_write();
COMMENT ON TRIGGER class_registration_direct_write ON fitclub.class_registration IS
	'Tells the functions that somebody writes to the table directly';

CREATE TRIGGER class_registration_guard
	AFTER INSERT OR UPDATE ON fitclub.class_registration
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_class_registration();
COMMENT ON TRIGGER class_registration_guard ON fitclub.class_registration IS
	'Refuses a seat that clashes with another booking of the member, or for which the class has no room';

CREATE POLICY class_registration_reader ON fitclub.class_registration FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
		OR fitclub_internal.is_own_class(class_id));
COMMENT ON POLICY class_registration_reader ON fitclub.class_registration IS
	'Staff read all registrations, a member reads their own and those of their dependants, and a trainer reads those for their own classes';
