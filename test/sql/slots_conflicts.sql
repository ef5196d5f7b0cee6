--
-- find_conflicts: every rule that a booking would break, at once, and nothing
-- written.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
-- 2101-01-03 is a Monday.
SELECT test.open_club();

-- Monday: Tina in the Studio with Ann, 10 to 11 (session 1); Tom's yoga in the
-- Hall, 10 to 11, with Bob (class 1); Una in the Studio with Cyd, 11 to 12
-- (session 2); cancelled, 12 to 13, Tina in the Studio with Ann (session 3).
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT fitclub.create_class('Yoga', 2, 2, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT fitclub.register_for_class(2, 1);
SELECT fitclub.book_session(3, 3, 1, '2101-01-03 11:00', '2101-01-03 12:00');
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 12:00', '2101-01-03 13:00');
SELECT fitclub.cancel_session(3);
SELECT test.state() AS before \gset

-- Nothing in the way: another hour, the neighbours, what was cancelled.
SELECT * FROM fitclub.find_conflicts(1, '2101-01-03 14:00', '2101-01-03 15:00', 1, 1);
SELECT * FROM fitclub.find_conflicts(1, '2101-01-03 09:00', '2101-01-03 10:00', 1, 1);
SELECT * FROM fitclub.find_conflicts(1, '2101-01-03 12:00', '2101-01-03 13:00', 1, 1);
-- A trainer is enough; a member or a room that is not given is not asked about.
SELECT * FROM fitclub.find_conflicts(1, '2101-01-03 13:00', '2101-01-03 14:00');

-- One rule each.
SELECT c.clash, f.rule, f.resource, f.resource_id AS id, f.window_start, f.window_end
FROM (VALUES
	(1, 'room, session', 2, '10:30', '11:00', 4, 1),
	(2, 'room, class', 1, '10:30', '11:00', NULL, 2),
	(3, 'trainer, session', 1, '09:30', '10:30', 4, NULL),
	(4, 'trainer, class', 2, '10:59', '12:00', 4, NULL),
	(5, 'member, session', 3, '09:00', '10:01', 1, 3),
	(6, 'member, seat', 3, '09:00', '10:01', 2, 3)
) AS c (n, clash, trainer_id, start_time, end_time, member_id, room_id)
LEFT JOIN LATERAL fitclub.find_conflicts(
	c.trainer_id, ('2101-01-03 ' || c.start_time)::timestamptz, ('2101-01-03 ' || c.end_time)::timestamptz,
	c.member_id, c.room_id) AS f ON true
ORDER BY c.n, f.rule, f.window_start;

-- All of them: Tom has left, does not work that long, and has the yoga; the
-- Studio is taken twice; Ann has a session.
SELECT fitclub.update_trainer(2, is_active => false);
SELECT test.state() AS before \gset
SELECT * FROM fitclub.find_conflicts(2, '2101-01-03 08:00', '2101-01-03 18:00', 1, 1)
ORDER BY rule, window_start \gx
-- The first of them is what booking says.
SELECT sqlstate, constraint_name, left_behind FROM test.refusal($$
	SELECT fitclub.book_session(1, 2, 1, '2101-01-03 08:00', '2101-01-03 18:00') $$);

-- With a session or a class left out of account, as if it were to be moved.
SELECT rule, window_start FROM fitclub.find_conflicts(1, '2101-01-03 10:30', '2101-01-03 11:30', 1, 1)
ORDER BY rule, window_start;
SELECT rule, window_start FROM fitclub.find_conflicts(1, '2101-01-03 10:30', '2101-01-03 11:30', 1, 1,
	ignore_session_id => 1) ORDER BY rule, window_start;
SELECT rule, window_start FROM fitclub.find_conflicts(1, '2101-01-03 10:30', '2101-01-03 11:30', 1, 1,
	ignore_session_id => 2) ORDER BY rule, window_start;
SELECT rule, window_start FROM fitclub.find_conflicts(3, '2101-01-03 10:30', '2101-01-03 11:00', 2, 2,
	ignore_class_id => 1);
SELECT rule, window_start FROM fitclub.find_conflicts(3, '2101-01-03 10:30', '2101-01-03 11:00', 2, 2,
	ignore_session_id => 1) ORDER BY rule;

-- Bad input is a row like any other.
SELECT c.input, f.*
FROM (VALUES
	(1, 'reversed', 1, timestamptz '2101-01-03 11:00', timestamptz '2101-01-03 10:00', 1, 1),
	(2, 'empty', 1, '2101-01-03 10:00', '2101-01-03 10:00', 1, 1),
	(3, 'over 24 hours', 1, '2101-01-03 10:00', '2101-01-04 10:00:01', 1, 1),
	(4, 'infinity', 1, '2101-01-03 10:00', 'infinity', 1, 1),
	(5, 'nobody there', 99, '2101-01-03 10:00', '2101-01-03 11:00', 99, 99),
	(6, 'id 0', 0, '2101-01-03 10:00', '2101-01-03 11:00', 0, 0),
	(7, 'nothing given', NULL, NULL, NULL, NULL, NULL),
	(8, 'no time', 1, NULL, NULL, 1, 1),
	(9, 'all of it', 99, '2101-01-03 11:00', '2101-01-03 10:00', 99, 99)
) AS c (n, input, trainer_id, start_time, end_time, member_id, room_id)
LEFT JOIN LATERAL fitclub.find_conflicts(
	c.trainer_id, c.start_time, c.end_time, c.member_id, c.room_id) AS f ON true
ORDER BY c.n, f.rule, f.resource, f.message;

-- Nothing is written or kept locked, even where writing is not allowed.
SELECT test.state() = :'before' AS unchanged;
SELECT left_behind, xid_used FROM test.refusal($$
	SELECT * FROM fitclub.find_conflicts(1, '2101-01-03 10:30', '2101-01-03 11:30', 1, 1) $$);
BEGIN READ ONLY;
SELECT count(*) FROM fitclub.find_conflicts(1, '2101-01-03 10:30', '2101-01-03 11:30', 1, 1);
COMMIT;
SELECT test.clean_club();
