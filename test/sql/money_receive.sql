--
-- Money for several bills, or for none yet: on account, and from there to bills; requests that are sent again.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough');
-- Ann pays for Kim, a dependant, 5, and for Bob, who has an e-mail.
SELECT fitclub.create_dependant(1, 'Kim', 'Lee') AS kim \gset
SELECT fitclub.set_payer(2, 1);
-- Bills 1 to 4 of Ann, Kim, Bob and Ann, of which the last is due first, and 5 of Cyd.
SELECT fitclub.create_billing_item(m, n * 10, 'Bill ' || n) FROM unnest(ARRAY[1, :kim, 2, 1, 3]) WITH ORDINALITY AS b (m, n);
UPDATE fitclub.billing_item SET due_on = '2000-01-01' WHERE billing_id = 4;

-- All of it: the ledger's word on it, and whether it is right.
CREATE FUNCTION test.money() RETURNS TABLE (bills text, payments text, on_account text, balances text, broken bigint)
LANGUAGE sql AS $$
	SELECT (SELECT string_agg(concat_ws(' ', b.billing_id, b.status, b.paid_at IS NOT NULL), ', ' ORDER BY b.billing_id) FROM fitclub.billing_item AS b),
		(SELECT string_agg(concat_ws(' ', coalesce('bill ' || p.billing_id, 'account'), p.member_id, p.amount, p.payment_type, p.staff_id, p.request_key, p.external_ref, p.notes), ', ' ORDER BY p.payment_id)
			FROM fitclub.payment AS p WHERE p.payment_id > coalesce(current_setting('test.last', true)::bigint, 0)),
		(SELECT string_agg(m.member_id || ': ' || -fitclub.account_balance('credit', m.member_id), ', ' ORDER BY m.member_id) FROM fitclub.member AS m),
		(SELECT string_agg(m.member_id || ': ' || fitclub.member_balance(m.member_id), ', ' ORDER BY m.member_id) FROM fitclub.member AS m
			WHERE fitclub.member_balance(m.member_id) <> 0),
		(SELECT count(*) FROM fitclub.verify())
			+ (SELECT count(*) FROM fitclub.trial_balance() AS t WHERE t.account IS NULL AND t.balance <> 0)
			+ (SELECT count(*) FROM (SELECT FROM fitclub.ledger AS l GROUP BY l.source, l.source_id HAVING sum(l.amount) <> 0) AS u)
			+ (SELECT count(*) FROM fitclub.member AS m
				WHERE fitclub.member_balance(m.member_id) <> fitclub.account_balance('receivable', m.member_id)
					OR (SELECT s.balance FROM fitclub.member_statement(m.member_id) WITH ORDINALITY AS s ORDER BY s.ordinality DESC LIMIT 1)
						<> fitclub.account_balance('receivable', m.member_id) + fitclub.account_balance('credit', m.member_id))
$$;
CREATE FUNCTION test.after(OUT money text)
LANGUAGE plpgsql AS $$
BEGIN
	SELECT concat_ws(E'\n', m.bills, m.payments, m.on_account, m.balances, m.broken) INTO money FROM test.money() AS m;
	PERFORM set_config('test.last', max(p.payment_id)::text, false) FROM fitclub.payment AS p;
END
$$;

-- A bill and no more than it is a payment of that bill.
SELECT fitclub.receive_payment(1, 5, 'cash', '{1}', staff_id => 1, notes => 'coins') > 0 AS received;
SELECT test.after();
-- The bill that is due first is the first of those of the payer.
SELECT fitclub.receive_payment(1, 15) > 0 AS received;
SELECT test.after();
-- More than one: on account and from there, by due date and then by number; the rest stays.
SELECT fitclub.receive_payment(1, 85.50, 'bank_transfer', external_ref => 'TR-1', request_key => 'one') > 0 AS received;
SELECT test.after();
-- Bills in the order given, once each; one that is closed gets nothing.
SELECT fitclub.create_billing_item(3, 10, 'Bill 6'), fitclub.create_billing_item(4, 10, 'Bill 7');
SELECT fitclub.receive_payment(3, 25, billing_ids => '{7,1,7,6,5}') > 0 AS received;
SELECT test.after();
-- None at all.
SELECT fitclub.receive_payment(4, 30, 'cash', '{}') > 0 AS received;
SELECT test.after();

-- From an account to a bill: a part, then as much as is owed, then as much as is there.
SELECT fitclub.apply_credit(4, 5, 1) > 0 AS applied;
SELECT fitclub.apply_credit(4, 5) > 0 AS applied;
SELECT test.after();
SELECT fitclub.create_billing_item(4, 3, 'Bill 8'), fitclub.create_billing_item(:kim, 3, 'Bill 9');
SELECT fitclub.settle_account(1) AS settled_by_payer, fitclub.settle_account(1) AS again, fitclub.settle_account(3) AS nothing_there, fitclub.settle_account(4) AS nothing_left;
SELECT test.after();

