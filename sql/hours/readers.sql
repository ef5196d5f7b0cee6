-- When trainers work, and when nothing can be booked.

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_availability(
	trainer_id bigint)
RETURNS TABLE (
	availability_id bigint,
	day_of_week smallint,
	start_time time,
	end_time time,
	available_on date)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_id('trainer', list_availability.trainer_id);

	-- Most drivers cannot read 24:00: midnight is 00:00 at either end.
	RETURN QUERY
	SELECT w.availability_id, w.day_of_week, w.start_time,
		CASE WHEN w.end_time = '24:00' THEN time '00:00' ELSE w.end_time END, w.available_on
	FROM fitclub.trainer_availability AS w
	CROSS JOIN fitclub.club AS c
	WHERE w.trainer_id = list_availability.trainer_id
		AND (w.available_on IS NULL
			OR w.available_on >= (now() AT TIME ZONE c.time_zone)::date)
	ORDER BY w.available_on NULLS FIRST, w.day_of_week, w.start_time;
END
$$;

COMMENT ON FUNCTION fitclub.list_availability IS
	'When a trainer works, in club time: weekly windows, then those of single dates from today on';

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.club_time(
	on_date date,
	clock_time time DEFAULT '00:00')
RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT (club_time.on_date + club_time.clock_time) AT TIME ZONE c.time_zone
	FROM fitclub.club AS c
$$;

COMMENT ON FUNCTION fitclub.club_time IS
	'The instant at which the club''s clock shows a time of a date; the later one where it does so twice';

-- personas: trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.find_affected(
	from_time timestamptz,
	to_time timestamptz,
	room_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL)
RETURNS TABLE (
	kind text,
	booking_id bigint,
	title text,
	trainer text,
	room text,
	start_time timestamptz,
	end_time timestamptz,
	people integer,
	has_begun boolean)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_trainer(find_affected.trainer_id)
	WHERE find_affected.trainer_id IS NOT NULL;

	SELECT fitclub_internal.require_staff()
	WHERE find_affected.trainer_id IS NULL;

	SELECT fitclub_internal.require_id('room', find_affected.room_id)
	WHERE find_affected.room_id IS NOT NULL;

	SELECT fitclub_internal.require_order(coalesce(find_affected.from_time, now()), find_affected.to_time);

	WITH asked AS (
		SELECT coalesce(find_affected.from_time, now()) AS from_time,
			coalesce(find_affected.to_time, 'infinity') AS to_time
	)
	-- Trainers lead to all bookings, as online sessions have no room.
	SELECT b.kind, b.booking_id, b.title, t.first_name || ' ' || t.last_name, r.name,
		b.start_time, b.end_time, b.people, b.start_time <= now()
	FROM asked AS a
	CROSS JOIN fitclub.trainer AS t
	CROSS JOIN LATERAL (
		SELECT 'session' AS kind, s.session_id AS booking_id, s.activity_type AS title, s.room_id,
			s.start_time, s.end_time, 1 AS people
		FROM fitclub.private_session AS s
		WHERE s.trainer_id = t.trainer_id AND s.cancelled_at IS NULL
			AND s.start_time > a.from_time - interval '27 hours'
			AND s.start_time < a.to_time
		UNION ALL
		SELECT 'class', c.class_id, c.name, c.room_id, c.start_time, c.end_time, (
				SELECT count(*)
				FROM fitclub.class_registration AS g
				WHERE g.class_id = c.class_id AND g.cancelled_at IS NULL
			)::integer
		FROM fitclub.class_schedule AS c
		WHERE c.trainer_id = t.trainer_id AND c.cancelled_at IS NULL
			AND c.start_time > a.from_time - interval '27 hours'
			AND c.start_time < a.to_time
	) AS b
	LEFT JOIN fitclub.room AS r ON r.room_id = b.room_id
	WHERE b.end_time > a.from_time
		AND a.from_time < a.to_time
		AND (find_affected.trainer_id IS NULL OR t.trainer_id = find_affected.trainer_id)
		AND (find_affected.room_id IS NULL OR b.room_id = find_affected.room_id)
	ORDER BY b.start_time, b.kind, b.booking_id
$$;

COMMENT ON FUNCTION fitclub.find_affected IS
	'What is booked in a time in which the club or a room is to be closed, or a trainer away';

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_closures(
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT now() + interval '30 days')
RETURNS TABLE (
	closure_id bigint,
	room_id bigint,
	trainer_id bigint,
	start_time timestamptz,
	end_time timestamptz,
	reason text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_order(coalesce(list_closures.from_time, now()), list_closures.to_time);

	SELECT c.closure_id, c.room_id, c.trainer_id, c.start_time, c.end_time,
		CASE WHEN fitclub_internal.sees_reason(c.trainer_id) THEN c.reason END
	FROM fitclub.closure AS c
	WHERE c.cancelled_at IS NULL
		AND c.end_time > coalesce(list_closures.from_time, now())
		AND c.start_time < coalesce(list_closures.to_time, 'infinity')
	ORDER BY c.start_time, c.closure_id
$$;

COMMENT ON FUNCTION fitclub.list_closures IS
	'When the club or rooms are closed and trainers away between two instants; why, for those who may know';
