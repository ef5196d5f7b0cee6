-- Queries that find broken rules of memberships:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'membership', m.membership_id, broken.detail
FROM fitclub.membership AS m
CROSS JOIN LATERAL (
	SELECT 'membership_starts_on_check' AS rule, format('starts_on is %s', m.starts_on) AS detail
	WHERE NOT m.starts_on BETWEEN '1900-01-01' AND '9998-12-31'
	UNION ALL
	SELECT 'membership_anchor_on_check', format('anchor_on is %s', m.anchor_on)
	WHERE NOT m.anchor_on BETWEEN '1900-01-01' AND '9998-12-31'
	UNION ALL
	SELECT 'membership_contract_until_check', format('starts_on is %s, contract_until is %s', m.starts_on, m.contract_until)
	WHERE NOT (m.contract_until > m.starts_on AND m.contract_until BETWEEN '1900-01-01' AND '9998-12-31')
	UNION ALL
	SELECT 'membership_ends_on_check', format('starts_on is %s, ends_on is %s', m.starts_on, m.ends_on)
	WHERE NOT (m.ends_on >= m.starts_on AND m.ends_on BETWEEN '1900-01-01' AND '9998-12-31')
	UNION ALL
	SELECT 'membership_end_reason_check', format('end_reason is %L', left(m.end_reason, 100))
	WHERE NOT (m.end_reason ~ '[^ \t\n\v\f\r]' AND char_length(m.end_reason) <= 200
		AND m.end_reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'membership_made_at_check', format('made_at is %s', m.made_at)
	WHERE NOT (m.made_at >= '1899-12-31 00:00Z' AND m.made_at < '9999-01-02 00:00Z')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(m)) AS field
	WHERE num_nulls(m.membership_id, m.member_id, m.starts_on, m.anchor_on, m.made_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('contract_until', 'ends_on', 'end_reason')
) AS broken
UNION ALL
SELECT broken.rule, 'membership_plan', s.membership_plan_id, broken.detail
FROM fitclub.membership_plan AS s
CROSS JOIN LATERAL (
	SELECT 'membership_plan_from_on_check' AS rule, format('from_on is %s, anchor_on is %s', s.from_on, s.anchor_on) AS detail
	WHERE NOT s.from_on BETWEEN '1900-01-01' AND '9998-12-31' OR NOT s.anchor_on BETWEEN '1900-01-01' AND '9998-12-31'
	UNION ALL
	SELECT 'membership_plan_price_check', format('price is %s', s.price)
	WHERE NOT s.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(s)) AS field
	WHERE num_nulls(s.membership_plan_id, s.membership_id, s.from_on, s.plan_id) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('price', 'anchor_on')
) AS broken
UNION ALL
SELECT broken.rule, 'membership_hold', h.membership_hold_id, broken.detail
FROM fitclub.membership_hold AS h
CROSS JOIN LATERAL (
	SELECT 'membership_hold_starts_on_check' AS rule, format('starts_on is %s', h.starts_on) AS detail
	WHERE NOT h.starts_on BETWEEN '1900-01-01' AND '9998-12-31'
	UNION ALL
	SELECT 'membership_hold_ends_on_check', format('starts_on is %s, ends_on is %s', h.starts_on, h.ends_on)
	WHERE NOT (h.ends_on > h.starts_on AND (h.ends_on = 'infinity' OR h.ends_on BETWEEN '1900-01-01' AND '9998-12-31'))
	UNION ALL
	SELECT 'membership_hold_reason_check', format('reason is %L', left(h.reason, 100))
	WHERE NOT (h.reason ~ '[^ \t\n\v\f\r]' AND char_length(h.reason) <= 200
		AND h.reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(h)) AS field
	WHERE num_nulls(h.membership_hold_id, h.membership_id, h.starts_on, h.ends_on) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('reason')
) AS broken
UNION ALL
SELECT broken.rule, 'membership_period', p.membership_period_id, broken.detail
FROM fitclub.membership_period AS p
CROSS JOIN LATERAL (
	SELECT 'membership_period_starts_on_check' AS rule, format('starts_on is %s', p.starts_on) AS detail
	WHERE NOT p.starts_on BETWEEN '1900-01-01' AND '9998-12-31'
	UNION ALL
	SELECT 'membership_period_ends_on_check', format('starts_on is %s, ends_on is %s', p.starts_on, p.ends_on)
	WHERE NOT (p.ends_on >= p.starts_on AND (p.ends_on = 'infinity' OR p.ends_on BETWEEN '1900-01-01' AND '9998-12-31'))
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(p)) AS field
	WHERE num_nulls(p.membership_period_id, p.membership_id, p.starts_on, p.ends_on, p.plan_id) > 0
		AND field.value = 'null'
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'membership_pkey', 'membership', m.membership_id, 'membership', m.membership_id,
	format('%s rows have this key', count(*))
