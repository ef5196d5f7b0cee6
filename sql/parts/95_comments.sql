-- What every column, constraint, index, trigger and policy is for, where the
-- part that makes it does not say so. An upgraded club gets these as well.

-- club

COMMENT ON COLUMN fitclub.club.club_id IS 'Always 1';
COMMENT ON COLUMN fitclub.club.name IS 'The club''s name, which calendars show';
COMMENT ON CONSTRAINT club_one_row ON fitclub.club IS 'There is one row of settings';
COMMENT ON CONSTRAINT club_name_check ON fitclub.club IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT club_time_zone_check ON fitclub.club IS
	'The server lists the time zone, and its name does not stand for a fixed offset instead';
COMMENT ON CONSTRAINT club_currency_check ON fitclub.club IS 'Three capital letters';
COMMENT ON CONSTRAINT club_default_session_price_check ON fitclub.club IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT club_default_class_price_check ON fitclub.club IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT club_cancellation_notice_check ON fitclub.club IS '0 to 360 days';
COMMENT ON CONSTRAINT club_late_cancellation_fee_percent_check ON fitclub.club IS '0 to 100 percent';
COMMENT ON CONSTRAINT club_pkey ON fitclub.club IS 'The key of the only row';
COMMENT ON INDEX fitclub.club_pkey IS 'Look-up by primary key';
COMMENT ON TRIGGER club_replace ON fitclub.club IS
	'An inserted row replaces the settings, so a restored dump brings its own; fires on replicas as well';
COMMENT ON TRIGGER club_audit ON fitclub.club IS
	'Writes an event to the audit log when the settings change; club_replace does so when they are inserted';
COMMENT ON TRIGGER club_audit_truncate ON fitclub.club IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY club_application ON fitclub.club IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY club_reader ON fitclub.club IS 'Everybody with SELECT on the table reads the settings';

-- member

COMMENT ON COLUMN fitclub.member.member_id IS 'Key';
COMMENT ON COLUMN fitclub.member.first_name IS 'Given name';
COMMENT ON COLUMN fitclub.member.last_name IS 'Family name';
COMMENT ON COLUMN fitclub.member.phone_number IS 'Unique; null if unknown';
COMMENT ON COLUMN fitclub.member.date_of_birth IS 'Not before 1900; null if unknown';
COMMENT ON COLUMN fitclub.member.gender IS 'In the member''s own words; null if unknown';
COMMENT ON COLUMN fitclub.member.notes IS 'Whatever else trainers and staff should know; null if nothing';
COMMENT ON COLUMN fitclub.member.joined_at IS
	'When the member joined, which is when the row was made unless it says otherwise';
COMMENT ON CONSTRAINT member_times_check ON fitclub.member IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT member_member_id_check ON fitclub.member IS 'Ids are positive';
COMMENT ON CONSTRAINT member_first_name_check ON fitclub.member IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT member_last_name_check ON fitclub.member IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT member_email_check ON fitclub.member IS 'The e-mail has the form of an address';
COMMENT ON CONSTRAINT member_phone_number_check ON fitclub.member IS
	'Not blank, at most 50 characters, no control characters';
COMMENT ON CONSTRAINT member_date_of_birth_check ON fitclub.member IS 'Nobody was born before 1900';
COMMENT ON CONSTRAINT member_target_weight_check ON fitclub.member IS '0 to 300 kg';
COMMENT ON CONSTRAINT member_pkey ON fitclub.member IS 'A member has one id';
COMMENT ON CONSTRAINT member_gender_check ON fitclub.member IS
	'At most 200 characters, no control characters';
COMMENT ON CONSTRAINT member_notes_check ON fitclub.member IS
	'At most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON INDEX fitclub.member_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.member_email_key IS 'No two members share an e-mail; look-up by e-mail';
COMMENT ON INDEX fitclub.member_phone_number_key IS 'No two members share a phone number; look-up by phone number';
COMMENT ON TRIGGER member_audit ON fitclub.member IS 'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER member_audit_truncate ON fitclub.member IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY member_application ON fitclub.member IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY member_reader ON fitclub.member IS
	'Staff read all members, a member reads their own row, and a trainer reads the members they work with';

-- trainer

COMMENT ON COLUMN fitclub.trainer.trainer_id IS 'Key';
COMMENT ON COLUMN fitclub.trainer.first_name IS 'Given name';
COMMENT ON COLUMN fitclub.trainer.last_name IS 'Family name';
COMMENT ON COLUMN fitclub.trainer.phone_number IS 'Null if unknown';
COMMENT ON COLUMN fitclub.trainer.specialization IS 'What the trainer teaches; null if nothing in particular';
COMMENT ON CONSTRAINT trainer_trainer_id_check ON fitclub.trainer IS 'Ids are positive';
COMMENT ON CONSTRAINT trainer_first_name_check ON fitclub.trainer IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT trainer_last_name_check ON fitclub.trainer IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT trainer_email_check ON fitclub.trainer IS 'The e-mail has the form of an address';
COMMENT ON CONSTRAINT trainer_phone_number_check ON fitclub.trainer IS
	'Not blank, at most 50 characters, no control characters';
COMMENT ON CONSTRAINT trainer_pkey ON fitclub.trainer IS 'A trainer has one id';
COMMENT ON CONSTRAINT trainer_specialization_check ON fitclub.trainer IS
	'At most 200 characters, no control characters';
