-- Queries that find broken rules of counts of the till: parts of the views that
-- proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'till_count', t.till_count_id, broken.detail
FROM fitclub.till_count AS t
CROSS JOIN LATERAL (
	SELECT 'till_count_expected_check' AS rule, format('expected is %s', t.expected) AS detail
	WHERE NOT t.expected BETWEEN -9999999999.99 AND 9999999999.99
	UNION ALL
	SELECT 'till_count_counted_check', format('counted is %s', t.counted)
	WHERE NOT t.counted BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'till_count_banked_check', format('banked is %s, counted %s', t.banked, t.counted)
	WHERE NOT t.banked BETWEEN 0 AND t.counted
	UNION ALL
	SELECT 'till_count_notes_check', format('notes is %L', left(t.notes, 100))
	WHERE NOT (char_length(t.notes) <= 10000
		AND t.notes !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'till_count_counted_at_check', format('counted_at is %s', t.counted_at)
	WHERE NOT t.counted_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(t)) AS field
	WHERE num_nulls(t.till_count_id, t.counted_at, t.expected, t.counted, t.banked) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('staff_id', 'notes')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'till_count_pkey', 'till_count', t.till_count_id, 'till_count', t.till_count_id,
	format('%s rows have this key', count(*))
FROM fitclub.till_count AS t
GROUP BY t.till_count_id
HAVING count(*) > 1
UNION ALL
SELECT 'till_count_counted_at_key', 'till_count', min(t.till_count_id), 'till_count', max(t.till_count_id),
	format('%s counts are of one instant', count(*))
FROM fitclub.till_count AS t
GROUP BY t.counted_at
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'till_count_staff_id_fkey', 'till_count', t.till_count_id, 'administrative_staff', t.staff_id,
	format('there is no administrative_staff %s', t.staff_id)
FROM fitclub.till_count AS t
WHERE t.staff_id IS NOT NULL
	AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = t.staff_id);

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
-- What was to be in the till is what was left in it, and the cash since; cash of
-- the instant of a count is in that.
SELECT 'till_expected', 'till_count', t.till_count_id, NULL, NULL,
	format('%s was expected in the till, where %s had been left and %s came in', t.expected, t.remaining, t.received)
FROM (
	SELECT max(e.till_count_id) AS till_count_id, max(e.expected) AS expected, coalesce(sum(e.received), 0.00) AS received,
		coalesce(lag(max(e.remaining)) OVER (ORDER BY e.counts_before), 0.00) AS remaining
	FROM (
		SELECT f.*, count(f.till_count_id) OVER (
			ORDER BY f.at, f.till_count_id NULLS FIRST
			ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS counts_before
		FROM (
			SELECT n.counted_at AS at, n.till_count_id, n.expected, n.counted - n.banked AS remaining, NULL::numeric AS received
			FROM fitclub.till_count AS n
			UNION ALL
			SELECT p.paid_at, NULL, NULL, NULL, p.amount - coalesce(p.rounding, 0)
			FROM fitclub.payment AS p
			WHERE p.payment_type = 'cash'
		) AS f
	) AS e
	GROUP BY e.counts_before
) AS t
WHERE t.expected <> t.remaining + t.received;
