-- The audit log: who wrote what, when, on every path. Events come from a
-- trigger on every table; the only tables without one are the log itself and
-- sign_in_failure, which nobody writes but authenticate_staff().

CREATE FUNCTION fitclub_internal.keep_audit_log() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_keep_audit_log'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.keep_audit_log IS
	'Trigger: events are not changed, deleted or truncated';

CREATE TRIGGER audit_log_append_only
	BEFORE UPDATE OR DELETE OR TRUNCATE ON fitclub.audit_log
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_audit_log();

-- ALWAYS: a parallel restore runs as a replica.
CREATE FUNCTION fitclub_internal.admit_audit_event() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_admit_audit_event'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.admit_audit_event IS
	'Trigger: only the owner puts events into the log, to restore it; what the restore has made up itself gives way';

CREATE TRIGGER audit_log_direct_write
	BEFORE INSERT ON fitclub.audit_log
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.admit_audit_event();
ALTER TABLE fitclub.audit_log ENABLE ALWAYS TRIGGER audit_log_direct_write;

-- SECURITY DEFINER, as those who write a table need no privilege on the log.
-- Live events come from it as well, so that they cost nothing while they are off.
CREATE FUNCTION fitclub_internal.audit() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_audit'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.audit IS
	'Trigger: writes an event to the audit log, and with fitclub.notify on sends one to who listens';

-- Settings that are inserted are an event of club_replace.
CREATE TRIGGER club_audit
	AFTER UPDATE OR DELETE ON fitclub.club
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER club_audit_truncate
	AFTER TRUNCATE ON fitclub.club
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER member_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.member
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER member_audit_truncate
	AFTER TRUNCATE ON fitclub.member
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER trainer_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.trainer
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER trainer_audit_truncate
	AFTER TRUNCATE ON fitclub.trainer
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER administrative_staff_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.administrative_staff
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER administrative_staff_audit_truncate
	AFTER TRUNCATE ON fitclub.administrative_staff
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER staff_password_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.staff_password
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER staff_password_audit_truncate
	AFTER TRUNCATE ON fitclub.staff_password
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER health_metric_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.health_metric
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER health_metric_audit_truncate
	AFTER TRUNCATE ON fitclub.health_metric
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER room_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.room
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER room_audit_truncate
	AFTER TRUNCATE ON fitclub.room
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER equipment_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.equipment
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER equipment_audit_truncate
	AFTER TRUNCATE ON fitclub.equipment
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER equipment_maintenance_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.equipment_maintenance
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER equipment_maintenance_audit_truncate
	AFTER TRUNCATE ON fitclub.equipment_maintenance
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER trainer_availability_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.trainer_availability
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER trainer_availability_audit_truncate
	AFTER TRUNCATE ON fitclub.trainer_availability
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER private_session_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.private_session
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER private_session_audit_truncate
	AFTER TRUNCATE ON fitclub.private_session
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER class_schedule_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.class_schedule
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER class_schedule_audit_truncate
	AFTER TRUNCATE ON fitclub.class_schedule
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER class_registration_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.class_registration
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER class_registration_audit_truncate
	AFTER TRUNCATE ON fitclub.class_registration
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER billing_item_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.billing_item
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER billing_item_audit_truncate
	AFTER TRUNCATE ON fitclub.billing_item
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER payment_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.payment
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER payment_audit_truncate
	AFTER TRUNCATE ON fitclub.payment
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER notification_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.notification
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER notification_audit_truncate
	AFTER TRUNCATE ON fitclub.notification
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER login_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.login
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER login_audit_truncate
	AFTER TRUNCATE ON fitclub.login
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE TRIGGER erased_member_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.erased_member
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
CREATE TRIGGER erased_member_audit_truncate
	AFTER TRUNCATE ON fitclub.erased_member
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();

CREATE FUNCTION fitclub.audit_baseline(
	table_name regclass)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_audit_baseline'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.audit_baseline IS
	'Takes the rows of a table that the audit log does not know of into it; returns how many';

CREATE FUNCTION fitclub.prune_audit(
	before timestamptz)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_prune_audit'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.prune_audit IS
	'Removes the events before an instant from the audit log, which keeps an event of that; returns how many';

CREATE FUNCTION fitclub.audit_trail(
	table_name text,
	row_key text)
RETURNS TABLE (
	version integer,
	action text,
	at timestamptz,
	role_name text,
	session_role text,
	persona text,
	person_id bigint,
	application_name text,
	old_row jsonb,
	new_row jsonb)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_staff();

	SELECT l.version, l.action, l.at, l.role_name, l.session_role, l.persona, l.person_id,
		l.application_name, l.old_row, l.new_row
	FROM fitclub.audit_log AS l
	WHERE l.table_name = audit_trail.table_name AND l.row_key = audit_trail.row_key
	ORDER BY l.version
$$;

COMMENT ON FUNCTION fitclub.audit_trail(text, text) IS
	'What has happened to a row, oldest first; the key is the first column of its table, as text';

CREATE FUNCTION fitclub.audit_trail(
	table_name text,
	row_id bigint)
RETURNS TABLE (
	version integer,
	action text,
	at timestamptz,
	role_name text,
	session_role text,
	persona text,
	person_id bigint,
	application_name text,
	old_row jsonb,
	new_row jsonb)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT * FROM fitclub.audit_trail(audit_trail.table_name, audit_trail.row_id::text) $$;

COMMENT ON FUNCTION fitclub.audit_trail(text, bigint) IS
	'What has happened to a row, oldest first';
