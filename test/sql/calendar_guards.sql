--
-- The guards: rules 1 and 2 hold for plain SQL as they do for the functions.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1 (10 places),
-- Hall 2 (20), Loft 3 (2). 2101-01-03 is a Monday.
SELECT test.open_club();

-- Session 1: Ann, Tina, Studio, 10 to 11. Class 1: Tom, Hall, 12 to 13, with
-- Bob. Session 2, Cyd, Una, Loft, 6 to 7, and class 2, Una, Loft, 7 to 8, are
-- there to be moved.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT fitclub.create_class('Yoga', 2, 2, '2101-01-03 12:00', '2101-01-03 13:00');
SELECT fitclub.register_for_class(2, 1);
SELECT fitclub.book_session(3, 3, 3, '2101-01-03 06:00', '2101-01-03 07:00');
SELECT fitclub.create_class('Spin', 3, 3, '2101-01-03 07:00', '2101-01-03 08:00');

--
-- private_session: every clash on every path
--
CREATE TABLE test.clash (
	n integer, clash text, member_id bigint, trainer_id bigint, room_id bigint, start_time text, end_time text);
INSERT INTO test.clash VALUES
	(1, 'room, session', 3, 3, 1, '2101-01-03 10:30', '2101-01-03 11:30'),
	(2, 'room, class', 3, 3, 2, '2101-01-03 11:30', '2101-01-03 12:30'),
	(3, 'trainer, session', 3, 1, 3, '2101-01-03 09:30', '2101-01-03 10:30'),
	(4, 'trainer, class', 3, 2, NULL, '2101-01-03 12:15', '2101-01-03 12:45'),
	(5, 'member, session', 1, 3, 3, '2101-01-03 09:00', '2101-01-03 12:00'),
	(6, 'member, seat', 2, 3, 3, '2101-01-03 12:59', '2101-01-03 13:59');
-- In these: 1 member, 2 trainer, 3 room, 4 start, 5 end.
CREATE TABLE test.path (n integer, path text, sql text);
INSERT INTO test.path VALUES
	(1, 'book_session', $$SELECT fitclub.book_session(%1$L, %2$L, %3$L, %4$L, %5$L)$$),
	(2, 'reschedule_session', $$UPDATE fitclub.private_session SET member_id = %1$L WHERE session_id = 2;
		SELECT fitclub.reschedule_session(2, %4$L, %5$L, %3$L, %2$L, %3$L IS NULL)$$),
	(3, 'INSERT', $$INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time)
		VALUES (%1$L, %2$L, %3$L, %4$L, %5$L)$$),
	(4, 'INSERT SELECT', $$INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time)
		SELECT %1$L, %2$L, %3$L::bigint, %4$L::timestamptz + n * interval '1 week', %5$L::timestamptz + n * interval '1 week'
		FROM generate_series(-3, 3) AS n$$),
	(5, 'INSERT, OFF AND ON', $$INSERT INTO fitclub.private_session
		(member_id, trainer_id, room_id, start_time, end_time, cancelled_at)
		VALUES (%1$L, %2$L, %3$L, %4$L, %5$L, now());
		UPDATE fitclub.private_session SET cancelled_at = NULL WHERE cancelled_at IS NOT NULL$$),
	(6, 'INSERT IN WITH', $$WITH booked AS (
		INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time)
		VALUES (%1$L, %2$L, %3$L, %4$L, %5$L) RETURNING session_id) SELECT * FROM booked$$),
	(7, 'ON CONFLICT DO NOTHING', $$INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time)
		VALUES (%1$L, %2$L, %3$L, %4$L, %5$L) ON CONFLICT DO NOTHING$$),
	(8, 'ON CONFLICT DO UPDATE', $$INSERT INTO fitclub.private_session
		(session_id, member_id, trainer_id, room_id, start_time, end_time) OVERRIDING SYSTEM VALUE
		VALUES (2, %1$L, %2$L, %3$L, %4$L, %5$L) ON CONFLICT (session_id) DO UPDATE SET
		member_id = excluded.member_id, trainer_id = excluded.trainer_id, room_id = excluded.room_id,
		start_time = excluded.start_time, end_time = excluded.end_time$$),
	(9, 'UPDATE', $$UPDATE fitclub.private_session SET member_id = %1$L, trainer_id = %2$L,
		room_id = %3$L, start_time = %4$L, end_time = %5$L WHERE session_id = 2$$),
	(10, 'UPDATE TIME', $$UPDATE fitclub.private_session SET member_id = %1$L, trainer_id = %2$L,
		room_id = %3$L WHERE session_id = 2;
		UPDATE fitclub.private_session SET start_time = %4$L, end_time = %5$L WHERE session_id = 2$$),
	(11, 'UPDATE REST', $$UPDATE fitclub.private_session SET start_time = %4$L, end_time = %5$L WHERE session_id = 2;
		UPDATE fitclub.private_session SET member_id = %1$L, trainer_id = %2$L,
		room_id = %3$L WHERE session_id = 2$$),
	(12, 'UPDATE FROM', $$UPDATE fitclub.private_session AS s SET member_id = v.m, trainer_id = v.t,
		room_id = v.r, start_time = v.s, end_time = v.e
		FROM (VALUES (%1$L::bigint, %2$L::bigint, %3$L::bigint, %4$L::timestamptz, %5$L::timestamptz)) AS v (m, t, r, s, e)
		WHERE s.session_id = 2$$),
	(13, 'MERGE INSERT', $$MERGE INTO fitclub.private_session AS s
		USING (VALUES (%1$L::bigint, %2$L::bigint, %3$L::bigint, %4$L::timestamptz, %5$L::timestamptz)) AS v (m, t, r, s, e)
		ON s.session_id = -1
		WHEN NOT MATCHED THEN INSERT (member_id, trainer_id, room_id, start_time, end_time)
		VALUES (v.m, v.t, v.r, v.s, v.e)$$),
	(14, 'MERGE UPDATE', $$MERGE INTO fitclub.private_session AS s
		USING (VALUES (%1$L::bigint, %2$L::bigint, %3$L::bigint, %4$L::timestamptz, %5$L::timestamptz)) AS v (m, t, r, s, e)
		ON s.session_id = 2
		WHEN MATCHED THEN UPDATE SET member_id = v.m, trainer_id = v.t, room_id = v.r, start_time = v.s, end_time = v.e$$);

