-- Queries that find broken rules of credits: parts of the views that
-- proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'bill_credit', c.credit_id, broken.detail
FROM fitclub.bill_credit AS c
CROSS JOIN LATERAL (
	SELECT 'bill_credit_amount_check' AS rule, format('amount is %s', c.amount) AS detail
	WHERE NOT (c.amount <> 0 AND c.amount BETWEEN -9999999999.99 AND 9999999999.99)
	UNION ALL
	SELECT 'bill_credit_reason_check', format('reason is %L', c.reason)
	WHERE NOT c.reason IN ('cancelled', 'refunded', 'reopened', 'correction', 'closed', 'proration', 'pack_refund', 'covered')
	UNION ALL
	SELECT 'bill_credit_notes_check', format('notes is %L', left(c.notes, 100))
	WHERE NOT (char_length(c.notes) <= 10000
		AND c.notes !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'bill_credit_made_at_check', format('made_at is %s', c.made_at)
	WHERE NOT c.made_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(c)) AS field
	WHERE num_nulls(c.credit_id, c.billing_id, c.amount, c.reason, c.made_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('staff_id', 'notes')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'bill_credit_pkey', 'bill_credit', c.credit_id, 'bill_credit', c.credit_id,
	format('%s rows have this key', count(*))
FROM fitclub.bill_credit AS c
GROUP BY c.credit_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, 'bill_credit', m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'bill_credit_billing_id_fkey' AS rule, c.credit_id AS row_id,
		'billing_item' AS other_table, c.billing_id AS other_row_id
	FROM fitclub.bill_credit AS c
	WHERE c.billing_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.billing_item AS o WHERE o.billing_id = c.billing_id)
	UNION ALL
	SELECT 'bill_credit_staff_id_fkey', c.credit_id, 'administrative_staff', c.staff_id
	FROM fitclub.bill_credit AS c
	WHERE c.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = c.staff_id)
) AS m;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
-- What is owed on an open bill is its amount, and on a closed one what was paid.
SELECT 'bill_net', 'billing_item', b.billing_id, NULL, NULL,
	format('the bill is %s, %s less credits of %s is owed on it, and not %s', b.status,
		coalesce(b.original_amount, b.amount), net.credited, net.wanted)
FROM fitclub.billing_item AS b
LEFT JOIN (
	SELECT n.billing_id, sum(n.amount) AS credited
	FROM fitclub.bill_credit AS n
	GROUP BY n.billing_id
) AS c ON c.billing_id = b.billing_id
LEFT JOIN (
	SELECT n.billing_id, sum(n.amount) AS paid
	FROM fitclub.payment AS n
	GROUP BY n.billing_id
) AS p ON p.billing_id = b.billing_id
CROSS JOIN LATERAL (
	SELECT coalesce(c.credited, 0.00) AS credited,
		CASE WHEN b.status IN ('pending', 'partially_paid') THEN b.amount ELSE coalesce(p.paid, 0.00) END AS wanted
) AS net
WHERE coalesce(b.original_amount, b.amount) - net.credited <> net.wanted
UNION ALL
-- The entries of each row are on the accounts in full.
SELECT 'ledger_unbalanced', l.source, l.source_id, NULL, NULL, format('its entries sum to %s', sum(l.amount))
FROM fitclub.ledger AS l
GROUP BY l.source, l.source_id
HAVING sum(l.amount) <> 0
UNION ALL
-- What has not happened yet is in no book.
SELECT 'books_order', f.table_name, f.row_id, NULL, NULL, format('it is dated %s', f.at)
FROM (
	SELECT 'billing_item', b.billing_id, b.created_at
	FROM fitclub.billing_item AS b
	UNION ALL
	SELECT 'bill_credit', c.credit_id, c.made_at
	FROM fitclub.bill_credit AS c
	UNION ALL
	SELECT 'payment', p.payment_id, p.paid_at
	FROM fitclub.payment AS p
	UNION ALL
	SELECT 'till_count', t.till_count_id, t.counted_at
	FROM fitclub.till_count AS t
	UNION ALL
	SELECT 'pack_sale', s.sale_id, s.sold_at
	FROM fitclub.pack_sale AS s
	UNION ALL
	SELECT 'lot_out', o.lot_out_id, o.made_at
	FROM fitclub.lot_out AS o
) AS f (table_name, row_id, at)
WHERE f.at > clock_timestamp();
