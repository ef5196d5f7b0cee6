--
-- Bills and payments.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.clean_club();

SELECT fitclub.create_member('Ana', 'Lee', 'ana.lee@example.com');
SELECT fitclub.create_member('Ben', 'Cole', 'ben.cole@example.com');
SELECT fitclub.create_trainer('Tina', 'Ray', 'tina.ray@example.com');
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough');
SELECT fitclub.create_room('Studio', 10);
SELECT fitclub.set_availability(1, day, '00:00', '24:00') FROM generate_series(0, 6) AS day;

-- A bill's amount, state and payments, and whether account and statement of its member agree.
CREATE FUNCTION test.account(billing bigint)
RETURNS TABLE (amount numeric, status text, has_paid_at boolean, payments text, balance numeric,
	statement_closes numeric, agree boolean, proof bigint)
LANGUAGE sql AS $$
	SELECT b.amount, b.status, b.paid_at IS NOT NULL,
		(SELECT string_agg(p.amount::text, ' ' ORDER BY p.payment_id) FROM fitclub.payment AS p WHERE p.billing_id = billing),
		fitclub.member_balance(b.member_id), s.balance,
		fitclub.member_balance(b.member_id) = s.balance,
		(SELECT count(*) FROM fitclub.check_calendar())
	FROM fitclub.billing_item AS b
	CROSS JOIN LATERAL (
		SELECT coalesce((SELECT m.balance FROM fitclub.member_statement(b.member_id) WITH ORDINALITY
			AS m (at, kind, billing_id, payment_id, description, charge, credit, balance, line)
			ORDER BY m.line DESC LIMIT 1), 0) AS balance) AS s
	WHERE b.billing_id = billing
$$;
-- Nothing billed, nothing owed.
SELECT fitclub.member_balance(1);
SELECT * FROM fitclub.member_statement(1);

-- Paid in parts.
SELECT fitclub.create_billing_item(1, 100.10, 'Locker rental') AS bill \gset
SELECT billing_id, member_id, class_id, private_session_id, trainer_id, amount, description, status,
	created_at = updated_at AS not_updated, paid_at FROM fitclub.billing_item;
SELECT * FROM test.account(:bill);
SELECT fitclub.record_payment(:bill, 0.10) AS first \gset
SELECT * FROM test.account(:bill);
SELECT fitclub.record_payment(:bill, 33.33, 'cash', 1, 2, 'At the desk', 'In coins') AS second \gset
SELECT * FROM test.account(:bill);
SELECT test.state() AS before \gset
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM test.refusal(format('SELECT fitclub.record_payment(%s, 66.68)', :bill)) AS r;
SELECT test.state() = :'before' AS unchanged;
SELECT fitclub.record_payment(:bill, 66.67, 'bank_transfer') AS third \gset
SELECT * FROM test.account(:bill);
SELECT payment_id, member_id, staff_id, billing_id, amount, payment_type, description, notes, refund_of
FROM fitclub.payment ORDER BY payment_id;
-- Paid once, and not again.
SELECT test.state() AS before \gset
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY['record_payment(%s, 0.01)', 'record_payment(%s, 100.10)', 'cancel_billing_item(%s)']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || format(c.call, :bill)) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;

