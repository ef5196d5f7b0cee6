-- Members, trainers and staff, and what belongs to one of them: passwords,
-- metrics, notifications.

CREATE TABLE fitclub.member (
	member_id bigint GENERATED ALWAYS AS IDENTITY,
	first_name text NOT NULL,
	last_name text NOT NULL,
	email text,
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
COMMENT ON COLUMN fitclub.member.member_id IS 'Key';
COMMENT ON COLUMN fitclub.member.first_name IS 'Given name';
COMMENT ON COLUMN fitclub.member.last_name IS 'Family name';
COMMENT ON COLUMN fitclub.member.email IS 'Unique without regard to the case of ASCII letters; null for a dependant';
COMMENT ON COLUMN fitclub.member.phone_number IS 'Unique; null if unknown';
COMMENT ON COLUMN fitclub.member.date_of_birth IS 'Not before 1900; null if unknown';
COMMENT ON COLUMN fitclub.member.gender IS 'In the member''s own words; null if unknown';
COMMENT ON COLUMN fitclub.member.target_weight IS 'Goal in kg, 0 to 300';
COMMENT ON COLUMN fitclub.member.notes IS 'Whatever else trainers and staff should know; null if nothing';
COMMENT ON COLUMN fitclub.member.last_metric_at IS
	'Latest recorded_at of the member''s health metrics; kept by trg_update_member_last_metric';
COMMENT ON COLUMN fitclub.member.joined_at IS
	'When the member joined, which is when the row was made unless it says otherwise';
COMMENT ON CONSTRAINT member_pkey ON fitclub.member IS 'A member has one id';
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
COMMENT ON CONSTRAINT member_gender_check ON fitclub.member IS
	'At most 200 characters, no control characters';
COMMENT ON CONSTRAINT member_notes_check ON fitclub.member IS
	'At most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT member_times_check ON fitclub.member IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.member_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.member_email_key IS 'No two members share an e-mail; look-up by e-mail';
COMMENT ON INDEX fitclub.member_phone_number_key IS 'No two members share a phone number; look-up by phone number';

CREATE POLICY member_reader ON fitclub.member FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
		OR fitclub_internal.is_own_trainee(member_id));
COMMENT ON POLICY member_reader ON fitclub.member IS
	'Staff read all members, a member reads their own row and those of their dependants, and a trainer reads the members they work with';

CREATE TABLE fitclub.trainer (
	trainer_id bigint GENERATED ALWAYS AS IDENTITY,
	first_name text NOT NULL,
	last_name text NOT NULL,
	email text NOT NULL,
	phone_number text,
	specialization text,
	is_active boolean NOT NULL DEFAULT true,
	turnaround interval NOT NULL DEFAULT '0',
	CONSTRAINT trainer_pkey PRIMARY KEY (trainer_id),
	CONSTRAINT trainer_trainer_id_check CHECK (trainer_id > 0),
	CONSTRAINT trainer_first_name_check CHECK (fitclub_internal.is_text(first_name, 200)),
	CONSTRAINT trainer_last_name_check CHECK (fitclub_internal.is_text(last_name, 200)),
	CONSTRAINT trainer_email_check CHECK (fitclub_internal.is_email(email)),
	CONSTRAINT trainer_phone_number_check CHECK (fitclub_internal.is_text(phone_number, 50)),
	CONSTRAINT trainer_specialization_check CHECK (fitclub_internal.is_text(specialization, 200, may_be_blank => true)),
	CONSTRAINT trainer_turnaround_check CHECK (turnaround BETWEEN interval '0' AND interval '240 minutes')
);

CREATE UNIQUE INDEX trainer_email_key ON fitclub.trainer (fitclub_internal.fold(email));

COMMENT ON TABLE fitclub.trainer IS 'People who give sessions and classes';
COMMENT ON COLUMN fitclub.trainer.trainer_id IS 'Key';
COMMENT ON COLUMN fitclub.trainer.first_name IS 'Given name';
COMMENT ON COLUMN fitclub.trainer.last_name IS 'Family name';
COMMENT ON COLUMN fitclub.trainer.email IS 'Unique without regard to the case of ASCII letters';
COMMENT ON COLUMN fitclub.trainer.phone_number IS 'Null if unknown';
COMMENT ON COLUMN fitclub.trainer.specialization IS 'What the trainer teaches; null if nothing in particular';
COMMENT ON COLUMN fitclub.trainer.is_active IS 'An inactive trainer takes no new work and cannot sign in';
COMMENT ON COLUMN fitclub.trainer.turnaround IS 'Time that is to pass between two bookings, when work is taken on';
COMMENT ON CONSTRAINT trainer_pkey ON fitclub.trainer IS 'A trainer has one id';
COMMENT ON CONSTRAINT trainer_trainer_id_check ON fitclub.trainer IS 'Ids are positive';
COMMENT ON CONSTRAINT trainer_first_name_check ON fitclub.trainer IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT trainer_last_name_check ON fitclub.trainer IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT trainer_email_check ON fitclub.trainer IS 'The e-mail has the form of an address';
COMMENT ON CONSTRAINT trainer_phone_number_check ON fitclub.trainer IS
	'Not blank, at most 50 characters, no control characters';
