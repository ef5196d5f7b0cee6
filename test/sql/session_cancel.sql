--
-- cancel_session: the time is free again, and the bill is settled.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
-- 2101-01-03 is a Monday.
SELECT test.open_club();

-- 1: nothing is paid; 2: some of it; 3: all of it; 4: free; 5: stays.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.book_session(2, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT fitclub.book_session(3, 1, 1, '2101-01-03 11:00', '2101-01-03 12:00');
SELECT fitclub.book_session(4, 1, 1, '2101-01-03 12:00', '2101-01-03 13:00', price => 0);
SELECT fitclub.book_session(4, 2, 2, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.record_payment(2, 30.5);
SELECT fitclub.record_payment(3, 85);
SELECT id, member, amount, status FROM test.bill;

SELECT fitclub.cancel_session(n) FROM generate_series(1, 4) AS n;
SELECT id, member, cancelled FROM test.session;
-- The second stands for what was paid of it.
SELECT * FROM test.bill;
SELECT m.first_name, fitclub.member_balance(m.member_id) FROM fitclub.member AS m ORDER BY 1;
SELECT payment_id, billing_id, amount FROM fitclub.payment ORDER BY 1;
SELECT * FROM test.told;

-- What was paid can be given back.
SELECT fitclub.refund_payment(1);
SELECT fitclub.refund_payment(2, 40);
SELECT * FROM test.bill;
SELECT fitclub.member_balance(2), fitclub.member_balance(3);

-- The room, the trainer and the member are free for others at once.
SELECT fitclub.book_session(2, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.book_session(1, 3, 3, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 10:30', '2101-01-03 11:30');
SELECT fitclub.register_for_class(2, 1);
-- Again what was cancelled: the new session has a bill of its own.
SELECT fitclub.book_session(4, 1, 1, '2101-01-03 12:00', '2101-01-03 13:00');
SELECT id, member, trainer, room, start_time, cancelled FROM test.session;
SELECT id, member, booking, amount, status FROM test.bill;

-- What is cancelled stays cancelled.
SELECT * FROM test.refusal('SELECT fitclub.cancel_session(1)') \gx
SELECT c.input, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'again', 'SELECT fitclub.cancel_session(1)'),
	(2, 'to move it', $$SELECT fitclub.reschedule_session(1, '2101-01-05 09:00')$$),
	(3, 'another room', 'SELECT fitclub.reassign_session(1, 2)'),
	(4, 'unknown', 'SELECT fitclub.cancel_session(99)'),
	(5, 'no session', 'SELECT fitclub.cancel_session(NULL)'),
	(6, 'fee or not', 'SELECT fitclub.cancel_session(5, NULL)'),
	(7, 'to pay for it', 'SELECT fitclub.record_payment(1, 85)')
) AS c (n, input, sql), test.refusal(c.sql) AS r ORDER BY c.n;
SELECT * FROM fitclub.check_calendar();

--
-- The fee for a late cancellation.
--
SELECT test.open_club();
-- In good time there is no fee, whatever the percentage.
SELECT fitclub.update_club(late_cancellation_fee_percent => 50);
SELECT fitclub.book_session(1, 3, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.cancel_session(1);
SELECT id, member, amount, status FROM test.bill;

-- In less than a day: half of the price, in an item of its own.
SELECT fitclub.book_session(1, 3, 1, now() + interval '2 hours', now() + interval '3 hours');
SELECT fitclub.cancel_session(2);
SELECT id, member, booking, trainer, amount, status,
	regexp_replace(description, ' on .*', ' on ...') AS description
FROM test.bill WHERE id > 1;
SELECT fitclub.member_balance(1);
SELECT fitclub.record_payment(3, 42.5);
SELECT fitclub.member_balance(1);

-- No fee: waived; a free session; a shorter notice; none. What is paid pays for it.
SELECT fitclub.book_session(2, 3, 1, now() + interval '2 hours', now() + interval '3 hours');
SELECT fitclub.cancel_session(3, waive_fee => true);
SELECT fitclub.book_session(2, 3, 1, now() + interval '2 hours', now() + interval '3 hours');
SELECT fitclub.record_payment(5, 85);
SELECT fitclub.cancel_session(4);
SELECT fitclub.book_session(2, 3, 1, now() + interval '2 hours', now() + interval '3 hours', price => 0);
SELECT fitclub.cancel_session(5);
SELECT fitclub.update_club(cancellation_notice => '1 hour');
SELECT fitclub.book_session(2, 3, 1, now() + interval '2 hours', now() + interval '3 hours');
SELECT fitclub.cancel_session(6);
SELECT fitclub.update_club(cancellation_notice => '0');
SELECT fitclub.book_session(2, 3, 1, now() + interval '2 hours', now() + interval '3 hours');
SELECT fitclub.cancel_session(7);
SELECT id, booking, amount, status FROM test.bill WHERE member = 'Bob';
SELECT fitclub.member_balance(2);

-- Just in time, and a moment too late.
SELECT fitclub.update_club(cancellation_notice => '1 day');
BEGIN;
SELECT fitclub.book_session(3, 3, 1, clock_timestamp() + interval '24 hours 1 minute',
	clock_timestamp() + interval '25 hours');
SELECT fitclub.cancel_session(8);
SELECT id, booking, amount, status FROM test.bill WHERE member = 'Cyd';
SELECT fitclub.book_session(3, 3, 1, clock_timestamp() + interval '24 hours',
	clock_timestamp() + interval '25 hours');
SELECT fitclub.cancel_session(9);
SELECT id, booking, amount, status FROM test.bill WHERE member = 'Cyd';
COMMIT;

-- Rounded to the cent; all of the price; less than a cent is nothing.
SELECT fitclub.update_club(late_cancellation_fee_percent => 33.33);
SELECT fitclub.book_session(4, 3, 1, now() + interval '2 hours', now() + interval '3 hours', price => 85.05);
SELECT fitclub.cancel_session(10);
SELECT fitclub.update_club(late_cancellation_fee_percent => 100);
SELECT fitclub.book_session(4, 3, 1, now() + interval '2 hours', now() + interval '3 hours', price => 19.99);
SELECT fitclub.cancel_session(11);
SELECT fitclub.update_club(late_cancellation_fee_percent => 10);
SELECT fitclub.book_session(4, 3, 1, now() + interval '2 hours', now() + interval '3 hours', price => 0.04);
SELECT fitclub.cancel_session(12);
SELECT id, booking, amount, status FROM test.bill WHERE member = 'Dan';
SELECT fitclub.member_balance(4);
SELECT * FROM fitclub.check_calendar();
SELECT test.clean_club();
