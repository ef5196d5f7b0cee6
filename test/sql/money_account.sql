--
-- Money on account of its payer, and what is paid from there, by direct writes.
--
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.create_billing_item(1, 50, 'Towels'), fitclub.create_billing_item(2, 30, 'Locker');
-- What is refused of a statement, which leaves nothing behind.
CREATE FUNCTION test.try(statement text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	broken text;
BEGIN
	BEGIN
		EXECUTE statement;
		RAISE 'taken' USING CONSTRAINT = 'none';
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
		RETURN broken;
	END;
END
$$;

-- The guard does not leave it to the books.
ALTER TABLE fitclub.payment DISABLE TRIGGER payment_books;
-- Nothing is on account, so nothing can be paid from there, or go back.
SELECT test.try('INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (1, 1, 0.01, ''credit'')') AS nothing_there;
-- 40 in cash, and 30 of it on a bill.
INSERT INTO fitclub.payment (payment_id, member_id, amount, payment_type) OVERRIDING SYSTEM VALUE VALUES (101, 1, 40, 'cash');
INSERT INTO fitclub.payment (payment_id, member_id, billing_id, amount, payment_type) OVERRIDING SYSTEM VALUE VALUES (102, 1, 1, 30, 'credit');
UPDATE fitclub.billing_item SET status = 'partially_paid' WHERE billing_id = 1;
SELECT s.statement, test.try(s.statement) AS refused
FROM (VALUES
	('INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (1, 1, 10.01, ''credit'')'),
	('INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (2, 1, 1, ''credit'')'),
	('INSERT INTO fitclub.payment (member_id, amount, payment_type, refund_of) VALUES (1, -10.01, ''cash'', 101)'),
	('UPDATE fitclub.payment SET amount = 29.99 WHERE payment_id = 101'),
	('UPDATE fitclub.payment SET member_id = 2 WHERE payment_id = 101'),
	('UPDATE fitclub.payment SET billing_id = 1 WHERE payment_id = 101'),
	('UPDATE fitclub.payment SET amount = 40.01 WHERE payment_id = 102'),
	('UPDATE fitclub.payment SET member_id = 2 WHERE payment_id = 102'),
	('DELETE FROM fitclub.payment WHERE payment_id = 101'),
	-- a payment on account goes back from there alone, and credit on account alone
	('INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (1, 1, -1, ''cash'', 101)'),
	('INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (1, 1, -1, ''cash'', 102)'),
	('INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (1, 1, -30.01, ''credit'', 102)'),
	-- not more than the bill
	('INSERT INTO fitclub.payment (member_id, amount, payment_type) VALUES (1, 40, ''cash'');
	INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (1, 1, 20.01, ''credit'')')
) AS s (statement);
-- What adds to an account, or leaves enough there, is no matter.
SELECT s.statement, test.try(s.statement) AS refused
FROM (VALUES
	('UPDATE fitclub.payment SET amount = 30 WHERE payment_id = 101'),
	('UPDATE fitclub.payment SET amount = 40 WHERE payment_id = 102'),
	('UPDATE fitclub.payment SET notes = ''x'''),
	('DELETE FROM fitclub.payment WHERE payment_id = 102')
) AS s (statement);

-- A card payment of 30 on a bill: all of it goes on account, from there 20 on another bill, and 10 out of the club.
INSERT INTO fitclub.payment (payment_id, member_id, billing_id, amount, payment_type) OVERRIDING SYSTEM VALUE VALUES (103, 2, 2, 30, 'card');
INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (2, 2, -30, 'credit', 103);
INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (2, 1, 20, 'credit');
INSERT INTO fitclub.payment (member_id, amount, payment_type, refund_of) VALUES (2, -10, 'card', 103);
SELECT s.statement, test.try(s.statement) AS refused
FROM (VALUES
	-- it stands on its bill no more, whatever is on account
	('INSERT INTO fitclub.payment (member_id, amount, payment_type) VALUES (2, 40, ''cash'');
	INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (2, 2, -1, ''card'', 103)'),
	('INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (2, 2, 30, ''cash'');
	INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (2, 2, -1, ''card'', 103)'),
	-- and 20 of it are left in the club
	('INSERT INTO fitclub.payment (member_id, amount, payment_type) VALUES (2, 40, ''cash'');
	INSERT INTO fitclub.payment (member_id, amount, payment_type, refund_of) VALUES (2, -20, ''card'', 103)'),
	('INSERT INTO fitclub.payment (member_id, amount, payment_type) VALUES (2, 40, ''cash'');
	INSERT INTO fitclub.payment (member_id, amount, payment_type, refund_of) VALUES (2, -20.01, ''card'', 103)'),
	('UPDATE fitclub.payment SET amount = 29.99 WHERE payment_id = 103')
) AS s (statement);

-- A request is carried out once.
INSERT INTO fitclub.payment (member_id, amount, payment_type, request_key) VALUES (3, 1, 'cash', 'once');
SELECT test.try($$INSERT INTO fitclub.payment (member_id, amount, payment_type, request_key) VALUES (4, 1, 'cash', 'once')$$) AS again;

-- COPY brings the rows of an account in any order.
SELECT fitclub.create_billing_item(4, 20, 'Towels');
COPY fitclub.payment (member_id, billing_id, amount, payment_type) FROM stdin;
4	3	5	credit
4	\N	5	cash
\.
COPY fitclub.payment (member_id, billing_id, amount, payment_type) FROM stdin;
4	3	5	credit
4	\N	4.99	cash
\.
ALTER TABLE fitclub.payment ENABLE TRIGGER payment_books;
SELECT rule, table_name, row_id, detail FROM fitclub.verify() WHERE rule NOT IN ('bill_status', 'numbering') ORDER BY 1, 3;
