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
	end_time timestamptz,
	trainer_id bigint,
	member_id bigint)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_staff();

	PERFORM fitclub_internal.require_id('room', room_bookings.room_id);

	from_time := coalesce(from_time, now());
	to_time := coalesce(to_time, 'infinity');
	PERFORM fitclub_internal.require_order(from_time, to_time);

	RETURN QUERY
	SELECT b.kind, b.booking_id, b.title, t.first_name || ' ' || t.last_name,
		b.people, b.start_time, b.end_time, b.trainer_id, b.member_id
	FROM (
		SELECT 'session' AS kind, s.session_id AS booking_id,
			s.activity_type || ' with ' || m.first_name || ' ' || m.last_name AS title,
			s.trainer_id, 1 AS people, s.start_time, s.end_time, s.member_id
		FROM fitclub.private_session AS s
		JOIN fitclub.member AS m ON m.member_id = s.member_id
		WHERE s.room_id = room_bookings.room_id
			AND s.cancelled_at IS NULL
			AND s.start_time > room_bookings.from_time - interval '27 hours'
			AND s.start_time < room_bookings.to_time
			AND s.end_time > room_bookings.from_time
		UNION ALL
		SELECT 'class', c.class_id, c.name, c.trainer_id, (
				SELECT count(*)
				FROM fitclub.class_registration AS g
				WHERE g.class_id = c.class_id AND g.cancelled_at IS NULL
			)::integer, c.start_time, c.end_time, NULL
		FROM fitclub.class_schedule AS c
		WHERE c.room_id = room_bookings.room_id
			AND c.cancelled_at IS NULL
			AND c.start_time > room_bookings.from_time - interval '27 hours'
			AND c.start_time < room_bookings.to_time
			AND c.end_time > room_bookings.from_time
	) AS b
	JOIN fitclub.trainer AS t ON t.trainer_id = b.trainer_id
	WHERE room_bookings.from_time < room_bookings.to_time
	ORDER BY b.start_time, b.kind, b.booking_id;
END
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
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	RETURN QUERY
	SELECT r.room_id, r.name, r.capacity, r.max_bookings
	FROM fitclub.room AS r
	ORDER BY r.name;
END
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
	open_issues bigint,
	in_room_id bigint,
	trainer_id bigint,
	trainer text,
	notes text,
	last_serviced_date date)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_team();

	PERFORM fitclub_internal.require_id('room', list_equipment.room_id)
	WHERE list_equipment.room_id IS NOT NULL;

	RETURN QUERY
	SELECT e.equipment_id, r.name, e.name, e.status, (
			SELECT count(*)
			FROM fitclub.equipment_maintenance AS i
			WHERE i.equipment_id = e.equipment_id AND i.status <> 'resolved'),
		e.room_id, e.trainer_id, t.first_name || ' ' || t.last_name, e.notes, e.last_serviced_date
	FROM fitclub.equipment AS e
	JOIN fitclub.room AS r ON r.room_id = e.room_id
	LEFT JOIN fitclub.trainer AS t ON t.trainer_id = e.trainer_id
	WHERE list_equipment.room_id IS NULL OR e.room_id = list_equipment.room_id
	ORDER BY r.name, e.name, e.equipment_id;
END
$$;

COMMENT ON FUNCTION fitclub.list_equipment IS
	'The equipment of a room, or of all, with the number of open issues';

-- personas: trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_issues(
	statuses text[] DEFAULT NULL,
	room_ids bigint[] DEFAULT NULL,
	equipment_ids bigint[] DEFAULT NULL,
	max_rows integer DEFAULT 100,
	after_id bigint DEFAULT NULL)
RETURNS TABLE (
	maintenance_id bigint,
	equipment_id bigint,
	equipment text,
	room_id bigint,
	room text,
	description text,
	status text,
	reported_at timestamptz,
	resolved_at timestamptz,
	staff_id bigint,
	staff text)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_team();
	PERFORM fitclub_internal.require_choice('status', w.status, ARRAY['open', 'in_progress', 'resolved'])
	FROM unnest(statuses) AS w (status);
	PERFORM fitclub_internal.require_id('room', r.id) FROM unnest(room_ids) AS r (id);

	RETURN QUERY
	SELECT i.maintenance_id, e.equipment_id, e.name, r.room_id, r.name, i.description, i.status,
		i.reported_at, i.resolved_at, s.staff_id, s.first_name || ' ' || s.last_name
	FROM fitclub.equipment_maintenance AS i
	JOIN fitclub.equipment AS e ON e.equipment_id = i.equipment_id
	JOIN fitclub.room AS r ON r.room_id = e.room_id
	LEFT JOIN fitclub.administrative_staff AS s ON s.staff_id = i.staff_id
	WHERE (list_issues.statuses IS NULL OR i.status = ANY (list_issues.statuses))
		AND (list_issues.room_ids IS NULL OR e.room_id = ANY (list_issues.room_ids))
		AND (list_issues.equipment_ids IS NULL OR e.equipment_id = ANY (list_issues.equipment_ids))
		AND i.maintenance_id < coalesce(list_issues.after_id, 9223372036854775807)
	ORDER BY i.maintenance_id DESC
	LIMIT list_issues.max_rows;
END
$$;

COMMENT ON FUNCTION fitclub.list_issues IS
	'Issues of equipment, resolved ones included, newest first: of some rooms, pieces and states, or of all';