COMMENT ON CONSTRAINT trainer_specialization_check ON fitclub.trainer IS
	'At most 200 characters, no control characters';
COMMENT ON CONSTRAINT trainer_turnaround_check ON fitclub.trainer IS '0 to 4 hours';
COMMENT ON INDEX fitclub.trainer_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.trainer_email_key IS 'No two trainers share an e-mail; look-up by e-mail';

CREATE POLICY trainer_reader ON fitclub.trainer FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));
COMMENT ON POLICY trainer_reader ON fitclub.trainer IS 'Staff read all trainers, and a trainer reads their own row';

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
COMMENT ON COLUMN fitclub.administrative_staff.staff_id IS 'Key';
COMMENT ON COLUMN fitclub.administrative_staff.first_name IS 'Given name';
COMMENT ON COLUMN fitclub.administrative_staff.last_name IS 'Family name';
COMMENT ON COLUMN fitclub.administrative_staff.email IS 'Unique without regard to the case of ASCII letters';
COMMENT ON COLUMN fitclub.administrative_staff.is_active IS 'Inactive staff cannot sign in';
COMMENT ON CONSTRAINT administrative_staff_pkey ON fitclub.administrative_staff IS 'A member of staff has one id';
COMMENT ON CONSTRAINT administrative_staff_first_name_check ON fitclub.administrative_staff IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT administrative_staff_last_name_check ON fitclub.administrative_staff IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT administrative_staff_email_check ON fitclub.administrative_staff IS
	'The e-mail has the form of an address';
COMMENT ON INDEX fitclub.administrative_staff_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.administrative_staff_email_key IS
	'No two members of staff share an e-mail; look-up when somebody signs in';

CREATE TRIGGER administrative_staff_forget_identities
	AFTER UPDATE OR DELETE ON fitclub.administrative_staff
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.forget_identities();
ALTER TABLE fitclub.administrative_staff
	ENABLE ALWAYS TRIGGER administrative_staff_forget_identities;
COMMENT ON TRIGGER administrative_staff_forget_identities ON fitclub.administrative_staff IS
	'Sessions check again who they act for when staff change; fires on replicas as well';

CREATE POLICY administrative_staff_reader ON fitclub.administrative_staff FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));
COMMENT ON POLICY administrative_staff_reader ON fitclub.administrative_staff IS 'Staff read all of it';

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
COMMENT ON COLUMN fitclub.staff_password.staff_id IS 'Key: the member of staff';
COMMENT ON COLUMN fitclub.staff_password.verifier IS
	'SCRAM-SHA-256 verifier in the server''s own format';
COMMENT ON COLUMN fitclub.staff_password.changed_at IS 'When the password was last changed';
COMMENT ON CONSTRAINT staff_password_pkey ON fitclub.staff_password IS 'A member of staff has at most one password';
COMMENT ON CONSTRAINT staff_password_staff_id_fkey ON fitclub.staff_password IS
	'A password belongs to a member of staff and is deleted with them';
COMMENT ON CONSTRAINT staff_password_verifier_check ON fitclub.staff_password IS
	'A SCRAM-SHA-256 verifier, never a password in plain text';
COMMENT ON CONSTRAINT staff_password_changed_at_check ON fitclub.staff_password IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.staff_password_pkey IS 'Look-up by primary key';

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
COMMENT ON COLUMN fitclub.health_metric.metric_id IS 'Key';
COMMENT ON COLUMN fitclub.health_metric.member_id IS 'The member who was measured';
COMMENT ON COLUMN fitclub.health_metric.recorded_at IS 'When the measurement was taken';
COMMENT ON COLUMN fitclub.health_metric.weight IS 'kg, 1 to 500';
COMMENT ON COLUMN fitclub.health_metric.height IS 'cm, 30 to 300';
COMMENT ON COLUMN fitclub.health_metric.heart_rate IS 'bpm at rest, 20 to 300';
COMMENT ON COLUMN fitclub.health_metric.target_weight IS
	'The member''s goal at that time, kg, 0 to 300';
COMMENT ON CONSTRAINT health_metric_pkey ON fitclub.health_metric IS 'A metric has one id';
COMMENT ON CONSTRAINT health_metric_member_id_fkey ON fitclub.health_metric IS
	'A metric belongs to a member and is deleted with them';
COMMENT ON CONSTRAINT health_metric_recorded_at_check ON fitclub.health_metric IS 'The time is finite';
COMMENT ON CONSTRAINT health_metric_weight_check ON fitclub.health_metric IS '1 to 500 kg';
COMMENT ON CONSTRAINT health_metric_height_check ON fitclub.health_metric IS '30 to 300 cm';
COMMENT ON CONSTRAINT health_metric_heart_rate_check ON fitclub.health_metric IS '20 to 300 beats per minute';
COMMENT ON CONSTRAINT health_metric_target_weight_check ON fitclub.health_metric IS '0 to 300 kg';
COMMENT ON CONSTRAINT health_metric_measured_check ON fitclub.health_metric IS 'At least one value is given';
COMMENT ON INDEX fitclub.health_metric_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.idx_health_metric_member_id IS
	'A member''s metrics, newest first';

