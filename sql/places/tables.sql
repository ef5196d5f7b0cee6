-- Rooms, equipment and its upkeep.

CREATE TABLE fitclub.room (
	room_id bigint GENERATED ALWAYS AS IDENTITY,
	name text NOT NULL,
	capacity integer NOT NULL,
	primary_trainer_id bigint,
	max_bookings integer NOT NULL DEFAULT 1,
	turnaround interval NOT NULL DEFAULT '0',
	CONSTRAINT room_pkey PRIMARY KEY (room_id),
	CONSTRAINT room_room_id_check CHECK (room_id > 0),
	CONSTRAINT room_primary_trainer_id_fkey FOREIGN KEY (primary_trainer_id)
		REFERENCES fitclub.trainer ON DELETE SET NULL,
	CONSTRAINT room_name_check CHECK (fitclub_internal.is_text(name, 200)),
	CONSTRAINT room_capacity_check CHECK (capacity BETWEEN 1 AND 10000),
	CONSTRAINT room_max_bookings_check CHECK (max_bookings BETWEEN 1 AND 1000),
	CONSTRAINT room_turnaround_check CHECK (turnaround BETWEEN interval '0' AND interval '240 minutes')
);

-- Partial, so that a new name is no change of a key: every foreign key check on
-- the room would have to wait for that.
CREATE UNIQUE INDEX room_name_key ON fitclub.room (fitclub_internal.fold(name))
	WHERE name IS NOT NULL;

CREATE INDEX room_primary_trainer_id_idx ON fitclub.room (primary_trainer_id)
	WHERE primary_trainer_id IS NOT NULL;

COMMENT ON TABLE fitclub.room IS 'Rooms in which sessions and classes are held';
COMMENT ON COLUMN fitclub.room.room_id IS 'Key';
COMMENT ON COLUMN fitclub.room.name IS 'Unique';
COMMENT ON COLUMN fitclub.room.capacity IS 'How many people the room holds';
COMMENT ON COLUMN fitclub.room.primary_trainer_id IS 'The trainer who looks after the room';
COMMENT ON COLUMN fitclub.room.max_bookings IS 'How many sessions and classes the room holds at any one moment';
COMMENT ON COLUMN fitclub.room.turnaround IS 'Time that is to pass between two bookings, when work is taken on';
COMMENT ON CONSTRAINT room_pkey ON fitclub.room IS 'A room has one id';
COMMENT ON CONSTRAINT room_room_id_check ON fitclub.room IS 'Ids are positive';
COMMENT ON CONSTRAINT room_primary_trainer_id_fkey ON fitclub.room IS
	'The trainer who looks after the room; nobody once the trainer is deleted';
COMMENT ON CONSTRAINT room_name_check ON fitclub.room IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT room_capacity_check ON fitclub.room IS '1 to 10000 people';
COMMENT ON CONSTRAINT room_max_bookings_check ON fitclub.room IS '1 to 1000 bookings at once';
COMMENT ON CONSTRAINT room_turnaround_check ON fitclub.room IS '0 to 4 hours';
COMMENT ON INDEX fitclub.room_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.room_name_key IS 'No two rooms share a name; look-up by name';
COMMENT ON INDEX fitclub.room_primary_trainer_id_idx IS 'The rooms that a trainer looks after; the foreign key';

CREATE TRIGGER room_guard
	AFTER UPDATE ON fitclub.room
	FOR EACH ROW WHEN (new.capacity < old.capacity OR new.max_bookings < old.max_bookings)
	EXECUTE FUNCTION fitclub_internal.guard_room();
COMMENT ON TRIGGER room_guard ON fitclub.room IS
	'Refuses a capacity lower than that of the room''s classes, and room for fewer bookings than were ever held at once';

CREATE POLICY room_reader ON fitclub.room FOR SELECT
	USING (true);
COMMENT ON POLICY room_reader ON fitclub.room IS 'Everybody with SELECT on the table reads all rooms';

