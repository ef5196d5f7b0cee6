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
