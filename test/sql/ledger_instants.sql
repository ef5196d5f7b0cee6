--
-- What is dated exactly at an instant belongs to the time from then on: it is left out before
-- the instant, and a period that begins then has it.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3.
SELECT test.open_club() \gset
-- A bill of before; and at the instant another, a correction of the first, a payment of it, money on account and a count of the till.
INSERT INTO fitclub.billing_item (member_id, amount, original_amount, description, status, created_at, updated_at) VALUES
	(1, 100, 140, 'Towels', 'partially_paid', '2025-02-01', '2025-03-01'), (1, 3, NULL, 'Mat', 'pending', '2025-03-01', '2025-03-01');
INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, paid_at) VALUES
	(1, 1, 20, 'cash', '2025-03-01'), (1, NULL, 7, 'card', '2025-03-01');
INSERT INTO fitclub.bill_credit (billing_id, amount, reason, made_at) VALUES (1, 40, 'correction', '2025-03-01');
INSERT INTO fitclub.till_count (counted_at, expected, counted, banked) VALUES ('2025-03-01', 20, 20, 15);
SELECT * FROM fitclub.verify();
CREATE VIEW test.border AS
SELECT i.at,
	fitclub.account_balance('receivable', 1, as_of => i.at) AS owed,
	fitclub.account_balance('credit', as_of => i.at) AS credit,
	fitclub.account_balance('money', part => 'cash', as_of => i.at) AS till,
	(SELECT t.debit FROM fitclub.trial_balance(i.at) AS t WHERE t.account IS NULL) AS debits,
	(SELECT t.debit FROM fitclub.trial_balance(from_time => i.at) AS t WHERE t.account IS NULL) AS debits_since,
	(SELECT count(*) FROM fitclub.journal('-infinity', i.at)) AS entries,
	(SELECT count(*) FROM fitclub.journal(i.at, 'infinity')) AS entries_since,
	(SELECT count(*) FROM fitclub.member_statement(1, to_time => i.at)) AS lines,
	(SELECT count(*) FROM fitclub.member_statement(1, i.at)) AS lines_since,
	(SELECT count(*) FROM fitclub.household_statement(1, to_time => i.at)) AS household,
	(SELECT count(*) FROM fitclub.household_statement(1, i.at)) AS household_since,
	(SELECT count(*) FROM fitclub.list_payments('-infinity', i.at)) AS payments,
	(SELECT count(*) FROM fitclub.list_payments(i.at, 'infinity')) AS payments_since,
	(SELECT count(*) FROM fitclub.till_report('-infinity', i.at)) AS taken,
	(SELECT count(*) FROM fitclub.till_report(i.at, 'infinity')) AS taken_since
FROM (VALUES (timestamptz '2025-03-01'), ('2025-03-01 00:00:00.000001')) AS i (at)
ORDER BY i.at;
\pset expanded on
SELECT * FROM test.border;
\pset expanded off
-- A count has the cash until it, its own instant included; what comes in since is told of what comes after.
SELECT count(*) FROM fitclub.till_report();
-- To close the books then keeps what was before; a microsecond later, all of it.
CREATE TABLE test.before AS SELECT * FROM test.border;
SELECT fitclub.close_books('2025-03-01');
SELECT account, part, debit, credit FROM fitclub.book_close_balance ORDER BY account, part;
TABLE test.border EXCEPT TABLE test.before;
SELECT fitclub.close_books('2025-03-01 00:00:00.000001');
SELECT b.account, b.part, b.debit, b.credit FROM fitclub.book_close_balance AS b WHERE b.close_id = 2 ORDER BY b.account, b.part;
TABLE test.border EXCEPT TABLE test.before;
SELECT * FROM fitclub.verify();
-- A bill is dated when it is written, however long ago the statement began.
SELECT fitclub.update_club(cancellation_notice => '360 days', late_cancellation_fee_percent => 50);
DO $$
DECLARE
	began timestamptz;
	yoga bigint := fitclub.create_class('Yoga', 3, 2, now() + interval '2 days', now() + interval '2 days 1 hour', 8, 30);
	bills bigint := (SELECT max(billing_id) FROM fitclub.billing_item);
	late text;
BEGIN
	PERFORM pg_sleep(0.01);
	began := clock_timestamp();
	PERFORM fitclub.cancel_registration(fitclub.register_for_class(1, yoga));
	PERFORM fitclub.book_session(2, 3, NULL, now() + interval '3 days', now() + interval '3 days 1 hour', price => 40);
	PERFORM fitclub.create_billing_item(3, 5, 'Padlock');
	PERFORM fitclub.record_chargeback(fitclub.record_payment(fitclub.create_bill(3, 9, 'Mat', 'retail')), fee => 4);
	SELECT string_agg(format('%s %s: %s', coalesce(b.kind, 'a booking or anything'), b.amount,
			b.created_at >= began AND b.updated_at >= b.created_at), E'\n' ORDER BY b.billing_id)
	INTO late
	FROM fitclub.billing_item AS b
	WHERE b.billing_id > bills;
	RAISE NOTICE E'dated since the statement began, and later\n%', late;
END
$$;
DROP TABLE test.before;
DROP VIEW test.border;
SELECT test.clean_club() \gset
