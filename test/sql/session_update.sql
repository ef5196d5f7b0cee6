--
-- What a session is and costs, corrected by the desk; its open bill follows.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2; Studio 1, Hall 2.
SELECT test.open_club();
CREATE VIEW test.session_bill AS
SELECT s.session_id AS session, s.activity_type AS activity, s.price, s.revision, b.billing_id AS bill, b.original_amount AS original, b.amount, b.status, b.paid_at IS NOT NULL AS has_been_paid,
	(SELECT string_agg(concat_ws(' ', c.amount, c.reason), ', ' ORDER BY c.credit_id) FROM fitclub.bill_credit AS c WHERE c.billing_id = b.billing_id) AS credits,
	fitclub.member_balance(s.member_id) AS balance,
	fitclub.member_balance(s.member_id) = fitclub.account_balance('receivable', s.member_id)
		AND NOT EXISTS (SELECT FROM fitclub.verify()) AS agree
FROM fitclub.private_session AS s LEFT JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id ORDER BY s.session_id;
CREATE VIEW test.said AS
SELECT coalesce('member ' || n.member_id, 'trainer ' || n.trainer_id) AS told, n.message FROM fitclub.notification AS n ORDER BY n.notification_id;

SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00', price => 80) AS session \gset
SELECT fitclub.update_session(:session, 'Boxing') = :session AS updated;
SELECT * FROM test.session_bill;
SELECT fitclub.update_session(:session, price => 60) = :session AS updated;
SELECT fitclub.update_session(:session, 'Yoga', 70.50) = :session AS updated;
SELECT * FROM test.session_bill;
SELECT * FROM test.said;
-- The calendar shows the activity; what it costs is no other entry.
SELECT fitclub.calendar_feed(1) LIKE '%SUMMARY:Yoga with Tina Ray%' AS shown;
-- What is as it was asked to be is not written.
SELECT test.state() AS before \gset
SELECT fitclub.update_session(:session) = :session AS updated;
SELECT fitclub.update_session(:session, 'Yoga', 70.5) = :session AS updated;
SELECT test.state() = :'before' AS unchanged;

-- Paid in part: down to what was paid, which pays it.
SELECT fitclub.record_payment(1, 30) > 0 AS paid;
SELECT r.sqlstate, r.constraint_name, r.message, r.detail, r.hint FROM test.refusal(format('SELECT fitclub.update_session(%s, price => 29.99)', :session)) AS r;
SELECT r.sqlstate, r.constraint_name FROM test.refusal(format('SELECT fitclub.update_session(%s, price => 0)', :session)) AS r;
SELECT fitclub.update_session(:session, price => 90) = :session AS updated;
SELECT * FROM test.session_bill;
SELECT fitclub.update_session(:session, price => 30) = :session AS updated;
SELECT * FROM test.session_bill;
-- It is closed then; what the session is can still be said.
SELECT r.sqlstate, r.constraint_name, r.message, r.detail FROM test.refusal(format('SELECT fitclub.update_session(%s, price => 31)', :session)) AS r;
SELECT fitclub.update_session(:session, 'Judo', 30) = :session AS updated;
SELECT * FROM test.session_bill;

-- A free session that gets a price gets a bill; free again, it is cancelled, and taken up again.
SELECT fitclub.book_session(2, 2, 2, '2101-01-04 09:00', '2101-01-04 10:00', price => 0) AS free \gset
SELECT fitclub.update_session(:free, price => 45) = :free AS updated;
SELECT trainer_id, member_id, description, amount, status, kind FROM fitclub.billing_item WHERE private_session_id = :free;
SELECT fitclub.update_session(:free, price => 0) = :free AS updated;
SELECT * FROM test.session_bill WHERE session = :free;
SELECT fitclub.reschedule_session(:free, '2101-01-04 11:00') = :free AS moved;
SELECT fitclub.update_session(:free, price => 50) = :free AS updated;
SELECT * FROM test.session_bill WHERE session = :free;
SELECT description FROM fitclub.billing_item WHERE private_session_id = :free;
SELECT kind, charge, credit, balance FROM fitclub.member_statement(2);
SELECT told, message FROM test.said WHERE told IN ('member 2', 'trainer 2');
-- A bill that the desk cancelled is not taken up by another price, but by billing again.
SELECT fitclub.cancel_billing_item(2) = 2 AS cancelled;
SELECT r.sqlstate, r.constraint_name, r.message FROM test.refusal(format('SELECT fitclub.update_session(%s, price => 40)', :free)) AS r;
SELECT fitclub.create_billing_item(2, 50, 'Again', private_session_id => :free) = 2 AS billed;
SELECT fitclub.update_session(:free, price => 40) = :free AS updated;
SELECT * FROM test.session_bill WHERE session = :free;
-- A session without a bill, made past the functions, is billed at the new price.
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price)
VALUES (3, 1, '2001-01-03 09:00', '2001-01-03 10:00', 10), (3, 1, '2001-01-03 11:00', '2001-01-03 12:00', 10);
SELECT fitclub.update_session(session_id, price => 5 * (session_id - 3)) > 0 AS updated FROM fitclub.private_session WHERE member_id = 3 ORDER BY session_id;
SELECT * FROM test.session_bill WHERE session > :free;

-- A service with trainers of its own is given by those; another keeps the price.
SELECT fitclub.create_service('Massage', price => 95) AS massage \gset
SELECT fitclub.set_trainer_service(2, :massage) > 0 AS set;
SELECT r.sqlstate, r.constraint_name, r.message FROM test.refusal(format('SELECT fitclub.update_session(%s, ''massage'')', :session)) AS r;
SELECT fitclub.update_session(:free, 'massage') = :free AS updated;
SELECT activity_type, price FROM fitclub.private_session WHERE session_id = :free;

SELECT fitclub.book_session(4, 1, 1, '2101-01-05 09:00', '2101-01-05 10:00', price => 20) AS gone \gset
SELECT fitclub.cancel_session(:gone) = :gone AS cancelled;
SELECT test.state() AS before \gset
SELECT c.arguments, r.sqlstate, r.constraint_name, r.column_name, r.message
FROM unnest(ARRAY['NULL', '99', '1, ''''', '1, E''\x07''', '1, repeat(''x'', 201)', '1, price => -1', '1, price => 1.001', '1, price => ''NaN''',
	'1, price => 10000000000', format('%s, ''Boxing''', :gone), format('%s, price => 5', :gone)]) WITH ORDINALITY AS c (arguments, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.update_session(%s)', c.arguments)) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;

-- Nobody erased owes more; less, or what the session was, can be said.
SELECT fitclub.create_member('Eve', 'Gone', 'eve@example.org') AS eve \gset
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price)
VALUES (:eve, 2, '2001-02-03 09:00', '2001-02-03 10:00', 10) RETURNING session_id AS past \gset
SELECT fitclub.create_billing_item(:eve, 10, 'Session', private_session_id => :past) > 0 AS billed;
SELECT fitclub.erase_member(:eve) = :eve AS erased;
SELECT r.sqlstate, r.constraint_name FROM test.refusal(format('SELECT fitclub.update_session(%s, price => 11)', :past)) AS r;
SELECT fitclub.update_session(:past, 'Boxing', 9) = :past AS updated;
SELECT rule, table_name, row_id, detail FROM fitclub.verify();
DROP VIEW test.session_bill, test.said;
SELECT test.clean_club();
