-- Why a booking was cancelled; and attendance that was recorded stays when its
-- seat is cancelled.

ALTER TABLE fitclub.private_session
	ADD cancellation_reason text,
	ADD CONSTRAINT private_session_cancellation_reason_check
		CHECK (fitclub_internal.is_text(cancellation_reason, 200));

ALTER TABLE fitclub.class_schedule
	ADD cancellation_reason text,
	ADD CONSTRAINT class_schedule_cancellation_reason_check
		CHECK (fitclub_internal.is_text(cancellation_reason, 200));

ALTER TABLE fitclub.class_registration
	ADD cancellation_reason text,
	ADD CONSTRAINT class_registration_cancellation_reason_check
		CHECK (fitclub_internal.is_text(cancellation_reason, 200));

ALTER TABLE fitclub.class_registration DROP CONSTRAINT class_registration_attended_check;
