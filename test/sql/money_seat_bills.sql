--
-- What a seat costs a member who gives it back and takes it again; late fees; bills
-- for bookings that have none.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 09:00', '2101-01-03 10:00', price => 50);
CREATE VIEW test.seat_bill AS
SELECT b.billing_id AS id, b.amount, b.status, sum(p.amount) AS paid,
	fitclub.member_balance(b.member_id) AS balance
FROM fitclub.billing_item AS b LEFT JOIN fitclub.payment AS p USING (billing_id)
GROUP BY b.billing_id ORDER BY b.billing_id;

-- A cent does not buy a seat: the bill is taken up again for the rest.
SELECT fitclub.register_for_class(1, 1) AS seat \gset
SELECT fitclub.record_payment(1, 0.01);
SELECT fitclub.cancel_registration(:seat);
SELECT * FROM test.seat_bill;
SELECT fitclub.register_for_class(1, 1) AS seat \gset
SELECT * FROM test.seat_bill;
SELECT fitclub.record_payment(1, 49.99);
SELECT * FROM test.seat_bill;

-- Nor does a payment that was given back, but for the cent that is left.
SELECT fitclub.cancel_registration(:seat);
SELECT fitclub.refund_payment(2);
SELECT fitclub.register_for_class(1, 1) AS seat \gset
SELECT * FROM test.seat_bill;
SELECT fitclub.cancel_registration(:seat);
SELECT fitclub.refund_payment(1);
SELECT fitclub.register_for_class(1, 1) AS seat \gset
SELECT * FROM test.seat_bill;

-- Who has paid once does not pay again, at whatever price.
SELECT fitclub.record_payment(2, 50);
SELECT fitclub.cancel_registration(:seat);
SELECT fitclub.update_class(1, price => 40);
SELECT fitclub.register_for_class(1, 1) AS seat \gset
SELECT * FROM test.seat_bill;
SELECT fitclub.cancel_registration(:seat);
SELECT fitclub.update_class(1, price => 60);
SELECT fitclub.register_for_class(1, 1) AS seat \gset
SELECT * FROM test.seat_bill;
SELECT rule, table_name, row_id FROM fitclub.check_calendar();

-- The bill follows the class as it is now.
SELECT fitclub.cancel_registration(:seat);
SELECT fitclub.reschedule_class(1, '2101-01-03 15:00', trainer_id => 2);
SELECT rule, table_name, row_id FROM fitclub.verify();
SELECT fitclub.register_for_class(1, 1) AS seat \gset
SELECT trainer_id, description, amount, status FROM fitclub.billing_item WHERE billing_id = 2;
SELECT rule, table_name, row_id FROM fitclub.check_calendar();

-- A price holds for further registrations: nobody owes for a seat taken free.
SELECT fitclub.create_class('Talk', 2, 2, '2101-01-04 09:00', '2101-01-04 10:00', price => 0);
SELECT fitclub.register_for_class(2, 2);
SELECT fitclub.update_class(2, price => 20);
SELECT fitclub.register_for_class(3, 2);
SELECT g.member_id, g.price, b.amount FROM fitclub.class_registration AS g
LEFT JOIN fitclub.billing_item AS b USING (class_id, member_id)
WHERE g.class_id = 2 ORDER BY g.member_id;
SELECT rule, table_name, row_id FROM fitclub.check_calendar();

-- A fee for cancelling late, which what was paid pays for.
SELECT fitclub.update_club(cancellation_notice => '360 days', late_cancellation_fee_percent => 20);
SELECT set_config('test.soon', date_trunc('week', now() + interval '14 days')::date::text, false) IS NOT NULL AS soon;
SELECT fitclub.book_session(4, 1, 1, current_setting('test.soon')::date + time '10:00', current_setting('test.soon')::date + time '11:00', price => 100) AS session \gset
SELECT billing_id AS bill FROM fitclub.billing_item WHERE private_session_id = :session \gset
SELECT fitclub.record_payment(:bill, 0.01);
SELECT fitclub.cancel_session(:session);
SELECT amount, status, left(description, 15) AS description FROM fitclub.billing_item
WHERE member_id = 4 ORDER BY amount;
SELECT fitclub.member_balance(4);
SELECT fitclub.book_session(4, 1, 1, current_setting('test.soon')::date + time '10:00', current_setting('test.soon')::date + time '11:00', price => 100) AS session \gset
SELECT billing_id AS bill FROM fitclub.billing_item WHERE private_session_id = :session \gset
SELECT fitclub.record_payment(:bill, 20);
SELECT fitclub.cancel_session(:session);
SELECT fitclub.member_balance(4);
SELECT fitclub.update_club(cancellation_notice => '24 hours', late_cancellation_fee_percent => 0);

