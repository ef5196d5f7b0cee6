--
-- Rooms that hold several bookings at once.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.create_room('Floor', 30, max_bookings => 2);
SELECT fitclub.create_room('Ring', 6, NULL, 1000), fitclub.create_room('Cell', 1);
SELECT * FROM fitclub.list_rooms();
-- A new argument comes after those that there were.
SELECT fitclub.update_room(5, 'Ring', 6, 1, '{primary_trainer_id}', 3);
SELECT fitclub.update_room(6, max_bookings => 4);
SELECT fitclub.update_room(6, capacity => 2);
SELECT room_id, capacity, primary_trainer_id, max_bookings FROM fitclub.room WHERE room_id > 4 ORDER BY room_id;
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.left_behind
FROM unnest(ARRAY[
	$$SELECT fitclub.create_room('X', 5, max_bookings => NULL)$$,
	$$SELECT fitclub.create_room('X', 5, max_bookings => 0)$$,
	$$SELECT fitclub.create_room('X', 5, max_bookings => 1001)$$,
	$$SELECT fitclub.update_room(4, max_bookings => -1)$$,
	$$SELECT fitclub.update_room(4, clear => '{max_bookings}')$$,
	$$INSERT INTO fitclub.room (name, capacity, max_bookings) VALUES ('X', 5, 0)$$,
	$$UPDATE fitclub.room SET max_bookings = 1001$$,
	$$UPDATE fitclub.room SET max_bookings = NULL$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal(c.call) AS r
ORDER BY c.n;

-- Sessions and classes count one each.
SELECT fitclub.book_session(1, 1, 4, '2101-01-03 09:00', '2101-01-03 11:00');
SELECT fitclub.create_class('Yoga', 2, 4, '2101-01-03 10:00', '2101-01-03 12:00', 20, 0);
SELECT sqlstate, constraint_name, table_name, message, detail, hint, left_behind
FROM test.refusal($$SELECT fitclub.book_session(3, 3, 4, '2101-01-03 10:30', '2101-01-03 13:00')$$);
SELECT sqlstate, constraint_name, table_name, message, detail, left_behind
FROM test.refusal($$INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time)
	VALUES (3, 3, 4, '2101-01-03 10:59', '2101-01-03 11:00')$$);
SELECT rule, resource, resource_id, window_start, window_end, message
FROM fitclub.find_conflicts(3, '2101-01-03 10:30', '2101-01-03 13:00', 3, 4);
-- Three that overlap but never meet are not three at once.
SELECT fitclub.book_session(3, 3, 4, '2101-01-03 11:00', '2101-01-03 13:00');
SELECT rule FROM fitclub.find_conflicts(1, '2101-01-03 12:00', '2101-01-03 14:00', 2, 4);
SELECT fitclub.book_session(2, 1, 4, '2101-01-03 12:00', '2101-01-03 14:00');
-- What moves leaves itself out.
SELECT fitclub.reschedule_session(3, '2101-01-03 12:30', '2101-01-03 13:30');
SELECT sqlstate, constraint_name, left_behind
FROM test.refusal($$SELECT fitclub.reschedule_session(1, '2101-01-03 13:00', '2101-01-03 14:00', trainer_id => 2)$$);
SELECT sqlstate, constraint_name, left_behind
FROM test.refusal($$SELECT fitclub.reschedule_class(1, '2101-01-03 13:00')$$);
-- The bookings of one statement.
SELECT sqlstate, constraint_name, left_behind
FROM test.refusal($$UPDATE fitclub.private_session SET start_time = '2101-01-03 12:30', end_time = '2101-01-03 13:00'$$);
SELECT sqlstate, constraint_name, left_behind
FROM test.refusal($$INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time)
	SELECT n, n, 4, '2101-01-03 15:00', '2101-01-03 16:00' FROM generate_series(1, 3) AS n$$);
SELECT * FROM fitclub.check_calendar() WHERE rule = 'room_double_booked';

-- Fewer at once than there are, or were, is refused, and more is not.
SELECT fitclub.update_room(4, max_bookings => 3);
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price)
SELECT n, n, 4, '2001-01-01 09:00', '2001-01-01 10:00', 0 FROM generate_series(1, 3) AS n;
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$SELECT fitclub.update_room(4, max_bookings => 2)$$,
	$$SELECT fitclub.update_room(4, capacity => 25, max_bookings => 1)$$,
	$$UPDATE fitclub.room SET max_bookings = 1 WHERE room_id > 3$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal(c.call) AS r
ORDER BY c.n;
UPDATE fitclub.private_session SET cancelled_at = now() WHERE start_time < '2002-01-01' AND member_id = 3;
SELECT fitclub.update_room(4, max_bookings => 2);

-- Past the guard: what came in is found, and marked.
SET session_replication_role = replica;
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price) VALUES
	(4, 3, 4, '2101-01-03 10:45', '2101-01-03 10:50', 0);
RESET session_replication_role;
SELECT rule, table_name, row_id, other_table, other_row_id FROM fitclub.check_calendar()
WHERE rule = 'room_double_booked' ORDER BY other_table;
SELECT session_id FROM fitclub.private_session WHERE is_conflict ORDER BY session_id;
SELECT rule, table_name, row_id, detail FROM fitclub.verify() WHERE rule LIKE 'room%' ORDER BY rule, detail;

