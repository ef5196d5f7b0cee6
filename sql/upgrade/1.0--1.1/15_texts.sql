-- Texts have limits. What is longer or has control characters stays as it is,
-- and verify() names it: a script of an extension is not held to the limits.

ALTER TABLE fitclub.club
	DROP CONSTRAINT club_name_check,
	ADD CONSTRAINT club_name_check CHECK (fitclub_internal.is_text(name, 200));
ALTER TABLE fitclub.member
	DROP CONSTRAINT member_first_name_check,
	DROP CONSTRAINT member_last_name_check,
	DROP CONSTRAINT member_phone_number_check,
	ADD CONSTRAINT member_first_name_check CHECK (fitclub_internal.is_text(first_name, 200)),
	ADD CONSTRAINT member_last_name_check CHECK (fitclub_internal.is_text(last_name, 200)),
	ADD CONSTRAINT member_phone_number_check CHECK (fitclub_internal.is_text(phone_number, 50)),
	ADD CONSTRAINT member_gender_check CHECK (fitclub_internal.is_text(gender, 200, may_be_blank => true)),
	ADD CONSTRAINT member_notes_check CHECK (fitclub_internal.is_text(notes, 10000, has_lines => true, may_be_blank => true));
ALTER TABLE fitclub.trainer
	DROP CONSTRAINT trainer_first_name_check,
	DROP CONSTRAINT trainer_last_name_check,
	DROP CONSTRAINT trainer_phone_number_check,
	ADD CONSTRAINT trainer_first_name_check CHECK (fitclub_internal.is_text(first_name, 200)),
	ADD CONSTRAINT trainer_last_name_check CHECK (fitclub_internal.is_text(last_name, 200)),
	ADD CONSTRAINT trainer_phone_number_check CHECK (fitclub_internal.is_text(phone_number, 50)),
	ADD CONSTRAINT trainer_specialization_check CHECK (fitclub_internal.is_text(specialization, 200, may_be_blank => true));
ALTER TABLE fitclub.administrative_staff
	DROP CONSTRAINT administrative_staff_first_name_check,
	DROP CONSTRAINT administrative_staff_last_name_check,
	ADD CONSTRAINT administrative_staff_first_name_check CHECK (fitclub_internal.is_text(first_name, 200)),
	ADD CONSTRAINT administrative_staff_last_name_check CHECK (fitclub_internal.is_text(last_name, 200));
ALTER TABLE fitclub.room
	DROP CONSTRAINT room_name_check,
	ADD CONSTRAINT room_name_check CHECK (fitclub_internal.is_text(name, 200));
ALTER TABLE fitclub.equipment
	DROP CONSTRAINT equipment_name_check,
	ADD CONSTRAINT equipment_name_check CHECK (fitclub_internal.is_text(name, 200)),
	ADD CONSTRAINT equipment_notes_check CHECK (fitclub_internal.is_text(notes, 10000, has_lines => true, may_be_blank => true));
ALTER TABLE fitclub.equipment_maintenance
	DROP CONSTRAINT equipment_maintenance_description_check,
	ADD CONSTRAINT equipment_maintenance_description_check CHECK (fitclub_internal.is_text(description, 2000, has_lines => true));
ALTER TABLE fitclub.private_session
	DROP CONSTRAINT private_session_activity_type_check,
	ADD CONSTRAINT private_session_activity_type_check CHECK (fitclub_internal.is_text(activity_type, 200));
ALTER TABLE fitclub.class_schedule
	DROP CONSTRAINT class_schedule_name_check,
	ADD CONSTRAINT class_schedule_name_check CHECK (fitclub_internal.is_text(name, 200));
ALTER TABLE fitclub.billing_item
	DROP CONSTRAINT billing_item_description_check,
	ADD CONSTRAINT billing_item_description_check CHECK (fitclub_internal.is_text(description, 2000, has_lines => true));
ALTER TABLE fitclub.payment
	ADD CONSTRAINT payment_description_check CHECK (fitclub_internal.is_text(description, 2000, has_lines => true, may_be_blank => true)),
	ADD CONSTRAINT payment_notes_check CHECK (fitclub_internal.is_text(notes, 10000, has_lines => true, may_be_blank => true));
ALTER TABLE fitclub.notification
	DROP CONSTRAINT notification_message_check,
	ADD CONSTRAINT notification_message_check CHECK (fitclub_internal.is_text(message, 10000, has_lines => true));

-- E-mails and the names of rooms are compared in the same way in every locale.
DO $$
DECLARE
	same text;
BEGIN
	SELECT format('rooms %s are all called %s', string_agg(r.room_id::text, ', ' ORDER BY r.room_id), min(r.name))
	INTO same
	FROM fitclub.room AS r
	GROUP BY fitclub_internal.fold(r.name)
	HAVING count(*) > 1
	LIMIT 1;
	IF FOUND THEN
		RAISE unique_violation USING MESSAGE = same, TABLE = 'room', CONSTRAINT = 'room_name_key', SCHEMA = 'fitclub',
			DETAIL = 'Names of rooms are compared without regard to the case of ASCII letters, and to spaces around them or in a row.',
			HINT = 'Rename them with update_room() before the update.';
	END IF;
END $$;
DROP INDEX fitclub.member_email_key;
CREATE UNIQUE INDEX member_email_key ON fitclub.member (fitclub_internal.fold(email));
DROP INDEX fitclub.trainer_email_key;
CREATE UNIQUE INDEX trainer_email_key ON fitclub.trainer (fitclub_internal.fold(email));
DROP INDEX fitclub.administrative_staff_email_key;
CREATE UNIQUE INDEX administrative_staff_email_key
	ON fitclub.administrative_staff (fitclub_internal.fold(email));
DROP INDEX fitclub.room_name_key;
CREATE UNIQUE INDEX room_name_key ON fitclub.room (fitclub_internal.fold(name))
	WHERE name IS NOT NULL;
COMMENT ON COLUMN fitclub.member.email IS 'Unique without regard to the case of ASCII letters';
COMMENT ON COLUMN fitclub.trainer.email IS 'Unique without regard to the case of ASCII letters';
COMMENT ON COLUMN fitclub.administrative_staff.email IS 'Unique without regard to the case of ASCII letters';
