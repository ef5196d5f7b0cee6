--
-- book_session: a private session with its bill.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
-- 2101-01-03 is a Monday.
SELECT test.open_club();

-- A row and its bill, with the default price and activity.
SELECT fitclub.book_session(1, 1, 1, '2101-12-01 09:00', '2101-12-01 10:00');
SELECT * FROM test.session \gx
SELECT * FROM test.bill \gx
SELECT fitclub.member_balance(1);
-- Nobody is told of his own booking; the bill was made with the session.
SELECT * FROM test.told;
SELECT created_at = updated_at AS never_updated, created_at <= clock_timestamp() AS made
FROM fitclub.billing_item;

-- Named arguments, other prices, another activity. A free one has no bill.
SELECT fitclub.book_session(member_id => 2, trainer_id => 2, room_id => 2,
	start_time => '2101-12-01 12:00', end_time => '2101-12-01 12:45',
	activity_type => 'Boxing', price => 42.5);
SELECT fitclub.book_session(2, 2, 2, '2101-12-01 13:00', '2101-12-01 14:00', price => 0);
SELECT fitclub.book_session(2, 2, 2, '2101-12-01 14:00', '2101-12-01 15:00', price => 9999999999.99);
SELECT fitclub.book_session(2, 2, 2, '2101-12-01 15:00', '2101-12-01 16:00', price => 0.01);
SELECT fitclub.book_session(2, 2, 2, '2101-12-01 16:00', '2101-12-01 17:00', price => 10.5000);
-- Online: no room.
SELECT fitclub.book_session(1, 3, NULL, '2101-12-03 00:00', '2101-12-03 01:00');
-- The default price is the club's.
SELECT fitclub.update_club(default_session_price => 99.95);
SELECT fitclub.book_session(1, 3, NULL, '2101-12-03 23:30', '2101-12-03 23:59:59.999999', price => NULL);
SELECT fitclub.update_club(default_session_price => 0);
SELECT fitclub.book_session(1, 3, NULL, '2101-12-04 00:00', '2101-12-04 00:01');
SELECT fitclub.update_club(default_session_price => 85);
SELECT * FROM test.session;
SELECT * FROM test.bill;

-- Exactly 24 hours, over midnight.
SELECT fitclub.book_session(4, 3, 3, '2101-12-10 07:00', '2101-12-11 07:00');
-- Bills name the hour on the club's wall, wherever the caller is.
SELECT fitclub.update_club(time_zone => 'America/Toronto');
SET TimeZone = 'Asia/Tokyo';
SELECT fitclub.book_session(4, 1, 1, '2101-12-12 09:00 America/Toronto', '2101-12-12 10:00 America/Toronto');
SET TimeZone = 'UTC';
SELECT start_time, end_time FROM test.session WHERE member = 'Dan';
SELECT description FROM test.bill WHERE member = 'Dan';
-- 9 in London is before 9 in Toronto.
SELECT sqlstate, constraint_name, detail FROM test.refusal($$
	SELECT fitclub.book_session(4, 1, 1, '2101-12-13 09:00', '2101-12-13 10:00') $$);
SELECT fitclub.update_club(time_zone => 'UTC');

-- No clash with anything above, none with the clocks.
SELECT * FROM fitclub.check_calendar() WHERE rule <> 'trainer_availability';

--
-- Rule 1: nothing is double-booked.
--
SELECT test.open_club();
-- Tina 10 to 11 with Ann in the Studio; Tom's yoga 12 to 13 in the Hall, with Bob.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT fitclub.create_class('Yoga', 2, 2, '2101-01-03 12:00', '2101-01-03 13:00');
SELECT fitclub.register_for_class(2, 1);

-- All of one refusal. It tells the window but not whose it is.
SELECT * FROM test.refusal($$
	SELECT fitclub.book_session(3, 3, 1, '2101-01-03 10:30', '2101-01-03 11:30') $$) \gx

SELECT c.clash, r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail, r.hint,
	r.left_behind, r.xid_used
