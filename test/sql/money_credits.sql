--
-- What is owed changes by credits, and the past stays what it was: credits, corrections, the ledger.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough');

-- A bill with its credits and payments; whether what it was made for, less its credits, is what it has to be, and whether
-- the ledger has what the member owes.
CREATE FUNCTION test.books(billing bigint)
RETURNS TABLE (original numeric, amount numeric, status text, credits text, payments text, balance numeric, receivable numeric, agree boolean)
LANGUAGE sql AS $$
	SELECT b.original_amount, b.amount, b.status,
		(SELECT string_agg(concat_ws(' ', c.amount, c.reason, c.staff_id, c.notes), ', ' ORDER BY c.credit_id) FROM fitclub.bill_credit AS c WHERE c.billing_id = billing),
		(SELECT string_agg(p.amount::text, ' ' ORDER BY p.payment_id) FROM fitclub.payment AS p WHERE p.billing_id = billing),
		fitclub.member_balance(b.member_id), fitclub.account_balance('receivable', b.member_id),
		fitclub.member_balance(b.member_id) = fitclub.account_balance('receivable', b.member_id)
			AND NOT EXISTS (SELECT FROM fitclub.verify())
	FROM fitclub.billing_item AS b
	WHERE b.billing_id = billing
$$;
-- The statement of a member as it was noted, before and now.
CREATE TABLE test.noted AS SELECT m.member_id, clock_timestamp() AS at, NULL::text AS statement FROM fitclub.member AS m WHERE false;
CREATE FUNCTION test.statement(member bigint, until timestamptz) RETURNS text
LANGUAGE sql AS $$
	SELECT string_agg(concat_ws(' ', s.at, s.kind, s.charge, s.credit, s.balance), '; ' ORDER BY s.n)
	FROM fitclub.member_statement(member, '-infinity', until) WITH ORDINALITY
		AS s (at, kind, billing_id, payment_id, description, charge, credit, balance, n)
$$;
CREATE FUNCTION test.note() RETURNS void
LANGUAGE sql AS $$
	INSERT INTO test.noted SELECT n.member_id, n.at, test.statement(n.member_id, n.at)
	FROM (SELECT m.member_id, clock_timestamp() AS at FROM fitclub.member AS m) AS n
$$;

-- A session paid in part and cancelled: the bill was for 85 and still says so.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00') AS session \gset
SELECT fitclub.record_payment(1, 30);
SELECT test.note();
SELECT fitclub.cancel_session(:session);
SELECT test.note();
SELECT * FROM test.books(1);
SELECT kind, charge, credit, balance FROM fitclub.member_statement(1);
-- A refund before the booking moves is dated by itself.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 11:00', '2101-01-03 12:00') AS session \gset
SELECT fitclub.record_payment(2, 85) AS payment \gset
SELECT fitclub.refund_payment(:payment, 20);
SELECT test.note();
SELECT fitclub.reschedule_session(:session, '2101-01-04 11:00');
SELECT * FROM test.books(2);
SELECT c.made_at < b.updated_at AS earlier FROM fitclub.bill_credit AS c JOIN fitclub.billing_item AS b USING (billing_id) WHERE billing_id = 2;
-- Cancelled unpaid, by its booking and by hand.
SELECT fitclub.cancel_session(fitclub.book_session(2, 1, 1, '2101-01-05 09:00', '2101-01-05 10:00'));
SELECT fitclub.cancel_billing_item(fitclub.create_billing_item(2, 12.50, 'Towels'));
SELECT * FROM test.books(3);
SELECT * FROM test.books(4);
-- A seat given back with money on it, and taken again for more; then as it is, which is no credit.
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-06 09:00', '2101-01-06 10:00', price => 50);
SELECT fitclub.register_for_class(3, 1) AS seat \gset
SELECT fitclub.record_payment(5, 20) AS first \gset
SELECT fitclub.cancel_registration(:seat);
SELECT fitclub.update_class(1, price => 60);
SELECT test.note();
SELECT fitclub.register_for_class(3, 1) AS seat \gset
SELECT test.note();
SELECT * FROM test.books(5);
SELECT fitclub.record_payment(5, 40);
SELECT fitclub.cancel_registration(:seat);
SELECT fitclub.register_for_class(3, 1) AS seat \gset
SELECT * FROM test.books(5);
SELECT fitclub.refund_payment(:first);
SELECT * FROM test.books(5);
SELECT kind, charge, credit, balance FROM fitclub.member_statement(3);
-- A class that is cancelled, with a seat unpaid, one paid in part and one paid.
SELECT fitclub.create_class('Spin', 1, 2, '2101-01-07 09:00', '2101-01-07 10:00', price => 30);
SELECT fitclub.register_for_class(member, 2) FROM generate_series(1, 3) AS member;
SELECT fitclub.record_payment(7, 10), fitclub.record_payment(8, 30);
SELECT test.note();
SELECT fitclub.cancel_class(2);
SELECT b.* FROM generate_series(6, 8) AS n, test.books(n) AS b;
-- A late cancellation: the fee is a bill of its own kind.
SELECT fitclub.update_club(cancellation_notice => '360 days', late_cancellation_fee_percent => 50);
SELECT fitclub.cancel_session(fitclub.book_session(4, 3, 1, now() + interval '24 hours', now() + interval '25 hours')) > 0 AS cancelled;
SELECT kind, amount, original_amount, status FROM fitclub.billing_item WHERE member_id = 4 ORDER BY billing_id;