-- One line per clash, if all paths agree.
SELECT c.clash, r.sqlstate, r.constraint_name, r.table_name, r.message, r.left_behind,
	count(*) AS paths, CASE WHEN count(*) < 14 THEN string_agg(p.path, ', ' ORDER BY p.n) END AS only_in
FROM test.clash AS c, test.path AS p, test.refusal(
	format(p.sql, c.member_id, c.trainer_id, c.room_id, c.start_time, c.end_time)) AS r
GROUP BY c.n, c.clash, r.sqlstate, r.constraint_name, r.table_name, r.message, r.left_behind
ORDER BY c.n;
-- In full, and told in the same words.
SELECT r.* FROM test.path AS p, test.refusal(format(p.sql, 3, 3, 1, '2101-01-03 10:30', '2101-01-03 11:30')) AS r
WHERE p.path = 'INSERT' \gx
SELECT count(DISTINCT (r.detail, r.hint)) AS wordings
FROM test.path AS p, test.refusal(format(p.sql, 3, 3, 1, '2101-01-03 10:30', '2101-01-03 11:30')) AS r;

-- Every path is open where there is no clash.
BEGIN;
SELECT p.path, r.message, r.left_behind
FROM test.path AS p, test.refusal(format(p.sql, 3, 3, 3,
	timestamptz '2101-01-31 00:00' + p.n * interval '1 hour',
	timestamptz '2101-01-31 01:00' + p.n * interval '1 hour')) AS r
ORDER BY p.n;
ROLLBACK;

--
-- class_schedule
--
TRUNCATE test.clash, test.path;
INSERT INTO test.clash VALUES
	(1, 'room, session', NULL, 3, 1, '2101-01-03 10:30', '2101-01-03 11:30'),
	(2, 'room, class', NULL, 3, 2, '2101-01-03 11:30', '2101-01-03 12:30'),
	(3, 'trainer, session', NULL, 1, 3, '2101-01-03 09:30', '2101-01-03 10:30'),
	(4, 'trainer, class', NULL, 2, 3, '2101-01-03 12:15', '2101-01-03 12:45');
-- In these: 1 trainer, 2 room, 3 start, 4 end.
INSERT INTO test.path VALUES
	(1, 'create_class', $$SELECT fitclub.create_class('X', %1$L, %2$L, %3$L, %4$L)$$),
	(2, 'reschedule_class', $$SELECT fitclub.reschedule_class(2, %3$L, %4$L, %2$L, %1$L)$$),
	(3, 'INSERT', $$INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity)
		VALUES ('X', %1$L, %2$L, %3$L, %4$L, 2)$$),
	(4, 'INSERT SELECT', $$INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity)
		SELECT 'X', %1$L, %2$L, %3$L::timestamptz + n * interval '1 week', %4$L::timestamptz + n * interval '1 week', 2
		FROM generate_series(-3, 3) AS n$$),
	(5, 'INSERT, OFF AND ON', $$INSERT INTO fitclub.class_schedule
		(name, trainer_id, room_id, start_time, end_time, capacity, cancelled_at)
		VALUES ('X', %1$L, %2$L, %3$L, %4$L, 2, now());
		UPDATE fitclub.class_schedule SET cancelled_at = NULL WHERE name = 'X'$$),
	(6, 'ON CONFLICT DO NOTHING', $$INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity)
		VALUES ('X', %1$L, %2$L, %3$L, %4$L, 2) ON CONFLICT DO NOTHING$$),
	(7, 'ON CONFLICT DO UPDATE', $$INSERT INTO fitclub.class_schedule
		(class_id, name, trainer_id, room_id, start_time, end_time, capacity) OVERRIDING SYSTEM VALUE
		VALUES (2, 'X', %1$L, %2$L, %3$L, %4$L, 2) ON CONFLICT (class_id) DO UPDATE SET
		trainer_id = excluded.trainer_id, room_id = excluded.room_id,
		start_time = excluded.start_time, end_time = excluded.end_time$$),
	(8, 'UPDATE', $$UPDATE fitclub.class_schedule SET trainer_id = %1$L,
		room_id = %2$L, start_time = %3$L, end_time = %4$L WHERE class_id = 2$$),
	(9, 'UPDATE TIME', $$UPDATE fitclub.class_schedule SET trainer_id = %1$L, room_id = %2$L WHERE class_id = 2;
		UPDATE fitclub.class_schedule SET start_time = %3$L, end_time = %4$L WHERE class_id = 2$$),
	(10, 'UPDATE REST', $$UPDATE fitclub.class_schedule SET start_time = %3$L, end_time = %4$L WHERE class_id = 2;
		UPDATE fitclub.class_schedule SET trainer_id = %1$L, room_id = %2$L WHERE class_id = 2$$),
	(11, 'UPDATE FROM', $$UPDATE fitclub.class_schedule AS c SET trainer_id = v.t,
		room_id = v.r, start_time = v.s, end_time = v.e
		FROM (VALUES (%1$L::bigint, %2$L::bigint, %3$L::timestamptz, %4$L::timestamptz)) AS v (t, r, s, e)
		WHERE c.class_id = 2$$),
	(12, 'MERGE INSERT', $$MERGE INTO fitclub.class_schedule AS c
		USING (VALUES (%1$L::bigint, %2$L::bigint, %3$L::timestamptz, %4$L::timestamptz)) AS v (t, r, s, e)
		ON c.class_id = -1
		WHEN NOT MATCHED THEN INSERT (name, trainer_id, room_id, start_time, end_time, capacity)
		VALUES ('X', v.t, v.r, v.s, v.e, 2)$$),
	(13, 'MERGE UPDATE', $$MERGE INTO fitclub.class_schedule AS c
		USING (VALUES (%1$L::bigint, %2$L::bigint, %3$L::timestamptz, %4$L::timestamptz)) AS v (t, r, s, e)
		ON c.class_id = 2
		WHEN MATCHED THEN UPDATE SET trainer_id = v.t, room_id = v.r, start_time = v.s, end_time = v.e$$);
