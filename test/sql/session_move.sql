--
-- reschedule_session, reassign_session: the same session at another time, in
-- another room, with another trainer.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
-- 2101-01-03 is a Monday.
SELECT test.open_club();

SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 09:45', 'Boxing', 60);

-- Another time: the length is kept, the bill is the same item.
SELECT fitclub.reschedule_session(1, '2101-01-04 14:00');
SELECT * FROM test.session;
SELECT * FROM test.bill;
SELECT * FROM test.told;
DELETE FROM fitclub.notification;

-- A new end as well, and over the session's own old time.
SELECT fitclub.reschedule_session(1, '2101-01-04 14:30', '2101-01-04 15:30');
SELECT fitclub.reschedule_session(1, '2101-01-04 14:00', '2101-01-04 16:00');
SELECT fitclub.reschedule_session(1, '2101-01-04 14:45', '2101-01-04 15:15');
SELECT * FROM test.session;
SELECT * FROM test.bill;
SELECT * FROM test.told;
DELETE FROM fitclub.notification;

-- Another trainer, who is told like the one before.
SELECT fitclub.reschedule_session(1, '2101-01-04 15:00', trainer_id => 2);
SELECT id, trainer, room, start_time, end_time FROM test.session;
SELECT * FROM test.bill;
SELECT * FROM test.told;
DELETE FROM fitclub.notification;

-- Another room, online, and in a room again.
SELECT fitclub.reschedule_session(1, '2101-01-04 15:00', room_id => 2);
SELECT fitclub.reschedule_session(1, '2101-01-04 15:00', online => true);
SELECT room FROM test.session;
SELECT fitclub.reschedule_session(1, '2101-01-04 16:00');
SELECT room FROM test.session;
SELECT fitclub.reschedule_session(1, '2101-01-04 16:00', room_id => 3);
SELECT room FROM test.session;
SELECT * FROM test.told;
DELETE FROM fitclub.notification;

-- Where it is already: nothing happens, and nobody is told.
SELECT test.state() AS before \gset
SELECT fitclub.reschedule_session(1, '2101-01-04 16:00');
SELECT fitclub.reschedule_session(1, '2101-01-04 16:00', '2101-01-04 16:30', 3, 2);
SELECT fitclub.reassign_session(1, 3);
SELECT test.state() = :'before' AS unchanged;

-- The desk: the room, the time, or both.
SELECT fitclub.reassign_session(1, 1);
SELECT id, trainer, room, start_time, end_time FROM test.session;
SELECT fitclub.reassign_session(1, start_time => '2101-01-05 10:00');
SELECT id, trainer, room, start_time, end_time FROM test.session;
SELECT * FROM test.told;
DELETE FROM fitclub.notification;
SELECT fitclub.reassign_session(1, end_time => '2101-01-05 11:00');
SELECT id, trainer, room, start_time, end_time FROM test.session;
SELECT who FROM test.told;
DELETE FROM fitclub.notification;
SELECT fitclub.reassign_session(1, 2, '2101-01-05 11:00', '2101-01-05 12:30');
SELECT id, trainer, room, start_time, end_time FROM test.session;
SELECT fitclub.reassign_session(1, online => true);
SELECT id, trainer, room, start_time, end_time FROM test.session;
SELECT * FROM test.bill;
SELECT * FROM test.told;
DELETE FROM fitclub.notification;

