--
-- Seats in classes: register_for_class, cancel_registration, record_attendance.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
-- 2101-01-03 is a Monday.
SELECT test.open_club();

-- 1: yoga with three seats, 9 to 10; 2: spin, 9:30 to 10:30; 3: a free talk,
-- 10 to 11; 4: cancelled.
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 09:00', '2101-01-03 10:00', capacity => 3);
SELECT fitclub.create_class('Spin', 2, 2, '2101-01-03 09:30', '2101-01-03 10:30', price => 12.5);
SELECT fitclub.create_class('Talk', 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', capacity => 1, price => 0);
SELECT fitclub.create_class('Gone', 2, 3, '2101-01-03 14:00', '2101-01-03 15:00');
SELECT fitclub.cancel_class(4);
DELETE FROM fitclub.notification;

--
-- register_for_class
--
-- A seat and its bill; a free class has none. Half-open neighbours.
SELECT fitclub.register_for_class(1, 1);
SELECT fitclub.register_for_class(member_id => 1, class_id => 3);
SELECT fitclub.register_for_class(2, 2);
SELECT * FROM test.seat;
SELECT * FROM test.bill;
SELECT registered_at <= now() AS registered FROM fitclub.class_registration LIMIT 1;
SELECT fitclub.member_balance(1), fitclub.member_balance(2);
SELECT * FROM test.told;

-- Once only; and one thing at a time: Ann's yoga and Bob's spin overlap, and
-- Cyd has a session from 8 to 9:30.
SELECT fitclub.book_session(3, 3, NULL, '2101-01-03 08:00', '2101-01-03 09:30');
SELECT * FROM test.refusal('SELECT fitclub.register_for_class(1, 1)') \gx
SELECT * FROM test.refusal('SELECT fitclub.register_for_class(3, 1)') \gx
SELECT c.input, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'again', 'SELECT fitclub.register_for_class(1, 1)'),
	(2, 'again, and full', 'SELECT fitclub.register_for_class(1, 3)'),
	(3, 'two classes', 'SELECT fitclub.register_for_class(1, 2)'),
	(4, 'two classes', 'SELECT fitclub.register_for_class(2, 1)'),
	(5, 'class and session', 'SELECT fitclub.register_for_class(3, 1)'),
	(6, 'full', 'SELECT fitclub.register_for_class(4, 3)'),
	(7, 'cancelled', 'SELECT fitclub.register_for_class(4, 4)'),
	(8, 'unknown member', 'SELECT fitclub.register_for_class(99, 1)'),
	(9, 'unknown class', 'SELECT fitclub.register_for_class(1, 99)'),
	(10, 'member 0', 'SELECT fitclub.register_for_class(0, 1)'),
	(11, 'class 0', 'SELECT fitclub.register_for_class(1, 0)'),
	(12, 'no member', 'SELECT fitclub.register_for_class(NULL, 1)'),
	(13, 'no class', 'SELECT fitclub.register_for_class(1, NULL)')
) AS c (n, input, sql), test.refusal(c.sql) AS r ORDER BY c.n;
-- The session that ends when the class begins does not clash.
SELECT fitclub.register_for_class(3, 2);

-- To the last seat.
SELECT fitclub.cancel_registration(3);
SELECT fitclub.register_for_class(4, 1);
SELECT fitclub.register_for_class(2, 1);
SELECT fitclub.create_member('Eve', 'Member', 'eve@example.org');
SELECT * FROM test.refusal('SELECT fitclub.register_for_class(5, 1)') \gx
-- A seat given back is the next one's, and one more seat as well.
SELECT fitclub.cancel_registration(6);
SELECT fitclub.register_for_class(5, 1);
SELECT sqlstate, constraint_name, message FROM test.refusal('SELECT fitclub.register_for_class(2, 1)');
SELECT fitclub.update_class(1, capacity => 4);
SELECT fitclub.register_for_class(2, 1);
SELECT sqlstate, constraint_name, message FROM test.refusal('SELECT fitclub.update_class(1, capacity => 3)');
SELECT * FROM test.seat;
SELECT id, member, booking, amount, status FROM test.bill;
SELECT * FROM fitclub.check_calendar();

--
-- cancel_registration
--
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.create_class('Talk', 2, 2, '2101-01-03 10:00', '2101-01-03 11:00', price => 0);
SELECT fitclub.register_for_class(n, 1) FROM generate_series(1, 3) AS n;
SELECT fitclub.register_for_class(1, 2);
-- Not paid, paid in part, paid; and a free seat.
SELECT fitclub.record_payment(2, 20);
SELECT fitclub.record_payment(3, 50);
SELECT fitclub.cancel_registration(n) FROM generate_series(1, 4) AS n;
SELECT * FROM test.seat;
SELECT * FROM test.bill;
SELECT fitclub.member_balance(n) FROM generate_series(1, 3) AS n;
-- The time is free.
SELECT fitclub.book_session(1, 3, 3, '2101-01-03 09:30', '2101-01-03 10:30');
SELECT fitclub.cancel_session(1);
SELECT c.input, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'again', 'SELECT fitclub.cancel_registration(1)'),
	(2, 'unknown', 'SELECT fitclub.cancel_registration(99)'),
	(3, 'no registration', 'SELECT fitclub.cancel_registration(NULL)'),
	(4, 'fee or not', 'SELECT fitclub.cancel_registration(1, NULL)')
) AS c (n, input, sql), test.refusal(c.sql) AS r ORDER BY c.n;
SELECT * FROM test.refusal('SELECT fitclub.cancel_registration(1)') \gx