CREATE TRIGGER health_metric_append_only
	BEFORE UPDATE OR DELETE ON fitclub.health_metric
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_health_metric();
COMMENT ON TRIGGER health_metric_append_only ON fitclub.health_metric IS
	'Refuses UPDATE, and DELETE unless the member is deleted';

CREATE TRIGGER health_metric_no_truncate
	BEFORE TRUNCATE ON fitclub.health_metric
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_health_metric();
COMMENT ON TRIGGER health_metric_no_truncate ON fitclub.health_metric IS 'Refuses TRUNCATE';

CREATE TRIGGER trg_update_member_last_metric
	AFTER INSERT ON fitclub.health_metric
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.update_member_last_metric();
COMMENT ON TRIGGER trg_update_member_last_metric ON fitclub.health_metric IS
	'Keeps member.last_metric_at at the latest time recorded';

CREATE POLICY health_metric_reader ON fitclub.health_metric FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
		OR fitclub_internal.is_own_trainee(member_id));
COMMENT ON POLICY health_metric_reader ON fitclub.health_metric IS
	'Staff read all metrics, a member reads their own and those of their dependants, and a trainer reads those of the members they work with';

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
COMMENT ON COLUMN fitclub.notification.notification_id IS 'Key';
COMMENT ON COLUMN fitclub.notification.member_id IS 'The member to whom it goes; null if it goes to a trainer';
COMMENT ON COLUMN fitclub.notification.trainer_id IS 'The trainer to whom it goes; null if it goes to a member';
COMMENT ON COLUMN fitclub.notification.message IS 'The text; times in it are by the club''s clock';
COMMENT ON COLUMN fitclub.notification.created_at IS 'When it was written';
COMMENT ON COLUMN fitclub.notification.is_read IS 'Whether it was marked as read';
COMMENT ON CONSTRAINT notification_pkey ON fitclub.notification IS 'A notification has one id';
COMMENT ON CONSTRAINT notification_member_id_fkey ON fitclub.notification IS
	'A notification belongs to its recipient and is deleted with them';
COMMENT ON CONSTRAINT notification_trainer_id_fkey ON fitclub.notification IS
	'A notification belongs to its recipient and is deleted with them';
COMMENT ON CONSTRAINT notification_recipient_check ON fitclub.notification IS
	'A notification goes to one member or one trainer';
COMMENT ON CONSTRAINT notification_message_check ON fitclub.notification IS
	'Not blank, at most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT notification_created_at_check ON fitclub.notification IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.notification_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.notification_member_id_idx IS 'A member''s notifications in order of time; the foreign key';
COMMENT ON INDEX fitclub.notification_trainer_id_idx IS 'A trainer''s notifications in order of time; the foreign key';

CREATE POLICY notification_reader ON fitclub.notification FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));
COMMENT ON POLICY notification_reader ON fitclub.notification IS
	'Staff read all notifications, members and trainers read their own, and members read those of their dependants';

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
COMMENT ON COLUMN fitclub.erased_member.member_id IS 'Key: the member who was erased';
COMMENT ON COLUMN fitclub.erased_member.erased_at IS
	'Nothing that starts later is booked for the member';
COMMENT ON CONSTRAINT erased_member_pkey ON fitclub.erased_member IS 'A member is erased once';
COMMENT ON CONSTRAINT erased_member_member_id_fkey ON fitclub.erased_member IS
	'The mark of an erased member is deleted with the member';
COMMENT ON CONSTRAINT erased_member_erased_at_check ON fitclub.erased_member IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.erased_member_pkey IS 'Look-up by primary key';

CREATE POLICY erased_member_reader ON fitclub.erased_member FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));
COMMENT ON POLICY erased_member_reader ON fitclub.erased_member IS 'Staff read all of it';

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
	'Failed attempts to sign in, by persona and e-mail as they were given, whether anybody has the e-mail or not';
COMMENT ON COLUMN fitclub.sign_in_failure.email_hash IS
	'SHA-256 of the e-mail in lower case, after member: or trainer: if it is not staff''s: what people type there by mistake is not kept';
COMMENT ON COLUMN fitclub.sign_in_failure.failures IS
	'How many in a row, with at most a day between them';
COMMENT ON COLUMN fitclub.sign_in_failure.failed_at IS 'The last of them';
COMMENT ON CONSTRAINT sign_in_failure_pkey ON fitclub.sign_in_failure IS 'Failures are counted once for each persona and e-mail';
COMMENT ON CONSTRAINT sign_in_failure_email_hash_check ON fitclub.sign_in_failure IS 'A SHA-256 hash has 32 bytes';
COMMENT ON CONSTRAINT sign_in_failure_failures_check ON fitclub.sign_in_failure IS
	'A row stands for at least one failure';
COMMENT ON CONSTRAINT sign_in_failure_failed_at_check ON fitclub.sign_in_failure IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.sign_in_failure_pkey IS 'Look-up by primary key';
