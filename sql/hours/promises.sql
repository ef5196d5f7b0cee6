-- Queries that find broken rules of the hours of trainers:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'trainer_availability', a.availability_id, broken.detail
FROM fitclub.trainer_availability AS a
CROSS JOIN LATERAL (
	SELECT 'trainer_availability_day_of_week_check' AS rule,
		format('day_of_week is %s', a.day_of_week) AS detail
	WHERE NOT a.day_of_week BETWEEN 0 AND 6
	UNION ALL
	SELECT 'trainer_availability_period_check',
		format('start_time is %s, end_time is %s', a.start_time, a.end_time)
	WHERE NOT a.end_time > a.start_time
	UNION ALL
	SELECT 'trainer_availability_is_recurring_check',
		format('is_recurring is %s, available_on is %L', a.is_recurring, a.available_on)
	WHERE NOT a.is_recurring = (a.available_on IS NULL)
	UNION ALL
	SELECT 'trainer_availability_available_on_check',
		format('day_of_week is %s, available_on is %L', a.day_of_week, a.available_on)
	WHERE NOT (a.available_on BETWEEN '1900-01-01' AND '9998-12-31'
		AND a.day_of_week = extract(isodow FROM a.available_on) - 1)
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(a)) AS field
	WHERE num_nulls(a.availability_id, a.trainer_id, a.day_of_week, a.start_time, a.end_time,
		a.is_recurring) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('available_on')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'trainer_availability_pkey', 'trainer_availability', a.availability_id,
	'trainer_availability', a.availability_id,
	format('%s rows have this key', count(*))
FROM fitclub.trainer_availability AS a
GROUP BY a.availability_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'trainer_availability_trainer_id_fkey' AS rule, 'trainer_availability' AS table_name, a.availability_id AS row_id,
		'trainer' AS other_table, a.trainer_id AS other_row_id
	FROM fitclub.trainer_availability AS a
	WHERE a.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = a.trainer_id)
) AS m;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'trainer_availability_overlap', 'trainer_availability', once.availability_id,
	'trainer_availability', weekly.availability_id,
	format('trainer %s has windows %s to %s on %s and %s to %s every week', once.trainer_id,
		once.start_time, once.end_time, once.available_on, weekly.start_time, weekly.end_time)
FROM fitclub.trainer_availability AS once
JOIN fitclub.trainer_availability AS weekly
	ON weekly.trainer_id = once.trainer_id
	AND weekly.day_of_week = once.day_of_week
	AND weekly.available_on IS NULL
	AND weekly.start_time < once.end_time
	AND once.start_time < weekly.end_time
-- Past dates do not matter. Two days, as no time zone is further ahead.
WHERE once.available_on > (now() AT TIME ZONE 'UTC')::date + 1;

-- fitclub.calendar_violation (rule, table_name, row_id, other_table, other_row_id, detail):
-- On the night the clocks go back a booking may end, by the clock on the
-- wall, at or before its start: the least and the greatest cover it then.
SELECT 'trainer_availability', b.table_name, b.row_id, NULL, NULL,
	format('trainer %s does not work all of %s to %s (%s)', b.resource_id, b.starts, b.ends, b.time_zone)
FROM (
	SELECT o.table_name, o.row_id, o.resource_id, club.time_zone, wall.starts, wall.ends
	FROM fitclub.club AS club
	JOIN fitclub.busy_time AS o
		ON o.rule = 'trainer_double_booked' AND o.end_time > now()
		-- No clock can show the last instants that a timestamp can hold.
		AND o.end_time < timestamptz '294276-12-29 00:00+00'
	CROSS JOIN LATERAL (
		SELECT o.start_time AT TIME ZONE club.time_zone AS starts,
			o.end_time AT TIME ZONE club.time_zone AS ends
	) AS wall
	-- Most are within one window, which can be asked of all at once: first.
	WHERE NOT EXISTS (
		SELECT FROM fitclub.trainer_availability AS w
		WHERE w.trainer_id = o.resource_id
			AND w.day_of_week = extract(isodow FROM wall.starts)::integer - 1
			AND (w.is_recurring OR w.available_on = wall.starts::date)
			AND wall.starts::date + w.start_time <= wall.starts
			AND wall.starts::date + w.end_time >= wall.ends
			AND wall.ends - wall.starts = o.end_time - o.start_time)
	OFFSET 0
) AS b
WHERE NOT coalesce((
	SELECT range_agg(tsrange(day.midnight::date + w.start_time, day.midnight::date + w.end_time))
		@> tsrange(least(b.starts, b.ends), greatest(b.starts, b.ends),
			CASE WHEN b.starts = b.ends THEN '[]' ELSE '[)' END)
	FROM generate_series(
		date_trunc('day', least(b.starts, b.ends)),
		greatest(b.starts, b.ends), interval '1 day') AS day (midnight)
	JOIN fitclub.trainer_availability AS w
		ON w.trainer_id = b.resource_id
		AND w.day_of_week = extract(isodow FROM day.midnight)::integer - 1
		AND (w.is_recurring OR w.available_on = day.midnight::date)
), false)
UNION ALL
-- -infinity stands for no date: that of a window is finite.
SELECT 'trainer_availability_overlap', 'trainer_availability', w.availability_id,
	'trainer_availability', o.availability_id,
	format('trainer %s has windows %s to %s and %s to %s on %s', w.trainer_id,
		o.start_time, o.end_time, w.start_time, w.end_time,
		coalesce(w.available_on::text, 'day ' || w.day_of_week))
FROM fitclub.trainer_availability AS w
JOIN fitclub.trainer_availability AS o
	ON o.trainer_id = w.trainer_id
	AND o.day_of_week = w.day_of_week
	AND coalesce(o.available_on, '-infinity') = coalesce(w.available_on, '-infinity')
	AND o.availability_id < w.availability_id
	AND o.start_time < w.end_time
	AND w.start_time < o.end_time;