-- Corrections, down, up, and to what is paid.
SELECT fitclub.create_billing_item(4, 40, 'Bands') AS bill \gset
SELECT test.note();
SELECT fitclub.correct_bill(:bill, 30, 'Three of them', 1) > 0 AS corrected;
SELECT fitclub.record_payment(:bill, 25);
SELECT fitclub.correct_bill(:bill, 45) > 0 AS corrected;
SELECT * FROM test.books(:bill);
SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	format('correct_bill(%s, 24.99)', :bill), format('correct_bill(%s, 45.00)', :bill), 'correct_bill(2, 10)', 'correct_bill(9, 10)',
	'correct_bill(NULL, 1)', 'correct_bill(999, 1)', format('correct_bill(%s, NULL)', :bill), format('correct_bill(%s, 0)', :bill),
	format('correct_bill(%s, 10.001)', :bill), format('correct_bill(%s, ''NaN'')', :bill), format('correct_bill(%s, 10000000000)', :bill),
	format('correct_bill(%s, 50, E''\x07'')', :bill), format('correct_bill(%s, 50, repeat(''x'', 10001))', :bill), format('correct_bill(%s, 50, NULL, 99)', :bill)
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
SELECT fitclub.book_session(4, 2, 2, '2101-01-05 13:00', '2101-01-05 14:00') > 0 AS booked;
SELECT r.sqlstate, r.constraint_name, r.message, r.detail
FROM fitclub.billing_item AS b, test.refusal(format('SELECT fitclub.correct_bill(%s, 5)', b.billing_id)) AS r
WHERE b.member_id = 4 AND b.status = 'pending' AND b.private_session_id IS NOT NULL;
SELECT fitclub.correct_bill(:bill, 25) > 0 AS corrected;
SELECT * FROM test.books(:bill);

-- Nothing that was noted has changed.
SELECT count(*) AS noted, count(*) FILTER (WHERE test.statement(n.member_id, n.at) IS DISTINCT FROM n.statement) AS changed FROM test.noted AS n;

-- The ledger: of each row two entries, which sum to zero.
SELECT l.source, count(DISTINCT l.source_id) AS rows, count(*) AS entries, sum(l.amount) AS sum FROM fitclub.ledger AS l GROUP BY l.source ORDER BY l.source;
SELECT l.source, l.source_id FROM fitclub.ledger AS l GROUP BY l.source, l.source_id HAVING sum(l.amount) <> 0 OR count(*) <> 2;
SELECT * FROM fitclub.trial_balance();
SELECT a.account, a.nature, fitclub.account_balance(a.account) FROM fitclub.ledger_account AS a ORDER BY a.account;
SELECT fitclub.account_balance('money', part => 'card'), fitclub.account_balance('money', part => 'cash'), fitclub.account_balance('revenue', part => 'late_cancel'),
	fitclub.account_balance('receivable', as_of => '-infinity') AS never, fitclub.account_balance('money', 1) AS of_nobody;