COMMENT ON INDEX fitclub.trainer_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.trainer_email_key IS 'No two trainers share an e-mail; look-up by e-mail';
COMMENT ON TRIGGER trainer_audit ON fitclub.trainer IS 'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER trainer_audit_truncate ON fitclub.trainer IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY trainer_application ON fitclub.trainer IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY trainer_reader ON fitclub.trainer IS 'Staff read all trainers, and a trainer reads their own row';

-- administrative_staff

COMMENT ON COLUMN fitclub.administrative_staff.staff_id IS 'Key';
COMMENT ON COLUMN fitclub.administrative_staff.first_name IS 'Given name';
COMMENT ON COLUMN fitclub.administrative_staff.last_name IS 'Family name';
COMMENT ON CONSTRAINT administrative_staff_first_name_check ON fitclub.administrative_staff IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT administrative_staff_last_name_check ON fitclub.administrative_staff IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT administrative_staff_email_check ON fitclub.administrative_staff IS
	'The e-mail has the form of an address';
COMMENT ON CONSTRAINT administrative_staff_pkey ON fitclub.administrative_staff IS 'A member of staff has one id';
COMMENT ON INDEX fitclub.administrative_staff_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.administrative_staff_email_key IS
	'No two members of staff share an e-mail; look-up when somebody signs in';
COMMENT ON TRIGGER administrative_staff_forget_identities ON fitclub.administrative_staff IS
	'Sessions check again who they act for when staff change; fires on replicas as well';
COMMENT ON TRIGGER administrative_staff_audit ON fitclub.administrative_staff IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER administrative_staff_audit_truncate ON fitclub.administrative_staff IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY administrative_staff_application ON fitclub.administrative_staff IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY administrative_staff_reader ON fitclub.administrative_staff IS 'Staff read all of it';

-- staff_password

COMMENT ON COLUMN fitclub.staff_password.staff_id IS 'Key: the member of staff';
COMMENT ON COLUMN fitclub.staff_password.changed_at IS 'When the password was last changed';
COMMENT ON CONSTRAINT staff_password_changed_at_check ON fitclub.staff_password IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT staff_password_staff_id_fkey ON fitclub.staff_password IS
	'A password belongs to a member of staff and is deleted with them';
COMMENT ON CONSTRAINT staff_password_verifier_check ON fitclub.staff_password IS
	'A SCRAM-SHA-256 verifier, never a password in plain text';
COMMENT ON CONSTRAINT staff_password_pkey ON fitclub.staff_password IS 'A member of staff has at most one password';
COMMENT ON INDEX fitclub.staff_password_pkey IS 'Look-up by primary key';
COMMENT ON TRIGGER staff_password_audit ON fitclub.staff_password IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER staff_password_audit_truncate ON fitclub.staff_password IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY staff_password_application ON fitclub.staff_password IS
	'Applications and the owner read and write every row; nobody else writes';

-- sign_in_failure

COMMENT ON CONSTRAINT sign_in_failure_failed_at_check ON fitclub.sign_in_failure IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT sign_in_failure_email_hash_check ON fitclub.sign_in_failure IS 'A SHA-256 hash has 32 bytes';
COMMENT ON CONSTRAINT sign_in_failure_failures_check ON fitclub.sign_in_failure IS
	'A row stands for at least one failure';
COMMENT ON CONSTRAINT sign_in_failure_pkey ON fitclub.sign_in_failure IS 'Failures are counted once for each e-mail';
COMMENT ON INDEX fitclub.sign_in_failure_pkey IS 'Look-up by primary key';
COMMENT ON POLICY sign_in_failure_application ON fitclub.sign_in_failure IS
	'Applications and the owner read and write every row; nobody else writes';

-- health_metric

COMMENT ON COLUMN fitclub.health_metric.metric_id IS 'Key';
COMMENT ON COLUMN fitclub.health_metric.member_id IS 'The member who was measured';
COMMENT ON COLUMN fitclub.health_metric.recorded_at IS 'When the measurement was taken';
COMMENT ON CONSTRAINT health_metric_member_id_fkey ON fitclub.health_metric IS
	'A metric belongs to a member and is deleted with them';
COMMENT ON CONSTRAINT health_metric_recorded_at_check ON fitclub.health_metric IS 'The time is finite';
COMMENT ON CONSTRAINT health_metric_weight_check ON fitclub.health_metric IS '1 to 500 kg';
COMMENT ON CONSTRAINT health_metric_height_check ON fitclub.health_metric IS '30 to 300 cm';
COMMENT ON CONSTRAINT health_metric_heart_rate_check ON fitclub.health_metric IS '20 to 300 beats per minute';
COMMENT ON CONSTRAINT health_metric_target_weight_check ON fitclub.health_metric IS '0 to 300 kg';
COMMENT ON CONSTRAINT health_metric_measured_check ON fitclub.health_metric IS 'At least one value is given';
COMMENT ON CONSTRAINT health_metric_pkey ON fitclub.health_metric IS 'A metric has one id';
COMMENT ON INDEX fitclub.health_metric_pkey IS 'Look-up by primary key';
COMMENT ON TRIGGER health_metric_append_only ON fitclub.health_metric IS
	'Refuses UPDATE, and DELETE unless the member is deleted';
COMMENT ON TRIGGER health_metric_no_truncate ON fitclub.health_metric IS 'Refuses TRUNCATE';
COMMENT ON TRIGGER trg_update_member_last_metric ON fitclub.health_metric IS
	'Keeps member.last_metric_at at the latest time recorded';
