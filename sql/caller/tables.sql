-- Which database roles are people of the club, and which are personas.

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
COMMENT ON COLUMN fitclub.login.member_id IS 'The member whose login it is; null if it is not a member''s';
COMMENT ON COLUMN fitclub.login.trainer_id IS 'The trainer whose login it is; null if it is not a trainer''s';
COMMENT ON COLUMN fitclub.login.staff_id IS 'The member of staff whose login it is; null if it is not one of staff';
COMMENT ON COLUMN fitclub.login.role_id IS
	'The role that had the name when the row was written, 0 for none; the login holds as long as it still has';
COMMENT ON CONSTRAINT login_pkey ON fitclub.login IS 'A role is the login of at most one person';
COMMENT ON CONSTRAINT login_member_id_fkey ON fitclub.login IS 'A login belongs to a person and is deleted with them';
COMMENT ON CONSTRAINT login_trainer_id_fkey ON fitclub.login IS 'A login belongs to a person and is deleted with them';
COMMENT ON CONSTRAINT login_staff_id_fkey ON fitclub.login IS 'A login belongs to a person and is deleted with them';
COMMENT ON CONSTRAINT login_person_check ON fitclub.login IS 'A login belongs to one person';
COMMENT ON INDEX fitclub.login_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.login_role_id_idx IS 'The person for whom a session acts; a role belongs to one person';
COMMENT ON INDEX fitclub.login_member_id_idx IS 'The logins of a member; the foreign key';
COMMENT ON INDEX fitclub.login_trainer_id_idx IS 'The logins of a trainer; the foreign key';
COMMENT ON INDEX fitclub.login_staff_id_idx IS 'The logins of a member of staff; the foreign key';

CREATE TRIGGER login_stamp
	BEFORE INSERT OR UPDATE ON fitclub.login
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.stamp_login();
ALTER TABLE fitclub.login ENABLE ALWAYS TRIGGER login_stamp;
COMMENT ON TRIGGER login_stamp ON fitclub.login IS 'Records which role has the name now; fires on replicas as well';

-- For each row, as logical replication fires no others.
CREATE TRIGGER login_forget_identities
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.login
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.forget_identities();
ALTER TABLE fitclub.login ENABLE ALWAYS TRIGGER login_forget_identities;
COMMENT ON TRIGGER login_forget_identities ON fitclub.login IS
	'Sessions check again who they act for when logins change; fires on replicas as well';

CREATE TRIGGER login_forget_all_identities
	AFTER TRUNCATE ON fitclub.login
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.forget_identities();
ALTER TABLE fitclub.login ENABLE ALWAYS TRIGGER login_forget_all_identities;
COMMENT ON TRIGGER login_forget_all_identities ON fitclub.login IS
	'Sessions check again who they act for when all logins are removed; fires on replicas as well';

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