-- A bill that is paid still tells the right time; a cancelled one is left as
-- it was; a free session gets no bill.
SELECT fitclub.book_session(2, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.book_session(3, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT fitclub.book_session(4, 1, 1, '2101-01-03 11:00', '2101-01-03 12:00', price => 0);
SELECT fitclub.record_payment(2, 85);
SELECT fitclub.cancel_billing_item(3);
SELECT fitclub.reschedule_session(2, '2101-01-06 09:00', trainer_id => 2);
SELECT fitclub.reschedule_session(3, '2101-01-06 10:00', trainer_id => 2);
SELECT fitclub.reschedule_session(4, '2101-01-06 11:00', trainer_id => 2);
SELECT * FROM test.session;
SELECT * FROM test.bill;
SELECT * FROM fitclub.check_calendar();

--
-- The rules of booking hold.
--
SELECT test.open_club();
-- 1: Ann with Tina in the Studio, 10 to 11. Tom's yoga in the Hall, 12 to 13,
-- with Ann and Bob. 2: Cyd with Una in the Loft, 9 to 9:30, is to be moved.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT fitclub.create_class('Yoga', 2, 2, '2101-01-03 12:00', '2101-01-03 13:00');
SELECT fitclub.register_for_class(1, 1);
SELECT fitclub.register_for_class(2, 1);
SELECT fitclub.book_session(3, 3, 3, '2101-01-03 09:00', '2101-01-03 09:30');
-- 3: Ann, and 4: Bob, in the Loft.
SELECT fitclub.book_session(1, 3, 3, '2101-01-03 15:00', '2101-01-03 16:00');
SELECT fitclub.book_session(2, 3, 3, '2101-01-03 16:00', '2101-01-03 17:00');
-- 5: Dan, of whom nothing is left.
SELECT fitclub.book_session(4, 3, 3, '2101-01-03 18:00', '2101-01-03 19:00');
SELECT fitclub.cancel_session(5);

SELECT * FROM test.refusal($$
	SELECT fitclub.reschedule_session(2, '2101-01-03 10:15', room_id => 1) $$) \gx
SELECT c.clash, r.sqlstate, r.constraint_name, r.table_name, r.message, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'room, session', $$SELECT fitclub.reschedule_session(2, '2101-01-03 10:15', room_id => 1)$$),
	(2, 'room, class', $$SELECT fitclub.reschedule_session(2, '2101-01-03 12:30', room_id => 2)$$),
	(3, 'room alone', $$SELECT fitclub.reassign_session(2, 1, '2101-01-03 10:15')$$),
	(4, 'room kept', $$SELECT fitclub.reschedule_session(2, '2101-01-03 15:30', trainer_id => 1)$$),
	(5, 'trainer, session', $$SELECT fitclub.reschedule_session(2, '2101-01-03 10:15', trainer_id => 1)$$),
	(6, 'trainer, class', $$SELECT fitclub.reschedule_session(2, '2101-01-03 12:30', trainer_id => 2)$$),
	(7, 'trainer online', $$SELECT fitclub.reschedule_session(2, '2101-01-03 15:30', online => true)$$),
	(8, 'member, session', $$SELECT fitclub.reschedule_session(3, '2101-01-03 09:30', '2101-01-03 10:30')$$),
	(9, 'member, registration', $$SELECT fitclub.reschedule_session(4, '2101-01-03 12:59', online => true)$$),
	(10, 'longer, into the next', $$SELECT fitclub.reassign_session(3, end_time => '2101-01-03 16:01')$$),
	(11, 'earlier, into the last', $$SELECT fitclub.reschedule_session(4, '2101-01-03 15:59')$$)
) AS c (n, clash, sql), test.refusal(c.sql) AS r ORDER BY c.n;

-- Half-open neighbours are free, and so is what was cancelled.
SELECT fitclub.reschedule_session(2, '2101-01-03 09:30', '2101-01-03 10:00', 1, 1);
SELECT fitclub.reschedule_session(2, '2101-01-03 11:00', '2101-01-03 12:00', 2, 2);
SELECT fitclub.reschedule_session(2, '2101-01-03 18:00', '2101-01-03 19:00', 3, 3);
SELECT id, member, trainer, room, start_time, end_time, cancelled FROM test.session;

