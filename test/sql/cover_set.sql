--
-- Another way to pay for a booking, and what could pay for one.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 3, 1, '2101-01-10 12:00', '2101-01-10 13:00');
SELECT fitclub.book_session(1, 3, NULL, '2101-01-10 10:00', '2101-01-10 11:00'), fitclub.register_for_class(1, 1);
-- find_cover() without packs, with what Ann gets meanwhile, and of those what does not do.
SELECT * FROM fitclub.find_cover(1, 1);
SELECT test.give_lot(1, 5, '2101-02-28') AS good, test.give_lot(1, 5, '2101-01-09') AS over, test.give_lot(1, 5, price => 90) AS unpaid,
	test.give_lot(1, 5, '2101-03-31', '2101-02-01') AS later, test.give_lot(2, 1) AS bobs, test.give_membership(1, 2, '2101-01-05') AS two_visits,
	test.give_membership(1, NULL, '2000-01-01', '2001-01-01') AS long_ended, test.give_membership(1, NULL, '2101-02-01') AS not_begun;
INSERT INTO fitclub.plan_scope (plan_id, kind, discount) VALUES (1, 'session', 100), (1, 'class', 10);
SELECT * FROM fitclub.find_cover(1, 1);
SELECT * FROM fitclub.find_cover(1, trainer_id => 3, start_time => '2101-01-10 10:00');
SELECT * FROM fitclub.find_cover(1, start_time => '2101-02-10 10:00', activity_type => 'Boxing');

-- To a lot, to the same, to another way, and back to a bill.
CREATE VIEW test.paid AS SELECT kind, price, cover, bills FROM test.cover;
SELECT fitclub.set_cover('lot', 1);
SELECT fitclub.set_cover('lot', registration_id => 1);
SELECT * FROM test.paid;
SELECT * FROM test.lot;
SELECT rule, table_name, row_id, detail FROM fitclub.verify();
SELECT b.billing_id, b.status, c.amount, c.reason FROM fitclub.billing_item AS b JOIN fitclub.bill_credit AS c USING (billing_id) ORDER BY c.credit_id;
SELECT count(*) AS events FROM fitclub.bill_credit;
SELECT fitclub.set_cover('lot', 1), fitclub.set_cover('lot', 1, lot_id => 1);
SELECT count(*) AS events FROM fitclub.bill_credit;
SELECT fitclub.set_cover('membership', 1);
SELECT * FROM test.paid;
SELECT fitclub.set_cover('bill', 1), fitclub.set_cover('bill', registration_id => 1);
SELECT * FROM test.paid;
SELECT fitclub.set_cover('bill', 1);
SELECT b.billing_id, b.status, c.amount, c.reason FROM fitclub.billing_item AS b JOIN fitclub.bill_credit AS c USING (billing_id) ORDER BY c.credit_id;
SELECT rule, table_name, row_id, detail FROM fitclub.verify();

-- What is refused.
SELECT fitclub.book_session(1, 3, NULL, '2101-01-20 10:00', '2101-01-20 11:00', price => 20) AS paid,
	fitclub.book_session(1, 3, NULL, '2101-01-20 12:00', '2101-01-20 13:00', price => 0) AS free,
	fitclub.book_session(2, 3, NULL, '2101-01-20 14:00', '2101-01-20 15:00', price => 20) AS of_bob,
	fitclub.book_session(3, 3, NULL, '2101-01-20 16:00', '2101-01-20 17:00', price => 20) AS of_cyd,
	fitclub.book_session(1, 3, NULL, '2020-01-20 16:00', '2020-01-20 17:00', price => 20) AS begun,
	fitclub.book_session(1, 3, NULL, '2101-01-21 16:00', '2101-01-21 17:00') AS cancelled, fitclub.cancel_session(7);
SELECT fitclub.record_payment((SELECT billing_id FROM fitclub.billing_item WHERE private_session_id = 2), 5);
INSERT INTO fitclub.pack_scope (pack_id, kind) VALUES (1, 'class');
SELECT * FROM test.refusal('SELECT fitclub.set_cover(''lot'', 2)') \gx
SELECT * FROM test.refusal('SELECT fitclub.set_cover(''lot'', 1, lot_id => 2)') \gx
SELECT c.n, c.what, r.sqlstate, r.constraint_name, r.table_name, r.message
FROM (VALUES
	(1, 'another way', $$'card', 1$$),
	(2, 'no way', $$NULL, 1$$),
	(3, 'no booking', $$'lot'$$),
	(4, 'two bookings', $$'lot', 1, 1$$),
	(5, 'a lot for a bill', $$'bill', 1, lot_id => 1$$),
	(6, 'no such session', $$'lot', 99$$),
	(7, 'no such seat', $$'lot', registration_id => 99$$),
	(8, 'paid in part', $$'lot', 2$$),
	(9, 'free', $$'lot', 3$$),
	(10, 'begun', $$'lot', 6$$),
	(11, 'cancelled', $$'bill', 7$$),
	(12, 'not valid', $$'lot', 1, lot_id => 2$$),
	(13, 'not paid', $$'lot', 1, lot_id => 3$$),
	(14, 'not for it', $$'lot', 1, lot_id => 1$$),
	(15, 'of another member', $$'lot', 1, lot_id => 5$$),
	(16, 'no such lot', $$'lot', 1, lot_id => 99$$),
	(17, 'no lot', $$'lot', 5$$),
	(18, 'no membership', $$'membership', 5$$),
	(19, 'not for classes', $$'membership', registration_id => 1$$)
) AS c (n, what, arguments), test.refusal(format('SELECT fitclub.set_cover(%s)', c.arguments)) AS r ORDER BY c.n;
-- No credits, no visits left, on hold.
INSERT INTO fitclub.service (kind, name, credits) VALUES ('session', 'Personal training', 2);
SELECT sqlstate, constraint_name FROM test.refusal('SELECT fitclub.set_cover(''lot'', 4, lot_id => 5)');
UPDATE fitclub.plan SET visits = 1 WHERE plan_id = 1;
SELECT fitclub.set_cover('membership', 1);
SELECT fitclub.book_session(1, 3, NULL, '2101-01-22 10:00', '2101-01-22 11:00', price => 20) AS session \gset
SELECT sqlstate, constraint_name, message FROM test.refusal(format('SELECT fitclub.set_cover(''membership'', %s)', :session));
INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) VALUES (1, '2101-01-20', '2101-01-30');
SELECT sqlstate, constraint_name, message FROM test.refusal(format('SELECT fitclub.set_cover(''membership'', %s)', :session));

