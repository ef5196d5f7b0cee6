-- What calendars need to know of the bookings that there are. None of them has
-- been in one, so all begin anew.

ALTER TABLE fitclub.club ADD calendar_uid uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE fitclub.club ALTER calendar_uid DROP DEFAULT;
COMMENT ON COLUMN fitclub.club.calendar_uid IS
	'Part of the UID of every entry of calendar_feed(); an inserted row without one takes over that of the row it replaces';

ALTER TABLE fitclub.private_session
	ADD revision integer NOT NULL DEFAULT 0,
	ADD changed_at timestamptz NOT NULL DEFAULT now(),
	ADD CONSTRAINT private_session_revision_check CHECK (revision >= 0);
CREATE INDEX private_session_trainer_cancelled_idx
	ON fitclub.private_session (trainer_id, start_time) WHERE cancelled_at IS NOT NULL;
CREATE INDEX private_session_member_cancelled_idx
	ON fitclub.private_session (member_id, start_time) WHERE cancelled_at IS NOT NULL;
COMMENT ON COLUMN fitclub.private_session.revision IS
	'How often the session has changed in a way that calendars show; counted by a trigger';
COMMENT ON COLUMN fitclub.private_session.changed_at IS
	'When it last changed in such a way, or was made';

ALTER TABLE fitclub.class_schedule
	ADD revision integer NOT NULL DEFAULT 0,
	ADD changed_at timestamptz NOT NULL DEFAULT now(),
	ADD CONSTRAINT class_schedule_revision_check CHECK (revision >= 0);
CREATE INDEX class_schedule_trainer_cancelled_idx
	ON fitclub.class_schedule (trainer_id, start_time) WHERE cancelled_at IS NOT NULL;
COMMENT ON COLUMN fitclub.class_schedule.revision IS
	'How often the class has changed in a way that calendars show; counted by a trigger';
COMMENT ON COLUMN fitclub.class_schedule.changed_at IS
	'When it last changed in such a way, or was made';

ALTER TABLE fitclub.class_registration
	ADD revision integer NOT NULL DEFAULT 0,
	ADD changed_at timestamptz NOT NULL DEFAULT now(),
	ADD CONSTRAINT class_registration_revision_check CHECK (revision >= 0);
CREATE INDEX class_registration_member_cancelled_idx
	ON fitclub.class_registration (member_id, start_time) WHERE cancelled_at IS NOT NULL;
COMMENT ON COLUMN fitclub.class_registration.revision IS
	'How often the seat has changed in a way that calendars show; counted by a trigger';
COMMENT ON COLUMN fitclub.class_registration.changed_at IS
	'When it last changed in such a way, or was made';