COMMENT ON TRIGGER health_metric_audit ON fitclub.health_metric IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER health_metric_audit_truncate ON fitclub.health_metric IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY health_metric_application ON fitclub.health_metric IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY health_metric_reader ON fitclub.health_metric IS
	'Staff read all metrics, a member reads their own, and a trainer reads those of the members they work with';

-- room

COMMENT ON COLUMN fitclub.room.room_id IS 'Key';
COMMENT ON COLUMN fitclub.room.name IS 'Unique';
COMMENT ON CONSTRAINT room_room_id_check ON fitclub.room IS 'Ids are positive';
COMMENT ON CONSTRAINT room_primary_trainer_id_fkey ON fitclub.room IS
	'The trainer who looks after the room; nobody once the trainer is deleted';
COMMENT ON CONSTRAINT room_name_check ON fitclub.room IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT room_capacity_check ON fitclub.room IS '1 to 10000 people';
COMMENT ON CONSTRAINT room_pkey ON fitclub.room IS 'A room has one id';
COMMENT ON INDEX fitclub.room_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.room_name_key IS 'No two rooms share a name; look-up by name';
COMMENT ON INDEX fitclub.room_primary_trainer_id_idx IS 'The rooms that a trainer looks after; the foreign key';
COMMENT ON TRIGGER room_guard ON fitclub.room IS 'Refuses a capacity lower than that of the room''s classes';
COMMENT ON TRIGGER room_audit ON fitclub.room IS 'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER room_audit_truncate ON fitclub.room IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY room_application ON fitclub.room IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY room_reader ON fitclub.room IS 'Everybody with SELECT on the table reads all rooms';

-- equipment

COMMENT ON COLUMN fitclub.equipment.equipment_id IS 'Key';
COMMENT ON COLUMN fitclub.equipment.room_id IS 'The room in which it stands';
COMMENT ON COLUMN fitclub.equipment.name IS 'What it is';
COMMENT ON COLUMN fitclub.equipment.notes IS 'Whatever else there is to know; null if nothing';
COMMENT ON COLUMN fitclub.equipment.last_serviced_date IS
	'When it was last serviced, by the club''s clock; null if never or unknown';
COMMENT ON CONSTRAINT equipment_room_id_fkey ON fitclub.equipment IS 'A room with equipment cannot be deleted';
COMMENT ON CONSTRAINT equipment_trainer_id_fkey ON fitclub.equipment IS
	'The trainer responsible; nobody once the trainer is deleted';
COMMENT ON CONSTRAINT equipment_name_check ON fitclub.equipment IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT equipment_status_check ON fitclub.equipment IS 'One of four states';
COMMENT ON CONSTRAINT equipment_last_serviced_date_check ON fitclub.equipment IS 'The date is finite';
COMMENT ON CONSTRAINT equipment_pkey ON fitclub.equipment IS 'A piece of equipment has one id';
COMMENT ON CONSTRAINT equipment_notes_check ON fitclub.equipment IS
	'At most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON INDEX fitclub.equipment_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.equipment_room_id_idx IS 'The equipment of a room; the foreign key';
COMMENT ON INDEX fitclub.equipment_trainer_id_idx IS 'The equipment a trainer is responsible for; the foreign key';
COMMENT ON TRIGGER equipment_audit ON fitclub.equipment IS 'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER equipment_audit_truncate ON fitclub.equipment IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY equipment_application ON fitclub.equipment IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY equipment_reader ON fitclub.equipment IS 'Staff read all of it';

-- equipment_maintenance

COMMENT ON COLUMN fitclub.equipment_maintenance.maintenance_id IS 'Key';
COMMENT ON COLUMN fitclub.equipment_maintenance.equipment_id IS 'The equipment at fault';
COMMENT ON COLUMN fitclub.equipment_maintenance.reported_at IS 'When the fault was reported';
COMMENT ON COLUMN fitclub.equipment_maintenance.description IS 'What is wrong';
COMMENT ON COLUMN fitclub.equipment_maintenance.resolved_at IS 'When it was repaired; null until then';
COMMENT ON CONSTRAINT equipment_maintenance_reported_at_check ON fitclub.equipment_maintenance IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT equipment_maintenance_equipment_id_fkey ON fitclub.equipment_maintenance IS
	'A fault belongs to a piece of equipment and is deleted with it';
COMMENT ON CONSTRAINT equipment_maintenance_staff_id_fkey ON fitclub.equipment_maintenance IS
	'The member of staff who deals with it; nobody once they are deleted';
COMMENT ON CONSTRAINT equipment_maintenance_description_check ON fitclub.equipment_maintenance IS
	'Not blank, at most 2,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT equipment_maintenance_status_check ON fitclub.equipment_maintenance IS 'One of three states';
COMMENT ON CONSTRAINT equipment_maintenance_resolved_at_check ON fitclub.equipment_maintenance IS
	'A resolved fault, and no other, has a finite time at which it was resolved';
COMMENT ON CONSTRAINT equipment_maintenance_pkey ON fitclub.equipment_maintenance IS 'A reported fault has one id';
COMMENT ON INDEX fitclub.equipment_maintenance_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.equipment_maintenance_equipment_id_idx IS
	'The faults of a piece of equipment in order of time; the foreign key';
COMMENT ON INDEX fitclub.equipment_maintenance_staff_id_idx IS
	'The faults a member of staff deals with; the foreign key';
