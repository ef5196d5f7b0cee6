-- Queries that find broken rules of private sessions:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'private_session', s.session_id, broken.detail
FROM fitclub.private_session AS s
CROSS JOIN LATERAL (
	SELECT 'private_session_session_id_check' AS rule,
		format('session_id is %s', s.session_id) AS detail
	WHERE NOT s.session_id > 0
	UNION ALL
	SELECT 'private_session_period_check',
		format('start_time is %s, end_time is %s', s.start_time, s.end_time)
	WHERE NOT (isfinite(s.start_time) AND isfinite(s.end_time)
		AND s.start_time BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
		AND s.end_time > s.start_time
		AND extract(epoch FROM s.end_time) - extract(epoch FROM s.start_time) <= 97200)
	UNION ALL
	SELECT 'private_session_activity_type_check', format('activity_type is %L', left(s.activity_type, 100))
	WHERE NOT (s.activity_type ~ '[^ \t\n\v\f\r]' AND char_length(s.activity_type) <= 200
		AND s.activity_type !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'private_session_price_check', format('price is %s', s.price)
	WHERE NOT s.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'private_session_cover_check', format('lot_id is %s, membership_id %s, credits %s, kept_at %s', s.lot_id, s.membership_id, s.credits, s.kept_at)
	WHERE NOT (num_nonnulls(s.lot_id, s.membership_id) <= 1
		AND (s.lot_id IS NULL) = (s.credits IS NULL) AND coalesce(s.credits > 0, true)
		AND (s.kept_at IS NULL OR s.cancelled_at IS NOT NULL AND num_nonnulls(s.lot_id, s.membership_id) = 1))
		OR NOT coalesce(s.kept_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00', true)
	UNION ALL
	SELECT 'private_session_cancellation_reason_check', format('cancellation_reason is %L', left(s.cancellation_reason, 100))
	WHERE NOT (s.cancellation_reason ~ '[^ \t\n\v\f\r]' AND char_length(s.cancellation_reason) <= 200
		AND s.cancellation_reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'private_session_revision_check', format('revision is %s', s.revision)
	WHERE NOT s.revision >= 0
	UNION ALL
	SELECT 'private_session_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('cancelled_at', s.cancelled_at), ('changed_at', s.changed_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(s)) AS field
	WHERE num_nulls(s.session_id, s.member_id, s.trainer_id, s.start_time, s.end_time,
		s.activity_type, s.price, s.is_conflict, s.revision, s.changed_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('room_id', 'cancelled_at', 'cancellation_reason', 'lot_id', 'membership_id', 'credits', 'kept_at')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'private_session_pkey', 'private_session', s.session_id,
	'private_session', s.session_id,
	format('%s rows have this key', count(*))
FROM fitclub.private_session AS s
GROUP BY s.session_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'private_session_member_id_fkey' AS rule, 'private_session' AS table_name, s.session_id AS row_id,
		'member' AS other_table, s.member_id AS other_row_id
	FROM fitclub.private_session AS s
	WHERE s.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = s.member_id)
	UNION ALL
	SELECT 'private_session_trainer_id_fkey', 'private_session', s.session_id,
		'trainer', s.trainer_id
	FROM fitclub.private_session AS s
	WHERE s.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = s.trainer_id)
	UNION ALL
	SELECT 'private_session_room_id_fkey', 'private_session', s.session_id,
		'room', s.room_id
	FROM fitclub.private_session AS s
	WHERE s.room_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.room AS o WHERE o.room_id = s.room_id)
	UNION ALL
	SELECT 'private_session_lot_id_fkey', 'private_session', s.session_id,
		'credit_lot', s.lot_id
	FROM fitclub.private_session AS s
	WHERE s.lot_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.credit_lot AS o WHERE o.lot_id = s.lot_id)
	UNION ALL
	SELECT 'private_session_membership_id_fkey', 'private_session', s.session_id,
		'membership', s.membership_id
	FROM fitclub.private_session AS s
	WHERE s.membership_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.membership AS o WHERE o.membership_id = s.membership_id)
) AS m;

-- fitclub.calendar_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'session_without_bill', 'private_session', s.session_id, NULL, NULL,
	format('a session at %s has no bill', s.price)
FROM fitclub.private_session AS s
WHERE s.cancelled_at IS NULL AND s.price > 0
	AND NOT EXISTS (
		SELECT FROM fitclub.billing_item AS b WHERE b.private_session_id = s.session_id);
