-- Queries that find broken rules of services:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'service', s.service_id, broken.detail
FROM fitclub.service AS s
CROSS JOIN LATERAL (
	SELECT 'service_name_check' AS rule, format('name is %L', left(s.name, 100)) AS detail
	WHERE NOT (s.name ~ '[^ \t\n\v\f\r]' AND char_length(s.name) <= 200
		AND s.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'service_kind_check', format('kind is %L', s.kind)
	WHERE NOT s.kind IN ('class', 'session')
	UNION ALL
	SELECT 'service_duration_check', format('duration is %s', s.duration)
	WHERE NOT (s.duration > interval '0' AND s.duration <= interval '1440 minutes')
	UNION ALL
	SELECT 'service_price_check', format('price is %s', s.price)
	WHERE NOT s.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'service_credits_check', format('credits is %s', s.credits)
	WHERE NOT s.credits BETWEEN 1 AND 100
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(s)) AS field
	WHERE num_nulls(s.service_id, s.name, s.kind, s.is_active, s.credits) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('duration', 'price')
) AS broken
UNION ALL
SELECT broken.rule, 'trainer_service', t.trainer_service_id, broken.detail
FROM fitclub.trainer_service AS t
CROSS JOIN LATERAL (
	SELECT 'trainer_service_price_check' AS rule, format('price is %s', t.price) AS detail
	WHERE NOT t.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(t)) AS field
	WHERE num_nulls(t.trainer_service_id, t.trainer_id, t.service_id) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('price')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'service_pkey', 'service', s.service_id, 'service', s.service_id,
	format('%s rows have this key', count(*))
FROM fitclub.service AS s
GROUP BY s.service_id
HAVING count(*) > 1
UNION ALL
SELECT 'service_name_key', 'service', max(s.service_id), 'service', min(s.service_id),
	format('%s services of a kind have this name', count(*))
FROM fitclub.service AS s
GROUP BY s.kind, btrim(regexp_replace(translate(s.name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), ' +', ' ', 'g'))
HAVING count(*) > 1
UNION ALL
SELECT 'trainer_service_pkey', 'trainer_service', t.trainer_service_id, 'trainer_service', t.trainer_service_id,
	format('%s rows have this key', count(*))
FROM fitclub.trainer_service AS t
GROUP BY t.trainer_service_id
HAVING count(*) > 1
UNION ALL
SELECT 'trainer_service_once', 'trainer_service', max(t.trainer_service_id), 'trainer_service', min(t.trainer_service_id),
	format('%s rows say that trainer %s gives service %s', count(*), t.trainer_id, t.service_id)
FROM fitclub.trainer_service AS t
GROUP BY t.trainer_id, t.service_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'trainer_service_trainer_id_fkey' AS rule, 'trainer_service' AS table_name, t.trainer_service_id AS row_id,
		'trainer' AS other_table, t.trainer_id AS other_row_id
	FROM fitclub.trainer_service AS t
	WHERE t.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = t.trainer_id)
	UNION ALL
	SELECT 'trainer_service_service_id_fkey', 'trainer_service', t.trainer_service_id,
		'service', t.service_id
	FROM fitclub.trainer_service AS t
	WHERE t.service_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.service AS o WHERE o.service_id = t.service_id)
) AS m;
