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
	UNION ALL
	SELECT c.start_time, c.end_time
	FROM asked AS a
	JOIN fitclub.closure AS c
		ON c.cancelled_at IS NULL
		AND c.start_time < a.to_time
		AND c.end_time > a.from_time
		AND a.from_time < a.to_time
	WHERE busy_times.resource = 'room' AND c.room_id = busy_times.resource_id
		OR busy_times.resource = 'trainer' AND c.trainer_id = busy_times.resource_id
		OR busy_times.resource <> 'member' AND c.room_id IS NULL AND c.trainer_id IS NULL
	ORDER BY start_time, end_time
$$;

COMMENT ON FUNCTION fitclub.busy_times IS
	'When a room, trainer or member is booked between two instants, or closed or away, but not by whom or why';

-- Trainers, not rooms, lead to the sessions, as online ones have no room. A
-- slot is one hour, by the clock on the wall, that an item touches; hours are
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