FROM fitclub.membership AS m
GROUP BY m.membership_id
HAVING count(*) > 1
UNION ALL
SELECT 'membership_plan_pkey', 'membership_plan', s.membership_plan_id, 'membership_plan', s.membership_plan_id,
	format('%s rows have this key', count(*))
FROM fitclub.membership_plan AS s
GROUP BY s.membership_plan_id
HAVING count(*) > 1
UNION ALL
SELECT 'membership_plan_key', 'membership_plan', max(s.membership_plan_id), 'membership_plan', min(s.membership_plan_id),
	format('%s plans of membership %s from %s on', count(*), s.membership_id, s.from_on)
FROM fitclub.membership_plan AS s
GROUP BY s.membership_id, s.from_on
HAVING count(*) > 1
UNION ALL
SELECT 'membership_hold_pkey', 'membership_hold', h.membership_hold_id, 'membership_hold', h.membership_hold_id,
	format('%s rows have this key', count(*))
FROM fitclub.membership_hold AS h
GROUP BY h.membership_hold_id
HAVING count(*) > 1
UNION ALL
SELECT 'membership_hold_key', 'membership_hold', max(h.membership_hold_id), 'membership_hold', min(h.membership_hold_id),
	format('%s holds of membership %s from %s on', count(*), h.membership_id, h.starts_on)
FROM fitclub.membership_hold AS h
GROUP BY h.membership_id, h.starts_on
HAVING count(*) > 1
UNION ALL
SELECT 'membership_period_pkey', 'membership_period', p.membership_period_id, 'membership_period', p.membership_period_id,
	format('%s rows have this key', count(*))
FROM fitclub.membership_period AS p
GROUP BY p.membership_period_id
HAVING count(*) > 1
UNION ALL
SELECT 'membership_period_key', 'membership_period', max(p.membership_period_id), 'membership_period', min(p.membership_period_id),
	format('%s periods of membership %s from %s on', count(*), p.membership_id, p.starts_on)
FROM fitclub.membership_period AS p
GROUP BY p.membership_id, p.starts_on
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'membership_member_id_fkey' AS rule, 'membership' AS table_name, s.membership_id AS row_id,
		'member' AS other_table, s.member_id AS other_row_id
	FROM fitclub.membership AS s
	WHERE s.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = s.member_id)
	UNION ALL
	SELECT 'membership_plan_membership_id_fkey', 'membership_plan', s.membership_plan_id, 'membership', s.membership_id
	FROM fitclub.membership_plan AS s
	WHERE s.membership_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.membership AS o WHERE o.membership_id = s.membership_id)
	UNION ALL
	SELECT 'membership_plan_plan_id_fkey', 'membership_plan', s.membership_plan_id, 'plan', s.plan_id
	FROM fitclub.membership_plan AS s
	WHERE s.plan_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.plan AS o WHERE o.plan_id = s.plan_id)
	UNION ALL
	SELECT 'membership_hold_membership_id_fkey', 'membership_hold', s.membership_hold_id, 'membership', s.membership_id
	FROM fitclub.membership_hold AS s
	WHERE s.membership_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.membership AS o WHERE o.membership_id = s.membership_id)
	UNION ALL
	SELECT 'membership_period_membership_id_fkey', 'membership_period', s.membership_period_id, 'membership', s.membership_id
	FROM fitclub.membership_period AS s
	WHERE s.membership_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.membership AS o WHERE o.membership_id = s.membership_id)
	UNION ALL
	SELECT 'membership_period_plan_id_fkey', 'membership_period', s.membership_period_id, 'plan', s.plan_id
	FROM fitclub.membership_period AS s
	WHERE s.plan_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.plan AS o WHERE o.plan_id = s.plan_id)
) AS m;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'membership_plan_first', 'membership', m.membership_id, NULL, NULL,
	CASE WHEN s.from_on IS NULL THEN 'there is no plan'
		ELSE format('it starts on %s, and its first plan on %s', m.starts_on, s.from_on) END
FROM fitclub.membership AS m
LEFT JOIN (
	SELECT o.membership_id, min(o.from_on) AS from_on
	FROM fitclub.membership_plan AS o
	GROUP BY o.membership_id
) AS s ON s.membership_id = m.membership_id
WHERE s.from_on IS DISTINCT FROM m.starts_on
UNION ALL
-- Who is erased has no membership any longer, by the clock of any time zone.
SELECT 'member_erased', 'membership', m.membership_id, 'member', m.member_id,
	format('it ends on %s', coalesce(m.ends_on, m.contract_until, 'infinity'))
FROM fitclub.membership AS m
JOIN fitclub.erased_member AS e ON e.member_id = m.member_id
WHERE coalesce(m.ends_on, m.contract_until, 'infinity')
	> greatest(m.starts_on, (e.erased_at AT TIME ZONE 'UTC' + interval '1 day')::date)
UNION ALL
SELECT 'hold_overlap', 'membership_hold', h.membership_hold_id, 'membership_hold', h.before_id,
	format('it begins on %s, and the one before ends on %s', h.starts_on, h.before_until)