-- Members: their own, and not as a way around what cancelling costs.
SELECT test.open_club();
SELECT fitclub.create_dependant(1, 'Kim', 'Child', '2015-01-01') AS kim;
SELECT test.give_lot(1, 5, is_shared => true), test.give_membership(2), test.give_lot(2, 5);
SELECT fitclub.book_session(m, 3, NULL, t, t + interval '1 hour', price => 20)
FROM (VALUES (1, timestamptz '2101-01-10 10:00'), (2, '2101-01-10 12:00'), (5, '2101-01-10 14:00')) AS b (m, t);
SET fitclub.identity = 'member:1';
SELECT fitclub.set_cover('lot', 1), fitclub.set_cover('lot', 3);
SELECT s, r.sqlstate, r.constraint_name FROM generate_series(1, 4) AS s, test.refusal(format('SELECT fitclub.set_cover(''bill'', %s)', s)) AS r ORDER BY s;
SELECT cover, id, name, left_over, price FROM fitclub.find_cover(5, start_time => '2101-01-10 18:00');
SELECT sqlstate, constraint_name FROM test.refusal('SELECT * FROM fitclub.find_cover(2, start_time => ''2101-01-10 18:00'')');
SET fitclub.identity = 'trainer:3';
SELECT sqlstate, constraint_name FROM test.refusal('SELECT fitclub.set_cover(''bill'', 1)');
RESET fitclub.identity;
SELECT * FROM test.cover;
SELECT * FROM test.lot;
UPDATE fitclub.club SET cancellation_notice = '360 days';
SELECT fitclub.book_session(m, 3, NULL, now() + make_interval(days => 1, hours => 2 * m), now() + make_interval(days => 1, hours => 2 * m + 1)) AS soon
FROM generate_series(1, 2) AS m;
SET fitclub.identity = 'member:1';
SELECT sqlstate, constraint_name, message FROM test.refusal('SELECT fitclub.set_cover(''bill'', 4)');
SET fitclub.identity = 'member:2';
-- An unlimited plan has nothing to lose, but a credit has.
SELECT fitclub.set_cover('lot', 5);
SELECT sqlstate, constraint_name FROM test.refusal('SELECT fitclub.set_cover(''membership'', 5)');
RESET fitclub.identity;
SELECT fitclub.set_cover('membership', 5);

-- To another lot, which is more than to be paid by a lot; what is so already leaves no lock.
SELECT test.open_club();
SELECT fitclub.create_dependant(1, 'Kim', 'Child', '2015-01-01') AS kim;
SELECT test.give_lot(1, 5, '2101-03-31') AS first, test.give_lot(1, 5, '2101-04-30', is_shared => true) AS second;
SELECT fitclub.book_session(1, 3, NULL, '2101-01-10 10:00', '2101-01-10 11:00');
SELECT fitclub.set_cover('lot', 1, lot_id => 2);
SELECT price, cover FROM test.cover;
SELECT * FROM test.lot;
SELECT left_behind, xid_used FROM test.refusal('SELECT fitclub.set_cover(''lot'', 1)');
-- Nobody is told of lots that are not theirs, be they there or not.
SELECT cover, id, left_over FROM fitclub.find_cover(5, start_time => '2101-01-10 18:00');
SELECT test.give_lot(2, 5) AS bobs;
SET fitclub.identity = 'member:1';
SELECT r.constraint_name, r.message FROM unnest(ARRAY[3, 99]) AS l, test.refusal(format('SELECT fitclub.set_cover(''lot'', 1, lot_id => %s)', l)) AS r;
RESET fitclub.identity;
-- What is free is paid for by nothing, and so is all if the club does not ask.
SELECT fitclub.create_class('Talk', 3, 1, '2101-01-10 12:00', '2101-01-10 13:00', price => 0);
SELECT * FROM fitclub.find_cover(1, 1);
UPDATE fitclub.club SET uses_cover = false;
SELECT cover, price FROM fitclub.find_cover(1, start_time => '2101-01-10 18:00');

-- Arguments of find_cover().
SELECT c.n, r.sqlstate, r.constraint_name, r.column_name
FROM (VALUES (1, 'NULL'), (2, '99'), (3, '1'), (4, '1, 99'), (5, '1, trainer_id => 99, start_time => now()'), (6, '1, start_time => ''infinity'''),
	(7, '1, start_time => now(), activity_type => '''''), (8, '1, start_time => now(), activity_type => NULL')) AS c (n, arguments),
	test.refusal(format('SELECT * FROM fitclub.find_cover(%s)', c.arguments)) AS r ORDER BY c.n;

DROP VIEW test.paid;
