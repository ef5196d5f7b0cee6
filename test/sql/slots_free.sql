--
-- find_slots and book_available_session: what is free, and a booking with whom
-- and where there is place.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, from Monday to Friday, 9 to 17;
-- Una 3, around the clock; Studio 1 for 10, Hall 2 for 20, Loft 3 for 2.
-- 2101-01-03 is a Monday.
SELECT test.open_club();

-- Slots as hours and minutes of that Monday, with trainer and room.
CREATE FUNCTION test.slots(arguments text) RETURNS TABLE (slots text)
LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format($query$
		SELECT to_char(start_time, 'DD HH24:MI') || to_char(end_time, '-HH24:MI')
			|| format(' trainer %%s%%s', trainer_id, coalesce(' room ' || room_id, ''))
		FROM fitclub.find_slots(%s) $query$, arguments);
END $$;

-- Tina in the Studio with Ann, 10 to 11; Tom's yoga in the Loft with Bob, 10 to
-- 11; Una in the Hall with Cyd, 11 to 12.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT fitclub.create_class('Yoga', 2, 3, '2101-01-03 10:00', '2101-01-03 11:00', 2);
SELECT fitclub.register_for_class(2, 1);
SELECT fitclub.book_session(3, 3, 2, '2101-01-03 11:00', '2101-01-03 12:00');

-- Each start: the trainer with the fewest bookings on that date, in the smallest
-- room. Starts are in the range, ends may be later.
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 08:00', '2101-01-03 12:00', step => '30 minutes' $$);
-- Starts are by the clock, wherever the range begins.
SELECT * FROM test.slots($$ '20 minutes', '2101-01-03 09:07', '2101-01-03 10:00' $$);
SELECT * FROM test.slots($$ '50 minutes', '2101-01-03 13:07', '2101-01-03 15:00', ARRAY[1], step => '50 minutes' $$);
-- Every trainer; some; the first ones; across a date.
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 09:30', '2101-01-03 11:30', step => '30 minutes', each_trainer => true $$);
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 09:30', '2101-01-03 11:30', ARRAY[2, 1, 2], step => '30 minutes', each_trainer => true $$);
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 10:00', '2101-01-04 10:00', ARRAY[2, 1], max_slots => 3 $$);
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 09:30', '2101-01-03 12:00', each_trainer => true, max_slots => 2 $$);
SELECT count(*) FROM test.slots($$ '1 hour', '2101-01-03 00:00', '2101-01-05 00:00', ARRAY[3], max_slots => NULL $$);
SELECT * FROM test.slots($$ '24 hours', '2101-01-03 10:00', '2101-01-05 00:00', ARRAY[3], step => '10 hours' $$);
-- Nobody is asked for, or nothing.
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 09:00', '2101-01-03 10:00', '{}' $$);
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 09:00', '2101-01-03 10:00', max_slots => 0 $$);
-- Certain rooms, no room, a member.
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 09:00', '2101-01-03 11:30', room_ids => ARRAY[3, 1], step => '30 minutes' $$);
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 10:00', '2101-01-03 11:00', online => true, step => '30 minutes' $$);
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 09:00', '2101-01-03 12:30', member_id => 2, step => '30 minutes' $$);
-- A session or a class that is to move leaves its time to itself.
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 09:30', '2101-01-03 11:30', ARRAY[1], ARRAY[1], step => '30 minutes', ignore_session_id => 1 $$);
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 09:30', '2101-01-03 11:30', ARRAY[2], ARRAY[3], step => '30 minutes', ignore_class_id => 1 $$);

