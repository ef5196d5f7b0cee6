-- Members whose person was removed.

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
COMMENT ON COLUMN fitclub.erased_member.erased_at IS
	'Nothing that starts later is booked for the member';