-- Bad input.
SELECT c.input, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'cancelled', $$SELECT fitclub.reschedule_session(5, '2101-01-04 10:00')$$),
	(2, 'cancelled, desk', $$SELECT fitclub.reassign_session(5, 1)$$),
	(3, 'unknown', $$SELECT fitclub.reschedule_session(99, '2101-01-04 10:00')$$),
	(4, 'unknown, desk', $$SELECT fitclub.reassign_session(99, 1)$$),
	(5, 'no session', $$SELECT fitclub.reschedule_session(NULL, '2101-01-04 10:00')$$),
	(6, 'no start', $$SELECT fitclub.reschedule_session(1, NULL)$$),
	(7, 'nothing for the desk', $$SELECT fitclub.reassign_session(1)$$),
	(8, 'online or not', $$SELECT fitclub.reschedule_session(1, '2101-01-04 10:00', online => NULL)$$),
	(9, 'online in a room', $$SELECT fitclub.reschedule_session(1, '2101-01-04 10:00', room_id => 1, online => true)$$),
	(10, 'the same, desk', $$SELECT fitclub.reassign_session(1, 1, online => true)$$),
	(11, 'unknown room', $$SELECT fitclub.reschedule_session(1, '2101-01-04 10:00', room_id => 99)$$),
	(12, 'unknown trainer', $$SELECT fitclub.reschedule_session(1, '2101-01-04 10:00', trainer_id => 99)$$),
	(13, 'room 0', $$SELECT fitclub.reschedule_session(1, '2101-01-04 10:00', room_id => 0)$$),
	(14, 'trainer 0', $$SELECT fitclub.reschedule_session(1, '2101-01-04 10:00', trainer_id => 0)$$),
	(15, 'reversed', $$SELECT fitclub.reschedule_session(1, '2101-01-04 10:00', '2101-01-04 09:30')$$),
	(16, 'empty', $$SELECT fitclub.reschedule_session(1, '2101-01-04 10:00', '2101-01-04 10:00')$$),
	(17, 'end before its start', $$SELECT fitclub.reassign_session(1, end_time => '2101-01-03 09:30')$$),
	(18, 'over 24 hours', $$SELECT fitclub.reschedule_session(1, '2101-01-04 10:00', '2101-01-05 10:00:01', trainer_id => 3)$$),
	(19, 'from infinity', $$SELECT fitclub.reschedule_session(1, 'infinity')$$),
	(20, 'from -infinity', $$SELECT fitclub.reschedule_session(1, '-infinity')$$),
	(21, 'to infinity', $$SELECT fitclub.reschedule_session(1, '2101-01-04 10:00', 'infinity')$$),
	(22, 'at night', $$SELECT fitclub.reschedule_session(1, '2101-01-04 20:00')$$),
	(23, 'too long a day', $$SELECT fitclub.reassign_session(1, end_time => '2101-01-03 17:01')$$),
	(24, 'trainer not there', $$SELECT fitclub.reschedule_session(4, '2101-01-08 10:00', trainer_id => 1)$$)
) AS c (n, input, sql), test.refusal(c.sql) AS r ORDER BY c.n;
SELECT * FROM test.refusal($$ SELECT fitclub.reschedule_session(5, '2101-01-04 10:00') $$) \gx
SELECT * FROM test.refusal($$ SELECT fitclub.reassign_session(1, 1, online => true) $$) \gx

-- A trainer who has left: the work he has may get another room or another
-- trainer, but not another time, and he gets no more of it.
SELECT fitclub.update_trainer(1, is_active => false);
SELECT sqlstate, constraint_name, message, left_behind FROM test.refusal($$
	SELECT fitclub.reschedule_session(1, '2101-01-03 14:00') $$);
SELECT sqlstate, constraint_name, message, left_behind FROM test.refusal($$
	SELECT fitclub.reschedule_session(2, '2101-01-03 14:00', trainer_id => 1) $$);
SELECT fitclub.reassign_session(1, 3);
SELECT fitclub.reschedule_session(1, '2101-01-03 10:00', trainer_id => 3);
SELECT id, member, trainer, room, start_time, end_time FROM test.session WHERE id = 1;
SELECT * FROM fitclub.check_calendar();