CREATE TABLE fitclub.equipment (
	equipment_id bigint GENERATED ALWAYS AS IDENTITY,
	room_id bigint NOT NULL,
	trainer_id bigint,
	name text NOT NULL,
	status text NOT NULL DEFAULT 'operational',
	notes text,
	last_serviced_date date,
	CONSTRAINT equipment_pkey PRIMARY KEY (equipment_id),
	CONSTRAINT equipment_room_id_fkey FOREIGN KEY (room_id)
		REFERENCES fitclub.room ON DELETE RESTRICT,
	CONSTRAINT equipment_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE SET NULL,
	CONSTRAINT equipment_name_check CHECK (fitclub_internal.is_text(name, 200)),
	CONSTRAINT equipment_status_check
		CHECK (status IN ('operational', 'under_maintenance', 'out_of_order', 'retired')),
	CONSTRAINT equipment_last_serviced_date_check
		CHECK (isfinite(last_serviced_date) AND fitclub_internal.is_date(last_serviced_date)),
	CONSTRAINT equipment_notes_check CHECK (fitclub_internal.is_text(notes, 10000, has_lines => true, may_be_blank => true))
);

CREATE INDEX equipment_room_id_idx ON fitclub.equipment (room_id);
CREATE INDEX equipment_trainer_id_idx ON fitclub.equipment (trainer_id)
	WHERE trainer_id IS NOT NULL;

COMMENT ON TABLE fitclub.equipment IS 'Equipment and the room it stands in';
COMMENT ON COLUMN fitclub.equipment.equipment_id IS 'Key';
COMMENT ON COLUMN fitclub.equipment.room_id IS 'The room in which it stands';
COMMENT ON COLUMN fitclub.equipment.trainer_id IS 'The trainer responsible for it, if any';
COMMENT ON COLUMN fitclub.equipment.name IS 'What it is';
COMMENT ON COLUMN fitclub.equipment.status IS
	'operational, under_maintenance, out_of_order or retired';
COMMENT ON COLUMN fitclub.equipment.notes IS 'Whatever else there is to know; null if nothing';
COMMENT ON COLUMN fitclub.equipment.last_serviced_date IS
	'When it was last serviced, by the club''s clock; null if never or unknown';
COMMENT ON CONSTRAINT equipment_pkey ON fitclub.equipment IS 'A piece of equipment has one id';
COMMENT ON CONSTRAINT equipment_room_id_fkey ON fitclub.equipment IS 'A room with equipment cannot be deleted';
COMMENT ON CONSTRAINT equipment_trainer_id_fkey ON fitclub.equipment IS
	'The trainer responsible; nobody once the trainer is deleted';
COMMENT ON CONSTRAINT equipment_name_check ON fitclub.equipment IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT equipment_status_check ON fitclub.equipment IS 'One of four states';
COMMENT ON CONSTRAINT equipment_last_serviced_date_check ON fitclub.equipment IS 'The date is finite';
COMMENT ON CONSTRAINT equipment_notes_check ON fitclub.equipment IS
	'At most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON INDEX fitclub.equipment_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.equipment_room_id_idx IS 'The equipment of a room; the foreign key';
COMMENT ON INDEX fitclub.equipment_trainer_id_idx IS 'The equipment a trainer is responsible for; the foreign key';

CREATE POLICY equipment_reader ON fitclub.equipment FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));
COMMENT ON POLICY equipment_reader ON fitclub.equipment IS 'Staff read all of it';