-- Turnaround before and after, and not at a closure.
SELECT fitclub.update_trainer(1, turnaround => '15 minutes');
SELECT fitclub.set_leave(1, '2101-01-03 13:00', '2101-01-03 14:00');
SELECT * FROM test.slots($$ '30 minutes', '2101-01-03 09:00', '2101-01-03 15:00', ARRAY[1] $$);
SELECT fitclub.update_trainer(1, turnaround => '0');
-- A room for two; a room that is closed; a club that is closed.
SELECT fitclub.update_room(3, max_bookings => 2);
SELECT fitclub.book_session(4, 3, 3, '2101-01-03 10:00', '2101-01-03 10:15');
SELECT fitclub.close_room(3, '2101-01-03 11:00', '2101-01-03 11:30');
SELECT fitclub.close_club('2101-01-03 12:00', '2101-01-03 12:45');
SELECT * FROM test.slots($$ '30 minutes', '2101-01-03 11:30', '2101-01-03 13:30', ARRAY[1], ARRAY[3] $$);
SELECT * FROM test.slots($$ '30 minutes', '2101-01-03 09:30', '2101-01-03 11:30', ARRAY[3], ARRAY[3] $$);
SELECT fitclub.update_room(3, turnaround => '15 minutes');
SELECT * FROM test.slots($$ '30 minutes', '2101-01-03 09:00', '2101-01-03 11:30', ARRAY[3], ARRAY[3] $$);

-- Somebody who is not active is not offered, and no error either.
SELECT fitclub.update_trainer(3, is_active => false);
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 08:00', '2101-01-03 09:15', ARRAY[1, 3] $$);
SELECT fitclub.update_trainer(3, is_active => true);

-- From now on for a week.
SELECT min(start_time) >= now() AS from_now, max(start_time) < now() + interval '7 days' AS a_week,
	count(*) FROM fitclub.find_slots('1 hour', trainer_ids => ARRAY[3], step => '24 hours');
SELECT max(start_time) FROM fitclub.find_slots('1 hour', '2101-01-03', trainer_ids => ARRAY[3], step => '24 hours');

-- The days on which clocks change: a start is a reading of the clock, and there
-- is none in the hour that is left out, and there are two in the one that comes twice.
SELECT fitclub.update_club(time_zone => 'America/Toronto');
SELECT fitclub.set_availability(1, NULL, '01:00', '04:00', available_on => '2101-03-13');
SELECT fitclub.set_availability(1, NULL, '00:00', '02:00', available_on => '2101-11-06');
SET TimeZone = 'America/Toronto';
SELECT start_time FROM fitclub.find_slots('1 hour', '2101-03-13', '2101-03-14', ARRAY[1], step => '30 minutes');
SELECT start_time FROM fitclub.find_slots('1 hour', '2101-11-06', '2101-11-07', ARRAY[1], step => '30 minutes');
SET TimeZone = 'UTC';
SELECT fitclub.update_club(time_zone => 'UTC');

-- What is no search.
SELECT c.arguments, r.sqlstate, r.constraint_name, r.column_name, r.message, r.detail
FROM (VALUES
	(1, $$ '0' $$), (2, $$ '-1 hour' $$), (3, $$ '24 hours 1 second' $$), (4, $$ NULL $$),
	(5, $$ '1 hour', step => '0' $$), (6, $$ '1 hour', step => '90 seconds' $$), (7, $$ '1 hour', step => '25 hours' $$),
	(8, $$ '1 hour', step => NULL $$),
	(9, $$ '1 hour', '2101-01-03', '2101-01-03' $$), (10, $$ '1 hour', '2101-01-03', 'infinity' $$),
	(11, $$ '1 hour', '-infinity' $$), (12, $$ '1 hour', '2101-01-03', '2102-01-05' $$), (13, $$ '1 hour', '9999-06-01' $$),
	(14, $$ '1 hour', trainer_ids => ARRAY[1, NULL] $$), (15, $$ '1 hour', trainer_ids => ARRAY[1, 99] $$),
	(16, $$ '1 hour', room_ids => ARRAY[NULL]::bigint[] $$), (17, $$ '1 hour', room_ids => ARRAY[0] $$),
	(18, $$ '1 hour', member_id => 99 $$), (19, $$ '1 hour', online => NULL $$), (20, $$ '1 hour', each_trainer => NULL $$),
	(21, $$ '1 hour', room_ids => ARRAY[1], online => true $$), (22, $$ '1 hour', max_slots => -1 $$)
) AS c (n, arguments)
CROSS JOIN LATERAL test.refusal(format('SELECT * FROM fitclub.find_slots(%s)', c.arguments)) AS r ORDER BY c.n;
-- An erased member books nothing.
SELECT fitclub.erase_member(4);
SELECT sqlstate, constraint_name FROM test.refusal($$ SELECT fitclub.find_slots('1 hour', member_id => 4) $$);

