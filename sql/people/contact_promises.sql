-- Queries that find broken rules of requests for another e-mail or telephone number:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'contact_change', c.contact_change_id, broken.detail
FROM fitclub.contact_change AS c
CROSS JOIN LATERAL (
	SELECT 'contact_change_person_check' AS rule,
		format('member_id is %L, trainer_id is %L', c.member_id, c.trainer_id) AS detail
	WHERE NOT num_nonnulls(c.member_id, c.trainer_id) = 1
	UNION ALL
	SELECT 'contact_change_given_check', 'nothing is asked for'
	WHERE NOT num_nonnulls(c.email, c.phone_number) > 0
	UNION ALL
	SELECT 'contact_change_email_check', format('email is %L', c.email)
	WHERE NOT (c.email ~ '^[^@]+@[^@]+\.[^@]+$' AND octet_length(c.email) <= 254
		AND c.email !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff<>()\[\],;:\\"]'
		AND c.email !~ '(^|[@.])\.|\.(@|$)'
		AND octet_length(split_part(c.email, '@', 1)) <= 64
		AND split_part(c.email, '@', 2) !~ '[\u0021-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]|(^|\.)-|-(\.|$)|[^.]{64}|\.[0-9]+$')
	UNION ALL
	SELECT 'contact_change_phone_number_check', format('phone_number is %L', left(c.phone_number, 100))
	WHERE NOT (c.phone_number ~ '[^ \t\n\v\f\r]' AND char_length(c.phone_number) <= 50
		AND c.phone_number !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'contact_change_decision_check',
		format('decided_at is %L, is_accepted is %L, staff_id is %L', c.decided_at, c.is_accepted, c.staff_id)
	WHERE (c.decided_at IS NULL) <> (c.is_accepted IS NULL)
		OR c.decided_at IS NULL AND c.staff_id IS NOT NULL
	UNION ALL
	SELECT 'contact_change_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('requested_at', c.requested_at), ('decided_at', c.decided_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(c)) AS field
	WHERE num_nulls(c.contact_change_id, c.requested_at) > 0
		AND field.value = 'null'
		AND field.key IN ('contact_change_id', 'requested_at')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'contact_change_pkey', 'contact_change', c.contact_change_id, 'contact_change', c.contact_change_id,
	format('%s rows have this key', count(*))
FROM fitclub.contact_change AS c
GROUP BY c.contact_change_id
HAVING count(*) > 1
UNION ALL
SELECT 'contact_change_once', 'contact_change', max(c.contact_change_id), 'contact_change', min(c.contact_change_id),
	format('%s requests of one person are open', count(*))
FROM fitclub.contact_change AS c
WHERE c.decided_at IS NULL
GROUP BY c.member_id, c.trainer_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, 'contact_change', m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'contact_change_member_id_fkey' AS rule, c.contact_change_id AS row_id,
		'member' AS other_table, c.member_id AS other_row_id
	FROM fitclub.contact_change AS c
	WHERE c.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = c.member_id)
	UNION ALL
	SELECT 'contact_change_trainer_id_fkey', c.contact_change_id, 'trainer', c.trainer_id
	FROM fitclub.contact_change AS c
	WHERE c.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = c.trainer_id)
	UNION ALL
	SELECT 'contact_change_staff_id_fkey', c.contact_change_id, 'administrative_staff', c.staff_id
	FROM fitclub.contact_change AS c
	WHERE c.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = c.staff_id)
) AS m;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'member_erased', 'contact_change', c.contact_change_id, 'member', e.member_id,
	'the member was erased, and the request is still there'
FROM fitclub.erased_member AS e
JOIN fitclub.contact_change AS c ON c.member_id = e.member_id;
