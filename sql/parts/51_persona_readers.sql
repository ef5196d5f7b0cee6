-- Readers for people who see no tables: what there is to choose from, when it
-- is free, and what is their own.

CREATE FUNCTION fitclub.list_trainers()
RETURNS TABLE (
	trainer_id bigint,
	first_name text,
	last_name text,
	specialization text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT t.trainer_id, t.first_name, t.last_name, t.specialization
	FROM fitclub.trainer AS t
	WHERE t.is_active
	ORDER BY t.last_name, t.first_name, t.trainer_id
$$;

COMMENT ON FUNCTION fitclub.list_trainers IS
	'The active trainers by name';

CREATE FUNCTION fitclub.list_rooms()
RETURNS TABLE (
	room_id bigint,
	name text,
	capacity integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT r.room_id, r.name, r.capacity
	FROM fitclub.room AS r
	ORDER BY r.name
$$;

COMMENT ON FUNCTION fitclub.list_rooms IS
	'The rooms by name, with how many people they hold';

CREATE FUNCTION fitclub.list_availability(
	trainer_id bigint)
RETURNS TABLE (
	availability_id bigint,
	day_of_week smallint,
	start_time time,
	end_time time,
	available_on date)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_id('trainer', list_availability.trainer_id);

	-- Most drivers cannot read 24:00: midnight is 00:00 at either end.
	SELECT w.availability_id, w.day_of_week, w.start_time,
		CASE WHEN w.end_time = '24:00' THEN time '00:00' ELSE w.end_time END, w.available_on
	FROM fitclub.trainer_availability AS w
	CROSS JOIN fitclub.club AS c
	WHERE w.trainer_id = list_availability.trainer_id
		AND (w.available_on IS NULL
			OR w.available_on >= (now() AT TIME ZONE c.time_zone)::date)
	ORDER BY w.available_on NULLS FIRST, w.day_of_week, w.start_time
$$;

COMMENT ON FUNCTION fitclub.list_availability IS
	'When a trainer works, by the clock on the club''s wall: every week, then on single days from today on';

CREATE FUNCTION fitclub.busy_times(
	resource text,
	resource_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT NULL)
RETURNS TABLE (
	start_time timestamptz,
	end_time timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_choice('resource', busy_times.resource,
		ARRAY['room', 'trainer', 'member']);

	SELECT CASE busy_times.resource
		WHEN 'member' THEN fitclub_internal.require_member(busy_times.resource_id)
		ELSE fitclub_internal.require_id(busy_times.resource, busy_times.resource_id) END;

	SELECT fitclub_internal.require_order(coalesce(busy_times.from_time, now()), busy_times.to_time);

	WITH asked AS (
		SELECT coalesce(busy_times.from_time, now()) AS from_time,
			coalesce(busy_times.to_time,
				coalesce(busy_times.from_time, now()) + interval '7 days') AS to_time
	),
	busy (start_time, end_time) AS (
		SELECT s.start_time, s.end_time
		FROM fitclub.private_session AS s
		WHERE busy_times.resource = 'room' AND s.room_id = busy_times.resource_id
			AND s.cancelled_at IS NULL
		UNION ALL
		SELECT c.start_time, c.end_time
		FROM fitclub.class_schedule AS c
		WHERE busy_times.resource = 'room' AND c.room_id = busy_times.resource_id
			AND c.cancelled_at IS NULL
		UNION ALL
		SELECT s.start_time, s.end_time
		FROM fitclub.private_session AS s
		WHERE busy_times.resource = 'trainer' AND s.trainer_id = busy_times.resource_id
			AND s.cancelled_at IS NULL
		UNION ALL
		SELECT c.start_time, c.end_time
		FROM fitclub.class_schedule AS c
		WHERE busy_times.resource = 'trainer' AND c.trainer_id = busy_times.resource_id
			AND c.cancelled_at IS NULL
		UNION ALL
		SELECT s.start_time, s.end_time
		FROM fitclub.private_session AS s
		WHERE busy_times.resource = 'member' AND s.member_id = busy_times.resource_id
			AND s.cancelled_at IS NULL
		UNION ALL
		SELECT g.start_time, g.end_time
		FROM fitclub.class_registration AS g
		WHERE busy_times.resource = 'member' AND g.member_id = busy_times.resource_id
			AND g.cancelled_at IS NULL
	)
	SELECT b.start_time, b.end_time
	FROM asked AS a
	JOIN busy AS b
		ON b.start_time > a.from_time - interval '27 hours'
		AND b.start_time < a.to_time
		AND b.end_time > a.from_time
		AND a.from_time < a.to_time
	ORDER BY b.start_time, b.end_time
$$;

COMMENT ON FUNCTION fitclub.busy_times IS
	'When a room, trainer or member is booked between two instants, and nothing of by whom';

CREATE FUNCTION fitclub.class_roster(
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

CREATE FUNCTION fitclub.list_equipment(
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
	'The equipment of a room, or of all, with the number of faults that are open';

CREATE FUNCTION fitclub.list_notifications(
	member_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	unread_only boolean DEFAULT true,
	max_rows integer DEFAULT 100,
	before timestamptz DEFAULT 'infinity',
	before_id bigint DEFAULT NULL)
RETURNS TABLE (
	notification_id bigint,
	created_at timestamptz,
	message text,
	is_read boolean)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_recipient(list_notifications.member_id, list_notifications.trainer_id);

	SELECT n.notification_id, n.created_at, n.message, n.is_read
	FROM (
		SELECT m.*
		FROM fitclub.notification AS m
		WHERE m.member_id = list_notifications.member_id
		UNION ALL
		SELECT t.*
		FROM fitclub.notification AS t
		WHERE t.trainer_id = list_notifications.trainer_id
	) AS n
	WHERE NOT (n.is_read AND coalesce(list_notifications.unread_only, true))
		-- without an id: before all of that instant
		AND (n.created_at, n.notification_id) < (coalesce(list_notifications.before, 'infinity'),
			coalesce(list_notifications.before_id, -9223372036854775808))
	ORDER BY n.created_at DESC, n.notification_id DESC
	LIMIT list_notifications.max_rows
$$;

COMMENT ON FUNCTION fitclub.list_notifications IS
	'The notifications of a member or a trainer, or those before one of them, newest first; a null max_rows is all of them';
