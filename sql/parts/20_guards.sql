-- Guards: what holds on every path. They only look and refuse, read no clock
-- and fire as ordinary triggers, so that a restore passes through them. The
-- two that do more say so.

CREATE FUNCTION fitclub_internal.announce_direct_write() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_announce_direct_write'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.announce_direct_write IS
	'Trigger: tells the functions that somebody writes to the calendar directly, so that their rows are guarded as well';

CREATE TRIGGER private_session_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.private_session
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.announce_direct_write();
CREATE TRIGGER class_schedule_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.class_schedule
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.announce_direct_write();
CREATE TRIGGER class_registration_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.class_registration
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.announce_direct_write();

CREATE FUNCTION fitclub_internal.guard_private_session() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_private_session'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_private_session IS
	'Trigger: no room, trainer or member is double-booked by a private session';

CREATE TRIGGER private_session_guard
	AFTER INSERT OR UPDATE ON fitclub.private_session
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_private_session();

CREATE FUNCTION fitclub_internal.guard_class_schedule() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_class_schedule'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_class_schedule IS
	'Trigger: no room or trainer is double-booked by a class; its roster fits its capacity and its capacity its room';

CREATE TRIGGER class_schedule_guard
	AFTER INSERT OR UPDATE ON fitclub.class_schedule
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_class_schedule();

CREATE FUNCTION fitclub_internal.guard_class_registration() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_class_registration'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_class_registration IS
	'Trigger: no member is double-booked by a registration, no class overfull, no cancelled class joined';

CREATE TRIGGER class_registration_guard
	AFTER INSERT OR UPDATE ON fitclub.class_registration
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_class_registration();

CREATE FUNCTION fitclub_internal.guard_room() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_room'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_room IS
	'Trigger: a room''s capacity is not lowered below that of its classes';

CREATE TRIGGER room_guard
	AFTER UPDATE ON fitclub.room
	FOR EACH ROW WHEN (new.capacity < old.capacity)
	EXECUTE FUNCTION fitclub_internal.guard_room();

CREATE FUNCTION fitclub_internal.guard_trainer_availability() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_trainer_availability'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_trainer_availability IS
	'Trigger: windows of one trainer on one day never overlap';

CREATE TRIGGER trainer_availability_guard
	AFTER INSERT OR UPDATE ON fitclub.trainer_availability
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_trainer_availability();

CREATE FUNCTION fitclub_internal.guard_payment() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_payment'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_payment IS
	'Trigger: nobody pays more than is owed or gets back more than was paid';

CREATE TRIGGER payment_guard
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.payment
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_payment();

CREATE FUNCTION fitclub_internal.guard_billing_item() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_billing_item'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.guard_billing_item IS
	'Trigger: a bill is not lowered below what was paid of it';

CREATE TRIGGER billing_item_guard
	AFTER UPDATE ON fitclub.billing_item
	FOR EACH ROW WHEN (new.amount < old.amount)
	EXECUTE FUNCTION fitclub_internal.guard_billing_item();

CREATE FUNCTION fitclub_internal.keep_health_metric() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_keep_health_metric'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.keep_health_metric IS
	'Trigger: health metrics are append-only and deleted only with their member';

CREATE TRIGGER health_metric_append_only
	BEFORE UPDATE OR DELETE ON fitclub.health_metric
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.keep_health_metric();

CREATE TRIGGER health_metric_no_truncate
	BEFORE TRUNCATE ON fitclub.health_metric
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.keep_health_metric();

-- Writes, but a restore is not changed by it: the latest time only moves on.
CREATE FUNCTION fitclub_internal.update_member_last_metric() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_update_member_last_metric'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.update_member_last_metric IS
	'Trigger: member.last_metric_at is the greatest recorded_at seen';

CREATE TRIGGER trg_update_member_last_metric
	AFTER INSERT ON fitclub.health_metric
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.update_member_last_metric();

-- Writes, so that a restored row takes the place of the one that CREATE
-- EXTENSION has just put there. ALWAYS: a parallel restore runs as a replica.
CREATE FUNCTION fitclub_internal.replace_club() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_replace_club'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.replace_club IS
	'Trigger: an inserted row of settings replaces the one there was';

CREATE TRIGGER club_replace
	BEFORE INSERT ON fitclub.club
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.replace_club();
ALTER TABLE fitclub.club ENABLE ALWAYS TRIGGER club_replace;

INSERT INTO fitclub.club DEFAULT VALUES;
