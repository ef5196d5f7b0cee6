-- The audit log and the rows that it tells of: each event begins with the row
-- that the one before has ended with, and the last with the row that is there.
-- Logins are left out, of which erase_member() hides some. What has no other
-- event before it may be the first after prune_audit().

CREATE OR REPLACE FUNCTION fitclub_internal.differing_columns(
	before jsonb,
	after jsonb)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT string_agg(b.key, ', ' ORDER BY b.key)
	FROM jsonb_each(differing_columns.before) AS b
	JOIN jsonb_each(differing_columns.after) AS a ON a.key = b.key
	WHERE b.value <> a.value
		AND b.key NOT IN ('is_conflict', 'last_metric_at') -- which make no event
		AND '"[erased]"' NOT IN (b.value, a.value)
$$;

COMMENT ON FUNCTION fitclub_internal.differing_columns IS
	'Columns of which two rows of the audit log have different values, but for what was erased or makes no event; null for none; used by verify()';

-- Groups of rows are by the lowest bits of a hash of the row's key.
CREATE OR REPLACE FUNCTION fitclub_internal.unsettled_groups(
	tables regclass[],
	OUT table_name text,
	OUT row_group bigint)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'fitclub_unsettled_groups'
LANGUAGE c STABLE STRICT
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.unsettled_groups IS
	'Groups of the rows of these tables in which the events of the audit log do not add up to the rows; used by verify()';

