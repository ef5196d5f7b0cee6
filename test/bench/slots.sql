-- What the part "slots" of the bench needs: a week's hours and bookings, and
-- the query that finds free times by multiranges.

-- Each trainer works eight hours on six days of a week, early, late or in
-- between; of ten weeks five hours of a day's eight are booked, half of them in
-- one of 500 rooms, and on one day of 60 each trainer is away.
CREATE PROCEDURE bench.store_hours()
LANGUAGE plpgsql AS $$
BEGIN
	CALL bench.store('fitclub', 0);
	SET LOCAL session_replication_role = replica;
	DELETE FROM fitclub.trainer_availability;
	INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
	SELECT t, d, time '06:00' + t % 5 * interval '90 minutes', time '14:00' + t % 5 * interval '90 minutes'
	FROM generate_series(1, 2000) AS t, generate_series(0, 6) AS d
	WHERE d <> t % 7;
	INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price)
	SELECT (t * 7919 + d * 31 + h * 17) % 100000 + 1, t, CASE WHEN t <= 1000 THEN (t + h) % 500 + 1 END,
		s.start, s.start + interval '1 hour', 0
	FROM generate_series(1, 2000) AS t, generate_series(0, 69) AS d, generate_series(0, 7) AS h,
		LATERAL (SELECT bench.epoch() + d * interval '1 day' + interval '6 hours'
			+ t % 5 * interval '90 minutes' + h * interval '1 hour') AS s (start)
	WHERE d % 7 <> t % 7 AND (t * 31 + d * 7 + h * 13) % 8 < 5
	ORDER BY d, h, t;
	INSERT INTO fitclub.closure (trainer_id, start_time, end_time)
	SELECT t, bench.epoch() + t % 60 * interval '1 day', bench.epoch() + (t % 60 + 1) * interval '1 day'
	FROM generate_series(1, 2000) AS t;
END $$;

-- The hours that tables.sql has, and no closures.
CREATE PROCEDURE bench.drop_hours()
LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL session_replication_role = replica;
	DELETE FROM fitclub.closure;
	DELETE FROM fitclub.trainer_availability;
	INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
	SELECT t, d, '00:00', '24:00'
	FROM generate_series(1, 2000) AS t, generate_series(0, 6) AS d;
END $$;

-- When those of a kind are busy: the query that has it as multiranges by id.
CREATE FUNCTION bench.busy_query(kind text, condition text) RETURNS text
LANGUAGE sql STABLE AS $$
	SELECT format($query$
		SELECT b.id, range_agg(b.busy) AS ranges
		FROM (
			SELECT r.%1$I_id, tstzrange(s.start_time - r.turnaround, s.end_time + r.turnaround)
			FROM fitclub.private_session AS s JOIN fitclub.%1$I AS r USING (%1$I_id)
			WHERE s.cancelled_at IS NULL AND s.start_time > $1 - interval '1 day'
				AND s.start_time < $2 + interval '1 hour' AND %2$s
			UNION ALL
			SELECT r.%1$I_id, tstzrange(s.start_time - r.turnaround, s.end_time + r.turnaround)
			FROM fitclub.class_schedule AS s JOIN fitclub.%1$I AS r USING (%1$I_id)
			WHERE s.cancelled_at IS NULL AND s.start_time > $1 - interval '1 day'
				AND s.start_time < $2 + interval '1 hour' AND %2$s
			UNION ALL
			SELECT r.%1$I_id, tstzrange(s.start_time, s.end_time)
			FROM fitclub.closure AS s JOIN fitclub.%1$I AS r USING (%1$I_id)
			WHERE s.cancelled_at IS NULL AND s.start_time < $2 + interval '1 hour'
				AND s.end_time > $1 AND %2$s
		) AS b (id, busy)
		GROUP BY b.id$query$, kind, condition)
$$;

-- The starts, each quarter of an hour, that lie in pieces of free time.
CREATE FUNCTION bench.starts_query(pieces text) RETURNS text
LANGUAGE sql STABLE AS $$
	SELECT format($query$
		SELECT p.id, s.start_time
		FROM %s AS p, generate_series(
			date_bin('15 minutes', greatest(lower(p.piece), $1) + interval '15 minutes - 1 microsecond', $1),
			upper(p.piece) - interval '1 hour', '15 minutes') AS s (start_time)
		WHERE s.start_time < $2$query$, pieces)
