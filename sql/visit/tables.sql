-- Who came to the club, and when.

CREATE TABLE fitclub.visit (
	visit_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	came_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	staff_id bigint,
	reason text,
	CONSTRAINT visit_pkey PRIMARY KEY (visit_id),
	CONSTRAINT visit_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT visit_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE RESTRICT,
	CONSTRAINT visit_came_at_check CHECK (fitclub_internal.is_instant(came_at)),
	CONSTRAINT visit_reason_check CHECK (fitclub_internal.is_text(reason, 200))
);

CREATE INDEX visit_member_id_idx ON fitclub.visit (member_id, came_at);
CREATE INDEX visit_came_at_idx ON fitclub.visit (came_at, visit_id);
CREATE INDEX visit_staff_id_idx ON fitclub.visit (staff_id) WHERE staff_id IS NOT NULL;

COMMENT ON TABLE fitclub.visit IS
	'Members who came to the club';
COMMENT ON COLUMN fitclub.visit.visit_id IS 'Key';
COMMENT ON COLUMN fitclub.visit.member_id IS 'Who came';
COMMENT ON COLUMN fitclub.visit.came_at IS 'When';
COMMENT ON COLUMN fitclub.visit.staff_id IS 'Who let them in; null: an application or the owner';
COMMENT ON COLUMN fitclub.visit.reason IS 'Why, if staff gave a reason; emptied when the member is erased';
COMMENT ON CONSTRAINT visit_pkey ON fitclub.visit IS 'A visit has one id';
COMMENT ON CONSTRAINT visit_member_id_fkey ON fitclub.visit IS 'A member with visits cannot be deleted';
COMMENT ON CONSTRAINT visit_staff_id_fkey ON fitclub.visit IS
	'A member of staff who let somebody in cannot be deleted';
COMMENT ON CONSTRAINT visit_came_at_check ON fitclub.visit IS 'Finite, in the years 1900 to 9998';
COMMENT ON CONSTRAINT visit_reason_check ON fitclub.visit IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON INDEX fitclub.visit_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.visit_member_id_idx IS 'A member''s visits in order of time; the foreign key';
COMMENT ON INDEX fitclub.visit_came_at_idx IS 'All visits in order of time';
COMMENT ON INDEX fitclub.visit_staff_id_idx IS 'Whom a member of staff let in; the foreign key';

CREATE POLICY visit_reader ON fitclub.visit FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[]));
COMMENT ON POLICY visit_reader ON fitclub.visit IS
	'Staff and readers read all visits, members their own and their dependants'' visits';
