-- Which database roles are people of the club.

CREATE TABLE fitclub.login (
	login_role name NOT NULL,
	member_id bigint,
	trainer_id bigint,
	staff_id bigint,
	role_id oid NOT NULL DEFAULT 0,
	CONSTRAINT login_pkey PRIMARY KEY (login_role),
	CONSTRAINT login_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE CASCADE,
	CONSTRAINT login_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE CASCADE,
	CONSTRAINT login_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE CASCADE,
	CONSTRAINT login_person_check CHECK (num_nonnulls(member_id, trainer_id, staff_id) = 1)
);

CREATE UNIQUE INDEX login_role_id_idx ON fitclub.login (role_id) WHERE role_id <> 0;
CREATE INDEX login_member_id_idx ON fitclub.login (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX login_trainer_id_idx ON fitclub.login (trainer_id) WHERE trainer_id IS NOT NULL;
CREATE INDEX login_staff_id_idx ON fitclub.login (staff_id) WHERE staff_id IS NOT NULL;

COMMENT ON TABLE fitclub.login IS
	'Database roles of single members, trainers and members of staff';
COMMENT ON COLUMN fitclub.login.login_role IS
	'The role''s name, by which a dump finds it in another cluster';
COMMENT ON COLUMN fitclub.login.role_id IS
	'The role that had the name when the row was written, 0 for none; the login holds as long as it still has';

-- USAGE on one of these types is what makes a role a persona. A privilege, as
-- group roles, renaming, DROP ROLE and dumps all treat privileges as is wanted
-- here; of types, as no GRANT ON ALL ... IN SCHEMA hands these out by mistake.
CREATE DOMAIN fitclub.persona_member AS boolean;
COMMENT ON DOMAIN fitclub.persona_member IS
	'USAGE marks a role as one of members; see grant_role()';

CREATE DOMAIN fitclub.persona_trainer AS boolean;
COMMENT ON DOMAIN fitclub.persona_trainer IS
	'USAGE marks a role as one of trainers; see grant_role()';

CREATE DOMAIN fitclub.persona_staff AS boolean;
COMMENT ON DOMAIN fitclub.persona_staff IS
	'USAGE marks a role as one of staff; see grant_role()';

CREATE DOMAIN fitclub.persona_reader AS boolean;
COMMENT ON DOMAIN fitclub.persona_reader IS
	'USAGE marks a role as one that reads what staff read, and changes nothing; see grant_role()';

REVOKE ALL ON TYPE fitclub.persona_member, fitclub.persona_trainer, fitclub.persona_staff, fitclub.persona_reader
	FROM PUBLIC;

CREATE FUNCTION fitclub_internal.stamp_login() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_stamp_login'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.stamp_login IS
	'Trigger: notes which role has the name of a login now';

CREATE TRIGGER login_stamp
	BEFORE INSERT OR UPDATE ON fitclub.login
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.stamp_login();
ALTER TABLE fitclub.login ENABLE ALWAYS TRIGGER login_stamp;

CREATE FUNCTION fitclub_internal.forget_identities() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_forget_identities'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.forget_identities IS
	'Trigger: every session looks anew who it acts for';

-- For each row, as logical replication fires no others.
CREATE TRIGGER login_forget_identities
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.login
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.forget_identities();
ALTER TABLE fitclub.login ENABLE ALWAYS TRIGGER login_forget_identities;

CREATE TRIGGER login_forget_all_identities
	AFTER TRUNCATE ON fitclub.login
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.forget_identities();
ALTER TABLE fitclub.login ENABLE ALWAYS TRIGGER login_forget_all_identities;

CREATE TRIGGER administrative_staff_forget_identities
	AFTER UPDATE OR DELETE ON fitclub.administrative_staff
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.forget_identities();
ALTER TABLE fitclub.administrative_staff
	ENABLE ALWAYS TRIGGER administrative_staff_forget_identities;

-- Not SECURITY DEFINER, as it reads nothing that privileges are needed for.
CREATE FUNCTION fitclub.current_identity()
RETURNS text
AS 'MODULE_PATHNAME', 'fitclub_current_identity'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.current_identity IS
	'For whom the session acts: member:ID, trainer:ID, staff:ID, or staff, nobody, application, owner';
