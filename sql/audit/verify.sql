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
LANGUAGE sql STABLE
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
	SELECT fitclub_internal.require_owner();

	WITH suspect AS MATERIALIZED (
		SELECT g.table_name, g.row_group
		FROM fitclub_internal.unsettled_groups('{
			fitclub.club, fitclub.member, fitclub.trainer, fitclub.administrative_staff, fitclub.staff_password,
			fitclub.health_metric, fitclub.room, fitclub.equipment, fitclub.equipment_maintenance,
			fitclub.trainer_availability, fitclub.private_session, fitclub.class_schedule,
			fitclub.class_registration, fitclub.billing_item, fitclub.payment, fitclub.notification,
			fitclub.erased_member}') AS g
		UNION
		SELECT l.table_name, hashtextextended(l.row_key, 0) & 4095
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
			WHERE (l.table_name, hashtextextended(l.row_key, 0) & 4095) IN (
				SELECT s.table_name, s.row_group FROM suspect AS s)
			OFFSET 0
		) AS e
		WHERE e.row_key ~ '^\d{1,18}$'
		GROUP BY e.table_name, e.row_key
	),
	present AS (
		SELECT 'club' AS table_name, r.club_id::bigint AS row_id,
			jsonb_hash_extended(to_jsonb(r), 0) AS row_hash
		FROM fitclub.club AS r
		WHERE hashtextextended(r.club_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'club')
		UNION ALL
		SELECT 'member', r.member_id,
			jsonb_hash_extended(to_jsonb(r) - '{is_conflict,last_metric_at}'::text[], 0)
		FROM fitclub.member AS r
		WHERE hashtextextended(r.member_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'member')
		UNION ALL
		SELECT 'trainer', r.trainer_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.trainer AS r
		WHERE hashtextextended(r.trainer_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'trainer')
		UNION ALL
		SELECT 'administrative_staff', r.staff_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.administrative_staff AS r
		WHERE hashtextextended(r.staff_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'administrative_staff')
		UNION ALL
		SELECT 'staff_password', r.staff_id,
			jsonb_hash_extended(to_jsonb(r) - 'verifier', 0)
		FROM fitclub.staff_password AS r
		WHERE hashtextextended(r.staff_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'staff_password')
		UNION ALL
		SELECT 'health_metric', r.metric_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.health_metric AS r
		WHERE hashtextextended(r.metric_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'health_metric')
		UNION ALL
		SELECT 'room', r.room_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.room AS r
		WHERE hashtextextended(r.room_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'room')
		UNION ALL
		SELECT 'equipment', r.equipment_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.equipment AS r
		WHERE hashtextextended(r.equipment_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'equipment')
		UNION ALL
		SELECT 'equipment_maintenance', r.maintenance_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.equipment_maintenance AS r
		WHERE hashtextextended(r.maintenance_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'equipment_maintenance')
		UNION ALL
		SELECT 'trainer_availability', r.availability_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.trainer_availability AS r
		WHERE hashtextextended(r.availability_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'trainer_availability')
		UNION ALL
		SELECT 'private_session', r.session_id,
			jsonb_hash_extended(to_jsonb(r) - '{is_conflict,last_metric_at}'::text[], 0)
		FROM fitclub.private_session AS r
		WHERE hashtextextended(r.session_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'private_session')
		UNION ALL
		SELECT 'class_schedule', r.class_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.class_schedule AS r
		WHERE hashtextextended(r.class_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'class_schedule')
		UNION ALL
		SELECT 'class_registration', r.registration_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.class_registration AS r
		WHERE hashtextextended(r.registration_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'class_registration')
		UNION ALL
		SELECT 'billing_item', r.billing_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.billing_item AS r
		WHERE hashtextextended(r.billing_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'billing_item')
		UNION ALL
		SELECT 'payment', r.payment_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.payment AS r
		WHERE hashtextextended(r.payment_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'payment')
		UNION ALL
		SELECT 'notification', r.notification_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.notification AS r
		WHERE hashtextextended(r.notification_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'notification')
		UNION ALL
		SELECT 'erased_member', r.member_id,
			jsonb_hash_extended(to_jsonb(r), 0)
		FROM fitclub.erased_member AS r
		WHERE hashtextextended(r.member_id::text, 0) & 4095 IN (SELECT s.row_group FROM suspect AS s WHERE s.table_name = 'erased_member')
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
		SELECT 'club' AS table_name, r.club_id::bigint AS row_id, to_jsonb(r) AS row_data FROM fitclub.club AS r
		WHERE r.club_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'club' AND d.is_known)
		UNION ALL
		SELECT 'member', r.member_id, to_jsonb(r) FROM fitclub.member AS r
		WHERE r.member_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'member' AND d.is_known)
		UNION ALL
		SELECT 'trainer', r.trainer_id, to_jsonb(r) FROM fitclub.trainer AS r
		WHERE r.trainer_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'trainer' AND d.is_known)
		UNION ALL
		SELECT 'administrative_staff', r.staff_id, to_jsonb(r) FROM fitclub.administrative_staff AS r
		WHERE r.staff_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'administrative_staff' AND d.is_known)
		UNION ALL
		SELECT 'staff_password', r.staff_id, to_jsonb(r) FROM fitclub.staff_password AS r
		WHERE r.staff_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'staff_password' AND d.is_known)
		UNION ALL
		SELECT 'health_metric', r.metric_id, to_jsonb(r) FROM fitclub.health_metric AS r
		WHERE r.metric_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'health_metric' AND d.is_known)
		UNION ALL
		SELECT 'room', r.room_id, to_jsonb(r) FROM fitclub.room AS r
		WHERE r.room_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'room' AND d.is_known)
		UNION ALL
		SELECT 'equipment', r.equipment_id, to_jsonb(r) FROM fitclub.equipment AS r
		WHERE r.equipment_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'equipment' AND d.is_known)
		UNION ALL
		SELECT 'equipment_maintenance', r.maintenance_id, to_jsonb(r) FROM fitclub.equipment_maintenance AS r
		WHERE r.maintenance_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'equipment_maintenance' AND d.is_known)
		UNION ALL
		SELECT 'trainer_availability', r.availability_id, to_jsonb(r) FROM fitclub.trainer_availability AS r
		WHERE r.availability_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'trainer_availability' AND d.is_known)
		UNION ALL
		SELECT 'private_session', r.session_id, to_jsonb(r) FROM fitclub.private_session AS r
		WHERE r.session_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'private_session' AND d.is_known)
		UNION ALL
		SELECT 'class_schedule', r.class_id, to_jsonb(r) FROM fitclub.class_schedule AS r
		WHERE r.class_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'class_schedule' AND d.is_known)
		UNION ALL
		SELECT 'class_registration', r.registration_id, to_jsonb(r) FROM fitclub.class_registration AS r
		WHERE r.registration_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'class_registration' AND d.is_known)
		UNION ALL
		SELECT 'billing_item', r.billing_id, to_jsonb(r) FROM fitclub.billing_item AS r
		WHERE r.billing_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'billing_item' AND d.is_known)
		UNION ALL
		SELECT 'payment', r.payment_id, to_jsonb(r) FROM fitclub.payment AS r
		WHERE r.payment_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'payment' AND d.is_known)
		UNION ALL
		SELECT 'notification', r.notification_id, to_jsonb(r) FROM fitclub.notification AS r
		WHERE r.notification_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'notification' AND d.is_known)
		UNION ALL
		SELECT 'erased_member', r.member_id, to_jsonb(r) FROM fitclub.erased_member AS r
		WHERE r.member_id IN (SELECT d.row_id FROM doubtful AS d WHERE d.table_name = 'erased_member' AND d.is_known)
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
	GROUP BY d.table_name
$$;

COMMENT ON FUNCTION fitclub_internal.audit_violations IS
	'Events of the audit log that do not fit together or not to the rows that are there; used by verify()';