SELECT c.clash, r.sqlstate, r.constraint_name, r.table_name, r.message, r.left_behind,
	count(*) AS paths, CASE WHEN count(*) < 13 THEN string_agg(p.path, ', ' ORDER BY p.n) END AS only_in
FROM test.clash AS c, test.path AS p, test.refusal(
	format(p.sql, c.trainer_id, c.room_id, c.start_time, c.end_time)) AS r
GROUP BY c.n, c.clash, r.sqlstate, r.constraint_name, r.table_name, r.message, r.left_behind
ORDER BY c.n;
BEGIN;
SELECT p.path, r.message, r.left_behind
FROM test.path AS p, test.refusal(format(p.sql, 3, 3,
	timestamptz '2101-01-31 00:00' + p.n * interval '1 hour',
	timestamptz '2101-01-31 01:00' + p.n * interval '1 hour')) AS r
ORDER BY p.n;
ROLLBACK;

-- The room, the roster, and a class that is not held. Class 3 has three seats,
-- all taken, and a free one is class 4.
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.create_class('Gone', 1, 1, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT fitclub.cancel_class(2);
SELECT fitclub.create_class('Spin', 2, 2, '2101-01-03 09:00', '2101-01-03 10:00', capacity => 3);
SELECT fitclub.register_for_class(n, 3) FROM generate_series(1, 3) AS n;
SELECT fitclub.create_class('Talk', 3, 3, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT c.attempt, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.left_behind
FROM (VALUES
	(1, 'larger than its room: function', $$SELECT fitclub.create_class('X', 3, 3, '2101-01-03 14:00', '2101-01-03 15:00', 3)$$),
	(2, 'INSERT', $$INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity)
		VALUES ('X', 3, 3, '2101-01-03 14:00', '2101-01-03 15:00', 3)$$),
	(3, 'UPDATE the capacity', 'UPDATE fitclub.class_schedule SET capacity = 3 WHERE class_id = 4'),
	(4, 'UPDATE the room', $$UPDATE fitclub.class_schedule SET room_id = 3, start_time = '2101-01-03 15:00',
		end_time = '2101-01-03 16:00' WHERE class_id = 3$$),
	(5, 'MERGE', $$MERGE INTO fitclub.class_schedule AS c USING (VALUES (3)) AS v (n) ON c.class_id = 4
		WHEN MATCHED THEN UPDATE SET capacity = v.n$$),
	(6, 'a smaller room', 'UPDATE fitclub.room SET capacity = 9 WHERE room_id = 1'),
	(7, 'below the roster: function', 'SELECT fitclub.update_class(3, capacity => 2)'),
	(8, 'UPDATE', 'UPDATE fitclub.class_schedule SET capacity = 2 WHERE class_id = 3'),
	(9, 'cancelled with a roster', 'UPDATE fitclub.class_schedule SET cancelled_at = now() WHERE class_id = 3'),
	(10, 'deleted with a roster', 'DELETE FROM fitclub.class_schedule WHERE class_id = 3'),
	(11, 'back where another is', $$UPDATE fitclub.class_schedule SET start_time = '2101-01-03 10:00',
		end_time = '2101-01-03 11:00' WHERE class_id = 1;
		UPDATE fitclub.class_schedule SET cancelled_at = NULL WHERE class_id = 2$$)
) AS c (n, attempt, sql), test.refusal(c.sql) AS r ORDER BY c.n;
-- Allowed: a smaller roster first, or no roster; back where nobody is.
BEGIN;
UPDATE fitclub.class_registration SET cancelled_at = now() WHERE class_id = 3 AND member_id = 1;
UPDATE fitclub.class_schedule SET capacity = 2 WHERE class_id = 3;
UPDATE fitclub.class_registration SET cancelled_at = now() WHERE class_id = 3;
UPDATE fitclub.class_schedule SET cancelled_at = now() WHERE class_id = 3;
UPDATE fitclub.class_schedule SET cancelled_at = NULL WHERE class_id = 2;
UPDATE fitclub.class_schedule SET capacity = 9 WHERE class_id IN (1, 2);
UPDATE fitclub.room SET capacity = 9 WHERE room_id = 1;
SELECT id, name, capacity, cancelled FROM test.class;
ROLLBACK;

--
-- class_registration
--
-- Class 1: yoga, 9 to 10, Ann and Bob; 2: spin, 9:30 to 10:30, three seats,
-- Cyd; 3: talk, 12 to 13, one seat, Dan; 4: 14 to 15, cancelled; 5: free,
-- 16 to 17. Dan has a session from 10 to 11. Registration 4 is Dan's, in 3.
SELECT test.open_club();
SELECT fitclub.create_member('Eve', 'Member', 'eve@example.org');
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.create_class('Spin', 2, 2, '2101-01-03 09:30', '2101-01-03 10:30', capacity => 3);
SELECT fitclub.create_class('Talk', 2, 2, '2101-01-03 12:00', '2101-01-03 13:00', capacity => 1);
SELECT fitclub.create_class('Gone', 2, 2, '2101-01-03 14:00', '2101-01-03 15:00');
SELECT fitclub.create_class('Rest', 2, 2, '2101-01-03 16:00', '2101-01-03 17:00');
SELECT fitclub.register_for_class(1, 1);
SELECT fitclub.register_for_class(2, 1);
SELECT fitclub.register_for_class(3, 2);
SELECT fitclub.register_for_class(4, 3);
SELECT fitclub.register_for_class(5, 5);
SELECT fitclub.book_session(4, 3, NULL, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT fitclub.cancel_class(4);
TRUNCATE test.path, test.clash;
-- The trainer's column holds the class.
INSERT INTO test.clash (n, clash, member_id, trainer_id) VALUES
	(1, 'two classes', 1, 2),
	(2, 'class and session', 4, 2),
	(3, 'full', 5, 3),
	(4, 'cancelled', 5, 4);
-- In these: 1 member, 2 class. Registration 5 is Eve's, in class 5.
INSERT INTO test.path VALUES
	(1, 'register_for_class', $$SELECT fitclub.register_for_class(%1$L, %2$L)$$),
	(2, 'INSERT', $$INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
		VALUES (%1$L, %2$L, date '2101-01-03' + (ARRAY['09:00', '09:30', '12:00', '14:00', '16:00'])[%2$s]::time,
		date '2101-01-03' + (ARRAY['10:00', '10:30', '13:00', '15:00', '17:00'])[%2$s]::time)$$),
	(3, 'INSERT SELECT', $$INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
		SELECT %1$L, class_id, start_time, end_time FROM fitclub.class_schedule WHERE class_id = %2$L$$),
	(4, 'INSERT, OFF AND ON', $$INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time, cancelled_at)
		SELECT %1$L, class_id, start_time, end_time, now() FROM fitclub.class_schedule WHERE class_id = %2$L;
		UPDATE fitclub.class_registration SET cancelled_at = NULL WHERE cancelled_at IS NOT NULL AND member_id = %1$L$$),
	(5, 'ON CONFLICT DO NOTHING', $$INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
		SELECT %1$L, class_id, start_time, end_time FROM fitclub.class_schedule WHERE class_id = %2$L
		ON CONFLICT (class_id, member_id) WHERE cancelled_at IS NULL DO NOTHING$$),
	(6, 'ON CONFLICT DO UPDATE', $$INSERT INTO fitclub.class_registration
		(registration_id, member_id, class_id, start_time, end_time) OVERRIDING SYSTEM VALUE
		SELECT 5, %1$L, class_id, start_time, end_time FROM fitclub.class_schedule WHERE class_id = %2$L
		ON CONFLICT (registration_id) DO UPDATE SET member_id = excluded.member_id, class_id = excluded.class_id,
		start_time = excluded.start_time, end_time = excluded.end_time$$),
	(7, 'UPDATE', $$UPDATE fitclub.class_registration SET member_id = %1$L WHERE registration_id = 5;
		UPDATE fitclub.class_registration SET (class_id, start_time, end_time) =
		(SELECT class_id, start_time, end_time FROM fitclub.class_schedule WHERE class_id = %2$L)
		WHERE registration_id = 5$$),
	(8, 'UPDATE FROM', $$UPDATE fitclub.class_registration AS g SET member_id = %1$L,
		class_id = c.class_id, start_time = c.start_time, end_time = c.end_time
		FROM fitclub.class_schedule AS c WHERE c.class_id = %2$L AND g.registration_id = 5$$),
	(9, 'MERGE INSERT', $$MERGE INTO fitclub.class_registration AS g
		USING (SELECT * FROM fitclub.class_schedule WHERE class_id = %2$L) AS c ON g.registration_id = -1
		WHEN NOT MATCHED THEN INSERT (member_id, class_id, start_time, end_time)
		VALUES (%1$L, c.class_id, c.start_time, c.end_time)$$),
	(10, 'MERGE UPDATE', $$MERGE INTO fitclub.class_registration AS g
		USING (SELECT * FROM fitclub.class_schedule WHERE class_id = %2$L) AS c ON g.registration_id = 5
		WHEN MATCHED THEN UPDATE SET member_id = %1$L, class_id = c.class_id,
		start_time = c.start_time, end_time = c.end_time$$);
SELECT c.clash, r.sqlstate, r.constraint_name, r.table_name, r.message, r.left_behind,
	count(*) AS paths, CASE WHEN count(*) < 10 THEN string_agg(p.path, ', ' ORDER BY p.n) END AS only_in
FROM test.clash AS c, test.path AS p, test.refusal(format(p.sql, c.member_id, c.trainer_id)) AS r
GROUP BY c.n, c.clash, r.sqlstate, r.constraint_name, r.table_name, r.message, r.left_behind
ORDER BY c.n;
-- Once only: ON CONFLICT DO NOTHING does nothing, as it says.
SELECT p.path, r.sqlstate, r.constraint_name, r.table_name, r.left_behind
FROM test.path AS p, test.refusal(format(p.sql, 1, 1)) AS r
ORDER BY p.n;
-- The last seat, in a class at a time when the member is free.
BEGIN;
UPDATE fitclub.class_registration SET cancelled_at = now() WHERE registration_id = 4;
SELECT p.path, r.message, r.left_behind
FROM test.path AS p, test.refusal(format(p.sql, 1, 3)
	|| '; DELETE FROM fitclub.class_registration WHERE class_id = 3 AND cancelled_at IS NULL') AS r
WHERE p.path NOT LIKE '%UPDATE%' AND p.path <> 'register_for_class'
ORDER BY p.n;
ROLLBACK;
-- The times are those of the class; a class that moves takes its seats along,
-- and members who cannot come hold it back.
SELECT c.attempt, r.sqlstate, r.constraint_name, r.table_name, r.message, r.left_behind
FROM (VALUES
	(1, 'other times', $$INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
		VALUES (1, 5, '2101-01-03 18:00', '2101-01-03 19:00')$$),
	(2, 'other times later', $$UPDATE fitclub.class_registration SET start_time = '2101-01-03 16:30' WHERE registration_id = 5$$),
	(3, 'class onto a session', $$UPDATE fitclub.class_schedule SET start_time = '2101-01-03 10:45',
		end_time = '2101-01-03 11:45' WHERE class_id = 3$$),
	(4, 'class onto a class', $$WITH seat AS (
			INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
			VALUES (1, 5, '2101-01-03 16:00', '2101-01-03 17:00'))
		SELECT; UPDATE fitclub.class_schedule SET start_time = '2101-01-03 12:30',
		end_time = '2101-01-03 13:30', room_id = 3, trainer_id = 3, capacity = 2 WHERE class_id = 1;
		UPDATE fitclub.class_schedule SET start_time = '2101-01-03 13:00', end_time = '2101-01-03 14:00' WHERE class_id = 5$$)
) AS c (n, attempt, sql), test.refusal(c.sql) AS r ORDER BY c.n;
UPDATE fitclub.class_schedule SET start_time = start_time + interval '1 hour', end_time = end_time + interval '1 hour'
WHERE class_id = 5;
SELECT * FROM test.seat WHERE class = 'Rest';

--
-- Many rows in one statement
--
SELECT test.open_club();
-- Una, Cyd and the Loft, hour by hour; Tina in the Studio with Ann, and Tom in
-- the Hall with Bob, at the same time.
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price)
SELECT 3, 3, 3, timestamptz '2101-01-03 09:00' + n * interval '1 hour',
	timestamptz '2101-01-03 10:00' + n * interval '1 hour', 0
