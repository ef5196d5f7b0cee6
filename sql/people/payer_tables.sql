-- Who pays for whom. Not a column of member: a row that refers to its own table
-- cannot be restored row by row.

CREATE TABLE fitclub.payer (
	member_id bigint NOT NULL,
	payer_id bigint NOT NULL,
	since timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT payer_pkey PRIMARY KEY (member_id),
	CONSTRAINT payer_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE CASCADE,
	CONSTRAINT payer_payer_id_fkey FOREIGN KEY (payer_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT payer_payer_id_check CHECK (payer_id <> member_id),
	CONSTRAINT payer_since_check CHECK (fitclub_internal.is_instant(since))
);

CREATE INDEX payer_payer_id_idx ON fitclub.payer (payer_id);

COMMENT ON TABLE fitclub.payer IS
	'Members for whom somebody else pays; those without an e-mail are dependants, for whom the payer acts as well';
COMMENT ON COLUMN fitclub.payer.member_id IS 'Key: the member who is paid for';
COMMENT ON COLUMN fitclub.payer.payer_id IS 'The member who pays';
COMMENT ON COLUMN fitclub.payer.since IS 'When this payer was named';
COMMENT ON CONSTRAINT payer_pkey ON fitclub.payer IS 'A member has at most one payer';
COMMENT ON CONSTRAINT payer_member_id_fkey ON fitclub.payer IS
	'Who pays for a member is deleted with the member';
COMMENT ON CONSTRAINT payer_payer_id_fkey ON fitclub.payer IS
	'A member who pays for others cannot be deleted';
COMMENT ON CONSTRAINT payer_payer_id_check ON fitclub.payer IS 'Nobody is their own payer';
COMMENT ON CONSTRAINT payer_since_check ON fitclub.payer IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.payer_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.payer_payer_id_idx IS 'For whom a member pays; the foreign key';

CREATE POLICY payer_reader ON fitclub.payer FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR (SELECT fitclub_internal.own_member_id()) IN (member_id, payer_id));
COMMENT ON POLICY payer_reader ON fitclub.payer IS
	'Staff read all payers, and a member reads who pays for them and for whom they pay';