-- Again in the same class: a new bill if nothing was paid, the rest of the
-- price if some of it was, nothing if all of it was.
SELECT fitclub.register_for_class(n, 1) FROM generate_series(1, 3) AS n;
SELECT n AS member_id, fitclub.member_balance(n) FROM generate_series(1, 3) AS n;
SELECT id, member, booking, amount, status FROM test.bill WHERE member IN ('Ann', 'Cyd') ORDER BY member, id;
SELECT * FROM fitclub.check_calendar();
-- And once more after the money was given back: a new bill.
SELECT fitclub.cancel_registration(registration_id)
FROM fitclub.class_registration WHERE member_id = 3 AND cancelled_at IS NULL;
SELECT fitclub.refund_payment(2);
SELECT fitclub.register_for_class(3, 1);
SELECT fitclub.member_balance(3);
SELECT booking, amount, status FROM test.bill WHERE member = 'Cyd' ORDER BY id;
SELECT * FROM fitclub.check_calendar();

-- The fee for a late one: half of the price, unless it is waived, or not late,
-- or the class is free. What is paid pays for it.
SELECT test.open_club();
SELECT fitclub.update_club(late_cancellation_fee_percent => 50);
SELECT fitclub.create_class('Soon', 3, 2, now() + interval '2 hours', now() + interval '3 hours', price => 33.33);
SELECT fitclub.create_class('Later', 3, 2, now() + interval '30 hours', now() + interval '31 hours');
SELECT fitclub.create_class('Talk', 3, 2, now() + interval '4 hours', now() + interval '5 hours', price => 0);
SELECT fitclub.register_for_class(n, 1) FROM generate_series(1, 3) AS n;
SELECT fitclub.register_for_class(4, 2);
SELECT fitclub.register_for_class(4, 3);
SELECT fitclub.record_payment(3, 33.33);
SELECT fitclub.cancel_registration(1);
SELECT fitclub.cancel_registration(2, waive_fee => true);
SELECT fitclub.cancel_registration(n) FROM generate_series(3, 5) AS n;
SELECT id, member, booking, trainer, amount, status,
	regexp_replace(description, ' on .*', ' on ...') AS description
FROM test.bill;
SELECT fitclub.member_balance(n) FROM generate_series(1, 4) AS n;

--
-- record_attendance, from an hour before a class
--
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 1, 1, '2001-01-01 09:00', '2001-01-01 10:00') AS held,
	fitclub.create_class('Spin', 3, 2, now() - interval '1 hour', now() + interval '1 hour') AS begun,
	fitclub.create_class('Talk', 3, 2, now() + interval '90 minutes', now() + interval '2 hours') AS soon;
SELECT fitclub.register_for_class(n, 1) FROM generate_series(1, 3) AS n;
SELECT fitclub.register_for_class(4, 2), fitclub.register_for_class(4, 3);
SELECT fitclub.record_attendance(1);
SELECT fitclub.record_attendance(2, true);
SELECT fitclub.record_attendance(2, attended => false);
SELECT fitclub.record_attendance(3);
SELECT fitclub.record_attendance(4);
-- Who came has come, whatever becomes of the seat.
SELECT fitclub.cancel_registration(3, reason => 'Came by mistake');
SELECT registration_id, attended, cancelled_at IS NOT NULL AS cancelled, cancellation_reason
FROM fitclub.class_registration ORDER BY registration_id;
SELECT c.input, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'cancelled', 'SELECT fitclub.record_attendance(3)'),
	(2, 'unknown', 'SELECT fitclub.record_attendance(99)'),
	(3, 'no registration', 'SELECT fitclub.record_attendance(NULL)'),
	(4, 'there or not', 'SELECT fitclub.record_attendance(1, NULL)'),
	(5, 'to come', 'SELECT fitclub.record_attendance(5)'),
	(6, 'not to come', 'SELECT fitclub.record_attendance(5, false)'),
	(7, 'moved to come', $$SELECT fitclub.reschedule_class(1, '2101-01-03 09:00')$$)
) AS c (n, input, sql), test.refusal(c.sql) AS r ORDER BY c.n;
-- In the past a class moves with its attendance.
SELECT fitclub.reschedule_class(1, '2001-01-01 11:00');
SELECT * FROM fitclub.check_calendar();

--
-- What is over is cancelled by the desk, for a reason that is kept.
--
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 1, 1, '2001-01-01 09:00', '2001-01-01 10:00') AS class,
	fitclub.create_class('Spin', 3, 2, now() - interval '2 hours', now() + interval '1 hour') AS begun,
	fitclub.book_session(4, 1, NULL, '2001-01-01 11:00', '2001-01-01 12:00') AS session,
	fitclub.create_staff('Sue', 'Desk', 'sue@example.org', 'correct horse') AS staff;