-- Given back: a part, not more than is left, and then the rest. A bill that was paid is not owed again.
SELECT fitclub.refund_payment(:second, 10, 1, 'A pity') AS refund \gset
SELECT payment_id, member_id, staff_id, billing_id, amount, payment_type, description, notes, refund_of
FROM fitclub.payment WHERE payment_id = :refund;
SELECT * FROM test.account(:bill);
SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[format('refund_payment(%s, 23.34)', :second), format('refund_payment(%s, 33.33)', :second),
	format('refund_payment(%s, 0.11)', :first), format('refund_payment(%s)', :refund), format('refund_payment(%s, 0.01)', :refund)
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
SELECT fitclub.refund_payment(:second) AS refund \gset
SELECT amount FROM fitclub.payment WHERE payment_id = :refund;
SELECT * FROM test.account(:bill);
SELECT r.sqlstate, r.constraint_name, r.message, r.detail
FROM test.refusal(format('SELECT fitclub.refund_payment(%s)', :second)) AS r;
SELECT fitclub.refund_payment(:first, 0.10), fitclub.refund_payment(:third, 66.67);
SELECT * FROM test.account(:bill);
-- A refunded bill is closed.
SELECT test.state() AS before \gset
SELECT r.sqlstate, r.constraint_name, r.message
FROM unnest(ARRAY['record_payment(%s, 1)', 'cancel_billing_item(%s)']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || format(c.call, :bill)) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;

-- A partly paid bill whose payment goes back is owed again as before.
SELECT fitclub.create_billing_item(2, 50, 'Towels', 1) AS bill \gset
SELECT fitclub.record_payment(:bill, 20) AS first \gset
SELECT fitclub.record_payment(:bill, 5) AS second \gset
SELECT fitclub.refund_payment(:first, 8);
SELECT * FROM test.account(:bill);
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM test.refusal(format('SELECT fitclub.cancel_billing_item(%s)', :bill)) AS r;
SELECT r.sqlstate, r.constraint_name, r.detail FROM test.refusal(format('SELECT fitclub.record_payment(%s, 33.01)', :bill)) AS r;
SELECT fitclub.refund_payment(:first), fitclub.refund_payment(:second);
SELECT * FROM test.account(:bill);
-- Then it may be cancelled, once, and can no longer be paid.
SELECT fitclub.cancel_billing_item(:bill);
SELECT * FROM test.account(:bill);
SELECT test.state() AS before \gset
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY['record_payment(%s, 1)', 'cancel_billing_item(%s)']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || format(c.call, :bill)) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;

-- The limits of amounts, and zeros at their end.
SELECT fitclub.create_billing_item(2, 0.01, 'A cent') AS cent \gset
SELECT fitclub.create_billing_item(2, 9999999999.99, 'A yacht') AS yacht \gset
SELECT fitclub.create_billing_item(2, 12.500, 'Half a dozen') AS half \gset
SELECT * FROM test.account(:yacht);
SELECT fitclub.record_payment(:cent, 0.0100), fitclub.record_payment(:yacht, 9999999999.98), fitclub.record_payment(:half, 12.5);
SELECT * FROM test.account(:yacht);
SELECT amount FROM fitclub.payment ORDER BY payment_id DESC LIMIT 1;
SELECT fitclub.cancel_billing_item(fitclub.create_billing_item(2, 1, 'Never')) > 0 AS cancelled_at_once;

