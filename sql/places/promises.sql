-- Queries that find broken rules of rooms, equipment and its upkeep:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'room', r.room_id, broken.detail
FROM fitclub.room AS r
CROSS JOIN LATERAL (
	SELECT 'room_room_id_check' AS rule, format('room_id is %s', r.room_id) AS detail
	WHERE NOT r.room_id > 0
	UNION ALL
	SELECT 'room_name_check', format('name is %L', left(r.name, 100))
	WHERE NOT (r.name ~ '[^ \t\n\v\f\r]' AND char_length(r.name) <= 200
		AND r.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'room_capacity_check', format('capacity is %s', r.capacity)
	WHERE NOT r.capacity BETWEEN 1 AND 10000
	UNION ALL
	SELECT 'room_max_bookings_check', format('max_bookings is %s', r.max_bookings)
	WHERE NOT r.max_bookings BETWEEN 1 AND 1000
	UNION ALL
	SELECT 'room_turnaround_check', format('turnaround is %s', r.turnaround)
	WHERE NOT r.turnaround BETWEEN interval '0' AND interval '240 minutes'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(r)) AS field
	WHERE num_nulls(r.room_id, r.name, r.capacity, r.max_bookings, r.turnaround) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('primary_trainer_id')
) AS broken
UNION ALL
SELECT broken.rule, 'equipment', e.equipment_id, broken.detail
FROM fitclub.equipment AS e
CROSS JOIN LATERAL (
	SELECT 'equipment_name_check' AS rule, format('name is %L', left(e.name, 100)) AS detail
	WHERE NOT (e.name ~ '[^ \t\n\v\f\r]' AND char_length(e.name) <= 200
		AND e.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'equipment_status_check', format('status is %L', e.status)
	WHERE NOT e.status IN ('operational', 'under_maintenance', 'out_of_order', 'retired')
	UNION ALL
	SELECT 'equipment_last_serviced_date_check',
		format('last_serviced_date is %s', e.last_serviced_date)
	WHERE NOT e.last_serviced_date BETWEEN '1900-01-01' AND '9998-12-31'
	UNION ALL
	SELECT 'equipment_notes_check', format('notes is %L', left(e.notes, 100))
	WHERE NOT (char_length(e.notes) <= 10000
		AND e.notes !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(e)) AS field
	WHERE num_nulls(e.equipment_id, e.room_id, e.name, e.status) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('trainer_id', 'notes', 'last_serviced_date')
) AS broken
UNION ALL
SELECT broken.rule, 'equipment_maintenance', i.maintenance_id, broken.detail
FROM fitclub.equipment_maintenance AS i
CROSS JOIN LATERAL (
	SELECT 'equipment_maintenance_description_check' AS rule, format('description is %L', left(i.description, 100)) AS detail
	WHERE NOT (i.description ~ '[^ \t\n\v\f\r]' AND char_length(i.description) <= 2000
		AND i.description !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'equipment_maintenance_status_check', format('status is %L', i.status)
	WHERE NOT i.status IN ('open', 'in_progress', 'resolved')
	UNION ALL
	SELECT 'equipment_maintenance_resolved_at_check',
		format('status is %s, resolved_at is %L', i.status, i.resolved_at)
	WHERE NOT ((i.status = 'resolved') = (i.resolved_at IS NOT NULL) AND isfinite(i.resolved_at)
		AND i.resolved_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
		AND i.resolved_at <= now() + interval '1 hour')
	UNION ALL
	SELECT 'equipment_maintenance_reported_at_check', format('reported_at is %s', i.reported_at)
	WHERE NOT i.reported_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(i)) AS field
	WHERE num_nulls(i.maintenance_id, i.equipment_id, i.reported_at, i.description, i.status) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('staff_id', 'resolved_at')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'room_pkey', 'room', r.room_id,
	'room', r.room_id,
	format('%s rows have this key', count(*))
FROM fitclub.room AS r
GROUP BY r.room_id
HAVING count(*) > 1
UNION ALL
SELECT 'equipment_pkey', 'equipment', e.equipment_id,
	'equipment', e.equipment_id,
	format('%s rows have this key', count(*))
FROM fitclub.equipment AS e
GROUP BY e.equipment_id
HAVING count(*) > 1
UNION ALL
SELECT 'equipment_maintenance_pkey', 'equipment_maintenance', i.maintenance_id,
	'equipment_maintenance', i.maintenance_id,
	format('%s rows have this key', count(*))
FROM fitclub.equipment_maintenance AS i
GROUP BY i.maintenance_id
HAVING count(*) > 1
UNION ALL
SELECT 'room_name_key', 'room', max(r.room_id), 'room', min(r.room_id),
	format('%s rooms are called %L', count(*), min(left(r.name, 100)))
FROM fitclub.room AS r
GROUP BY btrim(regexp_replace(translate(r.name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), ' +', ' ', 'g'))
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'room_primary_trainer_id_fkey' AS rule, 'room' AS table_name, r.room_id AS row_id,
		'trainer' AS other_table, r.primary_trainer_id AS other_row_id
	FROM fitclub.room AS r
	WHERE r.primary_trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = r.primary_trainer_id)
	UNION ALL
	SELECT 'equipment_room_id_fkey', 'equipment', e.equipment_id,
		'room', e.room_id
	FROM fitclub.equipment AS e
	WHERE e.room_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.room AS o WHERE o.room_id = e.room_id)
	UNION ALL
	SELECT 'equipment_trainer_id_fkey', 'equipment', e.equipment_id,
		'trainer', e.trainer_id
	FROM fitclub.equipment AS e
	WHERE e.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = e.trainer_id)
	UNION ALL
	SELECT 'equipment_maintenance_equipment_id_fkey', 'equipment_maintenance', i.maintenance_id,
		'equipment', i.equipment_id
	FROM fitclub.equipment_maintenance AS i
	WHERE i.equipment_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.equipment AS o WHERE o.equipment_id = i.equipment_id)
	UNION ALL
	SELECT 'equipment_maintenance_staff_id_fkey', 'equipment_maintenance', i.maintenance_id,
		'administrative_staff', i.staff_id
	FROM fitclub.equipment_maintenance AS i
	WHERE i.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = i.staff_id)
) AS m;