$$;

-- What find_slots() finds from $1 to $2 for an hour, of trainers on a condition
-- on r, with a room of the first 500 or online, by a query of its own.
CREATE FUNCTION bench.slots_query(condition text, online boolean, each_trainer boolean, max_slots integer)
RETURNS text
LANGUAGE sql STABLE AS $$
	SELECT format($query$
		WITH hours AS (
			SELECT r.trainer_id AS id, range_agg(tstzrange((d.day + w.start_time) AT TIME ZONE 'UTC',
				(d.day + w.end_time) AT TIME ZONE 'UTC')) AS ranges
			FROM generate_series(($1 AT TIME ZONE 'UTC')::date, ($2 + interval '1 hour') AT TIME ZONE 'UTC', '1 day') AS g (t),
				CAST(g.t AS date) AS d (day), fitclub.trainer_availability AS w JOIN fitclub.trainer AS r USING (trainer_id)
			WHERE w.day_of_week = extract(isodow FROM d.day)::smallint - 1
				AND coalesce(w.available_on = d.day, true) AND r.is_active AND %1$s
			GROUP BY r.trainer_id
		), closed AS (
			SELECT coalesce(range_agg(tstzrange(start_time, end_time)), '{}') AS ranges
			FROM fitclub.closure
			WHERE cancelled_at IS NULL AND num_nulls(room_id, trainer_id) = 2
				AND start_time < $2 + interval '1 hour' AND end_time > $1
		), busy AS (%2$s
		), piece AS (
			SELECT h.id, unnest(h.ranges - c.ranges - coalesce(b.ranges, '{}')) AS piece
			FROM hours AS h CROSS JOIN closed AS c LEFT JOIN busy AS b USING (id)
		), free AS (%3$s
		)%4$s, room_free AS (%5$s
		)
		SELECT f.start_time, f.start_time + interval '1 hour' AS end_time, f.trainer_id, r.room_id
		FROM (%6$s) AS f (start_time, trainer_id) JOIN room_free AS r USING (start_time)
		ORDER BY f.start_time, f.trainer_id
		LIMIT %7$s$query$,
		condition, bench.busy_query('trainer', condition), bench.starts_query('piece'),
		CASE WHEN NOT online THEN format(', room_busy AS (%s), room_piece AS (
			SELECT r.room_id AS id, unnest(tstzmultirange(tstzrange($1, $2 + interval ''1 hour'')) - coalesce(b.ranges, ''{}'')) AS piece
			FROM fitclub.room AS r LEFT JOIN room_busy AS b ON b.id = r.room_id
			WHERE r.room_id <= 500
		)', bench.busy_query('room', 'r.room_id <= 500')) END,
		CASE WHEN online THEN 'SELECT DISTINCT start_time, NULL::bigint AS room_id FROM free'
			ELSE format('SELECT DISTINCT ON (s.start_time) s.start_time, r.room_id
				FROM (%s) AS s JOIN fitclub.room AS r ON r.room_id = s.id
				ORDER BY s.start_time, r.capacity, r.room_id', bench.starts_query('room_piece')) END,
		CASE WHEN each_trainer THEN 'SELECT start_time, id FROM free'
			ELSE format('
				SELECT DISTINCT ON (s.start_time) s.start_time, s.id
				FROM free AS s
				LEFT JOIN (
					SELECT b.trainer_id, (b.start_time AT TIME ZONE ''UTC'')::date, count(*)
					FROM (
						SELECT trainer_id, start_time FROM fitclub.private_session WHERE cancelled_at IS NULL
						UNION ALL SELECT trainer_id, start_time FROM fitclub.class_schedule WHERE cancelled_at IS NULL
					) AS b JOIN fitclub.trainer AS r USING (trainer_id)
					WHERE b.start_time > $1 - interval ''1 day'' AND b.start_time < $2 + interval ''1 day'' AND %s
					GROUP BY 1, 2
				) AS c (id, date, bookings) ON c.id = s.id AND c.date = (s.start_time AT TIME ZONE ''UTC'')::date
				ORDER BY s.start_time, coalesce(c.bookings, 0), s.id', condition) END,
		coalesce(max_slots::text, 'ALL'))
$$;
