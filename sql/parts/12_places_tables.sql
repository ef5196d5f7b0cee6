-- Rooms, equipment and its upkeep.

CREATE TABLE fitclub.room (
	room_id bigint GENERATED ALWAYS AS IDENTITY,
	name text NOT NULL,
	capacity integer NOT NULL,
	primary_trainer_id bigint,
	CONSTRAINT room_pkey PRIMARY KEY (room_id),
	CONSTRAINT room_room_id_check CHECK (room_id > 0),
	CONSTRAINT room_primary_trainer_id_fkey FOREIGN KEY (primary_trainer_id)
		REFERENCES fitclub.trainer ON DELETE SET NULL,
	CONSTRAINT room_name_check CHECK (fitclub_internal.is_text(name, 200)),
	CONSTRAINT room_capacity_check CHECK (capacity BETWEEN 1 AND 10000)
);

-- Partial, so that a new name is no change of a key: every foreign key check on
-- the room would have to wait for that.
CREATE UNIQUE INDEX room_name_key ON fitclub.room (fitclub_internal.fold(name))
	WHERE name IS NOT NULL;

CREATE INDEX room_primary_trainer_id_idx ON fitclub.room (primary_trainer_id)
	WHERE primary_trainer_id IS NOT NULL;

COMMENT ON TABLE fitclub.room IS 'Rooms in which sessions and classes are held';
COMMENT ON COLUMN fitclub.room.capacity IS 'How many people the room holds';
COMMENT ON COLUMN fitclub.room.primary_trainer_id IS 'The trainer who looks after the room';

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
COMMENT ON COLUMN fitclub.equipment.trainer_id IS 'The trainer responsible for it, if any';
COMMENT ON COLUMN fitclub.equipment.status IS
	'operational, under_maintenance, out_of_order or retired';

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
COMMENT ON COLUMN fitclub.equipment_maintenance.staff_id IS 'Who deals with it, if anybody yet';
COMMENT ON COLUMN fitclub.equipment_maintenance.status IS 'open, in_progress or resolved';
