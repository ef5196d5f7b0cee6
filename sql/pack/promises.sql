-- Queries that find broken rules of packs, sales and credits:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, broken.table_name, broken.row_id, broken.detail
FROM (
	SELECT 'pack_name_check' AS rule, 'pack' AS table_name, p.pack_id AS row_id, format('name is %L', left(p.name, 100)) AS detail
	FROM fitclub.pack AS p
	WHERE NOT (p.name ~ '[^ \t\n\v\f\r]' AND char_length(p.name) <= 200
		AND p.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'pack_credits_check', 'pack', p.pack_id, format('credits is %s', p.credits)
	FROM fitclub.pack AS p
	WHERE NOT p.credits BETWEEN 1 AND 10000
	UNION ALL
	SELECT 'pack_price_check', 'pack', p.pack_id, format('price is %s', p.price)
	FROM fitclub.pack AS p
	WHERE NOT p.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'pack_valid_for_check', 'pack', p.pack_id, format('valid_for is %s', p.valid_for)
	FROM fitclub.pack AS p
	WHERE NOT (p.valid_for BETWEEN interval '1 day' AND interval '100 years' AND p.valid_for = date_trunc('day', p.valid_for))
	UNION ALL
	SELECT 'pack_scope_kind_check', 'pack_scope', s.pack_scope_id, format('kind is %L', s.kind)
	FROM fitclub.pack_scope AS s
	WHERE NOT s.kind IN ('class', 'session')
	UNION ALL
	SELECT 'pack_sale_credits_check', 'pack_sale', s.sale_id, format('credits is %s', s.credits)
	FROM fitclub.pack_sale AS s
	WHERE NOT s.credits BETWEEN 1 AND 10000
	UNION ALL
	SELECT 'pack_sale_price_check', 'pack_sale', s.sale_id, format('price is %s', s.price)
	FROM fitclub.pack_sale AS s
	WHERE NOT s.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'pack_sale_sold_at_check', 'pack_sale', s.sale_id, format('sold_at is %s', s.sold_at)
	FROM fitclub.pack_sale AS s
	WHERE NOT s.sold_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'credit_lot_credits_check', 'credit_lot', l.lot_id, format('credits is %s', l.credits)
	FROM fitclub.credit_lot AS l
	WHERE NOT l.credits BETWEEN 1 AND 10000
	UNION ALL
	SELECT 'credit_lot_valid_from_check', 'credit_lot', l.lot_id, format('valid_from is %s', l.valid_from)
	FROM fitclub.credit_lot AS l
	WHERE NOT l.valid_from BETWEEN date '1900-01-01' AND date '9998-12-31'
	UNION ALL
	SELECT 'credit_lot_expires_on_check', 'credit_lot', l.lot_id,
		format('valid_from is %s, expires_on is %s', l.valid_from, l.expires_on)
	FROM fitclub.credit_lot AS l
	WHERE NOT (l.expires_on >= l.valid_from AND l.expires_on BETWEEN date '1900-01-01' AND date '9998-12-31')
	UNION ALL
	SELECT 'lot_out_credits_check', 'lot_out', o.lot_out_id, format('credits is %s', o.credits)
	FROM fitclub.lot_out AS o
	WHERE NOT o.credits BETWEEN 1 AND 10000
	UNION ALL
	SELECT 'lot_out_reason_check', 'lot_out', o.lot_out_id,
		format('reason is %L, lot_id is %s, to_lot_id is %L', o.reason, o.lot_id, o.to_lot_id)
	FROM fitclub.lot_out AS o
	WHERE NOT (o.reason IN ('transfer', 'refund') AND (o.to_lot_id IS NOT NULL) = (o.reason = 'transfer')
		AND o.to_lot_id <> o.lot_id)
	UNION ALL
	SELECT 'lot_out_made_at_check', 'lot_out', o.lot_out_id, format('made_at is %s', o.made_at)
	FROM fitclub.lot_out AS o
	WHERE NOT o.made_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', f.table_name, f.row_id, field.key || ' is null'
	FROM (
		SELECT 'pack', p.pack_id, to_jsonb(p) - 'valid_for' FROM fitclub.pack AS p
		UNION ALL
		SELECT 'pack_scope', s.pack_scope_id, to_jsonb(s) - '{service_id,trainer_id}'::text[] FROM fitclub.pack_scope AS s
		UNION ALL
		SELECT 'pack_sale', s.sale_id, to_jsonb(s) FROM fitclub.pack_sale AS s
		UNION ALL
		SELECT 'credit_lot', l.lot_id, to_jsonb(l) - 'expires_on' FROM fitclub.credit_lot AS l
		UNION ALL
		SELECT 'lot_out', o.lot_out_id, to_jsonb(o) - '{to_lot_id,staff_id}'::text[] FROM fitclub.lot_out AS o
	) AS f (table_name, row_id, row_data)
	CROSS JOIN LATERAL jsonb_each(f.row_data) AS field
	WHERE field.value = 'null'
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT broken.rule, broken.table_name, broken.row_id, broken.table_name, broken.row_id,
	format('%s rows have this key', broken.rows)
FROM (
	SELECT 'pack_pkey' AS rule, 'pack' AS table_name, p.pack_id AS row_id, count(*) AS rows
	FROM fitclub.pack AS p
	GROUP BY p.pack_id
	UNION ALL
	SELECT 'pack_scope_pkey', 'pack_scope', s.pack_scope_id, count(*)
	FROM fitclub.pack_scope AS s
	GROUP BY s.pack_scope_id
	UNION ALL
	SELECT 'pack_sale_pkey', 'pack_sale', s.sale_id, count(*)
	FROM fitclub.pack_sale AS s
	GROUP BY s.sale_id
	UNION ALL
	SELECT 'credit_lot_pkey', 'credit_lot', l.lot_id, count(*)
	FROM fitclub.credit_lot AS l
	GROUP BY l.lot_id
	UNION ALL
	SELECT 'lot_out_pkey', 'lot_out', o.lot_out_id, count(*)
	FROM fitclub.lot_out AS o
	GROUP BY o.lot_out_id
) AS broken
WHERE broken.rows > 1
UNION ALL
SELECT 'pack_name_key', 'pack', max(p.pack_id), 'pack', min(p.pack_id),
	format('%s packs have this name', count(*))
FROM fitclub.pack AS p
GROUP BY btrim(regexp_replace(translate(p.name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), ' +', ' ', 'g'))
HAVING count(*) > 1
UNION ALL
SELECT 'pack_scope_key', 'pack_scope', max(s.pack_scope_id), 'pack_scope', min(s.pack_scope_id),
	format('%s rows say the same of pack %s', count(*), s.pack_id)
FROM fitclub.pack_scope AS s
GROUP BY s.pack_id, s.kind, s.service_id, s.trainer_id
HAVING count(*) > 1
UNION ALL
SELECT 'lot_out_to_lot_once', 'lot_out', max(o.lot_out_id), 'lot_out', min(o.lot_out_id),
	format('lot %s comes from %s others', o.to_lot_id, count(*))
FROM fitclub.lot_out AS o
WHERE o.to_lot_id IS NOT NULL
GROUP BY o.to_lot_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'pack_scope_pack_id_fkey' AS rule, 'pack_scope' AS table_name, s.pack_scope_id AS row_id,
		'pack' AS other_table, s.pack_id AS other_row_id
	FROM fitclub.pack_scope AS s
	WHERE s.pack_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.pack AS o WHERE o.pack_id = s.pack_id)
	UNION ALL
	SELECT 'pack_scope_service_id_fkey', 'pack_scope', s.pack_scope_id, 'service', s.service_id
	FROM fitclub.pack_scope AS s
	WHERE s.service_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.service AS o WHERE o.service_id = s.service_id)
	UNION ALL
	SELECT 'pack_scope_trainer_id_fkey', 'pack_scope', s.pack_scope_id, 'trainer', s.trainer_id
	FROM fitclub.pack_scope AS s
	WHERE s.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = s.trainer_id)
	UNION ALL
	SELECT 'pack_sale_pack_id_fkey', 'pack_sale', s.sale_id, 'pack', s.pack_id
	FROM fitclub.pack_sale AS s
	WHERE s.pack_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.pack AS o WHERE o.pack_id = s.pack_id)
	UNION ALL
	SELECT 'pack_sale_member_id_fkey', 'pack_sale', s.sale_id, 'member', s.member_id
	FROM fitclub.pack_sale AS s
	WHERE s.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = s.member_id)
	UNION ALL
	SELECT 'credit_lot_sale_id_fkey', 'credit_lot', l.lot_id, 'pack_sale', l.sale_id
	FROM fitclub.credit_lot AS l
	WHERE l.sale_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.pack_sale AS o WHERE o.sale_id = l.sale_id)
	UNION ALL
	SELECT 'credit_lot_member_id_fkey', 'credit_lot', l.lot_id, 'member', l.member_id
	FROM fitclub.credit_lot AS l
	WHERE l.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = l.member_id)
	UNION ALL
	SELECT 'lot_out_lot_id_fkey', 'lot_out', n.lot_out_id, 'credit_lot', n.lot_id
	FROM fitclub.lot_out AS n
	WHERE n.lot_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.credit_lot AS o WHERE o.lot_id = n.lot_id)
	UNION ALL
	SELECT 'lot_out_to_lot_id_fkey', 'lot_out', n.lot_out_id, 'credit_lot', n.to_lot_id
	FROM fitclub.lot_out AS n
	WHERE n.to_lot_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.credit_lot AS o WHERE o.lot_id = n.to_lot_id)
	UNION ALL
	SELECT 'lot_out_staff_id_fkey', 'lot_out', n.lot_out_id, 'administrative_staff', n.staff_id
	FROM fitclub.lot_out AS n
	WHERE n.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = n.staff_id)
) AS m;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
-- No more credits of a lot are used, transferred and refunded than it had.
SELECT 'credit_lot_left', 'credit_lot', l.lot_id, NULL, NULL,
	format('%s of %s credits are gone', u.credits, l.credits)
