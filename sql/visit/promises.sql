-- Queries that find broken rules of visits:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'visit', v.visit_id, broken.detail
FROM fitclub.visit AS v
CROSS JOIN LATERAL (
	SELECT 'visit_came_at_check' AS rule, format('came_at is %s', v.came_at) AS detail
	WHERE NOT v.came_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'visit_reason_check', format('reason is %L', left(v.reason, 100))
	WHERE NOT (v.reason ~ '[^ \t\n\v\f\r]' AND char_length(v.reason) <= 200
		AND v.reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(v)) AS field
	WHERE num_nulls(v.visit_id, v.member_id, v.came_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('staff_id', 'reason')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'visit_pkey', 'visit', v.visit_id, 'visit', v.visit_id,
	format('%s rows have this key', count(*))
FROM fitclub.visit AS v
GROUP BY v.visit_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, 'visit', m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'visit_member_id_fkey' AS rule, v.visit_id AS row_id,
		'member' AS other_table, v.member_id AS other_row_id
	FROM fitclub.visit AS v
	WHERE v.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = v.member_id)
	UNION ALL
	SELECT 'visit_staff_id_fkey', v.visit_id, 'administrative_staff', v.staff_id
	FROM fitclub.visit AS v
	WHERE v.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = v.staff_id)
) AS m;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'member_erased', 'visit', v.visit_id, 'member', e.member_id,
	CASE WHEN v.reason IS NULL THEN format('the member was erased, and came at %s', v.came_at)
		ELSE 'the member was erased, and the reason is still there' END
FROM fitclub.erased_member AS e
JOIN fitclub.visit AS v ON v.member_id = e.member_id
WHERE v.reason IS NOT NULL
	OR v.came_at > e.erased_at;
