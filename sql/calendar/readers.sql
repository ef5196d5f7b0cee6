-- The calendar as a whole: when somebody or something is booked, and the week
-- on one page.

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.busy_times(
	resource text,
	resource_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT NULL)
RETURNS TABLE (
	start_time timestamptz,
	end_time timestamptz)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_choice('resource', busy_times.resource,
		ARRAY['room', 'trainer', 'member']);

	PERFORM CASE busy_times.resource
		WHEN 'member' THEN fitclub_internal.require_member(busy_times.resource_id)
		ELSE fitclub_internal.require_id(busy_times.resource, busy_times.resource_id) END;

	from_time := coalesce(from_time, now());
	to_time := coalesce(to_time, from_time + interval '7 days');
	PERFORM fitclub_internal.require_order(from_time, to_time);

	RETURN QUERY
	WITH busy (start_time, end_time) AS (
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
	FROM busy AS b
	WHERE b.start_time > busy_times.from_time - interval '27 hours'
		AND b.start_time < busy_times.to_time
		AND b.end_time > busy_times.from_time
		AND busy_times.from_time < busy_times.to_time
	ORDER BY b.start_time, b.end_time;
END
$$;

COMMENT ON FUNCTION fitclub.busy_times IS
	'When a room, trainer or member is booked between two instants, but not by whom';

-- Trainers, not rooms, lead to the sessions, as online ones have no room.
-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.schedule(
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT NULL,
	room_ids bigint[] DEFAULT NULL,
	trainer_ids bigint[] DEFAULT NULL,
	max_rows integer DEFAULT 1000,
	after timestamptz DEFAULT '-infinity',
	after_kind text DEFAULT NULL,
	after_id bigint DEFAULT NULL)
RETURNS TABLE (
	kind text,
	booking_id bigint,
	title text,
	trainer_id bigint,
	trainer text,
	room_id bigint,
	room text,
	member_id bigint,
	member text,
	people integer,
	capacity integer,
	start_time timestamptz,
	end_time timestamptz)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 200
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	with_names boolean := fitclub_internal.sees_members();
BEGIN
	PERFORM fitclub_internal.require_id('room', r.id) FROM unnest(room_ids) AS r (id);
	PERFORM fitclub_internal.require_id('trainer', t.id) FROM unnest(trainer_ids) AS t (id);
	from_time := coalesce(from_time, now());
	to_time := coalesce(to_time, from_time + interval '7 days');
	PERFORM fitclub_internal.require_order(from_time, to_time);
	PERFORM fitclub_internal.require_choice('after_kind', after_kind, ARRAY['class', 'session'])
	WHERE after_id IS NOT NULL;

	RETURN QUERY
	WITH page AS MATERIALIZED (
		SELECT b.*
		FROM (
			SELECT 'session' AS kind, s.session_id AS booking_id, s.activity_type AS title,
				s.trainer_id, s.room_id, s.member_id, 1 AS capacity, s.start_time, s.end_time
			FROM fitclub.trainer AS t
			JOIN fitclub.private_session AS s ON s.trainer_id = t.trainer_id
			WHERE s.cancelled_at IS NULL
				AND (schedule.trainer_ids IS NULL OR t.trainer_id = ANY (schedule.trainer_ids))
			UNION ALL
			SELECT 'class', c.class_id, c.name, c.trainer_id, c.room_id, NULL, c.capacity,
				c.start_time, c.end_time
			FROM fitclub.class_schedule AS c
			WHERE c.cancelled_at IS NULL
				AND (schedule.trainer_ids IS NULL OR c.trainer_id = ANY (schedule.trainer_ids))
		) AS b
		WHERE b.start_time > schedule.from_time - interval '27 hours'
			AND b.start_time < schedule.to_time
			AND b.end_time > schedule.from_time
			AND schedule.from_time < schedule.to_time
			AND (schedule.room_ids IS NULL OR b.room_id = ANY (schedule.room_ids))
			-- without an id: after all of that instant
			AND (b.start_time, b.kind, b.booking_id) > (coalesce(schedule.after, '-infinity'),
				coalesce(schedule.after_kind, 'session'), coalesce(schedule.after_id, 9223372036854775807))
		ORDER BY b.start_time, b.kind, b.booking_id
		LIMIT schedule.max_rows
	)
	SELECT p.kind, p.booking_id, p.title, p.trainer_id, t.first_name || ' ' || t.last_name,
		p.room_id, r.name, m.member_id, m.first_name || ' ' || m.last_name,
		CASE p.kind WHEN 'session' THEN 1 ELSE (
				SELECT count(*)::integer
				FROM fitclub.class_registration AS g
				WHERE g.class_id = p.booking_id AND g.cancelled_at IS NULL)
			END,
		p.capacity, p.start_time, p.end_time
	FROM page AS p
	JOIN fitclub.trainer AS t ON t.trainer_id = p.trainer_id
	LEFT JOIN fitclub.room AS r ON r.room_id = p.room_id
	LEFT JOIN fitclub.member AS m ON m.member_id = p.member_id AND with_names
	ORDER BY p.start_time, p.kind, p.booking_id;
END
$$;

COMMENT ON FUNCTION fitclub.schedule IS
	'Sessions and classes that reach into a period, of some rooms and trainers or of all, earliest first; members are not told who has booked';

-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.list_bookings(
	member_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT NULL,
	max_rows integer DEFAULT 100,
	after timestamptz DEFAULT '-infinity',
	after_kind text DEFAULT NULL,
	after_id bigint DEFAULT NULL)
RETURNS TABLE (
	kind text,
	booking_id bigint,
	class_id bigint,
	title text,
	trainer_id bigint,
	trainer text,
	room_id bigint,
	room text,
	start_time timestamptz,
	end_time timestamptz,
	state text,
	attended boolean,
	price numeric,
	billing_id bigint,
	owed numeric)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_member(list_bookings.member_id);
	from_time := coalesce(from_time, now());
	to_time := coalesce(to_time, from_time + interval '7 days');
	PERFORM fitclub_internal.require_order(from_time, to_time);
	PERFORM fitclub_internal.require_choice('after_kind', after_kind, ARRAY['seat', 'session'])
	WHERE after_id IS NOT NULL;

	RETURN QUERY
	WITH page AS MATERIALIZED (
		SELECT b.*
		FROM (
			-- as the indexes have it: those that stand and those that are cancelled
			SELECT 'session' AS kind, s.session_id AS booking_id, NULL::bigint AS class_id,
				s.trainer_id, s.room_id, s.start_time, s.end_time, s.cancelled_at,
				s.activity_type AS title, NULL::boolean AS attended, s.price
			FROM fitclub.private_session AS s
			WHERE s.member_id = list_bookings.member_id AND s.cancelled_at IS NULL
			UNION ALL
			SELECT 'session', s.session_id, NULL, s.trainer_id, s.room_id, s.start_time, s.end_time,
				s.cancelled_at, s.activity_type, NULL, s.price
			FROM fitclub.private_session AS s
			WHERE s.member_id = list_bookings.member_id AND s.cancelled_at IS NOT NULL
			UNION ALL
			SELECT 'seat', g.registration_id, g.class_id, NULL, NULL, g.start_time, g.end_time,
				g.cancelled_at, NULL, g.attended, g.price
			FROM fitclub.class_registration AS g
			WHERE g.member_id = list_bookings.member_id AND g.cancelled_at IS NULL
			UNION ALL
			SELECT 'seat', g.registration_id, g.class_id, NULL, NULL, g.start_time, g.end_time,
				g.cancelled_at, NULL, g.attended, g.price
			FROM fitclub.class_registration AS g
			WHERE g.member_id = list_bookings.member_id AND g.cancelled_at IS NOT NULL
		) AS b
		WHERE b.start_time > list_bookings.from_time - interval '27 hours'
			AND b.start_time < list_bookings.to_time
			AND b.end_time > list_bookings.from_time
			AND list_bookings.from_time < list_bookings.to_time
			-- without an id: after all of that instant
			AND (b.start_time, b.kind, b.booking_id) > (coalesce(list_bookings.after, '-infinity'),
				coalesce(list_bookings.after_kind, 'session'), coalesce(list_bookings.after_id, 9223372036854775807))
		ORDER BY b.start_time, b.kind, b.booking_id
		LIMIT list_bookings.max_rows
	)
	SELECT p.kind, p.booking_id, p.class_id, coalesce(p.title, c.name),
		t.trainer_id, t.first_name || ' ' || t.last_name, r.room_id, r.name, p.start_time, p.end_time,
		CASE WHEN p.cancelled_at IS NOT NULL THEN 'cancelled'
			WHEN p.end_time <= now() THEN 'over'
			WHEN p.start_time <= now() THEN 'begun'
			ELSE 'upcoming' END,
		p.attended, coalesce(p.price, c.price), bill.billing_id,
		CASE WHEN bill.status IN ('pending', 'partially_paid') THEN bill.amount - (
				SELECT coalesce(sum(n.amount), 0.00)
				FROM fitclub.payment AS n
				WHERE n.billing_id = bill.billing_id)
			ELSE 0.00 END
	FROM page AS p
	LEFT JOIN fitclub.class_schedule AS c ON c.class_id = p.class_id
	JOIN fitclub.trainer AS t ON t.trainer_id = coalesce(p.trainer_id, c.trainer_id)
	LEFT JOIN fitclub.room AS r ON r.room_id = coalesce(p.room_id, c.room_id)
	LEFT JOIN LATERAL (
		SELECT b.billing_id, b.amount, b.status
		FROM fitclub.billing_item AS b
		WHERE p.kind = 'session' AND b.private_session_id = p.booking_id
		UNION ALL
		-- That of a seat given back is taken up by the member's next one in the class.
		SELECT b.billing_id, b.amount, b.status
		FROM fitclub.billing_item AS b
		WHERE b.class_id = p.class_id AND b.member_id = list_bookings.member_id
			AND b.status NOT IN ('cancelled', 'refunded')
			AND NOT EXISTS (
				SELECT FROM fitclub.class_registration AS later
				WHERE later.class_id = p.class_id AND later.member_id = list_bookings.member_id
					AND later.registration_id > p.booking_id)
	) AS bill ON true
	ORDER BY p.start_time, p.kind, p.booking_id;
END
$$;

COMMENT ON FUNCTION fitclub.list_bookings IS
	'A member''s sessions and seats that reach into a period, cancelled ones included, earliest first, with what is owed for each';

-- A slot is one hour, by the clock on the wall, that an item touches; hours are
-- counted off in real time, so that a day of 23 or 25 has the right ones.
-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.week_timetable(
	start_date date,
	across text DEFAULT 'room')
RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off -- compiling the query takes longer than running it
AS $$
	SELECT fitclub_internal.require_staff();

	SELECT fitclub_internal.require_choice('across', week_timetable.across, ARRAY['room', 'trainer']);

	-- An infinite date has no week: the difference raises.
	SELECT week_timetable.start_date - date '2000-01-01';

	WITH week AS (
		SELECT c.time_zone, f.first_day, week_timetable.across,
			f.first_day::timestamp AT TIME ZONE c.time_zone AS from_time,
			(f.first_day + 7)::timestamp AT TIME ZONE c.time_zone AS to_time
		FROM fitclub.club AS c
		CROSS JOIN LATERAL (
			SELECT coalesce(week_timetable.start_date,
				(now() AT TIME ZONE c.time_zone)::date) AS first_day
		) AS f
	),
	item AS (
		SELECT 1 AS kind, s.session_id AS id, s.start_time, s.end_time,
			CASE n.across WHEN 'room' THEN coalesce(r.room_id, 0) ELSE t.trainer_id END AS column_id,
			CASE n.across WHEN 'room' THEN coalesce(r.name, 'online')
				ELSE t.first_name || ' ' || t.last_name END AS title,
			m.first_name || ' ' || m.last_name || '/' || CASE n.across
				WHEN 'room' THEN left(t.first_name, 1) || '. ' || t.last_name
				ELSE coalesce(r.name, 'online') END AS head,
			'' AS tail
		FROM week AS n
		CROSS JOIN fitclub.trainer AS t
		JOIN fitclub.private_session AS s
			ON s.trainer_id = t.trainer_id
			AND s.cancelled_at IS NULL
			AND s.start_time > n.from_time - interval '27 hours'
			AND s.start_time < n.to_time
			AND s.end_time > n.from_time
		JOIN fitclub.member AS m ON m.member_id = s.member_id
		LEFT JOIN fitclub.room AS r ON r.room_id = s.room_id
		UNION ALL
		SELECT 2, c.class_id, c.start_time, c.end_time,
			CASE n.across WHEN 'room' THEN r.room_id ELSE t.trainer_id END,
			CASE n.across WHEN 'room' THEN r.name ELSE t.first_name || ' ' || t.last_name END,
			c.name, ' ' || g.registered || '/' || c.capacity
		FROM week AS n
		JOIN fitclub.class_schedule AS c
			ON c.cancelled_at IS NULL
			AND c.start_time > n.from_time - interval '27 hours'
			AND c.start_time < n.to_time
			AND c.end_time > n.from_time
		JOIN fitclub.trainer AS t ON t.trainer_id = c.trainer_id
		JOIN fitclub.room AS r ON r.room_id = c.room_id
		CROSS JOIN LATERAL (
			SELECT count(*) AS registered
			FROM fitclub.class_registration AS taken
			WHERE taken.class_id = c.class_id AND taken.cancelled_at IS NULL
		) AS g
	),
	slot AS (
		SELECT i.kind, i.id, i.start_time, i.column_id, i.tail, h.hour,
			translate(i.title, E'\n\r\t', '   ') AS title,
			translate(i.head, E'\n\r\t', '   ') AS head,
			i.start_time AT TIME ZONE n.time_zone AS starts,
			i.end_time AT TIME ZONE n.time_zone AS ends,
			h.hour = min(h.hour) OVER (PARTITION BY i.kind, i.id, h.hour::date) AS is_first,
			h.hour = max(h.hour) OVER (PARTITION BY i.kind, i.id) AS is_last
		FROM week AS n
		CROSS JOIN item AS i
		CROSS JOIN LATERAL (
			SELECT DISTINCT date_trunc('hour', instant AT TIME ZONE n.time_zone) AS hour
			FROM (
				-- An hour can be cut to a quarter, as zones differ by quarters.
				SELECT generate_series(i.start_time, i.end_time, interval '15 minutes')
				UNION ALL
				SELECT i.end_time - interval '1 microsecond'
			) AS touched (instant)
			WHERE instant < i.end_time
		) AS h
	),
	cell AS (
		SELECT s.column_id, s.title, s.hour,
			row_number() OVER (
				PARTITION BY s.column_id, s.hour
				ORDER BY s.start_time, s.kind, s.id) AS line,
			CASE WHEN NOT s.is_first THEN '"'
				WHEN date_trunc('hour', s.starts) = s.hour AND extract(minute FROM s.starts) > 0
				THEN to_char(s.starts, ':MI ') || s.head
				ELSE s.head END AS head,
			CASE WHEN s.is_first THEN s.tail
				WHEN s.is_last AND extract(minute FROM s.ends) > 0
				THEN to_char(s.ends, ' "to" HH24:MI')
				ELSE '' END AS tail
		FROM week AS n
		JOIN slot AS s ON s.hour >= n.first_day AND s.hour < n.first_day + 7
	),
	heading AS (
		SELECT c.column_id, c.title,
			row_number() OVER (ORDER BY c.column_id = 0, c.title, c.column_id) AS position,
			greatest(length(c.title), max(length(c.head || c.tail))) AS needed
		FROM cell AS c
		GROUP BY c.column_id, c.title
	),
	-- Columns as wide as they need, but 20 at most, or less where that lets a
	-- line of 120 hold them all, but not under 8.
	page AS (
		SELECT coalesce(max(f.width), 8) AS width
		FROM (
			SELECT w.width
			FROM generate_series(8, 20) AS w (width)
			CROSS JOIN heading AS h
			GROUP BY w.width
			HAVING 6 + sum(least(h.needed, w.width) + 3) <= 120
		) AS f
	),
	grid_column AS (
		SELECT h.column_id, h.position, least(h.needed, p.width) AS width,
			left(h.title, p.width) AS title
		FROM heading AS h
		CROSS JOIN page AS p
	),
	-- The hours of each day from the first busy one to the last, without one
	-- that the clocks skip, and as many lines in each as its fullest cell has.
	grid_row AS (
		SELECT d.day, o.hour, line
		FROM week AS n
		CROSS JOIN LATERAL (
			SELECT c.hour::date AS day, min(c.hour) AS first_hour, max(c.hour) AS last_hour
			FROM cell AS c
			GROUP BY c.hour::date
		) AS d
		CROSS JOIN LATERAL generate_series(
			d.first_hour, d.last_hour, interval '1 hour') AS o (hour)
		LEFT JOIN (
			SELECT c.hour, max(c.line) AS lines FROM cell AS c GROUP BY c.hour
		) AS busy ON busy.hour = o.hour
		CROSS JOIN LATERAL (SELECT o.hour + interval '59 minutes' AS late) AS l
		CROSS JOIN LATERAL generate_series(1, coalesce(busy.lines, 1)) AS line
		WHERE busy.lines IS NOT NULL
			OR l.late AT TIME ZONE n.time_zone AT TIME ZONE n.time_zone = l.late
	),
	page_line (day, hour, line, printed) AS (
		SELECT d.day, '-infinity'::timestamp, k.line, CASE k.line
			WHEN 1 THEN to_char(d.day, 'FMDay FMDD FMMonth YYYY')
			WHEN 2 THEN repeat(' ', 6) || string_agg(
				' | ' || rpad(g.title, g.width), '' ORDER BY g.position)
			WHEN 3 THEN repeat('-', 6) || string_agg(
				'-+-' || repeat('-', g.width), '' ORDER BY g.position)
			END
		FROM (SELECT DISTINCT r.day FROM grid_row AS r) AS d
		CROSS JOIN generate_series(1, 3) AS k (line)
		CROSS JOIN grid_column AS g
		GROUP BY d.day, k.line
		UNION ALL
		SELECT r.day, r.hour, r.line,
			CASE r.line WHEN 1 THEN to_char(r.hour, ' HH24:MI') ELSE repeat(' ', 6) END
				|| string_agg(' | ' || rpad(CASE
					WHEN length(c.head || c.tail) > g.width
					THEN left(rtrim(left(c.head, greatest(g.width - 1 - length(c.tail), 0)), ' ./')
						|| '.' || c.tail, g.width)
					ELSE coalesce(c.head || c.tail, '')
					END, g.width), '' ORDER BY g.position)
		FROM grid_row AS r
		CROSS JOIN grid_column AS g
		LEFT JOIN cell AS c
			ON c.hour = r.hour AND c.line = r.line AND c.column_id = g.column_id
		GROUP BY r.day, r.hour, r.line
		UNION ALL
		-- A blank line after every day but the last.
		SELECT r.day, 'infinity', 1, ''
		FROM grid_row AS r
		GROUP BY r.day
		HAVING r.day < (SELECT max(n.day) FROM grid_row AS n)
	)
	SELECT rtrim(p.printed)
	FROM page_line AS p
	ORDER BY p.day, p.hour, p.line
$$;

COMMENT ON FUNCTION fitclub.week_timetable IS
	'The seven days from a date as a printed timetable, with rooms or trainers across; " is what went before, going on';
