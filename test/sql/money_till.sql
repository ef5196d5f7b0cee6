--
-- The till: counts, what is expected, cash that is rounded, reports and receipts.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough') AS grace \gset
CREATE VIEW test.counts AS
SELECT t.till_count_id AS id, t.staff_id, t.expected, t.counted, t.banked, t.notes,
	(SELECT string_agg(concat_ws(' ', l.account, l.part, l.amount), ', ' ORDER BY l.account, l.part) FROM fitclub.ledger AS l
	WHERE l.source = 'till_count' AND l.source_id = t.till_count_id) AS entries
FROM fitclub.till_count AS t;
CREATE FUNCTION test.bill(member bigint, owed numeric) RETURNS bigint
LANGUAGE sql AS $$ SELECT fitclub.create_billing_item(member, owed, 'Bands') $$;

-- Cash that was taken before the till was ever counted: most of it is in the bank.
SELECT fitclub.record_payment(test.bill(1, 500), 500, 'cash', :grace) AS p1 \gset
SELECT fitclub.record_payment(test.bill(1, 60), 60, 'card', :grace) AS p2 \gset
SELECT fitclub.count_till(120, staff_id => :grace, notes => 'opened');
SELECT * FROM test.counts;
SELECT fitclub.account_balance('money', part => 'cash') AS cash, fitclub.account_balance('bank') AS bank;
-- Cash comes in and goes out; some is missing.
SELECT fitclub.record_payment(test.bill(2, 80), 80, 'cash') AS p3 \gset
SELECT fitclub.refund_payment(:p3, 30);
SELECT fitclub.refund_payment(:p2, 10);
SELECT fitclub.record_payment(test.bill(2, 15), 15, 'online');
SELECT * FROM fitclub.till_report();
SELECT * FROM fitclub.till_report('-infinity');
SELECT * FROM fitclub.till_report('-infinity', '1999-01-01');
SELECT fitclub.count_till(168.50, 100);
SELECT * FROM test.counts WHERE id > 1;
SELECT fitclub.account_balance('money', part => 'cash') AS cash, fitclub.account_balance('bank') AS bank, fitclub.account_balance('till_difference') AS missing;
SELECT * FROM fitclub.till_report();
-- Nothing was taken since, and more is found.
SELECT fitclub.count_till(70);
SELECT * FROM test.counts WHERE id > 2;
SELECT account, part, debit, credit FROM fitclub.journal(NULL, NULL, 'till_difference');
SELECT account, part, balance FROM fitclub.trial_balance();

-- In one transaction, and by a clock that is behind: no cash is dated before a count that does not have it.
BEGIN;
SELECT fitclub.record_payment(test.bill(3, 5), 5, 'cash');
SELECT fitclub.count_till(75);
SELECT fitclub.record_payment(test.bill(3, 6), 6, 'cash');
SELECT fitclub.count_till(81);
COMMIT;
INSERT INTO fitclub.till_count (counted_at, expected, counted) VALUES (now() + interval '1 hour', 81, 81);
SELECT fitclub.record_payment(test.bill(3, 7), 7, 'cash') AS late \gset
SELECT fitclub.refund_payment(:late, 2);
SELECT fitclub.record_payment(test.bill(3, 8), 8, 'card') AS card \gset
SELECT p.payment_id = :card AS is_card, p.amount, p.paid_at > (SELECT max(t.counted_at) FROM fitclub.till_count AS t) AS after_count
FROM fitclub.payment AS p WHERE p.payment_id >= :late ORDER BY p.payment_id;
SELECT fitclub.count_till(86);
SELECT expected, counted FROM test.counts ORDER BY id DESC LIMIT 3;
-- What is dated later is for the next count, and does not date it.
SELECT test.bill(3, 12) AS bill \gset
INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, paid_at) VALUES (3, :bill, 9, 'cash', '2090-01-01');
SELECT fitclub.record_payment(:bill, 3);
SELECT fitclub.count_till(86);
SELECT expected, counted FROM test.counts ORDER BY id DESC LIMIT 1;
SELECT max(counted_at) < '2090-01-01' AS sooner FROM fitclub.till_count;
SELECT rule, row_id, detail FROM fitclub.verify() WHERE rule <> 'books_order';

