--
-- Reminders: credits and memberships that end within a week, once of each last day.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2, Cyd 3, Dan 4. Today is a Monday of 2001.
SELECT test.open_club();
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message
FROM unnest(ARRAY[$$send_reminders('infinity')$$, $$send_reminders('1899-12-31')$$]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r ORDER BY c.n;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT r.sqlstate, r.message, r.detail FROM test.refusal('SELECT fitclub.send_reminders()') AS r;
COMMIT;
SELECT fitclub.send_reminders() AS nothing;
UPDATE fitclub.club SET uses_cover = true;
INSERT INTO fitclub.pack (name, credits, price) VALUES ('Ten', 10, 100);
INSERT INTO fitclub.pack_sale (pack_id, member_id, credits, price, sold_at) SELECT 1, 1, 10, 0, '2000-12-01' FROM generate_series(1, 6);
-- Ends today, in a week, in eight days, was over yesterday, never ends; of the last one nothing is left.
INSERT INTO fitclub.credit_lot (sale_id, member_id, credits, valid_from, expires_on) VALUES
	(1, 1, 10, '2000-12-01', '2001-01-08'), (2, 1, 9, '2000-12-01', '2001-01-15'), (3, 1, 8, '2000-12-01', '2001-01-16'),
	(4, 1, 7, '2000-12-01', '2001-01-07'), (5, 1, 6, '2000-12-01', NULL), (6, 1, 5, '2000-12-01', '2001-01-10');
INSERT INTO fitclub.lot_out (lot_id, credits, reason, made_at) VALUES (1, 9, 'refund', '2000-12-02'), (6, 5, 'refund', '2000-12-02');
INSERT INTO fitclub.plan (name) VALUES ('Gold'), ('Silver');
-- Cancelled to end after today, in a week and in eight days, and yesterday; a contract, a longer one, one that a hold has made longer, and none.
INSERT INTO fitclub.membership (member_id, starts_on, anchor_on, ends_on, contract_until, made_at) VALUES
	(2, '2000-12-01', '2000-12-01', '2001-01-09', NULL, '2000-12-01'), (2, '2000-12-01', '2000-12-01', '2001-01-16', '2002-01-01', '2000-12-01'),
	(2, '2000-12-01', '2000-12-01', '2001-01-17', NULL, '2000-12-01'), (2, '2000-12-01', '2000-12-01', '2001-01-08', NULL, '2000-12-01'),
	(3, '2000-12-01', '2000-12-01', NULL, '2001-01-10', '2000-12-01'), (3, '2000-12-01', '2000-12-01', NULL, '2001-03-01', '2000-12-01'),
	(3, '2000-12-01', '2000-12-01', NULL, '2001-01-01', '2000-12-01'), (3, '2000-12-01', '2000-12-01', NULL, NULL, '2000-12-01'),
	(4, '2000-12-01', '2000-12-01', '2001-01-10', NULL, '2000-12-01');
INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id) SELECT n, '2000-12-01', 1 FROM generate_series(1, 9) AS n;
INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id) VALUES (2, '2001-01-01', 2);
INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) VALUES (7, '2000-12-10', '2000-12-20');
SELECT fitclub.erase_member(4) AS erased;
SELECT fitclub.send_reminders('2001-01-08') AS reminders;
SELECT member_id, message FROM fitclub.notification ORDER BY notification_id;
SELECT lot_id, membership_id, ends_on FROM fitclub.reminder ORDER BY reminder_id;
-- Once of each last day; a later one is told of again.
SELECT fitclub.send_reminders('2001-01-08') AS again;
SELECT fitclub.send_reminders('2001-01-09') AS next_day;
SELECT member_id, message FROM fitclub.notification ORDER BY notification_id DESC LIMIT 2;
UPDATE fitclub.membership SET ends_on = '2001-01-13' WHERE membership_id = 1;
UPDATE fitclub.credit_lot SET expires_on = '2001-01-12' WHERE lot_id = 1;
SELECT fitclub.send_reminders('2001-01-09') AS other_days;
UPDATE fitclub.membership SET ends_on = '2001-01-16' WHERE membership_id = 1;
UPDATE fitclub.membership SET ends_on = '2001-01-13' WHERE membership_id = 1;
SELECT fitclub.send_reminders('2001-01-09') AS told_before;
SELECT lot_id, membership_id, ends_on FROM fitclub.reminder ORDER BY reminder_id DESC LIMIT 2;
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.message
FROM unnest(ARRAY['DELETE FROM fitclub.reminder', $$UPDATE fitclub.reminder SET ends_on = ends_on + 1$$, 'TRUNCATE fitclub.reminder']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal(c.call) AS r ORDER BY c.n;
SELECT test.state() AS before \gset
BEGIN;
UPDATE fitclub.credit_lot SET expires_on = '2001-01-25' WHERE lot_id = 3;
SELECT fitclub.send_reminders('2001-01-20') AS reminders;
ROLLBACK;
SELECT test.state() = :'before' AS unchanged;
SELECT test.clean_club();
