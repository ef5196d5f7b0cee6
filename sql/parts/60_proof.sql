-- The proof: every broken rule in the stored data, by plain SQL that shares no
-- code with the engine. No function of fitclub is called up to check_calendar().

CREATE OR REPLACE VIEW fitclub.busy_time AS
SELECT 'room_double_booked' AS rule, s.room_id AS resource_id,
	'private_session' AS table_name, s.session_id AS row_id, s.start_time, s.end_time
FROM fitclub.private_session AS s
WHERE s.room_id IS NOT NULL AND s.cancelled_at IS NULL
UNION ALL
SELECT 'room_double_booked', c.room_id, 'class_schedule', c.class_id, c.start_time, c.end_time
FROM fitclub.class_schedule AS c
WHERE c.cancelled_at IS NULL
UNION ALL
SELECT 'trainer_double_booked', s.trainer_id,
	'private_session', s.session_id, s.start_time, s.end_time
FROM fitclub.private_session AS s
WHERE s.cancelled_at IS NULL
UNION ALL
SELECT 'trainer_double_booked', c.trainer_id,
	'class_schedule', c.class_id, c.start_time, c.end_time
FROM fitclub.class_schedule AS c
WHERE c.cancelled_at IS NULL
UNION ALL
SELECT 'member_double_booked', s.member_id,
	'private_session', s.session_id, s.start_time, s.end_time
FROM fitclub.private_session AS s
WHERE s.cancelled_at IS NULL
UNION ALL
SELECT 'member_double_booked', g.member_id,
	'class_registration', g.registration_id, g.start_time, g.end_time
FROM fitclub.class_registration AS g
WHERE g.cancelled_at IS NULL;

COMMENT ON VIEW fitclub.busy_time IS
	'What keeps rooms, trainers and members busy, each booking under every rule it may break';

-- One pass in order of time finds the bookings that begin before everything
-- earlier has ended. They are few, so only they look for what they clash with,
-- on their day and the two before: a day is what bookings can be joined by. A
-- pass per rule, as sorting by a number is twice as fast as by text and number.
CREATE OR REPLACE VIEW fitclub.double_booking AS
SELECT later.rule, later.resource_id, later.table_name, later.row_id,
	earlier.table_name AS other_table, earlier.row_id AS other_row_id,
	later.start_time, later.end_time,
	earlier.start_time AS other_start_time, earlier.end_time AS other_end_time