COMMENT ON INDEX fitclub.equipment_maintenance_open_idx IS
	'The faults of a piece of equipment that are not resolved yet';
COMMENT ON TRIGGER equipment_maintenance_audit ON fitclub.equipment_maintenance IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER equipment_maintenance_audit_truncate ON fitclub.equipment_maintenance IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY equipment_maintenance_application ON fitclub.equipment_maintenance IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY equipment_maintenance_reader ON fitclub.equipment_maintenance IS 'Staff read all of it';

-- trainer_availability

COMMENT ON COLUMN fitclub.trainer_availability.availability_id IS 'Key';
COMMENT ON COLUMN fitclub.trainer_availability.trainer_id IS 'The trainer who works then';
COMMENT ON COLUMN fitclub.trainer_availability.start_time IS 'Start of the window';
COMMENT ON CONSTRAINT trainer_availability_trainer_id_fkey ON fitclub.trainer_availability IS
	'A window belongs to a trainer and is deleted with them';
COMMENT ON CONSTRAINT trainer_availability_day_of_week_check ON fitclub.trainer_availability IS '0 Monday to 6 Sunday';
COMMENT ON CONSTRAINT trainer_availability_period_check ON fitclub.trainer_availability IS
	'A window ends after it starts';
COMMENT ON CONSTRAINT trainer_availability_is_recurring_check ON fitclub.trainer_availability IS
	'A window is weekly or has a date';
COMMENT ON CONSTRAINT trainer_availability_available_on_check ON fitclub.trainer_availability IS
	'The date is finite and falls on the day of the week';
COMMENT ON CONSTRAINT trainer_availability_pkey ON fitclub.trainer_availability IS 'A window has one id';
COMMENT ON INDEX fitclub.trainer_availability_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.trainer_availability_day_idx IS
	'A trainer''s windows of a day in order of time; the foreign key';
COMMENT ON TRIGGER trainer_availability_guard ON fitclub.trainer_availability IS
	'Refuses a window that overlaps another one of the same trainer and day';
COMMENT ON TRIGGER trainer_availability_audit ON fitclub.trainer_availability IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER trainer_availability_audit_truncate ON fitclub.trainer_availability IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY trainer_availability_application ON fitclub.trainer_availability IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY trainer_availability_reader ON fitclub.trainer_availability IS
	'Everybody with SELECT on the table reads all windows';

-- private_session

COMMENT ON COLUMN fitclub.private_session.session_id IS 'Key';
COMMENT ON COLUMN fitclub.private_session.member_id IS 'The member who trains';
COMMENT ON COLUMN fitclub.private_session.trainer_id IS 'The trainer who gives the session';
COMMENT ON COLUMN fitclub.private_session.start_time IS 'Start, inclusive';
COMMENT ON COLUMN fitclub.private_session.activity_type IS 'What is trained';
COMMENT ON CONSTRAINT private_session_times_check ON fitclub.private_session IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT private_session_session_id_check ON fitclub.private_session IS 'Ids are positive';
COMMENT ON CONSTRAINT private_session_member_id_fkey ON fitclub.private_session IS
	'A member with sessions cannot be deleted';
COMMENT ON CONSTRAINT private_session_trainer_id_fkey ON fitclub.private_session IS
	'A trainer with sessions cannot be deleted';
COMMENT ON CONSTRAINT private_session_room_id_fkey ON fitclub.private_session IS
	'A room with sessions cannot be deleted';
COMMENT ON CONSTRAINT private_session_period_check ON fitclub.private_session IS
	'The times are finite, in order, at most 27 hours apart and not before 1900 or after 9998';
COMMENT ON CONSTRAINT private_session_activity_type_check ON fitclub.private_session IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT private_session_price_check ON fitclub.private_session IS
	'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT private_session_revision_check ON fitclub.private_session IS 'The count is not negative';
COMMENT ON CONSTRAINT private_session_cancellation_reason_check ON fitclub.private_session IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON COLUMN fitclub.private_session.cancellation_reason IS
	'Why the desk cancelled it, if a reason was given';
COMMENT ON CONSTRAINT private_session_pkey ON fitclub.private_session IS 'A session has one id';
COMMENT ON INDEX fitclub.private_session_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.private_session_room_busy_idx IS 'When a room is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.private_session_trainer_busy_idx IS
	'When a trainer is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.private_session_member_busy_idx IS 'When a member is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.private_session_trainer_cancelled_idx IS
	'A trainer''s cancelled sessions, for calendar_feed()';
COMMENT ON INDEX fitclub.private_session_member_cancelled_idx IS 'A member''s cancelled sessions, for calendar_feed()';
COMMENT ON TRIGGER private_session_direct_write ON fitclub.private_session IS
	'Tells the functions that somebody writes to the table directly';
COMMENT ON TRIGGER private_session_guard ON fitclub.private_session IS
	'Refuses a session that clashes with another booking of its room, trainer or member';
COMMENT ON TRIGGER private_session_revision ON fitclub.private_session IS 'Counts the changes that calendars show';
COMMENT ON TRIGGER private_session_audit ON fitclub.private_session IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER private_session_audit_truncate ON fitclub.private_session IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY private_session_application ON fitclub.private_session IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY private_session_reader ON fitclub.private_session IS
	'Staff read all sessions, and members and trainers read their own';

-- class_schedule

