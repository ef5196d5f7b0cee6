--
-- Money that goes back: refunds of bills and of accounts, voids and chargebacks.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough');

-- A bill, its credits and its payments.
CREATE FUNCTION test.bill(billing bigint)
RETURNS TABLE (original numeric, amount numeric, status text, is_dated boolean, credits text, payments text)
LANGUAGE sql AS $$
	SELECT b.original_amount, b.amount, b.status, b.paid_at IS NOT NULL,
		(SELECT string_agg(concat_ws(' ', c.amount, c.reason), ', ' ORDER BY c.credit_id) FROM fitclub.bill_credit AS c WHERE c.billing_id = billing),
		(SELECT string_agg(concat_ws(' ', p.amount, p.payment_type, p.reason, 'of ' || p.refund_of), ', ' ORDER BY p.payment_id)
			FROM fitclub.payment AS p WHERE p.billing_id = billing)
	FROM fitclub.billing_item AS b
	WHERE b.billing_id = billing
$$;
-- What a payer has on account, and the rows of it.
CREATE FUNCTION test.account(payer bigint) RETURNS TABLE (account numeric, rows text)
LANGUAGE sql AS $$
	SELECT coalesce(sum(CASE WHEN p.billing_id IS NULL THEN p.amount ELSE -p.amount END), 0.00),
		string_agg(concat_ws(' ', p.amount, p.payment_type, p.reason, 'bill ' || p.billing_id, 'of ' || p.refund_of), ', ' ORDER BY p.payment_id)
	FROM fitclub.payment AS p
	WHERE p.member_id = payer AND (p.billing_id IS NULL OR p.payment_type = 'credit')
$$;
CREATE FUNCTION test.broken() RETURNS TABLE (rule text, row_id bigint, detail text)
LANGUAGE sql AS 'SELECT rule, row_id, detail FROM fitclub.verify() ORDER BY 1, 2';

-- Refunds of a bill, newest payments first, each in its own type.
SELECT fitclub.create_billing_item(1, 100, 'Course') AS bill \gset
SELECT fitclub.record_payment(:bill, 30, 'cash') AS first \gset
SELECT fitclub.record_payment(:bill, 50, 'card', member_id => 2) AS second \gset
-- an open bill is owed again
SELECT fitclub.refund_bill(:bill, 60, staff_id => 1, notes => 'Too cold') AS refund \gset
SELECT max(payment_id) = :refund AS last FROM fitclub.payment;
SELECT * FROM test.bill(:bill);
SELECT member_id, amount, payment_type, description, staff_id, notes FROM fitclub.payment WHERE refund_of IS NOT NULL ORDER BY payment_id;
SELECT fitclub.record_payment(:bill, 80, 'card') AS third \gset
-- a closed one is not, and what was given back cannot be given back again
SELECT fitclub.refund_bill(:bill, 90);
SELECT * FROM test.bill(:bill);
SELECT r.sqlstate, r.constraint_name, r.message, r.detail, r.hint
FROM unnest(ARRAY['1, 10.01', '1, 0', '1, 5, ''bank''', '1, 5, repeat(''x'', 300)', '1, 5, NULL', '1, 1.001', '99', 'NULL', '1, staff_id => 99', '1, request_key => '' ''']) AS arguments
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.refund_bill(%s)', arguments)) AS r;
SELECT fitclub.refund_bill(:bill);
SELECT * FROM test.bill(:bill);
SELECT r.constraint_name, r.detail FROM test.refusal('SELECT fitclub.refund_bill(1)') AS r;
SELECT * FROM test.broken();

