--
-- Books: bills and payments that are there stay as they are, whoever writes.
--
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; rooms 1 to 3.
SELECT test.open_club() \gset
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough') AS grace \gset
SELECT fitclub.book_session(1, 3, 1, '2101-01-03 09:00', '2101-01-03 10:00', price => 80) AS session \gset
SELECT fitclub.create_class('Yoga', 3, 2, '2101-01-03 11:00', '2101-01-03 12:00', 8, 30) AS yoga \gset
SELECT fitclub.create_billing_item(1, 40, 'Towels') AS towels \gset
SELECT fitclub.create_billing_item(2, 5, 'Padlock') AS padlock \gset
SELECT fitclub.record_payment(:towels, 15, 'card') AS payment \gset
SELECT fitclub.refund_payment(:payment, 5) AS refund \gset
SELECT fitclub.record_payment(:towels, 10, 'cash') AS cash \gset
SELECT fitclub.grant_credits(1, fitclub.create_pack('Ten', 10, 100)) AS sale \gset
SELECT fitclub.join_plan(1, fitclub.create_plan('Basic', 49), '2101-01-01') AS membership \gset

-- What each column would be changed to; null where nothing can be written to it at all.
-- Of payments it is the first, or the refund, or the one in cash.
CREATE TABLE test.forging (place integer GENERATED ALWAYS AS IDENTITY, table_name text, column_name text, value text);
INSERT INTO test.forging (table_name, column_name, value) VALUES
	('billing_item', 'billing_id', '99'), ('billing_item', 'member_id', '2'), ('billing_item', 'class_id', '1'),
	('billing_item', 'private_session_id', NULL), ('billing_item', 'trainer_id', '1'), ('billing_item', 'amount', '500'),
	('billing_item', 'description', 'Two towels'), ('billing_item', 'status', 'pending'), ('billing_item', 'created_at', '2000-01-01'),
	('billing_item', 'updated_at', '2000-01-01'), ('billing_item', 'paid_at', NULL), ('billing_item', 'original_amount', '45'),
	('billing_item', 'kind', 'retail'), ('billing_item', 'due_on', '2101-02-28'), ('billing_item', 'sale_id', '1'),
	-- these two go together, and are tried below
	('billing_item', 'membership_id', NULL), ('billing_item', 'period_on', NULL),
	('payment', 'payment_id', '99'), ('payment', 'member_id', '2'), ('payment', 'staff_id', '1'), ('payment', 'billing_id', '1'),
	('payment', 'amount', '16'), ('payment', 'paid_at', '2000-01-01'), ('payment', 'payment_type', 'cash'),
	('payment', 'description', 'By Ann'), ('payment', 'notes', 'In a hurry'), ('payment', 'refund_of', '3'),
	('payment', 'request_key', 'r-1'), ('payment', 'external_ref', 'e-1'), ('payment', 'reason', 'void'), ('payment', 'rounding', '0.01');
-- No column is left out.
SELECT a.attrelid::regclass, a.attname FROM pg_attribute AS a
WHERE a.attrelid IN ('fitclub.billing_item'::regclass, 'fitclub.payment'::regclass) AND a.attnum > 0 AND NOT a.attisdropped
	AND NOT EXISTS (SELECT FROM test.forging AS f WHERE a.attrelid = format('fitclub.%I', f.table_name)::regclass AND a.attname = f.column_name);