-- What is not a count, and what becomes of one that is there.
SELECT r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail
FROM unnest(ARRAY['NULL', '-1', '0.001', '1e10', '''NaN''', '10, 11', '10, -1', '10, NULL', '10, staff_id => 99', E'10, notes => E''\\x07''', '10, notes => repeat(''x'', 10001)']) AS arguments
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.count_till(%s)', arguments)) AS r;
SELECT r.sqlstate, r.constraint_name, r.table_name, r.message, r.hint
FROM unnest(ARRAY['UPDATE fitclub.till_count SET counted = 1000', 'DELETE FROM fitclub.till_count', 'TRUNCATE fitclub.till_count',
	'INSERT INTO fitclub.till_count (expected, counted, banked) VALUES (0, 1, 2)', 'INSERT INTO fitclub.till_count (expected, counted) VALUES (0, ''NaN'')',
	'INSERT INTO fitclub.till_count (expected, counted) VALUES (''NaN'', 1)',
	'INSERT INTO fitclub.till_count (counted_at, expected, counted) VALUES (''infinity'', 0, 1)',
	'INSERT INTO fitclub.till_count (counted_at, expected, counted) SELECT counted_at, 0, 1 FROM fitclub.till_count']) AS statement
CROSS JOIN LATERAL test.refusal(statement) AS r;
UPDATE fitclub.till_count SET notes = 'looked at' WHERE till_count_id = 1;
SELECT rule, row_id, detail FROM fitclub.verify() WHERE rule <> 'books_order';
SELECT r.sqlstate, r.constraint_name, r.message FROM test.refusal('SELECT * FROM fitclub.till_report(now(), now() - interval ''1 day'')') AS r;

-- Where there are no small coins. Other amounts, and other money, are taken as they are.
SELECT fitclub.update_club(cash_step => 0.05);
CREATE FUNCTION test.pay(owed numeric, given numeric, payment_type text DEFAULT 'cash')
RETURNS TABLE (outcome text, amount numeric, rounding numeric, status text)
LANGUAGE plpgsql AS $$
DECLARE
	bill bigint := test.bill(4, owed);
	refused record;
BEGIN
	SELECT r.constraint_name INTO refused FROM test.refusal(format('SELECT fitclub.record_payment(%s, %s, %L)', bill, given, payment_type)) AS r;
	RETURN QUERY SELECT refused.constraint_name::text, p.amount, p.rounding, b.status
	FROM fitclub.billing_item AS b LEFT JOIN fitclub.payment AS p ON p.billing_id = b.billing_id WHERE b.billing_id = bill;
END $$;
SELECT c.owed, c.given, p.*
FROM (VALUES (20.02, 20.00), (20.03, 20.05), (20.02, 20.05), (20.05, 20.05), (20.02, 20.02), (20.02, 20.01), (20.03, 20.00), (0.03, 0.05), (20.00, 10.00)) AS c (owed, given)
CROSS JOIN LATERAL test.pay(c.owed, c.given) AS p;
SELECT p.* FROM test.pay(20.02, 20.00, 'card') AS p;
SELECT fitclub.update_club(cash_step => 0.10);
SELECT c.owed, c.given, p.* FROM (VALUES (20.05, 20.00), (20.05, 20.10), (20.04, 20.10), (20.06, 20.00)) AS c (owed, given)
CROSS JOIN LATERAL test.pay(c.owed, c.given) AS p;
-- Without an amount, and over several bills; a request that is sent again is known by what changed hands.
SELECT test.bill(4, 20.04) AS bill \gset
SELECT fitclub.record_payment(:bill, NULL, 'cash') > 0 AS paid;
SELECT amount, rounding FROM fitclub.payment WHERE billing_id = :bill;
SELECT test.bill(3, 10.03) AS bill1, test.bill(3, 5.05) AS bill2 \gset
SELECT fitclub.receive_payment(3, 15.10, 'cash', ARRAY[:bill1, :bill2], 'once') AS several \gset
SELECT fitclub.receive_payment(3, 15.10, 'cash', ARRAY[:bill1, :bill2], 'once') = :several AS again;
SELECT r.constraint_name FROM test.refusal(format('SELECT fitclub.receive_payment(3, 15.08, ''cash'', ARRAY[%s, %s], ''once'')', :bill1, :bill2)) AS r;
SELECT amount, payment_type, rounding FROM fitclub.payment WHERE payment_id >= :several ORDER BY payment_id;
SELECT status FROM fitclub.billing_item WHERE billing_id IN (:bill1, :bill2);
SELECT test.bill(3, 1.01) AS bill \gset
SELECT fitclub.receive_payment(3, 1, 'cash') AS one \gset
SELECT fitclub.receive_payment(3, 7, 'cash') > :one AS on_account;
SELECT amount, payment_type, rounding, billing_id = :bill AS of_bill FROM fitclub.payment WHERE payment_id >= :one ORDER BY payment_id;
-- The rest of what is owed, and money that goes back: all of it goes back as it came.
SELECT test.bill(1, 30.04) AS bill \gset
SELECT fitclub.record_payment(:bill, 10, 'card');
SELECT fitclub.record_payment(:bill, 20, 'cash') AS cash \gset
SELECT status FROM fitclub.billing_item WHERE billing_id = :bill;
SELECT fitclub.refund_payment(:cash, 5);
SELECT fitclub.refund_payment(:cash);
SELECT amount, rounding, amount - coalesce(rounding, 0) AS changed_hands FROM fitclub.payment WHERE billing_id = :bill ORDER BY payment_id;
SELECT fitclub.account_balance('rounding') AS rounding;
SELECT t.account, t.part, t.balance FROM fitclub.trial_balance() AS t WHERE t.account IN ('money', 'rounding') OR t.account IS NULL;
SELECT fitclub.account_balance('money', part => 'cash') = t.counted - t.banked + r.net AS agree
FROM (SELECT * FROM fitclub.till_count ORDER BY counted_at DESC LIMIT 1) AS t, fitclub.till_report() AS r WHERE r.payment_type = 'cash';
SELECT rule, row_id, detail FROM fitclub.verify() WHERE rule <> 'books_order';