COMMENT ON COLUMN fitclub.class_schedule.class_id IS 'Key';
COMMENT ON COLUMN fitclub.class_schedule.name IS 'What the class is called';
COMMENT ON COLUMN fitclub.class_schedule.trainer_id IS 'The trainer who teaches the class';
COMMENT ON COLUMN fitclub.class_schedule.room_id IS 'The room in which it is held';
COMMENT ON COLUMN fitclub.class_schedule.start_time IS 'Start, inclusive';
COMMENT ON CONSTRAINT class_schedule_times_check ON fitclub.class_schedule IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT class_schedule_class_id_check ON fitclub.class_schedule IS 'Ids are positive';
COMMENT ON CONSTRAINT class_schedule_trainer_id_fkey ON fitclub.class_schedule IS
	'A trainer with classes cannot be deleted';
COMMENT ON CONSTRAINT class_schedule_room_id_fkey ON fitclub.class_schedule IS 'A room with classes cannot be deleted';
COMMENT ON CONSTRAINT class_schedule_name_check ON fitclub.class_schedule IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT class_schedule_period_check ON fitclub.class_schedule IS
	'The times are finite, in order, at most 27 hours apart and not before 1900 or after 9998';
COMMENT ON CONSTRAINT class_schedule_capacity_check ON fitclub.class_schedule IS '1 to 10000 seats';
COMMENT ON CONSTRAINT class_schedule_price_check ON fitclub.class_schedule IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT class_schedule_revision_check ON fitclub.class_schedule IS 'The count is not negative';
COMMENT ON CONSTRAINT class_schedule_cancellation_reason_check ON fitclub.class_schedule IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON COLUMN fitclub.class_schedule.cancellation_reason IS
	'Why the desk cancelled it, if a reason was given';
COMMENT ON CONSTRAINT class_schedule_period_key ON fitclub.class_schedule IS
	'What registrations refer to: their times follow those of the class';
COMMENT ON CONSTRAINT class_schedule_pkey ON fitclub.class_schedule IS 'A class has one id';
COMMENT ON INDEX fitclub.class_schedule_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.class_schedule_period_key IS 'What registrations refer to';
COMMENT ON INDEX fitclub.class_schedule_room_busy_idx IS 'When a room is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.class_schedule_trainer_busy_idx IS 'When a trainer is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.class_schedule_upcoming_idx IS
	'Classes in order of time, for list_upcoming_classes() and week_timetable()';
COMMENT ON INDEX fitclub.class_schedule_trainer_cancelled_idx IS 'A trainer''s cancelled classes, for calendar_feed()';
COMMENT ON TRIGGER class_schedule_direct_write ON fitclub.class_schedule IS
	'Tells the functions that somebody writes to the table directly';
COMMENT ON TRIGGER class_schedule_guard ON fitclub.class_schedule IS
	'Refuses a class that clashes with another booking of its room or trainer, or has too few seats or too many';
COMMENT ON TRIGGER class_schedule_revision ON fitclub.class_schedule IS 'Counts the changes that calendars show';
COMMENT ON TRIGGER class_schedule_audit ON fitclub.class_schedule IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER class_schedule_audit_truncate ON fitclub.class_schedule IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY class_schedule_application ON fitclub.class_schedule IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY class_schedule_reader ON fitclub.class_schedule IS
	'Everybody with SELECT on the table reads all classes';

-- class_registration

COMMENT ON COLUMN fitclub.class_registration.registration_id IS 'Key';
COMMENT ON COLUMN fitclub.class_registration.member_id IS 'The member who has the seat';
COMMENT ON COLUMN fitclub.class_registration.class_id IS 'The class in which the seat is';
COMMENT ON COLUMN fitclub.class_registration.registered_at IS 'When the seat was taken';
COMMENT ON COLUMN fitclub.class_registration.attended IS 'Whether the member came';
COMMENT ON CONSTRAINT class_registration_times_check ON fitclub.class_registration IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT class_registration_member_id_fkey ON fitclub.class_registration IS
	'A member with registrations cannot be deleted';
COMMENT ON CONSTRAINT class_registration_class_id_fkey ON fitclub.class_registration IS
	'A class with registrations cannot be deleted, and their times follow those of the class';
COMMENT ON CONSTRAINT class_registration_price_check ON fitclub.class_registration IS
	'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT class_registration_revision_check ON fitclub.class_registration IS 'The count is not negative';
COMMENT ON CONSTRAINT class_registration_cancellation_reason_check ON fitclub.class_registration IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON COLUMN fitclub.class_registration.cancellation_reason IS
	'Why the desk cancelled it, if a reason was given';
COMMENT ON CONSTRAINT class_registration_pkey ON fitclub.class_registration IS 'A registration has one id';
COMMENT ON INDEX fitclub.class_registration_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.class_registration_once IS
	'A member has at most one seat in a class; the seats of a class that are taken';
COMMENT ON INDEX fitclub.class_registration_member_busy_idx IS
	'When a member is busy: the engine looks for clashes here';
COMMENT ON INDEX fitclub.class_registration_class_id_idx IS
	'All registrations for a class, cancelled ones included; the foreign key';
COMMENT ON INDEX fitclub.class_registration_attended_idx IS 'The classes a member attended';
COMMENT ON INDEX fitclub.class_registration_member_cancelled_idx IS
	'A member''s cancelled registrations, for calendar_feed()';
