-- Trainers may need time between two bookings.

ALTER TABLE fitclub.trainer
	ADD COLUMN turnaround interval NOT NULL DEFAULT '0',
	ADD CONSTRAINT trainer_turnaround_check CHECK (turnaround BETWEEN interval '0' AND interval '240 minutes');

COMMENT ON COLUMN fitclub.trainer.turnaround IS 'Time that is to pass between two bookings, when work is taken on';
COMMENT ON CONSTRAINT trainer_turnaround_check ON fitclub.trainer IS '0 to 4 hours';

DROP FUNCTION fitclub.update_trainer(bigint, text, text, text, text, text, boolean, text[]);

-- Members and trainers sign in as well.
COMMENT ON COLUMN fitclub.trainer.is_active IS 'An inactive trainer takes no new work and cannot sign in';
COMMENT ON TABLE fitclub.sign_in_failure IS
	'Failed attempts to sign in, by persona and e-mail as they were given, whether anybody has the e-mail or not';
COMMENT ON COLUMN fitclub.sign_in_failure.email_hash IS
	'SHA-256 of the e-mail in lower case, after member: or trainer: if it is not staff''s: what people type there by mistake is not kept';
COMMENT ON CONSTRAINT sign_in_failure_pkey ON fitclub.sign_in_failure IS 'Failures are counted once for each persona and e-mail';

-- A dependant has no e-mail.
ALTER TABLE fitclub.member ALTER COLUMN email DROP NOT NULL;
COMMENT ON COLUMN fitclub.member.email IS 'Unique without regard to the case of ASCII letters; null for a dependant';
