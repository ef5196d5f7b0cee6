-- Other e-mails and telephone numbers that members and trainers ask for.

CREATE TABLE fitclub.contact_change (
	contact_change_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint,
	trainer_id bigint,
	email text,
	phone_number text,
	requested_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	decided_at timestamptz,
	is_accepted boolean,
	staff_id bigint,
	CONSTRAINT contact_change_pkey PRIMARY KEY (contact_change_id),
	CONSTRAINT contact_change_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE CASCADE,
	CONSTRAINT contact_change_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE CASCADE,
	CONSTRAINT contact_change_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE SET NULL,
	CONSTRAINT contact_change_person_check CHECK (num_nonnulls(member_id, trainer_id) = 1),
	CONSTRAINT contact_change_given_check CHECK (num_nonnulls(email, phone_number) > 0),
	CONSTRAINT contact_change_email_check CHECK (fitclub_internal.is_email(email)),
	CONSTRAINT contact_change_phone_number_check CHECK (fitclub_internal.is_text(phone_number, 50)),
	CONSTRAINT contact_change_decision_check
		CHECK (num_nulls(decided_at, is_accepted) IN (0, 2) AND (staff_id IS NULL OR decided_at IS NOT NULL)),
	CONSTRAINT contact_change_times_check
		CHECK (fitclub_internal.is_instant(requested_at) AND fitclub_internal.is_instant(decided_at))
);

CREATE UNIQUE INDEX contact_change_once ON fitclub.contact_change (member_id, trainer_id)
	NULLS NOT DISTINCT WHERE decided_at IS NULL;
CREATE INDEX contact_change_member_id_idx ON fitclub.contact_change (member_id)
	WHERE member_id IS NOT NULL;
CREATE INDEX contact_change_trainer_id_idx ON fitclub.contact_change (trainer_id)
	WHERE trainer_id IS NOT NULL;
CREATE INDEX contact_change_staff_id_idx ON fitclub.contact_change (staff_id)
	WHERE staff_id IS NOT NULL;

COMMENT ON TABLE fitclub.contact_change IS
	'Requests of members and trainers for another e-mail or telephone number, and what staff decided';
COMMENT ON COLUMN fitclub.contact_change.contact_change_id IS 'Key';
COMMENT ON COLUMN fitclub.contact_change.member_id IS 'The member who asks; null if it is a trainer';
COMMENT ON COLUMN fitclub.contact_change.trainer_id IS 'The trainer who asks; null if it is a member';
COMMENT ON COLUMN fitclub.contact_change.email IS 'The e-mail that is wanted; null: the one there is';
COMMENT ON COLUMN fitclub.contact_change.phone_number IS 'The telephone number that is wanted; null: the one there is';
COMMENT ON COLUMN fitclub.contact_change.requested_at IS 'When it was asked for';
COMMENT ON COLUMN fitclub.contact_change.decided_at IS 'Null while it is open';
COMMENT ON COLUMN fitclub.contact_change.is_accepted IS 'Whether it was made; null while it is open';
COMMENT ON COLUMN fitclub.contact_change.staff_id IS
	'Who decided; null if an application did, or while it is open';
COMMENT ON CONSTRAINT contact_change_pkey ON fitclub.contact_change IS 'A request has one id';
COMMENT ON CONSTRAINT contact_change_member_id_fkey ON fitclub.contact_change IS
	'A request is deleted with the member';
COMMENT ON CONSTRAINT contact_change_trainer_id_fkey ON fitclub.contact_change IS
	'A request is deleted with the trainer';
COMMENT ON CONSTRAINT contact_change_staff_id_fkey ON fitclub.contact_change IS
	'Who decided; nobody once that member of staff is deleted';
COMMENT ON CONSTRAINT contact_change_person_check ON fitclub.contact_change IS
	'A request is of one member or one trainer';
COMMENT ON CONSTRAINT contact_change_given_check ON fitclub.contact_change IS
	'An e-mail, a telephone number or both are asked for';
COMMENT ON CONSTRAINT contact_change_email_check ON fitclub.contact_change IS
	'The e-mail has the form of an address';
COMMENT ON CONSTRAINT contact_change_phone_number_check ON fitclub.contact_change IS
	'Not blank, at most 50 characters, no control characters';
COMMENT ON CONSTRAINT contact_change_decision_check ON fitclub.contact_change IS
	'What was decided has a time, and only that was decided by somebody';
COMMENT ON CONSTRAINT contact_change_times_check ON fitclub.contact_change IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.contact_change_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.contact_change_once IS 'A member or trainer has one open request; the open ones';
COMMENT ON INDEX fitclub.contact_change_member_id_idx IS 'The requests of a member; the foreign key';
COMMENT ON INDEX fitclub.contact_change_trainer_id_idx IS 'The requests of a trainer; the foreign key';
COMMENT ON INDEX fitclub.contact_change_staff_id_idx IS 'What a member of staff has decided; the foreign key';

CREATE POLICY contact_change_reader ON fitclub.contact_change FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));
COMMENT ON POLICY contact_change_reader ON fitclub.contact_change IS
	'Staff read all requests, and members and trainers read their own';