CREATE FUNCTION test.forged(OUT place integer, OUT column_name text, OUT value text, OUT outcome text, OUT message text)
RETURNS SETOF record LANGUAGE sql AS $$
	SELECT f.place, concat_ws('.', f.table_name, f.column_name), f.value,
		CASE WHEN r.sqlstate IS NULL THEN 'changed' ELSE concat_ws(' ', r.sqlstate, r.table_name, r.column_name, r.constraint_name) END, r.message
	FROM test.forging AS f
	CROSS JOIN LATERAL test.refusal(format('UPDATE fitclub.%I SET %I = %s WHERE %s', f.table_name, f.column_name,
		CASE WHEN f.column_name IN ('billing_id', 'payment_id') AND f.value = '99' THEN 'DEFAULT' ELSE quote_nullable(f.value) END,
		CASE WHEN f.table_name <> 'payment' THEN 'billing_id = 2' WHEN f.column_name IN ('refund_of', 'reason') THEN 'amount < 0'
			WHEN f.column_name = 'rounding' THEN 'payment_id = 3 AND amount = 10' ELSE 'payment_id = 1 AND amount = 15' END)) AS r
	WHERE f.value IS NOT NULL
	ORDER BY f.place
$$;

-- As a superuser, who owns the club.
BEGIN;
SELECT column_name, value, outcome, message FROM test.forged();
ROLLBACK;
-- As an application that may write everything, and as staff, who may write nothing.
CREATE ROLE regress_books_app;
CREATE ROLE regress_books_desk;
SELECT fitclub.grant_role('staff', 'regress_books_desk');
INSERT INTO fitclub.login (login_role, staff_id) VALUES ('regress_books_desk', :grace);
GRANT USAGE ON SCHEMA fitclub, fitclub_internal, test TO regress_books_app;
GRANT ALL ON ALL TABLES IN SCHEMA fitclub, test TO regress_books_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fitclub_internal TO regress_books_app;
SET ROLE regress_books_app;
BEGIN;
SELECT outcome, string_agg(column_name, ' ' ORDER BY place) FROM test.forged() GROUP BY outcome ORDER BY min(place);
ROLLBACK;
SET ROLE regress_books_desk;
UPDATE fitclub.billing_item SET description = 'Free';
DELETE FROM fitclub.payment;
TRUNCATE fitclub.payment;
RESET ROLE;

-- Other ways to write than UPDATE.
SET client_min_messages = warning;
CREATE FUNCTION test.raise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	new.amount := new.amount + 1;
	RETURN new;