FROM (
	SELECT b.*, max(b.end_time) OVER earlier AS busy_until
	FROM fitclub.busy_time AS b
	WHERE b.rule = 'room_double_booked'
	WINDOW earlier AS (
		PARTITION BY b.resource_id ORDER BY b.start_time, b.table_name, b.row_id
		ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
	UNION ALL
	SELECT b.*, max(b.end_time) OVER earlier
	FROM fitclub.busy_time AS b
	WHERE b.rule = 'trainer_double_booked'
	WINDOW earlier AS (
		PARTITION BY b.resource_id ORDER BY b.start_time, b.table_name, b.row_id
		ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
	UNION ALL
	SELECT b.*, max(b.end_time) OVER earlier
	FROM fitclub.busy_time AS b
	WHERE b.rule = 'member_double_booked'
	WINDOW earlier AS (
		PARTITION BY b.resource_id ORDER BY b.start_time, b.table_name, b.row_id
		ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) AS later
CROSS JOIN generate_series(0, 2) AS ago (days)
JOIN fitclub.busy_time AS earlier
	ON earlier.rule = later.rule
	AND earlier.resource_id = later.resource_id
	AND (earlier.start_time AT TIME ZONE 'UTC')::date - date '2000-01-01'
		= (later.start_time AT TIME ZONE 'UTC')::date - date '2000-01-01' - ago.days
	AND extract(epoch FROM later.start_time) - extract(epoch FROM earlier.start_time) < 97200
	AND earlier.start_time <= later.start_time
	AND earlier.end_time > later.start_time
	AND (earlier.start_time, earlier.table_name, earlier.row_id)
		< (later.start_time, later.table_name, later.row_id)
WHERE later.busy_until > later.start_time;

COMMENT ON VIEW fitclub.double_booking IS
	'Every two bookings of one room, trainer or member that overlap, each pair once';

CREATE OR REPLACE VIEW fitclub.clashing_session AS
SELECT DISTINCT booking.row_id AS session_id
FROM fitclub.double_booking AS d
CROSS JOIN LATERAL (
	VALUES (d.table_name, d.row_id), (d.other_table, d.other_row_id)
) AS booking (table_name, row_id)
WHERE booking.table_name = 'private_session';

COMMENT ON VIEW fitclub.clashing_session IS
	'Private sessions that overlap another booking of their room, trainer or member';

CREATE OR REPLACE VIEW fitclub.calendar_violation AS
SELECT d.rule, d.table_name, d.row_id, d.other_table, d.other_row_id,
	format('%s %s is booked from %s to %s and from %s to %s',
		split_part(d.rule, '_', 1), d.resource_id,
		d.other_start_time, d.other_end_time, d.start_time, d.end_time) AS detail
FROM fitclub.double_booking AS d
UNION ALL
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
-- On the night the clocks go back a booking may end, by the clock on the
-- wall, at or before its start: the least and the greatest cover it then.
SELECT 'trainer_availability', b.table_name, b.row_id, NULL, NULL,
	format('trainer %s does not work all of %s to %s (%s)', b.resource_id, b.starts, b.ends, b.time_zone)
FROM (
	SELECT o.table_name, o.row_id, o.resource_id, club.time_zone, wall.starts, wall.ends
	FROM fitclub.club AS club
	JOIN fitclub.busy_time AS o
		ON o.rule = 'trainer_double_booked' AND o.end_time > now()
		-- No clock can show the last instants that a timestamp can hold.
		AND o.end_time < timestamptz '294276-12-29 00:00+00'
	CROSS JOIN LATERAL (
		SELECT o.start_time AT TIME ZONE club.time_zone AS starts,
			o.end_time AT TIME ZONE club.time_zone AS ends
	) AS wall
	-- Most are within one window, which can be asked of all at once: first.
	WHERE NOT EXISTS (
		SELECT FROM fitclub.trainer_availability AS w
		WHERE w.trainer_id = o.resource_id
			AND w.day_of_week = extract(isodow FROM wall.starts)::integer - 1
			AND (w.is_recurring OR w.available_on = wall.starts::date)
			AND wall.starts::date + w.start_time <= wall.starts
			AND wall.starts::date + w.end_time >= wall.ends
			AND wall.ends - wall.starts = o.end_time - o.start_time)
	OFFSET 0
) AS b
WHERE NOT coalesce((
	SELECT range_agg(tsrange(day.midnight::date + w.start_time, day.midnight::date + w.end_time))
		@> tsrange(least(b.starts, b.ends), greatest(b.starts, b.ends),
			CASE WHEN b.starts = b.ends THEN '[]' ELSE '[)' END)
	FROM generate_series(
		date_trunc('day', least(b.starts, b.ends)),
		greatest(b.starts, b.ends), interval '1 day') AS day (midnight)
	JOIN fitclub.trainer_availability AS w
		ON w.trainer_id = b.resource_id
		AND w.day_of_week = extract(isodow FROM day.midnight)::integer - 1
		AND (w.is_recurring OR w.available_on = day.midnight::date)
), false)
UNION ALL
-- -infinity stands for no date: that of a window is finite.
SELECT 'trainer_availability_overlap', 'trainer_availability', w.availability_id,
	'trainer_availability', o.availability_id,
	format('trainer %s has windows %s to %s and %s to %s on %s', w.trainer_id,
		o.start_time, o.end_time, w.start_time, w.end_time,
		coalesce(w.available_on::text, 'day ' || w.day_of_week))
FROM fitclub.trainer_availability AS w
JOIN fitclub.trainer_availability AS o
	ON o.trainer_id = w.trainer_id
	AND o.day_of_week = w.day_of_week
	AND coalesce(o.available_on, '-infinity') = coalesce(w.available_on, '-infinity')
	AND o.availability_id < w.availability_id
	AND o.start_time < w.end_time
	AND w.start_time < o.end_time
UNION ALL
SELECT 'session_without_bill', 'private_session', s.session_id, NULL, NULL,
	format('a session at %s has no bill', s.price)
FROM fitclub.private_session AS s
WHERE s.cancelled_at IS NULL AND s.price > 0
	AND NOT EXISTS (
		SELECT FROM fitclub.billing_item AS b WHERE b.private_session_id = s.session_id)
UNION ALL
SELECT 'registration_without_bill', 'class_registration', g.registration_id,
	NULL, NULL,
	format('a seat at %s has no bill', coalesce(g.price, c.price))
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
WHERE g.cancelled_at IS NULL AND coalesce(g.price, c.price) > 0
	AND NOT EXISTS (
		SELECT FROM fitclub.billing_item AS b
		WHERE b.class_id = g.class_id AND b.member_id = g.member_id)
UNION ALL
SELECT 'bill_amount', 'billing_item', b.billing_id, 'private_session', s.session_id,
	format('member %s is billed %s, the session is member %s''s at %s',
		b.member_id, b.amount, s.member_id, s.price)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE s.cancelled_at IS NULL
	AND b.status NOT IN ('cancelled', 'refunded')
	AND (b.amount <> s.price OR b.member_id <> s.member_id)
UNION ALL
SELECT 'bill_amount', 'billing_item', b.billing_id, 'class_registration', g.registration_id,
	format('member %s is billed %s for a seat at %s', b.member_id, b.amount, g.price)
FROM fitclub.billing_item AS b
JOIN fitclub.class_registration AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
WHERE g.cancelled_at IS NULL
	AND b.status NOT IN ('cancelled', 'refunded')
	-- Without a price of its own a seat was not taken by a function.
	AND b.amount <> g.price
UNION ALL
SELECT 'bill_of_cancelled_booking', 'billing_item', b.billing_id,
	'private_session', s.session_id,
	format('the bill is %s, the session was cancelled at %s', b.status, s.cancelled_at)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE s.cancelled_at IS NOT NULL AND b.status IN ('pending', 'partially_paid')
UNION ALL
SELECT 'bill_of_cancelled_booking', 'billing_item', b.billing_id,
	'class_registration', g.registration_id,
	format('the bill is %s, member %s no longer has a seat in class %s',
		b.status, b.member_id, b.class_id)
FROM fitclub.billing_item AS b
JOIN (
	SELECT n.class_id, n.member_id, max(n.registration_id) AS registration_id
	FROM fitclub.class_registration AS n
	GROUP BY n.class_id, n.member_id
	HAVING count(*) FILTER (WHERE n.cancelled_at IS NULL) = 0
) AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
WHERE b.status IN ('pending', 'partially_paid')
UNION ALL
SELECT CASE WHEN money.net > b.amount THEN 'bill_overpaid' ELSE 'bill_status' END,
	'billing_item', b.billing_id, NULL, NULL,
	format('the bill of %s is %s, %s was paid and %s given back',
		b.amount, b.status, money.received, money.received - money.net)
FROM fitclub.billing_item AS b
LEFT JOIN (
	SELECT n.billing_id, sum(n.amount) AS net, sum(n.amount) FILTER (WHERE n.amount > 0) AS received
	FROM fitclub.payment AS n
	GROUP BY n.billing_id
) AS p ON p.billing_id = b.billing_id
CROSS JOIN LATERAL (
	SELECT coalesce(p.net, 0.00) AS net, coalesce(p.received, 0.00) AS received
) AS money
WHERE money.net > b.amount
	OR NOT CASE b.status
		WHEN 'partially_paid' THEN money.net > 0 AND money.net < b.amount
		WHEN 'paid' THEN money.net > 0 AND money.received >= b.amount
		WHEN 'refunded' THEN money.net = 0 AND money.received > 0
		ELSE money.net = 0
	END
UNION ALL
SELECT 'refund_over_payment', 'payment', p.payment_id, NULL, NULL,
	format('%s was paid and %s given back', p.amount, r.refunded)
FROM (
	SELECT n.refund_of, -sum(n.amount) AS refunded
	FROM fitclub.payment AS n
	WHERE n.refund_of IS NOT NULL
	GROUP BY n.refund_of
) AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE r.refunded > p.amount
UNION ALL
SELECT 'refund_of_other_bill', 'payment', r.payment_id, 'payment', p.payment_id,
	format('a payment on bill %s is refunded on bill %s', p.billing_id, r.billing_id)
FROM fitclub.payment AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE r.billing_id <> p.billing_id;

COMMENT ON VIEW fitclub.calendar_violation IS
	'Every broken rule in the stored data: rule, the row that breaks it and, where there are two, the other';

CREATE OR REPLACE FUNCTION fitclub_internal.mark_conflicts()
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_mark_conflicts'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET check_function_bodies = off -- so that old values of other columns are accepted
SET enable_seqscan = on -- as in check_calendar(), which calls it
SET enable_indexscan = off
SET enable_indexonlyscan = off
SET enable_bitmapscan = off;

COMMENT ON FUNCTION fitclub_internal.mark_conflicts IS
	'Makes private_session.is_conflict say which sessions clash; does nothing in a read-only transaction';

CREATE OR REPLACE FUNCTION fitclub.check_calendar()
RETURNS TABLE (
	rule text,
	table_name text,
	row_id bigint,
	other_table text,
	other_row_id bigint,
	detail text)
LANGUAGE sql VOLATILE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off -- compiling so many branches takes longer than running them
SET enable_seqscan = on -- and no index: one that has lost a row hides it
SET enable_indexscan = off
SET enable_indexonlyscan = off
SET enable_bitmapscan = off
AS $$
	SELECT fitclub_internal.mark_conflicts();

	SELECT v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id, v.detail
	FROM fitclub.calendar_violation AS v
	ORDER BY v.rule, v.row_id, v.other_row_id
$$;

COMMENT ON FUNCTION fitclub.check_calendar IS
	'Lists every broken rule in the stored data and marks the sessions that clash; no rows is the proof that there is none';