-- On account: no money leaves the club, and each payer has their own.
SELECT fitclub.create_billing_item(1, 100, 'Course') AS bill \gset
SELECT fitclub.record_payment(:bill, 40, 'cash') AS first \gset
SELECT fitclub.record_payment(:bill, 60, 'card', member_id => 2) AS second \gset
SELECT fitclub.refund_bill(:bill, 70, 'credit');
SELECT * FROM test.bill(:bill);
SELECT member, a.* FROM generate_series(1, 2) AS member CROSS JOIN LATERAL test.account(member) AS a;
-- What was moved does not stand on the bill, and goes back from the account.
SELECT r.constraint_name, r.detail FROM test.refusal(format('SELECT fitclub.refund_payment(%s)', :second)) AS r;
SELECT fitclub.refund_payment(:first);
SELECT * FROM test.bill(:bill);
SELECT r.sqlstate, r.constraint_name, r.message, r.detail
FROM unnest(ARRAY['1, 10.01', '3', '2, 0', '99', 'NULL']) AS arguments
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.refund_credit(%s)', arguments)) AS r;
SELECT fitclub.refund_credit(2, 25, 1, 'By hand') > 0 AS refunded;
SELECT fitclub.refund_credit(1) > 0 AS refunded;
SELECT member, a.* FROM generate_series(1, 2) AS member CROSS JOIN LATERAL test.account(member) AS a;
-- Newest first: 20 paid on account, and then what is left of the 60.
SELECT fitclub.receive_payment(2, 20, 'cash', '{}') AS account \gset
SELECT fitclub.refund_credit(2, 30) AS refund \gset
SELECT max(payment_id) = :refund AS last FROM fitclub.payment;
SELECT * FROM test.account(2);
SELECT * FROM test.broken();

-- Refunds of money on account, and of what was paid from there.
SELECT fitclub.receive_payment(3, 50, billing_ids => '{}') AS account \gset
SELECT fitclub.create_billing_item(3, 40, 'Locker') AS bill \gset
SELECT fitclub.apply_credit(3, :bill, 40) AS used \gset
-- the account has to bear it
SELECT r.sqlstate, r.constraint_name, r.message, r.detail FROM test.refusal(format('SELECT fitclub.refund_payment(%s)', :account)) AS r;
SELECT fitclub.refund_payment(:account, 10) > 0 AS refunded;
SELECT fitclub.refund_payment(:used, 15) > 0 AS refunded;
SELECT * FROM test.bill(:bill);
SELECT * FROM test.account(3);
SELECT fitclub.refund_bill(:bill) > 0 AS refunded;
SELECT * FROM test.bill(:bill);
SELECT fitclub.refund_credit(3) > 0 AS refunded;
SELECT * FROM test.account(3);
SELECT * FROM test.broken();

-- A request is carried out once, and is known by what it asks for.
SELECT fitclub.create_billing_item(4, 100, 'Course') AS bill \gset
SELECT fitclub.record_payment(:bill, 60, 'cash'), fitclub.record_payment(:bill, 40);
SELECT fitclub.refund_bill(:bill, 50, 'credit', request_key => 'refund 1') AS refund \gset
SELECT fitclub.refund_bill(:bill, 50, 'credit', request_key => 'refund 1') = :refund AS same,
	fitclub.refund_bill(:bill, NULL, 'credit', request_key => 'refund 1') = :refund AS same,
	fitclub.refund_credit(4, 45, request_key => 'credit 1') = fitclub.refund_credit(4, 45, request_key => 'credit 1') AS same;
SELECT r.sqlstate, r.constraint_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	format('refund_bill(%s, 49, ''credit'', request_key => ''refund 1'')', :bill), format('refund_bill(%s, 50, request_key => ''refund 1'')', :bill),
	'refund_bill(1, 50, ''credit'', request_key => ''refund 1'')', 'refund_credit(4, 50, request_key => ''refund 1'')',
	'refund_credit(4, 44, request_key => ''credit 1'')', 'refund_credit(2, 45, request_key => ''credit 1'')',
	format('refund_bill(%s, 45, request_key => ''credit 1'')', :bill)]) AS call
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || call) AS r;
SELECT * FROM test.bill(:bill);
SELECT * FROM test.account(4);
-- What went back of a bill is not what goes out of the account.
SELECT fitclub.refund_bill(:bill, 10, request_key => 'refund 2') > 0 AS refunded;
SELECT r.sqlstate, r.constraint_name, r.message, r.detail, r.hint
FROM test.refusal('SELECT fitclub.refund_credit(4, request_key => ''refund 2'')') AS r;

SELECT test.open_club();
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough');