-- A bill for a booking that came in without one.
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time)
VALUES (1, 2, 3, '2101-01-05 09:00', '2101-01-05 10:00') RETURNING session_id AS session \gset
INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
VALUES (1, 2, '2101-01-04 09:00', '2101-01-04 10:00');
SELECT rule, table_name FROM fitclub.check_calendar();
SELECT r.sqlstate, r.constraint_name, r.column_name, r.message, r.detail
FROM (VALUES
	(1, 'SELECT fitclub.create_billing_item(1, 84, ''x'', private_session_id => %1$s)'),
	(2, 'SELECT fitclub.create_billing_item(2, 85, ''x'', private_session_id => %1$s)'),
	(3, 'SELECT fitclub.create_billing_item(1, 85, ''x'', private_session_id => 999)'),
	(4, 'SELECT fitclub.create_billing_item(4, 20, ''x'', class_id => 2)'),
	(5, 'SELECT fitclub.create_billing_item(1, 19, ''x'', class_id => 2)')
) AS c (n, sql), test.refusal(format(c.sql, :session)) AS r ORDER BY c.n;
SELECT fitclub.create_billing_item(1, 85, 'Private session', private_session_id => :session) > 0 AS billed;
SELECT fitclub.create_billing_item(1, 20, 'Talk', class_id => 2) > 0 AS billed;
SELECT rule, table_name FROM fitclub.check_calendar();
SELECT r.sqlstate, r.constraint_name
FROM test.refusal(format('SELECT fitclub.create_billing_item(1, 85, ''x'', private_session_id => %s)', :session)) AS r;

-- The permission to exceed a room ends where the class grows or moves.
SELECT fitclub.update_club(allow_class_over_room => true);
SELECT fitclub.create_class('Big', 1, 3, '2101-01-05 11:00', '2101-01-05 12:00', capacity => 5) AS class \gset
SELECT fitclub.update_club(allow_class_over_room => false);
SELECT fitclub.update_class(:class, capacity => 4);
SELECT r.sqlstate, r.constraint_name FROM (VALUES
	('SELECT fitclub.update_class(%s, capacity => 6)'),
	('INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity) VALUES (''x'', 1, 3, ''2101-01-06 11:00'', ''2101-01-06 12:00'', 4)')
) AS c (sql), test.refusal(format(c.sql, :class)) AS r;
SELECT fitclub.reschedule_class(:class, '2101-01-05 12:00');
SELECT capacity, may_exceed_room FROM fitclub.class_schedule WHERE class_id = :class;

-- The settings come back when they are put back.
BEGIN;
DELETE FROM fitclub.club;
SELECT r.sqlstate, r.message, r.hint FROM test.refusal('SELECT fitclub.update_club(name => ''x'')') AS r;
INSERT INTO fitclub.club DEFAULT VALUES;
INSERT INTO fitclub.club (name) VALUES ('Another');
SELECT count(*), max(name) FROM fitclub.club;
ROLLBACK;
SELECT r.sqlstate, r.message FROM test.refusal('SELECT fitclub.mark_notification_read(NULL)') AS r;
SELECT c.call, r.sqlstate, r.constraint_name
FROM unnest(ARRAY['mark_notification_read(999)', 'list_notifications()', 'list_notifications(1, 1)']) WITH ORDINALITY AS c (call, n),
	test.refusal('SELECT * FROM fitclub.' || c.call) AS r ORDER BY c.n;
SELECT r.sqlstate, r.message FROM test.refusal('SELECT fitclub.update_club(time_zone => ''CET'')') AS r;
DROP VIEW test.seat_bill;