-- Amounts that are none, and other values.
SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$create_billing_item(NULL, 1, 'X')$$,
	$$create_billing_item(999, 1, 'X')$$,
	$$create_billing_item(1, NULL, 'X')$$,
	$$create_billing_item(1, 0, 'X')$$,
	$$create_billing_item(1, -1, 'X')$$,
	$$create_billing_item(1, 0.004, 'X')$$,
	$$create_billing_item(1, 10.001, 'X')$$,
	$$create_billing_item(1, 10000000000, 'X')$$,
	$$create_billing_item(1, 9999999999.991, 'X')$$,
	$$create_billing_item(1, 'NaN', 'X')$$,
	$$create_billing_item(1, 'Infinity', 'X')$$,
	$$create_billing_item(1, '-Infinity', 'X')$$,
	$$create_billing_item(1, 1, NULL)$$,
	$$create_billing_item(1, 1, '')$$,
	$$create_billing_item(1, 1, 'X', 999)$$,
	$$create_billing_item(1, 1, 'X', class_id => 999)$$,
	$$create_billing_item(1, 1, 'X', private_session_id => 999)$$,
	$$record_payment(NULL, 1)$$,
	$$record_payment(999, 1)$$,
	$$record_payment(4, 0)$$,
	$$record_payment(4, -0.01)$$,
	$$record_payment(4, 0.001)$$,
	$$record_payment(4, 0.015)$$,
	$$record_payment(4, 'NaN')$$,
	$$record_payment(4, 'Infinity')$$,
	$$record_payment(4, '-Infinity')$$,
	$$record_payment(4, 0.01, NULL)$$,
	$$record_payment(4, 0.01, 'gold')$$,
	$$record_payment(4, 0.01, 'Cash')$$,
	$$record_payment(4, 0.01, staff_id => 999)$$,
	$$record_payment(4, 0.01, member_id => 999)$$,
	$$cancel_billing_item(NULL)$$,
	$$cancel_billing_item(999)$$,
	$$refund_payment(NULL)$$,
	$$refund_payment(999)$$,
	$$refund_payment(1, 0)$$,
	$$refund_payment(1, -1)$$,
	$$refund_payment(1, 0.001)$$,
	$$refund_payment(1, 'NaN')$$,
	$$refund_payment(1, 'Infinity')$$,
	$$refund_payment(1, 0.01, 999)$$,
	$$member_balance(NULL)$$,
	$$member_balance(999)$$,
	$$member_statement(NULL)$$,
	$$member_statement(999)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT * FROM fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;

-- Writers past the functions are held to the same. Of bill 1 half is paid, of bill 2 all, and 30 given back.
SELECT test.clean_club();
SELECT fitclub.create_member('Ana', 'Lee', 'ana.lee@example.com');
SELECT fitclub.create_billing_item(1, 100, 'Locker rental');
SELECT fitclub.create_billing_item(1, 100, 'Towels');
SELECT fitclub.record_payment(1, 50);
SELECT fitclub.record_payment(2, 100);
SELECT fitclub.refund_payment(2, 30);
-- The guards do not leave it to the books.
ALTER TABLE fitclub.billing_item DISABLE TRIGGER billing_item_books;
ALTER TABLE fitclub.payment DISABLE TRIGGER payment_books;
SELECT test.state() AS before \gset
SELECT c.statement, r.sqlstate, r.constraint_name, r.table_name, r.message
FROM unnest(ARRAY[
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (1, 1, 50.01, 'card')$$,
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (1, 1, 25, 'card'), (1, 1, 25.01, 'cash')$$,
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (1, 1, -50.01, 'card', 1)$$,
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (1, 2, -70.01, 'card', 2)$$,
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (1, 1, -10, 'card', 2)$$,
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (1, 2, -1, 'card', 3)$$,
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (1, 1, 10, 'card', 1)$$,
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (1, 1, -10, 'card')$$,
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (1, 1, 0, 'card')$$,
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (1, 1, 'NaN', 'card')$$,
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (1, 1, 1, 'gold')$$,
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (1, 999, 1, 'card')$$,
	$$UPDATE fitclub.payment SET amount = 100.01 WHERE payment_id = 1$$,
	$$UPDATE fitclub.payment SET billing_id = 2 WHERE payment_id = 1$$,
	$$UPDATE fitclub.payment SET amount = 20 WHERE payment_id = 2$$,
	$$UPDATE fitclub.payment SET amount = -101 WHERE payment_id = 3$$,
	$$UPDATE fitclub.billing_item SET amount = 49.99 WHERE billing_id = 1$$,
	$$UPDATE fitclub.billing_item SET amount = 69.99 WHERE billing_id = 2$$,
	$$UPDATE fitclub.billing_item SET amount = 0 WHERE billing_id = 1$$,
	$$UPDATE fitclub.billing_item SET amount = 'NaN' WHERE billing_id = 1$$,
	$$UPDATE fitclub.billing_item SET status = 'lost' WHERE billing_id = 1$$,
	$$UPDATE fitclub.billing_item SET status = 'paid' WHERE billing_id = 1$$,
	$$UPDATE fitclub.billing_item SET description = ' ' WHERE billing_id = 1$$,
	$$INSERT INTO fitclub.billing_item (member_id, amount, description) VALUES (1, -1, 'X')$$,
	$$INSERT INTO fitclub.billing_item (member_id, amount, description) VALUES (1, 'Infinity', 'X')$$
	]) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.refusal(c.statement) AS r