-- A payment that was typed wrong: the bill is owed again, whatever it was.
SELECT fitclub.create_billing_item(1, 100, 'Course') AS bill \gset
SELECT fitclub.record_payment(:bill, 40, 'cash') AS first \gset
SELECT fitclub.record_payment(:bill, 60, member_id => 2) AS second \gset
SELECT fitclub.void_payment(:second, 1, 'Wrong bill') AS void \gset
SELECT max(payment_id) = :void AS last FROM fitclub.payment;
SELECT * FROM test.bill(:bill);
SELECT description, staff_id, notes FROM fitclub.payment WHERE reason IS NOT NULL;
SELECT fitclub.void_payment(:first) > 0 AS voided;
SELECT * FROM test.bill(:bill);
SELECT fitclub.record_payment(:bill, 100) AS third \gset
SELECT * FROM test.bill(:bill);
-- once, not a refund, and nothing of which something was given back
SELECT fitclub.refund_payment(:third, 1) AS refund \gset
SELECT r.sqlstate, r.constraint_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[:first, :refund, :third, 99, NULL]) AS payment
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.void_payment(%L)', payment)) AS r;
SELECT * FROM test.broken();

-- A bank takes back what is left, or part of it; what was refunded is not owed again.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00') AS session \gset
SELECT fitclub.record_payment(2, 85) AS payment \gset
SELECT fitclub.refund_payment(:payment, 20) AS refund \gset
SELECT r.sqlstate, r.constraint_name, r.message, r.detail
FROM unnest(ARRAY[format('%s, 65.01', :payment), format('%s', :refund), '99', 'NULL', format('%s, fee => -1', :payment), format('%s, 0', :payment)]) AS arguments
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.record_chargeback(%s)', arguments)) AS r;
SELECT fitclub.record_chargeback(:payment, 25, 15, 'case 7') > 0 AS recorded;
SELECT * FROM test.bill(2);
SELECT member_id, amount, kind, description ~ '^Chargeback of 25.00 of the payment of 85.00 on ' AS described FROM fitclub.billing_item WHERE billing_id = 3;
SELECT external_ref, description FROM fitclub.payment WHERE reason = 'chargeback';
SELECT fitclub.record_chargeback(:payment) > 0 AS recorded;
SELECT * FROM test.bill(2);
SELECT * FROM test.broken();
-- and paid again, when it was won
SELECT fitclub.record_payment(2, 65) > 0 AS paid;
SELECT * FROM test.bill(2);
SELECT * FROM test.broken();

-- What was kept of a cancelled booking is owed again, and a refunded bill is final.
SELECT fitclub.book_session(2, 1, 1, '2101-01-04 09:00', '2101-01-04 10:00') AS session \gset
SELECT fitclub.record_payment(4, 30) AS payment \gset
SELECT fitclub.cancel_session(:session);
SELECT fitclub.void_payment(:payment) > 0 AS voided;
SELECT * FROM test.bill(4);
SELECT * FROM test.broken();
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-06 09:00', '2101-01-06 10:00', price => 50);
SELECT fitclub.register_for_class(3, 1) AS seat \gset
SELECT fitclub.record_payment(5, 20) AS payment \gset
SELECT fitclub.cancel_registration(:seat);
SELECT fitclub.record_chargeback(:payment) > 0 AS recorded;
SELECT * FROM test.bill(5);
SELECT * FROM test.broken();
SELECT fitclub.register_for_class(3, 1) > 0 AS taken_again;
SELECT * FROM test.bill(5);
SELECT fitclub.create_billing_item(3, 40, 'Locker') AS bill \gset
SELECT fitclub.record_payment(:bill, 40) AS payment \gset
SELECT fitclub.refund_bill(:bill, refund_to => 'credit') > 0 AS refunded;
SELECT fitclub.record_chargeback(:payment, 30) > 0 AS recorded;
SELECT * FROM test.bill(:bill);
SELECT * FROM test.account(3);
SELECT * FROM test.broken();

