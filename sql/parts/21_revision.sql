-- Every change of a booking that calendars show is counted, on every path: the
-- functions count by themselves, as they would for a direct UPDATE. A restore
-- inserts and changes nothing, so that the numbers stay as they were dumped.

CREATE FUNCTION fitclub_internal.count_revision() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_count_revision'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.count_revision IS
	'Trigger: counts the changes of a booking that calendars show, and notes when';

CREATE TRIGGER private_session_revision
	BEFORE UPDATE ON fitclub.private_session
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.count_revision();
CREATE TRIGGER class_schedule_revision
	BEFORE UPDATE ON fitclub.class_schedule
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.count_revision();
CREATE TRIGGER class_registration_revision
	BEFORE UPDATE ON fitclub.class_registration
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.count_revision();
