-- Nothing is anybody's until it is granted.

REVOKE ALL ON SCHEMA fitclub, fitclub_internal FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA fitclub FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA fitclub FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA fitclub, fitclub_internal FROM PUBLIC;

-- But what constraints and defaults ask, they ask as the role that writes, and
-- policies as the role that reads. Without USAGE on the schema nobody can call
-- these otherwise.
GRANT EXECUTE ON FUNCTION fitclub_internal.is_booking_period, fitclub_internal.is_email,
	fitclub_internal.is_time_zone, fitclub_internal.class_may_exceed_room,
	fitclub_internal.reads_all, fitclub_internal.writes_all, fitclub_internal.own_member_id,
	fitclub_internal.own_trainer_id, fitclub_internal.is_own_trainee, fitclub_internal.is_own_class
	TO PUBLIC;