FROM generate_series(0, 4) AS n;
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price) VALUES
	(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00', 0),
	(2, 2, 2, '2101-01-03 09:00', '2101-01-03 10:00', 0);
SELECT test.state() AS before \gset
SELECT c.attempt, r.sqlstate, r.constraint_name, r.message, r.left_behind
FROM (VALUES
	(1, 'clash with each other', $$INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
		SELECT 4, 3, timestamptz '2101-01-04 09:00' + n * interval '30 minutes',
			timestamptz '2101-01-04 10:00' + n * interval '30 minutes'
		FROM generate_series(0, 9) AS n$$),
	(2, 'the last two do', $$INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
		SELECT 4, 3, timestamptz '2101-01-04 09:00' + least(n, 99) * interval '10 minutes',
			timestamptz '2101-01-04 09:10' + least(n, 99) * interval '10 minutes'
		FROM generate_series(0, 100) AS n$$),
	(3, 'the same twice', $$INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
		VALUES (1, 3, '2101-01-04 09:00', '2101-01-04 10:00'), (1, 2, '2101-01-04 09:00', '2101-01-04 10:00')$$),
	(4, 'the long one first', $$INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
		VALUES (1, 3, '2101-01-04 09:00', '2101-01-04 17:00'), (1, 2, '2101-01-04 10:00', '2101-01-04 11:00'),
			(1, 2, '2101-01-04 12:00', '2101-01-04 13:00')$$),
	(5, 'the long one last', $$INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
		VALUES (1, 2, '2101-01-04 10:00', '2101-01-04 11:00'), (1, 2, '2101-01-04 12:00', '2101-01-04 13:00'),
			(1, 3, '2101-01-04 09:00', '2101-01-04 17:00')$$),
	(6, 'all at one time', $$UPDATE fitclub.private_session SET start_time = '2101-01-04 09:00', end_time = '2101-01-04 10:00'$$),
	(7, 'all in one room', 'UPDATE fitclub.private_session SET room_id = 1'),
	(8, 'all of one member', 'UPDATE fitclub.private_session SET member_id = 1'),
	(9, 'all longer', $$UPDATE fitclub.private_session SET end_time = end_time + interval '1 minute'$$),
	(10, 'one moved into the next', $$UPDATE fitclub.private_session SET start_time = start_time + interval '30 minutes',
		end_time = end_time + interval '30 minutes' WHERE session_id = 1$$),
	(11, 'MERGE', $$MERGE INTO fitclub.private_session AS s USING fitclub.private_session AS v ON s.session_id = v.session_id
		WHEN MATCHED THEN UPDATE SET start_time = '2101-01-04 09:00', end_time = '2101-01-04 10:00'$$),
	(12, 'each fits, not both', $$INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
		VALUES (4, 3, '2101-01-05 09:00', '2101-01-05 10:00');
		INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
		VALUES (4, 2, '2101-01-05 09:59', '2101-01-05 11:00')$$)
) AS c (n, attempt, sql), test.refusal(c.sql) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;

-- Nothing clashes: all an hour later, all earlier, in one statement; two
-- change places, rooms and trainers; a MERGE that moves some and adds others.
UPDATE fitclub.private_session SET start_time = start_time + interval '1 hour', end_time = end_time + interval '1 hour';
UPDATE fitclub.private_session SET start_time = start_time - interval '30 minutes', end_time = end_time - interval '30 minutes';
UPDATE fitclub.private_session AS s SET start_time = o.start_time, end_time = o.end_time
FROM fitclub.private_session AS o
WHERE (s.session_id, o.session_id) IN ((1, 5), (5, 1));
UPDATE fitclub.private_session AS s SET room_id = o.room_id
FROM fitclub.private_session AS o
WHERE (s.session_id, o.session_id) IN ((6, 7), (7, 6));
UPDATE fitclub.private_session SET trainer_id = 3 - trainer_id WHERE session_id IN (6, 7);
UPDATE fitclub.private_session SET member_id = 3 - member_id WHERE session_id IN (6, 7);
MERGE INTO fitclub.private_session AS s
USING (VALUES (2, timestamptz '2101-01-03 15:30'), (3, '2101-01-03 16:30'), (-1, '2101-01-03 17:30')) AS v (id, start_time)
ON s.session_id = v.id
WHEN MATCHED THEN UPDATE SET start_time = v.start_time, end_time = v.start_time + interval '1 hour'
WHEN NOT MATCHED THEN INSERT (member_id, trainer_id, room_id, start_time, end_time, price)
	VALUES (3, 3, 3, v.start_time, v.start_time + interval '1 hour', 0);
-- What decides nothing is not looked at; touching a row changes nothing.
UPDATE fitclub.private_session SET activity_type = 'Rowing', room_id = room_id;
SELECT member, trainer, room, start_time, end_time, activity, cancelled FROM test.session ORDER BY trainer, start_time;
SELECT * FROM fitclub.check_calendar();

-- What was rolled back, deleted or cancelled is free, in the same transaction.
BEGIN;
SAVEPOINT a;
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price)
VALUES (4, 3, '2101-01-05 09:00', '2101-01-05 10:00', 0);
ROLLBACK TO a;
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price)
VALUES (4, 3, '2101-01-05 09:00', '2101-01-05 10:00', 0);
RELEASE a;
DELETE FROM fitclub.private_session WHERE start_time = '2101-01-05 09:00';
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price)
VALUES (4, 3, '2101-01-05 09:30', '2101-01-05 10:30', 0);
UPDATE fitclub.private_session SET cancelled_at = now() WHERE start_time = '2101-01-05 09:30';
SELECT fitclub.book_session(4, 3, 3, '2101-01-05 09:00', '2101-01-05 10:00', price => 0) > 0 AS booked;
SELECT sqlstate, constraint_name FROM test.refusal($$
	UPDATE fitclub.private_session SET cancelled_at = NULL WHERE start_time = '2101-01-05 09:30' $$);
