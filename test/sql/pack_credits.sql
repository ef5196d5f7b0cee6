--
-- Credits: sold, granted, used, transferred and extended.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3, who works around the clock.
SELECT test.open_club();
SELECT test.set_noon();
SELECT fitclub.create_staff('Sam', 'Kay', 'sam@example.org', 'a long password') AS sam;
SELECT fitclub.create_pack('Ten', 10, 100, '3 months', is_transferable => true) AS ten,
	fitclub.create_pack('Five', 5, 60) AS five, fitclub.create_pack('Gone', 2, 10, '1 month') AS gone;
SELECT fitclub.update_pack(3, is_active => false);

-- A sale has a lot and a bill; without a day it begins today.
SELECT fitclub.sell_pack(1, 1) AS today, fitclub.sell_pack(1, 1, '2101-01-31') AS later,
	fitclub.sell_pack(2, 2, '2101-01-01', 0) AS free, fitclub.sell_pack(3, 2, '2101-01-01', 45.5) AS cheaper;
SELECT s.sale_id, s.member_id, s.credits, s.price, l.lot_id, l.valid_from = test.today() AS from_today,
	l.expires_on = (test.today() + interval '3 months')::date - 1 AS for_3_months
FROM fitclub.pack_sale AS s JOIN fitclub.credit_lot AS l USING (sale_id) ORDER BY 1;
SELECT lot_id, pack, credits, left_over, valid_from, expires_on, is_paid, sale_id FROM fitclub.list_credits(1) WHERE sale_id = 2
UNION ALL SELECT * FROM fitclub.list_credits(2) UNION ALL SELECT * FROM fitclub.list_credits(3);
SELECT billing_id, debtor_id, kind, description, owed, status, sale_id FROM fitclub.list_bills();
SELECT lot_id FROM fitclub.list_credits(1, '2101-01-30') UNION ALL SELECT lot_id FROM fitclub.list_credits(1, '2101-01-31')
UNION ALL SELECT lot_id FROM fitclub.list_credits(1, '2101-04-29') UNION ALL SELECT lot_id FROM fitclub.list_credits(1, '2101-04-30')
UNION ALL SELECT lot_id FROM fitclub.list_credits(2, '2999-01-01') UNION ALL SELECT lot_id FROM fitclub.list_credits(1, test.today());

-- Granted credits have no bill, and those of a pack that is no longer sold can be.
SELECT fitclub.grant_credits(4, 3) AS as_sold, fitclub.grant_credits(4, 2, 3) AS three, fitclub.grant_credits(4, 1, 1, '2101-12-31') AS until;
SELECT lot_id, pack, credits, left_over, valid_from = test.today() AS from_today,
	CASE WHEN sale_id = 5 THEN (expires_on = (test.today() + interval '1 month')::date - 1)::text ELSE expires_on::text END AS expires, is_paid
FROM fitclub.list_credits(4);
SELECT count(*) FROM fitclub.billing_item WHERE sale_id > 4;

-- Whether it is paid follows its bill.
SELECT fitclub.record_payment(2, 99.99) AS payment;
SELECT is_paid FROM fitclub.list_credits(1) WHERE sale_id = 2;
SELECT fitclub.record_payment(2, 0.01) AS payment;
SELECT is_paid FROM fitclub.list_credits(1) WHERE sale_id = 2;
SELECT fitclub.void_payment(2) AS undone;
SELECT is_paid FROM fitclub.list_credits(1) WHERE sale_id = 2;
SELECT fitclub.record_payment(2, 0.01) AS payment;
SELECT fitclub.cancel_billing_item(3) AS bill;
SELECT is_paid FROM fitclub.list_credits(3);

-- Bookings use credits, as long as they stand or were cancelled too late.
SELECT fitclub.book_session(1, 3, NULL, '2101-02-01 09:00', '2101-02-01 10:00', price => 0) AS session,
	fitclub.create_class('Yoga', 3, 1, '2101-02-02 09:00', '2101-02-02 10:00', price => 0) AS class;
SELECT fitclub.register_for_class(1, 1) AS seat;
UPDATE fitclub.private_session SET lot_id = 2, credits = 3;
UPDATE fitclub.class_registration SET lot_id = 2, credits = 1;
SELECT left_over FROM fitclub.list_credits(1, '2101-02-01');
UPDATE fitclub.private_session SET cancelled_at = now();
SELECT left_over FROM fitclub.list_credits(1, '2101-02-01');
UPDATE fitclub.private_session SET kept_at = cancelled_at;
SELECT left_over FROM fitclub.list_credits(1, '2101-02-01');