FROM (
	SELECT n.lot_id, sum(n.credits) AS credits
	FROM (
		SELECT o.lot_id, o.credits
		FROM fitclub.lot_out AS o
		UNION ALL
		SELECT s.lot_id, s.credits
		FROM fitclub.private_session AS s
		WHERE s.lot_id IS NOT NULL AND (s.cancelled_at IS NULL OR s.kept_at IS NOT NULL)
		UNION ALL
		SELECT r.lot_id, r.credits
		FROM fitclub.class_registration AS r
		WHERE r.lot_id IS NOT NULL AND (r.cancelled_at IS NULL OR r.kept_at IS NOT NULL)
	) AS n
	GROUP BY n.lot_id
) AS u
JOIN fitclub.credit_lot AS l ON l.lot_id = u.lot_id
WHERE u.credits > l.credits
UNION ALL
-- What members hold, less what they have from each other, was sold.
SELECT 'sale_credits', 'pack_sale', s.sale_id, NULL, NULL,
	format('%s credits were sold, and its lots had %s', s.credits, l.credits)
FROM fitclub.pack_sale AS s
JOIN (
	SELECT n.sale_id, sum(n.credits) - coalesce(sum(o.credits), 0) AS credits
	FROM fitclub.credit_lot AS n
	LEFT JOIN fitclub.lot_out AS o ON o.to_lot_id = n.lot_id
	GROUP BY n.sale_id
) AS l ON l.sale_id = s.sale_id
WHERE l.credits > s.credits
UNION ALL
SELECT 'sale_without_bill', 'pack_sale', s.sale_id, NULL, NULL,
	format('member %s bought it for %s', s.member_id, s.price)