ORDER BY c.n;
SELECT r.sqlstate IN ('23503', '23001') AS refused, r.constraint_name
FROM unnest(ARRAY[$$DELETE FROM fitclub.billing_item WHERE billing_id = 1$$, $$DELETE FROM fitclub.member$$,
	$$DELETE FROM fitclub.payment WHERE payment_id = 2$$]) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.refusal(c.statement) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
-- To lower a bill to just what is paid of it is no harm, nor to raise it; the guard has no more to say.
UPDATE fitclub.billing_item SET amount = 50 WHERE billing_id = 1;
UPDATE fitclub.billing_item SET amount = 100 WHERE billing_id = 1;
ALTER TABLE fitclub.billing_item ENABLE TRIGGER billing_item_books;
ALTER TABLE fitclub.payment ENABLE TRIGGER payment_books;
INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (1, 1, 50, 'cheque');
-- But the bill does not know of it, and the proof says so.
SELECT rule, table_name, row_id, detail FROM fitclub.check_calendar();
UPDATE fitclub.billing_item SET status = 'paid', paid_at = now() WHERE billing_id = 1;
SELECT * FROM fitclub.check_calendar();

-- Bookings and their bills: a session, moved and cancelled, before and after it is paid.
SELECT fitclub.create_trainer('Tina', 'Ray', 'tina.ray@example.com');
SELECT fitclub.create_room('Studio', 10);
SELECT fitclub.set_availability(1, day, '00:00', '24:00') FROM generate_series(0, 6) AS day;
SELECT fitclub.book_session(1, 1, 1, '2101-12-01 09:00', '2101-12-01 10:00', price => 85.50) AS session \gset
SELECT billing_id AS bill, description FROM fitclub.billing_item WHERE private_session_id = :session \gset
\echo :description
SELECT * FROM test.account(:bill);
SELECT fitclub.reschedule_session(:session, '2101-12-02 14:05');
SELECT description, amount, status FROM fitclub.billing_item WHERE billing_id = :bill;
SELECT fitclub.cancel_session(:session);
SELECT * FROM test.account(:bill);
SELECT fitclub.book_session(1, 1, 1, '2101-12-01 09:00', '2101-12-01 10:00') AS session \gset
SELECT billing_id AS bill FROM fitclub.billing_item WHERE private_session_id = :session \gset
SELECT fitclub.record_payment(:bill, 40) AS payment \gset
SELECT fitclub.cancel_session(:session);
-- What was paid stands until it is refunded; nothing more is owed.
SELECT * FROM test.account(:bill);
SELECT fitclub.refund_payment(:payment);
SELECT * FROM test.account(:bill);
-- A class, the seat given back unpaid and taken again.
SELECT fitclub.create_class('Yoga', 1, 1, '2101-12-01 11:00', '2101-12-01 12:00', price => 30) AS class \gset
SELECT fitclub.register_for_class(1, :class) AS seat \gset
SELECT fitclub.cancel_registration(:seat);
SELECT fitclub.register_for_class(1, :class) AS seat \gset
SELECT billing_id, amount, status, description FROM fitclub.billing_item WHERE class_id = :class ORDER BY billing_id;
-- Bills for bookings by hand: the member's own, one booking, and no second one for what has one.
SELECT fitclub.create_member('Ben', 'Cole', 'ben.cole@example.com') AS ben \gset
SELECT fitclub.book_session(1, 1, 1, '2101-12-03 09:00', '2101-12-03 10:00', price => 0) AS free \gset
SELECT fitclub.book_session(1, 1, 1, '2101-12-03 10:00', '2101-12-03 11:00') AS billed \gset
SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name
FROM unnest(ARRAY[
	format('create_billing_item(%s, 5, ''Video'', private_session_id => %s)', :ben, :free),
	format('create_billing_item(1, 5, ''Video'', class_id => %s, private_session_id => %s)', :class, :free),
	format('create_billing_item(1, 5, ''Video'', private_session_id => %s)', :billed),
	format('create_billing_item(1, 5, ''Video'', class_id => %s)', :class)
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
SELECT * FROM fitclub.check_calendar();

-- A statement: every line with the running balance, and a stretch of it.
SELECT test.clean_club();
SELECT fitclub.create_member('Ana', 'Lee', 'ana.lee@example.com');
SELECT fitclub.create_member('Ben', 'Cole', 'ben.cole@example.com');
INSERT INTO fitclub.billing_item (member_id, amount, description, created_at, updated_at) VALUES
	(1, 100, 'Locker rental', '2025-01-01 08:00+00', '2025-01-01 08:00+00'),
	(1, 40, 'Towels', '2025-01-05 08:00+00', '2025-01-20 08:00+00'),
	(1, 25, 'Massage', '2025-01-10 08:00+00', '2025-01-10 08:00+00');
INSERT INTO fitclub.payment (member_id, billing_id, amount, paid_at, payment_type, description, refund_of) VALUES
	(1, 1, 60, '2025-01-03 08:00+00', 'card', NULL, NULL),
	(2, 1, 40, '2025-01-04 08:00+00', 'cash', 'From Ben', NULL),
	(1, 1, -10, '2025-01-15 08:00+00', 'card', 'Refund', 1),
	(1, 3, 5, '2025-01-16 08:00+00', 'card', NULL, NULL);
SELECT test.forge('UPDATE fitclub.billing_item SET status = ''paid'', paid_at = ''2025-01-04 08:00+00'', updated_at = ''2025-01-15 08:00+00'' WHERE billing_id = 1');
SELECT test.forge('UPDATE fitclub.billing_item SET status = ''cancelled'' WHERE billing_id = 2');
UPDATE fitclub.billing_item SET status = 'partially_paid' WHERE billing_id = 3;
-- No function has closed them, so there are no credits yet.
SELECT fitclub.complete_books();
SELECT * FROM fitclub.check_calendar();
SELECT * FROM fitclub.member_statement(1);
SELECT fitclub.member_balance(1);
SELECT at, kind, balance FROM fitclub.member_statement(1, '2025-01-04 08:00+00', '2025-01-15 08:00+00');
SELECT count(*) FROM fitclub.member_statement(1, NULL, NULL);
SELECT count(*) FROM fitclub.member_statement(1, '2025-02-01 00:00+00', '2025-02-01 00:00+00');
-- Who pays another's bill has no account for that.
SELECT fitclub.member_balance(2);
SELECT * FROM fitclub.member_statement(2);
-- A payment of which money was given back stays on its bill and is no less than that, whatever else is paid of the bill.
SELECT fitclub.create_billing_item(1, 100, 'Towels') AS towels \gset
BEGIN;
ALTER TABLE fitclub.payment DISABLE TRIGGER payment_books;
SELECT c.statement, r.sqlstate, r.constraint_name, r.message, r.detail, r.left_behind
FROM unnest(ARRAY[
	'UPDATE fitclub.payment SET amount = 9.99 WHERE payment_id = 1',
	format('UPDATE fitclub.payment SET billing_id = %s WHERE payment_id = 1', :towels)
	]) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.refusal(c.statement) AS r ORDER BY c.n;
UPDATE fitclub.payment SET amount = 10 WHERE payment_id = 1;
UPDATE fitclub.payment SET billing_id = :towels WHERE payment_id = 2;
ROLLBACK;
DROP FUNCTION test.account;
