--
-- Packs that are taken back: what their credits are worth, and what becomes of the bill.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3, who works around the clock.
SELECT test.open_club();
SELECT fitclub.create_staff('Sam', 'Kay', 'sam@example.org', 'a long password') AS sam;
SELECT fitclub.create_pack('Three', 3, 100, is_transferable => true) AS three;

-- A sale, its bill, what was credited and what was paid.
CREATE FUNCTION test.sale(sale bigint)
RETURNS TABLE (left_over text, amount numeric, status text, credits text, payments text, account numeric)
LANGUAGE sql AS $$
	SELECT (SELECT string_agg(fitclub_internal.lot_left(l.lot_id)::text, ' ' ORDER BY l.lot_id) FROM fitclub.credit_lot AS l WHERE l.sale_id = sale),
		b.amount, b.status,
		(SELECT string_agg(concat_ws(' ', c.amount, c.reason, 'by ' || c.staff_id, c.notes), ', ' ORDER BY c.credit_id)
			FROM fitclub.bill_credit AS c WHERE c.billing_id = b.billing_id),
		(SELECT string_agg(concat_ws(' ', p.amount, p.payment_type, 'of ' || p.refund_of, 'by ' || p.staff_id, p.notes), ', ' ORDER BY p.payment_id)
			FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id),
		fitclub.account_balance('credit', b.member_id)
	FROM fitclub.billing_item AS b
	WHERE b.sale_id = sale
$$;

-- Paid in full, one credit after the other: rounding is lost nowhere.
SELECT fitclub.sell_pack(1, 1) AS sale;
SELECT fitclub.record_payment(1, 40, 'cash') AS first, fitclub.record_payment(1, 60, 'card', member_id => 2) AS second;
SELECT fitclub.refund_pack(1, 1, staff_id => 1, notes => 'Moved away') AS lot_out;
SELECT * FROM test.sale(1);
SELECT fitclub.refund_pack(1, 1) AS lot_out;
SELECT * FROM test.sale(1);
SELECT fitclub.refund_pack(1) AS lot_out;
SELECT * FROM test.sale(1);
SELECT lot_out_id, lot_id, credits, reason, to_lot_id, staff_id FROM fitclub.lot_out ORDER BY 1;
SELECT sqlstate, constraint_name, table_name, column_name, message, detail, hint, left_behind FROM test.refusal('SELECT fitclub.refund_pack(1)') \gx

-- Not paid: less is owed, and with nothing left to owe the bill is closed.
SELECT fitclub.sell_pack(2, 1) AS sale;
SELECT fitclub.refund_pack(2, 1) AS lot_out;
SELECT * FROM test.sale(2);
SELECT fitclub.refund_pack(2) AS lot_out;
SELECT * FROM test.sale(2);

-- Partly paid: what is paid above the rest goes back, here on account.
SELECT fitclub.sell_pack(3, 1) AS sale;
SELECT fitclub.record_payment(3, 50) AS payment;
SELECT fitclub.refund_pack(3, 1, refund_to => 'credit') AS lot_out;
SELECT * FROM test.sale(3);
SELECT fitclub.refund_pack(3, 1, refund_to => 'credit') AS lot_out;
SELECT * FROM test.sale(3);
SELECT fitclub.refund_pack(3, 1, refund_to => 'credit') AS lot_out;
SELECT * FROM test.sale(3);

-- Less than they are worth, or nothing; what the club kept it keeps.
SELECT fitclub.sell_pack(4, 1) AS sale;
SELECT fitclub.record_payment(4, 100) AS payment;
SELECT fitclub.refund_pack(4, 1, 20) AS lot_out;
SELECT * FROM test.sale(4);
SELECT fitclub.refund_pack(4, 1, 0) AS lot_out;
SELECT * FROM test.sale(4);
SELECT sqlstate, constraint_name, table_name, column_name, message, detail, hint, left_behind FROM test.refusal('SELECT fitclub.refund_pack(4, 1, 33.34)') \gx
SELECT fitclub.refund_pack(4) AS lot_out;
SELECT * FROM test.sale(4);

-- A corrected bill has credits that are worth less; what was refunded of the bill alone lowers them too.
SELECT fitclub.sell_pack(1, 1) AS sale;
SELECT fitclub.correct_bill(5, 90) AS credit;
SELECT fitclub.record_payment(5, 90) AS payment;
SELECT fitclub.refund_bill(5, 30) AS refund;
SELECT fitclub.refund_pack(5, 1) AS lot_out;
SELECT * FROM test.sale(5);
-- Without a bill that stands they are worth nothing.
SELECT fitclub.refund_bill(5) AS refund;
SELECT is_paid FROM fitclub.list_credits(1) WHERE sale_id = 5;
SELECT fitclub.refund_pack(5) AS lot_out;
SELECT * FROM test.sale(5);
SELECT fitclub.sell_pack(1, 1, price => 0) AS sale, fitclub.grant_credits(1, 1, 2) AS granted;
SELECT sqlstate, constraint_name, detail FROM test.refusal('SELECT fitclub.refund_pack(6, amount => 0.01)');
SELECT fitclub.refund_pack(6) AS sale, fitclub.refund_pack(7, 1, 0) AS granted;
SELECT left_over FROM fitclub.list_credits(1) WHERE sale_id > 5;