FROM fitclub.pack_sale AS s
WHERE s.price > 0
	AND NOT EXISTS (
		SELECT FROM fitclub.billing_item AS b
		WHERE b.sale_id = s.sale_id AND b.member_id = s.member_id
			AND coalesce(b.original_amount, b.amount) = s.price)
UNION ALL
SELECT 'lot_out_pair', 'lot_out', o.lot_out_id, 'credit_lot', t.lot_id,
	format('%s credits of sale %s became %s of sale %s', o.credits, f.sale_id, t.credits, t.sale_id)
FROM fitclub.lot_out AS o
JOIN fitclub.credit_lot AS f ON f.lot_id = o.lot_id
JOIN fitclub.credit_lot AS t ON t.lot_id = o.to_lot_id
WHERE (o.credits, f.sale_id, f.valid_from) <> (t.credits, t.sale_id, t.valid_from)
UNION ALL
SELECT 'member_erased', 'pack_sale', s.sale_id, 'member', e.member_id,
	format('the member was erased at %s, and the pack sold later', e.erased_at)
FROM fitclub.erased_member AS e
JOIN fitclub.pack_sale AS s ON s.member_id = e.member_id AND s.sold_at > e.erased_at
UNION ALL
SELECT 'member_erased', 'credit_lot', l.lot_id, 'member', e.member_id,
	format('the member was erased at %s, and the credits transferred later', e.erased_at)
FROM fitclub.erased_member AS e
JOIN fitclub.credit_lot AS l ON l.member_id = e.member_id
JOIN fitclub.lot_out AS o ON o.to_lot_id = l.lot_id AND o.made_at > e.erased_at;
