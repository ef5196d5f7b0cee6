-- Queries that find broken rules of dunning and reminders:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'dunning_step', s.step::bigint, broken.detail
FROM fitclub.dunning_step AS s
CROSS JOIN LATERAL (
	SELECT 'dunning_step_step_check' AS rule, format('step is %s', s.step) AS detail
	WHERE NOT s.step BETWEEN 1 AND 100
	UNION ALL
	SELECT 'dunning_step_after_days_check', format('after_days is %s', s.after_days)
	WHERE NOT s.after_days BETWEEN 1 AND 1000
	UNION ALL
	SELECT 'dunning_step_late_fee_check', format('late_fee is %s', s.late_fee)
	WHERE NOT (s.late_fee > 0 AND s.late_fee <= 9999999999.99)
	UNION ALL
	SELECT 'dunning_step_message_check', format('message is %L', left(s.message, 100))
	WHERE NOT (s.message ~ '[^ \t\n\v\f\r]' AND char_length(s.message) <= 1000
		AND s.message !~ '[\u0001-\u001f\u007f-\u009f]'
		AND replace(replace(replace(s.message, '{amount}', ''), '{description}', ''), '{due}', '') !~ '[{}]')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(s)) AS field
	WHERE num_nulls(s.step, s.message) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('after_days', 'late_fee')
) AS broken
UNION ALL
SELECT broken.rule, 'dunning', d.dunning_id, broken.detail
FROM fitclub.dunning AS d
CROSS JOIN LATERAL (
	SELECT 'dunning_made_at_check' AS rule, format('made_at is %s', d.made_at) AS detail
	WHERE NOT d.made_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(d)) AS field
	WHERE num_nulls(d.dunning_id, d.billing_id, d.step, d.made_at) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT broken.rule, 'reminder', r.reminder_id, broken.detail
FROM fitclub.reminder AS r
CROSS JOIN LATERAL (
	SELECT 'reminder_for_check' AS rule,
		format('lot_id is %L, membership_id is %L', r.lot_id, r.membership_id) AS detail
	WHERE NOT num_nonnulls(r.lot_id, r.membership_id) = 1
	UNION ALL
	SELECT 'reminder_ends_on_check', format('ends_on is %s', r.ends_on)
	WHERE NOT r.ends_on BETWEEN date '1900-01-01' AND date '9998-12-31'
	UNION ALL
	SELECT 'reminder_made_at_check', format('made_at is %s', r.made_at)
	WHERE NOT r.made_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(r)) AS field
	WHERE num_nulls(r.reminder_id, r.ends_on, r.made_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('lot_id', 'membership_id')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'dunning_step_pkey', 'dunning_step', s.step::bigint, 'dunning_step', s.step::bigint,
	format('%s rows have this key', count(*))
FROM fitclub.dunning_step AS s
GROUP BY s.step
HAVING count(*) > 1
UNION ALL
SELECT 'dunning_step_after_days_key', 'dunning_step', max(s.step)::bigint, 'dunning_step', min(s.step)::bigint,
	format('%s steps are taken after %s days', count(*), s.after_days)
FROM fitclub.dunning_step AS s
WHERE s.after_days IS NOT NULL
GROUP BY s.after_days
HAVING count(*) > 1
UNION ALL
SELECT 'dunning_pkey', 'dunning', d.dunning_id, 'dunning', d.dunning_id,
	format('%s rows have this key', count(*))
FROM fitclub.dunning AS d
GROUP BY d.dunning_id
HAVING count(*) > 1
UNION ALL
SELECT 'dunning_once', 'dunning', max(d.dunning_id), 'dunning', min(d.dunning_id),
	format('step %s was taken %s times for bill %s', d.step, count(*), d.billing_id)
FROM fitclub.dunning AS d
GROUP BY d.billing_id, d.step
HAVING count(*) > 1
UNION ALL
SELECT 'reminder_pkey', 'reminder', r.reminder_id, 'reminder', r.reminder_id,
	format('%s rows have this key', count(*))
FROM fitclub.reminder AS r
GROUP BY r.reminder_id
HAVING count(*) > 1
UNION ALL
SELECT 'reminder_once', 'reminder', max(r.reminder_id), 'reminder', min(r.reminder_id),
	format('%s reminders are of %s', count(*), r.ends_on)
FROM fitclub.reminder AS r
GROUP BY r.lot_id, r.membership_id, r.ends_on
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'dunning_billing_id_fkey' AS rule, 'dunning' AS table_name, d.dunning_id AS row_id,
		'billing_item' AS other_table, d.billing_id AS other_row_id
	FROM fitclub.dunning AS d
	WHERE d.billing_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.billing_item AS o WHERE o.billing_id = d.billing_id)
	UNION ALL
	SELECT 'dunning_step_fkey', 'dunning', d.dunning_id, 'dunning_step', d.step::bigint
	FROM fitclub.dunning AS d
	WHERE d.step IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.dunning_step AS o WHERE o.step = d.step)
	UNION ALL
	SELECT 'reminder_lot_id_fkey', 'reminder', r.reminder_id, 'credit_lot', r.lot_id
	FROM fitclub.reminder AS r
	WHERE r.lot_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.credit_lot AS o WHERE o.lot_id = r.lot_id)
	UNION ALL
	SELECT 'reminder_membership_id_fkey', 'reminder', r.reminder_id, 'membership', r.membership_id
	FROM fitclub.reminder AS r
	WHERE r.membership_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.membership AS o WHERE o.membership_id = r.membership_id)
) AS m;
