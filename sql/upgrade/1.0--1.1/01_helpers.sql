-- Helpers stood among the operations. Whatever calls them by their names is
-- declared again below; constraints and triggers know them without.

ALTER FUNCTION fitclub.is_booking_period SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.is_email SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.is_time_zone SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.class_may_exceed_room SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.announce_direct_write SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.guard_private_session SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.guard_class_schedule SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.guard_class_registration SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.guard_room SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.guard_trainer_availability SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.guard_payment SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.guard_billing_item SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.keep_health_metric SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.update_member_last_metric SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.replace_club SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.require_id SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.require_choice SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.mark_conflicts SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.start_demo SET SCHEMA fitclub_internal;
ALTER FUNCTION fitclub.demo_date SET SCHEMA fitclub_internal;

COMMENT ON FUNCTION fitclub_internal.is_booking_period IS
	'Whether two instants bound a booking: both finite, the end after the start and at most 27 hours later, which is the longest day by a clock, the start in the years 1900 to 9998';