-- Nothing is written or kept locked, even where writing is not allowed.
SELECT left_behind, xid_used FROM test.refusal($$ SELECT fitclub.find_slots('1 hour', '2101-01-03') $$);
BEGIN READ ONLY;
SELECT count(*) FROM fitclub.find_slots('1 hour', '2101-01-03');
COMMIT;

-- Booking with any trainer: the one whom find_slots() chooses, then those who are left.
SELECT * FROM test.slots($$ '1 hour', '2101-01-03 14:00', '2101-01-03 14:15' $$);
SELECT fitclub.book_available_session(1, '2101-01-03 14:00', '2101-01-03 15:00') AS session;
SELECT fitclub.book_available_session(2, '2101-01-03 14:00', '2101-01-03 15:00', ARRAY[3, 2], ARRAY[1, 2], price => 20) AS session;
SELECT fitclub.book_available_session(3, '2101-01-03 14:30', '2101-01-03 15:30', online => true, activity_type => 'Boxing') AS session;
SELECT session_id, member_id, trainer_id, room_id, activity_type, price FROM fitclub.private_session
WHERE start_time >= '2101-01-03 14:00' ORDER BY session_id;
SELECT description, amount FROM fitclub.billing_item WHERE private_session_id > 4 AND private_session_id IS NOT NULL ORDER BY billing_id;
-- By the service's trainers, at their price.
SELECT fitclub.create_service('Judo', 'session', '1 hour', 40);
SELECT fitclub.set_trainer_service(2, 1, 45);
-- Slots of a service: its length and its trainers, whatever the case; a member's are as long as it is.
SELECT * FROM test.slots($$ NULL, '2101-01-04 13:00', '2101-01-04 14:00', step => '30 minutes', activity_type => 'JUDO' $$);
SELECT * FROM test.slots($$ '90 minutes', '2101-01-04 13:00', '2101-01-04 14:00', ARRAY[1, 2], step => '30 minutes', activity_type => 'Judo', each_trainer => true $$);
SELECT count(*) FROM test.slots($$ '1 hour', '2101-01-04 13:00', '2101-01-04 14:00', ARRAY[1], activity_type => 'Judo' $$);
SELECT count(*) FROM test.slots($$ '1 hour', '2101-01-04 13:00', '2101-01-04 14:00', ARRAY[1], activity_type => 'Karate' $$);
-- Of two who give it out of three, and of all when nobody in particular does.
SELECT fitclub.set_trainer_service(3, 1);
SELECT * FROM test.slots($$ NULL, '2101-01-04 13:00', '2101-01-04 13:15', activity_type => 'Judo', each_trainer => true $$);
SELECT * FROM test.slots($$ NULL, '2101-01-04 13:00', '2101-01-04 13:15', ARRAY[3, 1], activity_type => 'Judo', each_trainer => true $$);
SELECT fitclub.create_service('Aikido', 'session', '1 hour');
SELECT * FROM test.slots($$ NULL, '2101-01-04 13:00', '2101-01-04 13:15', activity_type => 'Aikido', each_trainer => true $$);
SELECT fitclub.set_trainer_service(3, 1, offers => false);
SET fitclub.identity = 'member:2';
SELECT count(*) FROM test.slots($$ NULL, '2101-01-04 13:00', '2101-01-04 14:00', ARRAY[2], activity_type => 'Judo' $$);
RESET fitclub.identity;
SELECT sqlstate, constraint_name, message FROM test.refusal($$
	SELECT fitclub.find_slots(NULL, activity_type => 'Karate') $$);
SET fitclub.identity = 'member:2';
SELECT sqlstate, constraint_name, message FROM test.refusal($$
	SELECT fitclub.find_slots('2 hours', activity_type => 'Judo') $$);
