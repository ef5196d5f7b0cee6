-- What was written, by whom and when. Events come from every_table.sql.

CREATE TABLE fitclub.audit_log (
	table_name text COLLATE "C" NOT NULL,
	row_key text COLLATE "C" NOT NULL,
	version integer NOT NULL,
	action text NOT NULL,
	at timestamptz NOT NULL,
	role_name text NOT NULL,
	session_role text,
	persona text NOT NULL,
	person_id bigint,
	application_name text,
	old_row jsonb,
	new_row jsonb,
	CONSTRAINT audit_log_pkey PRIMARY KEY (table_name, row_key, version),
	CONSTRAINT audit_log_version_check CHECK (version > 0),
	CONSTRAINT audit_log_action_check
		CHECK (action IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'BASELINE', 'PRUNE')),
	CONSTRAINT audit_log_old_row_check
		CHECK ((old_row IS NOT NULL) = (action IN ('UPDATE', 'DELETE'))),
	CONSTRAINT audit_log_new_row_check
		CHECK ((new_row IS NOT NULL) = (action IN ('INSERT', 'UPDATE', 'BASELINE', 'PRUNE')))
);

-- Whose a row was that went, or became another member's.
CREATE INDEX audit_log_former_member_idx ON fitclub.audit_log ((old_row ->> 'member_id'))
	WHERE old_row ->> 'member_id' <> coalesce(new_row ->> 'member_id', '');
CREATE INDEX audit_log_author_idx ON fitclub.audit_log (person_id) WHERE persona = 'member';

COMMENT ON TABLE fitclub.audit_log IS
	'What was written in the club''s tables, by whom and when; it only grows, but for prune_audit()';
COMMENT ON COLUMN fitclub.audit_log.table_name IS 'The table, in schema fitclub';
COMMENT ON COLUMN fitclub.audit_log.row_key IS
	'First column of the row, as text; empty for a TRUNCATE or PRUNE, which is of the whole table';
COMMENT ON COLUMN fitclub.audit_log.version IS 'Counts the events of a row: 1, 2, 3';
COMMENT ON COLUMN fitclub.audit_log.action IS
	'INSERT, UPDATE, DELETE, TRUNCATE, BASELINE for a row that was there before the log knew of it, or PRUNE for events removed';
COMMENT ON COLUMN fitclub.audit_log.at IS
	'When the row was written, by the server''s clock; later events of a row or a session have later times';
COMMENT ON COLUMN fitclub.audit_log.role_name IS 'The session''s role, after SET ROLE';
COMMENT ON COLUMN fitclub.audit_log.session_role IS 'The role that signed in, where it is another one';
COMMENT ON COLUMN fitclub.audit_log.persona IS
	'For whom the session acted: member, trainer, staff, nobody, application or owner';
COMMENT ON COLUMN fitclub.audit_log.person_id IS 'Which member, trainer or member of staff, where known';
COMMENT ON COLUMN fitclub.audit_log.application_name IS 'The session''s application_name; null if it has none';
COMMENT ON COLUMN fitclub.audit_log.old_row IS
	'The row before, but for password verifiers; instants are in UTC';
COMMENT ON COLUMN fitclub.audit_log.new_row IS 'The row after, likewise; of a PRUNE before when and how many events';
COMMENT ON CONSTRAINT audit_log_pkey ON fitclub.audit_log IS 'The events of a row are numbered';
COMMENT ON CONSTRAINT audit_log_version_check ON fitclub.audit_log IS 'Events are counted from 1';
COMMENT ON CONSTRAINT audit_log_action_check ON fitclub.audit_log IS 'One of five kinds of event';
COMMENT ON CONSTRAINT audit_log_old_row_check ON fitclub.audit_log IS
	'A change or deletion, and nothing else, has the row before';
COMMENT ON CONSTRAINT audit_log_new_row_check ON fitclub.audit_log IS
	'A row that is there afterwards, and nothing else, is told';
COMMENT ON INDEX fitclub.audit_log_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.audit_log_former_member_idx IS
	'Rows that were a member''s';
COMMENT ON INDEX fitclub.audit_log_author_idx IS
	'What a member has done';

CREATE TRIGGER audit_log_append_only
	BEFORE UPDATE OR DELETE OR TRUNCATE ON fitclub.audit_log
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_audit_log();
COMMENT ON TRIGGER audit_log_append_only ON fitclub.audit_log IS 'Refuses UPDATE, DELETE and TRUNCATE';

CREATE TRIGGER audit_log_direct_write
	BEFORE INSERT ON fitclub.audit_log
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.admit_audit_event();
ALTER TABLE fitclub.audit_log ENABLE ALWAYS TRIGGER audit_log_direct_write;
COMMENT ON TRIGGER audit_log_direct_write ON fitclub.audit_log IS
	'Refuses events from anybody but the owner, who restores them; fires on replicas as well';

CREATE POLICY audit_log_reader ON fitclub.audit_log FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));
COMMENT ON POLICY audit_log_reader ON fitclub.audit_log IS 'Staff read the whole log';