-- By refund_bill(), out of an account, and by void_payment(), which does not undo cash that was counted.
SELECT test.bill(1, 20.04) AS bill \gset
SELECT fitclub.record_payment(:bill, 20, 'cash') AS cash2 \gset
SELECT fitclub.refund_bill(:bill, 5, 'credit') > 0 AS moved, fitclub.refund_bill(:bill) > 0 AS refunded, fitclub.refund_credit(1) > 0 AS out_of_account;
SELECT amount, payment_type, rounding FROM fitclub.payment WHERE payment_id >= :cash2 ORDER BY payment_id;
SELECT fitclub.record_payment(test.bill(1, 20.04), 20, 'cash') AS wrong \gset
SELECT fitclub.void_payment(:wrong) > :wrong AS voided;
SELECT amount, payment_type, rounding, reason FROM fitclub.payment WHERE payment_id >= :wrong ORDER BY payment_id;
SELECT fitclub.record_payment(test.bill(1, 20), 20, 'cash') AS counted \gset
SELECT fitclub.count_till(300) > 0 AS counted;
SELECT r.sqlstate, r.constraint_name, r.message, r.detail FROM test.refusal(format('SELECT fitclub.void_payment(%s)', :counted)) AS r;
SELECT rule, row_id, detail FROM fitclub.verify() WHERE rule <> 'books_order';

-- Receipts, which stay what they were: of a payment, of one in part, of a refund, and of cash that was rounded.
CREATE FUNCTION test.receipt(payment bigint)
RETURNS TABLE (payment jsonb, payer jsonb, club jsonb, lines jsonb, put_on_account numeric, on_account numeric)
LANGUAGE sql AS $$
	SELECT (r -> 'payment') - 'paid_at', r -> 'payer', r -> 'club', r -> 'lines', (r ->> 'put_on_account')::numeric, (r ->> 'on_account')::numeric
	FROM fitclub.payment_receipt(payment) AS r
$$;
\pset format aligned
\x on
SELECT * FROM test.receipt(:cash);
SELECT * FROM test.receipt(:cash - 1);
SELECT * FROM test.receipt(:cash + 1);
SELECT * FROM test.receipt(1);
-- One receipt over several bills: the credit rows that were written with it, and no others of that instant.
SELECT * FROM test.receipt(:several);
SELECT test.bill(2, 12) AS bill1, test.bill(2, 34) AS bill2 \gset
SELECT fitclub.receive_payment(2, 40, 'card') AS several2 \gset
SELECT fitclub.receive_payment(2, 30, 'card') AS more \gset
SELECT fitclub.refund_credit(2) > 0 AS refunded;
SELECT * FROM test.receipt(:several2);
SELECT * FROM test.receipt(:more);
BEGIN;
INSERT INTO fitclub.payment (member_id, amount, payment_type, paid_at) VALUES (2, 9, 'card', now() + interval '2 hours') RETURNING payment_id AS first \gset
INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, paid_at) VALUES (2, test.bill(2, 8), 8, 'credit', now() + interval '2 hours');
INSERT INTO fitclub.payment (member_id, amount, payment_type, paid_at) VALUES (2, 7, 'card', now() + interval '2 hours') RETURNING payment_id AS second \gset
INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, paid_at) VALUES (2, test.bill(2, 6), 6, 'credit', now() + interval '2 hours');
COMMIT;
SELECT * FROM test.receipt(:first);
SELECT * FROM test.receipt(:second);
\x off
\pset format unaligned
SELECT r.sqlstate, r.constraint_name FROM unnest(ARRAY['NULL', '999']) AS arguments
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.payment_receipt(%s)', arguments)) AS r;
