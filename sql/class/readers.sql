-- Classes to choose from, and who has a seat in one.

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_upcoming_classes(
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT 'infinity',
	trainer_ids bigint[] DEFAULT NULL,
	room_ids bigint[] DEFAULT NULL,
	search text DEFAULT NULL,
	member_id bigint DEFAULT NULL,
	max_rows integer DEFAULT NULL,
	after_time timestamptz DEFAULT '-infinity',
	after_id bigint DEFAULT NULL)
RETURNS TABLE (
	class_id bigint,
	name text,
	trainer text,
	room text,
	start_time timestamptz,
	end_time timestamptz,
	price numeric,
	capacity integer,
	seats_left integer,
	trainer_id bigint,
	room_id bigint,
	registration_id bigint)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	words text;
BEGIN
	PERFORM fitclub_internal.require_member(member_id) WHERE member_id IS NOT NULL;
	PERFORM fitclub_internal.require_id('trainer', t.id) FROM unnest(trainer_ids) AS t (id);
	PERFORM fitclub_internal.require_id('room', r.id) FROM unnest(room_ids) AS r (id);
	words := fitclub_internal.search_text(fitclub_internal.require_search(search));
	from_time := coalesce(from_time, now());
	PERFORM fitclub_internal.require_order(from_time, to_time);

	RETURN QUERY
	WITH page AS MATERIALIZED (
		SELECT c.*
		FROM fitclub.class_schedule AS c
		WHERE c.cancelled_at IS NULL
			AND c.start_time >= list_upcoming_classes.from_time
			AND c.start_time < coalesce(list_upcoming_classes.to_time, 'infinity')
			AND (list_upcoming_classes.trainer_ids IS NULL OR c.trainer_id = ANY (list_upcoming_classes.trainer_ids))
			AND (list_upcoming_classes.room_ids IS NULL OR c.room_id = ANY (list_upcoming_classes.room_ids))
			AND (words IS NULL OR strpos(fitclub_internal.search_text(c.name), words) > 0)
			-- without an id: after all of that instant
			AND (c.start_time, c.class_id) > (coalesce(list_upcoming_classes.after_time, '-infinity'),
				coalesce(list_upcoming_classes.after_id, 9223372036854775807))
		ORDER BY c.start_time, c.class_id
		LIMIT list_upcoming_classes.max_rows
	)
	SELECT c.class_id, c.name, t.first_name || ' ' || t.last_name, r.name,
		c.start_time, c.end_time, c.price, c.capacity,
		c.capacity - (
			SELECT count(*)
			FROM fitclub.class_registration AS g
			WHERE g.class_id = c.class_id AND g.cancelled_at IS NULL
		)::integer,
		c.trainer_id, c.room_id, (
			SELECT g.registration_id
			FROM fitclub.class_registration AS g
			WHERE g.class_id = c.class_id AND g.member_id = list_upcoming_classes.member_id
				AND g.cancelled_at IS NULL
		)
	FROM page AS c
	JOIN fitclub.trainer AS t ON t.trainer_id = c.trainer_id
	JOIN fitclub.room AS r ON r.room_id = c.room_id
	ORDER BY c.start_time, c.class_id;
END
$$;

COMMENT ON FUNCTION fitclub.list_upcoming_classes IS
	'Classes that start from one instant up to another, earliest first, with the seats left and the seat of a member';

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
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_roster(class_roster.class_id);

	RETURN QUERY
	SELECT g.registration_id, m.member_id, m.first_name, m.last_name, g.registered_at, g.attended
	FROM fitclub.class_registration AS g
	JOIN fitclub.member AS m ON m.member_id = g.member_id
	WHERE g.class_id = class_roster.class_id AND g.cancelled_at IS NULL
	ORDER BY m.last_name, m.first_name, m.member_id;
END
$$;

COMMENT ON FUNCTION fitclub.class_roster IS
	'Who has a seat in a class, by name';
