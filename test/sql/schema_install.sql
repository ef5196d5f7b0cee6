--
-- The extension, and what the tests share.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET client_min_messages = warning;

CREATE EXTENSION fitclub;

SELECT extversion FROM pg_extension WHERE extname = 'fitclub';

-- A new club has its settings and nothing else.
SELECT club_id, name, time_zone, currency, default_session_price, default_class_price, allow_class_over_room,
	cancellation_notice, late_cancellation_fee_percent, is_demo, calendar_uid IS NOT NULL AS has_calendar_uid
FROM fitclub.club \gx

\getenv test_folder PG_ABS_SRCDIR
\set ECHO none
\set file :test_folder '/club/club.sql'
\i :file
\set file :test_folder '/club/truth.sql'
\i :file
\set file :test_folder '/club/refusal.sql'
\i :file
\set file :test_folder '/club/membership.sql'
\i :file
\set ECHO all

CREATE VIEW test.session AS
SELECT s.session_id AS id, m.first_name AS member, t.first_name AS trainer,
	coalesce(r.name, 'online') AS room, s.start_time, s.end_time, s.activity_type AS activity,
	s.price, s.is_conflict AS conflict, s.cancelled_at IS NOT NULL AS cancelled
FROM fitclub.private_session AS s
JOIN fitclub.member AS m USING (member_id)
JOIN fitclub.trainer AS t USING (trainer_id)
LEFT JOIN fitclub.room AS r USING (room_id)
ORDER BY s.session_id;

CREATE VIEW test.class AS
SELECT c.class_id AS id, c.name, t.first_name AS trainer, r.name AS room,
	c.start_time, c.end_time, c.capacity, c.price, c.cancelled_at IS NOT NULL AS cancelled
FROM fitclub.class_schedule AS c
JOIN fitclub.trainer AS t USING (trainer_id)
JOIN fitclub.room AS r USING (room_id)
ORDER BY c.class_id;

CREATE VIEW test.seat AS
SELECT g.registration_id AS id, m.first_name AS member, c.name AS class,
	g.start_time, g.end_time, g.attended, g.cancelled_at IS NOT NULL AS cancelled
FROM fitclub.class_registration AS g
JOIN fitclub.member AS m USING (member_id)
JOIN fitclub.class_schedule AS c USING (class_id)
ORDER BY g.registration_id;

CREATE VIEW test.bill AS
SELECT b.billing_id AS id, m.first_name AS member,
	coalesce('session ' || b.private_session_id, 'class ' || b.class_id) AS booking,
	t.first_name AS trainer, b.amount, b.status, b.paid_at IS NOT NULL AS has_paid_at,
	b.description
FROM fitclub.billing_item AS b
JOIN fitclub.member AS m USING (member_id)
LEFT JOIN fitclub.trainer AS t USING (trainer_id)
ORDER BY b.billing_id;

CREATE VIEW test.told AS
SELECT coalesce(m.first_name, t.first_name) AS who, n.message
FROM fitclub.notification AS n
LEFT JOIN fitclub.member AS m USING (member_id)
LEFT JOIN fitclub.trainer AS t USING (trainer_id)
ORDER BY n.notification_id;

-- These functions themselves: an error, none, data and a lock left behind.
SELECT * FROM test.refusal('SELECT 1 / 0') \gx
SELECT * FROM test.refusal('SELECT 1') \gx
SELECT message, left_behind, xid_used FROM test.refusal('SELECT fitclub.create_room(''Attic'', 5)');
SELECT message, left_behind, xid_used FROM test.refusal('SELECT pg_advisory_lock(1)');
SELECT pg_advisory_unlock(1);
SELECT * FROM test.row_counts();
SELECT test.open_club();
SELECT * FROM test.row_counts();
SELECT test.clean_club();
SELECT * FROM test.row_counts();
