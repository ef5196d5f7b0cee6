-- Rooms may hold several bookings at once, and need time between two.

ALTER TABLE fitclub.room
	ADD COLUMN max_bookings integer NOT NULL DEFAULT 1,
	ADD COLUMN turnaround interval NOT NULL DEFAULT '0',
	ADD CONSTRAINT room_max_bookings_check CHECK (max_bookings BETWEEN 1 AND 1000),
	ADD CONSTRAINT room_turnaround_check CHECK (turnaround BETWEEN interval '0' AND interval '240 minutes');

COMMENT ON COLUMN fitclub.room.max_bookings IS 'How many sessions and classes the room holds at any one moment';
COMMENT ON COLUMN fitclub.room.turnaround IS 'Time that is to pass between two bookings, when work is taken on';
COMMENT ON CONSTRAINT room_max_bookings_check ON fitclub.room IS '1 to 1000 bookings at once';
COMMENT ON CONSTRAINT room_turnaround_check ON fitclub.room IS '0 to 4 hours';

CREATE OR REPLACE TRIGGER room_guard
	AFTER UPDATE ON fitclub.room
	FOR EACH ROW WHEN (new.capacity < old.capacity OR new.max_bookings < old.max_bookings)
	EXECUTE FUNCTION fitclub_internal.guard_room();
COMMENT ON TRIGGER room_guard ON fitclub.room IS
	'Refuses a capacity lower than that of the room''s classes, and room for fewer bookings than were ever held at once';

DROP FUNCTION fitclub.create_room(text, integer, bigint);
DROP FUNCTION fitclub.update_room(bigint, text, integer, bigint, text[]);
DROP FUNCTION fitclub.list_rooms();
DROP FUNCTION fitclub.room_bookings(bigint, timestamptz, timestamptz);
DROP FUNCTION fitclub.list_equipment(bigint);
