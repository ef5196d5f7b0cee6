-- Queries that find broken rules of closes: parts of the views that
-- proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, broken.table_name, broken.row_id, broken.detail
FROM (
	SELECT 'book_close_times_check' AS rule, 'book_close' AS table_name, c.close_id AS row_id,
		format('closed_until is %s, closed_at is %s', c.closed_until, c.closed_at) AS detail
	FROM fitclub.book_close AS c
	WHERE NOT (c.closed_until BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
		AND c.closed_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00')
	UNION ALL
	SELECT 'book_close_closed_until_check', 'book_close', c.close_id, format('closed_until is %s, closed_at is %s', c.closed_until, c.closed_at)
	FROM fitclub.book_close AS c
	WHERE NOT c.closed_until < c.closed_at
	UNION ALL
	SELECT 'book_close_balance_sums_check', 'book_close_balance', b.balance_id, format('debit is %s, credit is %s', b.debit, b.credit)
	FROM fitclub.book_close_balance AS b
	WHERE NOT (b.debit >= 0 AND b.credit >= 0)
	UNION ALL
	SELECT 'not_null', 'book_close', c.close_id, field.key || ' is null'
	FROM fitclub.book_close AS c
	CROSS JOIN LATERAL jsonb_each(to_jsonb(c)) AS field
	WHERE field.value = 'null' AND field.key <> 'staff_id'
	UNION ALL
	SELECT 'not_null', 'book_close_balance', b.balance_id, field.key || ' is null'
	FROM fitclub.book_close_balance AS b
	CROSS JOIN LATERAL jsonb_each(to_jsonb(b)) AS field
	WHERE field.value = 'null' AND field.key <> 'part'
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'book_close_pkey', 'book_close', c.close_id, 'book_close', c.close_id, format('%s rows have this key', count(*))
FROM fitclub.book_close AS c
GROUP BY c.close_id
HAVING count(*) > 1
UNION ALL
SELECT 'book_close_balance_pkey', 'book_close_balance', b.balance_id, 'book_close_balance', b.balance_id,
	format('%s rows have this key', count(*))
FROM fitclub.book_close_balance AS b
GROUP BY b.balance_id
HAVING count(*) > 1
UNION ALL
SELECT 'book_close_closed_until_key', 'book_close', max(c.close_id), 'book_close', min(c.close_id),
	format('%s closes are of one instant', count(*))
FROM fitclub.book_close AS c
GROUP BY c.closed_until
HAVING count(*) > 1
UNION ALL
SELECT 'book_close_balance_once', 'book_close_balance', max(b.balance_id), 'book_close_balance', min(b.balance_id),
	format('%s balances are of one account', count(*))
FROM fitclub.book_close_balance AS b
GROUP BY b.close_id, b.account, b.part
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'book_close_staff_id_fkey' AS rule, 'book_close' AS table_name, c.close_id AS row_id,
		'administrative_staff' AS other_table, c.staff_id AS other_row_id
	FROM fitclub.book_close AS c
	WHERE c.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = c.staff_id)
	UNION ALL
	SELECT 'book_close_balance_close_id_fkey', 'book_close_balance', b.balance_id, 'book_close', b.close_id
	FROM fitclub.book_close_balance AS b
	WHERE b.close_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.book_close AS o WHERE o.close_id = b.close_id)
) AS m;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
-- What was kept is what the books say since: between two closes as much came on an
-- account as its sums have grown by.
SELECT 'book_close_balance', 'book_close', coalesce(kept.close_id, told.close_id), NULL, NULL,
	format('%s %s has grown by %s and %s, and not by %s and %s', coalesce(kept.account, told.account), coalesce(kept.part, told.part),
		coalesce(kept.debit, 0.00), coalesce(kept.credit, 0.00), coalesce(told.debit, 0.00), coalesce(told.credit, 0.00))
FROM (
	SELECT c.close_id, b.account, b.part,
		b.debit - lag(b.debit, 1, 0.00) OVER earlier AS debit, b.credit - lag(b.credit, 1, 0.00) OVER earlier AS credit
	FROM fitclub.book_close AS c
	JOIN fitclub.book_close_balance AS b ON b.close_id = c.close_id
	WINDOW earlier AS (PARTITION BY b.account, b.part ORDER BY c.closed_until)
) AS kept
FULL JOIN (
	SELECT c.ids[1 + width_bucket(l.at, c.times)] AS close_id, l.account, l.part,
		coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0.00) AS debit, coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0.00) AS credit
	FROM (
		SELECT array_agg(o.close_id ORDER BY o.closed_until) AS ids, array_agg(o.closed_until ORDER BY o.closed_until) AS times
		FROM fitclub.book_close AS o
		WHERE o.closed_until IS NOT NULL
		HAVING count(*) > 0 -- or the ledger need not be read
	) AS c
	CROSS JOIN fitclub.ledger AS l
	WHERE l.at < (SELECT max(o.closed_until) FROM fitclub.book_close AS o)
	GROUP BY 1, l.account, l.part
) AS told ON told.close_id = kept.close_id AND told.account = kept.account AND coalesce(told.part, '') = coalesce(kept.part, '')
WHERE coalesce(kept.debit, 0.00) <> coalesce(told.debit, 0.00) OR coalesce(kept.credit, 0.00) <> coalesce(told.credit, 0.00);
