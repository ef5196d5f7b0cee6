-- Passwords of members and trainers. Those of staff are in tables.sql, as they
-- have been there since 1.0: a dump of an older version fills that table.

CREATE TABLE fitclub.member_password (
	member_id bigint NOT NULL,
	verifier text NOT NULL,
	changed_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT member_password_pkey PRIMARY KEY (member_id),
	CONSTRAINT member_password_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE CASCADE,
	CONSTRAINT member_password_verifier_check CHECK (verifier LIKE 'SCRAM-SHA-256$%'),
	CONSTRAINT member_password_changed_at_check
		CHECK (fitclub_internal.is_instant(changed_at))
);

-- How many iterations a verifier has: a sign-in asks for the most there are.
CREATE INDEX member_password_iterations_idx ON fitclub.member_password
	((substring(verifier FROM '^SCRAM-SHA-256[$]([0-9]{1,9}):')::bigint));

COMMENT ON TABLE fitclub.member_password IS
	'Password verifiers of members, apart so that nobody needs a grant on them';
COMMENT ON COLUMN fitclub.member_password.member_id IS 'Key: the member';
COMMENT ON COLUMN fitclub.member_password.verifier IS
	'SCRAM-SHA-256 verifier in the server''s own format';
COMMENT ON COLUMN fitclub.member_password.changed_at IS 'When the password was last changed';
COMMENT ON CONSTRAINT member_password_pkey ON fitclub.member_password IS 'A member has at most one password';
COMMENT ON CONSTRAINT member_password_member_id_fkey ON fitclub.member_password IS
	'A password belongs to a member and is deleted with them';
COMMENT ON CONSTRAINT member_password_verifier_check ON fitclub.member_password IS
	'A SCRAM-SHA-256 verifier, never a password in plain text';
COMMENT ON CONSTRAINT member_password_changed_at_check ON fitclub.member_password IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.member_password_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.member_password_iterations_idx IS 'The most iterations of any verifier, at each sign-in';

CREATE TABLE fitclub.trainer_password (
	trainer_id bigint NOT NULL,
	verifier text NOT NULL,
	changed_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT trainer_password_pkey PRIMARY KEY (trainer_id),
	CONSTRAINT trainer_password_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE CASCADE,
	CONSTRAINT trainer_password_verifier_check CHECK (verifier LIKE 'SCRAM-SHA-256$%'),
	CONSTRAINT trainer_password_changed_at_check
		CHECK (fitclub_internal.is_instant(changed_at))
);

COMMENT ON TABLE fitclub.trainer_password IS
	'Password verifiers of trainers, apart so that nobody needs a grant on them';
COMMENT ON COLUMN fitclub.trainer_password.trainer_id IS 'Key: the trainer';
COMMENT ON COLUMN fitclub.trainer_password.verifier IS
	'SCRAM-SHA-256 verifier in the server''s own format';
COMMENT ON COLUMN fitclub.trainer_password.changed_at IS 'When the password was last changed';
COMMENT ON CONSTRAINT trainer_password_pkey ON fitclub.trainer_password IS 'A trainer has at most one password';
COMMENT ON CONSTRAINT trainer_password_trainer_id_fkey ON fitclub.trainer_password IS
	'A password belongs to a trainer and is deleted with them';
COMMENT ON CONSTRAINT trainer_password_verifier_check ON fitclub.trainer_password IS
	'A SCRAM-SHA-256 verifier, never a password in plain text';
COMMENT ON CONSTRAINT trainer_password_changed_at_check ON fitclub.trainer_password IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.trainer_password_pkey IS 'Look-up by primary key';