END $$;
SELECT test.state() AS before \gset
SELECT c.statement, r.sqlstate, r.table_name, r.constraint_name, r.message, r.detail, r.hint, r.left_behind
FROM (VALUES
	(1, format('DELETE FROM fitclub.billing_item WHERE billing_id = %s', :padlock)),
	(2, 'DELETE FROM fitclub.payment WHERE refund_of IS NOT NULL'),
	(3, 'TRUNCATE fitclub.payment'),
	(4, 'TRUNCATE fitclub.member CASCADE'),
	(5, 'TRUNCATE fitclub.billing_item, fitclub.payment, fitclub.bill_credit, fitclub.dunning RESTART IDENTITY'),
	(6, format('INSERT INTO fitclub.billing_item (billing_id, member_id, amount, description) OVERRIDING SYSTEM VALUE VALUES (%s, 2, 1, ''X'')
		ON CONFLICT (billing_id) DO UPDATE SET amount = excluded.amount', :padlock)),
	(7, format('MERGE INTO fitclub.billing_item AS b USING (VALUES (1)) AS v (n) ON b.billing_id = %s WHEN MATCHED THEN DELETE', :padlock)),
	(8, format('WITH w AS (UPDATE fitclub.payment SET payment_type = ''cash'' WHERE payment_id = %s RETURNING *) SELECT count(*) FROM w', :payment)),
	-- a trigger of the club's own that comes later
	(9, format('CREATE TRIGGER zz BEFORE UPDATE ON fitclub.billing_item FOR EACH ROW EXECUTE FUNCTION test.raise();
		UPDATE fitclub.billing_item SET description = ''Lock'' WHERE billing_id = %s', :padlock)),
	(10, format('UPDATE fitclub.billing_item SET membership_id = 1, period_on = ''2101-01-01'' WHERE billing_id = %s', :padlock))
) AS c (n, statement)
CROSS JOIN LATERAL test.refusal(c.statement) AS r ORDER BY c.n;
RESET client_min_messages;
SELECT test.state() = :'before' AS unchanged;
-- To write what is there already changes nothing.
UPDATE fitclub.billing_item SET description = 'Towels, white', amount = 40.0, member_id = 1, created_at = created_at, status = 'partially_paid' WHERE billing_id = :towels;

-- A payment that is inserted leaves its bill behind, which may follow it, and go nowhere else.
INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (2, :padlock, 2, 'cash');
SELECT c.assignment, r.sqlstate, r.column_name, r.constraint_name
FROM unnest(ARRAY['status = ''paid'', paid_at = now()', 'status = ''cancelled''', 'status = ''refunded'', paid_at = now()', 'status = ''partially_paid'', amount = 4'])
	WITH ORDINALITY AS c (assignment, n)
CROSS JOIN LATERAL test.refusal(format('UPDATE fitclub.billing_item SET %s WHERE billing_id = %s', c.assignment, :padlock)) AS r ORDER BY c.n;
UPDATE fitclub.billing_item SET status = 'partially_paid' WHERE billing_id = :padlock;
WITH paid AS (
	INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (2, :padlock, 3, 'cash') RETURNING billing_id
)
UPDATE fitclub.billing_item AS b SET status = 'paid', paid_at = now() FROM paid WHERE b.billing_id = paid.billing_id;
SELECT c.assignment, r.sqlstate, r.column_name, r.constraint_name
FROM unnest(ARRAY['status = ''pending'', paid_at = NULL', 'paid_at = ''2000-01-01''']) WITH ORDINALITY AS c (assignment, n)
CROSS JOIN LATERAL test.refusal(format('UPDATE fitclub.billing_item SET %s WHERE billing_id = %s', c.assignment, :padlock)) AS r ORDER BY c.n;
SELECT * FROM fitclub.verify();

-- The functions pass, by statements too, and let nothing of others through.
SET fitclub.direct_writes = off;
SELECT fitclub.record_payment(:towels, 10) > 0 AS paid, fitclub.refund_payment(:payment, 1) > 0 AS refunded;
SELECT fitclub.cancel_session(:session) > 0 AS cancelled;
SELECT fitclub.correct_bill(fitclub.create_billing_item(3, 9, 'Mat'), 8) > 0 AS corrected;
SELECT r.sqlstate, r.constraint_name FROM test.refusal('UPDATE fitclub.payment SET amount = amount * 2') AS r;
BEGIN;
CREATE FUNCTION test.forge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE fitclub.payment SET paid_at = '2000-01-01';
	RETURN NULL;
END $$;
CREATE TRIGGER zz AFTER UPDATE ON fitclub.billing_item FOR EACH ROW EXECUTE FUNCTION test.forge();
SELECT r.sqlstate, r.constraint_name FROM test.refusal(format('SELECT fitclub.record_payment(%s, 1)', :towels)) AS r;
ROLLBACK;
RESET fitclub.direct_writes;
SELECT * FROM fitclub.verify();

-- The owner's way past them, and what is found of it.
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE fitclub.payment SET amount = 14, paid_at = '2000-01-01' WHERE payment_id = :payment;
SET LOCAL session_replication_role = origin;
SELECT DISTINCT rule, table_name, row_id FROM fitclub.verify() ORDER BY rule, table_name, row_id;
ROLLBACK;
BEGIN;
ALTER TABLE fitclub.billing_item DISABLE TRIGGER billing_item_books;
UPDATE fitclub.billing_item SET amount = 500, member_id = 1, created_at = '2000-01-01' WHERE billing_id = :padlock;
SELECT DISTINCT rule, table_name, row_id FROM fitclub.verify() ORDER BY rule, table_name, row_id;
ROLLBACK;
SELECT fitclub.clear_data(even_if_real => true);
SELECT count(*) FROM fitclub.billing_item;
DROP OWNED BY regress_books_app, regress_books_desk;
DROP ROLE regress_books_app, regress_books_desk;
DROP FUNCTION test.forged, test.raise;
DROP TABLE test.forging;
SELECT test.clean_club() \gset