COMMENT ON TRIGGER class_registration_direct_write ON fitclub.class_registration IS
	'Tells the functions that somebody writes to the table directly';
COMMENT ON TRIGGER class_registration_guard ON fitclub.class_registration IS
	'Refuses a seat that clashes with another booking of the member, or for which the class has no room';
COMMENT ON TRIGGER class_registration_revision ON fitclub.class_registration IS
	'Counts the changes that calendars show';
COMMENT ON TRIGGER class_registration_audit ON fitclub.class_registration IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER class_registration_audit_truncate ON fitclub.class_registration IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY class_registration_application ON fitclub.class_registration IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY class_registration_reader ON fitclub.class_registration IS
	'Staff read all registrations, a member reads their own, and a trainer reads those for their own classes';

-- billing_item

COMMENT ON COLUMN fitclub.billing_item.billing_id IS 'Key';
COMMENT ON COLUMN fitclub.billing_item.member_id IS 'The member who owes it';
COMMENT ON COLUMN fitclub.billing_item.description IS 'What is billed';
COMMENT ON COLUMN fitclub.billing_item.created_at IS 'When the bill was made';
COMMENT ON COLUMN fitclub.billing_item.updated_at IS 'When a function last changed the bill';
COMMENT ON CONSTRAINT billing_item_times_check ON fitclub.billing_item IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT billing_item_member_id_fkey ON fitclub.billing_item IS 'A member with bills cannot be deleted';
COMMENT ON CONSTRAINT billing_item_class_id_fkey ON fitclub.billing_item IS 'A class with bills cannot be deleted';
COMMENT ON CONSTRAINT billing_item_private_session_id_fkey ON fitclub.billing_item IS
	'A session with a bill cannot be deleted';
COMMENT ON CONSTRAINT billing_item_trainer_id_fkey ON fitclub.billing_item IS 'A trainer with bills cannot be deleted';
COMMENT ON CONSTRAINT billing_item_one_booking_check ON fitclub.billing_item IS
	'A bill is for a class, a session or neither';
COMMENT ON CONSTRAINT billing_item_amount_check ON fitclub.billing_item IS 'More than 0, and less than ten billion';
COMMENT ON CONSTRAINT billing_item_description_check ON fitclub.billing_item IS
	'Not blank, at most 2,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT billing_item_status_check ON fitclub.billing_item IS 'One of five states';
COMMENT ON CONSTRAINT billing_item_paid_at_check ON fitclub.billing_item IS
	'A bill that is or was paid in full, and no other, has the time of it';
COMMENT ON CONSTRAINT billing_item_pkey ON fitclub.billing_item IS 'A bill has one id';
COMMENT ON INDEX fitclub.billing_item_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.billing_item_session_once IS
	'A session has at most one bill; look-up by session; the foreign key';
COMMENT ON INDEX fitclub.billing_item_class_once IS
	'A member has at most one bill for a class that is neither cancelled nor refunded';
COMMENT ON INDEX fitclub.billing_item_member_id_idx IS 'A member''s bills in order of time; the foreign key';
COMMENT ON INDEX fitclub.billing_item_class_id_idx IS 'The bills of a class; the foreign key';
COMMENT ON INDEX fitclub.billing_item_member_open_idx IS 'A member''s open bills, for member_balance()';
COMMENT ON INDEX fitclub.billing_item_trainer_open_idx IS
	'A trainer''s open bills, oldest first, for trainer_schedule()';
COMMENT ON TRIGGER billing_item_guard ON fitclub.billing_item IS 'Refuses an amount lower than what has been paid';
COMMENT ON TRIGGER billing_item_audit ON fitclub.billing_item IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER billing_item_audit_truncate ON fitclub.billing_item IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY billing_item_application ON fitclub.billing_item IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY billing_item_reader ON fitclub.billing_item IS
	'Staff read all bills, a member reads their own, and a trainer reads those for their own work';

-- payment

COMMENT ON COLUMN fitclub.payment.payment_id IS 'Key';
COMMENT ON COLUMN fitclub.payment.billing_id IS 'The bill that was paid';
COMMENT ON COLUMN fitclub.payment.paid_at IS 'When the money was paid or given back';
COMMENT ON COLUMN fitclub.payment.description IS 'What the payer sees of it; null if nothing';
COMMENT ON COLUMN fitclub.payment.notes IS 'What staff noted; null if nothing';
COMMENT ON CONSTRAINT payment_paid_at_check ON fitclub.payment IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT payment_member_id_fkey ON fitclub.payment IS 'A member with payments cannot be deleted';
COMMENT ON CONSTRAINT payment_staff_id_fkey ON fitclub.payment IS
	'A member of staff who took payments cannot be deleted';
COMMENT ON CONSTRAINT payment_billing_id_fkey ON fitclub.payment IS 'A bill with payments cannot be deleted';
COMMENT ON CONSTRAINT payment_amount_check ON fitclub.payment IS 'Not 0, and less than ten billion either way';
COMMENT ON CONSTRAINT payment_payment_type_check ON fitclub.payment IS 'One of six ways to pay';
COMMENT ON CONSTRAINT payment_refund_of_fkey ON fitclub.payment IS 'A payment with refunds cannot be deleted';
COMMENT ON CONSTRAINT payment_refund_of_check ON fitclub.payment IS
	'Money given back, and no other, names the payment that it comes from';
