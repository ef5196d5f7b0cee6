--
-- A class changes room, size, time and trainer in one call.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT room_id, name, capacity FROM fitclub.room ORDER BY room_id;
CREATE VIEW test.resized AS
SELECT c.name, c.trainer_id AS trainer, c.room_id AS room, c.start_time, c.capacity, c.may_exceed_room AS may_exceed, c.revision,
	(SELECT string_agg(g.member_id::text, ' ' ORDER BY g.member_id) FROM fitclub.class_registration AS g WHERE g.class_id = c.class_id AND g.cancelled_at IS NULL) AS members,
	(SELECT string_agg(concat_ws(' ', b.member_id, b.trainer_id, b.status, b.description), ', ' ORDER BY b.billing_id) FROM fitclub.billing_item AS b WHERE b.class_id = c.class_id) AS bills
FROM fitclub.class_schedule AS c ORDER BY c.class_id;
SELECT fitclub.create_class('Yoga', 1, 3, '2101-01-03 09:00', '2101-01-03 10:00', 2, 30) AS yoga \gset
SELECT fitclub.register_for_class(m, :yoga) > 0 AS seat FROM generate_series(1, 2) AS m;
SELECT * FROM test.resized;
-- Everything at once: everybody is told once.
SELECT fitclub.reschedule_class(:yoga, '2101-01-03 11:00', room_id => 2, trainer_id => 2, capacity => 8) = :yoga AS moved;
SELECT * FROM test.resized;
SELECT coalesce('member ' || n.member_id, 'trainer ' || n.trainer_id) AS told, n.message FROM fitclub.notification AS n ORDER BY n.notification_id;
-- The size alone: nobody is told, and no bill is written.
SELECT test.state() AS before \gset
SELECT fitclub.reschedule_class(:yoga, '2101-01-03 11:00', capacity => 8) = :yoga AS same;
SELECT test.state() = :'before' AS unchanged;
SELECT fitclub.reschedule_class(:yoga, '2101-01-03 11:00', capacity => 2) = :yoga AS smaller;
SELECT count(*) AS told FROM fitclub.notification;
SELECT * FROM test.resized;
SELECT l.table_name, count(*) AS written FROM fitclub.audit_log AS l
WHERE l.table_name IN ('class_schedule', 'billing_item') AND l.action IN ('INSERT', 'UPDATE') GROUP BY l.table_name ORDER BY l.table_name;

-- Below the seats held, and above the room; the room that it moves to counts.
SELECT test.state() AS before \gset
SELECT c.arguments, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message
FROM unnest(ARRAY['capacity => 1', 'capacity => 0', 'capacity => 10001', 'room_id => 3, capacity => 8', 'capacity => 1000', 'room_id => 3, capacity => 1']) WITH ORDINALITY AS c (arguments, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.reschedule_class(%s, ''2101-01-03 13:00'', %s)', :yoga, c.arguments)) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
-- A class that is too large for a room shrinks as it moves there, and grows as it leaves.
SELECT fitclub.reschedule_class(:yoga, '2101-01-03 13:00', room_id => 2, capacity => 10) = :yoga AS moved;
SELECT r.sqlstate, r.constraint_name FROM test.refusal(format('SELECT fitclub.reschedule_class(%s, ''2101-01-03 13:00'', room_id => 3)', :yoga)) AS r;
SELECT fitclub.reschedule_class(:yoga, '2101-01-03 13:00', room_id => 3, capacity => 2) = :yoga AS moved;
SELECT room, capacity FROM test.resized;
-- Seats that are given up for the new time do not count.
SELECT fitclub.book_session(2, 2, NULL, '2101-01-03 15:00', '2101-01-03 16:00') > 0 AS booked;
SELECT r.sqlstate, r.constraint_name FROM test.refusal(format('SELECT fitclub.reschedule_class(%s, ''2101-01-03 15:00'', trainer_id => 1, capacity => 1)', :yoga)) AS r;
SELECT fitclub.reschedule_class(:yoga, '2101-01-03 15:00', trainer_id => 1, on_member_conflict => 'cancel', capacity => 1) = :yoga AS moved;
SELECT * FROM test.resized;
SELECT r.sqlstate, r.constraint_name FROM test.refusal(format('SELECT fitclub.register_for_class(3, %s)', :yoga)) AS r;

-- One that may exceed its room keeps that until it grows.
SELECT fitclub.update_club(allow_class_over_room => true) > 0 AS updated;
SELECT fitclub.reschedule_class(:yoga, '2101-01-03 15:00', capacity => 9) = :yoga AS larger;
SELECT fitclub.update_club(allow_class_over_room => false) > 0 AS updated;
SELECT fitclub.reschedule_class(:yoga, '2101-01-03 09:00', capacity => 8) = :yoga AS smaller;
SELECT capacity, may_exceed FROM test.resized;
SELECT r.sqlstate, r.constraint_name FROM test.refusal(format('SELECT fitclub.reschedule_class(%s, ''2101-01-03 09:00'', capacity => 9)', :yoga)) AS r;
SELECT rule, table_name, row_id, detail FROM fitclub.verify();
DROP VIEW test.resized;
SELECT test.clean_club();
