-- Rooms and what takes place in them, and equipment.

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.room_bookings(
	room_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT 'infinity')
RETURNS TABLE (
	kind text,
	booking_id bigint,
	title text,
	trainer text,
	people integer,
	start_time timestamptz,
	end_time timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_staff();

	SELECT fitclub_internal.require_id('room', room_bookings.room_id);

	SELECT fitclub_internal.require_order(coalesce(room_bookings.from_time, now()), room_bookings.to_time);

	SELECT b.kind, b.booking_id, b.title, t.first_name || ' ' || t.last_name,
		b.people, b.start_time, b.end_time
	FROM (
		SELECT 'session' AS kind, s.session_id AS booking_id,
			s.activity_type || ' with ' || m.first_name || ' ' || m.last_name AS title,
			s.trainer_id, 1 AS people, s.start_time, s.end_time
		FROM fitclub.private_session AS s
		JOIN fitclub.member AS m ON m.member_id = s.member_id
		WHERE s.room_id = room_bookings.room_id
			AND s.cancelled_at IS NULL
			AND s.start_time > coalesce(room_bookings.from_time, now()) - interval '27 hours'
			AND s.start_time < coalesce(room_bookings.to_time, 'infinity')
			AND s.end_time > coalesce(room_bookings.from_time, now())
		UNION ALL
		SELECT 'class', c.class_id, c.name, c.trainer_id, (
				SELECT count(*)
				FROM fitclub.class_registration AS g
				WHERE g.class_id = c.class_id AND g.cancelled_at IS NULL
			)::integer, c.start_time, c.end_time
		FROM fitclub.class_schedule AS c
		WHERE c.room_id = room_bookings.room_id
			AND c.cancelled_at IS NULL
			AND c.start_time > coalesce(room_bookings.from_time, now()) - interval '27 hours'
			AND c.start_time < coalesce(room_bookings.to_time, 'infinity')
			AND c.end_time > coalesce(room_bookings.from_time, now())
	) AS b
	JOIN fitclub.trainer AS t ON t.trainer_id = b.trainer_id
	WHERE coalesce(room_bookings.from_time, now()) < coalesce(room_bookings.to_time, 'infinity')
	ORDER BY b.start_time, b.kind, b.booking_id
$$;

COMMENT ON FUNCTION fitclub.room_bookings IS
	'What takes place in a room between two instants, earliest first';

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_rooms()
RETURNS TABLE (
	room_id bigint,
	name text,
	capacity integer,
	max_bookings integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT r.room_id, r.name, r.capacity, r.max_bookings
	FROM fitclub.room AS r
	ORDER BY r.name
$$;

COMMENT ON FUNCTION fitclub.list_rooms IS
	'The rooms by name, with how many people and how many bookings at once they hold';

-- personas: trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_equipment(
	room_id bigint DEFAULT NULL)
RETURNS TABLE (
	equipment_id bigint,
	room text,
	name text,
	status text,
	open_issues bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_team();

	SELECT fitclub_internal.require_id('room', list_equipment.room_id)
	WHERE list_equipment.room_id IS NOT NULL;

	SELECT e.equipment_id, r.name, e.name, e.status, (
			SELECT count(*)
			FROM fitclub.equipment_maintenance AS i
			WHERE i.equipment_id = e.equipment_id AND i.status <> 'resolved')
	FROM fitclub.equipment AS e
	JOIN fitclub.room AS r ON r.room_id = e.room_id
	WHERE list_equipment.room_id IS NULL OR e.room_id = list_equipment.room_id
	ORDER BY r.name, e.name, e.equipment_id
$$;

COMMENT ON FUNCTION fitclub.list_equipment IS
	'The equipment of a room, or of all, with the number of open issues';
