-- What overlaps in the calendar, by plain SQL that shares no code with the engine.

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
COMMENT ON COLUMN fitclub.busy_time.rule IS 'The rule that the booking would break if it clashed';
COMMENT ON COLUMN fitclub.busy_time.resource_id IS 'The room, trainer or member that it keeps busy';
COMMENT ON COLUMN fitclub.busy_time.table_name IS 'The table in which the booking stands';
COMMENT ON COLUMN fitclub.busy_time.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.busy_time.start_time IS 'Start, inclusive';
COMMENT ON COLUMN fitclub.busy_time.end_time IS 'End, exclusive';

-- One pass in order of time finds the bookings that begin before everything
-- earlier has ended. They are few, so only they look for what they clash with,
-- on their day and the two before: a day is what bookings can be joined by. A
-- pass per rule, as sorting by a number is twice as fast as by text and number.
-- All that it finds for a booking meet at its start, so that in a room for
-- several they are too many from as many on.
CREATE OR REPLACE VIEW fitclub.double_booking AS
WITH overlap AS (
	SELECT later.rule, later.resource_id, later.table_name, later.row_id,
		earlier.table_name AS other_table, earlier.row_id AS other_row_id,
		later.start_time, later.end_time,
		earlier.start_time AS other_start_time, earlier.end_time AS other_end_time,
		count(*) OVER (PARTITION BY later.rule, later.table_name, later.row_id) AS others
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
	WHERE later.busy_until > later.start_time
)
SELECT o.rule, o.resource_id, o.table_name, o.row_id, o.other_table, o.other_row_id,
	o.start_time, o.end_time, o.other_start_time, o.other_end_time
FROM overlap AS o
LEFT JOIN fitclub.room AS r ON o.rule = 'room_double_booked' AND r.room_id = o.resource_id
WHERE o.others >= coalesce(r.max_bookings, 1);

COMMENT ON VIEW fitclub.double_booking IS
	'Every two bookings of one room, trainer or member that overlap, each pair once; in a room for several, if there are more at that moment';
COMMENT ON COLUMN fitclub.double_booking.rule IS 'The rule that is broken';
COMMENT ON COLUMN fitclub.double_booking.resource_id IS 'The room, trainer or member that is double-booked';
COMMENT ON COLUMN fitclub.double_booking.table_name IS 'The table in which the later booking stands';
COMMENT ON COLUMN fitclub.double_booking.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.double_booking.other_table IS 'The table in which the earlier booking stands';
COMMENT ON COLUMN fitclub.double_booking.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.double_booking.start_time IS 'Start of the later booking';
COMMENT ON COLUMN fitclub.double_booking.end_time IS 'End of the later booking';
COMMENT ON COLUMN fitclub.double_booking.other_start_time IS 'Start of the earlier booking';
COMMENT ON COLUMN fitclub.double_booking.other_end_time IS 'End of the earlier booking';

-- A booking has one trainer, so that each is asked once whether the club is open.
CREATE OR REPLACE VIEW fitclub.closed_booking AS
SELECT 'room_closed' AS rule, b.table_name, b.row_id, c.closure_id, b.start_time, b.end_time,
	c.start_time AS closed_from, c.end_time AS closed_until
FROM fitclub.closure AS c
JOIN fitclub.busy_time AS b
	ON b.rule = 'room_double_booked'
	AND b.resource_id = c.room_id
	AND b.start_time < c.end_time
	AND b.end_time > c.start_time
WHERE c.cancelled_at IS NULL
UNION ALL
SELECT 'trainer_away', b.table_name, b.row_id, c.closure_id, b.start_time, b.end_time,
	c.start_time, c.end_time
FROM fitclub.closure AS c
JOIN fitclub.busy_time AS b
	ON b.rule = 'trainer_double_booked'
	AND b.resource_id = c.trainer_id
	AND b.start_time < c.end_time
	AND b.end_time > c.start_time
WHERE c.cancelled_at IS NULL
UNION ALL
SELECT 'club_closed', b.table_name, b.row_id, c.closure_id, b.start_time, b.end_time,
	c.start_time, c.end_time
FROM fitclub.closure AS c
JOIN fitclub.busy_time AS b
	ON b.rule = 'trainer_double_booked'
	AND b.start_time < c.end_time
	AND b.end_time > c.start_time
WHERE c.room_id IS NULL AND c.trainer_id IS NULL AND c.cancelled_at IS NULL;

COMMENT ON VIEW fitclub.closed_booking IS
	'Every booking in a room or a club that is closed, or with a trainer who is away';
COMMENT ON COLUMN fitclub.closed_booking.rule IS 'The rule that is broken';
COMMENT ON COLUMN fitclub.closed_booking.table_name IS 'The table in which the booking stands';
COMMENT ON COLUMN fitclub.closed_booking.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.closed_booking.closure_id IS 'The closure';
COMMENT ON COLUMN fitclub.closed_booking.start_time IS 'Start of the booking';
COMMENT ON COLUMN fitclub.closed_booking.end_time IS 'End of the booking';
COMMENT ON COLUMN fitclub.closed_booking.closed_from IS 'Start of the closure';
COMMENT ON COLUMN fitclub.closed_booking.closed_until IS 'End of the closure';

CREATE OR REPLACE VIEW fitclub.clashing_session AS
SELECT booking.row_id AS session_id
FROM fitclub.double_booking AS d
CROSS JOIN LATERAL (
	VALUES (d.table_name, d.row_id), (d.other_table, d.other_row_id)
) AS booking (table_name, row_id)
WHERE booking.table_name = 'private_session'
UNION
SELECT b.row_id
FROM fitclub.closed_booking AS b
WHERE b.table_name = 'private_session';

COMMENT ON VIEW fitclub.clashing_session IS
	'Private sessions that double_booking or closed_booking has';
COMMENT ON COLUMN fitclub.clashing_session.session_id IS 'The session';
