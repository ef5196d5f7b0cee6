--
-- Bills for what is no booking: of a kind, for a trainer, due on a day.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2; Tina 1.
SELECT test.open_club();
SELECT fitclub.create_bill(1, 5, 'Towel') AS plain \gset
SELECT fitclub.create_bill(1, 55, 'Shoes', 'retail', due_on => '2101-01-31') AS shoes \gset
SELECT fitclub.create_bill(1, 10, 'Tip for Tina', 'tip', 1) AS tip \gset
SELECT fitclub.create_bill(2, 8.50, 'Late', 'late_cancel', 1, '1999-12-31') AS late \gset
SELECT fitclub.create_bill(2, 3, 'Reminder', 'late_fee') AS reminder \gset
SELECT fitclub.create_bill(2, 99, 'Joining fee', 'joining') AS joining \gset
SELECT member_id, trainer_id, amount, description, status, kind, due_on, original_amount,
	num_nonnulls(class_id, private_session_id, paid_at) AS others, created_at = updated_at AS unchanged
FROM fitclub.billing_item ORDER BY billing_id;
SELECT debtor, kind, owed, trainer_id, due_on = (created_at AT TIME ZONE 'UTC')::date AS due_at_once FROM fitclub.list_bills();
SELECT due_on FROM fitclub.list_bills() WHERE billing_id IN (:shoes, :late);
-- By the club's clock, the day on which a bill was made is another.
SELECT fitclub.update_club(time_zone => 'Pacific/Kiritimati') > 0 AS updated;
SELECT test.forge(format('UPDATE fitclub.billing_item SET created_at = ''2025-03-01 23:00'' WHERE billing_id = %s', :plain));
SELECT due_on FROM fitclub.list_bills() WHERE billing_id = :plain;
SELECT fitclub.update_club(time_zone => 'UTC') > 0 AS updated;
-- The ledger: revenue of each kind, and the tip is the trainer's.
SELECT account, part, sum(amount) FROM fitclub.ledger WHERE source = 'billing_item' GROUP BY account, part ORDER BY account, part;
SELECT fitclub.record_payment(:tip, 10, 'cash') > 0 AS paid;
SELECT fitclub.correct_bill(:shoes, 50) > 0 AS corrected;
SELECT fitclub.cancel_billing_item(:late) > 0 AS cancelled;
SELECT billing_id = :shoes AS shoes, kind, due_on, original_amount, amount, status FROM fitclub.billing_item WHERE billing_id IN (:shoes, :late, :tip) ORDER BY billing_id;

SELECT test.state() AS before \gset
SELECT c.arguments, r.sqlstate, r.constraint_name, r.column_name, r.message, r.detail
FROM unnest(ARRAY['NULL, 5, ''X''', '99, 5, ''X''', '1, NULL, ''X''', '1, 0, ''X''', '1, -5, ''X''', '1, 5.001, ''X''', '1, ''NaN'', ''X''', '1, 10000000000, ''X''',
	'1, 5, NULL', '1, 5, ''  ''', '1, 5, repeat(''x'', 2001)', '1, 5, ''X'', ''loan''', '1, 5, ''X'', repeat(''x'', 300)', '1, 5, ''X'', ''chargeback''', '1, 5, ''X'', ''''', '1, 5, ''X'', ''tip''',
	'1, 5, ''X'', ''tip'', 99', '1, 5, ''X'', NULL, 99', '1, 5, ''X'', due_on => ''infinity''', '1, 5, ''X'', due_on => ''1850-01-01''']) WITH ORDINALITY AS c (arguments, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.create_bill(%s)', c.arguments)) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
SELECT fitclub.erase_member(fitclub.create_member('Eve', 'Gone', 'eve@example.org')) AS eve \gset
SELECT r.sqlstate, r.constraint_name FROM test.refusal(format('SELECT fitclub.create_bill(%s, 5, ''X'')', :eve)) AS r;
SELECT rule, row_id, detail FROM fitclub.verify();
SELECT test.clean_club();