FROM (VALUES
	(1, 'room, session', $$SELECT fitclub.book_session(3, 3, 1, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(2, 'room, class', $$SELECT fitclub.book_session(3, 3, 2, '2101-01-03 12:00', '2101-01-03 13:00')$$),
	(3, 'trainer, session', $$SELECT fitclub.book_session(3, 1, 3, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(4, 'trainer online, session', $$SELECT fitclub.book_session(3, 1, NULL, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(5, 'trainer, class', $$SELECT fitclub.book_session(3, 2, 3, '2101-01-03 12:00', '2101-01-03 13:00')$$),
	(6, 'member, session', $$SELECT fitclub.book_session(1, 3, 3, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(7, 'member online, session', $$SELECT fitclub.book_session(1, 3, NULL, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(8, 'member, registration', $$SELECT fitclub.book_session(2, 3, 3, '2101-01-03 12:00', '2101-01-03 13:00')$$)
) AS c (n, clash, sql), test.refusal(c.sql) AS r ORDER BY c.n \gx

-- Every way to overlap, for a session and a class; the neighbours do not.
SELECT c.overlap, r.sqlstate, r.constraint_name, r.message, r.left_behind
FROM (VALUES
	(1, 'inside', $$SELECT fitclub.book_session(3, 3, 1, '2101-01-03 10:15', '2101-01-03 10:45')$$),
	(2, 'around', $$SELECT fitclub.book_session(3, 3, 1, '2101-01-03 09:00', '2101-01-03 12:00')$$),
	(3, 'a day around', $$SELECT fitclub.book_session(3, 3, 1, '2101-01-03 00:00', '2101-01-04 00:00')$$),
	(4, 'into the start', $$SELECT fitclub.book_session(3, 3, 1, '2101-01-03 09:00', '2101-01-03 10:00:00.000001')$$),
	(5, 'from the end', $$SELECT fitclub.book_session(3, 3, 1, '2101-01-03 10:59:59.999999', '2101-01-03 12:00')$$),
	(6, 'same start', $$SELECT fitclub.book_session(3, 3, 1, '2101-01-03 10:00', '2101-01-03 10:00:01')$$),
	(7, 'same end', $$SELECT fitclub.book_session(3, 3, 1, '2101-01-03 10:59', '2101-01-03 11:00')$$),
	(8, 'class, inside', $$SELECT fitclub.book_session(3, 3, 2, '2101-01-03 12:15', '2101-01-03 12:45')$$),
	(9, 'class, around', $$SELECT fitclub.book_session(3, 3, 2, '2101-01-03 11:00', '2101-01-03 14:00')$$),
	(10, 'class, into the start', $$SELECT fitclub.book_session(3, 3, 2, '2101-01-03 11:00', '2101-01-03 12:00:00.000001')$$),
	(11, 'class, from the end', $$SELECT fitclub.book_session(3, 3, 2, '2101-01-03 12:59:59.999999', '2101-01-03 13:30')$$)
) AS c (n, overlap, sql), test.refusal(c.sql) AS r ORDER BY c.n;

-- Half-open neighbours of room, trainer and member: before and after a
-- session, before and after a class and a registration.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 11:00', '2101-01-03 12:00');
SELECT fitclub.book_session(2, 2, 2, '2101-01-03 11:00', '2101-01-03 12:00');
SELECT fitclub.book_session(2, 2, 2, '2101-01-03 13:00', '2101-01-03 14:00');
-- The same hour with another room, trainer and member.
SELECT fitclub.book_session(3, 3, 3, '2101-01-03 10:00', '2101-01-03 11:00');
-- A gap that fits exactly.
SELECT fitclub.book_session(4, 3, 3, '2101-01-03 12:00', '2101-01-03 13:00');
SELECT fitclub.book_session(4, 3, 3, '2101-01-03 11:00', '2101-01-03 12:00');
SELECT id, member, trainer, room, start_time, end_time FROM test.session;

-- A long booking stands behind later, shorter ones of other rooms.
SELECT fitclub.book_session(4, 3, 1, '2101-01-04 00:00', '2101-01-05 00:00');
SELECT c.clash, r.sqlstate, r.constraint_name, r.left_behind
FROM (VALUES
	(1, 'room', $$SELECT fitclub.book_session(3, 1, 1, '2101-01-04 16:00', '2101-01-04 17:00')$$),
	(2, 'trainer', $$SELECT fitclub.book_session(3, 3, 3, '2101-01-04 23:00', '2101-01-05 01:00')$$),
	(3, 'member', $$SELECT fitclub.book_session(4, 2, 3, '2101-01-04 16:00', '2101-01-04 17:00')$$)
) AS c (n, clash, sql), test.refusal(c.sql) AS r ORDER BY c.n;

--
-- Rule 3: inside the trainer's windows only.
--
SELECT test.open_club();
SELECT * FROM test.refusal($$
	SELECT fitclub.book_session(1, 1, 1, '2101-01-03 08:59', '2101-01-03 09:59') $$) \gx
-- Tina works on Saturday the 8th from 10 to 12 and 12 to 13, and from 14 on.
SELECT fitclub.set_availability(1, start_time => '10:00', end_time => '12:00', available_on => '2101-01-08');
SELECT fitclub.set_availability(1, start_time => '12:00', end_time => '13:00', available_on => '2101-01-08');
SELECT fitclub.set_availability(1, start_time => '14:00', end_time => '24:00', available_on => '2101-01-08');
SELECT c.hours, r.sqlstate, r.constraint_name, r.table_name, r.detail, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'past the end', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 16:30', '2101-01-03 17:30')$$),
	(2, 'around it all', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 08:00', '2101-01-03 18:00')$$),
	(3, 'the evening', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 20:00', '2101-01-03 21:00')$$),
	(4, 'over night', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 16:00', '2101-01-04 10:00')$$),
	(5, 'Sunday', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-09 10:00', '2101-01-09 11:00')$$),
	(6, 'into the break', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-08 12:30', '2101-01-08 13:30')$$),
	(7, 'over the break', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-08 12:00', '2101-01-08 15:00')$$),
	(8, 'a week after', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-15 10:00', '2101-01-15 11:00')$$),
	(9, 'past midnight', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-08 23:00', '2101-01-09 00:30')$$)
) AS c (n, hours, sql), test.refusal(c.sql) AS r ORDER BY c.n;
-- All of a window, two adjacent ones, up to midnight.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 17:00');
SELECT fitclub.book_session(1, 1, 1, '2101-01-08 11:00', '2101-01-08 13:00');
SELECT fitclub.book_session(1, 1, 1, '2101-01-08 23:00', '2101-01-09 00:00');

--
-- Rule 8: bad input.
--
SELECT test.open_club();
SELECT fitclub.update_trainer(2, is_active => false);
SELECT c.input, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'reversed', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 11:00', '2101-01-03 10:00')$$),
	(2, 'empty', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 11:00', '2101-01-03 11:00')$$),
	(3, 'over 24 hours', $$SELECT fitclub.book_session(1, 3, 1, '2101-01-03 11:00', '2101-01-04 11:00:00.000001')$$),
	(4, 'years', $$SELECT fitclub.book_session(1, 3, 1, '2101-01-03 11:00', '2201-01-03 11:00')$$),
	(5, 'from -infinity', $$SELECT fitclub.book_session(1, 1, 1, '-infinity', '2101-01-03 11:00')$$),
	(6, 'to infinity', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 11:00', 'infinity')$$),
	(7, 'infinity to infinity', $$SELECT fitclub.book_session(1, 1, 1, 'infinity', 'infinity')$$),
	(8, 'all of time', $$SELECT fitclub.book_session(1, 1, 1, '-infinity', 'infinity')$$),
	(9, 'unknown member', $$SELECT fitclub.book_session(99, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(10, 'unknown trainer', $$SELECT fitclub.book_session(1, 99, 1, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(11, 'unknown room', $$SELECT fitclub.book_session(1, 1, 99, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(12, 'member 0', $$SELECT fitclub.book_session(0, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(13, 'trainer 0', $$SELECT fitclub.book_session(1, 0, 1, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(14, 'room 0', $$SELECT fitclub.book_session(1, 1, 0, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(15, 'room -1', $$SELECT fitclub.book_session(1, 1, -1, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(16, 'inactive trainer', $$SELECT fitclub.book_session(1, 2, 1, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(17, 'no member', $$SELECT fitclub.book_session(NULL, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(18, 'no trainer', $$SELECT fitclub.book_session(1, NULL, 1, '2101-01-03 10:00', '2101-01-03 11:00')$$),
	(19, 'no start', $$SELECT fitclub.book_session(1, 1, 1, NULL, '2101-01-03 11:00')$$),
	(20, 'no end', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', NULL)$$),
	(21, 'no activity', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', NULL)$$),
	(22, 'empty activity', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', '')$$),
	(23, 'blank activity', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', '   ')$$),
	(24, 'negative price', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', price => -0.01)$$),
	(25, 'NaN', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', price => 'NaN')$$),
	(26, 'Infinity', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', price => 'Infinity')$$),
	(27, '-Infinity', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', price => '-Infinity')$$),
	(28, 'three decimals', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', price => 10.005)$$),
	(29, 'too dear', $$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', price => 10000000000)$$)
) AS c (n, input, sql), test.refusal(c.sql) AS r ORDER BY c.n;
-- One of each kind in full.
SELECT * FROM test.refusal($$
	SELECT fitclub.book_session(1, 1, 1, '2101-01-03 11:00', '2101-01-03 10:00') $$) \gx
SELECT * FROM test.refusal($$
	SELECT fitclub.book_session(99, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00') $$) \gx
SELECT * FROM test.refusal($$
	SELECT fitclub.book_session(1, 2, 1, '2101-01-03 10:00', '2101-01-03 11:00') $$) \gx
SELECT * FROM test.refusal($$
	SELECT fitclub.book_session(NULL, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00') $$) \gx
SELECT * FROM test.refusal($$
	SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', price => 10.005) $$) \gx
-- None of it has booked, billed or told anything, or used up an id.
SELECT * FROM test.session;
SELECT * FROM test.bill;
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT * FROM fitclub.check_calendar();