ROLLBACK;

-- Classes change places, with a member who is in both of them.
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 09:00', '2101-01-03 10:00', capacity => 2);
SELECT fitclub.create_class('Spin', 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', capacity => 3);
SELECT fitclub.register_for_class(1, n) FROM generate_series(1, 2) AS n;
UPDATE fitclub.class_schedule AS c SET start_time = o.start_time, end_time = o.end_time
FROM fitclub.class_schedule AS o WHERE c.class_id <> o.class_id;
SELECT * FROM test.seat;
-- And are all moved on.
UPDATE fitclub.class_schedule SET start_time = start_time + interval '1 hour', end_time = end_time + interval '1 hour';
SELECT * FROM test.seat;
-- Seats: as many as there are, in one statement or several.
SELECT c.attempt, r.sqlstate, r.constraint_name, r.message, r.left_behind
FROM (VALUES
	(1, 'three for two', $$INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
		SELECT m.member_id, c.class_id, c.start_time, c.end_time
		FROM fitclub.member AS m, fitclub.class_schedule AS c WHERE m.member_id > 1 AND c.class_id = 2$$),
	(2, 'into the smaller class', $$UPDATE fitclub.class_schedule SET capacity = 1 WHERE class_id = 2;
		INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
		SELECT 2, class_id, start_time, end_time FROM fitclub.class_schedule WHERE class_id = 2$$)
) AS c (n, attempt, sql), test.refusal(c.sql) AS r ORDER BY c.n;
INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
SELECT m.member_id, c.class_id, c.start_time, c.end_time
FROM fitclub.member AS m, fitclub.class_schedule AS c WHERE m.member_id IN (2, 3) AND c.class_id = 2;
SELECT sqlstate, constraint_name, message, left_behind FROM test.refusal($$
	INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
	SELECT 4, class_id, start_time, end_time FROM fitclub.class_schedule WHERE class_id = 2 $$);
SELECT sqlstate, constraint_name, message, left_behind FROM test.refusal('SELECT fitclub.register_for_class(4, 2)');
-- One seat passes from one to another in one statement.
UPDATE fitclub.class_registration SET member_id = 4 WHERE class_id = 2 AND member_id = 3;
SELECT member, class FROM test.seat;

--
-- COPY
--
SELECT test.open_club();
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.create_class('Yoga', 2, 2, '2101-01-03 12:00', '2101-01-03 13:00', capacity => 2);
SELECT test.state() AS before \gset
\set SHOW_CONTEXT never
-- Onto a session, a class; onto each other.
COPY fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time) FROM stdin;
4	3	3	2101-01-03 08:00	2101-01-03 09:00
4	3	1	2101-01-03 09:30	2101-01-03 10:30
\.
COPY fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time) FROM stdin;
4	2	3	2101-01-03 12:30	2101-01-03 13:30
\.
COPY fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time) FROM stdin;
4	3	\N	2101-01-04 08:00	2101-01-04 09:00
4	3	\N	2101-01-04 09:00	2101-01-04 10:00
4	3	\N	2101-01-04 08:59	2101-01-04 09:00
\.
COPY fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity) FROM stdin;
X	3	3	2101-01-03 12:00	2101-01-03 13:00	2
X	2	1	2101-01-03 12:30	2101-01-03 13:30	2
\.
COPY fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity) FROM stdin;
X	3	3	2101-01-03 12:00	2101-01-03 13:00	3
\.
COPY fitclub.class_registration (member_id, class_id, start_time, end_time) FROM stdin;
1	1	2101-01-03 12:00	2101-01-03 13:00
2	1	2101-01-03 12:00	2101-01-03 13:00
3	1	2101-01-03 12:00	2101-01-03 13:00
\.
COPY fitclub.class_registration (member_id, class_id, start_time, end_time) FROM stdin;
1	1	2101-01-03 12:00	2101-01-03 13:00
1	1	2101-01-03 12:00	2101-01-03 13:00
\.
-- By their codes.
\set VERBOSITY sqlstate
COPY fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time) FROM stdin;
4	3	1	2101-01-03 09:30	2101-01-03 10:30
\.
COPY fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity) FROM stdin;
X	2	1	2101-01-03 12:30	2101-01-03 13:30	2
\.
COPY fitclub.class_registration (member_id, class_id, start_time, end_time) FROM stdin;
1	1	2101-01-03 12:00	2101-01-03 13:00
2	1	2101-01-03 12:00	2101-01-03 13:00
3	1	2101-01-03 12:00	2101-01-03 13:00
\.
\set VERBOSITY default
SELECT test.state() = :'before' AS unchanged;
-- What fits goes in.
COPY fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price) FROM stdin;
4	3	3	2101-01-03 08:00	2101-01-03 09:00	0
4	3	3	2101-01-03 09:00	2101-01-03 10:00	0
1	1	1	2101-01-03 10:00	2101-01-03 11:00	0
\.
COPY fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity, price) FROM stdin;
Spin	3	3	2101-01-03 12:00	2101-01-03 13:00	2	0
\.
COPY fitclub.class_registration (member_id, class_id, start_time, end_time) FROM stdin;
1	1	2101-01-03 12:00	2101-01-03 13:00
2	1	2101-01-03 12:00	2101-01-03 13:00
\.
SELECT count(*) FROM test.session;
SELECT count(*) FROM test.seat;
-- A bill is the functions' work: these have none, and that is found.
SELECT rule, table_name, count(*) FROM fitclub.check_calendar() GROUP BY rule, table_name ORDER BY rule;