--
-- Random bookings in rooms for one to five, by plain SQL that shares no code.
--
SELECT test.clean_club();
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', n, n || '@example.org' FROM generate_series(1, 150) AS n;
INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Trainer', n, n || '@example.org' FROM generate_series(1, 150) AS n;
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT trainer_id, day, '00:00', '24:00' FROM fitclub.trainer, generate_series(0, 6) AS day;
INSERT INTO fitclub.room (name, capacity, max_bookings)
SELECT 'For ' || n, 20, n FROM generate_series(1, 5) AS n;

CREATE VIEW test.room_booking AS
SELECT 'session' AS kind, session_id AS id, room_id, start_time, end_time
FROM fitclub.private_session WHERE cancelled_at IS NULL
UNION ALL
SELECT 'class', class_id, room_id, start_time, end_time
FROM fitclub.class_schedule WHERE cancelled_at IS NULL;

-- How many bookings there are at any one moment of a period, but for a session.
CREATE FUNCTION test.most_at_once(room bigint, starts timestamptz, ends timestamptz, but_for bigint)
RETURNS bigint
LANGUAGE sql STABLE AS $$
	WITH held AS (
		SELECT * FROM test.room_booking
		WHERE room_id = room AND start_time < ends AND end_time > starts
			AND (kind, id) IS DISTINCT FROM ('session', but_for)
	)
	SELECT coalesce(max((
		SELECT count(*) FROM held AS h WHERE h.start_time <= m.at AND h.end_time > m.at)), 0)
	FROM (SELECT greatest(start_time, starts) AS at FROM held) AS m;
$$;

-- Each person is booked once, so that nothing but the room is in the way.
CREATE FUNCTION test.fill_room(room bigint, OUT some_booked boolean, OUT some_refused boolean, OUT wrong integer)
LANGUAGE plpgsql AS $$
DECLARE
	starts timestamptz;
	ends timestamptz;
	moved bigint;
	fits boolean;
	is_listed boolean;
	taken boolean;
BEGIN
	some_booked := false;
	some_refused := false;
	wrong := 0;
	FOR person IN 1..150 LOOP
		starts := timestamptz '2101-01-03 00:00+00' + room * interval '1 month' + floor(random() * 48) * interval '15 minutes';
		ends := starts + ceil(random() * 12) * interval '15 minutes';
		moved := CASE WHEN person % 5 = 0 THEN (
			SELECT session_id FROM fitclub.private_session
			WHERE room_id = room AND cancelled_at IS NULL ORDER BY random() LIMIT 1) END;
		fits := test.most_at_once(room, starts, ends, moved) < room;
		is_listed := EXISTS (
			SELECT FROM fitclub.find_conflicts(person, starts, ends, person, room, ignore_session_id => moved)
			WHERE rule = 'room_double_booked');
		BEGIN
			IF moved IS NOT NULL THEN
				PERFORM fitclub.reschedule_session(moved, starts, ends);
			ELSIF person % 3 = 0 THEN
				PERFORM fitclub.create_class('Class', person, room, starts, ends, 5);
			ELSIF person % 3 = 1 THEN
				PERFORM fitclub.book_session(person, person, room, starts, ends, price => 0);
			ELSE
				INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price)
				VALUES (person, person, room, starts, ends, 0);
			END IF;
			taken := true;
		EXCEPTION WHEN exclusion_violation THEN
			taken := false;
		END;
		IF taken <> fits OR is_listed = fits THEN
			wrong := wrong + 1;
			RAISE NOTICE 'room %: % to %: % at once, taken %, listed %', room, starts, ends,
				test.most_at_once(room, starts, ends, moved), taken, is_listed;
		END IF;
		some_booked := some_booked OR taken;
		some_refused := some_refused OR NOT taken;
		IF person % 7 = 0 THEN
			UPDATE fitclub.private_session SET cancelled_at = now()
			WHERE session_id = (
				SELECT session_id FROM fitclub.private_session
				WHERE room_id = room AND cancelled_at IS NULL ORDER BY random() LIMIT 1);
		END IF;
	END LOOP;
END $$;
SELECT setseed(0.5);
SELECT r.room_id, f.* FROM fitclub.room AS r, test.fill_room(r.room_id) AS f ORDER BY r.room_id;
SELECT room_id, test.most_at_once(room_id, '-infinity', 'infinity', NULL) AS most FROM fitclub.room ORDER BY room_id;
SELECT * FROM fitclub.check_calendar() WHERE rule = 'room_double_booked';
-- Whether fewer fit is what plain SQL says, too.
SELECT r.room_id, f.sqlstate, f.constraint_name, f.left_behind
FROM fitclub.room AS r, test.refusal(format('SELECT fitclub.update_room(%s, max_bookings => %s)', r.room_id,
	test.most_at_once(r.room_id, '-infinity', 'infinity', NULL) - 1)) AS f
WHERE r.room_id > 1 ORDER BY r.room_id;

DROP FUNCTION test.fill_room, test.most_at_once;
DROP VIEW test.room_booking;
SELECT test.clean_club();
