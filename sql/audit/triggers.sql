-- Events come from a trigger on every table; the only tables without one are
-- the log itself and sign_in_failure, which nobody writes but
-- authenticate_staff().

-- Settings that are inserted are an event of club_replace.
CREATE TRIGGER club_audit
	AFTER UPDATE OR DELETE ON fitclub.club
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER club_audit ON fitclub.club IS
	'Writes an event to the audit log when the settings change; club_replace does so when they are inserted';

CREATE TRIGGER club_audit_truncate
	AFTER TRUNCATE ON fitclub.club
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER club_audit_truncate ON fitclub.club IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER member_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.member
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER member_audit ON fitclub.member IS 'Writes an event to the audit log for each row that changes';

CREATE TRIGGER member_audit_truncate
	AFTER TRUNCATE ON fitclub.member
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER member_audit_truncate ON fitclub.member IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER trainer_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.trainer
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER trainer_audit ON fitclub.trainer IS 'Writes an event to the audit log for each row that changes';

CREATE TRIGGER trainer_audit_truncate
	AFTER TRUNCATE ON fitclub.trainer
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER trainer_audit_truncate ON fitclub.trainer IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER administrative_staff_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.administrative_staff
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER administrative_staff_audit ON fitclub.administrative_staff IS
	'Writes an event to the audit log for each row that changes';

CREATE TRIGGER administrative_staff_audit_truncate
	AFTER TRUNCATE ON fitclub.administrative_staff
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER administrative_staff_audit_truncate ON fitclub.administrative_staff IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER staff_password_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.staff_password
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER staff_password_audit ON fitclub.staff_password IS
	'Writes an event to the audit log for each row that changes';

CREATE TRIGGER staff_password_audit_truncate
	AFTER TRUNCATE ON fitclub.staff_password
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER staff_password_audit_truncate ON fitclub.staff_password IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER health_metric_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.health_metric
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER health_metric_audit ON fitclub.health_metric IS
	'Writes an event to the audit log for each row that changes';

CREATE TRIGGER health_metric_audit_truncate
	AFTER TRUNCATE ON fitclub.health_metric
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER health_metric_audit_truncate ON fitclub.health_metric IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER notification_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.notification
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER notification_audit ON fitclub.notification IS
	'Writes an event to the audit log for each row that changes';

CREATE TRIGGER notification_audit_truncate
	AFTER TRUNCATE ON fitclub.notification
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER notification_audit_truncate ON fitclub.notification IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER erased_member_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.erased_member
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER erased_member_audit ON fitclub.erased_member IS
	'Writes an event to the audit log for each row that changes';

CREATE TRIGGER erased_member_audit_truncate
	AFTER TRUNCATE ON fitclub.erased_member
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER erased_member_audit_truncate ON fitclub.erased_member IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER room_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.room
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER room_audit ON fitclub.room IS 'Writes an event to the audit log for each row that changes';

CREATE TRIGGER room_audit_truncate
	AFTER TRUNCATE ON fitclub.room
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER room_audit_truncate ON fitclub.room IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER equipment_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.equipment
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER equipment_audit ON fitclub.equipment IS 'Writes an event to the audit log for each row that changes';

CREATE TRIGGER equipment_audit_truncate
	AFTER TRUNCATE ON fitclub.equipment
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER equipment_audit_truncate ON fitclub.equipment IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER equipment_maintenance_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.equipment_maintenance
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER equipment_maintenance_audit ON fitclub.equipment_maintenance IS
	'Writes an event to the audit log for each row that changes';

CREATE TRIGGER equipment_maintenance_audit_truncate
	AFTER TRUNCATE ON fitclub.equipment_maintenance
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER equipment_maintenance_audit_truncate ON fitclub.equipment_maintenance IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER trainer_availability_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.trainer_availability
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER trainer_availability_audit ON fitclub.trainer_availability IS
	'Writes an event to the audit log for each row that changes';

CREATE TRIGGER trainer_availability_audit_truncate
	AFTER TRUNCATE ON fitclub.trainer_availability
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER trainer_availability_audit_truncate ON fitclub.trainer_availability IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER private_session_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.private_session
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER private_session_audit ON fitclub.private_session IS
	'Writes an event to the audit log for each row that changes';

CREATE TRIGGER private_session_audit_truncate
	AFTER TRUNCATE ON fitclub.private_session
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER private_session_audit_truncate ON fitclub.private_session IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER class_schedule_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.class_schedule
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER class_schedule_audit ON fitclub.class_schedule IS
	'Writes an event to the audit log for each row that changes';

CREATE TRIGGER class_schedule_audit_truncate
	AFTER TRUNCATE ON fitclub.class_schedule
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER class_schedule_audit_truncate ON fitclub.class_schedule IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER class_registration_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.class_registration
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER class_registration_audit ON fitclub.class_registration IS
	'Writes an event to the audit log for each row that changes';

CREATE TRIGGER class_registration_audit_truncate
	AFTER TRUNCATE ON fitclub.class_registration
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER class_registration_audit_truncate ON fitclub.class_registration IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER billing_item_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.billing_item
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER billing_item_audit ON fitclub.billing_item IS
	'Writes an event to the audit log for each row that changes';

CREATE TRIGGER billing_item_audit_truncate
	AFTER TRUNCATE ON fitclub.billing_item
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER billing_item_audit_truncate ON fitclub.billing_item IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER payment_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.payment
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER payment_audit ON fitclub.payment IS 'Writes an event to the audit log for each row that changes';

CREATE TRIGGER payment_audit_truncate
	AFTER TRUNCATE ON fitclub.payment
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER payment_audit_truncate ON fitclub.payment IS
	'Writes an event to the audit log when the table is truncated';

CREATE TRIGGER login_audit
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.login
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER login_audit ON fitclub.login IS 'Writes an event to the audit log for each row that changes';

CREATE TRIGGER login_audit_truncate
	AFTER TRUNCATE ON fitclub.login
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit();
COMMENT ON TRIGGER login_audit_truncate ON fitclub.login IS
	'Writes an event to the audit log when the table is truncated';
