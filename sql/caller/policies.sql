-- Row security, behind the functions: a role that is granted a table still sees
-- no more of it than by the functions, and only applications and the owner
-- write. These policies are for them; those for readers stand beside their
-- tables. What is asked of the session stands in a sub-select, to be asked once.
-- Owners, and with them the functions, foreign keys and dumps, see every row.

CREATE POLICY club_application ON fitclub.club
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY club_application ON fitclub.club IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY member_application ON fitclub.member
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY member_application ON fitclub.member IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY trainer_application ON fitclub.trainer
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY trainer_application ON fitclub.trainer IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY administrative_staff_application ON fitclub.administrative_staff
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY administrative_staff_application ON fitclub.administrative_staff IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY staff_password_application ON fitclub.staff_password
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY staff_password_application ON fitclub.staff_password IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY health_metric_application ON fitclub.health_metric
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY health_metric_application ON fitclub.health_metric IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY notification_application ON fitclub.notification
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY notification_application ON fitclub.notification IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY erased_member_application ON fitclub.erased_member
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY erased_member_application ON fitclub.erased_member IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY sign_in_failure_application ON fitclub.sign_in_failure
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY sign_in_failure_application ON fitclub.sign_in_failure IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY room_application ON fitclub.room
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY room_application ON fitclub.room IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY equipment_application ON fitclub.equipment
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY equipment_application ON fitclub.equipment IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY equipment_maintenance_application ON fitclub.equipment_maintenance
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY equipment_maintenance_application ON fitclub.equipment_maintenance IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY trainer_availability_application ON fitclub.trainer_availability
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY trainer_availability_application ON fitclub.trainer_availability IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY private_session_application ON fitclub.private_session
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY private_session_application ON fitclub.private_session IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY class_schedule_application ON fitclub.class_schedule
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY class_schedule_application ON fitclub.class_schedule IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY class_registration_application ON fitclub.class_registration
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY class_registration_application ON fitclub.class_registration IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY billing_item_application ON fitclub.billing_item
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY billing_item_application ON fitclub.billing_item IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY payment_application ON fitclub.payment
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY payment_application ON fitclub.payment IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY audit_log_application ON fitclub.audit_log
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY audit_log_application ON fitclub.audit_log IS
	'Applications and the owner read and write every row; nobody else writes';

CREATE POLICY login_application ON fitclub.login
	USING ((SELECT fitclub_internal.writes_all()));
COMMENT ON POLICY login_application ON fitclub.login IS
	'Applications and the owner read and write every row; nobody else writes';
