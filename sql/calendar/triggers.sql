-- What counts as a change is in guards.sql.

CREATE TRIGGER private_session_revision
	BEFORE UPDATE ON fitclub.private_session
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.count_revision();
COMMENT ON TRIGGER private_session_revision ON fitclub.private_session IS 'Counts the changes that calendars show';

CREATE TRIGGER class_schedule_revision
	BEFORE UPDATE ON fitclub.class_schedule
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.count_revision();
COMMENT ON TRIGGER class_schedule_revision ON fitclub.class_schedule IS 'Counts the changes that calendars show';

CREATE TRIGGER class_registration_revision
	BEFORE UPDATE ON fitclub.class_registration
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.count_revision();
COMMENT ON TRIGGER class_registration_revision ON fitclub.class_registration IS
	'Counts the changes that calendars show';