CREATE TABLE fitclub.equipment_maintenance (
	maintenance_id bigint GENERATED ALWAYS AS IDENTITY,
	equipment_id bigint NOT NULL,
	staff_id bigint,
	reported_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	description text NOT NULL,
	status text NOT NULL DEFAULT 'open',
	resolved_at timestamptz,
	CONSTRAINT equipment_maintenance_pkey PRIMARY KEY (maintenance_id),
	CONSTRAINT equipment_maintenance_equipment_id_fkey FOREIGN KEY (equipment_id)
		REFERENCES fitclub.equipment ON DELETE CASCADE,
	CONSTRAINT equipment_maintenance_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE SET NULL,
	CONSTRAINT equipment_maintenance_description_check CHECK (fitclub_internal.is_text(description, 2000, has_lines => true)),
	CONSTRAINT equipment_maintenance_status_check
		CHECK (status IN ('open', 'in_progress', 'resolved')),
	CONSTRAINT equipment_maintenance_resolved_at_check
		CHECK ((status = 'resolved') = (resolved_at IS NOT NULL) AND isfinite(resolved_at) AND fitclub_internal.is_instant(resolved_at)),
	CONSTRAINT equipment_maintenance_reported_at_check
		CHECK (fitclub_internal.is_instant(reported_at))
);

CREATE INDEX equipment_maintenance_equipment_id_idx
	ON fitclub.equipment_maintenance (equipment_id, reported_at);
CREATE INDEX equipment_maintenance_staff_id_idx
	ON fitclub.equipment_maintenance (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX equipment_maintenance_open_idx
	ON fitclub.equipment_maintenance (equipment_id) WHERE status <> 'resolved';

COMMENT ON TABLE fitclub.equipment_maintenance IS 'Reported faults and their repair';
COMMENT ON COLUMN fitclub.equipment_maintenance.maintenance_id IS 'Key';
COMMENT ON COLUMN fitclub.equipment_maintenance.equipment_id IS 'The equipment at fault';
COMMENT ON COLUMN fitclub.equipment_maintenance.staff_id IS 'Who deals with it, if anybody yet';
COMMENT ON COLUMN fitclub.equipment_maintenance.reported_at IS 'When the fault was reported';
COMMENT ON COLUMN fitclub.equipment_maintenance.description IS 'What is wrong';
COMMENT ON COLUMN fitclub.equipment_maintenance.status IS 'open, in_progress or resolved';
COMMENT ON COLUMN fitclub.equipment_maintenance.resolved_at IS 'When it was repaired; null until then';
COMMENT ON CONSTRAINT equipment_maintenance_pkey ON fitclub.equipment_maintenance IS 'A reported fault has one id';
COMMENT ON CONSTRAINT equipment_maintenance_equipment_id_fkey ON fitclub.equipment_maintenance IS
	'A fault belongs to a piece of equipment and is deleted with it';
COMMENT ON CONSTRAINT equipment_maintenance_staff_id_fkey ON fitclub.equipment_maintenance IS
	'The member of staff who deals with it; nobody once they are deleted';
COMMENT ON CONSTRAINT equipment_maintenance_description_check ON fitclub.equipment_maintenance IS
	'Not blank, at most 2,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT equipment_maintenance_status_check ON fitclub.equipment_maintenance IS 'One of three states';
COMMENT ON CONSTRAINT equipment_maintenance_resolved_at_check ON fitclub.equipment_maintenance IS
	'A resolved fault, and no other, has a finite time at which it was resolved';
COMMENT ON CONSTRAINT equipment_maintenance_reported_at_check ON fitclub.equipment_maintenance IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.equipment_maintenance_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.equipment_maintenance_equipment_id_idx IS
	'The faults of a piece of equipment in order of time; the foreign key';
COMMENT ON INDEX fitclub.equipment_maintenance_staff_id_idx IS
	'The faults a member of staff deals with; the foreign key';
COMMENT ON INDEX fitclub.equipment_maintenance_open_idx IS
	'The faults of a piece of equipment that are not resolved yet';

CREATE POLICY equipment_maintenance_reader ON fitclub.equipment_maintenance FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));
COMMENT ON POLICY equipment_maintenance_reader ON fitclub.equipment_maintenance IS 'Staff read all of it';
