-- Queries that find broken rules of logins:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'login', NULL, broken.detail
FROM fitclub.login AS l
CROSS JOIN LATERAL (
	SELECT 'login_person_check' AS rule,
		format('role %L: member_id is %L, trainer_id is %L, staff_id is %L',
			l.login_role, l.member_id, l.trainer_id, l.staff_id) AS detail
	WHERE NOT num_nonnulls(l.member_id, l.trainer_id, l.staff_id) = 1
	UNION ALL
	SELECT 'not_null', format('role %L: %s is null', l.login_role, field.key)
	FROM jsonb_each(to_jsonb(l)) AS field
	WHERE num_nulls(l.login_role, l.role_id) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('member_id', 'trainer_id', 'staff_id')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'login_pkey', 'login', NULL, 'login', NULL,
	format('role %L: %s rows have this key', l.login_role, count(*))
FROM fitclub.login AS l
GROUP BY l.login_role
HAVING count(*) > 1
UNION ALL
SELECT 'login_role_id_idx', 'login', NULL, 'login', NULL,
	format('roles %s are role %s', string_agg(quote_nullable(l.login_role), ', ' ORDER BY l.login_role),
		l.role_id)
FROM fitclub.login AS l
WHERE l.role_id <> 0
GROUP BY l.role_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT missing.rule, 'login', NULL, missing.other_table, missing.other_row_id,
	format('role %L: there is no %s %s', l.login_role, missing.other_table, missing.other_row_id)
FROM fitclub.login AS l
CROSS JOIN LATERAL (
	SELECT 'login_member_id_fkey' AS rule, 'member' AS other_table, l.member_id AS other_row_id
	WHERE NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = l.member_id)
	UNION ALL
	SELECT 'login_trainer_id_fkey', 'trainer', l.trainer_id
	WHERE NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = l.trainer_id)
	UNION ALL
	SELECT 'login_staff_id_fkey', 'administrative_staff', l.staff_id
	WHERE NOT EXISTS (
		SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = l.staff_id)
) AS missing
WHERE missing.other_row_id IS NOT NULL;