FROM (
	SELECT o.membership_hold_id, o.starts_on, lag(o.membership_hold_id) OVER w AS before_id, lag(o.ends_on) OVER w AS before_until
	FROM fitclub.membership_hold AS o
	WINDOW w AS (PARTITION BY o.membership_id ORDER BY o.starts_on)
) AS h
WHERE h.starts_on <= h.before_until
UNION ALL
SELECT CASE WHEN p.starts_on < p.expected_on THEN 'period_overlap' ELSE 'period_gap' END,
	'membership_period', p.membership_period_id,
	CASE WHEN p.before_id IS NOT NULL THEN 'membership_period' END, p.before_id,
	format('it begins on %s, and what comes before ends on %s', p.starts_on, p.expected_on)
FROM (
	SELECT o.membership_period_id, o.starts_on, o.before_id, coalesce(min(h.ends_on), o.before_until) AS expected_on
	FROM (
		SELECT i.membership_period_id, i.membership_id, i.starts_on, lag(i.membership_period_id) OVER w AS before_id,
			coalesce(lag(i.ends_on) OVER w, m.starts_on) AS before_until
		FROM fitclub.membership_period AS i
		JOIN fitclub.membership AS m ON m.membership_id = i.membership_id
		WINDOW w AS (PARTITION BY i.membership_id ORDER BY i.starts_on)
	) AS o
	-- nothing is billed on hold
	LEFT JOIN fitclub_internal.hold_span AS h ON h.membership_id = o.membership_id
		AND h.starts_on <= o.before_until AND o.before_until < h.ends_on
	GROUP BY o.membership_period_id, o.starts_on, o.before_id, o.before_until
) AS p
WHERE p.starts_on <> p.expected_on
UNION ALL
SELECT 'period_end', 'membership_period', p.membership_period_id, NULL, NULL,
	format('it has plan %s from %s until %s, not plan %s until %s', t.plan_id, p.starts_on, t.ends_on, p.plan_id, p.ends_on)
FROM fitclub.membership_period AS p
JOIN fitclub_internal.period_truth AS t ON t.membership_period_id = p.membership_period_id
WHERE p.ends_on <> t.ends_on OR p.plan_id <> t.plan_id
UNION ALL
-- Billed was what the period is, or more of the whole if something has cut it since.
-- What was credited for days alone leaves what it is, or was before it was cancelled
-- without a credit.
SELECT CASE WHEN b.billing_id IS NULL THEN 'dues_without_bill' ELSE 'dues_amount' END,
	CASE WHEN b.billing_id IS NULL THEN 'membership_period' ELSE 'billing_item' END, coalesce(b.billing_id, t.membership_period_id),
	CASE WHEN b.billing_id IS NOT NULL THEN 'membership_period' END, CASE WHEN b.billing_id IS NOT NULL THEN t.membership_period_id END,
	format('%s was billed and %s credited, the period costs %s', coalesce(b.original, 0), coalesce(b.proration, 0), max(t.costs_at_most))
FROM fitclub_internal.dues_truth AS t
JOIN fitclub.membership_period AS p ON p.membership_period_id = t.membership_period_id
JOIN fitclub.membership AS m ON m.membership_id = t.membership_id
LEFT JOIN (
	SELECT o.billing_id, o.membership_id, o.period_on, coalesce(o.original_amount, o.amount) AS original,
		o.status IN ('cancelled', 'refunded') AS is_closed,
		coalesce(sum(c.amount) FILTER (WHERE c.reason = 'proration'), 0) AS proration,
		count(*) FILTER (WHERE c.reason <> 'proration') AS others
	FROM fitclub.billing_item AS o
	LEFT JOIN fitclub.bill_credit AS c ON c.billing_id = o.billing_id
	WHERE o.membership_id IS NOT NULL
	GROUP BY o.billing_id, o.membership_id, o.period_on, o.original_amount, o.amount, o.status
) AS b ON b.membership_id = t.membership_id AND b.period_on = t.starts_on
GROUP BY t.membership_period_id, b.billing_id, b.original, b.proration
HAVING NOT coalesce(bool_or(b.is_closed OR b.original BETWEEN t.costs AND t.until_boundary
	AND (b.proration = 0 OR b.others > 0 OR b.original - b.proration BETWEEN t.costs
		AND CASE WHEN p.ends_on = m.ends_on THEN t.until_boundary ELSE t.costs_at_most END)), min(t.costs) <= 0)
UNION ALL
SELECT 'bill_without_period', 'billing_item', b.billing_id, 'membership', b.membership_id,
	format('no period begins on %s', b.period_on)
FROM fitclub.billing_item AS b
WHERE b.membership_id IS NOT NULL AND b.status NOT IN ('cancelled', 'refunded')
	AND NOT EXISTS (
		SELECT FROM fitclub.membership_period AS p
		WHERE p.membership_id = b.membership_id AND p.starts_on = b.period_on);
