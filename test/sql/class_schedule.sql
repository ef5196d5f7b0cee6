--
-- Classes: scheduling, changing, moving, substituting the trainer, cancelling.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1 (10 places),
-- Hall 2 (20), Loft 3 (2). 2101-01-03 is a Monday.
SELECT test.open_club();

--
-- create_class
--
-- The room's capacity and the club's price, unless given.
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.create_class(name => 'Spin', trainer_id => 2, room_id => 2,
	start_time => '2101-01-03 09:00', end_time => '2101-01-03 10:30', capacity => 5, price => 12.34);
SELECT fitclub.create_class('Talk', 2, 2, '2101-01-03 10:30', '2101-01-03 11:00', capacity => 1, price => 0);
SELECT fitclub.update_club(default_class_price => 20);
SELECT fitclub.create_class('Pilates', 1, 2, '2101-01-03 11:00', '2101-01-03 12:00', capacity => 20);
SELECT fitclub.update_club(default_class_price => 50);
SELECT * FROM test.class;
-- A class has no bill before anybody is in it, and nobody to tell.
SELECT * FROM test.row_counts() WHERE table_name IN ('billing_item', 'notification');

-- Larger than the room: only if the club allows it, and the class keeps that.
SELECT * FROM test.refusal($$
	SELECT fitclub.create_class('Crowd', 3, 3, '2101-01-03 09:00', '2101-01-03 10:00', capacity => 3) $$) \gx
SELECT fitclub.update_club(allow_class_over_room => true);
SELECT fitclub.create_class('Crowd', 3, 3, '2101-01-03 09:00', '2101-01-03 10:00', capacity => 3);
SELECT fitclub.update_club(allow_class_over_room => false);
SELECT fitclub.reschedule_class(5, '2101-01-03 13:00');
SELECT * FROM test.class WHERE name = 'Crowd';