-- A tip is the trainer's.
INSERT INTO fitclub.billing_item (member_id, trainer_id, amount, description, kind) VALUES (1, 1, 5, 'Tip', 'tip') RETURNING billing_id AS tip \gset
SELECT account, part, debit, credit FROM fitclub.journal('-infinity', NULL) WHERE source = 'billing_item' AND source_id = :tip;
SELECT fitclub.cancel_billing_item(:tip) > 0 AS cancelled;
SELECT account, part, debit, credit FROM fitclub.journal(NULL, 'infinity', 'tips') WHERE source IN ('billing_item', 'bill_credit');
SELECT fitclub.account_balance('tips');
-- A part of the time: what came before is the opening.
SELECT min(b.created_at) AS third FROM fitclub.billing_item AS b WHERE b.billing_id = 3 \gset
SELECT * FROM fitclub.trial_balance(from_time => :'third') WHERE account IN ('money', 'receivable') OR account IS NULL;
SELECT bool_and(balance = 0), count(*) FROM fitclub.trial_balance('-infinity');
SELECT c.call, r.sqlstate, r.constraint_name, r.message
FROM unnest(ARRAY['account_balance(NULL)', 'account_balance(''cash'')', 'account_balance(''receivable'', 99)', 'trial_balance(''2001-01-01'', ''2002-01-01'')',
	'journal(''2002-01-01'', ''2001-01-01'')', 'journal(NULL, NULL, ''cash'')']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT * FROM fitclub.' || c.call) AS r ORDER BY c.n;

-- Credits are kept; the owner may add some, as a restore does, and notes may go.
SELECT test.state() AS before \gset
SELECT c.statement, r.sqlstate, r.constraint_name, r.table_name, r.message, r.hint
FROM unnest(ARRAY['UPDATE fitclub.bill_credit SET amount = 1', 'UPDATE fitclub.bill_credit SET made_at = now() WHERE credit_id = 1',
	'DELETE FROM fitclub.bill_credit', 'TRUNCATE fitclub.bill_credit',
	'INSERT INTO fitclub.bill_credit (billing_id, amount, reason) VALUES (1, 0, ''cancelled'')',
	'INSERT INTO fitclub.bill_credit (billing_id, amount, reason) VALUES (1, 1, ''gift'')',
	'INSERT INTO fitclub.billing_item (member_id, private_session_id, amount, description, kind) VALUES (1, 2, 5, ''X'', ''tip'')',
	'INSERT INTO fitclub.billing_item (member_id, amount, description, kind) VALUES (1, 5, ''X'', ''loan'')',
	'INSERT INTO fitclub.billing_item (member_id, amount, description, due_on) VALUES (1, 5, ''X'', ''infinity'')',
	'UPDATE fitclub.billing_item SET original_amount = 0 WHERE billing_id = 1'
	]) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.refusal(c.statement) AS r ORDER BY c.n;
SELECT r.sqlstate IN ('23503', '23001') AS refused, r.constraint_name FROM test.refusal('DELETE FROM fitclub.billing_item WHERE billing_id = 3') AS r;
SELECT test.state() = :'before' AS unchanged;
CREATE ROLE regress_books;
GRANT USAGE ON SCHEMA fitclub, fitclub_internal, test TO regress_books;
GRANT ALL ON ALL TABLES IN SCHEMA fitclub TO regress_books;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fitclub, fitclub_internal TO regress_books;
SET ROLE regress_books;
SELECT r.sqlstate, r.constraint_name FROM unnest(ARRAY['INSERT INTO fitclub.bill_credit (billing_id, amount, reason) VALUES (1, 1, ''cancelled'')',
	'UPDATE fitclub.bill_credit SET amount = 1', 'DELETE FROM fitclub.bill_credit', 'TRUNCATE fitclub.bill_credit']) AS c (statement),
	test.refusal(c.statement) AS r;
RESET ROLE;
DROP OWNED BY regress_books;
DROP ROLE regress_books;
-- What an erased member's corrections say goes, from the log as well; the amounts stay.
SELECT fitclub.create_member('Eve', 'Gone', 'eve@example.org') AS eve \gset
SELECT fitclub.create_billing_item(:eve, 40, 'Mats') AS bill \gset
SELECT fitclub.correct_bill(:bill, 30, 'Eve is right') AS credit \gset
SELECT fitclub.erase_member(:eve) = :eve AS erased;
SELECT amount, reason, notes FROM fitclub.bill_credit WHERE credit_id = :credit;
SELECT count(*) FROM fitclub.audit_log AS l WHERE concat(l.old_row, l.new_row) LIKE '%Eve is right%';
SELECT r.sqlstate, r.constraint_name FROM unnest(ARRAY['31', '29, ''Eve again''', '29']) AS c (arguments),
	test.refusal(format('SELECT fitclub.correct_bill(%s, %s)', :bill, c.arguments)) AS r;

-- Bills as an older version left them: closed, and without credits. They are completed once.
SET session_replication_role = replica;
DELETE FROM fitclub.bill_credit;
UPDATE fitclub.billing_item SET original_amount = NULL;
RESET session_replication_role;
SELECT count(*) AS incomplete FROM fitclub.verify() WHERE rule = 'bill_net';
SELECT fitclub.complete_books();
SELECT fitclub.complete_books();
SELECT count(*) AS incomplete FROM fitclub.verify() WHERE rule = 'bill_net';
SELECT c.reason, count(*), bool_and(c.made_at = b.updated_at) AS dated FROM fitclub.bill_credit AS c JOIN fitclub.billing_item AS b USING (billing_id) GROUP BY c.reason;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT r.sqlstate, r.message, r.detail FROM test.refusal('SELECT fitclub.complete_books()') AS r;
COMMIT;
DROP TABLE test.noted;
DROP FUNCTION test.books, test.statement, test.note;
SELECT test.clean_club();