SELECT fitclub.register_for_class(n, 1) FROM generate_series(1, 3) AS n;
SELECT fitclub.register_for_class(4, 2);
SELECT fitclub.record_attendance(1);
SELECT c.input, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'seat', 'SELECT fitclub.cancel_registration(1)'),
	(2, 'session', 'SELECT fitclub.cancel_session(1)'),
	(3, 'class', 'SELECT fitclub.cancel_class(1)'),
	(4, 'seat, no reason', 'SELECT fitclub.cancel_registration(1, false, NULL)'),
	(5, 'seat, blank', $$SELECT fitclub.cancel_registration(1, reason => ' ')$$),
	(6, 'session, blank', $$SELECT fitclub.cancel_session(1, reason => '')$$),
	(7, 'class, blank', $$SELECT fitclub.cancel_class(1, E'\t')$$)
) AS c (n, input, sql), test.refusal(c.sql) AS r ORDER BY c.n;
SELECT c.persona, c.input, r.sqlstate, r.constraint_name, r.message
FROM (VALUES
	(1, 'member:1', $$SELECT fitclub.cancel_registration(1, reason => 'Ill')$$),
	(2, 'member:4', $$SELECT fitclub.cancel_session(1, reason => 'Ill')$$),
	(3, 'trainer:1', $$SELECT fitclub.cancel_session(1, reason => 'Ill')$$),
	(4, 'trainer:1', $$SELECT fitclub.cancel_class(1, 'Ill')$$),
	(5, 'member:1', 'SELECT fitclub.cancel_registration(1)'),
	(6, 'trainer:1', 'SELECT fitclub.cancel_class(1)')
) AS c (n, persona, input)
CROSS JOIN LATERAL set_config('fitclub.identity', c.persona, true) AS s,
	test.refusal(c.input) AS r ORDER BY c.n;
-- What has begun and is not over needs no reason, but may have one.
SELECT fitclub.cancel_class(2, 'The water is cold');
SET fitclub.identity = 'staff:1';
SELECT fitclub.cancel_registration(2, reason => 'Was ill');
SELECT fitclub.cancel_session(1, true, 'Trainer was ill');
SELECT fitclub.cancel_class(1, reason => 'The room was locked');
RESET fitclub.identity;
SELECT name, cancellation_reason FROM fitclub.class_schedule ORDER BY class_id;
SELECT session_id, cancellation_reason FROM fitclub.private_session;
SELECT registration_id, attended, cancellation_reason FROM fitclub.class_registration ORDER BY registration_id;
SELECT id, member, booking, amount, status FROM test.bill;
SELECT persona, person_id, new_row ->> 'cancellation_reason' AS reason
FROM fitclub.audit_log WHERE table_name = 'class_schedule' AND row_key = '1' ORDER BY at DESC LIMIT 1;
SELECT * FROM fitclub.check_calendar();
SELECT * FROM fitclub.verify();
SELECT test.clean_club();

--
-- Of a class that has not begun only some have come yet: that is forgotten with the seat, and when the class is to be later.
--
SELECT test.open_club();
SELECT fitclub.create_class('Dawn', 3, 2, now() + interval '30 minutes', now() + interval '50 minutes') AS near;
SELECT fitclub.register_for_class(n, 1) FROM generate_series(1, 3) AS n;
SELECT fitclub.record_attendance(n) FROM generate_series(1, 3) AS n;
SELECT rule FROM fitclub.verify();
SELECT fitclub.cancel_registration(1);
SELECT fitclub.reschedule_class(1, now() + interval '55 minutes');
SELECT registration_id, attended, cancelled_at IS NOT NULL AS cancelled FROM fitclub.class_registration WHERE class_id = 1 ORDER BY 1;
SELECT fitclub.record_attendance(2, false), fitclub.reschedule_class(1, now() + interval '3 hours');
SELECT registration_id, attended, cancelled_at IS NOT NULL AS cancelled FROM fitclub.class_registration WHERE class_id = 1 ORDER BY 1;
SELECT rule FROM fitclub.verify();
SELECT test.clean_club();

--
-- A seat that is taken and lost in one transaction, as the class moves to when its member is booked.
--
SELECT test.open_club();
SELECT fitclub.create_class('Dusk', 3, 2, '2101-01-03 12:00', '2101-01-03 13:00') AS class;
SELECT fitclub.book_session(1, 1, NULL, '2101-01-04 10:00', '2101-01-04 11:00') AS session;
BEGIN;
SELECT fitclub.register_for_class(n, 1) AS seat FROM generate_series(1, 2) AS n;
SELECT fitclub.reschedule_class(1, '2101-01-04 10:00', on_member_conflict => 'cancel') AS moved;
COMMIT;
SELECT registration_id, start_time, end_time, cancelled_at IS NOT NULL AS cancelled FROM fitclub.class_registration ORDER BY 1;
SELECT id, member, amount, status FROM test.bill;
SELECT rule FROM fitclub.verify();
SELECT test.clean_club();
