-- Queries that find broken rules of the audit log:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'audit_log', NULL,
	format('version %s of %L %L: %s', coalesce(l.version::text, 'NULL'), l.table_name, l.row_key,
		broken.detail)
FROM fitclub.audit_log AS l
CROSS JOIN LATERAL (
	SELECT 'audit_log_version_check' AS rule, 'versions are counted from 1' AS detail
	WHERE NOT l.version > 0
	UNION ALL
	SELECT 'audit_log_action_check', format('action is %L', l.action)
	WHERE NOT l.action IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'BASELINE', 'PRUNE')
	UNION ALL
	SELECT 'audit_log_old_row_check',
		format('the row before is %s', CASE WHEN l.old_row IS NULL THEN 'missing' ELSE 'there' END)
	WHERE NOT (l.old_row IS NOT NULL) = (l.action IN ('UPDATE', 'DELETE'))
	UNION ALL
	SELECT 'audit_log_new_row_check',
		format('the row after is %s', CASE WHEN l.new_row IS NULL THEN 'missing' ELSE 'there' END)
	WHERE NOT (l.new_row IS NOT NULL)
		= (l.action IN ('INSERT', 'UPDATE', 'BASELINE', 'PRUNE'))
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(l)) AS field
	WHERE num_nulls(l.table_name, l.row_key, l.version, l.action, l.at, l.role_name, l.persona) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('session_role', 'person_id', 'application_name', 'old_row', 'new_row')
) AS broken
-- Of what there is most, what is certainly right is not looked at one by one.
WHERE (num_nulls(l.table_name, l.row_key, l.version, l.action, l.at, l.role_name, l.persona) = 0
	AND l.version > 0
	AND CASE l.action
		WHEN 'INSERT' THEN l.old_row IS NULL AND l.new_row IS NOT NULL
		WHEN 'UPDATE' THEN l.old_row IS NOT NULL AND l.new_row IS NOT NULL
		ELSE false
	END) IS NOT TRUE;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'audit_log_pkey', 'audit_log', NULL, 'audit_log', NULL,
	format('version %s of %L %L: %s rows have this key', l.version, l.table_name, l.row_key, count(*))
FROM fitclub.audit_log AS l
-- Of what there is most, a number is grouped by in half the time.
WHERE hashtextextended(coalesce(l.row_key, ''), hashtextextended(coalesce(l.table_name, ''), coalesce(l.version, 0))) IN (
	SELECT hashtextextended(coalesce(n.row_key, ''), hashtextextended(coalesce(n.table_name, ''), coalesce(n.version, 0)))
	FROM fitclub.audit_log AS n
	GROUP BY 1
	HAVING count(*) > 1)
GROUP BY l.table_name, l.row_key, l.version
HAVING count(*) > 1;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'infinite_time', 'audit_log', NULL, NULL, NULL, format('at is %s', l.at)
FROM fitclub.audit_log AS l
WHERE NOT isfinite(l.at)
UNION ALL
SELECT 'audit_log_version', 'audit_log', NULL, NULL, NULL,
	format('%L %L: %s events, the last is version %s', l.table_name, l.row_key, count(*), max(l.version))
FROM fitclub.audit_log AS l
WHERE l.table_name <> 'login' -- of which erase_member() hides what was the member's
	-- Nothing is missing of a row that has version 1 alone, as most have.
	AND (l.table_name, coalesce(l.row_key, '')) IN (
		SELECT n.table_name, coalesce(n.row_key, '') FROM fitclub.audit_log AS n WHERE n.version <> 1)
GROUP BY l.table_name, l.row_key
HAVING count(*) <= max(l.version) - min(l.version)
	OR min(l.version) > 1 AND NOT EXISTS ( -- nor have the first ones been removed
		SELECT FROM fitclub.audit_log AS p
		WHERE p.table_name = 'audit_log' AND p.row_key = '' AND p.action = 'PRUNE');
