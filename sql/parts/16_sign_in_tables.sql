-- Failed attempts to sign in.

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
	'Failed attempts to sign in, by e-mail as it was given, whether anybody has it or not';
COMMENT ON COLUMN fitclub.sign_in_failure.email_hash IS
	'SHA-256 of the e-mail in lower case: what people type there by mistake is not kept';
COMMENT ON COLUMN fitclub.sign_in_failure.failures IS
	'How many in a row, with at most a day between them';
COMMENT ON COLUMN fitclub.sign_in_failure.failed_at IS 'The last of them';