COMMENT ON CONSTRAINT payment_pkey ON fitclub.payment IS 'A payment has one id';
COMMENT ON CONSTRAINT payment_description_check ON fitclub.payment IS
	'At most 2,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT payment_notes_check ON fitclub.payment IS
	'At most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON INDEX fitclub.payment_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.payment_billing_id_idx IS 'The payments on a bill; the foreign key';
COMMENT ON INDEX fitclub.payment_member_id_idx IS 'The payments of a payer; the foreign key';
COMMENT ON INDEX fitclub.payment_staff_id_idx IS 'The payments that a member of staff took; the foreign key';
COMMENT ON INDEX fitclub.payment_refund_of_idx IS 'The refunds of a payment; the foreign key';
COMMENT ON TRIGGER payment_guard ON fitclub.payment IS
	'Refuses payments of more than is owed and refunds of more than was paid';
COMMENT ON TRIGGER payment_audit ON fitclub.payment IS 'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER payment_audit_truncate ON fitclub.payment IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY payment_application ON fitclub.payment IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY payment_reader ON fitclub.payment IS 'Staff read all payments, and members read those they made';

-- notification

COMMENT ON COLUMN fitclub.notification.notification_id IS 'Key';
COMMENT ON COLUMN fitclub.notification.member_id IS 'The member to whom it goes; null if it goes to a trainer';
COMMENT ON COLUMN fitclub.notification.trainer_id IS 'The trainer to whom it goes; null if it goes to a member';
COMMENT ON COLUMN fitclub.notification.message IS 'The text; times in it are by the club''s clock';
COMMENT ON COLUMN fitclub.notification.created_at IS 'When it was written';
COMMENT ON COLUMN fitclub.notification.is_read IS 'Whether it was marked as read';
COMMENT ON CONSTRAINT notification_created_at_check ON fitclub.notification IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT notification_member_id_fkey ON fitclub.notification IS
	'A notification belongs to its recipient and is deleted with them';
COMMENT ON CONSTRAINT notification_trainer_id_fkey ON fitclub.notification IS
	'A notification belongs to its recipient and is deleted with them';
COMMENT ON CONSTRAINT notification_recipient_check ON fitclub.notification IS
	'A notification goes to one member or one trainer';
COMMENT ON CONSTRAINT notification_message_check ON fitclub.notification IS
	'Not blank, at most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT notification_pkey ON fitclub.notification IS 'A notification has one id';
COMMENT ON INDEX fitclub.notification_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.notification_member_id_idx IS 'A member''s notifications in order of time; the foreign key';
COMMENT ON INDEX fitclub.notification_trainer_id_idx IS 'A trainer''s notifications in order of time; the foreign key';
COMMENT ON TRIGGER notification_audit ON fitclub.notification IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER notification_audit_truncate ON fitclub.notification IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY notification_application ON fitclub.notification IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY notification_reader ON fitclub.notification IS
	'Staff read all notifications, and members and trainers read their own';

-- audit_log

COMMENT ON COLUMN fitclub.audit_log.table_name IS 'The table, in schema fitclub';
COMMENT ON COLUMN fitclub.audit_log.application_name IS 'The session''s application_name; null if it has none';
COMMENT ON CONSTRAINT audit_log_version_check ON fitclub.audit_log IS 'Events are counted from 1';
COMMENT ON CONSTRAINT audit_log_action_check ON fitclub.audit_log IS 'One of five kinds of event';
COMMENT ON CONSTRAINT audit_log_old_row_check ON fitclub.audit_log IS
	'A change or deletion, and nothing else, has the row before';
COMMENT ON CONSTRAINT audit_log_new_row_check ON fitclub.audit_log IS
	'A row that is there afterwards, and nothing else, is told';
COMMENT ON CONSTRAINT audit_log_pkey ON fitclub.audit_log IS 'The events of a row are numbered';
COMMENT ON INDEX fitclub.audit_log_pkey IS 'Look-up by primary key';
COMMENT ON TRIGGER audit_log_append_only ON fitclub.audit_log IS 'Refuses UPDATE, DELETE and TRUNCATE';
COMMENT ON TRIGGER audit_log_direct_write ON fitclub.audit_log IS
	'Refuses events from anybody but the owner, who restores them; fires on replicas as well';
COMMENT ON POLICY audit_log_application ON fitclub.audit_log IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY audit_log_reader ON fitclub.audit_log IS 'Staff read the whole log';

-- erased_member

COMMENT ON COLUMN fitclub.erased_member.member_id IS 'Key: the member who was erased';
COMMENT ON CONSTRAINT erased_member_erased_at_check ON fitclub.erased_member IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT erased_member_member_id_fkey ON fitclub.erased_member IS
	'The mark of an erased member is deleted with the member';
COMMENT ON CONSTRAINT erased_member_pkey ON fitclub.erased_member IS 'A member is erased once';
COMMENT ON INDEX fitclub.erased_member_pkey IS 'Look-up by primary key';
COMMENT ON TRIGGER erased_member_audit ON fitclub.erased_member IS
	'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER erased_member_audit_truncate ON fitclub.erased_member IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY erased_member_application ON fitclub.erased_member IS
	'Applications and the owner read and write every row; nobody else writes';
COMMENT ON POLICY erased_member_reader ON fitclub.erased_member IS 'Staff read all of it';

-- login

