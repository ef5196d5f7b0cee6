-- Private sessions. The partial indexes on (resource, start_time) are what the
-- engine probes.

CREATE TABLE fitclub.private_session (
	session_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	trainer_id bigint NOT NULL,
	room_id bigint,
	start_time timestamptz NOT NULL,
	end_time timestamptz NOT NULL,
	activity_type text NOT NULL DEFAULT 'Personal training',
	price numeric(12,2) NOT NULL DEFAULT fitclub_internal.default_session_price(),
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
COMMENT ON COLUMN fitclub.private_session.session_id IS 'Key';
COMMENT ON COLUMN fitclub.private_session.member_id IS 'The member who trains';
COMMENT ON COLUMN fitclub.private_session.trainer_id IS 'The trainer who gives the session';
COMMENT ON COLUMN fitclub.private_session.room_id IS 'Null when the session is held online';
COMMENT ON COLUMN fitclub.private_session.start_time IS 'Start, inclusive';
COMMENT ON COLUMN fitclub.private_session.end_time IS 'Exclusive';
COMMENT ON COLUMN fitclub.private_session.activity_type IS 'What is trained';
COMMENT ON COLUMN fitclub.private_session.price IS 'In the club''s currency; 0 is free';
COMMENT ON COLUMN fitclub.private_session.is_conflict IS
	'false for every row the engine admitted; set by check_calendar() on rows that came in past the guard';
COMMENT ON COLUMN fitclub.private_session.cancelled_at IS
	'Null while the session stands; a cancelled one occupies nobody';
COMMENT ON COLUMN fitclub.private_session.revision IS
	'How often the session has changed in a way that calendars show; counted by a trigger';
COMMENT ON COLUMN fitclub.private_session.changed_at IS
	'When it last changed in such a way, or was made';
COMMENT ON COLUMN fitclub.private_session.cancellation_reason IS
	'Why the desk cancelled it, if a reason was given';
COMMENT ON CONSTRAINT private_session_pkey ON fitclub.private_session IS 'A session has one id';
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
COMMENT ON CONSTRAINT private_session_times_check ON fitclub.private_session IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.private_session_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.private_session_room_busy_idx IS 'When a room is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.private_session_trainer_busy_idx IS
	'When a trainer is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.private_session_member_busy_idx IS 'When a member is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.private_session_trainer_cancelled_idx IS
	'A trainer''s cancelled sessions, for calendar_feed()';
COMMENT ON INDEX fitclub.private_session_member_cancelled_idx IS 'A member''s cancelled sessions, for calendar_feed()';

CREATE TRIGGER private_session_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.private_session
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.announce_direct_write();
COMMENT ON TRIGGER private_session_direct_write ON fitclub.private_session IS
	'Tells the functions that somebody writes to the table directly';

CREATE TRIGGER private_session_guard
	AFTER INSERT OR UPDATE ON fitclub.private_session
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_private_session();
COMMENT ON TRIGGER private_session_guard ON fitclub.private_session IS
	'Refuses a session that clashes with another booking of its room, trainer or member';

CREATE POLICY private_session_reader ON fitclub.private_session FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));
COMMENT ON POLICY private_session_reader ON fitclub.private_session IS
	'Staff read all sessions, members and trainers read their own, and members read those of their dependants';
