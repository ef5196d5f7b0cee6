-- Queries that find broken rules of closures:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'closure', c.closure_id, broken.detail
FROM fitclub.closure AS c
CROSS JOIN LATERAL (
	SELECT 'closure_closure_id_check' AS rule,
		format('closure_id is %s', c.closure_id) AS detail
	WHERE NOT c.closure_id > 0
	UNION ALL
	SELECT 'closure_scope_check',
		format('room_id is %s, trainer_id is %s', c.room_id, c.trainer_id)
	WHERE NOT num_nonnulls(c.room_id, c.trainer_id) <= 1
	UNION ALL
	SELECT 'closure_maintenance_id_check',
		format('maintenance_id is %s, room_id is null', c.maintenance_id)
	WHERE c.maintenance_id IS NOT NULL AND c.room_id IS NULL
	UNION ALL
	SELECT 'closure_period_check',
		format('start_time is %s, end_time is %s', c.start_time, c.end_time)
	WHERE NOT (isfinite(c.start_time) AND isfinite(c.end_time)
		AND c.start_time BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
		AND c.end_time BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
		AND c.end_time > c.start_time
		AND extract(epoch FROM c.end_time) - extract(epoch FROM c.start_time) <= 31622400)
	UNION ALL
	SELECT 'closure_reason_check', format('reason is %L', left(c.reason, 100))
	WHERE NOT (c.reason ~ '[^ \t\n\v\f\r]' AND char_length(c.reason) <= 200
		AND c.reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'closure_cancelled_at_check', format('cancelled_at is %s', c.cancelled_at)
	WHERE NOT c.cancelled_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(c)) AS field
	WHERE num_nulls(c.closure_id, c.start_time, c.end_time) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('room_id', 'trainer_id', 'maintenance_id', 'reason', 'cancelled_at')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'closure_pkey', 'closure', c.closure_id,
	'closure', c.closure_id,
	format('%s rows have this key', count(*))
FROM fitclub.closure AS c
GROUP BY c.closure_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'closure_room_id_fkey' AS rule, 'closure' AS table_name, c.closure_id AS row_id,
		'room' AS other_table, c.room_id AS other_row_id
	FROM fitclub.closure AS c
	WHERE c.room_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.room AS o WHERE o.room_id = c.room_id)
	UNION ALL
	SELECT 'closure_trainer_id_fkey', 'closure', c.closure_id, 'trainer', c.trainer_id
	FROM fitclub.closure AS c
	WHERE c.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = c.trainer_id)
	UNION ALL
	SELECT 'closure_maintenance_id_fkey', 'closure', c.closure_id, 'equipment_maintenance', c.maintenance_id
	FROM fitclub.closure AS c
	WHERE c.maintenance_id IS NOT NULL
		AND NOT EXISTS (
			SELECT FROM fitclub.equipment_maintenance AS o WHERE o.maintenance_id = c.maintenance_id)
) AS m;

-- fitclub.calendar_violation (rule, table_name, row_id, other_table, other_row_id, detail):
-- 0 stands for none: ids are positive.
SELECT 'closure_overlap', 'closure', c.closure_id, 'closure', o.closure_id,
	format('%s closed from %s to %s and from %s to %s',
		coalesce('room ' || c.room_id, 'trainer ' || c.trainer_id, 'the club'),
		o.start_time, o.end_time, c.start_time, c.end_time)
FROM fitclub.closure AS c
JOIN fitclub.closure AS o
	ON coalesce(o.room_id, 0) = coalesce(c.room_id, 0)
	AND coalesce(o.trainer_id, 0) = coalesce(c.trainer_id, 0)
	AND o.closure_id < c.closure_id
	AND o.start_time < c.end_time
	AND c.start_time < o.end_time
WHERE c.cancelled_at IS NULL AND o.cancelled_at IS NULL;
