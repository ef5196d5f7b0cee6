-- Queries that find broken rules of payers:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'payer', p.member_id, broken.detail
FROM fitclub.payer AS p
CROSS JOIN LATERAL (
	SELECT 'payer_payer_id_check' AS rule, format('payer_id is %s', p.payer_id) AS detail
	WHERE NOT p.payer_id <> p.member_id
	UNION ALL
	SELECT 'payer_since_check', format('since is %s', p.since)
	WHERE NOT p.since BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(p)) AS field
	WHERE num_nulls(p.member_id, p.payer_id, p.since) > 0
		AND field.value = 'null'
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'payer_pkey', 'payer', p.member_id, 'payer', p.member_id,
	format('%s rows have this key', count(*))
FROM fitclub.payer AS p
GROUP BY p.member_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, 'payer', m.row_id, 'member', m.other_row_id,
	format('there is no member %s', m.other_row_id)
FROM (
	SELECT 'payer_member_id_fkey' AS rule, p.member_id AS row_id, p.member_id AS other_row_id
	FROM fitclub.payer AS p
	WHERE p.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = p.member_id)
	UNION ALL
	SELECT 'payer_payer_id_fkey', p.member_id, p.payer_id
	FROM fitclub.payer AS p
	WHERE p.payer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = p.payer_id)
) AS m;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'payer_chain', 'payer', p.member_id, 'member', p.payer_id,
	'the payer has a payer'
FROM fitclub.payer AS p
JOIN fitclub.payer AS o ON o.member_id = p.payer_id
WHERE p.payer_id <> p.member_id
UNION ALL
SELECT 'member_email_required', 'member', m.member_id, NULL, NULL,
	'has neither an e-mail nor a payer'
FROM fitclub.member AS m
WHERE m.email IS NULL
	AND NOT EXISTS (SELECT FROM fitclub.payer AS p WHERE p.member_id = m.member_id)
UNION ALL
SELECT 'member_erased', 'payer', p.member_id, 'member', e.member_id,
	'the member was erased, and the payer is still there'
FROM fitclub.erased_member AS e
JOIN fitclub.payer AS p ON e.member_id IN (p.member_id, p.payer_id);