RESET fitclub.identity;
SELECT fitclub.book_available_session(1, '2101-01-04 14:00', '2101-01-04 15:00', activity_type => 'judo') AS session;
SELECT trainer_id, price FROM fitclub.private_session WHERE start_time >= '2101-01-04';
-- A free time, but not for the member; nobody; no room; what book_session() refuses.
SELECT c.arguments, r.sqlstate, r.constraint_name, r.column_name, r.message, r.hint, r.left_behind
FROM (VALUES
	(1, $$ 1, '2101-01-03 14:30', '2101-01-03 15:30' $$),
	(2, $$ 1, '2101-01-04 14:00', '2101-01-04 15:00', activity_type => 'judo' $$),
	(3, $$ 2, '2101-01-04 14:00', '2101-01-04 15:00', activity_type => 'judo' $$),
	(4, $$ 2, '2101-01-08 09:00', '2101-01-08 10:00', ARRAY[1, 2] $$),
	(5, $$ 2, '2101-01-08 09:00', '2101-01-08 10:00', '{}' $$),
	(6, $$ 2, '2101-01-03 11:15', '2101-01-03 11:45', ARRAY[1], ARRAY[2, 3] $$),
	(7, $$ 2, '2101-01-03 12:30', '2101-01-03 13:30' $$),
	(8, $$ 2, '2101-01-03 16:00', '2101-01-03 15:00' $$),
	(9, $$ NULL, '2101-01-04 16:00', '2101-01-04 17:00' $$),
	(10, $$ 99, '2101-01-04 16:00', '2101-01-04 17:00' $$),
	(11, $$ 4, '2101-01-04 16:00', '2101-01-04 17:00' $$),
	(12, $$ 2, NULL, '2101-01-04 17:00' $$),
	(13, $$ 2, '2101-01-04 16:00', '2101-01-04 17:00', ARRAY[99] $$),
	(14, $$ 2, '2101-01-04 16:00', '2101-01-04 17:00', room_ids => ARRAY[NULL]::bigint[] $$),
	(15, $$ 2, '2101-01-04 16:00', '2101-01-04 17:00', room_ids => ARRAY[1], online => true $$),
	(16, $$ 2, '2101-01-04 16:00', '2101-01-04 17:00', online => NULL $$),
	(17, $$ 2, '2101-01-04 16:00', '2101-01-04 17:00', activity_type => ' ' $$),
	(18, $$ 2, '2101-01-04 16:00', '2101-01-04 17:00', price => -1 $$)
) AS c (n, arguments)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.book_available_session(%s)', c.arguments)) AS r ORDER BY c.n;

-- Members: only from the notice on and up to the horizon, by the club's step, and what is to come.
SELECT fitclub.update_club(booking_notice => '2 hours', booking_horizon => '2 days', start_step => '30 minutes');
SET fitclub.identity = 'member:2';
SELECT min(start_time) - now() >= interval '2 hours' AS notice, max(start_time) - now() <= interval '2 days' AS horizon,
	bool_and(extract(minute FROM start_time) IN (0, 30)) AS step
FROM fitclub.find_slots('1 hour', now() - interval '1 day', trainer_ids => ARRAY[3], max_slots => NULL);
RESET fitclub.identity;
SELECT min(start_time) < now() AS desk_in_the_past FROM fitclub.find_slots('1 hour', now() - interval '1 day', trainer_ids => ARRAY[3]);

-- Trainers book themselves.
SELECT fitclub.book_session(2, 1, NULL, '2101-01-06 09:00', '2101-01-06 10:00');
SET fitclub.identity = 'trainer:1';
SELECT fitclub.book_available_session(2, '2101-01-05 09:00', '2101-01-05 10:00') AS session;
SELECT sqlstate, constraint_name, message FROM test.refusal($$
	SELECT fitclub.book_available_session(2, '2101-01-05 10:00', '2101-01-05 11:00', ARRAY[1, 2]) $$);
RESET fitclub.identity;
SELECT trainer_id FROM fitclub.private_session WHERE start_time = '2101-01-05 09:00';

DROP FUNCTION test.slots(text);
SELECT test.clean_club();