-- Money on account that is used up: bills that were paid from there are open again, newest first.
SELECT fitclub.receive_payment(4, 100, billing_ids => '{}') AS account \gset
SELECT fitclub.create_billing_item(4, 30, 'Towels') AS older, fitclub.create_billing_item(4, 60, 'Bands') AS newer \gset
SELECT fitclub.apply_credit(4, :older, 30) AS first \gset
SELECT fitclub.apply_credit(4, :newer, 50) AS second \gset
SELECT fitclub.record_payment(:newer, 10, 'cash') > 0 AS paid;
-- 20 are left on account
SELECT fitclub.record_chargeback(:account, 15) > 0 AS recorded;
SELECT * FROM test.account(4);
SELECT fitclub.record_chargeback(:account, 60) > 0 AS recorded;
SELECT * FROM test.account(4);
SELECT b.* FROM unnest(ARRAY[:older, :newer]) AS bill CROSS JOIN LATERAL test.bill(bill) AS b;
SELECT * FROM test.broken();
-- off its bill first, and then from the account
SELECT fitclub.create_billing_item(2, 80, 'Course') AS bill \gset
SELECT fitclub.record_payment(:bill, 80) AS payment \gset
SELECT fitclub.refund_bill(:bill, 30, 'credit') > 0 AS refunded;
SELECT fitclub.create_billing_item(2, 30, 'Bands') AS other \gset
SELECT fitclub.apply_credit(2, :other, 30) AS used \gset
SELECT fitclub.record_chargeback(:payment, 70) > 0 AS recorded;
SELECT b.* FROM unnest(ARRAY[:bill, :other]) AS bill CROSS JOIN LATERAL test.bill(bill) AS b;
SELECT * FROM test.account(2);
SELECT * FROM test.broken();
-- A payment from the account that was a mistake goes back there, and is no business of a bank.
SELECT r.constraint_name, r.detail FROM test.refusal(format('SELECT fitclub.record_chargeback(%s)', :first)) AS r;
SELECT fitclub.receive_payment(4, 20, billing_ids => '{}') > 0 AS paid;
SELECT fitclub.apply_credit(4, :newer, 20) AS third \gset
SELECT fitclub.void_payment(:third) > 0 AS voided;
SELECT * FROM test.bill(:newer);
SELECT * FROM test.account(4);
-- A void of money on account that is used up.
SELECT fitclub.receive_payment(1, 10, billing_ids => '{}') AS account \gset
SELECT fitclub.create_billing_item(1, 25, 'Towels') AS bill \gset
SELECT fitclub.apply_credit(1, :bill, 10) AS used \gset
SELECT fitclub.void_payment(:account) > 0 AS voided;
SELECT * FROM test.bill(:bill);
SELECT * FROM test.account(1);
SELECT * FROM test.broken();

-- A chargeback that is reported twice.
SELECT fitclub.create_billing_item(1, 90, 'Course') AS bill \gset
SELECT fitclub.record_payment(:bill, 90) AS payment \gset
SELECT fitclub.record_chargeback(:payment, 50, 5, request_key => 'case 8') = fitclub.record_chargeback(:payment, 50, 5, request_key => 'case 8') AS same;
SELECT count(*) FROM fitclub.billing_item WHERE kind = 'chargeback';
SELECT r.sqlstate, r.constraint_name
FROM unnest(ARRAY[format('record_chargeback(%s, 40, request_key => ''case 8'')', :payment), 'record_chargeback(1, request_key => ''case 8'')', format('refund_bill(%s, 50, request_key => ''case 8'')', :bill)]) AS call
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || call) AS r;

-- The payer is told, but of an erased one only the accounts are kept.
SELECT member_id, regexp_replace(message, ' on .* was', ' on ... was') AS message FROM fitclub.notification WHERE message LIKE '%reversed' ORDER BY notification_id;
SELECT fitclub.create_billing_item(3, 10, 'Towels') AS bill \gset
SELECT fitclub.record_payment(:bill, 10) AS payment \gset
SELECT fitclub.erase_member(3) IS NOT NULL AS erased;
SELECT r.sqlstate, r.constraint_name FROM test.refusal(format('SELECT fitclub.record_chargeback(%s, fee => 5)', :payment)) AS r;
SELECT fitclub.record_chargeback(:payment) > 0 AS recorded;
SELECT count(*) FROM fitclub.notification WHERE member_id = 3;
SELECT * FROM test.broken();