--
-- Bad values: the same constraints, by CHECK and by foreign key
--
SELECT test.open_club();
SELECT c.attempt, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.left_behind
FROM (VALUES
	(1, 'reversed', $$(1, 1, 1, '2101-01-03 10:00', '2101-01-03 09:00', 'x', 1)$$),
	(2, 'empty', $$(1, 1, 1, '2101-01-03 10:00', '2101-01-03 10:00', 'x', 1)$$),
	(3, 'over 27 hours', $$(1, 1, 1, '2101-01-03 10:00', '2101-01-04 13:00:00.000001', 'x', 1)$$),
	(4, 'infinity', $$(1, 1, 1, '2101-01-03 10:00', 'infinity', 'x', 1)$$),
	(5, '-infinity', $$(1, 1, 1, '-infinity', '2101-01-03 10:00', 'x', 1)$$),
	(6, 'negative price', $$(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', 'x', -0.01)$$),
	(7, 'NaN', $$(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', 'x', 'NaN')$$),
	(8, 'blank activity', $$(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', ' ', 1)$$),
	(9, 'no member', $$(NULL, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', 'x', 1)$$),
	(10, 'no trainer', $$(1, NULL, 1, '2101-01-03 10:00', '2101-01-03 11:00', 'x', 1)$$),
	(11, 'no start', $$(1, 1, 1, NULL, '2101-01-03 11:00', 'x', 1)$$),
	(12, 'unknown member', $$(99, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', 'x', 1)$$),
	(13, 'unknown trainer', $$(1, 99, 1, '2101-01-03 10:00', '2101-01-03 11:00', 'x', 1)$$),
	(14, 'unknown room', $$(1, 1, 99, '2101-01-03 10:00', '2101-01-03 11:00', 'x', 1)$$)
) AS c (n, attempt, row), test.refusal('INSERT INTO fitclub.private_session
	(member_id, trainer_id, room_id, start_time, end_time, activity_type, price) VALUES ' || c.row) AS r
ORDER BY c.n;
-- Money keeps the people it is owed by, and the bookings it is owed for.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00') > 0 AS booked;
SELECT c.attempt, r.sqlstate, r.constraint_name, r.table_name, r.left_behind
FROM (VALUES
	(1, 'member', 'DELETE FROM fitclub.member WHERE member_id = 1'),
	(2, 'trainer', 'DELETE FROM fitclub.trainer WHERE trainer_id = 1'),
	(3, 'room', 'DELETE FROM fitclub.room WHERE room_id = 1'),
	(4, 'session', 'DELETE FROM fitclub.private_session')
) AS c (n, attempt, sql), test.refusal(c.sql) AS r ORDER BY c.n;

-- No id escapes the guard, not even one that no sequence gives.
SELECT test.open_club();
SELECT c.id, r.sqlstate IS NOT NULL AS refused, r.left_behind
FROM (VALUES
	(1, 'room 0', $$INSERT INTO fitclub.room (room_id, name, capacity) OVERRIDING SYSTEM VALUE VALUES (0, 'Zero', 9);
		INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time) VALUES
		(1, 1, 0, '2101-01-03 09:00', '2101-01-03 10:00'), (2, 2, 0, '2101-01-03 09:00', '2101-01-03 10:00')$$),
	(2, 'member 0', $$INSERT INTO fitclub.member (member_id, first_name, last_name, email) OVERRIDING SYSTEM VALUE
		VALUES (0, 'Zoe', 'Member', 'zoe@example.org');
		INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time) VALUES
		(0, 1, 1, '2101-01-04 09:00', '2101-01-04 10:00'), (0, 2, 2, '2101-01-04 09:00', '2101-01-04 10:00')$$),
	(3, 'trainer 0', $$INSERT INTO fitclub.trainer (trainer_id, first_name, last_name, email) OVERRIDING SYSTEM VALUE
		VALUES (0, 'Zed', 'Trainer', 'zed@example.org');
		INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time) VALUES
		(1, 0, 1, '2101-01-05 09:00', '2101-01-05 10:00'), (2, 0, 2, '2101-01-05 09:00', '2101-01-05 10:00')$$),
	(4, 'room -1', $$INSERT INTO fitclub.room (room_id, name, capacity) OVERRIDING SYSTEM VALUE VALUES (-1, 'Minus', 9);
		INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time) VALUES
		(1, 1, -1, '2101-01-06 09:00', '2101-01-06 10:00'), (2, 2, -1, '2101-01-06 09:00', '2101-01-06 10:00')$$)
) AS c (n, id, sql), test.refusal(c.sql) AS r ORDER BY c.n;

--
-- Past the guard: what came in is found, and marked.
--
SELECT test.open_club();
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00', price => 0);
SELECT fitclub.book_session(2, 2, 2, '2101-01-03 09:00', '2101-01-03 10:00', price => 0);
SELECT fitclub.create_class('Yoga', 1, 2, '2101-01-03 11:00', '2101-01-03 12:00', 1, 0);
SELECT fitclub.register_for_class(3, 1);
SELECT fitclub.create_class('Gone', 1, 2, '2101-01-03 13:00', '2101-01-03 14:00', 1, 0);
SELECT fitclub.cancel_class(2);
SELECT * FROM fitclub.check_calendar();
SET session_replication_role = replica;
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price) VALUES
	(3, 3, 1, '2101-01-03 09:30', '2101-01-03 10:30', 0),
	(3, 3, 3, '2101-01-03 11:59', '2101-01-03 13:00', 0);
INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity, price)
VALUES ('Big', 3, 3, '2101-01-03 15:00', '2101-01-03 16:00', 3, 0);
INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time) VALUES
	(4, 1, '2101-01-03 11:00', '2101-01-03 12:00'),
	(4, 2, '2101-01-03 13:00', '2101-01-03 14:00');
RESET session_replication_role;
SELECT id, room, start_time, conflict FROM test.session;
SELECT rule, table_name, row_id, other_table, other_row_id,
	regexp_replace(detail, 'cancelled at .*', 'cancelled at ...') AS detail
FROM fitclub.check_calendar();
SELECT id, room, start_time, conflict FROM test.session;
-- The guard is on again, and does not mind what is not changed.
UPDATE fitclub.private_session SET activity_type = 'Rowing';
SELECT sqlstate, constraint_name FROM test.refusal($$
	UPDATE fitclub.private_session SET start_time = start_time + interval '1 minute' WHERE session_id = 3 $$);
SELECT sqlstate, constraint_name FROM test.refusal($$
	SELECT fitclub.book_session(4, 3, NULL, '2101-01-03 10:00', '2101-01-03 10:15') $$);
-- Put right, and the marks are taken away.
SELECT fitclub.cancel_session(3);
SELECT fitclub.reschedule_session(4, '2101-01-03 12:00');
UPDATE fitclub.class_registration SET cancelled_at = now() WHERE member_id = 4;
SELECT fitclub.update_class(3, capacity => 2);
SELECT * FROM fitclub.check_calendar();
SELECT id, room, start_time, conflict, cancelled FROM test.session;

--
-- Without a price it is the club's, and one that is stored stays as it is.
--
SELECT test.open_club();
SELECT fitclub.update_club(default_session_price => 77.5, default_class_price => 12);
CREATE ROLE test_writer;
GRANT USAGE ON SCHEMA fitclub TO test_writer;
GRANT INSERT ON fitclub.private_session, fitclub.class_schedule TO test_writer;
SET ROLE test_writer;
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time) VALUES
	(1, 1, '2101-01-03 10:00', '2101-01-03 11:00');
INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity) VALUES
	('Yoga', 1, 1, '2101-01-03 12:00', '2101-01-03 13:00', 5);
RESET ROLE;
COPY fitclub.private_session (member_id, trainer_id, start_time, end_time) FROM stdin (FORMAT csv);
1,1,2101-01-03 14:00,2101-01-03 15:00
\.
SELECT fitclub.update_club(default_session_price => 80, default_class_price => 15);
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price) VALUES
	(1, 1, '2101-01-03 16:00', '2101-01-03 17:00', 85),
	(1, 1, '2101-01-04 16:00', '2101-01-04 17:00', DEFAULT);
SELECT session_id, price FROM fitclub.private_session ORDER BY session_id;
SELECT class_id, price FROM fitclub.class_schedule;
DROP OWNED BY test_writer;
DROP ROLE test_writer;

--
-- A session that is cancelled does not stand again without its bill.
--
SELECT test.open_club();
SELECT fitclub.book_session(1, 1, NULL, '2101-01-03 10:00', '2101-01-03 11:00') AS unpaid,
	fitclub.book_session(1, 1, NULL, '2101-01-03 11:00', '2101-01-03 12:00') AS partly_paid,
	fitclub.book_session(1, 1, NULL, '2101-01-03 12:00', '2101-01-03 13:00') AS refunded,
	fitclub.book_session(1, 1, NULL, '2101-01-03 13:00', '2101-01-03 14:00', price => 0) AS free;
SELECT fitclub.record_payment(2, 85), fitclub.record_payment(3, 85);
SELECT fitclub.cancel_session(n) FROM generate_series(1, 4) AS n;
SELECT fitclub.refund_payment(2);
SELECT n, r.sqlstate, r.constraint_name, r.message, r.hint
FROM generate_series(1, 4) AS n, test.refusal(format(
	'UPDATE fitclub.private_session SET cancelled_at = NULL WHERE session_id = %s', n)) AS r;
-- With its bill it does.
BEGIN;
SELECT test.forge('UPDATE fitclub.billing_item SET status = ''pending'' WHERE private_session_id = 1');
UPDATE fitclub.private_session SET cancelled_at = NULL WHERE session_id = 1;
COMMIT;
SELECT id, booking, amount, status FROM test.bill;
SELECT * FROM fitclub.check_calendar();

--
-- Outside the trainer's hours a direct writer is not refused, but told of.
--
SELECT test.open_club();
INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity) VALUES
	('Yoga', 1, 1, '2101-01-03 02:00', '2101-01-03 03:00', 5),
	('Held', 1, 1, '2001-01-01 02:00', '2001-01-01 03:00', 5);
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price) VALUES
	(1, 1, '2101-01-03 03:00', '2101-01-03 04:00', 0);
SELECT rule, table_name, row_id FROM fitclub.check_calendar();

DROP TABLE test.clash, test.path;
SELECT test.clean_club();