-- Credits that were used or transferred are not refunded; those that came back are.
SELECT fitclub.sell_pack(1, 1, '2101-01-01') AS sale, fitclub.book_session(1, 3, NULL, '2101-02-01 09:00', '2101-02-01 10:00', price => 0) AS session;
SELECT max(lot_id) AS lot FROM fitclub.credit_lot \gset
UPDATE fitclub.private_session SET lot_id = :lot, credits = 1;
SELECT fitclub.transfer_credits(:lot, 2, 1) AS given \gset
SELECT fitclub.record_payment(max(billing_id), 100) > 0 AS paid FROM fitclub.billing_item;
SELECT sqlstate, constraint_name FROM test.refusal('SELECT fitclub.refund_pack(8, 2)');
SELECT fitclub.refund_pack(8) AS lot_out;
SELECT * FROM test.sale(8);
SELECT fitclub.transfer_credits(:given, 1) AS back;
SELECT fitclub.refund_pack(8) AS lot_out;
SELECT * FROM test.sale(8);

-- What is refused.
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.left_behind
FROM unnest(ARRAY[
	$$refund_pack(99)$$,
	$$refund_pack(NULL)$$,
	$$refund_pack(7, 0)$$,
	$$refund_pack(7, 10001)$$,
	$$refund_pack(7, 2)$$,
	$$refund_pack(7, 1, -1)$$,
	$$refund_pack(7, 1, 0.001)$$,
	$$refund_pack(7, 1, 0, 'bank')$$,
	$$refund_pack(7, 1, 0, repeat('x', 201))$$,
	$$refund_pack(7, 1, 0, NULL)$$,
	$$refund_pack(7, 1, 0, staff_id => 99)$$,
	$$refund_pack(7, 1, 0, notes => repeat('x', 10001))$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;

-- The ledger foots, with what packs brought in a part of its own.
SELECT account, part, debit, credit, balance FROM fitclub.trial_balance() WHERE account IN ('receivable', 'deferred', 'credit') OR account IS NULL;
SELECT * FROM fitclub.verify();

-- For every n and price: what is used, what was refunded and what is left are worth the price, after each refund.
SELECT fitclub.clear_data(even_if_real => true);
SELECT fitclub.create_member('Ann', 'Member', 'ann@example.org') AS ann;
CREATE TABLE test.refund (price numeric, n integer, taken integer, worth numeric);
DO $$
DECLARE
	buyer bigint := (SELECT member_id FROM fitclub.member);
	pack bigint;
	sold bigint;
	bill bigint;
	credits integer;
	asked integer;
BEGIN
	FOR n IN 1 .. 12 LOOP
		pack := fitclub.create_pack('Pack of ' || n, n, 100);
		FOR price IN 1 .. 6 LOOP
			sold := fitclub.sell_pack(buyer, pack, price => (ARRAY[0.01, 0.07, 1, 99.99, 100, 12345.67])[price]);
			SELECT billing_id INTO bill FROM fitclub.billing_item WHERE sale_id = sold;
			IF price % 2 = 0 THEN
				PERFORM fitclub.record_payment(bill, amount) FROM fitclub.billing_item WHERE billing_id = bill;
			END IF;
			credits := n;
			FOR step IN 1 .. n LOOP
				EXIT WHEN credits = 0;
				asked := 1 + (step * 7 + n + price) % 3;
				asked := least(asked, credits);
				PERFORM fitclub.refund_pack(sold, asked);
				credits := credits - asked;
				INSERT INTO test.refund VALUES ((ARRAY[0.01, 0.07, 1, 99.99, 100, 12345.67])[price], n, n - credits,
					(SELECT coalesce(sum(c.amount), 0) FROM fitclub.bill_credit AS c WHERE c.billing_id = bill));
			END LOOP;
		END LOOP;
	END LOOP;
END $$;
SELECT count(*) > 200 AS many, bool_and(worth = price - fitclub.share(price, n - taken, n)) AS exact,
	bool_and(taken < n OR worth = price) AS all_of_it
FROM test.refund;
SELECT account, balance FROM fitclub.trial_balance() WHERE account IN ('receivable', 'deferred') ORDER BY 1;
SELECT * FROM fitclub.verify();
DROP TABLE test.refund;
DROP FUNCTION test.sale;
SELECT test.clean_club();
