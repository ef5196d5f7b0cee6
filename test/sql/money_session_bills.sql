--
-- A session's bill that was closed by mistake is taken up again.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2; Tina 1, Tom 2; Studio 1, Hall 2.
SELECT test.open_club();
CREATE VIEW test.session_bill AS
SELECT b.billing_id AS id, b.original_amount AS original, b.amount, b.status, b.paid_at IS NOT NULL AS has_been_paid, b.trainer_id AS trainer, b.description,
	(SELECT string_agg(concat_ws(' ', c.amount, c.reason), ', ' ORDER BY c.credit_id) FROM fitclub.bill_credit AS c WHERE c.billing_id = b.billing_id) AS credits,
	fitclub.account_balance('receivable', b.member_id) AS receivable,
	fitclub.member_balance(b.member_id) = fitclub.account_balance('receivable', b.member_id)
		AND NOT EXISTS (SELECT FROM fitclub.verify()) AS agree
FROM fitclub.billing_item AS b ORDER BY b.billing_id;
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00', price => 80) AS session \gset
SELECT fitclub.cancel_billing_item(1) AS cancelled;
SELECT fitclub.create_billing_item(1, 80, 'Billed again', private_session_id => :session) AS bill;
SELECT * FROM test.session_bill;
-- Once, and as often as it was a mistake; meanwhile the session has moved to another trainer.
SELECT r.sqlstate, r.constraint_name, r.message FROM test.refusal(format('SELECT fitclub.create_billing_item(1, 80, ''x'', private_session_id => %s)', :session)) AS r;
SELECT fitclub.cancel_billing_item(1) AS cancelled;
SELECT fitclub.reschedule_session(:session, '2101-01-03 11:00', trainer_id => 2) > 0 AS moved;
SELECT trainer_id FROM fitclub.billing_item;
SELECT fitclub.create_billing_item(1, 80, 'Once more', private_session_id => :session) AS bill;
SELECT fitclub.cancel_billing_item(1) AS cancelled;
SELECT fitclub.create_billing_item(1, 80, 'Tom is said', 2, private_session_id => :session) AS bill;
SELECT * FROM test.session_bill;
SELECT fitclub.cancel_billing_item(1) AS cancelled;
SELECT fitclub.create_billing_item(1, 80, 'Private session', private_session_id => :session) AS bill;

-- Paid, and given back by mistake; of one that is paid in part, nothing is taken up.
SELECT fitclub.record_payment(1, 80) AS payment \gset
SELECT fitclub.refund_payment(:payment, 30) > 0 AS refunded;
SELECT r.sqlstate, r.constraint_name FROM test.refusal(format('SELECT fitclub.create_billing_item(1, 80, ''x'', private_session_id => %s)', :session)) AS r;
SELECT fitclub.refund_payment(:payment) > 0 AS refunded;
SELECT * FROM test.session_bill;
SELECT fitclub.create_billing_item(1, 80, 'After the refund', private_session_id => :session) AS bill;
SELECT * FROM test.session_bill;
SELECT kind, description, charge, credit, balance FROM fitclub.member_statement(1);
SELECT fitclub.record_payment(1, 80) > 0 AS paid;
SELECT * FROM test.session_bill;

-- Not for another amount or another member, nor for a session that is cancelled.
SELECT fitclub.book_session(2, 2, 2, '2101-01-04 09:00', '2101-01-04 10:00', price => 50) AS other \gset
SELECT fitclub.cancel_billing_item(2) AS cancelled;
SELECT test.state() AS before \gset
SELECT c.arguments, r.sqlstate, r.constraint_name
FROM unnest(ARRAY['2, 49, ''x''', '1, 50, ''x''']) WITH ORDINALITY AS c (arguments, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.create_billing_item(%s, private_session_id => %s)', c.arguments, :other)) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
SELECT fitclub.cancel_session(:other) > 0 AS cancelled;
SELECT r.sqlstate, r.constraint_name FROM test.refusal(format('SELECT fitclub.create_billing_item(2, 50, ''x'', private_session_id => %s)', :other)) AS r;
SELECT rule, row_id, detail FROM fitclub.verify();
DROP VIEW test.session_bill;
SELECT test.clean_club();