-- Transfers: to a lot of the same sale and dates; the receiver is told.
SELECT fitclub.transfer_credits(2, 2, 1) AS one, fitclub.transfer_credits(2, 3) AS rest;
SELECT lot_id, sale_id, member_id, credits, fitclub_internal.lot_left(lot_id), valid_from, expires_on FROM fitclub.credit_lot
WHERE sale_id = 2 ORDER BY lot_id;
SELECT lot_out_id, lot_id, credits, reason, to_lot_id, staff_id FROM fitclub.lot_out ORDER BY 1;
SELECT * FROM test.told WHERE who <> 'Ann';
SELECT fitclub.transfer_credits(8, 4) AS for_ever;
SELECT message FROM test.told WHERE who = 'Dan';
-- and back, and on
SELECT fitclub.transfer_credits(9, 1, 2) AS back;
SELECT lot_id, credits, left_over, is_paid FROM fitclub.list_credits(1, '2101-02-01');

-- Longer, never shorter.
SELECT fitclub.extend_credits(2, '2101-05-31'), fitclub.extend_credits(8, NULL);
SELECT lot_id, expires_on FROM fitclub.credit_lot WHERE lot_id IN (2, 8) ORDER BY 1;

-- What is refused.
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$sell_pack(99, 1)$$,
	$$sell_pack(NULL, 1)$$,
	$$sell_pack(1, 99)$$,
	$$sell_pack(1, NULL)$$,
	$$sell_pack(1, 3)$$,
	$$sell_pack(1, 1, 'infinity')$$,
	$$sell_pack(1, 1, '1899-12-31')$$,
	$$sell_pack(1, 1, '9998-12-01')$$,
	$$sell_pack(1, 1, NULL, -1)$$,
	$$sell_pack(1, 1, NULL, 0.001)$$,
	$$grant_credits(99, 1)$$,
	$$grant_credits(1, 99)$$,
	$$grant_credits(1, 1, 0)$$,
	$$grant_credits(1, 1, 10001)$$,
	$$grant_credits(1, 1, 1, 'infinity')$$,
	$$grant_credits(1, 1, 1, '2001-01-01')$$,
	$$transfer_credits(99, 1)$$,
	$$transfer_credits(NULL, 1)$$,
	$$transfer_credits(1, 99)$$,
	$$transfer_credits(1, NULL)$$,
	$$transfer_credits(1, 1)$$,
	$$transfer_credits(1, 2, 0)$$,
	$$transfer_credits(1, 2, 11)$$,
	$$transfer_credits(2, 3)$$,
	$$extend_credits(99, '2101-01-01')$$,
	$$extend_credits(NULL, '2101-01-01')$$,
	$$extend_credits(2, '2101-05-31')$$,
	$$extend_credits(2, '2101-05-30')$$,
	$$extend_credits(2, 'infinity')$$,
	$$extend_credits(2, '9999-01-01')$$,
	$$extend_credits(8, NULL)$$,
	$$list_credits(99)$$,
	$$list_credits(NULL)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;

-- Members buy for themselves and those they act for, at the list price, and give what they may.
SELECT fitclub.create_dependant(1, 'Kid', 'Member') AS kid \gset
SET fitclub.identity = 'member:1';
SELECT fitclub.sell_pack(1, 2) AS sale, fitclub.sell_pack(:kid, 1, test.today() + 1) AS for_kid, fitclub.transfer_credits(1, :kid, 1) AS lot;
SELECT pack, credits, left_over FROM fitclub.list_credits(:kid) ORDER BY lot_id;
SELECT c.call, r.sqlstate, r.constraint_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$sell_pack(2, 1)$$,
	$$sell_pack(1, 1, price => 0)$$,
	$$sell_pack(1, 1, test.today() - 1)$$,
	$$transfer_credits(3, 1)$$,
	$$transfer_credits(99, 1)$$,
	$$transfer_credits((SELECT max(lot_id) - 2 FROM fitclub.credit_lot), 2)$$,
	$$grant_credits(1, 1)$$,
	$$extend_credits(1, NULL)$$,
	$$refund_pack(1)$$,
	$$create_pack('X', 1, 1)$$,
	$$update_pack(1, 'X')$$,
	$$add_pack_scope(1, 'class')$$,
	$$list_credits(2)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SET fitclub.identity = 'staff:1';
