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
