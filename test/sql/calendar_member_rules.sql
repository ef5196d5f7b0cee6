--
-- How soon, how far ahead and how much members may book.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3, who works around the clock.
SELECT test.open_club();
SELECT fitclub.update_club(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2 hours', '30 days', 1, 2, 3);
SELECT booking_notice, booking_horizon, max_upcoming_bookings, max_bookings_per_day, max_bookings_per_week
FROM fitclub.club;
SELECT c.settings, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.left_behind
FROM unnest(ARRAY[
	$$booking_notice => '-1 second'$$,
	$$booking_notice => '367 days'$$,
	$$booking_horizon => '367 days'$$,
	$$max_upcoming_bookings => -1$$,
	$$max_bookings_per_day => 10001$$,
	$$max_bookings_per_week => -1$$
	]) WITH ORDINALITY AS c (settings, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.update_club(%s)', c.settings)) AS r
ORDER BY c.n;

-- Too soon, and too far ahead.
SELECT fitclub.update_club(max_upcoming_bookings => 0, max_bookings_per_day => 0, max_bookings_per_week => 0);
SELECT fitclub.create_class('Soon', 3, 1, now() + interval '30 minutes', now() + interval '90 minutes') AS soon,
	fitclub.create_class('Far', 3, 1, now() + interval '31 days', now() + interval '31 days 1 hour') AS far;
CREATE VIEW test.start AS
SELECT n, name, now() + ahead AS start
FROM (VALUES
	(1, 'too soon', interval '1 hour 59 minutes'),
	(2, 'soon enough', interval '2 hours 1 minute'),
	(3, 'near enough', interval '29 days 23 hours'),
	(4, 'too far', interval '30 days 1 minute')
) AS s (n, name, ahead);
CREATE FUNCTION test.book_at(start timestamptz) RETURNS text
LANGUAGE sql AS $$
	SELECT format('SELECT fitclub.book_session(1, 3, NULL, %L, %L)', start, start + interval '1 hour')
$$;
SET fitclub.identity = 'member:1';
SELECT s.name, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind
FROM test.start AS s CROSS JOIN LATERAL test.refusal(test.book_at(s.start)) AS r
WHERE s.n IN (1, 4) ORDER BY s.n;
SELECT class_id, r.sqlstate, r.constraint_name, r.table_name, r.left_behind
FROM generate_series(1, 2) AS class_id
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.register_for_class(1, %s)', class_id)) AS r;
SELECT s.name, c.rule
FROM test.start AS s
LEFT JOIN LATERAL fitclub.find_conflicts(3, s.start, s.start + interval '1 minute', 1) AS c ON true
ORDER BY s.n;
SELECT fitclub.book_session(1, 3, NULL, s.start, s.start + interval '1 minute') AS session
FROM test.start AS s WHERE s.n IN (2, 3) ORDER BY s.n;
-- A move is bound by them where it changes the start.
SELECT s.name, r.sqlstate, r.constraint_name, r.left_behind
FROM test.start AS s
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.reschedule_session(2, %L)', s.start)) AS r
WHERE s.n IN (1, 4) ORDER BY s.n;
RESET fitclub.identity;
SELECT fitclub.update_club(booking_notice => '366 days');
SET fitclub.identity = 'member:1';
SELECT fitclub.reschedule_session(2, start_time, end_time, room_id => 1) FROM fitclub.private_session WHERE session_id = 2;
-- Nobody else is bound by them.
SET fitclub.identity = 'trainer:3';
SELECT fitclub.book_session(1, 3, NULL, s.start, s.start + interval '1 minute') AS session
FROM test.start AS s WHERE s.n = 4;
RESET fitclub.identity;
SELECT fitclub.register_for_class(2, 2) AS seat;
SELECT fitclub.reschedule_session(3, now() + interval '100 days');
DROP VIEW test.start;
DROP FUNCTION test.book_at;

-- Limits: sessions and seats together, on a date and in a week of the club's
-- clock. 3 January 2101 is a Monday.
SELECT test.open_club();
SELECT fitclub.update_club(time_zone => 'America/Toronto', max_bookings_per_day => 2, max_bookings_per_week => 3);
SELECT fitclub.create_class('Yoga', 3, 1, '2101-01-03 12:00-05', '2101-01-03 13:00-05'),
	fitclub.create_class('Spin', 3, 1, '2101-01-10 00:00-05', '2101-01-10 01:00-05');
SET fitclub.identity = 'member:1';
SELECT fitclub.book_session(1, 3, NULL, '2101-01-03 00:00-05', '2101-01-03 01:00-05') AS session,
	fitclub.register_for_class(1, 1) AS seat;
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$SELECT fitclub.book_session(1, 3, NULL, '2101-01-03 23:59-05', '2101-01-04 01:00-05')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal(c.call) AS r;
SELECT rule, message FROM fitclub.find_conflicts(3, '2101-01-03 23:59-05', '2101-01-04 01:00-05', 1);
-- One may be moved on its date, and leaves itself out.
SELECT fitclub.reschedule_session(1, '2101-01-03 08:00-05');
-- The last minute of the week, and the first of the next.
SELECT fitclub.book_session(1, 3, NULL, '2101-01-02 23:00-05', '2101-01-03 00:00-05') AS week_before,
	fitclub.book_session(1, 3, NULL, '2101-01-09 23:00-05', '2101-01-10 00:00-05') AS last_of_week;
SELECT sqlstate, constraint_name, detail
FROM test.refusal($$SELECT fitclub.book_session(1, 3, NULL, '2101-01-06 10:00-05', '2101-01-06 11:00-05')$$);
SELECT fitclub.register_for_class(1, 2) AS next_week;
SELECT sqlstate, constraint_name, detail
FROM test.refusal($$SELECT fitclub.reschedule_session(2, '2101-01-05 10:00-05')$$);
-- What is cancelled does not count, nor what others have.
SELECT fitclub.cancel_session(1);
SELECT fitclub.reschedule_session(2, '2101-01-05 10:00-05');
SET fitclub.identity = 'member:2';
SELECT fitclub.register_for_class(2, 1) AS seat;
-- To come: what is over does not count.
RESET fitclub.identity;
SELECT fitclub.update_club(max_upcoming_bookings => 2, max_bookings_per_day => 0, max_bookings_per_week => 0);
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price)
VALUES (2, 3, '2001-01-03 10:00', '2001-01-03 11:00', 0);
SET fitclub.identity = 'member:2';
SELECT fitclub.book_session(2, 3, NULL, '2101-02-01 10:00-05', '2101-02-01 11:00-05') AS session;
SELECT r.sqlstate, r.constraint_name, r.table_name, r.detail, r.left_behind
FROM unnest(ARRAY[
	$$SELECT fitclub.book_session(2, 3, NULL, '2101-03-01 10:00-05', '2101-03-01 11:00-05')$$,
	$$SELECT fitclub.register_for_class(2, 2)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal(c.call) AS r
ORDER BY c.n;
-- Nobody else is bound by it, and what stands is no broken rule.
RESET fitclub.identity;
SELECT fitclub.register_for_class(2, 2) AS seat;
SELECT fitclub.update_club(max_upcoming_bookings => 1);
SELECT rule FROM fitclub.verify();

SELECT test.clean_club();