-- Groups that add up, and in which each event begins with the row that the
-- one before has ended with, are right. Of the others a hash of all of a row's
-- events, in which every row but the last stands twice, leaves that of the
-- last, and what it does not is looked at closely.
CREATE OR REPLACE FUNCTION fitclub_internal.audit_violations()
RETURNS TABLE (
	rule text,
	table_name text,
	row_id bigint,
	detail text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
SET DateStyle = 'ISO' -- as in the log
SET IntervalStyle = 'postgres'
SET TimeZone = 'UTC'
SET jit = off
SET enable_seqscan = on
SET enable_indexscan = off
SET enable_indexonlyscan = off
SET enable_bitmapscan = off
SET enable_sort = off -- of all events it would be larger than memory
SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
	group_bits CONSTANT bigint := 4095; -- GROUPS - 1 of unsettled_groups()
BEGIN
	PERFORM fitclub_internal.require_owner(); -- before the rest is planned, which asks for privileges

	RETURN QUERY
	WITH suspect AS MATERIALIZED (
		SELECT g.table_name, g.row_group
		FROM fitclub_internal.unsettled_groups(ARRAY(
			SELECT t.oid::regclass FROM fitclub_internal.audited_table AS t WHERE t.table_name <> 'login')) AS g
		UNION
		SELECT l.table_name, hashtextextended(l.row_key, 0) & group_bits
		FROM (
			SELECT n.table_name, n.row_key, n.version - 1 AS last_version, jsonb_hash_extended(n.old_row, 0) AS row_hash
			FROM fitclub.audit_log AS n
			WHERE n.table_name NOT IN ('login', 'audit_log') AND n.version > 1 AND n.action <> 'BASELINE'
			OFFSET 0 -- the rows are not carried on
		) AS e
		JOIN fitclub.audit_log AS l
			ON l.table_name = e.table_name AND l.row_key = e.row_key AND l.version = e.last_version
		WHERE jsonb_hash_extended(l.new_row, 0) IS DISTINCT FROM e.row_hash
	),
	story AS (
		SELECT e.table_name, e.row_key::bigint AS row_id, max(e.version) AS version,
			bit_xor(e.event_hash) AS story_hash
		FROM (
			SELECT l.table_name, l.row_key, l.version,
				coalesce(hashint8extended(jsonb_hash_extended(CASE
					WHEN l.table_name IN ('member', 'private_session') THEN l.old_row - '{is_conflict,last_metric_at}'::text[]
					ELSE l.old_row END, 0), l.version - 1), 0)
				# coalesce(hashint8extended(jsonb_hash_extended(CASE
					WHEN l.table_name IN ('member', 'private_session') THEN l.new_row - '{is_conflict,last_metric_at}'::text[]
					ELSE l.new_row END, 0), l.version), 0) AS event_hash
			FROM fitclub.audit_log AS l
			WHERE (l.table_name, hashtextextended(l.row_key, 0) & group_bits) IN (
				SELECT s.table_name, s.row_group FROM suspect AS s)
			OFFSET 0
		) AS e
		WHERE e.row_key ~ '^\d{1,18}$'
		GROUP BY e.table_name, e.row_key
	),
	present AS (
		SELECT r.table_name, r.row_id,
			jsonb_hash_extended(r.row_data - '{is_conflict,last_metric_at}'::text[], 0) AS row_hash
		FROM fitclub_internal.audited_row AS r
		WHERE ((r.table_name, hashtextextended(r.row_id::text, 0) & group_bits) IN (
			SELECT s.table_name, s.row_group FROM suspect AS s)) IS TRUE -- no join, which would come after row_data
	),
	doubtful AS MATERIALIZED (
		SELECT coalesce(s.table_name, p.table_name) AS table_name, coalesce(s.row_id, p.row_id) AS row_id,
			s.table_name IS NOT NULL AS is_known
		FROM story AS s
		FULL JOIN present AS p ON p.table_name = s.table_name AND p.row_id = s.row_id
		WHERE coalesce(s.story_hash, 0) <> coalesce(hashint8extended(p.row_hash, coalesce(s.version, 1)), 0)
			OR s.table_name IS NULL
	),
	truncated AS (
		SELECT l.table_name, l.at
		FROM fitclub.audit_log AS l
		WHERE l.action = 'TRUNCATE' AND l.row_key = ''
	),
	event AS (
		SELECT l.table_name, d.row_id, l.version, l.action, l.at, l.old_row, l.new_row,
			lag(l.version) OVER story AS last_version,
			lag(l.new_row) OVER story AS last_row,
			lag(l.at) OVER story AS last_at,
			lead(l.version) OVER story IS NULL AS is_last
		FROM fitclub.audit_log AS l
		JOIN doubtful AS d ON d.table_name = l.table_name AND d.row_id::text = l.row_key
		WHERE d.is_known
		WINDOW story AS (PARTITION BY l.table_name, l.row_key ORDER BY l.version)
	),
	row_now AS (
		SELECT r.table_name, r.row_id, r.row_data
		FROM fitclub_internal.audited_row AS r
		WHERE ((r.table_name, r.row_id) IN (
			SELECT d.table_name, d.row_id FROM doubtful AS d WHERE d.is_known)) IS TRUE
	)
	SELECT 'audit_log_story', e.table_name, e.row_id,
		format('version %s of the row begins with other values than version %s has left: %s',
			e.version, e.last_version, coalesce(fitclub_internal.differing_columns(e.last_row, e.old_row),
				CASE WHEN e.last_row IS NULL THEN 'there was none' ELSE 'there was one' END))
	FROM event AS e
	WHERE e.last_version = e.version - 1 AND e.action <> 'BASELINE'
		AND NOT EXISTS (
			SELECT FROM truncated AS t
			WHERE t.table_name = e.table_name AND t.at BETWEEN e.last_at AND e.at)
		AND ((e.last_row IS NULL) <> (e.old_row IS NULL)
			OR fitclub_internal.differing_columns(e.last_row, e.old_row) IS NOT NULL)
	UNION ALL
	SELECT 'audit_log_row', e.table_name, e.row_id,
		CASE
			WHEN n.row_data IS NULL THEN format('the row is gone, and version %s, its last, has it', e.version)
			WHEN e.new_row IS NULL THEN format('the row is there, and version %s, its last, has none', e.version)
			ELSE format('the row is not as version %s, its last, has it: %s', e.version,
				fitclub_internal.differing_columns(e.new_row, n.row_data))
		END
	FROM event AS e
	LEFT JOIN row_now AS n ON n.table_name = e.table_name AND n.row_id = e.row_id
	WHERE e.is_last
		AND NOT EXISTS (SELECT FROM truncated AS t WHERE t.table_name = e.table_name AND t.at > e.at)
		AND ((n.row_data IS NULL) <> (e.new_row IS NULL)
			OR fitclub_internal.differing_columns(e.new_row, n.row_data) IS NOT NULL)
	UNION ALL
	-- Settings that nobody has changed are in no log.
	SELECT 'audit_log_baseline', d.table_name, min(d.row_id),
		format('%s rows are not in the audit log; audit_baseline(''fitclub.%s'') takes them in', count(*), d.table_name)
	FROM doubtful AS d
	LEFT JOIN fitclub_internal.protection AS p
		ON p.kind = 'audit log' AND p.table_name = d.table_name
	WHERE NOT d.is_known AND d.table_name <> 'club'
		AND d.row_id > coalesce(p.definition::bigint, 0)
		AND NOT EXISTS (
			SELECT FROM fitclub.audit_log AS l
			WHERE l.table_name = 'audit_log' AND l.row_key = '' AND l.action = 'PRUNE')
	GROUP BY d.table_name;
END $$;

COMMENT ON FUNCTION fitclub_internal.audit_violations IS
	'Events of the audit log that do not fit together or not to the rows that are there; used by verify()';
