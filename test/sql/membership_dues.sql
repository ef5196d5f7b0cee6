--
-- Dues: what a job bills, until when, and what is to come and to be collected.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2, Cyd 3, Dan 4.
SELECT test.open_club();
SELECT fitclub.create_plan('Gold', 62) AS gold, fitclub.create_plan('Fortnight', 14, 'week', 2) AS fortnight,
	fitclub.create_plan('Free', 0) AS free;
SELECT fitclub.join_plan(1, 1, '2101-01-17', '2101-02-01') AS ann, fitclub.join_plan(2, 2, '2101-01-03', ends_on => '2101-02-01') AS bob,
	fitclub.join_plan(3, 3, '2101-01-31') AS cyd, fitclub.join_plan(4, 1, '2101-01-31', price => 10) AS dan;
SELECT * FROM fitclub.dues_forecast('2101-03-01');
SELECT count(*) FROM fitclub.dues_forecast(NULL);
SELECT fitclub.bill_dues('2101-01-02') AS none, fitclub.bill_dues('2101-01-17') AS some, fitclub.bill_dues('2101-01-17') AS again;
SELECT fitclub.bill_dues('2101-03-01', 3) AS three, fitclub.bill_dues('2101-03-01', 3) AS three_more,
	fitclub.bill_dues('2101-03-01', 3) AS rest, fitclub.bill_dues('2101-03-01', 3) AS none;
SELECT p.membership_id, p.starts_on, p.ends_on, p.plan_id, b.amount, b.due_on, b.status, b.description
FROM fitclub.membership_period AS p
LEFT JOIN fitclub.billing_item AS b ON b.membership_id = p.membership_id AND b.period_on = p.starts_on
ORDER BY p.membership_id, p.starts_on;
SELECT member_id, count(*) FROM fitclub.notification WHERE message LIKE 'Dues %' GROUP BY member_id ORDER BY member_id;
SELECT * FROM fitclub.dues_forecast('2101-04-01');

-- To collect: by who pays, with a key for each attempt.
SELECT fitclub.set_payer(4, 1);
SELECT payer_id, member_id, membership_id, description, due_on, amount, owed, request_key FROM fitclub.dues_to_collect ORDER BY billing_id;
SELECT fitclub.receive_payment(d.payer_id, d.owed - 1, 'bank_transfer', ARRAY[d.billing_id], d.request_key) > 0 AS paid_in_part
FROM fitclub.dues_to_collect AS d WHERE membership_id = 4 AND due_on = '2101-01-31';
SELECT owed, request_key FROM fitclub.dues_to_collect WHERE membership_id = 4 ORDER BY billing_id;

-- A hold lengthens the period that is billed next; nothing is billed while the end is open.
INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) VALUES (4, '2101-04-10', '2101-04-20'), (1, '2101-04-01', 'infinity');
SELECT fitclub.bill_dues('2101-06-01');
SELECT p.membership_id, p.starts_on, p.ends_on, b.amount, b.description
FROM fitclub.membership_period AS p
JOIN fitclub.billing_item AS b ON b.membership_id = p.membership_id AND b.period_on = p.starts_on
WHERE p.starts_on >= '2101-03-01' ORDER BY p.membership_id, p.starts_on;
UPDATE fitclub.membership_hold SET ends_on = '2101-05-05' WHERE membership_id = 1;
SELECT fitclub.bill_dues('2101-06-01');
SELECT starts_on, ends_on FROM fitclub.membership_period WHERE membership_id = 1 AND starts_on >= '2101-03-01' ORDER BY starts_on;
-- Whoever is erased owes no more; what has ended costs nothing.
SELECT fitclub.erase_member(3);
UPDATE fitclub.membership SET ends_on = '2101-06-10' WHERE membership_id = 4;
BEGIN;
UPDATE fitclub.membership SET ends_on = NULL WHERE membership_id = 3;
SELECT fitclub.bill_dues('2101-08-01') > 0 AS others_billed;
SELECT count(*) AS erased_billed FROM fitclub.membership_period WHERE membership_id = 3 AND starts_on >= '2101-06-01';
ROLLBACK;
SELECT fitclub.bill_dues('2101-08-01');
SELECT membership_id, starts_on, ends_on FROM fitclub.membership_period WHERE membership_id IN (3, 4) AND starts_on >= '2101-06-01' ORDER BY 1, 2;
SELECT * FROM fitclub.dues_forecast('2101-12-31') WHERE membership_id > 1;

SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.left_behind
FROM unnest(ARRAY[
	$$bill_dues('infinity')$$,
	$$bill_dues('1899-12-31')$$,
	$$bill_dues(max_periods => 0)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT fitclub.bill_dues();
ROLLBACK;
-- The engine alone bills a period.
SELECT r.sqlstate, r.constraint_name FROM test.refusal(
	$$INSERT INTO fitclub.billing_item (member_id, amount, description, membership_id, period_on) VALUES (1, 62, 'Twice', 1, '2101-02-01')$$) AS r;
SELECT * FROM fitclub.verify();
-- Erasure ends what has not ended, and what was written of it goes.
SELECT fitclub.hold_membership(1, '2101-09-01', '2101-09-10', 'Broken leg') AS held;
SELECT fitclub.set_payer(4, NULL) AS dan, fitclub.erase_member(1), fitclub.erase_member(2);
SELECT m.membership_id, m.ends_on - m.starts_on AS days, m.end_reason, h.reason
FROM fitclub.membership AS m LEFT JOIN fitclub.membership_hold AS h ON h.membership_id = m.membership_id AND h.starts_on = '2101-09-01' ORDER BY 1;
SELECT count(*) FROM fitclub.audit_log WHERE to_jsonb(audit_log)::text ~ 'Broken leg|Moves';
SELECT count(*) FROM fitclub.notification WHERE member_id IN (1, 2);
SELECT * FROM fitclub.verify();
