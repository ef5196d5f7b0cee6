--
-- Amounts in messages have the decimals of the currency.
--
SET TimeZone = 'UTC';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4.
SELECT test.open_club();
SELECT fitclub.update_club(currency => 'JPY', default_session_price => 8500, default_class_price => 5000);
SELECT fitclub.create_bill(1, 500, 'Towel') AS bill \gset
SELECT fitclub.book_session(2, 1, 1, '2101-01-04 09:00', '2101-01-04 10:00') AS session;
SELECT fitclub.cancel_billing_item(2) AS cancelled;
SELECT fitclub.receive_payment(3, 700, billing_ids => '{}') AS account \gset
SELECT fitclub.record_payment(:bill, 400) AS payment \gset
SELECT call, r.constraint_name, r.detail
FROM unnest(ARRAY[
	'record_payment(%s, 101)', 'create_billing_item(2, 1, ''Session'', private_session_id => 1)',
	'refund_payment(%2$s, 401)', 'refund_bill(%s, 401)', 'refund_bill(2)', 'refund_credit(3, 701)', 'refund_credit(1)', 'refund_payment(%3$s, 701)',
	'apply_credit(3, %s, 101)', 'apply_credit(1, %s)', 'apply_credit(4, %s, 100)', 'record_chargeback(%2$s, 401)']) AS call
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || format(call, :bill, :payment, :account)) AS r;
SELECT fitclub.record_chargeback(:payment, 150, fee => 20) > 0 AS recorded;
SELECT fitclub.void_payment(:account) > 0 AS voided;
SELECT member_id, regexp_replace(message, ' on .* was', ' on ... was') AS message FROM fitclub.notification WHERE message LIKE '%reversed' ORDER BY notification_id;
SELECT regexp_replace(description, ' on .*', ' on ...') AS description, amount FROM fitclub.billing_item WHERE kind = 'chargeback';
