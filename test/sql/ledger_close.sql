--
-- Books that are closed: balances are kept, later ones begin with them, and
-- nothing is recorded in a closed time.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3.
SELECT test.open_club() \gset
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough') AS grace \gset
-- Bills and payments of three months.
INSERT INTO fitclub.billing_item (member_id, amount, description, kind, created_at, updated_at)
SELECT 1 + n % 2, 10 + n, 'Towels', CASE n % 3 WHEN 0 THEN 'retail' END,
	timestamptz '2025-01-01' + n * interval '6 days', timestamptz '2025-01-01' + n * interval '6 days'
FROM generate_series(0, 14) AS n;
INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, paid_at)
SELECT b.member_id, b.billing_id, 5, CASE b.billing_id % 2 WHEN 0 THEN 'cash' ELSE 'card' END, b.created_at + interval '20 days'
FROM fitclub.billing_item AS b;
UPDATE fitclub.billing_item SET status = 'partially_paid';
SELECT fitclub.correct_bill(3, 20) > 0 AS corrected;
CREATE TABLE test.sums AS
SELECT a.at AS asked_until, f.at AS asked_from, t.*
FROM (VALUES (timestamptz '2025-01-01'), ('2025-01-20'), ('2025-02-01'), ('2025-02-15'), ('2025-03-01'), ('2025-03-20'), ('infinity')) AS a (at)
JOIN (VALUES (timestamptz '-infinity'), ('2025-01-01'), ('2025-02-01'), ('2025-02-03'), ('2025-03-10')) AS f (at) ON f.at <= a.at
CROSS JOIN LATERAL fitclub.trial_balance(a.at, f.at) AS t;
CREATE VIEW test.tells AS
SELECT k.asked_until, k.asked_from, t.*
FROM (SELECT DISTINCT asked_until, asked_from FROM test.sums) AS k
CROSS JOIN LATERAL fitclub.trial_balance(k.asked_until, k.asked_from) AS t;
CREATE VIEW test.changed AS
(SELECT * FROM test.sums EXCEPT SELECT * FROM test.tells) UNION ALL (SELECT * FROM test.tells EXCEPT SELECT * FROM test.sums);
SELECT count(*) FROM test.sums;

-- What cannot be closed.
SELECT c.arguments, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.left_behind
FROM unnest(ARRAY['NULL', 'now()', 'now() - interval ''59 minutes''', '''infinity''', '''-infinity''', '''1800-01-01''', '''2025-02-01'', 99'])
	WITH ORDINALITY AS c (arguments, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.close_books(%s)', c.arguments)) AS r ORDER BY c.n;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT r.sqlstate, r.message, r.detail FROM test.refusal('SELECT fitclub.close_books(''2025-02-01'')') AS r;
COMMIT;
SELECT fitclub.close_books('2025-02-01', :grace);
SELECT closed_until, staff_id, closed_at > now() - interval '1 hour' AS just_now FROM fitclub.book_close;
SELECT account, part, debit, credit FROM fitclub.book_close_balance ORDER BY account, part;
SELECT * FROM test.changed;
SELECT r.sqlstate, r.constraint_name FROM unnest(ARRAY['2025-02-01', '2025-01-31', '2025-02-01 00:00:00.000001']) WITH ORDINALITY AS c (closed_until, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.close_books(%L)', c.closed_until)) AS r ORDER BY c.n;
SELECT fitclub.close_books('2025-03-01');
SELECT * FROM test.changed;
-- Balances begin with what was kept.
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE fitclub.book_close_balance SET debit = debit + 1000 WHERE account = 'money' AND part = 'cash';
SET LOCAL session_replication_role = origin;
SELECT as_of, fitclub.account_balance('money', part => 'cash', as_of => as_of)
FROM (VALUES (timestamptz '2025-02-01'), ('2025-02-02'), ('2025-03-01'), ('infinity')) AS a (as_of);
SELECT fitclub.account_balance('receivable', 1) AS of_ann;
ROLLBACK;
SELECT * FROM fitclub.verify();

-- What an older club lacks comes after the close, not into it.
INSERT INTO fitclub.billing_item (member_id, amount, description, status, created_at, updated_at)
VALUES (2, 9, 'Mat', 'cancelled', '2025-02-20', '2025-02-20') RETURNING billing_id AS mat \gset
SELECT rule, detail FROM fitclub.verify() ORDER BY rule, detail;
SELECT fitclub.complete_books();
SELECT made_at FROM fitclub.bill_credit WHERE billing_id = :mat;
SELECT DISTINCT rule FROM fitclub.verify();

-- Closes are kept.
SELECT c.statement, r.sqlstate, r.constraint_name, r.table_name, r.message
FROM unnest(ARRAY['UPDATE fitclub.book_close SET closed_until = ''2025-01-01'' WHERE close_id = 1', 'DELETE FROM fitclub.book_close_balance WHERE balance_id = 1',
	'UPDATE fitclub.book_close_balance SET debit = 0 WHERE account = ''money''', 'TRUNCATE fitclub.book_close_balance',
	'INSERT INTO fitclub.book_close (closed_until) VALUES (now() + interval ''1 day'')',
	'INSERT INTO fitclub.book_close_balance (close_id, account, debit, credit) VALUES (1, ''bank'', -1, 0)']) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.refusal(c.statement) AS r ORDER BY c.n;
DROP VIEW test.changed, test.tells;
DROP TABLE test.sums;
SELECT test.clean_club() \gset