SELECT fitclub.transfer_credits(max(lot_id) - 2, 2, 1) AS by_staff FROM fitclub.credit_lot;
RESET fitclub.identity;
SELECT staff_id FROM fitclub.lot_out ORDER BY lot_out_id DESC LIMIT 2;

-- Nobody writes more credits than there are, or other ones, on any path.
SELECT c.statement, r.sqlstate, r.constraint_name, r.message
FROM unnest(ARRAY[
	$$INSERT INTO fitclub.lot_out (lot_id, credits, reason) VALUES (2, 1, 'refund')$$,
	$$INSERT INTO fitclub.lot_out (lot_id, credits, reason) VALUES (99, 1, 'refund')$$,
	$$UPDATE fitclub.lot_out SET credits = 2$$,
	$$DELETE FROM fitclub.lot_out$$,
	$$UPDATE fitclub.credit_lot SET credits = 20$$,
	$$UPDATE fitclub.credit_lot SET member_id = 2$$,
	$$UPDATE fitclub.credit_lot SET valid_from = '2001-01-01'$$,
	$$UPDATE fitclub.credit_lot SET expires_on = '2200-01-01'$$,
	$$DELETE FROM fitclub.credit_lot$$,
	$$UPDATE fitclub.pack_sale SET price = 1$$,
	$$DELETE FROM fitclub.pack_sale$$,
	$$TRUNCATE fitclub.lot_out$$
	]) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.refusal(c.statement) AS r
ORDER BY c.n;
-- An application that may write everything writes none of these, but how long a lot holds.
CREATE ROLE regress_pack_app;
GRANT USAGE ON SCHEMA fitclub, fitclub_internal, test TO regress_pack_app;
GRANT ALL ON ALL TABLES IN SCHEMA fitclub, test TO regress_pack_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fitclub_internal TO regress_pack_app;
SET ROLE regress_pack_app;
SELECT r.sqlstate, r.constraint_name, r.message
FROM unnest(ARRAY[
	$$INSERT INTO fitclub.pack_sale (pack_id, member_id, credits, price) VALUES (1, 1, 10, 0)$$,
	$$INSERT INTO fitclub.credit_lot (sale_id, member_id, credits, valid_from) VALUES (1, 1, 10, '2101-01-01')$$,
	$$INSERT INTO fitclub.lot_out (lot_id, credits, reason) VALUES (1, 1, 'refund')$$,
	$$UPDATE fitclub.credit_lot SET credits = credits + 1$$,
	$$DELETE FROM fitclub.lot_out$$
	]) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.refusal(c.statement) AS r
ORDER BY c.n;
UPDATE fitclub.credit_lot SET expires_on = '2200-01-01' WHERE lot_id = 1;
RESET ROLE;
DROP OWNED BY regress_pack_app;
DROP ROLE regress_pack_app;

-- Nobody erased gets anything new; what there was stays, and can be taken back.
SELECT fitclub.create_member('Eve', 'Gone', 'eve@example.org') AS eve \gset
SELECT fitclub.sell_pack(:eve, 1, '2101-01-01') AS sale \gset
SELECT fitclub.erase_member(:eve) = :eve AS erased;
SELECT description, status FROM fitclub.billing_item WHERE sale_id = :sale;
SELECT c.call, r.sqlstate, r.constraint_name, r.left_behind
FROM unnest(ARRAY[
	format('sell_pack(%s, 1)', :eve),
	format('grant_credits(%s, 1)', :eve),
	format('transfer_credits(1, %s)', :eve),
	format('extend_credits((SELECT max(lot_id) FROM fitclub.credit_lot), NULL)')
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT left_over FROM fitclub.list_credits(:eve);
SELECT fitclub.refund_pack(:sale) > 0 AS taken_back;
SELECT b.status, l.left_over FROM fitclub.billing_item AS b, fitclub.list_credits(:eve) AS l WHERE b.sale_id = :sale;
SELECT count(*) AS names FROM fitclub.audit_log WHERE concat(old_row, new_row) ~ 'Eve';
SELECT * FROM fitclub.verify() WHERE rule NOT IN ('session_without_bill', 'registration_without_bill');
-- A month less 29 days is none in February.
SELECT r.sqlstate, r.constraint_name, r.message, r.left_behind FROM fitclub.create_pack('February', 1, 1, '1 month -29 days') AS pack_id
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.sell_pack(1, %s, ''2101-02-01'')', pack_id)) AS r;
SELECT test.clean_club();
