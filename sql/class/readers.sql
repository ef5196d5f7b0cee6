-- Classes to choose from, and who has a seat in one.

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_upcoming_classes(
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT 'infinity')
RETURNS TABLE (
	class_id bigint,
	name text,
	trainer text,
	room text,
	start_time timestamptz,
	end_time timestamptz,
	price numeric,
	capacity integer,
	seats_left integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_order(coalesce(list_upcoming_classes.from_time, now()), list_upcoming_classes.to_time);

	SELECT c.class_id, c.name, t.first_name || ' ' || t.last_name, r.name,
		c.start_time, c.end_time, c.price, c.capacity,
		c.capacity - (
			SELECT count(*)
			FROM fitclub.class_registration AS g
			WHERE g.class_id = c.class_id AND g.cancelled_at IS NULL
		)::integer
	FROM fitclub.class_schedule AS c
	JOIN fitclub.trainer AS t ON t.trainer_id = c.trainer_id
	JOIN fitclub.room AS r ON r.room_id = c.room_id
	WHERE c.cancelled_at IS NULL
		AND c.start_time >= coalesce(list_upcoming_classes.from_time, now())
		AND c.start_time < coalesce(list_upcoming_classes.to_time, 'infinity')
	ORDER BY c.start_time, c.class_id
$$;

COMMENT ON FUNCTION fitclub.list_upcoming_classes IS
	'Classes that start from one instant up to another, earliest first, with the seats left';

-- personas: trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.class_roster(
	class_id bigint)
RETURNS TABLE (
	registration_id bigint,
	member_id bigint,
	first_name text,
	last_name text,
	registered_at timestamptz,
	attended boolean)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_roster(class_roster.class_id);

	SELECT g.registration_id, m.member_id, m.first_name, m.last_name, g.registered_at, g.attended
	FROM fitclub.class_registration AS g
	JOIN fitclub.member AS m ON m.member_id = g.member_id
	WHERE g.class_id = class_roster.class_id AND g.cancelled_at IS NULL
	ORDER BY m.last_name, m.first_name, m.member_id
$$;

COMMENT ON FUNCTION fitclub.class_roster IS
	'Who has a seat in a class, by name';
