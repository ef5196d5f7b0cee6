-- Queries that find broken rules of plans:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'plan', p.plan_id, broken.detail
FROM fitclub.plan AS p
CROSS JOIN LATERAL (
	SELECT 'plan_name_check' AS rule, format('name is %L', left(p.name, 100)) AS detail
	WHERE NOT (p.name ~ '[^ \t\n\v\f\r]' AND char_length(p.name) <= 200
		AND p.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'plan_unit_check', format('unit is %L', left(p.unit, 100))
	WHERE NOT p.unit IN ('week', 'month', 'year')
	UNION ALL
	SELECT 'plan_every_check', format('every is %s', p.every)
	WHERE NOT p.every BETWEEN 1 AND 12
	UNION ALL
	SELECT 'plan_visits_check', format('visits is %s', p.visits)
	WHERE NOT p.visits BETWEEN 1 AND 10000
	UNION ALL
	SELECT 'plan_joining_fee_check', format('joining_fee is %s', p.joining_fee)
	WHERE NOT p.joining_fee BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'plan_notice_check', format('notice is %s', p.notice)
	WHERE NOT p.notice BETWEEN interval '0' AND interval '366 days'
	UNION ALL
	SELECT 'plan_min_periods_check', format('min_periods is %s', p.min_periods)
	WHERE NOT p.min_periods BETWEEN 0 AND 120
	UNION ALL
	SELECT 'plan_late_fee_check', format('late_fee is %s', p.late_fee)
	WHERE NOT p.late_fee BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(p)) AS field
	WHERE num_nulls(p.plan_id, p.name, p.unit, p.every, p.notice, p.min_periods, p.is_active) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('visits', 'joining_fee', 'late_fee')
) AS broken
UNION ALL
SELECT broken.rule, 'plan_price', p.plan_price_id, broken.detail
FROM fitclub.plan_price AS p
CROSS JOIN LATERAL (
	SELECT 'plan_price_valid_from_check' AS rule, format('valid_from is %s', p.valid_from) AS detail
	WHERE NOT p.valid_from BETWEEN '1900-01-01' AND '9998-12-31'
	UNION ALL
	SELECT 'plan_price_amount_check', format('amount is %s', p.amount)
	WHERE NOT p.amount BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'plan_price_existing_from_check', format('valid_from is %s, existing_from is %s', p.valid_from, p.existing_from)
	WHERE NOT (p.existing_from >= p.valid_from
		AND (p.existing_from = 'infinity' OR p.existing_from BETWEEN '1900-01-01' AND '9998-12-31'))
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(p)) AS field
	WHERE num_nulls(p.plan_price_id, p.plan_id, p.valid_from, p.amount, p.existing_from) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT broken.rule, 'plan_scope', s.plan_scope_id, broken.detail
FROM fitclub.plan_scope AS s
CROSS JOIN LATERAL (
	SELECT 'plan_scope_kind_check' AS rule, format('kind is %L', left(s.kind, 100)) AS detail
	WHERE NOT s.kind IN ('class', 'session')
	UNION ALL
	SELECT 'plan_scope_discount_check', format('discount is %s', s.discount)
	WHERE NOT (s.discount > 0 AND s.discount <= 100)
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(s)) AS field
	WHERE num_nulls(s.plan_scope_id, s.plan_id, s.kind, s.discount) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('service_id', 'trainer_id')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'plan_pkey', 'plan', p.plan_id, 'plan', p.plan_id,
	format('%s rows have this key', count(*))
FROM fitclub.plan AS p
GROUP BY p.plan_id
HAVING count(*) > 1
UNION ALL
SELECT 'plan_name_key', 'plan', max(p.plan_id), 'plan', min(p.plan_id),
	format('%s plans have this name', count(*))
FROM fitclub.plan AS p
GROUP BY btrim(regexp_replace(translate(p.name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), ' +', ' ', 'g'))
HAVING count(*) > 1
UNION ALL
SELECT 'plan_price_pkey', 'plan_price', p.plan_price_id, 'plan_price', p.plan_price_id,
	format('%s rows have this key', count(*))
FROM fitclub.plan_price AS p
GROUP BY p.plan_price_id
HAVING count(*) > 1
UNION ALL
SELECT 'plan_price_key', 'plan_price', max(p.plan_price_id), 'plan_price', min(p.plan_price_id),
	format('%s prices of plan %s from %s on', count(*), p.plan_id, p.valid_from)
FROM fitclub.plan_price AS p
GROUP BY p.plan_id, p.valid_from
HAVING count(*) > 1
UNION ALL
SELECT 'plan_scope_pkey', 'plan_scope', s.plan_scope_id, 'plan_scope', s.plan_scope_id,
	format('%s rows have this key', count(*))
FROM fitclub.plan_scope AS s
GROUP BY s.plan_scope_id
HAVING count(*) > 1
UNION ALL
SELECT 'plan_scope_key', 'plan_scope', max(s.plan_scope_id), 'plan_scope', min(s.plan_scope_id),
	format('%s rows say the same of plan %s', count(*), s.plan_id)
FROM fitclub.plan_scope AS s
GROUP BY s.plan_id, s.kind, s.service_id, s.trainer_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'plan_price_plan_id_fkey' AS rule, 'plan_price' AS table_name, p.plan_price_id AS row_id,
		'plan' AS other_table, p.plan_id AS other_row_id
	FROM fitclub.plan_price AS p
	WHERE p.plan_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.plan AS o WHERE o.plan_id = p.plan_id)
	UNION ALL
	SELECT 'plan_scope_plan_id_fkey', 'plan_scope', s.plan_scope_id, 'plan', s.plan_id
	FROM fitclub.plan_scope AS s
	WHERE s.plan_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.plan AS o WHERE o.plan_id = s.plan_id)
	UNION ALL
	SELECT 'plan_scope_service_id_fkey', 'plan_scope', s.plan_scope_id, 'service', s.service_id
	FROM fitclub.plan_scope AS s
	WHERE s.service_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.service AS o WHERE o.service_id = s.service_id)
	UNION ALL
	SELECT 'plan_scope_trainer_id_fkey', 'plan_scope', s.plan_scope_id, 'trainer', s.trainer_id
	FROM fitclub.plan_scope AS s
	WHERE s.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = s.trainer_id)
) AS m;
