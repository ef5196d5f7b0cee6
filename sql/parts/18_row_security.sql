-- Row security, behind the functions: whoever is granted a table still sees no
-- more of it than by the functions, and only applications and the owner write.
-- What is asked of the session stands in a sub-select, to be asked once.
-- Owners, and with them the functions, foreign keys and dumps, see every row.

CREATE POLICY club_application ON fitclub.club
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY club_reader ON fitclub.club FOR SELECT
	USING (true);

CREATE POLICY member_application ON fitclub.member
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY member_reader ON fitclub.member FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR fitclub_internal.is_own_trainee(member_id));

CREATE POLICY trainer_application ON fitclub.trainer
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY trainer_reader ON fitclub.trainer FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));

CREATE POLICY administrative_staff_application ON fitclub.administrative_staff
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY administrative_staff_reader ON fitclub.administrative_staff FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));

CREATE POLICY staff_password_application ON fitclub.staff_password
	USING ((SELECT fitclub_internal.writes_all()));

CREATE POLICY sign_in_failure_application ON fitclub.sign_in_failure
	USING ((SELECT fitclub_internal.writes_all()));

CREATE POLICY erased_member_application ON fitclub.erased_member
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY erased_member_reader ON fitclub.erased_member FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));

CREATE POLICY health_metric_application ON fitclub.health_metric
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY health_metric_reader ON fitclub.health_metric FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR fitclub_internal.is_own_trainee(member_id));

CREATE POLICY room_application ON fitclub.room
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY room_reader ON fitclub.room FOR SELECT
	USING (true);

CREATE POLICY equipment_application ON fitclub.equipment
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY equipment_reader ON fitclub.equipment FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));

CREATE POLICY equipment_maintenance_application ON fitclub.equipment_maintenance
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY equipment_maintenance_reader ON fitclub.equipment_maintenance FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));

CREATE POLICY trainer_availability_application ON fitclub.trainer_availability
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY trainer_availability_reader ON fitclub.trainer_availability FOR SELECT
	USING (true);

CREATE POLICY private_session_application ON fitclub.private_session
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY private_session_reader ON fitclub.private_session FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));

CREATE POLICY class_schedule_application ON fitclub.class_schedule
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY class_schedule_reader ON fitclub.class_schedule FOR SELECT
	USING (true);

CREATE POLICY class_registration_application ON fitclub.class_registration
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY class_registration_reader ON fitclub.class_registration FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR fitclub_internal.is_own_class(class_id));

CREATE POLICY billing_item_application ON fitclub.billing_item
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY billing_item_reader ON fitclub.billing_item FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));

CREATE POLICY payment_application ON fitclub.payment
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY payment_reader ON fitclub.payment FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id()));

CREATE POLICY notification_application ON fitclub.notification
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY notification_reader ON fitclub.notification FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = (SELECT fitclub_internal.own_member_id())
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));

CREATE POLICY audit_log_application ON fitclub.audit_log
	USING ((SELECT fitclub_internal.writes_all()));
CREATE POLICY audit_log_reader ON fitclub.audit_log FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));

CREATE POLICY login_application ON fitclub.login
	USING ((SELECT fitclub_internal.writes_all()));

-- It is on as soon as there are personas: without them it would be in the way
-- of applications that COPY, and of dumps by others than the owner. The grant
-- of a persona switches it on, also the one that a restore repeats, so that no
-- dump has to tell.
CREATE FUNCTION fitclub_internal.enable_row_security() RETURNS event_trigger
AS 'MODULE_PATHNAME', 'fitclub_enable_row_security'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.enable_row_security IS
	'Event trigger: switches row security on when the first persona is granted';

CREATE EVENT TRIGGER fitclub_enable_row_security ON ddl_command_end
	WHEN TAG IN ('GRANT')
	EXECUTE FUNCTION fitclub_internal.enable_row_security();
ALTER EVENT TRIGGER fitclub_enable_row_security ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER fitclub_enable_row_security IS
	'Switches row security on when the first persona is granted';
