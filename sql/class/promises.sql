-- Queries that find broken rules of classes and seats:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'class_schedule', c.class_id, broken.detail
FROM fitclub.class_schedule AS c
CROSS JOIN LATERAL (
	SELECT 'class_schedule_class_id_check' AS rule, format('class_id is %s', c.class_id) AS detail
	WHERE NOT c.class_id > 0
	UNION ALL
	SELECT 'class_schedule_name_check', format('name is %L', left(c.name, 100))
	WHERE NOT (c.name ~ '[^ \t\n\v\f\r]' AND char_length(c.name) <= 200
		AND c.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'class_schedule_period_check',
		format('start_time is %s, end_time is %s', c.start_time, c.end_time)
	WHERE NOT (isfinite(c.start_time) AND isfinite(c.end_time)
		AND c.start_time BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
		AND c.end_time > c.start_time
		AND extract(epoch FROM c.end_time) - extract(epoch FROM c.start_time) <= 97200)
	UNION ALL
	SELECT 'class_schedule_capacity_check', format('capacity is %s', c.capacity)
	WHERE NOT c.capacity BETWEEN 1 AND 10000
	UNION ALL
	SELECT 'class_schedule_price_check', format('price is %s', c.price)
	WHERE NOT c.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'class_schedule_cancellation_reason_check', format('cancellation_reason is %L', left(c.cancellation_reason, 100))
	WHERE NOT (c.cancellation_reason ~ '[^ \t\n\v\f\r]' AND char_length(c.cancellation_reason) <= 200
		AND c.cancellation_reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'class_schedule_revision_check', format('revision is %s', c.revision)
	WHERE NOT c.revision >= 0
	UNION ALL
	SELECT 'class_schedule_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('cancelled_at', c.cancelled_at), ('changed_at', c.changed_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(c)) AS field
	WHERE num_nulls(c.class_id, c.name, c.trainer_id, c.room_id, c.start_time, c.end_time,
		c.capacity, c.price, c.may_exceed_room, c.revision, c.changed_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('cancelled_at', 'cancellation_reason')
) AS broken
UNION ALL
SELECT broken.rule, 'class_registration', g.registration_id, broken.detail
FROM fitclub.class_registration AS g
CROSS JOIN LATERAL (
	SELECT 'class_registration_price_check' AS rule, format('price is %s', g.price) AS detail
	WHERE NOT g.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'class_registration_cover_check', format('lot_id is %s, membership_id %s, credits %s, kept_at %s', g.lot_id, g.membership_id, g.credits, g.kept_at)
	WHERE NOT (num_nonnulls(g.lot_id, g.membership_id) <= 1
		AND (g.lot_id IS NULL) = (g.credits IS NULL) AND coalesce(g.credits > 0, true)
		AND (g.kept_at IS NULL OR g.cancelled_at IS NOT NULL AND num_nonnulls(g.lot_id, g.membership_id) = 1))
		OR NOT coalesce(g.kept_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00', true)
	UNION ALL
	SELECT 'class_registration_cancellation_reason_check', format('cancellation_reason is %L', left(g.cancellation_reason, 100))
	WHERE NOT (g.cancellation_reason ~ '[^ \t\n\v\f\r]' AND char_length(g.cancellation_reason) <= 200
		AND g.cancellation_reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'class_registration_revision_check', format('revision is %s', g.revision)
	WHERE NOT g.revision >= 0
	UNION ALL
	SELECT 'class_registration_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('registered_at', g.registered_at), ('cancelled_at', g.cancelled_at), ('changed_at', g.changed_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(g)) AS field
	WHERE num_nulls(g.registration_id, g.member_id, g.class_id, g.start_time, g.end_time,
		g.registered_at, g.attended, g.revision, g.changed_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('cancelled_at', 'price', 'cancellation_reason', 'lot_id', 'membership_id', 'credits', 'kept_at')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'class_schedule_pkey', 'class_schedule', c.class_id,
	'class_schedule', c.class_id,
	format('%s rows have this key', count(*))
FROM fitclub.class_schedule AS c
GROUP BY c.class_id
HAVING count(*) > 1
UNION ALL
SELECT 'class_registration_pkey', 'class_registration', g.registration_id,
	'class_registration', g.registration_id,
	format('%s rows have this key', count(*))
FROM fitclub.class_registration AS g
GROUP BY g.registration_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'class_schedule_trainer_id_fkey' AS rule, 'class_schedule' AS table_name, c.class_id AS row_id,
		'trainer' AS other_table, c.trainer_id AS other_row_id
	FROM fitclub.class_schedule AS c
	WHERE c.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = c.trainer_id)
	UNION ALL
	SELECT 'class_schedule_room_id_fkey', 'class_schedule', c.class_id,
		'room', c.room_id
	FROM fitclub.class_schedule AS c
	WHERE c.room_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.room AS o WHERE o.room_id = c.room_id)
	UNION ALL
	SELECT 'class_registration_member_id_fkey', 'class_registration', g.registration_id,
		'member', g.member_id
	FROM fitclub.class_registration AS g
	WHERE g.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = g.member_id)
	UNION ALL
	SELECT 'class_registration_class_id_fkey', 'class_registration', g.registration_id,
		'class_schedule', g.class_id
	FROM fitclub.class_registration AS g
	WHERE g.class_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.class_schedule AS o WHERE o.class_id = g.class_id)
	UNION ALL
	SELECT 'class_registration_lot_id_fkey', 'class_registration', g.registration_id,
		'credit_lot', g.lot_id
	FROM fitclub.class_registration AS g
	WHERE g.lot_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.credit_lot AS o WHERE o.lot_id = g.lot_id)
	UNION ALL
	SELECT 'class_registration_membership_id_fkey', 'class_registration', g.registration_id,
		'membership', g.membership_id
	FROM fitclub.class_registration AS g
	WHERE g.membership_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.membership AS o WHERE o.membership_id = g.membership_id)
) AS m;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
-- A bill that was closed with an earlier seat does not bill a seat taken again.
SELECT 'registration_without_bill', 'class_registration', g.registration_id, NULL, NULL,
	format('a seat at %s was taken again, and its only bill is that of the seat before', coalesce(g.price, c.price))
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
JOIN (
	SELECT n.class_id, n.member_id, max(n.updated_at) AS updated_at
	FROM fitclub.billing_item AS n
	WHERE n.class_id IS NOT NULL
	GROUP BY n.class_id, n.member_id
	HAVING bool_and(n.status IN ('cancelled', 'refunded'))
) AS b ON b.class_id = g.class_id AND b.member_id = g.member_id
WHERE g.cancelled_at IS NULL AND coalesce(g.price, c.price) > 0
	AND b.updated_at < g.registered_at