COMMENT ON COLUMN fitclub.login.member_id IS 'The member whose login it is; null if it is not a member''s';
COMMENT ON COLUMN fitclub.login.trainer_id IS 'The trainer whose login it is; null if it is not a trainer''s';
COMMENT ON COLUMN fitclub.login.staff_id IS 'The member of staff whose login it is; null if it is not one of staff';
COMMENT ON CONSTRAINT login_member_id_fkey ON fitclub.login IS 'A login belongs to a person and is deleted with them';
COMMENT ON CONSTRAINT login_trainer_id_fkey ON fitclub.login IS 'A login belongs to a person and is deleted with them';
COMMENT ON CONSTRAINT login_staff_id_fkey ON fitclub.login IS 'A login belongs to a person and is deleted with them';
COMMENT ON CONSTRAINT login_person_check ON fitclub.login IS 'A login belongs to one person';
COMMENT ON CONSTRAINT login_pkey ON fitclub.login IS 'A role is the login of at most one person';
COMMENT ON INDEX fitclub.login_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.login_role_id_idx IS 'The person for whom a session acts; a role belongs to one person';
COMMENT ON INDEX fitclub.login_member_id_idx IS 'The logins of a member; the foreign key';
COMMENT ON INDEX fitclub.login_trainer_id_idx IS 'The logins of a trainer; the foreign key';
COMMENT ON INDEX fitclub.login_staff_id_idx IS 'The logins of a member of staff; the foreign key';
COMMENT ON TRIGGER login_stamp ON fitclub.login IS 'Records which role has the name now; fires on replicas as well';
COMMENT ON TRIGGER login_forget_identities ON fitclub.login IS
	'Sessions check again who they act for when logins change; fires on replicas as well';
COMMENT ON TRIGGER login_forget_all_identities ON fitclub.login IS
	'Sessions check again who they act for when all logins are removed; fires on replicas as well';
COMMENT ON TRIGGER login_audit ON fitclub.login IS 'Writes an event to the audit log for each row that changes';
COMMENT ON TRIGGER login_audit_truncate ON fitclub.login IS
	'Writes an event to the audit log when the table is truncated';
COMMENT ON POLICY login_application ON fitclub.login IS
	'Applications and the owner read and write every row; nobody else writes';

-- member_latest_metric_view

COMMENT ON COLUMN fitclub.member_latest_metric_view.member_id IS 'The member';
COMMENT ON COLUMN fitclub.member_latest_metric_view.first_name IS 'Given name';
COMMENT ON COLUMN fitclub.member_latest_metric_view.last_name IS 'Family name';
COMMENT ON COLUMN fitclub.member_latest_metric_view.email IS 'Unique without regard to case';
COMMENT ON COLUMN fitclub.member_latest_metric_view.target_weight IS 'Goal in kg; null if there is none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.notes IS
	'Whatever else trainers and staff should know; null if nothing';
COMMENT ON COLUMN fitclub.member_latest_metric_view.last_metric_at IS
	'When the member was last measured; null if never';
COMMENT ON COLUMN fitclub.member_latest_metric_view.weight IS 'kg, by the latest metric; null if it has none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.height IS 'cm, by the latest metric; null if it has none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.heart_rate IS
	'Beats per minute at rest, by the latest metric; null if it has none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.recorded_at IS
	'When the latest metric was recorded; null if there is none';

-- The proof

COMMENT ON COLUMN fitclub.busy_time.rule IS 'The rule that the booking would break if it clashed';
COMMENT ON COLUMN fitclub.busy_time.resource_id IS 'The room, trainer or member that it keeps busy';
COMMENT ON COLUMN fitclub.busy_time.table_name IS 'The table in which the booking stands';
COMMENT ON COLUMN fitclub.busy_time.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.busy_time.start_time IS 'Start, inclusive';
COMMENT ON COLUMN fitclub.busy_time.end_time IS 'End, exclusive';
COMMENT ON COLUMN fitclub.double_booking.rule IS 'The rule that is broken';
COMMENT ON COLUMN fitclub.double_booking.resource_id IS 'The room, trainer or member that is double-booked';
COMMENT ON COLUMN fitclub.double_booking.table_name IS 'The table in which the later booking stands';
COMMENT ON COLUMN fitclub.double_booking.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.double_booking.other_table IS 'The table in which the earlier booking stands';
COMMENT ON COLUMN fitclub.double_booking.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.double_booking.start_time IS 'Start of the later booking';
COMMENT ON COLUMN fitclub.double_booking.end_time IS 'End of the later booking';
COMMENT ON COLUMN fitclub.double_booking.other_start_time IS 'Start of the earlier booking';
COMMENT ON COLUMN fitclub.double_booking.other_end_time IS 'End of the earlier booking';
COMMENT ON COLUMN fitclub.clashing_session.session_id IS 'The session';
COMMENT ON COLUMN fitclub.calendar_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.calendar_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.calendar_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.calendar_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.calendar_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.calendar_violation.detail IS 'What is wrong, in words';
COMMENT ON COLUMN fitclub.value_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.value_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.value_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.value_violation.detail IS 'What is wrong, in words';
COMMENT ON COLUMN fitclub.key_violation.rule IS 'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.key_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.key_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.key_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.key_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.key_violation.detail IS 'What is wrong, in words';
COMMENT ON COLUMN fitclub.reference_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.reference_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.reference_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.reference_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.reference_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.reference_violation.detail IS 'What is wrong, in words';
COMMENT ON COLUMN fitclub.promise_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.promise_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.promise_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.promise_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.promise_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.promise_violation.detail IS 'What is wrong, in words';