-- A statement has what changes what a member owes or has.
SELECT kind, billing_id, payment_id IS NOT NULL AS is_payment, description, charge, credit, balance FROM fitclub.member_statement(1);
SELECT kind, billing_id, charge, credit, balance FROM fitclub.member_statement(3);
SELECT kind, billing_id, charge, credit, balance FROM fitclub.member_statement(4);
SELECT account, part, debit, credit, balance FROM fitclub.trial_balance();
SELECT nature, count(*) FROM fitclub.ledger_account GROUP BY nature ORDER BY nature;
SELECT bill, amount, type, external_ref, reason FROM fitclub.list_payments(member_id => 1);
SELECT fitclub.member_dashboard(m) -> 'on_account' AS on_account FROM unnest(ARRAY[1, 3, 4]) AS m;
-- What cash was rounded by is on an account of its own.
BEGIN;
INSERT INTO fitclub.payment (member_id, amount, payment_type, rounding) VALUES (3, 0.99, 'cash', -0.01);
SELECT account, part, amount FROM fitclub.ledger WHERE source_id = (SELECT max(payment_id) FROM fitclub.payment) AND source = 'payment' ORDER BY 1;
ROLLBACK;

-- A request that is sent again.
SELECT fitclub.create_billing_item(3, 40, 'Bill 10') AS bill \gset
SELECT fitclub.record_payment(:bill, 10, request_key => 'two', external_ref => 'x') = fitclub.record_payment(:bill, 10, request_key => 'two') AS once;
SELECT fitclub.receive_payment(3, 12, 'online', request_key => 'three') = fitclub.receive_payment(3, 12, 'online', request_key => 'three') AS once;
SELECT fitclub.receive_payment(1, 85.50, 'bank_transfer', request_key => 'one') > 0 AS once;
SELECT fitclub.receive_payment(3, 3, billing_ids => '{}') > 0 AS received;
SELECT fitclub.apply_credit(3, :bill, 2, 'four') = fitclub.apply_credit(3, :bill, 2, 'four') AS once, fitclub.apply_credit(3, :bill, request_key => 'four') > 0 AS and_once;
SELECT test.after();
-- The rest of what is owed, and nothing more when it is sent again.
SELECT fitclub.record_payment(:bill, NULL, 'cash', request_key => 'five') = fitclub.record_payment(:bill, request_key => 'five', payment_type => 'cash') AS once;
SELECT test.after();

-- What is refused leaves nothing behind.
SELECT arguments AS call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.left_behind
FROM unnest(ARRAY[
	'receive_payment(NULL, 1)', 'receive_payment(99, 1)', 'receive_payment(1, NULL)', 'receive_payment(1, 0)', 'receive_payment(1, -1)', 'receive_payment(1, 0.001)',
	$$receive_payment(1, 1, NULL)$$, $$receive_payment(1, 1, 'credit')$$, $$receive_payment(1, 1, repeat('x', 201))$$,
	$$receive_payment(1, 1, 'cash', '{99}')$$, $$receive_payment(1, 1, 'cash', '{1,NULL}')$$, 'receive_payment(1, 1, staff_id => 99)',
	$$receive_payment(1, 1, request_key => ' ')$$, $$receive_payment(1, 1, request_key => repeat('x', 201))$$, $$receive_payment(1, 1, request_key => E'\x01')$$,
	$$receive_payment(1, 1, external_ref => '')$$, $$receive_payment(1, 1, external_ref => repeat('x', 201))$$, $$receive_payment(1, 1, notes => E'\x01')$$,
	$$receive_payment(1, 2, request_key => 'one')$$, $$receive_payment(1, 85.49, 'bank_transfer', request_key => 'one')$$, $$receive_payment(2, 85.50, 'bank_transfer', request_key => 'one')$$, $$receive_payment(1, 85.50, request_key => 'one')$$,
	$$record_payment(1, 5, request_key => 'two')$$, $$record_payment(5, 10, request_key => 'two')$$, $$apply_credit(3, 5, 2, 'four')$$, $$record_payment(10, 10, member_id => 1, request_key => 'two')$$, $$apply_credit(3, 10, 10, 'two')$$,
	'apply_credit(NULL, 1)', 'apply_credit(99, 1)', 'apply_credit(1, NULL)', 'apply_credit(1, 99)', 'apply_credit(1, 8, 0)',
	'apply_credit(1, 1)', 'apply_credit(3, 8, 1.01)', 'apply_credit(1, 8, 3.01)', 'apply_credit(4, 8)', 'apply_credit(2, 8)', $$apply_credit(4, 8, 1, ' ')$$,
	'settle_account(NULL)', 'settle_account(99)']) AS arguments
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || arguments) AS r;
-- Nothing more is taken from a member who was erased; what is on account can still be used.
SELECT fitclub.receive_payment(2, 7, billing_ids => '{}') > 0 AS received, fitclub.create_billing_item(2, 5, 'Bill 11') AS bill;
SELECT fitclub.erase_member(2);
SELECT r.sqlstate, r.constraint_name FROM test.refusal('SELECT fitclub.receive_payment(2, 1)') AS r;
SELECT fitclub.settle_account(2) AS settled;
SELECT test.after();
