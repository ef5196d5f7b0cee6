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

CREATE POLICY visit_reader ON fitclub.visit FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[]));