UNION ALL
SELECT 'attended_early', 'class_registration', g.registration_id, 'class_schedule', g.class_id,
	format('member %s has attended a class that begins at %s', g.member_id, g.start_time)
FROM fitclub.class_registration AS g
WHERE g.attended AND g.start_time > now() + interval '1 hour';

-- fitclub.calendar_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'class_capacity', 'class_schedule', c.class_id, NULL, NULL,
	format('%s are registered for %s seats', g.registered, c.capacity)
FROM fitclub.class_schedule AS c
JOIN (
	SELECT n.class_id, count(*) AS registered
	FROM fitclub.class_registration AS n
	WHERE n.cancelled_at IS NULL
	GROUP BY n.class_id
) AS g ON g.class_id = c.class_id
WHERE c.cancelled_at IS NULL AND g.registered > c.capacity
UNION ALL
SELECT 'class_room_capacity', 'class_schedule', c.class_id, 'room', r.room_id,
	format('the class has %s seats, the room %s places', c.capacity, r.capacity)
FROM fitclub.class_schedule AS c
JOIN fitclub.room AS r ON r.room_id = c.room_id
WHERE c.cancelled_at IS NULL AND NOT c.may_exceed_room AND c.capacity > r.capacity
UNION ALL
SELECT 'class_cancelled', 'class_registration', g.registration_id, 'class_schedule', c.class_id,
	format('member %s holds a seat in a class cancelled at %s', g.member_id, c.cancelled_at)
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
WHERE g.cancelled_at IS NULL AND c.cancelled_at IS NOT NULL
UNION ALL
SELECT 'class_registration_once', 'class_registration', g.registration_id,
	'class_registration', g.other_id,
	format('member %s is registered for class %s more than once', g.member_id, g.class_id)
FROM (
	SELECT n.registration_id, n.member_id, n.class_id,
		lag(n.registration_id) OVER (
			PARTITION BY n.class_id, n.member_id ORDER BY n.registration_id) AS other_id
	FROM fitclub.class_registration AS n
	WHERE n.cancelled_at IS NULL
) AS g
WHERE g.other_id IS NOT NULL
UNION ALL
SELECT 'class_registration_period', 'class_registration', g.registration_id,
	'class_schedule', c.class_id,
	format('the registration says %s to %s, the class %s to %s',
		g.start_time, g.end_time, c.start_time, c.end_time)
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
WHERE (g.start_time, g.end_time) <> (c.start_time, c.end_time)
UNION ALL
SELECT 'registration_without_bill', 'class_registration', g.registration_id,
	NULL, NULL,
	format('a seat at %s has no bill', coalesce(g.price, c.price))
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
WHERE g.cancelled_at IS NULL AND coalesce(g.price, c.price) > 0
	AND NOT EXISTS (
		SELECT FROM fitclub.billing_item AS b
		WHERE b.class_id = g.class_id AND b.member_id = g.member_id);
