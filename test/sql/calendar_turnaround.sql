--
-- The time that rooms and trainers need between two bookings.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.create_room('Ring', 6, turnaround => '30 minutes');
SELECT fitclub.update_room(1, turnaround => '15 minutes'), fitclub.update_trainer(1, turnaround => '10 minutes');
-- A new argument comes after those that there were.
SELECT fitclub.update_trainer(2, 'Tom', 'Fox', 'tom@example.org', '555', 'Yoga', true, '{phone_number}', '0');
SELECT room_id, max_bookings, turnaround FROM fitclub.room ORDER BY room_id;
SELECT trainer_id, phone_number, turnaround FROM fitclub.trainer ORDER BY trainer_id;
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.left_behind
FROM unnest(ARRAY[
	$$SELECT fitclub.create_room('X', 5, turnaround => NULL)$$,
	$$SELECT fitclub.create_room('X', 5, turnaround => '-1 second')$$,
	$$SELECT fitclub.update_room(1, turnaround => '4 hours 1 second')$$,
	$$SELECT fitclub.update_room(1, clear => '{turnaround}')$$,
	$$SELECT fitclub.update_trainer(1, turnaround => '1 month')$$,
	$$UPDATE fitclub.room SET turnaround = '5 hours'$$,
	$$UPDATE fitclub.trainer SET turnaround = '-1 day'$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal(c.call) AS r
ORDER BY c.n;

-- Once, and not twice, before a booking and after it.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$book_session(2, 3, 1, '2101-01-03 11:14', '2101-01-03 12:00')$$,
	$$book_session(2, 3, 1, '2101-01-03 09:00', '2101-01-03 09:46')$$,
	$$book_session(2, 1, 2, '2101-01-03 11:09', '2101-01-03 12:00')$$,
	$$book_session(2, 1, NULL, '2101-01-03 09:00', '2101-01-03 09:51')$$,
	$$create_class('Yoga', 3, 1, '2101-01-03 11:14', '2101-01-03 12:00')$$,
	$$create_class('Yoga', 1, 2, '2101-01-03 11:09', '2101-01-03 12:00')$$,
	-- what is booked is the better reason
	$$book_session(2, 3, 1, '2101-01-03 10:59', '2101-01-03 12:00')$$,
	$$book_session(1, 1, 2, '2101-01-03 09:00', '2101-01-03 10:01')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT rule, resource, resource_id, window_start, window_end, message
FROM fitclub.find_conflicts(1, '2101-01-03 11:05', '2101-01-03 12:00', 2, 1);
SELECT fitclub.book_session(2, 3, 1, '2101-01-03 11:15', '2101-01-03 12:00');
SELECT fitclub.create_class('Yoga', 1, 2, '2101-01-03 11:10', '2101-01-03 12:00');

-- It is asked when the room, the trainer or the time is another.
SELECT fitclub.update_room(1, turnaround => '1 hour'), fitclub.update_trainer(1, turnaround => '1 hour');
SELECT * FROM fitclub.check_calendar();
SELECT fitclub.reassign_session(1, 4);
SELECT c.call, r.sqlstate, r.constraint_name, r.left_behind
FROM unnest(ARRAY[
	$$reassign_session(1, 1)$$,
	$$reschedule_session(1, '2101-01-03 09:30')$$,
	$$reschedule_session(2, '2101-01-03 11:16', trainer_id => 1)$$,
	$$reschedule_class(1, '2101-01-03 11:10', trainer_id => 3)$$,
	$$substitute_trainer(1, 1)$$,
	$$substitute_trainer(1, 2)$$,
	$$update_class(1, capacity => 3)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
-- A direct writer is not asked.
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price)
VALUES (4, 2, 1, '2101-01-03 12:00', '2101-01-03 13:00', 0);
SELECT rule FROM fitclub.verify();

-- In a room for two, each booking keeps its place for so much longer.
SELECT fitclub.create_room('Floor', 30, max_bookings => 2, turnaround => '30 minutes');
SELECT fitclub.book_session(1, 1, 5, '2101-01-04 10:00', '2101-01-04 11:00'),
	fitclub.book_session(2, 2, 5, '2101-01-04 10:30', '2101-01-04 11:30');
SELECT c.call, r.sqlstate, r.constraint_name, r.detail, r.left_behind
FROM unnest(ARRAY[
	$$book_session(3, 3, 5, '2101-01-04 11:29', '2101-01-04 12:00')$$,
	$$book_session(3, 3, 5, '2101-01-04 09:00', '2101-01-04 10:01')$$,
	$$book_session(3, 3, 5, '2101-01-04 11:00', '2101-01-04 12:00')$$,
	$$book_session(3, 3, 5, '2101-01-04 10:45', '2101-01-04 12:00')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT rule FROM fitclub.find_conflicts(3, '2101-01-04 11:29', '2101-01-04 12:00', 3, 5);
SELECT rule FROM fitclub.find_conflicts(3, '2101-01-04 11:30', '2101-01-04 12:00', 3, 5);
SELECT fitclub.book_session(3, 3, 5, '2101-01-04 11:30', '2101-01-04 12:00');
SELECT fitclub.book_session(4, 3, 5, '2101-01-04 09:00', '2101-01-04 10:00');

SELECT test.clean_club();
