-- Times are in the years of a club. One of 1.0 that is not stays as it is, and
-- verify() names it: a script of an extension is not held to the years.

ALTER TABLE fitclub.member
	DROP CONSTRAINT member_date_of_birth_check,
	ADD CONSTRAINT member_date_of_birth_check
		CHECK (date_of_birth >= '1900-01-01' AND isfinite(date_of_birth) AND fitclub_internal.is_date(date_of_birth)),
	ADD CONSTRAINT member_times_check
		CHECK (fitclub_internal.is_instant(joined_at) AND fitclub_internal.is_instant(last_metric_at));
ALTER TABLE fitclub.staff_password
	ADD CONSTRAINT staff_password_changed_at_check
		CHECK (fitclub_internal.is_instant(changed_at));
ALTER TABLE fitclub.health_metric
	DROP CONSTRAINT health_metric_recorded_at_check,
	ADD CONSTRAINT health_metric_recorded_at_check
		CHECK (isfinite(recorded_at) AND fitclub_internal.is_instant(recorded_at));
ALTER TABLE fitclub.equipment
	DROP CONSTRAINT equipment_last_serviced_date_check,
	ADD CONSTRAINT equipment_last_serviced_date_check
		CHECK (isfinite(last_serviced_date) AND fitclub_internal.is_date(last_serviced_date));
ALTER TABLE fitclub.equipment_maintenance
	DROP CONSTRAINT equipment_maintenance_resolved_at_check,
	ADD CONSTRAINT equipment_maintenance_resolved_at_check
		CHECK ((status = 'resolved') = (resolved_at IS NOT NULL) AND isfinite(resolved_at) AND fitclub_internal.is_instant(resolved_at)),
	ADD CONSTRAINT equipment_maintenance_reported_at_check
		CHECK (fitclub_internal.is_instant(reported_at));
ALTER TABLE fitclub.trainer_availability
	DROP CONSTRAINT trainer_availability_available_on_check,
	ADD CONSTRAINT trainer_availability_available_on_check
		CHECK (isfinite(available_on) AND fitclub_internal.is_date(available_on)
			AND day_of_week = extract(isodow FROM available_on)::integer - 1);
ALTER TABLE fitclub.private_session
	ADD CONSTRAINT private_session_times_check
		CHECK (fitclub_internal.is_instant(cancelled_at) AND fitclub_internal.is_instant(changed_at));
ALTER TABLE fitclub.class_schedule
	ADD CONSTRAINT class_schedule_times_check
		CHECK (fitclub_internal.is_instant(cancelled_at) AND fitclub_internal.is_instant(changed_at));
ALTER TABLE fitclub.class_registration
	ADD CONSTRAINT class_registration_times_check
		CHECK (fitclub_internal.is_instant(registered_at) AND fitclub_internal.is_instant(cancelled_at) AND fitclub_internal.is_instant(changed_at));
ALTER TABLE fitclub.billing_item
	ADD CONSTRAINT billing_item_times_check
		CHECK (fitclub_internal.is_instant(created_at) AND fitclub_internal.is_instant(updated_at) AND fitclub_internal.is_instant(paid_at));
ALTER TABLE fitclub.payment
	ADD CONSTRAINT payment_paid_at_check
		CHECK (fitclub_internal.is_instant(paid_at));
ALTER TABLE fitclub.notification
	ADD CONSTRAINT notification_created_at_check
		CHECK (fitclub_internal.is_instant(created_at));