-- Clashes and bad input. Ann has Tina in the Studio on Tuesday, 10 to 11.
SELECT fitclub.book_session(1, 1, 1, '2101-01-04 10:00', '2101-01-04 11:00');
SELECT fitclub.update_trainer(3, is_active => false);
SELECT c.input, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'room, session', $$SELECT fitclub.create_class('X', 2, 1, '2101-01-04 10:30', '2101-01-04 11:30')$$),
	(2, 'room, class', $$SELECT fitclub.create_class('X', 1, 2, '2101-01-03 10:00', '2101-01-03 10:45')$$),
	(3, 'trainer, session', $$SELECT fitclub.create_class('X', 1, 2, '2101-01-04 10:30', '2101-01-04 11:30')$$),
	(4, 'trainer, class', $$SELECT fitclub.create_class('X', 1, 3, '2101-01-03 09:30', '2101-01-03 10:30')$$),
	(5, 'at night', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-03 22:00', '2101-01-03 23:00')$$),
	(6, 'trainer inactive', $$SELECT fitclub.create_class('X', 3, 1, '2101-01-05 09:00', '2101-01-05 10:00')$$),
	(7, 'trainer unknown', $$SELECT fitclub.create_class('X', 99, 1, '2101-01-05 09:00', '2101-01-05 10:00')$$),
	(8, 'room unknown', $$SELECT fitclub.create_class('X', 1, 99, '2101-01-05 09:00', '2101-01-05 10:00')$$),
	(9, 'no name', $$SELECT fitclub.create_class(NULL, 1, 1, '2101-01-05 09:00', '2101-01-05 10:00')$$),
	(10, 'blank name', $$SELECT fitclub.create_class('  ', 1, 1, '2101-01-05 09:00', '2101-01-05 10:00')$$),
	(11, 'no trainer', $$SELECT fitclub.create_class('X', NULL, 1, '2101-01-05 09:00', '2101-01-05 10:00')$$),
	(12, 'no room', $$SELECT fitclub.create_class('X', 1, NULL, '2101-01-05 09:00', '2101-01-05 10:00')$$),
	(13, 'no start', $$SELECT fitclub.create_class('X', 1, 1, NULL, '2101-01-05 10:00')$$),
	(14, 'no end', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-05 09:00', NULL)$$),
	(15, 'reversed', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-05 10:00', '2101-01-05 09:00')$$),
	(16, 'empty', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-05 10:00', '2101-01-05 10:00')$$),
	(17, 'over 24 hours', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-05 10:00', '2101-01-06 10:01')$$),
	(18, 'to infinity', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-05 10:00', 'infinity')$$),
	(19, 'from -infinity', $$SELECT fitclub.create_class('X', 1, 1, '-infinity', '2101-01-05 10:00')$$),
	(20, 'no seat', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-05 09:00', '2101-01-05 10:00', capacity => 0)$$),
	(21, 'negative seats', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-05 09:00', '2101-01-05 10:00', capacity => -1)$$),
	(22, 'too many seats', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-05 09:00', '2101-01-05 10:00', capacity => 11)$$),
	(23, 'negative price', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-05 09:00', '2101-01-05 10:00', price => -1)$$),
	(24, 'NaN', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-05 09:00', '2101-01-05 10:00', price => 'NaN')$$),
	(25, 'Infinity', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-05 09:00', '2101-01-05 10:00', price => 'Infinity')$$),
	(26, 'three decimals', $$SELECT fitclub.create_class('X', 1, 1, '2101-01-05 09:00', '2101-01-05 10:00', price => 0.001)$$)
) AS c (n, input, sql), test.refusal(c.sql) AS r ORDER BY c.n;
SELECT count(*) FROM test.class;
SELECT * FROM fitclub.check_calendar();

--
-- update_class
--
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 09:00', '2101-01-03 10:00', capacity => 4);
SELECT fitclub.register_for_class(1, 1);
SELECT fitclub.register_for_class(2, 1);
-- A new name is told to those who come; a new price is for those who follow.
SELECT fitclub.update_class(1, name => 'Hot yoga', price => 60);
SELECT fitclub.register_for_class(3, 1);
SELECT * FROM test.class;
SELECT * FROM test.told;
SELECT member, amount, status, description FROM test.bill;
DELETE FROM fitclub.notification;
-- Down to the roster, not below; up to the room, not above; and the same name.
SELECT fitclub.update_class(1, capacity => 3);
SELECT * FROM test.refusal('SELECT fitclub.update_class(1, capacity => 2)') \gx
SELECT fitclub.update_class(1, capacity => 10);
SELECT * FROM test.refusal('SELECT fitclub.update_class(1, capacity => 11)') \gx
SELECT fitclub.update_class(1, name => 'Hot yoga');
SELECT fitclub.update_class(1);
SELECT * FROM test.class;
SELECT * FROM test.told;
SELECT fitclub.update_club(allow_class_over_room => true);
SELECT fitclub.update_class(1, capacity => 11);
SELECT fitclub.update_club(allow_class_over_room => false);
-- It was allowed when it was done, and stays; the next class is not allowed.
SELECT fitclub.update_class(1, price => 70);
SELECT * FROM test.class;
SELECT fitclub.create_class('Spin', 2, 2, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT c.input, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'over the room', $$SELECT fitclub.update_class(2, capacity => 21)$$),
	(2, 'no seat', $$SELECT fitclub.update_class(1, capacity => 0)$$),
	(3, 'all seats', $$SELECT fitclub.update_class(1, capacity => 10001)$$),
	(4, 'blank name', $$SELECT fitclub.update_class(1, name => ' ')$$),
	(5, 'negative price', $$SELECT fitclub.update_class(1, price => -0.01)$$),
	(6, 'NaN', $$SELECT fitclub.update_class(1, price => 'NaN')$$),
	(7, 'unknown', $$SELECT fitclub.update_class(99, price => 1)$$),
	(8, 'no class', $$SELECT fitclub.update_class(NULL, price => 1)$$)
) AS c (n, input, sql), test.refusal(c.sql) AS r ORDER BY c.n;

--
-- reschedule_class, substitute_trainer
--
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 09:00', '2101-01-03 10:00', capacity => 4);
SELECT fitclub.register_for_class(n, 1) FROM generate_series(1, 3) AS n;
SELECT fitclub.record_payment(2, 50);
SELECT fitclub.cancel_registration(3);
-- The seats and the bills move along, those given back as well; who has one
-- is told, and the trainer.
SELECT fitclub.reschedule_class(1, '2101-01-04 13:00');
SELECT * FROM test.class;
SELECT * FROM test.seat;
SELECT * FROM test.bill;
SELECT * FROM test.told;
DELETE FROM fitclub.notification;
-- Over its own old time, longer; another room; another trainer.
SELECT fitclub.reschedule_class(1, '2101-01-04 13:30', '2101-01-04 15:00');
SELECT fitclub.reschedule_class(1, '2101-01-04 13:30', room_id => 2);
SELECT fitclub.reschedule_class(1, '2101-01-04 14:00', trainer_id => 2);
SELECT * FROM test.class;
SELECT * FROM test.seat;
SELECT * FROM test.bill;
SELECT * FROM test.told;
DELETE FROM fitclub.notification;
SELECT fitclub.substitute_trainer(1, 3);
SELECT * FROM test.class;
SELECT id, member, trainer, description FROM test.bill;
SELECT * FROM test.told;
DELETE FROM fitclub.notification;
-- Nothing new, nothing done.
SELECT test.state() AS before \gset
SELECT fitclub.reschedule_class(1, '2101-01-04 14:00');
SELECT fitclub.substitute_trainer(1, 3);
SELECT test.state() = :'before' AS unchanged;
SELECT * FROM fitclub.check_calendar();

-- Clashes and bad input. Tuesday the 4th: Cyd with Tina in the Studio, 9 to
-- 10; Tom's spin in the Hall, 11 to 12. The yoga is Una's in the Hall, 14 to
-- 15:30; the third class is cancelled.
SELECT fitclub.book_session(3, 1, 1, '2101-01-04 09:00', '2101-01-04 10:00');
SELECT fitclub.create_class('Spin', 2, 2, '2101-01-04 11:00', '2101-01-04 12:00');
SELECT fitclub.create_class('Gone', 2, 2, '2101-01-05 11:00', '2101-01-05 12:00');
SELECT fitclub.cancel_class(3);
SELECT c.input, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'room, session', $$SELECT fitclub.reschedule_class(1, '2101-01-04 09:30', room_id => 1)$$),
	(2, 'room, class', $$SELECT fitclub.reschedule_class(1, '2101-01-04 10:00')$$),
	(3, 'trainer, session', $$SELECT fitclub.reschedule_class(1, '2101-01-04 09:00', '2101-01-04 10:00', 2, 1)$$),
	(4, 'trainer, class', $$SELECT fitclub.reschedule_class(1, '2101-01-04 11:30', room_id => 1, trainer_id => 2)$$),
	(5, 'room too small', $$SELECT fitclub.reschedule_class(1, '2101-01-04 14:00', room_id => 3)$$),
	(6, 'substitute away', $$SELECT fitclub.reschedule_class(1, '2101-01-08 14:00', trainer_id => 1)$$),
	(7, 'into the evening', $$SELECT fitclub.reschedule_class(2, '2101-01-04 16:30')$$),
	(8, 'cancelled', $$SELECT fitclub.reschedule_class(3, '2101-01-06 11:00')$$),
	(9, 'cancelled, trainer', $$SELECT fitclub.substitute_trainer(3, 1)$$),
	(10, 'cancelled, update', $$SELECT fitclub.update_class(3, price => 1)$$),
	(11, 'cancelled, again', $$SELECT fitclub.cancel_class(3)$$),
	(12, 'unknown', $$SELECT fitclub.reschedule_class(99, '2101-01-06 11:00')$$),
	(13, 'unknown, trainer', $$SELECT fitclub.substitute_trainer(99, 1)$$),
	(14, 'unknown, cancel', $$SELECT fitclub.cancel_class(99)$$),
	(15, 'no class', $$SELECT fitclub.reschedule_class(NULL, '2101-01-06 11:00')$$),
	(16, 'no start', $$SELECT fitclub.reschedule_class(1, NULL)$$),
	(17, 'no substitute', $$SELECT fitclub.substitute_trainer(1, NULL)$$),
	(18, 'no class to cancel', $$SELECT fitclub.cancel_class(NULL)$$),
	(19, 'no choice', $$SELECT fitclub.reschedule_class(1, '2101-01-06 11:00', on_member_conflict => NULL)$$),
	(20, 'another choice', $$SELECT fitclub.reschedule_class(1, '2101-01-06 11:00', on_member_conflict => 'ignore')$$),
	(21, 'unknown trainer', $$SELECT fitclub.reschedule_class(1, '2101-01-06 11:00', trainer_id => 99)$$),
	(22, 'unknown room', $$SELECT fitclub.reschedule_class(1, '2101-01-06 11:00', room_id => 99)$$),
	(23, 'unknown substitute', $$SELECT fitclub.substitute_trainer(1, 99)$$),
	(24, 'reversed', $$SELECT fitclub.reschedule_class(1, '2101-01-06 11:00', '2101-01-06 10:00')$$),
	(25, 'over 24 hours', $$SELECT fitclub.reschedule_class(1, '2101-01-06 11:00', '2101-01-07 12:00')$$),
	(26, 'to infinity', $$SELECT fitclub.reschedule_class(1, '2101-01-06 11:00', 'infinity')$$),
	(27, 'from infinity', $$SELECT fitclub.reschedule_class(1, 'infinity')$$)
) AS c (n, input, sql), test.refusal(c.sql) AS r ORDER BY c.n;
-- A substitute who is busy, away, or has left.
SELECT fitclub.book_session(4, 2, 1, '2101-01-04 15:00', '2101-01-04 16:00');
SELECT sqlstate, constraint_name, table_name, message FROM test.refusal('SELECT fitclub.substitute_trainer(1, 2)');
SELECT fitclub.update_trainer(1, is_active => false);
SELECT sqlstate, constraint_name, table_name, message FROM test.refusal('SELECT fitclub.substitute_trainer(1, 1)');
SELECT * FROM fitclub.check_calendar();

--
-- A move that registered members cannot follow
--
SELECT test.open_club();
-- Yoga on Monday, 9 to 10, with all four. On Tuesday at that time Ann has a
-- session online, and Bob and Cyd another class, which Cyd has given up.
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.register_for_class(n, 1) FROM generate_series(1, 4) AS n;
SELECT fitclub.create_class('Spin', 2, 2, '2101-01-04 09:00', '2101-01-04 10:00');
SELECT fitclub.register_for_class(2, 2);
SELECT fitclub.register_for_class(3, 2);
SELECT fitclub.cancel_registration(6);
SELECT fitclub.book_session(1, 3, NULL, '2101-01-04 09:30', '2101-01-04 10:00');
SELECT fitclub.record_payment(2, 50);
SELECT fitclub.record_payment(4, 10);
SELECT * FROM test.refusal($$ SELECT fitclub.reschedule_class(1, '2101-01-04 09:00') $$) \gx
SELECT message FROM test.refusal($$ SELECT fitclub.reschedule_class(1, '2101-01-04 09:00', '2101-01-04 09:30') $$);
-- Neighbours do not clash.
BEGIN;
SELECT fitclub.reschedule_class(1, '2101-01-04 10:00');
ROLLBACK;
-- Those who cannot come lose their seats, and owe nothing for them; what has
-- been paid stays until it is refunded.
SELECT fitclub.reschedule_class(1, '2101-01-04 09:00', on_member_conflict => 'cancel');
SELECT * FROM test.class;
SELECT * FROM test.seat;
SELECT * FROM test.bill;
SELECT * FROM test.told;
SELECT * FROM fitclub.check_calendar();
-- The others' rules come first: nobody loses a seat for a move that fails.
SELECT sqlstate, constraint_name, message, left_behind FROM test.refusal($$
	SELECT fitclub.reschedule_class(1, '2101-01-04 09:00', room_id => 2, on_member_conflict => 'cancel') $$);
-- If nobody clashes, nobody loses a seat.
SELECT fitclub.reschedule_class(1, '2101-01-05 09:00', on_member_conflict => 'cancel');
SELECT * FROM test.seat WHERE class = 'Yoga';

--
-- cancel_class
--
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.register_for_class(n, 1) FROM generate_series(1, 4) AS n;
SELECT fitclub.record_payment(2, 50);
SELECT fitclub.record_payment(3, 20);
SELECT fitclub.cancel_registration(4);
-- Not the members' doing: there is no fee.
SELECT fitclub.update_club(cancellation_notice => '360 days', late_cancellation_fee_percent => 100);
SELECT fitclub.create_class('Soon', 3, 3, now() + interval '1 hour', now() + interval '2 hours');
SELECT fitclub.register_for_class(1, 2);
SELECT fitclub.cancel_class(1);
SELECT fitclub.cancel_class(2);
SELECT id, name, cancelled FROM test.class;
SELECT id, member, class, cancelled FROM test.seat;
SELECT id, member, booking, amount, status FROM test.bill;
SELECT who, regexp_replace(message, 'Soon on .* is', 'Soon on ... is') AS message FROM test.told;
SELECT fitclub.member_balance(n) FROM generate_series(1, 4) AS n;
-- Its room, its trainer and its members are free.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT * FROM fitclub.check_calendar();
SELECT test.clean_club();
