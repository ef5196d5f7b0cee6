-- What is recorded as the time of a row cannot be held back by a transaction
-- that is kept open.

ALTER TABLE fitclub.member
	ALTER joined_at SET DEFAULT greatest(now(), clock_timestamp());
ALTER TABLE fitclub.staff_password
	ALTER changed_at SET DEFAULT greatest(now(), clock_timestamp());
ALTER TABLE fitclub.health_metric
	ALTER recorded_at SET DEFAULT greatest(now(), clock_timestamp());
ALTER TABLE fitclub.equipment_maintenance
	ALTER reported_at SET DEFAULT greatest(now(), clock_timestamp());
ALTER TABLE fitclub.private_session
	ALTER changed_at SET DEFAULT greatest(now(), clock_timestamp());
ALTER TABLE fitclub.class_schedule
	ALTER changed_at SET DEFAULT greatest(now(), clock_timestamp());
ALTER TABLE fitclub.class_registration
	ALTER registered_at SET DEFAULT greatest(now(), clock_timestamp()),
	ALTER changed_at SET DEFAULT greatest(now(), clock_timestamp());
ALTER TABLE fitclub.billing_item
	ALTER created_at SET DEFAULT greatest(now(), statement_timestamp()),
	ALTER updated_at SET DEFAULT greatest(now(), statement_timestamp());
ALTER TABLE fitclub.payment
	ALTER paid_at SET DEFAULT greatest(now(), clock_timestamp());
ALTER TABLE fitclub.notification
	ALTER created_at SET DEFAULT greatest(now(), clock_timestamp());
